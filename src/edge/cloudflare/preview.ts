import type { Bundle } from '../../candidate.ts';
import type { Host } from '../../host/host.ts';
import type { PreviewPlan } from '../../plan.ts';
import type { VersionNote } from '../../release/staged.ts';
import type { Declined, Deployment } from '../edge.ts';
import { deployAtOnce, FILES, uploadFolder } from './at-once.ts';
import { accountOf, assetsOf, type Config, previewConfig, previewName, reachingKeys } from './config.ts';
import type { FoundWrangler } from './find-wrangler.ts';
import { exactRules } from './modules.ts';
import { labelIn } from './note.ts';
import type { Configured } from './pack-main.ts';
import { workerNamed } from './worker.ts';

/**
 * Uploads the bundle as it is with wrangler, to a Worker of the pull request's own.
 * @param chosen the wrangler that does it; asked for once something is deployed at all
 */
export async function deployPreview(
  bundle: Bundle,
  note: VersionNote,
  { config, dir: from }: Pick<Configured, 'config' | 'dir'>,
  plan: PreviewPlan,
  chosen: () => Promise<FoundWrangler>,
  host: Host,
): Promise<Deployment | Declined> {
  const reaching = reachingKeys(config);
  if (reaching.length > 0) {
    return {
      declined: `a preview must not touch production's data, and the configuration has ${reaching.map((key) => `\`${key}\``).join(', ')}. Previews with bindings of their own are planned.`,
    };
  }
  const { program, version } = await chosen();
  const up = {
    main: `${FILES}/${bundle.entry}`,
    rules: exactRules(bundle, config),
    assets: assetsOf(config, from, host.folders.workspace),
  };
  const derived = previewConfig(config, up, plan.pr);
  await using dir = await uploadFolder(bundle, derived, host);
  const name = String(derived.name);
  const worker = workerNamed(name, accountOf(config), host);
  const placed = await deployAtOnce({ program, cwd: dir.path }, worker, note, labelOf(plan.pr), host);
  return { ...placed, name, environment: plan.environment, tools: { 'wrangler (deploy)': version } };
}

/**
 * Deletes the Worker of a pull request, where it is one of ours.
 * @returns what is still there, and why; undefined: nothing
 */
export async function removePreview(config: Config, pr: number, host: Host): Promise<string | undefined> {
  const worker = workerNamed(previewName(String(config.name), pr), accountOf(config), host);
  const [now] = await worker.served();
  if (now === undefined) return undefined;
  const [live] = now.shares;
  const label = live === undefined ? undefined : labelIn(await worker.annotationsOf(live.versionId));
  if (label !== labelOf(pr)) return `the Worker \`${worker.name}\` was not deployed by wasm-ship for this pull request`;
  await worker.remove();
  return undefined;
}

/** What its version is called by. */
function labelOf(pr: number): string {
  return `pr ${pr}`;
}
