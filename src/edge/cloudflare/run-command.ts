import path from 'node:path';
import type { Built } from '../../build/cargo.ts';
import type { Equipment, Tool } from '../../build/equip.ts';
import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { EdgeTools } from '../edge.ts';
import { esbuildFile } from './pack.ts';
import type { Configured } from './pack-main.ts';

const COMMAND_MS = 45 * 60_000;

/** In a child of ours, because only that knows the PATH and the shell of its system. */
const SCRIPT = `
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
const [command, ...folders] = process.argv.slice(1);
const name = Object.keys(process.env).find((key) => /^path$/i.test(key)) ?? 'PATH';
process.env[name] = [...folders, process.env[name]].join(delimiter);
process.exit(spawnSync(command, { shell: true, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1);
`;

/**
 * Runs a part of `[build] command` in a shell, as wrangler does: code of the repository, with no secret. Our tools come
 * first on PATH, so that wasm-bindgen is of the version that Cargo.lock has.
 * @param cargoEnv of every cargo that builds the crate: so it is built once, whoever asks first
 * @throws ShipError where it fails
 */
export async function runCommand(
  command: string,
  { config, dir }: Pick<Configured, 'config' | 'dir'>,
  cargoEnv: Built['env'],
  equipment: Equipment,
  tools: EdgeTools,
  host: Host,
): Promise<void> {
  host.log.info(`$ ${command}`);
  const all = await Promise.all(equipment.tools.map((name) => equipment.tool(name)));
  const folders = [...new Set(all.map(folderOf)), ...programsOf(dir, host)];
  await host.run(
    {
      file: host.platform.node,
      args: ['--input-type=module', '--eval', SCRIPT, command, ...folders],
      name: 'The build command',
      cwd: cwdOf(config, dir, host),
      env: { ...cargoEnv, ...(await toolVariables(equipment, tools, host)) },
      trust: 'theirs',
      timeoutMs: COMMAND_MS,
    },
    { onLine: host.log.echo },
  );
}

function folderOf({ file, args: [script = file] }: Tool): string {
  return path.dirname(script);
}

/** What a worker-build inside of a script needs. */
async function toolVariables(equipment: Equipment, tools: EdgeTools, host: Host): Promise<Record<string, string>> {
  if (!equipment.tools.includes('worker-build')) return {};
  const bindgen = await equipment.tool('wasm-bindgen');
  return { WASM_BINDGEN_BIN: bindgen.file, ESBUILD_BIN: esbuildFile(await tools, host) };
}

function cwdOf({ build }: Configured['config'], dir: string, host: Host): string {
  const { cwd = '.' } = build as { readonly cwd?: unknown };
  const folder = path.resolve(dir, String(cwd));
  const inside = path.relative(host.folders.workspace, folder);
  if (inside.split(path.sep)[0] !== '..' && !path.isAbsolute(inside)) return folder;
  throw new ShipError('plan', `\`build.cwd\` is ${JSON.stringify(cwd)}; wanted: a folder of the repository.`);
}

/** Folders of the programs that npm has installed, as a command in a package.json finds them. */
function programsOf(dir: string, host: Host): readonly string[] {
  return foldersUp(dir, host).map((folder) => path.join(folder, 'node_modules', '.bin'));
}

/** A folder of the repository and those above it, the nearest first. */
export function foldersUp(dir: string, { folders }: Pick<Host, 'folders'>): readonly string[] {
  const above = path.dirname(dir);
  return dir === folders.workspace || above === dir ? [dir] : [dir, ...foldersUp(above, { folders })];
}
