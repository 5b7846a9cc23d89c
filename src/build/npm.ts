import { createHash } from 'node:crypto';
import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Command, Host } from '../host/host.ts';
import { installedWithoutNpm, installLocked, NOT_OURS } from './npm-install.ts';
import { lockWithout, nameOf, parseLock } from './npm-lock.ts';
import { refused } from './refused.ts';
import { isOnShelf, onShelf } from './shelf.ts';

type World = Pick<
  Host,
  'run' | 'files' | 'folders' | 'log' | 'fetch' | 'clock' | 'random' | 'platform' | 'signal' | 'variable'
>;

/**
 * node_modules of one of our lock files (tools/NAME), each package checked against its integrity hash: by npm, which knows
 * the machine's proxies and caches, and by ourselves where there is none.
 */
export async function npmTools(name: string, host: World): Promise<string> {
  const lock = await lockOf(name, host);
  return installed(name, shelfName(name, lock), lock, host);
}

/** What a client that only deploys loads none of, by the name of our lock file: two thirds of the bytes, and more. */
const NOT_TO_DEPLOY: Readonly<Record<string, readonly string[]>> = {
  cloudflare: ['@cloudflare/workerd-*', '@cloudflare/unenv-preset', 'unenv', 'sharp', 'youch'],
};

/**
 * As `npmTools`, for a job that builds and runs nothing: without what only that takes, unless all of it is there already.
 * @param looked programs that a package looks for when it is loaded, and starts for nothing of ours, below node_modules
 */
export async function npmToolsToDeploy(name: string, looked: readonly string[], host: World): Promise<string> {
  const whole = await lockOf(name, host);
  const without = NOT_TO_DEPLOY[name];
  const all = shelfName(name, whole);
  if (without === undefined || (await isOnShelf(all, host))) return installed(name, all, whole, host);
  const lock = lockWithout(whole, without);
  return installed(name, shelfName(`${name}-deploy`, lock), lock, host, looked);
}

function lockOf(name: string, host: World): Promise<string> {
  return host.files.text(path.join(host.folders.action, 'tools', name, 'package-lock.json'));
}

function shelfName(name: string, lock: string): string {
  return `npm-${name}-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`;
}

async function installed(
  name: string,
  shelf: string,
  lock: string,
  host: World,
  looked?: readonly string[],
): Promise<string> {
  const folder = await onShelf(shelf, host, async (part) => {
    const manifest = 'package.json';
    await host.files.copy(path.join(host.folders.action, 'tools', name, manifest), path.join(part, manifest));
    await host.files.write(path.join(part, 'package-lock.json'), lock);
    const npm = await findNpm(host);
    const done = npm !== undefined && looked !== undefined && (await installedWithoutNpm(lock, part, host));
    if (npm === undefined) await installLocked(lock, part, host);
    else if (!done) await allThere(lock, part, await npmCi(name, npm, part, host), host);
    for (const file of looked ?? []) await host.files.write(path.join(part, 'node_modules', file), '');
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
