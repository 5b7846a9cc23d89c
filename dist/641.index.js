export const id = 641;
export const ids = [641];
export const modules = {

/***/ 85641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cloudflare: () => (/* binding */ cloudflare)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/error.js
var lib_error = __webpack_require__(58353);
// EXTERNAL MODULE: ./lib/platform.js
var platform = __webpack_require__(82480);
// EXTERNAL MODULE: ./lib/edge/counted.js + 1 modules
var counted = __webpack_require__(96592);
;// CONCATENATED MODULE: ./lib/host/host.js
const PIPE_BYTES = 16 * 1024;

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./node_modules/jsonc-parser/lib/umd/main.js
var main = __webpack_require__(99547);
// EXTERNAL MODULE: ./node_modules/smol-toml/dist/index.js + 8 modules
var dist = __webpack_require__(3292);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/config.js





const FILES = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml'];
async function readConfig(dir, host) {
    for (let folder = external_node_path_.posix.normalize(dir);; folder = external_node_path_.posix.dirname(folder)) {
        for (const name of FILES) {
            const there = external_node_path_.join(host.folders.workspace, folder, name);
            const file = external_node_path_.posix.join(folder, name);
            if (await host.files.exists(there))
                return { config: parseConfig(await host.files.text(there), file), file, dir: folder };
        }
        if (folder === '.' || folder === '/')
            break;
    }
    throw new lib_error/* ShipError */.fS('input', `There is no ${FILES.join(', ')} in ${dir} or above it.`, {
        hint: 'wrangler.jsonc needs at least {"name": …, "main": "build/index.js", "compatibility_date": …}.',
    });
}
function parseConfig(text, file) {
    const plain = text.replace(/^\ufeff/, '');
    const config = file.endsWith('.toml') ? tomlConfig(plain, file) : jsonConfig(plain, file);
    checkConfig(config, file);
    return config;
}
function checkConfig(config, file, at = '') {
    if (typeof config.name !== 'string' || !/^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/.test(config.name)) {
        throw new lib_error/* ShipError */.fS('input', `${file}: \`${at}name\` is ${JSON.stringify(config.name)}; wanted: lower-case letters, digits and dashes.`, { place: { file } });
    }
    if (typeof config.compatibility_date !== 'string') {
        throw new lib_error/* ShipError */.fS('input', `${file} has no \`${at}compatibility_date\`.`, {
            place: { file },
            hint: '"compatibility_date": "2026-11-01"',
        });
    }
}
function tomlConfig(text, file) {
    try {
        return (0,dist/* parse */.qg)(text);
    }
    catch (cause) {
        throw new lib_error/* ShipError */.fS('input', `${file} is not TOML: ${(0,lib_error/* messageOf */.bD)(cause).split('\n')[0]}.`, {
            cause,
            place: { file },
        });
    }
}
function jsonConfig(text, file) {
    const errors = [];
    const value = (0,main.parse)(text, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (error !== undefined || typeof value !== 'object' || value === null || Array.isArray(value)) {
        const line = text.slice(0, error?.offset ?? 0).split('\n').length;
        const reason = error === undefined ? 'no object' : (0,main.printParseErrorCode)(error.error);
        throw new lib_error/* ShipError */.fS('input', `${file} is not JSON: ${reason}.`, { place: { file, line } });
    }
    return value;
}
function accountOf({ account_id: id }) {
    return typeof id === 'string' ? id : undefined;
}
const HARMLESS = [
    'account_id',
    'cache',
    'compatibility_date',
    'compatibility_flags',
    'compliance_region',
    'vars',
    'limits',
    'observability',
    'placement',
    'version_metadata',
];
const LEFT_OUT = [
    '$schema',
    'name',
    'main',
    'build',
    'no_bundle',
    'find_additional_modules',
    'base_dir',
    'rules',
    'minify',
    'upload_source_maps',
    'alias',
    'define',
    'jsx_factory',
    'jsx_fragment',
    'preserve_file_names',
    'python_modules',
    'workers_dev',
    'preview_urls',
    'route',
    'routes',
    'triggers',
    'env',
    'dev',
    'send_metrics',
    'keep_names',
    'keep_vars',
    'logpush',
    'tsconfig',
    'legacy_env',
    'previews',
    'access',
    'connect',
    'addresses',
    'dependencies_instrumentation',
    'tail_consumers',
    'streaming_tail_consumers',
    'assets',
];
function reachingKeys(config) {
    return Object.keys(config).filter((key) => !HARMLESS.includes(key) && !LEFT_OUT.includes(key));
}
const LOCAL = ['site', 'containers', 'pages_build_output_dir'];
function localKeys(config) {
    return LOCAL.filter((key) => config[key] !== undefined);
}
function refuseLocalPaths(config) {
    const keys = localKeys(config);
    if (keys.length === 0)
        return;
    throw new lib_error/* ShipError */.fS('plan', `Not yet: deploying with ${keys.map((key) => `\`${key}\``).join(', ')} of the wrangler configuration.`, {
        hint: 'Only the Worker itself goes up so far. Deploy such a Worker with wrangler until then.',
    });
}
function refuseProductionEnvironment(config, file) {
    const { env } = config;
    if (typeof env !== 'object' || env === null || !('production' in env))
        return;
    throw new lib_error/* ShipError */.fS('plan', `${file} has \`env.production\`, and the top level would go to production.`, {
        hint: 'Name the environment: `production-environment: production`. Or put what production needs at the top level.',
        place: { file },
    });
}
function forRuntime(config, version) {
    const [, year, month, day] = /^\d+\.(\d{4})(\d\d)(\d\d)\./.exec(version) ?? [];
    if (year === undefined)
        return { config };
    const newest = `${year}-${month}-${day}`;
    const wanted = String(config.compatibility_date);
    if (wanted <= newest)
        return { config };
    return {
        config: { ...config, compatibility_date: newest },
        warning: `\`compatibility_date\` is ${wanted}, and workerd ${version} knows none after ${newest}: on the runner the bundle is served as of that day.`,
    };
}
const BUNDLING = [
    'build',
    'base_dir',
    'find_additional_modules',
    'rules',
    'minify',
    'keep_names',
    'alias',
    'define',
    'jsx_factory',
    'jsx_fragment',
    'preserve_file_names',
    'tsconfig',
];
const DONE = [...BUNDLING, '$schema', 'env', 'legacy_env', 'assets'];
function productionConfig(config, upload) {
    const rest = Object.entries(config).filter(([key]) => !DONE.includes(key));
    return { ...Object.fromEntries(rest), ...asItIs(upload) };
}
function previewConfig(config, upload, pr) {
    return {
        ...pick(config, HARMLESS),
        ...asItIs(upload),
        name: previewName(String(config.name), pr),
        workers_dev: true,
    };
}
function pick(config, keys) {
    return Object.fromEntries(keys.flatMap((key) => (config[key] === undefined ? [] : [[key, config[key]]])));
}
function asItIs({ main, rules, assets }) {
    return { main, no_bundle: true, rules, ...(assets === undefined ? {} : { assets }) };
}
function assetsOf({ assets }, dir, root) {
    if (typeof assets !== 'object' || assets === null)
        return undefined;
    const { directory, ...rest } = assets;
    if (typeof directory !== 'string')
        return rest;
    const folder = external_node_path_.resolve(dir, directory);
    const inside = external_node_path_.relative(root, folder);
    if (inside.split(external_node_path_.sep)[0] !== '..' && !external_node_path_.isAbsolute(inside))
        return { ...rest, directory: folder };
    throw new lib_error/* ShipError */.fS('plan', `\`assets.directory\` is ${JSON.stringify(directory)}; wanted: a folder of the repository.`);
}
const LABEL = 63;
function previewName(name, pr) {
    const whole = `${name.toLowerCase().replaceAll('_', '-')}-pr-${pr}`;
    if (whole.length <= LABEL)
        return whole;
    const tail = `-${(0,external_node_crypto_.createHash)('sha256').update(name).digest('hex').slice(0, 8)}-pr-${pr}`;
    return `${whole.slice(0, LABEL - tail.length).replace(/-+$/, '')}${tail}`;
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/modules.js

const DEFAULTS = [
    { type: 'ESModule', globs: ['**/*.js', '**/*.mjs'] },
    { type: 'CompiledWasm', globs: ['**/*.wasm', '**/*.wasm?module'] },
    { type: 'Text', globs: ['**/*.txt', '**/*.html', '**/*.sql'] },
];
const TYPES = ['ESModule', 'CommonJS', 'CompiledWasm', 'Text', 'Data'];
function moduleType(name, config) {
    const plain = external_node_path_.posix.basename(name).replace(/^[0-9a-f]{40}-/, '');
    const fits = (glob) => external_node_path_.posix.matchesGlob(name, glob) || external_node_path_.posix.matchesGlob(plain, external_node_path_.posix.basename(glob));
    const type = [...rulesOf(config), ...DEFAULTS].find((rule) => rule.globs.some(fits))?.type;
    return TYPES.find((known) => known === type) ?? 'Data';
}
function rulesOf({ rules }) {
    if (!Array.isArray(rules))
        return [];
    return rules.flatMap((rule) => typeof rule?.type === 'string' && Array.isArray(rule.globs)
        ? [{ type: rule.type, globs: rule.globs.map(String) }]
        : []);
}
function exactRules(bundle, config) {
    const others = bundle.files.map((file) => file.name).filter((name) => name !== bundle.entry);
    return TYPES.map((type) => ({
        type,
        globs: others.filter((name) => moduleType(name, config) === type),
        fallthrough: false,
    }));
}

// EXTERNAL MODULE: ./lib/release/traffic.js
var traffic = __webpack_require__(5448);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/note.js

const TAG = 25;
const MESSAGE = 100;
function shortDigest(digest) {
    return digest.slice(0, TAG);
}
function annotate({ digest = '', sha = '' }, random, label) {
    return { tag: shortDigest(digest), message: (0,traffic/* cut */.Jj)(`wasm-ship ${sha} ${random} ${label}`, MESSAGE) };
}
function isFor(annotations, label) {
    const [, sha, random] = /^wasm-ship ([0-9a-f]{40}) ([0-9a-f]{8}) /.exec(annotations['workers/message'] ?? '') ?? [];
    if (sha === undefined || random === undefined)
        return false;
    return annotations['workers/message'] === annotate({ sha }, random, label).message;
}
function parseNote(annotations) {
    const [, sha] = /^wasm-ship ([0-9a-f]{40})(?: |$)/.exec(annotations['workers/message'] ?? '') ?? [];
    return sha === undefined ? {} : { sha, digest: annotations['workers/tag'] };
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/wrangler.js



const WRANGLER_MS = 5 * 60_000;
const FROM_ENVIRONMENT = [
    'CLOUDFLARE_API_TOKEN',
    'CLOUDFLARE_ACCOUNT_ID',
    'CLOUDFLARE_API_BASE_URL',
    'WRANGLER_API_ENVIRONMENT',
];
const RECORDS = 'output.ndjson';
function wranglerCommand({ program, cwd, before = [] }, args, host) {
    return {
        file: host.platform.node,
        args: [...before, program, ...args],
        name: 'wrangler',
        cwd,
        env: {
            CI: '1',
            WRANGLER_SEND_METRICS: 'false',
            WRANGLER_HIDE_BANNER: 'true',
            WRANGLER_OUTPUT_FILE_PATH: external_node_path_.join(cwd, RECORDS),
            WRANGLER_LOG_PATH: external_node_path_.join(cwd, 'logs'),
            FORCE_COLOR: '0',
        },
        secrets: FROM_ENVIRONMENT,
        trust: 'ours',
        timeoutMs: WRANGLER_MS,
    };
}
async function runWrangler(wrangler, args, host, options = {}) {
    try {
        return await host.run(wranglerCommand(wrangler, args, host), { ...options, codes: 'any' });
    }
    catch (cause) {
        const { fault, message, tail } = (0,lib_error/* asShipError */.Nn)(cause);
        if (fault !== 'build')
            throw cause;
        throw new lib_error/* ShipError */.fS('deploy', message, { cause, unsure: true, ...(tail === undefined ? {} : { tail }) });
    }
}
function parseWranglerOutput(ndjson) {
    return ndjson.split('\n').flatMap((line) => {
        try {
            return line.trim() === '' ? [] : [JSON.parse(line)];
        }
        catch {
            return [];
        }
    });
}
const HINTS = {
    10000: 'CLOUDFLARE_API_TOKEN is not known to Cloudflare or has expired. Make one with the template "Edit Cloudflare Workers".',
    9109: 'CLOUDFLARE_API_TOKEN may not use this account. Check CLOUDFLARE_ACCOUNT_ID, and the account that the token was made for.',
    9106: 'CLOUDFLARE_API_TOKEN is missing or malformed.',
    7003: 'CLOUDFLARE_ACCOUNT_ID is no account. It is the 32 hex digits in the address of the dashboard.',
    10021: 'The Worker fails at start: what it does at global scope is checked at upload.',
    10027: 'The Worker is larger than Cloudflare takes (64 MiB uncompressed).',
    10210: 'A deployment has one or two versions of this Worker, and all its requests.',
    10211: 'Durable Object migrations go only with a version that is live at once: `at-once: true`.',
    10220: 'Its secrets have changed since then.',
};
function hintFor(code) {
    return HINTS[code];
}
function refusalOf(printed) {
    const refusals = [...(0,external_node_util_.stripVTControlCharacters)(printed).matchAll(/^\s*(\S.*?)\s*\[code: (\d+)\]/gm)];
    const last = refusals.at(-1);
    return last === undefined ? undefined : { said: last[1] ?? '', code: Number(last[2]) };
}
function wranglerError(name, records, output) {
    const printed = `${output.stdout}\n${output.stderr}`;
    const failure = records.findLast((record) => record.type === 'command-failed');
    const refusal = refusalOf(printed);
    const code = failure?.code ?? refusal?.code;
    const hint = code === undefined ? undefined : hintFor(code);
    const sentences = [failure?.message ?? 'wrangler failed', ...(refusal === undefined ? [] : [refusal.said])];
    const said = sentences
        .map((sentence) => sentence
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/[.:]?$/, '.'))
        .join(' ');
    return new lib_error/* ShipError */.fS('deploy', `The deploy of ${name} failed: ${said}${code === undefined ? '' : ` [code ${code}]`}`, {
        unsure: hint === undefined,
        tail: lastLines(printed),
        ...(hint === undefined ? {} : { hint }),
    });
}
function lastLines(printed) {
    return printed.trim().split('\n').slice(-20).join('\n');
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/at-once.js
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});






async function uploadFolder(bundle, config, host) {
    const dir = await host.files.temp('deploy');
    await host.files.copy(bundle.folder, external_node_path_.join(dir.path, at_once_FILES));
    await host.files.write(external_node_path_.join(dir.path, CONFIG), JSON.stringify(config, null, 2));
    return dir;
}
const at_once_FILES = 'bundle';
const CONFIG = 'wrangler.json';
function uploadOf(bundle, config, from, { folders }) {
    return {
        main: `${at_once_FILES}/${bundle.entry}`,
        rules: exactRules(bundle, config),
        assets: assetsOf(config, from, folders.workspace),
    };
}
async function deployAtOnce(wrangler, worker, note, { label, secrets }, host) {
    const { name } = worker;
    const { tag, message } = annotate(note, host.random(4), label);
    const done = await (0,lib_error/* attempt */.CD)(async () => {
        const record = await upload(wrangler, ['deploy'], 'deploy', { name, tag, message, secrets }, host);
        return { url: addressOf(record.targets ?? []), versionId: record.version_id ?? '' };
    });
    if (!done.ok && done.error.fault === 'cancelled')
        throw unsure(done.error);
    const asked = await (0,lib_error/* attempt */.CD)(() => worker.served());
    if (!asked.ok && asked.error.fault === 'cancelled')
        throw unsure(asked.error);
    const live = asked.ok ? asked.value[0] : undefined;
    const deploymentId = live?.deploymentId;
    if (!done.ok) {
        const versionId = asked.ok ? await versionWith(message, live, worker) : 'unknown';
        if (versionId === 'unknown')
            throw done.error.unsure ? unsure(done.error) : done.error;
        if (versionId === undefined)
            throw settled(done.error);
        return { url: '', versionId, deploymentId, failure: done.error };
    }
    const placed = { deploymentId, ...done.value };
    if (live === undefined)
        return { ...placed, failure: unconfirmed(name) };
    const shares = live.shares.map(({ versionId }) => versionId);
    if (shares.length === 1 && shares[0] === placed.versionId)
        return placed;
    const error = new lib_error/* ShipError */.fS('deploy', `wrangler deployed version ${placed.versionId} of ${name}, but Cloudflare serves ${shares.join(', ') || 'none'}.`, { hint: 'Did somebody else deploy at the same time? Deploy again.' });
    if (!shares.includes(placed.versionId))
        throw error;
    return { ...placed, failure: error };
}
function uploadArgs(command, { tag, message, alias }, secrets) {
    const aliased = alias === undefined ? [] : ['--preview-alias', alias];
    const confided = secrets === undefined ? [] : ['--secrets-file', secrets];
    return [...command, '--config', CONFIG, '--tag', tag, '--message', message, ...confided, ...aliased];
}
async function upload(wrangler, command, type, wish, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const file = __addDisposableResource(env_1, wish.secrets.length === 0 ? undefined : await host.secretsFile(wish.secrets), true);
        const output = await runWrangler(wrangler, uploadArgs(command, wish, file?.path), host, { onLine: host.log.echo });
        return uploaded(wrangler.cwd, type, wish.name, output, host);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function uploaded(cwd, type, name, output, host) {
    const records = await recordsIn(cwd, host);
    if (output.code !== 0)
        throw wranglerError(name, records, output);
    const record = records.findLast((one) => one.type === type);
    if (record?.version_id !== undefined && record.version_id !== null)
        return record;
    throw new lib_error/* ShipError */.fS('deploy', `wrangler deployed ${name} and did not say which version.`, {
        unsure: true,
        tail: lastLines(output.stdout),
    });
}
async function recordsIn(cwd, { files }) {
    const told = external_node_path_.join(cwd, RECORDS);
    return parseWranglerOutput((await files.exists(told)) ? await files.text(told) : '');
}
async function applyTriggers(wrangler, name, host) {
    const output = await runWrangler(wrangler, ['triggers', 'deploy', '--config', CONFIG], host, {
        onLine: host.log.echo,
    });
    if (output.code !== 0)
        throw wranglerError(name, [], output);
}
function unconfirmed(name) {
    return new lib_error/* ShipError */.fS('deploy', `${name} was deployed, but Cloudflare does not tell which version is live.`, {
        hint: 'Look at the deployments of the Worker in the dashboard, or deploy again.',
    });
}
function settled(error) {
    const { fault, message, tail, hint } = error;
    return new lib_error/* ShipError */.fS(fault, message, {
        cause: error,
        ...(tail === undefined ? {} : { tail }),
        ...(hint === undefined ? {} : { hint }),
    });
}
function unsure(error) {
    const { fault, message, hint, tail } = error;
    return new lib_error/* ShipError */.fS(fault, `${message} Whether it is live is not known.`, {
        cause: error,
        unsure: true,
        hint: [hint, 'Look at the deployments of the Worker in the dashboard, or deploy again.']
            .filter((part) => part !== undefined)
            .join(' '),
        ...(tail === undefined ? {} : { tail }),
    });
}
function addressOf(targets) {
    const addresses = targets.flatMap((target) => {
        const [place = ''] = target.split(' ');
        if (/^https?:\/\//.test(place))
            return [place];
        return /^\w[\w-]*(\.[\w-]+)+(\/[^*]*)?\*?$/.test(place) ? [`https://${place.replace(/\*$/, '')}`] : [];
    });
    return addresses[0] ?? '';
}
async function versionWith(message, live, worker) {
    for (const { versionId } of live?.shares ?? []) {
        const told = await (0,lib_error/* attempt */.CD)(() => worker.annotationsOf(versionId));
        if (!told.ok)
            return 'unknown';
        if (told.value['workers/message'] === message)
            return versionId;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/quick-start.js

const HEAP = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--initial-old-space-size=256'];
async function quickStart({ program }, cwd, { files }) {
    const inner = external_node_path_.join(external_node_path_.dirname(program), '..', 'wrangler-dist', 'cli.js');
    if (!(await files.exists(inner)))
        return { program, cwd };
    return { program: inner, cwd, before: ['--no-warnings', ...HEAP] };
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/ahead.js
var ahead_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var ahead_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});







const HELD_MS = 120_000;
const LOOK_MS = 10;
const MKFIFO_MS = 10_000;
const GUARDED = `exec 3<&0
{ trap '' INT TERM; read -r _; kill -KILL 0; } <&3 >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-`;
function startAhead(note, plan, chosen, host) {
    let over = false;
    let starting;
    const begun = (async () => {
        if (host.platform.os === 'win32')
            return undefined;
        const found = await chosen();
        if (over)
            return undefined;
        starting = startWaiting(found, note, plan, host);
        return starting;
    })();
    const started = (0,lib_error/* attempt */.CD)(() => begun);
    let ending;
    const end = () => {
        over = true;
        ending ??= (async () => {
            const waiting = await (0,lib_error/* attempt */.CD)(async () => starting);
            if (waiting.ok)
                await waiting.value?.[Symbol.asyncDispose]();
        })();
        ending.catch(() => undefined);
        return ending;
    };
    return {
        started: started.then(() => undefined),
        async go(now, bundle, config) {
            const waiting = await started;
            if (over || now.sha !== note.sha || now.digest !== note.digest || !waiting.ok || waiting.value === undefined)
                return undefined;
            const { child, cwd, pipe, since, letGo } = waiting.value;
            const text = JSON.stringify(config, null, 2);
            const late = host.clock.now() - since > HELD_MS;
            if (late || child.exitCode() !== undefined || Buffer.byteLength(text) > PIPE_BYTES)
                return undefined;
            await host.files.copy(bundle.folder, external_node_path_.join(cwd, at_once_FILES));
            letGo();
            await host.files.write(external_node_path_.join(cwd, CONFIG), text);
            await pipe.fill(text);
            try {
                return await recordOf(child, cwd, String(config.name), host);
            }
            finally {
                void end();
            }
        },
        [Symbol.asyncDispose]: end,
    };
}
async function startWaiting(found, note, { version, secrets }, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const held = ahead_addDisposableResource(env_1, new AsyncDisposableStack(), true);
        const { path: cwd } = held.use(await host.files.temp('deploy'));
        const file = external_node_path_.join(cwd, CONFIG);
        await host.run({ file: 'mkfifo', args: ['-m', '600', file], trust: 'ours', timeoutMs: MKFIFO_MS });
        const pipe = held.use(await host.files.pipe(file));
        const confided = secrets.length === 0 ? undefined : held.use(await host.secretsFile(secrets));
        const args = uploadArgs(['versions', 'upload'], annotate(note, host.random(4), version), confided?.path);
        const command = wranglerCommand(await quickStart(found, cwd, host), args, host);
        const guarded = { ...command, file: '/bin/sh', args: ['-c', GUARDED, 'sh', command.file, ...command.args] };
        const lines = [];
        let free = false;
        const onLine = (line) => void (free ? host.log.echo(line) : lines.push(line));
        const child = await host.start({ ...guarded, listens: true }, { onLine });
        const end = () => child.write('\n');
        host.signal.addEventListener('abort', end, { once: true });
        held.defer(async () => {
            host.signal.removeEventListener('abort', end);
            end();
            await child[Symbol.asyncDispose]();
        });
        const owned = held.move();
        return {
            ...{ cwd, pipe, child, since: host.clock.now() },
            letGo() {
                host.signal.removeEventListener('abort', end);
                free = true;
                for (const line of lines)
                    host.log.echo(line);
            },
            [Symbol.asyncDispose]: () => owned.disposeAsync(),
        };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = ahead_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function recordOf(child, cwd, name, host) {
    for (;;) {
        const code = child.exitCode();
        const record = (await recordsIn(cwd, host)).find(({ type, version_id }) => type === 'version-upload' && typeof version_id === 'string');
        if (record !== undefined)
            return record;
        if (host.signal.aborted)
            throw new lib_error/* ShipError */.fS('cancelled', 'wrangler was ended: the run was cancelled.');
        if (code !== undefined) {
            const output = { code, stdout: child.stdout(), stderr: child.stderr(), ms: 0 };
            return uploaded(cwd, 'version-upload', name, output, host);
        }
        await host.clock.sleep(LOOK_MS);
    }
}

// EXTERNAL MODULE: ./lib/crate.js
var lib_crate = __webpack_require__(58240);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/build.js


const ENTRIES = ['build/index.js', 'build/worker/shim.mjs'];
const INSTALLS = /^cargo install( -q| --quiet| --locked| --force| --version[ =]\S+)* ['"]?worker-build(@[^\s'"]+)?['"]?( -q| --quiet| --locked| --force| --version[ =]\S+)*$/;
const BUILDS = /^worker-build( --release)?$/;
const OF_WASM_BINDGEN = ['wasm-bindgen', 'wasm-bindgen-futures', 'js-sys', 'web-sys', 'worker'];
function recipeOf(crate, config, file) {
    const main = mainOf(config, file);
    const own = main !== undefined && !ENTRIES.includes(main) ? main : undefined;
    const steps = stepsOf(config).filter((step) => !INSTALLS.test(step.plain));
    const at = steps.findIndex((step) => BUILDS.test(step.plain));
    const [before, after] = [textOf(at < 0 ? steps : steps.slice(0, at)), at < 0 ? '' : textOf(steps.slice(at + 1))];
    const wasmBindgen = crate.dependencies.some((name) => OF_WASM_BINDGEN.includes(name));
    refuseOtherFlags(steps, file);
    if (!crate.dependencies.includes('worker')) {
        if (at >= 0)
            throw noWorker(crate, 'it is built by worker-build');
        if (main === undefined || (own === undefined && before === ''))
            throw noWorker(crate, `${file} has no other \`main\``);
        return { before, workerBuild: false, after, main, wasmBindgen };
    }
    if (own !== undefined)
        return { before, workerBuild: at >= 0 || before === '', after, main: own, wasmBindgen };
    if (at < 0 && before !== '')
        throw noWorkerBuild(before, file);
    return { before, workerBuild: true, after, main: after === '' ? undefined : (main ?? ENTRIES[0]), wasmBindgen };
}
function mainOf({ main }, file) {
    if (main === undefined || typeof main === 'string')
        return main?.replace(/^\.\//, '');
    throw new lib_error/* ShipError */.fS('input', `${file}: \`main\` is ${JSON.stringify(main)}; wanted: the path of a module.`, {
        place: { file },
    });
}
function noWorker(crate, why) {
    return new lib_error/* ShipError */.fS('plan', `${crate.name} does not use the crate \`worker\`, and ${why}.`, {
        hint: 'Write the Worker with the crate `worker` (workers-rs), or let `main` name a module of your own that imports the crate\u2019s wasm.',
        place: { file: (0,lib_crate/* manifestOf */.$V)(crate) },
    });
}
function noWorkerBuild(command, file) {
    return new lib_error/* ShipError */.fS('plan', `Not yet: ${file} has a build command that does not name worker-build: \`${command}\`.`, {
        hint: 'Write worker-build into the command itself: `npm run css && worker-build --release`. What a script does after it would be left out.',
        place: { file },
    });
}
function refuseOtherFlags(steps, file) {
    const strange = steps.filter((step) => /\bworker-build\b/.test(step.plain) && !BUILDS.test(step.plain));
    if (strange.length === 0)
        return;
    const shown = strange.map((step) => `\`${step.plain}\``).join(', ');
    throw new lib_error/* ShipError */.fS('plan', `Not yet: ${file} calls worker-build in a way of its own: ${shown}.`, {
        hint: 'Cargo features and profile are inputs (`features`, `profile`): `worker-build --release` is enough.',
        place: { file },
    });
}
function stepsOf(config) {
    const { build } = config;
    const command = typeof build === 'object' && build !== null ? build.command : undefined;
    if (command === undefined)
        return [];
    const steps = [];
    let text = '';
    const close = (end) => {
        if (text.trim() !== '')
            steps.push({ text: text.trim(), plain: text.trim().replace(/\s+/g, ' '), end });
        text = '';
    };
    for (const [part] of String(command).matchAll(/"(?:\\.|[^"\\])*"|'[^']*'|\\.|&&|[;\n]|[^"'\\&;\n]+|./gs)) {
        if (part === '&&' || part === ';' || part === '\n')
            close(part);
        else
            text += part;
    }
    close('');
    return steps;
}
function textOf(steps) {
    return steps.map(({ text, end }, i) => (i === steps.length - 1 ? text : `${text} ${end} `)).join('');
}

// EXTERNAL MODULE: ./lib/closest.js
var closest = __webpack_require__(94904);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/outside-version.js
function routesOf({ routes, route }) {
    const given = Array.isArray(routes) ? routes : [route];
    return given.flatMap((entry) => {
        const asked = typeof entry === 'string' ? { pattern: entry } : objectOf(entry);
        const { pattern, custom_domain, enabled, zone_id: id, zone_name: zone } = asked;
        if (typeof pattern !== 'string' || pattern === '' || enabled === false)
            return [];
        const zoneId = typeof id === 'string' ? id : undefined;
        return [{ pattern, domain: custom_domain === true, zoneId, zoneName: typeof zone === 'string' ? zone : undefined }];
    });
}
function patternsOf(config) {
    return routesOf(config).map(({ pattern }) => pattern);
}
function zonesOf(config) {
    const asked = routesOf(config).flatMap(({ pattern, domain, zoneId, zoneName }) => domain ? [] : [{ id: zoneId, names: zoneName === undefined ? namesOfZone(pattern) : [zoneName] }]);
    const known = new Map(asked.map((zone) => [zone.id ?? zone.names.join(), zone]));
    return [...known.values()];
}
function namesOfZone(pattern) {
    const host = pattern.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
    const labels = host.replace(/^\*\.?/, '').split('.');
    return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}
function wantsWorkersDev(config) {
    const { workers_dev: wanted, routes, route } = config;
    if (typeof wanted === 'boolean')
        return wanted;
    return Array.isArray(routes) ? routes.length === 0 : route === undefined || route === null || route === '';
}
function addressesOf(config, subdomain) {
    const routes = routesOf(config).toSorted((a, b) => Number(b.domain) - Number(a.domain));
    const at = routes.map(({ pattern }) => pattern);
    return addressesAt(String(config.name), at, wantsWorkersDev(config) ? subdomain : undefined);
}
function addressesAt(name, patterns, subdomain) {
    const own = subdomain === undefined ? [] : [`https://${name}.${subdomain}.workers.dev`];
    return [...new Set([...patterns.flatMap(addressOfPattern), ...own])];
}
function addressOfPattern(pattern) {
    const match = /^(?<scheme>https?:\/\/)?(?<many>\*)?(?<host>[^/*.][^/*]*)(?<path>\/[^*]*)?\*?$/.exec(pattern);
    const { scheme = 'https://', host = '', path = '/' } = match?.groups ?? {};
    const url = match === null ? null : URL.parse(`${scheme}${host}${path}`);
    return url === null ? [] : [url.href];
}
function triggersOf(config) {
    const routes = routesOf(config);
    const { crons, events } = objectOf(config.triggers);
    const { consumers } = objectOf(config.queues);
    const there = [
        ['routes', routes.some(({ domain }) => !domain)],
        ['custom domains', routes.some(({ domain }) => domain)],
        ['crons', Array.isArray(crons)],
        ['events', Array.isArray(events)],
        ['queue consumers', listOf(consumers).length > 0],
        ['workflows', ownsWorkflows(config)],
        ['mail addresses', listOf(config.addresses).length > 0],
    ];
    return there.flatMap(([what, is]) => (is ? [what] : []));
}
function ownsWorkflows(config) {
    const exported = Object.values(objectOf(config.exports)).some((entry) => objectOf(entry).type === 'workflow');
    return exported || listOf(config.workflows).some((entry) => isOwn(objectOf(entry), config));
}
function isOwn({ script_name: script }, { name }) {
    return script === undefined || script === name;
}
function migrationsOf({ migrations }) {
    return listOf(migrations).flatMap((entry) => {
        const { tag } = objectOf(entry);
        return typeof tag === 'string' ? [tag] : [];
    });
}
function objectOf(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? value
        : {};
}
function listOf(value) {
    return Array.isArray(value) ? value : [];
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/environment.js





const INHERITED = [
    'access',
    'account_id',
    'assets',
    'base_dir',
    'build',
    'cache',
    'compatibility_date',
    'compatibility_flags',
    'compliance_region',
    'exports',
    'find_additional_modules',
    'first_party_worker',
    'jsx_factory',
    'jsx_fragment',
    'keep_names',
    'limits',
    'logfwdr',
    'logpush',
    'main',
    'migrations',
    'minify',
    'no_bundle',
    'observability',
    'placement',
    'preserve_file_names',
    'preview_urls',
    'previews',
    'python_modules',
    'route',
    'routes',
    'rules',
    'triggers',
    'tsconfig',
    'upload_source_maps',
    'workers_dev',
];
const TOP_LEVEL_ONLY = [
    '$schema',
    'addresses',
    'alias',
    'data_blobs',
    'dependencies_instrumentation',
    'dev',
    'keep_vars',
    'pages_build_output_dir',
    'send_metrics',
    'site',
    'text_blobs',
    'wasm_modules',
];
function environmentConfig(config, name, file) {
    if (name === undefined)
        return config;
    const own = given(environmentOf(config, name, file));
    const top = given(config);
    const all = {
        ...pick(top, [...TOP_LEVEL_ONLY, ...INHERITED]),
        ...Object.fromEntries(Object.entries(own).filter(([key]) => key !== 'env' && !TOP_LEVEL_ONLY.includes(key))),
        name: own.name ?? `${String(config.name)}-${name}`,
    };
    checkConfig(all, file, `env.${name}.`);
    if (all.routes === undefined)
        return all;
    const { route: _, ...effective } = all;
    return effective;
}
function environmentOf(config, name, file) {
    const environments = objectOf(config.env);
    const names = Object.keys(environments);
    refuseServiceEnvironments(config, file);
    if (!names.includes(name))
        throw noEnvironment(name, names, file);
    const own = environments[name];
    if (typeof own === 'object' && own !== null && !Array.isArray(own))
        return own;
    throw new lib_error/* ShipError */.fS('input', `${file}: \`env.${name}\` is ${JSON.stringify(own)}; wanted: a table.`, {
        place: { file },
    });
}
function noEnvironment(name, names, file) {
    const close = (0,closest/* closest */.k)(name, names);
    const section = file.endsWith('.toml') ? `\`[env.${name}]\`` : `\`"env": {"${name}": {…}}\``;
    return new lib_error/* ShipError */.fS('input', `${file} has no environment \`${name}\`; ${names.length === 0 ? 'it has none at all' : `there is ${names.map((there) => `\`${there}\``).join(', ')}`}.`, {
        hint: close === undefined
            ? `Write ${section} into it, with the vars and bindings of its own.`
            : `Did you mean \`${close}\`?`,
        place: { file },
    });
}
function refuseServiceEnvironments(config, file) {
    if (config.legacy_env === undefined || config.legacy_env === true)
        return;
    throw new lib_error/* ShipError */.fS('input', `${file}: \`legacy_env\` is ${JSON.stringify(config.legacy_env)}; Cloudflare has removed such environments.`, { hint: 'Take `legacy_env` out: each environment is then a Worker of its own, NAME-ENVIRONMENT.', place: { file } });
}
function given(config) {
    return Object.fromEntries(Object.entries(config).filter(([key, value]) => value !== undefined && value !== null && !(value === '' && (key === 'account_id' || key === 'route'))));
}
function inheritedPatterns(config, name, file) {
    const own = given(environmentOf(config, name, file));
    const top = given(config);
    if (own.routes !== undefined || (own.route !== undefined && top.routes === undefined))
        return [];
    return patternsOf(environmentConfig(config, name, file));
}
const MAKING = [...BUNDLING, 'main', 'no_bundle', 'python_modules', 'compatibility_flags'];
function keysOfAnotherBundle(config, effective) {
    return MAKING.filter((key) => !(0,external_node_util_.isDeepStrictEqual)(config[key] ?? undefined, effective[key]));
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/pinned.js


const LOCKS = {
    'package-lock.json': inNpmLock,
    'npm-shrinkwrap.json': inNpmLock,
    'pnpm-lock.yaml': (text, name, version) => has(text, `^ {2}'?/?${name}@${escaped(version)}(?:\\(.*\\))?'?:\\s*$`),
    'yarn.lock': (text, name, version) => has(text, `^"?${name}@(?:npm:)?[^\\n]*:\\r?\\n +version:? "?${escaped(version)}"?\\s*$`),
    'bun.lock': (text, name, version) => has(text, `^\\s*"(?:[^"]*/)?${name}": \\["${name}@${escaped(version)}"`),
};
async function isPinned(name, version, folders, host) {
    for (const folder of folders) {
        let found = false;
        for (const [file, names] of Object.entries(LOCKS)) {
            const there = external_node_path_.join(folder, file);
            if (!(await host.files.exists(there)))
                continue;
            found = true;
            if (names(await host.files.text(there), name, version) && (await isCommitted(folder, file, host)))
                return true;
        }
        if (found)
            return false;
    }
    return false;
}
const GIT_MS = 60_000;
async function isCommitted(folder, file, host) {
    const plain = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false'];
    const asked = await (0,lib_error/* attempt */.CD)(() => host.run({
        ...{
            file: 'git',
            args: [...plain, 'status', '--porcelain', '--ignored', '--untracked-files=all', '--', file],
            cwd: folder,
        },
        ...{ trust: 'theirs', timeoutMs: GIT_MS },
    }));
    if (!asked.ok && asked.error.fault === 'cancelled')
        throw asked.error;
    return asked.ok && asked.value.stdout.trim() === '';
}
function inNpmLock(text, name, version) {
    try {
        const { packages = {} } = JSON.parse(text);
        return Object.entries(packages).some(([place, entry]) => `/${place}`.endsWith(`/node_modules/${name}`) &&
            entry.version === version &&
            entry.integrity?.includes('sha512-') === true);
    }
    catch {
        return false;
    }
}
function has(text, pattern) {
    return new RegExp(pattern, 'm').test(text);
}
function escaped(text) {
    return text.replace(/[^\w]/g, '\\$&');
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/pack.js


const PACK_MS = 20 * 60_000;
async function packWorker(built, crate, into, equipment, tools, host) {
    const made = external_node_path_.join(into, 'made');
    await buildGlue(built, crate, made, equipment, tools, host);
    const folder = external_node_path_.join(into, 'bundle');
    for (const name of ['index.js', 'index_bg.wasm'])
        await host.files.copy(external_node_path_.join(made, name), external_node_path_.join(folder, name));
    await host.files.remove(made);
    return { folder, entry: 'index.js', module: 'index_bg.wasm', wasmBindgen: true };
}
async function buildGlue(built, crate, out, equipment, tools, host) {
    const [workerBuild, wasmBindgen, modules] = await Promise.all([
        equipment.tool('worker-build'),
        equipment.tool('wasm-bindgen'),
        tools,
    ]);
    const esbuild = esbuildFile(modules, host);
    const command = workerBuildCommand(crate, out, built, { workerBuild, wasmBindgen, esbuild }, host);
    await host.run(command, { onLine: host.log.echo });
}
function esbuildFile(modules, host) {
    return external_node_path_.join(modules, (0,platform/* packagedProgram */.z4)('esbuild', host.platform));
}
function workerBuildCommand(crate, out, built, tools, host) {
    return {
        file: tools.workerBuild.file,
        args: [...profileFlags(crate.profile), '--no-opt', '--out-dir', out, ...built.flags],
        cwd: external_node_path_.join(host.folders.workspace, crate.dir),
        env: { ...built.env, WASM_BINDGEN_BIN: tools.wasmBindgen.file, ESBUILD_BIN: tools.esbuild },
        trust: 'theirs',
        timeoutMs: PACK_MS,
    };
}
function profileFlags(profile) {
    if (profile === 'release' || profile === 'dev')
        return [`--${profile}`];
    return ['--profile', profile];
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/run-command.js



const COMMAND_MS = 45 * 60_000;
const SCRIPT = `
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
const [command, ...folders] = process.argv.slice(1);
const name = Object.keys(process.env).find((key) => /^path$/i.test(key)) ?? 'PATH';
process.env[name] = [...folders, process.env[name]].join(delimiter);
process.exit(spawnSync(command, { shell: true, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1);
`;
async function runCommand(command, { config, dir }, cargoEnv, equipment, tools, host) {
    host.log.info(`$ ${command}`);
    const all = await Promise.all(equipment.tools.map((name) => equipment.tool(name)));
    const folders = [...new Set(all.map(folderOf)), ...programsOf(dir, host)];
    await host.run({
        file: host.platform.node,
        args: ['--input-type=module', '--eval', SCRIPT, command, ...folders],
        name: 'The build command',
        cwd: cwdOf(config, dir, host),
        env: { ...cargoEnv, ...(await toolVariables(equipment, tools, host)) },
        trust: 'theirs',
        timeoutMs: COMMAND_MS,
    }, { onLine: host.log.echo });
}
function folderOf({ file, args: [script = file] }) {
    return external_node_path_.dirname(script);
}
async function toolVariables(equipment, tools, host) {
    if (!equipment.tools.includes('worker-build'))
        return {};
    const bindgen = await equipment.tool('wasm-bindgen');
    return { WASM_BINDGEN_BIN: bindgen.file, ESBUILD_BIN: esbuildFile(await tools, host) };
}
function cwdOf({ build }, dir, host) {
    const { cwd = '.' } = build;
    const folder = external_node_path_.resolve(dir, String(cwd));
    const inside = external_node_path_.relative(host.folders.workspace, folder);
    if (inside.split(external_node_path_.sep)[0] !== '..' && !external_node_path_.isAbsolute(inside))
        return folder;
    throw new lib_error/* ShipError */.fS('plan', `\`build.cwd\` is ${JSON.stringify(cwd)}; wanted: a folder of the repository.`);
}
function programsOf(dir, host) {
    return foldersUp(dir, host).map((folder) => external_node_path_.join(folder, 'node_modules', '.bin'));
}
function foldersUp(dir, { folders }) {
    const above = external_node_path_.dirname(dir);
    return dir === folders.workspace || above === dir ? [dir] : [dir, ...foldersUp(above, { folders })];
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/find-wrangler.js





const OLDEST = [4, 66, 0];
function hasOurFlags(version) {
    return !isOlder(version, OLDEST);
}
async function nearestWrangler(dir, tools, host) {
    const there = await usersFolder(dir, host);
    return wranglerIn(there ?? external_node_path_.join(await tools, 'wrangler'), host);
}
async function usersWrangler(dir, { to }, host) {
    const there = await usersFolder(dir, host);
    if (there === undefined)
        return undefined;
    const key = `${to} ${there}`;
    const known = of(seen, host).get(key) ?? looked(there, to, host);
    of(seen, host).set(key, known);
    return known;
}
const seen = new WeakMap();
const told = new WeakMap();
function of(all, host) {
    const there = all.get(host) ?? new Map();
    all.set(host, there);
    return there;
}
function noticeOnce(text, host) {
    if (!of(told, host).has(text))
        host.log.notice(text, 'wasm-ship');
    of(told, host).set(text, true);
}
async function looked(there, to, host) {
    const found = await (0,lib_error/* attempt */.CD)(() => wranglerIn(there, host));
    const version = found.ok ? found.value.version : 'unknown version';
    const folder = (await host.files.real(there)) ?? there;
    const users = { folder, program: external_node_path_.join(folder, 'bin', 'wrangler.js'), version, digest: '' };
    if (to !== 'preview')
        return { ...users, unfit: 'a release' };
    const unfit = found.ok ? await whyUnfit(version, there, folder, host) : 'its package.json does not tell a version';
    if (unfit !== undefined)
        return { ...users, unfit };
    const digest = await (0,lib_error/* attempt */.CD)(() => digestOf(folder, host));
    return digest.ok ? { ...users, digest: digest.value, unfit } : { ...users, unfit: 'its files cannot be read' };
}
async function deployingWrangler(plan, users, modules, host) {
    const ours = await wranglerIn(external_node_path_.join(modules, 'wrangler'), host);
    if (users === undefined)
        return ours;
    if (plan.to !== 'preview') {
        tellOfRelease(plan.to, users, ours, host);
        return ours;
    }
    const why = users.unfit ?? tooOldFor(plan, users) ?? (await whyNotNow(users, host));
    if (why === undefined) {
        host.log.info(`Deploying with wrangler ${users.version} of node_modules.`);
        return users;
    }
    const instead = `our own wrangler ${ours.version}, not by ${users.version} of node_modules`;
    noticeOnce(`The preview is deployed by ${instead}: ${why}.`, host);
    return ours;
}
const TAKES_SECRETS = [4, 74, 0];
function tooOldFor({ secrets }, { version }) {
    if (secrets.length === 0 || !isOlder(version, TAKES_SECRETS))
        return undefined;
    return `it takes no secrets with a version; ${TAKES_SECRETS.join('.')} and newer do`;
}
function tellOfRelease(to, users, ours, host) {
    const what = to === 'production' ? 'Production' : 'Staging';
    const said = `${what} is deployed by our own wrangler ${ours.version}, not by ${users.version} of node_modules: SECURITY.md tells why.`;
    if (isOlder(users.version, ours.version.split('.').map(Number)))
        host.log.info(said);
    else if (users.version !== ours.version)
        noticeOnce(`${said} What of the configuration only the newer one knows does not go up.`, host);
}
async function usersFolder(dir, host) {
    for (const folder of foldersUp(dir, host)) {
        const there = external_node_path_.join(folder, 'node_modules', 'wrangler');
        if (await host.files.exists(external_node_path_.join(there, 'bin', 'wrangler.js')))
            return there;
    }
    return undefined;
}
async function wranglerIn(folder, host) {
    const { version } = JSON.parse(await host.files.text(external_node_path_.join(folder, 'package.json')));
    if (typeof version !== 'string' || !/^\d+\.\d+\.\d+[\w.+-]*$/.test(version))
        throw new lib_error/* ShipError */.fS('toolchain', `${folder} does not tell its version.`, { hint: 'Run `npm ci` again.' });
    return { program: external_node_path_.join(folder, 'bin', 'wrangler.js'), version };
}
async function whyUnfit(version, there, folder, host) {
    const [major = Number.NaN] = version.split('.').map(Number);
    if (isOlder(version, OLDEST))
        return `it is older than ${OLDEST.join('.')}`;
    if (major !== OLDEST[0])
        return `we know wrangler ${OLDEST[0]} alone`;
    const root = (await host.files.real(host.folders.workspace)) ?? host.folders.workspace;
    if (!isInside(root, folder))
        return 'it lies outside of the repository';
    const up = foldersUp(external_node_path_.dirname(external_node_path_.dirname(there)), host);
    return (await isPinned('wrangler', version, up, host)) ? undefined : 'no lock file of the commit names this version';
}
function isInside(root, folder) {
    const inside = external_node_path_.relative(root, folder);
    return inside.split(external_node_path_.sep)[0] !== '..' && !external_node_path_.isAbsolute(inside);
}
function isOlder(version, than) {
    const parts = version.split(/[.-]/).slice(0, 3).map(Number);
    const at = than.findIndex((part, i) => part !== parts[i]);
    return at >= 0 && (parts[at] ?? 0) < (than[at] ?? 0);
}
const QUICK_MS = 60_000;
async function whyNotNow({ folder, program, version, digest }, host) {
    const now = await (0,lib_error/* attempt */.CD)(() => digestOf(folder, host));
    if (!now.ok || now.value !== digest)
        return 'it has changed since this run began';
    const command = {
        ...{ file: host.platform.node, args: [program, '--version'], name: 'wrangler', trust: 'theirs' },
        ...{ env: { CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' }, timeoutMs: QUICK_MS },
    };
    const asked = await (0,lib_error/* attempt */.CD)(() => host.run(command, { codes: 'any' }));
    if (!asked.ok && asked.error.fault === 'cancelled')
        throw asked.error;
    const runs = asked.ok && asked.value.code === 0 && asked.value.stdout.includes(version);
    return runs ? undefined : 'it does not run';
}
async function digestOf(folder, host) {
    const digest = (0,external_node_crypto_.createHash)('sha256');
    const packages = new Set([folder]);
    for (const one of packages) {
        for (const file of await host.files.list(one))
            digest.update(`${one}\0${file}\0`).update(await host.files.read(external_node_path_.join(one, file)));
        for (const name of await dependenciesOf(one, host)) {
            const found = await resolved(name, one, host);
            if (found !== undefined)
                packages.add(found);
        }
    }
    return digest.digest('hex');
}
async function dependenciesOf(folder, host) {
    const read = await (0,lib_error/* attempt */.CD)(() => host.files.text(external_node_path_.join(folder, 'package.json')));
    const parsed = await (0,lib_error/* attempt */.CD)(async () => JSON.parse(read.ok ? read.value : '{}'));
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = parsed.ok ? parsed.value : {};
    return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).sort();
}
async function resolved(name, from, host) {
    for (let folder = from;; folder = external_node_path_.dirname(folder)) {
        const there = await host.files.real(external_node_path_.join(folder, 'node_modules', name));
        if (there !== undefined || folder === external_node_path_.dirname(folder))
            return there;
    }
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/npm-packages.js



async function refuseWithoutPackages(dir, all, host) {
    const folders = foldersUp(dir, host);
    for (const folder of folders) {
        const file = external_node_path_.join(folder, 'package.json');
        if (!(await host.files.exists(file)))
            continue;
        const place = external_node_path_.relative(host.folders.workspace, file).replaceAll('\\', '/');
        if (!asksForAny(await host.files.text(file), place, all))
            return;
        for (const above of folders)
            for (const installed of ['node_modules', '.pnp.cjs'])
                if (await host.files.exists(external_node_path_.join(above, installed)))
                    return;
        throw new lib_error/* ShipError */.fS('plan', `${place} has dependencies, and they are not installed.`, {
            hint: 'Run `npm ci` (or the install command of your package manager) in a step before this one.',
            place: { file: place },
        });
    }
}
function asksForAny(text, place, all) {
    try {
        const { dependencies = {}, devDependencies = {} } = JSON.parse(text);
        return Object.keys({ ...dependencies, ...(all ? devDependencies : {}) }).length > 0;
    }
    catch (cause) {
        throw new lib_error/* ShipError */.fS('input', `${place} is not JSON.`, { cause, place: { file: place } });
    }
}

// EXTERNAL MODULE: ./lib/wasm/sections.js
var wasm_sections = __webpack_require__(72094);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var valibot_dist = __webpack_require__(77934);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/metafile.js


const metafile = valibot_dist/* object */.Ikc({
    inputs: valibot_dist/* record */.g1P(valibot_dist/* string */.YjP(), valibot_dist/* object */.Ikc({
        imports: valibot_dist/* array */.YOg(valibot_dist/* object */.Ikc({ path: valibot_dist/* string */.YjP(), external: valibot_dist/* optional */.lqM(valibot_dist/* boolean */.zMY()), original: valibot_dist/* optional */.lqM(valibot_dist/* string */.YjP()) })),
    })),
});
const SCHEME = /^[a-z][\w-]+:/;
function readsIn(text, main) {
    const told = valibot_dist/* safeParse */.xLC(metafile, parsed(text));
    if (!told.success)
        return undefined;
    const { inputs } = told.output;
    const base = baseOf(Object.keys(inputs), main);
    if (base === undefined)
        return undefined;
    const real = Object.entries(inputs).filter(([name]) => !SCHEME.test(name) && !name.startsWith('<'));
    return {
        files: real.map(([name]) => external_node_path_.resolve(base, name)),
        modules: real.flatMap(([name, { imports }]) => imports
            .filter(({ external, original }) => external === true && !SCHEME.test(original ?? 'none:'))
            .map(({ original = '' }) => ({ from: external_node_path_.resolve(base, name), name: original }))),
    };
}
function baseOf(inputs, main) {
    for (let folder = external_node_path_.dirname(main);; folder = external_node_path_.dirname(folder)) {
        for (const base of [folder, external_node_path_.join(folder, '.wasm-ship')])
            if (inputs.some((name) => external_node_path_.resolve(base, name) === main))
                return base;
        if (folder === external_node_path_.dirname(folder))
            return undefined;
    }
}
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/dry-run.js






const DRY_RUN_MS = 5 * 60_000;
const dry_run_LEFT_OUT = ['$schema', 'build', 'env', 'assets', 'site', 'containers', 'pages_build_output_dir', 'dev'];
async function bundleMain(bundling, tools, host) {
    const { dir, out, main } = bundling;
    const wrangler = await nearestWrangler(dir, tools, host);
    const ours = external_node_path_.join(dir, '.wasm-ship');
    const meta = external_node_path_.join(ours, 'metafile.json');
    const tells = hasOurFlags(wrangler.version);
    let read;
    try {
        await host.files.remove(out);
        await host.files.write(external_node_path_.join(ours, 'wrangler.json'), JSON.stringify(configFor(bundling), null, 2));
        const output = await host.run({
            file: host.platform.node,
            args: [
                ...[wrangler.program, 'deploy', '--dry-run', '--config', external_node_path_.join(ours, 'wrangler.json'), '--outdir', out],
                ...(tells ? ['--metafile', meta] : []),
            ],
            name: 'wrangler',
            cwd: dir,
            env: {
                CI: '1',
                WRANGLER_SEND_METRICS: 'false',
                WRANGLER_HIDE_BANNER: 'true',
                WRANGLER_LOG_PATH: external_node_path_.join(ours, 'logs'),
                FORCE_COLOR: '0',
            },
            trust: 'theirs',
            timeoutMs: DRY_RUN_MS,
        }, { codes: 'any', onLine: host.log.echo });
        if (output.code !== 0)
            throw notBundled(bundling, output);
        if (await host.files.exists(meta))
            read = readsIn(await host.files.text(meta), external_node_path_.resolve(dir, main));
    }
    finally {
        await host.files.remove(ours);
    }
    const files = (await host.files.list(out)).filter((name) => !name.endsWith('.map') && name !== 'README.md');
    return { entry: entryOf(main, files), files, wrangler: wrangler.version, read };
}
function configFor({ config, dir, main }) {
    const rest = Object.entries(config).filter(([key]) => !dry_run_LEFT_OUT.includes(key));
    const paths = ['tsconfig', 'base_dir'].flatMap((key) => {
        const value = config[key];
        return typeof value === 'string' ? [[key, external_node_path_.resolve(dir, value)]] : [];
    });
    return { ...Object.fromEntries(rest), ...Object.fromEntries(paths), main: external_node_path_.resolve(dir, main) };
}
function entryOf(main, files) {
    const { name } = external_node_path_.parse(main);
    const entry = [`${name}.js`, `${name}.mjs`].find((candidate) => files.includes(candidate));
    if (entry !== undefined)
        return entry;
    throw new lib_error/* ShipError */.fS('build', `wrangler bundled ${main} into ${files.join(', ') || 'nothing'}, and no ${name}.js.`);
}
function notBundled({ main, file, dir }, output) {
    const printed = (0,external_node_util_.stripVTControlCharacters)(`${output.stdout}\n${output.stderr}`).replace(/^ +at .*\n/gm, '');
    const errors = [...printed.matchAll(/\[ERROR\]\s*(\S[^\n]*?)\s*(?:\[plugin [^\]]*\])?[.:]?\s*$/gm)].map((match) => match[1] ?? '');
    const said = errors.find((error) => !error.startsWith('Build failed with')) ?? 'it did not say why';
    const absent = /^Could not resolve "([^"]+)"|open '([^']+)'/.exec(said);
    const hint = /^(\.{0,2}\/|[A-Za-z]:)/.test(absent?.[1] ?? absent?.[2] ?? '')
        ? 'The module of the crate is in `target/` of its workspace, what wasm-bindgen makes of it in `pkg/` beside its Cargo.toml; anything else a `[build] command` has to make.'
        : 'Run `npm ci` before this step, and look that package.json has what `main` imports.';
    return new lib_error/* ShipError */.fS('build', `wrangler cannot bundle \`main\` (${main}): ${said.replaceAll(dir + external_node_path_.sep, '')}.`, {
        tail: lastLines(printed),
        place: { file },
        ...(absent === null ? {} : { hint }),
    });
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/packing-reads.js


const COMMANDS = 'its configuration runs commands, and what they read is not told (`command-reads`)';
const ASSETS = 'its configuration runs commands, which may make its static `assets`';
const MODULES = `${external_node_path_.sep}node_modules${external_node_path_.sep}`;
async function commandReads({ commandReads: said }, { before, after }, { config, dir }, host) {
    if (before === '' && after === '')
        return { read: [] };
    if (said !== 'commit')
        return { unseen: COMMANDS };
    if (config.assets !== undefined)
        return { unseen: ASSETS };
    const folders = foldersUp(dir, host).map((folder) => external_node_path_.join(folder, 'node_modules'));
    const there = await Promise.all(folders.map((folder) => host.files.exists(folder)));
    return notesOf(folders.filter((_, i) => there[i]), host);
}
async function notesOf(folders, host) {
    const installs = await Promise.all(folders.map(async (folder) => ({ folder, note: await installedBy(folder, host) })));
    const unknown = installs.find(({ note }) => note === undefined);
    if (unknown !== undefined)
        return { unseen: `what is installed in \`${external_node_path_.relative(host.folders.workspace, unknown.folder)}\` is not told` };
    return { read: installs.flatMap(({ note }) => note ?? []) };
}
async function packingReads(read, made, host) {
    if (read === undefined)
        return { unseen: 'what wrangler read to bundle `main` is not told' };
    const modules = await Promise.all(read.modules.map(async ({ from, name }) => ({ name, file: await moduleFile(from, name, host) })));
    const lost = modules.find(({ file }) => file === undefined);
    if (lost !== undefined)
        return { unseen: `where its module \`${lost.name}\` is from is not told` };
    const own = [...made, host.folders.tools];
    const below = (folder, file) => file === folder || file.startsWith(`${folder}${external_node_path_.sep}`);
    const files = [...read.files, ...modules.flatMap(({ file }) => file ?? [])];
    const others = files.filter((file) => !own.some((folder) => below(folder, file)));
    const notes = await notesOf([...new Set(others.flatMap(packagesOf))], host);
    return 'unseen' in notes ? notes : { read: [...others, ...notes.read] };
}
function packagesOf(file) {
    const at = file.indexOf(MODULES);
    return at < 0 ? [] : [file.slice(0, at + MODULES.length - 1)];
}
async function moduleFile(from, name, host) {
    const plain = name.replace(/\?.*$/, '');
    const places = /^\.{0,2}\//.test(plain)
        ? [external_node_path_.resolve(external_node_path_.dirname(from), plain)]
        : foldersUp(external_node_path_.dirname(from), host).map((folder) => external_node_path_.join(folder, 'node_modules', plain));
    for (const file of places)
        if (await host.files.exists(file))
            return file;
    return undefined;
}
const NOTES = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml', '.yarn-integrity'];
async function installedBy(folder, host) {
    for (const name of NOTES)
        if (await host.files.exists(external_node_path_.join(folder, name)))
            return external_node_path_.join(folder, name);
    return undefined;
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/pack-main.js







async function packByRecipe(built, crate, recipe, configured, into, equipment, tools, host) {
    if (recipe.main === undefined) {
        const packed = await packWorker(built, crate, into, equipment, tools, host);
        return { ...packed, ...(await commandReads(crate, recipe, configured, host)) };
    }
    await placeModule(built, equipment, host);
    const bundling = { ...configured, main: recipe.main, out: external_node_path_.join(into, 'made') };
    const { made, dry } = await bundled(built, crate, recipe, bundling, equipment, tools, host);
    const dir = external_node_path_.join(host.folders.workspace, crate.dir);
    const ours = [
        ...(recipe.workerBuild ? [external_node_path_.join(dir, 'build')] : glueFiles(built, external_node_path_.join(dir, 'pkg'))),
        ...[usualPlace(built, equipment), built.module],
    ];
    const packed = await takeOver(dry, made, bundling, recipe, ours, into, host);
    const asked = await commandReads(crate, recipe, configured, host);
    if ('unseen' in asked)
        return { ...packed, ...asked };
    return { ...packed, read: [...(packed.read ?? []), ...asked.read] };
}
async function bundled(built, crate, recipe, bundling, equipment, tools, host) {
    const dir = external_node_path_.join(host.folders.workspace, crate.dir);
    if (recipe.workerBuild) {
        const out = external_node_path_.join(dir, 'build');
        await buildGlue(built, crate, out, equipment, tools, host);
        if (recipe.after !== '')
            await runCommand(recipe.after, bundling, built.env, equipment, tools, host);
        const made = recipe.after === '' ? external_node_path_.join(out, 'index_bg.wasm') : undefined;
        return { made, dry: await bundleMain(bundling, tools, host) };
    }
    if (recipe.before !== '')
        return { made: undefined, dry: await bundleMain(bundling, tools, host) };
    if (!recipe.wasmBindgen) {
        await refuseUnbound(built, crate, host);
        return { made: built.module, dry: await bundleMain(bundling, tools, host) };
    }
    return bundledWithBindgen(built, external_node_path_.join(dir, 'pkg'), bundling, equipment, tools, host);
}
async function bundledWithBindgen(built, pkg, bundling, equipment, tools, host) {
    const name = external_node_path_.parse(built.module).name;
    const made = external_node_path_.join(pkg, `${name}_bg.wasm`);
    await wasmBindgen('web', built, pkg, equipment, host);
    try {
        return { made, dry: await bundleMain(bundling, tools, host) };
    }
    catch (error) {
        const form = `${name}_bg.js`;
        if (!(error instanceof lib_error/* ShipError */.fS) || !`${error.message}${error.tail}`.includes(form))
            throw error;
        host.log.info(`\`main\` imports ${form}: the glue of wasm-bindgen's target \`bundler\`.`);
    }
    await wasmBindgen('bundler', built, pkg, equipment, host);
    return { made, dry: await bundleMain(bundling, tools, host) };
}
const BINDGEN_MS = 5 * 60_000;
const GLUE = ['.js', '.d.ts', '_bg.js', '_bg.wasm', '_bg.wasm.d.ts'];
function glueFiles({ module }, pkg) {
    return GLUE.map((end) => external_node_path_.join(pkg, `${external_node_path_.parse(module).name}${end}`));
}
async function wasmBindgen(target, built, pkg, equipment, host) {
    for (const file of glueFiles(built, pkg))
        await host.files.remove(file);
    const tool = await equipment.tool('wasm-bindgen');
    await host.run({
        file: tool.file,
        args: [...tool.args, '--target', target, '--out-dir', pkg, built.module],
        name: 'wasm-bindgen',
        trust: 'ours',
        timeoutMs: BINDGEN_MS,
    }, { onLine: host.log.echo });
}
async function placeModule(built, equipment, host) {
    const usual = usualPlace(built, equipment);
    if (usual === external_node_path_.resolve(built.module))
        return;
    await host.files.remove(usual);
    await host.files.copy(built.module, usual);
}
function usualPlace({ module }, { workspace }) {
    return external_node_path_.join(workspace.root, 'target', ...external_node_path_.resolve(module).split(external_node_path_.sep).slice(-3));
}
const UNBOUND = '__wasm_bindgen_unstable';
async function refuseUnbound(built, { name }, host) {
    const sections = (0,wasm_sections/* readSections */.jn)(await host.files.read(built.module));
    if (!sections.some((section) => section.name === UNBOUND))
        return;
    throw new lib_error/* ShipError */.fS('build', `${name} uses wasm-bindgen by another crate alone, and its version is not chosen.`, {
        hint: 'Add `wasm-bindgen` to the dependencies in its Cargo.toml.',
    });
}
async function takeOver(dry, made, { main, out, file }, recipe, built, into, host) {
    const folder = external_node_path_.join(into, 'bundle');
    for (const name of dry.files)
        await host.files.copy(external_node_path_.join(out, name), external_node_path_.join(folder, name));
    await host.files.remove(out);
    const modules = dry.files.filter((name) => /\.wasm(\?module)?$/.test(name));
    const contents = await Promise.all(modules.map((name) => host.files.read(external_node_path_.join(folder, name))));
    const wanted = made === undefined ? undefined : Buffer.from(await host.files.read(made));
    const sizes = contents.map((content) => content.length);
    const at = wanted === undefined ? sizes.indexOf(Math.max(...sizes)) : contents.findIndex((content) => wanted.equals(content));
    const module = modules[at];
    if (module === undefined)
        throw notImported(main, file, made, host);
    if (modules.length > 1)
        host.log.info(`${modules.length} wasm modules in the bundle; optimized is ${module} alone.`);
    const told = await packingReads(dry.read, built, host);
    return {
        folder,
        entry: dry.entry,
        module,
        wasmBindgen: recipe.wasmBindgen,
        ...told,
        tools: { wrangler: dry.wrangler },
    };
}
function notImported(main, file, made, host) {
    const shown = made === undefined ? undefined : external_node_path_.relative(host.folders.workspace, made).replaceAll('\\', '/');
    return new lib_error/* ShipError */.fS('build', `\`main\` (${main}) imports no wasm module that this build has made.`, {
        hint: shown === undefined
            ? 'The build command has to write the module to where `main` imports it from.'
            : `Import ${shown.startsWith('..') ? 'the module from `target/` of the workspace' : `\`${shown}\``}, or write a \`[build] command\` that makes what it imports.`,
        place: { file },
    });
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/deployed-config.js



function releaseConfiguration(config, environment, upload, file) {
    return productionConfig(environmentConfig(config, environment, file), upload);
}
function reasonAgainstPreview(config, environment, file) {
    if (environment !== undefined)
        return reasonAgainst(environmentConfig(config, environment, file), environment);
    const reaching = reachingKeys(config);
    return reaching.length === 0 ? undefined : noEnvironmentReason(reaching, file);
}
function previewConfiguration(config, environment, upload, pr, file) {
    if (environment === undefined)
        return previewConfig(config, upload, pr);
    const effective = environmentConfig(config, environment, file);
    const name = previewName(String(config.name), pr);
    const kept = Object.entries(effective).filter(([key]) => !LEFT_OUT.includes(key));
    const own = kept.flatMap(([key, value]) => ownOf(key, value, effective, pr));
    return { ...Object.fromEntries(own), ...asItIs(upload), name, workers_dev: true };
}
function noEnvironmentReason(reaching, file) {
    const keys = reaching.map((key) => `\`${key}\``).join(', ');
    const wanted = reaching.map((key) => `\`env.preview.${key}\``).join(', ');
    return `a preview must not touch production's data, and the configuration has ${keys}. Set \`preview-environment: preview\`, and write ${wanted} into ${file}, with what previews may touch.`;
}
function reasonAgainst(effective, environment) {
    const local = localKeys(effective);
    if (local.length > 0) {
        return `the environment \`${environment}\` has ${local.map((key) => `\`${key}\``).join(', ')}, which does not go up with a bundle yet.`;
    }
    if (!takesObjects(effective))
        return undefined;
    return `the Durable Objects of \`${environment}\` come from another Worker (\`transferred_classes\`, \`transfer_from\`), and a preview would take them away from it. Give the environment \`migrations\` of its own.`;
}
function takesObjects({ migrations, exports }) {
    const moved = listOf(migrations).some((entry) => listOf(objectOf(entry).transferred_classes).length > 0);
    const states = Object.values(objectOf(exports)).map((entry) => objectOf(entry).state);
    return moved || states.includes('expecting-transfer') || states.includes('transferred');
}
function ownOf(key, value, effective, pr) {
    if (key === 'queues') {
        const { consumers: _, ...producing } = objectOf(value);
        return Object.keys(producing).length === 0 ? [] : [[key, producing]];
    }
    if (key === 'workflows')
        return [[key, listOf(value).map((entry) => ownWorkflow(entry, effective, pr))]];
    if (key === 'exports') {
        const exported = Object.entries(objectOf(value)).map(([name, entry]) => objectOf(entry).type === 'workflow' ? [name, ownWorkflow(entry, effective, pr)] : [name, entry]);
        return [[key, Object.fromEntries(exported)]];
    }
    return [[key, value]];
}
function ownWorkflow(entry, effective, pr) {
    const workflow = objectOf(entry);
    if (!isOwn(workflow, effective) || typeof workflow.name !== 'string')
        return entry;
    const { schedules: _, script_name: __, ...rest } = workflow;
    return { ...rest, name: previewName(workflow.name, pr) };
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/api.js


const ASK_MS = 60_000;
const LAST_MS = 6000;
const ASK = `
const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: id, CLOUDFLARE_API_BASE_URL: base } = process.env;
const isCut = (text) => { try { JSON.parse(text); return false; } catch { return true; } };
async function ask([method, path, account, body, patience]) {
  const url = (base ?? 'https://api.cloudflare.com/client/v4') + (path.startsWith('/zones') ? '' : '/accounts/' + (account || id)) + path;
  const headers = { authorization: 'Bearer ' + token, 'user-agent': 'wasm-ship', ...(body ? { 'content-type': 'application/json' } : {}) };
  const until = Date.now() + Number(patience);
  for (let tries = 1; ; tries++) {
    const signal = AbortSignal.timeout(Math.max(1000, Math.min(15000, until - Date.now())));
    const sent = { method, headers, signal, redirect: 'error', ...(body ? { body } : {}) };
    const answer = await fetch(url, sent).then(async (got) => ({ status: got.status, after: got.headers.get('retry-after'), text: await got.text() })).catch(() => undefined);
    const again = answer?.status === 429 || (method === 'GET' && (answer === undefined || answer.status >= 500 || isCut(answer.text)));
    const pause = answer?.status === 429 && Number(answer.after) > 0 ? Number(answer.after) * 1000 : 500 * tries;
    if (!again || tries === 4 || Date.now() + pause > until) return (answer?.status ?? 0) + '\\n' + (answer?.text ?? '');
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
`;
const API_CHILD = {
    name: 'a call to Cloudflare',
    env: { NODE_NO_WARNINGS: '1' },
    secrets: FROM_ENVIRONMENT,
    trust: 'ours',
};
const ONCE = `${ASK}
console.log(await ask(process.argv.slice(1)));
`;
async function callApi(call, host) {
    const { despiteCancel } = call;
    try {
        const { stdout } = await host.run({
            file: host.platform.node,
            args: ['--input-type=module', '--eval', ONCE, '--', ...wordsOf(call)],
            ...API_CHILD,
            timeoutMs: despiteCancel === true ? LAST_MS : ASK_MS,
            ...(despiteCancel === true ? { despiteCancel } : {}),
        });
        return parseAnswer(stdout);
    }
    catch (error) {
        if (error instanceof lib_error/* ShipError */.fS && error.fault !== 'cancelled')
            return 'unknown';
        throw error;
    }
}
function wordsOf({ method, path, account = '', body, despiteCancel }) {
    const patience = despiteCancel === true ? LAST_MS - 1000 : 45_000;
    return [method, path, account, body === undefined ? '' : JSON.stringify(body), String(patience)];
}
function parseAnswer(printed) {
    const end = printed.indexOf('\n');
    const status = Number(printed.slice(0, end));
    if (status >= 500)
        return 'unknown';
    let body;
    try {
        body = JSON.parse(printed.slice(end + 1));
    }
    catch {
        return 'unknown';
    }
    if (status >= 400) {
        const [first] = body.errors ?? [];
        return { refused: { status, code: first?.code, message: first?.message ?? `HTTP status ${status}` } };
    }
    const { result } = body;
    return status >= 200 && status < 300 && body.success !== false && result !== undefined
        ? { result: result }
        : 'unknown';
}
function refusalError(what, { status, code, message }) {
    const hint = code === undefined ? undefined : hintFor(code);
    const said = message.replace(/[.]?$/, '.');
    return new lib_error/* ShipError */.fS('deploy', `${what}: ${said}${code === undefined ? '' : ` [code ${code}]`}`, {
        unsure: status === 429,
        ...(hint === undefined ? {} : { hint }),
    });
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/worker.js


function workerNamed(name, account, host, session) {
    const script = `/workers/scripts/${name}`;
    const call = (what) => session === undefined ? callApi({ ...what, account }, host) : session.call({ ...what, account });
    const get = (path, despiteCancel) => call({ method: 'GET', path, despiteCancel });
    return {
        name,
        async served(despiteCancel) {
            const told = await get(`${script}/deployments`, despiteCancel);
            if (isMissing(told))
                return [];
            return resultOf(told, `What is live of ${name} could not be asked`).deployments?.map(servedOf) ?? [];
        },
        async annotationsOf(versionId) {
            const told = await get(`${script}/versions/${versionId}`);
            return resultOf(told, `Version ${versionId} of ${name} could not be asked for`).annotations ?? {};
        },
        async serve(shares, message, { despiteCancel, again }) {
            const body = deploymentOf(shares, message);
            done(await call({ method: 'POST', path: `${script}/deployments${again ? '?force=true' : ''}`, body, despiteCancel }), `the deployment of ${name}`);
        },
        async versions() {
            const told = await get(`${script}/versions?deployable=true`);
            const { items = [] } = resultOf(told, `The versions of ${name} could not be asked for`);
            return items.map(({ id, annotations = {} }) => ({ id, annotations }));
        },
        async remove() {
            const answer = await call({ method: 'DELETE', path: `${script}?force=true`, despiteCancel: true });
            if (!isMissing(answer))
                done(answer, `the removal of ${name}`);
        },
        async migrationTag() {
            const told = await get(`/workers/services/${name}`);
            if (isMissing(told))
                return undefined;
            const what = `The migrations of ${name} could not be asked for`;
            return resultOf(told, what).default_environment?.script?.migration_tag;
        },
        async onWorkersDev() {
            const told = await get(`${script}/subdomain`);
            const { enabled, previews_enabled } = resultOf(told, `Where ${name} answers could not be asked`);
            return { enabled: enabled === true, previews: previews_enabled === true };
        },
        async patterns(zones) {
            const domains = get(`/workers/domains?service=${name}`);
            const told = await (0,lib_error/* attempt */.CD)(() => Promise.all([
                domains.then((answer) => resultOf(answer, 'Custom domains').map(({ hostname }) => hostname)),
                ...zones.map((zone) => routesIn(zone, name, get)),
            ]));
            return told.ok ? { has: told.value.flat() } : { why: told.error.message };
        },
        async subdomain() {
            const told = await get('/workers/subdomain');
            if (isMissing(told))
                return undefined;
            return resultOf(told, 'The workers.dev name of the account could not be asked for').subdomain;
        },
        async patchSettings(settings) {
            done(await call({ method: 'PATCH', path: `${script}/script-settings`, body: settings }), `the settings of ${name}`);
        },
    };
}
async function routesIn(asked, script, get) {
    const zone = asked.id ?? (await zoneNamed(asked.names, get));
    const told = await get(`/zones/${zone}/workers/routes`);
    const routes = resultOf(told, `Routes of ${asked.names.at(0) ?? zone}`);
    return routes.flatMap((route) => (route.script === script ? [route.pattern] : []));
}
async function zoneNamed(names, get) {
    for (const name of names) {
        const [zone] = resultOf(await get(`/zones?name=${name}`), `The zone ${name}`);
        if (zone !== undefined)
            return zone.id;
    }
    throw new lib_error/* ShipError */.fS('deploy', `CLOUDFLARE_API_TOKEN sees no zone of ${names.at(0) ?? 'any host'}.`);
}
function servedOf({ id, annotations, versions }) {
    return {
        deploymentId: id,
        shares: versions.map((one) => ({ versionId: one.version_id, percentage: one.percentage })),
        message: annotations?.['workers/message'],
    };
}
function deploymentOf(shares, message) {
    return {
        strategy: 'percentage',
        versions: shares.map(({ versionId, percentage }) => ({ version_id: versionId, percentage })),
        annotations: { 'workers/message': message },
    };
}
function isMissing(answer) {
    return typeof answer === 'object' && 'refused' in answer && [10007, 10090].includes(answer.refused.code ?? 0);
}
function resultOf(answer, what) {
    if (answer === 'unknown')
        throw new lib_error/* ShipError */.fS('deploy', `${what}: Cloudflare gave no answer that could be read.`, {
            hint: 'Is its status page quiet? Run this job again.',
        });
    if ('refused' in answer)
        throw refusalError(what, answer.refused);
    return answer.result;
}
function done(answer, what) {
    if (answer === 'unknown')
        throw new lib_error/* ShipError */.fS('deploy', `Cloudflare did not say whether it took ${what}.`, { unsure: true });
    if ('refused' in answer)
        throw refusalError(`Cloudflare refused ${what}`, answer.refused);
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/shared-preview.js
var shared_preview_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var shared_preview_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});








const shared_preview_LABEL = 63;
function aliasOf(pr) {
    return `pr-${pr}`;
}
function labelOf(pr) {
    return `pr ${pr}`;
}
async function whyNotShared(config, { pr, configured }, file, host) {
    const effective = environmentConfig(config, configured, file);
    const name = String(effective.name);
    const { migrations, durable_objects, preview_urls } = effective;
    if (preview_urls === false)
        return `${file} says \`preview_urls: false\`: no version has an address.`;
    const objects = migrations !== undefined || Object.keys(objectOf(durable_objects)).length > 0;
    if (objects)
        return 'a Worker with Durable Objects has no addresses of versions: use `preview: own`.';
    if (`${aliasOf(pr)}-${name}`.length > shared_preview_LABEL)
        return `\`${aliasOf(pr)}-${name}\` is longer than a name of a host may be.`;
    const served = await workerNamed(name, accountOf(effective), host).served();
    return served.length > 0 ? undefined : `${name} is not live yet, and its preview would be a version of it.`;
}
async function deployShared(bundle, note, { config, file, dir: from }, plan, chosen, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const effective = environmentConfig(config, plan.configured, file);
        const derived = releaseConfiguration(config, plan.configured, uploadOf(bundle, effective, from, host), file);
        const { program, version } = await chosen();
        const dir = shared_preview_addDisposableResource(env_1, await uploadFolder(bundle, derived, host), true);
        const name = String(derived.name);
        const annotations = annotate(note, host.random(4), labelOf(plan.pr));
        const what = { name, ...annotations, secrets: [], alias: aliasOf(plan.pr) };
        const record = await upload({ program, cwd: dir.path }, ['versions', 'upload'], 'version-upload', what, host);
        const url = record.preview_alias_url ?? record.preview_url ?? undefined;
        if (url === undefined) {
            throw new lib_error/* ShipError */.fS('deploy', `The version of ${name} has no address: its previews are off.`, {
                hint: `Write \`"preview_urls": true\` into ${file} and release it once, or use \`preview: own\`.`,
            });
        }
        return {
            ...{ url, name, versionId: record.version_id ?? '', deploymentId: undefined, environment: plan.environment },
            tools: { 'wrangler (deploy)': version },
            remarks: [
                `The preview is a version of \`${name}\` and has the bindings and secrets of production: what is done there is done to them.`,
            ],
        };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = shared_preview_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/preview.js
var preview_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var preview_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});







async function whyNoPreview({ config, file }, plan, host) {
    const { configured, secrets } = plan;
    if (plan.how === 'shared')
        return whyNotShared(config, plan, file, host);
    if (secrets.length > 0 && configured === undefined)
        return NO_SECRETS;
    return reasonAgainstPreview(config, configured, file);
}
async function deployPreview(bundle, note, { config, file, dir: from }, plan, chosen, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const effective = environmentConfig(config, plan.configured, file);
        const up = uploadOf(bundle, effective, from, host);
        const derived = previewConfiguration(config, plan.configured, up, plan.pr, file);
        const { program, version } = await chosen();
        const dir = preview_addDisposableResource(env_1, await uploadFolder(bundle, derived, host), true);
        const name = String(derived.name);
        const worker = workerNamed(name, accountOf(derived), host);
        const placed = await deployAtOnce({ program, cwd: dir.path }, worker, note, { label: labelOf(plan.pr), secrets: plan.secrets }, host);
        return { ...placed, name, environment: plan.environment, tools: { 'wrangler (deploy)': version } };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = preview_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
const NO_SECRETS = 'the service has `secrets`, and no environment says which ones a preview may have. Set `preview-environment`, and give this job the values of that environment.';
async function removePreview(config, { pr, how }, host) {
    if (how === 'shared')
        return `it is the alias \`${aliasOf(pr)}\` of a version of \`${String(config.name)}\`, and Cloudflare takes no alias away`;
    const worker = workerNamed(previewName(String(config.name), pr), accountOf(config), host);
    const [now] = await worker.served();
    if (now === undefined)
        return undefined;
    const [live] = now.shares;
    if (live === undefined || !isFor(await worker.annotationsOf(live.versionId), labelOf(pr)))
        return `the Worker \`${worker.name}\` was not deployed by wasm-ship for this pull request`;
    await worker.remove();
    return undefined;
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/api-session.js


const LISTEN = `${ASK}
import { createInterface } from 'node:readline';
const open = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const [number, words] = JSON.parse(line);
  const done = ask(words).then((said) => console.log(JSON.stringify([number, said])));
  open.add(done);
  void done.finally(() => open.delete(done));
}
await Promise.all(open);
process.exit();
`;
const SESSION_MS = 6 * 60 * 60_000;
function apiSession(host) {
    const waiting = new Map();
    let child;
    let last = 0;
    const hear = (line) => {
        const [number, said] = JSON.parse(line);
        waiting.get(number)?.(said);
    };
    const begin = async () => {
        const command = {
            ...{ file: host.platform.node, args: ['--input-type=module', '--eval', LISTEN], ...API_CHILD },
            ...{ listens: true, timeoutMs: SESSION_MS },
        };
        const onLine = (line, stream) => void (stream === 'stdout' && hear(line));
        const started = await (0,lib_error/* attempt */.CD)(() => host.start(command, { onLine }));
        if (!started.ok)
            return undefined;
        void started.value.exited.then(() => {
            for (const answer of waiting.values())
                answer(undefined);
        });
        return started.value;
    };
    return {
        async call(call) {
            if (call.despiteCancel === true || host.signal.aborted)
                return callApi(call, host);
            child ??= begin();
            const listening = await child;
            if (listening === undefined || listening.exitCode() !== undefined)
                return callApi(call, host);
            const number = ++last;
            const said = await new Promise((resolve) => {
                waiting.set(number, resolve);
                AbortSignal.timeout(ASK_MS).addEventListener('abort', () => resolve(undefined), { once: true });
                listening.write(`${JSON.stringify([number, wordsOf(call)])}\n`);
            });
            waiting.delete(number);
            if (said !== undefined)
                return parseAnswer(said);
            if (host.signal.aborted)
                throw new lib_error/* ShipError */.fS('cancelled', `${API_CHILD.name} was ended: the run was cancelled.`);
            return 'unknown';
        },
        async [Symbol.asyncDispose]() {
            await (await child)?.[Symbol.asyncDispose]();
        },
    };
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/staged.js
var staged_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var staged_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});








function liveWorker(config, address, host) {
    return liveOf(workerNamed(String(config.name), accountOf(config), host), config, address, host);
}
function liveOf(worker, config, address, { log }) {
    return {
        name: worker.name,
        served: (despiteCancel) => worker.served(despiteCancel),
        noteOf: async (versionId) => parseNote(await worker.annotationsOf(versionId)),
        async find(called) {
            const known = await worker.versions();
            const fit = known.filter(({ id, annotations }) => id === called || isFor(annotations, called));
            return fit.map(({ id }) => id);
        },
        serve: (shares, message, how) => worker.serve(shares, message, how),
        headersFor: (versionId) => isKey(worker.name) ? { 'Cloudflare-Workers-Version-Overrides': `${worker.name}="${versionId}"` } : undefined,
        ownAddress: (versionId) => versionAddress(worker, versionId),
        mend: mendOf(config),
        addresses: async () => (address === undefined ? addresses(worker, config) : [address]),
        addressesNow: async () => (address === undefined ? addressesNow(worker, config, log) : undefined),
    };
}
async function stagedWorker(bundle, { config, dir: from }, plan, chosen, host, ahead) {
    const derived = productionConfig(config, uploadOf(bundle, config, from, host));
    const dir = await uploadFolder(bundle, derived, host);
    const found = chosen();
    found.catch(() => undefined);
    const wrangler = async () => {
        await ahead?.[Symbol.asyncDispose]();
        return quickStart(await found, dir.path, host);
    };
    const name = String(derived.name);
    const session = apiSession(host);
    const worker = workerNamed(name, accountOf(config), host, session);
    return {
        ...liveOf(worker, derived, plan.address, host),
        tools: async () => ({ 'wrangler (deploy)': (await found).version }),
        isSame: (there, note) => there.sha === note.sha && there.digest === shortDigest(note.digest ?? ''),
        onlyDirect: () => whyOnlyDirect(worker, derived, plan),
        async upload(note) {
            const annotations = annotate(note, host.random(4), plan.version);
            const what = { name, ...annotations, secrets: plan.secrets };
            const done = await (0,lib_error/* attempt */.CD)(async () => (await ahead?.go(note, bundle, derived)) ??
                upload(await wrangler(), ['versions', 'upload'], 'version-upload', what, host));
            if (done.ok)
                return done.value.version_id ?? '';
            throw settled(done.error);
        },
        rehearse: (note) => rehearse(bundle, config, from, plan, note, wrangler, host),
        direct: async (note) => deployAtOnce(await wrangler(), worker, note, { label: plan.version, secrets: plan.secrets }, host),
        async settle() {
            await ahead?.[Symbol.asyncDispose]();
            await settle(worker, derived, wrangler, host);
        },
        async [Symbol.asyncDispose]() {
            await Promise.all([session, dir, ...(ahead === undefined ? [] : [ahead])].map((one) => one[Symbol.asyncDispose]()));
        },
    };
}
function isKey(name) {
    return /^[a-z*][a-z0-9_.*-]*$/.test(name);
}
const staged_LABEL = 63;
async function versionAddress(worker, versionId) {
    const label = `${versionId.slice(0, 8)}-${worker.name}`;
    const [{ previews }, subdomain] = await Promise.all([worker.onWorkersDev(), worker.subdomain()]);
    const there = previews && subdomain !== undefined && label.length <= staged_LABEL;
    return there ? `https://${label}.${subdomain}.workers.dev` : undefined;
}
function mendOf(config) {
    if (typeof config.workers_dev === 'boolean' || !wantsWorkersDev(config))
        return undefined;
    return 'If it answers nothing by HTTP (crons, queues alone), write `workers_dev = false` into its configuration, and set `latency: false`: nothing is asked of it then.';
}
const NO_PULL_REQUEST = 0;
async function rehearse(bundle, config, from, { secrets }, note, wrangler, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const reaching = [...reachingKeys(config), ...(secrets.length > 0 ? ['secrets'] : [])];
        if (reaching.length > 0)
            return { why: `it has ${reaching.map((key) => `\`${key}\``).join(', ')}` };
        const derived = previewConfig(config, uploadOf(bundle, config, from, host), NO_PULL_REQUEST);
        const dir = staged_addDisposableResource(env_1, await uploadFolder(bundle, derived, host), true);
        const worker = workerNamed(String(derived.name), accountOf(config), host);
        const there = { ...(await wrangler()), cwd: dir.path };
        const placed = await (0,lib_error/* attempt */.CD)(() => deployAtOnce(there, worker, note, { label: 'first release', secrets: [] }, host));
        const gone = () => worker.remove();
        if (placed.ok && placed.value.failure === undefined)
            return { url: placed.value.url, versionId: placed.value.versionId, [Symbol.asyncDispose]: gone };
        await (0,lib_error/* attempt */.CD)(gone);
        throw placed.ok ? (placed.value.failure ?? new Error('it has none')) : placed.error;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = staged_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function whyOnlyDirect(worker, config, { atOnce }) {
    const exported = Object.values(objectOf(config.exports)).some((entry) => objectOf(entry).type === 'durable-object');
    if (exported && atOnce)
        return 'its `exports` have Durable Objects';
    return pendingMigration(worker, config);
}
async function pendingMigration(worker, config) {
    const last = migrationsOf(config).at(-1);
    if (last === undefined || (await worker.migrationTag()) === last)
        return undefined;
    return `its Durable Object migration \`${last}\` goes only with a version that is live at once`;
}
async function settle(worker, config, wrangler, host) {
    const { observability = { enabled: false } } = config;
    const kept = ['logpush', 'tail_consumers', 'streaming_tail_consumers'].filter((key) => config[key] !== undefined);
    const patched = await (0,lib_error/* attempt */.CD)(() => worker.patchSettings({ observability, ...Object.fromEntries(kept.map((key) => [key, config[key]])) }));
    if (triggersOf(config).length > 0 || !(await isWhereItShould(worker, config)))
        await applyTriggers(await wrangler(), worker.name, host);
    if (!patched.ok)
        throw patched.error;
}
async function isWhereItShould(worker, config) {
    const { enabled, previews } = await worker.onWorkersDev();
    const { preview_urls } = config;
    return enabled === wantsWorkersDev(config) && (typeof preview_urls !== 'boolean' || previews === preview_urls);
}
async function addresses(worker, config) {
    const found = addressesOf(config, wantsWorkersDev(config) ? await worker.subdomain() : undefined);
    const patterns = patternsOf(config);
    if (found.length > 0 || patterns.length === 0)
        return found;
    throw new lib_error/* ShipError */.fS('deploy', `No host is named by ${patterns.join(', ')}: where ${worker.name} answers is not known.`, {
        hint: 'Set `address` to where users find it: `address: https://www.example.com`.',
    });
}
async function addressesNow(worker, config, log) {
    if (patternsOf(config).length === 0)
        return undefined;
    const [told, { enabled }, subdomain] = await Promise.all([
        worker.patterns(zonesOf(config)),
        worker.onWorkersDev(),
        worker.subdomain(),
    ]);
    if ('has' in told)
        return addressesAt(worker.name, told.has, enabled ? subdomain : undefined);
    log.info(`Which routes ${worker.name} has now is not known (${told.why}): those of the configuration are asked.`);
    return undefined;
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/production.js
var production_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var production_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});






async function productionOf({ config, file }, { production }, host) {
    if (production === undefined)
        return {};
    const { configured, address } = production;
    if (address !== undefined)
        return { production: [address] };
    const found = await (0,lib_error/* attempt */.CD)(async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const effective = environmentConfig(config, configured, file);
            const session = production_addDisposableResource(env_1, apiSession(host), true);
            const worker = workerNamed(String(effective.name), accountOf(effective), host, session);
            const live = liveOf(worker, effective, undefined, host);
            if ((await live.served()).length === 0)
                return [];
            return (await live.addressesNow()) ?? (await live.addresses());
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = production_disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    });
    if (!found.ok)
        host.log.info(`Where production answers is not known: ${found.error.message}`);
    return found.ok && found.value.length > 0 ? { production: found.value } : {};
}

// EXTERNAL MODULE: ./lib/edge/listen.js
var listen = __webpack_require__(32778);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/capnp.js

function workerdConfig(bundle, config, bindings, isolates) {
    const worker = isolates === 'one' ? plainWorker(bundle, config, bindings) : loaderWorker(bundle, config);
    return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
${worker}
);
`;
}
function plainWorker(bundle, config, bindings) {
    const modules = bundle.files.map((file) => `    (name = ${quote(file.name)}, ${KINDS[moduleType(file.name, config)]} = embed ${quote(`bundle/${file.name}`)}),`);
    return `  modules = [\n${modules.join('\n')}\n  ],
  compatibilityDate = ${quote(dateOf(config))},
  compatibilityFlags = [${flagsOf(config).map(quote).join(', ')}],
  bindings = [${bindings.map(bindingText).join(', ')}],`;
}
function loaderWorker(bundle, config) {
    const files = bundle.files.map((file, i) => `(name = "file${i}", ${IN_LOADER[moduleType(file.name, config)] === undefined ? 'data' : 'text'} = embed ${quote(`bundle/${file.name}`)})`);
    return `  modules = [(name = "loader.js", esModule = embed "loader.js")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["experimental"],
  bindings = [(name = "LOADER", workerLoader = (id = "isolates")), ${files.join(', ')}],`;
}
const KINDS = {
    ESModule: 'esModule',
    CommonJS: 'commonJsModule',
    CompiledWasm: 'wasm',
    Text: 'text',
    Data: 'data',
};
const IN_LOADER = { ESModule: 'js', CommonJS: 'cjs', Text: 'text' };
function loaderScript(bundle, config, bindings) {
    const vars = Object.fromEntries(bindings.map((binding) => [binding.name, 'text' in binding ? binding.text : JSON.parse(binding.json)]));
    const modules = bundle.files.map((file, i) => `${JSON.stringify(file.name)}: ${moduleExpression(moduleType(file.name, config), i)}`);
    return `const fresh = (bytes) => {
  const section = new Uint8Array([0, 22, 5, 110, 111, 110, 99, 101, ...crypto.getRandomValues(new Uint8Array(16))]);
  const copy = new Uint8Array(bytes.byteLength + section.length);
  copy.set(new Uint8Array(bytes));
  copy.set(section, bytes.byteLength);
  return copy.buffer;
};
export default {
  fetch(request, env) {
    const worker = env.LOADER.get(request.headers.get('x-wasm-ship-isolate') ?? 'one', () => ({
      compatibilityDate: ${JSON.stringify(dateOf(config))},
      compatibilityFlags: ${JSON.stringify(flagsOf(config))},
      mainModule: ${JSON.stringify(bundle.entry)},
      modules: { ${modules.join(', ')} },
      env: ${JSON.stringify(vars)},
    }));
    return worker.getEntrypoint().fetch(request);
  },
};
`;
}
function moduleExpression(type, index) {
    if (type === 'CompiledWasm')
        return `{ wasm: fresh(env.file${index}) }`;
    return `{ ${IN_LOADER[type] ?? 'data'}: env.file${index} }`;
}
function dateOf(config) {
    return String(config.compatibility_date);
}
function flagsOf(config) {
    return Array.isArray(config.compatibility_flags) ? config.compatibility_flags.map(String) : [];
}
function bindingText(binding) {
    const value = 'text' in binding ? `text = ${quote(binding.text)}` : `json = ${quote(binding.json)}`;
    return `(name = ${quote(binding.name)}, ${value})`;
}
function quote(text) {
    const escaped = [...text].map((char) => {
        const code = char.codePointAt(0) ?? 0;
        return code < 0x20 || char === '"' || char === '\\' ? `\\x${code.toString(16).padStart(2, '0')}` : char;
    });
    return `"${escaped.join('')}"`;
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/serve.js



const LISTENING = {
    runtime: 'workerd',
    on: 'stdout',
    says: /\{"event":"listen","socket":"http","port":(\d+)\}/,
};
const LIFE_MS = 20 * 60_000;
async function serveWorkerd(bundle, config, options, workerd, host) {
    const dir = await host.files.temp('workerd');
    try {
        await host.files.copy(bundle.folder, external_node_path_.join(dir.path, 'bundle'));
        const bindings = bindingsOf(config, options.vars);
        await host.files.write(external_node_path_.join(dir.path, 'loader.js'), loaderScript(bundle, config, bindings));
        await host.files.write(external_node_path_.join(dir.path, 'config.capnp'), workerdConfig(bundle, config, bindings, options.isolates));
        const args = ['serve', '--experimental', '--control-fd=1', external_node_path_.join(dir.path, 'config.capnp')];
        const command = { file: workerd, args, cwd: dir.path, trust: 'theirs', timeoutMs: LIFE_MS };
        const server = await (0,listen/* startServer */.U)(command, LISTENING, host);
        return {
            ...server,
            async [Symbol.asyncDispose]() {
                await server[Symbol.asyncDispose]();
                await dir[Symbol.asyncDispose]();
            },
        };
    }
    catch (error) {
        await dir[Symbol.asyncDispose]();
        throw error;
    }
}
function bindingsOf(config, vars) {
    const configured = typeof config.vars === 'object' && config.vars !== null ? Object.entries(config.vars) : [];
    const all = new Map([...configured, ...Object.entries(vars)]);
    return [...all].map(([name, value]) => typeof value === 'string' ? { name, text: value } : { name, json: JSON.stringify(value) });
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/cloudflare.js

















const cloudflare = {
    open: async (crate, plan, host) => {
        const { config: whole, file, dir } = await readConfig(crate.dir, host);
        const recipe = recipeOf(crate, whole, file);
        const config = plan?.to === 'preview' ? whole : releasedConfig(whole, plan, file);
        const configured = { config, file, dir: external_node_path_.join(host.folders.workspace, dir) };
        const users = plan === undefined ? undefined : await usersWrangler(configured.dir, plan, host);
        return serviceOf(crate, recipe, configured, users, host);
    },
};
function releasedConfig(whole, plan, file) {
    if (plan === undefined)
        return whole;
    if (plan.configured === undefined)
        refuseProductionEnvironment(whole, file);
    const config = environmentConfig(whole, plan.configured, file);
    refuseLocalPaths(config);
    if (plan.to === 'staging' && plan.configured !== undefined)
        refuseInherited(whole, plan.configured, file);
    const other = keysOfAnotherBundle(whole, config);
    if (other.length === 0)
        return config;
    const keys = other.map((key) => `\`${key}\``).join(', ');
    throw new lib_error/* ShipError */.fS('plan', `${file}: \`env.${plan.configured ?? ''}\` has ${keys} of its own, and one bundle is built for all.`, { hint: 'Let it have what the top level has, or ship it as a Worker of its own.', place: { file } });
}
function refuseInherited(whole, environment, file) {
    const patterns = inheritedPatterns(whole, environment, file);
    if (patterns.length === 0)
        return;
    const shown = patterns.map((pattern) => `\`${pattern}\``).join(', ');
    throw new lib_error/* ShipError */.fS('plan', `${file}: \`env.${environment}\` has ${shown} from the top level, and would take it away from there.`, {
        hint: `Give it routes of its own, or none: \`"routes": []\`.`,
        place: { file },
    });
}
function needsOf(crate, { wasmBindgen }) {
    if (crate.dependencies.includes('worker'))
        return ['wasm-bindgen', 'worker-build'];
    return wasmBindgen ? ['wasm-bindgen'] : [];
}
function serviceOf(crate, recipe, configured, users, host) {
    const { config } = configured;
    let ahead;
    let warned = false;
    let prepared = false;
    let releasing;
    const releasingWrangler = (plan, tools) => {
        releasing ??= tools.then((modules) => deployingWrangler(plan, users, modules, host));
        return releasing;
    };
    const serve = async (bundle, options, tools) => {
        const { config: served, warning } = forRuntime(config, await workerdVersion(tools, host));
        if (!warned)
            warnOf([warning, config.assets === undefined ? undefined : NO_ASSETS], host);
        warned = true;
        return serveWorkerd(bundle, served, options, workerdFile(await tools, host), host);
    };
    return {
        target: 'wasm32-unknown-unknown',
        place: [accountOf(config), String(config.name)].filter((part) => part !== undefined).join('/'),
        needs: needsOf(crate, recipe),
        async prepare(env, equipment, tools) {
            prepared = true;
            if (recipe.main !== undefined || recipe.before !== '')
                await refuseWithoutPackages(configured.dir, recipe.before + recipe.after !== '', host);
            if (recipe.before !== '')
                await runCommand(recipe.before, configured, env, equipment, tools, host);
        },
        pack: (built, into, equipment, tools) => packByRecipe(built, crate, recipe, configured, into, equipment, tools, host),
        runtime: async (tools) => `workerd ${await workerdVersion(tools, host)}`,
        serve,
        async serveCounted(bundle, module, { vars }, tools) {
            const copy = await (0,counted/* withCounters */.aM)(bundle, module, 'by code', host);
            return (0,counted/* countedServer */.Cp)(await (0,counted/* startedFor */.jr)(copy, () => serve(copy, { vars, isolates: 'one' }, tools)), copy);
        },
        declines: (plan) => whyNoPreview(configured, plan, host),
        async preview(bundle, note, plan, tools) {
            if (!prepared)
                refuseMadeAssets(recipe, configured);
            const wrangler = async () => deployingWrangler(plan, users, await tools, host);
            const put = plan.how === 'own' ? deployPreview : deployShared;
            const placed = await put(bundle, note, configured, plan, wrangler, host);
            return { ...placed, ...(await productionOf(configured, plan, host)) };
        },
        remove: (plan) => removePreview(config, plan, host),
        live: (plan) => liveWorker(config, plan.address, host),
        ahead(note, plan, tools) {
            ahead ??= startAhead(note, plan, () => releasingWrangler(plan, tools), host);
            return ahead;
        },
        async release(bundle, plan, tools) {
            if (!prepared)
                refuseMadeAssets(recipe, configured);
            return stagedWorker(bundle, configured, plan, () => releasingWrangler(plan, tools), host, ahead);
        },
    };
}
function refuseMadeAssets(recipe, { config, file }) {
    if (config.assets === undefined || recipe.before + recipe.after === '')
        return;
    throw new lib_error/* ShipError */.fS('plan', `Not yet: ${file} has \`assets\` and a build command, which may make some; this job runs none.`, {
        hint: 'Ship such a Worker in one job (without `phase`), or commit the assets and take the command out.',
        place: { file },
    });
}
const NO_ASSETS = 'The latency run serves the Worker alone, without its static `assets`: let `requests` name paths that the Worker itself answers.';
function warnOf(warnings, host) {
    for (const warning of warnings)
        if (warning !== undefined)
            host.log.warning(warning, { title: 'wasm-ship' });
}
async function workerdVersion(tools, host) {
    const manifest = await host.files.text(external_node_path_.join(await tools, 'workerd', 'package.json'));
    return JSON.parse(manifest).version;
}
function workerdFile(modules, host) {
    return external_node_path_.join(modules, (0,platform/* packagedProgram */.z4)('workerd', host.platform));
}


/***/ }),

/***/ 96592:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Cp: () => (/* binding */ countedServer),
  jr: () => (/* binding */ startedFor),
  aM: () => (/* binding */ withCounters)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/error.js
var error = __webpack_require__(58353);
// EXTERNAL MODULE: ./lib/wasm/count-work.js + 1 modules
var count_work = __webpack_require__(58721);
// EXTERNAL MODULE: ./lib/wasm/instructions.js + 1 modules
var instructions = __webpack_require__(46316);
// EXTERNAL MODULE: ./lib/wasm/module.js + 2 modules
var wasm_module = __webpack_require__(32353);
// EXTERNAL MODULE: ./lib/wasm/rewrite.js
var rewrite = __webpack_require__(31556);
// EXTERNAL MODULE: ./lib/wasm/writer.js
var writer = __webpack_require__(12309);
;// CONCATENATED MODULE: ./lib/wasm/show-work.js





const [FUNCTION, I64] = [0x60, 0x7e];
function showWork(bytes) {
    const module = (0,wasm_module/* readModule */.bH)((0,count_work/* countWork */.DP)(bytes, 'each'));
    const first = module.imports.filter(({ kind }) => kind === 'function').length + module.functions.length;
    const types = new writer/* Writer */.A().raw([FUNCTION, 0, 1, I64]);
    const [functions, code] = [new writer/* Writer */.A(), new writer/* Writer */.A()];
    const exports = new writer/* Writer */.A().unsigned(module.exports.length);
    let added = 0;
    for (const { name, kind, index } of module.exports) {
        exports.name(name);
        if (!name.startsWith(count_work/* WORK */.Ar)) {
            exports.byte(rewrite/* KIND */.Nd[kind]).unsigned(index);
            continue;
        }
        exports.byte(rewrite/* KIND */.Nd.function).unsigned(first + added++);
        functions.unsigned(module.types.length);
        const body = new writer/* Writer */.A().unsigned(0).byte((0,instructions/* opcode */.B3)('global.get')).unsigned(index).byte((0,instructions/* opcode */.B3)('end'));
        code.unsigned(body.length).of(body);
    }
    const contents = [
        [rewrite/* SECTION */.wn.types, (0,rewrite/* extended */.uQ)(module, rewrite/* SECTION */.wn.types, 1, types)],
        [rewrite/* SECTION */.wn.functions, (0,rewrite/* extended */.uQ)(module, rewrite/* SECTION */.wn.functions, added, functions)],
        [rewrite/* SECTION */.wn.exports, exports.written()],
        [rewrite/* SECTION */.wn.code, (0,rewrite/* extended */.uQ)(module, rewrite/* SECTION */.wn.code, added, code)],
    ];
    return (0,rewrite/* withSections */.VU)(module, new Map(added === 0 ? [] : contents));
}

;// CONCATENATED MODULE: ./lib/edge/counted.js




const HEADER = 'x-wasm-ship-counters';
const INSTANCES = 'wasm-ship-instances.mjs';
const ENTRY = 'wasm-ship-entry.mjs';
const ANSWER_MS = 10_000;
async function withCounters(bundle, module, how, host) {
    const dir = await host.files.temp('counted');
    try {
        await host.files.copy(bundle.folder, dir.path);
        const file = external_node_path_.join(dir.path, module);
        const counting = showWork(await host.files.read(file));
        await host.files.remove(file);
        await host.files.write(file, counting);
        const scripts = { [INSTANCES]: instancesScript(), [ENTRY]: entryScript(bundle.entry, module, how) };
        for (const [name, text] of Object.entries(scripts))
            await host.files.write(external_node_path_.join(dir.path, name), text);
        const more = Object.entries(scripts).map(([name, text]) => ({ name, kind: 'javascript', bytes: text.length, sha256: '' }));
        const files = [...more.reverse(), ...bundle.files];
        return {
            ...bundle,
            folder: dir.path,
            entry: ENTRY,
            files,
            [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
        };
    }
    catch (error) {
        await dir[Symbol.asyncDispose]();
        throw error;
    }
}
function instancesScript() {
    return `export const instances = [];
const { Instance, instantiate } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, args) {
    const made = new target(...args);
    instances.push(made.exports);
    return made;
  },
});
WebAssembly.instantiate = async (...args) => {
  const made = await instantiate(...args);
  instances.push((made.instance ?? made).exports);
  return made;
};
`;
}
function entryScript(entry, module, how) {
    const from = (file) => JSON.stringify(`./${file}`);
    const imported = how === 'by import'
        ? `const place = ${from(module)};\nconst imported = await import(place).catch(() => ({}));\n`
        : '';
    const more = how === 'by import' ? '...(instances.length === 0 || hasRun(imported) ? [imported] : [])' : '';
    return `import { instances } from ${from(INSTANCES)};
import main from ${from(entry)};
export * from ${from(entry)};
${imported}const isMemory = (value) => value instanceof WebAssembly.Memory;
const isCounter = ([name, value]) => name.startsWith(${JSON.stringify(count_work/* WORK */.Ar)}) && typeof value === 'function';
const valueOf = (counter) => BigInt.asUintN(64, counter());
const countersOf = (exports) => Object.entries(exports).filter(isCounter);
const hasRun = (exports) => countersOf(exports).some(([, counter]) => valueOf(counter) > 0n);
const tell = () => {
  const all = [...instances, ${more}];
  return Response.json({
    memory: all.flatMap(Object.values).filter(isMemory).reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    counters: all.flatMap(countersOf).map(([name, counter]) => [name, String(valueOf(counter))]),
  });
};
const isAsked = (request) => request.headers.has(${JSON.stringify(HEADER)});
export default typeof main === 'function'
  ? class extends main {
      fetch(request) {
        return isAsked(request) ? tell() : super.fetch(request);
      }
    }
  : Object.assign(Object.create(main), {
      fetch: (request, ...more) => (isAsked(request) ? tell() : main.fetch(request, ...more)),
    });
`;
}
async function startedFor(copy, start) {
    try {
        return await start();
    }
    catch (error) {
        await copy[Symbol.asyncDispose]();
        throw error;
    }
}
function countedServer(server, copy) {
    return {
        ...server,
        async counting(ask) {
            const before = await read(server);
            const value = await ask();
            return { value, work: (0,count_work/* since */.XP)(before, await read(server)) };
        },
        memory: async () => (await read(server)).memory,
        async [Symbol.asyncDispose]() {
            await server[Symbol.asyncDispose]();
            await copy[Symbol.asyncDispose]();
        },
    };
}
async function read({ url }) {
    const answer = await fetch(url, { headers: { [HEADER]: '1' }, signal: AbortSignal.timeout(ANSWER_MS) });
    if (!answer.ok)
        throw new error/* ShipError */.fS('probe', `The counting copy of the bundle answers ${answer.status}.`);
    const { memory, counters } = (await answer.json());
    if (counters.length === 0)
        throw new error/* ShipError */.fS('probe', 'The bundle made no instance that its counters could be read of.');
    return { memory, ...added(counters) };
}
function added(counters) {
    const functions = new Map();
    let total = 0n;
    for (const [name, value] of counters) {
        const index = Number(name.slice(count_work/* WORK */.Ar.length + 1));
        total += BigInt(value);
        functions.set(index, (functions.get(index) ?? 0n) + BigInt(value));
    }
    return { total, functions };
}


/***/ }),

/***/ 32778:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ startServer)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58353);


const LISTEN_MS = 30_000;
async function startServer(command, listening, host) {
    let saidAt;
    const onLine = (line, stream) => {
        if (stream !== listening.on)
            return;
        if (saidAt === undefined && listening.says.test(line))
            saidAt = performance.now();
        listening.onLine?.(line);
    };
    const child = await host.start(command, { onLine }).catch((error) => {
        throw notStarted(error, listening.runtime);
    });
    try {
        const port = await portOf(child, listening, host.signal);
        return {
            url: `http://127.0.0.1:${port}`,
            startedAt: child.startedAt,
            listeningAt: saidAt ?? performance.now(),
            tail: () => lastLines(child),
            usage: () => child.usage(),
            [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
        };
    }
    catch (error) {
        await child[Symbol.asyncDispose]();
        throw error;
    }
}
function notStarted(error, runtime) {
    if (!(error instanceof _error_js__WEBPACK_IMPORTED_MODULE_1__/* .ShipError */ .fS) || error.fault !== 'toolchain')
        return error;
    return new _error_js__WEBPACK_IMPORTED_MODULE_1__/* .ShipError */ .fS('toolchain', `${runtime} is not to be had: ${error.message}`, {
        cause: error,
        hint: 'It is kept below `wasm-ship` in the tool cache of the runner: remove that folder, and the next run installs it anew.',
    });
}
async function portOf(child, { runtime, on, says }, signal) {
    const until = performance.now() + LISTEN_MS;
    while (performance.now() < until && !signal.aborted) {
        const port = says.exec(child[on]())?.[1];
        if (port !== undefined)
            return Number(port);
        if (child.exitCode() !== undefined)
            break;
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(1);
    }
    if (signal.aborted)
        throw new _error_js__WEBPACK_IMPORTED_MODULE_1__/* .ShipError */ .fS('cancelled', 'The run was cancelled.');
    const how = child.exitCode() === undefined
        ? `did not listen within ${LISTEN_MS / 1000} s`
        : `ended with exit code ${child.exitCode()}`;
    throw new _error_js__WEBPACK_IMPORTED_MODULE_1__/* .ShipError */ .fS('probe', `The bundle does not start: ${runtime} ${how}.`, { tail: lastLines(child) });
}
function lastLines(child) {
    return child.stderr().trimEnd().split('\n').slice(-20).join('\n');
}


/***/ })

};
