import { expect, test } from 'vitest';
import { render, spoken } from '../../../src/report/render.ts';
import { headlineOfAll, renderAll } from '../../../src/report/render-all.ts';
import type { Report } from '../../../src/report/report.ts';
import { OVER, reportOf } from './sample.ts';

const SIZES = { raw: 412_000, gzip: 150_100, brotli: 121_400 };

function against(brotli: number, digest = 'e'.repeat(64)): Report['base'] {
  return { sha: 'fedcba9876543210', as: 'first parent', from: null, digest, sizes: { ...SIZES, brotli } };
}

function named(name: string, more: Partial<Report> = {}): Report {
  const deployment = reportOf().deployment;
  const url = `https://${name}-pr-7.box.workers.dev`;
  return reportOf({ package: name, deployment: deployment === null ? null : { ...deployment, url }, ...more });
}

const UNCHANGED = { base: against(SIZES.brotli, 'd'.repeat(64)) };
const BROKEN: Partial<Report> = {
  ...{ sizes: null, bundle: null, module: null, latency: null, deployment: null, live: false, budgets: [] },
  failures: [{ stage: 'build', message: 'image does not compile: mismatched types', hint: null, tail: null }],
};

const UNCLEAR: Report['gates'][number] = {
  ...{ measure: 'p50', route: 'verify', of: 'growth', limit: 0.1, value: 0.02 },
  ...{ verdict: 'cannot tell', seeable: 0.14, fails: false },
};

test('one package is told as ever', () => {
  const report = reportOf();
  expect(renderAll([report], new Map([['auth', 'https://x.dev/r']]))).toBe(
    render(report, { reportUrl: 'https://x.dev/r' }),
  );
});

test.each<[string, readonly Report[], string]>([
  ['nothing moved', [named('a', UNCHANGED), named('b', UNCHANGED)], '✅ 2 packages · no change · within budget'],
  [
    'one moved',
    [named('a', UNCHANGED), named('b', { base: against(121_000) })],
    '✅ 2 packages · 1 changed · within budget',
  ],
  ['no base', [named('a'), named('b')], '✅ 2 packages · within budget'],
  [
    'one over its budget',
    [named('a'), named('b', OVER)],
    '❌ 1 of 2 packages · b 1.4 kB over its size budget (brotli 121.4 kB, budget 120.0 kB)',
  ],
  [
    'over and allowed',
    [named('a'), named('b', { ...OVER, overBudget: 'warn' })],
    '⚠️ 2 packages · b 1.4 kB over its size budget (brotli 121.4 kB, budget 120.0 kB)',
  ],
  [
    'one that nobody can tell',
    [named('a', UNCHANGED), named('b', { base: against(121_000), gates: [UNCLEAR] })],
    '❔ 2 packages · b cannot tell p50 of verify against +10 %',
  ],
  [
    'over and allowed comes before what nobody can tell',
    [named('a', { base: against(121_000), gates: [UNCLEAR] }), named('b', { ...OVER, overBudget: 'warn' })],
    '⚠️ 2 packages · b 1.4 kB over its size budget (brotli 121.4 kB, budget 120.0 kB)',
  ],
  [
    'failed comes before over budget',
    [named('b', OVER), named('image', BROKEN)],
    '❌ 2 of 2 packages · image does not build · b 1.4 kB over its size budget (brotli 121.4 kB, budget 120.0 kB)',
  ],
  [
    'more than a line holds',
    ['a', 'b', 'c', 'd', 'e'].map((name) => named(name, BROKEN)),
    '❌ 5 of 5 packages · a does not build · b does not build · c does not build · 2 more',
  ],
])('the verdict over all: %s', (_, reports, line) => {
  expect(spoken(headlineOfAll(reports))).toBe(line);
});

test('a row for each that moved, the worst first, and the others counted with the way to them', () => {
  const reports = [
    named('still', UNCHANGED),
    named('grown', { base: against(120_000) }),
    named('shrunk', { base: against(130_000) }),
    named('image', BROKEN),
  ];
  const text = renderAll(reports, new Map(reports.map(({ package: name }) => [name, `https://x.dev/${name}`])));
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  expect(rows.slice(0, 5)).toEqual([
    '|  | base | head | change | budget | cold start | p50 | deployed |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| ❌ **image** | – | – | – | – | – | – | – |',
    expect.stringMatching(
      /^\| \*\*grown\*\* \| 120\.0 kB \| 121\.4 kB brotli \| \+1\.4 kB .* \| \[preview\]\(https:\/\/grown-pr-7/,
    ),
    expect.stringMatching(/^\| \*\*shrunk\*\* \| 130\.0 kB \| 121\.4 kB brotli \| −8\.6 kB/),
  ]);
  expect(text).toContain('1 other unchanged: [still](https://still-pr-7.box.workers.dev).');
  expect(text).toContain('**image, build**: image does not compile: mismatched types');
  expect(text).toContain('<sub>`0123456` against `fedcba9` (first parent) · [run](');
  expect(text).toContain('report.json of [still](https://x.dev/still), [grown](https://x.dev/grown)');
});

test('a reason that all share is said once, one of some with their names', () => {
  const skipped = (name: string, skipReason: string): Report =>
    named(name, { deployment: null, live: false, skipReason });
  const all = [skipped('a', 'no secrets.'), skipped('b', 'no secrets.')];
  expect(renderAll(all)).toMatch(/\n\nNot deployed: no secrets\.\n\n/);
  const some = renderAll([...all, skipped('c', 'declined.')]);
  expect(some).toMatch(/\n\na, b: Not deployed: no secrets\.\n\nc: Not deployed: declined\.\n\n/);
});

test('what nobody can tell, and what was not raced, is said of each', () => {
  const unclear = named('b', { base: against(121_000), gates: [UNCLEAR], noRace: 'The served bundle broke off.' });
  const text = renderAll([named('a', UNCHANGED), unclear]);
  expect(text).toContain('b: Cannot tell: p50 of verify against +10 % (+2.0 %: no slowdown below +14 %');
  expect(text).toContain('b: Not raced against the base: The served bundle broke off.');
  expect(text).toMatch(/^\| ❔ \*\*b\*\* \|/m);
});

test('ways past a budget, and growth that is not judged, are said of each that has them', () => {
  const growth = { measure: 'raw', growth: '+2 %', limit: null, size: 1, verdict: 'no base', excess: null } as const;
  const text = renderAll([
    named('a', { ...OVER, overBudget: 'warn', accepted: 'accept-size' }),
    named('b', { budgetChanges: [{ from: 'raw 1.0 kB', to: 'raw 2.0 kB' }] }),
    named('c', { budgets: [growth] }),
  ]);
  expect(text).toContain('a: Accepted here by the label `accept-size`.');
  expect(text).toContain("b: The budget is another one than the base's: raw 1.0 kB → raw 2.0 kB.");
  expect(text).toContain('c: Growth is not judged, for there is no base to hold it against: raw +2 %.');
});

test('a comment fits, however many packages there are', () => {
  const many = Array.from({ length: 600 }, (_, i) =>
    named(`package-${i}`, i % 2 === 0 ? BROKEN : { base: against(100_000) }),
  );
  const text = renderAll(many);
  expect(text.length).toBeLessThanOrEqual(60_000);
  expect(text).toMatch(/^### ❌ 300 of 600 packages/);
  expect(text).toContain('more that moved.');
});
