import path from 'node:path';
import type { Bundle } from '../../candidate.ts';
import { attempt, ShipError } from '../../error.ts';
import type { Host, Output, SecretName } from '../../host/host.ts';
import type { Served, VersionNote } from '../../release/staged.ts';
import { assetsOf, type Config, type Upload as Taken } from './config.ts';
import { exactRules } from './modules.ts';
import { annotate } from './note.ts';
import type { Worker } from './worker.ts';
import {
  lastLines,
  parseWranglerOutput,
  RECORDS,
  runWrangler,
  type Wrangler,
  type WranglerRecord,
  wranglerError,
} from './wrangler.ts';

/** A folder for wrangler with a bundle and the configuration that it goes up with. */
export async function uploadFolder(
  bundle: Bundle,
  config: Config,
  host: Pick<Host, 'files'>,
): Promise<AsyncDisposable & { readonly path: string }> {
  const dir = await host.files.temp('deploy');
  await host.files.copy(bundle.folder, path.join(dir.path, FILES));
  await host.files.write(path.join(dir.path, CONFIG), JSON.stringify(config, null, 2));
  return dir;
}

/** Where the bundle's files are in that folder. */
export const FILES = 'bundle';
export const CONFIG = 'wrangler.json';

/**
 * What of a configuration is about the files that go up.
 * @param config that counts where they go
 * @param from folder of the configuration
 */
export function uploadOf(bundle: Bundle, config: Config, from: string, { folders }: Pick<Host, 'folders'>): Taken {
  return {
    main: `${FILES}/${bundle.entry}`,
    rules: exactRules(bundle, config),
    assets: assetsOf(config, from, folders.workspace),
  };
}

/** What went live. */
export interface Placed {
  readonly url: string;
  readonly versionId: string;
  readonly deploymentId: string | undefined;
  /** It is live, and something of the deploy failed all the same. */
  readonly failure?: ShipError;
}

/**
 * Uploads with `wrangler deploy`, which puts it live, and asks what is live. A deploy that failed may be live all the same:
 * its last calls set up routes.
 */
export async function deployAtOnce(
  wrangler: Wrangler,
  worker: Worker,
  note: VersionNote,
  { label, secrets }: { readonly label: string; readonly secrets: readonly SecretName[] },
  host: Host,
): Promise<Placed> {
  const { name } = worker;
  const { tag, message } = annotate(note, host.random(4), label);
  const done = await attempt(async () => {
    const record = await upload(wrangler, ['deploy'], 'deploy', { name, tag, message, secrets }, host);
    return { url: addressOf(record.targets ?? []), versionId: record.version_id ?? '' };
  });
  if (!done.ok && done.error.fault === 'cancelled') throw unsure(done.error);
  const asked = await attempt(() => worker.served());
  if (!asked.ok && asked.error.fault === 'cancelled') throw unsure(asked.error);
  const live = asked.ok ? asked.value[0] : undefined;
  const deploymentId = live?.deploymentId;
  if (!done.ok) {
    const versionId = asked.ok ? await versionWith(message, live, worker) : 'unknown';
    // refused for good, and asking is refused alike: a wrong token puts nothing live
    if (versionId === 'unknown') throw done.error.unsure ? unsure(done.error) : done.error;
    if (versionId === undefined) throw settled(done.error);
    return { url: '', versionId, deploymentId, failure: done.error };
  }
  const placed = { deploymentId, ...done.value };
  if (live === undefined) return { ...placed, failure: unconfirmed(name) };
  const shares = live.shares.map(({ versionId }) => versionId);
  if (shares.length === 1 && shares[0] === placed.versionId) return placed;
  const error = new ShipError(
    'deploy',
    `wrangler deployed version ${placed.versionId} of ${name}, but Cloudflare serves ${shares.join(', ') || 'none'}.`,
    { hint: 'Did somebody else deploy at the same time? Deploy again.' },
  );
  if (!shares.includes(placed.versionId)) throw error;
  return { ...placed, failure: error };
}

/** An upload, as wrangler is called for it. */
export interface Upload {
  readonly name: string;
  readonly tag: string;
  readonly message: string;
  readonly secrets: readonly SecretName[];
  /** By which a version is found that is not live. */
  readonly alias?: string;
}

/** Arguments of a command of wrangler that uploads. @param secrets the file that has them */
export function uploadArgs(
  command: readonly string[],
  { tag, message, alias }: Pick<Upload, 'tag' | 'message' | 'alias'>,
  secrets: string | undefined,
): readonly string[] {
  const aliased = alias === undefined ? [] : ['--preview-alias', alias];
  const confided = secrets === undefined ? [] : ['--secrets-file', secrets];
  return [...command, '--config', CONFIG, '--tag', tag, '--message', message, ...confided, ...aliased];
}

/** Runs a command of wrangler that uploads, and gives what it wrote down of it, with a version. */
export async function upload(
  wrangler: Wrangler,
  command: readonly string[],
  type: string,
  wish: Upload,
  host: Host,
): Promise<WranglerRecord> {
  await using file = wish.secrets.length === 0 ? undefined : await host.secretsFile(wish.secrets);
  const output = await runWrangler(wrangler, uploadArgs(command, wish, file?.path), host, { onLine: host.log.echo });
  return uploaded(wrangler.cwd, type, wish.name, output, host);
}

/** What a wrangler that ended wrote down of its upload. @param cwd where it ran */
export async function uploaded(
  cwd: string,
  type: string,
  name: string,
  output: Output,
  host: Pick<Host, 'files'>,
): Promise<WranglerRecord> {
  const records = await recordsIn(cwd, host);
  if (output.code !== 0) throw wranglerError(name, records, output);
  const record = records.findLast((one) => one.type === type);
  if (record?.version_id !== undefined && record.version_id !== null) return record;
  throw new ShipError('deploy', `wrangler deployed ${name} and did not say which version.`, {
    unsure: true,
    tail: lastLines(output.stdout),
  });
}

/** What a wrangler has written down so far. @param cwd where it runs */
export async function recordsIn(cwd: string, { files }: Pick<Host, 'files'>): Promise<readonly WranglerRecord[]> {
  const told = path.join(cwd, RECORDS);
  return parseWranglerOutput((await files.exists(told)) ? await files.text(told) : '');
}

/** Routes, custom domains, crons and the like, which belong to no version. */
export async function applyTriggers(wrangler: Wrangler, name: string, host: Host): Promise<void> {
  const output = await runWrangler(wrangler, ['triggers', 'deploy', '--config', CONFIG], host, {
    onLine: host.log.echo,
  });
  if (output.code !== 0) throw wranglerError(name, [], output);
}

function unconfirmed(name: string): ShipError {
  return new ShipError('deploy', `${name} was deployed, but Cloudflare does not tell which version is live.`, {
    hint: 'Look at the deployments of the Worker in the dashboard, or deploy again.',
  });
}

/** The same error, now that the edge has said that nothing of it is live. */
export function settled(error: ShipError): ShipError {
  const { fault, message, tail, hint } = error;
  return new ShipError(fault, message, {
    cause: error,
    ...(tail === undefined ? {} : { tail }),
    ...(hint === undefined ? {} : { hint }),
  });
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

/** The live version that went up with this message; undefined where none did. */
async function versionWith(
  message: string,
  live: Served | undefined,
  worker: Worker,
): Promise<string | 'unknown' | undefined> {
  for (const { versionId } of live?.shares ?? []) {
    const told = await attempt(() => worker.annotationsOf(versionId));
    if (!told.ok) return 'unknown';
    if (told.value['workers/message'] === message) return versionId;
  }
  return undefined;
}
