import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../standins/cloudflare/faults.ts';
import { callApi } from '../standins/cloudflare/payload.ts';
import { type ActionResult, root, runAction, toolCache } from './action.ts';
import { type Services, startServices } from './services.ts';
import { tag } from './triggers.ts';

const workspace = path.join(root, 'examples', 'auth');
let services: Services;

beforeAll(async () => {
  services = await startServices(toolCache());
});
afterAll(() => services?.[Symbol.asyncDispose]());
beforeEach(() => services.cloudflare.heal());

function release(version: string, ...faults: readonly Fault[]): Promise<ActionResult> {
  for (const fault of faults) services.cloudflare.fail({ times: 20, ...fault });
  return runAction({
    services,
    workspace,
    trigger: tag(version),
    inputs: { optimize: 'off', latency: 'false', watch: '0 s' },
  });
}

/** What Cloudflare serves, as its API says. */
async function liveVersion(): Promise<string | undefined> {
  services.cloudflare.heal();
  const { result } = await callApi(services.cloudflare, 'GET', 'scripts/auth/deployments');
  const { deployments } = result as { deployments: { versions: { version_id: string }[] }[] };
  return deployments[0]?.versions[0]?.version_id;
}

/** What is told of a release that did not end well. */
function told({ code, outputs, report }: ActionResult) {
  return { code, deployed: outputs.deployed, version: outputs['version-id'], message: report?.failures[0]?.message };
}

describe('a release that fails', () => {
  it('before anything is live is told as failed, in the words of Cloudflare', async () => {
    const result = await release('v1.0.0', { method: 'PUT', path: /\/scripts\/auth\?/, status: 500 });
    expect(told(result)).toEqual({
      ...{ code: 1, deployed: 'false', version: '' },
      message: expect.stringMatching(/^The deploy of auth failed: .* An unknown error has occurred\. \[code 10013\]$/),
    });
  });

  it('after it went live is told as live, with what failed', async () => {
    const result = await release('v1.0.1', { method: 'POST', path: /\/auth\/subdomain/, status: 500 });
    expect(told(result)).toEqual({
      ...{ code: 1, deployed: 'true', version: await liveVersion() },
      message: expect.stringMatching(/^The deploy of auth failed: .*\/subdomain/),
    });
    expect(result.summary).toContain('### ❌ auth · live, but a part of the deploy failed');
  });

  it('while Cloudflare does not tell what is live does nothing, and says so', async () => {
    const before = await liveVersion();
    const result = await release('v1.0.3', { path: /\/deployments/, status: 500 });
    expect(told(result)).toEqual({
      ...{ code: 1, deployed: 'false', version: '' },
      message: 'What is live of auth could not be asked: Cloudflare gave no answer that could be read.',
    });
    expect(await liveVersion()).toBe(before);
  });
});

describe('a release', () => {
  it('whose answers are lost goes on, and ends live', async () => {
    const result = await release('v1.0.2', {
      method: 'POST',
      path: /\/deployments/,
      reset: true,
      after: true,
      times: 1,
    });
    expect(result.code, result.log).toBe(0);
    expect(told(result)).toMatchObject({ code: 0, deployed: 'true', version: await liveVersion() });
  });
});
