/** Text from a pull request or a tool, as Markdown that cannot act: no markup, no mention, no link, one line. */
export function plain(text: string): string {
  const line = oneLine(text);
  return line.replace(/[\\`*_{}[\]()#+!|<>~&@$:]/g, (char) => `&#${char.codePointAt(0)};`);
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
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${withoutControls(text)}\n${fence}`;
}

/** A link whose address cannot end the link early. */
export function link(text: string, url: string): string {
  return /^https?:\/\/[^\s()<>"]+$/.test(url) ? `[${text}](${url})` : text;
}

/** A table; the first column to the left, the rest to the right. Rows hold Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function oneLine(text: string): string {
  return withoutControls(text).replace(/\s+/g, ' ').trim();
}

/** Without control characters, terminal colours, and the marks that turn the direction of text. */
function withoutControls(text: string): string {
  const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');
  return [...text.replace(colour, '')]
    .filter((char) => char === '\n' || !/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/u.test(char))
    .join('');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
}
