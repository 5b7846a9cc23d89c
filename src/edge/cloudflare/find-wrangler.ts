import { createHash } from 'node:crypto';
import path from 'node:path';
import { attempt, ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { DeployPlan } from '../../plan.ts';
import type { EdgeTools } from '../edge.ts';
import { isPinned } from './pinned.ts';
import { foldersUp } from './run-command.ts';

type World = Pick<Host, 'run' | 'files' | 'folders' | 'log' | 'platform'>;

/** A wrangler to call. */
export interface FoundWrangler {
  /** Its JavaScript, run on our own Node. */
  readonly program: string;
  readonly version: string;
}

/** The wrangler of the user's node_modules, as it was before anything of the repository has run. */
export interface UsersWrangler extends FoundWrangler {
  /** Its folder, without symbolic links. */
  readonly folder: string;
  /** Of all its files, and of the packages that it loads. */
  readonly digest: string;
  /** Why it cannot deploy. */
  readonly unfit: string | undefined;
}

/** `deploy` has `--tag` and `--message` since this one; a deploy is found again by them. */
const OLDEST = [4, 66, 0] as const;

/** Whether a wrangler is as new as the oldest whose flags we know: `--metafile`, `--tag`, `--message`. */
export function hasOurFlags(version: string): boolean {
  return !isOlder(version, OLDEST);
}

/** The wrangler that the user's package.json has installed, the nearest upwards from the configuration, else ours. */
export async function nearestWrangler(
  dir: string,
  tools: EdgeTools,
  host: Pick<Host, 'files' | 'folders'>,
): Promise<FoundWrangler> {
  const there = await usersFolder(dir, host);
  return wranglerIn(there ?? path.join(await tools, 'wrangler'), host);
}

/**
 * The user's wrangler, where there is one, and whether it may deploy a preview: it then gets the preview's token. To be asked
 * before anything of the repository runs: what a build leaves in node_modules is not the user's.
 * @param dir absolute folder of the configuration
 */
export async function usersWrangler(
  dir: string,
  { to }: Pick<DeployPlan, 'to'>,
  host: World,
): Promise<UsersWrangler | undefined> {
  const there = await usersFolder(dir, host);
  if (there === undefined) return undefined;
  const key = `${to} ${there}`;
  const known = of(seen, host).get(key) ?? looked(there, to, host);
  of(seen, host).set(key, known);
  return known;
}

/** Packages of a workspace share one: it is looked at once, and a notice about it is said once. */
const seen = new WeakMap<World, Map<string, Promise<UsersWrangler>>>();
const told = new WeakMap<World, Map<string, true>>();

function of<T>(all: WeakMap<World, Map<string, T>>, host: World): Map<string, T> {
  const there = all.get(host) ?? new Map<string, T>();
  all.set(host, there);
  return there;
}

function noticeOnce(text: string, host: World): void {
  if (!of(told, host).has(text)) host.log.notice(text, 'wasm-ship');
  of(told, host).set(text, true);
}

async function looked(there: string, to: DeployPlan['to'], host: World): Promise<UsersWrangler> {
  const found = await attempt(() => wranglerIn(there, host));
  const version = found.ok ? found.value.version : 'unknown version';
  const folder = (await host.files.real(there)) ?? there;
  const users = { folder, program: path.join(folder, 'bin', 'wrangler.js'), version, digest: '' };
  if (to !== 'preview') return { ...users, unfit: 'a release' };
  const unfit = found.ok ? await whyUnfit(version, there, folder, host) : 'its package.json does not tell a version';
  if (unfit !== undefined) return { ...users, unfit };
  const digest = await attempt(() => digestOf(folder, host));
  return digest.ok ? { ...users, digest: digest.value, unfit } : { ...users, unfit: 'its files cannot be read' };
}

/**
 * The wrangler that deploys. What goes live is deployed by ours alone: its token is in reach of no code but what this action
 * pins itself. Where the user's does not do, a notice says why.
 * @param users as it was before the build
 * @param modules node_modules of our tools
 */
export async function deployingWrangler(
  plan: Pick<DeployPlan, 'to' | 'secrets'>,
  users: UsersWrangler | undefined,
  modules: string,
  host: World,
): Promise<FoundWrangler> {
  const ours = await wranglerIn(path.join(modules, 'wrangler'), host);
  if (users === undefined) return ours;
  if (plan.to !== 'preview') {
    tellOfRelease(plan.to, users, ours, host);
    return ours;
  }
  const why = users.unfit ?? tooOldFor(plan, users) ?? (await whyNotNow(users, host));
  if (why === undefined) {
    host.log.info(`Deploying with wrangler ${users.version} of node_modules.`);
    return users;
  }
  const instead = `our own wrangler ${ours.version}, not by ${users.version} of node_modules`;
  noticeOnce(`The preview is deployed by ${instead}: ${why}.`, host);
  return ours;
}

/** `--secrets-file` of what uploads a version. */
const TAKES_SECRETS = [4, 74, 0] as const;

function tooOldFor({ secrets }: Pick<DeployPlan, 'secrets'>, { version }: FoundWrangler): string | undefined {
  if (secrets.length === 0 || !isOlder(version, TAKES_SECRETS)) return undefined;
  return `it takes no secrets with a version; ${TAKES_SECRETS.join('.')} and newer do`;
}

function tellOfRelease(to: 'production' | 'staging', users: FoundWrangler, ours: FoundWrangler, host: World): void {
  const what = to === 'production' ? 'Production' : 'Staging';
  const said = `${what} is deployed by our own wrangler ${ours.version}, not by ${users.version} of node_modules: SECURITY.md tells why.`;
  if (isOlder(users.version, ours.version.split('.').map(Number))) host.log.info(said);
  else if (users.version !== ours.version)
    noticeOnce(`${said} What of the configuration only the newer one knows does not go up.`, host);
}

async function usersFolder(dir: string, host: Pick<Host, 'files' | 'folders'>): Promise<string | undefined> {
  for (const folder of foldersUp(dir, host)) {
    const there = path.join(folder, 'node_modules', 'wrangler');
    if (await host.files.exists(path.join(there, 'bin', 'wrangler.js'))) return there;
  }
  return undefined;
}

async function wranglerIn(folder: string, host: Pick<Host, 'files'>): Promise<FoundWrangler> {
  const { version } = JSON.parse(await host.files.text(path.join(folder, 'package.json'))) as { version?: unknown };
  if (typeof version !== 'string' || !/^\d+\.\d+\.\d+[\w.+-]*$/.test(version))
    throw new ShipError('toolchain', `${folder} does not tell its version.`, { hint: 'Run `npm ci` again.' });
  return { program: path.join(folder, 'bin', 'wrangler.js'), version };
}

async function whyUnfit(version: string, there: string, folder: string, host: World): Promise<string | undefined> {
  const [major = Number.NaN] = version.split('.').map(Number);
  if (isOlder(version, OLDEST)) return `it is older than ${OLDEST.join('.')}`;
  if (major !== OLDEST[0]) return `we know wrangler ${OLDEST[0]} alone`;
  const root = (await host.files.real(host.folders.workspace)) ?? host.folders.workspace;
  if (!isInside(root, folder)) return 'it lies outside of the repository';
  const up = foldersUp(path.dirname(path.dirname(there)), host);
  return (await isPinned('wrangler', version, up, host)) ? undefined : 'no lock file of the commit names this version';
}

function isInside(root: string, folder: string): boolean {
  const inside = path.relative(root, folder);
  return inside.split(path.sep)[0] !== '..' && !path.isAbsolute(inside);
}

/** A prerelease counts as the version that it comes before. */
function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split(/[.-]/).slice(0, 3).map(Number);
  const at = than.findIndex((part, i) => part !== parts[i]);
  return at >= 0 && (parts[at] ?? 0) < (than[at] ?? 0);
}

const QUICK_MS = 60_000;

/** What has come up since: looked at right before it gets a secret. */
async function whyNotNow(
  { folder, program, version, digest }: UsersWrangler,
  host: World,
): Promise<string | undefined> {
  const now = await attempt(() => digestOf(folder, host));
  if (!now.ok || now.value !== digest) return 'it has changed since this run began';
  const command = {
    ...{ file: host.platform.node, args: [program, '--version'], name: 'wrangler', trust: 'theirs' as const },
    ...{ env: { CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' }, timeoutMs: QUICK_MS },
  };
  const asked = await attempt(() => host.run(command, { codes: 'any' }));
  if (!asked.ok && asked.error.fault === 'cancelled') throw asked.error;
  const runs = asked.ok && asked.value.code === 0 && asked.value.stdout.includes(version);
  return runs ? undefined : 'it does not run';
}

/** All files of a package, and of those that it loads as Node finds them. */
async function digestOf(folder: string, host: Pick<Host, 'files'>): Promise<string> {
  const digest = createHash('sha256');
  const packages = new Set([folder]);
  for (const one of packages) {
    for (const file of await host.files.list(one))
      digest.update(`${one}\0${file}\0`).update(await host.files.read(path.join(one, file)));
    for (const name of await dependenciesOf(one, host)) {
      const found = await resolved(name, one, host);
      if (found !== undefined) packages.add(found);
    }
  }
  return digest.digest('hex');
}

async function dependenciesOf(folder: string, host: Pick<Host, 'files'>): Promise<readonly string[]> {
  const read = await attempt(() => host.files.text(path.join(folder, 'package.json')));
  const parsed = await attempt(async () => JSON.parse(read.ok ? read.value : '{}') as Readonly<Record<string, object>>);
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = parsed.ok ? parsed.value : {};
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).sort();
}

/** Where Node finds a package from another one's folder. */
async function resolved(name: string, from: string, host: Pick<Host, 'files'>): Promise<string | undefined> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const there = await host.files.real(path.join(folder, 'node_modules', name));
    if (there !== undefined || folder === path.dirname(folder)) return there;
  }
}
