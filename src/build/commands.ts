import path from 'node:path';
import { attempt } from '../error.ts';
import type { Host } from '../host/host.ts';
import { ignoredBelow } from './source.ts';

type World = Pick<Host, 'files' | 'run' | 'folders' | 'fingerprint'>;

/** What a command of the repository sees besides its files: it belongs to the source where the author says that it reads no more. */
export interface CommandFacts {
  /** All variables that children get, by the sha256 of their value: PATH tells which programs are called. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** Versions of programs that stay at their place in PATH; null: not there. */
  readonly programs: Readonly<Record<string, string | null>>;
}

const QUICK_MS = 30_000;
/** Another one in each run, and nothing that is made depends on it. */
const EVERY_VARIABLE = /^(?!(?:TMPDIR|TEMP|TMP)$)/;

export async function commandFacts(host: World): Promise<CommandFacts> {
  const programs = ['node', 'npm'].map(async (file) => {
    const command = { file, args: ['--version'], trust: 'theirs', timeoutMs: QUICK_MS } as const;
    const asked = await attempt(() => host.run(command));
    if (!asked.ok && asked.error.fault === 'cancelled') throw asked.error;
    return [file, asked.ok ? asked.value.stdout.trim() : null] as const;
  });
  return { variables: host.fingerprint(EVERY_VARIABLE), programs: Object.fromEntries(await Promise.all(programs)) };
}

/** Packages of npm are known by what notes that they are installed. */
const PACKAGES = /(^|\/)node_modules\//;

/**
 * What git ignores in a checkout, without packages and target folders of cargo's: before anything has run it is what a command
 * may read of no commit; after a build of a checkout that had none of it, what that build has made.
 * @param root of the repository
 * @returns absolute paths
 */
export async function ignoredIn(root: string, host: World): Promise<readonly string[]> {
  const found = (await ignoredBelow(root, [''], host)).filter((file) => !PACKAGES.test(file));
  const targets = await Promise.all(found.map((file) => host.files.exists(path.join(root, file, 'CACHEDIR.TAG'))));
  return found.flatMap((file, i) => (targets[i] === true ? [] : [path.join(root, file)]));
}
