import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MEASURES } from '../../../src/size/budget.ts';
import { judge } from '../../../src/size/judge.ts';

const SIZES = { raw: 1000, gzip: 500, brotli: 400 };

test('a size that equals its budget is within it; one byte more is over', () => {
  const at = (limit: number) => judge(SIZES, [{ measure: 'brotli', limit }]);
  expect(at(400)).toEqual([{ kind: 'within', budget: { measure: 'brotli', limit: 400 }, size: 400, spare: 0 }]);
  expect(at(399)).toEqual([{ kind: 'over', budget: { measure: 'brotli', limit: 399 }, size: 400, excess: 1 }]);
});

test('no budgets, no verdicts', () => {
  expect(judge(SIZES, [])).toEqual([]);
});

test('a verdict is over exactly where the size of that measure is larger', () => {
  fc.assert(
    fc.property(fc.constantFrom(...MEASURES), fc.integer({ min: 1, max: 2000 }), (measure, limit) => {
      const [verdict] = judge(SIZES, [{ measure, limit }]);
      expect(verdict?.kind === 'over').toBe(SIZES[measure] > limit);
      expect(verdict?.kind === 'over' ? verdict.excess : verdict?.spare).toBe(Math.abs(SIZES[measure] - limit));
    }),
  );
});
