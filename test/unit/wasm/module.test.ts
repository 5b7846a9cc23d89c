import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { coreModules, readLayers } from '../../../src/wasm/component.ts';
import { Cursor } from '../../../src/wasm/cursor.ts';
import { Instructions, nameOf, opcode, readBody } from '../../../src/wasm/instructions.ts';
import { readModule } from '../../../src/wasm/module.ts';
import { withCustomSection } from '../../../src/wasm/sections.ts';
import { compiles } from '../../../src/wasm/validate.ts';
import { fixture } from '../fixture.ts';

const TWICE = fixture('rustc-1.97.1-twice.wasm');
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const COMPONENT = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

const section = (id: number, ...content: number[]): number[] => [id, content.length, ...content];
const text = (value: string): number[] => [value.length, ...Buffer.from(value)];
const moduleOf = (...sections: number[][]): Uint8Array => Uint8Array.from([...HEADER, ...sections.flat()]);
/** A type () -> (), and a function of it with this code. */
const withCode = (...code: number[]): Uint8Array =>
  moduleOf(section(1, 1, 0x60, 0, 0), section(3, 1, 0), section(10, 1, code.length, ...code));

test('a real module: what it has, and where', () => {
  const module = readModule(TWICE);
  expect(module.types).toMatchObject([{ kind: 'function', params: ['i32'], results: ['i32'], start: 11, end: 16 }]);
  expect(module.functions).toEqual([{ index: 0, type: 0, start: 0x3b, body: 0x3c, end: 0x43 }]);
  expect(module.exports.map(({ name, kind, index }) => [name, kind, index])).toEqual([
    ['memory', 'memory', 0],
    ['twice', 'function', 0],
  ]);
  expect(module.memories).toMatchObject([{ index: 0, type: { minimum: 16n, maximum: undefined, address: 'i32' } }]);
  expect(module.globals).toMatchObject([{ index: 0, type: { type: 'i32', mutable: true } }]);
  expect([...module.names.functions]).toEqual([[0, 'twice']]);
  expect([...module.names.globals]).toEqual([[0, '__stack_pointer']]);
  expect(module.targetFeatures).toContain('sign-ext');
  expect(module.producers).toMatchObject([{ field: 'language', name: 'Rust' }, { name: 'rustc' }].slice(-1));
  expect(module.customs.map(({ name }) => name)).toEqual(['name', 'producers', 'target_features']);
  expect(module.notes).toEqual([]);
});

test('imports are counted in the indices, data and elements tell where they go', () => {
  const module = readModule(
    moduleOf(
      section(1, 1, 0x60, 0, 0),
      section(2, 2, ...text('env'), ...text('log'), 0, 0, ...text('env'), ...text('mem'), 2, 0, 1),
      section(3, 1, 0),
      section(4, 1, 0x70, 0, 1),
      section(9, 1, 0, 0x41, 0, 0x0b, 2, 0, 1),
      section(10, 1, 2, 0, 0x0b),
      section(11, 2, 0, 0x41, 0x7f, 0x0b, 1, 7, 1, 2, 8, 9),
    ),
  );
  expect(module.imports).toMatchObject([
    { module: 'env', name: 'log', kind: 'function', type: 0 },
    { module: 'env', name: 'mem', kind: 'memory', type: { minimum: 1n } },
  ]);
  expect(module.functions.map(({ index }) => index)).toEqual([1]);
  expect(module.elements).toMatchObject([{ table: 0, offset: 0n, count: 2, functions: [0, 1] }]);
  expect(module.data).toMatchObject([
    { index: 0, memory: 0, offset: 0xffffffffn },
    { index: 1, memory: undefined, offset: undefined },
  ]);
  expect(module.data.map(({ content, end }) => [...module.bytes.subarray(content, end)])).toEqual([[7], [8, 9]]);
});

test.each([
  ['a component', COMPONENT, 4, 'no core module of version 1'],
  ['an unknown section', [...HEADER, 15, 0], 8, 'unknown section 15'],
  ['a section twice', [...HEADER, 1, 1, 0, 1, 1, 0], 11, 'a second section 1'],
  ['sections out of order', [...HEADER, 3, 1, 0, 1, 1, 0], 11, 'section 1 stands after section 3'],
  ['tags after globals', [...HEADER, 6, 1, 0, 13, 1, 0], 11, 'section 13 stands after section 6'],
  [
    'more items than bytes',
    [...HEADER, 7, 5, 0xff, 0xff, 0xff, 0xff, 0x0f],
    10,
    '4294967295 exports, and only 0 bytes',
  ],
  ['bytes after the items', [...HEADER, 1, 2, 0, 0], 11, 'section 1 has 1 bytes too many'],
  ['functions without code', [...HEADER, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0], 18, '1 functions are declared, and 0'],
  ['a type that is none', [...HEADER, 3, 2, 1, 5, 10, 4, 1, 2, 0, 11], 15, 'type 5 of 0'],
  ['an export of nothing', [...HEADER, 7, 4, 1, 0, 0, 0], 11, 'function 0 of 0'],
  ['a name that is no UTF-8', [...HEADER, 7, 5, 1, 1, 0xff, 0, 0], 12, 'a name is no UTF-8'],
  ['a custom section whose name is no UTF-8', [...HEADER, 0, 2, 1, 0xc0], 11, 'a name is no UTF-8'],
  ['other data than announced', [...HEADER, 12, 1, 2], 10, '2 data segments are announced, and there are 0'],
  ['a constant with blocks', [...HEADER, 6, 6, 1, 0x7f, 0, 0x02, 0x40, 0x0b], 13, 'a constant with blocks'],
  ['a constant without end', [...HEADER, 6, 5, 1, 0x7f, 0, 0x41, 0], 15, 'a body ends before its blocks do'],
])('%s: refused with where and why', (_, bytes, offset, why) => {
  expect(() => readModule(Uint8Array.from(bytes))).toThrow(`The module is malformed at byte ${offset}: ${why}`);
});

test.each([
  ['an unknown instruction', [0, 0x27, 0x0b], 'unknown instruction 0x27'],
  ['an unknown prefixed one', [0, 0xfc, 0x7f, 0x0b], 'unknown instruction 0xfc 127'],
  ['a body without end', [0, 0x01], 'a body ends before its blocks do'],
  ['a block without end', [0, 0x02, 0x40, 0x0b], 'a body ends before its blocks do'],
  ['bytes after the end', [0, 0x0b, 0x01], '1 bytes stand after the end of a body'],
  ['an else without if', [0, 0x05, 0x0b], 'else where no block of its kind is open'],
  ['a catch without try', [0, 0x02, 0x40, 0x07, 0, 0x0b, 0x0b], 'catch where no block of its kind is open'],
  ['more labels than bytes', [0, 0x0e, 0xff, 0xff, 0x03, 0, 0x0b], '65535 labels, and only 2 bytes'],
  ['too many locals', [2, 0xd0, 0x86, 0x03, 0x7f, 1, 0x7f, 0x0b], '50001 locals, engines take 50000'],
  ['a constant of 33 bits', [0, 0x41, 0x80, 0x80, 0x80, 0x80, 0x08, 0x0b], 'a number has more than 32 bits'],
  ['flags of a load', [0, 0x28, 0x80, 0x01, 0, 0x0b], 'a load or store has unknown flags'],
])('code: %s', (_, code, why) => {
  const bytes = withCode(...code);
  expect(compiles(bytes)).toBe(false);
  const body = readModule(bytes).functions[0];
  expect(() => {
    const { instructions } = readBody(bytes, body ?? { body: 0, end: 0 });
    while (instructions.next());
  }).toThrow(why);
});

test('instructions tell their place, their indices and what is longer', () => {
  const code = [
    0x02, 0x40, 0x0e, 1, 0, 1, 0x0b, 0x41, 0x7f, 0x28, 0x42, 1, 5, 0x1a, 0x11, 3, 4, 0x10, 0x80, 0x01, 0x0b,
  ];
  const bytes = Uint8Array.from([9, ...code]);
  const instructions = new Instructions(bytes, 1, bytes.length);
  const seen: unknown[] = [];
  while (instructions.next()) {
    const { start, end, index, second, depth } = instructions;
    seen.push([nameOf(instructions.opcode), start, end, index, second, depth]);
    if (instructions.opcode === opcode('br_table')) expect(instructions.labels()).toEqual([0, 1]);
    if (instructions.opcode === opcode('i32.const')) expect(instructions.constant()).toBe(-1n);
    if (instructions.opcode === opcode('block')) expect(instructions.blockType()).toBeUndefined();
    if (instructions.opcode === opcode('i32.load'))
      expect(instructions.memoryArgument()).toEqual({ align: 2, memory: 1, offset: 5n });
  }
  expect(seen).toEqual([
    ['block', 1, 3, 0, 0, 2],
    ['br_table', 3, 7, 0, 0, 2],
    ['end', 7, 8, 0, 0, 1],
    ['i32.const', 8, 10, 0, 0, 1],
    ['i32.load', 10, 14, 1, 0, 1],
    ['drop', 14, 15, 0, 0, 1],
    ['call_indirect', 15, 18, 3, 4, 1],
    ['call', 18, 21, 128, 0, 1],
    ['end', 21, 22, 0, 0, 0],
  ]);
});

test('a name section that is cut off is read as far as it goes, and a note says so', () => {
  const names = Uint8Array.from([0, 2, ...text('m'), 1, 9, 2, 0, ...text('f'), 1, 3, 0xff, 0xfe, 0xfd]);
  const module = readModule(withCustomSection(Uint8Array.from(HEADER), 'name', names));
  expect(module.names.module).toBe('m');
  expect([...module.names.functions]).toEqual([]);
  expect(module.notes).toEqual([expect.stringContaining('a name is no UTF-8')]);
});

test.each(['producers', 'target_features'])('a malformed section %s is ignored, and a note says so', (name) => {
  const module = readModule(withCustomSection(Uint8Array.from(HEADER), name, Uint8Array.of(9)));
  expect([module.producers, module.targetFeatures]).toEqual([[], undefined]);
  expect(module.notes).toEqual([expect.stringContaining(`The section ${name} is ignored`)]);
});

describe('the layers of a component', () => {
  const inner = [...COMPONENT, ...section(1, ...HEADER)];
  const whole = Uint8Array.from([...COMPONENT, ...section(1, ...HEADER), ...section(4, ...inner), ...section(11, 0)]);

  it('are a tree, with offsets of the whole file', () => {
    expect(readLayers(whole)).toMatchObject({
      kind: 'component',
      layers: [
        { kind: 'module', start: 10, end: 18 },
        { kind: 'component', start: 20, end: 38, layers: [{ kind: 'module', start: 30, end: 38 }] },
      ],
    });
    expect(coreModules(readLayers(whole)).map((span) => readModule(whole, span).sections)).toEqual([[], []]);
    expect(readLayers(TWICE)).toEqual({ kind: 'module', start: 0, end: TWICE.length });
  });

  it('are refused where they are too deep', () => {
    let deep: Uint8Array = Uint8Array.from(COMPONENT);
    for (let i = 0; i < 150; i++) deep = Uint8Array.from([...COMPONENT, 4, ...leb(deep.length), ...deep]);
    expect(() => readLayers(deep)).toThrow('more than 100 components in one another');
  });
});

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...leb(Math.floor(value / 128))];
}

test('64-bit numbers are read as V8 reads them', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const bytes: number[] = [];
      for (let rest = value; ; ) {
        const byte = Number(BigInt.asUintN(7, rest));
        rest >>= 7n;
        const last = (rest === 0n && byte < 64) || (rest === -1n && byte >= 64);
        bytes.push(last ? byte : byte | 0x80);
        if (last) break;
      }
      const cursor = new Cursor(Uint8Array.from(bytes));
      expect([cursor.s64(), cursor.left]).toEqual([value, 0]);
    }),
  );
});

/** Bytes of a module that were changed, and code of any bytes. */
const nearly = fc.oneof(
  fc
    .array(fc.tuple(fc.nat(TWICE.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce<Uint8Array>((bytes, [at, byte]) => bytes.with(at, byte), TWICE)),
  fc.array(fc.nat(255), { maxLength: 30 }).map((code) => withCode(0, ...code, 0x0b)),
  fc
    .nat(13)
    .chain((id) => fc.array(fc.nat(255), { maxLength: 30 }).map((content) => moduleOf(section(id, ...content)))),
  fc.array(fc.nat(255), { maxLength: 40 }).map((content) => Uint8Array.from([...COMPONENT, ...content])),
  fc.nat(TWICE.length).map((length) => TWICE.subarray(0, length)),
);

test('any bytes are read, or refused with the offset; what V8 takes is read', () => {
  fc.assert(
    fc.property(nearly, (bytes) => {
      try {
        for (const span of coreModules(readLayers(bytes))) {
          const module = readModule(bytes, span);
          for (const body of module.functions) for (const at = readBody(bytes, body).instructions; at.next(); );
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ShipError);
        const offset = /malformed at byte (\d+):/.exec((error as ShipError).message)?.[1];
        expect(Number(offset)).toBeLessThanOrEqual(bytes.length);
        expect(compiles(bytes)).toBe(false);
      }
    }),
    { numRuns: 3000 },
  );
});
