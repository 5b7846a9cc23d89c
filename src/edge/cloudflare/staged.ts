import type { Bundle } from '../../candidate.ts';
import { attempt, ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { ReleasePlan } from '../../plan.ts';
import type { Live, Rehearsal, Staged, VersionNote } from '../../release/staged.ts';
import type { UploadAhead } from './ahead.ts';
import { apiSession } from './api-session.ts';
import { applyTriggers, deployAtOnce, settled, upload, uploadFolder, uploadOf } from './at-once.ts';
import { accountOf, type Config, previewConfig, productionConfig, reachingKeys } from './config.ts';
import type { FoundWrangler } from './find-wrangler.ts';
import { annotate, isFor, parseNote, shortDigest } from './note.ts';
import {
  addressesAt,
  addressesOf,
  migrationsOf,
  objectOf,
  patternsOf,
  triggersOf,
  wantsWorkersDev,
  zonesOf,
} from './outside-version.ts';
import type { Configured } from './pack-main.ts';
import { quickStart } from './quick-start.ts';
import { type Worker, workerNamed } from './worker.ts';
import type { Wrangler } from './wrangler.ts';

/** A Worker that is live, as the configuration names it. */
export function liveWorker(config: Config, address: string | undefined, host: Host): Live {
  return liveOf(workerNamed(String(config.name), accountOf(config), host), config, address, host);
}

/** The same by a Worker that is asked in a way of its own. */
export function liveOf(worker: Worker, config: Config, address: string | undefined, { log }: Pick<Host, 'log'>): Live {
  return {
    name: worker.name,
    served: (despiteCancel) => worker.served(despiteCancel),
    noteOf: async (versionId) => parseNote(await worker.annotationsOf(versionId)),
    async find(called) {
      const known = await worker.versions();
      const fit = known.filter(({ id, annotations }) => id === called || isFor(annotations, called));
      return fit.map(({ id }) => id);
    },
    serve: (shares, message, how) => worker.serve(shares, message, how),
    headersFor: (versionId) =>
      isKey(worker.name) ? { 'Cloudflare-Workers-Version-Overrides': `${worker.name}="${versionId}"` } : undefined,
    ownAddress: (versionId) => versionAddress(worker, versionId),
    mend: mendOf(config),
    addresses: async () => (address === undefined ? addresses(worker, config) : [address]),
    addressesNow: async () => (address === undefined ? addressesNow(worker, config, log) : undefined),
  };
}

/**
 * Cloudflare's verbs for a release in steps: wrangler uploads and sets up triggers, the API says what is live and changes it.
 * @param chosen the wrangler that uploads
 * @param ahead one that was started for it before: it is ended before another one is called
 */
export async function stagedWorker(
  bundle: Bundle,
  { config, dir: from }: Pick<Configured, 'config' | 'dir'>,
  plan: ReleasePlan,
  chosen: () => Promise<FoundWrangler>,
  host: Host,
  ahead?: UploadAhead,
): Promise<Staged & AsyncDisposable> {
  const derived = productionConfig(config, uploadOf(bundle, config, from, host));
  const dir = await uploadFolder(bundle, derived, host);
  const found = chosen();
  found.catch(() => undefined); // seen where it is awaited
  const wrangler = async (): Promise<Wrangler> => {
    await ahead?.[Symbol.asyncDispose]();
    return quickStart(await found, dir.path, host);
  };
  const name = String(derived.name);
  const session = apiSession(host);
  const worker = workerNamed(name, accountOf(config), host, session);
  return {
    ...liveOf(worker, derived, plan.address, host),
    tools: async () => ({ 'wrangler (deploy)': (await found).version }),
    isSame: (there, note) => there.sha === note.sha && there.digest === shortDigest(note.digest ?? ''),
    onlyDirect: () => whyOnlyDirect(worker, derived, plan),
    async upload(note) {
      const annotations = annotate(note, host.random(4), plan.version);
      const what = { name, ...annotations, secrets: plan.secrets };
      const done = await attempt(
        async () =>
          (await ahead?.go(note, bundle, derived)) ??
          upload(await wrangler(), ['versions', 'upload'], 'version-upload', what, host),
      );
      if (done.ok) return done.value.version_id ?? '';
      throw settled(done.error); // whatever became of it, nobody is served by it
    },
    rehearse: (note) => rehearse(bundle, config, from, plan, note, wrangler, host),
    direct: async (note) =>
      deployAtOnce(await wrangler(), worker, note, { label: plan.version, secrets: plan.secrets }, host),
    async settle() {
      await ahead?.[Symbol.asyncDispose](); // nothing goes up any more
      await settle(worker, derived, wrangler, host);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        [session, dir, ...(ahead === undefined ? [] : [ahead])].map((one) => one[Symbol.asyncDispose]()),
      );
    },
  };
}

/** What can be a key of a dictionary in a header (RFC 9651, §3.2): Cloudflare takes a Worker's name for one. */
function isKey(name: string): boolean {
  return /^[a-z*][a-z0-9_.*-]*$/.test(name);
}

/** Longest DNS label: RFC 1035, §2.3.4. */
const LABEL = 63;

/** Where a version answers by the beginning of its id, where the Worker has such addresses; Durable Objects have none. */
async function versionAddress(worker: Worker, versionId: string): Promise<string | undefined> {
  const label = `${versionId.slice(0, 8)}-${worker.name}`;
  const [{ previews }, subdomain] = await Promise.all([worker.onWorkersDev(), worker.subdomain()]);
  const there = previews && subdomain !== undefined && label.length <= LABEL;
  return there ? `https://${label}.${subdomain}.workers.dev` : undefined;
}

/** A Worker for crons or queues alone has an address by default, and nothing that answers there. */
function mendOf(config: Config): string | undefined {
  if (typeof config.workers_dev === 'boolean' || !wantsWorkersDev(config)) return undefined;
  return 'If it answers nothing by HTTP (crons, queues alone), write `workers_dev = false` into its configuration, and set `latency: false`: nothing is asked of it then.';
}

/** The Worker that a first release is tried as: that of no pull request. */
const NO_PULL_REQUEST = 0;

/** Puts a bundle that has nothing to reach to a Worker of its own. */
async function rehearse(
  bundle: Bundle,
  config: Config,
  from: string,
  { secrets }: ReleasePlan,
  note: VersionNote,
  wrangler: () => Promise<Wrangler>,
  host: Host,
): Promise<{ readonly why: string } | Rehearsal> {
  const reaching = [...reachingKeys(config), ...(secrets.length > 0 ? ['secrets'] : [])];
  if (reaching.length > 0) return { why: `it has ${reaching.map((key) => `\`${key}\``).join(', ')}` };
  const derived = previewConfig(config, uploadOf(bundle, config, from, host), NO_PULL_REQUEST);
  await using dir = await uploadFolder(bundle, derived, host);
  const worker = workerNamed(String(derived.name), accountOf(config), host);
  const there = { ...(await wrangler()), cwd: dir.path };
  const placed = await attempt(() => deployAtOnce(there, worker, note, { label: 'first release', secrets: [] }, host));
  const gone = (): Promise<void> => worker.remove();
  if (placed.ok && placed.value.failure === undefined)
    return { url: placed.value.url, versionId: placed.value.versionId, [Symbol.asyncDispose]: gone };
  await attempt(gone);
  throw placed.ok ? (placed.value.failure ?? new Error('it has none')) : placed.error;
}

/** Why a version of it cannot be there beside another one. */
async function whyOnlyDirect(worker: Worker, config: Config, { atOnce }: ReleasePlan): Promise<string | undefined> {
  const exported = Object.values(objectOf(config.exports)).some((entry) => objectOf(entry).type === 'durable-object');
  // a class is made by the version that goes live; one beside it that binds to a new class is refused (100406)
  if (exported && atOnce) return 'its `exports` have Durable Objects';
  return pendingMigration(worker, config);
}

/** wrangler's own rule: what comes after the tag that is live has not been done yet. */
async function pendingMigration(worker: Worker, config: Config): Promise<string | undefined> {
  const last = migrationsOf(config).at(-1);
  if (last === undefined || (await worker.migrationTag()) === last) return undefined;
  return `its Durable Object migration \`${last}\` goes only with a version that is live at once`;
}

/** As `wrangler deploy` does once a version is live; what of the configuration is gone is turned off. */
async function settle(worker: Worker, config: Config, wrangler: () => Promise<Wrangler>, host: Host): Promise<void> {
  const { observability = { enabled: false } } = config;
  const kept = ['logpush', 'tail_consumers', 'streaming_tail_consumers'].filter((key) => config[key] !== undefined);
  const patched = await attempt(() =>
    worker.patchSettings({ observability, ...Object.fromEntries(kept.map((key) => [key, config[key]])) }),
  );
  if (triggersOf(config).length > 0 || !(await isWhereItShould(worker, config)))
    await applyTriggers(await wrangler(), worker.name, host);
  if (!patched.ok) throw patched.error;
}

/** Whether it answers at workers.dev, and its versions do, as the configuration says. */
async function isWhereItShould(worker: Worker, config: Config): Promise<boolean> {
  const { enabled, previews } = await worker.onWorkersDev();
  const { preview_urls } = config;
  return enabled === wantsWorkersDev(config) && (typeof preview_urls !== 'boolean' || previews === preview_urls);
}

async function addresses(worker: Worker, config: Config): Promise<readonly string[]> {
  const found = addressesOf(config, wantsWorkersDev(config) ? await worker.subdomain() : undefined);
  const patterns = patternsOf(config);
  if (found.length > 0 || patterns.length === 0) return found;
  throw new ShipError(
    'deploy',
    `No host is named by ${patterns.join(', ')}: where ${worker.name} answers is not known.`,
    {
      hint: 'Set `address` to where users find it: `address: https://www.example.com`.',
    },
  );
}

/** Where Cloudflare says that it answers. Without a route or domain in the configuration nothing could be told apart. */
async function addressesNow(
  worker: Worker,
  config: Config,
  log: Pick<Host['log'], 'info'>,
): Promise<readonly string[] | undefined> {
  if (patternsOf(config).length === 0) return undefined;
  const [told, { enabled }, subdomain] = await Promise.all([
    worker.patterns(zonesOf(config)),
    worker.onWorkersDev(),
    worker.subdomain(),
  ]);
  if ('has' in told) return addressesAt(worker.name, told.has, enabled ? subdomain : undefined);
  log.info(`Which routes ${worker.name} has now is not known (${told.why}): those of the configuration are asked.`);
  return undefined;
}
