import type { Estimate } from './equivalence.ts';
import { medianOf, middleOf } from './wilcoxon.ts';

/** What base and head took, in ms. */
export interface Times {
  readonly base: number;
  readonly head: number;
}

/** The same request asked of base and of head, one right after the other, which of them first left to chance. */
export interface Pair extends Times {
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
 * where its memory came to lie, which core it is on, when its code was compiled. A guess for a quiet machine, held to what rounds
 * really show: on one that is never quiet bench/race measured 2 %, and that such a guess is worth 3 rounds.
 */
export const BETWEEN = 0.007;
/** How many rounds that guess weighs as much as, where they bear it out. */
export const TRUST = 4;

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
  const weigh = weighing(rounds.flat());
  return rounds.filter((round) => round.length > 0).map((round) => toldByOne(round, weigh));
}

/** What a coarse clock calls 0 is at least a nanosecond. */
export const log = (ms: number): number => Math.log(Math.max(1e-6, ms));
const logRatio = ({ base, head }: Pair): number => log(head) - log(base);
const slowness = ({ base, head }: Pair): number => log(head) + log(base);

function weighing(pairs: readonly Pair[]): (pair: Pair) => number {
  const center = medianOf(pairs.map(logRatio));
  const ordered = [...pairs].sort((a, b) => slowness(a) - slowness(b));
  const many = Math.max(1, Math.min(STRATA, Math.floor(pairs.length / LEAST_STRATUM)));
  const strata = Array.from({ length: many }, (_, i) =>
    ordered.slice(Math.round((i * pairs.length) / many), Math.round(((i + 1) * pairs.length) / many)),
  );
  const weights = strata.map((stratum) => {
    const spread = medianOf(stratum.map((pair) => Math.abs(logRatio(pair) - center)));
    return Math.max(LEAST_SPREAD, spread) ** -2;
  });
  const edges = strata.slice(1).map((stratum) => slowness(stratum[0] ?? { base: 1, head: 1 }));
  return (pair) => weights[edges.filter((edge) => slowness(pair) >= edge).length] ?? 1;
}

/**
 * A round cut into blocks by time: neighbours depend on one another, the blocks less. The error is that of the blocks'
 * weighted mean (batch means: Flegal and Jones 2010), with what still holds one block and later ones together.
 */
function toldByOne(round: Round, weigh: (pair: Pair) => number): Told {
  const blocks = cut(round).map((block) => {
    const weights = block.map(weigh);
    const weight = weights.reduce((sum, one) => sum + one, 0);
    return { middle: middleOf(block.map(logRatio), weights), weight };
  });
  const all = blocks.reduce((sum, { weight }) => sum + weight, 0);
  const middle = blocks.reduce((sum, block) => sum + block.weight * block.middle, 0) / all;
  const off = blocks.map((block) => (block.weight * (block.middle - middle)) / all);
  const few = blocks.length / (blocks.length - 1);
  const error = blocks.length < 2 ? 0 : Math.sqrt(few * varianceOfSum(off));
  return { middle, error, weight: all, blocks: blocks.map((block) => block.middle * Math.sqrt(block.weight)) };
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

/**
 * All rounds together, each one result of a small study of its own (random effects: Hartung and Knapp 2001, Sidik and Jonkman
 * 2002): a round weighs 1 / (BETWEEN² + its error²), the variance is that of how far they really lie apart. A round's own error
 * would favour one that agrees with itself by chance; the one used is that of all rounds, by the weight of its pairs. A few
 * rounds cannot tell their own variance, so that it is drawn towards the one expected, which counts as much as TRUST rounds
 * (the moderated t of Smyth 2004), but never below what they show. Where they show more than was guessed, the guess was wrong
 * for this machine, and the more so the less it makes one sure of anything. `alone` are rounds of base against base: their middle is
 * known to be 1, each says something of the variance.
 */
export function together(rounds: readonly Told[], alone: readonly Told[]): Estimate {
  const every = [...rounds, ...alone];
  const noise = every.reduce((sum, { error, weight }) => sum + error ** 2 * weight, 0) / every.length;
  const weightOf = ({ weight }: Told): number => 1 / (BETWEEN ** 2 + noise / weight);
  const all = rounds.reduce((sum, told) => sum + weightOf(told), 0);
  const value = rounds.reduce((sum, told) => sum + weightOf(told) * told.middle, 0) / all;
  const apart = rounds.reduce((sum, told) => sum + weightOf(told) * (told.middle - value) ** 2, 0);
  const apartAlone = alone.reduce((sum, told) => sum + weightOf(told) * told.middle ** 2, 0);
  const known = Math.max(0, rounds.length - 1) + alone.length;
  const shown = (apart + apartAlone) / Math.max(1, known);
  const scale = Math.max(shown, (TRUST + apart + apartAlone) / (TRUST + known));
  const sure = TRUST * Math.min(1, shown ** -2);
  return { value, error: Math.sqrt(scale / all), freedom: sure + known };
}
