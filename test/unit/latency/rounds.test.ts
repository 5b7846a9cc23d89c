import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeded } from '../../../src/latency/bootstrap.ts';
import { BETWEEN, type Pair, type Round, type Told, TRUST, together, toldBy } from '../../../src/latency/rounds.ts';
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

/** Rounds that lie `apart` times as far from one another as is expected, around the middle. */
function lying(apart: number, many = 10, middle = 0): readonly Told[] {
  const off = BETWEEN * Math.sqrt((apart * (many - 1)) / many);
  return Array.from({ length: many }, (_, i) => ({
    ...{ middle: middle + (i % 2 === 0 ? off : -off), error: 0, weight: 1, blocks: [0, 0] },
  }));
}
const estimateOf = (rounds: readonly Told[], ...others: readonly (readonly Told[])[]) =>
  together([rounds, ...others].map((of) => ({ rounds: of, alone: [] })))[0]?.estimate;
/** What the rounds alone say of their variance. */
const shownBy = (apart: number, many = 10): number => BETWEEN * Math.sqrt(apart / many);

describe('how far the rounds lie apart', () => {
  test('is drawn towards what is expected, as by so many rounds more', () => {
    const estimate = estimateOf(lying(0.5, 10, 0.02));
    expect(estimate?.value).toBeCloseTo(0.02, 12);
    expect(estimate?.freedom).toBe(TRUST + 9);
    expect(estimate?.error).toBeCloseTo(shownBy((TRUST + 9 * 0.5) / (TRUST + 9)), 12);
  });

  test('up to what comes by chance the guess stands; far beyond it, what is shown stands alone', () => {
    expect(estimateOf(lying(1.8))?.freedom).toBe(TRUST + 9); // 5 % of them show more than 1.88 times
    const estimate = estimateOf(lying(8));
    expect(estimate?.freedom).toBeCloseTo(9, 1);
    expect(estimate?.error).toBeGreaterThan(0.98 * shownBy(8));
  });

  test('what rounds of other requests refute, those that lie close together by chance do not make true', () => {
    expect(estimateOf(lying(0.5), lying(1), lying(1.2))?.freedom).toBe(TRUST + 9);
    const among = estimateOf(lying(0.5), lying(8), lying(8));
    expect(among?.freedom).toBeCloseTo(9, 0);
    expect(estimateOf(lying(0.5))?.error).toBeGreaterThan(shownBy(0.5));
    expect(among?.error).toBeCloseTo(shownBy(0.5), 4);
  });

  test('of one round nothing is known but the guess; rounds of base alone tell it as well', () => {
    expect(estimateOf(lying(0, 1, 0.01))).toEqual({ value: expect.closeTo(0.01, 12), error: BETWEEN, freedom: TRUST });
    const [told] = together([{ rounds: lying(0, 1, 0.01), alone: lying(8, 12) }]);
    expect(told?.estimate.freedom).toBeCloseTo(12, 1);
    expect(told?.estimate.error).toBeGreaterThan(2.5 * BETWEEN);
  });

  test('an estimate is between what was guessed and what is shown, and says what it is of', () => {
    const fewOrMany = fc.integer({ min: 1, max: 20 }).map((half) => 2 * half); // as many on each side
    const far = fc.double({ min: 0.01, max: 30, noNaN: true });
    const between = fc.property(fewOrMany, far, far, (many, apart, other) => {
      const { error = 0, freedom = 0 } = estimateOf(lying(apart, many), lying(other, 8)) ?? {};
      const [low, high] = [Math.min(1, apart), Math.max(1, apart)].map((by) => shownBy(by, many)) as [number, number];
      expect(error).toBeGreaterThanOrEqual(low * (1 - 1e-9));
      expect(error).toBeLessThanOrEqual(high * (1 + 1e-9));
      expect(freedom).toBeGreaterThanOrEqual(many - 1);
      expect(freedom).toBeLessThanOrEqual(TRUST + many - 1);
    });
    fc.assert(between);
  });
});
