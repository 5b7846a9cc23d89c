import type { FunctionWork } from './latency/work.ts';
import { isSameCode, UNKNOWN } from './size/attribute.ts';
import { functionName } from './size/function-name.ts';
import { readModule } from './wasm/module.ts';

/**
 * Names what the counters of a copy say (`readWork`), the most work first. Functions of one name (instances of a generic
 * one) are one, those without are `unknown`.
 * @param shipped the core module that the copy was made of
 * @param named a build of the same code that has its names; of other code none is believed
 */
export function workByFunction(
  counts: ReadonlyMap<number, bigint>,
  shipped: Uint8Array,
  named: Uint8Array | undefined,
): readonly FunctionWork[] {
  const module = readModule(shipped);
  const other = named === undefined ? undefined : readModule(named);
  const { names } = other !== undefined && isSameCode(module, other) ? other : module;
  const rows = new Map<string, FunctionWork>();
  for (const [index, count] of counts) {
    const name = names.functions.get(index);
    const { path, crate = UNKNOWN } = name === undefined ? { path: UNKNOWN } : functionName(name);
    const key = `${crate} ${path}`;
    rows.set(key, { name: path, crate, work: (rows.get(key)?.work ?? 0) + Number(count) });
  }
  return [...rows.values()].toSorted((a, b) => b.work - a.work || (a.name < b.name ? -1 : 1));
}
