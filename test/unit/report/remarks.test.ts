import { expect, test } from 'vitest';
import { loosened } from '../../../src/loosened.ts';
import { render } from '../../../src/report/render.ts';
import { renderAll } from '../../../src/report/render-all.ts';
import type { Report } from '../../../src/report/report.ts';
import { OVER, reportOf } from './sample.ts';

const CAPABILITIES: Report['capabilities'] = {
  imports: ['env.open'],
  moved: { added: [{ name: 'env.open', by: ['openssl'] }], gone: [] },
  refused: [],
};

test.each<[string, Partial<Report>, string]>([
  ['a label', { ...OVER, overBudget: 'warn', accepted: 'large' }, 'Accepted here by the label `large`.'],
  ['another budget', { budgetChanges: [{ from: 'raw 1 B', to: 'raw 2 B' }] }, 'raw 1 B → raw 2 B.'],
  ['a new import', { capabilities: CAPABILITIES }, 'New host imports: `env.open` (by `openssl`).'],
  [
    'a size that only warns',
    { loosened: [{ input: 'over-budget', from: ['fail'], to: ['warn'] }] },
    "`over-budget` is another one than the base's: a size over its budget only warns.",
  ],
  [
    'more imports that may be',
    { loosened: [{ input: 'allow-imports', from: ['a.b'], to: ['a.b', 'env.*'] }] },
    "`allow-imports` lets more through than the base's: `env.*`.",
  ],
  [
    'all imports',
    { loosened: [{ input: 'allow-imports', from: ['a.b'], to: [] }] },
    '`allow-imports` is gone: all may be asked of the host, not `a.b` alone.',
  ],
])('%s is said, of one package and of several, there by its name', (_, more, said) => {
  expect(render(reportOf(more))).toContain(said);
  const lines = renderAll([reportOf({ package: 'first', ...more }), reportOf()]).split('\n');
  expect(lines.find((line) => line.endsWith(said))).toMatch(/^first: /);
});

test.each<[string, Parameters<typeof loosened>[0], Parameters<typeof loosened>[1], readonly string[]]>([
  ['nothing', { overBudget: 'fail' }, { overBudget: 'fail' }, []],
  ['a warning alone', { overBudget: 'fail' }, { overBudget: 'warn' }, ['over-budget']],
  ['what a label does', { overBudget: 'fail' }, { overBudget: 'warn', withoutLabel: 'fail' }, []],
  ['a warning under a label', { overBudget: 'fail' }, { overBudget: 'warn', withoutLabel: 'warn' }, ['over-budget']],
  ['what is stricter', { overBudget: 'warn' }, { overBudget: 'fail', allowImports: ['a.b'] }, []],
  [
    'a wider pattern',
    { overBudget: 'fail', allowImports: ['env.open'] },
    { overBudget: 'fail', allowImports: ['env.*'] },
    ['allow-imports'],
  ],
  [
    'a narrower pattern',
    { overBudget: 'fail', allowImports: ['env.*'] },
    { overBudget: 'fail', allowImports: ['env.o*'] },
    [],
  ],
  ['none', { overBudget: 'fail', allowImports: ['env.*'] }, { overBudget: 'fail' }, ['allow-imports']],
])('%s in place of the base: what lets more through', (_, base, head, inputs) => {
  expect(loosened(base, head).map(({ input }) => input)).toEqual(inputs);
});

test('many imports are counted and folded', () => {
  const imports = Array.from({ length: 73 }, (_, i) => `wbg.f${i}`);
  const text = render(reportOf({ capabilities: { imports, moved: null, refused: [] } }));
  expect(text).toContain('<details><summary>What it may ask of its host: 73 imports</summary>');
});
