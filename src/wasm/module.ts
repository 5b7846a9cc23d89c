import { messageOf } from '../error.ts';
import { Cursor, malformed, type Span } from './cursor.ts';
import { readConstant } from './instructions.ts';
import { type Names, readNames } from './names.ts';
import { type Producer, readProducers } from './producers.ts';
import { moduleSections, readFeatures, type Section, STRINGS } from './sections.ts';
import {
  type GlobalType,
  type MemoryType,
  readGlobalType,
  readMemoryType,
  readTableType,
  readTagType,
  readTypeGroup,
  readValueType,
  type TableType,
  type Type,
  type ValueType,
} from './types.ts';

/** What is imported and exported. */
export type Kind = 'function' | 'table' | 'memory' | 'global' | 'tag';

/** Something the host gives; a function's or a tag's type is an index of the types. */
export type Import = Span & {
  readonly module: string;
  readonly name: string;
} /** `exact`: a function of just this type, not of a subtype (custom descriptors). */ & (
    | { readonly kind: 'function'; readonly type: number; readonly exact: boolean }
    | { readonly kind: 'tag'; readonly type: number }
    | { readonly kind: 'table'; readonly type: TableType }
    | { readonly kind: 'memory'; readonly type: MemoryType }
    | { readonly kind: 'global'; readonly type: GlobalType }
  );

/** Something the host gets. */
export interface Export extends Span {
  readonly name: string;
  readonly kind: Kind;
  readonly index: number;
}

/** A function with code. It starts where the size of its code stands. */
export interface WasmFunction extends Span {
  /** Of the function index space: imported ones are counted. */
  readonly index: number;
  readonly type: number;
  /** Where its locals and then its instructions begin, after its size. */
  readonly body: number;
}

/** Something else that the module has; imported ones of its kind are counted in the index. */
export interface Definition<T> extends Span {
  readonly index: number;
  readonly type: T;
}

export interface ElementSegment extends Span {
  readonly index: number;
  /** The table that it fills; a passive or declared segment has none. */
  readonly table: number | undefined;
  readonly offset: bigint | undefined;
  readonly type: ValueType;
  readonly count: number;
  /** The functions among its elements, in order; elements that are other expressions are left out. */
  readonly functions: readonly number[];
}

export interface DataSegment extends Span {
  readonly index: number;
  /** The memory that it fills; a passive segment has none. */
  readonly memory: number | undefined;
  /** Where in the memory, if that is one constant number. */
  readonly offset: bigint | undefined;
  /** Where its bytes begin; they go to its end. */
  readonly content: number;
}

/** A core module over its bytes, which are not copied. What is defined here has the index that imports are counted in. */
export interface CoreModule {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  readonly types: readonly Type[];
  readonly imports: readonly Import[];
  /** Whether imports of one module stand together, and its name once (compact import section). */
  readonly compactImports: boolean;
  readonly exports: readonly Export[];
  readonly functions: readonly WasmFunction[];
  readonly tables: readonly Definition<TableType>[];
  readonly memories: readonly Definition<MemoryType>[];
  readonly globals: readonly Definition<GlobalType>[];
  readonly tags: readonly Definition<number>[];
  /** The function that runs first. */
  readonly start: number | undefined;
  readonly elements: readonly ElementSegment[];
  readonly data: readonly DataSegment[];
  readonly names: Names;
  /** The features that target_features says are used, sorted. */
  readonly targetFeatures: readonly string[] | undefined;
  readonly producers: readonly Producer[];
  readonly customs: readonly Section[];
  /** What could not be read and is ignored, as engines do: custom sections. */
  readonly notes: readonly string[];
}

/** Ids of the sections in the order that they have to stand in: core specification 3.0, §5.5.17; 14: string references. */
export const ORDER: readonly number[] = [1, 2, 3, 4, 5, 13, STRINGS, 6, 7, 8, 9, 12, 10, 11];
const KINDS = ['function', 'table', 'memory', 'global', 'tag'] as const;
/** Kind of an imported function whose type is exact. */
const EXACT_FUNCTION = 0x20;
/** What stands where an import's kind would, of several imports of one module: each with its type, or all of one type. */
const EACH_TYPE = 0x7f;
const ONE_TYPE = 0x7e;

/** Most that engines take: WebAssembly JavaScript Interface, "Implementation-defined Limits", of 2026-11-26. */
export const MOST = {
  ...{ types: 1_000_000, functions: 1_000_000, imports: 1_000_000, exports: 1_000_000, globals: 1_000_000 },
  ...{ tags: 1_000_000, 'data segments': 100_000, tables: 100_000, memories: 100, 'element segments': 10_000_000 },
  ...{ elements: 10_000_000, strings: 1_000_000 },
  bytes: 7_654_321, // of one function
} as const;

/**
 * Reads a core module: `within` is where it stands in the bytes, if it is in a component. Code is not looked into: that is
 * for `readBody`. Types are not checked; an index that is none of the module's is refused.
 * @throws ShipError with the offset where it is malformed
 */
export function readModule(bytes: Uint8Array, within: Span = { start: 0, end: bytes.length }): CoreModule {
  const sections = moduleSections(bytes, within);
  checkOrder(sections);
  const reader = new Reader(bytes, sections);
  const types = reader.types();
  const { imports, compactImports } = reader.imports();
  const code = reader.code();
  const typesOf = reader.functionTypes();
  const firstFunction = counted(imports, 'function');
  if (typesOf.length !== code.length)
    throw malformed(within.end, `${typesOf.length} functions are declared, and ${code.length} have code`);
  const functions = code.map((span, i) => ({ ...span, index: firstFunction + i, type: typesOf[i] ?? 0 }));
  const module = {
    ...{ bytes, sections, types, imports, compactImports, functions },
    tables: reader.tables(counted(imports, 'table')),
    memories: reader.vector(5, 'memories', (cursor, i) => ({
      index: counted(imports, 'memory') + i,
      type: readMemoryType(cursor),
    })),
    tags: reader.vector(13, 'tags', (cursor, i) => ({ index: counted(imports, 'tag') + i, type: readTagType(cursor) })),
    globals: reader.globals(counted(imports, 'global')),
    exports: reader.exports(),
    start: reader.start(),
    elements: reader.elements(),
    data: reader.data(),
    ...readCustoms(bytes, sections),
  };
  reader.strings();
  checkIndices(module);
  return module;
}

function counted(imports: readonly Import[], kind: Kind): number {
  let count = 0;
  for (const imported of imports) if (imported.kind === kind) count++;
  return count;
}

function checkOrder(sections: readonly Section[]): void {
  let last = -1;
  for (const { id, start } of sections) {
    if (id === 0) continue;
    const place = ORDER.indexOf(id);
    if (place === -1) throw malformed(start, `unknown section ${id}`);
    if (place === last) throw malformed(start, `a second section ${id}`);
    if (place < last) throw malformed(start, `section ${id} stands after section ${ORDER[last]}`);
    last = place;
  }
}

/** Reads the sections of one module, each from its start to exactly its end. */
class Reader {
  private readonly bytes: Uint8Array;
  private readonly sections: readonly Section[];

  constructor(bytes: Uint8Array, sections: readonly Section[]) {
    this.bytes = bytes;
    this.sections = sections;
  }

  /** What a section has; `none` where there is no such section. */
  private section<T>(id: number, none: T, read: (cursor: Cursor) => T): T {
    const section = this.sections.find((candidate) => candidate.id === id);
    if (section === undefined) return none;
    const cursor = new Cursor(this.bytes, section.content, section.end);
    const value = read(cursor);
    if (cursor.left > 0) throw malformed(cursor.at, `section ${id} has ${cursor.left} bytes too many`);
    return value;
  }

  /** The items of a section that is a vector, each with its span. */
  vector<T>(id: number, what: keyof typeof MOST, read: (cursor: Cursor, i: number) => T): readonly (T & Span)[] {
    return this.section<readonly (T & Span)[]>(id, [], (cursor) => {
      const items: (T & Span)[] = [];
      const count = cursor.count(what, MOST[what]);
      for (let i = 0; i < count; i++) {
        const start = cursor.at;
        const item = read(cursor, i);
        items.push({ ...item, start, end: cursor.at });
      }
      return items;
    });
  }

  types(): readonly Type[] {
    return this.section<readonly Type[]>(1, [], (cursor) => {
      const types: Type[] = [];
      for (let left = cursor.count('types', MOST.types); left > 0; left--) {
        const start = cursor.at;
        readTypeGroup(cursor, types);
        if (types.length > MOST.types) throw malformed(start, `more than ${MOST.types} types`);
      }
      return types;
    });
  }

  imports(): Pick<CoreModule, 'imports' | 'compactImports'> {
    const none = { imports: [], compactImports: false };
    return this.section<Pick<CoreModule, 'imports' | 'compactImports'>>(2, none, (cursor) => {
      const imports: Import[] = [];
      let compactImports = false;
      for (let left = cursor.count('imports', MOST.imports); left > 0; left--) {
        const start = cursor.at;
        compactImports = readImports(cursor, imports) || compactImports;
        if (imports.length > MOST.imports) throw malformed(start, `more than ${MOST.imports} imports`);
      }
      return { imports, compactImports };
    });
  }

  /** The texts of string references. They are passed over: half a surrogate pair may stand in them, which is no UTF-8. */
  strings(): void {
    this.section(STRINGS, undefined, (cursor) => {
      const start = cursor.at;
      if (cursor.u32() !== 0) throw malformed(start, 'unknown form of strings');
      for (let left = cursor.count('strings', MOST.strings); left > 0; left--) cursor.skip(cursor.u32());
    });
  }

  functionTypes(): readonly number[] {
    return this.section<readonly number[]>(3, [], (cursor) => {
      const count = cursor.count('functions', MOST.functions);
      return Array.from({ length: count }, () => cursor.u32());
    });
  }

  /** Tables, with their first value where they have one. */
  tables(first: number): readonly Definition<TableType>[] {
    return this.vector(4, 'tables', (cursor, i) => {
      const withValue = cursor.peek() === 0x40;
      if (withValue && cursor.skip(2) >= 0 && this.bytes[cursor.at - 1] !== 0)
        throw malformed(cursor.at - 1, 'unknown form of a table');
      const type = readTableType(cursor);
      if (withValue) readConstant(cursor);
      return { index: first + i, type };
    });
  }

  globals(first: number): readonly Definition<GlobalType>[] {
    return this.vector(6, 'globals', (cursor, i) => {
      const type = readGlobalType(cursor);
      readConstant(cursor);
      return { index: first + i, type };
    });
  }

  exports(): readonly Export[] {
    return this.vector(7, 'exports', (cursor) => ({
      name: cursor.name(),
      kind: readKind(cursor),
      index: cursor.u32(),
    }));
  }

  start(): number | undefined {
    return this.section<number | undefined>(8, undefined, (cursor) => cursor.u32());
  }

  elements(): readonly ElementSegment[] {
    return this.vector(9, 'element segments', (cursor, index) => ({ index, ...readElements(cursor) }));
  }

  code(): readonly (Span & { readonly body: number })[] {
    return this.section<readonly (Span & { readonly body: number })[]>(10, [], (cursor) => {
      const spans: (Span & { readonly body: number })[] = [];
      for (let left = cursor.count('functions', MOST.functions); left > 0; left--) {
        const start = cursor.at;
        const size = cursor.u32();
        if (size > MOST.bytes) throw malformed(start, `a function of ${size} bytes, engines take ${MOST.bytes}`);
        const body = cursor.skip(size);
        spans.push({ start, end: cursor.at, body });
      }
      return spans;
    });
  }

  data(): readonly DataSegment[] {
    const announced = this.section<number | undefined>(12, undefined, (cursor) => cursor.u32());
    const segments = this.vector(11, 'data segments', (cursor, index) => ({ index, ...readData(cursor) }));
    if (announced !== undefined && announced !== segments.length)
      throw malformed(
        this.sections.find(({ id }) => id === 12)?.content ?? 0,
        `${announced} data segments are announced, and there are ${segments.length}`,
      );
    return segments;
  }
}

/** One entry of the import section: an import, or several of one module. @returns whether it is of several */
function readImports(cursor: Cursor, into: Import[]): boolean {
  const start = cursor.at;
  const module = cursor.name();
  const name = cursor.name();
  const form = name === '' ? cursor.peek() : undefined;
  if (form !== EACH_TYPE && form !== ONE_TYPE) {
    into.push({ module, name, ...readExternal(cursor), start, end: cursor.at });
    return false;
  }
  cursor.byte();
  const shared = form === ONE_TYPE ? readExternal(cursor) : undefined;
  for (let left = cursor.count('imports', MOST.imports); left > 0; left--) {
    const from = cursor.at;
    const one = { module, name: cursor.name(), ...(shared ?? readExternal(cursor)) };
    into.push({ ...one, start: from, end: cursor.at });
  }
  return true;
}

function readKind(cursor: Cursor): Kind {
  const start = cursor.at;
  const code = cursor.byte();
  const kind = KINDS[code];
  if (kind === undefined) throw malformed(start, `unknown kind ${code} of an import or export`);
  return kind;
}

function readExternal(cursor: Cursor) {
  if (cursor.peek() === EXACT_FUNCTION) {
    cursor.byte();
    return { kind: 'function', type: cursor.u32(), exact: true } as const;
  }
  const kind = readKind(cursor);
  switch (kind) {
    case 'function':
      return { kind, type: cursor.u32(), exact: false } as const;
    case 'tag':
      return { kind, type: readTagType(cursor) } as const;
    case 'table':
      return { kind, type: readTableType(cursor) } as const;
    case 'memory':
      return { kind, type: readMemoryType(cursor) } as const;
    case 'global':
      return { kind, type: readGlobalType(cursor) } as const;
  }
}

/** One element segment. The bits of its flags: not active · has a table or is declared · its elements are expressions. */
function readElements(cursor: Cursor): Omit<ElementSegment, 'index' | keyof Span> {
  const start = cursor.at;
  const flags = cursor.u32();
  if (flags > 7) throw malformed(start, `unknown form ${flags} of an element segment`);
  const active = (flags & 1) === 0;
  const table = active ? ((flags & 2) === 0 ? 0 : cursor.u32()) : undefined;
  const offset = active ? readConstant(cursor) : undefined;
  const expressions = (flags & 4) !== 0;
  const type = (flags & 3) === 0 ? 'funcref' : expressions ? readValueType(cursor) : readElementKind(cursor);
  const functions: number[] = [];
  const count = cursor.count('elements', MOST.elements);
  for (let left = count; left > 0; left--) {
    const index = expressions ? readElement(cursor) : cursor.u32();
    if (index !== undefined) functions.push(index);
  }
  return { table, offset, type, count, functions };
}

function readElementKind(cursor: Cursor): ValueType {
  const start = cursor.at;
  if (cursor.byte() !== 0) throw malformed(start, 'unknown kind of elements');
  return 'funcref';
}

/** An element that is an expression: the function that it names, if it is that alone. */
function readElement(cursor: Cursor): number | undefined {
  const start = cursor.at;
  const names = cursor.peek() === 0xd2; // ref.func
  readConstant(cursor);
  if (!names) return undefined;
  const name = new Cursor(cursor.bytes, start + 1, cursor.at);
  const index = name.u32();
  return name.left === 1 ? index : undefined;
}

function readData(cursor: Cursor): Omit<DataSegment, 'index' | keyof Span> {
  const start = cursor.at;
  const flags = cursor.u32();
  if (flags > 2) throw malformed(start, `unknown form ${flags} of a data segment`);
  const memory = flags === 1 ? undefined : flags === 2 ? cursor.u32() : 0;
  const offset = flags === 1 ? undefined : readConstant(cursor);
  const content = cursor.skip(cursor.u32());
  return { memory, offset, content };
}

/** What custom sections say. Of those that cannot be read a note is left: no engine looks into them. */
function readCustoms(bytes: Uint8Array, sections: readonly Section[]) {
  const customs = sections.filter(({ id }) => id === 0);
  const notes: string[] = [];
  const read = <T>(name: string, none: T, from: (section: Section) => T): T => {
    const section = customs.find((candidate) => candidate.name === name);
    if (section === undefined) return none;
    try {
      return from(section);
    } catch (error) {
      notes.push(`The section ${name} is ignored: ${messageOf(error)}`);
      return none;
    }
  };
  const names = readNames(
    bytes,
    customs.find(({ name }) => name === 'name'),
    notes,
  );
  const targetFeatures = read('target_features', undefined, (section) => readFeatures(bytes, section));
  const producers = read<readonly Producer[]>('producers', [], (section) => readProducers(bytes, section));
  return { customs, names, targetFeatures, producers, notes };
}

/** An index that is out of its space is refused here, so that nobody who looks it up has to. */
function checkIndices(module: Omit<CoreModule, 'notes'>): void {
  const { imports, types } = module;
  const size: Readonly<Record<Kind, number>> = {
    function: counted(imports, 'function') + module.functions.length,
    table: counted(imports, 'table') + module.tables.length,
    memory: counted(imports, 'memory') + module.memories.length,
    global: counted(imports, 'global') + module.globals.length,
    tag: counted(imports, 'tag') + module.tags.length,
  };
  const check = (index: number | undefined, count: number, what: string, at: number) => {
    if (index !== undefined && index >= count) throw malformed(at, `${what} ${index} of ${count}`);
  };
  for (const { kind, type, start } of imports)
    if (kind === 'function' || kind === 'tag') check(type, types.length, 'type', start);
  for (const { type, start } of module.functions) check(type, types.length, 'type', start);
  for (const { type, start } of module.tags) check(type, types.length, 'type', start);
  for (const { kind, index, start } of module.exports) check(index, size[kind], kind, start);
  check(module.start, size.function, 'function', module.sections.find(({ id }) => id === 8)?.content ?? 0);
  for (const { table, functions, start } of module.elements) {
    check(table, size.table, 'table', start);
    for (const index of functions) check(index, size.function, 'function', start);
  }
  for (const { memory, start } of module.data) check(memory, size.memory, 'memory', start);
}
