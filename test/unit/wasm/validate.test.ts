import { expect, test } from 'vitest';
import { interfaceOf, standsFor } from '../../../src/wasm/validate.ts';

const I32 = 0x7f;
const I64 = 0x7e;

/** A module that imports `e.f` and exports a function of its own `g`, each of one parameter. */
function module({ imported = I32, exported = I32, name = 'g' }): Uint8Array {
  const type = (param: number): number[] => [0x60, 1, param, 0];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 9, 2, ...type(imported), ...type(exported)],
    ...[2, 7, 1, 1, 0x65, 1, 0x66, 0, 0],
    ...[3, 2, 1, 1],
    ...[7, 5, 1, 1, name.charCodeAt(0), 0, 1],
    ...[10, 4, 1, 2, 0, 0x0b],
  ]);
}

test.each([
  ['the same', module({}), true],
  ['an import of another type', module({ imported: I64 }), false],
  ['an export of another type', module({ exported: I64 }), false],
  ['an export of another name', module({ name: 'h' }), false],
])('%s stands in its place: %#', (_, other, stands) => {
  const [one, two] = [interfaceOf(module({})), interfaceOf(other)];
  if (one === undefined || two === undefined) throw new Error('they compile');
  expect(standsFor(two, one)).toBe(stands);
});

test('what does not compile has no interface', () => {
  expect(interfaceOf(module({}).subarray(0, 20))).toBeUndefined();
});
