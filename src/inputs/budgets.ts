import { isAboutLatency, type LatencyBudget, parseLatencyBudgets } from '../latency/budget.ts';
import { type Budget, parseBudgets } from '../size/budget.ts';

/** All that the input `budget` says. */
export interface Budgets {
  readonly sizes: readonly Budget[];
  readonly latency: readonly LatencyBudget[];
}

export const NO_BUDGETS: Budgets = { sizes: [], latency: [] };

/**
 * Budgets of a text such as `brotli 300 kB, p95 50 ms`, or of an array of such texts.
 * @returns the budgets, or the form wanted where the text has another
 */
export function parseAllBudgets(raw: unknown): Budgets | string {
  const texts: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const parts = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[,\n]/) : [text]));
  const isLatency = (part: unknown): part is string => typeof part === 'string' && isAboutLatency(part);
  const sizes = parseBudgets(parts.filter((part) => !isLatency(part)));
  const latency = parseLatencyBudgets(parts.filter(isLatency));
  if (typeof sizes === 'string') return sizes;
  return typeof latency === 'string' ? latency : { sizes, latency };
}
