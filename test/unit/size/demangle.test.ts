import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demangle } from '../../../src/size/demangle.ts';

const TABLE = new URL('../../fixtures/rustc-demangle-0.1.28.json', import.meta.url);
type Line = readonly [symbol: string, withHashes: string | null, without: string | null];
const lines: readonly Line[] = JSON.parse(readFileSync(TABLE, 'utf8'));

describe('symbols of real modules, and those of its own tests, as rustc-demangle reads them', () => {
  test('are many, of both forms, and some that are none', () => {
    const count = (start: string) => lines.filter(([symbol]) => symbol.startsWith(start)).length;
    expect(count('_R')).toBeGreaterThan(300);
    expect(count('_ZN')).toBeGreaterThan(100);
    expect(lines.some(([, full]) => full === null)).toBe(true);
  });
  test('with hashes', () => {
    expect(lines.map(([symbol]) => demangle(symbol, true) ?? null)).toEqual(lines.map(([, full]) => full));
  });
  test('without', () => {
    expect(lines.map(([symbol]) => demangle(symbol) ?? null)).toEqual(lines.map(([, , short]) => short));
  });
});

test.each([
  ['C++ without a hash', '_ZN3foo3barEv'],
  ['C++', '_ZNSt3__112basic_stringIcE6appendEPKc'],
  ['a path that ends early', '_RNvC3foo'],
  ['a length beyond the end', '_ZN99foo17h0123456789abcdefE'],
  ['what refers back to itself', '_RNvB_1a'],
  ['what refers back without end', '_RMC0RB2_'],
  ['something behind it', '_RNvC3foo3bar baz'],
  ['nothing', ''],
])('%s is no symbol', (_, symbol) => {
  expect(demangle(symbol)).toBeUndefined();
});

test('a short symbol cannot be a text without end', () => {
  const doubled = Array.from({ length: 60 }, (_, i) => `TB${i === 0 ? '' : i}_B_E`).join('');
  const since = performance.now();
  demangle(`_RINvC1a1b${doubled}E`);
  expect(performance.now() - since).toBeLessThan(5000);
});

describe('what is read goes with the length of the symbol', () => {
  const base62 = (value: number): string => {
    const signs = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const text = (rest: number): string => (rest < 62 ? '' : text(Math.floor(rest / 62))) + signs.charAt(rest % 62);
    return value === 0 ? '_' : `${text(value - 1)}_`;
  };
  /** A tuple of two, of which each is a tuple of two, and so on: each level refers twice to the one before. */
  const tuples = (levels: number): string => {
    let symbol = 'INvC1a1b';
    for (let i = 0, before = 0; i < levels; i++) {
      const part = i === 0 ? 'TjjE' : `TB${base62(before)}B${base62(before)}E`;
      before = symbol.length;
      symbol += part;
    }
    return `_R${symbol}E`;
  };

  test.each([1, 3, 5])('%i levels of tuples are written', (levels) => {
    expect(demangle(tuples(levels))?.match(/usize/g)?.length).toBe(2 ** (levels + 1) - 2);
  });
  test.each([9, 20, 60])('%i levels are not: the text would be more than 20 times as long', (levels) => {
    expect(demangle(tuples(levels))).toBeUndefined();
  });
  test('nor are many that refer to one long number', () => {
    const symbol = `_RINvC1a1bKj${'0'.repeat(5000)}_`;
    expect(demangle(`${symbol}E`)).toBe('a::b::<0>');
    expect(demangle(`${symbol}${`KB${base62(symbol.length - 5004)}`.repeat(2000)}E`)).toBeUndefined();
  });
  test('punycode is decoded up to 128 letters, as rustc-demangle does', () => {
    expect(demangle(`_RNvC1au129_${'b'.repeat(127)}_a`)).toMatch(/^a::\x80?b+/);
    expect(demangle(`_RNvC1au130_${'b'.repeat(128)}_a`)).toBe(`a::punycode{${'b'.repeat(128)}-a}`);
  });
});

test('any text is read, or is none', () => {
  const sign = fc.constantFrom(...'_RNvCsIMXYBEKLDFTASPQuphj0123456789abc.$');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 60 }), fc.constantFrom('_R', '_ZN', ''), (signs, start) => {
      const text = demangle(start + signs.join(''));
      return text === undefined || typeof text === 'string';
    }),
    { numRuns: 3000 },
  );
});
