import { expect, test } from 'vitest';
import { refusal } from '../../../src/host/github/call.ts';
import type { Comment, Comments } from '../../../src/host/host.ts';
import { comment, findOwn, markerOf } from '../../../src/report/publish.ts';
import { HOSTILE } from './page.ts';

const MARKER = markerOf('auth');

function commentOf(id: number, body: string, more: Partial<Comment> = {}): Comment {
  return { id, body, url: `https://x/${id}`, author: 'github-actions[bot]', bot: true, ...more };
}

/**
 * A pull request with these comments; notes what is done to them. `lost`: answers that never came. `deleted`: in the list,
 * but no longer there.
 */
function pullRequest(comments: readonly Comment[], login?: string, lost = 0, deleted: readonly number[] = []) {
  const all = [...comments];
  const done: string[] = [];
  let left = lost;
  const github: Comments = {
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
      return Promise.resolve(deleted.includes(id) ? undefined : commentOf(id, body));
    },
  };
  return { github, done, all };
}

test('the first time a comment is made, with the marker of the package on its first line', async () => {
  const { github, done } = pullRequest([commentOf(1, 'unrelated')]);
  expect(await comment(7, ['auth'], 'body', github)).toMatchObject({ body: '<!-- wasm-ship: auth -->\nbody' });
  expect(done).toEqual(['create 7']);
});

test('the next time the same one is written over', async () => {
  const { github, done } = pullRequest([commentOf(1, 'x'), commentOf(2, `${MARKER}\nold`)]);
  expect(await comment(7, ['auth'], 'new', github)).toMatchObject({ id: 2, body: `${MARKER}\nnew` });
  expect(done).toEqual(['update 2']);
});

test('an equal one is left alone', async () => {
  const { github, done } = pullRequest([commentOf(2, `${MARKER}\nsame`)]);
  expect(await comment(7, ['auth'], 'same', github)).toMatchObject({ id: 2 });
  expect(done).toEqual([]);
});

test('an answer that was lost is looked for, not written twice', async () => {
  const { github, done } = pullRequest([], undefined, 1);
  expect(await comment(7, ['auth'], 'body', github)).toMatchObject({ id: 100 });
  expect(done).toEqual(['create 7']);
});

test('an answer that is lost each time is an error in the end', async () => {
  const { github } = pullRequest([], undefined, 9);
  const blind: Comments = { ...github, comments: () => Promise.resolve([]) };
  await expect(comment(7, ['auth'], 'body', blind)).rejects.toMatchObject({ fault: 'report' });
});

test('one that was deleted since it was listed is made anew, though the list still has it', async () => {
  const { github, done } = pullRequest([commentOf(2, `${MARKER}\nold`)], undefined, 0, [2]);
  expect(await comment(7, ['auth'], 'new', github)).toMatchObject({ id: 101, body: `${MARKER}\nnew` });
  expect(done).toEqual(['update 2', 'create 7']);
});

test("a refusal of Comments's is passed on", async () => {
  const refused = refusal('Commenting on the pull request', undefined);
  const github: Comments = { ...pullRequest([]).github, createComment: () => Promise.reject(refused) };
  await expect(comment(7, ['auth'], 'body', github)).rejects.toBe(refused);
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
  [
    "with an app's token: its own alone, whatever other apps begin with",
    [commentOf(1, MARKER, { author: 'other[bot]' }), commentOf(2, MARKER)],
    'github-actions[bot]',
    2,
  ],
  [
    'not one that tells of more: that is of another step',
    [commentOf(1, `${markerOf('image', 'auth')}\nx`), commentOf(2, `${markerOf('image')}\nx`)],
    undefined,
    undefined,
  ],
  ["with a person's token: not that of an app", [commentOf(1, MARKER)], 'mona', undefined],
])('found is %s', (_, comments, login, id) => {
  expect(findOwn(comments, MARKER, login)?.id).toBe(id);
});

test.each([
  ['the one of some of them, since the list has grown', [markerOf('auth')], 1],
  ['the very own before an older one of some', [markerOf('auth'), markerOf('auth', 'image')], 2],
  ['none of another list', [markerOf('auth', 'web')], undefined],
])('of several packages is found %s', (_, markers, id) => {
  const comments = markers.map((marker, i) => commentOf(i + 1, `${marker}\nx`));
  expect(findOwn(comments, markerOf('auth', 'image'), undefined)?.id).toBe(id);
});

test('a marker is one HTML comment, whatever the name is', () => {
  for (const name of [...HOSTILE, 'a--b', '-->', '--!>', '>'])
    expect(markerOf(name)).toMatch(/^<!-- wasm-ship: [\w.-]* -->$/);
  expect(markerOf('my_crate-2')).toBe('<!-- wasm-ship: my_crate-2 -->');
});
