import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OUTPUTS } from '../../src/report/outputs.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { toolCache } from './action.ts';
import { runAuthWorkflow, seedCommits } from './auth-on-act.ts';
import { type Services, startServices } from './services.ts';
import { pullRequest } from './triggers.ts';

/** The example's own workflow on a real runner. */
let services: Services;

beforeAll(async () => {
  services = await startServices(toolCache());
  seedCommits(services, ['1'.repeat(40)]); // the head of the pull request: GitHub has no record of a deploy without it
});
afterAll(() => services?.[Symbol.asyncDispose]());
beforeEach(() => services.github.repository.comments.clear());

function comments(): string[] {
  return [...services.github.repository.comments.values()].map((comment) => comment.body);
}

describe("examples/auth's own workflow", () => {
  it('on a pull request: outputs, summary, comment and a preview that answers', async () => {
    const result = await runAuthWorkflow(pullRequest(), services);
    expect(result, result.log + result.stderr).toMatchObject({ code: 0, ended: false });
    expect(result.jobs).toEqual({ 'ship/ship': 'success' });
    expect(result.log).toContain('Plan: auth for cloudflare, deploying to preview.');
    expect(Object.keys(result.outputs.ship ?? {}).sort()).toEqual(Object.keys(OUTPUTS).sort());
    expect(result.outputs.ship).toMatchObject({
      deployed: 'true',
      'budget-status': 'within',
      'preview-url': 'https://auth-pr-7.box.workers.dev',
    });
    expect(result.summary).toMatch(/^### ✅ auth · /);
    expect(comments()).toHaveLength(1);
    // the summary was written before report.json had an address
    expect(comments()[0]).toContain(result.summary.split(/ · \[run\]/)[0]);
    const answer = await fetchEdge(services.cloudflare, 'https://auth-pr-7.box.workers.dev/health');
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
    // the portable wasm-opt may run out of its time beside other tests, and says so
    const said = result.annotations.filter(
      ({ level, message }) => level !== 'notice' && !/optimize-time/.test(message),
    );
    expect(said).toEqual([]);
    expect(JSON.stringify(result)).not.toContain(services.cloudflare.token);
  });
});
