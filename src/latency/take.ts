import { NAME } from './template.ts';

/** A value that is taken from an answer, and from where in it. */
export type Take = { readonly name: string } & (
  | { readonly pointer: string }
  | { readonly header: string }
  | { readonly cookie: string }
);

/** What of an answer values are taken from. */
export interface Source {
  readonly body: string;
  /** Values of a header; none where it is not there. */
  readonly header: (name: string) => readonly string[];
}

/** Larger bodies are not read as JSON. */
export const MOST_JSON = 8e6;
/** A longer one is no token: servers refuse headers above 16 kB. */
const MOST_VALUE = 8192;

const FORM =
  '`take` as a table of names, each with a JSON pointer into the answer such as { token = "/token" }, with { header = "NAME" } or with { cookie = "NAME" }';
/** RFC 6901. */
const POINTER = /^(\/([^~]|~[01])*)?$/;
/** RFC 9110, §5.6.2. */
export const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/** @returns what is taken, or the form wanted where the value has another */
export function parseTake(raw: unknown): readonly Take[] | string {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return FORM;
  const takes = Object.entries(raw).map(([name, from]) => (NAME.test(name) ? takeFrom(name, from) : undefined));
  const read = takes.filter((take) => take !== undefined);
  return read.length === takes.length ? read : FORM;
}

function takeFrom(name: string, from: unknown): Take | undefined {
  if (typeof from === 'string') return POINTER.test(from) ? { name, pointer: from } : undefined;
  if (typeof from !== 'object' || from === null) return undefined;
  const entries: readonly [string, unknown][] = Object.entries(from);
  const [[kind, of] = [], ...more] = entries;
  if (more.length > 0 || typeof of !== 'string' || !TOKEN.test(of)) return undefined;
  if (kind === 'header') return { name, header: of.toLowerCase() };
  return kind === 'cookie' ? { name, cookie: of } : undefined;
}

/** In words, for an error: never the value itself. */
export function placeOf(take: Take): string {
  if ('pointer' in take) return `\`${take.pointer}\` of its JSON body`;
  return 'header' in take ? `its header \`${take.header}\`` : `its cookie \`${take.cookie}\``;
}

/**
 * The values of an answer by their names; those that are not there are left out. The body is read once, and only where a
 * value is taken from it.
 */
export function takenFrom(takes: readonly Take[], source: Source): ReadonlyMap<string, string> {
  let json: unknown;
  if (takes.some((take) => 'pointer' in take)) json = jsonOf(source.body);
  const values = new Map<string, string>();
  for (const take of takes) {
    const value = 'pointer' in take ? scalar(pointed(json, take.pointer)) : inHeaders(take, source);
    const fits = value !== undefined && value !== '' && value.length <= MOST_VALUE && value.isWellFormed();
    if (fits) values.set(take.name, value);
  }
  return values;
}

function inHeaders(take: Exclude<Take, { pointer: string }>, { header }: Source): string | undefined {
  if ('header' in take) return header(take.header)[0];
  const pairs = header('set-cookie').map((line) => /^\s*([^=;]+?)\s*=\s*([^;]*)/.exec(line));
  return pairs.find((pair) => pair?.[1] === take.cookie)?.[2]?.trim();
}

/** The value of a JSON text; undefined where it is none, or too much of it. */
export function jsonOf(text: string): unknown {
  if (text.length > MOST_JSON) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** What a JSON pointer names; undefined where there is nothing. RFC 6901, §4. */
export function pointed(json: unknown, pointer: string): unknown {
  let value = json;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(key)) return undefined;
    value = Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  }
  return value;
}
