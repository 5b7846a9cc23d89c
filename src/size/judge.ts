import type { Sizes } from '../candidate.ts';
import type { Budget } from './budget.ts';

/** What became of one budget. A value: over budget is no exception. */
export type Verdict =
  | { readonly kind: 'within'; readonly budget: Budget; readonly size: number; readonly spare: number }
  | { readonly kind: 'over'; readonly budget: Budget; readonly size: number; readonly excess: number };

/** Holds sizes against their budgets; a size that equals its budget is within it. No budgets, no verdicts: unlimited. */
export function judge(sizes: Sizes, budgets: readonly Budget[]): readonly Verdict[] {
  return budgets.map((budget) => {
    const size = sizes[budget.measure];
    return size > budget.limit
      ? { kind: 'over', budget, size, excess: size - budget.limit }
      : { kind: 'within', budget, size, spare: budget.limit - size };
  });
}
