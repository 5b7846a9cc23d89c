import { describe, expect, it } from 'vitest';
import type { ActionRun } from '../e2e/action.ts';
import { useServices } from '../e2e/on-auth.ts';
import { pullRequest, tag } from '../e2e/triggers.ts';
import { build, deploy, uploads } from '../e2e/two-jobs.ts';

/** What of the two jobs takes a build each; test/e2e/two-jobs.test.ts has the rest. */
const services = useServices();
let runs = 700;

describe('the job that builds', () => {
  it('fails over its budget, so that the other job does not start; and warns of a secret that is in its reach', async () => {
    const { result, asked } = await uploads(services(), () =>
      build(services(), ++runs, { credentials: true, inputs: { budget: 'brotli 10 kB' } }),
    );
    expect([result.code, asked]).toEqual([1, 0]);
    expect(result.summary).toContain('Nothing over budget goes to production.');
    expect(result.log).toMatch(
      /^::warning title=wasm-ship::CLOUDFLARE_API_TOKEN is in the environment of `phase: build`, within reach of every build script\./m,
    );
  });

  it('fails where its bundle cannot be kept for the other one', async () => {
    services().results.fail({ path: /CreateArtifact/, status: 400, times: 3 }); // report, bundle, symbols
    const result = await build(services(), ++runs);
    expect(result.code).toBe(1);
    expect(result.log).toMatch(
      /^::error title=wasm-ship%3A report::The bundle is not kept, and `phase: deploy` takes it/m,
    );
  });
});

it('a preview goes the same way; what is over budget, or of an event that deploys nothing, goes nowhere', async () => {
  const id = ++runs;
  const digest = (await build(services(), id, { trigger: pullRequest() })).outputs['bundle-digest'] ?? '';
  const result = await deploy(services(), id, digest, { trigger: pullRequest() });
  expect([result.code, result.outputs['preview-url']], result.log).toEqual([0, 'https://auth-pr-7.box.workers.dev']);
  const nowhere: readonly (readonly [Partial<ActionRun>, number, string])[] = [
    [{ inputs: { budget: 'brotli 10 kB' } }, 1, 'over its budget: that blocks production.'],
    [{ trigger: tag('v2.0.0-rc.1') }, 0, 'a prerelease, and no staging environment.'],
  ];
  for (const [more, code, reason] of nowhere) {
    const run = await uploads(services(), () => deploy(services(), id, digest, more));
    expect([run.result.code, run.asked, run.result.outputs['skip-reason']], run.result.log).toEqual([code, 0, reason]);
  }
});
