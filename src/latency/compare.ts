import type { Random } from './bootstrap.ts';
import type { Percentile } from './budget.ts';
import { tAbove } from './distributions.ts';
import { type Estimate, pAbove, pOther, pOutside } from './equivalence.ts';
import { holm } from './holm.ts';
import type { Look } from './looks.ts';
import { BETWEEN, type Round, type Told, together, toldBy, whole } from './rounds.ts';
import { leastPairs, tailOf } from './tail.ts';
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
  readonly kind: 'slower' | 'faster' | 'no change' | 'cannot tell';
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
  readonly budget?: 'within' | 'over' | 'cannot tell';
}

/** The chance of one or more false alarms (slower or faster) among all rows of a race in which nothing has changed. */
export const FALSE_ALARM = 5e-4;
/** What of it those rows have that have a budget, where others have none. */
const OF_GATED = 0.8;
/** The chance that a row is called unchanged, or within its budget, which is not. */
const UNLIKELY = 0.05;
/** What a change is that the race would have seen: 19 times of 20. */
const MISSED = 0.05;
/** Nothing smaller is called slower or faster: two links of the same code may differ so much. */
export const FLOOR = 0.01;
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
const LEAST_ROUNDS = 5;

/** One row before it is known how many others there are. */
interface Measured {
  readonly raced: Raced;
  readonly measure: Percentile;
  readonly pairs: number;
  readonly estimate?: Estimate;
  /** What the distribution-free test says: an alarm must stand by both. */
  readonly p: number;
  /** The least log ratio that this test could have told at a level. */
  readonly sees: (level: number) => number;
  readonly interval?: (level: number) => readonly [number, number];
}

/**
 * Head against base: middle, p95 and p99 of each kind of request. An alarm takes two witnesses: Student's t over rounds, which
 * knows that processes differ, and ranks or signs of blocks, which no heavy tail upsets. It is corrected over all rows that
 * have a budget together, and over those that have none (Holm), each of both with its part of the chance of a false alarm; a
 * row with too few pairs to be spoken of raises none. "No change" is an equivalence test, corrected for nothing: it takes all
 * rows to be unchanged for a green race (an intersection of tests: Berger 1982).
 */
export function compare(rows: readonly Raced[], look: Look, random: Random): readonly Comparison[] {
  const measured = rows.flatMap((raced) => measure(raced, random));
  const told = measured.filter(({ estimate }) => estimate !== undefined);
  const gated = told.filter((row) => marginOf(row) !== undefined);
  const others = told.filter((row) => marginOf(row) === undefined);
  const alone = gated.length === 0 || others.length === 0;
  const families = [
    familyOf(gated, look, alone ? 1 : OF_GATED),
    familyOf(others, look, alone ? 1 : 1 - OF_GATED),
  ] as const;
  return measured.map((row) => judge(row, families[marginOf(row) === undefined ? 1 : 0], look));
}

/** Rows that are corrected for together. */
interface Family {
  readonly size: number;
  /** The chance of a false alarm among them. */
  readonly allowed: number;
  /** Of each, corrected: that of such a change, were there none; and of such a growth, were it within the budget. */
  readonly change: ReadonlyMap<Measured, number>;
  readonly growth: ReadonlyMap<Measured, number>;
}

function familyOf(rows: readonly Measured[], look: Look, part: number): Family {
  const corrected = (chance: (row: Measured) => number): ReadonlyMap<Measured, number> => {
    const chances = holm(rows.map(chance));
    return new Map(rows.map((row, i) => [row, chances[i] ?? 1]));
  };
  const change = corrected(({ estimate, p }) => (estimate === undefined ? 1 : Math.max(p, pOther(estimate))));
  return { size: rows.length, allowed: FALSE_ALARM * look.share * part, change, growth: corrected(chanceOver) };
}

function measure(raced: Raced, random: Random): readonly Measured[] {
  const pairs = raced.rounds.reduce((sum, round) => sum + round.length, 0);
  const [rounds, nulls] = [whole(raced.rounds), whole(raced.alone ?? [])];
  const told = toldBy([...rounds, ...nulls]);
  const [against, alone] = [told.slice(0, rounds.length), told.slice(rounds.length)];
  const nothing = { raced, pairs, p: 1, sees: () => Number.POSITIVE_INFINITY };
  if (pairs < LEAST_PAIRS) return (['p50', 'p95', 'p99'] as const).map((measure) => ({ ...nothing, measure }));
  const middle = together(against, alone);
  const blocks = against.flatMap((round) => round.blocks);
  const { p } = signedRank(blocks);
  // all of one sign: more uneven they cannot be
  const sees = (level: number): number => (2 ** (1 - blocks.length) <= level ? 0 : Number.POSITIVE_INFINITY);
  return [{ raced, measure: 'p50', pairs, estimate: middle, p, sees }, ...tails(raced, pairs, middle, against, random)];
}

/** p95 and p99: the error of the bootstrap, and what processes differ by in the middle, where that is all we know. */
function tails(raced: Raced, pairs: number, middle: Estimate, rounds: readonly Told[], random: Random): Measured[] {
  const within = rounds.reduce((sum, { error }) => sum + error ** 2, 0) / rounds.length ** 2;
  const between = Math.max(BETWEEN ** 2 / rounds.length, middle.error ** 2 - within);
  return (['p95', 'p99'] as const).map((measure) => {
    const tail = tailOf(raced.rounds, TAILS[measure], random);
    if (tail === undefined) return { raced, measure, pairs, p: 1, sees: () => Number.POSITIVE_INFINITY };
    const estimate = { value: tail.value, error: Math.hypot(tail.error, Math.sqrt(between)), freedom: middle.freedom };
    const interval = (level: number): readonly [number, number] => {
      const [low, high] = tail.interval(level);
      const more = tAbove(level / 2, middle.freedom) * Math.sqrt(between);
      return [tail.value - Math.hypot(tail.value - low, more), tail.value + Math.hypot(high - tail.value, more)];
    };
    return { raced, measure, pairs, estimate, p: tail.p, sees: tail.seeable, interval };
  });
}

const marginOf = ({ raced, measure }: Measured): number | undefined => raced.margins?.[measure];

/** The chance of such a growth, were it within the budget. */
function chanceOver(row: Measured): number {
  if (row.estimate === undefined) return 1;
  return Math.max(row.p, 2 * pAbove(row.estimate, Math.log1p(marginOf(row) ?? 0)));
}

function judge(row: Measured, family: Family, look: Look): Comparison {
  const { raced, measure, pairs, estimate } = row;
  const gate = marginOf(row);
  const margin = gate ?? MARGIN;
  const least = measure === 'p50' ? LEAST_PAIRS : leastPairs(TAILS[measure]);
  const about = { name: raced.name, measure, pairs, least, rounds: raced.rounds.length, margin };
  const { allowed } = family;
  if (estimate === undefined) {
    const nothing = {
      kind: 'cannot tell',
      seeable: Number.POSITIVE_INFINITY,
      noise: Number.POSITIVE_INFINITY,
    } as const;
    return { ...about, ...nothing, ...(gate === undefined ? {} : { budget: 'cannot tell' }) };
  }
  const { value, error, freedom } = estimate;
  const seeable = seeableBy(row, allowed / family.size);
  const clear =
    seeable < Number.POSITIVE_INFINITY &&
    (family.change.get(row) ?? 1) <= allowed &&
    Math.abs(value) >= Math.log1p(FLOOR);
  const seen = seeable <= Math.log1p(margin);
  const unlikely = UNLIKELY * look.share;
  const same = seen && pOutside(estimate, Math.log1p(margin)) <= unlikely;
  const changed = value > 0 ? 'slower' : 'faster';
  const half = tAbove(unlikely / 2, freedom) * error;
  const [low, high] = row.interval?.(unlikely) ?? [value - half, value + half];
  return {
    ...about,
    kind: clear ? changed : same ? 'no change' : 'cannot tell',
    ratio: Math.exp(value),
    interval: [Math.exp(low), Math.exp(high)],
    seeable: Math.exp(seeable),
    noise: Math.exp(tAbove(MISSED / 2, freedom) * error),
    ...(gate === undefined
      ? {}
      : { budget: held(estimate, gate, { over: clear && (family.growth.get(row) ?? 1) <= allowed, seen, unlikely }) }),
  };
}

/** The least log ratio that is called an alarm, at such a level of both witnesses, but for one time of MISSED. */
function seeableBy({ raced, estimate, sees }: Measured, level: number): number {
  const rounds = whole(raced.rounds).length + whole(raced.alone ?? []).length;
  if (estimate === undefined || rounds < LEAST_ROUNDS) return Number.POSITIVE_INFINITY;
  const { error, freedom } = estimate;
  const missed = tAbove(MISSED, freedom) * error;
  return Math.max(Math.log1p(FLOOR), tAbove(level / 2, freedom) * error + missed, sees(level) + missed);
}

/** A budget of growth is held where more than it is unlikely, and would have been seen. */
function held(
  estimate: Estimate,
  gate: number,
  { over, seen, unlikely }: { readonly over: boolean; readonly seen: boolean; readonly unlikely: number },
): 'within' | 'over' | 'cannot tell' {
  if (over) return 'over';
  const within = pAbove({ ...estimate, value: -estimate.value }, -Math.log1p(gate)) <= unlikely;
  return seen && within ? 'within' : 'cannot tell';
}
