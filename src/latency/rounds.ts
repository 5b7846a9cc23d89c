import { chiSquareAbove } from './distributions.ts';
import type { Estimate } from './equivalence.ts';
import { medianOf, middleOf, pullsOn } from './wilcoxon.ts';

/** What base and head took, in ms. */
export interface Times {
  readonly base: number;
  readonly head: number;
}

/** The same request asked of base and of head, one right after the other, which of them first left to chance. */
export interface Pair extends Times {
  /** Which of both was asked first. */
  readonly first?: keyof Times;
  /** The same from when it was due, where an answer before it made it wait. */
  readonly due?: Times;
}

/** Pairs in the order of time, all of one pair of processes that were started for them alone. */
export type Round = readonly Pair[];

/** What one round says of log(head / base). */
export interface Told {
  readonly middle: number;
  /** Its standard error from within the round; what is constant in the round, such as a process's luck, is not in it. */
  readonly error: number;
  /** How much its pairs weigh, by how disturbed they were. */
  readonly weight: number;
  /** The middles of its blocks, each in units of its own precision: their signs and ranks are judged. */
  readonly blocks: readonly number[];
}

/**
 * How much the same program differs from itself, as the standard deviation of log(head / base) between pairs of processes:
 * where its memory came to lie, which core it is on, what was compiled of it, when, and how. From bench/race, where what is measured
 * runs before the rest of a busy machine: 1.0 to 1.2 % of /verify, next to nothing of /health. It is held to what rounds really show.
 */
export const BETWEEN = 0.012;
/** How many rounds that is worth, unless they refute it. */
export const TRUST = 12;
/** They do where they would lie so far apart by this chance alone, were it true. */
const REFUTED = 0.05;
/** What is twice too far apart leaves a sixteenth of the guess: less steep, and rounds of bench/race-simulated's worlds, tried apart from it, had more false alarms. */
const FALLS = 4;

const BLOCKS = 32;
const LEAST_BLOCK = 3;
const MOST_BLOCK = 64;
const STRATA = 8;
const LEAST_STRATUM = 12;
/** No stratum is trusted as if its pairs differed by less: a coarse clock gives the same time twice. */
const LEAST_SPREAD = 1e-3;

/** A round with less than this of the pairs of the middle one was cut short: it says little, and that by far too much. */
const CUT_SHORT = 1 / 3;

/** Rounds that count: not those that the end of the race, or a process that was long in starting, left hardly any pairs. */
export function whole(rounds: readonly Round[]): readonly Round[] {
  const middle = medianOf(rounds.map((round) => round.length));
  return rounds.filter((round) => round.length > 0 && round.length >= CUT_SHORT * middle);
}

/**
 * What each round says. Pairs that something disturbed (the runner's neighbours, a pause of the scheduler) are slow on one
 * side or both, and say little. They are told by base × head, which does not know which of the two was slow, so that no
 * weight can favour one; in each eighth of all pairs, so ordered, a pair weighs 1 / spread² of the log ratios there.
 */
export function toldBy(rounds: readonly Round[]): readonly Told[] {
  const pairs = rounds.flat();
  const ratioOf = adjusting(pairs);
  const weigh = weighing(pairs, ratioOf);
  return rounds.filter((round) => round.length > 0).map((round) => toldByOne(round, weigh, ratioOf));
}

/**
 * The log ratio of a pair, without what being asked second does to it: the other server may still be putting away its answer. Half
 * of all pairs are asked the other way round, so that what is taken off one half is added to the other.
 */
function adjusting(pairs: readonly Pair[]): (pair: Pair) => number {
  const of = (first: keyof Times): readonly number[] => pairs.filter((pair) => pair.first === first).map(logRatio);
  const [base, head] = [of('base'), of('head')];
  if (base.length === 0 || head.length === 0) return logRatio;
  const middle = (ratios: readonly number[]): number =>
    middleOf(
      ratios,
      ratios.map(() => 1),
    );
  const second = (middle(base) - middle(head)) / 2;
  return (pair) => logRatio(pair) - (pair.first === 'base' ? second : pair.first === 'head' ? -second : 0);
}

/** What a coarse clock calls 0 is at least a nanosecond. */
export const log = (ms: number): number => Math.log(Math.max(1e-6, ms));
const logRatio = ({ base, head }: Pair): number => log(head) - log(base);
const slowness = ({ base, head }: Pair): number => log(head) + log(base);

function weighing(pairs: readonly Pair[], ratioOf: (pair: Pair) => number): (pair: Pair) => number {
  const center = medianOf(pairs.map(ratioOf));
  const ordered = [...pairs].sort((a, b) => slowness(a) - slowness(b));
  const many = Math.max(1, Math.min(STRATA, Math.floor(pairs.length / LEAST_STRATUM)));
  const strata = Array.from({ length: many }, (_, i) =>
    ordered.slice(Math.round((i * pairs.length) / many), Math.round(((i + 1) * pairs.length) / many)),
  );
  const weights = strata.map((stratum) => {
    const spread = medianOf(stratum.map((pair) => Math.abs(ratioOf(pair) - center)));
    return Math.max(LEAST_SPREAD, spread) ** -2;
  });
  const edges = strata.slice(1).map((stratum) => slowness(stratum[0] ?? { base: 1, head: 1 }));
  return (pair) => weights[edges.filter((edge) => slowness(pair) >= edge).length] ?? 1;
}

/** One pair, as it counts. */
interface Counted {
  readonly ratio: number;
  readonly weight: number;
}

/**
 * The middle of a round's pairs. Its error is told by blocks of time, of how far their pairs pull it: neighbours depend on one
 * another, the blocks less (batch means: Flegal and Jones 2010), with what still holds one block and later ones together.
 */
function toldByOne(round: Round, weigh: (pair: Pair) => number, ratioOf: (pair: Pair) => number): Told {
  const pairs = round.map((pair): Counted => ({ ratio: ratioOf(pair), weight: weigh(pair) }));
  const all = weightOf(pairs);
  const middle = middleOfCounted(pairs);
  const ratios = pairs.map(({ ratio }) => ratio);
  const weights = pairs.map(({ weight }) => weight);
  const pulls = pullsOn(middle, ratios, weights).map((pull, i) => ((weights[i] ?? 0) * pull) / all);
  const off = cut(pulls).map((block) => block.reduce((sum, pull) => sum + pull, 0));
  const few = off.length / (off.length - 1);
  const error = off.length < 2 ? 0 : Math.sqrt(few * varianceOfSum(off));
  const blocks = cut(pairs).map((block) => middleOfCounted(block) * Math.sqrt(weightOf(block)));
  return { middle, error, weight: all, blocks };
}

function weightOf(pairs: readonly Counted[]): number {
  return pairs.reduce((sum, { weight }) => sum + weight, 0);
}

function middleOfCounted(pairs: readonly Counted[]): number {
  return middleOf(
    pairs.map(({ ratio }) => ratio),
    pairs.map(({ weight }) => weight),
  );
}

/** The variance of the sum of values in the order of time, by Geyer's initial positive sequence (1992). */
function varianceOfSum(values: readonly number[]): number {
  const together = (lag: number): number =>
    values.reduce((sum, value, i) => sum + (i + lag < values.length ? value * (values[i + lag] ?? 0) : 0), 0);
  const alone = together(0);
  let sum = -alone;
  for (let lag = 0; lag + 1 < values.length; lag += 2) {
    const two = together(lag) + together(lag + 1);
    if (two <= 0) break;
    sum += 2 * two;
  }
  return Math.max(alone, sum);
}

/** Pieces of almost the same length, in the order of time. */
export function cut<T>(items: readonly T[]): readonly (readonly T[])[] {
  const n = items.length;
  const many = Math.max(1, Math.min(BLOCKS, Math.floor(n / LEAST_BLOCK)), Math.ceil(n / MOST_BLOCK));
  return Array.from({ length: many }, (_, i) =>
    items.slice(Math.round((i * n) / many), Math.round(((i + 1) * n) / many)),
  );
}

/** How many blocks the errors of the other rounds count for, in what is taken for the error of one. */
const OF_OTHERS = 8;

/** What the rounds of one kind of request say. */
export interface ToldRow {
  readonly rounds: readonly Told[];
  /** Rounds of base against base: their middle is known to be 1, each says something of the variance. */
  readonly alone: readonly Told[];
}

/**
 * The rounds of each row together, each one result of a small study of its own (random effects: Hartung and Knapp 2001, Sidik
 * and Jonkman 2002): a round weighs 1 / (BETWEEN² + its error²), the variance is that of how far they really lie apart. A few
 * rounds cannot tell their own variance, so that it is drawn towards the one expected, which counts as much as TRUST rounds
 * (the moderated t of Smyth 2004). Where it is refuted, by this row's rounds or by those of all rows (a machine on which processes
 * of one program are unlike, makes them so for each request), it was guessed wrongly, and counts for less the further they lie
 * apart: what is left is what they show, with the freedom that they have.
 */
export function together<T extends ToldRow>(rows: readonly T[]): readonly (T & { readonly estimate: Estimate })[] {
  const summed = rows.map((row) => ({ row, ...sumsOf(row) }));
  const all = (of: 'apart' | 'freedom'): number => summed.reduce((sum, one) => sum + one[of], 0);
  const believed = believable(all('apart'), all('freedom'));
  return summed.map(({ row, value, weight, apart, freedom }) => {
    const sure = TRUST * Math.min(believed, believable(apart, freedom));
    const variance = (sure + apart) / (sure + freedom);
    return { ...row, estimate: { value, error: Math.sqrt(variance / weight), freedom: sure + freedom } };
  });
}

/** A row's middle, the weight of its rounds, and how far they lie apart: the sum of as many squares as the degrees of freedom, each 1 as expected. */
interface Sums {
  readonly value: number;
  readonly weight: number;
  readonly apart: number;
  readonly freedom: number;
}

/** A round's own error would favour one that agrees with itself by chance: it is drawn towards what those of all rounds let expect of such pairs. */
function sumsOf({ rounds, alone }: ToldRow): Sums {
  const every = [...rounds, ...alone];
  const noise = every.reduce((sum, { error, weight }) => sum + error ** 2 * weight, 0) / every.length;
  const worth = ({ error, weight, blocks }: Told): number => {
    const own = Math.max(0, blocks.length - 1);
    return 1 / (BETWEEN ** 2 + (OF_OTHERS * (noise / weight) + own * error ** 2) / (OF_OTHERS + own));
  };
  const weight = rounds.reduce((sum, told) => sum + worth(told), 0);
  const value = rounds.reduce((sum, told) => sum + worth(told) * told.middle, 0) / weight;
  const against = rounds.reduce((sum, told) => sum + worth(told) * (told.middle - value) ** 2, 0);
  const apart = against + alone.reduce((sum, told) => sum + worth(told) * told.middle ** 2, 0);
  return { value, weight, apart, freedom: Math.max(0, rounds.length - 1) + alone.length };
}

/** What is left of the guess, from 1 to 0: all of it, unless so many squares come to more than REFUTED lets them by chance. */
function believable(apart: number, freedom: number): number {
  return freedom === 0 ? 1 : Math.min(1, (chiSquareAbove(REFUTED, freedom) / apart) ** FALLS);
}
