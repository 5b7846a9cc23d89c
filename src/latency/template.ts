/** A text as it stands in the list of requests: what is written out, and names of taken values between it. */
export type Template = readonly (string | { readonly name: string })[];

/** Where a value goes; each place has its own way to keep a value within it. */
export type Place = 'path' | 'header' | 'json' | 'form' | 'text';

/** The form of a name, as in `{{token}}`. */
export const NAME = /^[A-Za-z_]\w*$/;

/** `\{{` is `{{` itself; `{{` with no name and `}}` behind it is a mistake. */
const BRACES = /\\\{\{|\{\{(?:[ \t]*([A-Za-z_]\w*)[ \t]*\}\})?/g;

/** Reads a text with `{{name}}` in it; undefined where a `{{` has no name behind it. */
export function readTemplate(text: string): Template | undefined {
  const parts: (string | { readonly name: string })[] = [];
  let from = 0;
  for (const found of text.matchAll(BRACES)) {
    const [whole, name] = found;
    if (name === undefined && whole === '{{') return undefined;
    parts.push(text.slice(from, found.index), name === undefined ? '{{' : { name });
    from = found.index + whole.length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== '');
}

/** Names of the values that a text is filled with. */
export function namesIn(template: Template): string[] {
  return template.flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
}

/** RFC 9110, §5.5: no line break, so that no value can begin another header. */
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A value as it is written into a place; undefined where it cannot be kept there. */
const WRITTEN: Readonly<Record<Place, (value: string) => string | undefined>> = {
  // of dots alone it would be a step up the path, which no percent sign prevents: `%2e%2e` is one too
  path: (value) => (/^\.+$/.test(value) ? undefined : encodeURIComponent(value)),
  header: (value) => (HEADER_VALUE.test(value) ? value : undefined),
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: encodeURIComponent,
  text: (value) => value,
};

/**
 * A text with the values in their places.
 * @returns the text, or the name whose value is missing or cannot stand there
 */
export function fill(
  template: Template,
  place: Place,
  known: (name: string) => string | undefined,
): { readonly text: string } | { readonly unfit: string } {
  let text = '';
  for (const part of template) {
    const value = typeof part === 'string' ? undefined : known(part.name);
    const written = typeof part === 'string' ? part : value === undefined ? undefined : WRITTEN[place](value);
    if (written === undefined) return { unfit: typeof part === 'string' ? '' : part.name };
    text += written;
  }
  return { text };
}

/** All ways in which a value may stand in what is printed. */
export function writtenForms(value: string): string[] {
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
}

type Headers = Readonly<Record<string, string>>;

/**
 * How a body is filled: as JSON where its content-type says so, or where there is none and it reads as JSON; as a form by
 * its content-type; else as plain text.
 */
export function placeOfBody(body: Template, headers: Headers): Place {
  const [, type = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  const [essence = ''] = type.toLowerCase().split(';');
  if (/^\s*[\w.+-]+\/([\w.+-]+\+)?json\s*$/.test(essence)) return 'json';
  if (essence.trim() === 'application/x-www-form-urlencoded') return 'form';
  return type.trim() === '' && readsAsJson(body) ? 'json' : 'text';
}

/** Whether it is JSON once it is filled: no word outside of quotes may hold an `x`, so that each name stands within some. */
export function readsAsJson(body: Template): boolean {
  try {
    JSON.parse(body.map((part) => (typeof part === 'string' ? part : 'x')).join(''));
    return true;
  } catch {
    return false;
  }
}
