import { parseBytes, parseDuration } from '../units.ts';

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

/** What latency, cold start and memory of a run are held to. */
export interface PaceBudgets {
  readonly latency: readonly LatencyBudget[];
  /** What a percentile may grow by against the base: 0.1 is +10 %. */
  readonly growth: Readonly<Partial<Record<Percentile, number>>>;
  /** ms from the start of the runtime's process to the first good answer, the median. */
  readonly coldStart: number | undefined;
  /** What a start, of a new process or a new isolate, may take longer than the base's: 0.1 is +10 %. */
  readonly coldGrowth: number | undefined;
  /** Bytes of linear memory after the run. */
  readonly memory: number | undefined;
}

export const NO_PACE: PaceBudgets = {
  ...{ latency: [], growth: {} },
  ...{ coldStart: undefined, coldGrowth: undefined, memory: undefined },
};

const FORM =
  'a percentile and a time, or growth against the base, such as `p95 50 ms` or `p50 +10 %` (percentiles: p50, p95, p99; units: ms, s), `cold-start 50 ms` or `cold-start +10 %`, or `memory 32 MiB`';

/** Whether a part of the input is meant as a budget of latency, cold start or memory. */
export function isAboutPace(part: string): boolean {
  return /^\s*(p\d|cold|latency|memory)/i.test(part);
}

/**
 * Budgets such as `p95 50 ms`, each a text of its own.
 * @returns the budgets, or the form wanted where one of them has another
 */
export function parsePaceBudgets(parts: readonly string[]): PaceBudgets | string {
  let budgets = NO_PACE;
  for (const part of parts) {
    const [, name = '', value = ''] = /^\s*([a-z-]+\d*)\s*:?\s+(.+?)\s*$/i.exec(part) ?? [];
    const more = withBudget(budgets, name.toLowerCase(), value);
    if (more === undefined) return `${FORM}; \`${part.trim()}\` is not that`;
    if (typeof more === 'string') return more;
    budgets = more;
  }
  return budgets;
}

/** The budgets and one more; undefined: it is none. */
function withBudget(budgets: PaceBudgets, name: string, value: string): PaceBudgets | string | undefined {
  if (name === 'memory') {
    const memory = above0(parseBytes(value));
    return memory === undefined ? undefined : once(name, budgets.memory, { ...budgets, memory });
  }
  const grown = growthOf(value);
  if (name === 'cold-start' && grown !== undefined) {
    return grown === 0
      ? tooLittle(name)
      : once('the growth of cold-start', budgets.coldGrowth, { ...budgets, coldGrowth: grown });
  }
  if (name === 'cold-start') {
    const coldStart = above0(parseDuration(value));
    return coldStart === undefined ? undefined : once(name, budgets.coldStart, { ...budgets, coldStart });
  }
  const measure = (Object.keys(BEYOND) as Percentile[]).find((candidate) => candidate === name);
  if (measure === undefined) return undefined;
  if (grown === 0) return tooLittle(measure);
  if (grown !== undefined) {
    const growth = { ...budgets.growth, [measure]: grown };
    return once(`the growth of ${measure}`, budgets.growth[measure], { ...budgets, growth });
  }
  const limit = above0(parseDuration(value));
  if (limit === undefined) return undefined;
  const known = budgets.latency.find((budget) => budget.measure === measure);
  return once(measure, known, { ...budgets, latency: [...budgets.latency, { measure, limit }] });
}

function tooLittle(what: string): string {
  return `more than +0 % for ${what}: no race can tell so little`;
}

/** The fraction of `+10 %`; undefined: the form is another. */
function growthOf(value: string): number | undefined {
  const percent = /^\+\s*(\d+(?:\.\d+)?)\s*%$/.exec(value)?.[1];
  return percent === undefined ? undefined : Number(percent) / 100;
}

function above0(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

function once(what: string, known: unknown, budgets: PaceBudgets): PaceBudgets | string {
  return known === undefined ? budgets : `one budget for ${what}, not two`;
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
 * are exact for answers that do not depend on one another. Those that waited for one another say as much as so many fewer
 * (the design effect of clusters: Kish 1965), so that one stall breaks no budget; nor does it hide that others do, each of which
 * is something that happened, whatever waited for it.
 * @param samples in ms; a list: a stall, and the answers that waited for its end
 */
export function judgeLatency(
  samples: readonly (number | readonly number[])[],
  budget: LatencyBudget,
  alpha = ALPHA,
): LatencyVerdict {
  const overs = samples.map((one) => [one].flat().filter((ms) => ms > budget.limit).length);
  const over = overs.reduce((sum, n) => sum + n, 0);
  const answers = samples.flat().length;
  const together = over === 0 ? 1 : overs.reduce((sum, n) => sum + n ** 2, 0) / over;
  const one = BEYOND[budget.measure];
  const told = { budget, over, answers };
  const happened = overs.filter((n) => n > 0).length;
  const chances = [
    atLeast(Math.floor(over / together), Math.ceil(answers / together), one),
    atLeast(happened, answers, one),
  ];
  // where none waited they are one and the same
  if (Math.min(...chances) <= (together === 1 ? alpha : alpha / 2)) return { ...told, kind: 'over' };
  const few = 1 - atLeast(Math.ceil(over / together) + 1, Math.floor(answers / together), one);
  return { ...told, kind: answers > 0 && few <= UNLIKELY ? 'within' : 'cannot tell' };
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
