import { normalAbove, tAbove } from './distributions.ts';
import type { Estimate } from './equivalence.ts';
import { log, type Pair, type Round } from './rounds.ts';
import { type Row, UNLIKELY, type Verdict, verdicts } from './verdict.ts';
import { medianOf, middleInterval, middleOf, signedRank } from './wilcoxon.ts';

/** What is held against the base of a start: a new process, a new isolate, and V8 by itself. */
export type StartName = 'process' | 'isolate' | 'compile' | 'instantiate';

/** Starts of one kind, head and base taken in turn. */
export interface PairedStarts {
  readonly name: StartName;
  /** Pairs that share a process, or two, are one round. */
  readonly rounds: readonly Round[];
  /** Budget of growth against the base: 0.1 is +10 %. */
  readonly margin?: number;
}

/** What is said of one kind of start. Ratios are head / base. */
export interface StartComparison {
  readonly name: StartName;
  readonly kind: Verdict['kind'];
  /** Medians, in ms. */
  readonly base: number;
  readonly head: number;
  /** The middle of the pairs' ratios (Hodges and Lehmann). */
  readonly ratio: number;
  /** Holds with 95 %; absent with too few pairs for it. */
  readonly interval?: readonly [number, number];
  /** The least ratio that this run would have called slower, 19 times of 20. */
  readonly seeable: number;
  readonly pairs: number;
  /** What `no change` means: less than this, up or down. The budget, where there is one. */
  readonly margin: number;
  /** Where there is a budget of growth. */
  readonly budget?: NonNullable<Verdict['budget']>;
}

/** What `no change` means where there is no budget. A start is one thing out of many that the machine does for it. */
const MARGIN = 0.1;

/** Of the chance of a false alarm: two rows each, half of it takes as many pairs as all of it for four. */
const PARTS = { budgets: 0.5, others: 0.5 } as const;

/** Starts of one kind. */
interface Measured extends Row {
  readonly name: StartName;
  readonly pairs: readonly Pair[];
  readonly value: number;
}

/**
 * Head against base: how long they take to start. The two witnesses of an alarm are Wilcoxon's signed ranks over the pairs,
 * and Student's t of their middle, by the interval of Hodges and Lehmann, which a few stalls do not widen. Pairs of fresh
 * processes know nothing of one another; isolates of one process share its luck, which the error of their middle counts in.
 */
export function compareStarts(rows: readonly PairedStarts[]): readonly StartComparison[] {
  const measured = rows.map(measure).filter(({ pairs }) => pairs.length > 0);
  const told = verdicts(measured, { share: 1, parts: PARTS });
  return measured.flatMap((row, i) => {
    const verdict = told[i];
    return verdict === undefined ? [] : comparisonOf(row, verdict);
  });
}

const logRatio = ({ base, head }: Pair): number => log(head) - log(base);

function measure(row: PairedStarts): Measured {
  const pairs = row.rounds.flat();
  const ratios = pairs.map(logRatio);
  const value = middleOf(ratios);
  const estimate = estimateOf(row, ratios, value);
  const p = estimate === undefined ? 1 : signedRank(ratios).p;
  const gated = row.margin !== undefined;
  const family: keyof typeof PARTS = gated ? 'budgets' : 'others';
  // where each tenth start stalls, one of four is missed
  const tells = (_: Estimate, level: number): number => {
    const all = middleInterval(ratios, level);
    return all === undefined ? Number.POSITIVE_INFINITY : Math.max(value - all[0], all[1] - value);
  };
  return { name: row.name, pairs, value, estimate, p, tells, margin: row.margin ?? MARGIN, gated, family };
}

/**
 * The middle with its error: what its interval says, and what pairs share that are of the same processes. Each part is known
 * by its own degrees of freedom (Satterthwaite 1946).
 */
function estimateOf({ rounds }: PairedStarts, ratios: readonly number[], value: number): Estimate | undefined {
  const interval = middleInterval(ratios, UNLIKELY);
  if (interval === undefined) return undefined;
  const own = ((interval[1] - interval[0]) / 2 / normalAbove(UNLIKELY / 2)) ** 2;
  const { variance, freedom } = shared(rounds);
  const all = own + variance;
  const free = all === 0 ? ratios.length - 1 : all ** 2 / (own ** 2 / (ratios.length - 1) + variance ** 2 / freedom);
  return { value, error: Math.sqrt(all), freedom: free };
}

/** How much two processes of one program are guessed to differ in what their isolates' starts take, before code is compiled for good; and how many of them that is worth. */
const BETWEEN = 0.007;
const TRUST = 8;

/**
 * By how much the middle may be off since pairs share their processes: two processes of one program differ for as long as
 * they live, by what is guessed of that, or by what the rounds show where that is more.
 */
function shared(rounds: readonly Round[]): { readonly variance: number; readonly freedom: number } {
  const several = rounds.filter((round) => round.length > 1);
  if (several.length === 0) return { variance: 0, freedom: 1 };
  const ratios = several.map((round) => round.map(logRatio));
  const apart = spreadOf(ratios.map(medianOf)) ** 2;
  // a median's own variance, of values that spread so
  const own = medianOf(ratios.map((of) => (Math.PI / 2) * (spreadOf(of) ** 2 / of.length)));
  const guess = BETWEEN ** 2;
  const known = several.length - 1;
  return apart - own > guess
    ? { variance: (apart - own) / several.length, freedom: Math.max(1, known) }
    : { variance: guess / several.length, freedom: TRUST + known };
}

/** The standard deviation. */
function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, values.length - 1));
}

function comparisonOf(
  { name, pairs, value, estimate, margin }: Measured,
  { kind, seeable, budget }: Verdict,
): StartComparison {
  const half = estimate === undefined ? undefined : tAbove(UNLIKELY / 2, estimate.freedom) * estimate.error;
  return {
    ...{ name, kind },
    base: medianOf(pairs.map(({ base }) => base)),
    head: medianOf(pairs.map(({ head }) => head)),
    ratio: Math.exp(value),
    ...(half === undefined ? {} : { interval: [Math.exp(value - half), Math.exp(value + half)] }),
    seeable: Math.exp(seeable),
    pairs: pairs.length,
    margin,
    ...(budget === undefined ? {} : { budget }),
  };
}
