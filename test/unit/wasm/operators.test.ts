import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Instructions, nameOf } from '../../../src/wasm/instructions.ts';
import { OPCODES } from '../../../src/wasm/opcodes.ts';

/** Every operator that wasmparser reads, recorded (script/operators.ts makes it again): prefix, opcode, name, immediates. */
const FILE = path.join(import.meta.dirname, '..', '..', 'fixtures', 'wasmparser-0.263.0-operators.json');
const OPERATORS = JSON.parse(readFileSync(FILE, 'utf8')) as readonly (readonly [number, number, ...string[]])[];

/** Bytes of what stands after an opcode, of each Rust type in its longest form. */
const IMMEDIATES: Readonly<Record<string, readonly number[]>> = {
  u32: [0x85, 0x82, 0x83, 0x84, 0x0f],
  u8: [7],
  i32: [0x80, 0x80, 0x80, 0x80, 0x78],
  i64: [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f],
  Ieee32: [0x0b, 0x0b, 0x0b, 0x0b],
  Ieee64: [0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b],
  V128: Array.from({ length: 16 }, () => 0x0b),
  '[u8; 16]': Array.from({ length: 16 }, () => 0x0b),
  MemArg: [0x44, 0x81, 0x01, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
  Ordering: [1],
  HeapType: [0x62, 0x81, 0x01],
  BlockType: [0x63, 0x65, 0x6e],
  ValType: [1, 0x64, 0x81, 0x01],
  'Vec<ValType>': [3, 0x7b, 0x63, 0x68, 0x65, 0x70],
  "BrTable<'a>": [2, 0x80, 0x01, 3, 4],
  TryTable: [0x40, 4, 0, 1, 2, 1, 3, 4, 2, 5, 3, 6],
  ResumeTable: [2, 0, 0x81, 0x01, 2, 1, 3],
};
/** br_on_cast: flags, the label, and two heap types; its reference types are put together of them. */
const CAST = [3, 0x85, 0x01, 0x65, 0x6e, 0x81, 0x01];
/** What has to be open before it. */
const BEFORE: Readonly<Record<string, readonly number[]>> = {
  ...{ else: [0x04, 0x40], catch: [0x06, 0x40], catch_all: [0x06, 0x40], delegate: [0x06, 0x40] },
};

/** wasmparser tells apart by name what the text format does by type. */
function isName(theirs: string, ours: string): boolean {
  const name = ours.replaceAll('.', '_');
  return [name, `typed_${name}`, `typed_${name}_multi`, `${name}_non_null`, `${name}_nullable`].includes(theirs);
}

test.each(OPERATORS.map(([prefix, code, name = '', ...types]) => ({ prefix, code, name, types })))(
  '$prefix $code $name $types is read to its end',
  ({ prefix, code, name, types }) => {
    const leb = code < 0x80 ? [code] : [(code & 0x7f) | 0x80, code >> 7];
    const immediates = types.includes('RefType')
      ? CAST
      : types.flatMap((type) => IMMEDIATES[type] ?? expect.fail(type));
    const before = BEFORE[name] ?? [];
    const bytes = Uint8Array.from([...before, ...(prefix === 0 ? [code] : [prefix, ...leb]), ...immediates, 0x01]);
    const instructions = new Instructions(bytes, 0, bytes.length, false);
    if (before.length > 0) instructions.next();
    instructions.next();
    expect(instructions.start).toBe(before.length);
    expect(instructions.end).toBe(bytes.length - 1);
    expect(nameOf(instructions.opcode)).toSatisfy((ours: string) => isName(name, ours));
    const indices = types.filter((type) => type === 'u32').length;
    if (indices > 0 && !types.includes('RefType')) expect(instructions.index).toBe(0xf080_c105);
    expect(instructions.second).toBe(indices > 1 ? instructions.index : 0);
  },
);

test('what is read beyond them wasm-opt alone writes: half-precision floats, strings, wait queues', () => {
  const known = new Set(OPERATORS.map(([prefix, code]) => `${prefix} ${code}`));
  const beyond = Object.entries(OPCODES).flatMap(([prefix, lines]) =>
    lines
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [first = '', , ...names] = line.split(' ');
        return names.filter((_, i) => !known.has(`${prefix} ${Number.parseInt(first, 16) + i}`));
      }),
  );
  expect(beyond.filter((name) => !/f16|^string|^waitqueue|^struct\.wait$|^ref\.i31_shared$/.test(name))).toEqual([]);
  expect(beyond.length).toBe(56);
});

test.each([
  ['of two bits that exclude one another', [0x28, 0x62, 0, 0, 0], 1, 'a load or store has unknown flags'],
  ['with an order that is none', [0xfe, 0x10, 0x12, 7, 0], 3, 'unknown atomic order 7'],
  ['with an order that is none', [0xfe, 0x5c, 3, 0, 0], 2, 'unknown atomic order 3'],
  ['that is none', [0xfb, 0xff, 0x7f], 0, 'unknown instruction 0xfb 16383'],
  ['cut off within its opcode', [0xfd, 0x80], 2, 'a number is cut off'],
])('an instruction %s: refused with its offset', (_, bytes, offset, why) => {
  const instructions = new Instructions(Uint8Array.from(bytes), 0, bytes.length, false);
  expect(() => instructions.next()).toThrow(`malformed at byte ${offset}: ${why}`);
});
