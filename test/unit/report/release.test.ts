import { expect, test } from 'vitest';
import { outputsOf } from '../../../src/report/outputs.ts';
import { headline, render } from '../../../src/report/render.ts';
import { renderAll } from '../../../src/report/render-all.ts';
import { type Report, type ReportLatencyVerdict, type ReportRelease, statusOf } from '../../../src/report/report.ts';
import { OVER, reportOf } from './sample.ts';

const LIVE = 'fedcba9876543210';
const RELEASE: ReportRelease = {
  ...{ how: 'staged', before: 'v-old-11-and-more', steps: [{ percentage: 100, atMs: 0 }], watched: null, latency: [] },
  proof: { answers: 3, ms: 40, told: true },
};

function released(more: Partial<ReportRelease> = {}, sha: string | null = LIVE, other: Partial<Report> = {}): Report {
  const placed = { to: 'production', environment: 'production', name: 'auth', url: 'https://a.b' } as const;
  const release = { ...RELEASE, ...more };
  return reportOf({ deployment: { ...placed, versionId: 'v', deploymentId: 'd', sha, release }, ...other });
}

const NOTHING_BUILT: Partial<Report> = { bundle: null, sizes: null, module: null, budgets: [], latency: null };

test('a way back is of the commit that is live again, not of the one that the run is of', () => {
  const text = render(released({ how: 'back' }, LIVE, NOTHING_BUILT));
  expect(text).toContain('Back on an earlier version, commit `fedcba9` (3 good answers in 40.0 ms)');
  expect(text).toMatch(/<sub>`fedcba9` /);
  expect(text).not.toContain('0123456');
});

test('where a version does not tell its commit, none is shown', () => {
  const text = render(released({ how: 'back' }, null, NOTHING_BUILT));
  expect(text).toContain('Back on an earlier version (');
  expect(text).toContain('<sub>commit not known');
  expect(text).not.toContain('0123456');
});

test('several that go back are each on their own commit', () => {
  const [a, b, c] = [LIVE, 'abcdef0123', LIVE].map((sha, i) => ({
    ...released({ how: 'back' }, sha, NOTHING_BUILT),
    package: `p${i}`,
  })) as [Report, Report, Report];
  expect(renderAll([a, b, c])).toContain('<sub>`fedcba9`, `abcdef0` ');
});

test('a preview is of the commit that was built', () => {
  expect(render(reportOf())).toMatch(/<sub>`0123456` /);
});

const verdict = (kind: ReportLatencyVerdict['verdict'], over: number): ReportLatencyVerdict => ({
  ...{ measure: 'p95', limit: 50, verdict: kind, over, answers: 90 },
});

test.each([
  ['within', 0, '; p95 within 50.0 ms (0 of 90 answers over, from the runner).'],
  ['cannot tell', 4, '; p95 against 50.0 ms: cannot tell (4 of 90 answers over, from the runner).'],
  ['over', 40, '; p95 over 50.0 ms (40 of 90 answers over, from the runner).'],
] as const)('a latency that is %s is one short part of how it went', (kind, over, said) => {
  expect(render(released({ latency: [verdict(kind, over)] }))).toContain(said);
});

test('a latency over its budget warns in the first line; one that nobody can tell is no verdict there', () => {
  const slow = released({ latency: [verdict('over', 40)] });
  expect(statusOf(slow)).toBe('warned');
  expect(headline(slow)).toMatch(/^⚠️ auth · p95 over its latency budget of 50\.0 ms · /);
  const status = (of: Parameters<typeof outputsOf>[0]): string =>
    outputsOf(of, { wasmPath: undefined, reportPath: undefined, cache: 'none' })['budget-status'];
  expect(status(slow)).toBe('over');
  expect(status(released({ latency: [verdict('cannot tell', 4)] }))).toBe('cannot tell');
  const both = released({ latency: [verdict('over', 40)] }, LIVE, OVER);
  expect(statusOf(both)).toBe('over-budget');
  expect(headline(both)).toContain('p95 over its latency budget');
  expect(statusOf(released({ latency: [verdict('cannot tell', 4)] }))).toBe('ok');
});
