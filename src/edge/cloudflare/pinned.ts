import path from 'node:path';
import { attempt } from '../../error.ts';
import type { Host } from '../../host/host.ts';

type World = Pick<Host, 'run' | 'files'>;

/** How a lock file of a package manager tells that it has this version of a package. */
const LOCKS: Readonly<Record<string, (text: string, name: string, version: string) => boolean>> = {
  'package-lock.json': inNpmLock,
  'npm-shrinkwrap.json': inNpmLock,
  'pnpm-lock.yaml': (text, name, version) => has(text, `^ {2}'?/?${name}@${escaped(version)}(?:\\(.*\\))?'?:\\s*$`),
  'yarn.lock': (text, name, version) =>
    has(text, `^"?${name}@(?:npm:)?[^\\n]*:\\r?\\n +version:? "?${escaped(version)}"?\\s*$`),
  'bun.lock': (text, name, version) => has(text, `^\\s*"(?:[^"]*/)?${name}": \\["${name}@${escaped(version)}"`),
};

/**
 * Whether a lock file names this version of a package, as the commit has the file: what nobody has committed pins nothing.
 * @param folders absolute, where the lock file may be, the nearest first; the first folder that has one decides
 */
export async function isPinned(
  name: string,
  version: string,
  folders: readonly string[],
  host: World,
): Promise<boolean> {
  for (const folder of folders) {
    let found = false;
    for (const [file, names] of Object.entries(LOCKS)) {
      const there = path.join(folder, file);
      if (!(await host.files.exists(there))) continue;
      found = true;
      if (names(await host.files.text(there), name, version) && (await isCommitted(folder, file, host))) return true;
    }
    if (found) return false;
  }
  return false;
}

const GIT_MS = 60_000;

/** git has nothing to say of a file that is as the commit has it. */
async function isCommitted(folder: string, file: string, host: World): Promise<boolean> {
  const plain = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false'];
  const asked = await attempt(() =>
    host.run({
      ...{
        file: 'git',
        args: [...plain, 'status', '--porcelain', '--ignored', '--untracked-files=all', '--', file],
        cwd: folder,
      },
      ...{ trust: 'theirs', timeoutMs: GIT_MS },
    }),
  );
  if (!asked.ok && asked.error.fault === 'cancelled') throw asked.error;
  return asked.ok && asked.value.stdout.trim() === '';
}

/** With the hash of its archive: a folder or a link has none. */
function inNpmLock(text: string, name: string, version: string): boolean {
  try {
    const { packages = {} } = JSON.parse(text) as {
      readonly packages?: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
    };
    return Object.entries(packages).some(
      ([place, entry]) =>
        `/${place}`.endsWith(`/node_modules/${name}`) &&
        entry.version === version &&
        entry.integrity?.includes('sha512-') === true,
    );
  } catch {
    return false;
  }
}

function has(text: string, pattern: string): boolean {
  return new RegExp(pattern, 'm').test(text);
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}
