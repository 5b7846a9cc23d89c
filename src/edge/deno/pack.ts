import path from 'node:path';
import type { Built } from '../../build/cargo.ts';
import type { Equipment } from '../../build/equip.ts';
import type { Command, Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import type { Packed } from '../edge.ts';
import type { DenoConfig } from './config.ts';
import { type DenoInfo, importedFiles } from './graph.ts';
import { type Joining, join, layOut } from './join.ts';
import { denoEnv, denoIn } from './program.ts';
import { resolutionOf } from './resolution.ts';

const PACK_MS = 5 * 60_000;

export interface DenoWish {
  readonly built: Built;
  readonly crate: Pick<PackagePlan, 'dir' | 'dependencies'>;
  readonly config: DenoConfig;
  readonly into: string;
  readonly equipment: Pick<Equipment, 'tool'>;
  /** node_modules of tools/deno. */
  readonly modules: string;
}

/**
 * The bundle: the entry, the files that it imports, the configuration, and what is built in the place where they import it
 * from. Nothing is compiled or joined, since Deno Deploy takes TypeScript and wasm as they are; but an entry with packages
 * is joined with them: the bundle is then all that runs.
 */
export async function packDeno(wish: DenoWish, host: Host): Promise<Packed> {
  const { built, crate, config, into, modules } = wish;
  const wasmBindgen = crate.dependencies.includes('wasm-bindgen');
  const source = wasmBindgen ? await bindgen(wish, host) : path.dirname(built.module);
  const made = wasmBindgen ? await host.files.list(source) : [path.basename(built.module)];
  const folder = path.join(host.folders.workspace, crate.dir);
  const deno = await denoIn(modules, host);
  const { stdout } = await host.run(infoCommand(deno.file, config.entry, folder, host));
  const resolution = await resolutionOf(crate.dir, host);
  // what is joined may be elsewhere in the repository
  const reach = resolution.needed ? ('repository' as const) : ('crate' as const);
  const info = JSON.parse(stdout) as DenoInfo;
  const { own, packages, made: at } = importedFiles(info, { dir: crate.dir, folder, reach }, made);
  const placed = { from: source, files: made, at };
  const joining: Joining = { dir: crate.dir, folder, config, resolution, own, built: placed };
  const bundle = path.join(into, 'bundle');
  const joined = packages.length > 0 || resolution.needed;
  const entry = joined ? await join(joining, packages, bundle, deno, modules, host) : config.entry;
  const configs = config.file === undefined ? [] : [config.file];
  if (!joined) await layOut(joining, configs, bundle, host);
  // what is behind packages, the lock file holds by hash
  const lock = resolution.locked ? [resolution.lock] : [];
  const read = [...own, ...(joined ? [...resolution.configs, ...resolution.files, ...lock] : configs)];
  return {
    folder: bundle,
    entry,
    module: path.posix.join(at, made.find((file) => file.endsWith('.wasm')) ?? ''),
    wasmBindgen,
    read: read.map((file) => path.join(folder, file)),
    ...(joined ? { tools: { deno: deno.version } } : {}),
  };
}

/** The glue of wasm-bindgen that imports the module as a module: deno loads and compiles it, no code of ours. */
async function bindgen({ built, into, equipment }: DenoWish, host: Host): Promise<string> {
  const { file, args } = await equipment.tool('wasm-bindgen');
  const made = path.join(into, 'made');
  const name = path.basename(built.module, '.wasm');
  const flags = ['--target', 'bundler', '--no-typescript', '--out-dir', made, '--out-name', name];
  await host.run({ file, args: [...args, ...flags, built.module], trust: 'ours', timeoutMs: PACK_MS });
  return made;
}

/** Reads the imports, runs nothing, and asks no registry. */
function infoCommand(deno: string, entry: string, cwd: string, host: Host): Command {
  return {
    file: deno,
    args: ['info', '--json', '--no-remote', '--no-npm', '--no-lock', entry],
    cwd,
    env: denoEnv(host),
    trust: 'ours',
    timeoutMs: PACK_MS,
  };
}
