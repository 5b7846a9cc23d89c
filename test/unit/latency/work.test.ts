import { describe, expect, it, test } from 'vitest';
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
  workMovers,
} from '../../../src/latency/work.ts';

const route = (least: number, most = least): RouteWork => ({ name: 'GET /', least, middle: least, most });
const step = (name: string, work: number) => ({ route: name, work });

test('what repeats to the instruction is exact, what does not has a spread', () => {
  const repeats = [700, 700, 703].map((work) => [step('start', 50), step('GET /', 90), step('POST /', work)]);
  expect(routeWork(repeats)).toEqual([
    { name: 'start', least: 50, middle: 50, most: 50 },
    { name: 'GET /', least: 90, middle: 90, most: 90 },
    { name: 'POST /', least: 700, middle: 700, most: 703 },
  ]);
  expect(routeWork(repeats).map(isExact)).toEqual([true, true, false]);
});

test('of a route that comes several times it is the mean of one; one that a repeat lacks is left out', () => {
  const steps = [step('GET /', 130), step('POST /', 5), step('GET /', 100), step('GET /', 100)];
  expect(routeWork([steps])).toEqual([
    { name: 'GET /', least: 110, middle: 110, most: 110 },
    { name: 'POST /', least: 5, middle: 5, most: 5 },
  ]);
  expect(routeWork([steps, [step('GET /', 110)]]).map(({ name }) => name)).toEqual(['GET /']);
});

test('a play that changes what the next one does is exact where every process does the same', () => {
  const of = (...plays: readonly number[]) => plays.map((work) => [step('GET /', work)]);
  expect(playedWork([of(90, 95), of(90, 95)])).toEqual([{ name: 'GET /', least: 90, middle: 90, most: 90 }]);
  expect(playedWork([of(90, 95), of(90, 96)])).toEqual([{ name: 'GET /', least: 90, middle: 90, most: 96 }]);
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
    ['a spread that is within as a whole', route(1000, 1010), route(1005, 1020), 2, 'within'],
    ['a spread that is over as a whole', route(1000, 1010), route(1040, 1050), 2, 'over'],
    ['a spread that is on both sides', route(1000, 1010), route(1015, 1035), 2, 'cannot tell'],
    ['a route that is new', undefined, route(1000), 2, 'cannot tell'],
  ])('%s', (_, base, head, percent, verdict) => {
    const [change] = compareWork(base === undefined ? [] : [base], [head]);
    expect(change && judgeWork(change, { percent })).toBe(verdict);
  });

  it('growth is told as what it is at least and at most', () => {
    expect(compareWork([route(1000)], [route(1001)])).toMatchObject([{ growth: { least: 0.1, most: 0.1 } }]);
    expect(compareWork([route(100, 200)], [route(150, 300)])).toMatchObject([{ growth: { least: -25, most: 200 } }]);
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
