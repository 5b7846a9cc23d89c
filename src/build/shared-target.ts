import path from 'node:path';
import { attempt } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { CargoBuild } from './cargo.ts';
import { pathPackages } from './lockfile.ts';
import type { Rust } from './rust.ts';

type World = Pick<Host, 'run' | 'files' | 'log'>;

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

async function forgetOthers(folder: string, build: CargoBuild, rust: Rust, host: World): Promise<void> {
  const { root } = build.workspace;
  const owner = path.join(folder, `wasm-ship-${build.profile}.owner`);
  const last = (await host.files.exists(owner)) ? await host.files.text(owner) : undefined;
  if (last === root) return;
  if (last !== undefined) await forget(folder, build, rust, host);
  await host.files.write(owner, root);
}

/** All packages that are not of a registry; where cargo cannot, all of the profile's folders. */
async function forget(folder: string, build: CargoBuild, rust: Rust, host: World): Promise<void> {
  const { root, env } = build.workspace;
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
  host.log.info('The target folder was another checkout\u2019s: building all of it anew.');
  for (const name of [build.target, 'debug', 'release', build.profile])
    await host.files.remove(path.join(folder, name));
}
