import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const MOST = 2 ** 20;
const LONGEST_MS = 60_000;

/** Of modules that do nothing. */
const AROUND = new Map<string, number>();

/**
 * What wasmtime takes in fuel for one call of a module's export `f`, its start function included: the least with which it
 * ends. wasmtime looks at what is left at the start of functions and loops alone: so an empty function is called behind it.
 * What that takes, and what wasmtime puts around a start function, is found with an empty module and taken off.
 * @param guess looked at first: a number that is right takes two runs
 */
export function fuelOf(wasmtime: string, text: string, argument: number, guess: number, folder: string): number {
  const result = /\(export "f"\) \(param [^)]*\) \(result/.test(text) ? 'drop' : '';
  const started = text.includes('(start');
  const module = text.replace('(export "f")', '$f (export "f")').replace('$named $f', '$f');
  const nothing = started ? '(module (start $empty))' : '(module)';
  const around = AROUND.get(nothing) ?? leastFuel(wasmtime, withProbe(nothing, ''), 4, folder);
  AROUND.set(nothing, around);
  const taken = around + (started ? 1 : 2); // the constant and the call, less the empty start function's own entry
  const code = `i32.const ${argument} call $f ${result}`;
  return leastFuel(wasmtime, withProbe(module, code), guess + taken, folder) - taken;
}

function withProbe(module: string, code: string): string {
  return `${module.slice(0, -1)} (func $empty) (func (export "probe") ${code} call $empty))`;
}

function leastFuel(wasmtime: string, text: string, guess: number, folder: string): number {
  const [source, file] = [path.join(folder, 'fuel.wat'), path.join(folder, 'fuel.wasm')];
  writeFileSync(source, text);
  execFileSync('wasm-tools', ['parse', source, '-o', file]);
  const ends = (fuel: number): boolean => {
    const args = ['run', '-W', `all-proposals,fuel=${fuel}`, '--invoke', 'probe', file];
    return spawnSync(wasmtime, args, { stdio: 'ignore', timeout: LONGEST_MS }).status === 0;
  };
  let [low, high] = ends(guess) ? [0, guess] : [guess, MOST];
  if (high === guess && !ends(guess - 1)) return guess;
  if (!ends(high)) throw new Error(`wasmtime does not end: ${text}`);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ends(middle)) high = middle;
    else low = middle;
  }
  return high;
}
