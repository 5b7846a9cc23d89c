export const id = 848;
export const ids = [848];
export const modules = {

/***/ 85848:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  deno: () => (/* binding */ deno)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/jsonc-parser/lib/umd/main.js
var main = __webpack_require__(99547);
// EXTERNAL MODULE: ./lib/error.js
var lib_error = __webpack_require__(58353);
;// CONCATENATED MODULE: ./lib/edge/deno/config.js



const FILES = ['deno.json', 'deno.jsonc']; // deno's own order
/** What is taken where the configuration names no entry. */
const ENTRIES = ['main.ts', 'main.tsx', 'main.js', 'main.mjs'];
/**
 * Reads the configuration beside a crate's Cargo.toml.
 * @param dir of the crate, from the root of the repository
 * @throws ShipError where no entry is named and none is there
 */
async function readConfig(dir, host) {
    const there = (name) => external_node_path_.join(host.folders.workspace, dir, name);
    const shown = (name) => external_node_path_.posix.join(dir, name);
    const first = async (names) => {
        for (const name of names)
            if (await host.files.exists(there(name)))
                return name;
        return undefined;
    };
    const file = await first(FILES);
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
/**
 * The entry that a configuration names for Deno Deploy: `deploy.entrypoint`, or `deploy.runtime.entrypoint`.
 * @throws ShipError where it is no JSON, or the entry no file below its folder
 */
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




/**
 * What an entry imports, types aside. A file that has the name of what is built is that, wherever it is expected: what lies
 * there from an earlier build is not looked at.
 * @param made names of the files that are built
 * @throws ShipError where something is not in the crate's folder, or nothing that is built is imported
 */
function importedFiles(info, crate, made) {
    const modules = new Map(info.modules.map((module) => [module.specifier, module]));
    const own = new Set();
    const places = new Set();
    const open = [...info.roots];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (next.startsWith('node:'))
            continue;
        const file = fileOf(next, crate);
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
        for (const { code } of module?.dependencies ?? [])
            if (code?.specifier !== undefined)
                open.push(code.specifier);
    }
    const [place, ...others] = places;
    if (place !== undefined && others.length === 0)
        return { own: [...own].sort(), made: place };
    throw new lib_error/* ShipError */.fS('build', place === undefined
        ? `The entry imports nothing of what is built: ${made.join(', ')}.`
        : `What is built is imported from ${places.size} folders: ${[...places].sort().join(', ')}; wanted: one.`, { hint: `For example: import { … } from "./${made[0] ?? ''}".`, place: { file: (0,lib_crate/* manifestOf */.$V)(crate) } });
}
function fileOf(specifier, { dir, folder }) {
    if (!specifier.startsWith('file:')) {
        throw new lib_error/* ShipError */.fS('build', `Not yet: the entry in ${dir} imports \`${specifier}\`; wanted: files of the crate's folder, and \`node:\`.`, {
            hint: 'Bundle such imports into a file of this folder before this step, and import that file.',
        });
    }
    const file = external_node_path_.relative(folder, (0,external_node_url_.fileURLToPath)(specifier)).replaceAll('\\', '/');
    if (!file.startsWith('../') && !external_node_path_.isAbsolute(file))
        return file;
    throw new lib_error/* ShipError */.fS('build', `The entry in ${dir} imports ${file}; wanted: files of the crate's folder, or below it.`);
}
function firstLine(text) {
    return text.split('\n')[0] ?? '';
}

;// CONCATENATED MODULE: ./lib/edge/deno/pack.js


const PACK_MS = 5 * 60_000;
const UNSEEN = 'what the entry imports may be files that git does not have';
/**
 * The bundle: the entry, the files that it imports, the configuration, and what is built in the place where they import it
 * from. Nothing is compiled or joined: Deno Deploy takes TypeScript and wasm as they are.
 */
async function packDeno(wish, host) {
    const { built, crate, config, into } = wish;
    const wasmBindgen = crate.dependencies.includes('wasm-bindgen');
    const source = wasmBindgen ? await bindgen(wish, host) : external_node_path_.dirname(built.module);
    const made = wasmBindgen ? await host.files.list(source) : [external_node_path_.basename(built.module)];
    const folder = external_node_path_.join(host.folders.workspace, crate.dir);
    const { stdout } = await host.run(infoCommand(wish.deno, config.entry, folder, host));
    const imported = importedFiles(JSON.parse(stdout), { dir: crate.dir, folder }, made);
    const bundle = external_node_path_.join(into, 'bundle');
    const own = config.file === undefined ? imported.own : [...imported.own, config.file];
    for (const file of own)
        await host.files.copy(external_node_path_.join(folder, file), external_node_path_.join(bundle, file));
    for (const file of made)
        await host.files.copy(external_node_path_.join(source, file), external_node_path_.join(bundle, imported.made, file));
    const module = made.find((file) => file.endsWith('.wasm')) ?? '';
    return {
        folder: bundle,
        entry: config.entry,
        module: external_node_path_.posix.join(imported.made, module),
        wasmBindgen,
        unseen: UNSEEN,
    };
}
/** The glue of wasm-bindgen that imports the module as a module: deno loads and compiles it, no code of ours. */
async function bindgen({ built, into, equipment }, host) {
    const { file, args } = await equipment.tool('wasm-bindgen');
    const made = external_node_path_.join(into, 'made');
    const name = external_node_path_.basename(built.module, '.wasm');
    const flags = ['--target', 'bundler', '--no-typescript', '--out-dir', made, '--out-name', name];
    await host.run({ file, args: [...args, ...flags, built.module], trust: 'ours', timeoutMs: PACK_MS });
    return made;
}
/** Reads the imports, runs nothing, and asks no registry. */
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
/** For every deno that we start: its cache is ours, and it asks nobody for a newer version. */
function denoEnv(host) {
    return { DENO_DIR: external_node_path_.join(host.folders.work, 'deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
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






const LIFE_MS = 20 * 60_000;
/** What deno 2 prints when it accepts connections. */
const LISTENING = { runtime: 'deno', on: 'stderr', says: /Listening on http:\/\/127\.0\.0\.1:(\d+)\// };
/** Serves a bundle in deno, on a free port of loopback. */
function serveDeno(bundle, { vars }, deno, host) {
    return (0,listen/* startServer */.U)(serveCommand(bundle, vars, deno, host), LISTENING, host);
}
/** A service talks to the network and reads its variables; it has no files, programs or native code here. */
function serveCommand(bundle, vars, deno, host) {
    const names = Object.keys(vars);
    const may = ['--no-prompt', '--allow-net', ...(names.length === 0 ? [] : [`--allow-env=${names.join(',')}`])];
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
/** A server that starts a new process for each request: deno cannot make a new isolate that knows nothing of the last one. */
async function newProcessEach(start) {
    const startedAt = performance.now();
    let said = '';
    const open = new Set();
    const answer = async (asked, answered) => {
        try {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const server = __addDisposableResource(env_1, await start(), true);
                await passOn(asked, answered, server.url).finally(() => {
                    said = server.tail();
                });
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
        tail: () => said,
        async [Symbol.asyncDispose]() {
            proxy.closeAllConnections();
            await Promise.all([new Promise((resolve) => proxy.close(resolve)), ...open]);
        },
    };
}
async function passOn(asked, answered, to) {
    const passed = (0,external_node_http_.request)(new URL(asked.url ?? '/', to), { method: asked.method, headers: asked.headers, agent: false });
    const coming = (0,external_node_events_.once)(passed, 'response');
    coming.catch(() => undefined); // where the request fails before it, nobody waits for this one any more
    await (0,promises_.pipeline)(asked, passed);
    const [got] = await coming;
    answered.writeHead(got.statusCode ?? 502, got.headers);
    await (0,promises_.pipeline)(got, answered);
}

;// CONCATENATED MODULE: ./lib/edge/deno/deno.js




/** Deno Deploy: the bundle is the user's entry with all that it imports, deno serves it. Deploying it comes later. */
const deno = {
    open: async (crate, _, host) => serviceOf(crate, await readConfig(crate.dir, host), host),
};
function serviceOf(crate, config, host) {
    return {
        target: 'wasm32-unknown-unknown',
        needs: crate.dependencies.includes('wasm-bindgen') ? ['wasm-bindgen'] : [],
        pack: async (built, into, equipment, tools) => packDeno({ built, crate, config, into, equipment, deno: denoFile(await tools, host) }, host),
        runtime: async (tools) => {
            const manifest = await host.files.text(external_node_path_.join(await tools, 'deno', 'package.json'));
            return `deno ${JSON.parse(manifest).version}`;
        },
        async serve(bundle, options, tools) {
            const file = denoFile(await tools, host);
            const start = () => serveDeno(bundle, options, file, host);
            return options.isolates === 'one' ? start() : newProcessEach(start);
        },
    };
}
/** Its npm package has the program itself in one package for each platform; no install script is needed for that. */
function denoFile(modules, host) {
    const { os, arch } = host.platform;
    const name = `${os}-${arch}${os === 'linux' ? '-glibc' : ''}`;
    return external_node_path_.join(modules, '@deno', name, os === 'win32' ? 'deno.exe' : 'deno');
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
/**
 * Starts an edge's runtime, which chooses a free port of loopback and tells it.
 * @throws ShipError where it ends before that, or takes too long; nothing is left running
 */
async function startServer(command, listening, host) {
    const child = await host.start(command);
    try {
        const port = await portOf(child, listening, host.signal);
        return {
            url: `http://127.0.0.1:${port}`,
            startedAt: child.startedAt,
            tail: () => lastLines(child),
            [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
        };
    }
    catch (error) {
        await child[Symbol.asyncDispose]();
        throw error;
    }
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
