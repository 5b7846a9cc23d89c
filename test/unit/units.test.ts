import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBytes, formatBytesApart, formatChange, formatMs, parseBytes, parseDuration } from '../../src/units.ts';

test.each([
  ['300 kB', 300_000],
  ['300kB', 300_000],
  [' 1.5 MB ', 1_500_000],
  ['2 MiB', 2_097_152],
  ['1 KiB', 1024],
  ['1 gib', 1_073_741_824],
  ['1 GB', 1e9],
  ['0 B', 0],
  ['1.4 B', 1],
])('%j is %d bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each([
  '',
  '300',
  'kB',
  '-1 kB',
  '1e3 B',
  '1,5 kB',
  '1 kilobyte',
  '300 kB 1',
  '1. kB',
  '٣ kB',
  'NaN B',
  `${'9'.repeat(400)} B`,
])('%j is no size', (text) => {
  expect(parseBytes(text)).toBeUndefined();
});

test.each([
  ['20 ms', 20],
  ['1.5 s', 1500],
  ['2min', 120_000],
  ['1 h', 3_600_000],
])('%j is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['10', '10 sec', '-1 s', '', '1 s 2 ms'])('%j is no time', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [121_400, '121.4 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.00 MB'],
  [1_272_000, '1.27 MB'],
  [-1500, '-1.5 kB'],
  [-3, '-3 B'],
])('%d bytes are shown as %j', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('a size that is shown is read back, to the rounding that was shown', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (bytes) => {
      const back = parseBytes(formatBytes(bytes)) ?? Number.NaN;
      const rounding = bytes < 1000 ? 0 : bytes < 999_950 ? 50 : 5000;
      expect(Math.abs(back - bytes)).toBeLessThanOrEqual(rounding);
    }),
  );
});

test('a larger size is never shown as a smaller one', () => {
  fc.assert(
    fc.property(fc.nat(3e6), fc.nat(3e6), (a, b) => {
      const [small, large] = [Math.min(a, b), Math.max(a, b)];
      expect(parseBytes(formatBytes(small))).toBeLessThanOrEqual(parseBytes(formatBytes(large)) ?? 0);
    }),
  );
});

test('two sizes are never shown as the same text, unless they are the same', () => {
  expect(formatBytesApart(140_001, 140_000)).toEqual(['140001 B', '140000 B']);
  expect(formatBytesApart(141_000, 140_000)).toEqual(['141.0 kB', '140.0 kB']);
  fc.assert(
    fc.property(fc.nat(2e6), fc.nat(2e6), (a, b) => {
      const [left, right] = formatBytesApart(a, b);
      expect(left === right).toBe(a === b);
    }),
  );
});

test.each([
  [0, '0.00 ms'],
  [0.456, '0.46 ms'],
  [9.994, '9.99 ms'],
  [9.996, '10.0 ms'],
  [33.12, '33.1 ms'],
  [99.96, '100 ms'],
  [460.4, '460 ms'],
  [999.6, '1.0 s'],
  [1240, '1.2 s'],
  [9_960, '10 s'],
  [75_000, '75 s'],
])('%d ms are shown as %j', (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test('a time is shown with three significant digits at most, and right to them', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 900_000, noNaN: true }), (ms) => {
      const text = formatMs(ms);
      const digits = text.replace(/^0\.0*|\D/g, '');
      expect(digits.length).toBeLessThanOrEqual(3);
      const back = parseDuration(text) ?? Number.NaN;
      expect(Math.abs(back - ms)).toBeLessThanOrEqual(Math.max(0.005_001, ms * 0.051));
    }),
  );
});

test.each([
  [100_000, 103_500, '+3.5 kB (+3.5 %)'],
  [103_500, 100_000, '\u22123.5 kB (\u22123.4 %)'],
  [100_000, 100_000, 'no change'],
  [100_000, 100_012, '+12 B (+0.0 %)'],
  [0, 12, '+12 B'],
])('from %d to %d is shown as %j', (from, to, text) => {
  expect(formatChange(from, to)).toBe(text);
});
