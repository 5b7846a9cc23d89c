import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRequests, parseVars } from '../../../src/latency/requests.ts';

const DEFAULTS = { method: 'GET', path: '/', headers: {}, body: undefined, expect: 200, weight: 1 };

test('requests of a TOML array and of JSON text are the same', () => {
  const requests = [
    { path: '/health', weight: 2 },
    { name: 'login', method: 'POST', path: '/login?a=b', headers: { 'content-type': 'x/y' }, body: '{}', expect: 401 },
  ];
  const read = [
    { ...DEFAULTS, name: 'GET /health', path: '/health', weight: 2 },
    { ...DEFAULTS, ...requests[1] },
  ];
  expect(parseRequests(requests)).toEqual(read);
  expect(parseRequests(JSON.stringify(requests))).toEqual(read);
  expect(parseRequests([])).toEqual([]);
});

test.each([
  ['not JSON', 'GET /', 'an array of requests'],
  ['no array', '{"path": "/"}', 'an array of requests'],
  ['no table', [1], 'each request a table (request 1)'],
  [
    'an unknown key',
    [{}, { url: '/' }],
    'the keys name, method, path, headers, body, expect, weight, live; `url` is none of them (request 2)',
  ],
  ['a method of its own', [{ method: 'get' }], 'a method of GET, HEAD'],
  ['no slash', [{ path: 'health' }], 'a path that begins with / and has no spaces'],
  ['a space', [{ path: '/a b' }], 'a path that begins with / and has no spaces'],
  ['a line break', [{ path: '/a\r\nx: y' }], 'a path that begins with / and has no spaces'],
  ['headers that are no texts', [{ headers: { a: 1 } }], 'headers as a table of texts'],
  ['a header name with a space', [{ headers: { 'a b': 'c' } }], 'headers as a table of texts'],
  ['a header value that ends the header', [{ headers: { a: 'b\r\nc: d' } }], 'headers as a table of texts'],
  ['a body that is no text', [{ body: {} }], 'a body of text'],
  ['a status below', [{ expect: 99 }], 'a status from 100 to 599'],
  ['a status that is no whole number', [{ expect: 200.5 }], 'a status from 100 to 599'],
  ['a status as text', [{ expect: '200' }], 'a status from 100 to 599'],
  ['no weight', [{ weight: 0 }], 'a weight above 0 and up to 1000'],
  ['a weight that is no number', [{ weight: Number.NaN }], 'a weight above 0 and up to 1000'],
  ['too much weight', [{ weight: 1001 }], 'a weight above 0 and up to 1000'],
  ['an empty name', [{ name: '' }], 'a name of text'],
])('%s is refused with the form wanted', (_, raw, form) => {
  expect(parseRequests(raw)).toContain(form);
});

test('any value is read or refused, and nothing else happens', () => {
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      expect(['string', 'object']).toContain(typeof parseRequests(raw));
      expect(['string', 'object']).toContain(typeof parseVars(raw));
    }),
  );
});

test('test variables are a table of texts, or JSON of one', () => {
  expect(parseVars({ A_1: 'x', b: '' })).toEqual({ A_1: 'x', b: '' });
  expect(parseVars('{"KEY": "a b\\n"}')).toEqual({ KEY: 'a b\n' });
  const form = 'names (letters, digits, _) with texts';
  for (const raw of ['KEY=x', '[]', '{"A": 1}', '{"a-b": "x"}', '{"1A": "x"}', { '': 'x' }, null, 5]) {
    expect(parseVars(raw), JSON.stringify(raw)).toBe(form);
  }
});
