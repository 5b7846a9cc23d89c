import path from 'node:path';
import type { Built } from '../../build/cargo.ts';
import type { Equipment } from '../../build/equip.ts';
import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { PackagePlan } from '../../plan.ts';
import { readSections } from '../../wasm/sections.ts';
import type { EdgeTools, Packed } from '../edge.ts';
import type { Recipe } from './build.ts';
import type { Config } from './config.ts';
import { type Bundling, bundleMain, type DryRun } from './dry-run.ts';
import { buildGlue, packWorker } from './pack.ts';
import { commandReads, packingReads } from './packing-reads.ts';
import { runCommand } from './run-command.ts';

/** The configuration of a Worker, and the absolute folder that its paths start from. */
export interface Configured {
  readonly config: Config;
  readonly dir: string;
  /** Its name, for messages. */
  readonly file: string;
}

/** Makes a Worker by its recipe, after the steps before: worker-build or wasm-bindgen, and wrangler over an own `main`. */
export async function packByRecipe(
  built: Built,
  crate: PackagePlan,
  recipe: Recipe,
  configured: Configured,
  into: string,
  equipment: Equipment,
  tools: EdgeTools,
  host: Host,
): Promise<Packed> {
  if (recipe.main === undefined) {
    const packed = await packWorker(built, crate, into, equipment, tools, host);
    return { ...packed, ...(await commandReads(crate, recipe, configured, host)) };
  }
  await placeModule(built, equipment, host);
  const bundling: Bundling = { ...configured, main: recipe.main, out: path.join(into, 'made') };
  const { made, dry } = await bundled(built, crate, recipe, bundling, equipment, tools, host);
  const dir = path.join(host.folders.workspace, crate.dir);
  const ours = [
    ...(recipe.workerBuild ? [path.join(dir, 'build')] : glueFiles(built, path.join(dir, 'pkg'))),
    ...[usualPlace(built, equipment), built.module],
  ];
  const packed = await takeOver(dry, made, bundling, recipe, ours, into, host);
  const asked = await commandReads(crate, recipe, configured, host);
  if ('unseen' in asked) return { ...packed, ...asked };
  return { ...packed, read: [...(packed.read ?? []), ...asked.read] };
}

interface Making {
  readonly dry: DryRun;
  /** The crate's module as the bundle must have it; undefined where the user's own command made it. */
  readonly made: string | undefined;
}

async function bundled(
  built: Built,
  crate: PackagePlan,
  recipe: Recipe,
  bundling: Bundling,
  equipment: Equipment,
  tools: EdgeTools,
  host: Host,
): Promise<Making> {
  const dir = path.join(host.folders.workspace, crate.dir);
  if (recipe.workerBuild) {
    const out = path.join(dir, 'build');
    await buildGlue(built, crate, out, equipment, tools, host);
    if (recipe.after !== '') await runCommand(recipe.after, bundling, built.env, equipment, tools, host);
    const made = recipe.after === '' ? path.join(out, 'index_bg.wasm') : undefined;
    return { made, dry: await bundleMain(bundling, tools, host) };
  }
  if (recipe.before !== '') return { made: undefined, dry: await bundleMain(bundling, tools, host) };
  if (!recipe.wasmBindgen) {
    await refuseUnbound(built, crate, host);
    return { made: built.module, dry: await bundleMain(bundling, tools, host) };
  }
  return bundledWithBindgen(built, path.join(dir, 'pkg'), bundling, equipment, tools, host);
}

/**
 * Two forms of glue are imported by Workers: `NAME.js` of the target `web`, and `NAME_bg.js` of `bundler`, where `main`
 * itself makes the instance. Which one this is, its bundling tells: the form that is not imported is not there.
 */
async function bundledWithBindgen(
  built: Built,
  pkg: string,
  bundling: Bundling,
  equipment: Equipment,
  tools: EdgeTools,
  host: Host,
): Promise<Making> {
  const name = path.parse(built.module).name;
  const made = path.join(pkg, `${name}_bg.wasm`);
  await wasmBindgen('web', built, pkg, equipment, host);
  try {
    return { made, dry: await bundleMain(bundling, tools, host) };
  } catch (error) {
    const form = `${name}_bg.js`;
    if (!(error instanceof ShipError) || !`${error.message}${error.tail}`.includes(form)) throw error;
    host.log.info(`\`main\` imports ${form}: the glue of wasm-bindgen's target \`bundler\`.`);
  }
  await wasmBindgen('bundler', built, pkg, equipment, host);
  return { made, dry: await bundleMain(bundling, tools, host) };
}

const BINDGEN_MS = 5 * 60_000;
/** What wasm-bindgen makes of NAME.wasm. */
const GLUE = ['.js', '.d.ts', '_bg.js', '_bg.wasm', '_bg.wasm.d.ts'];

function glueFiles({ module }: Built, pkg: string): readonly string[] {
  return GLUE.map((end) => path.join(pkg, `${path.parse(module).name}${end}`));
}

/** `pkg` is where wasm-pack puts it. What an earlier build left there is another module's glue. */
async function wasmBindgen(
  target: 'web' | 'bundler',
  built: Built,
  pkg: string,
  equipment: Equipment,
  host: Host,
): Promise<void> {
  for (const file of glueFiles(built, pkg)) await host.files.remove(file);
  const tool = await equipment.tool('wasm-bindgen');
  await host.run(
    {
      file: tool.file,
      args: [...tool.args, '--target', target, '--out-dir', pkg, built.module],
      name: 'wasm-bindgen',
      trust: 'ours',
      timeoutMs: BINDGEN_MS,
    },
    { onLine: host.log.echo },
  );
}

/**
 * The module where cargo alone would have put it, `target/TARGET/PROFILE` in the workspace: there `main` looks for it. We build elsewhere where other checkouts build in the same folder.
 */
async function placeModule(built: Built, equipment: Equipment, host: Host): Promise<void> {
  const usual = usualPlace(built, equipment);
  if (usual === path.resolve(built.module)) return;
  await host.files.remove(usual); // may be one file with another of cargo's own
  await host.files.copy(built.module, usual);
}

function usualPlace({ module }: Built, { workspace }: Equipment): string {
  return path.join(workspace.root, 'target', ...path.resolve(module).split(path.sep).slice(-3));
}

/** The section in which wasm-bindgen's macro leaves what its program has to do. */
const UNBOUND = '__wasm_bindgen_unstable';

async function refuseUnbound(built: Built, { name }: PackagePlan, host: Host): Promise<void> {
  const sections = readSections(await host.files.read(built.module));
  if (!sections.some((section) => section.name === UNBOUND)) return;
  throw new ShipError('build', `${name} uses wasm-bindgen by another crate alone, and its version is not chosen.`, {
    hint: 'Add `wasm-bindgen` to the dependencies in its Cargo.toml.',
  });
}

/** The bundle of what wrangler made, and which of its modules is the crate's. */
async function takeOver(
  dry: DryRun,
  made: string | undefined,
  { main, out, file }: Bundling,
  recipe: Recipe,
  built: readonly string[],
  into: string,
  host: Host,
): Promise<Packed> {
  const folder = path.join(into, 'bundle');
  for (const name of dry.files) await host.files.copy(path.join(out, name), path.join(folder, name));
  await host.files.remove(out);
  const modules = dry.files.filter((name) => /\.wasm(\?module)?$/.test(name));
  const contents = await Promise.all(modules.map((name) => host.files.read(path.join(folder, name))));
  const wanted = made === undefined ? undefined : Buffer.from(await host.files.read(made));
  const sizes = contents.map((content) => content.length);
  const at =
    wanted === undefined ? sizes.indexOf(Math.max(...sizes)) : contents.findIndex((content) => wanted.equals(content));
  const module = modules[at];
  if (module === undefined) throw notImported(main, file, made, host);
  if (modules.length > 1) host.log.info(`${modules.length} wasm modules in the bundle; optimized is ${module} alone.`);
  const told = await packingReads(dry.read, built, host);
  return {
    folder,
    entry: dry.entry,
    module,
    wasmBindgen: recipe.wasmBindgen,
    ...told,
    tools: { wrangler: dry.wrangler },
  };
}

function notImported(main: string, file: string, made: string | undefined, host: Host): ShipError {
  const shown = made === undefined ? undefined : path.relative(host.folders.workspace, made).replaceAll('\\', '/');
  return new ShipError('build', `\`main\` (${main}) imports no wasm module that this build has made.`, {
    hint:
      shown === undefined
        ? 'The build command has to write the module to where `main` imports it from.'
        : `Import ${shown.startsWith('..') ? 'the module from `target/` of the workspace' : `\`${shown}\``}, or write a \`[build] command\` that makes what it imports.`,
    place: { file },
  });
}
