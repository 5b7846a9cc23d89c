import fc from 'fast-check';
import { expect, test } from 'vitest';
import { block, code, folded, link, plain, prose, table } from '../../../src/report/markdown.ts';
import { actsOn, HOSTILE, pageOf } from './page.ts';

/** The text as one line: what a reader has to see of it. */
function seen(text: string): string {
  return pageOf(block(text)).text.replace(/\s+/g, ' ').trim();
}

function oneSpaced(text: string): string {
  return text.replaceAll(/ +/g, ' ');
}

/** Where plain text stands in what we write; each with the elements that belong to the place. */
const PLACES: readonly (readonly [string, (text: string) => string, readonly string[]])[] = [
  ['a paragraph', (text) => text, ['p']],
  ['a sentence', (text) => `Not deployed: ${text} · more`, ['p']],
  ['a heading', (text) => `### ✅ ${text}`, ['h3']],
  ['a list', (text) => `- ${text}`, ['ul', 'li']],
  [
    'a table',
    (text) =>
      table(
        ['', 'a'],
        [
          [text, '1'],
          [`**b** ${text}`, '2'],
        ],
      ),
    ['table', 'thead', 'tbody', 'tr', 'th', 'td', 'strong'],
  ],
  ['after code', (text) => `\`x\` ${text}`, ['p', 'code']],
  ['a paragraph after another line', (text) => `one\n${text}`, ['p']],
];

function expectHarmless(markdown: string, elements: readonly string[]): void {
  const page = pageOf(markdown);
  expect([...page.elements].filter((name) => ![...elements, 'span'].includes(name))).toEqual([]);
  expect(page.outsideOfCode.replaceAll('<span>$</span>', '')).not.toMatch(/span|\$/);
  expect(page.addresses).toEqual([]);
  expect(actsOn(page.prose)).toEqual([]);
}

test.each(HOSTILE.map((text) => [text.slice(0, 60), text]))(
  'plain: %j is text and nothing else, everywhere',
  (_, text) => {
    for (const [place, put, elements] of PLACES) {
      if (text.length > 1000 && place !== 'a paragraph') continue;
      expectHarmless(put(plain(text)), elements);
    }
    expect(pageOf(plain(text)).text).toBe(seen(text));
  },
);

const SIGNS = [
  ...[
    '`',
    '*',
    '_',
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '#',
    '+',
    '-',
    '.',
    '!',
    '|',
    '<',
    '>',
    '~',
    '&',
    '@',
    '$',
    ':',
    '=',
    '"',
    "'",
    '\\',
    '/',
    '^',
    ';',
  ],
  ...[
    ' ',
    '\n',
    '\t',
    '\r',
    '1',
    'a',
    'B',
    'é',
    'http',
    'https://',
    'www.',
    'x.com',
    'GH-',
    'gh-1',
    '#1',
    '@a',
    ':b:',
    '&amp;',
    '&#64;',
    '\u200b',
    '\u00a0',
  ],
  ...[
    '***',
    '---',
    ':-',
    '- ',
    '===',
    '2. ',
    '__',
    '```',
    '![',
    '](',
    '<!--',
    '-->',
    '<b>',
    '\u0001',
    '\u202e',
    '\u{1f600}',
    '\ud800',
  ],
];
const soup = fc.array(fc.constantFrom(...SIGNS), { maxLength: 14 }).map((parts) => parts.join(''));
const anyText = fc.oneof({ weight: 4, arbitrary: soup }, fc.string());

test('plain: no text whatever acts, in any place, and all of it is seen', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...PLACES), (text, [, put, elements]) => {
      expectHarmless(put(plain(text)), elements);
      expect(oneSpaced(pageOf(`x ${plain(text)} x`).text)).toBe(oneSpaced(`x ${seen(text)} x`));
    }),
    { numRuns: 100 },
  );
});

test('plain: what cannot act stays as it is written', () => {
  for (const text of [
    'snake_case_name (a): {b} + 1 = 2; c-d, "e" / f.',
    'a: b, 100 % #tag',
    'wasm-bindgen 0.2.130',
    '3 > 2 & 1',
    'café_au_lait',
  ])
    expect(plain(text)).toBe(text);
});

test.each([
  ['@org', '@&#8203;org'],
  ['#12', '#&#8203;12'],
  ['a#12', 'a#&#8203;12'],
  ['https://x.y', 'https:&#8203;//x.y'],
  ['a | b', 'a \\| b'],
  ['_a_', '\\_a\\_'],
  ['5 $', '5 <span>$</span>'],
  ['1. a', '1\\. a'],
  ['1.97.1', '1.97.1'],
  ['-1 kB', '-1 kB'],
  ['# a #b', '\\# a #b'],
])('plain: %j is written %j', (text, markdown) => {
  expect(plain(text)).toBe(markdown);
});

test('prose: code in backticks is code, with the spaces around it, and the rest is plain', () => {
  expect(prose('set `deploy: none` or `a_b`, not _c_.')).toBe('set `deploy: none` or `a_b`, not \\_c\\_.');
  expect(pageOf(prose('set `deploy` to `@me`')).html).toBe('<p>set <code>deploy</code> to <code>@me</code></p>');
});

test.each([
  ['one ` alone', 'one ` alone', []],
  ['`a` and ` alone', 'a and ` alone', ['a']],
  ['``', '``', []],
  ['`a``b`', 'ab', ['a', 'b']],
  ['`` ` ``', '`` ` ``', []],
])('prose: %j, with backticks that do not pair well', (text, whole, codes) => {
  const page = pageOf(prose(text));
  expect(page.text.trim()).toBe(whole);
  for (const item of codes) expect(page.html).toContain(`<code>${item}</code>`);
});

test('prose: no text whatever acts outside of its code', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...PLACES), (text, [, put, elements]) => {
      expectHarmless(put(prose(text)), [...elements, 'code']);
    }),
    { numRuns: 100 },
  );
});

test('code: one element with the text in it, whatever backticks or bars it has', () => {
  const visible = anyText.map((text) => text.replaceAll('\u200b', ''));
  fc.assert(
    fc.property(visible, (text) => {
      const page = pageOf(table(['', 'a'], [[`x${code(text)}y`, '1']]));
      expect(page.html.match(/<code>/g)?.length ?? 0).toBe(code(text) === '' ? 0 : 1);
      expect(page.text.replaceAll('\n', '')).toBe(`ax${seen(text).replaceAll('|', '│')}y1`);
      expect(page.addresses).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('block: one block with all of the text, whatever fences it has', () => {
  for (const text of HOSTILE) expect(pageOf(block(text)).elements).toEqual(new Set(['pre', 'code']));
  expect(pageOf(block('a\n``\u0007`\n# b\n\tc')).html).toBe(
    '<pre><code class="language-text">a\n```\n# b\n\tc\n</code></pre>',
  );
  fc.assert(
    fc.property(anyText, (text) => {
      expect(pageOf(`${block(text)}\n\nafter`).html).toMatch(
        /^<pre><code class="language-text">[^<]*<\/code><\/pre>\n<p>after<\/p>$/,
      );
    }),
  );
});

test('block: line ends of every kind are line ends, tabs stay, colours go', () => {
  expect(block('a\r\nb\rc\td \u001b[1;31mred\u001b[0m')).toBe('```text\na\nb\nc\td red\n```');
});

test('link: an address that could end the link, or is of another kind, is left out', () => {
  expect(link('run', 'https://github.com/a/b/actions/runs/1?x=y&z#n')).toBe(
    '[run](https://github.com/a/b/actions/runs/1?x=y&z#n)',
  );
  for (const url of [
    'javascript:alert(1)',
    'https://x.y/)(',
    'https://x.y/ z',
    'https://x.y/`',
    'https://x.y/\\',
    'https://x.y/"',
    'https://x.y/|',
    '//x.y',
    'https://x.y\n',
    '',
  ])
    expect(link('run', url)).toBe('run');
  fc.assert(
    fc.property(anyText, anyText, (tail, text) => {
      const page = pageOf(`${link('run', `https://example.com/${tail}`)} ${plain(text)}`);
      expect(page.addresses.length).toBeLessThanOrEqual(1);
      expect(page.text.startsWith('run')).toBe(true);
    }),
  );
});

test('folded: its body is Markdown again', () => {
  expect([...pageOf(folded('More', '- a')).elements].toSorted()).toEqual(['details', 'li', 'summary', 'ul']);
});
