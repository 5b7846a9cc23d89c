import { expect, test } from 'vitest';
import { parseInputs } from '../../src/inputs/parse.ts';
import { besideProduction, livePlan } from '../../src/live-plan.ts';

const inputsOf = (workflow: Readonly<Record<string, string>>) =>
  parseInputs({ workflow: (name) => workflow[name], tables: [], misplaced: [] });

const REQUESTS = JSON.stringify([
  { name: 'home', path: '/' },
  { name: 'head', method: 'HEAD', path: '/' },
  { name: 'login', method: 'POST', path: '/login', take: { token: '/token' }, live: true },
  { name: 'mine', path: '/mine', headers: { authorization: '{{token}}' }, live: true },
  { name: 'a', path: '/a' },
  { name: 'b', path: '/b' },
  { name: 'c', path: '/c' },
  { name: 'not', path: '/not', live: false },
]);

/** What of a crate's requests a live service is asked to tell its latency: what only reads, and not all of that. */
test.each<[string, Record<string, string>, string, readonly string[], readonly string[]]>([
  ['nothing is said', {}, '/', [], []],
  ['requests', { requests: REQUESTS }, '/', ['head', 'a', 'b'], ['login', 'mine', 'c', 'not']],
  [
    'with `health`, too',
    { requests: REQUESTS, health: '/a' },
    '/a',
    ['home', 'head', 'b'],
    ['login', 'mine', 'c', 'not'],
  ],
  [
    'with variables of the run on the runner: no request that does not say `live`',
    { requests: REQUESTS, 'test-vars': '{"A":"b"}', health: '/health' },
    '/health',
    [],
    ['home', 'head', 'login', 'mine', 'a', 'b', 'c', 'not'],
  ],
])('%s', (_, workflow, health, requests, leftOut) => {
  const { live } = livePlan(inputsOf(workflow));
  expect(live?.health.path).toBe(health);
  expect(live?.requests.map(({ name }) => name)).toEqual(requests);
  expect(live?.leftOut).toEqual(leftOut);
  expect(live).toMatchObject({ runner: true });
  expect(live).not.toHaveProperty('places');
});

test('turned off, nothing is planned; from the world alone, or from both', () => {
  const off = inputsOf({ 'live-latency': 'false' });
  expect([livePlan(off), besideProduction(off)]).toEqual([{}, {}]);
  const world = { 'live-latency': 'false', globalping: 'world', 'production-environment': 'p' };
  expect(livePlan(inputsOf(world)).live).toMatchObject({ runner: false, places: { each: 'continent' } });
  expect(besideProduction(inputsOf(world))).toEqual({ production: { configured: 'p' } });
  const address = inputsOf({ globalping: 'Berlin', address: 'https://example.com' });
  expect(livePlan(address).live).toMatchObject({ runner: true, places: ['Berlin'] });
  expect(besideProduction(address)).toEqual({ production: { address: 'https://example.com' } });
});
