import { beforeAll, describe, expect, test } from 'vitest';
import type { ActionResult, ActionRun } from '../e2e/action.ts';
import { health, useServices } from '../e2e/on-auth.ts';
import { build, deploy } from '../e2e/two-jobs.ts';
import { callApi } from '../standins/cloudflare/payload.ts';
import { SHAS } from '../standins/github/seed.ts';
import { type Deployed, failedOf, release, shares, usersOf, workerOn } from './on-release.ts';

/**
 * Releases of examples/auth through dist, real wrangler and real workerd: what its address serves before, meanwhile and after.
 * Built once; each release is the second job of a run.
 */
const services = useServices();
const NAME = 'auth';
const RUN = 900;
const URL_OF = 'https://auth.box.workers.dev';
let digest = '';

beforeAll(async () => {
  const built = await build(services(), RUN);
  expect(built.code, built.log).toBe(0);
  digest = built.outputs['bundle-digest'] ?? '';
});

const { ask, deployments, live } = workerOn(services, NAME);

function released(version: string, more: Partial<ActionRun> = {}): Promise<ActionResult> {
  return release(services(), RUN, digest, version, more);
}

const versionOf = (result: ActionResult): string => result.outputs['version-id'] ?? '';

describe('a release', () => {
  test('that is the first one is said to be seen, is proved where it is live, and has its commit and digest on it', async () => {
    const result = await released('v1.0.0', { env: { GITHUB_SHA: SHAS.main } });
    expect(result.code, result.log).toBe(0);
    expect(result.outputs).toMatchObject({ 'deployment-url': URL_OF, deployed: 'true', environment: 'production' });
    expect(result.log).toContain('This is the first release of auth');
    expect(result.log).toContain('It has answered at https://auth-pr-0.box.workers.dev before.');
    expect((await health(services(), 'https://auth-pr-0.box.workers.dev')).status).toBe(404);
    expect(result.report?.deployment?.release).toMatchObject({ how: 'first', before: null, proof: { answers: 3 } });
    expect(await live()).toBe(`${versionOf(result)} 100`);
    const { annotations } = await ask<Deployed>(`/versions/${versionOf(result)}`);
    expect(annotations).toMatchObject({
      'workers/tag': digest.slice(0, 25),
      'workers/message': expect.stringMatching(new RegExp(`^wasm-ship ${SHAS.main} [0-9a-f]{8} v1\\.0\\.0$`)),
    });
    expect((await health(services(), URL_OF)).status).toBe(200);
  });

  test('goes up unseen, proves itself, and gets its users in steps: none of them is failed', async () => {
    const before = await live();
    const old = before.split(' ')[0] ?? '';
    const known = (await deployments()).length;
    await using asking = usersOf(services(), URL_OF);
    const result = await released('v1.1.0', {
      inputs: { rollout: '10% 50% 100%', watch: '2 s' },
      env: { GITHUB_SHA: SHAS.feature },
    });
    expect(result.code, result.log).toBe(0);
    const id = versionOf(result);
    const made = (await deployments()).slice(0, -known).toReversed();
    expect(made.map(shares)).toEqual([
      `${old} 100 + ${id} 0`,
      `${old} 90 + ${id} 10`,
      `${old} 50 + ${id} 50`,
      `${id} 100`,
    ]);
    expect(made[0]?.annotations['workers/message']).toMatch(/^wasm-ship [0-9a-f]{8} v1\.1\.0 at 0 %$/);
    expect(result.report?.deployment?.release).toMatchObject({
      ...{ how: 'staged', before: old, watched: { bad: 0 } },
      steps: [0, 10, 50, 100].map((percentage) => ({ percentage, atMs: expect.any(Number) })),
    });
    expect(result.summary).toMatch(
      /Proved before any user saw it \(\d+ good answers in .*\), then 10 %, 50 %, 100 %; watched for \d\.\d s: no bad of [123] answers/,
    );
    expect([...asking.by].sort()).toEqual([old, id].sort());
    expect([failedOf(asking), asking.answers.length > 50]).toEqual([0, true]);
  });

  test('that is live already, of the same commit, is left: the second event of one version does nothing', async () => {
    const before = await deployments();
    const versions = await ask<{ items: unknown[] }>('/versions');
    const trigger = {
      name: 'release',
      ref: 'refs/tags/v1.1.0',
      payload: { action: 'published', release: { tag_name: 'v1.1.0', prerelease: false }, repository: REPOSITORY },
    };
    const result = await released('v1.1.0', { trigger, env: { GITHUB_SHA: SHAS.feature } });
    expect(result.code, result.log).toBe(0);
    expect(result.report?.deployment?.release).toMatchObject({ how: 'unchanged' });
    expect(result.summary).toContain('This was live already: nothing was done');
    expect([await deployments(), await ask('/versions')]).toEqual([before, versions]);
  });

  test('of an older commit than the live one is refused, unless it is asked for', async () => {
    const before = await live();
    const older = { env: { GITHUB_SHA: SHAS.base } };
    const refused = await released('v0.9.0', older);
    expect([refused.code, refused.outputs.deployed]).toEqual([1, 'false']);
    expect(refused.log).toContain(
      `A newer commit is live: ${SHAS.feature.slice(0, 7)} comes after ${SHAS.base.slice(0, 7)}. Nothing was deployed.`,
    );
    expect(await live()).toBe(before);
    const asked = await released('v0.9.0', { ...older, inputs: { 'replace-newer': 'true' } });
    expect(asked.code, asked.log).toBe(0);
    expect(await live()).toBe(`${versionOf(asked)} 100`);
  });
});

const REPOSITORY = { full_name: 'octo/auth', name: 'auth', owner: { login: 'octo' }, default_branch: 'main' };

describe('a version that fails', () => {
  test('its proof is seen by no user, and what was live stays', async () => {
    const before = await live();
    await using asking = usersOf(services(), URL_OF);
    const result = await released('v1.2.0', { inputs: { health: '/nope' } });
    expect([result.code, result.outputs.deployed]).toEqual([1, 'false']);
    expect(result.log).toMatch(/GET \/nope answered 404, expected 2xx: .*No user saw it: [0-9a-f-]{36} stays live\./s);
    expect(await live()).toBe(before);
    expect([asking.by.size, failedOf(asking)]).toEqual([1, 0]);
  });

  test('at 10 %, or once all users have it, is taken back by its explicit id, loudly', async () => {
    for (const rollout of ['10% 100%', '100%']) {
      const before = await live();
      let seen = false;
      using _ = services().cloudflare.intercept(async ({ method, path }, moment) => {
        if (method !== 'POST' || !path.endsWith('/deployments') || moment !== 'answer') return undefined;
        const [now] = await deployments();
        const users = now?.versions.filter(({ percentage }) => percentage > 0).length ?? 0;
        if (!seen && (users > 1 || now?.versions.length === 1)) {
          seen = true;
          services().cloudflare.failEdge({ path: /^auth\.box\.workers\.dev\/health/, times: 6, status: 500 });
        }
        return undefined;
      });
      const result = await released('v1.3.0', { inputs: { rollout, watch: '20 s' } });
      services().cloudflare.heal();
      expect([rollout, result.code, result.outputs.deployed]).toEqual([rollout, 1, 'false']);
      expect(result.log).toMatch(/3 of \d+ probes failed after \d+ s: GET \/health answered 500.*Users are back on/s);
      expect(result.log).toMatch(/::warning title=wasm-ship%3A rolled back::/);
      expect(await live()).toBe(before);
    }
  });

  test('and whose way back is refused is told with the reason, the version and the command', async () => {
    const before = (await live()).split(' ')[0] ?? '';
    let staged = false;
    using _ = services().cloudflare.intercept(async ({ method, path }, moment) => {
      if (method === 'POST' && path.endsWith('/deployments') && moment === 'answer' && !staged) {
        staged = true;
        const message = 'Cannot roll back without force. The following secrets have changed: SIGNING_KEY';
        services().cloudflare.fail({
          method: 'POST',
          path: /\/deployments/,
          status: 400,
          code: 10220,
          message,
          times: 5,
        });
      }
      return undefined;
    });
    const result = await released('v1.4.0', { inputs: { health: '/nope' } });
    services().cloudflare.heal();
    expect([result.code, result.outputs.deployed]).toEqual([1, 'unknown']);
    expect(result.log).toMatch(/And the way back to [0-9a-f-]{36} failed: .*SIGNING_KEY/s);
    expect(result.log).toContain(`wrangler rollback ${before}`);
    // it is at 0 %: what users get has not changed, and the next release puts it right
    const next = await released('v1.4.1');
    expect(next.code, next.log).toBe(0);
    expect(await live()).toBe(`${versionOf(next)} 100`);
  });
});

describe('in between', () => {
  test('somebody else’s deploy stays, and the release says that it is not live', async () => {
    let theirs: string | undefined;
    using _ = services().cloudflare.intercept(async ({ method, path, userAgent }, moment) => {
      const staged = method === 'POST' && path.endsWith('/deployments') && moment === 'answer';
      if (!staged || theirs !== undefined || userAgent !== 'wasm-ship') return undefined;
      const { items } = await ask<{ items: { id: string }[] }>('/versions?deployable=true');
      theirs = items.at(-1)?.id ?? '';
      const versions = [{ version_id: theirs, percentage: 100 }];
      await callApi(services().cloudflare, 'POST', `scripts/${NAME}/deployments?force=true`, {
        strategy: 'percentage',
        versions,
      });
      return undefined;
    });
    const result = await released('v1.5.0');
    expect([result.code, result.outputs.deployed]).toEqual([1, 'false']);
    expect(result.log).toContain('Somebody else deployed in between');
    expect(await live()).toBe(`${theirs} 100`);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('%s: the way back is one call, and the job tells', async (name) => {
    const before = await live();
    let signal: ((name: NodeJS.Signals) => void) | undefined;
    let at = 0;
    const result = await released('v1.6.0', {
      inputs: { rollout: '10% 100%', watch: '60 s' },
      onStart: (send) => {
        signal = send;
      },
      onLine: (line) => {
        if (!line.includes('has 10 % of the requests') || at > 0) return;
        at = performance.now();
        signal?.(name);
      },
    });
    const took = performance.now() - at;
    expect(result.code).toBe(name === 'SIGTERM' ? 143 : 130);
    expect(result.log).toMatch(/Users are back on/);
    expect(await live()).toBe(before);
    expect(took).toBeLessThan(7500); // the runner's own grace
  });

  test('429, 5xx, cut answers and lost answers: the release goes on, and ends live', async () => {
    const { cloudflare } = services();
    const headers = { 'retry-after': '1' };
    cloudflare.fail({ method: 'GET', path: /\/deployments$/, status: 429, headers, times: 1 });
    cloudflare.fail({ method: 'GET', path: /\/deployments$/, status: 502, body: '<html>bad gateway', times: 1 });
    cloudflare.fail({ method: 'GET', path: /\/versions\//, status: 200, body: '{"result": {"annot', times: 1 });
    cloudflare.fail({ method: 'POST', path: /\/deployments$/, reset: true, after: true, times: 1 });
    cloudflare.fail({ method: 'POST', path: /\/deployments$/, status: 500, times: 1 });
    const result = await released('v1.7.0');
    expect(result.code, result.log).toBe(0);
    expect(await live()).toBe(`${versionOf(result)} 100`);
  });
});

describe('the way back by hand', () => {
  const dispatch = { name: 'workflow_dispatch', ref: 'refs/heads/main', payload: { repository: REPOSITORY } };
  const back = (inputs: Readonly<Record<string, string>> = {}) =>
    deploy(services(), RUN, '', { trigger: dispatch, inputs: { phase: 'rollback', 'bundle-digest': '', ...inputs } });

  test('to what was live before, and to a version by its tag', async () => {
    const now = await live();
    const result = await back();
    expect(result.code, result.log).toBe(0);
    expect(result.report?.deployment?.release).toMatchObject({ how: 'back', before: now.split(' ')[0] });
    expect(await live()).toBe(`${versionOf(result)} 100`);
    const named = await back({ 'rollback-to': 'v1.1.0' });
    expect(named.code, named.log).toBe(0);
    const { annotations } = await ask<Deployed>(`/versions/${versionOf(named)}`);
    expect(annotations['workers/message']).toMatch(/ v1\.1\.0$/);
    expect(await live()).toBe(`${versionOf(named)} 100`);
    const unknown = await back({ 'rollback-to': 'v9.9.9' });
    expect([unknown.code, await live()]).toEqual([1, `${versionOf(named)} 100`]);
    expect(unknown.log).toContain('`rollback-to` is `v9.9.9`; wanted: a version of auth that can be deployed');
  });
});

test('secrets go up with the version, and are nowhere else', async () => {
  const value = 'the-signing-key-of-this-test';
  const env = { SIGNING_KEY: value, OTHER: 'x' };
  const result = await released('v2.0.0', { inputs: { secrets: 'SIGNING_KEY' }, env });
  expect(result.code, result.log).toBe(0);
  const { resources } = await ask<{ resources: { bindings: { name: string; type: string }[] } }>(
    `/versions/${versionOf(result)}`,
  );
  expect(resources.bindings).toContainEqual({ name: 'SIGNING_KEY', type: 'secret_text' });
  for (const told of [result.log.replaceAll(`::add-mask::${value}`, ''), result.summary, JSON.stringify(result.report)])
    expect(told).not.toContain(value);
  const unset = await released('v2.0.1', { inputs: { secrets: 'SIGNING_KEY' } });
  expect([unset.code, unset.log.includes('`secrets` names SIGNING_KEY, which is not set')]).toEqual([1, true]);
});
