import { messageOf } from '../error.ts';
import { Cursor, malformed, type Span } from './cursor.ts';
import type { Section } from './sections.ts';

type NameMap = ReadonlyMap<number, string>;

/** What a module's name section says: core specification 3.0, appendix "Name Section"; by index, imported ones counted. */
export interface Names {
  readonly module: string | undefined;
  readonly functions: NameMap;
  /** Of each function's locals. */
  readonly locals: ReadonlyMap<number, NameMap>;
  readonly types: NameMap;
  readonly tables: NameMap;
  readonly memories: NameMap;
  readonly globals: NameMap;
  readonly elements: NameMap;
  readonly data: NameMap;
  readonly tags: NameMap;
  /** Where each part stands, with its id and size. */
  readonly parts: readonly (Span & { readonly id: number })[];
}

const NONE: NameMap = new Map();
const EMPTY: Names = {
  ...{ module: undefined, functions: NONE, locals: new Map(), types: NONE, tables: NONE, memories: NONE },
  ...{ globals: NONE, elements: NONE, data: NONE, tags: NONE, parts: [] },
};
const MODULE = 0;
const LOCALS = 2;
/** The parts that name things by their index, by id. Labels (3) and fields (10) are left out: nobody asks for them. */
const MAPS: ReadonlyMap<number, Exclude<keyof Names, 'module' | 'locals' | 'parts'>> = new Map([
  [1, 'functions'],
  [4, 'types'],
  [5, 'tables'],
  [6, 'memories'],
  [7, 'globals'],
  [8, 'elements'],
  [9, 'data'],
  [11, 'tags'],
]);

/**
 * The names of a module. What is read up to a malformed part counts, the rest is left out and a note says so: engines
 * take such a module, and tools write names that are cut off or no UTF-8.
 */
export function readNames(bytes: Uint8Array, section: Section | undefined, notes: string[]): Names {
  if (section === undefined) return EMPTY;
  const names: { -readonly [K in keyof Names]: Names[K] } = { ...EMPTY };
  const parts: (Span & { readonly id: number })[] = [];
  const cursor = new Cursor(bytes, section.content, section.end);
  try {
    while (cursor.left > 0) {
      const start = cursor.at;
      const id = cursor.byte();
      const content = cursor.skip(cursor.u32());
      parts.push({ id, start, end: cursor.at });
      readPart(new Cursor(bytes, content, cursor.at), id, names);
    }
  } catch (error) {
    notes.push(`The section name is not read to its end. ${messageOf(error)}`);
  }
  return { ...names, parts };
}

function readPart(cursor: Cursor, id: number, into: { -readonly [K in keyof Names]: Names[K] }): void {
  const key = MAPS.get(id);
  if (id === MODULE) into.module = cursor.name();
  else if (id === LOCALS) into.locals = readMap(cursor, () => readMap(cursor, () => cursor.name()));
  else if (key !== undefined) into[key] = readMap(cursor, () => cursor.name());
  else return;
  if (cursor.left > 0) throw malformed(cursor.at, `${cursor.left} bytes too many`);
}

/** As many as engines take functions: no module has more of one kind that has names. */
const MOST = 1_000_000;

function readMap<T>(cursor: Cursor, read: () => T): ReadonlyMap<number, T> {
  const map = new Map<number, T>();
  for (let left = cursor.count('names', MOST); left > 0; left--) {
    const index = cursor.u32();
    map.set(index, read());
  }
  return map;
}
