import { expect, test } from 'vitest';
import { parseAllBudgets } from '../../../src/inputs/budgets.ts';
import { atLeast, judgeLatency, NO_PACE, type Percentile } from '../../../src/latency/budget.ts';

test('sizes and percentiles stand in one text, or in an array of texts', () => {
  const both = {
    sizes: [{ measure: 'brotli', limit: 300_000 }],
    pace: {
      ...NO_PACE,
      latency: [
        { measure: 'p50', limit: 20 },
        { measure: 'p99', limit: 1500 },
      ],
    },
    work: undefined,
  };
  expect(parseAllBudgets('p50 20 ms, brotli 300 kB, P99: 1.5 s')).toEqual(both);
  expect(parseAllBudgets(['p50 20ms\np99 1.5 s', 'brotli 300 kB'])).toEqual(both);
});

test('growth, cold start, memory and work have budgets too', () => {
  expect(
    parseAllBudgets('p50 +10 %, p99 +0.5 %, p50 3 ms, cold-start 50 ms, cold-start +12.5 %, memory 32 MiB, work +2 %'),
  ).toEqual({
    sizes: [],
    pace: {
      ...{ latency: [{ measure: 'p50', limit: 3 }], growth: { p50: 0.1, p99: 0.005 } },
      ...{ coldStart: 50, coldGrowth: 0.125, memory: 2 ** 25 },
    },
    work: { percent: 2 },
  });
});

test.each<[raw: unknown, wanted: string]>([
  ['p50 +0 %', 'more than +0 % for p50'],
  ['p50 +10 kB', '`p50 +10 kB` is not that'],
  ['p50 +10 %, p50 +5 %', 'one budget for the growth of p50, not two'],
  ['cold-start +5 kB', '`cold-start +5 kB` is not that'],
  ['cold-start +0 %', 'more than +0 % for cold-start'],
  ['cold-start +5 %, cold-start +6 %', 'one budget for the growth of cold-start, not two'],
  ['p90 +0 %', '`p90 +0 %` is not that'],
  ['cold-start 5 ms, cold-start 6 ms', 'one budget for cold-start, not two'],
  ['memory 5 ms', '`memory 5 ms` is not that'],
  ['work 2 %', '`work 2 %` is not that'],
  ['work +1 %, work +2 %', 'one budget for work, not two'],
  ['raw 1 MB, p90 5 ms', '`p90 5 ms` is not that'],
  ['p95 50 kB', '`p95 50 kB` is not that'],
  ['p95 0 ms', '`p95 0 ms` is not that'],
  ['p95 5 ms, p95 6 ms', 'one budget for p95, not two'],
  ['zstd 5', '`zstd 5` is not that'],
  [7, 'measure and size'],
])('%j is refused with the form wanted', (raw, wanted) => {
  expect(parseAllBudgets(raw)).toContain(wanted);
});

test.each([
  [0, 5, 0.5, 1],
  [1, 1, 0.05, 0.05],
  [3, 3, 0.05, 0.05 ** 3],
  [10, 10, 0.5, 0.5 ** 10],
  [2, 3, 0.5, 0.5],
  [1, 59, 0.05, 1 - 0.95 ** 59],
  [1800, 1800, 0.99, 0.99 ** 1800],
  [1, 0, 0.5, 0],
])('the chance of %i or more of %i, each with %f, is exact', (k, n, p, chance) => {
  expect(atLeast(k, n, p)).toBeCloseTo(chance, 12);
});

test.each<[Percentile, over: number, of: number, kind: string]>([
  ['p95', 3, 3, 'over'],
  ['p95', 2, 2, 'cannot tell'],
  ['p95', 0, 3, 'cannot tell'],
  ['p95', 0, 60, 'within'],
  ['p95', 1, 60, 'cannot tell'],
  ['p95', 9, 60, 'cannot tell'], // 15 %, and chance does that once in 351 times
  ['p95', 10, 60, 'over'],
  ['p50', 10, 10, 'over'],
  ['p50', 9, 9, 'cannot tell'],
  ['p50', 20, 60, 'within'],
  ['p50', 30, 60, 'cannot tell'],
  ['p99', 0, 60, 'cannot tell'],
  ['p99', 0, 299, 'within'],
  ['p99', 0, 0, 'cannot tell'],
])('%s with %i of %i answers over its budget: %s', (measure, over, of, kind) => {
  const samples = Array.from({ length: of }, (_, i) => (i < over ? 51 : 50)); // what equals it is within
  expect(judgeLatency(samples, { measure, limit: 50 })).toMatchObject({ kind, over, answers: of });
});

test('of a percentile that is truly on its budget, one proof of a thousand is called over', () => {
  for (const [measure, one] of [
    ['p50', 0.5],
    ['p95', 0.05],
    ['p99', 0.01],
  ] as const) {
    const first = Array.from({ length: 61 }, (_, over) => over).find((over) => {
      const samples = Array.from({ length: 60 }, (_, i) => (i < over ? 51 : 50));
      return judgeLatency(samples, { measure, limit: 50 }).kind === 'over';
    });
    const wrong = atLeast(first ?? 61, 60, one);
    expect([measure, wrong > 0 && wrong <= 0.001]).toEqual([measure, true]);
  }
});
