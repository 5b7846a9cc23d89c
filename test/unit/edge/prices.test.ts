import { expect, test } from 'vitest';
import { costOfMillion, cpuWarning, EDGE_PLANS, parsePrices } from '../../../src/edge/prices.ts';

const close = (value: number) => expect.closeTo(value, 6);

/** Of one request: CPU in ms; of a million of them: US dollars, by hand from the price lists. */
test.each([
  ['cloudflare', 'paid', 0, 0.3, 10e6],
  ['cloudflare', 'paid', 1, 0.3 + 0.02, 10e6], // 30 M ms are included: requests are used up first
  ['cloudflare', 'paid', 7, 0.3 + 0.14, 4_285_714],
  ['deno', 'paid', 36, 2 + 0.5, 4_000_000], // 36 M ms are 10 hours
  ['fastly', 'paid', 20, 0.5 + 1, 5_000_000],
] as const)('%s %s: requests of %d ms', (edge, plan, cpuMs, total, includedRequests) => {
  const cost = costOfMillion(cpuMs, edge, plan);
  expect(cost).toMatchObject({ kind: 'known', total: close(total), includedRequests, own: false });
  expect(cost.kind === 'known' ? cost.ofRequests + cost.ofCpu : undefined).toBeCloseTo(total, 9);
  expect(cost).toMatchObject({ plan: EDGE_PLANS[edge][plan] });
});

test.each([
  ['was not measured', undefined, 'cloudflare', 'paid', 'the CPU time of a request was not measured here'],
  ['buys nothing more', 1, 'cloudflare', 'free', 'Cloudflare Workers has no price beyond what Workers Free includes'],
  ['has no list', 1, 'wasi', 'paid', 'no price of WASI hosts is published, or known here'],
] as const)('no price is made up where it %s', (_, cpuMs, edge, plan, why) => {
  expect(costOfMillion(cpuMs, edge, plan)).toEqual({ kind: 'not available', why });
});

test("the user's own prices win, also where there is no list", () => {
  const own = { requests: 1, cpu: 2 };
  expect(costOfMillion(3, 'cloudflare', 'paid', own)).toMatchObject({ total: 7, own: true });
  expect(costOfMillion(3, 'wasi', 'paid', own)).toEqual({
    ...{ kind: 'known', total: 7, ofRequests: 1, ofCpu: 6, own: true },
  });
});

test.each([
  [10, 'free', undefined],
  [
    61.23,
    'free',
    'login takes 61.2 ms of CPU on this machine; Cloudflare Workers ends a request after 10 ms (Workers Free, 2026-11-24).',
  ],
  [61.23, 'paid', undefined],
] as const)('a request of %d ms against the limit of the plan %s', (cpuMs, plan, warning) => {
  expect(cpuWarning({ name: 'login', cpuMs }, 'cloudflare', plan)).toBe(warning);
});

test('each row of the table has a date and a source; what is second-hand says so', () => {
  const rows = Object.values(EDGE_PLANS).flatMap((plans) => Object.values(plans));
  const dated = { asOf: expect.stringMatching(/^202\d-\d\d-\d\d$/), source: expect.stringMatching(/^https:\/\//) };
  for (const row of rows) expect(row).toMatchObject(dated);
  expect(rows.filter((row) => 'secondHand' in row).map(({ title }) => title)).toEqual(['Free', 'Pro', 'Compute']);
});

test.each([
  ['requests 0.30, cpu 0.02', { requests: 0.3, cpu: 0.02 }],
  ['cpu: $0.05\nrequests: $0.5', { requests: 0.5, cpu: 0.05 }],
  ['requests 0.3', 'no'],
  ['requests 0.3, cpu 0.02, cpu 0.03', 'no'],
  ['requests 0.3, cpu -1', 'no'],
  ['requests 0.3, cpu 0.02, memory 1', 'no'],
  [7, 'no'],
])('prices as text: %j', (raw, prices) => {
  const read = parsePrices(raw);
  if (prices === 'no') expect(read).toContain('`requests 0.30, cpu 0.02`');
  else expect(read).toEqual(prices);
});
