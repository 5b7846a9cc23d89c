import { execFileSync } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseCommit, checkoutBase, parentsOf } from '../../src/build/base.ts';
import { ShipError } from '../../src/error.ts';
import type { GitHub, Host } from '../../src/host/host.ts';
import type { BasePlan } from '../../src/plan.ts';
import { recordedHost } from '../unit/recorded-host.ts';

/** Made once: what changes it has a clone of its own. A repository whose pull request was merged by a merge commit, as actions/checkout has it. */
let repo: string;
let commits: Record<'first' | 'main' | 'head' | 'merge', string>;

function git(dir: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', ['-C', dir, ...who, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

async function commit(name: string, text: string): Promise<string> {
  await mkdir(path.join(repo, 'services'), { recursive: true });
  await writeFile(path.join(repo, 'services', name), text);
  git(repo, 'add', '--all');
  git(repo, 'commit', '--quiet', '--message', name);
  return git(repo, 'rev-parse', 'HEAD');
}

beforeAll(async () => {
  repo = await mkdtemp(path.join(tmpdir(), 'wasm-ship-base-'));
  git(repo, 'init', '--quiet', '--initial-branch=main');
  const first = await commit('lib.rs', 'one');
  git(repo, 'checkout', '--quiet', '-b', 'feature');
  const head = await commit('lib.rs', 'two');
  git(repo, 'checkout', '--quiet', 'main');
  const main = await commit('other.rs', 'x');
  git(repo, 'merge', '--quiet', '--no-ff', 'feature', '--message', 'merge');
  commits = { first, main, head, merge: git(repo, 'rev-parse', 'HEAD') };
});
afterAll(() => rm(repo, { recursive: true, force: true }));

/** `work` with a host whose workspace is a checkout, and whose git is real. */
async function at<T>(workspace: string, work: (host: Host) => Promise<T>, github?: Partial<GitHub>): Promise<T> {
  await using recorded = await recordedHost({ answers: [[/^git /, 'real']] });
  const { host } = recorded;
  return await work({
    ...host,
    folders: { ...host.folders, workspace },
    ...(github === undefined ? {} : { github: github as GitHub }),
  });
}

let clones = 0;

async function clone(...how: readonly string[]): Promise<string> {
  const folder = path.join(repo, '.git', 'clones', String(clones++));
  git(repo, 'clone', '--quiet', ...how, `file://${repo}`, folder);
  return folder;
}

const pull = (): BasePlan => ({ build: true, of: 'pull-request', headSha: commits.head, baseSha: commits.main });

describe('what a commit is held against', () => {
  test('the merge commit of a pull request: what it is merged into', async () => {
    expect(await at(repo, (host) => baseCommit(pull(), host))).toEqual({ sha: commits.main, as: 'first parent' });
  });

  test('the same in a shallow checkout, which does not have that commit', async () => {
    const shallow = await clone('--depth=1');
    expect(await at(shallow, (host) => baseCommit(pull(), host))).toEqual({ sha: commits.main, as: 'first parent' });
  });

  test('the head of a pull request itself: where it parted', async () => {
    const copy = await clone('--branch=feature');
    expect(await at(copy, (host) => baseCommit(pull(), host))).toEqual({ sha: commits.first, as: 'merge base' });
  });

  test('the same where the history is not there: GitHub is asked', async () => {
    const shallow = await clone('--depth=1', '--branch=feature');
    const asked: string[][] = [];
    const github = {
      mergeBase: async (base: string, head: string) => {
        asked.push([base, head]);
        return commits.first;
      },
    };
    const found = await at(shallow, (host) => baseCommit(pull(), host), github);
    expect(found).toEqual({ sha: commits.first, as: 'merge base' });
    expect(asked).toEqual([[commits.main, commits.head]]);
    await expect(at(shallow, (host) => baseCommit(pull(), host))).rejects.toMatchObject({
      message: 'where the pull request parted from its base is not known.',
      hint: 'Check out with `fetch-depth: 0`.',
    });
  });

  test('a push: the commit before it', async () => {
    const plan: BasePlan = { build: true, of: 'commit', sha: commits.first, as: 'commit before' };
    expect(await at(repo, (host) => baseCommit(plan, host))).toEqual({ sha: commits.first, as: 'commit before' });
  });

  test('the first commit of all: nothing', async () => {
    const copy = await clone();
    git(copy, 'checkout', '--quiet', commits.first);
    const held = at(copy, (host) => baseCommit({ build: true, of: 'first-parent' }, host));
    await expect(held).rejects.toEqual(new ShipError('build', 'the checked-out commit is the first one.'));
  });

  test('a folder that is no repository: nothing', async () => {
    await expect(at('/', (host) => baseCommit({ build: true, of: 'first-parent' }, host))).rejects.toThrow(
      'git does not tell',
    );
  });
});

describe('its checkout', () => {
  const base = () => ({ sha: commits.main, as: 'first parent' as const });

  test.each([
    ['whole', []],
    ['shallow: that one commit is fetched', ['--depth=1']],
  ])('of a clone that is %s', async (_, how) => {
    const copy = await clone(...how);
    const before = git(copy, 'status', '--porcelain');
    await at(path.join(copy, 'services'), async (host) => {
      const checkout = await checkoutBase(base(), host);
      expect(path.basename(checkout.workspace)).toBe('services');
      expect((await readdir(checkout.workspace)).sort()).toEqual(['lib.rs', 'other.rs']);
      expect(await readFile(path.join(checkout.workspace, 'lib.rs'), 'utf8')).toBe('one');
      expect(await readFile(path.join(copy, 'services/lib.rs'), 'utf8')).toBe('two');
      await checkout[Symbol.asyncDispose]();
      await expect(access(checkout.workspace)).rejects.toThrow('ENOENT');
    });
    expect(git(copy, 'worktree', 'list').split('\n')).toHaveLength(1);
    expect(git(copy, 'status', '--porcelain')).toBe(before);
  });

  test('that cannot be fetched is nothing to hold against, with the mend', async () => {
    const copy = await clone('--depth=1');
    git(copy, 'remote', 'set-url', 'origin', path.join(repo, 'gone'));
    await expect(at(copy, (host) => checkoutBase(base(), host))).rejects.toMatchObject({
      message: `\`${commits.main.slice(0, 7)}\` could not be fetched.`,
      hint: 'Check out with `fetch-depth: 0` (a pull request needs `2`), or without `persist-credentials: false`.',
    });
  });

  test('runs no hook of the repository', async () => {
    const copy = await clone();
    const hook = path.join(copy, '.git/hooks/post-checkout');
    await mkdir(path.dirname(hook), { recursive: true });
    await writeFile(hook, `#!/bin/sh\ntouch ${copy}/hooked\n`);
    await chmod(hook, 0o755);
    await at(copy, async (host) => {
      await using _ = await checkoutBase(base(), host);
    });
    await expect(access(path.join(copy, 'hooked'))).rejects.toThrow('ENOENT');
  });

  test('with submodules is nothing to hold against', async () => {
    const copy = await clone();
    await writeFile(path.join(copy, '.gitmodules'), '[submodule "x"]\n\tpath = x\n\turl = ./x\n');
    git(copy, 'add', '--all');
    git(copy, 'commit', '--quiet', '--message', 'x');
    const sha = git(copy, 'rev-parse', 'HEAD');
    await expect(at(copy, (host) => checkoutBase({ sha, as: 'merge base' }, host))).rejects.toThrow(
      'it has submodules',
    );
    expect(git(copy, 'worktree', 'list').split('\n')).toHaveLength(1);
  });
});

test.each([
  ['tree a\nparent b1\nparent c2\nauthor x\n\nparent d3\n', ['b1', 'c2']],
  ['tree a\nauthor x\n\nfirst', []],
])("a commit's parents are read from its header alone", (text, parents) => {
  expect(parentsOf(text)).toEqual(parents);
});
