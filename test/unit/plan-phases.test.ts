import { expect, test } from 'vitest';
import type { Event } from '../../src/event.ts';
import type { Plan } from '../../src/plan.ts';
import { CREDENTIALS, type Given, planned } from './planned.ts';
import { releasePlanOf } from './release-plan.ts';

/** The two jobs of the production flow: what each of them plans, for every event. */
const DIGEST = 'd'.repeat(64);
const LATER = '`phase: build` deploys nothing; the job with `phase: deploy` does.';

type Workflow = Readonly<Record<string, string>>;

function planFor<D extends Plan['do']>(
  what: D,
  event: Event,
  workflow: Workflow,
  given: Given,
): Extract<Plan, { do: D }> {
  const made = planned(event, workflow, { secrets: [], ...given });
  if (made.do !== what) throw new Error(`planned ${made.do}`);
  return made as Extract<Plan, { do: D }>;
}

function building(event: Event, workflow: Workflow = {}, given: Given = {}) {
  return planFor('build', event, { phase: 'build', ...workflow }, given);
}

function deploying(event: Event, workflow: Workflow = {}, given: Given = {}) {
  const all = { phase: 'deploy', 'bundle-digest': DIGEST, ...workflow };
  return planFor('deploy', event, all, { secrets: CREDENTIALS, ...given });
}

const PULL: Event = { on: 'pull-request', pr: 7, headSha: 'abc', baseSha: 'def', foreign: undefined, labels: [] };
const FORK: Event = { ...PULL, foreign: 'fork' };
const DEPENDABOT: Event = { ...PULL, foreign: 'dependabot' };
const MAIN: Event = { on: 'push', branch: 'main', isDefault: true, before: 'b' };
const BRANCH: Event = { on: 'push', branch: 'feature', isDefault: false, before: undefined };
const TAG: Event = { on: 'tag', tag: 'v1.2.3' };
const RELEASE: Event = { on: 'release', tag: 'v1.2.3', prerelease: false };
const DISPATCH: Event = { on: 'dispatch', ref: 'refs/heads/main' };

const PREVIEW = { to: 'preview', pr: 7, environment: 'preview-pr-7', how: 'own', secrets: [], production: {} };
const production = (version: string, leaveSame = true) => releasePlanOf({ version, leaveSame });
const UNLESS = (on: string) => `nothing is deployed on \`${on}\` unless \`deploy: production\` asks for it.`;

/** Event, inputs beside the phase, where the second job deploys to or why it does not, and whose bundles the first one takes. */
const ROWS: readonly (readonly [string, Event, Workflow, object | string, string])[] = [
  ['a pull request', PULL, {}, PREVIEW, 'repository'],
  ['a fork', FORK, {}, 'a pull request from a fork has no secrets.', 'repository'],
  ['Dependabot', DEPENDABOT, {}, "Dependabot's pull requests have no secrets.", 'repository'],
  ['a push to the default branch', MAIN, {}, UNLESS('push'), 'release'],
  ['a push that asks for production', MAIN, { deploy: 'production' }, production('main', false), 'release'],
  ['a push to another branch', BRANCH, {}, UNLESS('push'), 'release'],
  ['a version tag', TAG, {}, production('v1.2.3'), 'release'],
  ['a version tag that asks for none', TAG, { deploy: 'none' }, '`deploy: none`.', 'release'],
  ['a prerelease tag', { on: 'tag', tag: 'v1.2.3-rc.1' }, {}, 'a prerelease, and no staging environment.', 'release'],
  ['another tag', { on: 'tag', tag: 'nightly' }, {}, '`nightly` is not a version tag.', 'release'],
  ['a published release', RELEASE, {}, production('v1.2.3'), 'release'],
  [
    'a published prerelease',
    { ...RELEASE, prerelease: true },
    {},
    'a prerelease, and no staging environment.',
    'release',
  ],
  ['a merge queue', { on: 'merge-group', baseSha: 'b' }, {}, 'nothing is deployed on `merge_group`.', 'release'],
  ['a dispatch', DISPATCH, {}, UNLESS('workflow_dispatch'), 'release'],
  ['a dispatch that asks for production', DISPATCH, { deploy: 'production' }, production('main', false), 'release'],
  ['a schedule', { on: 'schedule' }, {}, 'nothing is deployed on `schedule`.', 'release'],
];

test.each(ROWS)('%s: the first job builds without secrets and deploys nothing', (_, event, workflow, to, reuse) => {
  const made = building(event, workflow);
  expect(made.packages[0]?.deploy).toEqual(typeof to === 'string' ? undefined : to);
  expect(made.packages[0]?.skipReason).toBe(typeof to === 'string' ? to : LATER);
  expect(made.reuse).toBe(reuse);
  expect(made.cache.restore).toBe(event.on === 'pull-request');
  expect(made.cache.save).toBe(false);
  expect(made.packages[0]).toHaveProperty('latency');
  expect(made.tell.warnings).toBeUndefined();
});

test.each(ROWS)('%s: the second job deploys that bundle where one job would, and builds nothing', (_, ...row) => {
  const [event, workflow, to] = row;
  const made = deploying(event, { cache: 'on', ...workflow });
  expect(made.packages[0]?.digest).toBe(DIGEST);
  expect(made.packages[0]?.deploy).toEqual(typeof to === 'string' ? undefined : to);
  expect(made.packages[0]?.skipReason).toBe(typeof to === 'string' ? to : undefined);
  expect(made.cache).toEqual({ restore: false, save: false });
  expect(made).not.toHaveProperty('reuse');
  expect(made.packages[0]).not.toHaveProperty('latency');
  expect(made.tell.notices).toEqual([]); // least of all that one job builds and deploys
  expect(made.tell.comment).toBeUndefined();
});

test.each<[string, Event, Workflow, RegExp]>([
  ['a workflow run', { on: 'workflow-run', run: 9 }, {}, /Not yet: commenting from `on: workflow_run`/],
  ['production on a pull request', PULL, { deploy: 'production' }, /refused on a pull request: it never reaches/],
  ['production on another branch', BRANCH, { deploy: 'production' }, /refused on `push` to `feature`/],
  ['a preview on a tag', TAG, { deploy: 'preview' }, /`deploy: preview` needs a pull request/],
])('%s is refused in both jobs, as in one', (_, event, workflow, message) => {
  for (const job of [building, deploying]) expect(() => job(event, workflow)).toThrow(message);
});

test('a pull request that is closed: its preview goes where the credentials are, and nothing is built', () => {
  const CLOSED: Event = { on: 'pull-request-closed', pr: 7 };
  const preview = { to: 'preview', pr: 7, environment: 'preview-pr-7', how: 'own', secrets: [] };
  for (const workflow of [{}, { phase: 'build' }, { phase: 'deploy', 'bundle-digest': '' }]) {
    const made = planned(CLOSED, workflow);
    expect(made).toMatchObject({ do: 'clean', pr: 7, packages: [{ deploy: preview }], tell: { comment: { pr: 7 } } });
    expect(made).toMatchObject({ cache: { restore: false, save: false } });
  }
  expect(planned(CLOSED, {}, { secrets: [] })).toMatchObject({ do: 'clean', packages: [{ name: 'auth' }] });
  for (const none of [planned(CLOSED, {}, { secrets: [] }), planned(CLOSED, { deploy: 'none' })])
    expect('packages' in none && none.packages[0]).not.toHaveProperty('deploy');
  expect(planned(CLOSED, { comment: 'off' }).do === 'clean').toBe(true);
});

test('secrets go up with a version that is deployed, and each has to be set', () => {
  const secrets = { secrets: 'KEY, OTHER' };
  const made = planned(TAG, secrets, { given: ['KEY', 'OTHER'] });
  expect(made).toMatchObject({ packages: [{ deploy: { secrets: ['KEY', 'OTHER'] } }] });
  expect(() => planned(TAG, secrets, { given: ['KEY'] })).toThrow('input: `secrets` names OTHER, which is not set.');
  expect(() => planned(TAG, secrets)).toThrow('input: `secrets` names KEY and OTHER, which are not set.');
  expect(planned(TAG, { ...secrets, phase: 'build' })).toMatchObject({ do: 'build' }); // the other job has them
  expect(planned(MAIN, secrets)).toMatchObject({ do: 'ship' }); // nothing is deployed
  expect(planned(PULL, secrets)).toMatchObject({ do: 'ship' }); // no preview has them
  expect(() => planned(PULL, { ...secrets, 'preview-environment': 'p' })).toThrow(/which are not set/);
});

test('a way back is asked for by hand, builds nothing, and needs its credentials', () => {
  const back = planned(DISPATCH, { phase: 'rollback' });
  expect(back).toMatchObject({
    do: 'rollback',
    packages: [{ deploy: { to: 'production' } }],
    cache: { restore: false },
  });
  expect(back).not.toHaveProperty('to');
  expect(planned(DISPATCH, { phase: 'rollback', 'rollback-to': 'v1.2.2' })).toMatchObject({ to: 'v1.2.2' });
  for (const event of [MAIN, TAG, PULL])
    expect(() => planned(event, { phase: 'rollback' })).toThrow(/`phase: rollback` needs `on: workflow_dispatch`/);
  expect(() => planned(DISPATCH, { phase: 'rollback' }, { secrets: [] })).toThrow(
    /`phase: rollback` cannot be met: .* not set/,
  );
});

test('a tag that somebody may wait for is told by the first job too', () => {
  const notice = /^Not deployed: `v1\.2` looks like a version and is none/;
  for (const job of [building, deploying])
    expect(job({ on: 'tag', tag: 'v1.2' }).tell.notices).toEqual([expect.stringMatching(notice)]);
});

test.each<[readonly string[], string | undefined]>([
  [[], undefined],
  [['CLOUDFLARE_ACCOUNT_ID'], undefined],
  [
    CREDENTIALS,
    'CLOUDFLARE_API_TOKEN is in the environment of `phase: build`, within reach of every build script. Take it out of this job, out of `env` of the job and of the workflow too: only the step with `phase: deploy` needs it.',
  ],
  [['CLOUDFLARE_API_TOKEN', 'FASTLY_API_TOKEN'], 'CLOUDFLARE_API_TOKEN and FASTLY_API_TOKEN are in the environment'],
])('the first job warns of secrets that it can reach, by name: %j', (secrets, warning) => {
  const { warnings } = building(TAG, {}, { secrets }).tell;
  expect(warnings).toEqual(warning === undefined ? undefined : [expect.stringContaining(warning)]);
  expect(deploying(RELEASE).tell.warnings).toBeUndefined();
});

test('the first job comments on the pull request, the second does not write over it', () => {
  expect(building(PULL).tell.comment).toEqual({ pr: 7 });
  expect(deploying(PULL).tell.comment).toBeUndefined();
});

test('the second job without credentials: an error where production waits, a notice where a preview does', () => {
  for (const event of [TAG, RELEASE]) {
    expect(() => deploying(event, {}, { secrets: [] })).toThrow(
      expect.objectContaining({
        fault: 'plan',
        message: expect.stringContaining(
          '`phase: deploy` cannot be met: CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID are',
        ),
        hint: 'Is this job in the environment that holds them, such as `environment: production`?',
      }),
    );
  }
  expect(deploying(PULL, {}, { secrets: [] }).packages[0]).not.toHaveProperty('deploy');
});

test('the first job needs none, even where production is asked for by name', () => {
  expect(building(MAIN, { deploy: 'production' }).packages[0]?.deploy).toEqual(production('main', false));
});

test.each<[string, Workflow, RegExp]>([
  ['deploy without one', { phase: 'deploy' }, /^input: `bundle-digest` is not set/],
  ['build with one', { phase: 'build', 'bundle-digest': DIGEST }, /is set, and `phase: build` builds its own/],
  ['one job with one', { 'bundle-digest': DIGEST }, /is set, and `phase: ship` builds its own/],
])('the digest of a bundle belongs to the second job alone: %s is refused', (_, workflow, message) => {
  expect(() => planFor('ship', TAG, workflow, { secrets: CREDENTIALS })).toThrow(
    expect.objectContaining({
      fault: 'input',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/needs\.build\.outputs\.bundle-digest|phase: deploy/),
    }),
  );
});
