import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAction, toolCache } from '../e2e/action.ts';
import { early } from '../e2e/early.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';

let services: Services;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-hanging-'));
  services = await startServices(toolCache());
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

it('artifacts and comments that are never answered cost minutes, not the run: two warnings and its own exit code', async () => {
  services.results.fail({ path: /ArtifactService/, hang: true, times: 99 });
  services.github.fail({ path: /\/issues\/(7\/)?comments/, hang: true, times: 99 });
  const since = performance.now();
  const result = await runAction(early(services, folder, { trigger: pullRequest() }));
  expect(result.code, result.log).toBe(1);
  expect((performance.now() - since) / 1000).toBeLessThan(240); // 120 s and 60 s are waited for
  const warnings = result.log.split('\n').filter((line) => line.startsWith('::warning title=wasm-ship%3A report'));
  expect(warnings).toEqual([
    expect.stringContaining('wasm-ship-auth-report could not be kept: the service did not answer within 120 s.'),
    expect.stringContaining('Commenting on the pull request: GitHub did not answer within 60 s.'),
  ]);
  expect([result.report?.package, /^### ❌ auth/.test(result.summary)]).toEqual(['auth', true]);
});
