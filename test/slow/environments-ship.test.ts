import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkout, otherTarget, runAction } from '../e2e/action.ts';
import { commentsOf, health, quick, useServices } from '../e2e/on-auth.ts';
import { pullRequest, push } from '../e2e/triggers.ts';
import { build, deploy } from '../e2e/two-jobs.ts';
import { callApi } from '../standins/cloudflare/payload.ts';
import { release, workerOn } from './on-release.ts';

/**
 * Where a bundle goes: a pull request's own Worker and its end, staging, production, each with what the configuration has for
 * it, and GitHub's records of all of them.
 */
const services = useServices();
const RUN = 960;
let live = '';
let workspace = '';
let digest = '';

const configOf = (live: string, tried: string) => ({
  name: 'shop',
  main: 'build/index.js',
  compatibility_date: '2026-11-01',
  workers_dev: true,
  vars: { AUDIENCE: 'api', TTL_S: '600' },
  kv_namespaces: [{ binding: 'KV', id: live }],
  env: {
    preview: { vars: { AUDIENCE: 'preview', TTL_S: '60' }, kv_namespaces: [{ binding: 'KV', id: tried }] },
    next: { vars: { AUDIENCE: 'next', TTL_S: '60' } },
  },
});

beforeAll(async () => {
  const { cloudflare } = services();
  const namespace = async (title: string): Promise<string> => {
    const at = `/accounts/${cloudflare.accountId}/storage/kv/namespaces`;
    return ((await callApi(cloudflare, 'POST', at, { title })).result as { id: string }).id;
  };
  live = await namespace('live');
  const config = configOf(live, await namespace('tried'));
  workspace = await checkout('shop', { 'wrangler.jsonc': JSON.stringify(config) }, 'kept');
  const built = await build(services(), RUN, { workspace, env: { CARGO_TARGET_DIR: otherTarget() } });
  expect(built.code, built.log).toBe(0);
  digest = built.outputs['bundle-digest'] ?? '';
});
afterAll(() => rm(workspace, { recursive: true, force: true }));
beforeEach(() => services().github.repository.deployments.clear());

/** Each record of GitHub: where, whose, and its states from the first to the last. */
function records(): readonly string[] {
  return [...services().github.repository.deployments.values()].map(({ environment, statuses }) => {
    const states = statuses.toSorted((a, b) => a.id - b.id).map(({ state }) => state);
    return `${environment}: ${states.join(', ')}`;
  });
}

interface Binding {
  readonly name: string;
  readonly type: string;
  readonly text?: string;
  readonly namespace_id?: string;
}

async function bindingsOf(name: string): Promise<readonly Binding[]> {
  const worker = workerOn(services, name);
  const [version] = (await worker.live()).split(' ');
  const { resources } = await worker.ask<{ resources: { bindings: Binding[] } }>(`/versions/${version}`);
  return resources.bindings;
}

const preview = (inputs: Readonly<Record<string, string>> = {}, action = 'synchronize') =>
  deploy(services(), RUN, digest, { workspace, trigger: pullRequest({ action }), inputs });

test('a Worker with bindings has no preview where no environment says what it may touch', async () => {
  const result = await preview();
  expect([result.code, result.outputs.deployed, await workerOn(services, 'shop-pr-7').live()]).toEqual([
    0,
    'false',
    '',
  ]);
  expect(result.outputs['skip-reason']).toMatch(
    /must not touch production's data, and the configuration has `kv_namespaces`\. Set `preview-environment/,
  );
  expect(records()).toEqual([]);
});

test('a preview has what its environment has; the next push takes its place; closed, it is gone', async () => {
  const inputs = { 'preview-environment': 'preview' };
  const first = await preview(inputs);
  expect(first.code, first.log).toBe(0);
  expect(first.outputs).toMatchObject({
    'preview-url': 'https://shop-pr-7.box.workers.dev',
    environment: 'preview-pr-7',
  });
  expect(await bindingsOf('shop-pr-7')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'AUDIENCE', text: 'preview' }),
      expect.objectContaining({ name: 'KV', type: 'kv_namespace' }),
    ]),
  );
  expect(JSON.stringify(await bindingsOf('shop-pr-7'))).not.toContain(live);
  expect((await health(services(), 'https://shop-pr-7.box.workers.dev')).status).toBe(200);
  const second = await preview(inputs);
  expect(second.outputs['version-id']).not.toBe(first.outputs['version-id']);
  expect(records()).toEqual(['preview-pr-7: in_progress, success, inactive', 'preview-pr-7: in_progress, success']);

  services().github.seed({ comments: [] });
  const closed = await runAction({
    ...{ services: services(), workspace, trigger: pullRequest({ action: 'closed' }), inputs: { ...quick, ...inputs } },
  });
  expect(closed.code, closed.log).toBe(0);
  expect(closed.log).toContain('The preview of auth was removed.');
  expect(await workerOn(services, 'shop-pr-7').live()).toBe('');
  expect((await health(services(), 'https://shop-pr-7.box.workers.dev')).status).toBe(404);
  expect(records().every((record) => record.endsWith('inactive'))).toBe(true);
  const again = await runAction({
    ...{ services: services(), workspace, trigger: pullRequest({ action: 'closed' }), inputs: { ...quick, ...inputs } },
  });
  expect(again.code, again.log).toBe(0); // it is gone already
});

test('what is called as a preview, and was not put there for this pull request, stays', async () => {
  const form = new FormData();
  form.set('metadata', JSON.stringify({ main_module: 'w.js', compatibility_date: '2026-11-01' }));
  form.set('w.js', new File(['export default {}'], 'w.js', { type: 'application/javascript+module' }));
  await callApi(services().cloudflare, 'PUT', 'scripts/shop-pr-7', form);
  const closed = await runAction({
    ...{ services: services(), workspace, trigger: pullRequest({ action: 'closed' }), inputs: quick },
  });
  expect(closed.code, closed.log).toBe(0);
  expect(closed.log).toContain(
    'is still there: the Worker `shop-pr-7` was not deployed by wasm-ship for this pull request',
  );
  expect(await workerOn(services, 'shop-pr-7').live()).not.toBe('');
});

test('the default branch goes to staging and a tag to production, each a Worker with its own vars', async () => {
  const inputs = { 'staging-environment': 'next' };
  const staged = await deploy(services(), RUN, digest, { workspace, trigger: push('main'), inputs });
  expect(staged.code, staged.log).toBe(0);
  expect(staged.outputs).toMatchObject({
    environment: 'staging',
    'deployment-url': 'https://shop-next.box.workers.dev',
  });
  expect(await workerOn(services, 'shop').live()).toBe('');
  const production = await release(services(), RUN, digest, 'v1.0.0', {
    workspace,
    inputs,
    env: { GITHUB_SHA: '2'.repeat(40) },
  });
  expect(production.code, production.log).toBe(0);
  expect(await bindingsOf('shop-next')).toContainEqual(expect.objectContaining({ name: 'AUDIENCE', text: 'next' }));
  expect(await bindingsOf('shop')).toContainEqual(expect.objectContaining({ name: 'AUDIENCE', text: 'api' }));
  const candidate = await release(services(), RUN, digest, 'v1.1.0-rc.1', {
    workspace,
    inputs,
    env: { GITHUB_SHA: '2'.repeat(40) },
  });
  expect([candidate.code, candidate.outputs.environment]).toEqual([0, 'staging']);
  expect(records()).toEqual([
    expect.stringMatching(/^staging: in_progress, success/),
    'production: in_progress, success',
    'staging: in_progress, success',
  ]);
});

test('a shared preview is a version of what is live, at its alias alone, and is said to be; closed, it stays, which is said', async () => {
  const inputs = { preview: 'shared-bindings' };
  const before = await workerOn(services, 'shop').live();
  const result = await preview(inputs);
  expect(result.code, result.log).toBe(0);
  expect(result.outputs).toMatchObject({ 'preview-url': 'https://pr-7-shop.box.workers.dev', deployed: 'true' });
  expect(result.report?.warnings).toEqual([expect.stringContaining('has the bindings and secrets of production')]);
  expect(await workerOn(services, 'shop').live()).toBe(before);
  const answer = await health(services(), 'https://pr-7-shop.box.workers.dev');
  expect([answer.status, answer.headers.get('x-standin-version')]).toEqual([200, result.outputs['version-id']]);
  const closed = await runAction({
    ...{ services: services(), workspace, trigger: pullRequest({ action: 'closed' }), inputs: { ...quick, ...inputs } },
  });
  expect([closed.code, closed.log.includes('is still there: it is the alias `pr-7` of a version of `shop`')]).toEqual([
    0,
    true,
  ]);
});

test('staging that would take the routes of production is refused before anything is deployed', async () => {
  const routed = { ...configOf(live, live), name: 'routed', routes: ['example.com/*'] };
  const other = await checkout('shop-routed', {}, 'kept');
  await writeFile(path.join(other, 'wrangler.jsonc'), JSON.stringify(routed));
  const before = services().cloudflare.requests.length;
  const inputs = { 'staging-environment': 'next' };
  const result = await deploy(services(), RUN, digest, { workspace: other, trigger: push('main'), inputs });
  await rm(other, { recursive: true });
  expect([result.code, services().cloudflare.requests.length]).toEqual([1, before]);
  expect(result.log).toContain('`env.next` has `example.com/*` from the top level, and would take it away from there.');
});

test('a release that fails is told in GitHub’s record, and the one before stays active', async () => {
  const env = { GITHUB_SHA: '2'.repeat(40) };
  const good = await release(services(), RUN, digest, 'v2.0.0', {
    workspace,
    env,
    inputs: { 'replace-newer': 'true' },
  });
  expect(good.code, good.log).toBe(0);
  const inputs = { health: '/nope', 'replace-newer': 'true' };
  const bad = await release(services(), RUN, digest, 'v2.1.0', {
    workspace,
    inputs,
    env: { GITHUB_SHA: '3'.repeat(40) },
  });
  expect(bad.code).toBe(1);
  expect(records()).toEqual(['production: in_progress, success', 'production: in_progress, failure']);
});

test('what is live is attached to the GitHub release of its tag', async () => {
  services().github.repository.releases.clear();
  const { github } = services();
  const headers = { authorization: `Bearer ${github.env.GITHUB_TOKEN}` };
  const made = await fetch(`${github.env.GITHUB_API_URL}/repos/octo/auth/releases`, {
    ...{ method: 'POST', headers, body: JSON.stringify({ tag_name: 'v3.0.0', draft: true, target_commitish: 'main' }) },
  });
  expect(made.status).toBe(201);
  const env = { GITHUB_SHA: '1'.repeat(40) };
  const inputs = { 'replace-newer': 'true', 'release-assets': 'publish' };
  const result = await release(services(), RUN, digest, 'v3.0.0', { workspace, inputs, env });
  expect(result.code, result.log).toBe(0);
  const [attached] = [...github.repository.releases.values()];
  expect([attached?.draft, attached?.assets.map(({ name }) => name).sort()]).toEqual([
    false,
    ['auth-3.0.0-cloudflare.tar.gz', 'auth-3.0.0-cloudflare.tar.gz.sha256'],
  ]);
  expect(commentsOf(services())).toEqual([]);
});
