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
