import { expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { refusal, waitFor } from '../../../src/host/github/call.ts';
import { gitHubOf } from '../../../src/host/github.ts';
import type { GitHub } from '../../../src/host/host.ts';
import { comment, markerOf } from '../../../src/report/publish.ts';
import { secondaryLimit } from './faults.ts';
import type { Seed } from './seed.ts';
import { type GitHubStandin, startGitHub } from './server.ts';
import { TOKENS, type TokenSeed } from './tokens.ts';

/** An error of GitHub's client: without a status there was no answer, and the client says 500. */
const answered = (status?: number, headers: Readonly<Record<string, string>> = {}, message = '') =>
  Object.assign(
    new Error('x'),
    status === undefined ? { status: 500 } : { status, response: { headers, data: { message } } },
  );

test.each([
  ['500: soon', answered(500), 500],
  ['503: soon', answered(503), 500],
  ['no answer at all: soon', answered(), 500],
  ['429 that does not say when: not, a minute is too long', answered(429), undefined],
  ['429, when it says so', answered(429, { 'retry-after': '7' }), 7000],
  ['a secondary limit, when it says so', answered(403, { 'retry-after': '1' }), 1000],
  [
    'a limit that is used up and comes back in an hour: not',
    answered(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800' }),
    undefined,
  ],
  [
    'a limit that is back already: at once',
    answered(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000000000' }),
    0,
  ],
  ['longer than a job should wait: not', answered(429, { 'retry-after': '60' }), undefined],
  ['a right that is missing: not', answered(403, { 'x-ratelimit-remaining': '4999' }), undefined],
  ['401: not', answered(401), undefined],
  ['404: not', answered(404), undefined],
  ['422: not', answered(422), undefined],
])('tried again after %s', (_, error, wait) => {
  expect(waitFor(error, 1)).toBe(wait);
});

test('each time it waits twice as long', () => {
  expect([1, 2, 3].map((attempt) => waitFor(answered(502), attempt))).toEqual([500, 1000, 2000]);
});

test.each([
  [401, '`github-token` is not known to GitHub.'],
  [
    403,
    'The job needs `permissions: { pull-requests: write }` for the comment, `actions: read` for stored bundles. Forks and Dependabot have a token that can only read.',
  ],
  [404, 'The token cannot see this pull request: the job needs `permissions: { pull-requests: write }`.'],
  [410, 'Issues or comments are off here.'],
  [500, undefined],
])('a refusal with %d says what the token would need', (status, hint) => {
  const cause = answered(status);
  const error = refusal('Commenting on the pull request', cause);
  expect(error).toBeInstanceOf(ShipError);
  expect(error).toMatchObject({
    fault: 'report',
    message: `Commenting on the pull request: GitHub answered ${status}.`,
    hint,
    cause,
  });
});

test('no answer at all is another message', () => {
  expect(refusal('Reading the comments', answered()).message).toBe(
    'Reading the comments: GitHub could not be reached.',
  );
});

/** The real client on a stand-in with pull request 7, whose requests may take 300 ms. */
async function client(seed: Seed = {}, token: TokenSeed = {}): Promise<{ standin: GitHubStandin; github: GitHub }> {
  const standin = await startGitHub({ strict: true, tokens: { [TOKENS.write]: token } });
  standin.seed(seed);
  const { signal } = new AbortController();
  return { standin, github: gitHubOf(TOKENS.write, { owner: 'octo', repo: 'auth' }, standin.url, signal, 300) };
}

const MARKER = markerOf('auth');
const bodies = (standin: GitHubStandin): readonly string[] =>
  [...standin.repository.comments.values()].map(({ user, body }) => `${user.login}: ${body.split('\n').at(-1)}`);

test.each([
  ["the runner's token", {}, 'github-actions[bot]'],
  ['an app of their own', { login: 'ours[bot]' }, 'ours[bot]'],
  ['a person', { login: 'alice', kind: 'user' }, 'alice'],
] as const)(
  '%s finds its own comment again, and leaves alone what others begin with its marker',
  async (_, token, login) => {
    const others = ['other[bot]', 'mallory'].map((author) => ({ issue: 7, author, body: `${MARKER}\ntheirs` }));
    const { standin, github } = await client({ comments: others }, token);
    await using _standin = standin;
    await comment(7, ['auth'], 'first', github);
    await comment(7, ['auth'], 'second', github);
    expect(bodies(standin)).toEqual(['other[bot]: theirs', 'mallory: theirs', `${login}: second`]);
  },
);

test('where GitHub does not tell who an app is, comments of apps are taken for its own', async () => {
  const { standin, github } = await client({ comments: [{ issue: 7, body: `${MARKER}\nold` }] });
  await using _standin = standin;
  standin.fail({ path: /graphql/, status: 403, times: 9 });
  await comment(7, ['auth'], 'new', github);
  expect(bodies(standin)).toEqual(['github-actions[bot]: new']);
});

test('a comment that is deleted between looking and writing is made anew', async () => {
  const { standin, github } = await client({ comments: [{ issue: 7, body: `${MARKER}\nold` }] });
  await using _standin = standin;
  standin.fail({ method: 'PATCH', path: /comments/, meanwhile: () => standin.repository.comments.clear() });
  await comment(7, ['auth'], 'new', github);
  expect(bodies(standin)).toEqual(['github-actions[bot]: new']);
});

test.each(['GET', 'POST'])('a %s that is never answered is given up soon, and there is one comment', async (method) => {
  const { standin, github } = await client();
  await using _standin = standin;
  standin.fail({ method, path: /comments/, hang: true, committed: true });
  await comment(7, ['auth'], 'body', github);
  expect(bodies(standin)).toEqual(['github-actions[bot]: body']);
});

test('a locked conversation is told as that, not as a right that is missing', async () => {
  const { standin, github } = await client();
  await using _standin = standin;
  Object.assign(standin.repository.issues.get(7) ?? {}, { locked: true });
  await expect(comment(7, ['auth'], 'body', github)).rejects.toMatchObject({
    message: 'Commenting on the pull request: GitHub answered 403.',
    hint: 'The conversation of the pull request is locked: unlock it, or set `comment: off`.',
  });
});

test('a token whose requests are used up: the hint says when the limit is over', async () => {
  const standin = await startGitHub({
    tokens: { [TOKENS.write]: { limit: 0 } },
    now: () => new Date(Date.now() + 3_600_000),
  });
  await using _standin = standin;
  const github = gitHubOf(TOKENS.write, { owner: 'octo', repo: 'auth' }, standin.url, new AbortController().signal);
  const next = new Date(Math.ceil((Date.now() + 3_600_000) / 3_600_000) * 3_600_000).toISOString();
  await expect(github.comments(7)).rejects.toMatchObject({
    hint: `The token has used up its requests to GitHub; the limit is over at ${next.slice(0, 10)} ${next.slice(11, 16)} UTC. Run the job again after that.`,
  });
});

test.each([
  ['a secondary limit that says when', secondaryLimit(120)],
  ['a secondary limit that does not', secondaryLimit()],
  ['429', { status: 429 }],
])('%s is told as a limit too', async (_, fault) => {
  const { standin, github } = await client();
  await using _standin = standin;
  standin.fail({ method: 'POST', path: /comments/, ...fault });
  await expect(comment(7, ['auth'], 'body', github)).rejects.toMatchObject({
    hint: expect.stringMatching(/the limit is over at \d{4}-\d\d-\d\d \d\d:\d\d UTC/),
  });
});
