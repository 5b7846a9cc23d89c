import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MEASURES, parseBudgets } from '../../../src/size/budget.ts';

test.each([
  [
    'brotli 300 kB, raw 1 MB',
    [
      ['brotli', 300_000],
      ['raw', 1_000_000],
    ],
  ],
  ['gzip: 1 MiB', [['gzip', 1_048_576]]],
  [
    'Brotli 10 B\nraw 5B\n',
    [
      ['brotli', 10],
      ['raw', 5],
    ],
  ],
  ['', []],
  [' , ', []],
  [
    ['raw 1 kB', 'gzip 2 kB, brotli 1 kB'],
    [
      ['raw', 1000],
      ['gzip', 2000],
      ['brotli', 1000],
    ],
  ],
])('%j is read', (raw, budgets) => {
  expect(parseBudgets(raw)).toEqual(budgets.map(([measure, limit]) => ({ measure, limit })));
});

test.each([
  ['brotli +2 %', { percent: 2 }],
  ['brotli: + 0.5%', { percent: 0.5 }],
  ['Brotli +10 kB', { bytes: 10_000 }],
  ['brotli +0 B', { bytes: 0 }],
])('%j is growth', (raw, growth) => {
  expect(parseBudgets(raw)).toEqual([{ measure: 'brotli', growth }]);
});

test('a size and a growth of one measure are two budgets', () => {
  expect(parseBudgets('raw 1 kB, raw +1 %')).toEqual([
    { measure: 'raw', limit: 1000 },
    { measure: 'raw', growth: { percent: 1 } },
  ]);
});

test.each([
  ['raw +1 %, raw +1 kB', 'one growth for raw, not two'],
  ['raw +1', '`raw +1` is not that'],
  ['raw +-1 %', '`raw +-1 %` is not that'],
  ['raw -1 %', '`raw -1 %` is not that'],
  ['raw 1 %', '`raw 1 %` is not that'],
  ['300 kB', '`300 kB` is not that'],
  ['brotli', '`brotli` is not that'],
  ['brotli 300', '`brotli 300` is not that'],
  ['brotli 0 kB', '`brotli 0 kB` is not that'],
  ['brotli -1 kB', '`brotli -1 kB` is not that'],
  ['zstd 1 kB', '`zstd 1 kB` is not that'],
  ['raw 1 kB; gzip 1 kB', '`raw 1 kB; gzip 1 kB` is not that'],
  ['raw 1 kB, raw 2 kB', 'one budget for raw, not two'],
  [{ raw: '1 kB' }, 'measure and size, such as'],
  [['raw 1 kB', 5], 'measure and size, such as'],
  [true, 'measure and size, such as'],
])('%j is refused with the form wanted', (raw, says) => {
  expect(parseBudgets(raw)).toContain(says);
});

test('budgets that are written are read back, in any order', () => {
  const budget = fc.record({ measure: fc.constantFrom(...MEASURES), limit: fc.integer({ min: 1, max: 1e9 }) });
  const budgets = fc.uniqueArray(budget, { selector: ({ measure }) => measure, maxLength: 3 });
  fc.assert(
    fc.property(budgets, (list) => {
      expect(parseBudgets(list.map(({ measure, limit }) => `${measure} ${limit} B`).join(', '))).toEqual(list);
    }),
  );
});
