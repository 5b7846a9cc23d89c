import fc from 'fast-check';
import { expect, test } from 'vitest';
import { code } from '../../../src/report/markdown.ts';
import { MOST_CHARACTERS, render } from '../../../src/report/render.ts';
import { renderAll } from '../../../src/report/render-all.ts';
import type { Report } from '../../../src/report/report.ts';
import { latencyOf, reportOf, routeOf } from './sample.ts';

/** The report with this text wherever a text can stand. */
function filledWith(text: string): Report {
  const refused = Array.from({ length: 20 }, () => ({ name: text, by: [text, text, text] }));
  const finding = { what: text, by: text, function: { name: text, crate: text }, note: text, mend: text };
  const row = { name: text, bytes: 9 };
  const mover = { name: text, crate: text, before: 1, after: 9, what: 'grew' as const };
  const rest = { rows: 0, bytes: 0 };
  const outcome = { tried: null, notTried: text };
  return reportOf({
    ...{ package: text, noBase: text, skipReason: text, warnings: [text], tools: { [text]: text } },
    ...{ accepted: text, overBudget: 'warn', budgetChanges: [{ from: text, to: text }] },
    loosened: [{ input: 'allow-imports', from: [], to: [text] }],
    source: { repository: text, sha: text, ref: text, run: `https://x.dev/${text}` },
    latency: latencyOf([routeOf(text, 1)]),
    failures: [{ stage: 'deploy', message: text, hint: text, tail: text }],
    capabilities: { imports: [text], moved: { added: refused, gone: [text] }, refused },
    preflight: {
      ...{ features: [text], unknown: [text], noted: [{ ...finding, asOf: '2026-01-01', source: text }] },
      refused: Array.from({ length: 20 }, () => ({ ...finding, asOf: '2026-01-01', source: text })),
    },
    advice: { tips: [{ line: text, place: text, why: text, ...outcome }], together: { lines: [text], ...outcome } },
    attribution: {
      bytes: 9,
      crates: { rows: [row], rest },
      sections: { rows: [row], rest },
      functions: { rows: [{ ...row, crate: text, instances: 1 }], rest },
      data: { rows: [row], rest },
      moved: {
        crates: { rows: [mover], rest },
        functions: { rows: [mover], rest },
        newCrates: [{ ...row, by: [text] }],
        goneCrates: [row],
      },
    },
  });
}

test('a comment fits whatever its texts are, of one package and of several', () => {
  const part = fc.constantFrom('x', '$', '`', '#1', '|', '\u{1f600}', 'https://x.dev/', ' a');
  const length = fc.constantFrom(0, 90, 250, 2500);
  fc.assert(
    fc.property(part, length, (of, count) => {
      const report = filledWith(of.repeat(count));
      const bare = { ...report, failures: [] };
      const urls = new Map([['b', `https://x.dev/${of.repeat(count)}`]]);
      for (const text of [
        render(report, { reportUrl: urls.get('b') }),
        render(bare),
        renderAll([bare, report, reportOf({ package: 'b' })], urls),
        renderAll(Array.from({ length: 5 }, () => bare)),
      ])
        expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    }),
    { numRuns: 3, examples: [['$', 2500]] },
  );
});

test('one long name of an import leaves the verdict and the preview', () => {
  const refused = [{ name: `env.${'x'.repeat(90_000)}`, by: [] }];
  const report = reportOf({ capabilities: { imports: [], moved: null, refused } });
  for (const text of [render(report), renderAll([report, reportOf({ package: 'b' })])]) {
    expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(text.split('\n')[0]).toContain('asks its host for `env.xx');
  }
  expect(render(report).split('\n')[0]).toContain('[preview](');
});

test('text may have more runs of backticks than a call takes arguments', () => {
  expect(code('a`'.repeat(200_000))).toMatch(/^``/);
});
