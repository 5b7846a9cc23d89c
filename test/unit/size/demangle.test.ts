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
