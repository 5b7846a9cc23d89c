import { expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { refusal } from '../../../src/host/github.ts';
import type { Comment, GitHub } from '../../../src/host/host.ts';
import { comment, findOwn, markerOf } from '../../../src/report/publish.ts';
import { HOSTILE } from './page.ts';

const MARKER = markerOf('auth');

function commentOf(id: number, body: string, more: Partial<Comment> = {}): Comment {
  return { id, body, url: `https://x/${id}`, author: 'github-actions[bot]', bot: true, ...more };
}

/** A pull request with these comments; notes what is done to them. `lost`: answers that never came. */
function pullRequest(comments: readonly Comment[], login?: string, lost = 0) {
  const all = [...comments];
  const done: string[] = [];
  let left = lost;
  const github: GitHub = {
    login: () => Promise.resolve(login),
    comments: () => Promise.resolve([...all]),
    createComment: (pr, body) => {
      const made = commentOf(100 + all.length, body, login === undefined ? {} : { author: login, bot: false });
      all.push(made);
      done.push(`create ${pr}`);
      return Promise.resolve(left-- > 0 ? undefined : made);
    },
    updateComment: (id, body) => {
      done.push(`update ${id}`);
      return Promise.resolve(commentOf(id, body));
    },
  };
  return { github, done, all };
}

test('the first time a comment is made, with the marker of the package on its first line', async () => {
  const { github, done } = pullRequest([commentOf(1, 'unrelated')]);
  expect(await comment(7, 'auth', 'body', github)).toMatchObject({ body: '<!-- wasm-ship: auth -->\nbody' });
  expect(done).toEqual(['create 7']);
});

test('the next time the same one is written over', async () => {
  const { github, done } = pullRequest([commentOf(1, 'x'), commentOf(2, `${MARKER}\nold`)]);
  expect(await comment(7, 'auth', 'new', github)).toMatchObject({ id: 2, body: `${MARKER}\nnew` });
  expect(done).toEqual(['update 2']);
});

test('an equal one is left alone', async () => {
  const { github, done } = pullRequest([commentOf(2, `${MARKER}\nsame`)]);
  expect(await comment(7, 'auth', 'same', github)).toMatchObject({ id: 2 });
  expect(done).toEqual([]);
});

test('an answer that was lost is looked for, not written twice', async () => {
  const { github, done } = pullRequest([], undefined, 1);
  expect(await comment(7, 'auth', 'body', github)).toMatchObject({ id: 100 });
  expect(done).toEqual(['create 7']);
});

test('an answer that is lost each time is an error in the end', async () => {
  const { github } = pullRequest([], undefined, 9);
  const blind: GitHub = { ...github, comments: () => Promise.resolve([]) };
  await expect(comment(7, 'auth', 'body', blind)).rejects.toMatchObject({ fault: 'report' });
});

test("a refusal of GitHub's is passed on", async () => {
  const refused = refusal(403, 'Commenting on the pull request', undefined);
  const github: GitHub = { ...pullRequest([]).github, createComment: () => Promise.reject(refused) };
  await expect(comment(7, 'auth', 'body', github)).rejects.toBe(refused);
});

test.each([
  ['ours, among others', [commentOf(3, 'x'), commentOf(4, `${MARKER}\na`)], undefined, 4],
  [
    'the oldest of several',
    [commentOf(9, `${MARKER}\na`), commentOf(4, `${MARKER}\nb`), commentOf(6, MARKER)],
    undefined,
    4,
  ],
  [
    'not one of a person who wrote the marker',
    [commentOf(1, `${MARKER}\nfake`, { author: 'mallory', bot: false })],
    undefined,
    undefined,
  ],
  [
    'not one that quotes the marker further down',
    [commentOf(1, `> ${MARKER}`), commentOf(2, `x\n${MARKER}`)],
    undefined,
    undefined,
  ],
  [
    'not that of another package',
    [commentOf(1, `${markerOf('auth-2')}\nx`), commentOf(2, `${markerOf('aut')}\nx`)],
    undefined,
    undefined,
  ],
  [
    "with a person's token: theirs alone",
    [commentOf(1, MARKER), commentOf(2, MARKER, { author: 'mona', bot: false })],
    'mona',
    2,
  ],
  ["with a person's token: not that of an app", [commentOf(1, MARKER)], 'mona', undefined],
])('found is %s', (_, comments, login, id) => {
  expect(findOwn(comments, MARKER, login)?.id).toBe(id);
});

test('a marker is one HTML comment, whatever the name is', () => {
  for (const name of [...HOSTILE, 'a--b', '-->', '--!>', '>'])
    expect(markerOf(name)).toMatch(/^<!-- wasm-ship: [\w.-]* -->$/);
  expect(markerOf('my_crate-2')).toBe('<!-- wasm-ship: my_crate-2 -->');
});

test.each([
  [401, '`github-token` is not known to GitHub.'],
  [403, 'The job needs `permissions: { pull-requests: write }`. Forks and Dependabot have a token that can only read.'],
  [404, 'The token cannot see this pull request: the job needs `permissions: { pull-requests: write }`.'],
  [410, 'Issues or comments are off here.'],
  [500, undefined],
])('a refusal with %d says what the token would need', (status, hint) => {
  const cause = new Error('x');
  const error = refusal(status, 'Commenting on the pull request', cause);
  expect(error).toBeInstanceOf(ShipError);
  expect(error).toMatchObject({
    fault: 'report',
    message: `Commenting on the pull request: GitHub answered ${status}.`,
    hint,
    cause,
  });
});

test('no answer at all is another message', () => {
  expect(refusal(undefined, 'Reading the comments', undefined).message).toBe(
    'Reading the comments: GitHub could not be reached.',
  );
});
