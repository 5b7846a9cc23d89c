import { expect, test } from 'vitest';
import {
  featuresText,
  notedText,
  type ReportPreflight,
  refusedHead,
  refusedText,
} from '../../../src/report/preflight.ts';
import { render } from '../../../src/report/render.ts';
import { renderAll } from '../../../src/report/render-all.ts';
import { statusOf } from '../../../src/report/report.ts';
import { reportOf } from './sample.ts';

type Finding = ReportPreflight['refused'][number];

const found = (more: Partial<Finding> = {}): Finding => ({
  what: 'wide-arithmetic',
  by: 'i64.mul_wide_u',
  function: { name: 'big::mul', crate: 'big' },
  note: null,
  mend: '`-C target-feature=-wide-arithmetic` in `rustflags`.',
  asOf: '2026-11-26',
  source: 'workerd 1.20261117.1',
  ...more,
});
const of = (more: Partial<ReportPreflight>): ReportPreflight => ({
  ...{ features: ['sign-ext', 'wide-arithmetic'], refused: [], noted: [], unknown: [] },
  ...more,
});
const RUST = found({
  what: 'rustc 1.91.0',
  by: null,
  function: null,
  source: 'https://github.com/fastly/cli/pull/1571',
});

test.each([
  ['in a function with a name', found(), 'not taken by its edge: `wide-arithmetic` (in `big::mul` of `big`)'],
  [
    'in a function without one',
    found({ function: { name: '7', crate: null } }),
    'not taken by its edge: `wide-arithmetic` (in function 7)',
  ],
  ['a compiler', RUST, 'not taken by its edge: `rustc 1.91.0`'],
])('the headline of what is refused: %s', (_, refused, says) => {
  expect(refusedHead(of({ refused: [refused] }))).toEqual([says]);
});

test('each that is refused has its use, date, source and mend', () => {
  expect(refusedText(of({ refused: [found(), RUST, found({ mend: null })] }))).toBe(
    [
      'Nothing is served or deployed: its edge does not take the module.',
      '',
      '- `wide-arithmetic`: i64.mul\\_wide\\_u in `big::mul` of `big` (2026-11-26, workerd 1.20261117.1). `-C target-feature=-wide-arithmetic` in `rustflags`.'.replaceAll(
        '\\_',
        '_',
      ),
      '- `rustc 1.91.0` (2026-11-26, [source](https://github.com/fastly/cli/pull/1571)). `-C target-feature=-wide-arithmetic` in `rustflags`.',
      '- `wide-arithmetic`: i64.mul_wide_u in `big::mul` of `big` (2026-11-26, workerd 1.20261117.1). How to do without it is not known.',
    ].join('\n'),
  );
});

test('what is only to be known is a warning, and what is not known is said among the features', () => {
  expect(notedText(of({ noted: [found({ note: 'One thread.', mend: null })] }))).toMatch(
    /^⚠️ `wide-arithmetic`: .*\. One thread\.$/,
  );
  expect(featuresText(of({ unknown: ['simd128'] }))).toBe(
    'What it needs of an engine beyond WebAssembly 1.0: `sign-ext`, `wide-arithmetic`. Whether its edge takes `simd128` is not known: that passed.',
  );
  expect([notedText(null), featuresText(null), refusedText(null)]).toEqual(['', '', '']);
  expect(refusedHead(null)).toEqual([]);
});

test('a report with it has failed, whatever its budgets are, and says why at its top', () => {
  const report = reportOf({
    preflight: of({ refused: [found()] }),
    deployment: null,
    latency: null,
    overBudget: 'warn',
  });
  expect(statusOf(report)).toBe('over-budget');
  const [head, blank, remark] = render(report).split('\n');
  expect(head).toBe('### ❌ auth · not taken by its edge: `wide-arithmetic` (in `big::mul` of `big`)');
  expect([blank, remark]).toEqual(['', 'Nothing is served or deployed: its edge does not take the module.']);
  expect(statusOf(reportOf({ preflight: of({ noted: [found()], unknown: ['gc'] }) }))).toBe('ok');
});

test('where there are several packages, the warning is of one of them', () => {
  const noted = of({ noted: [found({ note: 'One thread.', mend: null })] });
  const text = renderAll([reportOf(), reportOf({ package: 'image', preflight: noted })]);
  expect(text.match(/^⚠️.*$/gm)).toEqual([expect.stringMatching(/^⚠️ image: `wide-arithmetic`: .*One thread\.$/)]);
});

test('names of a pull request do not act as markup', () => {
  const text = refusedText(of({ refused: [found({ function: { name: '`<b>@all', crate: 'a|b' } })] }));
  expect(text).toContain('`` `<b>@all `` of `a│b`');
});
