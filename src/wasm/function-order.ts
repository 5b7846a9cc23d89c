import { type CoreModule, readModule } from './module.ts';
import type { Names } from './names.ts';
import { HEADER, join, readSections, withCustomSection } from './sections.ts';
import { Writer } from './writer.ts';

/** An order of a module's functions. */
export interface FunctionOrder {
  /** What they are sorted by. */
  readonly by: string;
  /** The places of all functions that have code, each once. */
  readonly places: readonly number[];
}

/**
 * Orders of a module's functions in which it may compress better: what is alike stands together, and a compressor finds
 * it.
 */
export function functionOrders({ bytes, functions, names }: CoreModule): readonly FunctionOrder[] {
  const places = [...functions.keys()];
  const bodies = functions.map((one) => bytes.subarray(one.body, one.end));
  const length = (place: number): number => bodies[place]?.length ?? 0;
  const type = (place: number): number => functions[place]?.type ?? 0;
  const content = (a: number, b: number): number => Buffer.compare(bodies[a] ?? EMPTY, bodies[b] ?? EMPTY);
  const name = (place: number): string => names.functions.get(functions[place]?.index ?? -1) ?? '';
  const orders = [
    {
      by: 'type and length',
      places: places.toSorted((a, b) => type(a) - type(b) || length(a) - length(b) || content(a, b)),
    },
    { by: 'content', places: places.toSorted(content) },
  ];
  if (names.functions.size * 2 < functions.length) return orders;
  const byName = places.toSorted((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b))));
  return [...orders, { by: 'name', places: byName }];
}

const EMPTY = new Uint8Array();
const LABEL = /^f\d{7}$/;

/** The module with such names that functions sorted by them stand in that order. */
export function labelled(bytes: Uint8Array, order: readonly number[]): Uint8Array {
  const { functions } = readModule(bytes);
  const labels = new Map<number, string>();
  for (const [rank, place] of order.entries())
    labels.set(functions[place]?.index ?? -1, `f${String(rank).padStart(7, '0')}`);
  return withNames(bytes, labels, new Map());
}

/**
 * A module that was made of a labelled one, with the names that its functions had before, and those of data.
 * @param order by which it was labelled
 */
export function unlabelled(bytes: Uint8Array, before: CoreModule, order: readonly number[]): Uint8Array {
  const { names } = readModule(bytes);
  const own = new Set(before.functions.map(({ index }) => index));
  const known = new Map([...before.names.functions].filter(([index]) => !own.has(index))); // imports stay where they are
  for (const [index, label] of names.functions) {
    if (!LABEL.test(label)) continue;
    const place = order[Number(label.slice(1))] ?? -1;
    const name = before.names.functions.get(before.functions[place]?.index ?? -1);
    if (name !== undefined) known.set(index, name);
  }
  return withNames(bytes, known, before.names.data);
}

/** Parts of the name section: core specification 3.0, appendix "Name Section". */
const FUNCTIONS = 1;
const DATA = 9;

function withNames(bytes: Uint8Array, functions: Names['functions'], data: Names['data']): Uint8Array {
  const others = readSections(bytes).filter(({ name }) => name !== 'name');
  const module = join([bytes.subarray(0, HEADER), ...others.map(({ start, end }) => bytes.subarray(start, end))]);
  const parts = [part(FUNCTIONS, functions), part(DATA, data)].filter((one) => one.length > 0);
  return parts.length === 0 ? module : withCustomSection(module, 'name', join(parts));
}

function part(id: number, names: ReadonlyMap<number, string>): Uint8Array {
  if (names.size === 0) return EMPTY;
  const map = new Writer().unsigned(names.size);
  for (const [index, name] of [...names].toSorted(([a], [b]) => a - b)) map.unsigned(index).name(name);
  return new Writer().byte(id).unsigned(map.length).of(map).written().slice();
}
