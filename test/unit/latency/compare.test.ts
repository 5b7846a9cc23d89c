import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeded } from '../../../src/latency/bootstrap.ts';
import { type Comparison, compare, type Raced } from '../../../src/latency/compare.ts';
import { holm } from '../../../src/latency/holm.ts';
import { enough, type Look, lookAt } from '../../../src/latency/looks.ts';
import { together, toldBy, whole } from '../../../src/latency/rounds.ts';
import { leastPairs } from '../../../src/latency/tail.ts';
import { type Change, QUIET, raced, WORLDS } from './simulated.ts';

const LAST = lookAt(1);
const SIZE = { rounds: 9, pairs: 40 };

function one(rows: readonly Raced[], measure: Comparison['measure'] = 'p50', look: Look = LAST): Comparison {
  const found = compare(rows, look, seeded(1)).find((row) => row.name === rows[0]?.name && row.measure === measure);
  if (found === undefined) throw new Error(`no ${measure}`);
  return found;
}

const inWorld = (seed: number, change: Change = {}, size = SIZE, world = QUIET): Raced =>
  raced('verify', world, size, seeded(Math.imul(seed, 2654435761)), change); // neighbouring seeds far apart

describe('verdicts', () => {
  test('a head that takes 10 % more is slower, over a budget of 2 %, and its interval holds the truth', () => {
    const row = one([{ ...inWorld(1, { all: 1.1 }), margins: { p50: 0.02 } }]);
    expect(row).toMatchObject({ kind: 'slower', budget: 'over', rounds: 9, pairs: 360 });
    expect(row.interval?.[0]).toBeLessThan(1.1);
    expect(row.interval?.[1]).toBeGreaterThan(1.1);
    expect(row.seeable).toBeLessThan(1.1);
  });

  test('the same with its sides swapped is faster by the same', () => {
    const rounds = inWorld(1, { all: 1.1 }).rounds;
    const swapped = rounds.map((round) => round.map(({ base, head }) => ({ base: head, head: base })));
    const [slower, faster] = [one([{ name: 'verify', rounds }]), one([{ name: 'verify', rounds: swapped }])];
    expect([slower.kind, faster.kind]).toEqual(['slower', 'faster']);
    expect((slower.ratio ?? 0) * (faster.ratio ?? 0)).toBeCloseTo(1, 2);
  });

  test('the same program is unchanged, and within its budget', () => {
    expect(one([{ ...inWorld(2), margins: { p50: 0.1 } }])).toMatchObject({ kind: 'no change', budget: 'within' });
  });

  test('never green when the smallest change that would have been seen is more than the budget', () => {
    const budget = fc.double({ min: 0.001, max: 0.5, noNaN: true });
    const worlds = fc.constantFrom(...Object.values(WORLDS));
    const anyRace = fc.property(
      budget,
      worlds,
      fc.nat(999),
      fc.integer({ min: 4, max: 8 }),
      (p50, world, seed, rounds) => {
        const row = one([{ ...inWorld(seed, {}, { rounds, pairs: 25 }, world), margins: { p50 } }]);
        if (row.budget === 'within' || row.kind === 'no change')
          expect(row.seeable).toBeLessThanOrEqual(1 + p50 + 1e-12);
      },
    );
    fc.assert(anyRace, { numRuns: 10 });
    expect(one([{ ...inWorld(2), margins: { p50: 0.005 } }])).toMatchObject({
      kind: 'cannot tell',
      budget: 'cannot tell',
    });
  });

  test('what a race would have seen is: a change of that size is told in it, and none is told far below it', () => {
    const found = (share: number): number =>
      Array.from({ length: 25 }, (_, seed) => {
        const { seeable } = one([inWorld(seed)]);
        return one([inWorld(seed, { all: 1 + share * (seeable - 1) })]).kind;
      }).filter((kind) => kind === 'slower').length;
    expect(found(1)).toBeGreaterThanOrEqual(21); // 19 of 20 are meant; 20 of 25 would come once in 130
    expect(found(0.2)).toBeLessThanOrEqual(2);
  });

  test.each([5, 6])('%i rounds, each with a bad process: nothing is said before the sixth', (many) => {
    const row = one([inWorld(3, { all: 1.5 }, { rounds: many, pairs: 200 })]);
    expect([row.kind, row.seeable]).toEqual(
      many < 6 ? ['cannot tell', Number.POSITIVE_INFINITY] : ['slower', expect.closeTo(1.05, 1)],
    );
    expect(row.ratio).toBeCloseTo(1.5, 1);
  });

  test('rounds of base against base count, and widen what they find the machine to do', () => {
    const rounds = inWorld(3, { all: 1.5 }, { rounds: 4, pairs: 100 }).rounds;
    const [calm, wild] = [0.004, 0.2].map((process) =>
      one([{ name: 'verify', rounds, alone: inWorld(4, {}, { rounds: 4, pairs: 100 }, { ...QUIET, process }).rounds }]),
    );
    expect([calm?.kind, wild?.kind]).toEqual(['slower', 'cannot tell']);
    expect(wild?.noise).toBeGreaterThan(1.1);
  });

  test('a round that was cut short says nothing, however far it is off; short ones count where all are short', () => {
    const rounds = inWorld(3, { all: 1.1 }).rounds;
    const cut = [{ base: 1, head: 900 }];
    const [plain, more] = [rounds, [...rounds, cut]].map((all) => one([{ name: 'verify', rounds: all }]));
    expect(more).toMatchObject({ kind: 'slower', ratio: plain?.ratio, seeable: plain?.seeable });
    expect(whole([cut, cut, [...cut, ...cut], []])).toHaveLength(3);
  });

  test('nothing below 1 % is called slower, however sure', () => {
    const rounds = Array.from({ length: 30 }, () => Array.from({ length: 30 }, () => ({ base: 10, head: 10.06 })));
    expect(one([{ name: 'a', rounds }])).toMatchObject({ kind: 'no change', ratio: expect.closeTo(1.006, 9) });
  });

  test('no samples, or few, are no verdict', () => {
    const margins = { p50: 0.1, p99: 0.1 };
    for (const rounds of [[], [[]], inWorld(1, {}, { rounds: 6, pairs: 3 }).rounds]) {
      const [p50, p95, p99] = compare([{ name: 'a', rounds, margins }], LAST, seeded(1));
      expect([p50, p95, p99]).toMatchObject([
        { kind: 'cannot tell', budget: 'cannot tell', least: 20 },
        { kind: 'cannot tell', least: 200 },
        { kind: 'cannot tell', budget: 'cannot tell', least: 1000 },
      ]);
      expect([p50?.ratio, p95?.budget]).toEqual([undefined, undefined]);
    }
  });

  test('too few blocks to be uneven enough are blind, and never green', () => {
    const row = one([{ ...inWorld(1, {}, { rounds: 9, pairs: 3 }), margins: { p50: 0.9 } }]);
    expect(row).toMatchObject({ kind: 'cannot tell', budget: 'cannot tell', seeable: Number.POSITIVE_INFINITY });
    expect(row.ratio).toBeCloseTo(1, 0);
  });

  test('a clock that stands still between two answers makes no NaN', () => {
    const rounds = Array.from({ length: 9 }, () => Array.from({ length: 60 }, (_, i) => ({ base: i % 2, head: 1 })));
    expect(compare([{ name: 'a', rounds }], LAST, seeded(1)).some(({ ratio }) => Number.isNaN(ratio))).toBe(false);
  });
});

describe('the far end', () => {
  const size = { rounds: 10, pairs: 150 };

  test('what one answer of 30 waits for, or of 25, shows in p99, not in the middle', () => {
    const shares = fc.double({ min: 1 / 30, max: 1 / 25, noNaN: true });
    const shifted = fc.property(fc.nat(1e6), shares, fc.integer({ min: 20, max: 80 }), (seed, share, factor) => {
      const rows = [inWorld(seed, { some: { share, factor } }, size)];
      expect(one(rows, 'p99')).toMatchObject({ kind: 'slower', pairs: 1500, least: leastPairs(0.99) });
      expect(one(rows).kind).toBe('no change');
    });
    fc.assert(shifted, { numRuns: 8, seed: 5 }); // one of 2000 may be wrong: the same ones each time
  });

  test('a stall that hits 60 answers of head in a row is seen in its p99, and is no verdict', () => {
    const rounds = inWorld(6, {}, size).rounds.map((round, r) =>
      round.map((pair, i) => (r === 2 && i >= 50 && i < 110 ? { ...pair, head: 2000 } : pair)),
    );
    const row = one([{ name: 'a', rounds }], 'p99');
    expect(row.ratio).toBeGreaterThan(100);
    expect(row.kind).toBe('cannot tell');
  });

  test.each([
    [0.95, 200],
    [0.99, 1000],
  ])('the percentile %f takes %i pairs', (q, pairs) => {
    expect(leastPairs(q)).toBe(pairs);
    const of = (n: number): Comparison =>
      one([inWorld(7, {}, { rounds: 4, pairs: n / 4 })], q === 0.95 ? 'p95' : 'p99');
    expect([of(pairs - 4).ratio, of(pairs).ratio]).toEqual([undefined, expect.closeTo(1, 0)]);
  });
});

describe('what would fool a naive test', () => {
  /** The share of A/A races in which the middle of head is said to differ with p ≤ 5 %, before any correction. */
  const wrong = (world: keyof typeof WORLDS, races: number): number => {
    let found = 0;
    for (let seed = 1; seed <= races; seed++) {
      const { kind, ratio = 1, noise } = one([inWorld(seed, {}, { rounds: 9, pairs: 40 }, WORLDS[world])]);
      expect([world, seed, kind === 'slower' || kind === 'faster']).toEqual([world, seed, false]);
      if (Math.max(ratio, 1 / ratio) > noise) found++;
    }
    return found / races;
  };

  test.each(Object.keys(WORLDS))('%s: no false alarm in 8 races, and noise that covers what is seen', (world) => {
    expect(wrong(world, 8)).toBeLessThanOrEqual(0.5); // 5 % are expected
  });

  // times that are rounded to an eighth of themselves lie about their ratio
  test.each(Object.keys(WORLDS).filter((world) => world !== 'coarse clock'))(
    '%s: the interval holds the truth, whatever it is; none is called the other way',
    (world) => {
      const changes = fc.double({ min: 0.8, max: 1.25, noNaN: true });
      let missed = 0;
      const anyChange = fc.property(fc.nat(1e6), changes, (seed, all) => {
        const { kind, interval = [0, 0] } = one([inWorld(seed, { all }, SIZE, WORLDS[world])]);
        if (all < interval[0] || all > interval[1]) missed++;
        expect(kind).not.toBe(all > 1 ? 'faster' : 'slower');
      });
      fc.assert(anyChange, { numRuns: 12, seed: 3 });
      expect(missed).toBeLessThanOrEqual(3); // of 95 % intervals; 4 of 12 come once in 400
    },
  );

  test('the machine gets slower by half during each round, and the order in a pair is left to chance: no matter', () => {
    const { ratio } = one([inWorld(9, { all: 1.05 }, SIZE, { ...QUIET, drift: 1 })]);
    expect(ratio).toBeCloseTo(1.05, 1);
  });

  test('a pair that was disturbed weighs little: the middle is found among thirds that wait', () => {
    const errors = [WORLDS.quiet, WORLDS.loaded].map((world) => {
      const [told] = together([{ rounds: toldBy(inWorld(10, {}, SIZE, world).rounds), alone: [] }]);
      return told?.estimate.error;
    });
    expect((errors[1] ?? 1) / (errors[0] ?? 1)).toBeLessThan(4);
  });
});

describe('many rows, many looks', () => {
  test("Holm's chances are the textbook's, and never less than the plain ones", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([])).toEqual([]);
    const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(chances, (plain) => {
        for (const [i, chance] of holm(plain).entries()) {
          expect(chance).toBeGreaterThanOrEqual(plain[i] ?? 1);
          expect(chance).toBeLessThanOrEqual(Math.min(1, (plain[i] ?? 1) * plain.length));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('a row is seen less well among more rows that have a budget, and not by those that have none', () => {
    const alone = { ...inWorld(11), margins: { p50: 0.1 } };
    const others = (margins: Raced['margins']): Raced[] =>
      [1, 2, 3].map((i) => ({ ...inWorld(11 + i), name: String(i), ...(margins === undefined ? {} : { margins }) }));
    const [by1, by4, ungated] = [[], others({ p50: 0.1 }), others(undefined)].map(
      (more) => one([alone, ...more]).seeable,
    );
    expect(by4).toBeGreaterThan(by1 ?? 9);
    expect(ungated).toBe(by1);
  });

  test('a row with too few pairs to be spoken of takes nothing from the others', () => {
    const few = { rounds: 9, pairs: 20 }; // 180: p95 takes 200
    const [alone, beside] = [{ p50: 0.1 }, { p50: 0.1, p95: 0.2, p99: 0.2 }].map((margins) =>
      one([{ ...inWorld(11, {}, few), margins }]),
    );
    expect(beside?.seeable).toBe(alone?.seeable);
  });

  test('rows that have no budget have a part of the false alarms of their own: together there are no more', () => {
    const rows = { ...inWorld(11), margins: { p50: 0.1 } }; // p95 has enough pairs, and no budget
    const [gated, free] = (['p50', 'p95'] as const).map((measure) => one([rows], measure).seeable);
    const [all, both] = (['p50', 'p95'] as const).map((measure) => one([inWorld(11)], measure).seeable);
    // a part of 0.6 / 0.8 is more than the half that each of two rows alike has, one of 0.2 / 0.8 is less
    expect(gated).toBeLessThan(all ?? 0);
    expect(free).toBeGreaterThanOrEqual(both ?? 9);
  });

  test('looks share what one may spend, whatever their number', () => {
    const progress = fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(progress, (times) => {
        const looks: Look[] = [];
        for (const time of [...times.sort((a, b) => a - b), 1.2]) looks.push(lookAt(time, looks.at(-1)));
        expect(looks.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
        expect(looks.every(({ share }) => share >= 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('an early look asks for more than the last one', () => {
    const seeable = [lookAt(0.25), lookAt(0.5, lookAt(0.25)), LAST].map(
      (look) => one([inWorld(12)], 'p50', look).seeable,
    );
    expect(seeable).toEqual([...seeable].sort((a, b) => b - a));
    expect(new Set(seeable).size).toBe(3);
  });

  test.each<[string, readonly { kind: string; budget?: string }[], number, string]>([
    ['nothing yet', [], 0.5, 'go on'],
    ['all decided', [{ kind: 'slower', budget: 'over' }], 0.5, 'stop'],
    [
      'slower, and nobody knows whether by more than the budget',
      [{ kind: 'slower', budget: 'cannot tell' }],
      0.5,
      'go on',
    ],
    ['undecided, without a budget', [{ kind: 'no change', budget: 'within' }, { kind: 'cannot tell' }], 0.5, 'stop'],
    ['no budget at all', [{ kind: 'no change' }, { kind: 'cannot tell' }], 0.5, 'go on'],
    ['the end', [{ kind: 'cannot tell', budget: 'cannot tell' }], 1, 'stop'],
  ])('%s', (_, rows, progress, wanted) => {
    expect(enough(rows, lookAt(progress))).toBe(wanted);
  });
});
