import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { Rust } from './rust.ts';

/** The workspace that cargo takes a crate to be of. A crate alone is one too. */
export interface Workspace {
  /** Absolute folder of its Cargo.lock; rustc names the files of its members from here. */
  readonly root: string;
  /** Absolute paths of its members' Cargo.toml, sorted. */
  readonly manifests: readonly string[];
  /** For every cargo that builds in it: which target folders. */
  readonly env: Readonly<Record<string, string>>;
  /** Those of them that other checkouts may build in too, absolute, sorted. */
  readonly shared: readonly string[];
}

const QUICK_MS = 60_000;

/** Name of our folder in a target folder that others use too. */
export const OURS = 'wasm-ship';

/**
 * Asks cargo: a member may name its root (`package.workspace`), and the nearest Cargo.toml or Cargo.lock need not be it.
 * @param dir absolute folder of the crate
 * @throws ShipError where cargo cannot read the manifests
 */
export async function findWorkspace(dir: string, rust: Rust, host: Pick<Host, 'run'>): Promise<Workspace> {
  const output = await host.run(
    {
      file: 'cargo',
      args: ['metadata', '--no-deps', '--format-version', '1'],
      cwd: dir,
      env: rust.env,
      trust: 'theirs',
      timeoutMs: QUICK_MS,
    },
    { codes: 'any' },
  );
  if (output.code !== 0) {
    const tail = output.stderr.trimEnd();
    const [, reason = 'cargo cannot read it'] = /^error: (.*?)[:.]?$/m.exec(tail) ?? [];
    throw new ShipError('build', `The workspace of ${dir} cannot be read: ${reason}.`, { tail });
  }
  const found = JSON.parse(output.stdout) as CargoMetadata;
  const manifests = found.packages.map((member) => member.manifest_path).sort();
  return { root: found.workspace_root, manifests, ...ownTarget(found) };
}

/** The part of `cargo metadata` that we read; `build_directory` since Rust 1.91. */
interface CargoMetadata {
  readonly workspace_root: string;
  readonly target_directory: string;
  readonly build_directory?: string;
  /** With `--no-deps` the members alone. */
  readonly packages: readonly { readonly manifest_path: string }[];
}

/**
 * A target folder that is not the workspace's own may be one for several checkouts (`CARGO_TARGET_DIR`,
 * `build.target-dir`, `build.build-dir`): we build in a folder of ours in it.
 */
function ownTarget({ workspace_root: root, target_directory: target, build_directory: build }: CargoMetadata) {
  const own = path.join(root, 'target');
  const env = {
    ...(target === own ? {} : { CARGO_TARGET_DIR: path.join(target, OURS) }),
    ...(build === undefined || build === own ? {} : { CARGO_BUILD_BUILD_DIR: path.join(build, OURS) }),
  };
  return { env, shared: [...new Set(Object.values(env))].sort() };
}
