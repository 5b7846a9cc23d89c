import { isAllowed } from './capabilities.ts';
import type { PackagePlan } from './plan.ts';

/** What lets a module through besides its budgets. */
export type Rules = Pick<PackagePlan, 'overBudget' | 'withoutLabel' | 'allowImports'>;

/** An input that lets more through than the base's does. */
export interface Loosened {
  readonly input: 'over-budget' | 'allow-imports';
  readonly from: readonly string[];
  /** None, of imports: all may be asked. */
  readonly to: readonly string[];
}

/** Rules of head and base side by side: those that let more through. What is stricter hides nothing, and is not told. */
export function loosened(base: Rules, head: Rules): readonly Loosened[] {
  const over = ({ withoutLabel, overBudget }: Rules): Rules['overBudget'] => withoutLabel ?? overBudget;
  const warns: readonly Loosened[] =
    over(base) === 'fail' && over(head) === 'warn' ? [{ input: 'over-budget', from: ['fail'], to: ['warn'] }] : [];
  const { allowImports: from } = base;
  if (from === undefined) return warns;
  const { allowImports: to } = head;
  // a pattern that one of the base's takes for a name allows nothing that this one does not
  const isMore = to === undefined || to.some((pattern) => !isAllowed(pattern, from));
  return isMore ? [...warns, { input: 'allow-imports', from, to: to ?? [] }] : warns;
}
