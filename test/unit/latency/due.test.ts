import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seeded } from '../../../src/latency/bootstrap.ts';
import { compare } from '../../../src/latency/compare.ts';
import { type Asked, queues, slotOf, summaryOf, withDue } from '../../../src/latency/due.ts';
import { lookAt } from '../../../src/latency/looks.ts';
import type { Round } from '../../../src/latency/rounds.ts';
import { QUIET, raced } from './simulated.ts';

const USUAL = new Map([['a', [2, 2, 2, 2]]]);
const SLOT = slotOf([2]);
const asked = (base: number, head: number): Asked<string> => ({ kind: 'a', base, head });
const pairsOf = (all: readonly Asked<string>[]): Round => withDue(all, USUAL).get('a') ?? [];

test('a stall counts for those that were due meanwhile, each a slot less, on the side that stalled alone', () => {
  const calm = Array.from({ length: 9 }, () => asked(2, 2));
  const pairs = pairsOf([...calm, asked(2, 14), ...calm]);
  expect(SLOT).toBe(5);
  expect(pairs.slice(9, 14)).toEqual([
    { base: 2, head: 14 },
    { base: 2, head: 2, due: { base: 2, head: 11 } },
    { base: 2, head: 2, due: { base: 2, head: 8 } },
    { base: 2, head: 2, due: { base: 2, head: 5 } },
    { base: 2, head: 2 },
  ]);
  expect(pairs.slice(14).some(({ due }) => due !== undefined)).toBe(false);
});

test('what another kind of request stalls makes this one wait', () => {
  const kinds = new Map([...USUAL, ['b', [2, 2]]]);
  const pairs = withDue([{ kind: 'b', base: 12, head: 2 }, asked(2, 2)], kinds);
  expect(pairs.get('a')).toEqual([{ base: 2, head: 2, due: { base: 9, head: 2 } }]); // b's slot is 5: its own stall is rare
});

/** The same by a clock: each request is due a slot after the one before, and begins once that one is answered. */
function byClock(times: readonly number[], slot: number): readonly number[] {
  let free = 0;
  return times.map((ms, i) => {
    free = Math.max(free, i * slot) + ms;
    return free - i * slot;
  });
}

test('both sides are what a clock would have said, whatever they take', () => {
  const ms = fc.oneof(fc.double({ min: 0, max: 5, noNaN: true }), fc.double({ min: 0, max: 3000, noNaN: true }));
  const round = fc.array(fc.record({ base: ms, head: ms }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(round, (times) => {
      const slot = slotOf([2, 2, 2, 2, ...times.flatMap(({ base, head }) => [base, head])]);
      const due = pairsOf(times.map(({ base, head }) => asked(base, head))).map((pair) => pair.due ?? pair);
      for (const side of ['base', 'head'] as const) {
        const clock = byClock(
          times.map((one) => one[side]),
          slot,
        );
        for (const [i, one] of due.entries()) expect(one[side]).toBeCloseTo(clock[i] ?? Number.NaN, 6);
      }
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
  const all = raced('a', QUIET, { rounds: 6, pairs: 400 }, seeded(3)).rounds;
  return all.map((round, r) =>
    pairsOf(round.map(({ base, head }, i) => asked(base, rounds.includes(r) && i === 100 ? 2000 : head))),
  );
}

test('a stall of 2 s in each round shows in p99 of its side, and in no middle', () => {
  const pairs = stalling([0, 1, 2, 3, 4, 5]).flat();
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
