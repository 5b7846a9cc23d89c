export const id = 140;
export const ids = [140];
export const modules = {

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

/***/ 46140:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  deno: () => (/* binding */ deno)
});

// EXTERNAL MODULE: ./lib/edge/counted.js + 1 modules
var counted = __webpack_require__(96592);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/jsonc-parser/lib/umd/main.js
var main = __webpack_require__(99547);
// EXTERNAL MODULE: ./lib/error.js
var lib_error = __webpack_require__(58353);
;// CONCATENATED MODULE: ./lib/edge/deno/config.js



const CONFIGS = ['deno.json', 'deno.jsonc'];
const ENTRIES = ['main.ts', 'main.tsx', 'main.js', 'main.mjs'];
async function readConfig(dir, host) {
    const there = (name) => external_node_path_.join(host.folders.workspace, dir, name);
    const shown = (name) => external_node_path_.posix.join(dir, name);
    const first = async (names) => {
        for (const name of names)
            if (await host.files.exists(there(name)))
                return name;
        return undefined;
    };
    const file = await first(CONFIGS);
    const named = file === undefined ? undefined : namedEntry(await host.files.text(there(file)), shown(file));
    const entry = await first(named === undefined ? ENTRIES : [named]);
    if (entry !== undefined)
        return { file, entry };
    throw new lib_error/* ShipError */.fS('input', named === undefined
        ? `There is no ${ENTRIES.join(', ')} in ${dir}.`
        : `${shown(file ?? '')}: the entry \`${named}\` is not there.`, {
        hint: 'Write a main.ts that imports the wasm module and has `export default { fetch }`, or name another: {"deploy": {"entrypoint": …}}.',
    });
}
function namedEntry(text, file) {
    const errors = [];
    const config = (0,main.parse)(text, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (error !== undefined) {
        const line = text.slice(0, error.offset).split('\n').length;
        throw new lib_error/* ShipError */.fS('input', `${file} is not JSON: ${(0,main.printParseErrorCode)(error.error)}.`, {
            place: { file, line },
        });
    }
    const entry = config?.deploy?.entrypoint ?? config?.deploy?.runtime?.entrypoint;
    if (entry === undefined)
        return undefined;
    const plain = typeof entry === 'string' ? external_node_path_.posix.normalize(entry) : '';
    if (plain !== '' && !plain.startsWith('..') && !external_node_path_.posix.isAbsolute(plain))
        return plain;
    throw new lib_error/* ShipError */.fS('input', `${file}: the entry is ${JSON.stringify(entry)}; wanted: a file of this folder.`, {
        place: { file },
    });
}

// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __webpack_require__(73136);
// EXTERNAL MODULE: ./lib/crate.js
var lib_crate = __webpack_require__(58240);
;// CONCATENATED MODULE: ./lib/edge/deno/graph.js




const PACKAGE = /^(npm|jsr):/;
function importedFiles(info, crate, made) {
    const modules = new Map(info.modules.map((module) => [module.specifier, module]));
    const own = new Set();
    const packages = new Set();
    const places = new Set();
    const open = [...info.roots];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (next.startsWith('node:'))
            continue;
        if (PACKAGE.test(next)) {
            packages.add(next);
            continue;
        }
        const file = fileOf(next, crate, made);
        refuseSameName(file, info.roots.includes(next), crate, made);
        if (made.includes(external_node_path_.posix.basename(file))) {
            places.add(external_node_path_.posix.dirname(file));
            continue;
        }
        if (own.has(file))
            continue;
        own.add(file);
        const module = modules.get(next);
        if (module?.error !== undefined) {
            throw new lib_error/* ShipError */.fS('build', `${file} cannot be read by deno: ${firstLine(module.error)}`, {
                hint: `What is built has these names: ${made.join(', ')}.`,
            });
        }
        open.push(...codeOf(module, file));
    }
    const [place, ...others] = places;
    if (place !== undefined && others.length === 0) {
        return { own: [...own].sort(), packages: [...packages].sort(), made: place };
    }
    throw new lib_error/* ShipError */.fS('build', place === undefined
        ? `The entry imports nothing of what is built: ${made.join(', ')}.`
        : `What is built is imported from ${places.size} folders: ${[...places].sort().join(', ')}; wanted: one.`, { hint: `For example: import { … } from "./${made[0] ?? ''}".`, place: { file: (0,lib_crate/* manifestOf */.$V)(crate) } });
}
function codeOf(module, file) {
    return (module?.dependencies ?? []).flatMap(({ specifier, code, isDynamic = false }) => {
        if (code?.specifier !== undefined)
            return [code.specifier];
        if (code?.error === undefined || isDynamic)
            return [];
        throw new lib_error/* ShipError */.fS('build', `${file} imports \`${specifier}\`, and deno finds none: ${firstLine(code.error)}`, {
            hint: `For a package, name it in deno.json: {"imports": {"${specifier}": "npm:${specifier}@VERSION"}}.`,
        });
    });
}
function refuseSameName(file, isEntry, { dir }, made) {
    if (!isEntry || !made.includes(external_node_path_.posix.basename(file)))
        return;
    throw new lib_error/* ShipError */.fS('build', `The entry ${external_node_path_.posix.join(dir, file)} has the name of what is built of the crate.`, {
        hint: 'Call the entry otherwise, such as main.ts, and name it in deno.json: {"deploy": {"entrypoint": …}}.',
    });
}
function fileOf(specifier, { dir, folder, reach }, made) {
    if (!specifier.startsWith('file:')) {
        throw new lib_error/* ShipError */.fS('build', `Not yet: the entry in ${dir} imports \`${specifier}\`; wanted: files of the crate's folder, \`node:\`, \`npm:\` and \`jsr:\`.`, {
            hint: 'Bundle such imports into a file of this folder before this step, and import that file.',
        });
    }
    const file = external_node_path_.relative(folder, (0,external_node_url_.fileURLToPath)(specifier)).replaceAll('\\', '/');
    const isBelow = (name) => !name.startsWith('../') && !external_node_path_.isAbsolute(name);
    if (isBelow(file))
        return file;
    const stays = file.endsWith('.wasm') || made.includes(external_node_path_.posix.basename(file));
    if (reach === 'repository' && isBelow(external_node_path_.posix.join(dir, file)) && !stays)
        return file;
    throw new lib_error/* ShipError */.fS('build', `The entry in ${dir} imports ${file}; wanted: files of the crate's folder, or below it.`);
}
function firstLine(text) {
    return text.split('\n')[0] ?? '';
}

// EXTERNAL MODULE: ./lib/platform.js
var platform = __webpack_require__(82480);
;// CONCATENATED MODULE: ./lib/edge/deno/program.js


async function denoIn(modules, host) {
    const file = external_node_path_.join(modules, (0,platform/* packagedProgram */.z4)('deno', host.platform));
    return { file, version: await versionIn(external_node_path_.join(modules, 'deno'), host) };
}
function denoEnv({ folders }, cache = external_node_path_.join(folders.work, 'deno')) {
    return { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
}
async function plantEsbuild(modules, cache, host) {
    const machine = (0,platform/* machineName */.Fm)(host.platform);
    const version = await versionIn(external_node_path_.join(modules, '@esbuild', machine), host);
    const file = external_node_path_.join(modules, (0,platform/* packagedProgram */.z4)('esbuild', host.platform));
    await host.files.link(file, external_node_path_.join(cache, 'dl', `esbuild-${version}-1`, (0,platform/* programName */.kX)(`esbuild-${machine}`, host.platform)));
}
async function versionIn(folder, host) {
    const manifest = JSON.parse(await host.files.text(external_node_path_.join(folder, 'package.json')));
    return manifest.version;
}

;// CONCATENATED MODULE: ./lib/edge/deno/join.js
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




const JOIN_MS = 5 * 60_000;
async function layOut({ folder, own, built }, more, into, host) {
    for (const file of [...own, ...more])
        await host.files.copy(external_node_path_.join(folder, file), external_node_path_.join(into, file));
    for (const file of built.files) {
        await host.files.copy(external_node_path_.join(built.from, file), external_node_path_.join(into, built.at, file));
    }
}
async function join(joining, packages, bundle, deno, modules, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if (packages.length > 0)
            refuseUnlocked(joining, packages);
        const { dir, config, own, built, resolution } = joining;
        const apart = [...built.files.map((file) => external_node_path_.posix.join(built.at, file)), ...own.filter(isWasm)];
        const usual = config.entry.replace(/\.\w+$/, '.js');
        const entry = apart.includes(usual) ? usual.replace(/\.js$/, '.joined.js') : usual;
        const temp = __addDisposableResource(env_1, await host.files.temp('deno'), true);
        const top = (await host.files.real(temp.path)) ?? temp.path;
        const copy = external_node_path_.join(top, dir);
        await stage(joining, copy, host);
        const cache = external_node_path_.join(top, '.wasm-ship', 'cache');
        const out = external_node_path_.join(top, '.wasm-ship', 'joined.js');
        const lock = resolution.locked ? resolution.lock : undefined;
        await plantEsbuild(modules, cache, host);
        for (const command of joinCommands(deno.file, config.entry, { cwd: copy, apart, out, cache, lock }, host)) {
            const output = await host.run(command, { codes: 'any', onLine: host.log.echo });
            if (output.code !== 0)
                throw notJoined(joining, packages, output.stderr);
        }
        await host.files.write(external_node_path_.join(bundle, entry), relativeImports(await host.files.text(out), entry, apart, copy));
        for (const file of apart)
            await host.files.copy(external_node_path_.join(copy, file), external_node_path_.join(bundle, file));
        if (config.file !== undefined) {
            const text = await host.files.text(external_node_path_.join(joining.folder, config.file));
            await host.files.write(external_node_path_.join(bundle, config.file), servedConfig(text, entry));
        }
        return entry;
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
function isWasm(file) {
    return file.endsWith('.wasm');
}
function refuseUnlocked({ dir, config, resolution }, packages) {
    if (resolution.locked)
        return;
    const lock = lockOf(dir, resolution);
    const first = resolution.unlocked ? 'Take `lock: false` out of deno.json, run' : 'Run';
    throw new lib_error/* ShipError */.fS('build', `${config.entry} imports ${packages.join(', ')}, and there is no ${lock}.`, {
        hint: `${first} \`deno install --entrypoint ${config.entry}\` and commit ${external_node_path_.posix.basename(lock)}: so that the same source gives the same bundle.`,
    });
}
function lockOf(dir, { lock }) {
    return external_node_path_.posix.dirname(lock) === '.' ? `${lock} in ${dir}` : external_node_path_.posix.join(dir, lock);
}
async function stage(joining, copy, host) {
    const { folder, resolution } = joining;
    const { configs, files, lock, locked } = resolution;
    await layOut(joining, [...files, ...(locked ? [lock] : [])], copy, host);
    for (const file of configs)
        await host.files.write(external_node_path_.join(copy, file), stagedConfig(await host.files.text(external_node_path_.join(folder, file))));
}
function joinCommands(deno, entry, { cwd, apart, out, cache, lock }, host) {
    const locked = [...(lock === undefined ? ['--no-lock'] : ['--lock', lock, '--frozen']), '--node-modules-dir=auto'];
    const kept = apart.map((file) => `--external=${external_node_path_.join(cwd, file)}`);
    const command = (args) => ({
        file: deno,
        args,
        cwd,
        env: denoEnv(host, cache),
        trust: 'ours',
        timeoutMs: JOIN_MS,
    });
    return [
        command(['install', ...locked, '--entrypoint', entry]),
        command(['bundle', ...locked, '--platform', 'deno', ...kept, '-o', out, entry]),
    ];
}
function relativeImports(code, entry, apart, folder) {
    return apart.reduce((text, file) => {
        const from = external_node_path_.posix.relative(external_node_path_.posix.dirname(entry), file);
        const named = JSON.stringify(from.startsWith('.') ? from : `./${from}`);
        return text.replaceAll(JSON.stringify(external_node_path_.join(folder, file)), named);
    }, code);
}
const INSTALLING = ['allowScripts', 'lock', 'nodeModulesDir', 'nodeModulesLinker', 'vendor'];
const RESOLVING = ['imports', 'scopes', 'importMap', 'links', 'patch', 'workspace', 'minimumDependencyAge'];
function stagedConfig(text) {
    return JSON.stringify(without(INSTALLING, tableOf(text)), null, 2);
}
function servedConfig(text, entry) {
    const { deploy, ...rest } = without([...INSTALLING, ...RESOLVING], tableOf(text));
    const started = deploy === undefined ? {} : { deploy: { ...deploy, ...startOf(deploy, entry) } };
    return `${JSON.stringify({ ...rest, ...started }, null, 2)}\n`;
}
function startOf({ entrypoint, runtime }, entry) {
    return {
        ...(entrypoint === undefined ? {} : { entrypoint: entry }),
        ...(typeof runtime === 'object' && runtime !== null && 'entrypoint' in runtime
            ? { runtime: { ...runtime, entrypoint: entry } }
            : {}),
    };
}
function tableOf(text) {
    return ((0,main.parse)(text, [], { allowTrailingComma: true }) ?? {});
}
function without(keys, table) {
    return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.includes(key)));
}
function notJoined({ dir, config, resolution }, packages, stderr) {
    const [said = ''] = stderr.split('Stack backtrace:');
    const tail = said.trim().split('\n').slice(-20).join('\n');
    if (said.includes('lockfile is out of date')) {
        return new lib_error/* ShipError */.fS('build', `${lockOf(dir, resolution)} does not fit what ${config.entry} imports.`, {
            hint: `Run \`deno install --entrypoint ${config.entry}\` and commit ${external_node_path_.posix.basename(resolution.lock)}: the bundle is made with \`--frozen\`.`,
            tail,
        });
    }
    const [, why = 'it does not say why', more = ''] = /^error: (.*)(?:\n\s+0: (.*))?/m.exec(said) ?? [];
    const reason = more === '' ? why : `${why}: ${more}`;
    const others = packages.length === 0 ? 'its files' : packages.join(', ');
    return new lib_error/* ShipError */.fS('build', `deno cannot join ${config.entry} with ${others}: ${reason}`, { tail });
}

;// CONCATENATED MODULE: ./lib/edge/deno/resolution.js




const LOCK = 'deno.lock';
const BESIDE = ['.npmrc', 'package.json'];
async function resolutionOf(dir, host) {
    const own = await nearest(dir, () => true, host);
    const root = (await nearest(dir, (config) => isOfWorkspace(config, dir), host)) ?? own;
    const members = root === undefined ? [] : await membersOf(root, dir, host);
    const links = root === undefined ? [] : await linksOf(root, dir, host);
    const named = [...[own, root].flatMap((config) => config?.file ?? []), ...members, ...links];
    const maps = [...new Set([own, root].flatMap((config) => (config === undefined ? [] : mapOf(config, dir))))];
    const folders = [...new Set(['.', ...named.map((file) => external_node_path_.posix.dirname(file))])];
    const beside = folders.flatMap((folder) => BESIDE.map((name) => external_node_path_.posix.join(folder, name)));
    const lock = inside(dir, root, lockIn(root?.table.lock) ?? LOCK);
    return {
        configs: [...new Set(named)].filter((file) => CONFIGS.includes(external_node_path_.posix.basename(file))),
        files: [...maps, ...(await those(beside, dir, host))],
        lock,
        locked: (await those([lock], dir, host)).length > 0,
        unlocked: root?.table.lock === false,
        needed: maps.length > 0 || members.length > 0 || links.length > 0 || [own, root].some(resolvesAbove),
    };
}
function resolvesAbove(config) {
    if (config === undefined || external_node_path_.posix.dirname(config.file) === '.')
        return false;
    return config.table.imports !== undefined || config.table.scopes !== undefined;
}
function isOfWorkspace({ file, table }, dir) {
    const crate = external_node_path_.posix.relative(external_node_path_.posix.join(dir, external_node_path_.posix.dirname(file)), dir);
    if (crate === '')
        return table.workspace !== undefined;
    return patternsOf(table).some((pattern) => external_node_path_.posix.matchesGlob(crate, pattern));
}
async function nearest(dir, fits, host) {
    for (let folder = dir;; folder = external_node_path_.posix.dirname(folder)) {
        const config = await configIn(external_node_path_.posix.relative(dir, folder) || '.', dir, host);
        if (config !== undefined && fits(config))
            return config;
        if (folder === '.' || folder === external_node_path_.posix.dirname(folder))
            return undefined;
    }
}
async function configIn(folder, dir, host) {
    const [file] = await those(CONFIGS.map((name) => external_node_path_.posix.join(folder, name)), dir, host);
    if (file === undefined)
        return undefined;
    const text = await host.files.text(external_node_path_.join(host.folders.workspace, dir, file));
    return { file, table: ((0,main.parse)(text, [], { allowTrailingComma: true }) ?? {}) };
}
async function those(files, dir, host) {
    const there = await Promise.all(files.map((file) => host.files.exists(external_node_path_.join(host.folders.workspace, dir, file))));
    return files.filter((_, i) => there[i]);
}
function patternsOf({ workspace }) {
    const named = Array.isArray(workspace)
        ? workspace
        : workspace?.members;
    return texts(named).map((name) => external_node_path_.posix.join(name, '.').replace(/\/$/, ''));
}
function texts(value) {
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
const MEMBER = [...CONFIGS, 'package.json'];
async function membersOf(root, dir, host) {
    const found = [];
    for (const pattern of patternsOf(root.table)) {
        const folder = inside(dir, root, pattern.replace(/(^|\/)[^/]*[*?{[].*$/, '') || '.');
        const full = external_node_path_.join(host.folders.workspace, dir, folder);
        const plain = !/[*?{[]/.test(pattern);
        const names = plain ? MEMBER : (await host.files.exists(full)) ? await host.files.list(full) : [];
        const files = names.filter((name) => MEMBER.includes(external_node_path_.posix.basename(name)) && !/(^|\/)node_modules\//.test(name));
        const below = files.map((name) => external_node_path_.posix.relative(dir, external_node_path_.posix.join(dir, folder, name)));
        const top = external_node_path_.posix.dirname(shown(dir, root));
        const fit = below.filter((file) => {
            const member = external_node_path_.posix.relative(top, external_node_path_.posix.dirname(external_node_path_.posix.join(dir, file)));
            return plain || external_node_path_.posix.matchesGlob(member, pattern);
        });
        found.push(...(await those(fit, dir, host)));
    }
    return found;
}
async function linksOf(root, dir, host) {
    const found = [];
    for (const link of texts(root.table.links ?? root.table.patch)) {
        const config = await configIn(inside(dir, root, link), dir, host);
        if (config === undefined) {
            throw new lib_error/* ShipError */.fS('build', `${shown(dir, root)}: \`links\` names ${link}, which has no ${CONFIGS.join(' or ')}.`, {
                hint: 'Not yet: packages of npm there. Import its files by their path, or publish it.',
                place: { file: shown(dir, root) },
            });
        }
        found.push(config.file);
    }
    return found;
}
function mapOf(config, dir) {
    const { importMap } = config.table;
    if (typeof importMap !== 'string')
        return [];
    if (!/^\w[\w+.-]+:/.test(importMap))
        return [inside(dir, config, importMap)];
    throw new lib_error/* ShipError */.fS('build', `${shown(dir, config)}: \`importMap\` is \`${importMap}\`; wanted: a file of the repository.`, {
        hint: 'Save it beside deno.json, or write what it has to `imports` there: so that the same source gives the same bundle.',
        place: { file: shown(dir, config) },
    });
}
function lockIn(lock) {
    if (typeof lock === 'string')
        return lock;
    const { path: named } = (lock ?? {});
    return typeof named === 'string' ? named : undefined;
}
function inside(dir, config, name) {
    const folder = config === undefined ? '.' : external_node_path_.posix.dirname(config.file);
    const full = external_node_path_.posix.join(dir, folder, name);
    if (full !== '..' && !full.startsWith('../') && !external_node_path_.posix.isAbsolute(name))
        return external_node_path_.posix.relative(dir, full) || '.';
    throw new lib_error/* ShipError */.fS('build', `${config === undefined ? dir : shown(dir, config)} names ${name}; wanted: a file or folder of the repository.`, { hint: 'Copy it into the repository, and name it by a path from deno.json.' });
}
function shown(dir, { file }) {
    return external_node_path_.posix.join(dir, file);
}

;// CONCATENATED MODULE: ./lib/edge/deno/pack.js





const PACK_MS = 5 * 60_000;
async function packDeno(wish, host) {
    const { built, crate, config, into, modules } = wish;
    const wasmBindgen = crate.dependencies.includes('wasm-bindgen');
    const source = wasmBindgen ? await bindgen(wish, host) : external_node_path_.dirname(built.module);
    const made = wasmBindgen ? await host.files.list(source) : [external_node_path_.basename(built.module)];
    const folder = external_node_path_.join(host.folders.workspace, crate.dir);
    const deno = await denoIn(modules, host);
    const { stdout } = await host.run(infoCommand(deno.file, config.entry, folder, host));
    const resolution = await resolutionOf(crate.dir, host);
    const reach = resolution.needed ? 'repository' : 'crate';
    const info = JSON.parse(stdout);
    const { own, packages, made: at } = importedFiles(info, { dir: crate.dir, folder, reach }, made);
    const placed = { from: source, files: made, at };
    const joining = { dir: crate.dir, folder, config, resolution, own, built: placed };
    const bundle = external_node_path_.join(into, 'bundle');
    const joined = packages.length > 0 || resolution.needed;
    const entry = joined ? await join(joining, packages, bundle, deno, modules, host) : config.entry;
    const configs = config.file === undefined ? [] : [config.file];
    if (!joined)
        await layOut(joining, configs, bundle, host);
    const lock = resolution.locked ? [resolution.lock] : [];
    const read = [...own, ...(joined ? [...resolution.configs, ...resolution.files, ...lock] : configs)];
    return {
        folder: bundle,
        entry,
        module: external_node_path_.posix.join(at, made.find((file) => file.endsWith('.wasm')) ?? ''),
        wasmBindgen,
        read: read.map((file) => external_node_path_.join(folder, file)),
        ...(joined ? { tools: { deno: deno.version } } : {}),
    };
}
async function bindgen({ built, into, equipment }, host) {
    const { file, args } = await equipment.tool('wasm-bindgen');
    const made = external_node_path_.join(into, 'made');
    const name = external_node_path_.basename(built.module, '.wasm');
    const flags = ['--target', 'bundler', '--no-typescript', '--out-dir', made, '--out-name', name];
    await host.run({ file, args: [...args, ...flags, built.module], trust: 'ours', timeoutMs: PACK_MS });
    return made;
}
function infoCommand(deno, entry, cwd, host) {
    return {
        file: deno,
        args: ['info', '--json', '--no-remote', '--no-npm', '--no-lock', entry],
        cwd,
        env: denoEnv(host),
        trust: 'ours',
        timeoutMs: PACK_MS,
    };
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(78474);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:stream/promises"
var promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: ./lib/edge/listen.js
var listen = __webpack_require__(32778);
;// CONCATENATED MODULE: ./lib/edge/deno/serve.js
var serve_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var serve_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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






const LIFE_MS = 20 * 60_000;
const LISTENING = { runtime: 'deno', on: 'stderr', says: /Listening on http:\/\/127\.0\.0\.1:(\d+)\// };
function serveDeno(bundle, { vars }, deno, host) {
    return (0,listen/* startServer */.U)(serveCommand(bundle, vars, deno, host), LISTENING, host);
}
function serveCommand(bundle, vars, deno, host) {
    const names = Object.keys(vars);
    const may = [
        '--no-prompt',
        '--allow-net',
        '--ignore-env',
        ...(names.length === 0 ? [] : [`--allow-env=${names.join(',')}`]),
    ];
    const alone = ['--no-remote', '--no-npm', '--no-lock', '--no-code-cache'];
    return {
        file: deno,
        args: ['serve', ...may, ...alone, '--host', '127.0.0.1', '--port', '0', bundle.entry],
        cwd: bundle.folder,
        env: { ...vars, ...denoEnv(host) },
        trust: 'theirs',
        timeoutMs: LIFE_MS,
    };
}
async function newProcessEach(start) {
    const startedAt = performance.now();
    let said = '';
    const open = new Set();
    const answer = async (asked, answered) => {
        try {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const server = serve_addDisposableResource(env_1, await start(), true);
                await passOn(asked, answered, server.url).finally(() => {
                    said = server.tail();
                });
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                const result_1 = serve_disposeResources(env_1);
                if (result_1)
                    await result_1;
            }
        }
        catch (error) {
            said ||= (0,lib_error/* messageOf */.bD)(error);
            answered.destroy();
        }
    };
    const proxy = (0,external_node_http_.createServer)((asked, answered) => {
        const done = answer(asked, answered).finally(() => open.delete(done));
        open.add(done);
    });
    proxy.listen(0, '127.0.0.1');
    await (0,external_node_events_.once)(proxy, 'listening');
    return {
        url: `http://127.0.0.1:${proxy.address().port}`,
        startedAt,
        listeningAt: performance.now(),
        tail: () => said,
        usage: () => Promise.resolve(undefined),
        forgets: true,
        async [Symbol.asyncDispose]() {
            proxy.closeAllConnections();
            await Promise.all([new Promise((resolve) => proxy.close(resolve)), ...open]);
        },
    };
}
async function passOn(asked, answered, to) {
    const passed = (0,external_node_http_.request)(new URL(asked.url ?? '/', to), { method: asked.method, headers: asked.headers, agent: false });
    const coming = (0,external_node_events_.once)(passed, 'response');
    coming.catch(() => undefined);
    await (0,promises_.pipeline)(asked, passed);
    const [got] = await coming;
    answered.writeHead(got.statusCode ?? 502, got.headers);
    await (0,promises_.pipeline)(got, answered);
}

;// CONCATENATED MODULE: ./lib/edge/deno/deno.js





const deno = {
    open: async (crate, _, host) => serviceOf(crate, await readConfig(crate.dir, host), host),
};
function serviceOf(crate, config, host) {
    return {
        target: 'wasm32-unknown-unknown',
        needs: crate.dependencies.includes('wasm-bindgen') ? ['wasm-bindgen'] : [],
        pack: async (built, into, equipment, tools) => packDeno({ built, crate, config, into, equipment, modules: await tools }, host),
        runtime: async (tools) => `deno ${(await denoIn(await tools, host)).version}`,
        async serve(bundle, options, tools) {
            const { file } = await denoIn(await tools, host);
            const start = () => serveDeno(bundle, options, file, host);
            return options.isolates === 'one' ? start() : newProcessEach(start);
        },
        async serveCounted(bundle, module, options, tools) {
            const { file } = await denoIn(await tools, host);
            const copy = await (0,counted/* withCounters */.aM)(bundle, module, 'by import', host);
            return (0,counted/* countedServer */.Cp)(await (0,counted/* startedFor */.jr)(copy, () => serveDeno(copy, options, file, host)), copy);
        },
    };
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
