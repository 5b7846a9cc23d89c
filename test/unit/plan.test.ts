import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/event.ts';
import { NO_PACE } from '../../src/latency/budget.ts';
import type { ReplayRequest } from '../../src/latency/requests.ts';
import type { PackagePlan, Plan } from '../../src/plan.ts';
import { type Given, planned } from './planned.ts';
import { releasePlanOf } from './release-plan.ts';
import { sampleCrate as crate } from './sample-crate.ts';

type ShipPlan = Extract<Plan, { do: 'ship' }>;

function shipPlan(event: Event, workflow: Readonly<Record<string, string>> = {}, given: Given = {}): ShipPlan {
  const made = planned(event, workflow, given);
  if (made.do !== 'ship') throw new Error(`planned ${made.do}`);
  return made;
}

const PULL: Event = { on: 'pull-request', pr: 7, headSha: 'abc', baseSha: 'def', foreign: undefined, labels: [] };
const FORK: Event = { ...PULL, foreign: 'fork' };
const DEPENDABOT: Event = { ...PULL, foreign: 'dependabot' };
const MAIN: Event = { on: 'push', branch: 'main', isDefault: true, before: 'b' };
const BRANCH: Event = { on: 'push', branch: 'feature', isDefault: false, before: undefined };
const TAG: Event = { on: 'tag', tag: 'v1.2.3' };
const PRERELEASE_TAG: Event = { on: 'tag', tag: 'v1.2.3-rc.1' };
const OTHER_TAG: Event = { on: 'tag', tag: 'nightly' };
const RELEASE: Event = { on: 'release', tag: 'v1.2.3', prerelease: false };
const PRERELEASE: Event = { on: 'release', tag: 'v1.2.3', prerelease: true };
const QUEUE: Event = { on: 'merge-group', baseSha: 'b' };
const DISPATCH: Event = { on: 'dispatch', ref: 'refs/heads/main' };
const SCHEDULE: Event = { on: 'schedule' };
const CLOSED: Event = { on: 'pull-request-closed', pr: 7 };
const WORKFLOW_RUN: Event = { on: 'workflow-run', run: 99 };

const PREVIEW = { to: 'preview', pr: 7, environment: 'preview-pr-7', how: 'own', secrets: [], production: {} };
const production = (version: string, leaveSame = true) => releasePlanOf({ version, leaveSame });

const STAGED = { 'staging-environment': 'next' };
const staging = (version: string, leaveSame = true) =>
  releasePlanOf({ version, leaveSame, to: 'staging', environment: 'staging', configured: 'next' });

/** Event, inputs that are set, where it deploys to, and why not where it does not. */
const ROWS: readonly (readonly [
  string,
  Event,
  Readonly<Record<string, string>>,
  object | undefined,
  string | undefined,
])[] = [
  ['a pull request', PULL, {}, PREVIEW, undefined],
  ['a pull request that asks for its preview', PULL, { deploy: 'preview' }, PREVIEW, undefined],
  ['a pull request that asks for none', PULL, { deploy: 'none' }, undefined, '`deploy: none`.'],
  ['a fork', FORK, {}, undefined, 'a pull request from a fork has no secrets.'],
  [
    'a fork that asks for a preview',
    FORK,
    { deploy: 'preview' },
    undefined,
    'a pull request from a fork has no secrets.',
  ],
  ['Dependabot', DEPENDABOT, {}, undefined, "Dependabot's pull requests have no secrets."],
  [
    'a push to the default branch',
    MAIN,
    {},
    undefined,
    'nothing is deployed on `push` unless `deploy: production` asks for it.',
  ],
  ['a push that asks for production', MAIN, { deploy: 'production' }, production('main', false), undefined],
  [
    'a push to another branch',
    BRANCH,
    {},
    undefined,
    'nothing is deployed on `push` unless `deploy: production` asks for it.',
  ],
  ['a version tag', TAG, {}, production('v1.2.3'), undefined],
  ['a version tag that asks for none', TAG, { deploy: 'none' }, undefined, '`deploy: none`.'],
  ['a prerelease tag', PRERELEASE_TAG, {}, undefined, 'a prerelease, and no staging environment.'],
  [
    'a prerelease tag that asks for production',
    PRERELEASE_TAG,
    { deploy: 'production' },
    production('v1.2.3-rc.1'),
    undefined,
  ],
  ['another tag', OTHER_TAG, {}, undefined, '`nightly` is not a version tag.'],
  ['a published release', RELEASE, {}, production('v1.2.3'), undefined],
  ['a published prerelease', PRERELEASE, {}, undefined, 'a prerelease, and no staging environment.'],
  ['a prerelease tag where there is staging', PRERELEASE_TAG, STAGED, staging('v1.2.3-rc.1'), undefined],
  ['a published prerelease where there is staging', PRERELEASE, STAGED, staging('v1.2.3'), undefined],
  ['a push to the default branch where there is staging', MAIN, STAGED, staging('main', false), undefined],
  ['a version tag where there is staging', TAG, STAGED, production('v1.2.3'), undefined],
  ['a tag that asks for staging', OTHER_TAG, { ...STAGED, deploy: 'staging' }, staging('nightly'), undefined],
  ['a dispatch that asks for staging', DISPATCH, { ...STAGED, deploy: 'staging' }, staging('main', false), undefined],
  [
    'a tag where production is an environment',
    TAG,
    { 'production-environment': 'live' },
    { ...production('v1.2.3'), configured: 'live' },
    undefined,
  ],
  [
    'a pull request where previews have an environment',
    PULL,
    { 'preview-environment': 'p' },
    { ...PREVIEW, configured: 'p' },
    undefined,
  ],
  [
    'a pull request whose preview shares what is live',
    PULL,
    { preview: 'shared-bindings', 'preview-environment': 'p', secrets: 'KEY' },
    { ...PREVIEW, how: 'shared' },
    undefined,
  ],
  ['a merge queue', QUEUE, {}, undefined, 'nothing is deployed on `merge_group`.'],
  [
    'a dispatch',
    DISPATCH,
    {},
    undefined,
    'nothing is deployed on `workflow_dispatch` unless `deploy: production` asks for it.',
  ],
  ['a dispatch that asks for production', DISPATCH, { deploy: 'production' }, production('main', false), undefined],
  ['a schedule', SCHEDULE, {}, undefined, 'nothing is deployed on `schedule`.'],
];

test.each(ROWS)('%s builds, and deploys where it may', (_, event, workflow, deploy, reason) => {
  const made = shipPlan(event, workflow);
  expect(made.packages.map((pkg) => pkg.name)).toEqual(['auth']);
  expect(made.packages[0]?.deploy).toEqual(deploy);
  expect(made.packages[0]?.skipReason).toBe(reason);
});

const REFUSED: readonly (readonly [string, Event, Readonly<Record<string, string>>, string])[] = [
  [
    'a workflow run',
    WORKFLOW_RUN,
    {},
    'Not yet: commenting from `on: workflow_run` is planned, and this version does not do it.',
  ],
  ['staging without its environment', MAIN, { deploy: 'staging' }, '`deploy: staging` needs `staging-environment`.'],
  [
    'staging on another branch',
    BRANCH,
    { ...STAGED, deploy: 'staging' },
    '`deploy: staging` is refused on `push` to `feature`.',
  ],
  [
    'staging in a merge queue',
    QUEUE,
    { ...STAGED, deploy: 'staging' },
    '`deploy: staging` is refused on `merge_group`.',
  ],
  ['another edge', PULL, { edge: 'fastly' }, 'Not yet: `edge: fastly` is planned'],
  [
    'a preview by name where we do not deploy to',
    PULL,
    { edge: 'deno', deploy: 'preview' },
    'Not yet: `deploy: preview` to Deno Deploy is planned, and this version does not do it.',
  ],
  [
    'production by name there',
    TAG,
    { edge: 'wasi', deploy: 'production' },
    'Not yet: `deploy: production` to WASI hosts is planned, and this version does not do it.',
  ],
  [
    'production on a pull request',
    PULL,
    { deploy: 'production' },
    '`deploy: production` is refused on a pull request: it never reaches production.',
  ],
  [
    'production on a fork',
    FORK,
    { deploy: 'production' },
    '`deploy: production` is refused on a pull request: it never reaches production.',
  ],
  [
    'staging on a pull request',
    PULL,
    { deploy: 'staging' },
    '`deploy: staging` is refused on a pull request: it never reaches staging.',
  ],
  ['production in a merge queue', QUEUE, { deploy: 'production' }, '`deploy: production` is refused on `merge_group`.'],
  ['production on a schedule', SCHEDULE, { deploy: 'production' }, '`deploy: production` is refused on `schedule`.'],
  [
    'a preview on a push',
    MAIN,
    { deploy: 'preview' },
    '`deploy: preview` needs a pull request; this run is `on: push`.',
  ],
  ['a preview on a tag', TAG, { deploy: 'preview' }, '`deploy: preview` needs a pull request; this run is `on: push`.'],
  [
    'a preview on a release',
    RELEASE,
    { deploy: 'preview' },
    '`deploy: preview` needs a pull request; this run is `on: release`.',
  ],
  [
    'a preview on a dispatch',
    DISPATCH,
    { deploy: 'preview' },
    '`deploy: preview` needs a pull request; this run is `on: workflow_dispatch`.',
  ],
];

test.each(REFUSED)('%s is an error before anything is built, never silently nothing', (_, event, workflow, message) => {
  expect(() => planned(event, workflow)).toThrow(
    expect.objectContaining({
      fault: 'plan',
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/./),
    }),
  );
});

const EVERY: readonly Event[] = [
  ...[PULL, FORK, DEPENDABOT, CLOSED, MAIN, BRANCH, TAG, PRERELEASE_TAG, OTHER_TAG, RELEASE, PRERELEASE],
  ...[QUEUE, DISPATCH, SCHEDULE, WORKFLOW_RUN],
];
const DEPLOYS = ['auto', 'none', 'preview', 'staging', 'production'];

test('a pull request never reaches production, and only a pull request gets a preview, whatever the inputs say', () => {
  for (const event of EVERY) {
    for (const deploy of DEPLOYS) {
      for (const preview of ['own', 'shared-bindings']) {
        for (const staging of ['', 'staging']) {
          const to = deployOf(event, { deploy, preview, 'staging-environment': staging });
          const pull = event.on.startsWith('pull-request');
          expect(to === 'preview' && !pull, `${event.on} ${deploy}`).toBe(false);
          expect(to === 'production' && pull, `${event.on} ${deploy}`).toBe(false);
          expect(to !== undefined && ['merge-group', 'schedule'].includes(event.on), `${event.on} ${deploy}`).toBe(
            false,
          );
        }
      }
    }
  }
});

function deployOf(event: Event, workflow: Readonly<Record<string, string>>): string | undefined {
  try {
    return shipPlan(event, workflow).packages[0]?.deploy?.to;
  } catch {
    return undefined;
  }
}

const MISSING: readonly (readonly [string, readonly string[], string])[] = [
  [
    'all',
    [],
    'CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID are not set. Give them to the step by `env:`, from `secrets`.',
  ],
  ['one', ['CLOUDFLARE_API_TOKEN'], 'CLOUDFLARE_ACCOUNT_ID is not set. Give it to the step by `env:`, from `secrets`.'],
  ['those of another edge', ['FASTLY_API_TOKEN', 'CLOUDFLARE_ACCOUNT_ID'], 'CLOUDFLARE_API_TOKEN is not set.'],
];

test.each(MISSING)('credentials: %s missing is a notice, and all the rest still happens', (_, secrets, reason) => {
  for (const event of [PULL, TAG]) {
    const made = shipPlan(event, {}, { secrets });
    expect(made.packages[0]?.deploy).toBeUndefined();
    expect(made.packages).toHaveLength(1);
    expect(made.packages[0]?.skipReason).toContain(reason);
    expect(made.tell.notices).toEqual([`Not deployed: ${made.packages[0]?.skipReason}`]);
  }
});

test.each([
  ['a pull request', PULL, {}, { pr: 7 }, 0],
  ['a pull request with comments off', PULL, { comment: 'off' }, undefined, 0],
  ['a fork', FORK, {}, undefined, 1],
  ['a fork with comments off', FORK, { comment: 'off' }, undefined, 0],
  ['Dependabot', DEPENDABOT, {}, undefined, 1],
  ['a push', MAIN, {}, undefined, 0],
])('%s: who is told', (_, event, workflow, comment, notices) => {
  const { tell } = shipPlan(event as Event, workflow as Record<string, string>);
  expect(tell.comment).toEqual(comment);
  expect(tell.notices).toHaveLength(notices);
  for (const notice of tell.notices) expect(notice).toContain('The report is in the job summary.');
});

test('production from one job is told what that means', () => {
  const notice = 'This one job builds and deploys: code of the build runs on the machine that holds the deploy token.';
  for (const event of [TAG, RELEASE]) expect(shipPlan(event).tell.notices).toEqual([expect.stringContaining(notice)]);
  expect(shipPlan(DISPATCH, { deploy: 'production' }).tell.notices).toEqual([expect.stringContaining(notice)]);
  expect(shipPlan(PULL).tell.notices).toEqual([]);
});

const CACHE: readonly (readonly [string, Event, string, boolean, boolean])[] = [
  ['a pull request reads only', PULL, 'auto', true, false],
  ['a fork reads only', FORK, 'auto', true, false],
  ['a push to the default branch keeps, and uses none: a release takes what it builds', MAIN, 'auto', false, true],
  ['another push reads only', BRANCH, 'auto', true, false],
  ['a merge queue reads only', QUEUE, 'auto', true, false],
  ['a tag uses none', TAG, 'auto', false, false],
  ['a tag uses none, even if told to', TAG, 'on', false, false],
  ['a release uses none, even if told to', RELEASE, 'on', false, false],
  ['off is off', MAIN, 'off', false, false],
];

test.each(CACHE)('cache: %s', (_, event, cache, restore, save) => {
  // cargo's own folder is ours on a machine that is there for one job
  expect(shipPlan(event, { cache }).cache).toEqual({ restore, save, ...(restore || save ? { home: true } : {}) });
});

test('cache: none where a push deploys to production, and on a machine of the user only if asked for', () => {
  expect(shipPlan(MAIN, { deploy: 'production', cache: 'on' }).cache).toEqual({ restore: false, save: false });
  expect(shipPlan(MAIN, {}, { selfHosted: true }).cache).toEqual({ restore: false, save: false });
  expect(shipPlan(MAIN, { cache: 'on' }, { selfHosted: true }).cache).toEqual({ restore: false, save: true });
  expect(shipPlan(PULL, { cache: 'on' }, { selfHosted: true }).cache).toEqual({ restore: true, save: false });
});

const HEALTH: ReplayRequest = {
  name: 'health',
  method: 'GET',
  path: '/',
  headers: {},
  body: undefined,
  expect: '2xx',
  weight: 1,
};

test('a package plan carries what its stages need', () => {
  const [pkg] = shipPlan(PULL, {
    budget: 'raw 1 kB',
    features: 'x',
    toolchain: 'nightly',
    'test-vars': '{"A":"b"}',
  }).packages;
  expect(pkg).toEqual({
    name: 'auth',
    dir: 'services/auth',
    edge: 'cloudflare',
    dependencies: ['worker'],
    files: ['Cargo.toml', 'wrangler.toml'],
    toolchain: 'nightly',
    profile: 'release',
    features: ['x'],
    optimize: { level: 'smallest', measure: 'raw', timeMs: 60_000 },
    budgets: [{ measure: 'raw', limit: 1000 }],
    overBudget: 'fail',
    ignore: [],
    buildEnv: [],
    deploy: PREVIEW,
    live: { health: HEALTH, requests: [], leftOut: [], runner: true },
    latency: {
      health: HEALTH,
      requests: [HEALTH],
      durationMs: 30_000,
      budgets: { ...NO_PACE, work: undefined, fails: { latency: false, others: true } },
      pays: { plan: 'paid' },
      vars: { A: 'b' },
    },
  });
});

/** The inputs, and what tells that the service is ready. */
test.each<[string, Record<string, string>, Partial<ReplayRequest>]>([
  ['neither is set', {}, { path: '/', expect: '2xx' }],
  ['`health` is set', { health: '/ready' }, { path: '/ready', expect: '2xx' }],
  [
    'requests alone: the first GET, with the status that it expects',
    {
      requests:
        '[{"method": "POST", "path": "/a"}, {"name": "in", "path": "/b", "headers": {"x": "y"}, "expect": 401}, {"path": "/c"}]',
    },
    { name: 'in', path: '/b', headers: { x: 'y' }, expect: 401 },
  ],
  ['requests without a GET', { requests: '[{"method": "POST", "path": "/a"}]' }, { path: '/', expect: '2xx' }],
  [
    'both: `health` was asked for',
    { health: '/', requests: '[{"path": "/b", "expect": 401}]' },
    { path: '/', expect: '2xx' },
  ],
])('health: %s', (_, workflow, request) => {
  const [pkg] = shipPlan(PULL, workflow).packages;
  expect(pkg?.latency?.health).toMatchObject({ method: 'GET', ...request });
  if (workflow.requests === undefined) expect(pkg?.latency?.requests).toEqual([pkg?.latency?.health]);
  else expect(pkg?.latency?.requests.map(({ path }) => path)).toEqual(JSON.parse(workflow.requests).map(pathOf));
});

function pathOf({ path }: { readonly path: string }): string {
  return path;
}

test('what is turned off is not in the plan', () => {
  const [pkg] = shipPlan(PULL, { optimize: 'off', latency: 'false' }).packages;
  expect(pkg).toMatchObject({ optimize: undefined });
  expect(pkg).not.toHaveProperty('latency');
});

const WANTED = '`v1.2.3` or `auth-v1.2.3`';

/** Tags that deploy nothing: what each is taken for, and whether a notice says so, for somebody may wait for the deploy. */
test.each<[string, string, boolean]>([
  ['v1.2', `\`v1.2\` looks like a version and is none; wanted: three numbers, ${WANTED}.`, true],
  ['V1.2.3', `\`V1.2.3\` looks like a version and is none; wanted: three numbers, ${WANTED}.`, true],
  ['v1.2.3.4', `\`v1.2.3.4\` looks like a version and is none; wanted: three numbers, ${WANTED}.`, true],
  [
    'release/v1.2.3',
    `the tag \`release/v1.2.3\` is taken for a version of \`release\`, and this is \`auth\`. Its own versions are tagged ${WANTED}.`,
    true,
  ],
  [
    'frontend@2.0.0',
    'the tag `frontend@2.0.0` is taken for a version of `frontend`, and this is `auth`.',
    false, // another package of the workspace, whose own run releases it
  ],
  ['v1', '`v1` is a tag that moves with a major version; a version has three numbers.', false],
  ['auth-v1', '`auth-v1` is a tag that moves with a major version; a version has three numbers.', false],
  ['nightly', '`nightly` is not a version tag.', false],
])('the tag %s deploys nothing and says what it is taken for', (tag, reason, noticed) => {
  const crates = [crate(), crate({ name: 'frontend', cdylib: false })];
  const { packages, tell } = shipPlan({ on: 'tag', tag }, {}, { crates });
  expect(packages).toMatchObject([{ skipReason: reason }]);
  expect(packages[0]).not.toHaveProperty('deploy');
  expect(tell).toEqual({ notices: noticed ? [`Not deployed: ${reason}`] : [] });
});

test('no notice where nothing is to be deployed anyway', () => {
  expect(shipPlan({ on: 'tag', tag: 'v1.2' }, { deploy: 'none' }).tell.notices).toEqual([]);
});

test.each<[string, Event]>([
  ['by its tag', { on: 'tag', tag: 'frontend/v2.0.0' }],
  ['by a release', { on: 'release', tag: 'frontend-v2.0.0', prerelease: false }],
])("another package's version releases nothing of this one: %s", (_, event) => {
  for (const deploy of ['auto', 'production']) {
    const made = shipPlan(event, { deploy });
    expect(made.packages[0]?.deploy).toBeUndefined();
    expect(made.packages[0]?.skipReason).toContain('is taken for a version of `frontend`, and this is `auth`.');
  }
});

test('a published release is asked for, whatever its tag is called; so is a tag with `deploy: production`', () => {
  expect(shipPlan({ on: 'release', tag: 'v1.2', prerelease: false }).packages[0]?.deploy).toEqual(production('v1.2'));
  expect(shipPlan({ on: 'tag', tag: 'v1.2' }, { deploy: 'production' }).packages[0]?.deploy).toEqual(
    production('v1.2'),
  );
});

test('this package named in the tag is this one', () => {
  expect(shipPlan({ on: 'tag', tag: 'auth-v2.0.0' }).packages[0]?.deploy).toEqual(production('auth-v2.0.0'));
});

test('a push to another branch than the default one never reaches production', () => {
  expect(() => shipPlan(BRANCH, { deploy: 'production' })).toThrow(
    '`deploy: production` is refused on `push` to `feature`.',
  );
});

test('production that is asked for by name and cannot be is an error, not a notice', () => {
  expect(() => shipPlan(TAG, { deploy: 'production' }, { secrets: [] })).toThrow(
    /`deploy: production` cannot be met: CLOUDFLARE_API_TOKEN and/,
  );
  expect(shipPlan(TAG, {}, { secrets: [] }).packages[0]?.deploy).toBeUndefined();
});

test.each<[string, Event, Readonly<Record<string, string>>, string | undefined]>([
  ['a pull request takes what its repository has stored', PULL, {}, 'repository'],
  ['a fork too: it can only read', FORK, {}, 'repository'],
  ['a push takes what the default branch has stored', MAIN, {}, 'default-branch'],
  ['a merge queue too', QUEUE, {}, 'default-branch'],
  ['a tag takes what it can be sure of', TAG, {}, 'release'],
  ['a release too', RELEASE, {}, 'release'],
  ['a push that goes to production too', MAIN, { deploy: 'production' }, 'release'],
  ['nothing is taken where the cache is off', PULL, { cache: 'off' }, undefined],
])('%s', (_, event, workflow, reuse) => {
  expect(shipPlan(event, workflow).reuse).toBe(reuse);
});

const PARENT = { build: true, of: 'first-parent' };

test.each<[string, Event, Readonly<Record<string, string>>, object | undefined]>([
  ['a pull request', PULL, {}, { build: true, of: 'pull-request', headSha: 'abc', baseSha: 'def' }],
  ['a fork', FORK, {}, { build: true, of: 'pull-request', headSha: 'abc', baseSha: 'def' }],
  ['a push: the commit before', MAIN, {}, { build: true, of: 'commit', sha: 'b', as: 'commit before' }],
  ['a new branch: nothing', BRANCH, {}, undefined],
  ['a merge queue: its base', QUEUE, {}, { build: true, of: 'commit', sha: 'b', as: 'base of the merge queue' }],
  ['a run by hand: the parent', DISPATCH, {}, PARENT],
  ['a schedule: the parent', SCHEDULE, {}, PARENT],
  ['a tag: no commit, it replaces what is live', TAG, {}, undefined],
  ['a release: the same', RELEASE, {}, undefined],
  ['what goes to production: the same', MAIN, { deploy: 'production' }, undefined],
  ['where only a stored one is wanted', DISPATCH, { base: 'stored' }, { build: false, of: 'first-parent' }],
  ['where none is wanted', PULL, { base: 'off' }, undefined],
])('held against: %s', (_, event, workflow, base) => {
  expect(shipPlan(event, workflow).base).toEqual(base);
});

/** Edges that we do not deploy to: whether somebody may wait for it, and so is told. */
test.each<[string, Event, Readonly<Record<string, string>>, string, boolean]>([
  ['a pull request', PULL, {}, 'deploying to Deno Deploy is planned, and this version does not do it.', true],
  ['a version tag', TAG, {}, 'deploying to Deno Deploy is planned, and this version does not do it.', true],
  ['a fork', FORK, {}, 'a pull request from a fork has no secrets.', false],
  ['`deploy: none`', PULL, { deploy: 'none' }, '`deploy: none`.', false],
])('an edge without a deploy does all the rest: %s', (_, event, workflow, skipReason, noticed) => {
  const made = shipPlan(event, { edge: 'deno', ...workflow });
  expect(made.packages[0]?.deploy).toBeUndefined();
  expect(made.packages[0]?.edge).toBe('deno');
  expect(made.packages[0]?.skipReason).toBe(skipReason);
  expect(made.tell.notices.includes(`Not deployed: ${skipReason}`)).toBe(noticed);
});

test('a program is in the plan by its name', () => {
  const crates = [crate({ cdylib: false, programs: ['server'] })];
  expect(shipPlan(PULL, { edge: 'wasi' }, { crates }).packages[0]).toMatchObject({ edge: 'wasi', program: 'server' });
});

test.each<[string, boolean, readonly string[], boolean]>([
  ['of a public repository, with a token', false, ['CARGO_GIT_TOKEN'], true],
  ['of a private one, with a token', true, ['CARGO_GIT_TOKEN'], false],
  ['of a public one, without', false, [], false],
])('nothing of cargo is cached that forks may not read: %s', (_, isPrivate, registryTokens, off) => {
  const { cache } = shipPlan(MAIN, {}, { private: isPrivate, registryTokens });
  expect(cache.cargo === false).toBe(off);
  expect(cache.save).toBe(true); // our tools are no secret
});

test('what may go to production is marked, and nothing else', () => {
  for (const event of [TAG, RELEASE]) expect(shipPlan(event).packages[0]?.release).toBe(true);
  for (const event of [PULL, MAIN]) expect(shipPlan(event).packages[0]).not.toHaveProperty('release');
});

test('the tokens of registries are in the plan by name, where there are some', () => {
  const registryTokens = ['CARGO_REGISTRIES_OURS_TOKEN'];
  expect(shipPlan(PULL, {}, { registryTokens }).packages[0]?.registryTokens).toEqual(registryTokens);
  expect(shipPlan(PULL).packages[0]).not.toHaveProperty('registryTokens');
  const gitServer = 'https://git.example.com';
  expect(shipPlan(PULL, {}, { gitServer }).packages[0]?.gitServer).toBe(gitServer);
  expect(shipPlan(PULL).packages[0]).not.toHaveProperty('gitServer');
});

const VARIABLES = { variables: ['SCCACHE_BUCKET'] };
const NO_CACHE = { off: 'a release is built without what others can write to.' };
const NO_PUSH = { off: 'a release takes the bundle that a push to the default branch has built.' };

test.each<[string, Event, Readonly<Record<string, string>>, PackagePlan['sccache']]>([
  ['a pull request', PULL, {}, VARIABLES],
  ['a fork', FORK, {}, VARIABLES],
  ['another branch', BRANCH, {}, VARIABLES],
  ['a merge queue', QUEUE, {}, VARIABLES],
  ['a run by hand', DISPATCH, {}, VARIABLES],
  ['a schedule', SCHEDULE, {}, VARIABLES],
  ['where our own cache is off', PULL, { cache: 'off' }, VARIABLES],
  ['a push to the default branch: a release takes what it builds', MAIN, {}, NO_PUSH],
  ['a tag', TAG, {}, NO_CACHE],
  ['a release', RELEASE, {}, NO_CACHE],
  ['what goes to production', DISPATCH, { deploy: 'production' }, NO_CACHE],
])('sccache, where it is asked for: %s', (_, event, workflow, wanted) => {
  const facts = { sccacheVariables: ['SCCACHE_BUCKET'] };
  expect(shipPlan(event, { sccache: 'on', ...workflow }, facts).packages[0]?.sccache).toEqual(wanted);
  expect(shipPlan(event, workflow, facts).packages[0]).not.toHaveProperty('sccache');
});

test('of two jobs, the first builds a release, and the second builds nothing', () => {
  const first = planned(MAIN, { sccache: 'on', phase: 'build' });
  expect(first).toMatchObject({ do: 'build', packages: [{ sccache: NO_CACHE }] });
  const second = planned(MAIN, { sccache: 'on', phase: 'deploy', 'bundle-digest': 'a'.repeat(64) });
  expect(JSON.stringify(second)).not.toContain('sccache');
});

describe('several packages', () => {
  const [web, image] = [crate({ name: 'web' }), crate({ name: 'image', files: ['spin.toml'] })];
  const both = { crates: [web, image], chosen: [web, image] };

  test('each goes where its edge can; a reason is said once, with those that it is about', () => {
    const { packages, tell } = shipPlan(PULL, {}, both);
    const reason = 'deploying to WASI hosts is planned, and this version does not do it.';
    expect(packages).toMatchObject([
      { name: 'web', deploy: PREVIEW },
      { name: 'image', edge: 'wasi', skipReason: reason },
    ]);
    expect(tell.notices).toEqual([`Not deployed, image: ${reason}`]);
  });

  test('a tag without a name releases all of them, the tag of one that one alone', () => {
    const made = (tag: string) => shipPlan({ on: 'tag', tag }, { edge: 'cloudflare' }, both).packages;
    expect(made('v1.2.3').map(({ name, deploy }) => [name, deploy?.to])).toEqual([
      ['web', 'production'],
      ['image', 'production'],
    ]);
    expect(made('image-v1.2.3')).toMatchObject([{ name: 'image', deploy: production('image-v1.2.3') }]);
  });

  test('a release of which one lacks its credentials is refused whole', () => {
    const lacking = { crates: [web, image], wishes: { image: ['CLOUDFLARE_API_TOKEN'] }, chosen: [web, image] };
    expect(() => shipPlan(TAG, { edge: 'cloudflare' }, lacking)).toThrow(
      'The release cannot go whole: image cannot be deployed. CLOUDFLARE_ACCOUNT_ID is not set.',
    );
    expect(shipPlan(PULL, { edge: 'cloudflare' }, lacking).packages.map(({ deploy }) => deploy?.to)).toEqual([
      'preview',
      undefined,
    ]);
  });

  test('one that goes to production makes a release of all', () => {
    const { cache, base } = shipPlan(MAIN, { deploy: 'production', edge: 'cloudflare', cache: 'on' }, both);
    expect([cache, base]).toEqual([{ restore: false, save: false }, undefined]);
  });

  const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];
  const deploying = (digests: string) =>
    planned(TAG, { phase: 'deploy', 'bundle-digest': digests, edge: 'cloudflare' }, both);

  test('the second job takes the bundle of each by its own digest', () => {
    expect(deploying(`image=${B} web=${A}`)).toMatchObject({ packages: [{ digest: A }, { digest: B }] });
  });

  test('of the tag of one the second job needs that digest alone', () => {
    const made = planned(
      { on: 'tag', tag: 'image-v1.2.3' },
      { phase: 'deploy', 'bundle-digest': B, edge: 'cloudflare' },
      both,
    );
    expect(made).toMatchObject({ packages: [{ name: 'image', digest: B }] });
  });

  test.each([
    [`web=${A}`, 'input: `bundle-digest` has none for image.'],
    [A, 'input: `bundle-digest` names one digest without a package, and this job deploys several packages.'],
  ])('the second job refuses %s', (digests, message) => {
    expect(() => deploying(digests)).toThrow(message);
  });
});

test.each([
  ['auto', { over: 'warn' }, 'fail'],
  ['fail', { over: 'fail' }, 'fail'],
  ['warn', { over: 'warn' }, 'warn'],
])('over-budget: %s decides over latency and size', (overBudget, over, sizes) => {
  const inputs = { budget: 'raw 1 kB, p95 50 ms', 'over-budget': overBudget };
  const { packages } = planned({ on: 'tag', tag: 'v1.2.3', sha: 'a' } as Event, inputs) as Extract<
    Plan,
    { do: 'ship' }
  >;
  expect(packages).toMatchObject([
    {
      ...{ budgets: [{ measure: 'raw' }], overBudget: sizes },
      deploy: { pace: { budgets: [{ measure: 'p95', limit: 50 }], ...over } },
    },
  ]);
});

test.each([
  [{}, { level: 'smallest', measure: 'brotli', timeMs: 60_000 }],
  [{ budget: 'gzip 1 MB, brotli 1 MB' }, { level: 'smallest', measure: 'gzip', timeMs: 60_000 }],
  [{ 'optimize-time': '5 s' }, { level: 'smallest', measure: 'brotli', timeMs: 5000 }],
  [{ optimize: 'fastest', budget: 'raw 1 MB', 'optimize-time': '5 s' }, { level: 'fastest' }],
  [{ optimize: '-O2', 'optimize-time': '5 s' }, { flags: ['-O2'] }],
])('wasm-opt is asked for what is judged: %j', (inputs, optimize) => {
  expect(shipPlan(PULL, inputs).packages[0]).toMatchObject({ optimize });
});

test.each([
  ['set', { ...PULL, labels: ['bug', 'accept-size'] } as Event, { overBudget: 'warn', accepted: 'accept-size' }],
  ['not set', PULL, { overBudget: 'fail' }],
  ['another one', { ...PULL, labels: ['bug'] } as Event, { overBudget: 'fail' }],
  ['asked for by a push, which has none', MAIN, { overBudget: 'fail' }],
])('the label that accepts a size, %s', (_, event, wanted) => {
  const [pkg] = shipPlan(event, { 'accept-label': 'accept-size' }).packages;
  expect(pkg).toMatchObject(wanted);
  expect(pkg?.accepted).toBe('accepted' in wanted ? wanted.accepted : undefined);
});

test('without the input no label accepts anything', () => {
  expect(shipPlan({ ...PULL, labels: ['accept-size'] } as Event).packages[0]?.overBudget).toBe('fail');
});

/** `optimize-check`: what the two modules are asked; undefined: nothing. */
test.each<[Record<string, string>, { readonly path: string; readonly vars: Record<string, string> } | undefined]>([
  [{}, undefined],
  [{ 'optimize-check': 'true' }, { path: '/', vars: {} }],
  [
    { 'optimize-check': 'true', latency: 'false', health: '/h', 'test-vars': '{"A":"b"}' },
    { path: '/h', vars: { A: 'b' } },
  ],
  [{ 'optimize-check': 'true', optimize: 'off' }, undefined],
  [
    { 'optimize-check': 'true', optimize: '-Oz' },
    { path: '/', vars: {} },
  ],
])('the optimized module is held to answers: %j', (inputs, wanted) => {
  const [pkg] = shipPlan(PULL, inputs).packages;
  if (wanted === undefined) return expect(pkg).not.toHaveProperty('optimizeCheck');
  const { path, vars } = wanted;
  expect(pkg?.optimizeCheck).toMatchObject({ health: { path }, requests: [{ path }], vars });
});
