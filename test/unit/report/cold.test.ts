import { expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import type { ColdSamples } from '../../../src/latency/cold.ts';
import { coldOf } from '../../../src/latency/cold-summary.ts';
import { coldReport, coldText, type ReportCold } from '../../../src/report/cold.ts';
import { render } from '../../../src/report/render.ts';
import { statusOf } from '../../../src/report/report.ts';
import { latencyOf, reportOf } from './sample.ts';

/** What is told of cold starts: in the table of the comment where they moved, all of them below. */

const SIZES = { raw: 412_000, gzip: 150_100, brotli: 121_000 };
const base = { sha: 'f'.repeat(40), as: 'first parent', from: null, digest: 'e'.repeat(64), sizes: SIZES } as const;

type Row = ReportCold['against'][number];
const row = (name: Row['name'], more: Partial<Row> = {}): Row => ({
  ...{ name, base: 38.2, head: 45.1, verdict: 'no change', ratio: 1.01, interval: [0.99, 1.02] },
  ...{ seeable: 1.067, pairs: 30, margin: 0.1, ...more },
});
const slower: Partial<Row> = { verdict: 'slower', ratio: 1.18, interval: [1.12, 1.24] };

function coldWith(more: Partial<ReportCold>): ReportCold {
  const { cold } = latencyOf();
  return { ...cold, base: { process: cold.process, isolate: cold.isolate }, ...more };
}

const rendered = (cold: ReportCold, more: Parameters<typeof reportOf>[0] = {}): string =>
  render(reportOf({ base, latency: { ...latencyOf(), cold }, ...more }));
const rowsOf = (text: string): readonly string[] =>
  (text.split('<details>')[0] ?? '').split('\n').filter((line) => /^\| \*\*(cold|memory)/.test(line));

test('a start that moved is a row of the table; what did not, and V8 by itself, is folded', () => {
  const against = [
    row('process', { verdict: 'cannot tell' }),
    row('isolate', slower),
    row('compile', slower),
    row('instantiate', { base: 0.41, head: 0.4, seeable: null }),
  ];
  const text = rendered(coldWith({ against }));
  expect(rowsOf(text)).toEqual(['| **cold start** new isolate | 38.2 ms | 45.1 ms | slower (+12 % … +24 %) | – |']);
  expect(text).toContain(`| cold start | base | head | head against base | would have seen | pairs |
| --- | ---: | ---: | ---: | ---: | ---: |
| new process | 38.2 ms | 45.1 ms | cannot tell (±6.7 %) | +6.7 % | 30 |
| new isolate | 38.2 ms | 45.1 ms | slower (+12 % … +24 %) | +6.7 % | 30 |
| V8 by itself, compiling the module | 38.2 ms | 45.1 ms | slower (+12 % … +24 %) | +6.7 % | 30 |
| V8 by itself, instantiating it | 0.41 ms | 0.40 ms | no change | – | 30 |`);
});

test('both budgets of a new process stand beside it, the one that it is over in bold; over it warns', () => {
  const gate = { measure: 'cold-start', verdict: 'within', seeable: null, fails: false } as const;
  const gates = [
    { ...gate, route: null, of: 'ms', limit: 50, value: 45.1 } as const,
    { ...gate, route: 'new process', of: 'growth', limit: 0.1, value: 0.18, verdict: 'over' } as const,
    {
      ...gate,
      route: 'new isolate',
      of: 'growth',
      limit: 0.1,
      value: 0.18,
      verdict: 'cannot tell',
      seeable: 0.24,
    } as const,
  ];
  const report = { gates: [...gates] };
  const text = rendered(coldWith({ against: [row('process', slower), row('isolate', slower)] }), report);
  expect(rowsOf(text)).toEqual([
    '| **cold start** new process | 38.2 ms | 45.1 ms | slower (+12 % … +24 %) | **+10 %**, 50.0 ms |',
    '| **cold start** new isolate | 38.2 ms | 45.1 ms | slower (+12 % … +24 %) | +10 % |',
  ]);
  expect(text).toMatch(/^### ⚠️ auth · cold start of new process over \+10 % \(\+18 %\)/);
  expect(text).toContain(
    'Cannot tell: cold start of new isolate against +10 % (+18 %: no slowdown below +24 % would surely have been seen).',
  );
  expect(statusOf(reportOf(report))).toBe('warned');
});

test('linear memory that is another one is a row, with its budget', () => {
  const work = { routes: [], movers: [], memory: { base: 18 * 2 ** 20, head: 36 * 2 ** 20 }, noBase: null };
  const about = { measure: 'memory', route: null, of: 'bytes', verdict: 'over', seeable: null, fails: true } as const;
  const gates = [{ ...about, limit: 2 ** 25, value: 36 * 2 ** 20 }];
  expect(rowsOf(rendered(coldWith({}), { work, gates }))).toEqual([
    '| **memory** linear, after the requests | 18.0 MiB | 36.0 MiB | +100 % | **32.0 MiB** |',
  ]);
});

test.each<[string, Partial<ReportCold>, RegExp]>([
  [
    'a base that does not start',
    { base: null, noBase: 'health: GET /up answered 404, expected 2xx.' },
    /not held against the base, which does not start as it should: health: GET \/up answered 404/,
  ],
  [
    'V8 without a base',
    { v8: { version: '13.6', compile: { base: null, head: 5.1 }, instantiate: { base: null, head: 0.4 }, why: null } },
    /^V8 by itself is 13\.6, that of our Node, .*: it compiles the module in 5\.10 ms and instantiates it in 0\.40 ms\.$/m,
  ],
  [
    'a module that V8 does not instantiate by itself',
    { v8: { version: '13.6', compile: { base: null, head: 5.1 }, instantiate: null, why: 'it imports a.m, a memory' } },
    /compiles the module in 5\.10 ms\. It could not be instantiated by itself: it imports a\.m, a memory\.$/m,
  ],
  ['V8 that could not be asked', { noV8: 'no `node` here' }, /^V8's own times are not told: no `node` here$/m],
  [
    'memory',
    { rssBytes: { base: 60 * 2 ** 20, head: 2 ** 26 } },
    /first two answers: 64\.0 MiB, of the base 60\.0 MiB/,
  ],
])('%s is said', (_, more, text) => {
  expect(coldText(coldWith(more))).toMatch(text);
});

/** Starts that take just so long, as often as pairs are told apart by. */
function samples(process: number, isolate: number, compileMs?: number): ColdSamples {
  const start = { total: process, process: process - 5, connect: 1, module: 2, answer: 1, unexplained: 1 };
  const v8 = Array(20).fill({ version: '13.6', compileMs, instantiateMs: undefined, why: 'it does not' });
  return {
    process: Array(20).fill(start),
    rssBytes: Array(20).fill(process * 1e6),
    isolate: Array(4).fill(Array(6).fill({ total: isolate, module: isolate - 1, answer: 1 })),
    ...(compileMs === undefined ? {} : { v8: { ok: true, value: v8 } }),
  };
}

test('from samples to the report: rows in pairs, phases of both kinds of start, V8 and memory of both', () => {
  const told = coldReport(coldOf({ head: samples(120, 40, 6), base: samples(100, 40, 5) }, undefined));
  expect(
    told.against.map(({ name, base: before, head, verdict, pairs }) => [name, before, head, verdict, pairs]),
  ).toEqual([
    ['process', 100, 120, 'slower', 20],
    ['isolate', 40, 40, 'no change', 24],
    ['compile', 5, 6, 'slower', 20],
  ]);
  expect(told.phases.map(({ of, name, base: before, head }) => `${of} ${name} ${before} ${head}`)).toEqual([
    ...['process process 95 115', 'process connect 1 1', 'process module 2 2', 'process answer 1 1'],
    ...['process unexplained 1 1', 'isolate module 39 39', 'isolate compile 5 6', 'isolate unexplained 34 33'],
    'isolate answer 1 1',
  ]);
  expect(told.v8).toEqual({ version: '13.6', compile: { base: 5, head: 6 }, instantiate: null, why: 'it does not' });
  expect(told.rssBytes).toEqual({ base: 100e6, head: 120e6 });
  expect([told.base?.process.p50, told.noBase, told.noV8]).toEqual([100, null, null]);
});

test('without a base there is nothing to hold it against; V8 that failed says why', () => {
  const failed = { ok: false, error: new ShipError('probe', 'it ended') } as const;
  const told = coldReport(coldOf({ head: { ...samples(120, 40), v8: failed }, noBase: 'gone' }, 0.1));
  expect([told.against, told.base, told.noBase, told.v8, told.noV8]).toEqual([[], null, 'gone', null, 'it ended']);
  expect(told.phases.every(({ base: before }) => before === null)).toBe(true);
});
