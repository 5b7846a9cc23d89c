import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { countWork, readWork, since, WORK } from '../../../src/wasm/count-work.ts';
import { readModule } from '../../../src/wasm/module.ts';
import { readSections, sectionWith } from '../../../src/wasm/sections.ts';
import { compiles } from '../../../src/wasm/validate.ts';
import { Writer } from '../../../src/wasm/writer.ts';
import { fixture } from '../fixture.ts';
import { countEach, EACH } from './each-instruction.ts';
import { FEATURE_MODULES, bytesOf as featureBytes } from './feature-modules.ts';
import { instance } from './instance.ts';
import { randomCode } from './random-code.ts';
import { WORK_MODULES, type WorkModule } from './work-modules.ts';

setFlagsFromString('--experimental-wasm-exnref'); // off by default in Node 24

const HOST = { host: { g: 7, f: () => undefined } };
const bytesOf = ({ hex }: Pick<WorkModule, 'hex'>): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Calls `f`; whether it has trapped. */
function traps(exports: Readonly<Record<string, unknown>>, argument: number): boolean {
  try {
    (exports.f as (argument: number) => unknown)(argument);
    return false;
  } catch (error) {
    expect((error as Error).name).toBe('RuntimeError');
    return true;
  }
}

const calls = WORK_MODULES.flatMap((module) => module.calls.map((call) => ({ ...module, ...call })));

describe.each(['one', 'each'] as const)('counters: %s', (counters) => {
  it.each(calls)('$what: $text of $argument', (one) => {
    const exports = instance(countWork(bytesOf(one), counters), HOST);
    const before = readWork(exports);
    expect(Number(before.total)).toBe(one.start ?? 0);
    expect(traps(exports, one.argument)).toBe(one.traps ?? false);
    expect(Number(since(before, readWork(exports)).total)).toBe(one.work);
  });

  it.each(WORK_MODULES.filter((module) => module.calls.length === 0))('$what: $text', (module) => {
    const exports = instance(countWork(bytesOf(module), counters));
    expect(Number(readWork(exports).total)).toBe(module.start ?? 0);
  });

  it.each(FEATURE_MODULES.filter((one) => compiles(featureBytes(one))))(
    'a module that uses $uses stays valid',
    (one) => {
      expect(compiles(countWork(featureBytes(one), counters))).toBe(true);
    },
  );
});

test('by function: each has what it has executed itself, what it calls is not in it', () => {
  for (const module of WORK_MODULES.filter(({ functions }) => functions !== undefined)) {
    const exports = instance(countWork(bytesOf(module), 'each'), HOST);
    traps(exports, module.calls[0]?.argument ?? 0);
    const counts = [...readWork(exports).functions].map(([index, count]) => [index, Number(count)]);
    expect(counts, module.text).toEqual(module.functions);
  }
});

test('code of any shape: as many as when each instruction is counted alone, and it does the same', () => {
  fc.assert(
    fc.property(randomCode, fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }), (bytes, args) => {
      const [one, each, alone] = [
        instance(countWork(bytes)),
        instance(countWork(bytes, 'each')),
        instance(countEach(bytes)),
      ];
      for (const argument of args) for (const exports of [one, each, alone]) traps(exports, argument);
      const counted = (alone[EACH] as { readonly value: bigint }).value;
      expect([readWork(one).total, readWork(each).total]).toEqual([counted, counted]);
    }),
    { numRuns: 60 },
  );
});

test('indices, names and other sections stay; what tells of places in the code is left out', () => {
  const before = readModule(fixture('rustc-1.97.1-twice.wasm'));
  const after = readModule(countWork(before.bytes));
  expect(after.exports.map(({ name }) => name)).toEqual([...before.exports.map(({ name }) => name), WORK]);
  expect(after.exports.at(-1)).toMatchObject({ kind: 'global', index: before.globals.length });
  expect(after.names.functions).toEqual(before.names.functions);
  expect(after.names.globals).toEqual(before.names.globals);
  expect(after.targetFeatures).toEqual(before.targetFeatures);
  expect(after.producers).toEqual(before.producers);
  const named = WORK_MODULES.find(({ what }) => what.startsWith('names'));
  const sections = readSections(countWork(bytesOf(named ?? { hex: '' })));
  expect(sections.flatMap(({ name }) => name ?? [])).toEqual(['name', 'mine']);
  expect(sections.map(({ id }) => id)).toEqual([1, 3, 6, 7, 10, 0, 0]);
});

test('a module that counts already is refused', () => {
  const counting = countWork(fixture('rustc-1.97.1-twice.wasm'), 'each');
  expect(() => countWork(counting)).toThrow(ShipError);
  expect(() => countWork(counting)).toThrow(`counts its work already: it exports \`${WORK}_0\``);
});

test('a function that counters make too large is refused, with its index', () => {
  const ifs = Buffer.alloc(5 * 60, Uint8Array.of(0x41, 1, 0x04, 0x40, 0x0b));
  const constants = Buffer.alloc(19 * 402_840, Uint8Array.of(0xfd, 0x0c, ...new Uint8Array(16), 0x1a));
  const body = Buffer.concat([Uint8Array.of(0), ifs, constants, Uint8Array.of(0x0b)]);
  const code = new Writer().unsigned(1).unsigned(body.length).raw(body).written();
  const head = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0);
  const bytes = Buffer.concat([head, sectionWith(10, code)]);
  expect(() => countWork(bytes)).toThrow(/Function 0 has \d+ bytes with its counters, engines take 7654321/);
});

test('what is read is a difference, also where a counter has wrapped', () => {
  const all = 2n ** 64n;
  const counters = (one: bigint, two: bigint) =>
    readWork({ [`${WORK}_4`]: { value: one }, [`${WORK}_5`]: { value: two } });
  const [before, after] = [counters(BigInt.asIntN(64, all - 2n), 5n), counters(3n, 5n)];
  expect(since(before, after)).toEqual({ total: 5n, functions: new Map([[4, 5n]]) });
});
