import type { Bundle } from '../../candidate.ts';
import type { Host } from '../../host/host.ts';
import type { PreviewPlan } from '../../plan.ts';
import type { VersionNote } from '../../release/staged.ts';
import type { Deployment } from '../edge.ts';
import { deployAtOnce, uploadFolder, uploadOf } from './at-once.ts';
import { accountOf, type Config, previewName } from './config.ts';
import { previewConfiguration, reasonAgainstPreview } from './deployed-config.ts';
import { environmentConfig } from './environment.ts';
import type { FoundWrangler } from './find-wrangler.ts';
import { isFor } from './note.ts';
import type { Configured } from './pack-main.ts';
import { aliasOf, labelOf, whyNotShared } from './shared-preview.ts';
import { workerNamed } from './worker.ts';

/** Why a pull request must not get a preview; undefined: it may. */
export async function whyNoPreview(
  { config, file }: Pick<Configured, 'config' | 'file'>,
  plan: PreviewPlan,
  host: Host,
): Promise<string | undefined> {
  const { configured, secrets } = plan;
  if (plan.how === 'shared') return whyNotShared(config, plan, file, host);
  if (secrets.length > 0 && configured === undefined) return NO_SECRETS;
  return reasonAgainstPreview(config, configured, file);
}

/**
 * Uploads the bundle as it is with wrangler, to a Worker of the pull request's own.
 * @param chosen the wrangler that does it; asked for once something is deployed at all
 */
export async function deployPreview(
  bundle: Bundle,
  note: VersionNote,
  { config, file, dir: from }: Pick<Configured, 'config' | 'file' | 'dir'>,
  plan: PreviewPlan,
  chosen: () => Promise<FoundWrangler>,
  host: Host,
): Promise<Deployment> {
  const effective = environmentConfig(config, plan.configured, file);
  const up = uploadOf(bundle, effective, from, host);
  const derived = previewConfiguration(config, plan.configured, up, plan.pr, file);
  const { program, version } = await chosen();
  await using dir = await uploadFolder(bundle, derived, host);
  const name = String(derived.name);
  const worker = workerNamed(name, accountOf(derived), host);
  const placed = await deployAtOnce(
    { program, cwd: dir.path },
    worker,
    note,
    { label: labelOf(plan.pr), secrets: plan.secrets },
    host,
  );
  return { ...placed, name, environment: plan.environment, tools: { 'wrangler (deploy)': version } };
}

/** Those of production must not be within reach of a pull request's code. */
const NO_SECRETS =
  'the service has `secrets`, and no environment says which ones a preview may have. Set `preview-environment`, and give this job the values of that environment.';

/**
 * Deletes the Worker of a pull request, where it is one of ours.
 * @returns what is still there, and why; undefined: nothing
 */
export async function removePreview(config: Config, { pr, how }: PreviewPlan, host: Host): Promise<string | undefined> {
  if (how === 'shared')
    return `it is the alias \`${aliasOf(pr)}\` of a version of \`${String(config.name)}\`, and Cloudflare takes no alias away`;
  const worker = workerNamed(previewName(String(config.name), pr), accountOf(config), host);
  const [now] = await worker.served();
  if (now === undefined) return undefined;
  const [live] = now.shares;
  if (live === undefined || !isFor(await worker.annotationsOf(live.versionId), labelOf(pr)))
    return `the Worker \`${worker.name}\` was not deployed by wasm-ship for this pull request`;
  await worker.remove();
  return undefined;
}
