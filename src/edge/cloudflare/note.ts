import type { VersionNote } from '../../release/staged.ts';
import { cut } from '../../release/traffic.ts';

/** Longest tag and message of a version that wrangler takes. */
const TAG = 25;
const MESSAGE = 100;

/** As much of a digest as fits into a version's tag. */
export function shortDigest(digest: string): string {
  return digest.slice(0, TAG);
}

/**
 * How a version is annotated that we upload: its digest is the tag, its commit and what it is for the message.
 * @param random 8 hex digits, which tell this upload apart from others of the same bundle
 * @param label a tag, a branch, a pull request: what is too long of it is cut
 */
export function annotate(
  { digest = '', sha = '' }: VersionNote,
  random: string,
  label: string,
): { readonly tag: string; readonly message: string } {
  return { tag: shortDigest(digest), message: cut(`wasm-ship ${sha} ${random} ${label}`, MESSAGE) };
}

/** Whether an upload of ours was for this. */
export function isFor(annotations: Readonly<Record<string, string>>, label: string): boolean {
  const [, sha, random] = /^wasm-ship ([0-9a-f]{40}) ([0-9a-f]{8}) /.exec(annotations['workers/message'] ?? '') ?? [];
  if (sha === undefined || random === undefined) return false;
  return annotations['workers/message'] === annotate({ sha }, random, label).message;
}

/** What a version's annotations tell, where they are ours. */
export function parseNote(annotations: Readonly<Record<string, string>>): VersionNote {
  const [, sha] = /^wasm-ship ([0-9a-f]{40})(?: |$)/.exec(annotations['workers/message'] ?? '') ?? [];
  return sha === undefined ? {} : { sha, digest: annotations['workers/tag'] };
}
