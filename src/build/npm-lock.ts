import { ShipError } from '../error.ts';
import type { Platform } from '../host/host.ts';

/** A package of a package-lock.json (lockfileVersion 2 and 3): what we read of it. */
export interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Packages by the folder that they go to: `node_modules/a/node_modules/b`; `` is the project itself. */
export type Lock = Readonly<Record<string, LockedPackage>>;

/** A package to install. */
export interface Needed {
  readonly place: string;
  readonly name: string;
  readonly version: string;
  /** Subresource integrity: `sha512-…` in base64. */
  readonly integrity: string;
  /** Files that can be started, from its folder. */
  readonly programs: readonly string[];
}

/** The packages of a lock file's text. */
export function parseLock(text: string): Lock {
  return (JSON.parse(text) as { readonly packages?: Lock }).packages ?? {};
}

/**
 * What a machine of this platform needs of a lock file, as npm chooses it: what the project depends on, and so on; an
 * optional package of another system, processor or C library is left out, with what it alone needs.
 * @throws ShipError where the lock file has not all of it, or a package is not for this platform
 */
export function neededPackages(lock: Lock, platform: Pick<Platform, 'os' | 'arch' | 'libc'>): readonly Needed[] {
  const places = new Set(['']);
  for (const from of places) {
    const { optionalDependencies = {}, ...entry } = lock[from] ?? {};
    for (const name of [...Object.keys(entry.dependencies ?? {}), ...peersOf(entry)]) {
      if (name in optionalDependencies) continue;
      const place = placeOf(name, from, lock);
      if (place === undefined) throw new ShipError('toolchain', `the lock file has no ${name}, which ${from} needs.`);
      const { optional = false } = lock[place] ?? {};
      if (isFor(lock[place] ?? {}, platform)) places.add(place);
      else if (!optional) throw notForUs(name, platform);
    }
    for (const name of Object.keys(optionalDependencies)) {
      const place = placeOf(name, from, lock);
      if (place !== undefined && isFor(lock[place] ?? {}, platform)) places.add(place);
    }
  }
  places.delete('');
  return [...places].sort().flatMap((place) => (lock[place]?.inBundle === true ? [] : [needed(place, lock)]));
}

/**
 * The text of a lock file without some packages and what they alone need: for those who never load them.
 * @param text of a lock file of ours
 * @param names of packages; `@scope/name-*`: all that begin so
 */
export function lockWithout(text: string, names: readonly string[]): string {
  const whole = JSON.parse(text) as { readonly packages: Lock };
  const out = (name: string): boolean =>
    names.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one));
  const kept = <T>(of: Readonly<Record<string, T>> = {}): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(of).filter(([name]) => !out(name)));
  const lock = Object.fromEntries(
    Object.entries(whole.packages).map(([place, entry]) => {
      const { dependencies, optionalDependencies } = entry;
      return [place, { ...entry, dependencies: kept(dependencies), optionalDependencies: kept(optionalDependencies) }];
    }),
  );
  const places = new Set(['']);
  for (const from of places) {
    const { dependencies, optionalDependencies, peerDependencies } = lock[from] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const place = placeOf(name, from, lock);
      if (place !== undefined) places.add(place);
    }
  }
  const packages = Object.fromEntries(Object.entries(lock).filter(([place]) => places.has(place)));
  return `${JSON.stringify({ ...whole, packages }, null, 2)}\n`;
}

function peersOf({ peerDependencies = {}, peerDependenciesMeta = {} }: LockedPackage): readonly string[] {
  return Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
}

/** Where Node finds a package from another one's folder. */
function placeOf(name: string, from: string, lock: Lock): string | undefined {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock[place] !== undefined) return place;
    if (folder === '') return undefined;
  }
}

function isFor({ os, cpu, libc }: LockedPackage, platform: Pick<Platform, 'os' | 'arch' | 'libc'>): boolean {
  if (!allows(os, platform.os) || !allows(cpu, platform.arch)) return false;
  return libc === undefined || (platform.os === 'linux' && allows(libc, platform.libc ?? ''));
}

/** npm's own rule: one of the list, or none of those with a `!`. */
function allows(list: readonly string[] | undefined, one: string): boolean {
  if (list === undefined || (list.length === 1 && list[0] === 'any')) return true;
  if (list.includes(`!${one}`)) return false;
  return list.includes(one) || list.every((item) => item.startsWith('!'));
}

function notForUs(name: string, { os, arch, libc }: Pick<Platform, 'os' | 'arch' | 'libc'>): ShipError {
  const machine = [os, arch, ...(libc === undefined ? [] : [libc])].join(' ');
  return new ShipError('toolchain', `${name} is not published for ${machine}.`, {
    hint: 'Run this job on a machine that it is published for, such as `runs-on: ubuntu-latest`.',
  });
}

function needed(place: string, lock: Lock): Needed {
  const { version, integrity = '', link, bin, ...entry } = lock[place] ?? {};
  const name = entry.name ?? nameOf(place);
  if (version === undefined || link === true || !/(^| )sha512-/.test(integrity))
    throw new ShipError('toolchain', `the lock file has no version and SHA-512 of ${name}.`);
  const programs = typeof bin === 'string' ? [bin] : Object.values(bin ?? {});
  return { place, name, version, integrity, programs: programs.map((file) => file.replace(/^\.\//, '')) };
}

/** The name of the package in a place of a lock file. */
export function nameOf(place: string): string {
  return place.replace(/^.*node_modules\//, '');
}
