import { expect, test } from 'vitest';
import type { EdgeName, RustTarget } from '../../src/edge/names.ts';
import { NO_PACE } from '../../src/latency/budget.ts';
import { healthRequest } from '../../src/latency/requests.ts';
import { openService, targetFor } from '../../src/service.ts';
import { recordedHost } from './recorded-host.ts';

/** The crate `a` with this `[build] target`. */
const host = (target: string) =>
  recordedHost({ files: { 'workspace/a/.cargo/config.toml': `[build]\ntarget = ${target}\n` } });

test.each<[EdgeName, string, RustTarget]>([
  ['wasi', '"wasm32-wasip1"', 'wasm32-wasip1'],
  ['wasi', '"wasm32-wasi"', 'wasm32-wasip1'],
  ['wasi', '"wasm32-wasip2"', 'wasm32-wasip2'],
  ['wasi', '["x86_64-unknown-linux-gnu", "wasm32-wasip1"]', 'wasm32-wasip1'],
  ['wasi', '["wasm32-wasip1", "wasm32-wasip2"]', 'wasm32-wasip2'], // the usual one
  ['wasi', '"wasm32-unknown-unknown"', 'wasm32-wasip2'], // no WASI host takes that
  ['cloudflare', '"wasm32-wasip1"', 'wasm32-unknown-unknown'],
  ['deno', '"wasm32-wasip1"', 'wasm32-unknown-unknown'],
])('%s is built, where cargo is configured for %s, for %s', async (edge, configured, target) => {
  await using recorded = await host(configured);
  expect(await targetFor({ dir: 'a', edge }, recorded.host)).toBe(target);
});

const COMMAND = {
  name: 'count',
  dir: 'a',
  edge: 'wasi',
  dependencies: [],
  files: [],
  toolchain: undefined,
  profile: 'release',
  features: [],
  optimize: undefined,
  budgets: [],
  overBudget: 'fail',
  ignore: [],
  buildEnv: [],
} as const;

test('a module of wasip1 is opened where nothing is to be measured, and else refused with the mend, before it is built', async () => {
  await using recorded = await host('"wasm32-wasip1"');
  expect((await openService(COMMAND, undefined, recorded.host)).target).toBe('wasm32-wasip1');
  const health = healthRequest('/', []);
  const latency = {
    health,
    requests: [health],
    budgets: { ...NO_PACE, work: undefined, fails: { latency: false, others: true } },
    durationMs: 1,
    vars: {},
    pays: { plan: 'paid' },
  } as const;
  await expect(openService({ ...COMMAND, latency }, undefined, recorded.host)).rejects.toMatchObject({
    fault: 'plan',
    message: expect.stringContaining("count is built for wasm32-wasip1, as cargo's configuration says"),
    hint: expect.stringContaining('set `latency` to `false`'),
    place: { file: 'a/Cargo.toml' },
  });
  await using other = await host('"wasm32-wasip2"');
  expect((await openService({ ...COMMAND, latency }, undefined, other.host)).target).toBe('wasm32-wasip2');
});
