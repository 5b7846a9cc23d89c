import { normalAbove, normalUpper } from './distributions.ts';

/** What the signs and ranks of values say about whether they lie around 0. */
export interface SignedRank {
  /** Sum of the ranks of the positive values. */
  readonly plus: number;
  /** The chance of so uneven a sum, to either side, of values that lie symmetrically around 0. */
  readonly p: number;
}

/** Up to so many values the distribution of the sum is counted out. */
const COUNTED = 50;

/**
 * Wilcoxon's signed-rank test (Wilcoxon 1945). Values of 0 are ranked and then left out (Pratt 1959), ties share their mean
 * rank. Exact up to 50 values without either; else the normal approximation with the variance corrected for both
 * (Hollander, Wolfe and Chicken 2014, §3.1), without correction for continuity.
 */
export function signedRank(values: readonly number[]): SignedRank {
  const n = values.length;
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  const { ranks, tied } = meanRanks(sizes);
  const zeros = sizes.filter((size) => size === 0).length;
  if (zeros === n) return { plus: 0, p: 1 };
  const plus = values.reduce((sum, value) => (value > 0 ? sum + (ranks.get(value) ?? 0) : sum), 0);
  if (zeros === 0 && tied === 0 && n <= COUNTED) {
    const total = (n * (n + 1)) / 2;
    return { plus, p: Math.min(1, 2 * atLeastSum(n, Math.max(plus, total - plus))) };
  }
  const mean = (n * (n + 1) - zeros * (zeros + 1)) / 4;
  const cubic = (m: number): number => m * (m + 1) * (2 * m + 1);
  const variance = (cubic(n) - cubic(zeros) - tied / 2) / 24;
  return { plus, p: Math.min(1, 2 * normalUpper(Math.abs(plus - mean) / Math.sqrt(variance))) };
}

/** The mean rank of each size, and the sum of t³ − t over ties of t sizes above 0. */
function meanRanks(sizes: readonly number[]): { readonly ranks: ReadonlyMap<number, number>; readonly tied: number } {
  const ranks = new Map<number, number>();
  let tied = 0;
  for (let i = 0; i < sizes.length; ) {
    const size = sizes[i] ?? 0;
    let next = i;
    while (sizes[next] === size) next++;
    const many = next - i;
    ranks.set(size, (i + 1 + next) / 2);
    if (size > 0) tied += many ** 3 - many;
    i = next;
  }
  return { ranks, tied };
}

/** The chance that ranks 1 to n, each taken with the chance ½, add up to `least` or more. */
function atLeastSum(n: number, least: number): number {
  const chances = sumChances(n);
  let chance = 0;
  for (let sum = chances.length - 1; sum >= least; sum--) chance += chances[sum] ?? 0;
  return chance;
}

function sumChances(n: number): Float64Array {
  const chances = new Float64Array((n * (n + 1)) / 2 + 1);
  chances[0] = 1;
  let most = 0;
  for (let rank = 1; rank <= n; rank++) {
    most += rank;
    for (let sum = most; sum >= 0; sum--) {
      chances[sum] = ((chances[sum] ?? 0) + (sum >= rank ? (chances[sum - rank] ?? 0) : 0)) / 2;
    }
  }
  return chances;
}

/**
 * The middle by Hodges and Lehmann (1963): the median of the means of all pairs of values, each with itself as well.
 * Weights count a mean as often as the product of its two values' weights says; with them, thousands of values are no matter.
 */
export function middleOf(values: readonly number[], weights?: readonly number[]): number {
  if (weights !== undefined) {
    const turned = values.map((value) => -value);
    // from both ends: where half of them end just between two means, the middle is between those
    return (meanAt(risingOf(values, weights), 0.5) - meanAt(risingOf(turned, weights), 0.5)) / 2;
  }
  return medianOf(values.flatMap((value, i) => values.slice(i).map((other) => (value + other) / 2)));
}

/** What share of the means lies between those by which their density at the middle is told. */
const AROUND = 0.3;

/**
 * How far each value pulls that middle: the middle is off by their weighted mean. It is the projection of the U-statistic that
 * the middle solves, each value's share of means that are above it, divided by the density of the means there (Lehmann 1999, §6.1).
 * @param middle of these values, or of more of the same kind
 */
export function pullsOn(middle: number, values: readonly number[], weights: readonly number[]): readonly number[] {
  const rising = risingOf(values, weights);
  const width = meanAt(rising, 0.5 + AROUND / 2) - meanAt(rising, 0.5 - AROUND / 2);
  return values.map((value) => {
    const other = 2 * middle - value; // with it the mean is the middle
    const below = (upTo(rising, other) + upTo(rising, other, 'without it')) / 2;
    return (1 - (2 * below) / rising.all) * (width / AROUND);
  });
}

/** Values from the smallest on. */
interface Rising {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  /** At i: the weight of all before it. */
  readonly before: Float64Array;
  readonly all: number;
}

function risingOf(of: readonly number[], by: readonly number[]): Rising {
  const order = of.map((_, i) => i).sort((a, b) => (of[a] ?? 0) - (of[b] ?? 0));
  const values = Float64Array.from(order, (i) => of[i] ?? 0);
  const weights = Float64Array.from(order, (i) => by[i] ?? 0);
  const before = new Float64Array(values.length + 1);
  for (const [i, weight] of weights.entries()) before[i + 1] = (before[i] ?? 0) + weight;
  return { values, weights, before, all: before[values.length] ?? 0 };
}

/** The weight of the values that are not above a limit. */
function upTo({ values, before }: Rising, limit: number, itself?: 'without it'): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = values[middle] ?? 0;
    if (itself === undefined ? value <= limit : value < limit) low = middle + 1;
    else high = middle;
  }
  return before[low] ?? 0;
}

/** So often a range is halved that holds all means: what is left of it is below what a number of 64 bits tells apart. */
const HALVINGS = 60;

/**
 * The least mean of two values up to which such a share of all means is counted. They are too many to be sorted: how
 * many are not above a limit is counted in one walk along the values, from both of their ends.
 */
function meanAt(rising: Rising, share: number): number {
  const { values } = rising;
  const wanted = share * rising.all ** 2; // each twice, those of a value with itself once
  let [low, high] = [values[0] ?? Number.NaN, values[values.length - 1] ?? Number.NaN];
  if (walk(rising, low).counted >= wanted) return low;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (walk(rising, middle).counted >= wanted) high = middle;
    else low = middle;
  }
  return walk(rising, high).largest;
}

/** Of all means that are not above a limit: how much they count, and the largest of them. */
function walk(
  { values, weights, before }: Rising,
  limit: number,
): { readonly counted: number; readonly largest: number } {
  let counted = 0;
  let largest = Number.NEGATIVE_INFINITY;
  let end = values.length;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    while (end > 0 && (value + (values[end - 1] ?? 0)) / 2 > limit) end--;
    if (end === 0) break;
    counted += (weights[i] ?? 0) * (before[end] ?? 0);
    largest = Math.max(largest, (value + (values[end - 1] ?? 0)) / 2);
  }
  return { counted, largest };
}

/**
 * The interval of that middle which holds with the chance 1 − `level`, by turning the signed-rank test round (Hollander,
 * Wolfe and Chicken 2014, §3.3): as many means are left out at each end as the sum of ranks may be. Undefined where there
 * are too few values for the level.
 */
export function middleInterval(values: readonly number[], level: number): readonly [number, number] | undefined {
  const n = values.length;
  const means = values.flatMap((a, i) => values.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b);
  const out = leftOut(n, level / 2);
  const [low, high] = [means[out - 1], means[means.length - out]];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/** The largest sum of ranks + 1 whose lower tail is `tail` at most, which is the place of the bound among the means. */
function leftOut(n: number, tail: number): number {
  if (n > COUNTED) {
    const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    return Math.max(0, Math.floor((n * (n + 1)) / 4 - normalAbove(tail) * spread));
  }
  return placesOf(sumChances(n), tail);
}

/** How many of the smallest sums come together with a chance of `tail` at most. */
function placesOf(chances: Float64Array, tail: number): number {
  let chance = 0;
  let out = 0;
  for (const one of chances) {
    chance += one;
    if (chance > tail) break;
    out++;
  }
  return out;
}

/**
 * By how much the values of `to` lie above those of `from`: the interval which holds with the chance 1 − `level`, by turning
 * the rank-sum test round (Mann and Whitney 1947; Hollander, Wolfe and Chicken 2014, §4.3). Of independent values that lie
 * alike; with ties it is wider than it has to be. Undefined where there are too few values for the level.
 * @param apart how far two of them are, where that is not their difference: what makes them lie alike (of a ratio: growth)
 */
export function shiftInterval(
  from: readonly number[],
  to: readonly number[],
  level: number,
  apart: (from: number, to: number) => number = (one, other) => other - one,
): readonly [number, number] | undefined {
  const all = to.flatMap((value) => from.map((other) => apart(other, value))).sort((a, b) => a - b);
  const out = placesOf(aboveChances(from.length, to.length), level / 2);
  const [low, high] = [all[out - 1], all[all.length - out]];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/**
 * At i: the chance that of the pairs of one of `n` values and one of `m` others i are above the other, where all orders come
 * as often: the Gaussian binomial coefficient of both, over how many orders there are.
 */
function aboveChances(n: number, m: number): Float64Array {
  const ways = new Float64Array(n * m + 1);
  ways[0] = 1;
  for (let i = 1; i <= n; i++) {
    for (let at = n * m; at >= m + i; at--) ways[at] = (ways[at] ?? 0) - (ways[at - m - i] ?? 0);
    for (let at = i; at <= n * m; at++) ways[at] = (ways[at] ?? 0) + (ways[at - i] ?? 0);
  }
  const all = ways.reduce((sum, count) => sum + count, 0);
  return ways.map((count) => count / all);
}

/** The median; NaN for none. */
export function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}
