export const id = 977;
export const ids = [977];
export const modules = {

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


/***/ }),

/***/ 64977:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  wasi: () => (/* binding */ wasi)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/platform.js
var platform = __webpack_require__(82480);
// EXTERNAL MODULE: ./lib/crate.js
var lib_crate = __webpack_require__(58240);
// EXTERNAL MODULE: ./lib/error.js
var error = __webpack_require__(58353);
// EXTERNAL MODULE: ./lib/wasm/component.js
var wasm_component = __webpack_require__(85535);
;// CONCATENATED MODULE: ./lib/edge/wasi/pack.js




const HANDLER = 'wasi:http/incoming-handler';
async function packWasi(built, crate, into, host) {
    refuseCommand(await host.files.read(built.module), crate);
    const folder = external_node_path_.join(into, 'bundle');
    const module = external_node_path_.basename(built.module);
    await host.files.copy(built.module, external_node_path_.join(folder, module));
    return { folder, entry: module, module, wasmBindgen: false };
}
function refuseToServe(crate) {
    if (crate.latency === undefined)
        return;
    throw new error/* ShipError */.fS('plan', `${crate.name} is built for wasm32-wasip1, as cargo's configuration says, and what is built for it answers no requests.`, {
        hint: 'For a command, set `latency` to `false`: there is nothing to serve. For a service, a `.cargo/config.toml` of its own with `target = "wasm32-wasip2"` in `[build]` decides over the others.',
        place: { file: (0,lib_crate/* manifestOf */.$V)(crate) },
    });
}
function refuseCommand(component, crate) {
    if (crate.latency === undefined)
        return;
    const exported = (0,wasm_component/* componentExports */.LS)(component);
    if (exported.some((name) => name.startsWith(`${HANDLER}@`)))
        return;
    throw new error/* ShipError */.fS('build', `${crate.name} answers no requests: its component exports ${exported.join(', ') || 'nothing'}, and no ${HANDLER}.`, {
        hint: 'Write the service with `#[wstd::http_server]`. For a command, set `latency` to `false`: there is nothing to serve.',
        place: { file: (0,lib_crate/* manifestOf */.$V)(crate) },
    });
}

// EXTERNAL MODULE: ./lib/wasm/tell-work.js
var tell_work = __webpack_require__(21431);
// EXTERNAL MODULE: ./lib/edge/listen.js
var listen = __webpack_require__(32778);
;// CONCATENATED MODULE: ./lib/edge/wasi/serve.js




const COMPILE_MS = 5 * 60_000;
const LIFE_MS = 20 * 60_000;
const LISTENING = { runtime: 'wasmtime', on: 'stderr', says: /Serving HTTP on http:\/\/127\.0\.0\.1:(\d+)\// };
function compiledOnce(host) {
    const known = new Map();
    return (bundle, wasmtime) => {
        const file = known.get(bundle.digest) ?? compile(bundle, wasmtime, host);
        known.set(bundle.digest, file);
        return file;
    };
}
async function compile(bundle, wasmtime, host) {
    const to = external_node_path_.join(host.folders.work, `${bundle.digest.slice(0, 16)}-${host.random(3)}.cwasm`);
    await host.run(compileCommand(wasmtime, external_node_path_.join(bundle.folder, bundle.entry), to));
    return to;
}
function compileCommand(wasmtime, from, to) {
    return { file: wasmtime, args: ['compile', from, '-o', to], trust: 'theirs', timeoutMs: COMPILE_MS };
}
async function serveWasmtime(compiled, { vars }, wasmtime, host, onLine) {
    const env = Object.keys(vars).flatMap((name) => ['--env', name]);
    const args = ['serve', '-S', 'cli', '--allow-precompiled', '--addr', '127.0.0.1:0', ...env, compiled];
    const command = { file: wasmtime, args, env: vars, trust: 'theirs', timeoutMs: LIFE_MS };
    return (0,listen/* startServer */.U)(command, { ...LISTENING, ...(onLine === undefined ? {} : { onLine }) }, host);
}
const TOLD_MS = 5000;
async function serveCountedWasmtime(bundle, options, wasmtime, host) {
    const copy = (0,tell_work/* tellWork */.$G)(await host.files.read(external_node_path_.join(bundle.folder, bundle.entry)));
    if (copy.kind === 'not available')
        throw new error/* ShipError */.fS('probe', `The component cannot tell what it executes: ${copy.why}.`);
    const dir = await host.files.temp('counted');
    try {
        const file = external_node_path_.join(dir.path, 'counted.wasm');
        const compiled = external_node_path_.join(dir.path, 'counted.cwasm');
        await host.files.write(file, copy.bytes);
        await host.run(compileCommand(wasmtime, file, compiled));
        const told = new Map();
        const take = (0,tell_work/* toldWork */.Tr)();
        const server = await serveWasmtime(compiled, options, wasmtime, host, (line) => {
            const one = take(line);
            if (one !== undefined)
                told.set(one.request, one);
        });
        let asked = 0;
        return {
            ...server,
            async counting(ask) {
                const request = asked++;
                const value = await ask();
                const until = host.clock.now() + TOLD_MS;
                while (!told.has(request) && host.clock.now() < until)
                    await host.clock.sleep(2);
                return { value, work: told.get(request)?.work };
            },
            memory: async () => (told.size === 0 ? undefined : Math.max(...[...told.values()].map(({ memory }) => memory))),
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

;// CONCATENATED MODULE: ./lib/edge/wasi/wasi.js




const wasi = {
    async open(crate, _, host, target) {
        if (target === 'wasm32-wasip1')
            refuseToServe(crate);
        return serviceOf(crate, target, host);
    },
};
const QUICK_MS = 20_000;
function serviceOf(crate, target, host) {
    const compiled = compiledOnce(host);
    return {
        target,
        needs: [],
        pack: (built, into) => packWasi(built, crate, into, host),
        async runtime(tools) {
            const file = await wasmtimeFile(tools, host);
            const { stdout } = await host.run({ file, args: ['--version'], trust: 'ours', timeoutMs: QUICK_MS });
            return stdout.trim().split(' ').slice(0, 2).join(' ');
        },
        async serve(bundle, options, tools) {
            const wasmtime = await wasmtimeFile(tools, host);
            return serveWasmtime(await compiled(bundle, wasmtime), options, wasmtime, host);
        },
        serveCounted: async (bundle, _, options, tools) => serveCountedWasmtime(bundle, options, await wasmtimeFile(tools, host), host),
    };
}
async function wasmtimeFile(tools, host) {
    return external_node_path_.join(await tools, (0,platform/* programName */.kX)('wasmtime', host.platform));
}


/***/ })

};
