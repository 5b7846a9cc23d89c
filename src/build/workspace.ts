import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { Rust } from './rust.ts';

/** The workspace that cargo takes a crate to be of. A crate alone is one too. */
export interface Workspace {
  /** Absolute folder of its Cargo.lock; rustc names the files of its members from here. */
  readonly root: string;
  /** By their folder, sorted. */
  readonly members: readonly WorkspaceMember[];
  /** For every cargo that builds in it: which target folders. */
  readonly env: Readonly<Record<string, string>>;
  /** Those of them that other checkouts may build in too, absolute, sorted. */
  readonly shared: readonly string[];
}

/** A member of a workspace, as cargo tells of it. */
export interface WorkspaceMember {
  readonly name: string;
  /** Names it alone, where other packages have its name too (doc.rust-lang.org/cargo/reference/pkgid-spec.html). */
  readonly id: string;
  /** Absolute folder of its Cargo.toml. */
  readonly dir: string;
  /** Absolute folders of the packages that it depends on by path. */
  readonly needs: readonly string[];
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
  const members = found.packages.map(({ name, id, manifest_path: manifest, dependencies }) => ({
    ...{ name, id, dir: path.dirname(manifest) },
    needs: dependencies.flatMap((dependency) => dependency.path ?? []),
  }));
  return {
    root: found.workspace_root,
    members: members.toSorted((a, b) => (a.dir < b.dir ? -1 : 1)),
    ...ownTarget(found),
  };
}

/** The part of `cargo metadata` that we read; `build_directory` since Rust 1.91. */
interface CargoMetadata {
  readonly workspace_root: string;
  readonly target_directory: string;
  readonly build_directory?: string;
  /** With `--no-deps` the members alone. */
  readonly packages: readonly {
    readonly name: string;
    readonly id: string;
    readonly manifest_path: string;
    readonly dependencies: readonly { readonly path?: string }[];
  }[];
}

/** Folders of a member and of all that it depends on by path, in the workspace. */
export function reachOf(member: string, members: readonly WorkspaceMember[]): ReadonlySet<string> {
  const byDir = new Map(members.map((one) => [one.dir, one]));
  const reached = new Set<string>();
  const visit = (dir: string): void => {
    if (reached.has(dir)) return;
    reached.add(dir);
    for (const needed of byDir.get(dir)?.needs ?? []) visit(needed);
  };
  visit(member);
  return reached;
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
