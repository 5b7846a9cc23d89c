import path from 'node:path';
import type { Host } from '../../host/host.ts';
import { machineName, packagedProgram, programName } from '../../platform.ts';

/** deno as tools/deno locks it. */
export interface Deno {
  /** The program. */
  readonly file: string;
  readonly version: string;
}

/**
 * The deno of a node_modules folder. Its npm package has the program itself in one package for each platform; no install
 * script is needed for that.
 */
export async function denoIn(modules: string, host: Pick<Host, 'files' | 'platform'>): Promise<Deno> {
  const file = path.join(modules, packagedProgram('deno', host.platform));
  return { file, version: await versionIn(path.join(modules, 'deno'), host) };
}

/** For every deno that we start: its cache is ours, and it asks nobody for a newer version. */
export function denoEnv(
  { folders }: Pick<Host, 'folders'>,
  cache = path.join(folders.work, 'deno'),
): Record<string, string> {
  return { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
}

/**
 * Puts the esbuild that we lock where `deno bundle` keeps its own, which it would fetch otherwise, unchecked by us. It has
 * to be of the version that this deno asks for: another one it would not look at.
 * @param modules node_modules of tools/deno
 * @param cache deno's folder
 */
export async function plantEsbuild(
  modules: string,
  cache: string,
  host: Pick<Host, 'files' | 'platform'>,
): Promise<void> {
  const machine = machineName(host.platform);
  const version = await versionIn(path.join(modules, '@esbuild', machine), host);
  const file = path.join(modules, packagedProgram('esbuild', host.platform));
  await host.files.link(
    file,
    path.join(cache, 'dl', `esbuild-${version}-1`, programName(`esbuild-${machine}`, host.platform)),
  );
}

async function versionIn(folder: string, host: Pick<Host, 'files'>): Promise<string> {
  const manifest = JSON.parse(await host.files.text(path.join(folder, 'package.json'))) as { version: string };
  return manifest.version;
}
