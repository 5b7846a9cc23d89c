import { expect, test } from 'vitest';
import { type Octokit, ON_PULL, REPO, session } from './client.ts';
import { DEFAULT_REPOSITORY, SHAS } from './seed.ts';
import { type GitHubOptions, type GitHubStandin, startGitHub } from './server.ts';
import { TOKENS } from './tokens.ts';

test('a comment is created, listed, changed and deleted', async () => {
  await using made = await session();
  const { comments } = made.github.repository;
  const { data, headers } = await made.octokit.rest.issues.createComment({ ...ON_PULL, body: 'within budget' });
  expect(data).toMatchObject({ body: 'within budget', user: { login: 'github-actions[bot]', type: 'Bot' } });
  expect(data.performed_via_github_app?.slug).toBe('github-actions');
  expect(data.html_url).toBe(`https://github.com/octo/auth/pull/7#issuecomment-${data.id}`);
  expect(headers['x-ratelimit-remaining']).toBe('999');

  await made.octokit.rest.issues.updateComment({ ...REPO, comment_id: data.id, body: 'over budget' });
  const { data: list } = await made.octokit.rest.issues.listComments(ON_PULL);
  expect(list.map(({ body }) => body)).toEqual(['over budget']);

  await made.octokit.rest.issues.deleteComment({ ...REPO, comment_id: data.id });
  expect([...comments.values()]).toEqual([]);
});

test('the token decides who has written a comment', async () => {
  await using made = await session();
  const { data } = await made.as(TOKENS.user).rest.issues.createComment({ ...ON_PULL, body: 'Looks good' });
  expect(data.user).toMatchObject({ login: 'alice', type: 'User' });
  expect(data.performed_via_github_app ?? null).toBeNull();
});

const MANY: GitHubOptions = {
  repositories: [
    { ...DEFAULT_REPOSITORY, comments: Array.from({ length: 250 }, (_, at) => ({ issue: 7, body: `comment ${at}` })) },
  ],
};

test('octokit pages through 250 comments, by 100 and by 30', async () => {
  await using made = await session(MANY);
  const all = Array.from({ length: 250 }, (_, at) => `comment ${at}`);
  const { listComments } = made.octokit.rest.issues;
  const byHundred = await made.octokit.paginate(listComments, { ...ON_PULL, per_page: 100 });
  expect(byHundred.map(({ body }) => body)).toEqual(all);
  expect(made.github.log).toHaveLength(3);
  const byDefault = await made.octokit.paginate(listComments, ON_PULL);
  expect(byDefault.map(({ body }) => body)).toEqual(all);
  expect(made.github.log).toHaveLength(3 + 9);
});

test('a page has at most 100 items, and its links are those of GitHub', async () => {
  await using made = await session(MANY);
  const page = async (number: number, size: number): Promise<[number, string | undefined]> => {
    const asked = { ...ON_PULL, per_page: size, page: number };
    const { data, headers } = await made.octokit.rest.issues.listComments(asked);
    return [data.length, headers.link];
  };
  const { github } = made;
  const at = `${github.url}/repositories/${github.repository.id}/issues/7/comments?per_page=100&page=`;
  const links = (...of: [string, number][]): string => of.map(([rel, n]) => `<${at}${n}>; rel="${rel}"`).join(', ');
  expect((await page(1, 500))[0]).toBe(100);
  expect(await page(1, 100)).toEqual([100, links(['next', 2], ['last', 3])]);
  expect(await page(2, 100)).toEqual([100, links(['prev', 1], ['next', 3], ['last', 3], ['first', 1])]);
  expect(await page(3, 100)).toEqual([50, links(['prev', 2], ['first', 1])]);
  expect((await page(9, 100))[0]).toBe(0);
});

interface Refusal {
  readonly when: string;
  readonly ask: (octokit: Octokit, github: GitHubStandin) => Promise<unknown>;
  readonly token?: string;
  readonly given?: (github: GitHubStandin) => void;
  readonly status: number;
  readonly says: string;
}

const comment = (body: unknown) => (octokit: Octokit) =>
  octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...ON_PULL, body: body as string });
const read = (octokit: Octokit): Promise<unknown> => octokit.rest.issues.listComments(ON_PULL);
const check = (more: object) => (octokit: Octokit) =>
  octokit.request('POST /repos/{owner}/{repo}/check-runs', { ...REPO, name: 'size', head_sha: SHAS.feature, ...more });
const annotation = { path: 'Cargo.toml', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'large' };
const output = (more: object): object => ({ output: { title: 'Size', summary: '', ...more } });

const REFUSALS: readonly Refusal[] = [
  { when: 'the token is unknown', token: 'wrong', ask: read, status: 401, says: 'Bad credentials' },
  {
    when: 'a fork comments',
    token: TOKENS.read,
    ask: comment('hello'),
    status: 403,
    says: 'Resource not accessible by integration',
  },
  {
    when: 'the conversation is locked',
    given: ({ repository }) => {
      const pull = repository.issues.get(7);
      if (pull) pull.locked = true;
    },
    ask: comment('hello'),
    status: 403,
    says: 'Unable to create comment because issue is locked.',
  },
  {
    when: 'a person writes a check',
    token: TOKENS.user,
    ask: check({}),
    status: 403,
    says: 'You must authenticate via a GitHub App.',
  },
  {
    when: 'the rate is used up',
    given: ({ world }) => {
      const token = world.tokens.get(TOKENS.write);
      if (token) token.used = token.limit;
    },
    ask: read,
    status: 403,
    says: 'API rate limit exceeded for installation.',
  },
  {
    when: 'there is no such repository',
    ask: ({ rest }) => rest.repos.get({ owner: 'octo', repo: 'other' }),
    status: 404,
    says: 'Not Found',
  },
  {
    when: 'there is no such route',
    ask: ({ request }) => request('GET /repos/octo/auth/nowhere'),
    status: 404,
    says: 'Not Found',
  },
  {
    when: 'there is no such issue',
    ask: ({ rest }) => rest.issues.listComments({ ...ON_PULL, issue_number: 8 }),
    status: 404,
    says: 'Not Found',
  },
  {
    when: 'a number in the path is none',
    ask: ({ request }) => request('GET /repos/octo/auth/issues/seven/comments'),
    status: 404,
    says: 'Not Found',
  },
  {
    when: 'an issue is asked for as a pull request',
    given: (github) => github.seed({ issues: [{ number: 8 }] }),
    ask: ({ rest }) => rest.pulls.get({ ...REPO, pull_number: 8 }),
    status: 404,
    says: 'Not Found',
  },
  {
    when: 'the body has a wrong type',
    ask: comment(5),
    status: 422,
    says: "For 'properties/body', 5 is not a string.",
  },
  { when: 'the body lacks a field', ask: comment(undefined), status: 422, says: `"body" wasn't supplied.` },
  {
    when: 'a comment is too long',
    ask: comment('x'.repeat(65_537)),
    status: 422,
    says: 'Body is too long (maximum is 65536 characters)',
  },
  { when: 'a comment is blank', ask: comment(' '), status: 422, says: 'Body cannot be blank' },
  {
    when: 'a check has 51 annotations',
    ask: check(output({ annotations: Array.from({ length: 51 }, () => annotation) })),
    status: 422,
    says: 'No more than 50 items are allowed; 51 were supplied.',
  },
  {
    when: 'a check says too much',
    ask: check(output({ summary: 'x'.repeat(65_536) })),
    status: 422,
    says: 'Only 65535 characters are allowed; 65536 were supplied.',
  },
  {
    when: 'a check is completed without a conclusion',
    ask: check({ status: 'completed' }),
    status: 422,
    says: 'missing_field',
  },
  {
    when: 'a commit is not there',
    ask: ({ rest }) => rest.repos.getCommit({ ...REPO, ref: 'f'.repeat(40) }),
    status: 422,
    says: `No commit found for SHA: ${'f'.repeat(40)}`,
  },
];

test.each(REFUSALS)('$status when $when', async ({ given, token = TOKENS.write, ask, status, says }) => {
  await using made = await session();
  given?.(made.github);
  const before = JSON.stringify([...made.github.repository.comments]);
  const error = await ask(made.as(token), made.github).catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ name: 'HttpError', status });
  expect(error).toHaveProperty('message', expect.stringContaining(says));
  expect(error).toHaveProperty('response.data.documentation_url', expect.stringContaining('https://docs.github.com/'));
  expect(JSON.stringify([...made.github.repository.comments])).toBe(before);
});

test('a comment may have 65,536 characters, whatever they weigh', async () => {
  await using made = await session();
  const { data } = await made.octokit.rest.issues.createComment({ ...ON_PULL, body: '✅'.repeat(65_536) });
  expect(data.body).toHaveLength(65_536);
});

const BARE = [
  { status: 400, says: 'Problems parsing JSON', body: '{' },
  { status: 400, says: 'Body should be a JSON object', body: '5' },
  { status: 401, says: 'Requires authentication', body: '{}', authorization: '' },
  { status: 403, says: 'Please make sure your request has a User-Agent header', body: '{}', 'user-agent': '' },
];

test.each(BARE)('$status without a client: $says', async ({ status, says, body, ...headers }) => {
  await using github = await startGitHub();
  const given = { authorization: `Bearer ${TOKENS.write}`, 'user-agent': 'test', ...headers };
  const address = `${github.url}/repos/octo/auth/issues/7/comments`;
  const answer = await fetch(address, { method: 'POST', headers: given, body });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ message: expect.stringContaining(says) });
});

test('a token may do what its permissions say, and sees what it is given', async () => {
  const tokens = {
    pulls: { permissions: { pull_requests: 'write' } },
    code: { permissions: { contents: 'read' } },
    elsewhere: { repositories: ['octo/other'] },
  } as const;
  const repositories = [{ ...DEFAULT_REPOSITORY, private: true }];
  await using made = await session({ tokens, repositories });
  const comments = async (token: string): Promise<unknown> => made.as(token).rest.issues.listComments(ON_PULL);
  await expect(made.as('pulls').rest.issues.createComment({ ...ON_PULL, body: 'hi' })).resolves.toHaveProperty(
    'status',
    201,
  );
  await expect(comments('pulls')).resolves.toHaveProperty('status', 200);
  await expect(comments('code')).rejects.toMatchObject({
    status: 403,
    response: { headers: { 'x-accepted-github-permissions': 'issues=read; pull_requests=read' } },
  });
  await expect(comments('elsewhere')).rejects.toMatchObject({ status: 404 });
});
