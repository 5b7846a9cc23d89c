import { expect, test } from 'vitest';
import { lowMemoryUnused } from '../../../src/wasm/layout.ts';
import { fixture } from '../fixture.ts';

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** `i32.const N end`, as a signed LEB128 number. */
function at(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0);
    bytes.push(done ? byte : byte | 0x80);
    if (done) return [0x41, ...bytes, 0x0b];
  }
}

const section = (id: number, ...content: readonly number[]): number[] => [id, content.length, ...content];
const MEMORY = section(5, 1, 0, 17);
const stack = (top: number): number[] => section(6, 1, 0x7f, 1, ...at(top));
const data = (...segments: readonly (readonly number[])[]): number[] =>
  section(11, segments.length, ...segments.flat());
const active = (address: number): number[] => [0, ...at(address), 1, 42];
const made = (...sections: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([...HEADER, ...sections.flat()]);
const IMPORTED_MEMORY = section(2, 1, 1, 0x65, 1, 0x6d, 2, 0, 1);
const IMPORTED_FUNCTION = section(2, 1, 1, 0x65, 1, 0x66, 0, 0);

test.each([
  ['a module of rustc without data', fixture('rustc-1.97.1-twice.wasm'), false],
  ['data above it, and the stack above that', made(MEMORY, stack(65_536), data(active(1024), active(60_000))), true],
  ['a stack that comes first, as rustc has it', made(MEMORY, stack(65_536), data(active(65_536))), false],
  ['data on both sides of the stack', made(MEMORY, stack(65_536), data(active(1024), active(70_000))), false],
  ['data that reaches into the stack', made(MEMORY, stack(65_536), data(active(65_535))), false],
  [
    'a function imported',
    made(section(1, 1, 0x60, 0, 0), IMPORTED_FUNCTION, MEMORY, stack(65_536), data(active(1024))),
    true,
  ],
  ['data below', made(MEMORY, stack(65_536), data(active(2048), active(1023))), false],
  ['data at the end of 4 GiB', made(MEMORY, stack(65_536), data(active(-8))), false],
  ['a stack below', made(MEMORY, stack(1000), data(active(2048))), false],
  ['no stack', made(MEMORY, data(active(2048))), false],
  [
    'a first global that does not change',
    made(MEMORY, section(6, 1, 0x7f, 0, ...at(65_536)), data(active(2048))),
    false,
  ],
  ['no data', made(MEMORY, stack(65_536)), false],
  ['data that code puts somewhere', made(MEMORY, stack(65_536), data([1, 1, 42])), false],
  ['data of which a global tells the place', made(MEMORY, stack(65_536), data([0, 0x23, 0, 0x0b, 1, 42])), false],
  ['a memory of somebody else', made(IMPORTED_MEMORY, stack(65_536), data(active(2048))), false],
  ['what is cut off', made(MEMORY, stack(65_536), [11, 9, 1]), false],
  ['no module', Uint8Array.of(1, 2, 3), false],
])('the lowest memory of %s', (_, module, unused) => {
  expect(lowMemoryUnused(module)).toBe(unused);
});
