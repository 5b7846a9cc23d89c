import path from 'node:path';
import type { Built } from '../../build/cargo.ts';
import type { Equipment } from '../../build/equip.ts';
import type { Command, Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import type { Packed } from '../edge.ts';
import type { DenoConfig } from './config.ts';
import { type DenoInfo, importedFiles } from './graph.ts';

const PACK_MS = 5 * 60_000;

export interface DenoWish {
  readonly built: Built;
  readonly crate: Pick<PackagePlan, 'dir' | 'dependencies'>;
  readonly config: DenoConfig;
  readonly into: string;
  readonly equipment: Pick<Equipment, 'tool'>;
  /** The program. */
  readonly deno: string;
}

const UNSEEN = 'what the entry imports may be files that git does not have';

/**
 * The bundle: the entry, the files that it imports, the configuration, and what is built in the place where they import it
 * from. Nothing is compiled or joined: Deno Deploy takes TypeScript and wasm as they are.
 */
export async function packDeno(wish: DenoWish, host: Host): Promise<Packed> {
  const { built, crate, config, into } = wish;
  const wasmBindgen = crate.dependencies.includes('wasm-bindgen');
  const source = wasmBindgen ? await bindgen(wish, host) : path.dirname(built.module);
  const made = wasmBindgen ? await host.files.list(source) : [path.basename(built.module)];
  const folder = path.join(host.folders.workspace, crate.dir);
  const { stdout } = await host.run(infoCommand(wish.deno, config.entry, folder, host));
  const imported = importedFiles(JSON.parse(stdout) as DenoInfo, { dir: crate.dir, folder }, made);
  const bundle = path.join(into, 'bundle');
  const own = config.file === undefined ? imported.own : [...imported.own, config.file];
  for (const file of own) await host.files.copy(path.join(folder, file), path.join(bundle, file));
  for (const file of made) await host.files.copy(path.join(source, file), path.join(bundle, imported.made, file));
  const module = made.find((file) => file.endsWith('.wasm')) ?? '';
  return {
    folder: bundle,
    entry: config.entry,
    module: path.posix.join(imported.made, module),
    wasmBindgen,
    unseen: UNSEEN,
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

/** For every deno that we start: its cache is ours, and it asks nobody for a newer version. */
export function denoEnv(host: Pick<Host, 'folders'>): Record<string, string> {
  return { DENO_DIR: path.join(host.folders.work, 'deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
}
