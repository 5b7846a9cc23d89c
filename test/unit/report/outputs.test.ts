import { expect, test } from 'vitest';
import { OUTPUTS, outputsOf, outputsOfAll } from '../../../src/report/outputs.ts';
import { OVER, reportOf } from './sample.ts';

const FACTS = { wasmPath: '/work/bundle/index_bg.wasm', reportPath: '/work/report.json', cache: 'bundle' as const };

test('the outputs of a preview that went well', () => {
  expect(outputsOf(reportOf(), FACTS)).toEqual({
    'deployment-url': 'https://auth-pr-7.box.workers.dev',
    'preview-url': 'https://auth-pr-7.box.workers.dev',
    'deployment-id': 'd-1',
    'version-id': 'v-1',
    environment: 'preview-pr-7',
    deployed: 'true',
    'skip-reason': '',
    'bundle-digest': 'd'.repeat(64),
    'wasm-path': '/work/bundle/index_bg.wasm',
    'wasm-size': '412000',
    'wasm-size-gzip': '150100',
    'wasm-size-brotli': '121400',
    'size-delta': '',
    'budget-status': 'within',
    'latency-p50': '0.500',
    'latency-p95': '1.000',
    'latency-p99': '',
    'latency-delta': '',
    'cold-start': '33.000',
    'cache-hit': 'bundle',
    'rustc-version': '1.97.1 (8bab26f4f 2026-07-14)',
    'report-path': '/work/report.json',
  });
});

test('what is not known is the empty text, never "null" or "undefined"', () => {
  const nothing = {
    bundle: null,
    sizes: null,
    module: null,
    latency: null,
    deployment: null,
    live: false,
    budgets: [],
    tools: {},
  };
  const outputs = outputsOf(reportOf(nothing), {
    ...FACTS,
    wasmPath: undefined,
    cache: 'none' as const,
  });
  const set = Object.entries(outputs).filter(([, value]) => value !== '');
  expect(Object.fromEntries(set)).toEqual({
    deployed: 'false',
    'cache-hit': 'none',
    'report-path': '/work/report.json',
  });
});

test('production is no preview', () => {
  const deployment = {
    to: 'production' as const,
    environment: 'production',
    name: 'a',
    url: 'https://a.b',
    versionId: 'v',
    deploymentId: null,
    sha: null,
    release: null,
  };
  expect(outputsOf(reportOf({ deployment }), FACTS)).toMatchObject({
    'deployment-url': 'https://a.b',
    'preview-url': '',
    'deployment-id': '',
    environment: 'production',
  });
});

const BASE = {
  ...{ sha: 'b', as: 'merge base' as const, from: null, digest: 'e'.repeat(64) },
  sizes: { raw: 1, gzip: 1, brotli: 1 },
};
const GATE = {
  ...{ measure: 'p50' as const, route: 'verify', of: 'growth' as const, limit: 0.1, value: 0 },
  ...{ verdict: 'within' as const, seeable: 0.02, fails: false },
};

/** What it may grow by, where there is nothing to hold it against. */
const GROWTH = {
  measure: 'raw',
  growth: '+2 %',
  limit: null,
  size: 412_000,
  verdict: 'no base',
  excess: null,
} as const;

test.each([
  ['within', {}],
  ['over', OVER],
  ['over', { ...OVER, overBudget: 'warn' as const }],
  ['over', { ...OVER, failures: [{ stage: 'deploy' as const, message: '', hint: null, tail: null }] }],
  ['unlimited', { budgets: [] }],
  ['no base', { budgets: [GROWTH] }],
  ['within', { budgets: [GROWTH, ...reportOf().budgets] }],
  ['cannot tell', { gates: [{ ...GATE, of: 'ms' as const, limit: 20, verdict: 'cannot tell' as const }] }],
  ['cannot tell', { base: BASE, gates: [{ ...GATE, verdict: 'cannot tell' as const }] }],
  ['within', { gates: [{ ...GATE, verdict: 'cannot tell' as const }] }],
  ['no base', { budgets: [GROWTH], gates: [{ ...GATE, verdict: 'cannot tell' as const }] }],
  ['over', { ...OVER, gates: [{ ...GATE, verdict: 'cannot tell' as const }] }],
  ['', { budgets: [], sizes: null }],
])('budget-status is %j', (status, more) => {
  expect(outputsOf(reportOf(more), FACTS)['budget-status']).toBe(status);
});

test('every output is described, and no other is set', () => {
  const all = outputsOfAll([{ name: 'auth', outputs: outputsOf(reportOf(), FACTS) }]);
  expect(JSON.parse(all.packages)).toEqual({ auth: outputsOf(reportOf(), FACTS) });
  // the comment's is told by whoever wrote it
  expect([...Object.keys(all), 'comment-id'].toSorted()).toEqual(Object.keys(OUTPUTS).toSorted());
});

test('the change of size is told in bytes, with its sign', () => {
  const base = { sha: 'b', as: 'merge base', from: null, digest: 'e'.repeat(64) } as const;
  const delta = (brotli: number): string | undefined => {
    const report = reportOf({ base: { ...base, sizes: { raw: 1, gzip: 1, brotli } } });
    return outputsOf(report, { wasmPath: undefined, reportPath: undefined, cache: 'none' })['size-delta'];
  };
  expect([delta(120_000), delta(121_400), delta(122_000)]).toEqual(['1400', '0', '-600']);
});

test('of several packages an output is what all have in common, and `packages` has the rest', () => {
  const each = [
    { name: 'auth', outputs: outputsOf(reportOf(), FACTS) },
    {
      name: 'image',
      outputs: outputsOf(reportOf({ ...OVER, package: 'image', deployment: null, live: false }), {
        ...FACTS,
        cache: 'none',
      }),
    },
  ];
  const all = outputsOfAll(each);
  expect(all).toMatchObject({
    'preview-url': '',
    'wasm-size': '412000',
    'rustc-version': '1.97.1 (8bab26f4f 2026-07-14)',
    'budget-status': 'over',
    'cache-hit': 'none',
    deployed: 'partly',
    'bundle-digest': `auth=${'d'.repeat(64)} image=${'d'.repeat(64)}`,
  });
  expect(JSON.parse(all.packages).auth['preview-url']).toBe('https://auth-pr-7.box.workers.dev');
  const grown = { name: 'wide', outputs: outputsOf(reportOf({ budgets: [GROWTH] }), FACTS) };
  expect(outputsOfAll(each.slice(0, 1).concat(grown))['budget-status']).toBe('no base');
});
