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
 * Weights count a mean as often as the product of its two values' weights says.
 */
export function middleOf(values: readonly number[], weights?: readonly number[]): number {
  const means: number[] = [];
  const counts: number[] = [];
  for (const [i, value] of values.entries()) {
    for (let j = i; j < values.length; j++) {
      means.push((value + (values[j] ?? 0)) / 2);
      if (weights !== undefined) counts.push((weights[i] ?? 0) * (weights[j] ?? 0) * (i === j ? 0.5 : 1));
    }
  }
  if (weights === undefined) return medianOf(means);
  const order = means.map((_, i) => i).sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0));
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let sum = 0;
  for (const at of order) {
    sum += counts[at] ?? 0;
    if (sum >= half) return means[at] ?? Number.NaN;
  }
  return Number.NaN;
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
  let chance = 0;
  let out = 0;
  for (const one of sumChances(n)) {
    chance += one;
    if (chance > tail) break;
    out++;
  }
  return out;
}

/** The median; NaN for none. */
export function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}
