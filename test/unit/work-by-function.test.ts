import { expect, test } from 'vitest';
import { UNKNOWN } from '../../src/size/attribute.ts';
import { countWork, readWork } from '../../src/wasm/count-work.ts';
import { sectionWith } from '../../src/wasm/sections.ts';
import { Writer } from '../../src/wasm/writer.ts';
import { workByFunction } from '../../src/work-by-function.ts';
import { instance } from './wasm/instance.ts';

/** `f` calls 1 and 2, three times 2; 1 executes one instruction, 2 two of them. `last`: what 1 executes. */
function calling(last: number): Uint8Array {
  const bodies = [
    [0, 0x10, 1, 0x10, 2, 0x10, 2, 0x10, 2, 0x0b],
    [0, 0x41, last, 0x1a, 0x0b],
    [0, 0x41, 1, 0x45, 0x1a, 0x0b],
  ];
  const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 4, 3, 0, 0, 0, 7, 5, 1, 1, 0x66, 0, 0];
  const code = new Writer().unsigned(bodies.length);
  for (const body of bodies) code.unsigned(body.length).raw(body);
  return Buffer.concat([Uint8Array.from(head), sectionWith(10, code.written())]);
}

function named(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const map = new Writer().unsigned(names.length);
  for (const [i, name] of names.entries()) map.unsigned(i).name(name);
  const section = new Writer().name('name').byte(1).unsigned(map.length).of(map).written();
  return Buffer.concat([bytes, sectionWith(0, section)]);
}

const NAMES = ['auth::main', '_ZN5serde2de4read17h0123456789abcdefE', '_ZN5serde2de4read17hfedcba9876543210E'];

test('names come from a build of the same code, instances of one function are one', () => {
  const shipped = calling(1);
  const exports = instance(countWork(shipped, 'each'));
  (exports.f as () => void)();
  const { functions } = readWork(exports);
  expect(workByFunction(functions, shipped, named(shipped, NAMES))).toEqual([
    { name: 'serde::de::read', crate: 'serde', work: 7 },
    { name: 'auth::main', crate: '(unknown)', work: 4 },
  ]);
  expect(workByFunction(functions, named(shipped, NAMES), undefined)).toMatchObject([{ work: 7 }, { work: 4 }]);
  for (const other of [undefined, named(calling(2), NAMES)])
    expect(workByFunction(functions, shipped, other)).toEqual([{ name: UNKNOWN, crate: UNKNOWN, work: 11 }]);
});

test('of a component it is the core module that answers, with the names of the same one', () => {
  const adapter = calling(3);
  // (func (export "_start")) in place of "f"
  const main = (bytes: Uint8Array): Uint8Array =>
    Uint8Array.from(
      Buffer.from(Buffer.from(bytes).toString('hex').replace('070501016600', '070a01065f737461727400'), 'hex'),
    );
  const component = (...modules: readonly Uint8Array[]): Uint8Array =>
    Buffer.concat([Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0), ...modules.map((one) => sectionWith(1, one))]);
  const counts = new Map([[0, 4n]]);
  const shipped = component(adapter, main(calling(1)));
  expect(
    workByFunction(counts, shipped, component(named(adapter, ['other::f']), main(named(calling(1), NAMES)))),
  ).toEqual([{ name: 'auth::main', crate: '(unknown)', work: 4 }]);
  expect(workByFunction(counts, shipped, undefined)).toEqual([{ name: UNKNOWN, crate: UNKNOWN, work: 4 }]);
});
