import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorOf, intervalOf, resample, seeded } from '../../../src/latency/bootstrap.ts';
import { atLeast } from '../../../src/latency/budget.ts';
import { chiSquareAbove, normalAbove, normalUpper, tAbove, tUpper } from '../../../src/latency/distributions.ts';
import { pOther, pOutside } from '../../../src/latency/equivalence.ts';
import { quantile } from '../../../src/latency/summarize.ts';
import { middleInterval, middleOf, pullsOn, shiftInterval, signedRank } from '../../../src/latency/wilcoxon.ts';
import scipy from '../../fixtures/scipy-1.17.1.json' with { type: 'json' };

/** How far a value is from SciPy's, against SciPy's own size: a tail of 1e-14 has to be right as well. */
const off = (ours: number, theirs: number): number => Math.abs(ours - theirs) / Math.abs(theirs);

/** The mean with its standard error, as SciPy's t test of one sample has it. */
function estimateOf(values: readonly number[]): { value: number; error: number; freedom: number } {
  const n = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1);
  return { value, error: Math.sqrt(variance / n), freedom: n - 1 };
}

test('normal and t distribution are those of SciPy, far into the tail', () => {
  for (const { upper, at } of scipy.normal) {
    expect([upper, off(normalAbove(upper), at) < 1e-11]).toEqual([upper, true]);
    expect([upper, off(normalUpper(at), upper) < 1e-11]).toEqual([upper, true]);
    expect(normalUpper(-at)).toBeCloseTo(1 - upper, 14);
  }
  for (const { upper, freedom, at } of scipy.t) {
    expect([upper, freedom, off(tAbove(upper, freedom), at) < 1e-10]).toEqual([upper, freedom, true]);
    expect([upper, freedom, off(tUpper(at, freedom), upper) < 1e-10]).toEqual([upper, freedom, true]);
  }
  for (const { upper, freedom, at } of scipy.chiSquare)
    expect([upper, freedom, off(chiSquareAbove(upper, freedom), at) < 0.03]).toEqual([upper, freedom, true]);
  expect([tAbove(0.9, 8), tAbove(0, 8), tUpper(0, 8)]).toEqual([
    -tAbove(1 - 0.9, 8),
    Number.POSITIVE_INFINITY,
    expect.closeTo(0.5, 14),
  ]);
});

test('the signed-rank test is that of SciPy: counted out, with ties and zeros (Pratt), and by the normal distribution', () => {
  expect(scipy.signedRank.some(({ values }) => values.includes(0))).toBe(true);
  for (const { values, plus, p } of scipy.signedRank) {
    const found = signedRank(values);
    expect(found.plus).toBeCloseTo(plus, 9);
    expect([values.length, off(found.p, p) < 1e-9]).toEqual([values.length, true]);
  }
  expect(signedRank([0, 0, 0]).p).toBe(1);
});

test("the interval of the middle is where SciPy's signed-rank test, turned round, holds", () => {
  for (const { values, level, middle, interval } of scipy.middle) {
    expect(middleOf(values)).toBeCloseTo(middle, 12);
    expect(middleInterval(values, level)).toEqual(interval.map((bound) => expect.closeTo(bound, 9)));
  }
  expect(middleInterval([1, 2, 3], 0.05)).toBeUndefined();
});

test("the interval of a shift between two samples is where SciPy's rank-sum test, turned round, holds", () => {
  for (const { from, to, level, interval } of scipy.shift)
    expect(shiftInterval(from, to, level)).toEqual(interval.map((bound) => expect.closeTo(bound, 9)));
  expect(shiftInterval([1, 2, 3], [1, 2, 3], 0.05)).toBeUndefined();
});

test('weights of a middle count as values that come as often', () => {
  expect(middleOf([1, 2, 10], [1, 1, 0])).toBe(middleOf([1, 2]));
  expect(middleOf([5, 5, 5, 9], [1, 1, 1, 1])).toBe(5);
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(values, (all) => {
      // no end is favoured where half of the means end just between two
      const ones = all.map(() => 1);
      const turned = all.map((value) => -value);
      expect(middleOf(all, ones)).toBeCloseTo(-middleOf(turned, ones), 9);
    }),
  );
});

test('what values pull their middle by: nothing all together, and one that moves by what it says', () => {
  const random = seeded(5);
  const values = Array.from({ length: 60 }, () => random() + random() + random());
  const weights = values.map(() => 0.5 + random());
  const middle = middleOf(values, weights);
  const pulls = pullsOn(middle, values, weights);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = pulls.reduce((sum, pull, i) => sum + pull * (weights[i] ?? 0), 0) / all;
  expect(Math.abs(mean)).toBeLessThan(0.01);
  const [low, high] = [values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values))];
  expect(pulls[low]).toBe(Math.min(...pulls));
  expect(pulls[high]).toBe(Math.max(...pulls));
  // a value far below is put far above: the middle goes as far as the two pulls say
  const moved = middleOf(
    values.map((value, i) => (i === low ? 100 : value)),
    weights,
  );
  const said = ((weights[low] ?? 0) * ((pulls[high] ?? 0) - (pulls[low] ?? 0))) / all;
  expect(moved - middle).toBeGreaterThan(0.6 * said);
  expect(moved - middle).toBeLessThan(1.6 * said);
});

test('the error that pulls tell is that of the middle of normal values: 1.023 of the mean’s, as theory has it', () => {
  const random = seeded(9);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const told = Array.from({ length: 200 }, () => {
    const values = Array.from({ length: 50 }, normal);
    const middle = middleOf(values);
    const pulls = pullsOn(
      middle,
      values,
      values.map(() => 1),
    );
    return { middle, variance: pulls.reduce((sum, pull) => sum + pull ** 2, 0) / values.length ** 2 };
  });
  const error = Math.sqrt(told.reduce((sum, { variance }) => sum + variance, 0) / told.length);
  const spread = Math.sqrt(told.reduce((sum, { middle }) => sum + middle ** 2, 0) / told.length);
  expect(error * Math.sqrt(50)).toBeGreaterThan(0.95 * 1.023);
  expect(error * Math.sqrt(50)).toBeLessThan(1.1 * 1.023);
  expect(spread / error).toBeGreaterThan(0.85);
  expect(spread / error).toBeLessThan(1.15);
});

test('the chance of so many is that of SciPy', () => {
  for (const { k, n, p, chance } of scipy.binomial) expect(off(atLeast(k, n, p), chance)).toBeLessThan(1e-9);
});

test("two one-sided tests are those of SciPy's t test", () => {
  for (const { values, margin, outside, other } of scipy.equivalence) {
    const estimate = estimateOf(values);
    expect(off(pOutside(estimate, margin), outside)).toBeLessThan(1e-9);
    expect(off(pOther(estimate), other)).toBeLessThan(1e-9);
  }
});

test('the bootstrap has the error and interval (BCa) of SciPy, but for what other samples by chance make', () => {
  const mean = (values: readonly number[], counts: Uint32Array): number => {
    const n = counts.reduce((sum, count) => sum + count, 0);
    return values.reduce((sum, value, i) => sum + value * (counts[i] ?? 0), 0) / n;
  };
  for (const { values, level, interval, error } of scipy.mean) {
    const drawn = resample(values.length, (counts) => mean(values, counts), 5000, seeded(3));
    const width = (interval[1] ?? 0) - (interval[0] ?? 0);
    expect(off(errorOf(drawn), error)).toBeLessThan(0.03);
    for (const [i, bound] of intervalOf(drawn, level).entries()) {
      expect(Math.abs(bound - (interval[i] ?? 0)) / width).toBeLessThan(0.05);
    }
  }
  for (const { values, level, interval } of scipy.p95) {
    const sorted = [...values].sort((a, b) => a - b);
    const statistic = (counts: Uint32Array): number =>
      quantile(
        sorted.flatMap((value, i) => Array<number>(counts[i] ?? 0).fill(value)),
        0.95,
      );
    const drawn = resample(values.length, statistic, 1000, seeded(4));
    const width = (interval[1] ?? 0) - (interval[0] ?? 0);
    for (const [i, bound] of intervalOf(drawn, level).entries()) {
      expect(Math.abs(bound - (interval[i] ?? 0)) / width).toBeLessThan(0.15);
    }
  }
});

test('the same seed draws the same numbers, evenly', () => {
  const draw = (seed: number): number[] => Array.from({ length: 2000 }, seeded(seed));
  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
  expect(draw(5).reduce((sum, one) => sum + one, 0) / 2000).toBeCloseTo(0.5, 1);
  expect(draw(5).every((one) => one >= 0 && one < 1)).toBe(true);
});
