import { jsonOf, MOST_JSON } from './take.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What the body of an answer has to be. No pattern: one that backtracks would hold up the run. */
export type WantedBody =
  /** This text, and nothing else. */
  | { readonly text: string }
  /** This text somewhere in it. */
  | { readonly contains: string }
  /** JSON with at least these members: what else an object has does not matter; an array is as long as this one. */
  | { readonly json: Json };

const FORM =
  '`answer` as the text of the whole body, as { contains = "a part of it" }, or as { json = VALUE } with the members that a JSON body has to have';
/** Deeper ones are somebody's mistake. */
const DEEPEST = 64;

/** @returns the body wanted, or the form wanted where the value has another */
export function parseAnswer(raw: unknown): WantedBody | string {
  if (typeof raw === 'string') return { text: raw };
  if (typeof raw !== 'object' || raw === null) return FORM;
  const entries: readonly [string, unknown][] = Object.entries(raw);
  const [[kind, value] = [], ...more] = entries;
  if (more.length > 0) return FORM;
  if (kind === 'contains' && typeof value === 'string' && value !== '') return { contains: value };
  return kind === 'json' && isJson(value) ? { json: value } : FORM;
}

/** TOML has dates and `nan`, too. */
function isJson(value: unknown, depth = 0): value is Json {
  if (depth > DEEPEST) return false;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value instanceof Date) return false;
  return Object.values(value).every((item) => isJson(item, depth + 1));
}

/** What is wrong with a body, in words that quote nothing of it; undefined: nothing is. */
export function wrongBody(wanted: WantedBody, body: string): string | undefined {
  if ('text' in wanted) return body === wanted.text ? undefined : 'another body than the one of `answer`';
  if ('contains' in wanted) return body.includes(wanted.contains) ? undefined : 'a body without the text of `answer`';
  if (body.length > MOST_JSON) return `a body above ${MOST_JSON / 1e6} MB, which is not read as JSON`;
  const json = jsonOf(body);
  if (json === undefined) return 'a body that is no JSON';
  const at = differs(wanted.json, json, '');
  if (at === undefined) return undefined;
  return at === '' ? 'another value than the one of `answer`' : `another value at \`${at}\` than the one of \`answer\``;
}

/** Where a value is not as wanted, as a JSON pointer. */
function differs(wanted: Json, value: unknown, at: string): string | undefined {
  if (typeof wanted !== 'object' || wanted === null) return wanted === value ? undefined : at;
  if (typeof value !== 'object' || value === null || Array.isArray(wanted) !== Array.isArray(value)) return at;
  if (Array.isArray(wanted) && Array.isArray(value) && wanted.length !== value.length) return at;
  for (const [key, item] of Object.entries(wanted)) {
    const below = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!Object.hasOwn(value, key)) return below;
    const found = differs(item, (value as Readonly<Record<string, unknown>>)[key], below);
    if (found !== undefined) return found;
  }
  return undefined;
}
