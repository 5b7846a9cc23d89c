import { coreModules, readLayers, withCoreModules } from './component.ts';
import { countWork, WORK } from './count-work.ts';
import { opcode } from './instructions.ts';
import { type CoreModule, readModule } from './module.ts';
import { extended, KIND, SECTION, withSections } from './rewrite.ts';
import { Writer } from './writer.ts';

/** A copy that tells its own work, or why there is none. */
export type Told =
  | { readonly kind: 'told'; readonly bytes: Uint8Array }
  | { readonly kind: 'not available'; readonly why: string };

/** What a host calls for a request, or to run a command; the core module's export. */
const ENTRY = /^(_start|wasi:http\/incoming-handler@0\.2\.\d+#handle|wasi:cli\/run@0\.2\.\d+#run)$/;
const TITLE = 'wasm-ship work ';
const LINE = new RegExp(`${TITLE}([0-9a-f]{16})\\n`, 'g');

/**
 * For a runtime that shows no export (`wasmtime serve`, Viceroy): a copy that counts, and after each call of what the host
 * calls writes the count to stderr, through imports that the module has already, so that its host need not give more. Of a
 * component it is the core module that answers; the others (adapters) are not counted. Work by function is not told.
 *
 * The line is put together in the lowest bytes of the memory, which get back what they had. Work of an instance that ends
 * otherwise (a trap, `exit`) is not told.
 * @throws ShipError where the bytes are malformed
 */
export function tellWork(bytes: Uint8Array): Told {
  const layers = readLayers(bytes);
  const spans = coreModules(layers);
  const copies = new Map<number, Uint8Array>();
  let why = 'it exports nothing that a WASI host calls for a request or a command';
  for (const { start, end } of spans) {
    const of = bytes.subarray(start, end);
    if (!readModule(of).exports.some(isEntry)) continue;
    const told = teller(readModule(countWork(of)));
    if (told.kind === 'told') copies.set(start, told.bytes);
    else why = told.why;
  }
  if (copies.size === 0) return { kind: 'not available', why };
  return { kind: 'told', bytes: withCoreModules(bytes, layers, copies) };
}

/** The counts that a copy has told, in the order of its lines. Each is of its instance from the start. */
export function toldWork(stderr: string): readonly bigint[] {
  return [...stderr.matchAll(LINE)].map(([, digits]) => BigInt(`0x${digits}`));
}

function isEntry({ name, kind }: CoreModule['exports'][number]): boolean {
  return kind === 'function' && ENTRY.test(name);
}

/** Lowest memory that the line takes: its text, what fd_write is given, room for what is given back. */
const TEXT = 16;
const LENGTH = TITLE.length + 17;
const VECTOR = TEXT + LENGTH;
const RESULT = VECTOR + 8;
const WORDS = (RESULT + 16 - TEXT) / 8;

/** What writes a line: the instructions for it. `handle`: a local that they may use. */
type Way = (handle: number) => Code;

function teller(module: CoreModule): Told {
  const counter = module.exports.find(({ name }) => name === WORK);
  const way = wayOut(module);
  if (way === undefined || counter === undefined)
    return { kind: 'not available', why: 'it imports nothing by which it could write to stderr' };
  if (!hasRoom(module)) return { kind: 'not available', why: 'its first memory is not one of 32 bits with a page' };
  const types = [...module.imports.filter(({ kind }) => kind === 'function'), ...module.functions].map(
    ({ type }) => type,
  );
  const more = { functions: new Writer(), code: new Writer(), exports: new Writer().unsigned(module.exports.length) };
  let added = 0;
  for (const one of module.exports) {
    const type = isEntry(one) ? types[one.index] : undefined;
    more.exports.name(one.name).byte(KIND[one.kind]);
    more.exports.unsigned(type === undefined ? one.index : types.length + added);
    if (typeof type !== 'number') continue;
    const body = wrapper(one.index, paramsOf(module, type), counter.index, way).written();
    more.functions.unsigned(type);
    more.code.unsigned(body.length).raw(body);
    added++;
  }
  const contents = new Map<number, Uint8Array>([
    [SECTION.functions, extended(module, SECTION.functions, added, more.functions)],
    [SECTION.exports, more.exports.written()],
    [SECTION.code, extended(module, SECTION.code, added, more.code)],
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

  constant(value: number): this {
    this.writer.byte(opcode('i32.const')).signed(value);
    return this;
  }
}

/** A function that calls another one and then tells. Its locals: the saved words, the count, the place of a digit, a handle. */
function wrapper(called: number, params: number, counter: number, way: Way): Writer {
  const [count, place, handle] = [params + WORDS, params + WORDS + 1, params + WORDS + 2];
  const words = Array.from({ length: WORDS }, (_, i) => i);
  const code = new Code();
  code.writer
    .unsigned(2)
    .unsigned(WORDS + 1)
    .byte(0x7e)
    .unsigned(2)
    .byte(0x7f);
  for (let i = 0; i < params; i++) code.op('local.get', i);
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

/** The count as hexadecimal digits, the last one first. */
function writeDigits(code: Code, count: number, place: number): void {
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
