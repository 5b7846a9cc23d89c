import path from 'node:path';
import type { Host } from '../host/host.ts';

/** The folder of the Cargo.lock that holds for a crate, its own or one above, up to the repository's root: its workspace. */
export async function lockfileFolder(dir: string, host: Pick<Host, 'files' | 'folders'>): Promise<string | undefined> {
  for (let folder = dir; ; folder = path.dirname(folder)) {
    if (await host.files.exists(path.join(folder, 'Cargo.lock'))) return folder;
    if (folder === host.folders.workspace || folder === path.dirname(folder)) return undefined;
  }
}

/**
 * Versions of a package in a Cargo.lock (format 1 to 4), lowest first as the file has them. The file is written by
 * cargo alone, one `name` and one `version` line a package, so that a line reader is enough.
 */
export function lockedVersions(lockfile: string, name: string): readonly string[] {
  const versions: string[] = [];
  for (const entry of lockfile.split(/^\[\[package\]\]\r?$/m).slice(1)) {
    const value = (key: string): string | undefined => new RegExp(`^${key} = "([^"]*)"`, 'm').exec(entry)?.[1];
    const version = value('version');
    if (value('name') === name && version !== undefined) versions.push(version);
  }
  return versions;
}
