import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';

/** Versions of the tools that a crate's own dependencies choose; undefined: not asked for. */
export interface LockedTools {
  readonly wasmBindgen: string | undefined;
  readonly workerBuild: string | undefined;
}

/**
 * Reads them from the Cargo.lock of a workspace.
 * @param root absolute folder of the workspace
 * @param wanted names of the tools
 * @throws ShipError where there is no Cargo.lock, or not these crates in it, in versions that we know
 */
export async function lockedTools(
  root: string,
  wanted: readonly string[],
  host: Pick<Host, 'files' | 'folders'>,
): Promise<LockedTools> {
  const file = path.join(root, 'Cargo.lock');
  if (!(await host.files.exists(file))) {
    const shown = path.relative(host.folders.workspace, root) || '.';
    throw new ShipError('build', `There is no Cargo.lock in ${shown}, the root of the crate's workspace.`, {
      hint: 'Run `cargo generate-lockfile` and commit it: the build is `--locked`, so that the same source gives the same bundle.',
    });
  }
  const lockfile = await host.files.text(file);
  return {
    wasmBindgen: wanted.includes('wasm-bindgen') ? lockedVersion(lockfile, 'wasm-bindgen') : undefined,
    workerBuild: wanted.includes('worker-build') ? knownWorker(lockedVersion(lockfile, 'worker')) : undefined,
  };
}

function lockedVersion(lockfile: string, name: string): string {
  const version = lockedVersions(lockfile, name).at(-1);
  if (version !== undefined) return version;
  throw new ShipError('build', `Cargo.lock does not have the crate \`${name}\`.`, {
    hint: 'Run `cargo update --workspace` and commit Cargo.lock: the build is `--locked`.',
  });
}

/** worker-build before 0.8 writes into the crate's own folder, and some of its versions were never published. */
const FIRST_WORKER = 8;

function knownWorker(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 0 || minor >= FIRST_WORKER) return version;
  throw new ShipError('build', `Not yet: the crate \`worker\` ${version}; wanted: 0.${FIRST_WORKER} or newer.`, {
    hint: `In Cargo.toml: worker = "0.${FIRST_WORKER}", then \`cargo update -p worker\`.`,
  });
}

/** `NAME@VERSION` of the packages in a Cargo.lock that are of no registry and no git repository: those of this checkout. */
export function pathPackages(lockfile: string): readonly string[] {
  return entriesOf(lockfile).flatMap((value) =>
    value('source') === undefined ? [`${value('name') ?? ''}@${value('version') ?? ''}`] : [],
  );
}

/** A package of a registry or of a git repository, as Cargo.lock has it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** `registry+…`, `sparse+…` or `git+…`. */
  readonly source: string;
}

/** The packages in a Cargo.lock that are not of this checkout. */
export function lockedPackages(lockfile: string): readonly LockedPackage[] {
  return entriesOf(lockfile).flatMap((value) => {
    const [name, version, source] = [value('name'), value('version'), value('source')];
    return name === undefined || version === undefined || source === undefined ? [] : [{ name, version, source }];
  });
}

/**
 * Versions of a package in a Cargo.lock (format 1 to 4), lowest first as the file has them. The file is written by
 * cargo alone, one `name` and one `version` line a package, so that a line reader is enough.
 */
export function lockedVersions(lockfile: string, name: string): readonly string[] {
  return entriesOf(lockfile).flatMap((value) => {
    const version = value('version');
    return value('name') === name && version !== undefined ? [version] : [];
  });
}

/**
 * Through which packages one of this checkout comes to each that it depends on, by name: itself first, then each that names
 * the next; of several ways the shortest. Build dependencies are in a Cargo.lock as all others are.
 * @param without names that the package itself does not ship
 */
export function waysFrom(
  lockfile: string,
  name: string,
  without: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const entries = entryTexts(lockfile).map((entry) => ({
    ...{ name: valueIn(entry, 'name') ?? '', version: valueIn(entry, 'version'), source: valueIn(entry, 'source') },
    // `NAME`, and where there are several of that name its version behind it
    needs: [...(/^dependencies = \[([^\]]*)\]/m.exec(entry)?.[1] ?? '').matchAll(/"([^" ]+)(?: ([^" ]+))?/g)],
  }));
  const ways = new Map<string, readonly string[]>();
  const seen = new Set(entries.filter((entry) => entry.name === name && entry.source === undefined));
  let reached = [...seen].map((entry) => ({ entry, way: [name] }));
  while (reached.length > 0) {
    const next: typeof reached = [];
    for (const { entry, way } of reached) {
      for (const [, needed = '', version] of entry.needs) {
        const found = entries.find((one) => one.name === needed && (version === undefined || one.version === version));
        if (found === undefined || seen.has(found) || (way.length === 1 && without.has(needed))) continue;
        seen.add(found);
        if (!ways.has(needed)) ways.set(needed, way);
        next.push({ entry: found, way: [...way, needed] });
      }
    }
    reached = next;
  }
  return ways;
}

/** Its `[[package]]` tables, each as what gives the value of a key. */
function entriesOf(lockfile: string): readonly ((key: string) => string | undefined)[] {
  return entryTexts(lockfile).map((entry) => (key) => valueIn(entry, key));
}

function entryTexts(lockfile: string): readonly string[] {
  return lockfile.split(/^\[\[package\]\]\r?$/m).slice(1);
}

function valueIn(entry: string, key: string): string | undefined {
  return new RegExp(`^${key} = "([^"]*)"`, 'm').exec(entry)?.[1];
}
