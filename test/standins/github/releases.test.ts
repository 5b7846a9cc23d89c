import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { gitHubOf } from '../../../src/host/github.ts';
import { type Attachment, attachAssets } from '../../../src/release-assets.ts';
import { recordedHost } from '../../unit/recorded-host.ts';
import { type RepositorySeed, SHAS } from './seed.ts';
import { type GitHubStandin, startGitHub } from './server.ts';
import { TOKENS, userOf } from './tokens.ts';
import type { Asset, Release } from './world.ts';

const REPOSITORY: RepositorySeed = {
  owner: 'octo',
  name: 'auth',
  commits: [{ sha: SHAS.base }, { sha: SHAS.main, parents: [SHAS.base] }, { sha: SHAS.feature, parents: [SHAS.base] }],
  refs: { 'heads/main': SHAS.main, 'tags/v1.2.3': SHAS.main },
};

const file = (name: string, text: string): Attachment => {
  const bytes = Buffer.from(text);
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
};
const FILES = [file('auth-1.2.3-cloudflare.tar.gz', 'archive'), file('auth-1.2.3-cloudflare.tar.gz.sha256', 'sum')];
const [ARCHIVE = ''] = FILES.map(({ name }) => name);

interface Setting {
  readonly draft?: boolean;
  readonly immutable?: boolean;
  /** What is attached already: name to text; null: what is left of an upload that failed. */
  readonly there?: Readonly<Record<string, string | null>>;
  readonly token?: string;
  readonly requestMs?: number;
}

/** A stand-in with a release of v1.2.3, and the real client on it. */
async function released(setting: Setting = {}) {
  const { draft = false, immutable = false, there = {}, token = TOKENS.write, requestMs = 10_000 } = setting;
  // GitHub's description tells of the state `starter` in its prose, and leaves it out of the states that it lists
  const strict = !Object.values(there).includes(null);
  const standin = await startGitHub({ strict, repositories: [{ ...REPOSITORY, immutableReleases: immutable }] });
  const { repository, world } = standin;
  const at = { created_at: world.now(), published_at: draft ? null : world.now() };
  const release: Release = {
    ...{ id: world.id(), author: userOf('alice'), tag_name: 'v1.2.3', target_commitish: 'main', ...at },
    ...{ name: null, body: null, draft, prerelease: false, immutable: immutable && !draft },
    assets: Object.entries(there).map(
      ([name, text]): Asset => ({
        ...{ id: world.id(), name, label: '', content_type: 'application/gzip', bytes: Buffer.from(text ?? '') },
        ...{ uploader: userOf('alice'), created_at: world.now(), state: text === null ? 'starter' : 'uploaded' },
      }),
    ),
  };
  repository.releases.set(release.id, release);
  const { signal } = new AbortController();
  const github = gitHubOf(token, { owner: 'octo', repo: 'auth' }, standin.url, signal, requestMs);
  const recorded = await recordedHost({ github, signal });
  return {
    standin,
    release,
    github,
    said: recorded.said,
    attach: (publish = true, tag = 'v1.2.3') => attachAssets(tag, FILES, { publish }, recorded.host),
    async [Symbol.asyncDispose]() {
      await recorded[Symbol.asyncDispose]();
      await standin[Symbol.asyncDispose]();
    },
  };
}

const PAGE = 'https://github.com/octo/auth/releases/tag/v1.2.3';
const contents = ({ assets }: Release): string[] => assets.map(({ name, bytes }) => `${name}: ${bytes}`);
const writes = ({ log }: GitHubStandin): string[] =>
  log.flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path.replace(/\d+/g, 'N')}`]));
const ATTACHED = FILES.map(({ name, bytes }) => `${name}: ${bytes}`);
const WHOLE = { release: PAGE, names: FILES.map(({ name }) => name) };

test('a published release gets both files, and the second run finds them there', async () => {
  await using run = await released();
  expect(await run.attach()).toEqual(WHOLE);
  expect(await run.attach()).toEqual(WHOLE);
  expect(contents(run.release)).toEqual(ATTACHED);
  expect(writes(run.standin)).toEqual(Array(2).fill('POST /repos/octo/auth/releases/N/assets'));
});

test.each([
  ['and is published after that, immutable from then on', true, 1],
  ['and stays one where nobody asks for more', false, 0],
])('a draft gets both files, %s', async (_, publish, published) => {
  await using run = await released({ draft: true, immutable: true });
  expect(await run.attach(publish)).toEqual(WHOLE);
  expect(contents(run.release)).toEqual(ATTACHED);
  expect(run.release).toMatchObject({ draft: !publish, immutable: publish });
  expect(writes(run.standin).slice(2)).toEqual(Array(published).fill('PATCH /repos/octo/auth/releases/N'));
});

test('a published release that is immutable: one notice, and nothing is tried', async () => {
  await using run = await released({ immutable: true });
  expect(await run.attach()).toEqual({ release: PAGE, names: [] });
  expect(run.said).toEqual([
    {
      level: 'notice',
      title: 'wasm-ship',
      text: `${ARCHIVE} is not attached: ${PAGE} is published, and immutable. Make the release as a draft: its files are attached first then.`,
    },
  ]);
  expect(writes(run.standin)).toEqual([]);
});

test('an immutable release that has the same files is as it should be', async () => {
  const there = Object.fromEntries(FILES.map(({ name, bytes }) => [name, String(bytes)]));
  await using run = await released({ immutable: true, there });
  expect(await run.attach()).toEqual(WHOLE);
  expect(run.said.filter(({ level }) => level !== 'info')).toEqual([]);
});

test('a file of the same name and other bytes is never replaced, and its draft not published', async () => {
  await using run = await released({ draft: true, there: { [ARCHIVE]: 'theirs' } });
  expect(await run.attach()).toEqual({ release: PAGE, names: [FILES[1]?.name] });
  expect(contents(run.release)).toEqual([`${ARCHIVE}: theirs`, ATTACHED[1]]);
  expect(run.release.draft).toBe(true);
  expect(run.said.filter(({ level }) => level === 'warning').map(({ text }) => text)).toEqual([
    expect.stringMatching(
      / has a auth-1\.2\.3-cloudflare\.tar\.gz already: its sha256 is \w{64}, ours is \w{64}\. It is not replaced\. Delete it/,
    ),
    'The GitHub release stays a draft: not all of its files are attached.',
  ]);
});

test('what is left of an upload that failed is removed, and the file attached', async () => {
  await using run = await released({ there: { [ARCHIVE]: null } });
  expect(await run.attach()).toEqual(WHOLE);
  expect(contents(run.release)).toEqual(ATTACHED);
});

test.each([
  ['whose answer was lost', { reset: true, committed: true }],
  ['whose request was lost', { reset: true }],
  ['whose answer is cut off', { truncated: true }],
  ['that failed inside of GitHub, after it went up', { status: 502, committed: true }],
])('a file %s is there once', async (_, fault) => {
  await using run = await released();
  run.standin.fail({ method: 'POST', path: /assets$/, ...fault });
  expect(await run.attach()).toEqual(WHOLE);
  expect(contents(run.release)).toEqual(ATTACHED);
});

test('a draft whose publishing was answered by nobody is published once', async () => {
  await using run = await released({ draft: true });
  run.standin.fail({ method: 'PATCH', path: /releases/, reset: true, committed: true });
  expect(await run.attach()).toEqual(WHOLE);
  expect(run.release.draft).toBe(false);
  expect(run.said.filter(({ level }) => level !== 'info')).toEqual([]);
});

test('a draft that GitHub does not publish: a warning, and its files are there', async () => {
  await using run = await released({ draft: true });
  run.standin.fail({ method: 'PATCH', path: /releases/, status: 422 });
  expect(await run.attach()).toEqual(WHOLE);
  expect(run.said.at(-1)).toMatchObject({
    level: 'warning',
    text: 'Publishing the GitHub release: GitHub answered 422.',
  });
});

test('one that somebody else attaches meanwhile, byte for byte: fine', async () => {
  await using run = await released();
  const { release, standin } = run;
  const [first] = FILES;
  const meanwhile = (): void => {
    const at = { uploader: userOf('alice'), created_at: standin.world.now() };
    const id = standin.world.id();
    release.assets.push({
      id,
      name: ARCHIVE,
      label: '',
      content_type: 'x',
      bytes: Buffer.from(first?.bytes ?? ''),
      ...at,
    });
  };
  standin.fail({ method: 'POST', path: /assets$/, meanwhile });
  expect(await run.attach()).toEqual(WHOLE);
  expect(contents(release)).toEqual(ATTACHED);
});

test('an upload may take longer than other requests', async () => {
  await using run = await released({ requestMs: 1500 });
  run.standin.fail({ method: 'POST', path: /assets$/, delayMs: 2000 });
  expect(await run.attach()).toEqual(WHOLE);
  expect(writes(run.standin)).toHaveLength(2);
});

test('a token that may not write: one notice says what it needs', async () => {
  await using run = await released({ token: TOKENS.read });
  await run.attach();
  expect(run.said).toHaveLength(1);
  expect(run.said[0]).toMatchObject({
    level: 'notice',
    text: `Attaching ${ARCHIVE} to the GitHub release: GitHub answered 403. The job needs \`permissions: { contents: write }\`. Forks and Dependabot have a token that can only read.`,
  });
});

test('a tag without a release, or with a draft that the token does not see: said, and nothing is attached', async () => {
  await using run = await released({ draft: true, token: TOKENS.read });
  for (const tag of ['v1.2.3', 'v9.9.9'])
    expect(await run.attach(true, tag)).toEqual({ release: undefined, names: [] });
  expect(run.said.map(({ level }) => level)).toEqual(['info', 'info']);
});

test.each([
  ['ahead', SHAS.base, SHAS.main],
  ['behind', SHAS.main, SHAS.base],
  ['identical', SHAS.main, SHAS.main],
  ['diverged', SHAS.main, SHAS.feature],
  [undefined, SHAS.main, 'f'.repeat(40)],
])('a commit that is %s', async (ancestry, base, head) => {
  await using run = await released();
  expect(await run.github.ancestry(base, head)).toBe(ancestry);
});
