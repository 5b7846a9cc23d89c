import path from 'node:path';
import type { Member } from './build/cargo.ts';
import { cargoConfigs } from './build/cargo-config.ts';
import { lockedVersions } from './build/lockfile.ts';
import { nearestToolchainFile } from './build/rust.ts';
import type { Workspace } from './build/workspace.ts';
import type { EdgeTools, Service } from './edge/edge.ts';
import { workspaceFolder } from './host/crates.ts';
import type { Host } from './host/host.ts';
import type { PackagePlan } from './plan.ts';

/** A package to obtain, as its edge takes it. */
export interface Wanted {
  readonly pkg: PackagePlan;
  readonly service: Service;
  readonly tools: EdgeTools;
  /** Folder for its bundle and symbols. */
  readonly into: string;
}

/** Packages that one call of cargo builds: of one workspace, for one target and profile, where nothing makes cargo run otherwise for one of them. */
export async function groupsOf(wanted: readonly Wanted[], host: Host): Promise<readonly (readonly Wanted[])[]> {
  const groups = new Map<string, Wanted[]>();
  for (const one of wanted) {
    const key = JSON.stringify(await callOf(one, host));
    const there = groups.get(key) ?? [];
    // two that make a file of the same name would ship one of them twice
    const outputs = new Set(there.flatMap(outputsOf));
    const apart = outputsOf(one).some((name) => outputs.has(name));
    groups.set(apart ? `${key} ${one.pkg.name}` : key, [...(apart ? [] : there), one]);
  }
  return [...groups.values()];
}

function outputsOf({ pkg: { name, outputs = [name.replaceAll('-', '_')] } }: Wanted): readonly string[] {
  return outputs;
}

/** What a call of cargo has in common for all of its packages. */
async function callOf({ pkg, service }: Wanted, host: Host): Promise<readonly unknown[]> {
  const { workspace } = host.folders;
  const dir = path.join(workspace, pkg.dir);
  const root = workspaceFolder(workspace, pkg.dir);
  // a feature of a dependency takes no name before it, and the first resolver takes none for the package of cargo's folder
  const alone =
    pkg.features.some((feature) => feature.includes('/')) ||
    (pkg.features.length > 0 && (await firstResolver(path.join(workspace, root, 'Cargo.toml'), host)));
  return [
    ...[root, service.target, pkg.profile, pkg.program === undefined, pkg.toolchain ?? null],
    (await nearestToolchainFile(dir, host))?.path ?? null,
    (await cargoConfigs(dir, host)).map(({ file }) => file),
    alone ? pkg.name : null,
  ];
}

/** Whether a workspace has cargo's first resolver: by name, or because neither it nor an edition tells (doc.rust-lang.org/cargo/reference/resolver.html). */
async function firstResolver(manifest: string, host: Host): Promise<boolean> {
  const text = (await host.files.exists(manifest)) ? await host.files.text(manifest) : '';
  const told = /^\s*resolver\s*=\s*["'](\d)["']/m.exec(text)?.[1];
  if (told !== undefined) return told === '1';
  return !/^\[package\]/m.test(text) || !/^\s*edition\s*=\s*["']20(2[1-9]|[3-9]\d)["']/m.test(text);
}

/** A package as cargo is asked for it. */
export function memberOf({ name, features, program }: PackagePlan, spec?: string): Member {
  return { name, features, ...(program === undefined ? {} : { program }), ...(spec === undefined ? {} : { spec }) };
}

/** What names each to cargo, where another package of Cargo.lock has its name too. */
export async function specsOf(
  group: readonly Wanted[],
  { root, members }: Workspace,
  host: Host,
): Promise<ReadonlyMap<string, string>> {
  const file = path.join(root, 'Cargo.lock');
  const lock = group.length > 1 && (await host.files.exists(file)) ? await host.files.text(file) : '';
  return new Map(
    members.flatMap(({ name, id }) => (lockedVersions(lock, name).length > 1 ? [[name, id] as const] : [])),
  );
}

/** `a`, `a, b and c`, `a, b, c and 37 more`. */
export function named(group: readonly Wanted[]): string {
  const names = group.map(({ pkg }) => pkg.name);
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return new Intl.ListFormat('en', { style: 'long' }).format(shown);
}
