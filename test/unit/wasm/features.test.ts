import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { FEATURES, type Feature, usedFeatures } from '../../../src/wasm/features.ts';
import { readModule } from '../../../src/wasm/module.ts';
import { withCustomSection } from '../../../src/wasm/sections.ts';
import { fixture } from '../fixture.ts';
import { bytesOf, FEATURE_MODULES } from './feature-modules.ts';

const TWICE = fixture('rustc-1.97.1-twice.wasm');
const features = (bytes: Uint8Array): readonly Feature[] =>
  usedFeatures(readModule(bytes)).map(({ feature }) => feature);

test.each(FEATURE_MODULES)('$text uses $uses', (one) => {
  expect(features(bytesOf(one))).toEqual(one.uses);
});

test('there is a module for every feature', () => {
  expect(FEATURES.filter((feature) => !FEATURE_MODULES.some(({ of }) => of === feature))).toEqual([]);
});

test('what target_features says is not believed: the module uses none of it', () => {
  const module = readModule(TWICE);
  expect(module.targetFeatures).toContain('reference-types');
  expect(usedFeatures(module)).toEqual([]);
});

test('what is in no target_features is found all the same', () => {
  const simd = FEATURE_MODULES.find(({ of }) => of === 'simd128');
  const claims = Uint8Array.from([1, 0x2b, 8, ...Buffer.from('sign-ext')]);
  const bytes = withCustomSection(simd === undefined ? TWICE : bytesOf(simd), 'target_features', claims);
  expect(readModule(bytes).targetFeatures).toEqual(['sign-ext']);
  expect(features(bytes)).toEqual(['simd128']);
});

/** Modules that a linker or a hand writes: section by section. */
const section = (id: number, ...content: readonly number[]): number[] => [id, content.length, ...content];
const moduleOf = (...sections: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
const NO_VALUES = section(1, 1, 0x60, 0, 0);
const body = (...code: readonly number[]): number[] => [code.length + 2, 0, ...code, 0x0b];

describe('by what is no instruction', () => {
  test.each<readonly [string, readonly (readonly number[])[], readonly (readonly [Feature, string])[]]>([
    ['a result of v128', [section(1, 1, 0x60, 0, 1, 0x7b)], [['simd128', 'a value of type v128']]],
    ['a parameter of exnref', [section(1, 1, 0x60, 1, 0x69, 0)], [['exception-handling', 'a value of type exnref']]],
    ['a parameter of i31ref', [section(1, 1, 0x60, 1, 0x6c, 0)], [['gc', 'a value of type i31ref']]],
    ['a parameter of nullref', [section(1, 1, 0x60, 1, 0x71, 0)], [['gc', 'a value of type nullref']]],
    ['a parameter of contref', [section(1, 1, 0x60, 1, 0x68, 0)], [['stack-switching', 'a value of type contref']]],
    ['a type with subtypes', [section(1, 1, 0x50, 0, 0x60, 0, 0)], [['gc', 'a type with subtypes']]],
    ['a shared type', [section(1, 1, 0x65, 0x60, 0, 0)], [['shared-everything', 'a shared type']]],
    [
      'an imported mutable global',
      [section(2, 1, 1, 0x61, 1, 0x62, 3, 0x7f, 1)],
      [['mutable-globals', 'a mutable global that the host sees']],
    ],
    [
      'an imported shared memory',
      [section(2, 1, 1, 0x61, 1, 0x62, 2, 3, 1, 1)],
      [['shared-memory', 'a shared memory']],
    ],
    [
      'an imported memory beside its own',
      [section(2, 1, 1, 0x61, 1, 0x62, 2, 0, 1), section(5, 1, 0, 1)],
      [['multi-memory', '2 memories']],
    ],
    ['two tables', [section(4, 2, 0x70, 0, 1, 0x70, 0, 1)], [['reference-types', '2 tables']]],
    ['a table of externref', [section(4, 1, 0x6f, 0, 1)], [['reference-types', 'a table of externref']]],
    ['a tag alone', [NO_VALUES, section(13, 1, 0, 0)], [['exception-handling', 'a tag']]],
    [
      'a sum as an offset of data',
      [section(5, 1, 0, 1), section(11, 1, 0, 0x41, 1, 0x41, 2, 0x6a, 0x0b, 0)],
      [['extended-const', 'i32.add in a constant']],
    ],
    ['passive data', [section(5, 1, 0, 1), section(11, 1, 1, 0)], [['bulk-memory', 'data that code puts into place']]],
    [
      'a sum as an offset of elements',
      [section(4, 1, 0x70, 0, 1), section(9, 1, 0, 0x41, 1, 0x41, 2, 0x6a, 0x0b, 0)],
      [['extended-const', 'i32.add in a constant']],
    ],
    [
      'elements that are expressions',
      [section(4, 1, 0x70, 0, 1), section(9, 1, 4, 0x41, 0, 0x0b, 1, 0xd0, 0x70, 0x0b)],
      [['reference-types', 'ref.null in a constant']],
    ],
    [
      'a local of v128',
      [NO_VALUES, section(3, 1, 0), section(10, 1, 4, 1, 1, 0x7b, 0x0b)],
      [['simd128', 'a local of type v128']],
    ],
    [
      'a block that gives v128',
      [NO_VALUES, section(3, 1, 0), section(10, 1, ...body(0x02, 0x7b, 0, 0x0b, 0x1a))],
      [['simd128', 'a block of type v128']],
    ],
    [
      'a block that takes a value',
      [
        section(1, 2, 0x60, 0, 0, 0x60, 1, 0x7f, 0),
        section(3, 1, 0),
        section(10, 1, ...body(0x41, 0, 0x02, 1, 0x1a, 0x0b)),
      ],
      [['multivalue', 'a block with several values']],
    ],
    [
      'select with its type',
      [NO_VALUES, section(3, 1, 0), section(10, 1, ...body(0, 0x1c, 1, 0x7f, 0x1a))],
      [['reference-types', 'select']],
    ],
    ['a plain select', [NO_VALUES, section(3, 1, 0), section(10, 1, ...body(0, 0x1b, 0x1a))], []],
    [
      'throw in a try of the legacy form',
      [NO_VALUES, section(3, 1, 0), section(13, 1, 0, 0), section(10, 1, ...body(6, 0x40, 8, 0, 0x19, 0x0b))],
      [['legacy-exceptions', 'try']],
    ],
  ])('%s', (_, sections, expected) => {
    expect(usedFeatures(readModule(moduleOf(...sections))).map(({ feature, by }) => [feature, by])).toEqual(expected);
  });
});

/** Code that is well formed, each of a feature of its own. */
const CODE: Readonly<Partial<Record<Feature, readonly number[]>>> = {
  'sign-ext': [0x41, 0, 0xc0, 0x1a],
  'nontrapping-fptoint': [0x43, 0, 0, 0, 0, 0xfc, 0, 0x1a],
  'bulk-memory': [0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0a, 0, 0],
  'tail-call': [0x12, 0],
  simd128: [0x41, 0, 0xfd, 0x0f, 0x1a],
  atomics: [0x41, 0, 0xfe, 0x10, 2, 0, 0x1a],
};
const coded = Object.keys(CODE) as readonly Feature[];

test('of each feature the first function that uses it is told, whatever stands around', () => {
  const several = fc.array(fc.subarray([...coded]), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(several, (functions) => {
      const bodies = functions.map((of) => body(...of.flatMap((feature) => CODE[feature] ?? [])));
      const code = [functions.length, ...bodies.flat()];
      const size = code.length < 128 ? [code.length] : [(code.length & 127) | 128, code.length >> 7];
      const types = functions.map(() => 0);
      const bytes = moduleOf(NO_VALUES, section(3, types.length, ...types), section(5, 1, 0, 1), [
        10,
        ...size,
        ...code,
      ]);
      const expected = coded
        .map((feature) => ({ feature, function: functions.findIndex((of) => of.includes(feature)) }))
        .filter(({ function: index }) => index >= 0);
      const found = usedFeatures(readModule(bytes)).map(({ feature, function: index }) => ({
        feature,
        function: index,
      }));
      expect(new Set(found)).toEqual(new Set(expected));
    }),
  );
});

test('a module that something has changed is read, or refused with the place', () => {
  const modules = FEATURE_MODULES.map(bytesOf);
  const changes = fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...modules), changes, (bytes, at) => {
      const changed = bytes.slice();
      for (const [place, value] of at) changed[8 + (place % (changed.length - 8))] = value;
      try {
        usedFeatures(readModule(changed));
      } catch (error) {
        expect(error).toBeInstanceOf(ShipError);
        expect((error as ShipError).message).toMatch(/byte \d+/);
      }
    }),
    { numRuns: 3000 },
  );
});
