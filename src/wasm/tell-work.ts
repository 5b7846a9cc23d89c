import { coreModules, type Layer, readLayers, withCoreModules } from './component.ts';
import { countWork, WORK, type WorkCount } from './count-work.ts';
import type { Span } from './cursor.ts';
import { opcode } from './instructions.ts';
import { type CoreModule, readModule } from './module.ts';
import { extended, KIND, SECTION, withSections } from './rewrite.ts';
import { Writer } from './writer.ts';

/** A copy that tells its own work, or why there is none. */
export type Told =
  | { readonly kind: 'told'; readonly bytes: Uint8Array }
  | { readonly kind: 'not available'; readonly why: string };

/** What a host calls, as core modules export it: for a request, to run a command. The first kind that there is counts. */
const ENTRIES = [
  /^wasi:http\/incoming-handler@0\.2\.\d+#handle$/,
  /^_start$/, // before the next one: that may be an adapter's, which calls it
  /^wasi:cli\/run@0\.2\.\d+#run$/,
];

/** A function and its work, in digits; or, as the last line of a call, that and the size of the memory. It may stand behind what others have left open. */
const TITLE = 'wasm-ship work ';
const LINE = new RegExp(`^(?:.*stderr \\[(\\d+)\\] :: )?.*${TITLE}([0-9a-f]{8}) ([0-9a-f]{16})\r?$`);
/** Stands where a function would: no module has so many. */
const MEMORY = 2 ** 31;

/**
 * For a runtime that shows no export (`wasmtime serve`, Viceroy): a copy that counts, and after each call of what the host
 * calls writes the counts to stderr, through imports that the module has already, so that its host need not give more. Of a
 * component it is the core module that answers; the others (adapters) are not counted.
 *
 * The lines are put together in the lowest bytes of the memory, which get back what they had. Work of an instance that ends
 * otherwise (a trap, `exit`) is not told.
 * @throws ShipError where the bytes are malformed
 */
export function tellWork(bytes: Uint8Array): Told {
  const found = answering(bytes);
  if ('why' in found) return { kind: 'not available', why: found.why };
  const { layers, span, entry } = found;
  const told = teller(readModule(countWork(bytes.subarray(span.start, span.end), 'each')), entry);
  if (told.kind === 'not available') return told;
  return { kind: 'told', bytes: withCoreModules(bytes, layers, new Map([[span.start, told.bytes]])) };
}

/** A core module of a component, or the module itself. */
export interface Answering {
  readonly layers: Layer;
  readonly span: Span;
  /** Which of the core modules it is. */
  readonly place: number;
  readonly entry: RegExp;
}

/**
 * The core module that answers: the one that `tellWork` counts.
 * @throws ShipError where the bytes are malformed
 */
export function answering(bytes: Uint8Array): Answering | { readonly why: string } {
  const layers = readLayers(bytes);
  const modules = coreModules(layers).map((span, place) => ({ span, place, module: readModule(bytes, span) }));
  for (const entry of ENTRIES) {
    const [one, another] = modules.filter(({ module }) => module.exports.some((of) => isEntry(of, entry)));
    if (another !== undefined) return { why: 'several of its core modules answer' };
    if (one !== undefined) return { layers, span: one.span, place: one.place, entry };
  }
  return { why: 'it exports nothing that a WASI host calls for a request or a command' };
}

function isEntry({ name, kind }: CoreModule['exports'][number], entry: RegExp): boolean {
  return kind === 'function' && entry.test(name);
}

/** What a copy has told of one call: all that its instance has done, from the start. */
export interface ToldWork {
  /** Which request it was, where the runtime writes that before each line: `wasmtime serve` counts them from 0. */
  readonly request: number | undefined;
  readonly work: WorkCount;
  /** Bytes of linear memory. */
  readonly memory: number;
}

/**
 * Reads what a copy tells, whatever else is printed; of requests whose lines come among one another, each by itself.
 * @returns a function that takes each line; it gives what was told of a call with the last line of it
 */
export function toldWork(): (line: string) => ToldWork | undefined {
  const open = new Map<string | undefined, Map<number, bigint>>();
  return (line) => {
    const [, request, which, digits] = LINE.exec(line) ?? [];
    if (which === undefined) return undefined;
    const functions = open.get(request) ?? new Map<number, bigint>();
    open.set(request, functions);
    const [index, value] = [Number.parseInt(which, 16), BigInt(`0x${digits}`)];
    if (index !== MEMORY) {
      functions.set(index, value);
      return undefined;
    }
    const total = [...functions.values()].reduce((sum, one) => BigInt.asUintN(64, sum + one), 0n);
    open.delete(request);
    return {
      ...{ request: request === undefined ? undefined : Number(request) },
      ...{ work: { total, functions }, memory: Number(value) },
    };
  };
}

/** Lowest memory that a line takes: its text, what fd_write is given, room for what is given back; each where it may stand. */
const TEXT = 16;
const LENGTH = TITLE.length + 26;
const VECTOR = 8 * Math.ceil((TEXT + LENGTH) / 8);
const RESULT = VECTOR + 8;
const WORDS = (RESULT + 16 - TEXT) / 8;

const [FUNCTION, I32, I64] = [0x60, 0x7f, 0x7e];
/** Of what writes a line (which function, its work), and of what writes all. */
const TYPES = [...[FUNCTION, 2, I64, I64, 0], ...[FUNCTION, 0, 0]];

/** What writes a line: the instructions for it. `handle`: a local that they may use. */
type Way = (handle: number) => Code;

function teller(module: CoreModule, entry: RegExp): Told {
  const way = wayOut(module);
  if (way === undefined) return { kind: 'not available', why: 'it imports nothing by which it could write to stderr' };
  if (!hasRoom(module)) return { kind: 'not available', why: 'its first memory is not one of 32 bits with a page' };
  const types = [...module.imports.filter(({ kind }) => kind === 'function'), ...module.functions].map(
    ({ type }) => type,
  );
  const [line, all] = [types.length, types.length + 1];
  const bodies = [lineWriter(way), allWriter(module, line)];
  const functions = new Writer().unsigned(module.types.length).unsigned(module.types.length + 1);
  const exports = new Writer().unsigned(module.exports.length);
  for (const one of module.exports) {
    const type = isEntry(one, entry) ? types[one.index] : undefined;
    exports.name(one.name).byte(KIND[one.kind]);
    exports.unsigned(type === undefined ? one.index : types.length + bodies.length);
    if (typeof type !== 'number') continue;
    bodies.push(wrapper(one.index, paramsOf(module, type), all));
    functions.unsigned(type);
  }
  const code = new Writer();
  for (const body of bodies) code.unsigned(body.length).of(body);
  const contents = new Map<number, Uint8Array>([
    [SECTION.types, extended(module, SECTION.types, 2, new Writer().raw(TYPES))],
    [SECTION.functions, extended(module, SECTION.functions, bodies.length, functions)],
    [SECTION.exports, exports.written()],
    [SECTION.code, extended(module, SECTION.code, bodies.length, code)],
  ]);
  return { kind: 'told', bytes: withSections(module, contents) };
}

function hasRoom({ imports, memories }: CoreModule): boolean {
  const imported = imports.find(({ kind }) => kind === 'memory');
  const type = imported?.kind === 'memory' ? imported.type : memories[0]?.type;
  return type?.address === 'i32' && type.pageSize === 16 && type.minimum > 0n;
}

function paramsOf({ types }: CoreModule, index: number): number {
  const type = types[index];
  return type?.kind === 'function' ? type.params.length : 0;
}

/** Instructions that are written one after the other. */
class Code {
  readonly writer = new Writer();

  op(name: string, ...immediates: readonly number[]): this {
    this.writer.byte(opcode(name));
    for (const value of immediates) this.writer.unsigned(value);
    return this;
  }

  constant(value: number, type: 'i32' | 'i64' = 'i32'): this {
    this.writer.byte(opcode(`${type}.const`)).signed(value);
    return this;
  }
}

/** A function that calls another one, and then the one that tells. */
function wrapper(called: number, params: number, all: number): Writer {
  const code = new Code();
  code.writer.unsigned(0);
  for (let i = 0; i < params; i++) code.op('local.get', i);
  return code.op('call', called).op('call', all).op('end').writer;
}

/** A function that writes the line of each function that has executed something, and the last one. */
function allWriter({ exports }: CoreModule, line: number): Writer {
  const code = new Code();
  code.writer.unsigned(0);
  for (const { name, index } of exports) {
    if (!name.startsWith(WORK)) continue;
    code.op('global.get', index).op('i64.eqz').op('i32.eqz').op('if', VOID);
    code.constant(Number(name.slice(WORK.length + 1)), 'i64');
    code.op('global.get', index).op('call', line).op('end');
  }
  code.constant(MEMORY, 'i64').op('memory.size', 0).op('i64.extend_i32_u').constant(16, 'i64').op('i64.shl');
  return code.op('call', line).op('end').writer;
}

/** A function that writes a line. Its locals: which function, its work, the saved words, the place of a digit, a handle. */
function lineWriter(way: Way): Writer {
  const [which, work, saved] = [0, 1, 2];
  const [place, handle] = [saved + WORDS, saved + WORDS + 1];
  const words = Array.from({ length: WORDS }, (_, i) => [TEXT + 8 * i, saved + i] as const);
  const code = new Code();
  code.writer.unsigned(2).unsigned(WORDS).byte(I64).unsigned(2).byte(I32);
  for (const [at, local] of words) code.constant(at).op('i64.load', 0, 0).op('local.set', local);
  const text = `${TITLE}${' '.repeat(LENGTH - TITLE.length - 1)}\n`;
  for (const [i, character] of [...text].entries())
    code
      .constant(TEXT + i)
      .constant(character.charCodeAt(0))
      .op('i32.store8', 0, 0);
  writeDigits(code, which, place, 8, TEXT + TITLE.length);
  writeDigits(code, work, place, 16, TEXT + TITLE.length + 9);
  code.constant(VECTOR).constant(TEXT).op('i32.store', 0, 0);
  code
    .constant(VECTOR + 4)
    .constant(LENGTH)
    .op('i32.store', 0, 0);
  code.writer.of(way(handle).writer);
  for (const [at, local] of words) code.constant(at).op('local.get', local).op('i64.store', 0, 0);
  return code.op('end').writer;
}

/** A number as so many hexadecimal digits, the last one first. */
function writeDigits(code: Code, value: number, place: number, digits: number, at: number): void {
  code.constant(digits).op('local.set', place);
  code.op('loop', VOID);
  code.op('local.get', place).constant(1).op('i32.sub').op('local.tee', place);
  const digit = () => code.op('local.get', value).op('i32.wrap_i64').constant(15).op('i32.and');
  digit().constant('0'.charCodeAt(0)).op('i32.add');
  digit()
    .constant(9)
    .op('i32.gt_u')
    .constant('a'.charCodeAt(0) - '9'.charCodeAt(0) - 1)
    .op('i32.mul')
    .op('i32.add');
  code.op('i32.store8', 0, at);
  code.op('local.get', value).constant(4, 'i64').op('i64.shr_u').op('local.set', value);
  code.op('local.get', place).op('br_if', 0).op('end');
}

/** The type of a block without a result. */
const VOID = 0x40;
const STDERR = 2;

/** How this module can write to stderr: through WASI 0.1's descriptors, or 0.2's streams as wasi-libc uses them. */
function wayOut(module: CoreModule): Way | undefined {
  const functions = module.imports.filter(({ kind }) => kind === 'function');
  const index = (of: string, name: string): number =>
    functions.findIndex((one) => one.module === of && one.name === name);
  const write = index('wasi_snapshot_preview1', 'fd_write');
  if (write !== -1)
    return () => new Code().constant(STDERR).constant(VECTOR).constant(1).constant(RESULT).op('call', write).op('drop');
  const stderr = functions.findIndex((one) => /^wasi:cli\/stderr@0\.2\./.test(one.module) && one.name === 'get-stderr');
  const streams = `wasi:io/streams@${functions[stderr]?.module.split('@')[1]}`;
  const [check = -1, put = -1, flush = -1, drop = -1] = ['check-write', 'write', 'blocking-flush']
    .map((method) => index(streams, `[method]output-stream.${method}`))
    .concat(index(streams, '[resource-drop]output-stream'));
  if ([stderr, check, put, flush, drop].includes(-1)) return undefined;
  return (handle) => {
    const code = new Code().op('call', stderr).op('local.tee', handle).constant(RESULT).op('call', check);
    code.op('local.get', handle).constant(TEXT).constant(LENGTH).constant(RESULT).op('call', put);
    code.op('local.get', handle).constant(RESULT).op('call', flush);
    return code.op('local.get', handle).op('call', drop);
  };
}
