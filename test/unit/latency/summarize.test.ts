import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile, summarize } from '../../../src/latency/summarize.ts';

/** The same by the definition, slowly: the value at 1 + (n − 1)·q of the ordered samples, counted from 1, between neighbours. */
function naive(samples: readonly number[], q: number): number {
  const ordered = [...samples].sort((a, b) => a - b);
  const at = 1 + (ordered.length - 1) * q;
  const below = ordered.filter((_, i) => i + 1 <= at).at(-1) ?? Number.NaN;
  const above = ordered.find((_, i) => i + 1 >= at) ?? Number.NaN;
  return below * (1 - (at % 1)) + above * (at % 1);
}

const samples = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 400 });

test('percentiles are those of the definition', () => {
  fc.assert(
    fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const sorted = [...values].sort((a, b) => a - b);
      expect(quantile(sorted, q)).toBeCloseTo(naive(values, q), 6);
    }),
  );
});

test('a summary is the same for any order of its samples', () => {
  fc.assert(
    fc.property(samples, (values) => {
      expect(summarize(values)).toEqual(summarize([...values].reverse()));
    }),
  );
});

test('min ≤ p50 ≤ p95 ≤ p99 ≤ max, and each lies among the samples', () => {
  fc.assert(
    fc.property(samples, (values) => {
      const { n, min, p50, p95 = p50, p99 = p95, max } = summarize(values);
      expect(n).toBe(values.length);
      expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
      const close = 1e-9 * max;
      expect(min <= p50 + close && p50 <= p95 + close && p95 <= p99 + close && p99 <= max + close).toBe(true);
    }),
  );
});

test.each([
  [59, false, false],
  [60, true, false],
  [299, true, false],
  [300, true, true],
])('of %d samples: p95 %s, p99 %s, for three must lie beyond', (n, p95, p99) => {
  const summary = summarize(Array.from({ length: n }, (_, i) => i));
  expect([summary.p95 !== undefined, summary.p99 !== undefined]).toEqual([p95, p99]);
});

test('values by hand', () => {
  expect(summarize([4, 1, 3, 2])).toEqual({ n: 4, min: 1, p50: 2.5, p95: undefined, p99: undefined, max: 4 });
  expect(quantile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48);
  expect(quantile([7], 0.99)).toBe(7);
  expect(summarize([])).toMatchObject({ n: 0, p50: Number.NaN, max: Number.NaN });
});
