import { errorOf, intervalOf, type Random, type Resampled, resample } from './bootstrap.ts';
import { atLeast } from './budget.ts';
import { fromDue, queues } from './due.ts';
import { cut, log, type Round, type Times } from './rounds.ts';
import { leastSamples } from './summarize.ts';

/** What rounds say of log(head / base) of one percentile far out. */
export interface Tail {
  readonly value: number;
  readonly error: number;
  /** For a level, its interval. */
  readonly interval: (level: number) => readonly [number, number];
  /** The chance of so uneven signs of the blocks, were head and base the same. */
  readonly p: number;
  /** The least log ratio at which those signs would have fallen below a level. */
  readonly seeable: (level: number) => number;
}

/** Samples beyond a percentile, of each side, that it takes to hold it against another one. */
const BEYOND = 10;
const DRAWS = 1000;
/** From so many rounds on, whole rounds are drawn, too. */
const MANY_ROUNDS = 8;

/** The least pairs by which percentile `q` of head and base may be held against one another. */
export function leastPairs(q: number): number {
  return leastSamples(q, BEYOND);
}

/** Percentile `q` of head against base, from when each was due, by bootstrap over blocks of pairs; undefined below `leastPairs`. */
export function tailOf(rounds: readonly Round[], q: number, random: Random): Tail | undefined {
  const blocks = rounds.flatMap((round) => cut(queues(round)).map((block) => block.flat().map(fromDue)));
  if (blocks.flat().length < leastPairs(q)) return undefined;
  const ofBlocks = drawn(blocks, q, random);
  const ofRounds =
    rounds.length < MANY_ROUNDS
      ? undefined
      : drawn(
          rounds.map((round) => round.map(fromDue)),
          q,
          random,
        );
  const few = Math.sqrt(rounds.length / (rounds.length - 1));
  const own = errorOf(ofBlocks);
  const wider = ofRounds === undefined || own === 0 ? 1 : Math.max(1, (few * errorOf(ofRounds)) / own);
  return {
    value: ofBlocks.observed,
    error: own * wider,
    interval: (level) => {
      const [low, high] = intervalOf(ofBlocks, level);
      return [
        ofBlocks.observed - (ofBlocks.observed - low) * wider,
        ofBlocks.observed + (high - ofBlocks.observed) * wider,
      ];
    },
    p: signs(blocks, q),
    seeable: (level) => leastUneven(blocks, q, ofBlocks.observed, level),
  };
}

interface Sample {
  readonly ms: number;
  readonly unit: number;
}

function drawn(units: readonly (readonly Times[])[], q: number, random: Random): Resampled {
  const side = (which: keyof Times): readonly Sample[] =>
    units.flatMap((pairs, unit) => pairs.map((pair) => ({ ms: pair[which], unit }))).sort((a, b) => b.ms - a.ms);
  const [base, head] = [side('base'), side('head')];
  const statistic = (counts: Uint32Array): number => {
    const n = units.reduce((sum, pairs, unit) => sum + pairs.length * (counts[unit] ?? 0), 0);
    return log(quantileFromTop(head, counts, n, q)) - log(quantileFromTop(base, counts, n, q));
  };
  return resample(units.length, statistic, DRAWS, random);
}

/** As `quantile` of summarize.ts, of samples from the largest on that each come as often as their unit does. */
function quantileFromTop(falling: readonly Sample[], counts: Uint32Array, n: number, q: number): number {
  const rank = (n - 1) * (1 - q);
  let passed = 0;
  let high: number | undefined;
  for (const { ms, unit } of falling) {
    passed += counts[unit] ?? 0;
    if (high === undefined && passed > Math.floor(rank)) high = ms;
    if (high !== undefined && passed > Math.ceil(rank)) return high + (ms - high) * (rank - Math.floor(rank));
  }
  return high ?? Number.NaN;
}

/**
 * The sign test (Arbuthnott 1710; Dixon and Mood 1946) over blocks: in each, are more of head's or of base's answers slower
 * than percentile `q` of all? However far out they are, and however many one stall hit in a row: a block has one voice.
 */
function signs(blocks: readonly (readonly Times[])[], q: number, factor = 1): number {
  const all = blocks.flatMap((pairs) => pairs.flatMap(({ base, head }) => [base, head * factor]));
  const limit = Float64Array.from(all).sort()[Math.floor((all.length - 1) * q)] ?? Number.NaN;
  const more = blocks.map((pairs) =>
    pairs.reduce((sum, { base, head }) => sum + +(head * factor > limit) - +(base > limit), 0),
  );
  const [plus, minus] = [more.filter((one) => one > 0).length, more.filter((one) => one < 0).length];
  return Math.min(1, 2 * atLeast(Math.max(plus, minus), plus + minus, 0.5));
}

/** The largest log ratio that is looked for. */
const MOST = Math.log(8);

/** By halving: how much slower all of head's answers would have to be, were they not `observed` slower already. */
function leastUneven(blocks: readonly (readonly Times[])[], q: number, observed: number, level: number): number {
  const uneven = (ratio: number): boolean => signs(blocks, q, Math.exp(ratio - observed)) <= level;
  if (!uneven(MOST)) return Number.POSITIVE_INFINITY;
  let [low, high] = [0, MOST];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (uneven(middle)) high = middle;
    else low = middle;
  }
  return high;
}
