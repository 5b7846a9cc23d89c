import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { attribute, DATA, total, UNKNOWN } from '../../../src/size/attribute.ts';
import { movers } from '../../../src/size/movers.ts';
import { strip } from '../../../src/wasm/sections.ts';

const named = new Uint8Array(readFileSync(new URL('../../fixtures/rustc-1.97.1-twice.wasm', import.meta.url)));

/** LEB128 of a small number. */
const size = (value: number): readonly number[] => (value < 128 ? [value] : [(value & 127) | 128, value >> 7]);
const text = (of: string): readonly number[] => [...size(Buffer.byteLength(of)), ...Buffer.from(of)];
const section = (id: number, ...content: readonly number[]): readonly number[] => [
  id,
  ...size(content.length),
  ...content,
];
const vector = (items: readonly (readonly number[])[]): readonly number[] => [...size(items.length), ...items.flat()];

interface Of {
  readonly functions: readonly { readonly name?: string; readonly nops: number }[];
  readonly data?: readonly { readonly name?: string; readonly bytes: number }[];
}

/** A module of functions that do nothing, with their names. */
function moduleOf({ functions, data = [] }: Of): Uint8Array {
  const map = (names: readonly (string | undefined)[]): readonly number[] =>
    vector(names.flatMap((name, i) => (name === undefined ? [] : [[...size(i), ...text(name)]])));
  const code = functions.map(({ nops }) => [...size(nops + 2), 0, ...Array(nops).fill(1), 0x0b]);
  const segments = data.map(({ bytes }) => [1, ...size(bytes), ...Array(bytes).fill(7)]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, ...vector([[0x60, 0, 0]])),
    ...section(3, ...vector(functions.map(() => [0]))),
    ...section(12, ...size(data.length)),
    ...section(10, ...vector(code)),
    ...section(11, ...vector(segments)),
    ...section(
      0,
      ...text('name'),
      ...section(1, ...map(functions.map(({ name }) => name))),
      ...section(9, ...map(data.map(({ name }) => name))),
    ),
  ]);
}

function of(what: Of) {
  const module = moduleOf(what);
  return attribute(strip(module), module);
}

const AUTH = { name: 'auth[1a]::f::<u8>', nops: 10 };
const AUTH_TOO = { name: 'auth[1a]::f::<u16>', nops: 20 };
const CORE = { name: '_RNvNtCsaeYBpMJDXx8_4core9panicking5panic', nops: 5 };

test('instances of a generic are one row; data by its name; what has no name is unknown', () => {
  const found = of({
    functions: [AUTH, CORE, AUTH_TOO, { nops: 1 }, { name: 'memcpy', nops: 2 }],
    data: [{ name: '.rodata', bytes: 9 }, { name: '.rodata.12', bytes: 4 }, { bytes: 1 }],
  });
  expect(found.functions).toEqual([
    { name: 'auth::f', crate: 'auth', bytes: 13 + 23, instances: 2 },
    { name: 'core::panicking::panic', crate: 'std', bytes: 8, instances: 1 },
    { name: 'memcpy', crate: UNKNOWN, bytes: 5, instances: 1 },
    { name: UNKNOWN, crate: UNKNOWN, bytes: 4, instances: 1 },
  ]);
  expect(found.data).toEqual([
    { name: '.rodata', bytes: 9 + 2 + 4 + 2 },
    { name: UNKNOWN, bytes: 3 },
  ]);
  expect(found.crates).toContainEqual({ name: DATA, bytes: 20 });
});

/** Each byte of the file once, whichever way they are shared out. */
function expectWhole(bytes: Uint8Array, found: ReturnType<typeof attribute>): void {
  const { functions, data, structure, crates, sections } = found;
  expect(total(functions) + total(data) + total(structure)).toBe(bytes.length);
  expect(total(crates)).toBe(bytes.length);
  expect(total(sections)).toBe(bytes.length);
  for (const one of [...functions, ...data, ...structure, ...crates, ...sections]) expect(one.bytes).toBeGreaterThan(0);
}

test('a real module adds up to its bytes, stripped or not, with names or without', () => {
  const shipped = strip(named);
  for (const [bytes, names] of [
    [shipped, named],
    [shipped, undefined],
    [named, named],
    [named, undefined],
  ] as const)
    expectWhole(bytes, attribute(bytes, names));
});

test('so does any other', () => {
  const name = fc.option(fc.constantFrom('auth[1a]::f', 'memcpy', '_ZN3foo3bar17h0123456789abcdefE', ''), {
    nil: undefined,
  });
  const functions = fc.array(fc.record({ name, nops: fc.nat(300) }), { maxLength: 20 });
  const data = fc.array(fc.record({ name, bytes: fc.nat(300) }), { maxLength: 10 });
  fc.assert(
    fc.property(functions, data, (code, segments) => {
      const module = moduleOf({
        functions: code.map(({ name: of_, nops }) => (of_ === undefined ? { nops } : { name: of_, nops })),
        data: segments.map(({ name: of_, bytes }) => (of_ === undefined ? { bytes } : { name: of_, bytes })),
      });
      const shipped = strip(module);
      expectWhole(shipped, attribute(shipped, module));
    }),
    { numRuns: 200 },
  );
});

test('names of other code are not believed', () => {
  const shipped = strip(moduleOf({ functions: [AUTH, CORE] }));
  const others = [{ functions: [CORE, AUTH] }, { functions: [AUTH] }, { functions: [AUTH, { ...CORE, nops: 6 }] }];
  for (const other of others)
    expect(attribute(shipped, moduleOf(other)).crates.map(({ name }) => name)).not.toContain('auth');
});

test('head against base: what appeared, grew, shrank and went, the most bytes first', () => {
  const gone = { name: 'itoa[1]::fmt', nops: 3 };
  const base = of({ functions: [AUTH, CORE, gone] });
  const head = of({
    functions: [
      { ...AUTH, name: 'auth[2b]::f::<u8>' },
      AUTH_TOO,
      { ...CORE, nops: 1 },
      { name: 'serde[9]::ser', nops: 40 },
    ],
  });
  const found = movers(base, head);
  expect(found.functions).toEqual([
    { name: 'serde::ser', crate: 'serde', before: 0, after: 43, what: 'appeared' },
    { name: 'auth::f', crate: 'auth', before: 13, after: 36, what: 'grew' },
    { name: 'itoa::fmt', crate: 'itoa', before: 6, after: 0, what: 'went' },
    { name: 'core::panicking::panic', crate: 'std', before: 8, after: 4, what: 'shrank' },
  ]);
  expect(found.newCrates).toEqual([{ name: 'serde', bytes: 43 }]);
  expect(found.goneCrates).toEqual([{ name: 'itoa', bytes: 6 }]);
  expect(movers(head, head)).toEqual({ functions: [], crates: [], newCrates: [], goneCrates: [] });
});

test('where one side has no names, nothing is new and nothing has gone', () => {
  const head = moduleOf({ functions: [AUTH, CORE] });
  const found = movers(attribute(strip(head), undefined), attribute(strip(head), head));
  expect(found).toMatchObject({ functions: [], newCrates: [], goneCrates: [] });
});

test('names that are keys of no object, and deep ones, are names like any other', () => {
  const functions = ['constructor', '__proto__', `${'<'.repeat(5000)}a${'>'.repeat(5000)}::f`].map((name) => ({
    name,
    nops: 1,
  }));
  expect(total(of({ functions }).functions)).toBe(12);
});

test('a module of more sections than a call takes arguments', () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const bytes = Buffer.concat([Uint8Array.from(header), Buffer.alloc(390_000, Uint8Array.from([0, 1, 0]))]);
  expect(attribute(bytes, undefined).sections).toEqual([
    { name: 'custom ', bytes: 390_000 },
    { name: 'header', bytes: 8 },
  ]);
});

test('crates called as rows that are no crates are apart from them, and new as any other', () => {
  const of_ = (...names: readonly string[]) =>
    of({ functions: names.map((name) => ({ name, nops: 3 })), data: [{ name: '.rodata', bytes: 9 }] });
  const names = ['_ZN3app1f17h0123456789abcdefE', 'data[1a]::f', 'unknown[1a]::f', 'structure[1a]::f', 'memcpy'];
  const { newCrates } = movers(of_('_ZN3app1f17h0123456789abcdefE', 'memcpy'), of_(...names));
  expect(newCrates.map(({ name }) => name)).toEqual(['data', 'structure', 'unknown']);
  expect(new Set(newCrates.map(({ bytes }) => bytes))).toEqual(new Set([6]));
});
