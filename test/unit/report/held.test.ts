import { expect, test } from 'vitest';
import { FALSE_ALARM } from '../../../src/latency/verdict.ts';
import { keptText, type ReportGate } from '../../../src/report/gates.ts';
import { percent } from '../../../src/report/percent.ts';
import type { ReportRace } from '../../../src/report/race.ts';
import { render } from '../../../src/report/render.ts';
import { statusOf } from '../../../src/report/report.ts';
import type { ReportWork } from '../../../src/report/work.ts';
import { growthText } from '../../../src/report/work.ts';
import { reportOf } from './sample.ts';

const SIZES = { raw: 412_000, gzip: 150_100, brotli: 121_000 };
const base = { sha: 'f'.repeat(40), as: 'first parent', from: null, digest: 'e'.repeat(64), sizes: SIZES } as const;

type Row = ReportRace['rows'][number];
const row = (name: string, more: Partial<Row> = {}): Row => ({
  ...{ name, method: 'GET', path: `/${name}`, measure: 'p50', base: 0.46, head: 0.42, verdict: 'no change' },
  ...{ ratio: 1, interval: [0.99, 1.01], seeable: 1.03, noise: 1.01, pairs: 400, ...more },
});
const raceOf = (...rows: readonly Row[]): ReportRace => ({
  rows: [...rows],
  unknown: [],
  rounds: 9,
  nulls: 3,
  ms: 30_000,
  rssBytes: { base: 60 * 2 ** 20, head: 61 * 2 ** 20 },
});

const exact = (n: number) => ({ least: n, middle: n, most: n });
const route = (name: string, from: number, to: number): ReportWork['routes'][number] => {
  const growth = ((to - from) * 100) / from;
  return {
    name,
    method: 'GET',
    path: `/${name}`,
    base: exact(from),
    head: exact(to),
    growth: { least: growth, most: growth },
  };
};
const workOf = (...routes: ReportWork['routes']): ReportWork => ({
  ...{ routes, movers: [], memory: { base: 1, head: 1 }, noBase: null },
});

const gate = (more: Partial<ReportGate>): ReportGate => ({
  ...{
    measure: 'work',
    route: 'verify',
    of: 'growth',
    limit: 0.02,
    value: 0.1,
    verdict: 'over',
    seeable: null,
    fails: true,
  },
  ...more,
});

/** The rows of the comment's first table, by their names. */
function rowsOf(text: string): readonly string[] {
  return (
    text
      .split('<details>')[0]
      ?.split('\n')
      .filter((line) => /^\| \*\*(work|latency)/.test(line)) ?? []
  );
}

test('what moved is in the table, with its interval; what did not is folded', () => {
  const race = raceOf(
    row('verify', { verdict: 'faster', ratio: 0.91, interval: [0.89, 0.93] }),
    row('login'),
    row('health', { verdict: 'cannot tell' }),
  );
  const work = workOf(route('verify', 1_310_000, 1_180_000), route('login', 94_200_000, 94_200_000));
  const text = render(reportOf({ base, race, work }), { reportUrl: undefined });
  expect(rowsOf(text)).toEqual([
    '| **work** `GET /verify` verify | 1.31 M | 1.18 M | −9.9 % | – |',
    '| **latency** `GET /verify` verify, p50 | 0.46 ms | 0.42 ms | faster (−11 % … −7.0 %) | – |',
  ]);
  expect(text).toContain('cannot tell (±3.0 %)');
  const allowed = `The tests are set to tell a change in one of ${1 / FALSE_ALARM} races at most in which nothing has changed.`;
  expect(text).toContain(allowed);
});

test('a route that has not moved is left out, with a budget too; what nobody can tell is said', () => {
  const gates = [gate({ verdict: 'within', value: 0 }), gate({ measure: 'p50', verdict: 'cannot tell', limit: 0.1 })];
  const race = raceOf(row('verify', { verdict: 'cannot tell' }));
  const report = reportOf({ base, race, work: workOf(route('verify', 5000, 5000)), gates });
  const text = render(report, { reportUrl: undefined });
  expect(rowsOf(text)).toEqual([]);
  expect(text).toContain('Cannot tell: p50 of verify against +10 %.');
});

test('a route that is over its budget has it bold', () => {
  const race = raceOf(row('verify', { verdict: 'slower', ratio: 1.2, interval: [1.15, 1.25] }));
  const gates = [gate({ value: 0.03 }), gate({ measure: 'p50', limit: 0.1, value: 0.2, fails: false })];
  const work = workOf(route('verify', 1000, 1030));
  expect(rowsOf(render(reportOf({ base, race, work, gates }), { reportUrl: undefined }))).toEqual([
    '| **work** `GET /verify` verify | 1000 | 1030 | +3.0 % | **+2.0 %** |',
    '| **latency** `GET /verify` verify, p50 | 0.46 ms | 0.42 ms | slower (+15 % … +25 %) | **+10 %** |',
  ]);
});

test.each([
  ['fails the check', [gate({})], 'over-budget'],
  ['only warns', [gate({ measure: 'p50', fails: false })], 'warned'],
  ['comes before one that nobody can tell', [gate({ fails: false }), gate({ verdict: 'cannot tell' })], 'warned'],
] as const)('a budget that is over %s', (_, gates, status) => {
  expect(statusOf(reportOf({ base, gates: [...gates] }))).toBe(status);
});

test('what nobody can tell is not green, and does not fail; what would have been seen is said', () => {
  const unclear = { measure: 'p50', limit: 0.1, value: 0.02, verdict: 'cannot tell', fails: true } as const;
  const report = reportOf({
    base,
    gates: [gate({ ...unclear, seeable: 0.14 }), gate({ value: 0, verdict: 'within' })],
  });
  const text = render(report);
  expect([statusOf(report), text.split('\n')[0]]).toEqual([
    'untold',
    expect.stringMatching(/^### ❔ auth · cannot tell p50 of verify against \+10 % · /),
  ]);
  expect(text).toContain(
    'Cannot tell: p50 of verify against +10 % (+2.0 %: no slowdown below +14 % would surely have been seen).',
  );
  const near = gate({ ...unclear, value: 0.12, seeable: 0.04 });
  expect(render(reportOf({ base, gates: [near] }))).toContain('against +10 % (+12 %: too near to it).');
  const work = gate({ value: 0.023, verdict: 'cannot tell' });
  expect(render(reportOf({ base, gates: [work] }))).toContain('against +2.0 % (it may be +2.3 %).');
  // a limit in ms needs no base
  const alone = gate({ ...unclear, of: 'ms', limit: 20, value: 19 });
  expect(statusOf(reportOf({ base: null, gates: [alone] }))).toBe('untold');
});

test('a headline names three of many, the sentence six', () => {
  const gates = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((route) =>
    gate({ route, verdict: 'cannot tell', value: null }),
  );
  expect(render(reportOf({ base, gates })).split('\n')[0]).toMatch(
    /^### ❔ auth · cannot tell work of a against \+2\.0 %, work of b .*, work of c against \+2\.0 %, 5 more · /,
  );
  expect(render(reportOf({ base, gates }))).toMatch(
    /^Cannot tell: work of a .*, work of f against \+2\.0 %, and 2 more\.$/m,
  );
});

test('growth without a base is no budget that was broken, nor one that nobody could tell', () => {
  const report = reportOf({ base: null, gates: [gate({ verdict: 'cannot tell', value: null })] });
  expect(statusOf(report)).toBe('ok');
  expect(render(report)).toContain('Cannot tell: work of verify against +2.0 %.');
});

test('how work was counted, or why it was not, is said below', () => {
  const counted = render(reportOf({ base, work: workOf(route('verify', 5, 5)) }), { reportUrl: undefined });
  expect(counted).toContain('what the host does and bulk memory count as one instruction each');
  const unknown = { ...workOf(route('verify', 5, 5)), noBase: 'It does <b>not</b> start.' };
  expect(render(reportOf({ base, work: unknown }))).toContain(
    'Those of the base are not told: It does \\<b>not\\</b> start.',
  );
  const component = render(reportOf({ base, edge: 'wasi', work: workOf(route('verify', 5, 5)) }));
  expect(component).toContain('each count has the start of its instance in it, and nothing of its adapters');
  const report = reportOf({ base, noWork: 'The component cannot tell: it is <b>shy</b>.' });
  expect(render(report, { reportUrl: undefined })).toContain(
    'Instructions executed: not available here. The component cannot tell: it is \\<b>shy\\</b>.',
  );
});

test('the headline says which, and by how much', () => {
  const text = render(
    reportOf({
      gates: [gate({}), gate({ measure: 'memory', route: null, of: 'bytes', limit: 2 ** 25, value: 33 * 2 ** 20 })],
    }),
    { reportUrl: undefined },
  );
  expect(text).toMatch(/^### ❌ auth · work of verify over \+2\.0 % \(\+10 %\), memory over 32\.0 MiB \(33\.0 MiB\)/m);
});

test.each([
  [{ ...route('a', 100, 100) }, 'no change'],
  [{ ...route('a', 100, 103) }, '+3.0 %'],
  [{ ...route('a', 100, 100), base: null, growth: null }, 'new'],
  [
    { ...route('a', 100, 100), head: { least: 99, middle: 100, most: 102 }, growth: { least: -1, most: 2 } },
    '−1.0 % … +2.0 %',
  ],
  [
    { ...route('a', 100, 100), head: { least: 103, middle: 104, most: 105 }, growth: { least: 3, most: 5 } },
    '+3.0 % … +5.0 %',
  ],
  [{ ...route('a', 100, 100), growth: { least: null, most: null } }, 'from nothing'],
])('growth of work: %#', (one, text) => {
  expect(growthText(one)).toBe(text);
});

test.each([
  [0, '+0.0 %'],
  [0.0004, '+0.04 %'],
  [-0.05, '−5.0 %'],
  [1.5, '+150 %'],
  [1661.6, '1663 ×'],
])('%d is %s', (fraction, text) => {
  expect(percent(fraction)).toBe(text);
});

test('a budget of work is mended by less work, one of size by fewer bytes', () => {
  const work = workOf(route('verify', 1000, 1030));
  expect(render(reportOf({ base, work, gates: [gate({})] }), { reportUrl: undefined })).toContain(
    'Make it take less, or raise `budget`',
  );
});

test('budgets that are kept are named, in the fold and in the headline, and none of which a route is over', () => {
  const kept = [
    gate({ measure: 'p50', route: null, of: 'ms', limit: 20, value: 0.4, verdict: 'within' }),
    gate({ measure: 'memory', route: null, of: 'bytes', limit: 33_554_432, value: 4_521_984, verdict: 'within' }),
    gate({ route: 'login', verdict: 'within' }),
    gate({ measure: 'p95', route: 'login', limit: 0.2, verdict: 'within' }),
    gate({ measure: 'p95', route: 'verify', limit: 0.2, verdict: 'within' }),
  ];
  const line = 'Within budget: p50 20.0 ms (0.40 ms), memory 32.0 MiB (4.3 MiB), work +2.0 %, p95 +20 %.';
  const all = render(reportOf({ base, gates: kept, budgets: [] }), { reportUrl: undefined });
  expect(all).toContain(line);
  expect(all.split('\n').find((text) => text.startsWith('###'))).toMatch(/, p95 .*ms · within budget/);
  expect(keptText([...kept, gate({})])).toBe(line.replace(', work +2.0 %', ''));
  expect(keptText([gate({})])).toBe('');
});
