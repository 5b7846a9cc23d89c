import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { resolveBindings } from './bindings.ts';
import { badName, invalidScript, tooLarge } from './refusal.ts';
import { type Annotations, type Binding, isSecret, newest, type Version, type Worker } from './state.ts';
import type { Upload } from './upload.ts';
import { boot, type Payload } from './workerd.ts';

/** Checks an upload as Cloudflare does, starts it, and adds it to its Worker (made if need be). */
export async function publish(
  account: Account,
  name: string,
  { metadata, modules }: Upload,
  source: string,
  trigger: string,
): Promise<{ worker: Worker; version: Version }> {
  if (!/^[a-z0-9_-]{1,63}$/i.test(name)) throw badName();
  const bytes = modules.reduce((sum, module) => sum + module.bytes.length, 0);
  if (bytes > account.options.sizeLimit) throw tooLarge(account.options.sizeLimit);
  checkAlias(name, metadata.annotations['workers/alias']);
  const payload: Payload = {
    mainModule: metadata.main_module,
    modules,
    bindings: resolveBindings(metadata.bindings, metadata.keep_bindings, account.workers.get(name)),
    compatibilityDate: metadata.compatibility_date ?? '2021-11-02',
    compatibilityFlags: metadata.compatibility_flags,
  };
  const version = await start(account, payload, source, { 'workers/triggered_by': trigger, ...metadata.annotations });
  const worker = account.ensureWorker(name);
  return { worker, version: add(worker, version, source) };
}

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
  return add(worker, await start(account, payload, source, annotations), source);
}

type Unnumbered = Omit<Version, 'number'>;

async function start(
  account: Account,
  payload: Payload,
  source: string,
  annotations: Annotations,
): Promise<Unnumbered> {
  const id = randomUUID();
  const { workerd, startupLimitMs } = account.options;
  const folder = join(account.options.folder, id);
  const createdOn = account.now();
  const known = { id, tag: annotations['workers/tag'] ?? '', timestamp: createdOn };
  const bindings = payload.bindings.map((binding) =>
    binding.type === 'version_metadata' ? { ...binding, json: known } : binding,
  );
  const running = await boot({ ...payload, bindings }, { workerd, folder, startupLimitMs, groups: account.groups });
  if ('reason' in running) throw invalidScript(running.reason);
  const { mainModule, modules, compatibilityDate, compatibilityFlags } = payload;
  const etag = modules.reduce((hash, module) => hash.update(module.bytes), createHash('sha256')).digest('hex');
  return {
    ...{ id, createdOn, source, annotations, bindings, etag, running },
    ...{ mainModule, modules, compatibilityDate, compatibilityFlags },
  };
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
