import { expect, test } from 'vitest';
import { waitFor } from '../../../src/host/github.ts';

const answered = (status?: number, headers: Readonly<Record<string, string>> = {}) =>
  Object.assign(new Error('x'), { ...(status === undefined ? {} : { status }), response: { headers } });

test.each([
  ['500: soon', answered(500), 500],
  ['503: soon', answered(503), 500],
  ['no answer at all: soon', answered(), 500],
  ['429 that does not say when: not, a minute is too long', answered(429), undefined],
  ['429, when it says so', answered(429, { 'retry-after': '7' }), 7000],
  ['a secondary limit, when it says so', answered(403, { 'retry-after': '1' }), 1000],
  [
    'a limit that is used up and comes back in an hour: not',
    answered(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800' }),
    undefined,
  ],
  [
    'a limit that is back already: at once',
    answered(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000000000' }),
    0,
  ],
  ['longer than a job should wait: not', answered(429, { 'retry-after': '60' }), undefined],
  ['a right that is missing: not', answered(403, { 'x-ratelimit-remaining': '4999' }), undefined],
  ['401: not', answered(401), undefined],
  ['404: not', answered(404), undefined],
  ['422: not', answered(422), undefined],
])('tried again after %s', (_, error, wait) => {
  expect(waitFor(error, 1)).toBe(wait);
});

test('each time it waits twice as long', () => {
  expect([1, 2, 3].map((attempt) => waitFor(answered(502), attempt))).toEqual([500, 1000, 2000]);
});
