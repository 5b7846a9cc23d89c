/** Latency of one kind of request, in ms. A percentile is undefined where too few samples lie beyond it. */
export interface Summary {
  readonly n: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly max: number;
}

/** Samples beyond a percentile that it takes to speak of it. */
const BEYOND = 3;

/** The least samples of which so many lie beyond the `q` quantile: as many as it takes to speak of it, or `beyond`. */
export function leastSamples(q: number, beyond: number = BEYOND): number {
  return Math.ceil(beyond / (1 - q) - 1e-6); // 0.05 is a little more than its own 20th
}

/** Percentiles of samples (ms) by linear interpolation between closest ranks (Hyndman and Fan 1996, type 7). */
export function summarize(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b);
  const tail = (q: number): number | undefined => (sorted.length >= leastSamples(q) ? quantile(sorted, q) : undefined);
  return {
    n: sorted.length,
    min: sorted[0] ?? Number.NaN,
    p50: quantile(sorted, 0.5),
    p95: tail(0.95),
    p99: tail(0.99),
    max: sorted.at(-1) ?? Number.NaN,
  };
}

/** The `q` quantile of sorted samples; NaN for none. */
export function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const rank = (sorted.length - 1) * q;
  const low = sorted[Math.floor(rank)] ?? Number.NaN;
  const high = sorted[Math.ceil(rank)] ?? Number.NaN;
  return low + (high - low) * (rank - Math.floor(rank));
}
