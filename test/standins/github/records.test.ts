import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { gitHubOf } from '../../../src/host/github.ts';
import { deployRecords, type RecordedDeploy } from '../../../src/records.ts';
import { recordedHost } from '../../unit/recorded-host.ts';
import { SHAS } from './seed.ts';
import { type GitHubStandin, startGitHub } from './server.ts';
import { TOKENS, userOf } from './tokens.ts';

const RUN = 'https://github.com/octo/auth/actions/runs/77';
const DIGEST = '0123456789abcdef'.repeat(4);
const PREVIEW: RecordedDeploy = {
  to: 'preview',
  environment: 'preview-pr-7',
  package: 'auth',
  edge: 'cloudflare',
  digest: DIGEST,
};
const PRODUCTION: RecordedDeploy = { ...PREVIEW, to: 'production', environment: 'production' };
const URL = 'https://auth.example';
const LIVE = { live: true, url: URL } as const;
const FAILED = { live: false, failure: new ShipError('deploy', 'It answered 500.') } as const;
const CANCELLED = { live: false, failure: new ShipError('cancelled', 'The run was cancelled.') } as const;

/** A run's records, by the real client on a stand-in. */
async function running(token: string = TOKENS.write, requestMs = 10_000) {
  const standin = await startGitHub({ strict: true });
  const controller = new AbortController();
  const github = gitHubOf(token, { owner: 'octo', repo: 'auth' }, standin.url, controller.signal, requestMs);
  const recorded = await recordedHost({ github, signal: controller.signal });
  const records = deployRecords({ sha: SHAS.feature, shas: [SHAS.feature, SHAS.main], url: RUN }, recorded.host);
  return {
    standin,
    records,
    said: recorded.said,
    cancel: () => controller.abort(),
    async ship(deploy: RecordedDeploy, outcome: Parameters<typeof records.conclude>[1] = LIVE) {
      await records.conclude(await records.begin(deploy), outcome);
    },
    async [Symbol.asyncDispose]() {
      await recorded[Symbol.asyncDispose]();
      await standin[Symbol.asyncDispose]();
    },
  };
}

/** `auth@production: in_progress success`, the oldest first. */
function shown({ repository }: GitHubStandin): string[] {
  return [...repository.deployments.values()].map(({ payload, environment, statuses }) => {
    const { package: name = 'job' } = payload as { package?: string };
    return [`${name}@${environment}:`, ...statuses.map(({ state }) => state)].join(' ');
  });
}

/** The record that GitHub itself makes for a job with `environment:`. */
function jobsOwn(
  { repository, world }: GitHubStandin,
  environment: string,
  sha: string,
  logUrl: string,
  state = 'in_progress',
): void {
  const at = { created_at: world.now(), creator: userOf('github-actions[bot]') };
  const status = { id: world.id(), state, description: '', environment, environment_url: '' };
  const id = world.id();
  repository.deployments.set(id, {
    ...{ id, sha, ref: 'feature', task: 'deploy', payload: {}, description: null, environment },
    ...{ transient_environment: false, production_environment: false, updated_at: world.now(), ...at },
    statuses: [{ ...status, log_url: logUrl, ...at }],
  });
}

test('a preview: its record says what, where and how it went; the one before it is inactive', async () => {
  await using run = await running();
  await run.ship(PREVIEW);
  await run.ship(PREVIEW);
  expect(shown(run.standin)).toEqual([
    'auth@preview-pr-7: in_progress success inactive',
    'auth@preview-pr-7: in_progress success',
  ]);
  const last = [...run.standin.repository.deployments.values()].at(-1);
  expect(last).toMatchObject({
    sha: SHAS.feature,
    description: 'auth for cloudflare',
    payload: { package: 'auth', edge: 'cloudflare', digest: DIGEST },
    transient_environment: true,
    production_environment: false,
  });
  expect(last?.statuses.at(-1)).toMatchObject({
    environment_url: URL,
    log_url: RUN,
    description: 'Bundle 0123456789ab',
  });
  expect(run.said).toEqual([]);
});

test('a running check and one that failed do not keep a record from being made', async () => {
  await using run = await running();
  const { repository, world } = run.standin;
  repository.statuses.push({
    ...{ id: world.id(), sha: SHAS.feature, state: 'failure', context: 'lint', description: null, target_url: null },
    ...{ creator: userOf('alice'), created_at: world.now() },
  });
  await run.ship(PRODUCTION);
  expect(shown(run.standin)).toEqual(['auth@production: in_progress success']);
});

test.each(['staging', 'production'] as const)(
  "another package's record in the same environment %s stays active",
  async (to) => {
    await using run = await running();
    const deploy = { ...PRODUCTION, to, environment: to };
    await run.ship({ ...deploy, package: 'other' });
    await run.ship(deploy);
    await run.ship(deploy);
    expect(shown(run.standin)).toEqual([
      `other@${to}: in_progress success`,
      `auth@${to}: in_progress success inactive`,
      `auth@${to}: in_progress success`,
    ]);
  },
);

test('where making older ones inactive is cut off, the next deploy does the rest', async () => {
  await using run = await running();
  for (let i = 0; i < 3; i++) await run.records.begin(PRODUCTION);
  const begun = await run.records.begin(PRODUCTION);
  run.standin.fail({ method: 'POST', path: /statuses$/, skip: 2, status: 422 });
  await run.records.conclude(begun, LIVE);
  expect(shown(run.standin).filter((one) => one.endsWith('inactive'))).toHaveLength(1);
  await run.ship(PRODUCTION);
  expect(shown(run.standin)).toEqual([
    ...Array(3).fill('auth@production: in_progress inactive'),
    'auth@production: in_progress success inactive',
    'auth@production: in_progress success',
  ]);
});

test('an environment of hundreds of records: the newest two pages are looked at, and one of each commit', async () => {
  await using run = await running();
  await run.ship(PRODUCTION);
  const { deployments } = run.standin.repository;
  const [one] = deployments.values();
  if (one === undefined) throw new Error('nothing was made');
  for (let i = 0; i < 300; i++) deployments.set(9000 + i, { ...one, id: 9000 + i, payload: {}, sha: SHAS.base });
  const before = run.standin.log.length;
  await run.records.begin(PRODUCTION);
  expect(run.standin.log.slice(before).map(({ method }) => method)).toEqual([
    'GET',
    'GET',
    'GET',
    'GET',
    'POST',
    'POST',
  ]);
});

test.each([
  ['failed', FAILED, 'It answered 500.'],
  ['was cancelled', CANCELLED, 'cancelled'],
])('a deploy that %s: its record is a failure, and the one before it stays active', async (_, outcome, description) => {
  await using run = await running();
  await run.ship(PRODUCTION);
  await run.ship(PRODUCTION, outcome);
  expect(shown(run.standin)).toEqual(['auth@production: in_progress success', 'auth@production: in_progress failure']);
  const last = [...run.standin.repository.deployments.values()].at(-1);
  expect(last?.statuses.at(-1)).toMatchObject({ description, log_url: RUN });
});

test('a run that is cancelled during its deploy still says so', async () => {
  await using run = await running();
  const begun = await run.records.begin(PRODUCTION);
  run.cancel();
  await run.records.conclude(begun, CANCELLED);
  expect(shown(run.standin)).toEqual(['auth@production: in_progress failure']);
});

test('a run that is cancelled while GitHub does not answer waits 5 s for it, and no longer', async () => {
  await using run = await running(TOKENS.write, 60_000);
  run.standin.fail({ method: 'POST', path: /deployments$/, hang: true });
  const begun = run.records.begin(PRODUCTION);
  while (!run.standin.log.some(({ method }) => method === 'POST')) await sleep(20);
  const since = performance.now();
  run.cancel();
  expect((await begun).id).toBeUndefined();
  expect(performance.now() - since).toBeGreaterThan(4900);
  expect(performance.now() - since).toBeLessThan(20_000);
  expect(run.said.map(({ level }) => level)).toEqual(['warning']);
});

test('one that a killed run has left in progress is inactive after the next deploy', async () => {
  await using run = await running();
  await run.records.begin(PRODUCTION);
  await run.ship(PRODUCTION);
  expect(shown(run.standin)).toEqual(['auth@production: in_progress inactive', 'auth@production: in_progress success']);
});

test('a token that may not write records: one notice with the mend for all packages, and nothing more is asked', async () => {
  await using run = await running(TOKENS.read);
  await run.ship(PREVIEW);
  await run.ship({ ...PREVIEW, package: 'other' });
  await run.records.retire('preview-pr-7');
  expect(run.said).toEqual([
    {
      level: 'notice',
      title: 'wasm-ship',
      text: 'No GitHub deployments: Creating a GitHub deployment: GitHub answered 403. The job needs `permissions: { deployments: write }`. Forks and Dependabot have a token that can only read.',
    },
  ]);
  expect(run.standin.log.map(({ method }) => method)).toEqual(['GET', 'POST']);
});

test('a record that GitHub refuses for another reason is a warning, and the deploy goes on', async () => {
  await using run = await running();
  run.standin.fail({ method: 'POST', path: /deployments$/, status: 422 });
  await run.ship(PRODUCTION);
  expect(run.said).toEqual([
    {
      level: 'warning',
      title: 'wasm-ship: report',
      text: 'Creating a GitHub deployment: GitHub answered 422.',
    },
  ]);
});

test.each([
  ['whose answer was lost', { reset: true, committed: true }],
  ['whose request was lost', { reset: true }],
  ['whose answer never comes', { hang: true, committed: true }],
  ['whose answer is cut off', { truncated: true }],
  ['that failed inside of GitHub, after it was made', { status: 502, committed: true }],
])('a record %s is there once', async (_, fault) => {
  await using run = await running(TOKENS.write, 'hang' in fault ? 1500 : undefined);
  run.standin.fail({ method: 'POST', path: /deployments$/, ...fault });
  await run.ship(PRODUCTION);
  expect(shown(run.standin)).toEqual(['auth@production: in_progress success']);
});

test('a record whose first status was refused is concluded all the same', async () => {
  await using run = await running();
  run.standin.fail({ method: 'POST', path: /statuses$/, status: 422 });
  await run.ship(PRODUCTION);
  expect(shown(run.standin)).toEqual(['auth@production: success']);
});

test.each([
  ['a job of this run', PRODUCTION, 'production', SHAS.feature, `${RUN}/job/5`, 'in_progress', false],
  ['a job of this run, at its merge commit', PRODUCTION, 'production', SHAS.main, `${RUN}/job/5`, 'in_progress', false],
  ['this job by another name', PRODUCTION, 'prod-eu', SHAS.feature, `${RUN}/job/5`, 'in_progress', false],
  [
    'this job by another name, at its merge commit',
    PRODUCTION,
    'prod-eu',
    SHAS.main,
    `${RUN}/job/5`,
    'in_progress',
    false,
  ],
  [
    'a job of this run before it, by another name',
    PRODUCTION,
    'signing',
    SHAS.feature,
    `${RUN}/job/4`,
    'success',
    true,
  ],
  ['this job, which deploys a preview too', PREVIEW, 'prod-eu', SHAS.feature, `${RUN}/job/5`, 'in_progress', true],
  [
    'a job of a run whose number begins alike',
    PRODUCTION,
    'production',
    SHAS.feature,
    `${RUN}8/job/5`,
    'in_progress',
    true,
  ],
  ['a job of such a run, by another name', PRODUCTION, 'prod-eu', SHAS.feature, `${RUN}8/job/5`, 'in_progress', true],
])('where GitHub has a record of %s', async (_, deploy, environment, sha, logUrl, state, made) => {
  await using run = await running();
  jobsOwn(run.standin, environment, sha, logUrl, state);
  await run.ship(deploy);
  const own = `job@${environment}: ${state}`;
  expect(shown(run.standin)).toEqual(made ? [own, `auth@${deploy.environment}: in_progress success`] : [own]);
  expect(run.said.map(({ level }) => level)).toEqual(made ? [] : ['info']);
});

test('where the job has a record of its own, ours of before are inactive after the deploy', async () => {
  await using run = await running();
  await run.ship(PRODUCTION);
  jobsOwn(run.standin, 'production', SHAS.feature, `${RUN}/job/5`);
  await run.ship(PRODUCTION);
  expect(shown(run.standin)).toEqual(['auth@production: in_progress success inactive', 'job@production: in_progress']);
});

test('a closed pull request: all that is active in its environment is inactive, on every page, and nothing else', async () => {
  await using run = await running();
  const { repository } = run.standin;
  await run.ship(PREVIEW, FAILED);
  for (const name of ['auth', 'other']) await run.ship({ ...PREVIEW, package: name });
  await run.ship({ ...PREVIEW, environment: 'preview-pr-8' });
  const [one] = repository.deployments.values();
  if (one === undefined) throw new Error('nothing was made');
  for (let i = 0; i < 105; i++) repository.deployments.set(9000 + i, { ...one, id: 9000 + i, statuses: [] });
  await run.records.retire('preview-pr-7');
  const states = shown(run.standin);
  expect(states.slice(0, 4)).toEqual([
    'auth@preview-pr-7: in_progress failure',
    'auth@preview-pr-7: in_progress success inactive',
    'other@preview-pr-7: in_progress success inactive',
    'auth@preview-pr-8: in_progress success',
  ]);
  expect(new Set(states.slice(4))).toEqual(new Set(['auth@preview-pr-7: inactive']));
  await run.records.retire('preview-pr-7');
  expect(shown(run.standin)).toEqual(states);
});
