import { expect, test } from 'vitest';
import { seeded } from '../../../src/latency/bootstrap.ts';
import { compareStarts, type PairedStarts, type StartComparison } from '../../../src/latency/cold-compare.ts';
import type { Pair } from '../../../src/latency/rounds.ts';
import { middleOf } from '../../../src/latency/wilcoxon.ts';

/** Starts of made-up machines, head against base. */
interface World {
  readonly rounds: number;
  /** Pairs of each. */
  readonly pairs: number;
  /** How much longer the head takes: 0.1 is +10 %. */
  readonly slower: number;
  /** How far one start is from the next one: a standard deviation, of the logarithm. */
  readonly spread: number;
  /** The same of two processes, each for all of its round. */
  readonly between?: number;
  /** How many of a hundred starts something holds up, for twice as long again. */
  readonly stalls?: number;
}

function startsIn(world: World, random: () => number): readonly (readonly Pair[])[] {
  const { rounds, pairs, slower, spread, between = 0, stalls = 0 } = world;
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const start = (ms: number) => ms * Math.exp(spread * normal()) * (random() * 100 < stalls ? 3 : 1);
  return Array.from({ length: rounds }, () => {
    const luck = Math.exp(between * normal());
    return Array.from({ length: pairs }, () => ({ base: start(40), head: start(40 * (1 + slower) * luck) }));
  });
}

const FRESH = { rounds: 20, pairs: 1, slower: 0, spread: 0.04 };

function judged(world: World, seed = 7, margin?: number): StartComparison {
  const rounds = startsIn(world, seeded(seed));
  const [one] = compareStarts([{ name: 'process', rounds, ...(margin === undefined ? {} : { margin }) }]);
  if (one === undefined) throw new Error('nothing was compared');
  return one;
}

test.each<[string, World, StartComparison['kind']]>([
  ['the same', { ...FRESH, spread: 0.02 }, 'no change'],
  ['a fifth slower', { ...FRESH, slower: 0.2 }, 'slower'],
  ['a fifth faster', { ...FRESH, slower: -1 / 6 }, 'faster'],
  ['a third slower, with a stall or two', { ...FRESH, rounds: 40, slower: 0.33, stalls: 4 }, 'slower'],
  ['a fifth slower, in isolates of a few processes', { ...FRESH, rounds: 5, pairs: 6, slower: 0.2 }, 'slower'],
  ['half a percent slower, and as steady as that may be', { ...FRESH, slower: 0.005, spread: 1e-4 }, 'no change'],
  ['a fifth slower, by too few pairs', { ...FRESH, rounds: 11, slower: 0.2 }, 'cannot tell'],
  ['a fifth slower, by one pair', { ...FRESH, rounds: 1, slower: 0.2 }, 'cannot tell'],
  ['the same, on a machine that differs from itself', { ...FRESH, spread: 0.3 }, 'cannot tell'],
  ['processes that differ by a third', { ...FRESH, rounds: 5, pairs: 6, between: 0.3 }, 'cannot tell'],
])('%s: %s', (_, world, kind) => {
  const told = judged(world);
  expect(told.kind).toBe(kind);
  const { interval: [low, high] = [0, Number.POSITIVE_INFINITY] } = told;
  expect(low).toBeLessThanOrEqual(1 + world.slower);
  expect(high).toBeGreaterThanOrEqual(1 + world.slower);
});

/** Pairs of five processes, steady in each of them, by what the head takes longer there; and the same without shared processes. */
test.each<[string, readonly number[], StartComparison['kind']]>([
  ['as much as two processes of one program do', [0.012, 0.012, 0.012, 0.012, 0.012], 'no change'],
  ['each by another share', [0.01, 0.05, 0.02, 0.04, 0.03], 'no change'],
  ['all by far more', [0.1, 0.1, 0.11, 0.1, 0.1], 'slower'],
])('processes share their luck with all that they start. Different %s', (_, shares, kind) => {
  const rounds = shares.map((share) =>
    Array.from({ length: 6 }, (_, i) => ({ base: 40 + i / 100, head: 40 * (1 + share) })),
  );
  expect(compareStarts([{ name: 'isolate', rounds }])[0]?.kind).toBe(kind);
  const fresh = rounds.flat().map((pair) => [pair]);
  expect(compareStarts([{ name: 'process', rounds: fresh }])[0]?.kind).toBe('slower');
});

test('the ratio is the middle of the pairs, base and head are medians', () => {
  const rounds = [12, 15, 11, 30].map((head) => [{ base: 10, head }]);
  const [told] = compareStarts([{ name: 'isolate', rounds }]);
  const middle = Math.exp(middleOf([12, 15, 11, 30].map((head) => Math.log(head / 10))));
  expect(told).toMatchObject({ base: 10, head: 13.5, ratio: expect.closeTo(middle, 12), pairs: 4 });
});

test('what would have been seen is: a change of that size is told, and none is told below it', () => {
  const { seeable } = judged({ ...FRESH, rounds: 30 });
  expect(seeable).toBeGreaterThan(1.01);
  const found = (slower: number): number =>
    Array.from({ length: 25 }, (_, seed) => judged({ ...FRESH, rounds: 30, slower }, seed)).filter(
      ({ kind }) => kind === 'slower',
    ).length;
  expect(found(1.2 * (seeable - 1))).toBeGreaterThanOrEqual(23);
  expect(found(0.2 * (seeable - 1))).toBeLessThanOrEqual(2);
});

test('rows are judged together: one that would stand alone does not among many', () => {
  const rounds = startsIn({ ...FRESH, rounds: 12, slower: 0.5 }, seeded(3)); // 2 of 2^12: p is 4.9e-4
  const row = (name: PairedStarts['name']): PairedStarts => ({ name, rounds });
  expect(compareStarts([row('process')]).map(({ kind }) => kind)).toEqual(['slower']);
  const same = startsIn({ ...FRESH, rounds: 12 }, seeded(4));
  const both = compareStarts([row('process'), { name: 'isolate', rounds: same }]);
  expect(both.map(({ kind }) => kind)).toEqual(['cannot tell', 'cannot tell']);
  const more = startsIn({ ...FRESH, rounds: 13, slower: 0.5 }, seeded(3)); // p is 2.4e-4: half of it is for those with a budget
  const gated = (rounds: PairedStarts['rounds']) =>
    compareStarts([
      { name: 'process', rounds, margin: 0.1 },
      { name: 'isolate', rounds: same },
    ]).map(({ kind, budget }) => [kind, budget]);
  expect(gated(more)).toEqual([
    ['slower', 'over'],
    ['cannot tell', undefined],
  ]);
  expect(gated(rounds)[0]).toEqual(['cannot tell', 'cannot tell']);
});

test.each<[string, World, number, StartComparison['budget']]>([
  ['over a budget', { ...FRESH, slower: 0.4 }, 0.1, 'over'],
  ['within one', { ...FRESH, spread: 0.02, slower: 0.01 }, 0.1, 'within'],
  ['slower, but not surely over', { ...FRESH, spread: 0.02, slower: 0.1 }, 0.1, 'cannot tell'],
  ['within one that is less than anybody would have seen', FRESH, 0.02, 'cannot tell'],
  ['faster', { ...FRESH, slower: -0.4 }, 0.1, 'cannot tell'],
])('%s', (_, world, margin, budget) => {
  expect(judged(world, 7, margin).budget).toBe(budget);
});

test('made-up machines on which nothing has changed raise no alarm', () => {
  const random = seeded(11);
  const alarms = Array.from({ length: 50 }, () =>
    compareStarts([
      { name: 'process', rounds: startsIn({ ...FRESH, rounds: 14, stalls: 5 }, random) },
      { name: 'isolate', rounds: startsIn({ ...FRESH, rounds: 5, pairs: 6, between: 0.007 }, random) },
      { name: 'compile', rounds: startsIn({ ...FRESH, rounds: 14, spread: 0.2 }, random) },
    ]).filter(({ kind }) => kind === 'slower' || kind === 'faster'),
  );
  expect(alarms.flat()).toEqual([]);
});
