import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 42613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 20181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 35317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 49140:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("constants");

/***/ }),

/***/ 76982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 72250:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("dns");

/***/ }),

/***/ 24434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 79896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 91943:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs/promises");

/***/ }),

/***/ 58611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 85675:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http2");

/***/ }),

/***/ 65692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 69278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 34589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 16698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 31421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 37540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 77598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 53053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 40610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 78474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 73024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 51455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 37067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 32467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 44708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 98995:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:module");

/***/ }),

/***/ 77030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 48161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 76760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 41792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 57075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 46466:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");

/***/ }),

/***/ 46193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");

/***/ }),

/***/ 58500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 41692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 73136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 57975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 73429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 75919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 38522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 70857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 16928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 13193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 53557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 16460:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers/promises");

/***/ }),

/***/ 64756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 52018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 87016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 39023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 43106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 93558:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   LP: () => (/* binding */ GIT_TOKEN),
/* harmony export */   qV: () => (/* binding */ GIT_HOST),
/* harmony export */   qe: () => (/* binding */ gitServer)
/* harmony export */ });
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(58353);

const GIT_TOKEN = 'CARGO_GIT_TOKEN';
const GIT_HOST = 'CARGO_GIT_HOST';
function gitServer(env) {
    if ((env[GIT_TOKEN] ?? '') === '')
        return undefined;
    const given = (env[GIT_HOST] ?? '').trim();
    if (given === '')
        return originOf(env.GITHUB_SERVER_URL ?? '') ?? 'https://github.com';
    const origin = originOf(given.includes('://') ? given : `https://${given}`);
    if (origin !== undefined)
        return origin;
    throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('input', `The variable ${GIT_HOST} is \`${given}\`; wanted: a host, such as \`github.com\`.`, {
        hint: `Its repositories are fetched by https with ${GIT_TOKEN}. \`http://\` is for this machine alone (\`http://127.0.0.1:PORT\`).`,
    });
}
const HOST = /^[a-z0-9.-]+(:\d+)?$/;
const LOOPBACK = /^(127\.0\.0\.1|localhost)$/;
function originOf(text) {
    if (!URL.canParse(text))
        return undefined;
    const { protocol, host, hostname, origin, pathname, search, hash, username, password } = new URL(text);
    const bare = [username, password, search, hash].every((part) => part === '') && pathname === '/';
    const safe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
    return bare && safe && HOST.test(host) ? origin : undefined;
}


/***/ }),

/***/ 28416:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ sccacheVariables)
/* harmony export */ });
const OURS = /^SCCACHE_(START_SERVER|NO_DAEMON|STARTUP_NOTIFY|SERVER_(UDS|PORT)|IDLE_TIMEOUT)$/;
const BACKENDS = {
    SCCACHE_GHA_ENABLED: /^ACTIONS_(RESULTS_URL|RUNTIME_TOKEN|CACHE_URL|CACHE_SERVICE_V2)$/,
    SCCACHE_BUCKET: /^AWS_/,
    SCCACHE_GCS_BUCKET: /^GOOGLE_APPLICATION_CREDENTIALS$/,
    SCCACHE_OSS_BUCKET: /^ALIBABA_CLOUD_/,
    SCCACHE_COS_BUCKET: /^TENCENTCLOUD_/,
};
function sccacheVariables(env) {
    const set = Object.keys(env).filter((name) => (env[name] ?? '') !== '');
    const backends = Object.entries(BACKENDS).flatMap(([asks, reads]) => (set.includes(asks) ? [reads] : []));
    return set.filter((name) => (name.startsWith('SCCACHE_') && !OURS.test(name)) || backends.some((reads) => reads.test(name)));
}


/***/ }),

/***/ 43394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $p: () => (/* binding */ chooseEdge),
/* harmony export */   BP: () => (/* binding */ chooseCrate),
/* harmony export */   Cs: () => (/* binding */ chooseCrates),
/* harmony export */   eq: () => (/* binding */ chooseProgram)
/* harmony export */ });
/* harmony import */ var _crate_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(58240);
/* harmony import */ var _edge_names_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(86213);
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(58353);



function chooseEdge(inputs, crate) {
    const edge = inputs.edge === 'auto' ? edgeOf(crate) : inputs.edge;
    if (_edge_names_js__WEBPACK_IMPORTED_MODULE_1__/* .EDGES */ .p[edge].reach === 'name')
        throw (0,_error_js__WEBPACK_IMPORTED_MODULE_2__/* .notYet */ .y8)(`\`edge: ${edge}\``, 'Use `cloudflare`, `deno` or `wasi`.');
    return edge;
}
function chooseProgram(edge, crate) {
    if (crate.cdylib)
        return undefined;
    if (edge !== 'wasi')
        throw noModule([crate]);
    const program = crate.programs.length === 1 ? crate.programs[0] : crate.programs.find((name) => name === crate.name);
    if (program !== undefined)
        return program;
    throw new _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS('plan', `${crate.name} has several programs: ${crate.programs.join(', ')}.`, {
        hint: `Which one ships is told by its name: call it \`${crate.name}\`, as the package.`,
        place: { file: (0,_crate_js__WEBPACK_IMPORTED_MODULE_0__/* .manifestOf */ .$V)(crate) },
    });
}
function edgesOf({ files }) {
    return Object.keys(_edge_names_js__WEBPACK_IMPORTED_MODULE_1__/* .EDGES */ .p).filter((name) => _edge_names_js__WEBPACK_IMPORTED_MODULE_1__/* .EDGES */ .p[name].marks.some((mark) => files.includes(mark)));
}
function edgeOf(crate) {
    const names = edgesOf(crate);
    const [only] = names;
    if (only !== undefined && names.length === 1)
        return only;
    const marks = Object.values(_edge_names_js__WEBPACK_IMPORTED_MODULE_1__/* .EDGES */ .p).flatMap((edge) => edge.marks);
    throw new _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS('plan', names.length === 0
        ? `${crate.name}: no edge is named, and no file in ${crate.dir} tells it (looked for ${marks.join(', ')}).`
        : `${crate.name}: no edge is named, and its files speak for ${names.join(' and ')}.`, { hint: 'Set `edge` in the workflow or in [package.metadata.wasm-ship].', place: { file: (0,_crate_js__WEBPACK_IMPORTED_MODULE_0__/* .manifestOf */ .$V)(crate) } });
}
function chooseCrates({ package: names, workingDirectory }, crates) {
    if (names === undefined || names.length === 0)
        return [chooseCrate({ package: undefined, workingDirectory }, crates)];
    if (names === '*')
        return allOf(crates, workingDirectory);
    const chosen = names.map((name) => attempted(() => chooseCrate({ package: name, workingDirectory }, crates)));
    const wrong = chosen.flatMap((one) => (one instanceof _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS ? [one] : []));
    const [first] = wrong;
    if (first === undefined)
        return chosen.flatMap((one) => (one instanceof _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS ? [] : [one]));
    if (wrong.length === 1)
        throw first;
    throw new _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS('input', wrong.map(({ message }) => message).join('\n'), {
        ...(first.hint === undefined ? {} : { hint: first.hint }),
    });
}
function attempted(work) {
    try {
        return work();
    }
    catch (error) {
        if (error instanceof _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS)
            return error;
        throw error;
    }
}
function allOf(crates, workingDirectory) {
    const fit = crates.filter((crate) => {
        const told = edgesOf(crate).filter((name) => _edge_names_js__WEBPACK_IMPORTED_MODULE_1__/* .EDGES */ .p[name].reach !== 'name');
        const named = (0,_crate_js__WEBPACK_IMPORTED_MODULE_0__/* .tableOf */ .c_)(crate.metadata[0]?.value)?.edge;
        if (told.length === 0 && named === undefined)
            return false;
        return crate.cdylib || (crate.programs.length > 0 && (told.includes('wasi') || named === 'wasi'));
    });
    if (fit.length > 0)
        return fit;
    const marks = Object.values(_edge_names_js__WEBPACK_IMPORTED_MODULE_1__/* .EDGES */ .p).flatMap((edge) => edge.marks);
    throw new _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS('input', `input: \`package\` is \`*\`, and no package of ${workingDirectory} can ship.`, {
        hint: `One that can is a cdylib, or a program for a WASI host, with a file that tells its edge (${marks.join(', ')}), or \`edge\` in [package.metadata.wasm-ship].`,
    });
}
function chooseCrate(inputs, crates) {
    const named = inputs.package === undefined ? crates : crates.filter((crate) => crate.name === inputs.package);
    if (named.length === 0) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS('input', `input: \`package\` is \`${inputs.package ?? ''}\`, and no package of ${inputs.workingDirectory} has that name.`, {
            hint: `Its packages: ${crates.map((crate) => crate.name).join(', ') || 'none'}.`,
        });
    }
    const libraries = named.filter((crate) => crate.cdylib);
    const fit = libraries.length > 0 ? libraries : named.filter((crate) => crate.programs.length > 0);
    const [only] = fit;
    if (only !== undefined && fit.length === 1)
        return only;
    if (fit.length === 0)
        throw noModule(named);
    throw new _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS('input', `${fit.length} packages of ${inputs.workingDirectory} could be meant: ${fit.map((crate) => crate.name).join(', ')}.`, {
        hint: `Name one: \`package: ${only?.name ?? ''}\`; or several, or all of them with \`*\`.`,
    });
}
function noModule(crates) {
    const [crate] = crates;
    const names = crates.map((candidate) => candidate.name).join(', ');
    return new _error_js__WEBPACK_IMPORTED_MODULE_2__/* .ShipError */ .fS('input', `${names}: no package here is a cdylib, so cargo makes no wasm module.`, {
        hint: 'Add to its Cargo.toml:\n[lib]\ncrate-type = ["cdylib", "rlib"]',
        ...(crate === undefined ? {} : { place: { file: (0,_crate_js__WEBPACK_IMPORTED_MODULE_0__/* .manifestOf */ .$V)(crate) } }),
    });
}


/***/ }),

/***/ 94904:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ closest)
/* harmony export */ });
function closest(name, candidates) {
    const [best] = candidates
        .map((candidate) => ({ candidate, far: distance(candidate, name) }))
        .sort((a, b) => a.far - b.far);
    return best !== undefined && best.far <= 2 ? best.candidate : undefined;
}
function distance(a, b) {
    let row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (const [i, letter] of [...a].entries()) {
        const next = [i + 1];
        for (const [j, other] of [...b].entries()) {
            next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
        }
        row = next;
    }
    return row.at(-1) ?? 0;
}


/***/ }),

/***/ 58240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $V: () => (/* binding */ manifestOf),
/* harmony export */   F6: () => (/* binding */ workspaceMembers),
/* harmony export */   Ue: () => (/* binding */ namedRoot),
/* harmony export */   Xc: () => (/* binding */ parseCrate),
/* harmony export */   c_: () => (/* binding */ tableOf)
/* harmony export */ });
/* harmony import */ var smol_toml__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3292);
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(58353);


function workspaceMembers(manifest) {
    const workspace = tableOf(parseToml(manifest).workspace);
    if (workspace === undefined)
        return undefined;
    return { members: texts(workspace.members), exclude: texts(workspace.exclude) };
}
function namedRoot(manifest) {
    const named = tableOf(parseToml(manifest).package)?.workspace;
    return typeof named === 'string' ? named : undefined;
}
function parseCrate(manifest, root) {
    const toml = parseToml(manifest);
    const pkg = tableOf(toml.package);
    if (pkg === undefined || typeof pkg.name !== 'string')
        return undefined;
    if (!/^[\p{L}\p{N}_-]+$/u.test(pkg.name)) {
        const shown = JSON.stringify(pkg.name.slice(0, 80));
        throw new _error_js__WEBPACK_IMPORTED_MODULE_1__/* .ShipError */ .fS('input', `${manifest.path}: the package's \`name\` is ${shown}; wanted: letters, digits, \`-\` and \`_\`.`, { place: { file: manifest.path } });
    }
    const lib = tableOf(toml.lib);
    const slash = manifest.path.lastIndexOf('/');
    return {
        name: pkg.name,
        dir: slash < 0 ? '.' : manifest.path.slice(0, slash),
        ...(typeof lib?.name === 'string' ? { library: lib.name } : {}),
        cdylib: texts(lib?.['crate-type'] ?? lib?.crate_type).includes('cdylib'),
        programs: programs(toml, pkg.name, manifest.main === true && pkg.autobins !== false),
        dependencies: dependencies(toml),
        files: manifest.files,
        ...metadataOf(manifest, root ?? manifest),
    };
}
function manifestOf({ dir }) {
    return dir === '.' ? 'Cargo.toml' : `${dir}/Cargo.toml`;
}
function programs(toml, name, main) {
    const named = Array.isArray(toml.bin) ? toml.bin.map((bin) => tableOf(bin)?.name) : [];
    return [...new Set([...named.filter((item) => typeof item === 'string'), ...(main ? [name] : [])])];
}
function dependencies(toml) {
    const targets = Object.values(tableOf(toml.target) ?? {}).flatMap((target) => {
        const table = tableOf(target);
        return table === undefined ? [] : [table];
    });
    return [toml, ...targets].flatMap((table) => Object.entries(tableOf(table.dependencies) ?? {}).map(([key, value]) => {
        const renamed = tableOf(value)?.package;
        return typeof renamed === 'string' ? renamed : key;
    }));
}
const OURS = 'wasm-ship';
const OF_PACKAGE = `[package.metadata.${OURS}]`;
const OF_WORKSPACE = `[workspace.metadata.${OURS}]`;
function metadataOf(manifest, root) {
    const [toml, rootToml] = [parseToml(manifest), parseToml(root)];
    const pkg = tableOf(toml.package);
    const workspace = tableOf(rootToml.workspace);
    const metadata = [
        { place: `${manifest.path} ${OF_PACKAGE}`, value: tableOf(pkg?.metadata)?.[OURS] },
        { place: `${root.path} ${OF_WORKSPACE}`, value: tableOf(workspace?.metadata)?.[OURS] },
    ];
    const toPackage = `; write it as ${OF_PACKAGE}`;
    const toWorkspace = `; write it as ${OF_WORKSPACE}`;
    const misplaced = [
        ...nearMisses(manifest, '', toml, toPackage),
        ...nearMisses(manifest, 'metadata.', toml.metadata, toPackage),
        ...nearMisses(manifest, 'package.', pkg, toPackage),
        ...nearMisses(manifest, 'package.metadata.', pkg?.metadata, toPackage, OURS),
        ...nearMisses(root, 'workspace.', workspace, toWorkspace),
        ...nearMisses(root, 'workspace.metadata.', workspace?.metadata, toWorkspace, OURS),
    ];
    if (manifest.path === root.path)
        return { metadata, misplaced };
    const member = ` in a member of a workspace; write it as ${OF_PACKAGE}, or as ${OF_WORKSPACE} into ${root.path}`;
    const ofRoot = [
        ...nearMisses(root, '', rootToml, toWorkspace),
        ...nearMisses(root, 'metadata.', rootToml.metadata, toWorkspace),
        ...nearMisses(manifest, 'workspace.metadata.', tableOf(toml.workspace)?.metadata, member),
    ];
    return { metadata, misplaced: [...misplaced, ...ofRoot] };
}
function nearMisses(manifest, path, table, mend, right) {
    return Object.keys(tableOf(table) ?? {})
        .filter((key) => key !== right && /^wasm[-_. ]?ship$/i.test(key))
        .map((key) => `${manifest.path} [${path}${key}] has no effect${mend}`);
}
const parsed = new WeakMap();
function parseToml(manifest) {
    const table = parsed.get(manifest) ?? parseText(manifest);
    parsed.set(manifest, table);
    return table;
}
function parseText(manifest) {
    try {
        return (0,smol_toml__WEBPACK_IMPORTED_MODULE_0__/* .parse */ .qg)(manifest.text);
    }
    catch (cause) {
        const line = cause.line;
        const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '';
        throw new _error_js__WEBPACK_IMPORTED_MODULE_1__/* .ShipError */ .fS('input', `${manifest.path} is not TOML: ${reason}.`, {
            cause,
            place: { file: manifest.path, ...(line === undefined ? {} : { line }) },
        });
    }
}
function tableOf(value) {
    const table = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
    return table ? value : undefined;
}
function texts(value) {
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}


/***/ }),

/***/ 86213:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ EDGES)
/* harmony export */ });
const EDGES = {
    cloudflare: {
        title: 'Cloudflare Workers',
        marks: ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'],
        reach: 'live',
        targets: ['wasm32-unknown-unknown'],
        engine: 'V8',
        sizeLimit: {
            ...{ measure: 'raw', bytes: 64 * 1024 ** 2, plan: 'all plans', asOf: '2026-09-04' },
            source: 'https://developers.cloudflare.com/workers/platform/limits/',
        },
        credentials: ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_ACCOUNT_ID'],
        configured: { CLOUDFLARE_ACCOUNT_ID: /^\s*"?account_id"?\s*[=:]\s*"[0-9a-f]{32}"/m },
    },
    deno: {
        title: 'Deno Deploy',
        marks: ['deno.json', 'deno.jsonc'],
        reach: 'runner',
        targets: ['wasm32-unknown-unknown'],
        engine: 'V8',
        sizeLimit: {
            ...{ measure: 'raw', bytes: 1e9, plan: 'all plans', asOf: '2026-11-24' },
            source: 'https://docs.deno.com/deploy/pricing_and_limits',
        },
        credentials: ['DENO_DEPLOY_TOKEN'],
    },
    fastly: {
        title: 'Fastly Compute',
        marks: ['fastly.toml'],
        reach: 'name',
        targets: ['wasm32-wasip1'],
        credentials: ['FASTLY_API_TOKEN'],
    },
    wasi: {
        title: 'WASI hosts',
        marks: ['spin.toml', 'wasmcloud.toml'],
        reach: 'runner',
        targets: ['wasm32-wasip2', 'wasm32-wasip1'],
        credentials: [],
    },
};


/***/ }),

/***/ 4171:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Tg: () => (/* binding */ cpuWarning),
/* harmony export */   ap: () => (/* binding */ parsePrices),
/* harmony export */   jS: () => (/* binding */ costOfMillion)
/* harmony export */ });
/* unused harmony export EDGE_PLANS */
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(86213);

const WORKERS_LIST = { asOf: '2026-11-24', source: 'https://developers.cloudflare.com/workers/platform/pricing/' };
const WORKERS_LIMITS = { asOf: '2026-11-24', source: 'https://developers.cloudflare.com/workers/platform/limits/' };
const DENO_LIST = { asOf: '2026-05-05', source: 'https://github.com/api-evangelist/deno', secondHand: true };
const FASTLY_LIST = {
    asOf: '2026-05-04',
    source: 'https://github.com/api-evangelist/fastly',
    secondHand: true,
};
const HOUR_MS = 3_600_000;
const EDGE_PLANS = {
    cloudflare: {
        free: {
            ...{ title: 'Workers Free', monthly: 0, included: { requests: 100_000, per: 'day' }, ...WORKERS_LIST },
            cpuLimit: { ms: 10, ...WORKERS_LIMITS },
        },
        paid: {
            ...{
                title: 'Workers Paid',
                monthly: 5,
                included: { requests: 10e6, cpuMs: 30e6, per: 'month' },
                ...WORKERS_LIST,
            },
            prices: { requests: 0.3, cpu: 0.02 },
            cpuLimit: { ms: 30_000, ...WORKERS_LIMITS },
        },
    },
    deno: {
        free: {
            ...{ title: 'Free', monthly: 0, included: { requests: 1e6, cpuMs: 15 * HOUR_MS, per: 'month' }, ...DENO_LIST },
            besides: 'memory: 350 GB-hours are included',
        },
        paid: {
            ...{ title: 'Pro', monthly: 20, included: { requests: 5e6, cpuMs: 40 * HOUR_MS, per: 'month' }, ...DENO_LIST },
            prices: { requests: 2, cpu: (0.05 / HOUR_MS) * 1e6 },
            besides: 'memory: 1000 GB-hours are included, then $0.016 for each',
        },
    },
    fastly: {
        paid: {
            ...{ title: 'Compute', monthly: 0, included: { requests: 10e6, cpuMs: 100e6, per: 'month' }, ...FASTLY_LIST },
            prices: { requests: 0.5, cpu: 0.05 },
            besides: 'bandwidth',
            cpuLimit: {
                ...{ ms: 50, asOf: '2025-10-09' },
                source: 'https://docs.fastly.com/products/compute-resource-limits',
            },
        },
    },
    wasi: {},
};
function costOfMillion(cpuMs, edge, name, own) {
    if (cpuMs === undefined)
        return { kind: 'not available', why: 'the CPU time of a request was not measured here' };
    const plan = EDGE_PLANS[edge][name];
    const prices = own ?? plan?.prices;
    if (prices === undefined)
        return { kind: 'not available', why: whyNoPrice(edge, plan) };
    const ofCpu = prices.cpu * cpuMs;
    return {
        ...{ kind: 'known', total: prices.requests + ofCpu, ofRequests: prices.requests, ofCpu, own: own !== undefined },
        ...(plan === undefined ? {} : { plan, includedRequests: includedRequests(plan, cpuMs) }),
    };
}
function whyNoPrice(edge, plan) {
    const { title } = _names_js__WEBPACK_IMPORTED_MODULE_0__/* .EDGES */ .p[edge];
    if (plan === undefined)
        return `no price of ${title} is published, or known here`;
    return `${title} has no price beyond what ${plan.title} includes`;
}
function includedRequests({ included: { requests, cpuMs } }, each) {
    return cpuMs === undefined || each === 0 ? requests : Math.min(requests, Math.floor(cpuMs / each));
}
function cpuWarning({ name, cpuMs }, edge, plan) {
    const found = EDGE_PLANS[edge][plan];
    const limit = found?.cpuLimit;
    if (found === undefined || limit === undefined || cpuMs <= limit.ms)
        return undefined;
    const takes = `${name} takes ${cpuMs.toPrecision(3)} ms of CPU on this machine`;
    return `${takes}; ${_names_js__WEBPACK_IMPORTED_MODULE_0__/* .EDGES */ .p[edge].title} ends a request after ${limit.ms} ms (${found.title}, ${limit.asOf}).`;
}
const FORM = 'US dollars for a million of each: `requests 0.30, cpu 0.02` (cpu: for a million ms)';
function parsePrices(raw) {
    if (typeof raw !== 'string')
        return FORM;
    const parts = raw.split(/[,\n]/).map((part) => /^\s*(requests|cpu)\s*:?\s+\$?(\d+(?:\.\d+)?)\s*$/.exec(part));
    const of = (name) => {
        const found = parts.filter((part) => part?.[1] === name);
        return found.length === 1 ? Number(found[0]?.[2]) : undefined;
    };
    const [requests, cpu] = [of('requests'), of('cpu')];
    return requests === undefined || cpu === undefined || parts.length !== 2 ? FORM : { requests, cpu };
}


/***/ }),

/***/ 58353:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CD: () => (/* binding */ attempt),
/* harmony export */   Nn: () => (/* binding */ asShipError),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   fS: () => (/* binding */ ShipError),
/* harmony export */   y8: () => (/* binding */ notYet)
/* harmony export */ });
class ShipError extends Error {
    name = 'ShipError';
    fault;
    hint;
    place;
    tail;
    unsure;
    denied;
    constructor(fault, message, options = {}) {
        super(message, options.cause === undefined ? undefined : { cause: options.cause });
        this.fault = fault;
        this.hint = options.hint;
        this.place = options.place;
        this.tail = options.tail;
        this.unsure = options.unsure ?? false;
        this.denied = options.denied ?? false;
    }
}
async function attempt(work) {
    try {
        return { ok: true, value: await work() };
    }
    catch (error) {
        return { ok: false, error: asShipError(error) };
    }
}
function asShipError(error) {
    if (error instanceof ShipError)
        return error;
    const { code, syscall } = error;
    if (typeof code === 'string' && typeof syscall === 'string') {
        return new ShipError('toolchain', `The machine refused: ${messageOf(error)}`, {
            cause: error,
            hint: 'Is the disk full, the folder not ours to write, or a file where a folder should be?',
        });
    }
    return new ShipError('bug', `This is a bug of wasm-ship, please report it: ${messageOf(error)}`, { cause: error });
}
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
function notYet(what, hint) {
    return new ShipError('plan', `Not yet: ${what} is planned, and this version does not do it.`, { hint });
}


/***/ }),

/***/ 48799:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gw: () => (/* binding */ isPrivate),
/* harmony export */   dV: () => (/* binding */ defaultBranchOf),
/* harmony export */   wj: () => (/* binding */ parseEvent)
/* harmony export */ });
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(58353);

const REFUSED = {
    pull_request_target: 'it runs code of the pull request with the secrets of the repository. Use `on: pull_request`: forks get everything but the preview and the comment',
    issue_comment: 'anybody can comment, and the checked-out commit is not the one that was discussed. Use `on: pull_request` or `workflow_dispatch`',
};
function parseEvent(triggered) {
    const refused = REFUSED[triggered.name];
    if (refused !== undefined)
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('event', `\`on: ${triggered.name}\` is refused: ${refused}.`);
    const payload = parsePayload(triggered);
    const parse = EVENTS[triggered.name];
    if (parse === undefined) {
        const known = Object.keys(EVENTS).join(', ');
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('event', `\`on: ${triggered.name}\` is not an event that wasm-ship knows.`, {
            hint: `Use one of: ${known}.`,
        });
    }
    return parse(payload, triggered);
}
function defaultBranchOf(payload) {
    const { default_branch: branch } = repositoryIn(payload);
    return typeof branch === 'string' ? branch : undefined;
}
function isPrivate(payload) {
    return repositoryIn(payload).private === true;
}
function repositoryIn(payload) {
    try {
        return JSON.parse(payload ?? '').repository ?? {};
    }
    catch {
        return {};
    }
}
const EVENTS = {
    pull_request: pullRequest,
    push,
    release: (payload) => {
        if (payload.action !== undefined && payload.action !== 'published' && payload.action !== 'released') {
            throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('event', `\`on: release\` with the action \`${String(payload.action)}\` ships nothing.`, {
                hint: 'Use `on: { release: { types: [published] } }`.',
            });
        }
        const release = table(payload, 'release');
        return { on: 'release', tag: text(release, 'tag_name', 'release.'), prerelease: release.prerelease === true };
    },
    merge_group: (payload) => ({
        on: 'merge-group',
        baseSha: text(table(payload, 'merge_group'), 'base_sha', 'merge_group.'),
    }),
    workflow_dispatch: (_, { ref }) => ({ on: 'dispatch', ref }),
    workflow_run: (payload) => ({
        on: 'workflow-run',
        run: number(table(payload, 'workflow_run'), 'id', 'workflow_run.'),
    }),
    schedule: () => ({ on: 'schedule' }),
};
function pullRequest(payload, { repository }) {
    const pull = table(payload, 'pull_request');
    const pr = number(payload, 'number');
    if (payload.action === 'closed')
        return { on: 'pull-request-closed', pr };
    const head = table(pull, 'head');
    const user = pull.user;
    const repo = head.repo;
    const foreign = repo?.full_name !== repository ? 'fork' : user?.login === 'dependabot[bot]' ? 'dependabot' : undefined;
    const baseSha = text(table(pull, 'base'), 'sha', 'pull_request.base.');
    const labels = (Array.isArray(pull.labels) ? pull.labels : []).flatMap((label) => typeof label?.name === 'string' ? [label.name] : []);
    return { on: 'pull-request', pr, headSha: text(head, 'sha', 'pull_request.head.'), baseSha, foreign, labels };
}
function push(payload, { ref }) {
    const pushed = typeof payload.ref === 'string' ? payload.ref : ref;
    if (pushed.startsWith('refs/tags/'))
        return { on: 'tag', tag: pushed.slice('refs/tags/'.length) };
    const branch = pushed.replace(/^refs\/heads\//, '');
    const repository = payload.repository;
    const before = typeof payload.before === 'string' && !/^0+$/.test(payload.before) ? payload.before : undefined;
    return { on: 'push', branch, isDefault: repository?.default_branch === branch, before };
}
function parsePayload({ payload, payloadPath, name }) {
    const hint = 'The runner writes it and names it in GITHUB_EVENT_PATH; outside a runner, point that at a file with the payload.';
    if (payload === undefined) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('event', `The payload of \`on: ${name}\` is missing: no file at ${payloadPath || '(GITHUB_EVENT_PATH is not set)'}.`, { hint });
    }
    let value;
    try {
        value = JSON.parse(payload);
    }
    catch (cause) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('event', `The payload of \`on: ${name}\` is not JSON: ${payloadPath}.`, { hint, cause });
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('event', `The payload of \`on: ${name}\` is not a JSON object: ${payloadPath}.`, { hint });
    }
    return value;
}
function table(of, key) {
    const value = of[key];
    if (typeof value !== 'object' || value === null)
        throw lacking(key, 'an object');
    return value;
}
function text(of, key, where = '') {
    const value = of[key];
    if (typeof value !== 'string' || value === '')
        throw lacking(`${where}${key}`, 'a text');
    return value;
}
function number(of, key, where = '') {
    const value = of[key];
    if (typeof value !== 'number' || !Number.isSafeInteger(value))
        throw lacking(`${where}${key}`, 'a number');
    return value;
}
function lacking(what, form) {
    return new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('event', `The event's payload has no \`${what}\` (wanted: ${form}).`, {
        hint: 'Is GITHUB_EVENT_NAME the event that made this payload?',
    });
}


/***/ }),

/***/ 67724:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ readCrates),
/* harmony export */   i: () => (/* binding */ workspaceFolder)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var _crate_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(58240);
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(58353);




function readCrates(workspace, dir) {
    const inside = node_path__WEBPACK_IMPORTED_MODULE_1__.relative(workspace, node_path__WEBPACK_IMPORTED_MODULE_1__.resolve(workspace, dir));
    if (inside.split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep)[0] === '..' || node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute(inside)) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_3__/* .ShipError */ .fS('input', `input: \`working-directory\` is \`${dir}\`; wanted: a folder of the repository.`);
    }
    const manifest = readManifest(workspace, inside);
    if (manifest === undefined) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_3__/* .ShipError */ .fS('input', `There is no Cargo.toml in \`${dir}\`.`, {
            hint: 'Set `working-directory` to the folder of the crate, and check the repository out before this step.',
        });
    }
    const members = (0,_crate_js__WEBPACK_IMPORTED_MODULE_2__/* .workspaceMembers */ .F6)(manifest);
    if (members === undefined) {
        const crate = (0,_crate_js__WEBPACK_IMPORTED_MODULE_2__/* .parseCrate */ .Xc)(manifest, rootOf(workspace, manifest));
        return crate === undefined ? [] : [crate];
    }
    const folders = expand(workspace, inside, members);
    const found = folders.map((folder) => readManifest(workspace, folder));
    return [manifest, ...found].flatMap((item) => (item === undefined ? [] : ((0,_crate_js__WEBPACK_IMPORTED_MODULE_2__/* .parseCrate */ .Xc)(item, manifest) ?? [])));
}
function readManifest(workspace, dir) {
    const folder = node_path__WEBPACK_IMPORTED_MODULE_1__.join(workspace, dir);
    try {
        const text = node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync(node_path__WEBPACK_IMPORTED_MODULE_1__.join(folder, 'Cargo.toml'), 'utf8');
        const files = node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync(folder);
        const main = files.includes('src') && node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync(node_path__WEBPACK_IMPORTED_MODULE_1__.join(folder, 'src', 'main.rs'));
        return { path: node_path__WEBPACK_IMPORTED_MODULE_1__.posix.join(dir.replaceAll('\\', '/'), 'Cargo.toml'), text, files, main };
    }
    catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes(error.code ?? ''))
            return undefined;
        throw (0,_error_js__WEBPACK_IMPORTED_MODULE_3__/* .asShipError */ .Nn)(error);
    }
}
function workspaceFolder(workspace, dir) {
    const manifest = readManifest(workspace, node_path__WEBPACK_IMPORTED_MODULE_1__.normalize(dir));
    const root = manifest === undefined ? undefined : rootOf(workspace, manifest);
    return root === undefined ? dir : node_path__WEBPACK_IMPORTED_MODULE_1__.posix.dirname(root.path);
}
function rootOf(workspace, manifest) {
    const dir = node_path__WEBPACK_IMPORTED_MODULE_1__.posix.dirname(manifest.path);
    for (let folder = dir;; folder = node_path__WEBPACK_IMPORTED_MODULE_1__.posix.dirname(folder)) {
        const above = folder === dir ? manifest : readManifest(workspace, folder);
        const named = above === undefined ? undefined : (0,_crate_js__WEBPACK_IMPORTED_MODULE_2__/* .namedRoot */ .Ue)(above);
        if (named !== undefined)
            return readManifest(workspace, node_path__WEBPACK_IMPORTED_MODULE_1__.posix.join(folder, named));
        const globs = above === undefined ? undefined : (0,_crate_js__WEBPACK_IMPORTED_MODULE_2__/* .workspaceMembers */ .F6)(above);
        if (globs !== undefined && (folder === dir || !excluded(node_path__WEBPACK_IMPORTED_MODULE_1__.posix.relative(folder, dir), globs)))
            return above;
        if (folder === '.')
            return undefined;
    }
}
function excluded(dir, globs) {
    const below = (folder) => `${dir}/`.startsWith(`${plainly(folder)}/`);
    return globs.exclude.some(below) && !globs.members.some(below);
}
function plainly(folder) {
    return node_path__WEBPACK_IMPORTED_MODULE_1__.posix.join(folder.replaceAll('\\', '/'), '.').replace(/\/$/, '');
}
function expand(workspace, dir, globs) {
    const root = node_path__WEBPACK_IMPORTED_MODULE_1__.join(workspace, dir);
    const without = globs.exclude.map(plainly);
    const folders = [];
    for (const member of globs.members) {
        for (const found of node_fs__WEBPACK_IMPORTED_MODULE_0__.globSync(plainly(member), { cwd: root })) {
            const relative = plainly(found);
            if (!without.includes(relative))
                folders.push(node_path__WEBPACK_IMPORTED_MODULE_1__.posix.join(dir.replaceAll('\\', '/'), relative));
        }
    }
    return [...new Set(folders)].sort();
}


/***/ }),

/***/ 13339:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ readBeside)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(58353);



const MOST_BYTES = 1_000_000;
function readBeside(workspace, dir, file) {
    try {
        const root = node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync(workspace);
        const found = node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync(node_path__WEBPACK_IMPORTED_MODULE_1__.resolve(workspace, dir, file));
        const inside = node_path__WEBPACK_IMPORTED_MODULE_1__.relative(root, found);
        if (inside.split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep)[0] === '..' || node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute(inside))
            return { wanted: 'a file of the repository' };
        const stat = node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync(found);
        if (!stat.isFile())
            return { wanted: 'a file, which it is not' };
        if (stat.size > MOST_BYTES)
            return { wanted: `a file of at most ${MOST_BYTES / 1e6} MB` };
        return { text: node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync(found, 'utf8') };
    }
    catch (error) {
        if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code ?? ''))
            return { wanted: `a file that is there, from the folder of the crate (\`${dir}\`)` };
        throw (0,_error_js__WEBPACK_IMPORTED_MODULE_2__/* .asShipError */ .Nn)(error);
    }
}


/***/ }),

/***/ 76374:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ inputText),
/* harmony export */   f: () => (/* binding */ readRunner)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(76760);

function readRunner(env) {
    const repository = env.GITHUB_REPOSITORY ?? '';
    const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
    const run = env.GITHUB_RUN_ID;
    const temp = env.RUNNER_TEMP ?? env.TMPDIR ?? env.TEMP ?? '/tmp';
    const home = env.USERPROFILE ?? env.HOME ?? temp;
    return {
        event: env.GITHUB_EVENT_NAME ?? '',
        eventPath: env.GITHUB_EVENT_PATH ?? '',
        repository,
        ref: env.GITHUB_REF ?? '',
        sha: env.GITHUB_SHA ?? '',
        runUrl: run === undefined || repository === '' ? undefined : `${server}/${repository}/actions/runs/${run}`,
        apiUrl: env.GITHUB_API_URL,
        workspace: node_path__WEBPACK_IMPORTED_MODULE_0__.resolve(env.GITHUB_WORKSPACE ?? process.cwd()),
        temp: node_path__WEBPACK_IMPORTED_MODULE_0__.resolve(temp, 'wasm-ship'),
        tools: node_path__WEBPACK_IMPORTED_MODULE_0__.resolve(env.RUNNER_TOOL_CACHE ?? node_path__WEBPACK_IMPORTED_MODULE_0__.join(home, '.cache'), 'wasm-ship'),
        cargo: node_path__WEBPACK_IMPORTED_MODULE_0__.resolve(env.CARGO_HOME || node_path__WEBPACK_IMPORTED_MODULE_0__.join(home, '.cargo')),
        gitHubHosted: env.RUNNER_ENVIRONMENT === 'github-hosted',
        selfHosted: env.RUNNER_ENVIRONMENT === 'self-hosted',
        workflow: env.GITHUB_WORKFLOW_REF ?? '',
    };
}
function inputText(env, name) {
    return env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`];
}


/***/ }),

/***/ 94979:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  bg: () => (/* binding */ parseAll),
  c_: () => (/* binding */ parseFirst),
  TL: () => (/* binding */ parseInputs)
});

// UNUSED EXPORTS: camel

// EXTERNAL MODULE: ./lib/crate.js
var crate = __nccwpck_require__(58240);
// EXTERNAL MODULE: ./lib/error.js
var lib_error = __nccwpck_require__(58353);
// EXTERNAL MODULE: ./lib/latency/budget.js
var budget = __nccwpck_require__(88165);
// EXTERNAL MODULE: ./lib/latency/work.js
var latency_work = __nccwpck_require__(96853);
// EXTERNAL MODULE: ./lib/units.js
var units = __nccwpck_require__(83052);
;// CONCATENATED MODULE: ./lib/size/budget.js

const MEASURES = ['raw', 'gzip', 'brotli'];
const FORM = 'measure and size, such as `brotli 300 kB, raw 1 MB`, or growth against the base, such as `brotli +2 %` or `raw +10 kB` (measures: raw, gzip, brotli; units: B, kB, MB, KiB, MiB)';
function parseBudgets(raw) {
    const texts = Array.isArray(raw) ? raw : [raw];
    const parts = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[,\n]/) : [undefined]));
    const budgets = [];
    for (const part of parts) {
        if (part === undefined)
            return FORM;
        if (part.trim() === '')
            continue;
        const [, name, size = ''] = /^\s*([a-z]+)\s*:?\s+(.+?)\s*$/i.exec(part) ?? [];
        const measure = MEASURES.find((candidate) => candidate === name?.toLowerCase());
        const allowed = size.startsWith('+') ? growthOf(size.slice(1).trim()) : limitOf(size);
        if (measure === undefined || allowed === undefined)
            return `${FORM}; \`${part.trim()}\` is not that`;
        const twice = budgets.some((budget) => budget.measure === measure && 'limit' in budget === 'limit' in allowed);
        if (twice)
            return `one ${'limit' in allowed ? 'budget' : 'growth'} for ${measure}, not two`;
        budgets.push({ measure, ...allowed });
    }
    return budgets;
}
function limitOf(size) {
    const limit = (0,units/* parseBytes */.z_)(size);
    return limit === undefined || limit <= 0 ? undefined : { limit };
}
function growthOf(text) {
    const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
    if (percent !== undefined)
        return { growth: { percent: Number(percent) } };
    const bytes = (0,units/* parseBytes */.z_)(text);
    return bytes === undefined ? undefined : { growth: { bytes } };
}

;// CONCATENATED MODULE: ./lib/inputs/budgets.js



const NO_BUDGETS = { sizes: [], pace: budget/* NO_PACE */.wp, work: undefined };
function parseAllBudgets(raw) {
    const texts = Array.isArray(raw) ? raw : [raw];
    const parts = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[,\n]/) : [text]));
    const those = (is) => parts.filter((part) => typeof part === 'string' && is(part));
    const others = parts.filter((part) => typeof part !== 'string' || !((0,budget/* isAboutPace */.$X)(part) || (0,latency_work/* isAboutWork */.TI)(part)));
    const sizes = parseBudgets(others);
    const pace = (0,budget/* parsePaceBudgets */.Jt)(those(budget/* isAboutPace */.$X));
    const work = (0,latency_work/* parseWorkBudget */.kZ)(those(latency_work/* isAboutWork */.TI));
    if (typeof sizes === 'string')
        return sizes;
    if (typeof pace === 'string')
        return pace;
    return typeof work === 'string' ? work : { sizes, pace, work };
}

// EXTERNAL MODULE: ./lib/latency/requests.js
var requests = __nccwpck_require__(90890);
;// CONCATENATED MODULE: ./lib/inputs/kinds.js


class Unfit extends Error {
}
function kinds_text(from, description, preset) {
    return { description, from, default: preset, form: 'text', parse: asText };
}
function optionalText(from, description) {
    return { description, from, default: undefined, form: 'text', parse: asText };
}
function oneOf(from, description, values, preset) {
    const form = values.map((value) => `\`${value}\``).join(' | ');
    const parse = (raw) => {
        const value = values.find((candidate) => candidate === asText(raw));
        if (value === undefined)
            throw new Unfit(`one of ${values.join(', ')}`);
        return value;
    };
    return { description, from, default: preset, form, parse };
}
function flag(from, description, preset) {
    const parse = (raw) => {
        const value = typeof raw === 'string' ? raw.trim() : raw;
        if (value === true || value === 'true')
            return true;
        if (value === false || value === 'false')
            return false;
        throw new Unfit('true or false');
    };
    return { description, from, default: String(preset), form: '`true` | `false`', parse };
}
function list(from, description) {
    const parse = (raw) => {
        const items = Array.isArray(raw) ? raw.map(asText) : asText(raw).split(/[\s,]+/);
        return items.filter((item) => item !== '');
    };
    return { description, from, default: '', form: 'names, parted by commas or spaces', parse };
}
function duration(from, description, preset, most, least = 'some') {
    const parse = (raw) => {
        const ms = (0,units/* parseDuration */.E9)(asText(raw));
        const few = least === 'none' ? 'from' : 'above';
        if (ms === undefined || ms < 0 || (ms === 0 && least === 'some') || ms > ((0,units/* parseDuration */.E9)(most) ?? 0)) {
            throw new Unfit(`a time ${few} 0 and up to ${most}, such as ${preset}`);
        }
        return ms;
    };
    return { description, from, default: preset, form: 'time: `ms`, `s`, `min`', parse };
}
function urlPath(from, description, unset) {
    const parse = (raw) => {
        const value = asText(raw);
        if (!requests/* PATH */.gI.test(value))
            throw new Unfit(requests/* PATH_FORM */.bp);
        return value;
    };
    return { description, from, default: undefined, unset, form: 'path', parse };
}
function asText(raw) {
    if (typeof raw === 'string')
        return raw.trim();
    if (typeof raw === 'number' || typeof raw === 'boolean')
        return String(raw);
    throw new Unfit('text');
}
function parsed(input, parse) {
    return {
        ...input,
        parse: (raw) => {
            const value = parse(raw);
            if (typeof value === 'string')
                throw new Unfit(value);
            return value;
        },
    };
}

// EXTERNAL MODULE: ./node_modules/smol-toml/dist/index.js + 8 modules
var dist = __nccwpck_require__(3292);
;// CONCATENATED MODULE: ./lib/inputs/list-file.js



function fileNamed(raw) {
    if (typeof raw !== 'string')
        return undefined;
    const value = raw.trim();
    return /^[^[{\n]+\.(json|toml)$/i.test(value) ? value : undefined;
}
function arrayIn(file, text, key) {
    const inToml = /\.toml$/i.test(file);
    const value = inToml ? tomlIn(text, key) : jsonIn(text);
    if (Array.isArray(value))
        return value;
    throw new Unfit(inToml ? `tables [[${key}]]` : 'an array');
}
function jsonIn(text) {
    try {
        return JSON.parse(text.replace(/^\uFEFF/, ''));
    }
    catch (error) {
        const { message } = error;
        const place = /\(line \d+ column \d+\)$/.exec(message)?.[0];
        const [what] = message.replace(/ (in JSON )?at position.*/, '').split(', ', 1);
        throw new Unfit(`JSON: ${what}${place === undefined ? '' : ` ${place}`}`);
    }
}
function tomlIn(text, key) {
    const table = readToml(text);
    const other = Object.keys(table).find((name) => name !== key);
    if (other === undefined)
        return table[key];
    throw new Unfit(`tables [[${key}]] and nothing else; \`${other}\` is something else`);
}
function readToml(text) {
    try {
        return (0,crate/* tableOf */.c_)((0,dist/* parse */.qg)(text)) ?? {};
    }
    catch (error) {
        const { message, line, column } = error;
        throw new Unfit(`TOML: ${message.split('\n', 1)[0]} (line ${line} column ${column})`);
    }
}

// EXTERNAL MODULE: ./lib/closest.js
var closest = __nccwpck_require__(94904);
// EXTERNAL MODULE: ./lib/edge/prices.js
var prices = __nccwpck_require__(4171);
;// CONCATENATED MODULE: ./lib/latency/places.js
const MOST_PLACES = 10;
const places_FORM = `off, world, or at most ${MOST_PLACES} places parted by commas, such as \`Berlin, New York, AS\``;
function parsePlaces(text) {
    if (text === 'off')
        return undefined;
    if (text === 'world')
        return { each: 'continent' };
    const places = text.split(',').map((place) => place.trim());
    const fit = places.length <= MOST_PLACES && places.every((place) => /^[\p{L}\p{N}][\p{L}\p{N} .'+-]{0,99}$/u.test(place));
    return fit ? [...new Set(places)] : places_FORM;
}

// EXTERNAL MODULE: ./lib/release/traffic.js
var traffic = __nccwpck_require__(5448);
;// CONCATENATED MODULE: ./lib/inputs/table.js






function parseOptimize(raw) {
    const value = asText(raw);
    if (value === 'smallest' || value === 'fastest' || value === 'off')
        return { level: value };
    const flags = value.split(/\s+/);
    if (flags.every((item) => /^-[A-Za-z0-9-]+(=[\w@,.-]+)?$/.test(item)))
        return { flags };
    throw new Unfit('smallest, fastest, off, or flags of wasm-opt such as -Oz --converge');
}
const NOT_FOR_BUILDS = /^(GITHUB|ACTIONS|RUNNER|INPUT|STATE|CLOUDFLARE|FASTLY|DENO|AWS|GLOBALPING)_|^CARGO_(REGISTRY|REGISTRIES_\w+|GIT)_TOKEN$|^(NODE_OPTIONS|LD_PRELOAD|BASH_ENV)$/i;
const NOT_FOR_SERVICES = /^(GITHUB|ACTIONS|RUNNER|INPUT|STATE|CLOUDFLARE|FASTLY|DENO|GLOBALPING)_/i;
function parseSecrets(raw) {
    const names = namesIn(raw);
    if (names.every((name) => /^[A-Za-z_]\w*$/.test(name) && !NOT_FOR_SERVICES.test(name)))
        return names;
    throw new Unfit('names of variables of the step, none of the runner or of an edge: `SIGNING_KEY, DATABASE_URL`');
}
function namesIn(raw) {
    const names = Array.isArray(raw) ? raw.map(asText) : asText(raw).split(/[\s,]+/);
    return [...new Set(names.filter((name) => name !== ''))];
}
function parseNames(raw) {
    const names = namesIn(raw);
    if (names.every((name) => /^[A-Za-z_]\w*$/.test(name) && !NOT_FOR_BUILDS.test(name)))
        return names;
    throw new Unfit('names of variables, none of the runner or of an edge: `APP_VERSION, SENTRY_RELEASE`');
}
const DIGESTS_FORM = '64 hex digits, or `NAME=` before them for each of several packages';
function parseDigests(raw) {
    const value = asText(raw);
    if (/^[0-9a-f]{64}$/.test(value))
        return value;
    const named = value.split(/[\s,]+/).map((item) => /^([\p{L}\p{N}_-]+)=([0-9a-f]{64})$/u.exec(item));
    const pairs = named.flatMap((found) => (found === null ? [] : [[found[1], found[2]]]));
    if (pairs.length === named.length && new Set(pairs.map(([name]) => name)).size === pairs.length)
        return Object.fromEntries(pairs);
    throw new Unfit(`${DIGESTS_FORM}: the output \`bundle-digest\` of the job that built`);
}
function parsePackages(raw) {
    const value = asText(raw);
    if (value === '*')
        return value;
    const names = value.split(/[\s,]+/).filter((name) => name !== '');
    if (!names.every((name) => /^[\p{L}\p{N}_-]+$/u.test(name)))
        throw new Unfit('names of packages, parted by commas or spaces, or `*` alone');
    return [...new Set(names)];
}
const INPUTS = {
    'working-directory': kinds_text('workflow', 'Folder of the crate or workspace, from the root of the repository.', '.'),
    package: {
        description: 'Which packages of a workspace to ship: a name, several, or `*` for every one that can ship and has files that tell its edge. Needed where more than one could be meant. Several are built by one call of cargo for each target and profile, and told in one comment.',
        from: 'workflow',
        default: undefined,
        form: 'names, parted by commas or spaces | `*`',
        parse: parsePackages,
    },
    edge: oneOf('either', 'The edge to ship to. `auto` reads it from the files of the crate (`wrangler.toml` or `.json`, `deno.json`, `spin.toml` …). `deno` and `wasi`: all but the deploy. `fastly`: not yet.', ['auto', 'cloudflare', 'deno', 'fastly', 'wasi'], 'auto'),
    toolchain: optionalText('either', 'Rust toolchain channel, over that of the nearest `rust-toolchain.toml`. A toolchain that is already there and has the target is used as it is.'),
    profile: kinds_text('either', 'Cargo profile to build with.', 'release'),
    features: list('either', 'Cargo features to build with.'),
    'build-env': {
        description: 'Names of more variables of the step that the build may see (`APP_VERSION` for `env!`). Every build script and proc macro sees them: no secrets.',
        from: 'workflow',
        default: '',
        form: 'names, parted by commas or spaces',
        parse: parseNames,
    },
    ignore: list('either', 'Globs of files that do not matter to the build, from the root of the repository (`docs/**, **/*.md`). A bundle that an earlier run has stored is taken where nothing else differs.'),
    optimize: {
        description: 'What wasm-opt is asked for: `smallest` (each of -O1 to -Oz and further passes; the best of them in what the first budget measures, else in brotli), `fastest` (-O3), `off`, or its own flags. The features are always those that the module names.',
        from: 'either',
        default: 'smallest',
        form: '`smallest` | `fastest` | `off` | flags',
        parse: parseOptimize,
    },
    'optimize-time': duration('either', 'How long `smallest` may look for the smallest module.', '60 s', '10 min'),
    'optimize-check': flag('either', "Hold the optimized module to the answers of the module before wasm-opt: `health` and `requests`, in the edge's own runtime on the runner. Where status or body differ, the module before wasm-opt ships, and a warning says so. It starts the runtime three times: some seconds wherever a bundle is built.", false),
    budget: parsed({
        description: 'Sizes that the bundle may not exceed: `raw`, `gzip` (as wrangler counts it) or `brotli` (quality 11), each with a size in B, kB, MB, KiB or MiB; with a `+`, what it may grow by against the base, in bytes or percent. Percentiles of latency (`p50`, `p95`, `p99`, in ms or s): of all `requests`, on the runner; and of `health`, from the runner to the edge and back, for a release. With a `+` and percent, what each route may get slower by against its base. `cold-start` (of a new process, in ms or s; with a `+` and percent, what a new process and a new isolate may each take longer than the same of the base), `memory` (linear, of the module), and `work`, what executed instructions may grow by: `work +2 %`.',
        from: 'either',
        default: '',
        form: 'for example `brotli 300 kB, raw +2 %, work +2 %, p50 +10 %`',
    }, parseAllBudgets),
    'over-budget': oneOf('either', 'What comes of a budget that is exceeded. `auto`: size, work and memory fail the check, latency and cold start warn, since runners differ by more than two times. `fail`: those too: a release that exceeds one goes back. `warn`: none of them fails.', ['auto', 'fail', 'warn'], 'auto'),
    'accept-label': optionalText('workflow', 'A label of a pull request with which a size over its budget only warns there (`accept-size`). With `types: [opened, synchronize, reopened, closed, labeled, unlabeled]` the check runs again once it is set or taken away. Whoever has the triage role can set it, a bot with that right too, and it holds for what is pushed later until it is taken away. The merge queue, pushes and releases are held to the budget all the same.'),
    'allow-imports': list('either', 'What the module may ask of its host: names of imports (`env.open`, `wasi:http/*`, `./index_bg.js.*`), in which `*` stands for anything. Another one fails the check, and goes nowhere. Without it all may be asked.'),
    advise: flag('either', 'Build the package again with each setting of the profile that may make it smaller, and tell what it comes to. Costs a build for each, at most a quarter of an hour in all; a release does without, and so do several packages at once.', false),
    latency: flag('either', "Serve the bundle in the edge's own runtime on the runner and measure it.", true),
    'latency-duration': duration('either', 'How long the head may race against its base, at most: it ends once all that has a budget is decided. Without a base the warm latency is measured for so long, 10 s at most.', '30 s', '5 min'),
    'live-latency': flag('either', 'Once it is deployed, measure from the runner how long the first request of a connection takes (name, connection, TLS, answer), and later ones; a preview beside production, where that is live. GETs and HEADs alone, production is asked for `health` alone; at most 49 within 5 s, once a preview is ready. It fails nothing.', true),
    globalping: parsed({
        description: 'Ask what was deployed from elsewhere, too, by [Globalping](https://globalping.io): `world` from each continent once, or places as Globalping reads them (`Berlin, New York, AS`), 10 at most; the same probes ask production. Globalping is told the address, and anybody can read its results. Each place is a test of its quota (250 an hour for the address of the runner, or your own by `GLOBALPING_TOKEN`), twice with production. Out of quota it is not measured.',
        from: 'workflow',
        default: 'off',
        form: '`off` | `world` | places, parted by commas',
    }, (raw) => parsePlaces(asText(raw))),
    plan: oneOf('either', "The edge's price list: what a million requests cost by it is in the report, and a request that takes more CPU than it allows is a warning.", ['free', 'paid'], 'paid'),
    prices: parsed({
        description: 'Your own prices instead of those of the list: US dollars for a million requests, and for a million ms of CPU.',
        from: 'either',
        default: '',
        unset: 'those of the list',
        form: 'for example `requests 0.30, cpu 0.02`',
    }, (raw) => (raw === '' ? undefined : (0,prices/* parsePrices */.ap)(raw))),
    health: urlPath('either', 'Path that answers with a 2xx status (200 to 299) when the service is ready: its first good answer ends the cold start.', 'the first GET of `requests` that needs nothing of an earlier one, with the status that it expects, or else `/`'),
    requests: parsed({
        description: 'The requests that the latency run plays: an array of `{name, method, path, headers, body, expect, answer, take, weight, live}`; in a workflow as JSON; or a file that has it, from the folder of the crate (`requests.json`, `requests.toml`). `expect` is the status (200), `weight` how often it comes in the latency of all, and in what a million cost (the race judges each by itself), `live` whether a release asks it of the live service, too (GET and HEAD, where there are no `test-vars`). `answer` is the body wanted, `take` what later requests use of it as `{{NAME}}`.',
        from: 'either',
        default: '',
        unset: 'GET of `health`',
        form: 'array of tables, JSON, or a file',
        hidden: true,
        file: 'requests',
    }, requests/* parseRequests */.wO),
    'test-vars': parsed({
        description: 'Text bindings for the run on the runner alone, never deployed: what the service needs to answer (demo keys, test users). In a workflow as JSON.',
        from: 'either',
        default: '',
        form: 'table of texts, or JSON',
        hidden: true,
    }, requests/* parseVars */.ux),
    deploy: oneOf('workflow', 'Where this run may deploy to. `auto`: a preview on pull requests of the same repository, production on version tags and published releases, staging on pushes to the default branch and prereleases where `staging-environment` is set, nothing otherwise.', ['auto', 'none', 'preview', 'staging', 'production'], 'auto'),
    base: oneOf('either', 'What a change is held against: the first parent of a merge commit, the commit before a push. `auto`: its bundle that an earlier run has stored, else it is built too. `stored`: only where it is stored. `off`: nothing.', ['auto', 'stored', 'off'], 'auto'),
    phase: oneOf('workflow', 'Which part of the pipeline this job does. `build` and `deploy` are for the two jobs of the production flow. `rollback`, on `workflow_dispatch`, builds nothing and makes an earlier version live again.', ['ship', 'build', 'deploy', 'rollback'], 'ship'),
    'bundle-digest': {
        description: 'For `phase: deploy`, which needs it: the output `bundle-digest` of the job with `phase: build`. Nothing but those bundles is deployed.',
        from: 'workflow',
        default: undefined,
        form: DIGESTS_FORM,
        parse: parseDigests,
    },
    'rollback-to': optionalText('workflow', 'For `phase: rollback`: the version to go back to, by its id or by the tag that it was released with. Left out: what was live before.'),
    preview: oneOf('workflow', '`own`: a Worker of its own per pull request. `shared-bindings`: a version of the production Worker with an alias, which has the bindings and secrets of production: code of the pull request can reach all of them.', ['own', 'shared-bindings'], 'own'),
    rollout: {
        description: 'The steps in which a release gets its users, once it has proved itself unseen; each is watched, and what fails goes back. `10% 50% 100%` gives one request of ten to the new version first.',
        from: 'workflow',
        default: '100%',
        form: 'percentages that rise, the last of them 100%',
        parse: (raw) => {
            const steps = (0,traffic/* parseRollout */.Z4)(asText(raw));
            if (steps === undefined)
                throw new Unfit('percentages that rise, the last of them 100%: `10% 50% 100%`');
            return steps;
        },
    },
    watch: duration('workflow', 'How long each step of a release that users see is watched by our own probes, one a second. At the third bad answer of any ten what was live before comes back. `0 s`: not at all.', '30 s', '30 min', 'none'),
    'replace-newer': flag('workflow', 'Release a commit although a newer one is live, which is refused otherwise.', false),
    'release-assets': oneOf('workflow', 'What a version that has gone live gets attached to the GitHub release of its tag: the bundle and its sha256. `publish`: a draft is published after that.', ['auto', 'publish', 'off'], 'auto'),
    'at-once': flag('workflow', 'What cannot go up unseen (Durable Object migrations) is released all the same: it is live at once, proved afterwards, and there is no way back.', false),
    address: {
        description: 'Where users find what is released, for the proof and the watch: `https://example.com`. Needed where the configuration tells no host (`*.example.com/*`).',
        from: 'workflow',
        default: undefined,
        form: '`https://` and a host',
        parse: (raw) => {
            const value = asText(raw);
            if (/^https:\/\/[\w.-]+(:\d+)?\/?$/.test(value))
                return value.replace(/\/$/, '');
            throw new Unfit('`https://` and a host, without a path');
        },
    },
    secrets: {
        description: 'Names of variables of the step that go up with the version as its secrets, in one step with it. What it had before stays. No preview has them without `preview-environment`.',
        from: 'workflow',
        default: '',
        form: 'names, parted by commas or spaces',
        parse: parseSecrets,
    },
    'preview-environment': optionalText('workflow', 'The environment of the wrangler configuration whose vars and bindings a preview has: what it names, previews may touch. Left out: a Worker with bindings has no preview.'),
    'staging-environment': optionalText('workflow', 'The environment of the wrangler configuration that pushes to the default branch and prereleases go to.'),
    'production-environment': optionalText('workflow', 'The environment of the wrangler configuration that is production. Left out: the top level is.'),
    'command-reads': oneOf('either', "What the `[build] command` of the edge's configuration reads. `commit`: files of the commit, installed packages and variables, and nothing else (no network, no clock, no history of git), so that its bundle is stored and taken over. Nobody can check that: what else it reads makes an old bundle ship.", ['unknown', 'commit'], 'unknown'),
    cache: oneOf('workflow', 'Keep the tools that we install, and what cargo has fetched and compiled of dependencies, between runs. `auto`: not for a release, and not on a self-hosted runner. `off`: take no stored bundle either.', ['auto', 'on', 'off'], 'auto'),
    sccache: oneOf('workflow', '`on`: rustc through the `sccache` that is on PATH, with a server of our own; the variables of its backend (`SCCACHE_*`, `AWS_*` …) reach that server alone. Not in a release, and not for a push to the default branch.', ['off', 'on'], 'off'),
    comment: oneOf('workflow', 'Comment on the pull request.', ['auto', 'off'], 'auto'),
    'github-token': {
        description: 'Token for the comment (`pull-requests: write`) and for stored bundles (`actions: read`).',
        from: 'workflow',
        default: '${{ github.token }}',
        form: 'secret',
        parse: () => undefined,
    },
};

;// CONCATENATED MODULE: ./lib/inputs/nearest.js


function nearest(name) {
    const names = Object.keys(INPUTS).filter((candidate) => INPUTS[candidate].from === 'either');
    const close = (0,closest/* closest */.k)(name, names);
    return close === undefined ? `those that may stand here: ${names.join(', ')}` : `did you mean \`${close}\`?`;
}

;// CONCATENATED MODULE: ./lib/inputs/parse.js







const WHEN_UNSET = {
    'allow-imports': [],
    budget: NO_BUDGETS,
    features: [],
    ignore: [],
    requests: [],
    'test-vars': {},
};
function parseInputs({ workflow, tables: found, misplaced, read }) {
    const tables = found.flatMap(({ place, value }) => {
        const values = (0,crate/* tableOf */.c_)(value);
        return values === undefined ? [] : [{ place, values }];
    });
    const bad = [...misplaced, ...found.flatMap(misshapen), ...tables.flatMap(refusals)];
    const inputs = {};
    for (const name of Object.keys(INPUTS)) {
        try {
            inputs[camel(name)] = settle(name, workflow, tables, read);
        }
        catch (error) {
            if (!(error instanceof Unfit))
                throw error;
            bad.push(error.message);
        }
    }
    if (bad.length > 0) {
        const [first = ''] = bad;
        throw new WrongInputs(bad, first);
    }
    return inputs;
}
class WrongInputs extends lib_error/* ShipError */.fS {
    bad;
    constructor(bad, first) {
        super('input', bad.length === 1 ? first : `${bad.length} inputs are wrong:\n- ${bad.join('\n- ')}`, {
            hint: TABLE,
        });
        this.bad = bad;
    }
}
function parseAll(sources) {
    const bad = new Set();
    const parsed = sources.flatMap((source) => {
        try {
            return [parseInputs(source)];
        }
        catch (error) {
            if (!(error instanceof WrongInputs))
                throw error;
            for (const sentence of error.bad)
                bad.add(sentence);
            return [];
        }
    });
    const [first] = bad;
    if (first !== undefined)
        throw new WrongInputs([...bad], first);
    return parsed;
}
function parseFirst(name, workflow) {
    try {
        return settle(name, workflow, []);
    }
    catch (error) {
        if (!(error instanceof Unfit))
            throw error;
        throw new lib_error/* ShipError */.fS('input', error.message, { hint: TABLE });
    }
}
const TABLE = 'All inputs, their forms and defaults are in the table of the README.';
function settle(name, workflow, tables, read = () => ({ wanted: 'a value: no file is read here' })) {
    const input = INPUTS[name];
    const found = lookUp(name, input, workflow, tables);
    if (found === undefined) {
        if (name in WHEN_UNSET)
            return WHEN_UNSET[name];
        return input.default === undefined ? undefined : input.parse(input.default);
    }
    const file = input.file === undefined ? undefined : fileNamed(found.raw);
    try {
        return input.parse(file === undefined ? found.raw : arrayOf(file, input.file ?? '', read));
    }
    catch (error) {
        if (!(error instanceof Unfit))
            throw error;
        if (file !== undefined)
            throw new Unfit(`${found.place}: \`${name}\` is the file \`${file}\`; wanted: ${error.message}`);
        const value = input.hidden === true ? 'is not of its form (its value is not shown)' : `is ${shown(found.raw)}`;
        throw new Unfit(`${found.place}: \`${name}\` ${value}; wanted: ${error.message}`);
    }
}
function arrayOf(file, key, read) {
    const found = read(file);
    if ('wanted' in found)
        throw new Unfit(found.wanted);
    return arrayIn(file, found.text, key);
}
function lookUp(name, input, workflow, tables) {
    const fromWorkflow = workflow(name);
    if (fromWorkflow !== undefined && fromWorkflow.trim() !== '')
        return { raw: fromWorkflow, place: 'input' };
    if (input.from === 'workflow')
        return undefined;
    for (const table of tables) {
        const raw = table.values[name];
        if (raw !== undefined)
            return { raw, place: table.place };
    }
    return undefined;
}
function misshapen({ place, value }) {
    if (value === undefined || (0,crate/* tableOf */.c_)(value) !== undefined)
        return [];
    const kind = Array.isArray(value) ? 'an array' : value instanceof Date ? 'a date' : KINDS[typeof value];
    return [`${place} is ${kind ?? 'no table'}; wanted: a table with a line for each input, such as budget = "raw 1 MB"`];
}
const KINDS = { string: 'a text', number: 'a number', boolean: 'true or false' };
function refusals(table) {
    return Object.keys(table.values).flatMap((name) => {
        if (!Object.hasOwn(INPUTS, name))
            return [`${table.place}: \`${name}\` is no input; ${nearest(name)}`];
        if (INPUTS[name].from === 'workflow') {
            return [
                `${table.place}: \`${name}\` may only be set in the workflow file, because it grants power and a pull request may edit Cargo.toml; move it there`,
            ];
        }
        return [];
    });
}
function shown(raw) {
    const text = typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? String(raw));
    const line = text.replace(/\s+/g, ' ');
    return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}
function camel(name) {
    return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}


/***/ }),

/***/ 76690:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ parseAnswer),
/* harmony export */   k: () => (/* binding */ wrongBody)
/* harmony export */ });
/* harmony import */ var _take_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(98251);

const FORM = '`answer` as the text of the whole body, as { contains = "a part of it" }, or as { json = VALUE } with the members that a JSON body has to have';
const DEEPEST = 64;
function parseAnswer(raw) {
    if (typeof raw === 'string')
        return { text: raw };
    if (typeof raw !== 'object' || raw === null)
        return FORM;
    const entries = Object.entries(raw);
    const [[kind, value] = [], ...more] = entries;
    if (more.length > 0)
        return FORM;
    if (kind === 'contains' && typeof value === 'string' && value !== '')
        return { contains: value };
    return kind === 'json' && isJson(value) ? { json: value } : FORM;
}
function isJson(value, depth = 0) {
    if (depth > DEEPEST)
        return false;
    if (value === null || typeof value === 'string' || typeof value === 'boolean')
        return true;
    if (typeof value === 'number')
        return Number.isFinite(value);
    if (typeof value !== 'object' || value instanceof Date)
        return false;
    return Object.values(value).every((item) => isJson(item, depth + 1));
}
function wrongBody(wanted, body) {
    if ('text' in wanted)
        return body === wanted.text ? undefined : 'another body than the one of `answer`';
    if ('contains' in wanted)
        return body.includes(wanted.contains) ? undefined : 'a body without the text of `answer`';
    if (body.length > _take_js__WEBPACK_IMPORTED_MODULE_0__/* .MOST_JSON */ .$x)
        return `a body above ${_take_js__WEBPACK_IMPORTED_MODULE_0__/* .MOST_JSON */ .$x / 1e6} MB, which is not read as JSON`;
    const json = (0,_take_js__WEBPACK_IMPORTED_MODULE_0__/* .jsonOf */ .o_)(body);
    if (json === undefined)
        return 'a body that is no JSON';
    const at = differs(wanted.json, json, '');
    if (at === undefined)
        return undefined;
    return at === '' ? 'another value than the one of `answer`' : `another value at \`${at}\` than the one of \`answer\``;
}
function differs(wanted, value, at) {
    if (typeof wanted !== 'object' || wanted === null)
        return wanted === value ? undefined : at;
    if (typeof value !== 'object' || value === null || Array.isArray(wanted) !== Array.isArray(value))
        return at;
    if (Array.isArray(wanted) && Array.isArray(value) && wanted.length !== value.length)
        return at;
    for (const [key, item] of Object.entries(wanted)) {
        const below = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        if (!Object.hasOwn(value, key))
            return below;
        const found = differs(item, value[key], below);
        if (found !== undefined)
            return found;
    }
    return undefined;
}


/***/ }),

/***/ 88165:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $X: () => (/* binding */ isAboutPace),
/* harmony export */   Jt: () => (/* binding */ parsePaceBudgets),
/* harmony export */   Nh: () => (/* binding */ ALPHA),
/* harmony export */   Pl: () => (/* binding */ ENOUGH),
/* harmony export */   jZ: () => (/* binding */ atLeast),
/* harmony export */   qV: () => (/* binding */ judgeLatency),
/* harmony export */   wp: () => (/* binding */ NO_PACE)
/* harmony export */ });
/* harmony import */ var _units_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(83052);

const BEYOND = { p50: 0.5, p95: 0.05, p99: 0.01 };
const NO_PACE = {
    ...{ latency: [], growth: {} },
    ...{ coldStart: undefined, coldGrowth: undefined, memory: undefined },
};
const FORM = 'a percentile and a time, or growth against the base, such as `p95 50 ms` or `p50 +10 %` (percentiles: p50, p95, p99; units: ms, s), `cold-start 50 ms` or `cold-start +10 %`, or `memory 32 MiB`';
function isAboutPace(part) {
    return /^\s*(p\d|cold|latency|memory)/i.test(part);
}
function parsePaceBudgets(parts) {
    let budgets = NO_PACE;
    for (const part of parts) {
        const [, name = '', value = ''] = /^\s*([a-z-]+\d*)\s*:?\s+(.+?)\s*$/i.exec(part) ?? [];
        const more = withBudget(budgets, name.toLowerCase(), value);
        if (more === undefined)
            return `${FORM}; \`${part.trim()}\` is not that`;
        if (typeof more === 'string')
            return more;
        budgets = more;
    }
    return budgets;
}
function withBudget(budgets, name, value) {
    if (name === 'memory') {
        const memory = above0((0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .parseBytes */ .z_)(value));
        return memory === undefined ? undefined : once(name, budgets.memory, { ...budgets, memory });
    }
    const grown = growthOf(value);
    if (name === 'cold-start' && grown !== undefined) {
        return grown === 0
            ? tooLittle(name)
            : once('the growth of cold-start', budgets.coldGrowth, { ...budgets, coldGrowth: grown });
    }
    if (name === 'cold-start') {
        const coldStart = above0((0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDuration */ .E9)(value));
        return coldStart === undefined ? undefined : once(name, budgets.coldStart, { ...budgets, coldStart });
    }
    const measure = Object.keys(BEYOND).find((candidate) => candidate === name);
    if (measure === undefined)
        return undefined;
    if (grown === 0)
        return tooLittle(measure);
    if (grown !== undefined) {
        const growth = { ...budgets.growth, [measure]: grown };
        return once(`the growth of ${measure}`, budgets.growth[measure], { ...budgets, growth });
    }
    const limit = above0((0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDuration */ .E9)(value));
    if (limit === undefined)
        return undefined;
    const known = budgets.latency.find((budget) => budget.measure === measure);
    return once(measure, known, { ...budgets, latency: [...budgets.latency, { measure, limit }] });
}
function tooLittle(what) {
    return `more than +0 % for ${what}: no race can tell so little`;
}
function growthOf(value) {
    const percent = /^\+\s*(\d+(?:\.\d+)?)\s*%$/.exec(value)?.[1];
    return percent === undefined ? undefined : Number(percent) / 100;
}
function above0(value) {
    return value !== undefined && value > 0 ? value : undefined;
}
function once(what, known, budgets) {
    return known === undefined ? budgets : `one budget for ${what}, not two`;
}
const ALPHA = 0.001;
const UNLIKELY = 0.05;
const ENOUGH = 60;
function judgeLatency(samples, budget, alpha = ALPHA) {
    const overs = samples.map((one) => [one].flat().filter((ms) => ms > budget.limit).length);
    const over = overs.reduce((sum, n) => sum + n, 0);
    const answers = samples.flat().length;
    const together = over === 0 ? 1 : overs.reduce((sum, n) => sum + n ** 2, 0) / over;
    const one = BEYOND[budget.measure];
    const told = { budget, over, answers };
    const happened = overs.filter((n) => n > 0).length;
    const chances = [
        atLeast(Math.floor(over / together), Math.ceil(answers / together), one),
        atLeast(happened, answers, one),
    ];
    if (Math.min(...chances) <= (together === 1 ? alpha : alpha / 2))
        return { ...told, kind: 'over' };
    const few = 1 - atLeast(Math.ceil(over / together) + 1, Math.floor(answers / together), one);
    return { ...told, kind: answers > 0 && few <= UNLIKELY ? 'within' : 'cannot tell' };
}
function atLeast(k, n, p) {
    let logTerm = n * Math.log1p(-p);
    let sum = 0;
    for (let i = 0; i <= n; i++) {
        if (i >= k)
            sum += Math.exp(logTerm);
        logTerm += Math.log(n - i) - Math.log(i + 1) + Math.log(p) - Math.log1p(-p);
    }
    return Math.min(1, sum);
}


/***/ }),

/***/ 95129:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HL: () => (/* binding */ tUpper),
/* harmony export */   Jr: () => (/* binding */ normalAbove),
/* harmony export */   N1: () => (/* binding */ chiSquareAbove),
/* harmony export */   q0: () => (/* binding */ tAbove),
/* harmony export */   su: () => (/* binding */ normalUpper)
/* harmony export */ });
const TERMS = 200;
const EXACT = 1e-16;
const FAR = 3;
function normalUpper(z) {
    if (z < 0)
        return 1 - normalUpper(-z);
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    if (z < FAR) {
        let term = z;
        let sum = z;
        for (let i = 3; term > EXACT * sum; i += 2) {
            term *= (z * z) / i;
            sum += term;
        }
        return 0.5 - density * sum;
    }
    let fraction = z;
    for (let i = TERMS; i >= 1; i--)
        fraction = z + i / fraction;
    return density / fraction;
}
function normalAbove(upper) {
    return above(normalUpper, upper);
}
function tUpper(t, freedom) {
    if (t < 0)
        return 1 - tUpper(-t, freedom);
    if (t === Number.POSITIVE_INFINITY)
        return 0;
    return 0.5 * incompleteBeta(freedom / 2, 0.5, freedom, t * t);
}
function tAbove(upper, freedom) {
    return above((t) => tUpper(t, freedom), upper);
}
function chiSquareAbove(upper, freedom) {
    const of = 2 / (9 * freedom);
    return freedom * (1 - of + normalAbove(upper) * Math.sqrt(of)) ** 3;
}
function above(tail, upper) {
    if (!(upper > 0 && upper < 1))
        return upper >= 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    if (upper > 0.5)
        return -above(tail, 1 - upper);
    let [low, high] = [0, 1];
    while (tail(high) > upper)
        [low, high] = [high, 2 * high];
    while (high - low > 1e-14 * high) {
        const middle = (low + high) / 2;
        if (middle === low || middle === high)
            break;
        if (tail(middle) > upper)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}
function incompleteBeta(a, b, u, v) {
    const x = u / (u + v);
    const y = v / (u + v);
    if (y === 0 || x === 0)
        return y === 0 ? 1 : 0;
    const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * (Math.log(u) - Math.log(u + v)) + b * Math.log(y));
    return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, y)) / b;
}
function betaFraction(a, b, x) {
    const tiny = 1e-300;
    const safe = (value) => (Math.abs(value) < tiny ? tiny : value);
    let c = 1;
    let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
    let fraction = d;
    for (let m = 1; m <= TERMS; m++) {
        const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / safe(1 + even * d);
        c = safe(1 + even / c);
        fraction *= d * c;
        const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / safe(1 + odd * d);
        c = safe(1 + odd / c);
        fraction *= d * c;
        if (Math.abs(d * c - 1) < EXACT)
            break;
    }
    return fraction;
}
const LANCZOS = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
function logGamma(x) {
    const at = x - 1;
    const sum = LANCZOS.reduce((total, coefficient, i) => total + coefficient / (at + i + 1), 0.99999999999980993);
    const t = at + 7.5;
    return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}


/***/ }),

/***/ 90890:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $i: () => (/* binding */ isPlain),
/* harmony export */   Ul: () => (/* binding */ healthRequest),
/* harmony export */   bp: () => (/* binding */ PATH_FORM),
/* harmony export */   gI: () => (/* binding */ PATH),
/* harmony export */   ux: () => (/* binding */ parseVars),
/* harmony export */   vb: () => (/* binding */ liveRequests),
/* harmony export */   wO: () => (/* binding */ parseRequests),
/* harmony export */   yq: () => (/* binding */ GOOD)
/* harmony export */ });
/* unused harmony export valuesOf */
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(76690);
/* harmony import */ var _take_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(98251);
/* harmony import */ var _template_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(36118);



const GOOD = '2xx';
const PATH = /^\/[!-~]*$/;
const PATH_FORM = 'a path that begins with / and has no spaces';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const KEYS = ['name', 'method', 'path', 'headers', 'body', 'expect', 'answer', 'take', 'weight', 'live'];
function parseRequests(raw) {
    const value = fromJson(raw);
    if (!Array.isArray(value))
        return 'an array of requests such as [{"path": "/health", "expect": 200}]';
    const requests = [];
    for (const [index, item] of value.entries()) {
        const request = parseRequest(item);
        const unfit = typeof request === 'string' ? request : (unfitTemplate(request) ?? unfitValues(request, requests));
        if (typeof request === 'string' || unfit !== undefined)
            return `${unfit} (request ${index + 1})`;
        const named = (name) => requests.some((earlier) => earlier.name === name);
        if (isTable(item) && item.name !== undefined && named(request.name))
            return `each name once, for work and latency are told by it; an earlier request has it, too (request ${index + 1})`;
        let name = request.name;
        for (let count = 2; named(name); count++)
            name = `${request.name} (${count})`;
        requests.push({ ...request, name });
    }
    return requests;
}
function parseRequest(item) {
    if (!isTable(item))
        return 'each request a table';
    const unknown = Object.keys(item).find((key) => !KEYS.includes(key));
    if (unknown !== undefined)
        return `the keys ${KEYS.join(', ')}; \`${unknown}\` is none of them`;
    const { method = 'GET', path = '/', headers = {}, body, expect = 200, weight = 1, live } = item;
    if (typeof method !== 'string' || !METHODS.includes(method))
        return `a method of ${METHODS.join(', ')}`;
    if (typeof path !== 'string' || !PATH.test(path))
        return PATH_FORM;
    if (!isTexts(headers) || !Object.entries(headers).every(isHeader))
        return 'headers as a table of texts';
    if (body !== undefined && typeof body !== 'string')
        return 'a body of text';
    if (typeof expect !== 'number' || !Number.isInteger(expect) || expect < 100 || expect > 599)
        return 'a status from 100 to 599';
    if (typeof weight !== 'number' || !(weight > 0) || weight > 1000)
        return 'a weight above 0 and up to 1000';
    const name = item.name ?? `${method} ${path}`;
    if (typeof name !== 'string' || name === '')
        return 'a name of text';
    if (live !== undefined && typeof live !== 'boolean')
        return '`live` as true or false';
    const said = { name, method, path, headers, body, expect, weight, ...(live === undefined ? {} : { live }) };
    return withAnswer(said, item);
}
function withAnswer(request, item) {
    const answer = item.answer === undefined ? undefined : (0,_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .W)(item.answer);
    if (typeof answer === 'string')
        return answer;
    const take = item.take === undefined ? undefined : (0,_take_js__WEBPACK_IMPORTED_MODULE_1__/* .parseTake */ .Lu)(item.take);
    if (typeof take === 'string')
        return take;
    return { ...request, ...(answer === undefined ? {} : { answer }), ...(take === undefined ? {} : { take }) };
}
const BRACES_FORM = '`{{NAME}}` with the name of a taken value; braces that are meant as they stand are written `\\{{`';
function unfitTemplate(request) {
    if (texts(request).some((text) => (0,_template_js__WEBPACK_IMPORTED_MODULE_2__/* .readTemplate */ .xV)(text) === undefined))
        return BRACES_FORM;
    const body = (0,_template_js__WEBPACK_IMPORTED_MODULE_2__/* .readTemplate */ .xV)(request.body ?? '') ?? [];
    const unquoted = (0,_template_js__WEBPACK_IMPORTED_MODULE_2__/* .namesIn */ .wX)(body).length > 0 && (0,_template_js__WEBPACK_IMPORTED_MODULE_2__/* .placeOfBody */ .lA)(body, request.headers) === 'json' && !(0,_template_js__WEBPACK_IMPORTED_MODULE_2__/* .readsAsJson */ .YX)(body);
    return unquoted ? 'a JSON body that has each `{{NAME}}` between quotes' : undefined;
}
function unfitValues(request, before) {
    const takers = new Map(before.flatMap((earlier) => (earlier.take ?? []).map(({ name }) => [name, earlier])));
    const twice = request.take?.find(({ name }) => takers.has(name));
    if (twice !== undefined)
        return `each name in one \`take\` alone; an earlier request takes \`${twice.name}\`, too`;
    for (const name of valuesOf(request)) {
        const taker = takers.get(name);
        if (taker === undefined)
            return `only values that an earlier request takes; none takes \`${name}\``;
        if (request.live === true && taker.live !== true)
            return `\`live = true\` for the request that takes \`${name}\`, too, which this one uses in a release`;
    }
    return undefined;
}
function valuesOf(request) {
    return [...new Set(texts(request).flatMap((text) => (0,_template_js__WEBPACK_IMPORTED_MODULE_2__/* .namesIn */ .wX)((0,_template_js__WEBPACK_IMPORTED_MODULE_2__/* .readTemplate */ .xV)(text) ?? [])))];
}
function isPlain(request) {
    return !texts(request).some((text) => text.includes('{{'));
}
function texts({ path, headers, body = '' }) {
    return [path, ...Object.values(headers), body];
}
function liveRequests(requests, testVars) {
    const reading = Object.keys(testVars).length === 0 ? ['GET', 'HEAD'] : [];
    const taken = new Set();
    return requests.filter((request) => {
        const { live, method, take = [] } = request;
        const asked = (live ?? reading.includes(method)) && valuesOf(request).every((name) => taken.has(name));
        if (asked)
            for (const { name } of take)
                taken.add(name);
        return asked;
    });
}
function healthRequest(health, requests) {
    const known = health === undefined ? requests.find((one) => one.method === 'GET' && isPlain(one)) : undefined;
    if (known !== undefined)
        return known;
    return { name: 'health', method: 'GET', path: health ?? '/', headers: {}, body: undefined, expect: GOOD, weight: 1 };
}
function parseVars(raw) {
    const value = fromJson(raw);
    const form = 'names (letters, digits, _) with texts';
    if (!isTexts(value))
        return form;
    return Object.keys(value).every((name) => /^[A-Za-z_]\w*$/.test(name)) ? value : form;
}
function fromJson(raw) {
    if (typeof raw !== 'string')
        return raw;
    try {
        return JSON.parse(raw);
    }
    catch {
        return undefined;
    }
}
function isHeader([name, value]) {
    return _take_js__WEBPACK_IMPORTED_MODULE_1__/* .TOKEN */ .CV.test(name) && _template_js__WEBPACK_IMPORTED_MODULE_2__/* .HEADER_VALUE */ .cw.test(value);
}
function isTable(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isTexts(value) {
    return isTable(value) && Object.values(value).every((item) => typeof item === 'string');
}


/***/ }),

/***/ 98251:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   $x: () => (/* binding */ MOST_JSON),
/* harmony export */   CV: () => (/* binding */ TOKEN),
/* harmony export */   Lu: () => (/* binding */ parseTake),
/* harmony export */   Y5: () => (/* binding */ takenFrom),
/* harmony export */   o_: () => (/* binding */ jsonOf)
/* harmony export */ });
/* unused harmony export pointed */
/* harmony import */ var _template_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(36118);

const MOST_JSON = 8e6;
const MOST_VALUE = 8192;
const FORM = '`take` as a table of names, each with a JSON pointer into the answer such as { token = "/token" }, with { header = "NAME" } or with { cookie = "NAME" }';
const POINTER = /^(\/([^~]|~[01])*)?$/;
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
function parseTake(raw) {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
        return FORM;
    const takes = Object.entries(raw).map(([name, from]) => (_template_js__WEBPACK_IMPORTED_MODULE_0__/* .NAME */ .o_.test(name) ? takeFrom(name, from) : undefined));
    const read = takes.filter((take) => take !== undefined);
    return read.length === takes.length ? read : FORM;
}
function takeFrom(name, from) {
    if (typeof from === 'string')
        return POINTER.test(from) ? { name, pointer: from } : undefined;
    if (typeof from !== 'object' || from === null)
        return undefined;
    const entries = Object.entries(from);
    const [[kind, of] = [], ...more] = entries;
    if (more.length > 0 || typeof of !== 'string' || !TOKEN.test(of))
        return undefined;
    if (kind === 'header')
        return { name, header: of.toLowerCase() };
    return kind === 'cookie' ? { name, cookie: of } : undefined;
}
function placeOf(take) {
    if ('pointer' in take)
        return `\`${take.pointer}\` of its JSON body`;
    return 'header' in take ? `its header \`${take.header}\`` : `its cookie \`${take.cookie}\``;
}
function takenFrom(takes, source) {
    let json;
    if (takes.some((take) => 'pointer' in take))
        json = jsonOf(source.body);
    const values = new Map();
    for (const take of takes) {
        const value = 'pointer' in take ? scalar(pointed(json, take.pointer)) : inHeaders(take, source);
        const fits = value !== undefined && value !== '' && value.length <= MOST_VALUE && value.isWellFormed();
        if (fits)
            values.set(take.name, value);
    }
    return values;
}
function inHeaders(take, { header }) {
    if ('header' in take)
        return header(take.header)[0];
    const pairs = header('set-cookie').map((line) => /^\s*([^=;]+?)\s*=\s*([^;]*)/.exec(line));
    return pairs.find((pair) => pair?.[1] === take.cookie)?.[2]?.trim();
}
function jsonOf(text) {
    if (text.length > MOST_JSON)
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function scalar(value) {
    if (typeof value === 'string')
        return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
function pointed(json, pointer) {
    let value = json;
    for (const step of pointer.split('/').slice(1)) {
        const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
        if (typeof value !== 'object' || value === null)
            return undefined;
        if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(key))
            return undefined;
        value = Object.hasOwn(value, key) ? value[key] : undefined;
    }
    return value;
}


/***/ }),

/***/ 36118:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GS: () => (/* binding */ fill),
/* harmony export */   YX: () => (/* binding */ readsAsJson),
/* harmony export */   cw: () => (/* binding */ HEADER_VALUE),
/* harmony export */   lA: () => (/* binding */ placeOfBody),
/* harmony export */   o_: () => (/* binding */ NAME),
/* harmony export */   wX: () => (/* binding */ namesIn),
/* harmony export */   xV: () => (/* binding */ readTemplate),
/* harmony export */   xb: () => (/* binding */ writtenForms)
/* harmony export */ });
const NAME = /^[A-Za-z_]\w*$/;
const BRACES = /\\\{\{|\{\{(?:[ \t]*([A-Za-z_]\w*)[ \t]*\}\})?/g;
function readTemplate(text) {
    const parts = [];
    let from = 0;
    for (const found of text.matchAll(BRACES)) {
        const [whole, name] = found;
        if (name === undefined && whole === '{{')
            return undefined;
        parts.push(text.slice(from, found.index), name === undefined ? '{{' : { name });
        from = found.index + whole.length;
    }
    parts.push(text.slice(from));
    return parts.filter((part) => part !== '');
}
function namesIn(template) {
    return template.flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
}
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const WRITTEN = {
    path: (value) => (/^\.+$/.test(value) ? undefined : encodeURIComponent(value)),
    header: (value) => (HEADER_VALUE.test(value) ? value : undefined),
    json: (value) => JSON.stringify(value).slice(1, -1),
    form: encodeURIComponent,
    text: (value) => value,
};
function fill(template, place, known) {
    let text = '';
    for (const part of template) {
        const value = typeof part === 'string' ? undefined : known(part.name);
        const written = typeof part === 'string' ? part : value === undefined ? undefined : WRITTEN[place](value);
        if (written === undefined)
            return { unfit: typeof part === 'string' ? '' : part.name };
        text += written;
    }
    return { text };
}
function writtenForms(value) {
    return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
}
function placeOfBody(body, headers) {
    const [, type = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
    const [essence = ''] = type.toLowerCase().split(';');
    if (/^\s*[\w.+-]+\/([\w.+-]+\+)?json\s*$/.test(essence))
        return 'json';
    if (essence.trim() === 'application/x-www-form-urlencoded')
        return 'form';
    return type.trim() === '' && readsAsJson(body) ? 'json' : 'text';
}
function readsAsJson(body) {
    try {
        JSON.parse(body.map((part) => (typeof part === 'string' ? part : 'x')).join(''));
        return true;
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 14031:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   XV: () => (/* binding */ middleOf),
/* harmony export */   YW: () => (/* binding */ shiftInterval),
/* harmony export */   dZ: () => (/* binding */ signedRank),
/* harmony export */   ux: () => (/* binding */ medianOf),
/* harmony export */   wy: () => (/* binding */ pullsOn),
/* harmony export */   xc: () => (/* binding */ middleInterval)
/* harmony export */ });
/* harmony import */ var _distributions_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(95129);

const COUNTED = 50;
function signedRank(values) {
    const n = values.length;
    const sizes = values.map(Math.abs).sort((a, b) => a - b);
    const { ranks, tied } = meanRanks(sizes);
    const zeros = sizes.filter((size) => size === 0).length;
    if (zeros === n)
        return { plus: 0, p: 1 };
    const plus = values.reduce((sum, value) => (value > 0 ? sum + (ranks.get(value) ?? 0) : sum), 0);
    if (zeros === 0 && tied === 0 && n <= COUNTED) {
        const total = (n * (n + 1)) / 2;
        return { plus, p: Math.min(1, 2 * atLeastSum(n, Math.max(plus, total - plus))) };
    }
    const mean = (n * (n + 1) - zeros * (zeros + 1)) / 4;
    const cubic = (m) => m * (m + 1) * (2 * m + 1);
    const variance = (cubic(n) - cubic(zeros) - tied / 2) / 24;
    return { plus, p: Math.min(1, 2 * (0,_distributions_js__WEBPACK_IMPORTED_MODULE_0__/* .normalUpper */ .su)(Math.abs(plus - mean) / Math.sqrt(variance))) };
}
function meanRanks(sizes) {
    const ranks = new Map();
    let tied = 0;
    for (let i = 0; i < sizes.length;) {
        const size = sizes[i] ?? 0;
        let next = i;
        while (sizes[next] === size)
            next++;
        const many = next - i;
        ranks.set(size, (i + 1 + next) / 2);
        if (size > 0)
            tied += many ** 3 - many;
        i = next;
    }
    return { ranks, tied };
}
function atLeastSum(n, least) {
    const chances = sumChances(n);
    let chance = 0;
    for (let sum = chances.length - 1; sum >= least; sum--)
        chance += chances[sum] ?? 0;
    return chance;
}
function sumChances(n) {
    const chances = new Float64Array((n * (n + 1)) / 2 + 1);
    chances[0] = 1;
    let most = 0;
    for (let rank = 1; rank <= n; rank++) {
        most += rank;
        for (let sum = most; sum >= 0; sum--) {
            chances[sum] = ((chances[sum] ?? 0) + (sum >= rank ? (chances[sum - rank] ?? 0) : 0)) / 2;
        }
    }
    return chances;
}
function middleOf(values, weights) {
    if (weights !== undefined) {
        const turned = values.map((value) => -value);
        return (meanAt(risingOf(values, weights), 0.5) - meanAt(risingOf(turned, weights), 0.5)) / 2;
    }
    return medianOf(values.flatMap((value, i) => values.slice(i).map((other) => (value + other) / 2)));
}
const AROUND = 0.3;
function pullsOn(middle, values, weights) {
    const rising = risingOf(values, weights);
    const width = meanAt(rising, 0.5 + AROUND / 2) - meanAt(rising, 0.5 - AROUND / 2);
    return values.map((value) => {
        const other = 2 * middle - value;
        const below = (upTo(rising, other) + upTo(rising, other, 'without it')) / 2;
        return (1 - (2 * below) / rising.all) * (width / AROUND);
    });
}
function risingOf(of, by) {
    const order = of.map((_, i) => i).sort((a, b) => (of[a] ?? 0) - (of[b] ?? 0));
    const values = Float64Array.from(order, (i) => of[i] ?? 0);
    const weights = Float64Array.from(order, (i) => by[i] ?? 0);
    const before = new Float64Array(values.length + 1);
    for (const [i, weight] of weights.entries())
        before[i + 1] = (before[i] ?? 0) + weight;
    return { values, weights, before, all: before[values.length] ?? 0 };
}
function upTo({ values, before }, limit, itself) {
    let [low, high] = [0, values.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        const value = values[middle] ?? 0;
        if (itself === undefined ? value <= limit : value < limit)
            low = middle + 1;
        else
            high = middle;
    }
    return before[low] ?? 0;
}
const HALVINGS = 60;
function meanAt(rising, share) {
    const { values } = rising;
    const wanted = share * rising.all ** 2;
    let [low, high] = [values[0] ?? Number.NaN, values[values.length - 1] ?? Number.NaN];
    if (walk(rising, low).counted >= wanted)
        return low;
    for (let i = 0; i < HALVINGS; i++) {
        const middle = (low + high) / 2;
        if (walk(rising, middle).counted >= wanted)
            high = middle;
        else
            low = middle;
    }
    return walk(rising, high).largest;
}
function walk({ values, weights, before }, limit) {
    let counted = 0;
    let largest = Number.NEGATIVE_INFINITY;
    let end = values.length;
    for (let i = 0; i < values.length; i++) {
        const value = values[i] ?? 0;
        while (end > 0 && (value + (values[end - 1] ?? 0)) / 2 > limit)
            end--;
        if (end === 0)
            break;
        counted += (weights[i] ?? 0) * (before[end] ?? 0);
        largest = Math.max(largest, (value + (values[end - 1] ?? 0)) / 2);
    }
    return { counted, largest };
}
function middleInterval(values, level) {
    const n = values.length;
    const means = values.flatMap((a, i) => values.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b);
    const out = leftOut(n, level / 2);
    const [low, high] = [means[out - 1], means[means.length - out]];
    return low === undefined || high === undefined ? undefined : [low, high];
}
function leftOut(n, tail) {
    if (n > COUNTED) {
        const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
        return Math.max(0, Math.floor((n * (n + 1)) / 4 - (0,_distributions_js__WEBPACK_IMPORTED_MODULE_0__/* .normalAbove */ .Jr)(tail) * spread));
    }
    return placesOf(sumChances(n), tail);
}
function placesOf(chances, tail) {
    let chance = 0;
    let out = 0;
    for (const one of chances) {
        chance += one;
        if (chance > tail)
            break;
        out++;
    }
    return out;
}
function shiftInterval(from, to, level, apart = (one, other) => other - one) {
    const all = to.flatMap((value) => from.map((other) => apart(other, value))).sort((a, b) => a - b);
    const out = placesOf(aboveChances(from.length, to.length), level / 2);
    const [low, high] = [all[out - 1], all[all.length - out]];
    return low === undefined || high === undefined ? undefined : [low, high];
}
function aboveChances(n, m) {
    const ways = new Float64Array(n * m + 1);
    ways[0] = 1;
    for (let i = 1; i <= n; i++) {
        for (let at = n * m; at >= m + i; at--)
            ways[at] = (ways[at] ?? 0) - (ways[at - m - i] ?? 0);
        for (let at = i; at <= n * m; at++)
            ways[at] = (ways[at] ?? 0) + (ways[at - i] ?? 0);
    }
    const all = ways.reduce((sum, count) => sum + count, 0);
    return ways.map((count) => count / all);
}
function medianOf(values) {
    const sorted = Float64Array.from(values).sort();
    const half = sorted.length / 2;
    return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}


/***/ }),

/***/ 96853:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HE: () => (/* binding */ playedWork),
/* harmony export */   Si: () => (/* binding */ functionWork),
/* harmony export */   TI: () => (/* binding */ isAboutWork),
/* harmony export */   kZ: () => (/* binding */ parseWorkBudget),
/* harmony export */   l0: () => (/* binding */ compareWork),
/* harmony export */   u0: () => (/* binding */ isExact),
/* harmony export */   uV: () => (/* binding */ workMovers),
/* harmony export */   v9: () => (/* binding */ judgeWork)
/* harmony export */ });
/* unused harmony exports routeWork, LEVEL */
/* harmony import */ var _wilcoxon_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(14031);

const FORM = 'the growth of executed instructions against the base, such as `work +2 %`';
function isAboutWork(part) {
    return /^\s*work\b/i.test(part);
}
function parseWorkBudget(parts) {
    const [part, another] = parts;
    if (part === undefined)
        return undefined;
    if (another !== undefined)
        return 'one budget for work, not two';
    const percent = /^\s*work\s*:?\s+\+\s*(\d+(?:\.\d+)?)\s*%\s*$/i.exec(part)?.[1];
    return percent === undefined ? `${FORM}; \`${part.trim()}\` is not that` : { percent: Number(percent) };
}
function routeWork(repeats) {
    const names = new Set(repeats.flatMap((steps) => steps.map(({ route }) => route)));
    return [...names].flatMap((name) => {
        const counts = repeats.map((steps) => mean(steps.filter(({ route }) => route === name).map(({ work }) => work)));
        return counts.some(Number.isNaN) ? [] : [workOf(name, counts)];
    });
}
function playedWork(processes) {
    const plays = (processes[0] ?? []).map((_, i) => routeWork(processes.map((of) => of[i] ?? [])));
    const means = routeWork(processes.map((of) => of.flat()));
    return routeWork(processes.flat()).map((all) => {
        const each = plays.map((routes) => routes.find(({ name }) => name === all.name));
        const [first] = each;
        const { middle, means: own } = means.find(({ name }) => name === all.name) ?? all;
        if (first !== undefined && each.every((one) => one !== undefined && isExact(one)))
            return { ...first, means: own };
        return { ...all, middle, means: own };
    });
}
function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
function workOf(name, counts) {
    const sorted = counts.toSorted((a, b) => a - b);
    const at = (place) => sorted[place] ?? Number.NaN;
    return { name, least: at(0), middle: at((sorted.length - 1) >> 1), most: at(sorted.length - 1), means: counts };
}
function isExact({ least, most }) {
    return least === most;
}
const LEVEL = 0.005;
function compareWork(base, head) {
    const pairs = head.map((after) => ({ after, before: base.find(({ name }) => name === after.name) }));
    const unsure = pairs.filter(({ after, before }) => before !== undefined && !(isExact(before) && isExact(after)));
    const level = LEVEL / Math.max(1, unsure.length);
    return pairs.map(({ after, before }) => ({
        ...{ name: after.name, base: before, head: after },
        growth: before && growthBetween(before, after, level),
    }));
}
function growthBetween(before, after, level) {
    const seen = { least: growthOf(before.most, after.least), most: growthOf(before.least, after.most) };
    if (isExact(before) && isExact(after))
        return { ...seen, sure: true };
    const [least, most] = usualGrowth(before.means, after.means, level) ?? [];
    return least === undefined || most === undefined ? { ...seen, sure: false } : { least, most, sure: true };
}
function usualGrowth(before, after, level) {
    const same = (means) => means.every((one) => one === means[0]);
    if (same(before) || same(after)) {
        const varied = same(before) ? after : before;
        const growths = varied.map((one) => same(before) ? growthOf((0,_wilcoxon_js__WEBPACK_IMPORTED_MODULE_0__/* .medianOf */ .ux)(before), one) : growthOf(one, (0,_wilcoxon_js__WEBPACK_IMPORTED_MODULE_0__/* .medianOf */ .ux)(after)));
        return growths.every(Number.isFinite) ? (0,_wilcoxon_js__WEBPACK_IMPORTED_MODULE_0__/* .middleInterval */ .xc)(growths, level) : undefined;
    }
    return (0,_wilcoxon_js__WEBPACK_IMPORTED_MODULE_0__/* .shiftInterval */ .YW)(before, after, level, growthOf);
}
function growthOf(from, to) {
    return from === to ? 0 : ((to - from) * 100) / from;
}
function judgeWork({ growth }, { percent }) {
    if (growth === undefined || !growth.sure)
        return 'cannot tell';
    if (growth.least > percent)
        return 'over';
    return growth.most <= percent ? 'within' : 'cannot tell';
}
function functionWork(repeats) {
    const all = new Map();
    for (const [i, functions] of repeats.entries())
        for (const one of functions) {
            const key = `${one.crate} ${one.name}`;
            const known = all.get(key) ?? { one, counts: repeats.map(() => 0) };
            known.counts[i] = (known.counts[i] ?? 0) + one.work;
            all.set(key, known);
        }
    return [...all.values()].map(({ one: { name, crate }, counts }) => {
        const { least, middle, most } = workOf(name, counts);
        return { name, crate, work: middle, ...(least === most ? {} : { spread: { least, most } }) };
    });
}
function workMovers(base, head) {
    const movers = new Map();
    const add = (one, side) => {
        const { name, crate, work, spread = { least: work, most: work } } = one;
        const key = `${crate} ${name}`;
        const known = movers.get(key) ?? { mover: { name, crate, before: 0, after: 0 }, before: NONE, after: NONE };
        const { least, most } = known[side];
        const limits = { least: least + spread.least, most: most + spread.most };
        movers.set(key, { ...known, mover: { ...known.mover, [side]: known.mover[side] + work }, [side]: limits });
    };
    for (const one of base)
        add(one, 'before');
    for (const one of head)
        add(one, 'after');
    const change = ({ before, after }) => Math.abs(after - before);
    return [...movers.values()]
        .filter(({ before, after }) => after.least > before.most || after.most < before.least)
        .map(({ mover }) => mover)
        .toSorted((a, b) => change(b) - change(a) || (a.name < b.name ? -1 : 1));
}
const NONE = { least: 0, most: 0 };


/***/ }),

/***/ 80342:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var _build_git_server_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(93558);
/* harmony import */ var _build_sccache_variables_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(28416);
/* harmony import */ var _choose_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(43394);
/* harmony import */ var _edge_names_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(86213);
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(58353);
/* harmony import */ var _event_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(48799);
/* harmony import */ var _host_crates_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(67724);
/* harmony import */ var _host_repository_file_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(13339);
/* harmony import */ var _host_runner_js__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(76374);
/* harmony import */ var _inputs_parse_js__WEBPACK_IMPORTED_MODULE_11__ = __nccwpck_require__(94979);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_12__ = __nccwpck_require__(69946);













function decide(runner, env) {
    const workflow = (name) => (0,_host_runner_js__WEBPACK_IMPORTED_MODULE_10__/* .inputText */ .A)(env, name);
    const payload = readPayload(runner.eventPath);
    const event = (0,_event_js__WEBPACK_IMPORTED_MODULE_7__/* .parseEvent */ .wj)({
        name: runner.event,
        payload,
        payloadPath: runner.eventPath,
        repository: runner.repository,
        ref: runner.ref,
    });
    const workingDirectory = (0,_inputs_parse_js__WEBPACK_IMPORTED_MODULE_11__/* .parseFirst */ .c_)('working-directory', workflow);
    const crates = (0,_host_crates_js__WEBPACK_IMPORTED_MODULE_8__/* .readCrates */ .V)(runner.workspace, workingDirectory);
    const chosen = (0,_choose_js__WEBPACK_IMPORTED_MODULE_4__/* .chooseCrates */ .Cs)({ package: (0,_inputs_parse_js__WEBPACK_IMPORTED_MODULE_11__/* .parseFirst */ .c_)('package', workflow), workingDirectory }, crates);
    const inputs = (0,_inputs_parse_js__WEBPACK_IMPORTED_MODULE_11__/* .parseAll */ .bg)(chosen.map((crate) => sourcesOf(runner.workspace, crate, workflow)));
    const wishes = chosen.map((crate, i) => ({
        crate,
        inputs: inputs[i],
        secrets: Object.values(_edge_names_js__WEBPACK_IMPORTED_MODULE_5__/* .EDGES */ .p).flatMap((edge) => credentials(edge, crate, runner.workspace, env)),
        given: inputs[i].secrets.filter((name) => (env[name] ?? '') !== ''),
    }));
    const registryTokens = Object.keys(env).filter((name) => isSourceToken(name) && env[name] !== '');
    const sources = { registryTokens, gitServer: (0,_build_git_server_js__WEBPACK_IMPORTED_MODULE_2__/* .gitServer */ .qe)(env) };
    const facts = {
        crates,
        selfHosted: runner.selfHosted,
        again: Number(env.GITHUB_RUN_ATTEMPT ?? 1) > 1,
        private: (0,_event_js__WEBPACK_IMPORTED_MODULE_7__/* .isPrivate */ .Gw)(payload),
        ...sources,
        sccacheVariables: inputs[0]?.sccache === 'on' ? (0,_build_sccache_variables_js__WEBPACK_IMPORTED_MODULE_3__/* .sccacheVariables */ .G)(env) : [],
    };
    const decided = (0,_plan_js__WEBPACK_IMPORTED_MODULE_12__/* .plan */ .e)(wishes, event, facts);
    return {
        plan: decided,
        defaultBranch: (0,_event_js__WEBPACK_IMPORTED_MODULE_7__/* .defaultBranchOf */ .dV)(payload),
        sha: event.on === 'pull-request' ? event.headSha : runner.sha,
        packageAt: (workspace, name) => packageAt(workspace, name, { workingDirectory, workflow, sources }),
    };
}
const REGISTRY_TOKEN = /^CARGO_(REGISTRY|REGISTRIES_[A-Z0-9_]+)_TOKEN$/;
function isSourceToken(name) {
    return REGISTRY_TOKEN.test(name) || name === _build_git_server_js__WEBPACK_IMPORTED_MODULE_2__/* .GIT_TOKEN */ .LP;
}
function packageAt(workspace, name, { workingDirectory, workflow, sources }) {
    const crate = (0,_choose_js__WEBPACK_IMPORTED_MODULE_4__/* .chooseCrate */ .BP)({ workingDirectory, package: name }, (0,_host_crates_js__WEBPACK_IMPORTED_MODULE_8__/* .readCrates */ .V)(workspace, workingDirectory));
    return (0,_plan_js__WEBPACK_IMPORTED_MODULE_12__/* .packagePlan */ .a)((0,_inputs_parse_js__WEBPACK_IMPORTED_MODULE_11__/* .parseInputs */ .TL)(sourcesOf(workspace, crate, workflow)), crate, sources);
}
function sourcesOf(workspace, crate, workflow) {
    const { dir, metadata: tables, misplaced } = crate;
    return { workflow, tables, misplaced, read: (file) => (0,_host_repository_file_js__WEBPACK_IMPORTED_MODULE_9__/* .readBeside */ .r)(workspace, dir, file) };
}
function credentials(edge, crate, workspace, env) {
    const configuration = edge.marks.find((mark) => crate.files.includes(mark));
    return edge.credentials.filter((name) => {
        if ((env[name] ?? '') !== '')
            return true;
        const pattern = edge.configured?.[name];
        if (pattern === undefined || configuration === undefined)
            return false;
        return pattern.test((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(node_path__WEBPACK_IMPORTED_MODULE_1__.join(workspace, crate.dir, configuration), 'utf8'));
    });
}
function readPayload(file) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(file, 'utf8');
    }
    catch {
        return undefined;
    }
}
async function main() {
    const env = process.env;
    const runner = (0,_host_runner_js__WEBPACK_IMPORTED_MODULE_10__/* .readRunner */ .f)(env);
    if (env.STATE_WASM_SHIP !== undefined)
        return (await Promise.all(/* import() */[__nccwpck_require__.e(934), __nccwpck_require__.e(666), __nccwpck_require__.e(317)]).then(__nccwpck_require__.bind(__nccwpck_require__, 15317))).post(runner, env, actionRoot());
    const decided = decide(runner, env);
    const { plan: made } = decided;
    if (!('packages' in made))
        throw new Error(`no way to do ${made.do}`);
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(1, `Plan: ${subject(made)}, ${intention(made)}.\n`);
    const { execute, executeClean } = await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(934), __nccwpck_require__.e(666), __nccwpck_require__.e(889)]).then(__nccwpck_require__.bind(__nccwpck_require__, 90889));
    if (made.do === 'clean')
        return executeClean(made, runner, env, actionRoot());
    return execute(made, runner, env, actionRoot(), decided);
}
function subject({ packages }) {
    const edges = [...new Set(packages.map(({ edge }) => edge))];
    const named = (edge) => {
        const names = packages.filter((pkg) => pkg.edge === edge).map(({ name }) => name);
        return `${names.join(', ')} for ${edge}`;
    };
    return edges.map(named).join(', ');
}
function intention(of) {
    if (of.do === 'clean')
        return `taking away what was made for pull request ${of.pr}`;
    if (of.do === 'rollback')
        return `going back to ${of.to ?? 'what was live before'}`;
    if (of.do === 'build')
        return 'building for the job that deploys';
    const places = [...new Set(of.packages.flatMap(({ deploy }) => (deploy === undefined ? [] : [deploy.to])))];
    const where = places.length === 0 ? 'deploying nothing' : `deploying to ${places.join(' and ')}`;
    const digests = of.packages.map(({ digest = '' }) => `sha256 ${digest.slice(0, 12)}…`);
    const bundles = digests.length === 1 ? 'bundle' : 'bundles';
    return of.do === 'deploy' ? `${where}, by the ${bundles} ${digests.join(', ')} alone` : where;
}
function actionRoot() {
    return node_path__WEBPACK_IMPORTED_MODULE_1__.dirname(node_path__WEBPACK_IMPORTED_MODULE_1__.dirname(node_path__WEBPACK_IMPORTED_MODULE_1__.resolve(process.argv[1] ?? '')));
}
async function fail(thrown) {
    const { error: annotate } = await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(838)]).then(__nccwpck_require__.bind(__nccwpck_require__, 33838));
    const error = (0,_error_js__WEBPACK_IMPORTED_MODULE_6__/* .asShipError */ .Nn)(thrown);
    if (error.fault !== 'bug') {
        const place = error.place === undefined
            ? {}
            : { file: error.place.file, ...(error.place.line === undefined ? {} : { startLine: error.place.line }) };
        annotate(error.hint === undefined ? error.message : `${error.message}\n${error.hint}`, {
            title: `wasm-ship: ${error.fault}`,
            ...place,
        });
        return error.fault === 'cancelled' ? 130 : 1;
    }
    const [{ harmless }, { inspect }] = await Promise.all([__nccwpck_require__.e(/* import() */ 666).then(__nccwpck_require__.bind(__nccwpck_require__, 11666)), Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 57975, 19))]);
    console.error(harmless(inspect(error.cause)));
    annotate(error.message, { title: 'wasm-ship' });
    return 1;
}
process.exitCode = await main().catch(fail);
setTimeout(() => process.exit(), 2000).unref();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 69946:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  a: () => (/* binding */ packagePlan),
  e: () => (/* binding */ plan)
});

// EXTERNAL MODULE: ./lib/choose.js
var choose = __nccwpck_require__(43394);
// EXTERNAL MODULE: ./lib/error.js
var error = __nccwpck_require__(58353);
// EXTERNAL MODULE: ./lib/latency/requests.js
var latency_requests = __nccwpck_require__(90890);
;// CONCATENATED MODULE: ./lib/live-plan.js

const MOST_ROUTES = 3;
function livePlan(inputs) {
    const { liveLatency, globalping: places, health: path, requests: all, testVars } = inputs;
    if (!liveLatency && places === undefined)
        return {};
    const known = (0,latency_requests/* liveRequests */.vb)(all, testVars);
    const health = (0,latency_requests/* healthRequest */.Ul)(path, known);
    const others = known.filter((one) => ['GET', 'HEAD'].includes(one.method) && (0,latency_requests/* isPlain */.$i)(one) && (one.method !== 'GET' || one.path !== health.path));
    const requests = others.slice(0, MOST_ROUTES);
    const asked = [health, ...requests];
    const same = ({ method, path: at }) => method === 'GET' && at === health.path;
    const leftOut = all.filter((one) => !asked.includes(one) && !same(one)).map(({ name }) => name);
    return {
        live: { health, requests, leftOut, runner: liveLatency, ...(places === undefined ? {} : { places }) },
    };
}
function besideProduction({ liveLatency, globalping, productionEnvironment: configured, address, }) {
    if (!liveLatency && globalping === undefined)
        return {};
    return {
        production: {
            ...(configured === undefined ? {} : { configured }),
            ...(address === undefined ? {} : { address }),
        },
    };
}

;// CONCATENATED MODULE: ./lib/release-tag.js
const VERSION = /^(?:([\w.-]+)[@/-])?v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const MOVING = /^(?:[\w.-]+[@/-])?v\d+$/i;
const ALMOST = /\d\.\d|(?<![A-Za-z0-9])v\d/i;
function parseTag(tag) {
    const version = VERSION.exec(tag);
    if (version !== null)
        return { kind: 'version', of: version[1], prerelease: version[2] !== undefined };
    if (MOVING.test(tag))
        return { kind: 'moving' };
    return { kind: ALMOST.test(tag) ? 'almost' : 'other' };
}
function formOfTags(name) {
    return `\`v1.2.3\` or \`${name}-v1.2.3\``;
}

;// CONCATENATED MODULE: ./lib/destination.js




function destination(inputs, event, facts) {
    const wanted = withoutCredentials(inputs, event, facts);
    if (wanted.deploy === undefined)
        return wanted;
    if (facts.edge.reach !== 'live')
        return notLive(inputs, facts.edge.title);
    const missing = facts.edge.credentials.filter((name) => !facts.secrets.includes(name));
    if (missing.length === 0) {
        const { to, secrets, configured } = wanted.deploy;
        const needs = (inputs.phase === 'ship' || inputs.phase === 'deploy') && (to !== 'preview' || configured !== undefined);
        if (needs)
            refuseUnset(secrets, facts.given);
        const rotated = facts.again && inputs.secrets.length > 0 && wanted.deploy.to !== 'preview';
        return rotated ? { deploy: { ...wanted.deploy, leaveSame: false } } : wanted;
    }
    const [are, them] = missing.length === 1 ? ['is', 'it'] : ['are', 'them'];
    const reason = `${missing.join(' and ')} ${are} not set. Give ${them} to the step by \`env:\`, from \`secrets\`.`;
    if (['deploy', 'rollback'].includes(inputs.phase) && wanted.deploy.to !== 'preview') {
        throw new error/* ShipError */.fS('plan', `\`phase: ${inputs.phase}\` cannot be met: ${reason}`, {
            hint: 'Is this job in the environment that holds them, such as `environment: production`?',
        });
    }
    if (inputs.deploy === 'production' || inputs.deploy === 'staging') {
        throw new error/* ShipError */.fS('plan', `\`deploy: ${inputs.deploy}\` cannot be met: ${reason}`);
    }
    return { reason, noticed: true, lacks: true };
}
function refuseUnset(names, given) {
    const unset = names.filter((name) => !given.includes(name));
    if (unset.length === 0)
        return;
    const [are, them] = unset.length === 1 ? ['is', 'it'] : ['are', 'them'];
    throw new error/* ShipError */.fS('plan', `input: \`secrets\` names ${unset.join(' and ')}, which ${are} not set.`, {
        hint: `Give ${them} to the step:\nenv:\n${unset.map((name) => `  ${name}: \${{ secrets.${name} }}`).join('\n')}`,
    });
}
function notLive({ deploy }, title) {
    if (deploy !== 'auto')
        throw (0,error/* notYet */.y8)(`\`deploy: ${deploy}\` to ${title}`, 'Leave `deploy` out: the rest is done.');
    return nowhere(`deploying to ${title} is planned, and this version does not do it.`, true);
}
const TRIGGERS = {
    'pull-request': 'pull_request',
    push: 'push',
    tag: 'push',
    release: 'release',
    'merge-group': 'merge_group',
    dispatch: 'workflow_dispatch',
    schedule: 'schedule',
};
function withoutCredentials(inputs, event, facts) {
    if (inputs.phase === 'rollback')
        return { deploy: backPlan(inputs, event) };
    if (inputs.deploy === 'none')
        return nowhere('`deploy: none`.');
    if (event.on === 'pull-request')
        return preview(inputs, event);
    if (inputs.deploy === 'staging')
        return { deploy: stagingByName(inputs, event) };
    if (inputs.deploy === 'preview') {
        throw new error/* ShipError */.fS('plan', `\`deploy: preview\` needs a pull request; this run is \`on: ${TRIGGERS[event.on]}\`.`, { hint: AUTO });
    }
    if (event.on === 'tag' || event.on === 'release')
        return release(inputs, event, facts);
    if (inputs.deploy === 'production')
        return { deploy: productionByName(inputs, event) };
    if (event.on === 'push' && event.isDefault && inputs.stagingEnvironment !== undefined)
        return { deploy: stagingPlan(inputs, event.branch, false) };
    const unless = event.on === 'push' || event.on === 'dispatch' ? ' unless `deploy: production` asks for it' : '';
    return nowhere(`nothing is deployed on \`${TRIGGERS[event.on]}\`${unless}.`);
}
const AUTO = 'Use `deploy: auto`: a preview on pull requests, production on version tags.';
function preview(inputs, event) {
    if (inputs.deploy === 'production' || inputs.deploy === 'staging') {
        throw new error/* ShipError */.fS('plan', `\`deploy: ${inputs.deploy}\` is refused on a pull request: it never reaches ${inputs.deploy}.`, { hint: AUTO });
    }
    if (event.foreign === 'fork')
        return nowhere('a pull request from a fork has no secrets.');
    if (event.foreign === 'dependabot')
        return nowhere("Dependabot's pull requests have no secrets.");
    return { deploy: previewPlan(inputs, event.pr) };
}
function previewPlan(inputs, pr) {
    const shared = inputs.preview === 'shared-bindings';
    const named = shared ? inputs.productionEnvironment : inputs.previewEnvironment;
    return {
        ...{ to: 'preview', pr, environment: `preview-pr-${pr}`, how: shared ? 'shared' : 'own' },
        secrets: shared ? [] : inputs.secrets,
        ...(named === undefined ? {} : { configured: named }),
        ...besideProduction(inputs),
    };
}
function otherPackage(event, name) {
    if (event.on !== 'tag' && event.on !== 'release')
        return undefined;
    const tag = parseTag(event.tag);
    return tag.kind === 'version' && tag.of !== name ? tag.of : undefined;
}
function release(inputs, event, { name, packages }) {
    const tag = parseTag(event.tag);
    const other = otherPackage(event, name);
    if (other !== undefined) {
        const taken = `the tag \`${event.tag}\` is taken for a version of \`${other}\`, and this is \`${name}\``;
        if (packages.includes(other))
            return nowhere(`${taken}.`);
        return nowhere(`${taken}. Its own versions are tagged ${formOfTags(name)}.`, true);
    }
    if (inputs.deploy !== 'production') {
        if (tag.kind !== 'version' && event.on === 'tag')
            return noVersion(event.tag, tag.kind, name);
        if ((tag.kind === 'version' && tag.prerelease) || (event.on === 'release' && event.prerelease)) {
            if (inputs.stagingEnvironment === undefined)
                return nowhere('a prerelease, and no staging environment.');
            return { deploy: stagingPlan(inputs, event.tag, true) };
        }
    }
    return { deploy: releasePlan(inputs, event.tag, true) };
}
function noVersion(tag, kind, name) {
    switch (kind) {
        case 'moving':
            return nowhere(`\`${tag}\` is a tag that moves with a major version; a version has three numbers.`);
        case 'almost':
            return nowhere(`\`${tag}\` looks like a version and is none; wanted: three numbers, ${formOfTags(name)}.`, true);
        case 'other':
            return nowhere(`\`${tag}\` is not a version tag.`);
    }
}
function productionByName(inputs, event) {
    const main = event.on === 'push' && event.isDefault ? event.branch : undefined;
    const version = event.on === 'dispatch' ? plainRef(event.ref) : main;
    if (version !== undefined)
        return releasePlan(inputs, version, false);
    const branch = event.on === 'push' ? ` to \`${event.branch}\`` : '';
    throw new error/* ShipError */.fS('plan', `\`deploy: production\` is refused on \`${TRIGGERS[event.on]}\`${branch}.`, {
        hint: 'Deploy on a version tag, a push to the default branch, or workflow_dispatch.',
    });
}
function plainRef(ref) {
    return ref.replace(/^refs\/(heads|tags)\//, '');
}
function stagingByName(inputs, event) {
    if (event.on === 'tag' || event.on === 'release')
        return stagingPlan(inputs, event.tag, true);
    if (event.on === 'dispatch')
        return stagingPlan(inputs, plainRef(event.ref), false);
    if (event.on === 'push' && event.isDefault)
        return stagingPlan(inputs, event.branch, false);
    const branch = event.on === 'push' ? ` to \`${event.branch}\`` : '';
    throw new error/* ShipError */.fS('plan', `\`deploy: staging\` is refused on \`${TRIGGERS[event.on]}\`${branch}.`, {
        hint: 'Deploy on a tag, a push to the default branch, or workflow_dispatch.',
    });
}
function stagingPlan(inputs, version, leaveSame) {
    const { stagingEnvironment: configured } = inputs;
    if (configured !== undefined)
        return { ...releasePlan(inputs, version, leaveSame), to: 'staging', environment: 'staging', configured };
    throw new error/* ShipError */.fS('plan', '`deploy: staging` needs `staging-environment`.', {
        hint: 'Name the environment of the wrangler configuration: `staging-environment: staging`.',
    });
}
function backPlan(inputs, event) {
    const { deploy } = inputs;
    if (deploy === 'none' || deploy === 'preview') {
        throw new error/* ShipError */.fS('plan', `\`phase: rollback\` goes back in production or staging, and \`deploy\` is \`${deploy}\`.`, {
            hint: 'Leave `deploy` out for production, or set `deploy: staging`.',
        });
    }
    const what = inputs.rollbackTo ?? 'the version before';
    if (event.on === 'dispatch')
        return deploy === 'staging' ? stagingPlan(inputs, what, false) : releasePlan(inputs, what, false);
    throw new error/* ShipError */.fS('plan', `\`phase: rollback\` needs \`on: workflow_dispatch\`; this run is \`on: ${TRIGGERS[event.on]}\`.`, { hint: 'A workflow of its own with `on: workflow_dispatch`: the README has it.' });
}
function releasePlan(inputs, version, leaveSame) {
    const { rollout, watch, replaceNewer, atOnce, address, health, requests, testVars, productionEnvironment, secrets } = inputs;
    const { budget, overBudget, phase } = inputs;
    const live = (0,latency_requests/* liveRequests */.vb)(requests, testVars);
    return {
        ...{ to: 'production', version, environment: 'production', rollout, watchMs: watch, leaveSame },
        health: (0,latency_requests/* healthRequest */.Ul)(health, live),
        requests: live,
        secrets,
        older: replaceNewer ? 'replace' : 'refuse',
        atOnce,
        ...(budget.pace.latency.length === 0 || phase === 'rollback'
            ? {}
            : { pace: { budgets: budget.pace.latency, over: overBudget === 'fail' ? 'fail' : 'warn' } }),
        ...(address === undefined ? {} : { address }),
        ...(productionEnvironment === undefined ? {} : { configured: productionEnvironment }),
    };
}
function nowhere(reason, noticed = false) {
    return { reason, noticed };
}

// EXTERNAL MODULE: ./lib/edge/names.js
var names = __nccwpck_require__(86213);
;// CONCATENATED MODULE: ./lib/plan.js






function plan(wishes, event, facts) {
    switch (event.on) {
        case 'pull-request-closed':
            return cleanPlan(wishes, event.pr, facts);
        case 'workflow-run':
            throw (0,error/* notYet */.y8)('commenting from `on: workflow_run`', 'Forks have everything in the job summary meanwhile.');
        default:
            return workPlan(wishes, event, facts);
    }
}
function workPlan(wishes, event, facts) {
    const [first] = wishes;
    if (first === undefined)
        throw new Error('nothing to plan for');
    const { inputs } = first;
    const planned = wishes.map((wish) => ({ pkg: packagePlan(wish.inputs, wish.crate, facts), wish }));
    const names = wishes.map(({ crate }) => crate.name);
    const all = planned.map(({ pkg, wish }) => ({ pkg, wish, going: going(pkg, wish, event, facts) }));
    const meant = all.filter(({ pkg }) => !names.includes(otherPackage(event, pkg.name) ?? ''));
    const digests = digestsFor(inputs, meant.map(({ pkg }) => pkg.name));
    refuseHalfRelease(meant);
    const release = isRelease(inputs, event, meant);
    const packages = meant.map(({ pkg, wish, going: where }) => ({
        ...pkg,
        ...acceptance(inputs, event, pkg),
        ...(where.deploy === undefined ? {} : { deploy: where.deploy, ...livePlan(wish.inputs) }),
        ...skipOf(inputs, where),
    }));
    const tell = tellOf(wishes, event, meant);
    if (inputs.phase === 'rollback') {
        const to = inputs.rollbackTo === undefined ? {} : { to: inputs.rollbackTo };
        return { do: 'rollback', packages: packages.map(unmeasured), tell, cache: UNTOUCHED, ...to };
    }
    if (digests !== undefined) {
        const known = packages.map((pkg) => ({ ...unmeasured(pkg), digest: digests.get(pkg.name) ?? '' }));
        return { do: 'deploy', packages: known, tell, cache: UNTOUCHED, ...assetsPlan(inputs, event) };
    }
    return {
        do: inputs.phase === 'build' ? 'build' : 'ship',
        packages: packages.map((pkg) => ({
            ...{ ...pkg, ...sccachePlan(inputs, event, facts, release) },
            ...(release ? { release: true } : {}),
        })),
        tell,
        cache: cachePlan(inputs, event, facts, release),
        ...basePlan(inputs, event, release),
        ...assetsPlan(inputs, event),
        ...reusePlan(inputs, event, release),
    };
}
function acceptance({ acceptLabel }, event, { overBudget }) {
    if (acceptLabel === undefined || event.on !== 'pull-request' || !event.labels.includes(acceptLabel))
        return {};
    return { overBudget: 'warn', accepted: acceptLabel, withoutLabel: overBudget };
}
const UNTOUCHED = { restore: false, save: false };
function unmeasured({ latency: _, ...pkg }) {
    return pkg;
}
function cleanPlan(wishes, pr, facts) {
    const packages = wishes.map(({ inputs, crate, secrets }) => {
        const pkg = unmeasured(packagePlan(inputs, crate, facts));
        const { reach, credentials } = names/* EDGES */.p[pkg.edge];
        const able = reach === 'live' && credentials.every((name) => secrets.includes(name));
        const made = ['auto', 'preview'].includes(inputs.deploy);
        return able && made ? { ...pkg, deploy: previewPlan(inputs, pr) } : pkg;
    });
    const comments = wishes.some(({ inputs }) => inputs.comment === 'auto');
    return {
        do: 'clean',
        pr,
        packages,
        tell: { ...(comments ? { comment: { pr } } : {}), notices: [] },
        cache: UNTOUCHED,
    };
}
function refuseHalfRelease(all) {
    if (!toProduction(all))
        return;
    const without = all.filter(({ going: where }) => where.deploy === undefined && where.lacks === true);
    const [first] = without;
    if (first === undefined || first.going.deploy !== undefined)
        return;
    const names = without.map(({ pkg }) => pkg.name).join(', ');
    throw new error/* ShipError */.fS('plan', `The release cannot go whole: ${names} cannot be deployed. ${first.going.reason}`, {
        hint: 'Nothing was built. Give it what it lacks, or release it by a tag of its own.',
    });
}
function going({ name, edge }, { inputs, secrets, given = [] }, event, facts) {
    return destination(inputs, event, {
        name,
        packages: facts.crates.map((crate) => crate.name),
        edge: inputs.phase === 'build' ? { ...names/* EDGES */.p[edge], credentials: [] } : names/* EDGES */.p[edge],
        secrets,
        given,
        again: facts.again === true,
    });
}
function digestsFor({ phase, bundleDigest }, names) {
    if (phase !== 'deploy') {
        if (bundleDigest === undefined)
            return undefined;
        throw new error/* ShipError */.fS('input', `input: \`bundle-digest\` is set, and \`phase: ${phase}\` builds its own bundle.`, {
            hint: 'Take it out, or set `phase: deploy`: that one deploys what an earlier job of this run has built.',
        });
    }
    if (bundleDigest === undefined)
        throw noDigest('is not set, and `phase: deploy` deploys no other bundle than that one');
    const [only] = names;
    if (typeof bundleDigest === 'string') {
        if (only !== undefined && names.length === 1)
            return new Map([[only, bundleDigest]]);
        throw noDigest('names one digest without a package, and this job deploys several packages');
    }
    const missing = names.filter((name) => bundleDigest[name] === undefined);
    if (missing.length > 0)
        throw noDigest(`has none for ${missing.join(', ')}`);
    return new Map(Object.entries(bundleDigest));
}
function noDigest(what) {
    return new error/* ShipError */.fS('input', `input: \`bundle-digest\` ${what}.`, {
        hint: [
            'The job that builds names it among its `outputs`, and this job `needs` that one:',
            'bundle-digest: ${{ needs.build.outputs.bundle-digest }}',
        ].join('\n'),
    });
}
function isRelease(inputs, event, all) {
    if (event.on === 'tag' || event.on === 'release' || toProduction(all))
        return true;
    return inputs.phase === 'build' && event.on !== 'pull-request';
}
function toProduction(all) {
    return all.some(({ going: { deploy } }) => deploy?.to === 'production');
}
const LATER = '`phase: build` deploys nothing; the job with `phase: deploy` does.';
function tellOf(wishes, event, all) {
    const { comment, phase } = wishes[0].inputs;
    const comments = comment === 'auto' && phase !== 'deploy';
    const pull = event.on === 'pull-request' && comments ? event : undefined;
    const notices = notDeployed(all);
    if (pull?.foreign !== undefined) {
        const whose = pull.foreign === 'fork' ? 'fork' : 'Dependabot';
        notices.push(`No comment: the token of a ${whose} pull request can only read. The report is in the job summary.`);
    }
    if (toProduction(all) && phase === 'ship') {
        notices.push('This one job builds and deploys: code of the build runs on the machine that holds the deploy token. SECURITY.md tells what that means.');
    }
    return {
        ...(pull !== undefined && pull.foreign === undefined ? { comment: { pr: pull.pr } } : {}),
        notices,
        ...(phase === 'build' ? reachOf(wishes) : {}),
    };
}
function notDeployed(all) {
    const reasons = new Map();
    for (const { pkg, going: where } of all) {
        if (where.deploy !== undefined || !where.noticed)
            continue;
        reasons.set(where.reason, [...(reasons.get(where.reason) ?? []), pkg.name]);
    }
    return [...reasons].map(([reason, names]) => names.length === all.length ? `Not deployed: ${reason}` : `Not deployed, ${names.join(', ')}: ${reason}`);
}
function skipOf({ phase }, where) {
    if (where.deploy === undefined)
        return { skipReason: where.reason };
    return phase === 'build' ? { skipReason: LATER } : {};
}
function reachOf(wishes) {
    const secret = Object.values(names/* EDGES */.p).flatMap(({ credentials, configured = {} }) => credentials.filter((name) => !(name in configured)));
    const there = secret.filter((name) => wishes.some(({ secrets }) => secrets.includes(name)));
    if (there.length === 0)
        return {};
    const [are, them] = there.length === 1 ? ['is', 'it'] : ['are', 'them'];
    return {
        warnings: [
            `${there.join(' and ')} ${are} in the environment of \`phase: build\`, within reach of every build script. Take ${them} out of this job, out of \`env\` of the job and of the workflow too: only the step with \`phase: deploy\` needs ${them}.`,
        ],
    };
}
function basePlan(inputs, event, release) {
    if (inputs.base === 'off' || release)
        return {};
    const build = inputs.base === 'auto';
    switch (event.on) {
        case 'tag':
        case 'release':
            return {};
        case 'pull-request':
            return { base: { build, of: 'pull-request', headSha: event.headSha, baseSha: event.baseSha } };
        case 'merge-group':
            return { base: { build, of: 'commit', sha: event.baseSha, as: 'base of the merge queue' } };
        case 'push':
            return event.before === undefined
                ? {}
                : { base: { build, of: 'commit', sha: event.before, as: 'commit before' } };
        default:
            return { base: { build, of: 'first-parent' } };
    }
}
function assetsPlan({ releaseAssets, phase }, event) {
    const tag = event.on === 'tag' || event.on === 'release' ? event.tag : undefined;
    if (tag === undefined || releaseAssets === 'off' || phase === 'build')
        return {};
    return { assets: { tag, publish: releaseAssets === 'publish' } };
}
function reusePlan(inputs, event, release) {
    if (inputs.cache === 'off')
        return {};
    if (release)
        return { reuse: 'release' };
    return { reuse: event.on === 'pull-request' ? 'repository' : 'default-branch' };
}
function cachePlan(inputs, event, facts, release) {
    if (inputs.cache === 'off')
        return { restore: false, save: false };
    const wanted = (inputs.cache === 'on' || !facts.selfHosted) && !release;
    const toDefault = event.on === 'push' && event.isDefault;
    const home = wanted && !facts.selfHosted ? { home: true } : {};
    const open = facts.private !== true && (facts.registryTokens ?? []).length > 0;
    return {
        restore: wanted && !toDefault,
        save: wanted && toDefault,
        ...home,
        ...(open ? { cargo: false } : {}),
    };
}
function sccachePlan(inputs, event, facts, release) {
    if (inputs.sccache === 'off')
        return {};
    if (release)
        return { sccache: { off: 'a release is built without what others can write to.' } };
    if (event.on === 'push' && event.isDefault)
        return { sccache: { off: 'a release takes the bundle that a push to the default branch has built.' } };
    return { sccache: { variables: facts.sccacheVariables ?? [] } };
}
function packagePlan(inputs, crate, { registryTokens = [], gitServer } = {}) {
    const edge = (0,choose/* chooseEdge */.$p)(inputs, crate);
    const program = (0,choose/* chooseProgram */.eq)(edge, crate);
    return {
        name: crate.name,
        dir: crate.dir,
        edge,
        ...(program === undefined ? {} : { program }),
        ...outputsOf(crate, program),
        dependencies: crate.dependencies,
        files: crate.files,
        toolchain: inputs.toolchain,
        profile: inputs.profile,
        features: inputs.features,
        optimize: optimization(inputs),
        ...(inputs.optimizeCheck && optimization(inputs) !== undefined ? { optimizeCheck: asked(inputs) } : {}),
        budgets: inputs.budget.sizes,
        overBudget: inputs.overBudget === 'warn' ? 'warn' : 'fail',
        ...(inputs.allowImports.length === 0 ? {} : { allowImports: inputs.allowImports }),
        ...(inputs.advise ? { advise: true } : {}),
        ignore: inputs.ignore,
        ...(inputs.commandReads === 'commit' ? { commandReads: inputs.commandReads } : {}),
        buildEnv: inputs.buildEnv,
        ...(registryTokens.length === 0 ? {} : { registryTokens }),
        ...(gitServer === undefined ? {} : { gitServer }),
        ...(inputs.latency
            ? {
                latency: {
                    ...asked(inputs),
                    durationMs: inputs.latencyDuration,
                    budgets: runBudgets(inputs),
                    pays: { plan: inputs.plan, ...(inputs.prices === undefined ? {} : { own: inputs.prices }) },
                },
            }
            : {}),
    };
}
function runBudgets({ budget, overBudget }) {
    const fails = { latency: overBudget === 'fail', others: overBudget !== 'warn' };
    return { ...budget.pace, work: budget.work, fails };
}
function optimization({ optimize, optimizeTime, budget }) {
    if (!('level' in optimize) || optimize.level === 'fastest')
        return optimize;
    if (optimize.level === 'off')
        return undefined;
    return { level: 'smallest', measure: budget.sizes[0]?.measure ?? 'brotli', timeMs: optimizeTime };
}
function outputsOf({ library, programs }, program) {
    if (program !== undefined)
        return { outputs: programs };
    return library === undefined ? {} : { outputs: [library] };
}
function asked({ health, requests, testVars }) {
    const ready = (0,latency_requests/* healthRequest */.Ul)(health, requests);
    return { health: ready, requests: requests.length === 0 ? [ready] : requests, vars: testVars };
}


/***/ }),

/***/ 5448:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AR: () => (/* binding */ sharesOf),
/* harmony export */   JA: () => (/* binding */ standing),
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   KH: () => (/* binding */ WAY_BACK),
/* harmony export */   PU: () => (/* binding */ isWayBack),
/* harmony export */   Z4: () => (/* binding */ parseRollout),
/* harmony export */   bD: () => (/* binding */ messageOf)
/* harmony export */ });
/* unused harmony export OURS */
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(58353);

const OURS = 'wasm-ship ';
const WAY_BACK = 'back from ';
const LONGEST = 100;
function messageOf(what, random) {
    return cut(`${OURS}${random} ${what}`, LONGEST);
}
function cut(text, most) {
    return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}
function isWayBack(message) {
    return new RegExp(`^${OURS}\\S+ ${WAY_BACK}`).test(message ?? '');
}
function standing(name, served) {
    const [now, ...before] = served;
    const parts = (now?.shares ?? []).filter(({ percentage }) => percentage > 0);
    const [most] = parts.toSorted((a, b) => b.percentage - a.percentage);
    if (now === undefined || most === undefined) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('deploy', `${name} is there, and no version of it answers.`, {
            hint: 'Deploy one version of it in the dashboard or with wrangler, then run this job again.',
        });
    }
    if (parts.length === 1)
        return { versionId: most.versionId, interrupted: false };
    const shown = parts.map(({ versionId, percentage }) => `${percentage} % ${versionId}`).join(', ');
    if (now.message?.startsWith(OURS) !== true) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ShipError */ .fS('deploy', `A rollout of ${name} that is not ours is under way: ${shown}.`, {
            hint: 'Finish it or take it back, in the dashboard or with wrangler, then run this job again.',
        });
    }
    const there = new Set(parts.map(({ versionId }) => versionId));
    const whole = before.flatMap(({ shares }) => shares.filter(({ percentage }) => percentage === 100));
    const last = whole.find(({ versionId }) => there.has(versionId));
    return { versionId: (last ?? most).versionId, interrupted: true };
}
function sharesOf(fresh, live, percentage) {
    if (percentage === 100 || fresh === live)
        return [{ versionId: fresh, percentage: 100 }];
    return [
        { versionId: live, percentage: 100 - percentage },
        { versionId: fresh, percentage },
    ];
}
function parseRollout(text) {
    const parts = text.split(/[\s,]+/).filter((part) => part !== '');
    const steps = parts.map((part) => (/^\d{1,3}(\.\d+)?%$/.test(part) ? Number(part.slice(0, -1)) : Number.NaN));
    const rises = steps.every((step, i) => step > (steps[i - 1] ?? 0) && step <= 100);
    return steps.length > 0 && rises && steps.at(-1) === 100 ? steps : undefined;
}


/***/ }),

/***/ 83052:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $x: () => (/* binding */ formatBytesApart),
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   T9: () => (/* binding */ formatGrowth),
/* harmony export */   _V: () => (/* binding */ formatMs),
/* harmony export */   eD: () => (/* binding */ formatChange),
/* harmony export */   z3: () => (/* binding */ formatBytes),
/* harmony export */   z9: () => (/* binding */ formatMemory),
/* harmony export */   z_: () => (/* binding */ parseBytes)
/* harmony export */ });
const BYTES = {
    b: 1,
    kb: 1e3,
    mb: 1e6,
    gb: 1e9,
    kib: 1024,
    mib: 1024 ** 2,
    gib: 1024 ** 3,
};
const MILLISECONDS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
function parseBytes(text) {
    const bytes = Math.round(quantity(text, BYTES) ?? Number.NaN);
    return Number.isSafeInteger(bytes) ? bytes : undefined;
}
function parseDuration(text) {
    return quantity(text, MILLISECONDS);
}
function quantity(text, units) {
    const parts = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
    if (!parts?.[1] || !parts[2])
        return undefined;
    const unit = units[parts[2].toLowerCase()];
    return unit === undefined ? undefined : Number(parts[1]) * unit;
}
function formatBytes(bytes) {
    const size = Math.abs(bytes);
    if (size < 1000)
        return `${bytes} B`;
    if (size < 999_950)
        return `${(bytes / 1000).toFixed(1)} kB`;
    return `${(bytes / 1e6).toFixed(2)} MB`;
}
function formatMemory(bytes) {
    if (bytes < 1024)
        return `${bytes} B`;
    if (bytes < 1023.95 * 1024)
        return `${(bytes / 1024).toFixed(1)} KiB`;
    return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
function formatChange(from, to) {
    const change = to - from;
    if (change === 0)
        return 'no change';
    const sign = change > 0 ? '+' : '\u2212';
    const share = from === 0 ? '' : ` (${sign}${((Math.abs(change) / from) * 100).toFixed(1)} %)`;
    return `${sign}${formatBytes(Math.abs(change))}${share}`;
}
function formatGrowth(growth) {
    return `+${'percent' in growth ? `${growth.percent} %` : formatBytes(growth.bytes)}`;
}
function formatBytesApart(a, b) {
    const short = [formatBytes(a), formatBytes(b)];
    return a !== b && short[0] === short[1] ? [`${a} B`, `${b} B`] : short;
}
function formatMs(ms) {
    if (ms >= 9_950)
        return `${(ms / 1000).toFixed(0)} s`;
    if (ms >= 999.5)
        return `${(ms / 1000).toFixed(1)} s`;
    if (ms >= 99.95)
        return `${ms.toFixed(0)} ms`;
    if (ms >= 9.995)
        return `${ms.toFixed(1)} ms`;
    return `${ms.toFixed(2)} ms`;
}


/***/ }),

/***/ 3292:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  qg: () => (/* reexport */ parse)
});

// UNUSED EXPORTS: TomlDate, TomlError, default, stringify

;// CONCATENATED MODULE: ./node_modules/smol-toml/dist/error.js
/*!
 * Copyright (c) Squirrel Chat et al., All rights reserved.
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the
 *    documentation and/or other materials provided with the distribution.
 * 3. Neither the name of the copyright holder nor the names of its contributors
 *    may be used to endorse or promote products derived from this software without
 *    specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
 * ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
 * WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */
function getLineColFromPtr(string, ptr) {
    let lines = string.slice(0, ptr).split(/\r?\n/);
    return [lines.length, lines.pop().length + 1];
}
function makeCodeBlock(string, line, column) {
    let lines = string.split(/\r?\n/);
    let codeblock = '';
    let numberLen = (Math.log10(line + 1) | 0) + 1;
    for (let i = line - 1; i <= line + 1; i++) {
        let l = lines[i - 1];
        if (!l)
            continue;
        codeblock += i.toString().padEnd(numberLen, ' ');
        codeblock += ':  ';
        codeblock += l;
        codeblock += '\n';
        if (i === line) {
            codeblock += ' '.repeat(numberLen + column + 2);
            codeblock += '^\n';
        }
    }
    return codeblock;
}
class TomlError extends Error {
    line;
    column;
    codeblock;
    constructor(message, options) {
        const [line, column] = getLineColFromPtr(options.toml, options.ptr);
        const codeblock = makeCodeBlock(options.toml, line, column);
        super(`Invalid TOML document: ${message}\n\n${codeblock}`, options);
        this.line = line;
        this.column = column;
        this.codeblock = codeblock;
    }
    /** @internal */
    static x(message, ctx, ptr) {
        throw new TomlError(message, { toml: ctx.s, ptr: ptr ?? ctx.p });
    }
}

;// CONCATENATED MODULE: ./node_modules/smol-toml/dist/primitive.js
/*!
 * Copyright (c) Squirrel Chat et al., All rights reserved.
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the
 *    documentation and/or other materials provided with the distribution.
 * 3. Neither the name of the copyright holder nor the names of its contributors
 *    may be used to endorse or promote products derived from this software without
 *    specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
 * ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
 * WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */

/** @internal */
function parseString(ctx) {
    let startPtr = ctx.p;
    let c = ctx.s.charCodeAt(ctx.p++);
    let first = c;
    let isLiteral = c === 0x27; /* ' */
    let isMultiline = c === ctx.s.charCodeAt(ctx.p) && c === ctx.s.charCodeAt(ctx.p + 1);
    if (isMultiline) {
        // Trim initial newline
        if ((c = ctx.s.charCodeAt(ctx.p += 2)) === 0xa /* \n */)
            ctx.p++;
        else if (c === 0xd /* \r */ && ctx.s.charCodeAt(ctx.p + 1) === 0xa /* \n */)
            ctx.p += 2;
    }
    // For the record: it is not worth it to use a fast-path for literal strings using `indexOf`.
    // Doing a char-by-char iteration ends up dispatching less instructions, for the same wall-clock runtime.
    let parsed = '';
    let sliceStart = ctx.p;
    // states:
    //   0 - decoding
    //   1 - decoding escape
    //   2 - whitespace escape (no newline encountered yet, must fail on non-whitespace)
    //   3 - whitespace escape (newline encountered, allowed to transition back to normal decode)
    let state = 0;
    for (; ctx.p < ctx.s.length; ctx.p++) {
        c = ctx.s.charCodeAt(ctx.p);
        // Deal with newlines first, since that simplifies control character checking and handling across all states
        if (isMultiline && (c === 0xa /* \n */ || (c === 0xd /* \r */ && ctx.s.charCodeAt(ctx.p + 1) === 0xa /* \n */))) {
            state = state && 3;
        }
        // Control characters are banned in TOML, so we throw an error if we encounter them
        else if ((c < 0x20 && c !== 0x9 /* \t */) || c === 0x7f) {
            TomlError.x('control characters are not allowed in strings', ctx);
        }
        // The string might terminate while we're parsing through a newline escape.
        // It must have encountered a newline; otherwise, it'll simply fail in another branch.
        else if ((!state || state === 3) && c === first && (!isMultiline || (ctx.s.charCodeAt(ctx.p + 1) === first && ctx.s.charCodeAt(ctx.p + 2) === first))) {
            if (isMultiline) {
                // If the string ends with 4-5 quotes, then the first 1-2 are part of the string
                if (ctx.s.charCodeAt(ctx.p + 3) === first)
                    ctx.p++;
                if (ctx.s.charCodeAt(ctx.p + 3) === first)
                    ctx.p++;
            }
            // If we're in a newline escape still, then there's nothing to add.
            if (!state) {
                // Avoid a useless concat operation if the string can be used as-is.
                let s = ctx.s.slice(sliceStart, ctx.p);
                parsed = parsed ? parsed + s : s;
            }
            ctx.p += isMultiline ? 3 : 1;
            return parsed;
        }
        // Baseline state; keep moving forward unless an escape sequence starts
        else if (!state) {
            if (!isLiteral && c === 0x5c /* \ */) {
                parsed += ctx.s.slice(sliceStart, (sliceStart = ctx.p));
                state = 1;
            }
        }
        else if (state === 1) {
            if (c === 0x78 /* x */ || c === 0x75 /* u */ || c === 0x55 /* U */) { // Unicode escape
                let errPtr = ctx.p++ - 1;
                let value = 0;
                let len = c === 0x78 /* x */ ? 2 : c === 0x75 /* u */ ? 4 : 8;
                for (let j = 0; j < len; j++, ctx.p++) {
                    let hex = ctx.s.charCodeAt(ctx.p);
                    let digit = 
                    /* 0-9 */ hex >= 0x30 && hex <= 0x39 ? hex - 0x30 :
                        /* A-F */ hex >= 0x41 && hex <= 0x46 ? hex - 0x41 + 10 :
                            /* a-f */ hex >= 0x61 && hex <= 0x66 ? hex - 0x61 + 10 : -1;
                    if (digit < 0)
                        TomlError.x('invalid non-hex character in unicode escape', ctx);
                    value = (value << 4) | digit;
                }
                // Because JS does bitwise on signed 32bit integers, all 0xfzzzzzzz values are actually seen as negative
                if (value < 0 || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
                    TomlError.x('invalid unicode escape', ctx, errPtr);
                }
                parsed += String.fromCodePoint(value);
                sliceStart = ctx.p--;
                state = 0;
            }
            // Newline escape sequence. We only need to care about spaces and tabs; newlines are dealt with earlier
            else if (isMultiline && (c === 0x20 || c === 0x9 /* \t */)) {
                state = 2;
            }
            // Basic escape sequence
            else {
                if (c === 0x62 /* b */)
                    parsed += '\b';
                else if (c === 0x74 /* t */)
                    parsed += '\t';
                else if (c === 0x6e /* n */)
                    parsed += '\n';
                else if (c === 0x66 /* f */)
                    parsed += '\f';
                else if (c === 0x72 /* r */)
                    parsed += '\r';
                else if (c === 0x65 /* e */)
                    parsed += '\x1b';
                else if (c === 0x22 /* " */)
                    parsed += '"';
                else if (c === 0x5c /* \ */)
                    parsed += '\\';
                else
                    TomlError.x('unrecognised escape sequence', ctx);
                sliceStart = ctx.p + 1;
                state = 0;
            }
        }
        // Newline escape continuation: keep moving forward until the first non-whitespace char
        else if (c !== 0x20 && c !== 0x9 /* \t */) {
            if (state === 2)
                TomlError.x('invalid escape: only line-ending whitespace may be escaped', ctx, sliceStart);
            // State cannot be zero, or we'd have branched earlier already.
            // If it's a backslash, immediately transition to the escape state so it can be processed.
            state = !isLiteral && c === 0x5c /* \ */ ? 1 : 0;
            sliceStart = ctx.p;
        }
    }
    TomlError.x('unfinished string', ctx, startPtr);
}

;// CONCATENATED MODULE: ./node_modules/smol-toml/dist/date.js
/*!
 * Copyright (c) Squirrel Chat et al., All rights reserved.
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the
 *    documentation and/or other materials provided with the distribution.
 * 3. Neither the name of the copyright holder nor the names of its contributors
 *    may be used to endorse or promote products derived from this software without
 *    specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
 * ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
 * WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */
let DATE_TIME_RE = /^(\d{4}-\d{2}-\d{2})?[Tt ]?(?:(\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|z|[-+]\d{2}:\d{2})?$/i;
class TomlDate extends Date {
    #hasDate = false;
    #hasTime = false;
    #offset = null;
    constructor(date, fasttype, unsafeDelim) {
        let hasDate = true;
        let hasTime = true;
        let offset = 'Z';
        let c;
        if (typeof date === 'string') {
            if (fasttype)
                prep: {
                    // Date-time
                    if (fasttype < 3) {
                        if (+date.slice(11, 13) > 23) {
                            date = '';
                            break prep;
                        }
                        // Local
                        if (fasttype === 2) {
                            offset = null;
                            date += 'Z';
                        }
                        // Offset; keep track of offset if not Z
                        else if ((c = date.charCodeAt(date.length - 1)) !== 0x5a /* Z */ && c !== 0x7a /* z */) {
                            offset = date.slice(date.length - 6);
                        }
                        if (unsafeDelim)
                            date = date.slice(0, 10) + 'T' + date.slice(11);
                    }
                    // Time
                    else if (fasttype === 4) {
                        date = +date.slice(0, 2) > 23 ? '' : `0000-01-01T${date}Z`;
                    }
                    hasDate = fasttype !== 4;
                    hasTime = fasttype !== 3;
                }
            else {
                let match = date.match(DATE_TIME_RE);
                if (match) {
                    if (!match[1]) {
                        hasDate = false;
                        date = `0000-01-01T${date}`;
                    }
                    hasTime = !!match[2];
                    // Make sure to use T instead of a space. Breaks in case of extreme values otherwise.
                    hasTime && date[10] === ' ' && (date = date.replace(' ', 'T'));
                    // Do not allow rollover hours.
                    if (match[2] && +match[2] > 23) {
                        date = '';
                    }
                    else {
                        offset = match[3] || null;
                        if (!offset && hasTime)
                            date += 'Z';
                    }
                }
                else {
                    date = '';
                }
            }
        }
        super(date);
        if (!isNaN(this.getTime())) {
            this.#hasDate = hasDate;
            this.#hasTime = hasTime;
            this.#offset = offset;
        }
    }
    isDateTime() {
        return this.#hasDate && this.#hasTime;
    }
    isLocal() {
        return !this.#hasDate || !this.#hasTime || !this.#offset;
    }
    isDate() {
        return this.#hasDate && !this.#hasTime;
    }
    isTime() {
        return this.#hasTime && !this.#hasDate;
    }
    isValid() {
        return this.#hasDate || this.#hasTime;
    }
    toISOString() {
        let iso = super.toISOString();
        // Local Date
        if (this.isDate())
            return iso.slice(0, 10);
        // Local Time
        if (this.isTime())
            return iso.slice(11, 23);
        // Local DateTime
        if (this.#offset === null)
            return iso.slice(0, -1);
        // Offset DateTime
        if (this.#offset === 'Z' || this.#offset === 'z')
            return iso;
        // This part is quite annoying: JS strips the original timezone from the ISO string representation
        // Instead of using a "modified" date and "Z", we restore the representation "as authored"
        let offset = (+(this.#offset.slice(1, 3)) * 60) + +(this.#offset.slice(4, 6));
        offset = this.#offset[0] === '-' ? offset : -offset;
        let offsetDate = new Date(this.getTime() - (offset * 60e3));
        return offsetDate.toISOString().slice(0, -1) + this.#offset;
    }
    static wrapAsOffsetDateTime(jsDate, offset = 'Z') {
        let date = new TomlDate(jsDate);
        date.#offset = offset;
        return date;
    }
    static wrapAsLocalDateTime(jsDate) {
        let date = new TomlDate(jsDate);
        date.#offset = null;
        return date;
    }
    static wrapAsLocalDate(jsDate) {
        let date = new TomlDate(jsDate);
        date.#hasTime = false;
        date.#offset = null;
        return date;
    }
    static wrapAsLocalTime(jsDate) {
        let date = new TomlDate(jsDate);
        date.#hasDate = false;
        date.#offset = null;
        return date;
    }
}

;// CONCATENATED MODULE: ./node_modules/smol-toml/dist/extract.js
/*!
 * Copyright (c) Squirrel Chat et al., All rights reserved.
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the
 *    documentation and/or other materials provided with the distribution.
 * 3. Neither the name of the copyright holder nor the names of its contributors
 *    may be used to endorse or promote products derived from this software without
 *    specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
 * ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
 * WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */




function isDigit(char, base = 10) {
    return base === 16
        ? (char > 0x2f && char < 0x3a) || (char > 0x40 && char < 0x47) || (char > 0x60 && char < 0x67)
        : (char > 0x2f && char < 0x30 + base);
}
function isEndOfValue(char, delim) {
    // Whitespace -- we're permissive on `\r` for performance; it'll be dealt with later anyway
    return char === 0x20 || char === 0x9 /* \t */ || char === 0xa /* \n */ || char === 0xd /* \r */ ||
        // Structure end or next value delimiter
        (delim && (char === delim || char === 0x2c /* , */)) ||
        // Comment
        char === 0x23; /* # */
}
/** @internal */
function extractValue(ctx, end) {
    let errPtr = ctx.p;
    let c = ctx.s.charCodeAt(ctx.p);
    // Structs
    if (c === 0x5b /* [ */ || c === 0x7b /* { */) {
        ctx.d-- || TomlError.x('document contains excessively nested structures. aborting.', ctx);
        let value = c === 0x5b /* [ */
            ? parseArray(ctx)
            : parseInlineTable(ctx);
        ctx.d++;
        return value;
    }
    // Strings
    if (c === 0x22 /* " */ || c === 0x27 /* ' */) {
        return parseString(ctx);
    }
    // Booleans
    // We can fast-path because the first character is enough to know the only possible value
    if (c === 0x74 /* t */) { // Only possible valid value is `true`
        if (ctx.s.charCodeAt(++ctx.p) !== 0x72 || ctx.s.charCodeAt(++ctx.p) !== 0x75 || ctx.s.charCodeAt(++ctx.p) !== 0x65)
            TomlError.x('invalid value', ctx, errPtr);
        return ctx.p++, true;
    }
    if (c === 0x66 /* f */) { // Only possible valid value is `false`
        if (ctx.s.charCodeAt(++ctx.p) !== 0x61 || ctx.s.charCodeAt(++ctx.p) !== 0x6c || ctx.s.charCodeAt(++ctx.p) !== 0x73 || ctx.s.charCodeAt(++ctx.p) !== 0x65)
            TomlError.x('invalid value', ctx, errPtr);
        return ctx.p++, false;
    }
    if (c === 0x2b /* + */ || c === 0x2d /* - */) {
        return parseNumber(ctx, ctx.p, ctx.s.charCodeAt(++ctx.p), 0x2c - c, end);
    }
    // Rough heuristic, but `parseDate` falls back to number parsing if it's a false positive.
    // e.g.: `a = 1\n-------------- = 1` would match this heuristic, but gracefully fallback to numbers.
    if (ctx.s.charCodeAt(ctx.p + 4) === 0x2d /* - */ && ctx.s.charCodeAt(ctx.p + 7) === 0x2d /* - */) {
        return parseDate(ctx, c, end);
    }
    // Same logic as above; `parseTime` falls back to number parsing if it's a false positive.
    if (ctx.s.charCodeAt(ctx.p + 2) === 0x3a /* : */) {
        return parseTime(ctx, c, end);
    }
    return parseNumber(ctx, ctx.p, c, 0, end);
}
// State:
// 0: init
// 1: integer
// 2: fractional dot
// 3: fractional
// 4: exponent letter
// 5: exponent
// 6: exponent sign
// 7: exponent with sign
// >9: underscore; see below
//     -> 12: was integer
//     -> 14: was fractional
//     -> 16: was exponent
// states 2-5, 14, 16 are ONLY permitted iif base === 10
function parseNumber(ctx, startPtr, startChr, sign, endChr) {
    let c = startChr;
    let state = 0;
    let hasUnderscores = false;
    // (+/-)inf
    if (c === 0x69 /* i */) {
        if (ctx.s.charCodeAt(++ctx.p) !== 0x6e || ctx.s.charCodeAt(++ctx.p) !== 0x66)
            TomlError.x('invalid value', ctx, startPtr);
        return ctx.p++, (sign || 1) / 0;
    }
    // (+/-)nan
    if (c === 0x6e /* n */) {
        if (ctx.s.charCodeAt(++ctx.p) !== 0x61 || ctx.s.charCodeAt(++ctx.p) !== 0x6e)
            TomlError.x('invalid value', ctx, startPtr);
        return ctx.p++, NaN;
    }
    // Leading zero
    // Only allowed cases: `0<EOV>`, `0.(...)`, `0e(...)`, `0x(...)`, `0b(...)`, `0o(...)`
    // FWIW, `0e(...)` is a stupid case, but it's not banned per-se so we have to parse it
    if (c === 0x30 /* 0 */) {
        if (++ctx.p >= ctx.s.length || isEndOfValue(c = ctx.s.charCodeAt(ctx.p), endChr))
            return ctx.bi === true ? 0n : 0; // note: conveniently deals with `-0`
        if (!sign) {
            if (c === 0x78 /* x */)
                return parseIntegerBaseN(ctx, startPtr, 16, endChr);
            else if (c === 0x62 /* b */)
                return parseIntegerBaseN(ctx, startPtr, 2, endChr);
            else if (c === 0x6f /* o */)
                return parseIntegerBaseN(ctx, startPtr, 8, endChr);
        }
        if (c === 0x2e /* . */)
            state = 2;
        else if (c === 0x65 /* e */ || c === 0x45 /* E */)
            state = 4;
        else
            TomlError.x('illegal leading zero', ctx, startPtr);
    }
    // If the 1st char is not a digit by now, then it's not a valid TOML value at all
    else if (!isDigit(c))
        TomlError.x('invalid value', ctx, startPtr);
    while (++ctx.p < ctx.s.length && (c = ctx.s.charCodeAt(ctx.p), !isEndOfValue(c, endChr))) {
        if (!state)
            state = 1; // Detects single-digit numbers we can use a fast parse path for
        // The way the states are numbered is not random: underscores are always permitted in odd-numbered states and
        // never permitted in even-numbered ones.
        if (c === 0x5f /* _ */) {
            if (!(state & 1))
                TomlError.x('illegal underscore', ctx);
            state += 11; // 11 is a marker that makes the state even and greater than 9; see the numbering + rationale above
            hasUnderscores = true;
        }
        // Transition to fractional part.
        else if (state === 1 && c === 0x2e /* . */)
            state = 2;
        // Transition to exponent part.
        else if ((state === 1 || state === 3) && (c === 0x65 /* e */ || c === 0x45 /* E */))
            state = 4;
        // + and - are permitted in state 4 only (handled before entering the function for state 0)
        else if (state === 4 && (c === 0x2b /* + */ || c === 0x2d /* - */)) {
            state = 6;
        }
        // All special cases have been handled; only digits are allowed here
        else if (!isDigit(c))
            TomlError.x(`illegal character in numeric literal`, ctx);
        // Clear state flags
        else if (state > 9)
            state -= 11;
        else if (!(state & 1))
            state++;
    }
    // Single-char number; we can fast-path these very easily.
    if (!state) {
        let val = (startChr - 0x30 /* 0 */) * (sign || 1);
        return ctx.bi === true ? BigInt(val) : val;
    }
    // Even-numbered states absolutely require a digit next; not even end of value is permitted
    if (!(state & 1))
        TomlError.x('unfinished numeric value', ctx, startPtr);
    let str = ctx.s.slice(startPtr, ctx.p);
    if (hasUnderscores)
        str = str.replaceAll('_', ''); // perf: replaceAll 1.25x faster than replace with a regex
    return state > 1
        ? parseFloat(str)
        : parseInteger(ctx, str, 10, startPtr);
}
function parseIntegerBaseN(ctx, startPtr, base, endChr) {
    let c, underscore = 1;
    while (++ctx.p < ctx.s.length && (c = ctx.s.charCodeAt(ctx.p), !isEndOfValue(c, endChr))) {
        if (c === 0x5f /* _ */) {
            if (underscore & 1)
                TomlError.x('illegal underscore', ctx);
            underscore = 3;
        }
        // We only need to check if the number is a valid digit, nothing else is permitted
        else if (!isDigit(c, base))
            TomlError.x(`illegal character in numeric literal`, ctx);
        // Clear underscore flag
        else if (underscore & 1)
            underscore--;
    }
    // Trailing underscore is not allowed
    if (underscore & 1)
        TomlError.x('unfinished numeric value', ctx);
    let str = ctx.s.slice(startPtr + 2, ctx.p);
    if (underscore)
        str = str.replaceAll('_', ''); // perf: replaceAll 1.25x faster than replace with a regex
    return parseInteger(ctx, str, base, startPtr);
}
function parseInteger(ctx, str, base, startPtr) {
    if (ctx.bi !== true)
        int: {
            let val = parseInt(str, base);
            if (!Number.isSafeInteger(val)) {
                if (ctx.bi)
                    break int;
                TomlError.x('integer value cannot be represented losslessly', ctx, startPtr);
            }
            return val;
        }
    return base === 10 ? BigInt(str) : BigInt((base === 2 ? '0b' : base === 8 ? '0o' : '0x') + str);
}
function parseDate(ctx, c, endChr) {
    let startPtr = ctx.p++, unsafeSeparator;
    if (!isDigit(c) ||
        !isDigit(ctx.s.charCodeAt(ctx.p++)) ||
        !isDigit(ctx.s.charCodeAt(ctx.p++)) ||
        !isDigit(ctx.s.charCodeAt(ctx.p++))) {
        return parseNumber(ctx, ctx.p = startPtr, c, 0, endChr);
    }
    ctx.p += 5;
    if (!isDigit(ctx.s.charCodeAt(ctx.p++)))
        TomlError.x('invalid date-time: date part is malformed', ctx, startPtr);
    if (ctx.p >= ctx.s.length || (((c = ctx.s.charCodeAt(ctx.p)) !== 0x20 || (unsafeSeparator = true, !isDigit(ctx.s.charCodeAt(ctx.p + 1)))) && c !== 0x54 /* T */ && c !== 0x74 /* t */)) {
        let t = ctx.s.slice(startPtr, ctx.p);
        return readDate(ctx, t, 3, false, startPtr);
    }
    if (ctx.s.charCodeAt(ctx.p += 3) !== 0x3a /* : */)
        TomlError.x('invalid date-time: time part is malformed', ctx, startPtr);
    if (ctx.s.charCodeAt(ctx.p += 3) === 0x3a /* : */)
        ctx.p += 3;
    if (ctx.s.charCodeAt(ctx.p) === 0x2e /* . */)
        while (isDigit(ctx.s.charCodeAt(++ctx.p)))
            ;
    if (c = ctx.s.charCodeAt(ctx.p)) {
        if (c === 0x5a /* Z */ || c === 0x7a /* z */) {
            let t = ctx.s.slice(startPtr, ++ctx.p);
            return readDate(ctx, t, 1, unsafeSeparator, startPtr, '[+00:00]');
        }
        if (c === 0x2b /* + */ || c === 0x2d /* - */) {
            // Temporal's ZonedDateTime is weird asf when it comes to dealing with traditional offsets...
            // It's 1.2x faster to allocate a new string to pass to ZDT than use Instant.toZonedDateTimeISO
            let t = ctx.s.slice(startPtr, ctx.p += 6);
            return readDate(ctx, t, 1, unsafeSeparator, startPtr, !ctx.ld && ('[' + ctx.s.slice(ctx.p - 6, ctx.p) + ']'));
        }
    }
    let t = ctx.s.slice(startPtr, ctx.p);
    return readDate(ctx, t, 2, unsafeSeparator, startPtr);
}
function parseTime(ctx, c, endChr) {
    let start = ctx.p;
    if (!isDigit(c) || !isDigit(ctx.s.charCodeAt(++ctx.p))) {
        return parseNumber(ctx, --ctx.p, c, 0, endChr);
    }
    if (ctx.s.charCodeAt(ctx.p += 4) === 0x3a /* : */)
        ctx.p += 3;
    if (ctx.s.charCodeAt(ctx.p) === 0x2e /* . */)
        while (isDigit(ctx.s.charCodeAt(++ctx.p)))
            ;
    let t = ctx.s.slice(start, ctx.p);
    return readDate(ctx, t, 4, false, start);
}
function readDate(ctx, str, type, unsafeDelim, errPtr, temporalSuffix) {
    if (ctx.ld) {
        let date = new TomlDate(str, type, unsafeDelim);
        if (!date.isValid())
            TomlError.x('invalid date', ctx, errPtr);
        return date;
    }
    try {
        if (temporalSuffix)
            str += temporalSuffix;
        switch (type) {
            case 1: return Temporal.ZonedDateTime.from(str);
            case 2: return Temporal.PlainDateTime.from(str);
            case 3: return Temporal.PlainDate.from(str);
            case 4: return Temporal.PlainTime.from(str);
        }
    }
    catch (e) {
        TomlError.x(e instanceof Error ? e.message : '' + e, ctx, errPtr);
    }
}

;// CONCATENATED MODULE: ./node_modules/smol-toml/dist/util.js
/*!
 * Copyright (c) Squirrel Chat et al., All rights reserved.
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the
 *    documentation and/or other materials provided with the distribution.
 * 3. Neither the name of the copyright holder nor the names of its contributors
 *    may be used to endorse or promote products derived from this software without
 *    specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
 * ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
 * WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */

/** @internal */
function skipComment(ctx) {
    for (; ctx.p < ctx.s.length; ctx.p++) {
        let c = ctx.s.charCodeAt(ctx.p);
        if (c === 0xa /* \n */)
            break;
        if (c === 0xd /* \r */ && ctx.s.charCodeAt(ctx.p + 1) === 0xa /* \n */) {
            ctx.p++;
            break;
        }
        if ((c < 0x20 && c !== 0x9 /* \t */) || c === 0x7f) {
            TomlError.x('control characters are not allowed in comments', ctx);
        }
    }
}
/** @internal */
function skipVoid(ctx, banNewLines, banComments) {
    let c;
    while (ctx.p < ctx.s.length) {
        while (ctx.p < ctx.s.length && ((c = ctx.s.charCodeAt(ctx.p)) === 0x20 ||
            c === 0x9 /* \t */ ||
            (!banNewLines &&
                (c === 0xa /* \n */ || (c === 0xd /* \r */ && ctx.s.charCodeAt(ctx.p + 1) === 0xa /* \n */)))))
            ctx.p++;
        if (banComments || c !== 0x23 /* # */)
            break;
        skipComment(ctx);
    }
}

;// CONCATENATED MODULE: ./node_modules/smol-toml/dist/struct.js
/*!
 * Copyright (c) Squirrel Chat et al., All rights reserved.
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the
 *    documentation and/or other materials provided with the distribution.
 * 3. Neither the name of the copyright holder nor the names of its contributors
 *    may be used to endorse or promote products derived from this software without
 *    specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
 * ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
 * WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */




/** @internal */
function parseKey(ctx, end = 0x3d /* = */) {
    // States:
    // 0: before first char
    // 1: parsing bare key
    // 2: after key component
    let startPtr;
    let state = 0;
    let parsed = [];
    let sliceStart;
    let c = ctx.s.charCodeAt(startPtr = ctx.p);
    do {
        // End of key
        if (c === end) {
            if (!state)
                TomlError.x('unexpected end of key', ctx);
            if (state === 1)
                parsed.push(ctx.s.slice(sliceStart, ctx.p));
            return ctx.p++, parsed;
        }
        // Dotted key separator
        else if (c === 0x2e /* . */) {
            if (!state)
                TomlError.x('illegal empty bare key', ctx);
            if (state === 1)
                parsed.push(ctx.s.slice(sliceStart, ctx.p));
            state = 0;
        }
        // Quoted key
        else if (!state && (c === 0x22 /* " */ || c === 0x27 /* ' */)) {
            if (c === ctx.s.charCodeAt(ctx.p + 1) && c === ctx.s.charCodeAt(ctx.p + 2))
                TomlError.x('illegal quoted key: multiline strings are not allowed', ctx);
            parsed.push(parseString(ctx));
            state = 2;
            ctx.p--;
        }
        // Whitespace; no-op in state 0 and 2, end of bare key in state 1
        else if (c === 0x20 || c === 0x9 /* \t */) {
            if (state === 1) {
                parsed.push(ctx.s.slice(sliceStart, ctx.p));
                state = 2;
            }
        }
        // If state is post-key, no character is allowed; otherwise ensure it's a bare-key component
        else if (state === 2 || (c < 0x30 && c !== 0x2d /* - */) || (c > 0x39 && c < 0x41) || (c > 0x5a && c < 0x61 && c !== 0x5f /* _ */) || c > 0x7a) {
            TomlError.x('illegal character in key', ctx);
        }
        // Illegal character
        else if (!state) {
            state = 1;
            sliceStart = ctx.p;
        }
    } while (c = ctx.s.charCodeAt(++ctx.p));
    TomlError.x('incomplete key-value: cannot find end of key', ctx, startPtr);
}
/** @internal */
function parseInlineTable(ctx) {
    let startPtr = ctx.p++;
    let res = Object.create(null);
    let seen = new Set();
    let c;
    while (ctx.p < ctx.s.length) {
        skipVoid(ctx);
        if ((c = ctx.s.charCodeAt(ctx.p)) === 0x7d /* } */) {
            ctx.p++;
            return res;
        }
        let k;
        let t = res;
        let hasOwn = false;
        let errPtr = ctx.p;
        let key = parseKey(ctx);
        for (let i = 0; i < key.length; i++) {
            if (i)
                t = hasOwn ? t[k] : (t[k] = Object.create(null));
            k = key[i];
            if ((hasOwn = Object.hasOwn(t, k)) && (typeof t[k] !== 'object' || seen.has(t[k]))) {
                TomlError.x('trying to redefine an already defined value', ctx, errPtr);
            }
            let unsafe = k === '__proto__';
            if (ctx.uk && (unsafe || k === 'constructor')) {
                t = ctx.uk !== 1 && TomlError.x('document contains an unsafe property', ctx, errPtr);
                break;
            }
            if (!hasOwn && unsafe) {
                Object.defineProperty(t, k, { enumerable: true, configurable: true, writable: true });
            }
        }
        if (hasOwn) {
            TomlError.x('trying to redefine an already defined value', ctx, errPtr);
        }
        skipVoid(ctx, true, true);
        let value = extractValue(ctx, 0x7d /* } */);
        if (t && typeof (t[k] = value) === 'object')
            seen.add(value);
        skipVoid(ctx);
        if ((c = ctx.s.charCodeAt(ctx.p++)) === 0x7d /* } */) {
            return res;
        }
        if (c !== 0x2c /* , */)
            TomlError.x('expected comma or end of structure', ctx, ctx.p - 1);
    }
    TomlError.x('unfinished table', ctx, startPtr);
}
/** @internal */
function parseArray(ctx) {
    let startPtr = ctx.p++;
    let res = [];
    let c;
    while (ctx.p < ctx.s.length) {
        skipVoid(ctx);
        if ((c = ctx.s.charCodeAt(ctx.p)) === 0x5d /* ] */) {
            ctx.p++;
            return res;
        }
        res.push(extractValue(ctx, 0x5d /* ] */));
        skipVoid(ctx);
        if ((c = ctx.s.charCodeAt(ctx.p++)) === 0x5d /* ] */) {
            return res;
        }
        if (c !== 0x2c /* , */)
            TomlError.x('expected comma or end of structure', ctx, ctx.p - 1);
    }
    TomlError.x('unfinished array', ctx, startPtr);
}

;// CONCATENATED MODULE: ./node_modules/smol-toml/dist/parse.js
/*!
 * Copyright (c) Squirrel Chat et al., All rights reserved.
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the
 *    documentation and/or other materials provided with the distribution.
 * 3. Neither the name of the copyright holder nor the names of its contributors
 *    may be used to endorse or promote products derived from this software without
 *    specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
 * ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
 * WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */




function peekTable(ctx, key, table, meta, type) {
    let t = table;
    let m = meta;
    let k;
    let hasOwn = false;
    let state;
    for (let i = 0; i < key.length; i++) {
        if (i) {
            t = hasOwn ? t[k] : (t[k] = Object.create(null));
            m = (state = m[k]).c;
            if (type === 0 /* Type.DOTTED */ && (state.t === 1 /* Type.EXPLICIT */ || state.t === 2 /* Type.ARRAY */)) {
                return null;
            }
            if (state.t === 2 /* Type.ARRAY */) {
                let l = t.length - 1;
                t = t[l];
                m = m[l].c;
            }
        }
        k = key[i];
        if ((hasOwn = Object.hasOwn(t, k)) && m[k]?.t === 0 /* Type.DOTTED */ && m[k]?.d) {
            return null;
        }
        if (!hasOwn) {
            let unsafe = k === '__proto__';
            if (ctx.uk && (unsafe || k === 'constructor'))
                return false;
            if (unsafe) {
                Object.defineProperty(t, k, { enumerable: true, configurable: true, writable: true });
                Object.defineProperty(m, k, { enumerable: true, configurable: true, writable: true });
            }
            m[k] = {
                t: i < key.length - 1 && type === 2 /* Type.ARRAY */
                    ? 3 /* Type.ARRAY_DOTTED */ : type,
                d: false,
                i: 0,
                c: Object.create(null),
            };
        }
    }
    state = m[k];
    if (state.t !== type && !(type === 1 /* Type.EXPLICIT */ && state.t === 3 /* Type.ARRAY_DOTTED */)) {
        // Bad key type!
        return null;
    }
    if (type === 2 /* Type.ARRAY */) {
        if (!state.d) {
            state.d = true;
            t[k] = [];
        }
        t[k].push(t = Object.create(null));
        state.c[state.i++] = (state = { t: 1 /* Type.EXPLICIT */, d: false, i: 0, c: Object.create(null) });
    }
    if (state.d) {
        // Redefining a table!
        return null;
    }
    state.d = true;
    if (type === 1 /* Type.EXPLICIT */) {
        t = hasOwn ? t[k] : (t[k] = Object.create(null));
    }
    else if (type === 0 /* Type.DOTTED */ && hasOwn) {
        return null;
    }
    return [k, t, state.c];
}
function validateTablePeek(ctx, peek, ptr) {
    if (peek === null || ctx.uk === 2)
        TomlError.x(peek === null
            ? 'trying to redefine an already defined table or value'
            : 'document contains an unsafe property', ctx, ptr);
}
function parse(toml, options = {}) {
    let ctx = {
        s: toml,
        p: 0,
        d: options.maxDepth ?? 1000,
        bi: options.integersAsBigInt ?? false,
        ld: options.useLegacyDate ?? true,
        uk: options.unsafeKeyBehaviour === 'throw' ? 2 : options.unsafeKeyBehaviour === 'drop' ? 1 : 0,
    };
    let res = Object.create(null);
    let meta = Object.create(null);
    let tmp;
    let skipping = false;
    let tbl = res;
    let m = meta;
    // BOM is allowed, skip.
    // JS is UTF-16, so we have to check for the UTF-16 BOM instead of the UTF-8 BOM sequence!
    if (toml.charCodeAt(0) === 0xfeff)
        ctx.p++;
    skipVoid(ctx);
    while (ctx.p < toml.length) {
        if (toml.charCodeAt(ctx.p) === 0x5b /* [ */) {
            let isTableArray = toml.charCodeAt(++ctx.p) === 0x5b; /* [ */
            tmp = ctx.p += +isTableArray;
            skipping = false;
            let k = parseKey(ctx, 0x5d /* ] */);
            if (isTableArray) {
                if (toml.charCodeAt(ctx.p) !== 0x5d /* ] */) {
                    TomlError.x('expected end of table array declaration', ctx);
                }
                ctx.p++;
            }
            let p = peekTable(ctx, k, res, meta, isTableArray ? 2 /* Type.ARRAY */ : 1 /* Type.EXPLICIT */);
            if (!p) {
                validateTablePeek(ctx, p, tmp);
                skipping = true;
            }
            else {
                m = p[2];
                tbl = p[1];
            }
        }
        else {
            tmp = ctx.p;
            let k = parseKey(ctx);
            let p = peekTable(ctx, k, tbl, m, 0 /* Type.DOTTED */);
            if (!p && !skipping)
                validateTablePeek(ctx, p, tmp);
            skipVoid(ctx, true, true);
            let v = extractValue(ctx, void 0);
            if (p && !skipping)
                p[1][p[0]] = v;
        }
        skipVoid(ctx, true);
        if (ctx.p < toml.length && (tmp = toml.charCodeAt(ctx.p)) !== 0xa /* \n */ && (tmp !== 0xd /* \r */ || toml.charCodeAt(ctx.p + 1) !== 0xa /* \n */)) {
            TomlError.x('each key-value declaration must be followed by an end-of-line', ctx);
        }
        skipVoid(ctx);
    }
    return res;
}

;// CONCATENATED MODULE: ./node_modules/smol-toml/dist/stringify.js
/*!
 * Copyright (c) Squirrel Chat et al., All rights reserved.
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the
 *    documentation and/or other materials provided with the distribution.
 * 3. Neither the name of the copyright holder nor the names of its contributors
 *    may be used to endorse or promote products derived from this software without
 *    specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
 * ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
 * WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */
let BARE_KEY = /^[a-z0-9-_]+$/i;
let HAS_WELLFORMED = !!(''.isWellFormed);
function extendedTypeOf(obj) {
    let type = typeof obj;
    if (type === 'object') {
        if (Array.isArray(obj))
            return 'array';
        if (typeof obj.getUTCDate === 'function' && obj instanceof Date)
            return 'date';
        if (globalThis.Temporal) {
            if (obj.until) {
                if (obj instanceof Temporal.ZonedDateTime)
                    return 'temporal/tz+uc';
                if (obj instanceof Temporal.PlainDateTime || obj instanceof Temporal.PlainDate)
                    return 'temporal/uc';
                if (obj instanceof Temporal.PlainTime || obj instanceof Temporal.Instant)
                    return 'temporal';
                if (obj instanceof Temporal.PlainYearMonth)
                    return 'temporal/x';
            }
            else if ((obj.toPlainDate && obj instanceof Temporal.PlainMonthDay) ||
                (obj.negated && obj instanceof Temporal.Duration)) {
                return 'temporal/x';
            }
        }
    }
    return type;
}
function isArrayOfTables(obj) {
    for (let i = 0; i < obj.length; i++) {
        if (extendedTypeOf(obj[i]) !== 'object')
            return false;
    }
    return obj.length != 0;
}
function formatWellFormedStringUnchecked(s) {
    return JSON.stringify(s).replaceAll('\x7f', '\\u007f');
}
function formatString(s) {
    return formatWellFormedStringUnchecked(HAS_WELLFORMED ? s.toWellFormed() : s);
}
function formatKey(s) {
    if (BARE_KEY.test(s))
        return s;
    if (HAS_WELLFORMED && !s.isWellFormed())
        throw new RangeError('key contains illegal lone surrogates');
    return formatWellFormedStringUnchecked(s);
}
function stringifyValue(val, type, depth, numberAsFloat, strictTemporal) {
    if (depth === 0) {
        throw new Error('Could not stringify the object: maximum object depth exceeded');
    }
    switch (type) {
        // @ts-expect-error -- intentional fallthrough case
        case 'number':
            if (isNaN(val))
                return 'nan';
            if (val === Infinity)
                return 'inf';
            if (val === -Infinity)
                return '-inf';
            if (Number.isInteger(val) && (numberAsFloat || !Number.isSafeInteger(val)))
                return val.toFixed(1);
        case 'bigint':
        case 'boolean':
        case 'temporal':
            return val.toString();
        case 'string':
            return formatString(val);
        case 'date':
            if (isNaN(val.getTime()))
                throw new TypeError('cannot serialize invalid date');
            return val.toISOString();
        case 'object':
            return stringifyInlineTable(val, depth, numberAsFloat, strictTemporal);
        case 'array':
            return stringifyArray(val, depth, numberAsFloat, strictTemporal);
        // @ts-expect-error -- intentional fallthrough case
        case 'temporal/tz+uc':
            if (strictTemporal) {
                let tz = val.timeZoneId;
                let tzc = tz.charCodeAt(0);
                if (
                // Classic offset
                tzc !== 0x2b /* + */ && tzc !== 0x2d /* - */ &&
                    (
                    // Fast pre-check pass; see below for the actually accepted values
                    (tzc !== 0x55 /* U */ && tzc !== 0x47 /* G */ && tzc !== 0x5a /* Z */ && tzc !== 0x45 /* E */) ||
                        (
                        // UTC and its aliases; Temporal implementations don't all canonicalise unfortunately
                        tz !== 'UTC' && tz !== 'UCT' && tz !== 'Universal' && tz !== 'Zulu' &&
                            // GMT is a TZ but it's for all intents and purposes equivalent to UTC. Safe to downgrade.
                            !tz.startsWith('GMT') && tz !== 'Greenwich' &&
                            // Etc/* are all safe to downgrade to offset (either UTC, GMT, or offset)
                            !tz.startsWith('Etc/')))) {
                    throw new TypeError('Temporal objects with an IANA timezone are not allowed in Temporal strict mode');
                }
            }
        case 'temporal/uc':
            if (strictTemporal && val.calendarId !== 'iso8601')
                throw new TypeError('Temporal objects with a non-default calendar are not allowed in Temporal strict mode');
            return val.toString({
                calendarName: 'never',
                timeZoneName: 'never',
            });
        case 'temporal/x':
            throw new TypeError('Unsupported ' + val[Symbol.toStringTag]);
    }
}
function stringifyInlineTable(obj, depth, numberAsFloat, strictTemporal) {
    let keys = Object.keys(obj);
    if (keys.length === 0)
        return '{}';
    let res = '{ ';
    for (let i = 0; i < keys.length; i++) {
        let k = keys[i];
        if (i)
            res += ', ';
        res += formatKey(k) + ' = ' + stringifyValue(obj[k], extendedTypeOf(obj[k]), depth - 1, numberAsFloat, strictTemporal);
    }
    return res + ' }';
}
function stringifyArray(array, depth, numberAsFloat, strictTemporal) {
    if (array.length === 0)
        return '[]';
    let res = '[ ';
    for (let i = 0; i < array.length; i++) {
        if (i)
            res += ', ';
        if (array[i] === null || array[i] === void 0) {
            throw new TypeError('arrays cannot contain null or undefined values');
        }
        res += stringifyValue(array[i], extendedTypeOf(array[i]), depth - 1, numberAsFloat, strictTemporal);
    }
    return res + ' ]';
}
function stringifyArrayTable(array, key, depth, numberAsFloat, strictTemporal) {
    if (depth === 0) {
        throw new Error('Could not stringify the object: maximum object depth exceeded');
    }
    let res = '';
    for (let i = 0; i < array.length; i++) {
        res += `${res && '\n'}[[${key}]]\n`;
        res += stringifyTable(0, array[i], key, depth, numberAsFloat, strictTemporal);
    }
    return res;
}
function stringifyTable(tableKey, obj, prefix, depth, numberAsFloat, strictTemporal) {
    if (depth === 0) {
        throw new Error('Could not stringify the object: maximum object depth exceeded');
    }
    let preamble = '';
    let tables = '';
    let keys = Object.keys(obj);
    for (let i = 0; i < keys.length; i++) {
        let k = keys[i];
        if (obj[k] !== null && obj[k] !== void 0) {
            let type = extendedTypeOf(obj[k]);
            if (type === 'symbol' || type === 'function') {
                throw new TypeError(`cannot serialize values of type '${type}'`);
            }
            let key = formatKey(k);
            if (type === 'array' && isArrayOfTables(obj[k])) {
                tables += (tables && '\n') + stringifyArrayTable(obj[k], prefix ? `${prefix}.${key}` : key, depth - 1, numberAsFloat, strictTemporal);
            }
            else if (type === 'object') {
                let tblKey = prefix ? `${prefix}.${key}` : key;
                tables += (tables && '\n') + stringifyTable(tblKey, obj[k], tblKey, depth - 1, numberAsFloat, strictTemporal);
            }
            else {
                preamble += key;
                preamble += ' = ';
                preamble += stringifyValue(obj[k], type, depth, numberAsFloat, strictTemporal);
                preamble += '\n';
            }
        }
    }
    if (tableKey && (preamble || !tables)) // Create table only if necessary
        preamble = preamble ? `[${tableKey}]\n${preamble}` : `[${tableKey}]`;
    return preamble && tables
        ? `${preamble}\n${tables}`
        : preamble || tables;
}
function stringify(obj, { maxDepth = 1000, numbersAsFloat = false, strictTemporal = false } = {}) {
    if (extendedTypeOf(obj) !== 'object') {
        throw new TypeError('stringify can only be called with an object');
    }
    let str = stringifyTable(0, obj, '', maxDepth, numbersAsFloat, strictTemporal);
    if (str[str.length - 1] !== '\n')
        return str + '\n';
    return str;
}

;// CONCATENATED MODULE: ./node_modules/smol-toml/dist/index.js
/*!
 * Copyright (c) Squirrel Chat et al., All rights reserved.
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the
 *    documentation and/or other materials provided with the distribution.
 * 3. Neither the name of the copyright holder nor the names of its contributors
 *    may be used to endorse or promote products derived from this software without
 *    specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
 * ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
 * WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */





/** @deprecated use `import * as ... from 'smol-toml'` instead */
/* harmony default export */ const dist = ({ parse: parse, stringify: stringify, TomlDate: TomlDate, TomlError: TomlError });


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		id: moduleId,
/******/ 		loaded: false,
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(80342);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
