import path from 'node:path';
import { attempt } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { CargoBuild } from './cargo.ts';
import { vendors } from './cargo-config.ts';
import { pathPackages } from './lockfile.ts';
import type { Rust } from './rust.ts';
import { OURS } from './workspace.ts';

type World = Pick<Host, 'run' | 'files' | 'log' | 'variable'>;

const PATIENCE_MS = 60 * 60_000;
const CLEAN_MS = 120_000;

/**
 * Runs a build, and what reads its result, in target folders that other checkouts build in too.
 * cargo tells a package by its path from the workspace's root, and its age by mtimes: it takes the code of the checkout
 * that was built last for that of another one whose files are older, and keeps one `release/NAME.wasm` for both. So one
 * checkout builds at a time, and what is of another one is forgotten first. Packages of a registry are the same for all.
 */
export async function inSharedTarget<T>(
  build: CargoBuild,
  rust: Rust,
  host: World,
  work: () => Promise<T>,
  folders: readonly string[] = build.workspace.shared,
): Promise<T> {
  const [folder, ...rest] = folders;
  if (folder === undefined) return work();
  return host.files.locked(path.join(folder, 'wasm-ship.lock'), PATIENCE_MS, async () => {
    await forgetOthers(folder, build, rust, host);
    return inSharedTarget(build, rust, host, work, rest);
  });
}

/** What a checkout has compiled, and where. */
export interface Compiled {
  /** Root of its workspace. */
  readonly root: string;
  /** Its target folder, absolute. */
  readonly folder: string;
  /** Other checkouts build there too. */
  readonly shared: boolean;
  readonly target: string;
  readonly profile: string;
  /** Packages of registries lie in the repository too: the other checkout's need not be the same. */
  readonly vendored: boolean;
}

/** What of a target folder spares another checkout the compiling: not `incremental`, and no result. */
const PARTS = ['.fingerprint', 'build', 'deps'];

/**
 * Begins a target folder for another checkout of the same repository with what this one compiled: packages of a registry
 * are the same for both. The other one's folder stays untouched.
 * @returns variables for every cargo of that checkout, and the folders whose compiled packages it began with
 */
export async function beginTarget(
  compiled: readonly Compiled[],
  folder: string,
  host: Pick<Host, 'files'>,
): Promise<{ readonly env: Readonly<Record<string, string>>; readonly made: readonly string[] }> {
  if (compiled.some(({ shared }) => shared)) return { env: {}, made: [] }; // it builds in the same folder
  const env = { CARGO_TARGET_DIR: folder };
  if (compiled.some(({ vendored }) => vendored)) return { env, made: [] };
  const own = path.join(folder, OURS);
  const places = new Map<string, { readonly from: string; readonly to: string }>();
  for (const { folder: from, target, profile } of compiled) {
    const named = profile === 'dev' ? 'debug' : profile;
    for (const place of [path.join(target, named), named]) {
      for (const part of PARTS) {
        const begun = { from: path.join(from, place, part), to: path.join(own, place, part) };
        if (!places.has(begun.to)) places.set(begun.to, begun);
      }
    }
  }
  for (const { from, to } of places.values()) if (await host.files.exists(from)) await host.files.copy(from, to);
  for (const { profile, root } of compiled) await host.files.write(ownerFile(own, profile), root);
  return { env, made: [...new Set(compiled.map(({ folder: from }) => from))] };
}

function ownerFile(folder: string, profile: string): string {
  return path.join(folder, `wasm-ship-${profile}.owner`);
}

async function forgetOthers(folder: string, build: CargoBuild, rust: Rust, host: World): Promise<void> {
  const { root } = build.workspace;
  const owner = ownerFile(folder, build.profile);
  const last = (await host.files.exists(owner)) ? await host.files.text(owner) : undefined;
  if (last === root) return;
  if (last !== undefined) await forget(folder, build, rust, host);
  await host.files.write(owner, root);
}

/** All packages that are not of a registry; where cargo cannot, all of the profile's folders. */
async function forget(folder: string, build: CargoBuild, rust: Rust, host: World): Promise<void> {
  const { root, env } = build.workspace;
  if (await vendors(build.dir, host)) return forgetAll(folder, build, host);
  const packages = pathPackages(await host.files.text(path.join(root, 'Cargo.lock')));
  const args = ['clean', '--locked', '--target', build.target, '--profile', build.profile];
  const cleaned = await attempt(() =>
    host.run({
      file: 'cargo',
      args: [...args, ...packages.flatMap((name) => ['--package', name])],
      cwd: build.dir,
      env: { ...rust.env, ...env },
      trust: 'theirs',
      timeoutMs: CLEAN_MS,
    }),
  );
  if (cleaned.ok) return;
  if (cleaned.error.fault === 'cancelled') throw cleaned.error;
  await forgetAll(folder, build, host);
}

async function forgetAll(folder: string, build: CargoBuild, host: World): Promise<void> {
  host.log.info('The target folder was another checkout\u2019s: building all of it anew.');
  for (const name of [build.target, 'debug', 'release', build.profile])
    await host.files.remove(path.join(folder, name));
}
