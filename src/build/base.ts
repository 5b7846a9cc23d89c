import path from 'node:path';
import { attempt, ShipError } from '../error.ts';
import type { Host, Output } from '../host/host.ts';
import type { BasePlan } from '../plan.ts';

type World = Pick<Host, 'run' | 'folders' | 'files' | 'random' | 'github' | 'log'>;

/** The commit that a change is held against, and why it is that one. */
export interface BaseCommit {
  readonly sha: string;
  readonly as: 'first parent' | 'merge base' | 'commit before' | 'base of the merge queue';
}

/** It, checked out beside the head. On dispose it is gone again. */
export interface BaseCheckout extends AsyncDisposable {
  /** What the workspace is in it. */
  readonly workspace: string;
}

const GIT_MS = 60_000;
const FETCH_MS = 120_000;

/**
 * The commit that the checked-out one is held against.
 * actions/checkout builds the merge commit of a pull request, whose first parent is what it is merged into; where the
 * head itself is checked out, it is where the two parted.
 * @throws ShipError where there is none, or it cannot be told
 */
export async function baseCommit(plan: BasePlan, host: World): Promise<BaseCommit> {
  if (plan.of === 'commit') return { sha: plan.sha, as: plan.as };
  const { sha, parents } = await headCommit(host);
  const [parent, merged] = parents;
  // the merge commit that actions/checkout takes, or what else the workflow has checked out
  if (plan.of === 'pull-request' && merged !== plan.headSha) return mergeBase(plan.baseSha, sha, host);
  if (parent === undefined) throw none('the checked-out commit is the first one');
  return { sha: parent, as: 'first parent' };
}

/** A commit's own text names its parents, also where a shallow checkout does not have them. */
async function headCommit(host: World): Promise<{ sha: string; parents: readonly string[] }> {
  const [name, text] = [await git(['rev-parse', 'HEAD'], host), await git(['cat-file', 'commit', 'HEAD'], host)];
  if (name.code !== 0 || text.code !== 0) throw none('git does not tell of this checkout');
  return { sha: name.stdout.trim(), parents: parentsOf(text.stdout) };
}

/** The parents that a commit object's text names, the first one first. */
export function parentsOf(commit: string): readonly string[] {
  const [header = ''] = commit.split('\n\n');
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, sha = '']) => sha);
}

async function mergeBase(baseSha: string, headSha: string, host: World): Promise<BaseCommit> {
  const here = await git(['merge-base', baseSha, headSha], host);
  if (here.code === 0) return { sha: here.stdout.trim(), as: 'merge base' };
  const { github } = host; // a shallow checkout does not have the history
  const told = await attempt(async () => github?.mergeBase(baseSha, headSha));
  if (told.ok && told.value !== undefined) return { sha: told.value, as: 'merge base' };
  throw none('where the pull request parted from its base is not known', 'Check out with `fetch-depth: 0`.');
}

/**
 * Checks a commit out beside the head. A shallow checkout gets that one commit fetched.
 * @throws ShipError where it is not to be had
 */
export async function checkoutBase({ sha }: BaseCommit, host: World): Promise<BaseCheckout> {
  const prefix = await git(['rev-parse', '--show-prefix'], host); // of the workspace in its repository
  if (prefix.code !== 0) throw none('git does not tell of this checkout');
  if ((await git(['cat-file', '-e', `${sha}^{commit}`], host)).code !== 0) await fetchCommit(sha, host);
  const tree = path.join(host.folders.work, `base-${host.random(3)}`);
  // also where the run was cancelled, when git can no longer be started: the folder goes, and git forgets it by itself later
  const remove = async (): Promise<void> => {
    await attempt(() => git(['worktree', 'remove', '--force', tree], host));
    await host.files.remove(tree);
    await attempt(() => git(['worktree', 'prune'], host));
  };
  const added = await git(['worktree', 'add', '--force', '--detach', tree, sha], host);
  if (added.code !== 0) {
    await remove();
    throw none(`${shown(sha)} could not be checked out`, undefined, added.stderr);
  }
  if (await host.files.exists(path.join(tree, '.gitmodules'))) {
    await remove();
    throw none('it has submodules, which are not fetched for it');
  }
  const workspace = path.join(tree, prefix.stdout.trim());
  return { workspace, [Symbol.asyncDispose]: remove };
}

async function fetchCommit(sha: string, host: World): Promise<void> {
  host.log.info(`Fetching ${shown(sha)}, to hold this commit against it …`);
  const args = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--depth=1', 'origin', sha];
  const fetched = await git(args, host, FETCH_MS);
  if (fetched.code === 0) return;
  const hint = 'Check out with `fetch-depth: 0` (a pull request needs `2`), or without `persist-credentials: false`.';
  throw none(`${shown(sha)} could not be fetched`, hint, fetched.stderr);
}

/** git, as it is to be asked by a program: no prompt, no hook, no answer of another repository's owner. */
async function git(args: readonly string[], host: World, timeoutMs = GIT_MS): Promise<Output> {
  const asked = await attempt(() =>
    host.run(
      {
        file: 'git',
        args: ['-c', 'safe.directory=*', '-c', `core.hooksPath=${path.join(host.folders.work, 'no-hooks')}`, ...args],
        cwd: host.folders.workspace,
        env: { GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS: '' },
        trust: 'theirs',
        timeoutMs,
      },
      { codes: 'any' },
    ),
  );
  if (asked.ok) return asked.value;
  if (asked.error.fault === 'cancelled') throw asked.error;
  return { code: 1, stdout: '', stderr: asked.error.message, ms: 0 };
}

function none(why: string, hint?: string, tail?: string): ShipError {
  return new ShipError('build', `${why}.`, {
    ...(hint === undefined ? {} : { hint }),
    ...(tail === undefined || tail.trim() === '' ? {} : { tail }),
  });
}

function shown(sha: string): string {
  return `\`${sha.slice(0, 7)}\``;
}
