import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmless } from '../../../src/host/actions.ts';

/**
 * Whether the runner would take a part of this output for a command. It reads lines as .NET's StreamReader does (ends: \r, \n,
 * \r\n), trims .NET's white space from their start and looks for `::`; older commands are `##[` anywhere.
 */
function commands(output: string): readonly string[] {
  const blank = /^[\t-\r\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
  return output.split(/\r\n|\r|\n/).filter((line) => line.replace(blank, '').startsWith('::') || line.includes('##['));
}

const HOSTILE = [
  '::error::x',
  '  ::set-output name=a::b',
  '\t::add-mask::a',
  'fine\n::stop-commands::x',
  'progress\r::error::x',
  'a\r\n::error::x',
  '\u0085::error::x',
  '\u00a0\u3000::error::x',
  '##[error]x',
  'a ##[group]x ##[endgroup]',
  '###[[error]',
  '::::error::x',
];

test.each(HOSTILE)('%j is a command to the runner, and none when it was made harmless', (text) => {
  expect(commands(text)).not.toEqual([]);
  expect(commands(harmless(text))).toEqual([]);
});

test('no text is a command when it was made harmless', () => {
  const signs = [
    ':',
    '::',
    '#',
    '##',
    '[',
    ']',
    ' ',
    '\t',
    '\r',
    '\n',
    '\u000b',
    '\u0085',
    '\u2028',
    '\ufeff',
    '::error::',
  ];
  const pieces = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...signs) }, fc.string({ maxLength: 3 })));
  fc.assert(
    fc.property(pieces, (parts) => {
      expect(commands(harmless(parts.join('')))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('what is no command stays as it is', () => {
  for (const text of [
    'error[E0308]: mismatched types',
    ' --> src/lib.rs:9:5',
    'std::fmt',
    'a :: b',
    '# [x]',
    '',
    'a\nb',
  ])
    expect(harmless(text)).toBe(text);
});
