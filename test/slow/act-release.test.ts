import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toolCache } from '../e2e/action.ts';
import { runAuthWorkflow } from '../e2e/auth-on-act.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { tag } from '../e2e/triggers.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';

/** The example's own workflow on a real runner, for a release; test/e2e/act.test.ts has the pull request. */
let services: Services;

beforeAll(async () => {
  services = await startServices(toolCache());
});
afterAll(() => services?.[Symbol.asyncDispose]());
beforeEach(() => services.github.repository.comments.clear());

function comments(): string[] {
  return [...services.github.repository.comments.values()].map((comment) => comment.body);
}

describe("examples/auth's own workflow", () => {
  it('on a version tag: one job builds without a secret, the next one puts that bundle live and builds nothing', async () => {
    const result = await runAuthWorkflow(tag('v1.0.0'), services, 78);
    expect(result, result.log + result.stderr).toMatchObject({ code: 0, ended: false });
    expect(result.jobs).toEqual({ 'ship/build': 'success', 'ship/deploy': 'success' });
    const { build = {}, deploy = {} } = result.outputs;
    expect(build).toMatchObject({ deployed: 'false', 'budget-status': 'within', 'deployment-url': '' });
    expect(deploy).toMatchObject({
      ...{ deployed: 'true', environment: 'production', 'deployment-url': 'https://auth.box.workers.dev' },
    });
    for (const name of ['bundle-digest', 'wasm-size-brotli', 'rustc-version']) expect(deploy[name]).toBe(build[name]);
    const [, deploying = ''] = result.log.split('deploying to production, by the bundle');
    expect(deploying).not.toMatch(/Building auth|Compiling|Packing/);
    expect(result.log.match(/Building auth/g)).toHaveLength(1);
    const kept = services.results.artifacts.filter(({ runId }) => runId === 78).map(({ name }) => name);
    expect(kept.sort()).toEqual(['bundle', 'deployment', 'report', 'symbols'].map((what) => `wasm-ship-auth-${what}`));
    expect(comments()).toEqual([]);
    const answer = await fetchEdge(services.cloudflare, 'https://auth.box.workers.dev/health');
    expect(answer.status).toBe(200);
    expect(result.annotations).toEqual([]); // neither the notice about one job, nor a warning of secrets in reach
  });
});
