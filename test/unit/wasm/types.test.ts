import { describe, expect, it, test } from 'vitest';
import { componentExports } from '../../../src/wasm/component.ts';
import { Cursor } from '../../../src/wasm/cursor.ts';
import { hostImports } from '../../../src/wasm/host-imports.ts';
import { readModule } from '../../../src/wasm/module.ts';
import { sectionWith } from '../../../src/wasm/sections.ts';
import { readTypeGroup, readValueType, type Type } from '../../../src/wasm/types.ts';

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const COMPONENT = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
const bytesOf = (...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const section = (id: number, ...content: readonly number[]): Uint8Array => sectionWith(id, Uint8Array.from(content));
const name = (text: string): number[] => [text.length, ...Buffer.from(text)];

test.each<readonly [string, readonly number[]]>([
  ['i32', [0x7f]],
  ['v128', [0x7b]],
  ['nullref', [0x71]],
  ['nullexternref', [0x72]],
  ['nullcontref', [0x75]],
  ['contref', [0x68]],
  ['exnref', [0x69]],
  ['stringref', [0x67]],
  ['waitqueueref', [0x5c]],
  ['(ref 200)', [0x64, 0xc8, 0x01]],
  ['(ref null array)', [0x63, 0x6a]],
  ['(ref (exact 3))', [0x64, 0x62, 3]],
  ['(ref null (shared any))', [0x63, 0x65, 0x6e]],
  ['(ref null (shared extern))', [0x65, 0x6f]],
])('%s is read to its end', (text, bytes) => {
  const cursor = new Cursor(Uint8Array.from([...bytes, 0x7f]));
  expect(readValueType(cursor)).toBe(text);
  expect(cursor.at).toBe(bytes.length);
});

test.each<readonly [string, readonly number[], number]>([
  ['a shared number', [0x65, 0x7f], 1],
  ['a shared index', [0x63, 0x65, 5], 2],
  ['a negative heap type', [0x64, 0x40], 1],
  ['half of a reference', [0x64], 1],
  ['an exact type of no index', [0x63, 0x62], 2],
])('%s: refused with its offset', (_, bytes, offset) => {
  expect(() => readValueType(new Cursor(Uint8Array.from(bytes)))).toThrow(`malformed at byte ${offset}:`);
});

test('types of a group: final or not, shared, described by one another', () => {
  const group = [
    ...[0x4e, 5],
    ...[0x50, 1, 0x07, 0x65, 0x5f, 1, 0x78, 1],
    ...[0x4d, 2, 0x5f, 0],
    ...[0x4f, 0, 0x4c, 1, 0x4d, 3, 0x5f, 0],
    ...[0x5d, 0x00],
    ...[0x60, 1, 0x63, 0x68, 0],
  ];
  const into: Type[] = [];
  readTypeGroup(new Cursor(Uint8Array.from(group)), into);
  expect(into).toMatchObject([
    { kind: 'struct', final: false, supertypes: [7], shared: true, fields: [{ type: 'i8', mutable: true }] },
    { kind: 'struct', final: true, describes: undefined, descriptor: 2 },
    { kind: 'struct', final: true, describes: 1, descriptor: 3 },
    { kind: 'continuation', type: 0 },
    { kind: 'function', params: ['(ref null cont)'], results: [] },
  ]);
  expect(into.at(-1)?.end).toBe(group.length);
});

describe('imports of one module that stand together', () => {
  const TYPE = section(1, 1, 0x60, 0, 0);

  it('each with its type, or all of one type; an exact function', () => {
    const imports = [
      ...[4, ...name('a'), 0, 0x7f, 2, ...name('f'), 0, 0, ...name('m'), 2, 0, 1],
      ...[...name('b'), 0, 0x7e, 0x03, 0x7f, 1, 2, ...name('g'), ...name('h')],
      ...[...name('c'), ...name('x'), 0x20, 0],
      ...[...name('d'), 0, 0, 0], // a name that is empty, not several
    ];
    const module = readModule(bytesOf(HEADER, TYPE, section(2, ...imports)));
    expect(module.compactImports).toBe(true);
    expect(module.imports.map((one) => [one.module, one.name, one.kind])).toEqual([
      ['a', 'f', 'function'],
      ['a', 'm', 'memory'],
      ['b', 'g', 'global'],
      ['b', 'h', 'global'],
      ['c', 'x', 'function'],
      ['d', '', 'function'],
    ]);
    expect(module.imports[4]).toMatchObject({ exact: true });
  });

  it('are refused where there cannot be so many', () => {
    const many = section(2, 1, ...name('a'), 0, 0x7e, 0, 0, 0xff, 0xff, 0x3f, 0);
    expect(() => readModule(bytesOf(HEADER, TYPE, many))).toThrow('malformed at byte 23: 1048575 imports, and only 1');
  });
});

describe('names of a component, with options behind them', () => {
  const implement = [2, ...name('store'), 2, 0, ...name('wasi:kv/s'), 1, ...name('.1')];

  it('imports', () => {
    const imports = section(10, 2, ...implement, 5, 0, 0, ...name('wasi:io/poll'), 3, 1);
    expect(hostImports(bytesOf(COMPONENT, imports))).toEqual(['store', 'wasi:io/poll']);
  });

  it('exports, of all in a section', () => {
    const exports = section(
      11,
      3,
      ...implement,
      5,
      0,
      0,
      0,
      ...name('run'),
      1,
      7,
      1,
      1,
      4,
      0,
      ...name('m'),
      0,
      0x11,
      0,
      0,
    );
    expect(componentExports(bytesOf(COMPONENT, exports))).toEqual(['store', 'run', 'm']);
  });

  it('of an unknown form are refused with the offset', () => {
    expect(() => hostImports(bytesOf(COMPONENT, section(10, 1, 3, 0)))).toThrow('malformed at byte 11: unknown form 3');
  });
});

test('texts of strings are passed over, whatever is in them', () => {
  const strings = section(14, 0, 2, 3, 0xed, 0xa0, 0x80, 0); // half of a surrogate pair, and nothing
  expect(readModule(bytesOf(HEADER, strings)).sections.map(({ id }) => id)).toEqual([14]);
  expect(() => readModule(bytesOf(HEADER, section(14, 0, 1, 9)))).toThrow(
    'malformed at byte 13: 9 bytes go over the end',
  );
  expect(() => readModule(bytesOf(HEADER, section(14, 1, 0)))).toThrow('malformed at byte 10: unknown form of strings');
});

test('a large module is not copied: what it is made of are places in its bytes', () => {
  const size = 100_000_000;
  const length = [0x80 | (size & 0x7f), 0x80 | ((size >> 7) & 0x7f), 0x80 | ((size >> 14) & 0x7f), size >> 21];
  const head = [...HEADER, 5, 3, 1, 0, 1];
  const inner = [
    1,
    1,
    ...[0x80 | ((size - 6) & 0x7f), 0x80 | (((size - 6) >> 7) & 0x7f)],
    0x80 | (((size - 6) >> 14) & 0x7f),
  ];
  const data = [11, ...length, ...inner, (size - 6) >> 21];
  const bytes = Buffer.alloc(head.length + 1 + length.length + size);
  bytes.set([...head, ...data]);
  const before = process.memoryUsage();
  const module = readModule(bytes);
  const after = process.memoryUsage();
  expect(module.bytes).toBe(bytes);
  expect(module.data).toMatchObject([{ content: head.length + data.length, end: bytes.length, memory: undefined }]);
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1_000_000);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(5_000_000);
});
