import { expect, test } from 'vitest';
import { ON_PULL, REPO, session } from './client.ts';
import type { Fault } from './faults.ts';
import { secondaryLimit } from './faults.ts';
import { DEFAULT_REPOSITORY } from './seed.ts';

const COMMENTS = /\/issues\/7\/comments$/;

const STATUSES: readonly (Partial<Fault> & { readonly status: number; readonly says: string })[] = [
  { status: 401, says: 'Bad credentials' },
  { status: 403, says: 'Resource not accessible by integration' },
  { status: 404, says: 'Not Found' },
  { status: 409, says: 'Conflict' },
  { status: 422, says: 'Validation Failed' },
  { status: 429, says: 'API rate limit exceeded for installation.' },
  { status: 500, says: 'Server Error' },
  { status: 502, html: true, says: 'Unicorn' },
  { status: 503, body: { message: 'Try later' }, says: 'Try later' },
];

test.each(STATUSES)('an injected $status reaches the client once', async ({ says, ...fault }) => {
  await using made = await session();
  const injected = made.github.fail({ method: 'post', path: COMMENTS, ...fault });
  const post = (): Promise<unknown> => made.octokit.rest.issues.createComment({ ...ON_PULL, body: 'hi' });
  const error = await post().catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ name: 'HttpError', status: fault.status });
  expect(JSON.stringify(error) + String(error)).toContain(says);
  expect(injected.hits).toBe(1);
  expect(made.github.repository.comments.size).toBe(0);
  await expect(post()).resolves.toHaveProperty('status', 201);
});

test('500 three times, after one that went well', async () => {
  await using made = await session();
  const injected = made.github.fail({ path: COMMENTS, status: 500, skip: 1, times: 3 });
  const statuses: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const answer = await made.octokit.rest.issues.listComments(ON_PULL).catch((error: { status: number }) => error);
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([200, 500, 500, 500, 200, 200]);
  expect(injected.hits).toBe(3);
});

test('a secondary limit says when to come back', async () => {
  await using made = await session();
  made.github.fail({ path: COMMENTS, ...secondaryLimit(17) });
  await expect(made.octokit.rest.issues.listComments(ON_PULL)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('secondary rate limit'),
    response: { headers: { 'retry-after': '17' } },
  });
});

test('a reset before the request is carried out leaves nothing behind', async () => {
  await using made = await session();
  made.github.fail({ method: 'POST', path: COMMENTS, reset: true });
  await expect(made.octokit.rest.issues.createComment({ ...ON_PULL, body: 'hi' })).rejects.toMatchObject({
    status: 500,
  });
  expect(made.github.repository.comments.size).toBe(0);
  expect(made.github.log.map(({ method, status }) => [method, status])).toEqual([['POST', 0]]);
});

test('an answer can be lost although the comment is there', async () => {
  await using made = await session();
  made.github.fail({ method: 'POST', path: COMMENTS, reset: true, committed: true });
  await expect(made.octokit.rest.issues.createComment({ ...ON_PULL, body: 'hi' })).rejects.toThrow();
  expect([...made.github.repository.comments.values()].map(({ body }) => body)).toEqual(['hi']);
});

test('a 502 can hide that the request was carried out', async () => {
  await using made = await session();
  made.github.fail({ method: 'POST', path: COMMENTS, status: 502, committed: true });
  await expect(made.octokit.rest.issues.createComment({ ...ON_PULL, body: 'hi' })).rejects.toMatchObject({
    status: 502,
  });
  expect(made.github.repository.comments.size).toBe(1);
});

test('a stalled request can be given up, and does not hold the stand-in', async () => {
  const made = await session();
  made.github.fail({ path: COMMENTS, delayMs: 600_000 });
  const giveUp = new AbortController();
  const asked = made.octokit.rest.issues.listComments({ ...ON_PULL, request: { signal: giveUp.signal } });
  asked.catch(() => undefined); // seen below
  await expect.poll(() => made.github.log.length, { timeout: 60_000 }).toBe(1);
  giveUp.abort();
  await expect(asked).rejects.toThrow(/abort/i);
  await made[Symbol.asyncDispose](); // long before the answer: the test's own time limit is a fifth of it
  expect(made.github.log).toMatchObject([{ status: 0 }]);
});

test('half an answer arrives as text where an object was expected', async () => {
  await using made = await session();
  made.github.fail({ path: COMMENTS, truncated: true });
  const { data } = await made.octokit.rest.issues.createComment({ ...ON_PULL, body: 'hi' });
  expect(typeof data).toBe('string');
});

test('an answer that is cut off in the middle arrives as nothing, and without an error', async () => {
  await using made = await session();
  made.github.fail({ path: COMMENTS, truncated: true, reset: true, committed: true });
  const { data } = await made.octokit.rest.issues.createComment({ ...ON_PULL, body: 'hi' });
  expect(data).toBe('');
  expect(made.github.log).toMatchObject([{ method: 'POST', status: 0 }]);
});

test('a page can link to itself', async () => {
  const comments = [{ issue: 7, body: 'one' }];
  await using made = await session({ repositories: [{ ...DEFAULT_REPOSITORY, comments }] });
  const link = `<${made.github.url}/repos/octo/auth/issues/7/comments>; rel="next"`;
  made.github.fail({ path: COMMENTS, times: Number.POSITIVE_INFINITY, headers: { link } });
  let pages = 0;
  await made.octokit.paginate(made.octokit.rest.issues.listComments, ON_PULL, ({ data }, done) => {
    pages += 1;
    if (pages === 5) done();
    return data;
  });
  expect(pages).toBe(5);
});

test('somebody else can act between two requests', async () => {
  await using made = await session();
  const { data } = await made.octokit.rest.issues.createComment({ ...ON_PULL, body: 'hi' });
  const { comments } = made.github.repository;
  made.github.fail({ method: 'PATCH', path: /comments/, meanwhile: () => comments.delete(data.id) });
  const update = made.octokit.rest.issues.updateComment({ ...REPO, comment_id: data.id, body: 'ho' });
  await expect(update).rejects.toMatchObject({ status: 404 });
});

test('a fault can be taken back, and can ask for a page', async () => {
  await using made = await session();
  const injected = made.github.fail({ path: /page=2/, status: 500, times: 9 });
  const page = (number: number): Promise<unknown> =>
    made.octokit.rest.issues.listComments({ ...ON_PULL, page: number });
  await expect(page(1)).resolves.toHaveProperty('status', 200);
  await expect(page(2)).rejects.toMatchObject({ status: 500 });
  injected.remove();
  await expect(page(2)).resolves.toHaveProperty('status', 200);
  expect(injected.hits).toBe(1);
});

test.each([
  ['is not carried out', {}, []],
  ['is carried out where the fault says so', { committed: true }, ['hi']],
] as const)('a request that is never answered %s, and does not hold up the end', async (_, more, bodies) => {
  const made = await session();
  made.github.fail({ method: 'POST', path: COMMENTS, hang: true, ...more });
  const signal = AbortSignal.timeout(200);
  const post = made.octokit.rest.issues.createComment({ ...ON_PULL, body: 'hi', request: { signal } });
  await expect(post).rejects.toThrow('aborted due to timeout');
  expect([...made.github.repository.comments.values()].map(({ body }) => body)).toEqual(bodies);
  expect(made.github.log.map(({ method, status }) => [method, status])).toEqual([['POST', 0]]);
  await made[Symbol.asyncDispose]();
});
