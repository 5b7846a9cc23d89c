import type { Sizes } from '../candidate.ts';
import type { SizeLimit } from '../edge/names.ts';
import type { Budget } from './budget.ts';

/** What became of one budget. A value: over budget is no exception. */
export type Verdict =
  /** `limit`: of growth, the base's size and what may come to it. */
  | {
      readonly kind: 'within' | 'over';
      readonly budget: Budget;
      readonly size: number;
      readonly limit: number;
    }
  /** Growth, and there is nothing to hold it against. */
  | { readonly kind: 'no base'; readonly budget: Budget; readonly size: number };

/**
 * Holds sizes against their budgets; a size that equals its budget is within it. No budgets, no verdicts: unlimited.
 * @param base what growth is counted from; undefined: nothing is there
 */
export function judge(sizes: Sizes, budgets: readonly Budget[], base: Sizes | undefined): readonly Verdict[] {
  return budgets.map((budget) => {
    const size = sizes[budget.measure];
    const limit = limitOf(budget, base);
    if (limit === undefined) return { kind: 'no base', budget, size };
    return { kind: size > limit ? 'over' : 'within', budget, size, limit };
  });
}

/** A budget that is another one than the base's; undefined: there is none on that side. */
export interface BudgetChange {
  readonly from: Budget | undefined;
  readonly to: Budget | undefined;
}

/** Budgets of head and base side by side: those that differ. */
export function changedBudgets(base: readonly Budget[], head: readonly Budget[]): readonly BudgetChange[] {
  const pairs = head.map((to) => ({ from: base.find((from) => isAlike(from, to)), to }));
  const gone = base.filter((from) => !head.some((to) => isAlike(from, to)));
  return [...pairs, ...gone.map((from) => ({ from, to: undefined }))].filter(
    ({ from, to }) => JSON.stringify(from) !== JSON.stringify(to),
  );
}

function isAlike(one: Budget, other: Budget): boolean {
  return one.measure === other.measure && 'limit' in one === 'limit' in other;
}

/** What an edge takes at most, and what it would be given. */
export interface LimitVerdict {
  readonly kind: 'within' | 'over';
  readonly limit: SizeLimit;
  readonly size: number;
}

/** Holds sizes against the edge's own limit; a bundle that equals it is taken. undefined: it has none. */
export function judgeLimit(sizes: Sizes, limit: SizeLimit | undefined): LimitVerdict | undefined {
  if (limit === undefined) return undefined;
  const size = sizes[limit.measure];
  return { kind: size > limit.bytes ? 'over' : 'within', limit, size };
}

function limitOf(budget: Budget, base: Sizes | undefined): number | undefined {
  if ('limit' in budget) return budget.limit;
  const from = base?.[budget.measure];
  if (from === undefined) return undefined;
  const { growth } = budget;
  return from + ('bytes' in growth ? growth.bytes : Number(percentOf(from, growth.percent)));
}

/** Parts of a percent that a growth may be given in. */
const PARTS = 1e6;

/** Rounded down, without the errors of binary fractions: 0.1 % of 41000 is 41. */
function percentOf(bytes: number, percent: number): bigint {
  return (BigInt(bytes) * BigInt(Math.round(percent * PARTS))) / BigInt(100 * PARTS);
}
