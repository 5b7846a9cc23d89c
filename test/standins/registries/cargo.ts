import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { Link } from './link.ts';
import { type Registry, serve } from './loopback.ts';
import { ask, bytesOf } from './machine.ts';
import { toolchainOfScripts, WASM } from './rust-installer.ts';

export interface CrateWish {
  /** Folders with a Cargo.lock whose packages are to be there. */
  readonly folders: readonly string[];
  /** A published program, with the packages of its own Cargo.lock. */
  readonly program: { readonly name: string; readonly version: string };
}

/**
 * cargo's registry: the sparse index below `/index/`, and the crates. Both are what cargo itself has in its cache since
 * script/bootstrap.
 */
export async function startCargoRegistry(wish: CrateWish, link?: Link): Promise<Registry> {
  const kept = path.join(process.env.CARGO_HOME ?? path.join(homedir(), '.cargo'), 'registry');
  await fetchInto(kept, wish);
  return serve(async (asked, url) => {
    if (asked === '/index/config.json') return JSON.stringify({ dl: `${url}/crates/{crate}-{version}.crate` });
    const [, entry] = /^\/index\/([\w/-]+)$/.exec(asked) ?? [];
    if (entry !== undefined) return indexLines(await keptFile(kept, 'index', path.join('.cache', entry)));
    const [, crate] = /^\/crates\/([\w.+-]+\.crate)$/.exec(asked) ?? [];
    return crate === undefined ? undefined : keptFile(kept, 'cache', crate);
  }, link);
}

/** The config.toml that has cargo take every published crate from there. */
export function cargoConfig(registry: Registry): string {
  const source = `[source.loopback]\nregistry = "sparse+${registry.url}/index/"\n`;
  return `[source.crates-io]\nreplace-with = "loopback"\n\n${source}`;
}

/** A file of the first registry that has it: cargo keeps one folder for each, named by its address. */
async function keptFile(kept: string, kind: 'index' | 'cache', file: string): Promise<Buffer | undefined> {
  const registries = (await readdir(path.join(kept, kind)).catch(() => [])).sort();
  for (const name of registries) {
    const bytes = await bytesOf(path.join(kept, kind, name, file));
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

/** cargo keeps an index entry as a header, then the version and the line of each release, with NULs between. */
function indexLines(kept: Buffer | undefined): string | undefined {
  const lines = kept?.toString('utf8').split('\0') ?? [];
  const releases = lines.filter((line) => line.startsWith('{'));
  return releases.length === 0 ? undefined : `${releases.join('\n')}\n`;
}

/** Has cargo fetch what it does not have yet. That is nothing, where bootstrap has compiled the tools here. */
async function fetchInto(kept: string, { folders, program }: CrateWish): Promise<void> {
  const { host } = await toolchainOfScripts();
  const flags = ['fetch', '--locked', ...[host, WASM].flatMap((target) => ['--target', target])];
  const source = await mkdtemp(path.join(tmpdir(), 'wasm-ship-crate-'));
  try {
    for (const folder of folders) await ask('cargo', flags, folder);
    const crate = `${program.name}-${program.version}.crate`;
    if ((await keptFile(kept, 'cache', crate)) === undefined)
      await ask('cargo', ['info', `${program.name}@${program.version}`], source);
    for (const name of await readdir(path.join(kept, 'cache'))) {
      const archive = path.join(kept, 'cache', name, crate);
      if ((await bytesOf(archive)) !== undefined)
        await ask('tar', ['-xzf', archive, '-C', source, '--strip-components=1'], source);
    }
    await ask('cargo', flags, source);
  } finally {
    await rm(source, { recursive: true, force: true });
  }
}
