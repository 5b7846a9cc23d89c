import type { Random } from './bootstrap.ts';
import type { Percentile } from './budget.ts';
import { tAbove } from './distributions.ts';
import type { Estimate } from './equivalence.ts';
import type { Look } from './looks.ts';
import { BETWEEN, type Round, type Told, type ToldRow, together, toldBy, whole } from './rounds.ts';
import { leastPairs, tailOf } from './tail.ts';
import { MISSED, type Row, UNLIKELY, type Verdict, verdicts } from './verdict.ts';
import { signedRank } from './wilcoxon.ts';

/** One kind of request, raced: what base and head took for it. */
export interface Raced {
  readonly name: string;
  readonly rounds: readonly Round[];
  /** Rounds of base against another process of base (the A/A null run); their `head` is that other process. */
  readonly alone?: readonly Round[];
  /** Budgets of growth against the base: 0.1 is +10 %. */
  readonly margins?: Readonly<Partial<Record<Percentile, number>>>;
}

/** What a race says of one percentile of one kind of request. Ratios are head / base. */
export interface Comparison {
  readonly name: string;
  readonly measure: Percentile;
  readonly kind: Verdict['kind'];
  /** Undefined with fewer pairs than `least`. */
  readonly ratio?: number;
  /** Holds with 95 %, looks paid for. */
  readonly interval?: readonly [number, number];
  /** The least ratio that this race would have called slower, 19 times of 20. */
  readonly seeable: number;
  /** Up to this ratio base differs from itself in such a race, 19 times of 20. */
  readonly noise: number;
  readonly pairs: number;
  /** The least pairs by which this percentile may be spoken of. */
  readonly least: number;
  readonly rounds: number;
  /** What `no change` means: less than this, up or down. The budget, where there is one. */
  readonly margin: number;
  /** Where there is a budget of growth. */
  readonly budget?: NonNullable<Verdict['budget']>;
}

/**
 * What rows have of the chance of a false alarm: those of a budget most, and of them the middles, by which a small change can be told,
 * where the far end tells a large one or none.
 */
const PARTS = { 'a budget of the middle': 0.6, 'a budget of the far end': 0.2, others: 0.2 } as const;
/** What `no change` means where there is no budget. */
const MARGIN = 0.05;

/** Measures of the far end, and what share is below them. */
const TAILS = { p95: 0.95, p99: 0.99 } as const;
/** Pairs without which nothing is said of the middle: fewer cannot be uneven enough. */
const LEAST_PAIRS = 20;
/**
 * Rounds, null run included, without which nothing is called anything: a process that has a bad core, or bad luck, has it for
 * its whole round, and more requests only make one surer of it.
 */
const LEAST_ROUNDS = 6;

/** One percentile of one kind of request. */
interface Measured extends Row {
  readonly raced: Raced;
  readonly measure: Percentile;
  readonly pairs: number;
  readonly interval?: (level: number) => readonly [number, number];
}

/**
 * Head against base: middle, p95 and p99 of each kind of request. The two witnesses of an alarm are Student's t over rounds,
 * which knows that processes differ, and ranks or signs of blocks.
 */
export function compare(rows: readonly Raced[], look: Look, random: Random): readonly Comparison[] {
  const told = new Map(together(rows.flatMap(toldOf)).map((row) => [row.raced, row]));
  const measured = rows.flatMap((raced) => measure(raced, told.get(raced), random));
  const kinds = verdicts(measured, { share: look.share, parts: PARTS });
  return measured.flatMap((row, i) => {
    const verdict = kinds[i];
    return verdict === undefined ? [] : comparisonOf(row, verdict, UNLIKELY * look.share);
  });
}

interface ToldRaced extends ToldRow {
  readonly raced: Raced;
}

/** What the rounds of one kind of request say; nothing with too few pairs. */
function toldOf(raced: Raced): readonly ToldRaced[] {
  if (pairsOf(raced) < LEAST_PAIRS) return [];
  const [rounds, nulls] = [whole(raced.rounds), whole(raced.alone ?? [])];
  const told = toldBy([...rounds, ...nulls]);
  return [{ raced, rounds: told.slice(0, rounds.length), alone: told.slice(rounds.length) }];
}

const pairsOf = ({ rounds }: Raced): number => rounds.reduce((sum, round) => sum + round.length, 0);

function measure(
  raced: Raced,
  told: (ToldRaced & { readonly estimate: Estimate }) | undefined,
  random: Random,
): readonly Measured[] {
  const enough = told !== undefined && told.rounds.length + told.alone.length >= LEAST_ROUNDS;
  const of = (measure: Percentile, row: Pick<Measured, 'estimate' | 'p' | 'tells' | 'interval'>): Measured => {
    const gate = raced.margins?.[measure];
    const tells = enough ? row.tells : () => Number.POSITIVE_INFINITY;
    const budget: keyof typeof PARTS = measure === 'p50' ? 'a budget of the middle' : 'a budget of the far end';
    const about = { raced, measure, pairs: pairsOf(raced), margin: gate ?? MARGIN, gated: gate !== undefined };
    return { ...about, family: gate === undefined ? 'others' : budget, ...row, tells };
  };
  if (told === undefined) return (['p50', 'p95', 'p99'] as const).map((measure) => of(measure, UNTOLD));
  const { estimate, rounds } = told;
  const blocks = rounds.flatMap((round) => round.blocks);
  // all of one sign: more uneven they cannot be
  const tells = (_: Estimate, level: number): number =>
    2 ** (1 - blocks.length) <= level ? 0 : Number.POSITIVE_INFINITY;
  const middle = of('p50', { estimate, p: signedRank(blocks).p, tells });
  const far = (['p95', 'p99'] as const).map((measure) => of(measure, tail(raced, measure, estimate, rounds, random)));
  return [middle, ...far];
}

const UNTOLD = { estimate: undefined, p: 1, tells: () => Number.POSITIVE_INFINITY };

/** p95 or p99: the error of the bootstrap, and what processes differ by in the middle, where that is all we know. */
function tail(
  raced: Raced,
  measure: keyof typeof TAILS,
  middle: Estimate,
  rounds: readonly Told[],
  random: Random,
): Pick<Measured, 'estimate' | 'p' | 'tells' | 'interval'> {
  const tail = tailOf(raced.rounds, TAILS[measure], random);
  if (tail === undefined) return UNTOLD;
  const within = rounds.reduce((sum, { error }) => sum + error ** 2, 0) / rounds.length ** 2;
  const between = Math.max(BETWEEN ** 2 / rounds.length, middle.error ** 2 - within);
  const estimate = { value: tail.value, error: Math.hypot(tail.error, Math.sqrt(between)), freedom: middle.freedom };
  const interval = (level: number): readonly [number, number] => {
    const [low, high] = tail.interval(level);
    const more = tAbove(level / 2, middle.freedom) * Math.sqrt(between);
    return [tail.value - Math.hypot(tail.value - low, more), tail.value + Math.hypot(high - tail.value, more)];
  };
  return { estimate, p: tail.p, tells: (_, level) => tail.seeable(level), interval };
}

function comparisonOf(row: Measured, { kind, seeable, budget }: Verdict, unlikely: number): Comparison {
  const { raced, measure, pairs, margin, estimate } = row;
  const least = measure === 'p50' ? LEAST_PAIRS : leastPairs(TAILS[measure]);
  const about = { name: raced.name, measure, kind, pairs, least, rounds: raced.rounds.length, margin };
  const seen = { ...about, seeable: Math.exp(seeable), ...(budget === undefined ? {} : { budget }) };
  if (estimate === undefined) return { ...seen, noise: Number.POSITIVE_INFINITY };
  const { value, error, freedom } = estimate;
  const half = tAbove(unlikely / 2, freedom) * error;
  const [low, high] = row.interval?.(unlikely) ?? [value - half, value + half];
  return {
    ...seen,
    ratio: Math.exp(value),
    interval: [Math.exp(low), Math.exp(high)],
    noise: Math.exp(tAbove(MISSED / 2, freedom) * error),
  };
}
