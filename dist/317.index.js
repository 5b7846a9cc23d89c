export const id = 317;
export const ids = [317];
export const modules = {

/***/ 15317:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var _host_actions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(56423);
/* harmony import */ var _store_tools_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16854);
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


/** After the job: keeps the tools for later runs, where the plan said so. Never fails a job. @returns the exit code */
async function post(runner, env, action) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const state = JSON.parse(env.STATE_WASM_SHIP ?? '{}');
        if (state.save === undefined)
            return 0;
        const host = __addDisposableResource(env_1, await (0,_host_actions_js__WEBPACK_IMPORTED_MODULE_0__.actionsHost)(runner, env, '', action, new AbortController().signal), true);
        await (0,_store_tools_js__WEBPACK_IMPORTED_MODULE_1__/* .saveTools */ .F)(state.save, host);
        return 0;
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


/***/ }),

/***/ 16854:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ saveTools),
/* harmony export */   w: () => (/* binding */ restoreTools)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);


/**
 * Tools that we installed, from an earlier run.
 * @param versions of the tools that the crate chooses (`name@version`): with our lock files they make the key
 */
async function restoreTools(versions, wanted, host) {
    const locks = await Promise.all(['cloudflare', 'wasm-opt', 'wasm-bindgen'].map((name) => lockOf(name, host)));
    const digest = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update([...locks, ...versions].join('\n'))
        .digest('hex')
        .slice(0, 16);
    const prefix = `wasm-ship-tools-1-${host.platform.os}-${host.platform.arch}-`;
    const key = `${prefix}${digest}`;
    if (!wanted)
        return { key, found: undefined };
    const found = await host.cache.restore([host.folders.tools], key, [prefix]);
    if (found !== undefined)
        host.log.info(`Tools from the cache: ${found}`);
    return { key, found };
}
/** Keeps the tools for later runs. */
async function saveTools(key, host) {
    if (await host.files.exists(host.folders.tools))
        await host.cache.save([host.folders.tools], key);
}
async function lockOf(name, host) {
    const file = node_path__WEBPACK_IMPORTED_MODULE_1__.join(host.folders.action, 'tools', name, name === 'wasm-bindgen' ? 'Cargo.lock' : 'package-lock.json');
    return host.files.text(file);
}


/***/ })

};
