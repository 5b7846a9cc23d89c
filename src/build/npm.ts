import { createHash } from 'node:crypto';
import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Command, Host } from '../host/host.ts';
import { installLocked, NOT_OURS } from './npm-install.ts';
import { nameOf, parseLock } from './npm-lock.ts';
import { refused } from './refused.ts';
import { onShelf } from './shelf.ts';

type World = Pick<
  Host,
  'run' | 'files' | 'folders' | 'log' | 'fetch' | 'clock' | 'random' | 'platform' | 'signal' | 'variable'
>;

/**
 * node_modules of one of our lock files (tools/NAME), each package checked against its integrity hash: by npm, which knows
 * the machine's proxies and caches, and by ourselves where there is none.
 */
export async function npmTools(name: string, host: World): Promise<string> {
  const ours = path.join(host.folders.action, 'tools', name);
  const lock = await host.files.text(path.join(ours, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const folder = await onShelf(`npm-${name}-${digest}`, host, async (part) => {
    for (const file of ['package.json', 'package-lock.json'])
      await host.files.copy(path.join(ours, file), path.join(part, file));
    const npm = await findNpm(host);
    if (npm === undefined) return installLocked(lock, part, host);
    await allThere(lock, part, await npmCi(name, npm, part, host), host);
  });
  return path.join(folder, 'node_modules');
}

/** How npm is called. */
type Npm = Pick<Command, 'file' | 'args'>;

/** The npm on PATH. On Windows that is a batch file, which needs a shell: its own script is beside it, and runs on our Node. */
async function findNpm(host: World): Promise<Npm | undefined> {
  const npm = await host.files.which('npm');
  if (npm === undefined || host.platform.os !== 'win32') return npm === undefined ? npm : { file: npm, args: [] };
  const script = path.join(path.dirname(npm), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return (await host.files.exists(script)) ? { file: host.platform.node, args: [script] } : undefined;
}

/** @returns what npm said */
async function npmCi(name: string, npm: Npm, folder: string, host: World): Promise<string> {
  // warnings name the package whose bytes are wrong; its error does not
  const args = ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=warn'];
  try {
    const output = await host.run({
      file: npm.file,
      args: [...npm.args, ...args],
      name: 'npm',
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
  const { os, arch } = host.platform;
  for (const [place, { version, os: systems, cpu, libc }] of Object.entries(parseLock(lock))) {
    const needed = systems?.includes(os) === true && cpu?.includes(arch) === true && libc === undefined;
    if (!needed || (await host.files.exists(path.join(folder, place)))) continue;
    const name = `${nameOf(place)}@${version}`;
    if (corrupted(said).includes(name)) throw refused(name, NOT_OURS, undefined, said);
    throw new ShipError('toolchain', `npm left out ${name}: it could not be had.`, {
      hint: 'Does the npm registry, or the mirror in its place, have it?',
      tail: said,
    });
  }
}

/** NAME@VERSION of the packages that npm refused by their hash. */
function corrupted(said: string): string[] {
  return [...said.matchAll(/tarball data for (\S+) .*seems to be corrupted/g)].map(([, name = '']) => name);
}
