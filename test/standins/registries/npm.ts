import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Link } from './link.ts';
import { type Registry, serve } from './loopback.ts';
import { ask, bytesOf } from './machine.ts';

/** A package of a lock file. */
interface Locked {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  /** What else its lock file tells of it, as npm's description of a version has it. */
  readonly more: Readonly<Record<string, unknown>>;
  /** npm is sure to install it on this machine. */
  readonly ours: boolean;
}

/**
 * npm's registry, with the packages of these folders' lock files and nothing else. The bytes are those that npm has in
 * its own cache since script/bootstrap.
 */
export async function startNpmRegistry(folders: readonly string[], link?: Link): Promise<Registry> {
  const cache = await ask('npm', ['config', 'get', 'cache'], tmpdir());
  const packages: Locked[] = [];
  for (const folder of folders) {
    const locked = await packagesOf(folder);
    if (!(await allThere(locked, cache))) await fillCache(folder);
    if (!(await allThere(locked, cache))) throw new Error(`npm ci of ${folder} left packages out of ${cache}`);
    packages.push(...locked);
  }
  return serve(async (asked, url) => {
    const same = packages.filter(({ name }) => asked === `/${name}`);
    if (same.length > 0) return JSON.stringify(packument(same, url));
    const one = packages.find((entry) => asked === tarballOf(entry));
    return one === undefined ? undefined : bytesOf(cached(one, cache));
  }, link);
}

async function packagesOf(folder: string): Promise<Locked[]> {
  const lock = JSON.parse(await readFile(path.join(folder, 'package-lock.json'), 'utf8')) as Lock;
  return Object.entries(lock.packages).flatMap(([place, { version, integrity, ...entry }]) => {
    if (place === '' || version === undefined || integrity === undefined) return [];
    const name = entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const fit = fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && fits(entry.libc, 'glibc');
    // an optional one without limits hangs on another that npm may leave out
    const ours = fit && (entry.optional !== true || entry.os !== undefined);
    const more = Object.fromEntries(TOLD.flatMap((key) => (key in entry ? [[key, entry[key]]] : [])));
    return [{ name, version, integrity, more, ours }];
  });
}

interface Lock {
  readonly packages: Readonly<Record<string, Partial<Pick<Locked, 'name' | 'version' | 'integrity'>> & Limits & Told>>;
}

/** What an install without a lock file reads of a description. */
const TOLD = [
  'bin',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'os',
  'cpu',
  'libc',
] as const;
type Told = Readonly<Partial<Record<(typeof TOLD)[number], unknown>>>;

interface Limits {
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

function fits(limit: readonly string[] | undefined, one: string): boolean {
  return limit?.includes(one) ?? true;
}

/** npm's description of a package: only what an install reads. */
function packument(versions: readonly Locked[], url: string): unknown {
  const [{ name, version: latest } = { name: '', version: '' }] = versions;
  const described = versions.map((entry) => {
    const dist = { tarball: `${url}${tarballOf(entry)}`, integrity: entry.integrity };
    return [entry.version, { ...entry.more, name, version: entry.version, dist }];
  });
  return { name, 'dist-tags': { latest }, versions: Object.fromEntries(described) };
}

function tarballOf({ name, version }: Locked): string {
  return `/${name}/-/${path.posix.basename(name)}-${version}.tgz`;
}

/** npm keeps a tarball under the hex of its hash. */
function cached({ integrity }: Locked, cache: string): string {
  const hex = Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
  return path.join(cache, '_cacache', 'content-v2', 'sha512', hex.slice(0, 2), hex.slice(2, 4), hex.slice(4));
}

async function allThere(packages: readonly Locked[], cache: string): Promise<boolean> {
  const needed = packages.filter(({ ours }) => ours);
  return (await Promise.all(needed.map((entry) => bytesOf(cached(entry, cache))))).every(
    (bytes) => bytes !== undefined,
  );
}

/** Has npm install them once, in a folder that goes away: the tools may have come from elsewhere than npm. */
async function fillCache(folder: string): Promise<void> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'wasm-ship-npm-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      await cp(path.join(folder, file), path.join(temporary, file));
    await ask('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
