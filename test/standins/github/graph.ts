/** Commits as a graph: what a name stands for, what lies behind it, and how two of them differ. */
import { createHash } from 'node:crypto';
import type { Commit, FileChange, Repository } from './world.ts';

/** A sha for a made-up commit: the same text gives the same sha. */
export function shaOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** The commit that a branch, tag, `refs/…` path, sha or the beginning of one stands for. */
export function resolveCommit(repo: Repository, name: string): Commit | undefined {
  const short = name.replace(/^refs\//, '');
  const refs = [short, `heads/${short}`, `tags/${short}`].map((ref) => repo.refs.get(ref));
  const target = refs.find((sha) => sha !== undefined) ?? (/^[0-9a-f]{7,40}$/.test(short) ? short : undefined);
  if (target === undefined) return undefined;
  const commit = repo.tags.get(target)?.object ?? target;
  return repo.commits.get(commit) ?? [...repo.commits.values()].find(({ sha }) => sha.startsWith(commit));
}

/** A commit and everything behind it, nearest first. */
export function history(repo: Repository, sha: string): Commit[] {
  const seen = new Map<string, Commit>();
  const waiting = [sha];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const commit = repo.commits.get(next);
    if (!commit || seen.has(next)) continue;
    seen.set(next, commit);
    waiting.push(...commit.parents);
  }
  return [...seen.values()];
}

export interface Comparison {
  readonly mergeBase: Commit | undefined;
  /** Oldest first, as GitHub lists them. */
  readonly ahead: readonly Commit[];
  readonly behind: readonly Commit[];
  readonly files: readonly FileChange[];
}

/** What `head` has that `base` has not, and the other way round. */
export function compare(repo: Repository, base: string, head: string): Comparison {
  const ofBase = history(repo, base);
  const ofHead = history(repo, head);
  const only = (these: readonly Commit[], those: readonly Commit[]): Commit[] =>
    these.filter((commit) => !those.includes(commit)).reverse();
  const ahead = only(ofHead, ofBase);
  const files = new Map(ahead.flatMap((commit) => commit.files.map((file) => [file.filename, file] as const)));
  const mergeBase = ofHead.find((commit) => ofBase.includes(commit));
  return { mergeBase, ahead, behind: only(ofBase, ofHead), files: [...files.values()] };
}
