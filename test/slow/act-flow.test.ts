import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActResult } from '../act/run-act.ts';
import { toolCache } from '../e2e/action.ts';
import { runAuthWorkflow, seedCommits, type WorkflowRun } from '../e2e/auth-on-act.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { dispatch, pullRequest, push, release, tag } from '../e2e/triggers.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { TOKENS } from '../standins/github/tokens.ts';

/**
 * The example's own workflows on a real runner, one event after the other as in the life of a change: each finds what the one
 * before it has left. Nothing of the files is changed but how long a release is watched.
 */
let services: Services;
let run = 900;

/** Commits of the pull request, then of main, each after the one before it. */
const [OPENED, PUSHED, MAIN, NEXT] = ['1', '4', '2', '5'].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
  string,
];
const PREVIEW = 'https://auth-pr-7.box.workers.dev';
const STAGING = 'https://auth-staging.box.workers.dev';
const PRODUCTION = 'https://auth.box.workers.dev';

beforeAll(async () => {
  services = await startServices(toolCache());
  seedCommits(services, [OPENED, PUSHED]);
  seedCommits(services, [MAIN, NEXT]);
});
afterAll(() => services?.[Symbol.asyncDispose]());

async function runs(trigger: ReturnType<typeof tag>, more: WorkflowRun = {}): Promise<ActResult> {
  run += 1;
  return runAuthWorkflow(trigger, services, { run, edit: watchedShortly, ...more });
}

/** Staging and production are watched for 2 s instead of 30 s. */
function watchedShortly(text: string): string {
  return text.replace(/^( *)(staging-environment|rollout): .*$/gm, '$&\n$1watch: 2 s');
}

/** What the service at this address answers, and by which version. */
async function answer(url: string, path = '/health'): Promise<{ status: number; version: string | null }> {
  const response = await fetchEdge(services.cloudflare, `${url}${path}`);
  await response.text();
  return { status: response.status, version: response.headers.get('x-version') };
}

/** GitHub's records of an environment, the oldest first: the commit, all states in order, and where the last link goes. */
function records(environment: string): { sha: string; states: string[]; url: string | undefined }[] {
  return [...services.github.repository.deployments.values()]
    .filter((deployment) => deployment.environment === environment)
    .map(({ sha, statuses }) => ({
      sha,
      states: statuses.map(({ state }) => state),
      url: statuses.findLast(({ environment_url }) => environment_url !== '')?.environment_url,
    }));
}

function comments(): string[] {
  return [...services.github.repository.comments.values()].map(({ body }) => body);
}

async function draftRelease(name: string): Promise<void> {
  const { url, repository } = services.github;
  const made = await fetch(`${url}/repos/${repository.full_name}/releases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKENS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tag_name: name, target_commitish: 'main', draft: true }),
  });
  expect(made.status).toBe(201);
}

/** The GitHub release of a tag: whether it is a draft, and what is attached to it. */
function released(name: string): { draft: boolean; files: string[] } | undefined {
  const found = [...services.github.repository.releases.values()].find(({ tag_name }) => tag_name === name);
  return found && { draft: found.draft, files: found.assets.map((asset) => asset.name).sort() };
}

function succeeded(result: ActResult, jobs: Readonly<Record<string, string>>): void {
  expect(result, result.log + result.stderr).toMatchObject({ code: 0, ended: false });
  expect(result.jobs).toEqual(jobs);
  expect(result.annotations.filter(({ level }) => level !== 'notice')).toEqual([]);
}

/** What a log has where anything is built. */
const BUILDING = /Building auth|Compiling|Packing/;
const ONE_JOB = { 'ship/ship': 'success' };
const TWO_JOBS = { 'ship/build': 'success', 'ship/deploy': 'success' };

describe('a pull request', () => {
  it('opened: a preview of its own, told by a comment and a deployment', async () => {
    const result = await runs(pullRequest());
    succeeded(result, ONE_JOB);
    expect(await answer(PREVIEW)).toEqual({ status: 200, version: result.outputs.ship?.['version-id'] });
    expect(records('preview-pr-7')).toEqual([{ sha: OPENED, states: ['in_progress', 'success'], url: PREVIEW }]);
    expect(comments()).toEqual([expect.stringContaining(`[preview](${PREVIEW})`)]);
  });

  it('pushed to: the newer commit at the same address; the record before it is inactive, the comment is the same one', async () => {
    const before = await answer(PREVIEW);
    succeeded(await runs(pullRequest({ action: 'synchronize', sha: PUSHED })), ONE_JOB);
    const now = await answer(PREVIEW);
    expect(now.status).toBe(200);
    expect(now.version).not.toBe(before.version);
    expect(records('preview-pr-7')).toEqual([
      { sha: OPENED, states: ['in_progress', 'success', 'inactive'], url: PREVIEW },
      { sha: PUSHED, states: ['in_progress', 'success'], url: PREVIEW },
    ]);
    expect(comments()).toHaveLength(1);
  });

  it('closed: nothing is built, the preview is gone, and so are its records and its link', async () => {
    const result = await runs(pullRequest({ action: 'closed', sha: PUSHED }));
    succeeded(result, ONE_JOB);
    expect(result.log).not.toMatch(BUILDING);
    expect((await answer(PREVIEW)).status).toBe(404);
    expect(records('preview-pr-7').map(({ states }) => states.at(-1))).toEqual(['inactive', 'inactive']);
    expect(comments()).toEqual([expect.stringContaining('The preview of auth was removed.')]);
    expect(comments()[0]).not.toContain(PREVIEW);
  });
});

it('a push to main: staging, which is a Worker of its own; production is not there yet', async () => {
  const result = await runs(push('main'), { sha: MAIN });
  succeeded(result, ONE_JOB);
  expect(result.outputs.ship).toMatchObject({ environment: 'staging', 'deployment-url': STAGING });
  expect(await answer(STAGING)).toEqual({ status: 200, version: result.outputs.ship?.['version-id'] });
  expect(records('staging')).toEqual([{ sha: MAIN, states: ['in_progress', 'success'], url: STAGING }]);
  expect((await answer(PRODUCTION)).status).toBe(404);
});

describe('releases', () => {
  /** The versions of v1.0.0 and v1.1.0. */
  const versions: (string | undefined)[] = [];

  it('the first tag: seen while it proves itself, with its secret; the draft of its GitHub release has the files', async () => {
    await draftRelease('v1.0.0');
    const result = await runs(tag('v1.0.0'), { sha: MAIN });
    succeeded(result, TWO_JOBS);
    versions.push(result.outputs.deploy?.['version-id']);
    // neither one about one job that builds and deploys, nor about secrets in reach of the build
    expect(result.annotations.map(({ message }) => message)).toEqual([
      expect.stringContaining('This is the first release of auth'),
      expect.stringContaining('No build provenance: the job may not sign.'), // act gives no identity
    ]);
    const { build = {}, deploy = {} } = result.outputs;
    expect(build).toMatchObject({ deployed: 'false', 'budget-status': 'within', 'deployment-url': '' });
    expect(deploy).toMatchObject({ deployed: 'true', environment: 'production', 'deployment-url': PRODUCTION });
    for (const name of ['bundle-digest', 'wasm-size-brotli', 'rustc-version']) expect(deploy[name]).toBe(build[name]);
    const [building, deploying] = result.log.split('deploying to production, by the bundle');
    expect(building).toContain('Building auth');
    expect(deploying).not.toMatch(BUILDING);
    const kept = services.results.artifacts.filter(({ runId }) => runId === run).map(({ name }) => name);
    expect(kept.sort()).toEqual(['bundle', 'deployment', 'report', 'symbols'].map((what) => `wasm-ship-auth-${what}`));
    expect(await answer(PRODUCTION)).toEqual({ status: 200, version: versions[0] });
    expect((await answer(PRODUCTION, '/verify')).status).toBe(401); // 500 without SIGNING_KEY
    expect(records('production')).toEqual([{ sha: MAIN, states: ['in_progress', 'success'], url: PRODUCTION }]);
    expect(released('v1.0.0')).toEqual({
      draft: true,
      files: ['auth-1.0.0-cloudflare.tar.gz', 'auth-1.0.0-cloudflare.tar.gz.sha256'],
    });
  });

  it('the same version, published: what is live stays, and nothing goes up again', async () => {
    const uploads = (): number => services.cloudflare.requests.filter(({ method }) => method === 'PUT').length;
    const before = uploads();
    for (const it of services.github.repository.releases.values()) it.draft = false;
    const result = await runs(release('v1.0.0'), { sha: MAIN });
    succeeded(result, TWO_JOBS);
    expect(result.outputs.deploy).toMatchObject({ deployed: 'true', 'version-id': versions[0] });
    expect(uploads()).toBe(before);
    expect(released('v1.0.0')?.files).toHaveLength(2);
  });

  it('the next tag: unseen, then in steps', async () => {
    const result = await runs(tag('v1.1.0'), { sha: NEXT });
    succeeded(result, TWO_JOBS);
    versions.push(result.outputs.deploy?.['version-id']);
    expect(versions[1]).not.toBe(versions[0]);
    expect(result.log).toMatch(/proved itself unseen: \d+ good answers/);
    expect(result.log).not.toContain('does not tell its version');
    expect(result.log).toContain(`${versions[1]} has 10 % of the requests.`);
    expect(await answer(PRODUCTION)).toEqual({ status: 200, version: versions[1] });
    expect((await answer(PRODUCTION, '/verify')).status).toBe(401);
    expect(records('production').at(-1)).toEqual({
      sha: NEXT,
      states: ['in_progress', 'success'],
      url: PRODUCTION,
    });
  });

  it('an older commit again: refused, and what is live stays', async () => {
    const result = await runs(tag('v1.0.1'), { sha: MAIN });
    expect(result.jobs).toEqual({ 'ship/build': 'success', 'ship/deploy': 'failure' });
    expect(result.annotations.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('A newer commit is live: 5555555 comes after 2222222. Nothing was deployed.'),
    );
    expect((await answer(PRODUCTION)).version).toBe(versions[1]);
    expect(records('production').at(-1)).toMatchObject({ sha: MAIN, states: ['in_progress', 'failure'] });
  });

  it.each([
    ['what was live before', {}, 0],
    ['a tag that is named', { to: 'v1.1.0' }, 1],
  ])('rollback by hand to %s: it is live again, and nothing is built', async (_, inputs, index) => {
    const result = await runs(dispatch('v1.1.0', inputs), { sha: NEXT, workflow: 'rollback.yml' });
    succeeded(result, { 'rollback/rollback': 'success' });
    expect(result.log).not.toMatch(BUILDING);
    expect(await answer(PRODUCTION)).toEqual({ status: 200, version: versions[index] });
    expect(result.outputs.rollback).toMatchObject({ deployed: 'true', 'version-id': versions[index] });
    expect(records('production').at(-1)).toMatchObject({ states: ['in_progress', 'success'], url: PRODUCTION });
  });
});
