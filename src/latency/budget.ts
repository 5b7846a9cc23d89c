import { parseDuration } from '../units.ts';

/** Percentiles that may have a budget, with the share of answers that may take longer. */
const BEYOND = { p50: 0.5, p95: 0.05, p99: 0.01 } as const;

export type Percentile = keyof typeof BEYOND;

/** A percentile of latency that the service may not exceed, in ms. */
export interface LatencyBudget {
  readonly measure: Percentile;
  readonly limit: number;
}

/** What became of one budget, with what it was seen by: so many answers over the limit, of so many. */
export interface LatencyVerdict {
  readonly budget: LatencyBudget;
  readonly kind: 'within' | 'over' | 'cannot tell';
  readonly over: number;
  readonly answers: number;
}

const FORM = 'a percentile and a time, such as `p50 20 ms, p95 50 ms` (percentiles: p50, p95, p99; units: ms, s)';

/** Whether a part of the input is meant as a budget of latency. */
export function isAboutLatency(part: string): boolean {
  return /^\s*(p\d|cold|latency)/i.test(part);
}

/**
 * Budgets such as `p95 50 ms`, each a text of its own.
 * @returns the budgets, or the form wanted where one of them has another
 */
export function parseLatencyBudgets(parts: readonly string[]): readonly LatencyBudget[] | string {
  const budgets: LatencyBudget[] = [];
  for (const part of parts) {
    const [, name, time] = /^\s*(p\d+)\s*:?\s+(.+?)\s*$/i.exec(part) ?? [];
    const measure = (Object.keys(BEYOND) as Percentile[]).find((candidate) => candidate === name?.toLowerCase());
    const limit = time === undefined ? undefined : parseDuration(time);
    if (measure === undefined || limit === undefined || limit <= 0) return `${FORM}; \`${part.trim()}\` is not that`;
    if (budgets.some((budget) => budget.measure === measure)) return `one budget for ${measure}, not two`;
    budgets.push({ measure, limit });
  }
  return budgets;
}

/** How unlikely it must be that so many answers are over, if the percentile were within its budget. */
export const ALPHA = 0.001;
/** How unlikely it must be that so few are, if it were not. */
const UNLIKELY = 0.05;
/** Answers by which p95 is within its budget where none is over it, and broken where ten are. p99 takes 299. */
export const ENOUGH = 60;

/**
 * Holds answers against a budget. Over: so many of them would take longer with a chance of `alpha` at most, were the
 * percentile truly within. Within: so few would with a chance of 5 % at most, were it not. Else nobody can tell. The chances
 * are exact for answers that do not depend on one another; a stall that hits several in a row makes them look too small.
 */
export function judgeLatency(samples: readonly number[], budget: LatencyBudget, alpha = ALPHA): LatencyVerdict {
  const over = samples.filter((ms) => ms > budget.limit).length;
  const answers = samples.length;
  const one = BEYOND[budget.measure];
  const told = { budget, over, answers };
  if (atLeast(over, answers, one) <= alpha) return { ...told, kind: 'over' };
  const within = answers > 0 && 1 - atLeast(over + 1, answers, one) <= UNLIKELY;
  return { ...told, kind: within ? 'within' : 'cannot tell' };
}

/** The chance that `k` or more of `n` come, each with the chance `p`: the upper tail of the binomial distribution. */
export function atLeast(k: number, n: number, p: number): number {
  let logTerm = n * Math.log1p(-p); // of none at all; as a logarithm, since it may be less than the least number
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    if (i >= k) sum += Math.exp(logTerm);
    logTerm += Math.log(n - i) - Math.log(i + 1) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(1, sum);
}
