import path from 'node:path';
import type { BuildTool } from '../../build/equip.ts';
import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { PackagePlan, ReleasePlan } from '../../plan.ts';
import { packagedProgram } from '../../platform.ts';
import { countedServer, startedFor, withCounters } from '../counted.ts';
import type { Edge, EdgeTools, Service } from '../edge.ts';
import { startAhead, type UploadAhead } from './ahead.ts';
import { type Recipe, recipeOf } from './build.ts';
import {
  accountOf,
  type Config,
  forRuntime,
  readConfig,
  refuseLocalPaths,
  refuseProductionEnvironment,
} from './config.ts';
import { environmentConfig, inheritedPatterns, keysOfAnotherBundle } from './environment.ts';
import { deployingWrangler, type FoundWrangler, type UsersWrangler, usersWrangler } from './find-wrangler.ts';
import { refuseWithoutPackages } from './npm-packages.ts';
import { type Configured, packByRecipe } from './pack-main.ts';
import { deployPreview, removePreview, whyNoPreview } from './preview.ts';
import { productionOf } from './production.ts';
import { runCommand } from './run-command.ts';
import { serveWorkerd } from './serve.ts';
import { deployShared } from './shared-preview.ts';
import { liveWorker, stagedWorker } from './staged.ts';

/** Cloudflare Workers: worker-build or wrangler makes the bundle, workerd serves it, wrangler deploys it. */
export const cloudflare: Edge = {
  open: async (crate, plan, host) => {
    const { config: whole, file, dir } = await readConfig(crate.dir, host);
    const recipe = recipeOf(crate, whole, file);
    const config = plan?.to === 'preview' ? whole : releasedConfig(whole, plan, file);
    const configured = { config, file, dir: path.join(host.folders.workspace, dir) };
    // before anything of the repository runs
    const users = plan === undefined ? undefined : await usersWrangler(configured.dir, plan, host);
    return serviceOf(crate, recipe, configured, users, host);
  },
};

/** The configuration that counts where the plan goes. @throws ShipError where it asks for what does not go up */
function releasedConfig(whole: Config, plan: ReleasePlan | undefined, file: string): Config {
  if (plan === undefined) return whole;
  if (plan.configured === undefined) refuseProductionEnvironment(whole, file);
  const config = environmentConfig(whole, plan.configured, file);
  refuseLocalPaths(config);
  if (plan.to === 'staging' && plan.configured !== undefined) refuseInherited(whole, plan.configured, file);
  const other = keysOfAnotherBundle(whole, config);
  if (other.length === 0) return config;
  const keys = other.map((key) => `\`${key}\``).join(', ');
  throw new ShipError(
    'plan',
    `${file}: \`env.${plan.configured ?? ''}\` has ${keys} of its own, and one bundle is built for all.`,
    { hint: 'Let it have what the top level has, or ship it as a Worker of its own.', place: { file } },
  );
}

/** @throws ShipError where staging would take the addresses of production */
function refuseInherited(whole: Config, environment: string, file: string): void {
  const patterns = inheritedPatterns(whole, environment, file);
  if (patterns.length === 0) return;
  const shown = patterns.map((pattern) => `\`${pattern}\``).join(', ');
  throw new ShipError(
    'plan',
    `${file}: \`env.${environment}\` has ${shown} from the top level, and would take it away from there.`,
    {
      hint: `Give it routes of its own, or none: \`"routes": []\`.`,
      place: { file },
    },
  );
}

/** What a recipe calls. */
function needsOf(crate: PackagePlan, { wasmBindgen }: Recipe): readonly BuildTool[] {
  if (crate.dependencies.includes('worker')) return ['wasm-bindgen', 'worker-build'];
  return wasmBindgen ? ['wasm-bindgen'] : [];
}

function serviceOf(
  crate: PackagePlan,
  recipe: Recipe,
  configured: Configured,
  users: UsersWrangler | undefined,
  host: Host,
): Service {
  const { config } = configured;
  let ahead: UploadAhead | undefined;
  let warned = false;
  let prepared = false;
  let releasing: Promise<FoundWrangler> | undefined;
  const releasingWrangler = (plan: ReleasePlan, tools: EdgeTools): Promise<FoundWrangler> => {
    releasing ??= tools.then((modules) => deployingWrangler(plan, users, modules, host)); // which one, is said once
    return releasing;
  };
  const serve: Service['serve'] = async (bundle, options, tools) => {
    const { config: served, warning } = forRuntime(config, await workerdVersion(tools, host));
    if (!warned) warnOf([warning, config.assets === undefined ? undefined : NO_ASSETS], host);
    warned = true;
    return serveWorkerd(bundle, served, options, workerdFile(await tools, host), host);
  };
  return {
    target: 'wasm32-unknown-unknown',
    place: [accountOf(config), String(config.name)].filter((part) => part !== undefined).join('/'),
    needs: needsOf(crate, recipe),
    async prepare(env, equipment, tools) {
      prepared = true;
      // not in `open`: a job that only deploys what another one has built needs none
      if (recipe.main !== undefined || recipe.before !== '')
        await refuseWithoutPackages(configured.dir, recipe.before + recipe.after !== '', host);
      if (recipe.before !== '') await runCommand(recipe.before, configured, env, equipment, tools, host);
    },
    pack: (built, into, equipment, tools) =>
      packByRecipe(built, crate, recipe, configured, into, equipment, tools, host),
    runtime: async (tools) => `workerd ${await workerdVersion(tools, host)}`,
    serve,
    async serveCounted(bundle, module, { vars }, tools) {
      const copy = await withCounters(bundle, module, 'by code', host);
      return countedServer(await startedFor(copy, () => serve(copy, { vars, isolates: 'one' }, tools)), copy);
    },
    declines: (plan) => whyNoPreview(configured, plan, host),
    async preview(bundle, note, plan, tools) {
      if (!prepared) refuseMadeAssets(recipe, configured);
      const wrangler = async () => deployingWrangler(plan, users, await tools, host);
      const put = plan.how === 'own' ? deployPreview : deployShared;
      const placed = await put(bundle, note, configured, plan, wrangler, host);
      return { ...placed, ...(await productionOf(configured, plan, host)) };
    },
    remove: (plan) => removePreview(config, plan, host),
    live: (plan) => liveWorker(config, plan.address, host),
    ahead(note, plan, tools) {
      ahead ??= startAhead(note, plan, () => releasingWrangler(plan, tools), host);
      return ahead;
    },
    async release(bundle, plan, tools) {
      if (!prepared) refuseMadeAssets(recipe, configured);
      return stagedWorker(bundle, configured, plan, () => releasingWrangler(plan, tools), host, ahead);
    },
  };
}

/** @throws ShipError where a job that builds nothing would put assets live without what the build makes of them */
function refuseMadeAssets(recipe: Recipe, { config, file }: Configured): void {
  if (config.assets === undefined || recipe.before + recipe.after === '') return;
  throw new ShipError(
    'plan',
    `Not yet: ${file} has \`assets\` and a build command, which may make some; this job runs none.`,
    {
      hint: 'Ship such a Worker in one job (without `phase`), or commit the assets and take the command out.',
      place: { file },
    },
  );
}

const NO_ASSETS =
  'The latency run serves the Worker alone, without its static `assets`: let `requests` name paths that the Worker itself answers.';

function warnOf(warnings: readonly (string | undefined)[], host: Host): void {
  for (const warning of warnings) if (warning !== undefined) host.log.warning(warning, { title: 'wasm-ship' });
}

async function workerdVersion(tools: EdgeTools, host: Host): Promise<string> {
  const manifest = await host.files.text(path.join(await tools, 'workerd', 'package.json'));
  return (JSON.parse(manifest) as { version: string }).version;
}

function workerdFile(modules: string, host: Host): string {
  return path.join(modules, packagedProgram('workerd', host.platform));
}
