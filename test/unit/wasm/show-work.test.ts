import { expect, test } from 'vitest';
import { countWork, readWork, WORK } from '../../../src/wasm/count-work.ts';
import { showWork } from '../../../src/wasm/show-work.ts';
import { compiles } from '../../../src/wasm/validate.ts';
import { fixture } from '../fixture.ts';
import { instance } from './instance.ts';
import { WORK_MODULES } from './work-modules.ts';

type Exports = Readonly<Record<string, unknown>>;

/** What the functions of a copy give; 0 left out. */
function shown(exports: Exports): ReadonlyMap<number, bigint> {
  const counters = Object.entries(exports).filter(([name]) => name.startsWith(WORK));
  const values = counters.map(
    ([name, read]) => [Number(name.slice(WORK.length + 1)), (read as () => bigint)()] as const,
  );
  return new Map(values.filter(([, value]) => value > 0n));
}

test('each counter is a function that gives what its global would', () => {
  const called = WORK_MODULES.filter(({ text }) => !text.startsWith('(the') && !text.includes('(import')).slice(0, 20);
  expect(called.length).toBeGreaterThan(9);
  for (const { what, hex, calls } of called) {
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
    const [plain, copy] = [instance(countWork(bytes, 'each')), instance(showWork(bytes))];
    for (const { argument } of calls.filter((one) => one.traps !== true)) {
      for (const exports of [plain, copy]) (exports.f as (argument: number) => unknown)(argument);
      expect(shown(copy), what).toEqual(readWork(plain).functions);
    }
  }
});

test('a module of rustc is valid with them; one without functions stays as it is', () => {
  expect(compiles(showWork(fixture('rustc-1.97.1-twice.wasm')))).toBe(true);
  const nothing = Uint8Array.from(Buffer.from('0061736d01000000', 'hex'));
  expect(compiles(showWork(nothing))).toBe(true);
  expect(shown(instance(showWork(nothing)))).toEqual(new Map());
});
