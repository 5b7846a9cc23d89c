import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seeded } from '../../../src/latency/bootstrap.ts';
import { compare } from '../../../src/latency/compare.ts';
import { type Asked, queues, slotOf, summaryOf, waitsOf, withDue } from '../../../src/latency/due.ts';
import { lookAt } from '../../../src/latency/looks.ts';
import type { Round } from '../../../src/latency/rounds.ts';
import { QUIET, raced } from './simulated.ts';

const USUAL = new Map([['a', [2, 2, 2, 2].map((ms) => ({ base: ms, head: ms }))]]);
const SLOT = slotOf([2]);
const asked = (base: number, head: number): Asked<string> => ({ kind: 'a', base, head });
const pairsOf = (all: readonly Asked<string>[]): Round => withDue(all, USUAL).get('a') ?? [];
const CALM = Array.from({ length: 20 }, () => asked(2, 2));

test('a stall counts for those that were due meanwhile, each a slot less, on the side that stalled alone', () => {
  const pairs = pairsOf([...CALM, asked(2, 52), ...CALM]);
  expect(SLOT).toBe(5);
  const [stalled, ...others] = pairs.slice(20);
  expect(stalled).toEqual({ base: 2, head: 52 });
  expect(others.slice(0, 3).map(({ due }) => due)).toEqual([
    { base: 2, head: 49 },
    { base: 2, head: 44 },
    { base: 2, head: 39 },
  ]);
  expect(others.filter(({ due }) => due !== undefined)).toHaveLength(10);
});

test('what another kind of request stalls makes this one wait', () => {
  const kinds = new Map([...USUAL, ['b', [2, 2, 2].map((ms) => ({ base: ms, head: ms }))]]);
  const pairs = withDue([...CALM, { kind: 'b', base: 2000, head: 2 }, asked(2, 2)], kinds);
  expect(pairs.get('a')?.at(-1)).toEqual({ base: 2, head: 2, due: { base: 2 + 2000 - SLOT, head: 2 } });
});

test.each<[string, (i: number) => number, (i: number) => number]>([
  ['one side is five times as slow', () => 10, () => 50],
  ['one of seven takes ten times as long', (i) => (i % 7 === 0 ? 100 : 10), (i) => (i % 7 === 3 ? 100 : 10)],
  ['one of ten takes a hundred times as long', (i) => (i % 10 === 0 ? 200 : 2), (i) => (i % 10 === 5 ? 200 : 2)],
])('nothing waits where nothing befell a side: %s', (_, base, head) => {
  const pairs = pairsOf(Array.from({ length: 140 }, (_one, i) => asked(base(i), head(i))));
  expect(pairs.filter(({ due }) => due !== undefined)).toEqual([]);
});

test('whatever a side takes, nothing is told to have taken longer than two stalls', () => {
  const ms = fc.oneof(fc.double({ min: 0, max: 5, noNaN: true }), fc.double({ min: 0, max: 3000, noNaN: true }));
  fc.assert(
    fc.property(fc.array(fc.record({ ms, slot: fc.double({ min: 2, max: 50, noNaN: true }) })), (all) => {
      const most = Math.max(0, ...all.map((one) => one.ms));
      for (const wait of waitsOf(all)) expect(wait).toBeLessThanOrEqual(most);
    }),
    { numRuns: 50 },
  );
});

test('pairs that waited are one with what they waited for', () => {
  const due = { base: 1, head: 9 };
  const pairs: Round = [
    { base: 1, head: 1 },
    { base: 1, head: 1, due },
    { base: 1, head: 1, due },
    { base: 2, head: 2 },
  ];
  expect(queues(pairs).map((queue) => queue.length)).toEqual([3, 1]);
  expect(queues(pairs).flat()).toEqual(pairs);
});

/** Rounds of a quiet machine, as they were due; in those that are named head stalls for 2 s, once. */
function stalling(rounds: readonly number[]): readonly Round[] {
  const all = raced('a', QUIET, { rounds: 9, pairs: 270 }, seeded(3)).rounds;
  return all.map((round, r) =>
    pairsOf(round.map(({ base, head }, i) => asked(base, rounds.includes(r) && i === 100 ? 2000 : head))),
  );
}

test('a stall of 2 s in each round shows in p99 of its side, and in no middle', () => {
  const pairs = stalling([0, 1, 2, 3, 4, 5, 6, 7, 8]).flat();
  const [base, head] = [summaryOf(pairs, 'base'), summaryOf(pairs, 'head')];
  expect(head.p99).toBeGreaterThan(1000);
  expect(base.p99).toBeLessThan(20);
  expect(head.p50 / base.p50).toBeCloseTo(1, 1);
});

test('one stall is one thing that happened, however many waited for it: no verdict', () => {
  const rows = compare([{ name: 'a', rounds: stalling([2]) }], lookAt(1), seeded(1));
  expect(rows.map(({ kind }) => kind)).toEqual(['no change', 'cannot tell', 'cannot tell']);
  expect(rows.at(-1)?.ratio).toBeGreaterThan(100);
});
