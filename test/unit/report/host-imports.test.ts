import { expect, test } from 'vitest';
import { importsSentence, importsText } from '../../../src/report/host-imports.ts';

const of = (...names: readonly string[]) => names.map((name) => ({ name, by: [] }));

test.each([
  [{ added: [], gone: [] }, 'No new host import.'],
  [{ added: [{ name: 'env.open', by: ['evil'] }], gone: [] }, 'New host imports: `env.open` (by `evil`).'],
  [{ added: [], gone: ['env.open'] }, 'No new host import; gone: `env.open`.'],
  [{ added: of('a.b'), gone: ['c.d'] }, 'New host imports: `a.b`; gone: `c.d`.'],
])('%j is said as "%s"', (moved, said) => {
  expect(importsSentence({ imports: [], moved, refused: [] })).toBe(said);
});

test('without a base nothing is said of it', () => {
  expect(importsSentence({ imports: ['env.open'], moved: null, refused: [] })).toBe('');
});

test('the first five are named', () => {
  expect(importsText(of('a', 'b', 'c', 'd', 'e', 'f', 'g'))).toBe('`a`, `b`, `c`, `d`, `e`, 2 more');
});
