import { FALSE_ALARM, FLOOR } from './compare.ts';
import { normalAbove, tAbove } from './distributions.ts';
import { type Estimate, pAbove, pOther, pOutside } from './equivalence.ts';
import { holm } from './holm.ts';
import { BETWEEN, log, type Pair, type Round, TRUST } from './rounds.ts';
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
  readonly kind: 'slower' | 'faster' | 'no change' | 'cannot tell';
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
  readonly budget?: 'within' | 'over' | 'cannot tell';
}

/** The chance that a row is called unchanged, or within its budget, which is not. */
const UNLIKELY = 0.05;
/** What a change is that would have been seen: 19 times of 20. */
const MISSED = 0.05;
/** What `no change` means where there is no budget. A start is one thing out of many that the machine does for it. */
const MARGIN = 0.1;

interface Measured {
  readonly row: PairedStarts;
  readonly pairs: readonly Pair[];
  readonly ratios: readonly number[];
  readonly value: number;
  /** Undefined with too few pairs for an interval. */
  readonly estimate: Estimate | undefined;
  /** The chance by both witnesses. */
  readonly p: number;
}

/**
 * Head against base: how long they take to start. An alarm takes two witnesses, as in the race: Wilcoxon's signed ranks over
 * the pairs, and Student's t of their middle, by the interval of Hodges and Lehmann, which a few stalls do not widen. Pairs of
 * fresh processes know nothing of one another; isolates of one process share its luck, which the error of their middle counts
 * in. Corrected over all rows that have a budget together, and over those that have none (Holm), each of both with half
 * of the chance of a false alarm.
 */
export function compareStarts(rows: readonly PairedStarts[]): readonly StartComparison[] {
  const measured = rows.map(measure).filter(({ pairs }) => pairs.length > 0);
  const gated = measured.filter(({ row }) => row.margin !== undefined);
  const others = measured.filter(({ row }) => row.margin === undefined);
  const alone = gated.length === 0 || others.length === 0;
  const allowed = FALSE_ALARM * (alone ? 1 : 0.5); // two rows each: half of it takes as many pairs as all of it for four
  const judged = new Map([...judgedTogether(gated, allowed), ...judgedTogether(others, allowed)]);
  return measured.flatMap((one) => judged.get(one) ?? []);
}

/** `allowed`: the chance of a false alarm among them. */
function judgedTogether(rows: readonly Measured[], allowed: number): readonly (readonly [Measured, StartComparison])[] {
  const alarms = holm(rows.map(({ p }) => p));
  const beyond = holm(rows.map(chanceOver));
  return rows.map((one, i) => [
    one,
    judge(one, { alarm: alarms[i] ?? 1, beyond: beyond[i] ?? 1, family: rows.length, allowed }),
  ]);
}

const logRatio = ({ base, head }: Pair): number => log(head) - log(base);

function measure(row: PairedStarts): Measured {
  const pairs = row.rounds.flat();
  const ratios = pairs.map(logRatio);
  const value = middleOf(ratios);
  const estimate = estimateOf(row, ratios, value);
  const p = estimate === undefined ? 1 : Math.max(signedRank(ratios).p, pOther(estimate));
  return { row, pairs, ratios, value, estimate, p };
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

/** The chance of such a growth, were it within the budget. */
function chanceOver({ estimate, row, p }: Measured): number {
  return estimate === undefined ? 1 : Math.max(p, 2 * pAbove(estimate, Math.log1p(row.margin ?? 0)));
}

interface Chances {
  readonly alarm: number;
  readonly beyond: number;
  /** How many rows it is corrected over. */
  readonly family: number;
  /** The chance of a false alarm among them. */
  readonly allowed: number;
}

function judge(one: Measured, { alarm, beyond, family, allowed }: Chances): StartComparison {
  const { row, pairs, value, estimate } = one;
  const margin = row.margin ?? MARGIN;
  const seeable = seeableBy(one, allowed / family);
  const clear = alarm <= allowed && Math.abs(value) >= Math.log1p(FLOOR);
  const seen = seeable <= Math.log1p(margin);
  const same = seen && estimate !== undefined && pOutside(estimate, Math.log1p(margin)) <= UNLIKELY;
  const changed = value > 0 ? 'slower' : 'faster';
  const half = estimate === undefined ? undefined : tAbove(UNLIKELY / 2, estimate.freedom) * estimate.error;
  return {
    name: row.name,
    kind: clear ? changed : same ? 'no change' : 'cannot tell',
    base: medianOf(pairs.map(({ base }) => base)),
    head: medianOf(pairs.map(({ head }) => head)),
    ratio: Math.exp(value),
    ...(half === undefined ? {} : { interval: [Math.exp(value - half), Math.exp(value + half)] }),
    seeable: Math.exp(seeable),
    pairs: pairs.length,
    margin,
    ...(row.margin === undefined ? {} : { budget: held(estimate, row.margin, clear && beyond <= allowed, seen) }),
  };
}

/**
 * The least log ratio that is called an alarm, at such a level of both witnesses, but for one time of MISSED; where each tenth
 * start stalls, for one of four.
 */
function seeableBy({ ratios, value, estimate }: Measured, level: number): number {
  const all = middleInterval(ratios, level);
  if (all === undefined || estimate === undefined) return Number.POSITIVE_INFINITY;
  const missed = tAbove(MISSED, estimate.freedom) * estimate.error;
  const ranks = Math.max(value - all[0], all[1] - value);
  return Math.max(Math.log1p(FLOOR), Math.max(ranks, tAbove(level / 2, estimate.freedom) * estimate.error) + missed);
}

/** A budget of growth is held where more than it is unlikely, and would have been seen. */
function held(
  estimate: Estimate | undefined,
  margin: number,
  over: boolean,
  seen: boolean,
): 'within' | 'over' | 'cannot tell' {
  if (over) return 'over';
  if (!seen || estimate === undefined) return 'cannot tell';
  const within = pAbove({ ...estimate, value: -estimate.value }, -Math.log1p(margin)) <= UNLIKELY;
  return within ? 'within' : 'cannot tell';
}
