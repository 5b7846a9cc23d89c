import { afterAll, expect, test } from 'vitest';
import { startResults } from '../results/server.ts';
import { ON_PULL, REPO, type Session, session } from './client.ts';
import { description, routable } from './description.ts';
import { shaOf } from './graph.ts';
import type { LoggedRequest } from './loopback.ts';
import { ROUTES } from './routes.ts';
import { DEFAULT_REPOSITORY, SHAS } from './seed.ts';
import type { GitHubOptions } from './server.ts';
import { TOKENS } from './tokens.ts';

const logs: (readonly LoggedRequest[])[] = [];

async function begin(options: GitHubOptions = {}): Promise<Session> {
  const made = await session({ strict: true, ...options });
  logs.push(made.github.log);
  return made;
}

// What follows is done in strict mode: an answer that breaks GitHub's description is a 500.
afterAll(async () => {
  const api = await description();
  const answered = logs.flat().filter(({ status }) => status >= 200 && status < 400);
  const operations = answered.map(({ method, path }) => {
    const named = routable(path.replace(/^\/repositories\/\d+/, '/repos/octo/auth'));
    return api.match({ method, path: named, headers: {} })?.operationId;
  });
  expect(Object.keys(ROUTES).filter((operation) => !operations.includes(operation))).toEqual([]);
});

test('the repository, the rate, and every comment of it', async () => {
  const comments = [
    { issue: 7, body: 'one' },
    { issue: 7, body: 'two' },
  ];
  const parent = { ...DEFAULT_REPOSITORY, name: 'parent' };
  await using made = await begin({
    repositories: [{ ...DEFAULT_REPOSITORY, parent: 'octo/parent', comments }, parent],
  });
  const { rest } = made.octokit;
  expect((await rest.repos.get(REPO)).data).toMatchObject({ default_branch: 'main', parent: { name: 'parent' } });
  expect((await rest.rateLimit.get()).data.rate).toMatchObject({ limit: 1000, used: 2, remaining: 998 });
  const newest = await rest.issues.listCommentsForRepo({ ...REPO, direction: 'desc' });
  expect(newest.data.map(({ body }) => body)).toEqual(['two', 'one']);
  const [comment_id = 0] = newest.data.map(({ id }) => id);
  expect((await rest.issues.getComment({ ...REPO, comment_id })).data.body).toBe('two');
  await rest.issues.updateComment({ ...REPO, comment_id, body: 'three' });
  await rest.issues.deleteComment({ ...REPO, comment_id });
  await rest.issues.createComment({ ...ON_PULL, body: 'four' });
  const since = '2000-01-01T00:00:00Z';
  const left = await rest.issues.listComments({ ...ON_PULL, since });
  expect(left.data.map(({ body }) => body)).toEqual(['one', 'four']);
});

test('a person may ask who it is, an app may not', async () => {
  await using made = await begin();
  await expect(made.octokit.rest.users.getAuthenticated()).rejects.toMatchObject({ status: 403 });
  expect((await made.as(TOKENS.user).rest.users.getAuthenticated()).data).toMatchObject({
    login: 'alice',
    type: 'User',
  });
});

test('labels are added, set and removed', async () => {
  await using made = await begin();
  const { issues } = made.octokit.rest;
  await issues.addLabels({ ...ON_PULL, labels: ['size', 'perf'] });
  const names = async (): Promise<string[]> => (await issues.listLabelsOnIssue(ON_PULL)).data.map(({ name }) => name);
  expect(await names()).toEqual(['size', 'perf']);
  await issues.removeLabel({ ...ON_PULL, name: 'size' });
  await expect(issues.removeLabel({ ...ON_PULL, name: 'size' })).rejects.toMatchObject({ status: 404 });
  expect(await names()).toEqual(['perf']);
  await issues.setLabels({ ...ON_PULL, labels: ['ready'] });
  expect((await issues.get(ON_PULL)).data).toMatchObject({ labels: [{ name: 'ready' }], pull_request: {} });
  await issues.removeAllLabels(ON_PULL);
  expect(await names()).toEqual([]);
});

test('commits, comparisons, refs and tags', async () => {
  await using made = await begin();
  const { rest } = made.octokit;
  const file = { filename: 'src/lib.rs', status: 'modified', additions: 3, deletions: 1 } as const;
  const side = shaOf('side');
  made.github.seed({
    commits: [{ sha: side, parents: [SHAS.base], files: [file] }],
    refs: { 'heads/fix/side': side },
    annotatedTags: { 'v1.0.0': SHAS.main },
  });
  for (const ref of ['main', 'refs/heads/main', 'heads/main', 'v1.0.0', SHAS.main, SHAS.main.slice(0, 8)]) {
    expect((await rest.repos.getCommit({ ...REPO, ref })).data.sha).toBe(SHAS.main);
  }
  const compared = await rest.repos.compareCommitsWithBasehead({ ...REPO, basehead: 'main...fix/side' });
  expect(compared.data).toMatchObject({
    status: 'diverged',
    ahead_by: 1,
    behind_by: 1,
    merge_base_commit: { sha: SHAS.base },
    files: [{ filename: 'src/lib.rs', changes: 4 }],
  });
  expect((await rest.git.getRef({ ...REPO, ref: 'heads/fix/side' })).data.object).toMatchObject({
    type: 'commit',
    sha: side,
  });
  await expect(rest.git.getRef({ ...REPO, ref: 'heads/fix' })).rejects.toMatchObject({ status: 404 });
  const [tag] = (await rest.git.listMatchingRefs({ ...REPO, ref: 'tags/v' })).data;
  expect(tag).toMatchObject({ ref: 'refs/tags/v1.0.0', object: { type: 'tag' } });
  const target = await rest.git.getTag({ ...REPO, tag_sha: tag?.object.sha ?? '' });
  expect(target.data.object.sha).toBe(SHAS.main);
});

const FORKED: GitHubOptions = {
  repositories: [
    {
      ...DEFAULT_REPOSITORY,
      pulls: [
        ...(DEFAULT_REPOSITORY.pulls ?? []),
        { number: 8, head: { ref: 'patch', sha: shaOf('patch'), repo: 'mallory/auth' } },
        { number: 9, head: { ref: 'gone', sha: shaOf('gone'), repo: null } },
      ],
      runs: [
        { id: 70, event: 'pull_request', head_branch: 'feature', head_sha: SHAS.feature },
        {
          id: 80,
          event: 'pull_request',
          head_branch: 'patch',
          head_sha: shaOf('patch'),
          head_repository: 'mallory/auth',
        },
      ],
    },
    { owner: 'mallory', name: 'auth', parent: 'octo/auth', refs: { 'heads/patch': shaOf('patch') } },
  ],
};

test('pull requests: what they bring, and how a fork is told from a branch', async () => {
  await using made = await begin(FORKED);
  const { pulls } = made.octokit.rest;
  const numbers = async (query: object): Promise<number[]> =>
    (await pulls.list({ ...REPO, ...query })).data.map(({ number }) => number);
  expect(await numbers({})).toEqual([9, 8, 7]);
  expect(await numbers({ head: 'mallory:patch' })).toEqual([8]);
  expect(await numbers({ state: 'closed' })).toEqual([]);
  const own = await pulls.get({ ...REPO, pull_number: 7 });
  expect(own.data).toMatchObject({ commits: 1, head: { repo: { fork: false } }, base: { sha: SHAS.main } });
  const fork = await pulls.get({ ...REPO, pull_number: 8 });
  expect(fork.data.head).toMatchObject({ label: 'mallory:patch', repo: { full_name: 'mallory/auth', fork: true } });
  expect((await pulls.get({ ...REPO, pull_number: 9 })).data.head.repo).toBeNull();
  const commits = await pulls.listCommits({ ...REPO, pull_number: 7 });
  expect(commits.data.map(({ sha }) => sha)).toEqual([SHAS.feature]);
  expect((await pulls.listFiles({ ...REPO, pull_number: 7 })).data).toEqual([]);
});

test("a fork's commit leads to its pull request in the fork only, and its run names none", async () => {
  await using made = await begin(FORKED);
  const { actions, repos } = made.octokit.rest;
  const of = async (owner: string, commit_sha: string): Promise<number[]> => {
    const asked = { owner, repo: 'auth', commit_sha };
    return (await repos.listPullRequestsAssociatedWithCommit(asked)).data.map(({ number }) => number);
  };
  expect(await of('octo', SHAS.feature)).toEqual([7]);
  expect(await of('octo', shaOf('patch'))).toEqual([]);
  expect(await of('mallory', shaOf('patch'))).toEqual([8]);

  const own = await actions.getWorkflowRun({ ...REPO, run_id: 70 });
  expect(own.data.pull_requests).toMatchObject([{ number: 7 }]);
  const fork = await actions.getWorkflowRun({ ...REPO, run_id: 80 });
  expect(fork.data).toMatchObject({
    event: 'pull_request',
    pull_requests: [],
    head_repository: { full_name: 'mallory/auth' },
  });
  const runs = await actions.listWorkflowRunsForRepo({ ...REPO, branch: 'feature', event: 'pull_request' });
  expect(runs.data.workflow_runs.map(({ id }) => id)).toEqual([70]);
  const named = await actions.listWorkflowRuns({ ...REPO, workflow_id: 'ship.yml', status: 'success' });
  expect(named.data.total_count).toBe(2);
});

test('a running check forbids a deployment that does not waive its contexts', async () => {
  await using made = await begin();
  const { checks, repos } = made.octokit.rest;
  const wanted = { ...REPO, ref: 'feature', environment: 'staging' };
  const mine = await checks.create({ ...REPO, name: 'ship', head_sha: SHAS.feature, status: 'in_progress' });
  await expect(repos.createDeployment(wanted)).rejects.toMatchObject({
    status: 409,
    response: { data: { errors: [{ contexts: [{ context: 'ship', state: 'pending' }], field: 'required_contexts' }] } },
  });
  await expect(repos.createDeployment({ ...wanted, required_contexts: ['lint'] })).rejects.toMatchObject({
    status: 409,
  });
  await expect(repos.createDeployment({ ...wanted, ref: 'nowhere' })).rejects.toMatchObject({ status: 422 });
  const waived = await repos.createDeployment({ ...wanted, required_contexts: [] });
  expect(waived).toMatchObject({ status: 201, data: { sha: SHAS.feature, production_environment: false } });
  await checks.update({ ...REPO, check_run_id: mine.data.id, conclusion: 'success' });
  await expect(repos.createDeployment(wanted)).resolves.toHaveProperty('status', 201);
});

test('a success retires the one before it in its environment, and only an inactive one can be deleted', async () => {
  await using made = await begin();
  const { repos } = made.octokit.rest;
  const deploy = async (environment: string): Promise<number> => {
    const { data } = await repos.createDeployment({ ...REPO, ref: 'main', environment, required_contexts: [] });
    if (!('id' in data)) throw new Error('merged, not deployed');
    await repos.createDeploymentStatus({
      ...REPO,
      deployment_id: data.id,
      state: 'success',
      environment_url: 'https://a.b',
    });
    return data.id;
  };
  const states = async (deployment_id: number): Promise<string[]> =>
    (await repos.listDeploymentStatuses({ ...REPO, deployment_id })).data.map(({ state }) => state);
  const [first, other, live] = [await deploy('staging'), await deploy('pr-7'), await deploy('production')];
  const [second, newer] = [await deploy('staging'), await deploy('production')];
  expect(await states(first)).toEqual(['inactive', 'success']);
  for (const kept of [other, live, second, newer]) expect(await states(kept)).toEqual(['success']);

  const staging = await repos.listDeployments({ ...REPO, environment: 'staging' });
  expect(staging.data.map(({ id }) => id)).toEqual([second, first]);
  await expect(repos.deleteDeployment({ ...REPO, deployment_id: second })).rejects.toMatchObject({ status: 422 });
  await repos.deleteDeployment({ ...REPO, deployment_id: first });
  await expect(repos.getDeployment({ ...REPO, deployment_id: first })).rejects.toMatchObject({ status: 404 });
  expect((await repos.getDeployment({ ...REPO, deployment_id: second })).data.environment).toBe('staging');
  const long = { ...REPO, deployment_id: second, state: 'success', description: 'x'.repeat(141) } as const;
  await expect(repos.createDeploymentStatus(long)).rejects.toMatchObject({ status: 422 });
});

test('statuses and checks of a commit', async () => {
  await using made = await begin();
  const { checks, repos } = made.octokit.rest;
  const at = { ...REPO, ref: SHAS.feature };
  const state = async (): Promise<string> => (await repos.getCombinedStatusForRef(at)).data.state;
  const set = (context: string, to: 'failure' | 'pending' | 'success'): Promise<unknown> =>
    repos.createCommitStatus({ ...REPO, sha: SHAS.feature, context, state: to });
  expect(await state()).toBe('pending');
  await set('size', 'success');
  expect(await state()).toBe('success');
  await set('race', 'failure');
  expect(await state()).toBe('failure');
  await set('race', 'success');
  expect(await state()).toBe('success');
  expect((await repos.listCommitStatusesForRef(at)).data.map(({ context }) => context)).toEqual([
    'race',
    'race',
    'size',
  ]);

  const note = {
    path: 'Cargo.toml',
    start_line: 1,
    end_line: 1,
    annotation_level: 'warning',
    message: 'large',
  } as const;
  const output = { title: 'Size', summary: 'over', annotations: [note] };
  const { data } = await checks.create({ ...REPO, name: 'size', head_sha: SHAS.feature, output });
  expect(data).toMatchObject({ status: 'queued', conclusion: null, app: { slug: 'github-actions' } });
  await checks.update({ ...REPO, check_run_id: data.id, conclusion: 'failure', output });
  const check = await checks.get({ ...REPO, check_run_id: data.id });
  expect(check.data).toMatchObject({ status: 'completed', conclusion: 'failure', output: { annotations_count: 2 } });
  expect((await checks.listForRef({ ...at, check_name: 'size' })).data.total_count).toBe(1);
});

test('an immutable release takes its assets as a draft, and none after it', async () => {
  await using made = await begin({ repositories: [{ ...DEFAULT_REPOSITORY, immutableReleases: true }] });
  const { repos } = made.octokit.rest;
  const { data: draft } = await repos.createRelease({ ...REPO, tag_name: 'v1.0.0', draft: true });
  const upload = async (name: string): Promise<{ id: number }> => {
    const headers = { 'content-type': 'application/json' };
    const asked = { ...REPO, release_id: draft.id, name, data: '{"size":1}', headers, baseUrl: made.github.url };
    return (await repos.uploadReleaseAsset(asked)).data;
  };
  const asset = await upload('report one.json');
  expect(asset).toMatchObject({
    name: 'report.one.json',
    size: 10,
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
  await expect(upload('report.one.json')).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('already_exists'),
  });
  const spare = await upload('spare');
  await repos.deleteReleaseAsset({ ...REPO, asset_id: spare.id });

  await expect(repos.getReleaseByTag({ ...REPO, tag: 'v1.0.0' })).rejects.toMatchObject({ status: 404 });
  expect((await made.as(TOKENS.read).rest.repos.listReleases(REPO)).data).toEqual([]);
  expect((await repos.listReleases(REPO)).data).toHaveLength(1);
  const of = { ...REPO, release_id: draft.id };
  expect((await repos.updateRelease({ ...of, draft: false })).data).toMatchObject({ immutable: true, draft: false });
  expect(made.github.repository.refs.get('tags/v1.0.0')).toBe(SHAS.main);
  await expect(upload('late')).rejects.toMatchObject({ message: expect.stringContaining('immutable release') });
  await expect(repos.createRelease({ ...REPO, tag_name: 'v1.0.0' })).rejects.toMatchObject({ status: 422 });

  expect((await repos.getLatestRelease(REPO)).data.id).toBe(draft.id);
  expect((await repos.getReleaseByTag({ ...REPO, tag: 'v1.0.0' })).data.id).toBe(draft.id);
  expect((await repos.listReleaseAssets(of)).data.map(({ name }) => name)).toEqual(['report.one.json']);
  const described = await repos.getReleaseAsset({ ...REPO, asset_id: asset.id });
  expect(await (await fetch(described.data.browser_download_url)).text()).toBe('{"size":1}');
  expect((await repos.getRelease(of)).data.assets).toHaveLength(1);
  await repos.deleteRelease(of);
  await expect(repos.getLatestRelease(REPO)).rejects.toMatchObject({ status: 404 });
});

test("artifacts are a results stand-in's, told apart by the run that made them", async () => {
  await using results = await startResults();
  await using made = await begin({ ...FORKED, results });
  const bundle = results.addArtifact(70, 'bundle', { 'worker.wasm': 'good' });
  results.addArtifact(80, 'bundle', { 'worker.wasm': 'evil' });
  results.addArtifact(70, 'report', { 'report.json': '{}' });
  const { actions } = made.octokit.rest;
  const named = await actions.listArtifactsForRepo({ ...REPO, name: 'bundle' });
  expect(named.data).toMatchObject({
    total_count: 2,
    artifacts: [
      { workflow_run: { id: 80, head_branch: 'patch', head_repository_id: made.github.world.repositories[1]?.id } },
      { digest: bundle.digest, workflow_run: { id: 70, head_sha: SHAS.feature } },
    ],
  });
  const ofRun = await actions.listWorkflowRunArtifacts({ ...REPO, run_id: 70 });
  expect(ofRun.data.artifacts.map(({ name }) => name)).toEqual(['report', 'bundle']);
  const at = { ...REPO, artifact_id: bundle.id };
  expect((await actions.getArtifact(at)).data.expired).toBe(false);
  const { data } = await actions.downloadArtifact({ ...at, archive_format: 'zip' });
  expect(Buffer.from(data as ArrayBuffer)).toEqual(results.bytes(bundle));
  await actions.deleteArtifact(at);
  await expect(actions.getArtifact(at)).rejects.toMatchObject({ status: 404 });
});

test('an expired artifact is shown but not given', async () => {
  await using results = await startResults();
  const now = (): Date => new Date(Date.now() + 91 * 86_400_000);
  await using made = await begin({ ...FORKED, results, now });
  const { id } = results.addArtifact(70, 'bundle', { a: 'b' });
  const { actions } = made.octokit.rest;
  expect((await actions.getArtifact({ ...REPO, artifact_id: id })).data.expired).toBe(true);
  const download = actions.downloadArtifact({ ...REPO, artifact_id: id, archive_format: 'zip' });
  await expect(download).rejects.toMatchObject({ status: 410 });
});

test('GraphQL tells every token who it is, an app by the login of its comments', async () => {
  await using made = await session();
  const viewer = (token: string) => made.as(token).graphql('{ viewer { login } }');
  expect(await viewer(TOKENS.write)).toEqual({ viewer: { login: 'github-actions[bot]' } });
  expect(await viewer(TOKENS.user)).toEqual({ viewer: { login: 'alice' } });
  await expect(made.octokit.graphql('{ rateLimit { cost } }')).rejects.toMatchObject({ name: 'GraphqlResponseError' });
});
