import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { componentExports, coreModules, readLayers, withCoreModules } from '../../../src/wasm/component.ts';
import { Cursor } from '../../../src/wasm/cursor.ts';
import { isComponent, readSections, strip, targetFeatures, withCustomSection } from '../../../src/wasm/sections.ts';
import { compiles } from '../../../src/wasm/validate.ts';
import { fixture } from '../fixture.ts';

const TWICE = fixture('rustc-1.97.1-twice.wasm');
const EMPTY = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
const NOTES = [
  'name',
  'producers',
  'target_features',
  '.debug_info',
  '.debug_line',
  'reloc.CODE',
  'linking',
  'build_id',
];

const named = fc.tuple(
  fc.oneof(fc.constantFrom(...NOTES, 'wasm-ship', 'dylink.0', 'name2', ''), fc.string()),
  fc.uint8Array(),
);
/** Modules with custom sections of any names and contents, around the sections of a real one. */
const modules = fc
  .tuple(fc.constantFrom(EMPTY, TWICE), fc.array(named, { maxLength: 5 }))
  .map(([start, added]) => added.reduce((bytes, [name, content]) => withCustomSection(bytes, name, content), start));

function namesOf(bytes: Uint8Array): readonly (string | number)[] {
  return readSections(bytes).map((section) => section.name ?? section.id);
}

test('the sections of a real module, in order, without gaps', () => {
  expect(namesOf(TWICE)).toEqual([1, 3, 5, 6, 7, 10, 'name', 'producers', 'target_features']);
  const sections = readSections(TWICE);
  expect(sections[0]?.start).toBe(8);
  expect(sections.at(-1)?.end).toBe(TWICE.length);
  for (const [i, section] of sections.entries()) expect(section.end).toBe(sections[i + 1]?.start ?? TWICE.length);
});

test('the features that rustc notes are read, sorted', () => {
  expect(targetFeatures(TWICE)).toEqual([
    ...['bulk-memory', 'bulk-memory-opt', 'call-indirect-overlong', 'multivalue', 'mutable-globals'],
    ...['nontrapping-fptoint', 'reference-types', 'sign-ext'],
  ]);
  expect(targetFeatures(EMPTY)).toBeUndefined();
});

test('only features with the prefix + are used ones', () => {
  const text = (value: string) => [value.length, ...Buffer.from(value)];
  const content = Uint8Array.of(3, 0x2b, ...text('simd128'), 0x2d, ...text('atomics'), 0x2b, ...text('fp16'));
  expect(targetFeatures(withCustomSection(EMPTY, 'target_features', content))).toEqual(['fp16', 'simd128']);
});

test('strip takes the notes away and keeps the rest, and the module still runs', () => {
  expect(namesOf(strip(TWICE))).toEqual([1, 3, 5, 6, 7, 10]);
  expect(compiles(strip(TWICE))).toBe(true);
  expect(strip(TWICE).length).toBeLessThan(TWICE.length);
});

test.each(NOTES)('a custom section %s is a note: no runtime reads it', (name) => {
  expect(namesOf(strip(withCustomSection(EMPTY, name, Uint8Array.of(1))))).toEqual([]);
});

test.each(['dylink.0', 'name2', 'my.debug_x', 'component-type', ''])('a custom section %j is kept', (name) => {
  expect(namesOf(strip(withCustomSection(EMPTY, name, Uint8Array.of(1))))).toEqual([name]);
});

test('strip keeps every other byte, in order, and doing it again changes nothing', () => {
  fc.assert(
    fc.property(modules, (bytes) => {
      const stripped = strip(bytes);
      const kept = readSections(bytes).filter((section) => !isNote(section.name));
      expect(Buffer.from(stripped)).toEqual(
        Buffer.concat([bytes.subarray(0, 8), ...kept.map(({ start, end }) => bytes.subarray(start, end))]),
      );
      expect(strip(stripped)).toEqual(stripped);
      expect(compiles(stripped)).toBe(true);
    }),
  );
});

function isNote(name: string | undefined): boolean {
  return (
    NOTES.concat('sourceMappingURL', 'external_debug_info').includes(name ?? '') ||
    /^(reloc\.|\.debug_)/.test(name ?? '')
  );
}

test('a section that was added is read back, and nothing before it changed', () => {
  fc.assert(
    fc.property(modules, fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 300 }), (bytes, name, content) => {
      const more = withCustomSection(bytes, name, content);
      const sections = readSections(more);
      expect(sections.slice(0, -1)).toEqual(readSections(bytes));
      const last = sections.at(-1);
      expect(last).toMatchObject({ id: 0, name });
      expect(more.subarray(last?.content, last?.end)).toEqual(content);
      expect(compiles(more)).toBe(true);
    }),
  );
});

/** Bytes that begin as a module does, so that the reader gets to the sections. */
const nearly = fc.oneof(
  fc.uint8Array({ maxLength: 64 }).map((tail) => Uint8Array.of(...EMPTY, ...tail)),
  fc.tuple(fc.nat(TWICE.length - 1), fc.nat(255)).map(([at, byte]) => TWICE.with(at, byte)),
  fc.nat(TWICE.length).map((length) => TWICE.subarray(0, length)),
  fc.uint8Array({ maxLength: 32 }),
);

test('any bytes are read, or refused with the offset; nothing else happens, and nothing hangs', () => {
  fc.assert(
    fc.property(nearly, (bytes) => {
      for (const read of [readSections, targetFeatures, strip]) {
        try {
          read(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ShipError);
          const offset = /malformed at byte (\d+):/.exec((error as ShipError).message)?.[1];
          expect(Number(offset)).toBeLessThanOrEqual(bytes.length);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['no bytes', [], 0, 'no wasm file'],
  ['a script', [...Buffer.from('#!/bin/sh')], 0, 'no wasm file'],
  ['a component', [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0], 4, 'no core module of version 1 (a component?)'],
  ['a section without a size', [...EMPTY, 1], 9, 'a number is cut off'],
  ['a section that is cut off', [...EMPTY, 1, 5, 0], 8, 'section 1 of 5 bytes goes over the end'],
  ['a name longer than its section', [...EMPTY, 0, 2, 9, 0], 10, 'the name of a custom section goes over its end'],
  ['a size of 33 bits', [...EMPTY, 1, 0xff, 0xff, 0xff, 0xff, 0x1f], 9, 'a number has more than 32 bits'],
  ['a size without an end', [...EMPTY, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0], 9, 'a number has more than 32 bits'],
])('%s: refused with where and why', (_, bytes, offset, why) => {
  expect(() => readSections(Uint8Array.from(bytes))).toThrow(
    expect.objectContaining({
      fault: 'optimize',
      message: expect.stringContaining(`The module is malformed at byte ${offset}: ${why}`),
    }),
  );
});

test('a target_features section that counts more than it has is refused at once', () => {
  const lying = withCustomSection(EMPTY, 'target_features', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f));
  expect(() => targetFeatures(lying)).toThrow(ShipError);
});

test('numbers of up to 32 bits are read as they are written', () => {
  const leb = (value: number): number[] =>
    value < 128 ? [value] : [(value % 128) + 128, ...leb(Math.floor(value / 128))];
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.nat(3), (value, before) => {
      const bytes = Uint8Array.from([...Array<number>(before).fill(7), ...leb(value), 7]);
      const cursor = new Cursor(bytes, before);
      expect([cursor.u32(), cursor.at]).toEqual([value, bytes.length - 1]);
    }),
  );
});

test('V8 tells a module from what is none', () => {
  expect([compiles(TWICE), compiles(EMPTY), compiles(TWICE.subarray(0, 40)), compiles(Uint8Array.of(1))]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

describe('a component', () => {
  const HEADER = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00);
  const section = (id: number, content: Uint8Array): Uint8Array => {
    const length: number[] = [];
    for (let rest = content.length; ; rest >>>= 7) {
      length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
      if (rest <= 0x7f) break;
    }
    return Buffer.concat([Uint8Array.of(id, ...length), content]);
  };
  const exported = (name: string): Uint8Array =>
    section(11, Buffer.concat([Uint8Array.of(1, 0, name.length), Buffer.from(name), Uint8Array.of(5, 0, 0)]));
  const of = (...parts: Uint8Array[]): Uint8Array => Buffer.concat([HEADER, ...parts]);
  const small = section(1, EMPTY);
  const handler = exported('wasi:http/incoming-handler@0.2.9');
  const whole = withCustomSection(
    of(small, section(1, TWICE), section(4, withCustomSection(of(small), 'producers', EMPTY)), handler),
    'component-name',
    EMPTY,
  );

  it('is told from a module, which no module reader takes it for', () => {
    expect([whole, TWICE, EMPTY, new Uint8Array()].map(isComponent)).toEqual([true, false, false, false]);
    expect(() => readSections(whole)).toThrow('no core module of version 1 (a component?)');
    expect(() => componentExports(TWICE)).toThrow('no component');
  });

  it('is stripped with all that is in it, and the rest stays', () => {
    expect(Buffer.from(strip(whole))).toEqual(
      Buffer.from(of(small, section(1, strip(TWICE)), section(4, of(small)), handler)),
    );
    expect(strip(strip(whole))).toEqual(strip(whole));
  });

  it('is put together again with other modules in the places of its own, at whatever depth', () => {
    const nested = of(section(1, EMPTY), section(4, of(section(1, TWICE), handler)), section(1, TWICE), handler);
    const layers = readLayers(nested);
    const [first = 0, inner = 0, last = 0] = coreModules(layers).map(({ start }) => start);
    const cases: readonly [readonly number[], Uint8Array][] = [
      [[], nested],
      [[nested.length], nested],
      [[last], of(section(1, EMPTY), section(4, of(section(1, TWICE), handler)), section(1, strip(TWICE)), handler)],
      [[inner], of(section(1, EMPTY), section(4, of(section(1, strip(TWICE)), handler)), section(1, TWICE), handler)],
      [
        [first, inner, last],
        of(
          ...[section(1, strip(TWICE)), section(4, of(section(1, strip(TWICE)), handler))],
          ...[section(1, strip(TWICE)), handler],
        ),
      ],
    ];
    for (const [places, wanted] of cases) {
      const made = withCoreModules(nested, layers, new Map(places.map((at) => [at, strip(TWICE)])));
      expect(Buffer.from(made)).toEqual(Buffer.from(wanted));
    }
    expect(withCoreModules(TWICE, readLayers(TWICE), new Map([[0, EMPTY]]))).toEqual(EMPTY);
  });

  it('keeps a section as it is written where nothing in it is another one, its size in more bytes than it takes too', () => {
    const [id = 0, ...content] = section(1, EMPTY);
    const long = Uint8Array.of(id, (content[0] ?? 0) | 0x80, 0x00, ...content.slice(1));
    const whole = of(long, section(1, TWICE));
    const at = coreModules(readLayers(whole))[1]?.start ?? 0;
    const made = withCoreModules(whole, readLayers(whole), new Map([[at, EMPTY]]));
    expect(Buffer.from(made)).toEqual(Buffer.from(of(long, section(1, EMPTY))));
  });

  it('tells what it exports', () => {
    expect(componentExports(whole)).toEqual(['wasi:http/incoming-handler@0.2.9']);
    expect(componentExports(of(exported('wasi:cli/run@0.2.6'), section(11, Uint8Array.of(0))))).toEqual([
      'wasi:cli/run@0.2.6',
    ]);
    expect(componentExports(of(small))).toEqual([]);
  });
});
