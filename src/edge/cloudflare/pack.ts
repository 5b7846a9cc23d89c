import path from 'node:path';
import type { Built } from '../../build/cargo.ts';
import type { Equipment, Tool } from '../../build/equip.ts';
import type { Command, Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import { packagedProgram } from '../../platform.ts';
import type { EdgeTools, Packed } from '../edge.ts';

const PACK_MS = 20 * 60_000;

/** Runs worker-build over what cargo has built already: JavaScript glue, entry module, one file of each. */
export async function packWorker(
  built: Built,
  crate: PackagePlan,
  into: string,
  equipment: Equipment,
  tools: EdgeTools,
  host: Host,
): Promise<Packed> {
  const made = path.join(into, 'made');
  await buildGlue(built, crate, made, equipment, tools, host);
  const folder = path.join(into, 'bundle');
  for (const name of ['index.js', 'index_bg.wasm'])
    await host.files.copy(path.join(made, name), path.join(folder, name));
  await host.files.remove(made);
  return { folder, entry: 'index.js', module: 'index_bg.wasm', wasmBindgen: true };
}

/** Runs worker-build alone, into a folder. */
export async function buildGlue(
  built: Built,
  crate: PackagePlan,
  out: string,
  equipment: Equipment,
  tools: EdgeTools,
  host: Host,
): Promise<void> {
  const [workerBuild, wasmBindgen, modules] = await Promise.all([
    equipment.tool('worker-build'),
    equipment.tool('wasm-bindgen'),
    tools,
  ]);
  const esbuild = esbuildFile(modules, host);
  const command = workerBuildCommand(crate, out, built, { workerBuild, wasmBindgen, esbuild }, host);
  await host.run(command, { onLine: host.log.echo });
}

/** esbuild of our own tools. */
export function esbuildFile(modules: string, host: Host): string {
  return path.join(modules, packagedProgram('esbuild', host.platform));
}

interface Tools {
  readonly workerBuild: Tool;
  readonly wasmBindgen: Tool;
  readonly esbuild: string;
}

function workerBuildCommand(crate: PackagePlan, out: string, built: Built, tools: Tools, host: Host): Command {
  return {
    file: tools.workerBuild.file,
    // no-opt: wasm-opt runs once, by our own stage, with the features of the module
    args: [...profileFlags(crate.profile), '--no-opt', '--out-dir', out, ...built.flags],
    cwd: path.join(host.folders.workspace, crate.dir),
    env: { ...built.env, WASM_BINDGEN_BIN: tools.wasmBindgen.file, ESBUILD_BIN: tools.esbuild },
    trust: 'theirs',
    timeoutMs: PACK_MS,
  };
}

/** worker-build looks in the folder that has the name of `--profile`; cargo builds `dev` into `debug`. */
function profileFlags(profile: string): string[] {
  if (profile === 'release' || profile === 'dev') return [`--${profile}`];
  return ['--profile', profile];
}
