import path from 'node:path';
import { parse } from 'smol-toml';
import { waysFrom } from './build/lockfile.ts';
import { tableOf } from './crate.ts';
import { workspaceFolder } from './host/crates.ts';
import type { Host } from './host/host.ts';
import type { PackagePlan } from './plan.ts';

/** By the name of a crate, the packages through which the one that ships needs it: itself first, the one that names it last. */
export type PulledIn = ReadonlyMap<string, readonly string[]>;

/**
 * Who pulls a dependency in, by the Cargo.lock of the package's workspace: also known where nothing was built. A crate whose
 * library has another name than its package is not found.
 */
export async function pulledIn(
  { name, dir }: Pick<PackagePlan, 'name' | 'dir'>,
  { files, folders }: Pick<Host, 'files' | 'folders'>,
): Promise<PulledIn> {
  const root = path.join(folders.workspace, workspaceFolder(folders.workspace, dir));
  const lockfile = await files.text(path.join(root, 'Cargo.lock'));
  const manifest = parse(await files.text(path.join(folders.workspace, dir, 'Cargo.toml')));
  const ways = waysFrom(lockfile, name, notShipped(manifest));
  return new Map([...ways].map(([crate, way]) => [crate.replaceAll('-', '_'), way]));
}

/** Dependencies of tests and build scripts alone: they are in Cargo.lock as those that ship are. */
function notShipped(manifest: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const targets = Object.values(tableOf(manifest.target) ?? {}).map(tableOf);
  const named = (kind: string): readonly string[] =>
    [manifest, ...targets].flatMap((table) =>
      Object.entries(tableOf(table?.[kind]) ?? {}).map(([name, asked]) => {
        const renamed = tableOf(asked)?.package;
        return typeof renamed === 'string' ? renamed : name;
      }),
    );
  const shipped = named('dependencies');
  return new Set(
    [...named('dev-dependencies'), ...named('build-dependencies')].filter((one) => !shipped.includes(one)),
  );
}
