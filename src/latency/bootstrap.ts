import { normalAbove, normalUpper } from './distributions.ts';

/** A number from 0 to 1 (never 1) at each call. */
export type Random = () => number;

/** The same numbers for the same seed: Mulberry32 (Ettinger 2017). Good enough to draw samples by, and for nothing secret. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How often each of `n` units is in a sample of `n` of them, drawn with replacement. */
export type Counts = Uint32Array;

/** What a statistic makes of the units as they are, of samples of them, and of all but one. */
export interface Resampled {
  readonly observed: number;
  /** Sorted. */
  readonly drawn: readonly number[];
  readonly without: readonly number[];
}

/**
 * Efron's bootstrap (1979) over units: single values, or blocks of neighbours, which keep what holds them together (Künsch
 * 1989; here the blocks do not overlap: Carlstein 1986).
 */
export function resample(n: number, statistic: (counts: Counts) => number, times: number, random: Random): Resampled {
  const counts = new Uint32Array(n).fill(1);
  const observed = statistic(counts);
  const without = Array.from({ length: n }, (_, i) => {
    counts[i] = 0;
    const value = statistic(counts);
    counts[i] = 1;
    return value;
  });
  const drawn = Array.from({ length: times }, () => {
    counts.fill(0);
    for (let i = 0; i < n; i++) {
      const at = Math.floor(random() * n);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return statistic(counts);
  }).sort((a, b) => a - b);
  return { observed, drawn, without };
}

/** The standard error of a statistic. */
export function errorOf({ drawn }: Resampled): number {
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  return Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (drawn.length - 1));
}

/** The interval that holds with the chance 1 − `level`, bias-corrected and accelerated (Efron 1987). */
export function intervalOf({ observed, drawn, without }: Resampled, level: number): readonly [number, number] {
  const below =
    drawn.filter((value) => value < observed).length + drawn.filter((value) => value === observed).length / 2;
  const half = 0.5 / drawn.length; // all on one side: the statistic is at its end
  const bias = -normalAbove(Math.min(1 - half, Math.max(half, below / drawn.length)));
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length;
  const moment = (power: number): number => without.reduce((sum, value) => sum + (mean - value) ** power, 0);
  const acceleration = moment(2) === 0 ? 0 : moment(3) / (6 * moment(2) ** 1.5);
  const bound = (tail: number): number => {
    const z = bias - normalAbove(tail);
    const share = 1 - normalUpper(bias + z / (1 - acceleration * z));
    const rank = share * (drawn.length - 1);
    const [low = observed, high = low] = [drawn[Math.floor(rank)], drawn[Math.ceil(rank)]];
    return low + (high - low) * (rank - Math.floor(rank));
  };
  return [bound(level / 2), bound(1 - level / 2)];
}
