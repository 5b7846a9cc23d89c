import { stripVTControlCharacters } from 'node:util';

/**
 * Put behind a sign that GitHub acts on (`@`, `#1`, `:name:`, `://`, `www`): a space without width. GitHub looks for these in
 * the text after Markdown was read, so that neither a backslash nor an entity for the sign itself stops it.
 */
const APART = '&#8203;';

/** Text from a pull request or a tool, as Markdown that cannot act: no markup, no mention, no link, one line. */
export function plain(text: string): string {
  return escaped(oneLine(text));
}

/** A backtick that begins no code. */
const BACKTICK = '\\`';

/** Sentences of ours, with code in backticks; anything else in them is plain text. */
export function prose(text: string): string {
  const parts = oneLine(text).split('`');
  const last = parts.length - 1;
  return parts
    .map((part, i) => {
      if (i % 2 === 0) return part === '' && i > 0 && i < last ? APART : escaped(part);
      if (i === last) return BACKTICK + escaped(part);
      return code(part) || BACKTICK + part + BACKTICK; // code of nothing, or of a blank
    })
    .join('');
}

/** The text as inline code; its fence is longer than any run of backticks in it. A `|` would end a table's cell. */
export function code(text: string): string {
  const line = oneLine(text).replaceAll('|', '\u2502');
  if (line === '') return '';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** The text as a block; its fence is longer than any run of backticks in it. */
export function block(text: string): string {
  const clean = withoutControls(text);
  const fence = '`'.repeat(Math.max(3, longestRun(clean) + 1));
  return `${fence}text\n${clean}\n${fence}`;
}

/** A link whose address cannot end the link early; any other address is left out. `text` is Markdown. */
export function link(text: string, url: string): string {
  return /^https?:\/\/[\w.~:/?#@!$&'*+,;=%-]+$/.test(url) ? `[${text}](${url})` : text;
}

/** A table; the first column to the left, the rest to the right. Rows hold Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** The text, or its beginning where it is longer. */
export function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** What can act, and no more, so that the Markdown itself stays readable: CommonMark 0.31, GFM 0.29, GitHub's own filters. */
const ACTS: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/[\\`*~[\]<|]|&(?=#?\w+;)/u, (found) => `\\${found}`],
  [/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}_])/u, (found) => found.replaceAll('_', '\\_')], // inside a word it is no emphasis
  [/^>|^[-+](?=\s|$)|(?<=^\d{1,9})[.)](?=\s|$)/u, (found) => `\\${found}`], // quotes, lists
  [/^-(?=[-:\s]*$)|^=(?=[=\s]*$)/u, (found) => `\\${found}`], // lines that turn the one above into a heading or a table
  [/^:(?=-[-:\s]*$)/u, () => `\\:${APART}`],
  [/(?<=^|\s)#(?=#*(?:\s|$))/u, () => '\\#'], // headings, and what closes them
  [/#(?=\d)|@(?=\S)|[gG][hH]-(?=\d)/u, (found) => `${found}${APART}`],
  // a name that ends the text may meet a colon of ours
  [/:(?=\/\/|[\w+-]+(?::|$))|[wW]{3}(?=\.)/u, (found) => `${found}${APART}`],
  [/\$/u, () => '<span>$</span>'], // as GitHub's documentation on mathematical expressions says
];
const ANY = new RegExp(ACTS.map(([form]) => `(${form.source})`).join('|'), 'gu');

function escaped(line: string): string {
  return line.replace(ANY, (found: string, ...groups: unknown[]) => {
    const act = ACTS[groups.findIndex((group) => group !== undefined)];
    return act === undefined ? found : act[1](found);
  });
}

function oneLine(text: string): string {
  return withoutControls(text).replace(/\s+/g, ' ').trim();
}

/** Without terminal colours, control characters, half characters, and the marks that turn the direction of text. */
function withoutControls(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}

function longestRun(text: string): number {
  let longest = 0; // no list of them: text of others may have more than a call takes arguments
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
