import { isAboutPace, NO_PACE, type PaceBudgets, parsePaceBudgets } from '../latency/budget.ts';
import { isAboutWork, parseWorkBudget, type WorkBudget } from '../latency/work.ts';
import { type Budget, parseBudgets } from '../size/budget.ts';

/** All that the input `budget` says. */
export interface Budgets {
  readonly sizes: readonly Budget[];
  readonly pace: PaceBudgets;
  readonly work: WorkBudget | undefined;
}

export const NO_BUDGETS: Budgets = { sizes: [], pace: NO_PACE, work: undefined };

/**
 * Budgets of a text such as `brotli 300 kB, p95 50 ms, work +2 %`, or of an array of such texts.
 * @returns the budgets, or the form wanted where the text has another
 */
export function parseAllBudgets(raw: unknown): Budgets | string {
  const texts: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const parts = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[,\n]/) : [text]));
  const those = (is: (part: string) => boolean): readonly string[] =>
    parts.filter((part): part is string => typeof part === 'string' && is(part));
  const others = parts.filter((part) => typeof part !== 'string' || !(isAboutPace(part) || isAboutWork(part)));
  const sizes = parseBudgets(others);
  const pace = parsePaceBudgets(those(isAboutPace));
  const work = parseWorkBudget(those(isAboutWork));
  if (typeof sizes === 'string') return sizes;
  if (typeof pace === 'string') return pace;
  return typeof work === 'string' ? work : { sizes, pace, work };
}
