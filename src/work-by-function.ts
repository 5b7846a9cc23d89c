import type { FunctionWork } from './latency/work.ts';
import { isSameCode, UNKNOWN } from './size/attribute.ts';
import { functionName } from './size/function-name.ts';
import { coreModules, readLayers } from './wasm/component.ts';
import { type CoreModule, readModule } from './wasm/module.ts';
import { isComponent } from './wasm/sections.ts';
import { answering } from './wasm/tell-work.ts';

/**
 * Names what the counters of a copy say (`readWork`), the most work first. Functions of one name (instances of a generic
 * one) are one, those without are `unknown`.
 * @param shipped the module that the copy was made of; of a component the core module that answers is meant
 * @param named a build of the same code that has its names; of other code none is believed
 */
export function workByFunction(
  counts: ReadonlyMap<number, bigint>,
  shipped: Uint8Array,
  named: Uint8Array | undefined,
): readonly FunctionWork[] {
  const place = placeIn(shipped);
  const module = coreModule(shipped, place);
  const other = named === undefined ? undefined : coreModule(named, place);
  const names = module !== undefined && other !== undefined && isSameCode(module, other) ? other.names : module?.names;
  const rows = new Map<string, FunctionWork>();
  for (const [index, count] of counts) {
    const name = names?.functions.get(index);
    const { path, crate = UNKNOWN } = name === undefined ? { path: UNKNOWN } : functionName(name);
    const key = `${crate} ${path}`;
    rows.set(key, { name: path, crate, work: (rows.get(key)?.work ?? 0) + Number(count) });
  }
  return [...rows.values()].toSorted((a, b) => b.work - a.work || (a.name < b.name ? -1 : 1));
}

/** Which of its core modules was counted. */
function placeIn(shipped: Uint8Array): number {
  const found = isComponent(shipped) ? answering(shipped) : { place: 0 };
  return 'place' in found ? found.place : 0;
}

function coreModule(bytes: Uint8Array, place: number): CoreModule | undefined {
  const span = coreModules(readLayers(bytes))[place];
  return span === undefined ? undefined : readModule(bytes, span);
}
