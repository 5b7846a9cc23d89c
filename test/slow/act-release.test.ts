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
  it('on a version tag: production is live with that bundle, and the notice about one job is there', async () => {
    const result = await runAuthWorkflow(tag('v1.0.0'), services, 78);
    expect(result, result.log + result.stderr).toMatchObject({ code: 0, ended: false });
    expect(result.jobs).toEqual({ 'ship/ship': 'success' });
    expect(result.outputs.ship).toMatchObject({
      deployed: 'true',
      environment: 'production',
      'deployment-url': 'https://auth.box.workers.dev',
    });
    expect(comments()).toEqual([]);
    const answer = await fetchEdge(services.cloudflare, 'https://auth.box.workers.dev/health');
    expect(answer.status).toBe(200);
    expect(result.annotations).toEqual([
      expect.objectContaining({ level: 'notice', message: expect.stringContaining('SECURITY.md') }),
    ]);
  });
});
