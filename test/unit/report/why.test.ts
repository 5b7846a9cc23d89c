import * as v from 'valibot';
import { expect, test } from 'vitest';
import { attributionReport, attributionSchema } from '../../../src/report/attribution.ts';
import { render } from '../../../src/report/render.ts';
import { whySentence, whyText } from '../../../src/report/why.ts';
import { reportOf } from './sample.ts';

type Whole = Parameters<typeof attributionReport>[0];
const rowsOf = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `c${i}`, bytes: 1000 - i }));
const bytes = rowsOf(100).reduce((sum, row) => sum + row.bytes, 0);
const functions = rowsOf(100).map((row) => ({ ...row, crate: 'auth', instances: 1 }));
const head: Whole['head'] = {
  bytes,
  functions,
  data: [],
  structure: [],
  crates: rowsOf(100),
  sections: [{ name: 'code', bytes }],
};
const moved: NonNullable<Whole['moved']> = {
  crates: [
    { name: 'serde_json', crate: undefined, before: 0, after: 2900, what: 'appeared' },
    { name: '(data)', crate: undefined, before: 100, after: 1100, what: 'grew' },
    { name: 'std', crate: undefined, before: 10_000, after: 10_400, what: 'grew' },
    { name: 'itoa', crate: undefined, before: 300, after: 0, what: 'went' },
  ],
  functions: rowsOf(60).map(({ name }, i) => ({ name, crate: 'auth', before: 1000, after: 1100 - i, what: 'grew' })),
  newCrates: [{ name: 'serde_json', bytes: 2900 }],
  goneCrates: [{ name: 'itoa', bytes: 300 }],
};
const pulledIn = new Map([['serde_json', ['auth', 'jwt']]]);
const whole = attributionReport({ head, moved, pulledIn });

test('what is cut off is summed: each list is whole', () => {
  expect(v.is(attributionSchema, whole)).toBe(true);
  for (const { rows, rest } of [whole.crates, whole.functions, whole.sections]) {
    expect(rows.length).toBeLessThanOrEqual(40);
    expect(rows.reduce((sum, row) => sum + row.bytes, rest.bytes)).toBe(bytes);
  }
  expect(whole.functions.rest.rows).toBe(60);
});

test('names are cut', () => {
  const long = attributionReport({
    head: { ...head, crates: [{ name: 'x'.repeat(1000), bytes }] },
    moved: undefined,
    pulledIn,
  });
  expect(long.crates.rows[0]?.name).toHaveLength(200);
});

test('the sentence names crates, the new one as such', () => {
  expect(whySentence(whole)).toBe(
    'Grew most, uncompressed: `serde_json` +2.9 kB (new, by `jwt`), constants (data) +1.0 kB, `std` +400 B. Shrank most: `itoa` \u2212300 B.',
  );
  expect(whySentence(attributionReport({ head, moved: undefined, pulledIn }))).toBe('');
  expect(whySentence(null)).toBe('');
});

test('folded: the movers first, then where the bytes are', () => {
  const text = whyText(whole);
  expect(text.indexOf('why it changed, by crate')).toBe(2);
  expect(text).toContain('| `serde_json` | – | 2.9 kB | +2.9 kB, new |');
  expect(text).toContain('| `itoa` | 300 B | – | \u2212300 B, gone |');
  expect(text).toContain('| 50 others |');
  expect(text).toContain('| 90 others |');
  expect(text).toContain('| all of the module | 95.0 kB | 100 % |');
});

test('a comment has the sentence below its table, and the rest folded', () => {
  const text = render(reportOf({ attribution: whole }));
  expect(text.indexOf('Grew most')).toBeGreaterThan(text.indexOf('**size**'));
  expect(text.indexOf('Grew most')).toBeLessThan(text.indexOf('<details><summary>Why it changed, sizes'));
});

test.each<[string, readonly string[], string]>([
  ['nobody tells', [], '`new0` +9.0 kB (new), '],
  ['what ships itself', ['auth'], '`new0` +9.0 kB (new, by `auth`), '],
  ['several between', ['auth', 'reqwest', 'http-body'], '`new0` +9.0 kB (new, by `reqwest` → `http-body`), '],
])('who needs a new dependency: %s', (_, way, said) => {
  expect(sentence(2, new Map([['new0', way]]))).toContain(said);
});

test('each new dependency has its cost in the sentence, also where others grew more', () => {
  const ways = new Map([['new3', ['auth']]]);
  expect(sentence(5, ways)).toBe(
    'Grew most, uncompressed: `new0` +9.0 kB (new), `new1` +8.9 kB (new), `new2` +8.8 kB (new). Also new: `new3` +8.7 kB (by `auth`), `new4` +8.6 kB.',
  );
  expect(sentence(9, ways)).toContain('`new5` +8.5 kB, 3 more.');
});

/** Of so many new crates. */
function sentence(count: number, ways: Whole['pulledIn']): string {
  const newCrates = Array.from({ length: count }, (_, i) => ({ name: `new${i}`, bytes: 9000 - 100 * i }));
  const crates = newCrates.map(({ name, bytes: after }) => ({
    ...{ name, crate: undefined, before: 0, after },
    what: 'appeared' as const,
  }));
  const all = { ...moved, crates, newCrates, goneCrates: [] };
  return whySentence(attributionReport({ head, moved: all, pulledIn: ways }));
}
