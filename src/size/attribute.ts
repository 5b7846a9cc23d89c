import { coreModules, readLayers } from '../wasm/component.ts';
import type { Span } from '../wasm/cursor.ts';
import { type CoreModule, readModule } from '../wasm/module.ts';
import { functionName } from './function-name.ts';

/**
 * Where bytes belong that are of no crate: of no name that tells one, data, and what holds the module together. In brackets,
 * as no crate's name can be: there are crates called `data` and `unknown`.
 */
export const UNKNOWN = '(unknown)';
export const DATA = '(data)';
export const STRUCTURE = '(structure)';

export interface Row {
  readonly name: string;
  readonly bytes: number;
}

export interface FunctionRow extends Row {
  readonly crate: string;
  /** Functions of the module that are instances of it. */
  readonly instances: number;
}

/**
 * Where the bytes of a module go. Each byte is in exactly one of `functions`, `data` and `structure`; `crates` and
 * `sections` are two other ways to share out all of them. Each list: the largest first.
 */
export interface Attribution {
  readonly bytes: number;
  readonly functions: readonly FunctionRow[];
  readonly data: readonly Row[];
  readonly structure: readonly Row[];
  readonly crates: readonly Row[];
  readonly sections: readonly Row[];
}

/** WebAssembly core specification 3.0, §5.5.2. */
const SECTIONS = [
  ...['custom', 'types', 'imports', 'functions', 'tables', 'memories', 'globals', 'exports', 'start', 'elements'],
  ...['code', 'data', 'data count', 'tags', 'strings'],
];

/**
 * Shares out the bytes of a module, or of a component and the modules in it.
 * @param named a build of the same code that has its names: of a module in which the code is another, nothing is believed,
 * and its functions are of `unknown`, as they are where there is none
 * @throws ShipError where one of them is malformed
 */
export function attribute(bytes: Uint8Array, named: Uint8Array | undefined): Attribution {
  const modules = coreModules(readLayers(bytes)).map((span) => ({ span, module: readModule(bytes, span) }));
  const others = named === undefined ? [] : coreModules(readLayers(named)).map((span) => readModule(named, span));
  const functions = new Map<string, FunctionRow>();
  const parts = { data: [] as Row[], structure: [] as Row[], sections: [] as Row[] };
  for (const [i, { span, module }] of modules.entries()) {
    const other = others[i];
    const names = other !== undefined && isSameCode(module, other) ? other.names : module.names;
    addFunctions(module, names, functions);
    for (const one of module.data) parts.data.push({ name: dataName(names.data.get(one.index)), bytes: length(one) });
    for (const one of sectionRows(module, span)) {
      parts.sections.push(one);
      parts.structure.push(one);
    }
    parts.structure.push({ name: 'code', bytes: -total(module.functions.map(row)) });
    parts.structure.push({ name: 'data', bytes: -total(module.data.map(row)) });
  }
  const around = { name: 'component', bytes: bytes.length - total(modules.map(({ span }) => row(span))) };
  const data = summed(parts.data);
  const structure = summed([...parts.structure, around]);
  const rows = [...functions.values()].toSorted(larger);
  const crates = summed([
    ...rows.map(({ crate, bytes: of }) => ({ name: crate, bytes: of })),
    { name: DATA, bytes: total(data) },
    { name: STRUCTURE, bytes: total(structure) },
  ]);
  const sections = summed([...parts.sections, around]);
  return { bytes: bytes.length, functions: rows, data, structure, crates, sections };
}

function addFunctions(module: CoreModule, names: CoreModule['names'], rows: Map<string, FunctionRow>): void {
  for (const one of module.functions) {
    const name = names.functions.get(one.index);
    const { path, crate = UNKNOWN } = name === undefined ? { path: UNKNOWN } : functionName(name);
    const key = `${crate} ${path}`;
    const known = rows.get(key) ?? { name: path, crate, bytes: 0, instances: 0 };
    rows.set(key, { ...known, bytes: known.bytes + length(one), instances: known.instances + 1 });
  }
}

/** Names of other code would be believed wrongly: index and bytes of every function have to be the same. */
export function isSameCode(a: CoreModule, b: CoreModule): boolean {
  return (
    a.functions.length === b.functions.length &&
    a.functions.every((one, i) => {
      const other = b.functions[i];
      if (other === undefined || other.index !== one.index || length(other) !== length(one)) return false;
      return Buffer.compare(a.bytes.subarray(one.start, one.end), b.bytes.subarray(other.start, other.end)) === 0;
    })
  );
}

function sectionRows(module: CoreModule, span: Span): readonly Row[] {
  const sections = module.sections.map((section) => ({ name: sectionName(section), bytes: length(section) }));
  return [{ name: 'header', bytes: length(span) - total(sections) }, ...sections];
}

function row(span: Span): { readonly bytes: number } {
  return { bytes: length(span) };
}

/** Rows of one name as one, the largest first. */
function summed(rows: readonly Row[]): readonly Row[] {
  const sums = new Map<string, number>();
  for (const { name, bytes } of rows) sums.set(name, (sums.get(name) ?? 0) + bytes);
  return [...sums].flatMap(([name, bytes]) => (bytes === 0 ? [] : [{ name, bytes }])).sort(larger);
}

function larger(a: Row, b: Row): number {
  return b.bytes - a.bytes || (a.name < b.name ? -1 : 1);
}

export function total(rows: readonly { readonly bytes: number }[]): number {
  return rows.reduce((sum, { bytes }) => sum + bytes, 0);
}

function length({ start, end }: Span): number {
  return end - start;
}

/** Segments of one name that a linker or wasm-opt has cut apart have numbers behind it. */
function dataName(name: string | undefined): string {
  return name === undefined ? UNKNOWN : name.replace(/(?<=^\.\w+)\.\d+$/, '');
}

function sectionName({ id, name }: CoreModule['sections'][number]): string {
  return name === undefined ? (SECTIONS[id] ?? `section ${id}`) : `custom ${name}`;
}
