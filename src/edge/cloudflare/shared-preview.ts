import type { Bundle } from '../../candidate.ts';
import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { PreviewPlan } from '../../plan.ts';
import type { VersionNote } from '../../release/staged.ts';
import type { Deployment } from '../edge.ts';
import { upload, uploadFolder, uploadOf } from './at-once.ts';
import { accountOf, type Config } from './config.ts';
import { releaseConfiguration } from './deployed-config.ts';
import { environmentConfig } from './environment.ts';
import type { FoundWrangler } from './find-wrangler.ts';
import { annotate } from './note.ts';
import { objectOf } from './outside-version.ts';
import type { Configured } from './pack-main.ts';
import { workerNamed } from './worker.ts';

/** Longest DNS label (RFC 1035, §2.3.4): alias, dash and name are one. */
const LABEL = 63;

/** What a pull request's version is found by. */
export function aliasOf(pr: number): string {
  return `pr-${pr}`;
}

/** What a pull request's version is called by in its message. */
export function labelOf(pr: number): string {
  return `pr ${pr}`;
}

/** Why the Worker that is live cannot have a version with an alias; undefined: it can. */
export async function whyNotShared(
  config: Config,
  { pr, configured }: PreviewPlan,
  file: string,
  host: Host,
): Promise<string | undefined> {
  const effective = environmentConfig(config, configured, file);
  const name = String(effective.name);
  const { migrations, durable_objects, preview_urls } = effective;
  if (preview_urls === false) return `${file} says \`preview_urls: false\`: no version has an address.`;
  const objects = migrations !== undefined || Object.keys(objectOf(durable_objects)).length > 0;
  if (objects) return 'a Worker with Durable Objects has no addresses of versions: use `preview: own`.';
  if (`${aliasOf(pr)}-${name}`.length > LABEL)
    return `\`${aliasOf(pr)}-${name}\` is longer than a name of a host may be.`;
  const served = await workerNamed(name, accountOf(effective), host).served();
  return served.length > 0 ? undefined : `${name} is not live yet, and its preview would be a version of it.`;
}

/** Uploads the bundle as a version of the Worker that is live, seen at its alias alone. */
export async function deployShared(
  bundle: Bundle,
  note: VersionNote,
  { config, file, dir: from }: Pick<Configured, 'config' | 'file' | 'dir'>,
  plan: PreviewPlan,
  chosen: () => Promise<FoundWrangler>,
  host: Host,
): Promise<Deployment> {
  const effective = environmentConfig(config, plan.configured, file);
  const derived = releaseConfiguration(config, plan.configured, uploadOf(bundle, effective, from, host), file);
  const { program, version } = await chosen();
  await using dir = await uploadFolder(bundle, derived, host);
  const name = String(derived.name);
  const annotations = annotate(note, host.random(4), labelOf(plan.pr));
  const what = { name, ...annotations, secrets: [], alias: aliasOf(plan.pr) };
  const record = await upload({ program, cwd: dir.path }, ['versions', 'upload'], 'version-upload', what, host);
  const url = record.preview_alias_url ?? record.preview_url ?? undefined;
  if (url === undefined) {
    throw new ShipError('deploy', `The version of ${name} has no address: its previews are off.`, {
      hint: `Write \`"preview_urls": true\` into ${file} and release it once, or use \`preview: own\`.`,
    });
  }
  return {
    ...{ url, name, versionId: record.version_id ?? '', deploymentId: undefined, environment: plan.environment },
    tools: { 'wrangler (deploy)': version },
    remarks: [
      `The preview is a version of \`${name}\` and has the bindings and secrets of production: what is done there is done to them.`,
    ],
  };
}
