import { expect, test } from 'vitest';
import { NO_PACE } from '../../../src/latency/budget.ts';
import type { StartComparison } from '../../../src/latency/cold-compare.ts';
import type { Comparison } from '../../../src/latency/compare.ts';
import { gates, type Ran } from '../../../src/latency/gates.ts';
import type { WorkChange } from '../../../src/latency/work.ts';

const NOTHING: Ran = { warm: [], cold: [], starts: [], memory: undefined, comparisons: [], changes: [], same: false };
const UNSET = { ...NO_PACE, work: undefined, fails: { latency: false, others: true } };
const times = (n: number, ms: number): number[] => Array<number>(n).fill(ms);
/** None of which waited for another one. */
const answers = (n: number, ms: number): number[][] => times(n, ms).map((one) => [one]);

function compared(budget: 'within' | 'over' | 'cannot tell', ratio: number): Comparison {
  const about = { name: 'verify', measure: 'p50', kind: 'slower', seeable: 1.02, noise: 1.01 } as const;
  return { ...about, ratio, budget, pairs: 100, least: 20, rounds: 9, margin: 0.1 };
}

function started(name: StartComparison['name'], budget?: StartComparison['budget']): StartComparison {
  const about = { kind: 'slower', base: 40, head: 48, ratio: 1.2, seeable: 1.05, pairs: 30, margin: 0.1 } as const;
  return { name, ...about, ...(budget === undefined ? {} : { budget }) };
}

function worked(least: number, most = least): WorkChange {
  const head = { name: 'verify', least: 1, middle: 1, most: 1, means: [1] };
  return { name: 'verify', base: head, head, growth: { least, most, sure: true } };
}

const NEW: WorkChange = { ...worked(0), name: 'new', base: undefined, growth: undefined };

test('without budgets there is nothing to hold anything against', () => {
  expect(gates({ ...NOTHING, warm: answers(100, 5), memory: 9 }, UNSET)).toEqual([]);
});

test.each([
  [
    'a percentile that is kept',
    { latency: [{ measure: 'p95', limit: 6 } as const] },
    { warm: answers(100, 5) },
    'within',
    5,
    false,
  ],
  [
    'one that is not',
    { latency: [{ measure: 'p95', limit: 4 } as const] },
    { warm: answers(100, 5) },
    'over',
    5,
    false,
  ],
  [
    'one of too few answers',
    { latency: [{ measure: 'p99', limit: 6 } as const] },
    { warm: answers(9, 5) },
    'cannot tell',
    5,
    false,
  ],
  ['a cold start that is kept', { coldStart: 40 }, { cold: times(7, 33) }, 'within', 33, false],
  ['a cold start that is not', { coldStart: 30 }, { cold: times(7, 33) }, 'over', 33, false],
  ['a cold start of one', { coldStart: 30 }, { cold: [33] }, 'cannot tell', 33, false],
  ['a growth of starts without a base', { coldGrowth: 0.1 }, {}, 'cannot tell', undefined, false],
  [
    'a growth of a start, and not of V8 by itself',
    { coldGrowth: 0.1 },
    { starts: [started('isolate', 'over'), started('compile')] },
    'over',
    expect.closeTo(0.2),
    false,
  ],
  ['memory that is kept', { memory: 100 }, { memory: 100 }, 'within', 100, true],
  ['memory that is not', { memory: 99 }, { memory: 100 }, 'over', 100, true],
  ['memory that nobody shows', { memory: 99 }, {}, 'cannot tell', undefined, true],
  [
    'a growth that the race held',
    { growth: { p50: 0.1 } },
    { comparisons: [compared('over', 1.2)] },
    'over',
    expect.closeTo(0.2),
    false,
  ],
  ['a growth without a race', { growth: { p50: 0.1 } }, {}, 'cannot tell', undefined, false],
  ['work that grew less', { work: { percent: 2 } }, { changes: [worked(1.9)] }, 'within', expect.closeTo(0.019), true],
  ['work that grew more', { work: { percent: 2 } }, { changes: [worked(2.1)] }, 'over', expect.closeTo(0.021), true],
  [
    'work on both sides',
    { work: { percent: 2 } },
    { changes: [worked(1, 3)] },
    'cannot tell',
    expect.closeTo(0.03),
    true,
  ],
  ['work without a base', { work: { percent: 2 } }, {}, 'cannot tell', undefined, true],
  ['work of what is new alone', { work: { percent: 2 } }, { changes: [NEW] }, 'cannot tell', undefined, true],
  [
    'work of what is new beside what is not',
    { work: { percent: 2 } },
    { changes: [NEW, worked(1)] },
    'within',
    expect.closeTo(0.01),
    true,
  ],
])('%s', (_, budgets, ran, kind, value, fails) => {
  expect(gates({ ...NOTHING, ...ran }, { ...UNSET, ...budgets })).toEqual([
    expect.objectContaining({ kind, value, fails }),
  ]);
});

test('what is the base itself, to the byte, keeps each budget of growth', () => {
  const budgets = { ...UNSET, growth: { p50: 0.1 }, coldGrowth: 0.1, work: { percent: 2 } };
  const kinds = gates({ ...NOTHING, same: true }, budgets).map(({ measure, kind, value }) => [measure, kind, value]);
  expect(kinds).toEqual([
    ['cold-start', 'within', 0],
    ['p50', 'within', 0],
    ['work', 'within', 0],
  ]);
});

test('what the race would have seen goes with its verdict', () => {
  const ran = { ...NOTHING, comparisons: [compared('cannot tell', 1.02)] };
  expect(gates(ran, { ...UNSET, growth: { p50: 0.01 } })).toEqual([
    expect.objectContaining({ kind: 'cannot tell', seeable: expect.closeTo(0.02) }),
  ]);
});

test('one stall, and all that waited for its end, break no budget; as many stalls do', () => {
  const p95 = { ...UNSET, latency: [{ measure: 'p95', limit: 50 } as const] };
  const stall = times(40, 900);
  const kindOf = (warm: Ran['warm']) => gates({ ...NOTHING, warm }, p95).map(({ kind }) => kind);
  expect(kindOf([...answers(400, 5), stall])).toEqual(['cannot tell']);
  expect(kindOf([...answers(400, 5), ...answers(40, 900)])).toEqual(['over']);
  expect(kindOf([...answers(400, 5), ...Array<number[]>(40).fill(stall)])).toEqual(['over']);
  // nor does one hide what is over without it
  expect(kindOf([...answers(900, 5), ...answers(100, 80), times(30, 900)])).toEqual(['over']);
});

test('several budgets of one run share the chance of a false alarm', () => {
  // ten of 60 are over p95 once in a thousand runs
  const warm = [...answers(50, 5), ...answers(10, 900)];
  const p95 = { measure: 'p95', limit: 50 } as const;
  const kinds = (more: readonly { measure: 'p50' | 'p99'; limit: number }[]) =>
    gates({ ...NOTHING, warm }, { ...UNSET, latency: [p95, ...more] }).map(({ kind }) => kind);
  expect(kinds([])).toEqual(['over']);
  expect(
    kinds([
      { measure: 'p50', limit: 1000 },
      { measure: 'p99', limit: 1000 },
    ])[0],
  ).toBe('cannot tell');
});

test('the growth of starts is of new processes and of new isolates', () => {
  const starts = [started('process', 'cannot tell'), started('isolate', 'within')];
  expect(gates({ ...NOTHING, starts }, { ...UNSET, coldGrowth: 0.1 }).map(({ route, kind }) => [route, kind])).toEqual([
    ['new process', 'cannot tell'],
    ['new isolate', 'within'],
  ]);
});

test('where all is to fail, latency does too', () => {
  const fails = { latency: true, others: true };
  const ran = { ...NOTHING, warm: answers(100, 5), cold: times(7, 33), comparisons: [compared('over', 1.2)] };
  const budgets = {
    ...UNSET,
    fails,
    latency: [{ measure: 'p50', limit: 4 } as const],
    coldStart: 1,
    growth: { p50: 0.1 },
  };
  expect(gates(ran, budgets).map((gate) => [gate.measure, gate.kind, gate.fails])).toEqual([
    ['p50', 'over', true],
    ['cold-start', 'over', true],
    ['p50', 'over', true],
  ]);
});
