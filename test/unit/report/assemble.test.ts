import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { assemble } from '../../../src/report/assemble.ts';
import { reportSchema, statusOf } from '../../../src/report/report.ts';
import type { Outcome, ShipPlan } from '../../../src/ship.ts';
import { CANDIDATE, MEASURED, ORIGIN, outcome, PLAN, SIZES } from './outcome.ts';

const failed = (message: string, more: ConstructorParameters<typeof ShipError>[2] = {}) =>
  ({ ok: false, error: new ShipError('build', message, more) }) as const;

test('what was measured before a failure stays in the report', () => {
  const report = assemble(outcome({ deployment: failed('no', { hint: 'do', tail: 'last' }) }), PLAN, ORIGIN);
  expect(v.is(reportSchema, report)).toBe(true);
  expect(report).toMatchObject({
    sizes: SIZES,
    bundle: { digest: 'd'.repeat(64) },
    tools: { rustc: '1.97.1 (8bab26f4f 2026-07-14)' },
    warnings: ['Not optimized: x'],
    deployment: null,
    failures: [{ stage: 'deploy', message: 'no', hint: 'do', tail: 'last' }],
  });
  expect(statusOf(report)).toBe('failed');
});

test('a build that fails is a whole report as well', () => {
  const report = assemble(outcome({ candidate: failed('does not compile') }), PLAN, ORIGIN);
  expect(v.is(reportSchema, report)).toBe(true);
  expect(report).toMatchObject({
    bundle: null,
    sizes: null,
    module: null,
    tools: {},
    failures: [{ stage: 'build', message: 'does not compile', hint: null, tail: null }],
    source: { run: null },
    startedAt: '1970-01-01T00:00:00.000Z',
  });
});

test('a bundle that the second job cannot take is a deploy that failed, not a build', () => {
  const plan: ShipPlan = { ...PLAN, do: 'deploy' };
  const report = assemble(outcome({ candidate: failed('is another one') }), plan, ORIGIN);
  expect(report).toMatchObject({ live: false, failures: [{ stage: 'deploy', message: 'is another one' }] });
});

test('verdicts carry how far they are from their limit, in both directions', () => {
  const budget = { measure: 'raw', limit: 2 } as const;
  const verdicts: Outcome['verdicts'] = [
    { kind: 'over', budget, size: 3, limit: 2 },
    { kind: 'within', budget: { measure: 'gzip', growth: { percent: 50 } }, size: 2, limit: 9 },
    { kind: 'no base', budget: { measure: 'brotli', growth: { bytes: 1500 } }, size: 2 },
  ];
  expect(assemble(outcome({ verdicts }), PLAN, ORIGIN).budgets).toEqual([
    { measure: 'raw', growth: null, limit: 2, size: 3, verdict: 'over', excess: 1 },
    { measure: 'gzip', growth: '+50 %', limit: 9, size: 2, verdict: 'within', excess: -7 },
    { measure: 'brotli', growth: '+1.5 kB', limit: null, size: 2, verdict: 'no base', excess: null },
  ]);
});

test('budgets that the base has otherwise are told as they are written', () => {
  const budgetChanges: Outcome['budgetChanges'] = [
    { from: { measure: 'brotli', limit: 140_000 }, to: { measure: 'brotli', limit: 150_000 } },
    { from: undefined, to: { measure: 'raw', growth: { percent: 2 } } },
    { from: { measure: 'gzip', limit: 900 }, to: undefined },
    { from: { measure: 'raw', limit: 1_001_000 }, to: { measure: 'raw', limit: 1_004_000 } },
    {
      from: { measure: 'raw', growth: { bytes: 10_010 } },
      to: { measure: 'raw', growth: { bytes: 10_020 } },
    },
  ];
  expect(assemble(outcome({ budgetChanges }), PLAN, ORIGIN).budgetChanges).toEqual([
    { from: 'brotli 140.0 kB', to: 'brotli 150.0 kB' },
    { from: null, to: 'raw +2 %' },
    { from: 'gzip 900 B', to: null },
    { from: 'raw 1001000 B', to: 'raw 1004000 B' },
    { from: 'raw +10010 B', to: 'raw +10020 B' },
  ]);
});

test('what is deployed is told with where to; why not is told only where it is not', () => {
  const value = {
    url: 'https://a.b',
    name: 'auth',
    versionId: 'v',
    deploymentId: undefined,
    environment: 'production',
  };
  const placed = assemble(outcome({ deployment: { ok: true, value }, skipReason: 'x' }), PLAN, ORIGIN);
  expect(placed.deployment).toEqual({ ...value, sha: null, to: 'production', deploymentId: null, release: null });
  expect(placed.skipReason).toBeNull();
  expect(assemble(outcome({ skipReason: 'x' }), PLAN, ORIGIN).skipReason).toBe('x');
});

test('what the measurement warns of is told', () => {
  const value = { ...MEASURED, warnings: ['login takes 21.0 ms of CPU'] };
  expect(assemble(outcome({ latency: { ok: true, value } }), PLAN, ORIGIN).warnings).toContain(
    'login takes 21.0 ms of CPU',
  );
});

test('a bundle that answered, and in the race no more, has failed; what was measured before is told all the same', () => {
  const failure = new ShipError('probe', 'verify: GET /verify answered 500, expected 200.', { hint: 'Mend it.' });
  const value = { ...MEASURED, race: { ok: false, error: failure }, failure } as const;
  const report = assemble(outcome({ latency: { ok: true, value } }), PLAN, ORIGIN);
  expect(report.failures).toEqual([{ stage: 'latency', message: failure.message, hint: 'Mend it.', tail: null }]);
  expect([report.noRace, report.latency?.cold.process.n]).toEqual([null, 1]);
  const broken = { ...value, failure: undefined };
  const other = assemble(outcome({ latency: { ok: true, value: broken } }), PLAN, ORIGIN);
  expect([other.failures, other.noRace]).toEqual([[], failure.message]);
});

test('what does not run at all has not answered wrongly', () => {
  const stages = (['probe', 'toolchain', 'cancelled'] as const).map((fault) => {
    const latency = { ok: false, error: new ShipError(fault, 'workerd is not to be had') } as const;
    return assemble(outcome({ latency }), PLAN, ORIGIN).failures.map(({ stage }) => stage);
  });
  expect(stages).toEqual([['latency'], ['runtime'], ['cancelled']]);
});

test('a figure that does not exist is null, so that report.json stays JSON', () => {
  const report = assemble(outcome({ latency: { ok: true, value: MEASURED } }), PLAN, ORIGIN);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(v.is(reportSchema, report)).toBe(true);
  expect(report.latency?.cold.process).toEqual({ n: 1, min: 1, p50: 1, p95: null, p99: null, max: 1 });
  expect(report.latency?.warm.routes[0]?.latency).toEqual({
    n: 0,
    min: null,
    p50: null,
    p95: null,
    p99: null,
    max: null,
  });
});

test('what it is held against is told with who built it; what could not be had with the reason', () => {
  const commit = { sha: 'b'.repeat(40), as: 'first parent' } as const;
  const obtained = { candidate: CANDIDATE, from: 'https://x/runs/5', keep: undefined };
  const held = assemble(
    outcome({
      base: { ok: true, value: { commit, budgets: [], rules: { overBudget: 'fail' }, obtained, into: '/i' } },
    }),
    PLAN,
    ORIGIN,
  );
  expect(v.is(reportSchema, held)).toBe(true);
  expect(held.base).toEqual({ ...commit, from: 'https://x/runs/5', digest: 'd'.repeat(64), sizes: SIZES });
  expect(held.noBase).toBeNull();
  const alone = assemble(outcome({ base: failed('it is the first one.') }), PLAN, ORIGIN);
  expect([alone.base, alone.noBase, alone.failures]).toEqual([null, 'it is the first one.', []]);
});

test('what could not be read of the module is told, once', () => {
  const told = 'Nobody has looked whether its edge takes the module: no';
  const value = { ...CANDIDATE, warnings: [told] };
  const more = { candidate: { ok: true, value }, preflight: failed('no'), capabilities: failed('cut off') } as const;
  expect(assemble(outcome(more), PLAN, ORIGIN).warnings).toEqual([
    told,
    'What it may ask of its host is not known: cut off',
  ]);
});
