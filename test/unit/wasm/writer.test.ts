import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cursor } from '../../../src/wasm/cursor.ts';
import { Writer } from '../../../src/wasm/writer.ts';

test.each<[number, unsigned: number[] | undefined, signed: number[]]>([
  [0, [0], [0]],
  [63, [63], [63]],
  [64, [64], [0xc0, 0]],
  [127, [127], [0xff, 0]],
  [128, [0x80, 1], [0x80, 1]],
  [8191, [0xff, 0x3f], [0xff, 0x3f]],
  [8192, [0x80, 0x40], [0x80, 0xc0, 0]],
  [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f], [0xff, 0xff, 0xff, 0xff, 0x0f]],
  [-1, undefined, [0x7f]],
  [-64, undefined, [0x40]],
  [-65, undefined, [0xbf, 0x7f]],
])('%i in as few bytes as it takes', (value, unsigned, signed) => {
  if (unsigned !== undefined) expect([...new Writer().unsigned(value).written()]).toEqual(unsigned);
  expect([...new Writer().signed(value).written()]).toEqual(signed);
});

test('what is written is read back, however much it is', () => {
  const numbers = fc.array(fc.tuple(fc.nat(2 ** 32 - 1), fc.maxSafeInteger(), fc.string()), { maxLength: 400 });
  fc.assert(
    fc.property(numbers, (all) => {
      const writer = new Writer();
      for (const [unsigned, signed, name] of all) writer.unsigned(unsigned).signed(signed).name(name);
      const cursor = new Cursor(writer.written());
      const read = all.map(() => [cursor.u32(), Number(cursor.s64()), cursor.name()]);
      expect(read).toEqual(all);
      expect(cursor.left).toBe(0);
    }),
    { numRuns: 30 },
  );
});
