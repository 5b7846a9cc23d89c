import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  healthRequest,
  liveRequests,
  parseRequests,
  parseVars,
  type ReplayRequest,
} from '../../../src/latency/requests.ts';

const TAKER = { method: 'POST', take: { a: '/a' } };
const JSON_TYPE = { 'content-type': 'application/json' };
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

test('requests that ask the same are told apart by a number', () => {
  const read = parseRequests([
    { path: '/a' },
    { path: '/a', headers: { x: 'y' } },
    { name: 'b' },
    { path: '/a', body: 'z' },
  ]);
  expect(typeof read === 'string' ? read : read.map(({ name }) => name)).toEqual([
    'GET /a',
    'GET /a (2)',
    'b',
    'GET /a (3)',
  ]);
});

test.each([
  [
    'a name that another one has',
    [{ name: 'a' }, { name: 'a', path: '/b' }],
    'each name once, for work and latency are told by it; an earlier request has it, too (request 2)',
  ],
  ['not JSON', 'GET /', 'an array of requests'],
  ['no array', '{"path": "/"}', 'an array of requests'],
  ['no table', [1], 'each request a table (request 1)'],
  [
    'an unknown key',
    [{}, { url: '/' }],
    'the keys name, method, path, headers, body, expect, answer, take, weight, live; `url` is none of them (request 2)',
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
  [
    'an answer of no form',
    [{ answer: 5 }],
    '`answer` as the text of the whole body, as { contains = "a part of it" }, or',
  ],
  ['an answer of another kind', [{ answer: { matches: 'a+' } }], '`answer` as the text of the whole body'],
  ['an answer of two kinds', [{ answer: { contains: 'a', json: 1 } }], '`answer` as the text of the whole body'],
  ['an answer that every body has', [{ answer: { contains: '' } }], '`answer` as the text of the whole body'],
  ['a date of TOML in an answer', [{ answer: { json: [new Date(0)] } }], '`answer` as the text of the whole body'],
  ['a take that is no table', [{ take: 'token' }], '`take` as a table of names, each with a JSON pointer'],
  ['a pointer without a slash', [{ take: { token: 'token' } }], '`take` as a table of names'],
  ['a pointer with a bare tilde', [{ take: { token: '/a~b' } }], '`take` as a table of names'],
  ['a name of other characters', [{ take: { 'a-b': '/a' } }], '`take` as a table of names'],
  [
    'a take from elsewhere',
    [{ take: { token: { status: 'a' } } }],
    'with { header = "NAME" } or with { cookie = "NAME" }',
  ],
  ['a header that is none', [{ take: { token: { header: 'a b' } } }], '`take` as a table of names'],
  [
    'a name that none takes',
    [{ path: '/{{a}}' }],
    'only values that an earlier request takes; none takes `a` (request 1)',
  ],
  ['what a later one takes', [{ path: '/{{a}}' }, TAKER], 'an earlier request takes; none takes `a` (request 1)'],
  ['what it takes itself', [{ ...TAKER, body: '{{a}}' }], 'an earlier request takes; none takes `a` (request 1)'],
  [
    'a name taken twice',
    [TAKER, TAKER],
    'each name in one `take` alone; an earlier request takes `a`, too (request 2)',
  ],
  [
    'braces without a name',
    [TAKER, { body: '{{a.b}}' }],
    '`{{NAME}}` with the name of a taken value; braces that are meant as they stand are written `\\{{` (request 2)',
  ],
  ['braces without an end', [TAKER, { headers: { b: '{{a' } }], '`{{NAME}}` with the name of a taken value'],
  [
    'a value outside of quotes',
    [TAKER, { headers: JSON_TYPE, body: '{"a":{{a}}}' }],
    'a JSON body that has each `{{NAME}}` between quotes (request 2)',
  ],
  [
    'a value that is an escape',
    [TAKER, { headers: JSON_TYPE, body: '{"a":"\\u00{{a}}"}' }],
    'a JSON body that has each `{{NAME}}` between quotes',
  ],
  [
    'live, of one that is not',
    [TAKER, { path: '/{{a}}', live: true }],
    '`live = true` for the request that takes `a`, too',
  ],
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

function read(raw: unknown): readonly ReplayRequest[] {
  const requests = parseRequests(raw);
  return typeof requests === 'string' ? [] : requests;
}

/** What uses a value goes live with what takes it, and says of no service whether it is ready. */
test.each<[string, readonly object[], readonly string[], string]>([
  ['its taker is no reading', [TAKER, { path: '/{{a}}' }, { path: '/b' }], ['/b'], '/b'],
  [
    'both said',
    [
      { ...TAKER, live: true },
      { path: '/{{a}}', live: true },
    ],
    ['/', '/{{a}}'],
    '/',
  ],
  ['its taker reads', [{ ...TAKER, method: 'GET', path: '/t' }, { path: '/{{a}}' }], ['/t', '/{{a}}'], '/t'],
  ['its taker is left out', [{ take: { a: '/a' }, live: false }, { path: '/{{a}}' }], [], '/'],
])('live: %s', (_, raw, paths, ready) => {
  const live = liveRequests(read(raw), {});
  expect(live.map(({ path }) => path)).toEqual(paths);
  expect(healthRequest(undefined, live).path).toBe(ready);
});

test('test variables are a table of texts, or JSON of one', () => {
  expect(parseVars({ A_1: 'x', b: '' })).toEqual({ A_1: 'x', b: '' });
  expect(parseVars('{"KEY": "a b\\n"}')).toEqual({ KEY: 'a b\n' });
  const form = 'names (letters, digits, _) with texts';
  for (const raw of ['KEY=x', '[]', '{"A": 1}', '{"a-b": "x"}', '{"1A": "x"}', { '': 'x' }, null, 5]) {
    expect(parseVars(raw), JSON.stringify(raw)).toBe(form);
  }
});
