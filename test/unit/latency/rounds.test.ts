import { expect, test } from 'vitest';
import { seeded } from '../../../src/latency/bootstrap.ts';
import { type Pair, type Round, type Told, toldBy } from '../../../src/latency/rounds.ts';
import { QUIET, raced } from './simulated.ts';

const SIZE = { rounds: 12, pairs: 60 };
const inOrder = (round: Round): Round => round.map(({ first: _, ...pair }): Pair => pair);
const spreadOf = (told: readonly Told[]): number =>
  Math.sqrt(told.reduce((sum, { middle }) => sum + middle ** 2, 0) / told.length);

test('what being asked second does is taken off, where it is known who was', () => {
  const world = { ...QUIET, second: 0.3 };
  const rounds = Array.from({ length: 10 }, (_, i) => raced('a', world, SIZE, seeded(i)).rounds);
  const known = rounds.flatMap(toldBy);
  const unknown = rounds.flatMap((of) => toldBy(of.map(inOrder)));
  expect(spreadOf(known)).toBeLessThan(0.95 * spreadOf(unknown));
  const none = Array.from({ length: 10 }, (_, i) => raced('a', { ...world, second: 0 }, SIZE, seeded(i)).rounds);
  expect(spreadOf(known)).toBeLessThan(1.02 * spreadOf(none.flatMap(toldBy)));
});

test('a change of head stays in, however unlike both orders are', () => {
  const told = toldBy(raced('a', { ...QUIET, second: 0.3 }, SIZE, seeded(3), { all: 1.05 }).rounds);
  const middle = told.reduce((sum, one) => sum + one.middle, 0) / told.length;
  expect(Math.exp(middle)).toBeGreaterThan(1.04);
  expect(Math.exp(middle)).toBeLessThan(1.06);
});

test('the error of a round is what its middle is off by', () => {
  const told = Array.from({ length: 20 }, (_, i) =>
    toldBy(raced('a', { ...QUIET, process: 0 }, SIZE, seeded(100 + i)).rounds),
  ).flat();
  const off = Math.sqrt(told.reduce((sum, { middle, error }) => sum + (middle / error) ** 2, 0) / told.length);
  expect(off).toBeGreaterThan(0.8);
  expect(off).toBeLessThan(1.35);
});
