import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { AssetSet } from './assets.ts';
import { checkBindings, resolveBindings } from './bindings.ts';
import { type DurableClasses, migrate, type Reconciled, reconcile } from './durable-objects.ts';
import { badName, invalidScript, tooLarge } from './refusal.ts';
import { classGone, classMissing, notProvisioned } from './resource-refusal.ts';
import { type Annotations, type Binding, isSecret, newest, type Version, type Worker } from './state.ts';
import type { AskedBinding, Upload } from './upload.ts';
import { boot, type Payload } from './workerd.ts';

/** Checks an upload as Cloudflare does, starts it, and adds it to its Worker (made if need be). */
export async function publish(
  account: Account,
  name: string,
  { metadata, mainModule, modules }: Upload,
  source: string,
  trigger: string,
): Promise<{ worker: Worker; version: Version; reconciled: Reconciled | undefined }> {
  if (!/^[a-z0-9_-]{1,63}$/i.test(name)) throw badName();
  const bytes = modules.reduce((sum, module) => sum + module.bytes.length, 0);
  if (bytes > account.options.sizeLimit) throw tooLarge(account.options.sizeLimit);
  checkAlias(name, metadata.annotations['workers/alias']);
  const before = account.workers.get(name);
  const { migrations } = metadata;
  const durable: DurableClasses = before?.durableClasses ?? new Map();
  const reconciled = metadata.exports && reconcile(durable, metadata.exports);
  // a version that is not live makes no class: what it binds to has to be there
  if (trigger === 'version_upload' && reconciled !== undefined) checkProvisioned(metadata.bindings, durable);
  const payload: Payload = {
    ...{ mainModule, modules },
    bindings: resolveBindings(name, metadata.bindings, metadata.keep_bindings, before),
    compatibilityDate: metadata.compatibility_date ?? '2021-11-02',
    compatibilityFlags: metadata.compatibility_flags,
    durable: migrations ? migrate(durable, before?.migrationTag, migrations) : (reconciled?.classes ?? durable),
    assets: metadata.assets ? account.assets.finish(metadata.assets) : keptAssets(before, metadata.keep_assets),
  };
  const migrationTag = migrations?.new_tag ?? before?.migrationTag;
  const annotations = { 'workers/triggered_by': trigger, ...metadata.annotations };
  const version = await start(account, payload, { source, annotations, migrationTag, durableBefore: durable });
  const worker = account.ensureWorker(name);
  worker.migrationTag = migrationTag;
  if (trigger !== 'version_upload') worker.durableClasses = payload.durable;
  return { worker, version: add(worker, version, source), reconciled };
}

function checkProvisioned(bindings: readonly AskedBinding[], durable: DurableClasses): void {
  for (const { type, class_name: name = '' } of bindings)
    if (type === 'durable_object_namespace' && !durable.has(name)) throw notProvisioned(name);
}

const keptAssets = (worker: Worker | undefined, keep: boolean): AssetSet | undefined =>
  worker && keep ? newest(worker)?.assets : undefined;

/** A new version of the newest code with other secrets; `undefined` takes one away. */
export async function publishSecrets(
  account: Account,
  worker: Worker,
  secrets: ReadonlyMap<string, string | undefined>,
  source: string,
  annotations: Annotations,
): Promise<Version> {
  const before = newest(worker);
  if (!before) throw invalidScript('this Worker has no version');
  const kept = before.bindings.filter((binding) => !(isSecret(binding) && secrets.has(binding.name)));
  const added = [...secrets].flatMap(([name, text]): Binding[] =>
    text === undefined ? [] : [{ name, type: 'secret_text', text }],
  );
  const payload = { ...before, bindings: [...kept, ...added] };
  const { migrationTag, durableClasses: durableBefore } = worker;
  return add(worker, await start(account, payload, { source, annotations, migrationTag, durableBefore }), source);
}

type Unnumbered = Omit<Version, 'number'>;

/** Where a new version comes from. */
interface Origin {
  readonly source: string;
  readonly annotations: Annotations;
  readonly migrationTag: string | undefined;
  /** The Durable Objects that there were before it. */
  readonly durableBefore: DurableClasses;
}

async function start(account: Account, payload: Payload, origin: Origin): Promise<Unnumbered> {
  const { durableBefore, ...kept } = origin;
  checkBindings(payload.bindings, { ...payload, namespaces: account.namespaces });
  const id = randomUUID();
  const { workerd, startupLimitMs, servicesUrl } = account.options;
  const folder = join(account.options.folder, id);
  const createdOn = account.now();
  const known = { id, tag: origin.annotations['workers/tag'] ?? '', timestamp: createdOn };
  const bindings = payload.bindings.map((binding) =>
    binding.type === 'version_metadata' ? { ...binding, json: known } : binding,
  );
  const where = { workerd, folder, startupLimitMs, servicesUrl, groups: account.groups };
  const running = await boot({ ...payload, bindings }, where);
  if ('reason' in running) throw invalidScript(running.reason);
  const unexported = /referenced the class "([^"]+)", but no such Durable Object/.exec(running.warnings)?.[1];
  if (unexported !== undefined) {
    await running.stop();
    throw durableBefore.has(unexported) ? classGone(unexported) : classMissing(unexported);
  }
  const etag = payload.modules.reduce((hash, module) => hash.update(module.bytes), createHash('sha256')).digest('hex');
  return { ...payload, ...kept, id, createdOn, bindings, etag, running };
}

function add(worker: Worker, unnumbered: Unnumbered, source: string): Version {
  const version = { ...unnumbered, number: (newest(worker)?.number ?? 0) + 1 };
  worker.versions.push(version);
  worker.lastDeployedFrom = source;
  return version;
}

function checkAlias(name: string, alias: string | undefined): void {
  if (alias === undefined) return;
  if (!/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(alias))
    throw invalidScript(
      'validation failures: Alias name is invalid. It must start with a letter and hold only lowercase letters, numbers and dashes.',
    );
  if (alias.length + name.length >= 63)
    throw invalidScript(
      'validation failures: Alias name too long. The alias name and script name combined together must total less than 63 characters in length.',
    );
}
