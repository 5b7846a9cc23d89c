import path from 'node:path';
import {
  asksRegistries,
  type BuiltMembers,
  type CargoBuild,
  cargoBuildAll,
  fetchCrates,
  membersOf,
} from './build/cargo.ts';
import { lockedPackages } from './build/lockfile.ts';
import type { Rust } from './build/rust.ts';
import type { Host } from './host/host.ts';
import type { CachePlan } from './plan.ts';
import {
  type CargoFacts,
  type CargoKeys,
  type CargoPlaces,
  type CargoToKeep,
  cargoKeys,
  judgeCargo,
  restoreCargo,
  unitOf,
  type Warmth,
} from './store/cargo.ts';

/** Where and whether cargo's part of the cache is used. */
export interface CargoCache {
  /** CARGO_HOME; undefined: not ours to write to or to keep. */
  readonly home: string | undefined;
  /** Whether what an earlier run has kept is put into place. */
  readonly restore: boolean;
  /** Whether this build's is kept. That a cache does not pay is kept by every run that has restored it. */
  readonly save: boolean;
}

/** What of cargo's a plan has restored and kept; undefined: nothing. */
export function cargoCacheOf({ restore, save, home, cargo }: CachePlan, cargoHome: string): CargoCache | undefined {
  if (cargo === false) return undefined;
  return restore || save ? { home: home === true ? cargoHome : undefined, restore, save } : undefined;
}

/** What the cache did for a build. */
export interface Warm {
  readonly restored: boolean;
  /** Nothing was compiled in the target folder before. */
  readonly fresh: boolean;
  /** For `post`. */
  readonly keep: CargoToKeep | undefined;
}

/** Whether something was compiled in a target folder before this run, by folder: earlier calls of this run do not count. */
export type Before = Map<string, boolean>;

/** A build for which all is in place that there is. */
export interface WarmedUp {
  readonly build: CargoBuild;
  readonly fresh: boolean;
  /** What fetching with tokens took. */
  readonly fetchMs: number;
  /** undefined: nothing of cargo's is restored or kept. */
  readonly cached?: {
    readonly save: boolean;
    readonly keys: CargoKeys;
    readonly places: CargoPlaces;
    readonly lockfile: string;
    readonly warmth: Warmth;
  };
}

/**
 * Puts into place what an earlier run has kept, and then fetches what is missing of crates that ask for tokens: what is there
 * is not asked for again, and nothing of the repository has run yet.
 * @param environment variables that cargo and rustc read, by the sha256 of their value
 * @throws ShipError where a server refuses
 */
export async function warmUp(
  build: CargoBuild,
  rust: Rust,
  cache: CargoCache | undefined,
  environment: CargoFacts['environment'],
  host: Host,
  before: Before = new Map(),
): Promise<WarmedUp> {
  const tokens = asksRegistries(build) ? { tokens: true as const } : {};
  const places: CargoPlaces = { home: cache?.home, build: buildFolder(build), ...tokens };
  const { target, profile } = build;
  const folder = profile === 'dev' ? 'debug' : profile;
  const there = await host.files.exists(path.join(places.build, target, folder));
  // build scripts and proc macros lie in the other one
  const fresh = ![
    await compiledBefore(path.join(places.build, target, folder), before, host),
    await compiledBefore(path.join(places.build, folder), before, host),
  ].includes(true);
  const cached =
    cache === undefined ? {} : { cached: await restored(build, rust, cache, environment, { places, there }, host) };
  const since = host.clock.now();
  await fetchCrates(build, rust, host);
  return { build: { ...build, fetched: true }, fresh, fetchMs: host.clock.now() - since, ...cached };
}

async function restored(
  build: CargoBuild,
  rust: Rust,
  cache: CargoCache,
  environment: CargoFacts['environment'],
  { places, there }: { readonly places: CargoPlaces; readonly there: boolean },
  host: Host,
): Promise<NonNullable<WarmedUp['cached']>> {
  const { target, profile } = build;
  const lockfile = await host.files.text(path.join(build.workspace.root, 'Cargo.lock'));
  const features = featuresOf(build);
  const facts = { rustc: rust.version, target, profile, features, environment, places, lockfile };
  const keys = cargoKeys({ ...facts, manifests: await manifestsOf(build, host) }, host.platform);
  return { save: cache.save, keys, places, lockfile, warmth: await warmthOf(there, cache, keys, places, host) };
}

/** cargo's build, and whether what an earlier run has kept of its dependencies has paid. */
export async function warmBuild(
  { build, fresh, fetchMs, cached }: WarmedUp,
  rust: Rust,
  host: Host,
): Promise<{ readonly built: BuiltMembers; readonly warm: Warm }> {
  const since = host.clock.now();
  const built = await cargoBuildAll(build, rust, host);
  if (cached === undefined) return { built, warm: { restored: false, fresh, keep: undefined } };
  const { save, keys, places, lockfile, warmth } = cached;
  const ms = fetchMs + host.clock.now() - since;
  const judged = judgeCargo({ warmth, ms, compiled: built.dependencies.compiled });
  if (judged.notice !== undefined) {
    host.log.notice(`${judged.notice} It is off from now on, until Cargo.lock changes.`, 'wasm-ship');
  }
  const keep =
    save || judged.keep === 'off'
      ? toKeep(judged, keys, { places, packages: lockedPackages(lockfile), built })
      : undefined;
  return { built, warm: { restored: warmth.kind === 'restored', fresh: fresh && warmth.kind !== 'restored', keep } };
}

async function compiledBefore(folder: string, before: Before, host: Host): Promise<boolean> {
  const was = before.get(folder) ?? (await host.files.exists(folder));
  before.set(folder, was);
  return was;
}

/** What there is for a build: a folder that was built in is taken as it is. */
async function warmthOf(
  there: boolean,
  cache: CargoCache,
  keys: CargoKeys,
  places: CargoPlaces,
  host: Host,
): Promise<Warmth> {
  if (there) return { kind: 'there' };
  return cache.restore ? restoreCargo(keys, places, host) : { kind: 'cold' };
}

function toKeep(
  { keep, coldMs }: ReturnType<typeof judgeCargo>,
  keys: CargoKeys,
  what: { places: CargoPlaces; packages: ReturnType<typeof lockedPackages>; built: BuiltMembers },
): CargoToKeep | undefined {
  if (keep === undefined) return undefined;
  if (keep === 'off') return { key: keys.off, coldMs };
  const { places, packages, built } = what;
  const made = built.dependencies.made.map((file) => path.relative(places.build, file).replaceAll('\\', '/'));
  const units = [...new Set(made.flatMap((file) => unitOf(file) ?? []))];
  return { key: keys.key, coldMs, what: { places, packages, units } };
}

/** What chooses the dependencies and their features: the packages and the features of each. */
function featuresOf(build: CargoBuild): readonly string[] {
  return membersOf(build).flatMap(({ name, features }) => [name, ...features.map((feature) => `${name}/${feature}`)]);
}

/** Where rustc's files are: the target folder, or the build folder where that is another. */
function buildFolder({ workspace: { root, env } }: CargoBuild): string {
  return env.CARGO_BUILD_BUILD_DIR ?? env.CARGO_TARGET_DIR ?? path.join(root, 'target');
}

/** Profiles, features of dependencies and cargo's configuration: they choose what is compiled, and Cargo.lock tells nothing of them. */
async function manifestsOf({ dir, workspace }: CargoBuild, host: Pick<Host, 'files'>): Promise<string[]> {
  const configs = [...new Set([workspace.root, dir])].flatMap((folder) => [
    path.join(folder, '.cargo', 'config.toml'),
    path.join(folder, '.cargo', 'config'),
  ]);
  const root = path.join(workspace.root, 'Cargo.toml');
  const manifests = workspace.members.map((member) => path.join(member.dir, 'Cargo.toml'));
  const files = [...new Set([root, path.join(dir, 'Cargo.toml'), ...manifests])].concat(configs);
  return Promise.all(files.map(async (file) => ((await host.files.exists(file)) ? host.files.text(file) : '')));
}
