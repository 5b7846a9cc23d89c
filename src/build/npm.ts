import { createHash } from 'node:crypto';
import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { refused } from './refused.ts';
import { onShelf } from './shelf.ts';

type World = Pick<Host, 'run' | 'files' | 'folders' | 'log' | 'clock' | 'random' | 'platform'>;

const NOT_OURS = 'its bytes do not have the hash of our lock file';

/** node_modules of one of our lock files (tools/NAME), each package checked against its integrity hash by npm. */
export async function npmTools(name: string, host: World): Promise<string> {
  const ours = path.join(host.folders.action, 'tools', name);
  const lock = await host.files.text(path.join(ours, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const folder = await onShelf(`npm-${name}-${digest}`, host, async (part) => {
    for (const file of ['package.json', 'package-lock.json'])
      await host.files.copy(path.join(ours, file), path.join(part, file));
    const said = await npmCi(name, part, host);
    await allThere(lock, part, said, host);
  });
  return path.join(folder, 'node_modules');
}

/** @returns what npm said */
async function npmCi(name: string, folder: string, host: World): Promise<string> {
  const npm = await host.files.which('npm');
  if (npm === undefined) {
    throw new ShipError('toolchain', 'There is no npm on PATH.', { hint: 'Add actions/setup-node before this step.' });
  }
  // warnings name the package whose bytes are wrong; its error does not
  const args = ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=warn'];
  const windows = host.platform.os === 'win32';
  const script = path.join(path.dirname(npm), 'node_modules', 'npm', 'bin', 'npm-cli.js'); // npm.cmd cannot be started without a shell
  try {
    const output = await host.run({
      file: windows ? host.platform.node : npm,
      args: windows ? [script, ...args] : args,
      cwd: folder,
      trust: 'ours',
      timeoutMs: 10 * 60_000,
    });
    return output.stderr;
  } catch (cause) {
    if (!(cause instanceof ShipError) || !/EINTEGRITY/.test(cause.tail ?? '')) throw cause;
    const [first = `A package of tools/${name}`] = corrupted(cause.tail ?? '');
    throw refused(first, NOT_OURS, cause, cause.tail);
  }
}

/**
 * What is for this platform alone, as workerd and esbuild are, is "optional" to npm: where it cannot be had, or its
 * bytes are wrong, npm leaves it out and ends well.
 */
async function allThere(lock: string, folder: string, said: string, host: World): Promise<void> {
  const { packages = {} } = JSON.parse(lock) as { packages?: Readonly<Record<string, Locked>> };
  const { os, arch } = host.platform;
  for (const [place, { version, os: systems, cpu, libc }] of Object.entries(packages)) {
    const needed = systems?.includes(os) === true && cpu?.includes(arch) === true && libc === undefined;
    if (!needed || (await host.files.exists(path.join(folder, place)))) continue;
    const name = `${place.replace(/^.*node_modules\//, '')}@${version}`;
    if (corrupted(said).includes(name)) throw refused(name, NOT_OURS, undefined, said);
    throw new ShipError('toolchain', `npm left out ${name}: it could not be had.`, {
      hint: 'Does the npm registry, or the mirror in its place, have it?',
      tail: said,
    });
  }
}

interface Locked {
  readonly version?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

/** NAME@VERSION of the packages that npm refused by their hash. */
function corrupted(said: string): string[] {
  return [...said.matchAll(/tarball data for (\S+) .*seems to be corrupted/g)].map(([, name = '']) => name);
}
