import type { Bundle } from '../../candidate.ts';
import type { Host } from '../../host/host.ts';
import type { ReleasePlan } from '../../plan.ts';
import type { Live, Staged } from '../../release/staged.ts';
import { applyTriggers, deployAtOnce, upload, uploadFolder, uploadOf } from './at-once.ts';
import { accountOf, type Config, productionConfig } from './config.ts';
import type { FoundWrangler } from './find-wrangler.ts';
import { annotate, labelIn, parseNote, shortDigest } from './note.ts';
import { addressesOf, migrationsOf, triggersOf, wantsWorkersDev } from './outside-version.ts';
import type { Configured } from './pack-main.ts';
import { type Worker, workerNamed } from './worker.ts';
import type { Wrangler } from './wrangler.ts';

/** A Worker that is live, as the configuration names it. */
export function liveWorker(config: Config, host: Host): Live {
  const worker = workerNamed(String(config.name), accountOf(config), host);
  return {
    name: worker.name,
    served: (despiteCancel) => worker.served(despiteCancel),
    noteOf: async (versionId) => parseNote(await worker.annotationsOf(versionId)),
    async find(called) {
      const known = await worker.versions();
      return known.find(({ id, annotations }) => id === called || labelIn(annotations) === called)?.id;
    },
    serve: (shares, message, despiteCancel) => worker.serve(shares, message, despiteCancel),
    addresses: () => addresses(worker, config),
  };
}

/**
 * Cloudflare's verbs for a release in steps: wrangler uploads and sets up triggers, the API says what is live and changes it.
 * @param chosen the wrangler that uploads
 */
export async function stagedWorker(
  bundle: Bundle,
  { config, dir: from }: Pick<Configured, 'config' | 'dir'>,
  plan: ReleasePlan,
  chosen: () => Promise<FoundWrangler>,
  host: Host,
): Promise<Staged & AsyncDisposable> {
  const derived = productionConfig(config, uploadOf(bundle, config, from, host));
  const dir = await uploadFolder(bundle, derived, host);
  const found = chosen();
  found.catch(() => undefined); // seen where it is awaited
  const wrangler = async (): Promise<Wrangler> => ({ program: (await found).program, cwd: dir.path });
  const name = String(derived.name);
  const worker = workerNamed(name, accountOf(config), host);
  return {
    ...liveWorker(derived, host),
    tools: async () => ({ 'wrangler (deploy)': (await found).version }),
    isSame: (there, note) => there.sha === note.sha && there.digest === shortDigest(note.digest ?? ''),
    onlyDirect: () => pendingMigration(worker, derived),
    async upload(note) {
      const annotations = annotate(note, `${plan.version} ${host.random(4)}`);
      const { version_id } = await upload(
        await wrangler(),
        ['versions', 'upload'],
        'version-upload',
        { name, ...annotations, secrets: plan.secrets },
        host,
      );
      return version_id ?? '';
    },
    direct: async (note) =>
      deployAtOnce(await wrangler(), worker, note, { label: plan.version, secrets: plan.secrets }, host),
    settle: () => settle(worker, derived, wrangler, host),
    headersFor: (versionId) => ({ 'Cloudflare-Workers-Version-Overrides': `${name}="${versionId}"` }),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}

/** wrangler's own rule: what comes after the tag that is live has not been done yet. */
async function pendingMigration(worker: Worker, config: Config): Promise<string | undefined> {
  const last = migrationsOf(config).at(-1);
  if (last === undefined || (await worker.migrationTag()) === last) return undefined;
  return `its Durable Object migration \`${last}\` goes only with a version that is live at once`;
}

/** As `wrangler deploy` does once a version is live; what of the configuration is gone is turned off. */
async function settle(worker: Worker, config: Config, wrangler: () => Promise<Wrangler>, host: Host): Promise<void> {
  const { logpush, tail_consumers, observability = { enabled: false } } = config;
  await worker.patchSettings({
    observability,
    ...(logpush === undefined ? {} : { logpush }),
    ...(tail_consumers === undefined ? {} : { tail_consumers }),
  });
  if (triggersOf(config).length > 0 || (await worker.onWorkersDev()) !== wantsWorkersDev(config))
    await applyTriggers(await wrangler(), worker.name, host);
}

async function addresses(worker: Worker, config: Config): Promise<readonly string[]> {
  return addressesOf(config, wantsWorkersDev(config) ? await worker.subdomain() : undefined);
}
