import path from 'node:path';
import type { Bundle } from '../../candidate.ts';
import { attempt, ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { DeployPlan } from '../../plan.ts';
import type { Declined, Deployment } from '../edge.ts';
import { askApi } from './api.ts';
import { assetsOf, previewConfig, productionConfig, reachingKeys } from './config.ts';
import type { FoundWrangler } from './find-wrangler.ts';
import { exactRules } from './modules.ts';
import type { Configured } from './pack-main.ts';
import { lastLines, parseWranglerOutput, RECORDS, runWrangler, type Wrangler, wranglerError } from './wrangler.ts';

/**
 * Uploads the bundle as it is with wrangler and puts it live under the Worker that the plan means.
 * @param chosen the wrangler that does it; asked for once something is deployed at all
 */
export async function deployWorker(
  bundle: Bundle,
  { config, dir: from }: Pick<Configured, 'config' | 'dir'>,
  plan: DeployPlan,
  chosen: () => Promise<FoundWrangler>,
  host: Host,
): Promise<Deployment | Declined> {
  const reaching = plan.to === 'preview' ? reachingKeys(config) : [];
  if (reaching.length > 0) {
    return {
      declined: `a preview must not touch production's data, and the configuration has ${reaching.map((key) => `\`${key}\``).join(', ')}. Previews with bindings of their own are planned.`,
    };
  }
  const { program, version } = await chosen();
  await using dir = await host.files.temp('deploy');
  await host.files.copy(bundle.folder, path.join(dir.path, 'bundle'));
  const up = {
    main: `bundle/${bundle.entry}`,
    rules: exactRules(bundle, config),
    assets: assetsOf(config, from, host.folders.workspace),
  };
  const derived = plan.to === 'preview' ? previewConfig(config, up, plan.pr) : productionConfig(config, up);
  await host.files.write(path.join(dir.path, 'wrangler.json'), JSON.stringify(derived, null, 2));
  const account = typeof config.account_id === 'string' ? config.account_id : undefined;
  const upload = { name: String(derived.name), environment: plan.environment, bundle, account };
  const deployment = await deployed({ program, cwd: dir.path }, upload, host);
  return { ...deployment, tools: { 'wrangler (deploy)': version } };
}

/** What goes up, and under which name. */
interface Upload {
  readonly name: string;
  readonly environment: string;
  readonly bundle: Bundle;
  /** The account that the configuration names. */
  readonly account: string | undefined;
}

/** Deploys and asks what is live. A deploy that failed may be live all the same: its last calls set up routes. */
async function deployed(wrangler: Wrangler, upload: Upload, host: Host): Promise<Deployment> {
  const { name, environment, bundle } = upload;
  // tells this upload apart from an earlier one of the same bytes
  const message = `wasm-ship sha256 ${bundle.digest} run ${host.random(4)}`;
  const done = await attempt(() => deploy(wrangler, upload, message, host));
  if (!done.ok && done.error.fault === 'cancelled') throw unsure(done.error);
  if (!done.ok && !done.error.unsure) throw done.error;
  const live = await liveDeployment(upload, host);
  const there = { name, environment, deploymentId: typeof live === 'object' ? live.id : undefined };
  if (!done.ok) {
    const versionId = await versionWith(message, live, upload, host);
    if (versionId === 'unknown') throw unsure(done.error);
    if (versionId === undefined) throw settled(done.error);
    return { ...there, url: '', versionId, failure: done.error };
  }
  const deployment = { ...there, ...done.value };
  if (live === 'no worker' || live === 'unknown') {
    return { ...deployment, failure: unconfirmed(name) };
  }
  if (live.versions.length === 1 && live.versions[0] === deployment.versionId) return deployment;
  const error = new ShipError(
    'deploy',
    `wrangler deployed version ${deployment.versionId} of ${name}, but Cloudflare serves ${live.versions.join(', ') || 'none'}.`,
    { hint: 'Did somebody else deploy at the same time? Deploy again.' },
  );
  if (!live.versions.includes(deployment.versionId)) throw error;
  return { ...deployment, failure: error };
}

function unconfirmed(name: string): ShipError {
  return new ShipError('deploy', `${name} was deployed, but Cloudflare does not tell which version is live.`, {
    hint: 'Look at the deployments of the Worker in the dashboard, or deploy again.',
  });
}

/** The same error, now that the edge has said that nothing of it is live. */
function settled(error: ShipError): ShipError {
  const { fault, message, tail } = error;
  return new ShipError(fault, message, { cause: error, ...(tail === undefined ? {} : { tail }) });
}

/** The error of a deploy of which nobody knows how far it came. */
function unsure(error: ShipError): ShipError {
  const { fault, message, hint, tail } = error;
  return new ShipError(fault, `${message} Whether it is live is not known.`, {
    cause: error,
    unsure: true,
    hint: [hint, 'Look at the deployments of the Worker in the dashboard, or deploy again.']
      .filter((part) => part !== undefined)
      .join(' '),
    ...(tail === undefined ? {} : { tail }),
  });
}

async function deploy(
  wrangler: Wrangler,
  { name, bundle }: Upload,
  message: string,
  host: Host,
): Promise<{ url: string; versionId: string }> {
  const args = ['deploy', '--config', 'wrangler.json', '--tag', bundle.digest.slice(0, 25), '--message', message];
  const output = await runWrangler(wrangler, args, host, { onLine: host.log.echo });
  const file = path.join(wrangler.cwd, RECORDS);
  const records = parseWranglerOutput((await host.files.exists(file)) ? await host.files.text(file) : '');
  if (output.code !== 0) throw wranglerError(name, records, output);
  const done = records.find((record) => record.type === 'deploy');
  if (done?.version_id === undefined || done.version_id === null) {
    throw new ShipError('deploy', `wrangler deployed ${name} and did not say which version.`, {
      unsure: true,
      tail: lastLines(output.stdout),
    });
  }
  return { url: addressOf(done.targets ?? []), versionId: done.version_id };
}

/**
 * Where a Worker answers, of wrangler's targets: `https://NAME.….workers.dev`, `example.com/* (zone name: …)`,
 * `schedule: …`. Empty where none of them is an address.
 */
export function addressOf(targets: readonly string[]): string {
  const addresses = targets.flatMap((target) => {
    const [place = ''] = target.split(' ');
    if (/^https?:\/\//.test(place)) return [place];
    return /^\w[\w-]*(\.[\w-]+)+(\/[^*]*)?\*?$/.test(place) ? [`https://${place.replace(/\*$/, '')}`] : [];
  });
  return addresses[0] ?? '';
}

/** What Cloudflare serves; `unknown` where it does not tell. */
type Live = { readonly id: string; readonly versions: readonly string[] } | 'no worker' | 'unknown';

async function liveDeployment({ name, account }: Upload, host: Host): Promise<Live> {
  const told = await askApi<Deployments>(`/workers/scripts/${name}/deployments`, account, host);
  if (told === 'not there') return 'no worker';
  if (told === 'unknown' || told.result.deployments === undefined) return 'unknown';
  const [live] = told.result.deployments; // the newest first
  return { id: live?.id ?? '', versions: live?.versions.map((version) => version.version_id) ?? [] };
}

/** The live version that went up with this message; undefined where none did. */
async function versionWith(
  message: string,
  live: Live,
  { name, account }: Upload,
  host: Host,
): Promise<string | 'unknown' | undefined> {
  if (live === 'unknown') return 'unknown';
  for (const id of live === 'no worker' ? [] : live.versions) {
    const told = await askApi<Version>(`/workers/scripts/${name}/versions/${id}`, account, host);
    if (typeof told === 'string') return 'unknown';
    if (told.result.annotations?.['workers/message'] === message) return id;
  }
  return undefined;
}

/** `…/scripts/NAME/deployments`: what we read of it. */
interface Deployments {
  readonly deployments?: readonly {
    readonly id: string;
    readonly versions: readonly { readonly version_id: string }[];
  }[];
}

/** `…/scripts/NAME/versions/ID`: what we read of it. */
interface Version {
  readonly annotations?: Readonly<Record<string, string>>;
}
