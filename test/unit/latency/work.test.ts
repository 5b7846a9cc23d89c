import { describe, expect, it, test } from 'vitest';
import { seeded } from '../../../src/latency/bootstrap.ts';
import {
  compareWork,
  functionWork,
  isAboutWork,
  isExact,
  judgeWork,
  parseWorkBudget,
  playedWork,
  type RouteWork,
  routeWork,
  type WorkChange,
  workMovers,
} from '../../../src/latency/work.ts';

const route = (least: number, most = least): RouteWork => ({
  name: 'GET /',
  least,
  middle: least,
  most,
  means: [least],
});
/** Of twelve processes, evenly between both. */
const spread = (least: number, most: number): RouteWork => {
  const means = Array.from({ length: 12 }, (_, i) => least + ((most - least) * i) / 11);
  return { ...route(least, most), means };
};
const step = (name: string, work: number) => ({ route: name, work });

/** With one of its processes far off. */
const outlier = (of: RouteWork): RouteWork => ({
  ...of,
  most: 2 * of.most,
  means: [2 * of.most, ...of.means.slice(1)],
});
const times = (of: RouteWork, by: number): RouteWork => ({
  ...{ name: of.name, least: of.least * by, middle: of.middle * by, most: of.most * by },
  means: of.means.map((one) => one * by),
});
/** Of a process each. */
const few = (...counts: readonly number[]): RouteWork =>
  routeWork(counts.map((work) => [step('GET /', work)]))[0] ?? route(Number.NaN);

test('what repeats to the instruction is exact, what does not has a spread', () => {
  const repeats = [700, 700, 703].map((work) => [step('start', 50), step('GET /', 90), step('POST /', work)]);
  expect(routeWork(repeats)).toEqual([
    { name: 'start', least: 50, middle: 50, most: 50, means: [50, 50, 50] },
    { name: 'GET /', least: 90, middle: 90, most: 90, means: [90, 90, 90] },
    { name: 'POST /', least: 700, middle: 700, most: 703, means: [700, 700, 703] },
  ]);
  expect(routeWork(repeats).map(isExact)).toEqual([true, true, false]);
});

test('of a route that comes several times it is the mean of one; one that a repeat lacks is left out', () => {
  const steps = [step('GET /', 130), step('POST /', 5), step('GET /', 100), step('GET /', 100)];
  expect(routeWork([steps])).toEqual([
    { name: 'GET /', least: 110, middle: 110, most: 110, means: [110] },
    { name: 'POST /', least: 5, middle: 5, most: 5, means: [5] },
  ]);
  expect(routeWork([steps, [step('GET /', 110)]]).map(({ name }) => name)).toEqual(['GET /']);
});

test('a play that changes what the next one does is exact where every process does the same', () => {
  const of = (...plays: readonly number[]) => plays.map((work) => [step('GET /', work)]);
  expect(playedWork([of(90, 95), of(90, 95)])).toEqual([
    { name: 'GET /', least: 90, middle: 90, most: 90, means: [92.5, 92.5] },
  ]);
  expect(playedWork([of(90, 95), of(90, 96)])).toEqual([
    { name: 'GET /', least: 90, middle: 92.5, most: 96, means: [92.5, 93] },
  ]);
});

describe('a route that is left to chance, of twelve processes', () => {
  const of = (seed: number, more: number, spread = 0.01): RouteWork => {
    const next = seeded(seed);
    const processes = Array.from({ length: 12 }, () => [0, 1].map(() => [draw(next, more, spread)]));
    return playedWork(processes)[0] ?? route(0);
  };
  const draw = (next: () => number, more: number, spread: number) =>
    step('GET /', Math.round(2.6e6 * (1 + more) * (1 + spread * (2 * next() - 1))));
  const verdicts = (more: number, percent: number, trials = 300) => {
    const counts = { within: 0, over: 0, 'cannot tell': 0 };
    for (let i = 0; i < trials; i++) {
      const [change] = compareWork([of(2 * i, 0)], [of(2 * i + 1, more)]);
      if (change !== undefined) counts[judgeWork(change, { percent })]++;
    }
    return counts;
  };

  it('with ±1 % a budget of 2 % is kept by what has not changed, and broken by 4 %', () => {
    expect(verdicts(0, 2)).toEqual({ within: 300, over: 0, 'cannot tell': 0 });
    expect(verdicts(0.04, 2)).toEqual({ within: 0, over: 300, 'cannot tell': 0 });
  });

  it('what is at its budget is on one side of it no more often than the level says', () => {
    const { within, over } = verdicts(0.02, 2, 1000);
    expect(within + over).toBeLessThanOrEqual(10); // 5 are to be expected; more than 10 come once in 70 times
    expect(within + over).toBeGreaterThan(0);
  });

  it('several routes share the level: then the interval of each is wider', () => {
    const width = (changes: readonly WorkChange[]) =>
      (changes[0]?.growth?.most ?? 0) - (changes[0]?.growth?.least ?? 0);
    const named = (name: string, one: RouteWork): RouteWork => ({ ...one, name });
    const [base, head] = [of(1, 0), of(2, 0)];
    const alone = width(compareWork([base], [head]));
    const beside = [named('a', of(3, 0)), named('b', of(4, 0))];
    expect(width(compareWork([base, ...beside], [head, ...beside]))).toBeGreaterThan(alone);
    expect(width(compareWork([base, named('a', route(9))], [head, named('a', route(9))]))).toBe(alone);
  });

  it('too few processes tell all that was seen, and nobody can tell whether a budget is kept', () => {
    const [change] = compareWork([few(100, 110, 120)], [few(110, 120, 132)]);
    expect(change?.growth).toEqual({ least: expect.closeTo(-100 / 12, 9), most: 32, sure: false });
    expect(change && judgeWork(change, { percent: 50 })).toBe('cannot tell');
  });

  it('what a play changes for the next one is held against the same plays of the other side', () => {
    const of = (...plays: readonly (readonly [first: number, second: number])[]) =>
      playedWork(plays.map((both) => both.map((work) => [step('GET /', work)])));
    const twelve = (first: (i: number) => number, second: number) =>
      of(...Array.from({ length: 12 }, (_, i) => [first(i), second] as const));
    const base = of([900, 2000], [900, 2000], [900, 2000]);
    expect(base).toMatchObject([{ least: 900, middle: 900, most: 900 }]);
    const [little] = compareWork(
      base,
      twelve((i) => 900 + (i % 2), 2000),
    );
    expect(little && judgeWork(little, { percent: 2 })).toBe('within');
    const [much] = compareWork(
      base,
      twelve((i) => 900 + (i % 2), 3000),
    );
    expect(much && judgeWork(much, { percent: 2 })).toBe('over');
  });
});

describe('head against base, with a budget', () => {
  it.each<[what: string, base: RouteWork | undefined, head: RouteWork, percent: number, verdict: string]>([
    ['no change', route(1000), route(1000), 0, 'within'],
    ['one instruction more', route(1_000_000), route(1_000_001), 0, 'over'],
    ['less', route(1000), route(10), 0, 'within'],
    ['what is allowed, to the instruction', route(1000), route(1007), 0.7, 'within'],
    ['one more than that', route(1000), route(1008), 0.7, 'over'],
    ['something instead of nothing', route(0), route(1), 50, 'over'],
    ['nothing and nothing', route(0), route(0), 0, 'within'],
    ['a spread that is within as a whole', spread(1000, 1010), spread(1005, 1015), 2, 'within'],
    ['a spread that is over as a whole', spread(1000, 1010), spread(1040, 1050), 2, 'over'],
    ['a spread that is on both sides', spread(1000, 1010), spread(1015, 1035), 2, 'cannot tell'],
    ['a spread above what repeats', route(1000), spread(1021, 1030), 2, 'over'],
    ['what repeats, above a spread', spread(1000, 1010), route(1031), 2, 'over'],
    ['a spread around what repeats', route(1000), spread(990, 1010), 2, 'within'],
    ['a spread above nothing', route(0), spread(1, 2), 2, 'cannot tell'],
    ['one process of twelve that does twice as much', spread(1000, 1001), outlier(spread(1000, 1001)), 2, 'within'],
    ['exactly what is allowed, twelve times', spread(1000, 1010), times(spread(1000, 1010), 1.02), 2, 'cannot tell'],
    [
      'a spread of three processes that is over as a whole',
      few(1000, 1001, 1002),
      few(1040, 1050, 1060),
      2,
      'cannot tell',
    ],
    ['a route that is new', undefined, route(1000), 2, 'cannot tell'],
  ])('%s', (_, base, head, percent, verdict) => {
    const [change] = compareWork(base === undefined ? [] : [base], [head]);
    expect(change && judgeWork(change, { percent })).toBe(verdict);
  });

  it('growth is told as what it is at least and at most', () => {
    expect(compareWork([route(1000)], [route(1001)])).toMatchObject([{ growth: { least: 0.1, most: 0.1 } }]);
    expect(compareWork([route(100, 200)], [route(150, 300)])).toMatchObject([
      { growth: { least: -25, most: 200, sure: false } },
    ]);
    expect(compareWork([{ ...route(1), name: 'gone' }], [route(1)])).toMatchObject([
      { name: 'GET /', base: undefined },
    ]);
  });
});

test('a budget is a growth in percent', () => {
  expect(parseWorkBudget(['work +2 %'])).toEqual({ percent: 2 });
  expect(parseWorkBudget([' Work: +0.5%'])).toEqual({ percent: 0.5 });
  expect(parseWorkBudget([])).toBeUndefined();
  expect(['work +2 %', ' WORK 5', 'works 5', 'raw 1 MB'].map(isAboutWork)).toEqual([true, true, false, false]);
});

test.each([
  [['work 2 %'], '`work 2 %` is not that'],
  [['work +2 kB'], 'such as `work +2 %`; `work +2 kB` is not that'],
  [['work -1 %'], '`work -1 %` is not that'],
  [['work +1 %', 'work +2 %'], 'one budget for work, not two'],
])('%j is refused with the form wanted', (parts, wanted) => {
  expect(parseWorkBudget(parts)).toContain(wanted);
});

test('where the new work is: by function, the largest change first, what did not change left out', () => {
  const of = (name: string, work: number, crate = 'auth') => ({ name, crate, work });
  const base = [of('hash', 100), of('same', 7), of('gone', 30), of('new', 1, 'serde')];
  const head = [of('hash', 500), of('same', 7), of('extra', 10), of('extra', 20), of('new', 5, 'core')];
  expect(workMovers(base, head)).toEqual([
    { name: 'hash', crate: 'auth', before: 100, after: 500 },
    { name: 'extra', crate: 'auth', before: 0, after: 30 },
    { name: 'gone', crate: 'auth', before: 30, after: 0 },
    { name: 'new', crate: 'core', before: 0, after: 5 },
    { name: 'new', crate: 'serde', before: 1, after: 0 },
  ]);
});

test('a function whose work in the base and in the head overlaps has not moved', () => {
  const of = (hash: number, luck: number) => [
    { name: 'hash', crate: 'auth', work: hash },
    ...(luck === 0 ? [] : [{ name: 'luck', crate: 'auth', work: luck }]),
  ];
  const base = functionWork([of(100, 0), of(100, 30), of(100, 20)]);
  expect(base).toEqual([
    { name: 'hash', crate: 'auth', work: 100 },
    { name: 'luck', crate: 'auth', work: 20, spread: { least: 0, most: 30 } },
  ]);
  expect(workMovers(base, functionWork([of(101, 30), of(101, 90)]))).toEqual([
    { name: 'hash', crate: 'auth', before: 100, after: 101 },
  ]);
  expect(workMovers(base, functionWork([of(100, 31), of(100, 90)]))).toEqual([
    { name: 'luck', crate: 'auth', before: 20, after: 31 },
  ]);
});
