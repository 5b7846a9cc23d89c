export const id = 192;
export const ids = [192];
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
        if (saidAt === undefined && stream === listening.on && listening.says.test(line))
            saidAt = performance.now();
    };
    const child = await host.start(command, { onLine });
    try {
        const port = await portOf(child, listening, host.signal);
        return {
            url: `http://127.0.0.1:${port}`,
            startedAt: child.startedAt,
            listeningAt: saidAt ?? performance.now(),
            tail: () => lastLines(child),
            usage: () => child.usage(),
            stderr: () => child.stderr(),
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


/***/ }),

/***/ 96192:
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
;// CONCATENATED MODULE: ./lib/wasm/tell-work.js






const ENTRY = /^(_start|wasi:http\/incoming-handler@0\.2\.\d+#handle|wasi:cli\/run@0\.2\.\d+#run)$/;
const TITLE = 'wasm-ship work ';
const LINE = new RegExp(`${TITLE}([0-9a-f]{16})\\n`, 'g');
function tellWork(bytes) {
    const layers = (0,wasm_component/* readLayers */.n4)(bytes);
    const spans = (0,wasm_component/* coreModules */.tv)(layers);
    const copies = new Map();
    let why = 'it exports nothing that a WASI host calls for a request or a command';
    for (const { start, end } of spans) {
        const of = bytes.subarray(start, end);
        if (!(0,wasm_module/* readModule */.bH)(of).exports.some(isEntry))
            continue;
        const told = teller((0,wasm_module/* readModule */.bH)((0,count_work/* countWork */.DP)(of)));
        if (told.kind === 'told')
            copies.set(start, told.bytes);
        else
            why = told.why;
    }
    if (copies.size === 0)
        return { kind: 'not available', why };
    return { kind: 'told', bytes: (0,wasm_component/* withCoreModules */.fO)(bytes, layers, copies) };
}
function toldWork(stderr) {
    return [...stderr.matchAll(LINE)].map(([, digits]) => BigInt(`0x${digits}`));
}
function isEntry({ name, kind }) {
    return kind === 'function' && ENTRY.test(name);
}
const TEXT = 16;
const LENGTH = TITLE.length + 17;
const VECTOR = TEXT + LENGTH;
const RESULT = VECTOR + 8;
const WORDS = (RESULT + 16 - TEXT) / 8;
function teller(module) {
    const counter = module.exports.find(({ name }) => name === count_work/* WORK */.Ar);
    const way = wayOut(module);
    if (way === undefined || counter === undefined)
        return { kind: 'not available', why: 'it imports nothing by which it could write to stderr' };
    if (!hasRoom(module))
        return { kind: 'not available', why: 'its first memory is not one of 32 bits with a page' };
    const types = [...module.imports.filter(({ kind }) => kind === 'function'), ...module.functions].map(({ type }) => type);
    const more = { functions: new writer/* Writer */.A(), code: new writer/* Writer */.A(), exports: new writer/* Writer */.A().unsigned(module.exports.length) };
    let added = 0;
    for (const one of module.exports) {
        const type = isEntry(one) ? types[one.index] : undefined;
        more.exports.name(one.name).byte(rewrite/* KIND */.Nd[one.kind]);
        more.exports.unsigned(type === undefined ? one.index : types.length + added);
        if (typeof type !== 'number')
            continue;
        const body = wrapper(one.index, paramsOf(module, type), counter.index, way).written();
        more.functions.unsigned(type);
        more.code.unsigned(body.length).raw(body);
        added++;
    }
    const contents = new Map([
        [rewrite/* SECTION */.wn.functions, (0,rewrite/* extended */.uQ)(module, rewrite/* SECTION */.wn.functions, added, more.functions)],
        [rewrite/* SECTION */.wn.exports, more.exports.written()],
        [rewrite/* SECTION */.wn.code, (0,rewrite/* extended */.uQ)(module, rewrite/* SECTION */.wn.code, added, more.code)],
    ]);
    return { kind: 'told', bytes: (0,rewrite/* withSections */.VU)(module, contents) };
}
function hasRoom({ imports, memories }) {
    const imported = imports.find(({ kind }) => kind === 'memory');
    const type = imported?.kind === 'memory' ? imported.type : memories[0]?.type;
    return type?.address === 'i32' && type.pageSize === 16 && type.minimum > 0n;
}
function paramsOf({ types }, index) {
    const type = types[index];
    return type?.kind === 'function' ? type.params.length : 0;
}
class Code {
    writer = new writer/* Writer */.A();
    op(name, ...immediates) {
        this.writer.byte((0,instructions/* opcode */.B3)(name));
        for (const value of immediates)
            this.writer.unsigned(value);
        return this;
    }
    constant(value) {
        this.writer.byte((0,instructions/* opcode */.B3)('i32.const')).signed(value);
        return this;
    }
}
function wrapper(called, params, counter, way) {
    const [count, place, handle] = [params + WORDS, params + WORDS + 1, params + WORDS + 2];
    const words = Array.from({ length: WORDS }, (_, i) => i);
    const code = new Code();
    code.writer
        .unsigned(2)
        .unsigned(WORDS + 1)
        .byte(0x7e)
        .unsigned(2)
        .byte(0x7f);
    for (let i = 0; i < params; i++)
        code.op('local.get', i);
    code.op('call', called);
    for (const i of words)
        code
            .constant(TEXT + 8 * i)
            .op('i64.load', 0, 0)
            .op('local.set', params + i);
    [...TITLE].forEach((character, i) => {
        code
            .constant(TEXT + i)
            .constant(character.charCodeAt(0))
            .op('i32.store8', 0, 0);
    });
    code
        .constant(TEXT + LENGTH - 1)
        .constant(0x0a)
        .op('i32.store8', 0, 0);
    code.op('global.get', counter).op('local.set', count).constant(16).op('local.set', place);
    writeDigits(code, count, place);
    code.constant(VECTOR).constant(TEXT).op('i32.store', 0, 0);
    code
        .constant(VECTOR + 4)
        .constant(LENGTH)
        .op('i32.store', 0, 0);
    code.writer.of(way(handle).writer);
    for (const i of words)
        code
            .constant(TEXT + 8 * i)
            .op('local.get', params + i)
            .op('i64.store', 0, 0);
    code.op('end');
    return code.writer;
}
function writeDigits(code, count, place) {
    code.op('loop', VOID);
    code.op('local.get', place).constant(1).op('i32.sub').op('local.tee', place);
    const digit = () => code.op('local.get', count).op('i32.wrap_i64').constant(15).op('i32.and');
    digit().constant('0'.charCodeAt(0)).op('i32.add');
    digit()
        .constant(9)
        .op('i32.gt_u')
        .constant('a'.charCodeAt(0) - '9'.charCodeAt(0) - 1)
        .op('i32.mul')
        .op('i32.add');
    code.op('i32.store8', 0, TEXT + TITLE.length);
    code.op('local.get', count).op('i64.const', 4).op('i64.shr_u').op('local.set', count);
    code.op('local.get', place).op('br_if', 0).op('end');
}
const VOID = 0x40;
const STDERR = 2;
function wayOut(module) {
    const functions = module.imports.filter(({ kind }) => kind === 'function');
    const index = (of, name) => functions.findIndex((one) => one.module === of && one.name === name);
    const write = index('wasi_snapshot_preview1', 'fd_write');
    if (write !== -1)
        return () => new Code().constant(STDERR).constant(VECTOR).constant(1).constant(RESULT).op('call', write).op('drop');
    const stderr = functions.findIndex((one) => /^wasi:cli\/stderr@0\.2\./.test(one.module) && one.name === 'get-stderr');
    const streams = `wasi:io/streams@${functions[stderr]?.module.split('@')[1]}`;
    const [check = -1, put = -1, flush = -1, drop = -1] = ['check-write', 'write', 'blocking-flush']
        .map((method) => index(streams, `[method]output-stream.${method}`))
        .concat(index(streams, '[resource-drop]output-stream'));
    if ([stderr, check, put, flush, drop].includes(-1))
        return undefined;
    return (handle) => {
        const code = new Code().op('call', stderr).op('local.tee', handle).constant(RESULT).op('call', check);
        code.op('local.get', handle).constant(TEXT).constant(LENGTH).constant(RESULT).op('call', put);
        code.op('local.get', handle).constant(RESULT).op('call', flush);
        return code.op('local.get', handle).op('call', drop);
    };
}

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
async function serveWasmtime(compiled, { vars }, wasmtime, host) {
    const env = Object.keys(vars).flatMap((name) => ['--env', name]);
    const args = ['serve', '-S', 'cli', '--allow-precompiled', '--addr', '127.0.0.1:0', ...env, compiled];
    const command = { file: wasmtime, args, env: vars, trust: 'theirs', timeoutMs: LIFE_MS };
    return (0,listen/* startServer */.U)(command, LISTENING, host);
}
const TOLD_MS = 2000;
async function serveCountedWasmtime(bundle, options, wasmtime, host) {
    const told = tellWork(await host.files.read(external_node_path_.join(bundle.folder, bundle.entry)));
    if (told.kind === 'not available')
        throw new error/* ShipError */.fS('probe', `Its work is not available: ${told.why}.`);
    const dir = await host.files.temp('counted');
    try {
        const file = external_node_path_.join(dir.path, 'counted.wasm');
        const compiled = external_node_path_.join(dir.path, 'counted.cwasm');
        await host.files.write(file, told.bytes);
        await host.run(compileCommand(wasmtime, file, compiled));
        const server = await serveWasmtime(compiled, options, wasmtime, host);
        return {
            ...server,
            async counting(ask) {
                const before = toldWork(server.stderr()).length;
                const value = await ask();
                const until = host.clock.now() + TOLD_MS;
                while (toldWork(server.stderr()).length === before && host.clock.now() < until)
                    await host.clock.sleep(2);
                const [work] = toldWork(server.stderr()).slice(before);
                return { value, work: work === undefined ? undefined : { total: work, functions: new Map() } };
            },
            memory: async () => undefined,
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


/***/ }),

/***/ 58721:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ar: () => (/* binding */ WORK),
  DP: () => (/* binding */ countWork),
  XP: () => (/* binding */ since)
});

// UNUSED EXPORTS: readWork

// EXTERNAL MODULE: ./lib/error.js
var error = __webpack_require__(58353);
// EXTERNAL MODULE: ./lib/wasm/instructions.js + 1 modules
var instructions = __webpack_require__(46316);
;// CONCATENATED MODULE: ./lib/wasm/basic-blocks.js

const FREE = codes('nop drop block loop else end try catch catch_all delegate return unreachable');
const ROLES = new Map([
    ...withRole('opens', 'block try'),
    ...withRole('loop', 'loop'),
    ...withRole('if', 'if'),
    ...withRole('else', 'else'),
    ...withRole('catch', 'catch catch_all'),
    ...withRole('closes', 'end delegate'),
    ...withRole('branch', 'br br_if br_on_null br_on_non_null br_on_cast br_on_cast_fail'),
    ...withRole('table', 'br_table'),
    ...withRole('try_table', 'try_table'),
    ...withRole('leaves', 'return return_call return_call_indirect return_call_ref unreachable throw rethrow throw_ref'),
    ...withRole('resume', 'resume resume_throw'),
]);
function codes(names) {
    return new Set(names.split(' ').map(instructions/* opcode */.B3));
}
function withRole(role, names) {
    return [...codes(names)].map((code) => [code, role]);
}
function basicBlocks(instructions) {
    const blocks = [];
    const open = new OpenBlocks();
    let start = instructions.end;
    let count = 0;
    while (instructions.next()) {
        if (!FREE.has(instructions.opcode))
            count++;
        const role = ROLES.get(instructions.opcode);
        if (role === undefined || !open.passes(role, instructions))
            continue;
        if (count > 0)
            blocks.push({ start, count });
        start = instructions.end;
        count = 0;
    }
    return blocks;
}
const STRAIGHT = 0;
const JOINED = 1;
const OF_LOOP = 2;
class OpenBlocks {
    ends = [STRAIGHT];
    passes(role, instructions) {
        switch (role) {
            case 'opens':
                return this.open(STRAIGHT);
            case 'try_table':
                for (const { label } of instructions.catches())
                    this.branch(label);
                return this.open(STRAIGHT);
            case 'loop':
                this.open(OF_LOOP);
                return true;
            case 'if':
                this.open(JOINED);
                return true;
            case 'catch':
                this.branch(0);
                return true;
            case 'closes':
                return this.ends.pop() === JOINED || this.ends.length === 0;
            case 'branch':
                this.branch(instructions.index);
                return true;
            case 'table':
                for (const label of instructions.labels())
                    this.branch(label);
                return true;
            case 'resume':
                for (const label of this.ends.keys())
                    this.branch(label);
                return false;
            case 'else':
            case 'leaves':
                return true;
        }
    }
    open(end) {
        this.ends.push(end);
        return false;
    }
    branch(label) {
        const place = this.ends.length - 1 - label;
        if (this.ends[place] === STRAIGHT)
            this.ends[place] = JOINED;
    }
}

// EXTERNAL MODULE: ./lib/wasm/module.js + 2 modules
var wasm_module = __webpack_require__(32353);
// EXTERNAL MODULE: ./lib/wasm/rewrite.js
var rewrite = __webpack_require__(31556);
// EXTERNAL MODULE: ./lib/wasm/writer.js
var writer = __webpack_require__(12309);
;// CONCATENATED MODULE: ./lib/wasm/count-work.js






const WORK = '__wasm_ship_work';
function countWork(bytes, counters = 'one') {
    const module = (0,wasm_module/* readModule */.bH)(bytes);
    const first = module.globals.length + module.imports.filter(({ kind }) => kind === 'global').length;
    const names = counters === 'one' ? [WORK] : module.functions.map(({ index }) => `${WORK}_${index}`);
    refuseCounted(module);
    const globals = new writer/* Writer */.A();
    const exports = new writer/* Writer */.A();
    for (const [i, name] of names.entries()) {
        globals.raw([I64, MUTABLE, I64_CONST, 0, END]);
        exports
            .name(name)
            .byte(rewrite/* KIND */.Nd.global)
            .unsigned(first + i);
    }
    const contents = new Map([
        [rewrite/* SECTION */.wn.globals, (0,rewrite/* extended */.uQ)(module, rewrite/* SECTION */.wn.globals, names.length, globals)],
        [rewrite/* SECTION */.wn.exports, (0,rewrite/* extended */.uQ)(module, rewrite/* SECTION */.wn.exports, names.length, exports)],
    ]);
    if (module.functions.length > 0)
        contents.set(rewrite/* SECTION */.wn.code, codeOf(module, (i) => first + (counters === 'one' ? 0 : i)));
    return (0,rewrite/* withSections */.VU)(module, contents);
}
function readWork(exports) {
    const functions = new Map();
    let total = 0n;
    for (const [name, counter] of Object.entries(exports)) {
        if (!name.startsWith(WORK))
            continue;
        const count = BigInt.asUintN(64, counter.value);
        total += count;
        if (name !== WORK && count > 0n)
            functions.set(Number(name.slice(WORK.length + 1)), count);
    }
    return { total, functions };
}
function since(before, after) {
    const functions = new Map();
    for (const [index, count] of after.functions) {
        const more = BigInt.asUintN(64, count - (before.functions.get(index) ?? 0n));
        if (more > 0n)
            functions.set(index, more);
    }
    return { total: BigInt.asUintN(64, after.total - before.total), functions };
}
const I64 = 0x7e;
const MUTABLE = 1;
const I64_CONST = (0,instructions/* opcode */.B3)('i64.const');
const GLOBAL_GET = (0,instructions/* opcode */.B3)('global.get');
const GLOBAL_SET = (0,instructions/* opcode */.B3)('global.set');
const I64_ADD = (0,instructions/* opcode */.B3)('i64.add');
const END = (0,instructions/* opcode */.B3)('end');
function refuseCounted({ exports }) {
    const counter = exports.find(({ name }) => name.startsWith(WORK));
    if (counter === undefined)
        return;
    throw new error/* ShipError */.fS('probe', `The module counts its work already: it exports \`${counter.name}\`.`, {
        hint: `Give the module as it ships; no export of its own may begin with \`${WORK}\`.`,
    });
}
function codeOf({ bytes, functions }, counterOf) {
    const code = new writer/* Writer */.A().unsigned(functions.length);
    const body = new writer/* Writer */.A();
    for (const [place, one] of functions.entries()) {
        const counter = counterOf(place);
        body.clear();
        let from = one.body;
        for (const { start, count } of basicBlocks((0,instructions/* readBody */.x8)(bytes, one).instructions)) {
            body.raw(bytes.subarray(from, start));
            body.byte(GLOBAL_GET).unsigned(counter).byte(I64_CONST).signed(count).byte(I64_ADD);
            body.byte(GLOBAL_SET).unsigned(counter);
            from = start;
        }
        body.raw(bytes.subarray(from, one.end));
        refuseTooLarge(one.index, body.length);
        code.unsigned(body.length).of(body);
    }
    return code.written();
}
function refuseTooLarge(index, size) {
    if (size <= wasm_module/* MOST */._B.bytes)
        return;
    throw new error/* ShipError */.fS('probe', `Function ${index} has ${size} bytes with its counters, engines take ${wasm_module/* MOST */._B.bytes}.`, {
        hint: 'Its work cannot be counted: split it, or inline less into it.',
    });
}


/***/ }),

/***/ 31556:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Nd: () => (/* binding */ KIND),
/* harmony export */   VU: () => (/* binding */ withSections),
/* harmony export */   uQ: () => (/* binding */ extended),
/* harmony export */   wn: () => (/* binding */ SECTION)
/* harmony export */ });
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32028);
/* harmony import */ var _module_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(32353);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72094);
/* harmony import */ var _writer_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12309);




const SECTION = { functions: 3, globals: 6, exports: 7, code: 10 };
const KIND = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };
const BY_OFFSET = /^(\.debug_.*|reloc\..*|linking|sourceMappingURL|external_debug_info|metadata\.code\..*)$/;
function withSections({ bytes, sections }, contents) {
    const parts = [bytes.subarray(0, _sections_js__WEBPACK_IMPORTED_MODULE_2__/* .HEADER */ .El)];
    const left = [...contents].toSorted(([a], [b]) => _module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.indexOf(a) - _module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.indexOf(b));
    const putBefore = (place) => {
        const upTo = left.findIndex(([id]) => _module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.indexOf(id) >= place);
        for (const [id, content] of left.splice(0, upTo === -1 ? left.length : upTo))
            parts.push((0,_sections_js__WEBPACK_IMPORTED_MODULE_2__/* .sectionWith */ .uC)(id, content));
    };
    const last = sections.findLastIndex(({ id }) => id !== 0);
    for (const [i, section] of sections.entries()) {
        const replaced = contents.has(section.id);
        if (section.id !== 0)
            putBefore(_module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.indexOf(section.id) + (replaced ? 1 : 0));
        if (!replaced && !isByOffset(section))
            parts.push(bytes.subarray(section.start, section.end));
        if (i === last)
            putBefore(_module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.length);
    }
    putBefore(_module_js__WEBPACK_IMPORTED_MODULE_1__/* .ORDER */ .ND.length);
    return (0,_sections_js__WEBPACK_IMPORTED_MODULE_2__/* .join */ .fj)(parts);
}
function isByOffset({ name }) {
    return name !== undefined && BY_OFFSET.test(name);
}
function extended({ bytes, sections }, id, count, items) {
    const section = sections.find((candidate) => candidate.id === id);
    if (section === undefined)
        return new _writer_js__WEBPACK_IMPORTED_MODULE_3__/* .Writer */ .A().unsigned(count).of(items).written();
    const cursor = new _cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .Cursor */ .b(bytes, section.content, section.end);
    const before = cursor.u32();
    return new _writer_js__WEBPACK_IMPORTED_MODULE_3__/* .Writer */ .A()
        .unsigned(before + count)
        .raw(bytes.subarray(cursor.at, section.end))
        .of(items)
        .written();
}


/***/ })

};
