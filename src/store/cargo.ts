import { createHash } from 'node:crypto';
import path from 'node:path';
import * as v from 'valibot';
import type { LockedPackage } from '../build/lockfile.ts';
import { messageOf, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { formatBytes, formatMs } from '../units.ts';

type World = Pick<Host, 'files' | 'folders' | 'cache' | 'platform' | 'log' | 'clock'>;

/** All that decides whether what cargo has fetched and compiled serves again. */
export interface CargoFacts {
  /** `rustc -V`. */
  readonly rustc: string;
  readonly target: string;
  readonly profile: string;
  readonly features: readonly string[];
  /** Variables that cargo and rustc read, by the sha256 of their value. */
  readonly environment: Readonly<Record<string, string | null>>;
  readonly places: CargoPlaces;
  /** Text of Cargo.lock. */
  readonly lockfile: string;
  /** Texts of the manifests and of cargo's configuration: profiles and features of dependencies stand there. */
  readonly manifests: readonly string[];
}

export interface CargoPlaces {
  /** CARGO_HOME; undefined: not ours to write to or to keep. */
  readonly home: string | undefined;
  /** The target folder, or the build folder where that is another. */
  readonly build: string;
  /** Set: a fetch that holds tokens comes after it. Of CARGO_HOME it gets what cannot lead it anywhere. */
  readonly tokens?: true;
}

/** What a cache is found under. */
export interface CargoKeys {
  readonly key: string;
  /** The same compiler, profile and target; another Cargo.lock or other features. */
  readonly prefix: string;
  /** An entry of this name says that the cache of `key` does not pay. */
  readonly off: string;
}

export function cargoKeys(facts: CargoFacts, { os, arch }: Pick<World['platform'], 'os' | 'arch'>): CargoKeys {
  const { rustc, target, profile, environment, places, features, lockfile, manifests } = facts;
  const machine = digest([rustc, target, profile, environment, places]);
  const source = digest([[...features].sort(), lockfile, manifests]);
  const prefix = `wasm-ship-cargo-1-${os}-${arch}-${machine}-`;
  return { key: `${prefix}${source}`, prefix, off: `wasm-ship-cargo-off-1-${os}-${arch}-${machine}-${source}` };
}

function digest(facts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}

/** What tells of a cache, beside its folders `home` and `build`. */
const NOTE = 'cache.json';
const note = v.strictObject({
  form: v.literal(1),
  /** How long the build took that had no cache. */
  coldMs: v.pipe(v.number(), v.minValue(0)),
  /** Set: it did not pay, and there is nothing else in it. */
  off: v.optional(v.literal(true)),
});

/** What there was for a build. */
export type Warmth =
  | { readonly kind: 'cold' }
  /** The target folder was built in before: what is in it is taken, and none is restored or kept. */
  | { readonly kind: 'there' }
  /** A cache of this Cargo.lock did not pay before. */
  | { readonly kind: 'off' }
  | {
      readonly kind: 'restored';
      /** Of this very Cargo.lock. */
      readonly exact: boolean;
      /** To fetch it and put it into place. */
      readonly ms: number;
      /** How long the build took that had no cache. */
      readonly coldMs: number;
    };

/**
 * What an earlier run has kept, into place. It is unpacked aside: of an archive that is broken or late nothing gets there.
 * Nothing that goes wrong is a failure: the build is cold then.
 */
export async function restoreCargo(keys: CargoKeys, places: CargoPlaces, host: World): Promise<Warmth> {
  const aside = asideOf(host);
  const since = host.clock.now();
  try {
    await host.files.remove(aside);
    const found = await host.cache.restore([aside], keys.off, [keys.key, keys.prefix]);
    if (found === undefined) return { kind: 'cold' };
    const { coldMs, off } = v.parse(note, JSON.parse(await host.files.text(path.join(aside, NOTE))));
    if (off === true) {
      host.log.info('The cargo cache did not pay for this Cargo.lock before: it is off until the lock changes.');
      return { kind: 'off' };
    }
    const bytes = await host.files.bytes(aside);
    await disarm(path.join(aside, 'home'), host);
    for (const part of partsOf(places)) await put(part, path.join(aside, part.name), host);
    const ms = host.clock.now() - since;
    host.log.info(`Cargo from the cache: ${found}, ${formatBytes(bytes)} in ${formatMs(ms)}.`);
    return { kind: 'restored', exact: found === keys.key, ms, coldMs };
  } catch (error) {
    if (error instanceof ShipError && error.fault === 'cancelled') throw error;
    host.log.warning(`The cargo cache is left out: ${messageOf(error)}`);
    return { kind: 'cold' };
  } finally {
    await host.files.remove(aside).catch(() => undefined); // a client that was left behind may still be writing to it
  }
}

/** A folder that is kept. */
interface Part {
  readonly name: 'home' | 'build';
  readonly root: string;
  /** What is kept and put into place as one thing: a file, or a folder that is worth nothing in parts. */
  readonly thing: (file: string) => string;
  /** What is there already is not mixed with what was kept. */
  readonly unit: (file: string) => string | undefined;
  readonly folders: readonly string[];
  /** Whether a file is one of those that are kept: what else an archive has is left out. */
  readonly takes: (file: string) => boolean;
}

/** `registry/src` is unpacked again. */
const KEPT_OF_HOME = ['registry/index', 'registry/cache', 'git/db'];
const ARCHIVE_OR_LINE = /^registry\/(cache\/[^/]+\/[^/]+\.crate|index\/[^/]+\/\.cache\/.+)$/;
const CONFIG_OR_GIT = /^(registry\/index\/[^/]+\/(config\.json$|\.git\/)|git\/db\/[^/]+\/)/;

/**
 * Archives and lines of an index are held to Cargo.lock or name no server. An index's config.json says where archives are
 * fetched from, tokens in hand, and git reads settings in its repositories: before such a fetch they are not put into place.
 */
function takenOfHome({ tokens }: CargoPlaces): (file: string) => boolean {
  return (file) => ARCHIVE_OR_LINE.test(file) || (tokens !== true && CONFIG_OR_GIT.test(file));
}

function partsOf(places: CargoPlaces): readonly Part[] {
  const build: Part = {
    ...{ name: 'build', root: places.build, thing: (file) => file, unit: unitOf },
    ...{ folders: ['.'], takes: () => true },
  };
  if (places.home === undefined) return [build];
  const home: Part = {
    ...{ name: 'home', root: places.home, thing: homeThing, unit: homeThing },
    ...{ folders: KEPT_OF_HOME, takes: takenOfHome(places) },
  };
  return [home, build];
}

/** A git repository of cargo's as a whole, or a file. */
function homeThing(file: string): string {
  return /^(git\/db\/[^/]+|registry\/index\/[^/]+\/\.git)\//.exec(file)?.[1] ?? file;
}

/** The hash of cargo's that a path below a target folder names its unit by. */
export function unitOf(file: string): string | undefined {
  return /(?:^|[-/])([0-9a-f]{16})(?=[./]|$)/.exec(file)?.[1];
}

/** What of a git repository is put into place: objects, and what names them. */
const OF_GIT = /^(HEAD|packed-refs|shallow|refs\/.+|objects\/(?!info\/(http-)?alternates$).+)$/;

/**
 * Repositories of git that were kept, without what could have git start a program or look elsewhere: of all that whoever can
 * write the cache has written, objects and references alone, with a plain configuration.
 */
async function disarm(home: string, host: World): Promise<void> {
  const files = await listed(home, KEPT_OF_HOME, host);
  await using plain = await host.files.temp('git');
  for (const repository of new Set(files.map(homeThing).filter((thing) => !files.includes(thing)))) {
    const from = path.join(home, repository);
    const to = path.join(plain.path, repository);
    const own = files.flatMap((file) =>
      homeThing(file) === repository ? [path.posix.relative(repository, file)] : [],
    );
    const bare =
      own.includes('config') && /^\s*bare\s*=\s*true/m.test(await host.files.text(path.join(from, 'config')));
    for (const file of own.filter((name) => OF_GIT.test(name)))
      await host.files.rename(path.join(from, file), path.join(to, file));
    await host.files.remove(from);
    await host.files.write(path.join(to, 'config'), `[core]\n\trepositoryformatversion = 0\n\tbare = ${bare}\n`);
    await host.files.rename(to, from);
  }
}

async function put(part: Part, from: string, host: World): Promise<void> {
  const there = new Set((await listed(part.root, part.folders, host)).map(part.unit));
  const kept = (await listed(from, part.folders, host)).filter(part.takes);
  const missing = new Set(kept.filter((file) => !there.has(part.unit(file))).map(part.thing));
  // cargo takes what has a fingerprint for whole
  const inOrder = [...missing].sort(
    (a, b) => Number(a.includes('.fingerprint/')) - Number(b.includes('.fingerprint/')),
  );
  for (const thing of inOrder) await host.files.link(path.join(from, thing), path.join(part.root, thing));
}

/** Files below some folders of a root, from the root; none where a folder is not there. */
async function listed(root: string, folders: readonly string[], host: World): Promise<readonly string[]> {
  const lists = folders.map(async (folder) => {
    const full = path.join(root, folder);
    if (!(await host.files.exists(full))) return [];
    return (await host.files.list(full)).map((file) => path.posix.join(folder, file));
  });
  return (await Promise.all(lists)).flat();
}

/** What is kept of a target folder: of the units of dependencies in this build all files, of anything else none. */
export function keptOfBuild(files: readonly string[], units: readonly string[]): readonly string[] {
  const wanted = new Set(units);
  return files.filter((file) => {
    const unit = unitOf(file);
    return unit !== undefined && wanted.has(unit) && !file.split('/').includes('incremental');
  });
}

/** What is kept of CARGO_HOME: of the packages in Cargo.lock their archives, their lines of the index, their git repositories. */
export function keptOfHome(files: readonly string[], packages: readonly LockedPackage[]): readonly string[] {
  const names = new Set(packages.map(({ name }) => name.toLowerCase()));
  const archives = new Set(packages.map(({ name, version }) => `${name}-${version}.crate`));
  const repositories = new Set(packages.flatMap(({ source }) => repositoryName(source)));
  const kept = files.filter((file) => {
    const [folder, kind, name = '', ...rest] = file.split('/');
    if (folder === 'git' && kind === 'db') return repositories.has(name.replace(/-[0-9a-f]{16}$/, '').toLowerCase());
    if (folder !== 'registry') return false;
    const last = rest.at(-1) ?? '';
    if (kind === 'cache') return archives.has(last);
    return kind === 'index' && (rest[0] !== '.cache' || names.has(last));
  });
  return [...new Set(kept.map(homeThing))];
}

/** As cargo names the folder of a git repository: the end of its address. */
function repositoryName(source: string): readonly string[] {
  const address = /^git\+([^?#]+)/.exec(source)?.[1];
  const name = address?.replace(/\/+$/, '').split('/').at(-1);
  return name === undefined ? [] : [name.replace(/\.git$/, '').toLowerCase()];
}

/** What `post` keeps, as the run leaves it in a file. */
export interface CargoToKeep {
  readonly key: string;
  readonly coldMs: number;
  /** Undefined: only that it did not pay. */
  readonly what?: {
    readonly places: CargoPlaces;
    readonly packages: readonly LockedPackage[];
    readonly units: readonly string[];
  };
}

/** What a build with or without a cache came to. */
export interface CargoCourse {
  readonly warmth: Warmth;
  readonly ms: number;
  /** Dependencies that were compiled, and not there already. */
  readonly compiled: number;
}

/** What is to be kept after a build, and what is to be said. */
export interface Judged {
  readonly keep: 'cache' | 'off' | undefined;
  /** How long a build without a cache takes, as far as it is known. */
  readonly coldMs: number;
  readonly notice?: string;
}

/**
 * Whether a cache is worth keeping. One of this very Cargo.lock has paid where the build was shorter by more than the
 * time that the cache took: of fetching it and putting it into place alone, since it is sent once and fetched many times.
 */
export function judgeCargo({ warmth, ms, compiled }: CargoCourse): Judged {
  if (warmth.kind !== 'restored')
    return { keep: warmth.kind === 'cold' && compiled > 0 ? 'cache' : undefined, coldMs: ms };
  const coldMs = Math.max(warmth.coldMs, ms);
  if (!warmth.exact) return { keep: compiled > 0 ? 'cache' : undefined, coldMs };
  const saved = warmth.coldMs - ms;
  if (saved >= warmth.ms) return { keep: undefined, coldMs };
  const gain = saved > 0 ? `it saved ${formatMs(saved)}` : 'it saved nothing';
  return {
    keep: 'off',
    coldMs,
    notice: `The cargo cache did not pay: it took ${formatMs(warmth.ms)}, and ${gain} of a build of ${formatMs(warmth.coldMs)}.`,
  };
}

/** Keeps what `wish` names for later runs, of the user's folders by links: nothing in them is changed. */
export async function saveCargo(wish: CargoToKeep, host: World): Promise<void> {
  const aside = asideOf(host);
  const since = host.clock.now();
  try {
    await host.files.remove(aside);
    if (await host.cache.has([aside], wish.key)) return;
    if (wish.what !== undefined) await gather(wish.what, aside, host);
    const told = { form: 1, coldMs: wish.coldMs, ...(wish.what === undefined ? { off: true } : {}) };
    await host.files.write(path.join(aside, NOTE), JSON.stringify(told));
    const bytes = await host.files.bytes(aside);
    if (!(await host.cache.save([aside], wish.key))) return;
    host.log.info(`Kept for later runs: ${wish.key}, ${formatBytes(bytes)} in ${formatMs(host.clock.now() - since)}.`);
  } catch (error) {
    host.log.warning(`The cargo cache could not be kept: ${messageOf(error)}`);
  } finally {
    await host.files.remove(aside).catch(() => undefined); // a client that was left behind may still be reading it
  }
}

async function gather(what: NonNullable<CargoToKeep['what']>, aside: string, host: World): Promise<void> {
  for (const { name, root, folders, takes } of partsOf(what.places)) {
    const files = (await listed(root, folders, host)).filter(takes);
    const kept = name === 'home' ? keptOfHome(files, what.packages) : keptOfBuild(files, what.units);
    for (const thing of kept) await host.files.link(path.join(root, thing), path.join(aside, name, thing));
  }
}

/** The service tells caches apart by this path too: it is the same in every run. */
function asideOf(host: World): string {
  return path.join(host.folders.work, 'cargo-cache');
}
