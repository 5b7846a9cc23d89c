import { parseBytes } from '../units.ts';

export const MEASURES = ['raw', 'gzip', 'brotli'] as const;
export type Measure = (typeof MEASURES)[number];

/** What a bundle may grow by against its base: bytes, or percent of them. */
export type Growth = { readonly bytes: number } | { readonly percent: number };

/** A size that the bundle may not exceed, in bytes, or that it may not grow beyond. */
export type Budget =
  | { readonly measure: Measure; readonly limit: number }
  | { readonly measure: Measure; readonly growth: Growth };

const FORM =
  'measure and size, such as `brotli 300 kB, raw 1 MB`, or growth against the base, such as `brotli +2 %` or `raw +10 kB` (measures: raw, gzip, brotli; units: B, kB, MB, KiB, MiB)';

/**
 * Budgets of a text such as `brotli 300 kB, raw +2 %`, or of an array of such texts.
 * @returns the budgets, or the form wanted where the text has another
 */
export function parseBudgets(raw: unknown): readonly Budget[] | string {
  const texts = Array.isArray(raw) ? raw : [raw];
  const parts = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[,\n]/) : [undefined]));
  const budgets: Budget[] = [];
  for (const part of parts) {
    if (part === undefined) return FORM;
    if (part.trim() === '') continue;
    const [, name, size = ''] = /^\s*([a-z]+)\s*:?\s+(.+?)\s*$/i.exec(part) ?? [];
    const measure = MEASURES.find((candidate) => candidate === name?.toLowerCase());
    const allowed = size.startsWith('+') ? growthOf(size.slice(1).trim()) : limitOf(size);
    if (measure === undefined || allowed === undefined) return `${FORM}; \`${part.trim()}\` is not that`;
    const twice = budgets.some((budget) => budget.measure === measure && 'limit' in budget === 'limit' in allowed);
    if (twice) return `one ${'limit' in allowed ? 'budget' : 'growth'} for ${measure}, not two`;
    budgets.push({ measure, ...allowed });
  }
  return budgets;
}

function limitOf(size: string): { readonly limit: number } | undefined {
  const limit = parseBytes(size);
  return limit === undefined || limit <= 0 ? undefined : { limit };
}

/** `+0 B` and `+0 %` are growth too: none at all. */
function growthOf(text: string): { readonly growth: Growth } | undefined {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  if (percent !== undefined) return { growth: { percent: Number(percent) } };
  const bytes = parseBytes(text);
  return bytes === undefined ? undefined : { growth: { bytes } };
}
