import { parseBytes } from '../units.ts';

export const MEASURES = ['raw', 'gzip', 'brotli'] as const;
export type Measure = (typeof MEASURES)[number];

/** A size that the bundle may not exceed, in bytes. */
export interface Budget {
  readonly measure: Measure;
  readonly limit: number;
}

const FORM =
  'measure and size, such as `brotli 300 kB, raw 1 MB` (measures: raw, gzip, brotli; units: B, kB, MB, KiB, MiB)';

/**
 * Budgets of a text such as `brotli 300 kB, raw 1 MB`, or of an array of such texts.
 * @returns the budgets, or the form wanted where the text has another
 */
export function parseBudgets(raw: unknown): readonly Budget[] | string {
  const texts = Array.isArray(raw) ? raw : [raw];
  const parts = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[,\n]/) : [undefined]));
  const budgets: Budget[] = [];
  for (const part of parts) {
    if (part === undefined) return FORM;
    if (part.trim() === '') continue;
    const [, name, size] = /^\s*([a-z]+)\s*:?\s+(.+?)\s*$/i.exec(part) ?? [];
    const measure = MEASURES.find((candidate) => candidate === name?.toLowerCase());
    const limit = size === undefined ? undefined : parseBytes(size);
    if (measure === undefined || limit === undefined || limit <= 0) return `${FORM}; \`${part.trim()}\` is not that`;
    if (budgets.some((budget) => budget.measure === measure)) return `one budget for ${measure}, not two`;
    budgets.push({ measure, limit });
  }
  return budgets;
}
