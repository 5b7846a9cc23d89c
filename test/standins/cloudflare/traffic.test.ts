import { expect, test } from 'vitest';
import type { Deployment } from './state.ts';
import { chooseVersion, evenly, parseOverrides } from './traffic.ts';

const split = (percentages: Readonly<Record<string, number>>): Deployment => ({
  ...{ id: 'd', createdOn: '', source: 'api', annotations: {} },
  versions: Object.entries(percentages).map(([version_id, percentage]) => ({ version_id, percentage })),
});

function count(deployment: Deployment, requests: number): Record<string, number> {
  const rolls = evenly();
  const counts: Record<string, number> = {};
  for (let request = 0; request < requests; request += 1) {
    const id = chooseVersion('w', deployment, { overrides: undefined, key: undefined, roll: rolls.next().value }) ?? '';
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

test('requests are spread as the percentages say', () => {
  expect(count(split({ a: 100, b: 0 }), 50)).toEqual({ a: 50 });
  expect(count(split({ a: 0, b: 100 }), 50)).toEqual({ b: 50 });
  const { a = 0, b = 0 } = count(split({ a: 10, b: 90 }), 1000);
  expect([Math.round(a / 10), Math.round(b / 10)]).toEqual([10, 90]);
});

test('the same key gets the same version, keys get different ones', () => {
  const chosen = (key: string, roll: number): string | undefined =>
    chooseVersion('w', split({ a: 50, b: 50 }), { overrides: undefined, key, roll });
  const keys = Array.from({ length: 20 }, (_, index) => `user-${index}`);
  for (const key of keys) expect(chosen(key, 0.01)).toBe(chosen(key, 0.99));
  expect(new Set(keys.map((key) => chosen(key, 0))).size).toBe(2);
});

test.each([
  ['w="b"', 'b'],
  ['other="x", w="b"', 'b'],
  ['w="c"', 'a'], // not in the deployment
  ['v="b"', 'a'], // another Worker
  ['w=b', 'a'], // a token, not a string
  ['w="b", W="b"', 'a'], // one bad member makes all void
  ['', 'a'],
])('override %j is answered by %s', (overrides, version) => {
  expect(chooseVersion('w', split({ a: 100, b: 0 }), { overrides, key: undefined, roll: 0.5 })).toBe(version);
});

test('the override header is a dictionary of strings', () => {
  expect([...parseOverrides('one="1",two="2"')]).toEqual([
    ['one', '1'],
    ['two', '2'],
  ]);
});
