import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Budget, MEASURES } from '../../../src/size/budget.ts';
import { changedBudgets, judge, judgeLimit } from '../../../src/size/judge.ts';

const SIZES = { raw: 1000, gzip: 500, brotli: 400 };
const BASE = { raw: 900, gzip: 500, brotli: 300 };

test.each<[string, Budget, 'within' | 'over', number]>([
  ['a size that equals its budget', { measure: 'brotli', limit: 400 }, 'within', 400],
  ['one byte more', { measure: 'brotli', limit: 399 }, 'over', 399],
  ['growth by as many bytes as allowed', { measure: 'raw', growth: { bytes: 100 } }, 'within', 1000],
  ['growth by one byte more', { measure: 'raw', growth: { bytes: 99 } }, 'over', 999],
  ['growth by a third where a third is allowed', { measure: 'brotli', growth: { percent: 33.4 } }, 'within', 400],
  ['and a little less is allowed', { measure: 'brotli', growth: { percent: 33.3 } }, 'over', 399],
  ['no growth where none is allowed', { measure: 'gzip', growth: { percent: 0 } }, 'within', 500],
])('%s: %j is %s, of %d', (_, budget, kind, limit) => {
  expect(judge(SIZES, [budget], BASE)).toEqual([{ kind, budget, size: SIZES[budget.measure], limit }]);
});

test('a growth that binary fractions do not hold is counted exactly', () => {
  const budget = { measure: 'raw', growth: { percent: 0.1 } } as const;
  const base = { raw: 41_000, gzip: 1, brotli: 1 };
  expect(judge({ ...base, raw: 41_041 }, [budget], base)).toMatchObject([{ kind: 'within', limit: 41_041 }]);
  expect(judge({ ...base, raw: 41_042 }, [budget], base)).toMatchObject([{ kind: 'over' }]);
});

test('growth without a base is not judged; a size is', () => {
  const growth = { measure: 'raw', growth: { percent: 1 } } as const;
  const size = { measure: 'raw', limit: 1 } as const;
  expect(judge(SIZES, [growth, size], undefined)).toEqual([
    { kind: 'no base', budget: growth, size: 1000 },
    { kind: 'over', budget: size, size: 1000, limit: 1 },
  ]);
});

test('no budgets, no verdicts', () => {
  expect(judge(SIZES, [], BASE)).toEqual([]);
});

test('what is smaller than its base is within any growth', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...MEASURES),
      fc.record({ raw: fc.nat(), gzip: fc.nat(), brotli: fc.nat() }),
      fc.double({ min: 0, max: 1000, noNaN: true }),
      (measure, sizes, percent) => {
        const base = { raw: sizes.raw + 1, gzip: sizes.gzip, brotli: sizes.brotli + 7 };
        expect(judge(sizes, [{ measure, growth: { percent } }], base)[0]?.kind).toBe('within');
      },
    ),
  );
});

test.each([
  [1000, 'within'],
  [999, 'over'],
] as const)('a bundle of 1000 bytes at an edge that takes %d is %s', (bytes, kind) => {
  const limit = { measure: 'raw', bytes, plan: 'free', asOf: '2026-01-01', source: 'https://edge.example' } as const;
  expect(judgeLimit(SIZES, limit)).toEqual({ kind, limit, size: 1000 });
});

test('an edge without a limit says nothing', () => {
  expect(judgeLimit(SIZES, undefined)).toBeUndefined();
});

test('budgets that differ between base and head, by measure and kind', () => {
  const size = (limit: number) => ({ measure: 'brotli', limit }) as const;
  const growth = (percent: number) => ({ measure: 'brotli', growth: { percent } }) as const;
  expect(changedBudgets([size(1), growth(2)], [growth(2), size(1)])).toEqual([]);
  expect(changedBudgets([size(1)], [size(2), growth(2)])).toEqual([
    { from: size(1), to: size(2) },
    { from: undefined, to: growth(2) },
  ]);
  expect(changedBudgets([size(1)], [])).toEqual([{ from: size(1), to: undefined }]);
});
