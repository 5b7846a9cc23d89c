export const id = 143;
export const ids = [143];
export const modules = {

/***/ 28143:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cloudflare: () => (/* binding */ cloudflare)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/crate.js
var crate = __webpack_require__(58240);
// EXTERNAL MODULE: ./lib/error.js
var lib_error = __webpack_require__(58353);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/build.js


/** @throws ShipError where worker-build could make nothing of a crate */
function refuseOtherKinds({ name, dir, dependencies, }) {
    if (dependencies.includes('worker'))
        return;
    throw new lib_error/* ShipError */.fS('plan', `Not yet: ${name} does not use the crate \`worker\`; other kinds of Worker are planned.`, {
        hint: 'Write the Worker with the crate `worker` (workers-rs).',
        place: { file: (0,crate/* manifestOf */.$V)({ dir }) },
    });
}
/** Where worker-build puts the entry module: 0.8 and newer, and before. */
const ENTRIES = ['build/index.js', 'build/worker/shim.mjs'];
/** `cargo install` of worker-build itself, which we bring. */
const INSTALLS = /^cargo install( -q| --quiet| --locked| --force| --version[ =]\S+)* ['"]?worker-build(@[^\s'"]+)?['"]?( -q| --quiet| --locked| --force| --version[ =]\S+)*$/;
/** worker-build as we run it. What profile is built, the input `profile` says. */
const BUILDS = /^worker-build( --release)?$/;
/**
 * Our own build stands for `[build] command` and makes `main`: what it would leave out is refused, never dropped.
 * `file`: the configuration's name, for the messages.
 * @throws ShipError
 */
function refuseOtherBuilds(config, file) {
    const { main } = config;
    const entry = typeof main === 'string' ? main.replace(/^\.\//, '') : undefined;
    if (main !== undefined && (entry === undefined || !ENTRIES.includes(entry))) {
        throw new lib_error/* ShipError */.fS('plan', `Not yet: ${file} has \`main\`: ${JSON.stringify(main)}, which is not what worker-build makes (${ENTRIES.join(' or ')}).`, {
            hint: 'A Worker with an entry module of its own is planned. Deploy it with wrangler until then.',
            place: { file },
        });
    }
    const strange = stepsOf(config).filter((step) => !INSTALLS.test(step) && !BUILDS.test(step));
    if (strange.length === 0)
        return;
    throw new lib_error/* ShipError */.fS('plan', `Not yet: ${file} has a build command that does more than worker-build: ${strange.map((step) => `\`${step}\``).join(', ')}.`, {
        hint: 'Cargo features and profile are inputs (`features`, `profile`). Other steps belong into the workflow, before this one.',
        place: { file },
    });
}
/** The commands of `[build] command`, one space between words. */
function stepsOf(config) {
    const { build } = config;
    const command = typeof build === 'object' && build !== null ? build.command : undefined;
    if (command === undefined)
        return [];
    return String(command)
        .split(/&&|\n|;/)
        .map((step) => step.trim().replace(/\s+/g, ' '))
        .filter((step) => step !== '');
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./node_modules/jsonc-parser/lib/umd/main.js
var main = __webpack_require__(99547);
// EXTERNAL MODULE: ./node_modules/smol-toml/dist/index.js + 8 modules
var dist = __webpack_require__(3292);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/config.js





const FILES = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml']; // wrangler's own order
/** Reads the configuration beside a crate's Cargo.toml. `dir`: from the root of the repository, as the `file` that it gives. */
async function readConfig(dir, host) {
    for (const name of FILES) {
        const there = external_node_path_.join(host.folders.workspace, dir, name);
        const file = `${dir}/${name}`.replace(/^\.\//, '');
        if (await host.files.exists(there))
            return { config: parseConfig(await host.files.text(there), file), file };
    }
    throw new lib_error/* ShipError */.fS('input', `There is no ${FILES.join(', ')} in ${dir}.`, {
        hint: 'wrangler.jsonc needs at least {"name": …, "main": "build/index.js", "compatibility_date": …}.',
    });
}
/** @throws ShipError where the text is no TOML or JSON, or has no name */
function parseConfig(text, file) {
    const plain = text.replace(/^\ufeff/, ''); // some editors begin a file with a byte order mark
    const config = file.endsWith('.toml') ? tomlConfig(plain, file) : jsonConfig(plain, file);
    // wrangler's own rule, and it has to be a DNS label in the end
    if (typeof config.name !== 'string' || !/^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/.test(config.name)) {
        throw new lib_error/* ShipError */.fS('input', `${file}: \`name\` is ${JSON.stringify(config.name)}; wanted: lower-case letters, digits and dashes.`, { place: { file } });
    }
    if (typeof config.compatibility_date !== 'string') {
        throw new lib_error/* ShipError */.fS('input', `${file} has no \`compatibility_date\`.`, {
            place: { file },
            hint: '"compatibility_date": "2026-11-01"',
        });
    }
    return config;
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
/** What of a configuration a preview may take over as it is. */
const HARMLESS = [
    'account_id', // a preview is where production is
    'compatibility_date',
    'compatibility_flags',
    'compliance_region',
    'vars',
    'limits',
    'observability',
    'placement',
];
/** What a preview leaves out: it says where production is, how it is built or developed, not what the code can reach. */
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
];
/**
 * Keys that give the code something to reach (bindings, stored state): a preview has none of production's. A key that
 * nobody knows could be one.
 */
function reachingKeys(config) {
    return Object.keys(config).filter((key) => !HARMLESS.includes(key) && !LEFT_OUT.includes(key));
}
/** Keys that name files of the work tree, which do not go up with a bundle yet. */
const LOCAL = ['assets', 'site', 'containers', 'pages_build_output_dir'];
/** @throws ShipError where production would need files that a bundle does not have */
function refuseLocalPaths(config) {
    const keys = LOCAL.filter((key) => config[key] !== undefined);
    if (keys.length === 0)
        return;
    throw new lib_error/* ShipError */.fS('plan', `Not yet: deploying with ${keys.map((key) => `\`${key}\``).join(', ')} of the wrangler configuration.`, {
        hint: 'Only the Worker itself goes up so far. Deploy such a Worker with wrangler until then.',
    });
}
/** @throws ShipError where production has a part of its own in the configuration, which would not go up */
function refuseProductionEnvironment(config, file) {
    const { env } = config;
    if (typeof env !== 'object' || env === null || !('production' in env))
        return;
    throw new lib_error/* ShipError */.fS('plan', `Not yet: ${file} has \`env.production\`, and only the top level is deployed so far.`, {
        hint: 'What production needs at the top level, other environments below `env`.',
        place: { file },
    });
}
/** workerd of version 1.YYYYMMDD.N takes compatibility dates up to that day: a later one is served as of that day. */
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
/** The configuration that goes up with a bundle for production: the user's own, without building or bundling again. */
function productionConfig(config, main) {
    const { build: _, env: __, $schema: ___, base_dir: ____, find_additional_modules: _____, rules: ______, ...rest } = config;
    return { ...rest, main, no_bundle: true };
}
/** The configuration of a pull request's own Worker: nothing of production's but account, vars and compatibility. */
function previewConfig(config, main, pr) {
    const kept = Object.fromEntries(HARMLESS.flatMap((key) => (config[key] === undefined ? [] : [[key, config[key]]])));
    return { ...kept, name: previewName(String(config.name), pr), main, no_bundle: true, workers_dev: true };
}
/** Longest DNS label: RFC 1035, §2.3.4. */
const LABEL = 63;
/** `NAME-pr-N`, one DNS label; a name that is too long is cut and told apart by a hash of the whole. */
function previewName(name, pr) {
    const whole = `${name.toLowerCase().replaceAll('_', '-')}-pr-${pr}`;
    if (whole.length <= LABEL)
        return whole;
    const tail = `-${(0,external_node_crypto_.createHash)('sha256').update(name).digest('hex').slice(0, 8)}-pr-${pr}`;
    return `${whole.slice(0, LABEL - tail.length).replace(/-+$/, '')}${tail}`;
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/wrangler.js



const WRANGLER_MS = 5 * 60_000;
/** Read by wrangler; the last two choose another API, as Cloudflare's own tests do. */
const FROM_ENVIRONMENT = [
    'CLOUDFLARE_API_TOKEN',
    'CLOUDFLARE_ACCOUNT_ID',
    'CLOUDFLARE_API_BASE_URL',
    'WRANGLER_API_ENVIRONMENT',
];
/** Name of the file that wrangler writes its records to, in `cwd`. */
const RECORDS = 'output.ndjson';
/**
 * Runs wrangler to its end, whatever its exit code.
 * @throws ShipError where it takes too long, or the run is cancelled
 */
async function runWrangler({ program, cwd }, args, host, options = {}) {
    const command = {
        file: host.platform.node,
        args: [program, ...args],
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
    try {
        return await host.run(command, { ...options, codes: 'any' });
    }
    catch (cause) {
        const { fault, message, tail } = (0,lib_error/* asShipError */.Nn)(cause);
        if (fault !== 'build')
            throw cause;
        throw new lib_error/* ShipError */.fS('deploy', message, { cause, unsure: true, ...(tail === undefined ? {} : { tail }) });
    }
}
/** The records of wrangler's output file; lines that are no JSON are left out. */
function parseWranglerOutput(ndjson) {
    return ndjson.split('\n').flatMap((line) => {
        try {
            return line.trim() === '' ? [] : [JSON.parse(line)];
        }
        catch {
            return []; // a line that was cut off when wrangler ended
        }
    });
}
/**
 * What Cloudflare's codes mean for the user: developers.cloudflare.com/api, and wrangler's own texts. All of them refuse
 * before anything goes live.
 */
const HINTS = {
    10000: 'CLOUDFLARE_API_TOKEN is not known to Cloudflare or has expired. Make one with the template "Edit Cloudflare Workers".',
    9109: 'CLOUDFLARE_API_TOKEN may not use this account. Check CLOUDFLARE_ACCOUNT_ID, and the account that the token was made for.',
    9106: 'CLOUDFLARE_API_TOKEN is missing or malformed.',
    7003: 'CLOUDFLARE_ACCOUNT_ID is no account. It is the 32 hex digits in the address of the dashboard.',
    10021: 'The Worker fails at start: what it does at global scope is checked at upload.',
    10027: 'The Worker is larger than Cloudflare takes (64 MiB uncompressed).',
};
/** The code and the sentence with which Cloudflare refused, of what wrangler printed: `Authentication error [code: 10000]`. */
function refusalOf(printed) {
    const refusals = [...(0,external_node_util_.stripVTControlCharacters)(printed).matchAll(/^\s*(\S.*?)\s*\[code: (\d+)\]/gm)];
    const last = refusals.at(-1);
    return last === undefined ? undefined : { said: last[1] ?? '', code: Number(last[2]) };
}
/** A failed wrangler as an error: what it says of itself, Cloudflare's own sentence and code, and what to do. */
function wranglerError(name, records, output) {
    const printed = `${output.stdout}\n${output.stderr}`;
    const failure = records.findLast((record) => record.type === 'command-failed');
    const refusal = refusalOf(printed);
    const code = failure?.code ?? refusal?.code;
    const hint = code === undefined ? undefined : HINTS[code];
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
/** What of a tool's output is told with its failure. */
function lastLines(printed) {
    return printed.trim().split('\n').slice(-20).join('\n');
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/api.js


const ASK_MS = 60_000;
/**
 * Run on our own Node, in a child: the token is in that child's environment alone, as it is with wrangler, which would
 * need two seconds to start for each question. Prints the status on the first line, the body below; a failure inside
 * Cloudflare, or no answer at all, is asked again.
 */
const SCRIPT = `
const [path, account] = process.argv.slice(1);
const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: id, CLOUDFLARE_API_BASE_URL: base } = process.env;
const url = (base ?? 'https://api.cloudflare.com/client/v4') + '/accounts/' + (account || id) + path;
const headers = { authorization: 'Bearer ' + token, 'user-agent': 'wasm-ship' };
for (let tries = 1; ; tries++) {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(15000), redirect: 'error' }).catch(() => undefined);
  if (tries === 3 || (answer !== undefined && answer.status < 500 && answer.status !== 429)) {
    console.log((answer?.status ?? 0) + '\\n' + ((await answer?.text()) ?? ''));
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 500 * tries));
}
`;
/**
 * Asks Cloudflare's API for something of the account (developers.cloudflare.com/api).
 * @param path below the account, with `/` before it
 * @param account its id, where the configuration names one; else that of the environment
 * @throws ShipError where the run is cancelled
 */
async function askApi(path, account, host) {
    try {
        const { stdout } = await host.run({
            file: host.platform.node,
            args: ['--input-type=module', '--eval', SCRIPT, path, account ?? ''],
            name: 'a question to Cloudflare',
            env: { NODE_NO_WARNINGS: '1' },
            secrets: FROM_ENVIRONMENT,
            trust: 'ours',
            timeoutMs: ASK_MS,
        });
        return parseAnswer(stdout);
    }
    catch (error) {
        if (error instanceof lib_error/* ShipError */.fS && error.fault !== 'cancelled')
            return 'unknown';
        throw error;
    }
}
/** The status on the first line, then the body. */
function parseAnswer(printed) {
    const end = printed.indexOf('\n');
    const status = Number(printed.slice(0, end));
    if (status === 404)
        return 'not there';
    try {
        const body = JSON.parse(printed.slice(end + 1));
        return status === 200 && body.result !== undefined && body.result !== null ? { result: body.result } : 'unknown';
    }
    catch {
        return 'unknown'; // a proxy's page, or an answer that was cut off
    }
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/deploy.js
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





/** Uploads the bundle as it is with wrangler and puts it live under the Worker that the plan means. */
async function deployWorker(bundle, config, plan, modules, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const reaching = plan.to === 'preview' ? reachingKeys(config) : [];
        if (reaching.length > 0) {
            return {
                declined: `a preview must not touch production's data, and the configuration has ${reaching.map((key) => `\`${key}\``).join(', ')}. Previews with bindings of their own are planned.`,
            };
        }
        const dir = __addDisposableResource(env_1, await host.files.temp('deploy'), true);
        await host.files.copy(bundle.folder, external_node_path_.join(dir.path, 'bundle'));
        const main = `bundle/${bundle.entry}`;
        const derived = plan.to === 'preview' ? previewConfig(config, main, plan.pr) : productionConfig(config, main);
        await host.files.write(external_node_path_.join(dir.path, 'wrangler.json'), JSON.stringify(derived, null, 2));
        const wrangler = { program: external_node_path_.join(modules, 'wrangler', 'bin', 'wrangler.js'), cwd: dir.path };
        const account = typeof config.account_id === 'string' ? config.account_id : undefined;
        const upload = { name: String(derived.name), environment: plan.environment, bundle, account };
        return await deployed(wrangler, upload, host);
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
/** Deploys and asks what is live. A deploy that failed may be live all the same: its last calls set up routes. */
async function deployed(wrangler, upload, host) {
    const { name, environment, bundle } = upload;
    // tells this upload apart from an earlier one of the same bytes
    const message = `wasm-ship sha256 ${bundle.digest} run ${host.random(4)}`;
    const done = await (0,lib_error/* attempt */.CD)(() => deploy(wrangler, upload, message, host));
    if (!done.ok && done.error.fault === 'cancelled')
        throw unsure(done.error);
    if (!done.ok && !done.error.unsure)
        throw done.error;
    const live = await liveDeployment(upload, host);
    const there = { name, environment, deploymentId: typeof live === 'object' ? live.id : undefined };
    if (!done.ok) {
        const versionId = await versionWith(message, live, upload, host);
        if (versionId === 'unknown')
            throw unsure(done.error);
        if (versionId === undefined)
            throw settled(done.error);
        return { ...there, url: '', versionId, failure: done.error };
    }
    const deployment = { ...there, ...done.value };
    if (live === 'no worker' || live === 'unknown') {
        return { ...deployment, failure: unconfirmed(name) };
    }
    if (live.versions.length === 1 && live.versions[0] === deployment.versionId)
        return deployment;
    const error = new lib_error/* ShipError */.fS('deploy', `wrangler deployed version ${deployment.versionId} of ${name}, but Cloudflare serves ${live.versions.join(', ') || 'none'}.`, { hint: 'Did somebody else deploy at the same time? Deploy again.' });
    if (!live.versions.includes(deployment.versionId))
        throw error;
    return { ...deployment, failure: error };
}
function unconfirmed(name) {
    return new lib_error/* ShipError */.fS('deploy', `${name} was deployed, but Cloudflare does not tell which version is live.`, {
        hint: 'Look at the deployments of the Worker in the dashboard, or deploy again.',
    });
}
/** The same error, now that the edge has said that nothing of it is live. */
function settled(error) {
    const { fault, message, tail } = error;
    return new lib_error/* ShipError */.fS(fault, message, { cause: error, ...(tail === undefined ? {} : { tail }) });
}
/** The error of a deploy of which nobody knows how far it came. */
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
async function deploy(wrangler, { name, bundle }, message, host) {
    const args = ['deploy', '--config', 'wrangler.json', '--tag', bundle.digest.slice(0, 25), '--message', message];
    const output = await runWrangler(wrangler, args, host, { onLine: host.log.echo });
    const file = external_node_path_.join(wrangler.cwd, RECORDS);
    const records = parseWranglerOutput((await host.files.exists(file)) ? await host.files.text(file) : '');
    if (output.code !== 0)
        throw wranglerError(name, records, output);
    const done = records.find((record) => record.type === 'deploy');
    if (done?.version_id === undefined || done.version_id === null) {
        throw new lib_error/* ShipError */.fS('deploy', `wrangler deployed ${name} and did not say which version.`, {
            unsure: true,
            tail: lastLines(output.stdout),
        });
    }
    return { url: addressOf(done.targets ?? []), versionId: done.version_id };
}
/**
 * Where a Worker answers, of wrangler's targets: `https://NAME.….workers.dev`, `example.com/* (zone name: …)`,
 * `schedule: …`. Empty where none of them is an address.
 */
function addressOf(targets) {
    const addresses = targets.flatMap((target) => {
        const [place = ''] = target.split(' ');
        if (/^https?:\/\//.test(place))
            return [place];
        return /^\w[\w-]*(\.[\w-]+)+(\/[^*]*)?\*?$/.test(place) ? [`https://${place.replace(/\*$/, '')}`] : [];
    });
    return addresses[0] ?? '';
}
async function liveDeployment({ name, account }, host) {
    const told = await askApi(`/workers/scripts/${name}/deployments`, account, host);
    if (told === 'not there')
        return 'no worker';
    if (told === 'unknown' || told.result.deployments === undefined)
        return 'unknown';
    const [live] = told.result.deployments; // the newest first
    return { id: live?.id ?? '', versions: live?.versions.map((version) => version.version_id) ?? [] };
}
/** The live version that went up with this message; undefined where none did. */
async function versionWith(message, live, { name, account }, host) {
    if (live === 'unknown')
        return 'unknown';
    for (const id of live === 'no worker' ? [] : live.versions) {
        const told = await askApi(`/workers/scripts/${name}/versions/${id}`, account, host);
        if (typeof told === 'string')
            return 'unknown';
        if (told.result.annotations?.['workers/message'] === message)
            return id;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/pack.js

const PACK_MS = 20 * 60_000;
/** Runs worker-build over what cargo has built already: JavaScript glue, entry module, one file of each. */
async function packWorker(built, crate, into, equipment, tools, host) {
    const [workerBuild, wasmBindgen, modules] = await Promise.all([
        equipment.tool('worker-build'),
        equipment.tool('wasm-bindgen'),
        tools,
    ]);
    const made = external_node_path_.join(into, 'made');
    const command = workerBuildCommand(crate, made, built, { workerBuild, wasmBindgen, esbuild: esbuild(modules, host) }, host);
    await host.run(command, { onLine: host.log.echo });
    const folder = external_node_path_.join(into, 'bundle');
    for (const name of ['index.js', 'index_bg.wasm'])
        await host.files.copy(external_node_path_.join(made, name), external_node_path_.join(folder, name));
    await host.files.remove(made);
    return { folder, entry: 'index.js', module: 'index_bg.wasm', wasmBindgen: true };
}
function esbuild(modules, host) {
    const { os, arch } = host.platform;
    return external_node_path_.join(modules, '@esbuild', `${os}-${arch}`, ...(os === 'win32' ? ['esbuild.exe'] : ['bin', 'esbuild']));
}
function workerBuildCommand(crate, out, built, tools, host) {
    return {
        file: tools.workerBuild.file,
        // no-opt: wasm-opt runs once, by our own stage, with the features of the module
        args: [...profileFlags(crate.profile), '--no-opt', '--out-dir', out, ...built.flags],
        cwd: external_node_path_.join(host.folders.workspace, crate.dir),
        env: { ...built.env, WASM_BINDGEN_BIN: tools.wasmBindgen.file, ESBUILD_BIN: tools.esbuild },
        trust: 'theirs',
        timeoutMs: PACK_MS,
    };
}
/** worker-build looks in the folder that has the name of `--profile`; cargo builds `dev` into `debug`. */
function profileFlags(profile) {
    if (profile === 'release' || profile === 'dev')
        return [`--${profile}`];
    return ['--profile', profile];
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./lib/edge/cloudflare/capnp.js
/** A configuration of workerd (workerd.capnp) that serves the bundle below `bundle/` on a port of its own choice. */
function workerdConfig(bundle, config, bindings, isolates) {
    const worker = isolates === 'one' ? plainWorker(bundle, config, bindings) : loaderWorker(bundle);
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
    const modules = bundle.files.map((file) => `    (name = ${quote(file.name)}, ${KINDS[file.kind]} = embed ${quote(`bundle/${file.name}`)}),`);
    return `  modules = [\n${modules.join('\n')}\n  ],
  compatibilityDate = ${quote(dateOf(config))},
  compatibilityFlags = [${flagsOf(config).map(quote).join(', ')}],
  bindings = [${bindings.map(bindingText).join(', ')}],`;
}
/** A Worker that makes a new one, in a new isolate, for each value of a header. */
function loaderWorker(bundle) {
    const files = bundle.files.map((file, i) => `(name = "file${i}", ${file.kind === 'javascript' ? 'text' : 'data'} = embed ${quote(`bundle/${file.name}`)})`);
    return `  modules = [(name = "loader.js", esModule = embed "loader.js")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["experimental"],
  bindings = [(name = "LOADER", workerLoader = (id = "isolates")), ${files.join(', ')}],`;
}
const KINDS = { javascript: 'esModule', wasm: 'wasm', data: 'data' };
/**
 * The loader's code. Each wasm module gets a custom section of random bytes, so that V8, which keeps the compiled code
 * of bytes that it has seen, compiles it anew.
 */
function loaderScript(bundle, config, bindings) {
    const vars = Object.fromEntries(bindings.map((binding) => [binding.name, 'text' in binding ? binding.text : JSON.parse(binding.json)]));
    const modules = bundle.files.map((file, i) => `${JSON.stringify(file.name)}: ${moduleExpression(file.kind, i)}`);
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
function moduleExpression(kind, index) {
    if (kind === 'wasm')
        return `{ wasm: fresh(env.file${index}) }`;
    return kind === 'javascript' ? `{ js: env.file${index} }` : `{ data: env.file${index} }`;
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
/** A text literal of Cap'n Proto's schema language. */
function quote(text) {
    const escaped = [...text].map((char) => {
        const code = char.codePointAt(0) ?? 0;
        return code < 0x20 || char === '"' || char === '\\' ? `\\x${code.toString(16).padStart(2, '0')}` : char;
    });
    return `"${escaped.join('')}"`;
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/serve.js




const LISTEN_MS = 30_000;
const LIFE_MS = 20 * 60_000;
/** Serves a bundle in workerd, on a free port of loopback that workerd itself chooses and tells. */
async function serveWorkerd(bundle, config, options, workerd, host) {
    const dir = await host.files.temp('workerd');
    let child;
    try {
        await host.files.copy(bundle.folder, external_node_path_.join(dir.path, 'bundle'));
        const bindings = bindingsOf(config, options.vars);
        await host.files.write(external_node_path_.join(dir.path, 'loader.js'), loaderScript(bundle, config, bindings));
        await host.files.write(external_node_path_.join(dir.path, 'config.capnp'), workerdConfig(bundle, config, bindings, options.isolates));
        const args = ['serve', '--experimental', '--control-fd=1', external_node_path_.join(dir.path, 'config.capnp')];
        child = await host.start({ file: workerd, args, cwd: dir.path, trust: 'theirs', timeoutMs: LIFE_MS });
        const port = await portOf(child, host.signal);
        const running = child;
        return {
            url: `http://127.0.0.1:${port}`,
            startedAt: running.startedAt,
            tail: () => running.stderr().trimEnd().split('\n').slice(-20).join('\n'),
            async [Symbol.asyncDispose]() {
                await running[Symbol.asyncDispose]();
                await dir[Symbol.asyncDispose]();
            },
        };
    }
    catch (error) {
        await child?.[Symbol.asyncDispose]();
        await dir[Symbol.asyncDispose]();
        throw error;
    }
}
/** Text and JSON bindings: the configuration's vars, and the test vars over them. */
function bindingsOf(config, vars) {
    const configured = typeof config.vars === 'object' && config.vars !== null ? Object.entries(config.vars) : [];
    const all = new Map([...configured, ...Object.entries(vars)]);
    return [...all].map(([name, value]) => typeof value === 'string' ? { name, text: value } : { name, json: JSON.stringify(value) });
}
/** workerd writes `{"event":"listen","socket":"http","port":N}` to the control file when it accepts connections. */
async function portOf(child, signal) {
    const until = performance.now() + LISTEN_MS;
    while (performance.now() < until && !signal.aborted) {
        const port = /\{"event":"listen","socket":"http","port":(\d+)\}/.exec(child.stdout())?.[1];
        if (port !== undefined)
            return Number(port);
        if (child.exitCode() !== undefined)
            break;
        await (0,promises_.setTimeout)(1);
    }
    if (signal.aborted)
        throw new lib_error/* ShipError */.fS('cancelled', 'The run was cancelled.');
    const how = child.exitCode() === undefined
        ? `did not listen within ${LISTEN_MS / 1000} s`
        : `ended with exit code ${child.exitCode()}`;
    throw new lib_error/* ShipError */.fS('probe', `The bundle does not start: workerd ${how}.`, {
        tail: child.stderr().trimEnd().split('\n').slice(-20).join('\n'),
    });
}

;// CONCATENATED MODULE: ./lib/edge/cloudflare/cloudflare.js






/** Cloudflare Workers: worker-build makes the bundle, workerd serves it, wrangler deploys it. */
const cloudflare = {
    open: async (crate, plan, host) => {
        const { config, file } = await readConfig(crate.dir, host);
        refuseOtherKinds(crate);
        refuseOtherBuilds(config, file);
        if (plan?.to === 'production') {
            refuseLocalPaths(config);
            refuseProductionEnvironment(config, file);
        }
        return serviceOf(crate, config, host);
    },
};
function serviceOf(crate, config, host) {
    let warned = false;
    return {
        target: 'wasm32-unknown-unknown',
        needs: ['wasm-bindgen', 'worker-build'],
        pack: (built, into, equipment, tools) => packWorker(built, crate, into, equipment, tools, host),
        runtime: async (tools) => `workerd ${await workerdVersion(tools, host)}`,
        async serve(bundle, options, tools) {
            const { config: served, warning } = forRuntime(config, await workerdVersion(tools, host));
            if (warning !== undefined && !warned)
                host.log.warning(warning, { title: 'wasm-ship' });
            warned = true;
            return serveWorkerd(bundle, served, options, workerdFile(await tools, host), host);
        },
        deploy: async (bundle, plan, tools) => deployWorker(bundle, config, plan, await tools, host),
    };
}
async function workerdVersion(tools, host) {
    const manifest = await host.files.text(external_node_path_.join(await tools, 'workerd', 'package.json'));
    return JSON.parse(manifest).version;
}
function workerdFile(modules, host) {
    const { os, arch } = host.platform;
    const name = os === 'win32' ? 'windows' : os;
    const cpu = arch === 'arm64' ? 'arm64' : '64';
    return external_node_path_.join(modules, '@cloudflare', `workerd-${name}-${cpu}`, 'bin', os === 'win32' ? 'workerd.exe' : 'workerd');
}


/***/ })

};
