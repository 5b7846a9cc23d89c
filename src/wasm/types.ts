import { type Cursor, malformed, type Span } from './cursor.ts';

/** A type of values as the text format writes it: `i32`, `funcref`, `(ref null 5)`. */
export type ValueType = string;

/** A field of a struct or an array: its type may be packed (`i8`, `i16`). */
export interface Field {
  readonly type: ValueType;
  readonly mutable: boolean;
}

/** A type of the module: WebAssembly core specification 3.0, §5.3.12 to §5.3.14; continuations: stack switching. */
export type Type = Span & {
  readonly final: boolean;
  readonly supertypes: readonly number[];
  readonly shared: boolean;
  /** Of custom descriptors: the type that values of this one describe, and the type that describes values of this one. */
  readonly describes: number | undefined;
  readonly descriptor: number | undefined;
} & (
    | { readonly kind: 'function'; readonly params: readonly ValueType[]; readonly results: readonly ValueType[] }
    | { readonly kind: 'struct'; readonly fields: readonly Field[] }
    | { readonly kind: 'array'; readonly field: Field }
    | { readonly kind: 'continuation'; readonly type: number }
  );

export interface Limits {
  readonly minimum: bigint;
  readonly maximum: bigint | undefined;
  /** Type of its addresses. */
  readonly address: 'i32' | 'i64';
  readonly shared: boolean;
}

export interface MemoryType extends Limits {
  /** A page has two to the power of this bytes (proposal custom-page-sizes); else 16. */
  readonly pageSize: number;
}

export interface TableType extends Limits {
  readonly type: ValueType;
}

export interface GlobalType {
  readonly type: ValueType;
  readonly mutable: boolean;
  readonly shared: boolean;
}

/** Most that engines take: WebAssembly JavaScript Interface, "Implementation-defined Limits", of 2026-11-26. */
const MOST = { params: 1000, results: 1000, fields: 10_000, types: 1_000_000 } as const;

/** Codes of the number, vector and packed types. */
const NUMBERS: Readonly<Record<number, string>> = { 127: 'i32', 126: 'i64', 125: 'f32', 124: 'f64', 123: 'v128' };
const PACKED: Readonly<Record<number, string>> = { 120: 'i8', 119: 'i16' };
/**
 * Codes of the abstract heap types; `nocont` and `cont` are of stack switching, `string` of string references, wait queues
 * of shared-everything threads.
 */
const HEAP: Readonly<Record<number, string>> = {
  ...{ 117: 'nocont', 116: 'noexn', 115: 'nofunc', 114: 'noextern', 113: 'none', 112: 'func', 111: 'extern' },
  ...{ 110: 'any', 109: 'eq', 108: 'i31', 107: 'struct', 106: 'array', 105: 'exn', 104: 'cont' },
  ...{ 103: 'string', 92: 'waitqueue', 91: 'nowaitqueue' },
};
/** The short names of references that may be null: `none` has another one than the rest. */
const SHORT: Readonly<Record<string, string>> = {
  ...{ none: 'nullref', nofunc: 'nullfuncref', noextern: 'nullexternref', noexn: 'nullexnref', nocont: 'nullcontref' },
  nowaitqueue: 'nullwaitqueueref',
};

const SHARED = 0x65;
const REF = 0x64;
const REF_NULL = 0x63;
const EXACT = 0x62;
const DESCRIBES = 0x4c;
const DESCRIPTOR = 0x4d;
const ONE_BYTE: readonly (string | undefined)[] = Array.from({ length: 0x80 }, (_, code) => {
  const heap = HEAP[code];
  return NUMBERS[code] ?? (heap === undefined ? undefined : (SHORT[heap] ?? `${heap}ref`));
});

/** Whether a value type may begin with this byte. */
export function beginsValueType(byte: number): boolean {
  return byte === REF || byte === REF_NULL || byte === SHARED || ONE_BYTE[byte] !== undefined;
}

export function readValueType(cursor: Cursor): ValueType {
  const start = cursor.at;
  const code = cursor.byte();
  const known = ONE_BYTE[code];
  if (known !== undefined) return known;
  if (code === REF) return `(ref ${readHeapType(cursor)})`;
  if (code === REF_NULL) return `(ref null ${readHeapType(cursor)})`;
  if (code === SHARED) return `(ref null ${readShared(cursor)})`;
  throw malformed(start, `unknown type 0x${code.toString(16)}`);
}

/** What stands behind `shared`: one of the abstract heap types. */
function readShared(cursor: Cursor): string {
  const start = cursor.at;
  const known = HEAP[cursor.byte()];
  if (known === undefined) throw malformed(start, 'unknown shared heap type');
  return `(shared ${known})`;
}

/** A heap type: a name, or the index of a type; `(shared any)`, `(exact 5)`. */
export function readHeapType(cursor: Cursor): string {
  const start = cursor.at;
  const known = HEAP[cursor.peek()];
  if (known !== undefined) {
    cursor.at++;
    return known;
  }
  if (cursor.peek() === SHARED || cursor.peek() === EXACT)
    return cursor.byte() === SHARED ? readShared(cursor) : `(exact ${cursor.u32()})`;
  const index = cursor.s33();
  if (index < 0) throw malformed(start, 'unknown heap type');
  return String(index);
}

function readValueTypes(cursor: Cursor, what: string, most: number): readonly ValueType[] {
  const types: ValueType[] = [];
  for (let left = cursor.count(what, most); left > 0; left--) types.push(readValueType(cursor));
  return types;
}

/** One entry of the type section: a type, or a group of types that may refer to one another. */
export function readTypeGroup(cursor: Cursor, into: Type[]): void {
  if (cursor.peek() !== 0x4e) {
    into.push(readType(cursor));
    return;
  }
  cursor.byte();
  for (let left = cursor.count('types of a group', MOST.types); left > 0; left--) into.push(readType(cursor));
}

function readType(cursor: Cursor): Type {
  const start = cursor.at;
  const form = cursor.peek();
  const supertypes: number[] = [];
  if (form === 0x50 || form === 0x4f) {
    cursor.byte();
    for (let left = cursor.count('supertypes', 1); left > 0; left--) supertypes.push(cursor.u32());
  }
  const shared = cursor.peek() === SHARED;
  if (shared) cursor.byte();
  const describes = readOther(cursor, DESCRIBES);
  const descriptor = readOther(cursor, DESCRIPTOR);
  const composite = readComposite(cursor);
  return { start, end: cursor.at, final: form !== 0x50, supertypes, shared, describes, descriptor, ...composite };
}

/** The index of a type that stands behind this byte, if it is the next one. */
function readOther(cursor: Cursor, form: number): number | undefined {
  if (cursor.peek() !== form) return undefined;
  cursor.byte();
  return cursor.u32();
}

function readComposite(cursor: Cursor) {
  const start = cursor.at;
  const form = cursor.byte();
  switch (form) {
    case 0x60:
      return {
        kind: 'function',
        params: readValueTypes(cursor, 'parameters', MOST.params),
        results: readValueTypes(cursor, 'results', MOST.results),
      } as const;
    case 0x5f: {
      const fields: Field[] = [];
      for (let left = cursor.count('fields', MOST.fields); left > 0; left--) fields.push(readField(cursor));
      return { kind: 'struct', fields } as const;
    }
    case 0x5e:
      return { kind: 'array', field: readField(cursor) } as const;
    case 0x5d: {
      const type = cursor.s33();
      if (type < 0) throw malformed(start + 1, 'a continuation of no type');
      return { kind: 'continuation', type } as const;
    }
    default:
      throw malformed(start, `unknown form of a type 0x${form.toString(16)}`);
  }
}

function readField(cursor: Cursor): Field {
  const packed = PACKED[cursor.peek()];
  if (packed !== undefined) cursor.byte();
  const type = packed ?? readValueType(cursor);
  return { type, mutable: flags(cursor, 1, 'a field') === 1 };
}

/** A byte of flags, of which only these are known. */
function flags(cursor: Cursor, known: number, what: string): number {
  const start = cursor.at;
  const value = cursor.byte();
  if ((value & ~known) !== 0) throw malformed(start, `${what} has unknown flags 0x${value.toString(16)}`);
  return value;
}

export function readGlobalType(cursor: Cursor): GlobalType {
  const type = readValueType(cursor);
  const value = flags(cursor, 3, 'a global');
  return { type, mutable: (value & 1) !== 0, shared: (value & 2) !== 0 };
}

export function readTableType(cursor: Cursor): TableType {
  const type = readValueType(cursor);
  return { type, ...limits(cursor, flags(cursor, 7, 'a table')) };
}

export function readMemoryType(cursor: Cursor): MemoryType {
  const value = flags(cursor, 15, 'a memory');
  const bounds = limits(cursor, value);
  const at = cursor.at;
  const pageSize = (value & 8) === 0 ? 16 : cursor.u32();
  if (pageSize > 16) throw malformed(at, `a memory with pages of 2^${pageSize} bytes`);
  return { ...bounds, pageSize };
}

function limits(cursor: Cursor, value: number): Limits {
  const wide = (value & 4) !== 0;
  const read = () => (wide ? cursor.u64() : BigInt(cursor.u32()));
  const minimum = read();
  const maximum = (value & 1) === 0 ? undefined : read();
  return { minimum, maximum, address: wide ? 'i64' : 'i32', shared: (value & 2) !== 0 };
}

/** The type of a tag, which is a function's. */
export function readTagType(cursor: Cursor): number {
  flags(cursor, 0, 'a tag');
  return cursor.u32();
}
