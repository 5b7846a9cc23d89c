import { Cursor } from './cursor.ts';
import { Instructions, nameOf, OF_ARRAY, ORDERED, opcode, readBody } from './instructions.ts';
import type { CoreModule } from './module.ts';
import { STRINGS } from './sections.ts';
import { type Limits, readGlobalType, readValueType, type Type, type ValueType } from './types.ts';

/**
 * What goes beyond WebAssembly 1.0, as target_features calls it where it has a name there, else as its proposal does.
 * `legacy-exceptions`: `try` and `catch`, that became `try_table`. `shared-memory`: of the threads proposal, whose
 * instructions (`atomics`) may be used on a memory that is not shared too. `relaxed-atomics`: in another order than the
 * sequentially consistent one. `multibyte`: loads and stores of arrays.
 */
export const FEATURES = [
  ...(['mutable-globals', 'sign-ext', 'nontrapping-fptoint', 'bulk-memory', 'reference-types', 'multivalue'] as const),
  ...(['simd128', 'relaxed-simd', 'tail-call', 'extended-const', 'exception-handling', 'legacy-exceptions'] as const),
  ...(['multi-memory', 'memory64', 'atomics', 'shared-memory', 'function-references', 'gc'] as const),
  ...(['wide-arithmetic', 'custom-page-sizes', 'memory-control', 'stack-switching', 'shared-everything'] as const),
  ...(['fp16', 'custom-descriptors', 'strings', 'compact-imports', 'relaxed-atomics', 'multibyte'] as const),
];

export type Feature = (typeof FEATURES)[number];

/** The first place of a module that uses a feature. */
export interface Use {
  readonly feature: Feature;
  /** An instruction by its name in the text format, or what else of a module it is. */
  readonly by: string;
  /** Index of the function whose code uses it; undefined: it is no code that does. */
  readonly function: number | undefined;
}

/** Exceptions are thrown in both forms alike: `throw` and tags are of the form that catches. */
type Noted = Feature | 'throw';

/**
 * The features that a module uses, in the order of {@link FEATURES}: told by its types and by every instruction, since
 * target_features may be missing, or say what rustc was allowed and not what it did. Of a feature that code uses the first
 * function is told.
 * @throws ShipError with the offset where the code is malformed
 */
export function usedFeatures(module: CoreModule): readonly Use[] {
  const found = new Map<Noted, Use>();
  const note = (feature: Noted | undefined, by: string, index?: number): void => {
    if (feature === undefined || found.has(feature)) return;
    const named = feature === 'throw' ? 'exception-handling' : feature;
    found.set(feature, { feature: named, by, function: index });
  };
  for (const one of module.functions) {
    const { locals, instructions } = readBody(module.bytes, one);
    for (const { type } of locals) note(ofType(type), `a local of type ${type}`, one.index);
    noteCode(instructions, module, (feature, by) => note(feature, by, one.index));
  }
  noteTypes(module, note);
  noteDefinitions(module, note);
  noteConstants(module, note);
  noteSegments(module, note);
  const thrown = found.get('throw');
  if (thrown !== undefined && !found.has('legacy-exceptions')) note('exception-handling', thrown.by, thrown.function);
  return FEATURES.flatMap((feature) => found.get(feature) ?? []);
}

type Note = (feature: Noted | undefined, by: string) => void;

/** Of plain opcodes and of those behind a prefix: from the first to the last. */
const RANGES: readonly (readonly [Noted, string, string?])[] = [
  ['legacy-exceptions', 'try', 'catch'],
  ['throw', 'throw'],
  ['legacy-exceptions', 'rethrow'],
  ['exception-handling', 'throw_ref'],
  ['tail-call', 'return_call', 'return_call_indirect'],
  ['function-references', 'call_ref', 'return_call_ref'],
  ['legacy-exceptions', 'delegate', 'catch_all'],
  ['exception-handling', 'try_table'],
  ['reference-types', 'table.get', 'table.set'],
  ['sign-ext', 'i32.extend8_s', 'i64.extend32_s'],
  ['reference-types', 'ref.null', 'ref.func'],
  ['gc', 'ref.eq'],
  ['function-references', 'ref.as_non_null', 'br_on_non_null'],
  ['stack-switching', 'cont.new', 'switch'],
  ['gc', 'struct.new', 'i31.get_u'],
  ['shared-everything', 'ref.i31_shared'],
  ['custom-descriptors', 'struct.new_desc', 'br_on_cast_desc_eq_fail'],
  ['strings', 'string.const', 'string.encode_lossy_utf8_array'],
  ['nontrapping-fptoint', 'i32.trunc_sat_f32_s', 'i64.trunc_sat_f64_u'],
  ['bulk-memory', 'memory.init', 'table.copy'],
  ['reference-types', 'table.grow', 'table.fill'],
  ['memory-control', 'memory.discard'],
  ['wide-arithmetic', 'i64.add128', 'i64.mul_wide_u'],
  ['fp16', 'f32.load_f16', 'f32.store_f16'],
  ['simd128', 'v128.load', 'f64x2.convert_low_i32x4_u'],
  ['relaxed-simd', 'i8x16.relaxed_swizzle', 'i32x4.relaxed_dot_i8x16_i7x16_add_s'],
  ['fp16', 'f16x8.splat', 'f16x8.nmadd'],
  ['atomics', 'memory.atomic.notify', 'atomic.fence'],
  ['relaxed-atomics', 'pause'],
  ['shared-everything', 'struct.wait', 'waitqueue.new'],
  ['atomics', 'i32.atomic.load', 'i64.atomic.rmw32.cmpxchg_u'],
  ['shared-everything', 'global.atomic.get', 'array.atomic.rmw.cmpxchg'],
];

const OF_CODE = new Map<number, Noted>();
for (const [feature, first, last = first] of RANGES)
  for (let code = opcode(first); code <= opcode(last); code++) OF_CODE.set(code, feature);
/** The same for opcodes of one byte, which most are: looked up for every instruction. */
const ONE_BYTE = Array.from({ length: 0x100 }, (_, code) => OF_CODE.get(code));
/** `select` with a type, which has the name of the one without. */
const TYPED_SELECT = 0x1c;
ONE_BYTE[TYPED_SELECT] = 'reference-types';

const BLOCKS = new Set(['block', 'loop', 'if', 'try', 'try_table'].map(opcode));

function noteCode(instructions: Instructions, { types }: Pick<CoreModule, 'types'>, note: Note): void {
  while (instructions.next()) {
    const { opcode: code } = instructions;
    const feature = code < 0x100 ? ONE_BYTE[code] : OF_CODE.get(code);
    if (feature !== undefined) note(feature, nameOf(code));
    if (instructions.access !== 0) noteAccess(instructions, note);
    if (!BLOCKS.has(code) || !isRare(instructions.bytes[instructions.immediates] ?? 0)) continue;
    const type = instructions.blockType();
    if (typeof type === 'string') note(ofType(type), `a block of type ${type}`);
    const of = typeof type === 'number' ? types[type] : undefined;
    if (of?.kind === 'function' && (of.params.length > 0 || of.results.length > 1))
      note('multivalue', 'a block with several values');
  }
}

/** What the flags of a load or store ask for besides. */
function noteAccess({ access, opcode: code }: Instructions, note: Note): void {
  if ((access & ORDERED) !== 0) note('relaxed-atomics', `${nameOf(code)} with an order`);
  if ((access & OF_ARRAY) !== 0) note('multibyte', `${nameOf(code)} of an array`);
}

/** Nothing, or one number, is what blocks nearly always give. */
function isRare(first: number): boolean {
  return first !== 0x40 && !(first >= 0x7c && first <= 0x7f);
}

const HEAPS: Readonly<Record<string, Feature>> = {
  ...{ any: 'gc', eq: 'gc', i31: 'gc', struct: 'gc', array: 'gc', none: 'gc', nofunc: 'gc', noextern: 'gc' },
  ...{ exn: 'exception-handling', noexn: 'exception-handling', cont: 'stack-switching', nocont: 'stack-switching' },
  ...{ string: 'strings', waitqueue: 'shared-everything', nowaitqueue: 'shared-everything' },
};

/** What a value of this type needs; undefined: nothing. */
function ofType(type: ValueType): Feature | undefined {
  if (/^[if](32|64)$|^i8$|^i16$/.test(type)) return undefined;
  if (type === 'v128') return 'simd128';
  if (type === 'funcref' || type === 'externref') return 'reference-types';
  if (type.includes('(shared ')) return 'shared-everything';
  if (type.includes('(exact ')) return 'custom-descriptors';
  const short = /^(?:null(\w+)|(\w+))ref$/.exec(type);
  if (short === null) {
    const heap = /^\(ref (?:null )?(\w+)\)$/.exec(type)?.[1] ?? '';
    return HEAPS[heap] ?? 'function-references';
  }
  const [, bottom, heap = ''] = short;
  return HEAPS[bottom === undefined ? heap : `no${bottom}`] ?? 'gc';
}

function noteTypes({ types }: CoreModule, note: Note): void {
  for (const type of types) {
    if (type.shared) note('shared-everything', 'a shared type');
    if (type.describes !== undefined || type.descriptor !== undefined) note('custom-descriptors', 'a descriptor');
    if (!type.final || type.supertypes.length > 0) note('gc', 'a type with subtypes');
    for (const value of valuesOf(type)) note(ofType(value), `a value of type ${value}`);
    if (type.kind === 'continuation') note('stack-switching', 'a type of continuations');
    else if (type.kind !== 'function') note('gc', `a type of a${type.kind === 'array' ? 'n' : ''} ${type.kind}`);
    else if (type.results.length > 1) note('multivalue', 'a function with several results');
  }
}

function valuesOf(type: Type): readonly ValueType[] {
  switch (type.kind) {
    case 'function':
      return [...type.params, ...type.results];
    case 'struct':
      return type.fields.map((field) => field.type);
    case 'array':
      return [type.field.type];
    case 'continuation':
      return [];
  }
}

/** Memories, tables, globals and tags, imported or not. */
function noteDefinitions(module: CoreModule, note: Note): void {
  const { imports, exports } = module;
  const memories = [
    ...imports.flatMap((one) => (one.kind === 'memory' ? [one.type] : [])),
    ...typesOf(module.memories),
  ];
  const tables = [...imports.flatMap((one) => (one.kind === 'table' ? [one.type] : [])), ...typesOf(module.tables)];
  const imported = imports.flatMap((one) => (one.kind === 'global' ? [one.type] : []));
  const globals = [...imported, ...typesOf(module.globals)];
  if (memories.length > 1) note('multi-memory', `${memories.length} memories`);
  for (const memory of memories) {
    if (memory.shared) note('shared-memory', 'a shared memory');
    if (memory.pageSize !== 16) note('custom-page-sizes', `pages of ${2 ** memory.pageSize} B`);
    noteAddress(memory, 'memory', note);
  }
  if (tables.length > 1) note('reference-types', `${tables.length} tables`);
  for (const table of tables) {
    if (table.type !== 'funcref') note(ofType(table.type), `a table of ${table.type}`);
    if (table.shared) note('shared-everything', 'a shared table');
    noteAddress(table, 'table', note);
  }
  for (const { type, shared } of globals) {
    note(ofType(type), `a global of type ${type}`);
    if (shared) note('shared-everything', 'a shared global');
  }
  const outside = exports.flatMap(({ kind, index }) => (kind === 'global' ? (globals[index] ?? []) : []));
  if ([...imported, ...outside].some(({ mutable }) => mutable))
    note('mutable-globals', 'a mutable global that the host sees');
  if (module.compactImports) note('compact-imports', 'imports of one module together');
  if (imports.some((one) => one.kind === 'function' && one.exact)) note('custom-descriptors', 'an exact import');
  if (module.tags.length > 0 || imports.some(({ kind }) => kind === 'tag')) note('throw', 'a tag');
}

function typesOf<T>(of: readonly { readonly type: T }[]): readonly T[] {
  return of.map(({ type }) => type);
}

function noteAddress({ address }: Limits, what: string, note: Note): void {
  if (address === 'i64') note('memory64', `a ${what} with addresses of 64 bits`);
}

/** What a constant may have been made of in WebAssembly 1.0, and what an instruction of a feature of its own is noted for. */
const PLAIN = new Set(['i32.const', 'i64.const', 'f32.const', 'f64.const', 'global.get', 'end'].map(opcode));

function noteConstants(module: CoreModule, note: Note): void {
  const { bytes } = module;
  for (const { start, end } of module.globals) {
    const cursor = new Cursor(bytes, start, end);
    readGlobalType(cursor);
    noteConstant(cursor, note);
  }
  for (const { start, end } of module.data) {
    const cursor = new Cursor(bytes, start, end);
    const flags = cursor.u32();
    if (flags === 2) cursor.u32();
    if (flags !== 1) noteConstant(cursor, note);
  }
  for (const { start, end } of module.elements) noteElements(new Cursor(bytes, start, end), note);
}

/** The bits of its flags: not active · has a table or is declared · its elements are expressions. */
function noteElements(cursor: Cursor, note: Note): void {
  const flags = cursor.u32();
  if ((flags & 1) === 0) {
    if ((flags & 2) !== 0) cursor.u32();
    noteConstant(cursor, note);
  }
  if ((flags & 4) === 0) return;
  if ((flags & 3) !== 0) readValueType(cursor);
  for (let left = cursor.count('elements'); left > 0; left--) noteConstant(cursor, note);
}

/** Reads one constant expression, and goes behind it. */
function noteConstant(cursor: Cursor, note: Note): void {
  const instructions = new Instructions(cursor.bytes, cursor.at, cursor.limit, false);
  while (instructions.next()) {
    const { opcode: code } = instructions;
    if (!PLAIN.has(code)) note(OF_CODE.get(code) ?? 'extended-const', `${nameOf(code)} in a constant`);
  }
  cursor.at = instructions.end;
}

function noteSegments({ data, elements, sections }: CoreModule, note: Note): void {
  if (data.some(({ memory }) => memory === undefined)) note('bulk-memory', 'data that code puts into place');
  if (sections.some(({ id }) => id === 12)) note('bulk-memory', 'the number of data segments');
  if (sections.some(({ id }) => id === STRINGS)) note('strings', 'the texts of strings');
  for (const { table, type } of elements) {
    if (table === undefined) note('bulk-memory', 'elements that code puts into place');
    if (type !== 'funcref') note(ofType(type), `elements of type ${type}`);
  }
}
