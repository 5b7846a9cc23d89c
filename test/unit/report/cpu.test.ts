import { expect, test } from 'vitest';
import { costOfMillion, type PlanName } from '../../../src/edge/prices.ts';
import { costReport, cpuText } from '../../../src/report/cpu.ts';

const CPU = { requests: [{ name: 'login', n: 20, cpuMs: 72 }], mixMs: 72, idle: 0, rssBytes: null, peakRssBytes: null };

/** What is said of requests that take 72 ms each. */
function said(edge: 'cloudflare' | 'deno' | 'wasi', plan: PlanName): string {
  return (
    cpuText(CPU, costReport(costOfMillion(72, edge, plan)))
      .split('\n')
      .at(-1) ?? ''
  );
}

test('what a million requests cost is said with what is included, and with what is not in it', () => {
  // 40 hours of CPU are 2 million of 72 ms; $2 for requests, and $0.05 an hour for 20 hours
  expect(said('deno', 'paid')).toMatch(
    /^A million such requests cost \$3\.00 beyond the 2,000,000 a month that Pro includes \(2026-.*\), were .* runner's\. Not in it: memory: 1000 GB-hours/,
  );
  expect(said('cloudflare', 'paid')).toMatch(
    /^A million such requests cost \$1\.74 beyond the 416,666 a month that Workers Paid includes \(2026-.*\), were .* runner's\.$/,
  );
});

test('prices of the user are no list, and include nothing', () => {
  const cost = costReport(costOfMillion(72, 'deno', 'free', { requests: 1, cpu: 0.5 }));
  expect(cpuText(CPU, cost)).toMatch(/cost \$37\.00 by your own prices, were .* runner's\.$/m);
});

test('where there is no price, that is said, and why', () => {
  expect(said('cloudflare', 'free')).toBe(
    'What a million requests cost: not available, Cloudflare Workers has no price beyond what Workers Free includes.',
  );
  expect(said('wasi', 'paid')).toMatch(/^What a million requests cost: not available, no price of .* is published/);
});

test('where the CPU is not told, nor is the cost, and that is said', () => {
  const cost = costReport(costOfMillion(undefined, 'cloudflare', 'paid'));
  expect(cpuText(null, cost)).toMatch(/^What a million requests cost: not available, .*CPU/);
  expect(cpuText(null, null)).toBe('');
});
