export const id = 317;
export const ids = [317];
export const modules = {

/***/ 15317:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var _host_actions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(11666);
/* harmony import */ var _host_secrets_file_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(20022);
/* harmony import */ var _store_cargo_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(14453);
/* harmony import */ var _store_tools_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(16854);
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




async function post(runner, env, action) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        await (0,_host_secrets_file_js__WEBPACK_IMPORTED_MODULE_1__/* .sweepSecrets */ .W)(runner.temp);
        const { save, cargo = [] } = JSON.parse(env.STATE_WASM_SHIP ?? '{}');
        if (save === undefined && cargo.length === 0)
            return 0;
        const host = __addDisposableResource(env_1, await (0,_host_actions_js__WEBPACK_IMPORTED_MODULE_0__.actionsHost)(runner, env, '', action, new AbortController().signal), true);
        if (save !== undefined)
            await (0,_store_tools_js__WEBPACK_IMPORTED_MODULE_3__/* .saveTools */ .F)(save, host);
        for (const file of cargo) {
            if (!(await host.files.exists(file)))
                continue;
            await (0,_store_cargo_js__WEBPACK_IMPORTED_MODULE_2__/* .saveCargo */ .GY)(JSON.parse(await host.files.text(file)), host);
        }
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

/***/ 14453:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GY: () => (/* binding */ saveCargo),
/* harmony export */   Pe: () => (/* binding */ restoreCargo),
/* harmony export */   aK: () => (/* binding */ judgeCargo),
/* harmony export */   bg: () => (/* binding */ cargoKeys),
/* harmony export */   uF: () => (/* binding */ unitOf)
/* harmony export */ });
/* unused harmony exports keptOfBuild, keptOfHome */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(77934);
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(58353);
/* harmony import */ var _units_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(83052);
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





function cargoKeys(facts, { os, arch }) {
    const { rustc, target, profile, environment, places, features, lockfile, manifests } = facts;
    const machine = digest([rustc, target, profile, environment, places]);
    const source = digest([[...features].sort(), lockfile, manifests]);
    const prefix = `wasm-ship-cargo-1-${os}-${arch}-${machine}-`;
    return { key: `${prefix}${source}`, prefix, off: `wasm-ship-cargo-off-1-${os}-${arch}-${machine}-${source}` };
}
function digest(facts) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}
const NOTE = 'cache.json';
const note = valibot__WEBPACK_IMPORTED_MODULE_4__/* .strictObject */ .rej({
    form: valibot__WEBPACK_IMPORTED_MODULE_4__/* .literal */ .euz(1),
    coldMs: valibot__WEBPACK_IMPORTED_MODULE_4__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_4__/* .minValue */ .Wwf(0)),
    off: valibot__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_4__/* .literal */ .euz(true)),
});
async function restoreCargo(keys, places, host) {
    const aside = asideOf(host);
    const since = host.clock.now();
    try {
        await host.files.remove(aside);
        const found = await host.cache.restore([aside], keys.off, [keys.key, keys.prefix]);
        if (found === undefined)
            return { kind: 'cold' };
        const { coldMs, off } = valibot__WEBPACK_IMPORTED_MODULE_4__/* .parse */ .qgA(note, JSON.parse(await host.files.text(node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, NOTE))));
        if (off === true) {
            host.log.info('The cargo cache did not pay for this Cargo.lock before: it is off until the lock changes.');
            return { kind: 'off' };
        }
        const bytes = await host.files.bytes(aside);
        await disarm(node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, 'home'), host);
        for (const part of partsOf(places))
            await put(part, node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, part.name), host);
        const ms = host.clock.now() - since;
        host.log.info(`Cargo from the cache: ${found}, ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBytes */ .z3)(bytes)} in ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(ms)}.`);
        return { kind: 'restored', exact: found === keys.key, ms, coldMs };
    }
    catch (error) {
        if (error instanceof _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS && error.fault === 'cancelled')
            throw error;
        host.log.warning(`The cargo cache is left out: ${(0,_error_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}`);
        return { kind: 'cold' };
    }
    finally {
        await host.files.remove(aside).catch(() => undefined);
    }
}
const KEPT_OF_HOME = ['registry/index', 'registry/cache', 'git/db'];
const ARCHIVE_OR_LINE = /^registry\/(cache\/[^/]+\/[^/]+\.crate|index\/[^/]+\/\.cache\/.+)$/;
const CONFIG_OR_GIT = /^(registry\/index\/[^/]+\/(config\.json$|\.git\/)|git\/db\/[^/]+\/)/;
function takenOfHome({ tokens }) {
    return (file) => ARCHIVE_OR_LINE.test(file) || (tokens !== true && CONFIG_OR_GIT.test(file));
}
function partsOf(places) {
    const build = {
        ...{ name: 'build', root: places.build, thing: (file) => file, unit: unitOf },
        ...{ folders: ['.'], takes: () => true },
    };
    if (places.home === undefined)
        return [build];
    const home = {
        ...{ name: 'home', root: places.home, thing: homeThing, unit: homeThing },
        ...{ folders: KEPT_OF_HOME, takes: takenOfHome(places) },
    };
    return [home, build];
}
function homeThing(file) {
    return /^(git\/db\/[^/]+|registry\/index\/[^/]+\/\.git)\//.exec(file)?.[1] ?? file;
}
function unitOf(file) {
    return /(?:^|[-/])([0-9a-f]{16})(?=[./]|$)/.exec(file)?.[1];
}
const OF_GIT = /^(HEAD|packed-refs|shallow|refs\/.+|objects\/(?!info\/(http-)?alternates$).+)$/;
async function disarm(home, host) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const files = await listed(home, KEPT_OF_HOME, host);
        const plain = __addDisposableResource(env_1, await host.files.temp('git'), true);
        for (const repository of new Set(files.map(homeThing).filter((thing) => !files.includes(thing)))) {
            const from = node_path__WEBPACK_IMPORTED_MODULE_1__.join(home, repository);
            const to = node_path__WEBPACK_IMPORTED_MODULE_1__.join(plain.path, repository);
            const own = files.flatMap((file) => homeThing(file) === repository ? [node_path__WEBPACK_IMPORTED_MODULE_1__.posix.relative(repository, file)] : []);
            const bare = own.includes('config') && /^\s*bare\s*=\s*true/m.test(await host.files.text(node_path__WEBPACK_IMPORTED_MODULE_1__.join(from, 'config')));
            for (const file of own.filter((name) => OF_GIT.test(name)))
                await host.files.rename(node_path__WEBPACK_IMPORTED_MODULE_1__.join(from, file), node_path__WEBPACK_IMPORTED_MODULE_1__.join(to, file));
            await host.files.remove(from);
            await host.files.write(node_path__WEBPACK_IMPORTED_MODULE_1__.join(to, 'config'), `[core]\n\trepositoryformatversion = 0\n\tbare = ${bare}\n`);
            await host.files.rename(to, from);
        }
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
async function put(part, from, host) {
    const there = new Set((await listed(part.root, part.folders, host)).map(part.unit));
    const kept = (await listed(from, part.folders, host)).filter(part.takes);
    const missing = new Set(kept.filter((file) => !there.has(part.unit(file))).map(part.thing));
    const inOrder = [...missing].sort((a, b) => Number(a.includes('.fingerprint/')) - Number(b.includes('.fingerprint/')));
    for (const thing of inOrder)
        await host.files.link(node_path__WEBPACK_IMPORTED_MODULE_1__.join(from, thing), node_path__WEBPACK_IMPORTED_MODULE_1__.join(part.root, thing));
}
async function listed(root, folders, host) {
    const lists = folders.map(async (folder) => {
        const full = node_path__WEBPACK_IMPORTED_MODULE_1__.join(root, folder);
        if (!(await host.files.exists(full)))
            return [];
        return (await host.files.list(full)).map((file) => node_path__WEBPACK_IMPORTED_MODULE_1__.posix.join(folder, file));
    });
    return (await Promise.all(lists)).flat();
}
function keptOfBuild(files, units) {
    const wanted = new Set(units);
    return files.filter((file) => {
        const unit = unitOf(file);
        return unit !== undefined && wanted.has(unit) && !file.split('/').includes('incremental');
    });
}
function keptOfHome(files, packages) {
    const names = new Set(packages.map(({ name }) => name.toLowerCase()));
    const archives = new Set(packages.map(({ name, version }) => `${name}-${version}.crate`));
    const repositories = new Set(packages.flatMap(({ source }) => repositoryName(source)));
    const kept = files.filter((file) => {
        const [folder, kind, name = '', ...rest] = file.split('/');
        if (folder === 'git' && kind === 'db')
            return repositories.has(name.replace(/-[0-9a-f]{16}$/, '').toLowerCase());
        if (folder !== 'registry')
            return false;
        const last = rest.at(-1) ?? '';
        if (kind === 'cache')
            return archives.has(last);
        return kind === 'index' && (rest[0] !== '.cache' || names.has(last));
    });
    return [...new Set(kept.map(homeThing))];
}
function repositoryName(source) {
    const address = /^git\+([^?#]+)/.exec(source)?.[1];
    const name = address?.replace(/\/+$/, '').split('/').at(-1);
    return name === undefined ? [] : [name.replace(/\.git$/, '').toLowerCase()];
}
function judgeCargo({ warmth, ms, compiled }) {
    if (warmth.kind !== 'restored')
        return { keep: warmth.kind === 'cold' && compiled > 0 ? 'cache' : undefined, coldMs: ms };
    const coldMs = Math.max(warmth.coldMs, ms);
    if (!warmth.exact)
        return { keep: compiled > 0 ? 'cache' : undefined, coldMs };
    const saved = warmth.coldMs - ms;
    if (saved >= warmth.ms)
        return { keep: undefined, coldMs };
    const gain = saved > 0 ? `it saved ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(saved)}` : 'it saved nothing';
    return {
        keep: 'off',
        coldMs,
        notice: `The cargo cache did not pay: it took ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(warmth.ms)}, and ${gain} of a build of ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(warmth.coldMs)}.`,
    };
}
async function saveCargo(wish, host) {
    const aside = asideOf(host);
    const since = host.clock.now();
    try {
        await host.files.remove(aside);
        if (await host.cache.has([aside], wish.key))
            return;
        if (wish.what !== undefined)
            await gather(wish.what, aside, host);
        const told = { form: 1, coldMs: wish.coldMs, ...(wish.what === undefined ? { off: true } : {}) };
        await host.files.write(node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, NOTE), JSON.stringify(told));
        const bytes = await host.files.bytes(aside);
        if (!(await host.cache.save([aside], wish.key)))
            return;
        host.log.info(`Kept for later runs: ${wish.key}, ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBytes */ .z3)(bytes)} in ${(0,_units_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMs */ ._V)(host.clock.now() - since)}.`);
    }
    catch (error) {
        host.log.warning(`The cargo cache could not be kept: ${(0,_error_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}`);
    }
    finally {
        await host.files.remove(aside).catch(() => undefined);
    }
}
async function gather(what, aside, host) {
    for (const { name, root, folders, takes } of partsOf(what.places)) {
        const files = (await listed(root, folders, host)).filter(takes);
        const kept = name === 'home' ? keptOfHome(files, what.packages) : keptOfBuild(files, what.units);
        for (const thing of kept)
            await host.files.link(node_path__WEBPACK_IMPORTED_MODULE_1__.join(root, thing), node_path__WEBPACK_IMPORTED_MODULE_1__.join(aside, name, thing));
    }
}
function asideOf(host) {
    return node_path__WEBPACK_IMPORTED_MODULE_1__.join(host.folders.work, 'cargo-cache');
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


const LOCKS = [
    ...['cloudflare', 'deno', 'wasm-opt'].map((name) => `${name}/package-lock.json`),
    ...['wasm-bindgen/Cargo.lock', 'wasi/requirements.txt', 'rustc-wrapper/main.rs'],
];
async function restoreTools(versions, wanted, host) {
    const locks = await Promise.all(LOCKS.map((name) => host.files.text(node_path__WEBPACK_IMPORTED_MODULE_1__.join(host.folders.action, 'tools', name))));
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
async function saveTools(key, host) {
    const { tools } = host.folders;
    if (!(await host.files.exists(tools)) || (await host.cache.has([tools], key)))
        return;
    await host.cache.save([tools], key);
}


/***/ })

};
