import { atLeast } from '../../src/latency/budget.ts';

/** The least share of which so few of so many are unlikely (5 %): what is at most true, 95 % sure (Clopper and Pearson 1934). */
export function atMost(found: number, of: number): number {
  let [low, high] = [found / of, 1];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (1 - atLeast(found + 1, of, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;

export function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
