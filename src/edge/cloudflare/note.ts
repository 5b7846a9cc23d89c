import type { VersionNote } from '../../release/staged.ts';

/** Longest tag and message of a version that wrangler takes. */
const TAG = 25;
const MESSAGE = 100;

/** As much of a digest as fits into a version's tag. */
export function shortDigest(digest: string): string {
  return digest.slice(0, TAG);
}

/**
 * How a version is annotated that we upload: its digest is the tag, its commit and what it is for the message.
 * @param label tells this upload apart from others of the same bundle
 */
export function annotate({ digest = '', sha = '' }: VersionNote, label: string): { tag: string; message: string } {
  return { tag: shortDigest(digest), message: `wasm-ship ${sha} ${label}`.slice(0, MESSAGE) };
}

/** What an upload of ours was for, without what tells it apart: a tag, a pull request. */
export function labelIn(annotations: Readonly<Record<string, string>>): string | undefined {
  return /^wasm-ship [0-9a-f]{40} (.+) [0-9a-f]{8}$/.exec(annotations['workers/message'] ?? '')?.[1];
}

/** What a version's annotations tell, where they are ours. */
export function parseNote(annotations: Readonly<Record<string, string>>): VersionNote {
  const [, sha] = /^wasm-ship ([0-9a-f]{40})(?: |$)/.exec(annotations['workers/message'] ?? '') ?? [];
  return sha === undefined ? {} : { sha, digest: annotations['workers/tag'] };
}
