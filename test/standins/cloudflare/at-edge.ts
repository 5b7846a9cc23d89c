import type { IncomingMessage } from 'node:http';
import type { Account } from './account.ts';
import { findVersion, type Version, type Worker } from './state.ts';
import { chooseVersion, evenly } from './traffic.ts';

/** Which version answers a request to a host. */
export type Finder = (host: string, request: IncomingMessage) => Version | undefined;

/** Whether a host is one that the account's edge answers for, be there a Worker or not. */
export function ownsHost(account: Account, host: string): boolean {
  return host.endsWith(suffixOf(account)) || account.zones.zoneOf(host) !== undefined;
}

/** Finds versions by host, path, percentages and override header, as the edge knows them. */
export function finder(account: Account): Finder {
  const rolls = new WeakMap<Worker, Generator<number, never>>();
  const live = (worker: Worker, request: IncomingMessage): Version | undefined => {
    const numbers = rolls.get(worker) ?? evenly();
    rolls.set(worker, numbers);
    return liveVersion(account, worker, request, numbers.next().value);
  };
  return (host, request) => {
    if (host.endsWith(suffixOf(account))) return onWorkersDev(account, host, request, live);
    const path = (request.url ?? '/').replace(/\?.*/s, '');
    const worker = account.workers.get(account.zones.workerAt(host, path) ?? '');
    return worker && live(worker, request);
  };
}

const suffixOf = (account: Account): string => `.${account.options.subdomain}.workers.dev`;

function onWorkersDev(
  account: Account,
  host: string,
  request: IncomingMessage,
  live: (worker: Worker, request: IncomingMessage) => Version | undefined,
): Version | undefined {
  const label = host.slice(0, -suffixOf(account).length);
  const worker = account.workers.get(label);
  if (worker) return worker.subdomain.enabled ? live(worker, request) : undefined;
  const byLength = [...account.workers.values()].toSorted((left, right) => right.name.length - left.name.length);
  for (const owner of byLength) {
    if (!owner.subdomain.previews || !label.endsWith(`-${owner.name}`)) continue;
    const preview = findPreview(owner, label.slice(0, -owner.name.length - 1));
    if (preview) return preview;
  }
  return undefined;
}

function liveVersion(account: Account, worker: Worker, request: IncomingMessage, roll: number): Version | undefined {
  const deployment = account.deploymentAtEdge(worker);
  if (!deployment) return undefined;
  const overrides = headerOf(request, 'cloudflare-workers-version-overrides');
  const key = headerOf(request, 'cloudflare-workers-version-key');
  const id = chooseVersion(worker.name, deployment, { overrides, key, roll });
  return id === undefined ? undefined : findVersion(worker, id);
}

/** An alias points at the last version that was uploaded with it. */
function findPreview(worker: Worker, prefix: string): Version | undefined {
  return worker.versions.findLast(
    ({ id, annotations }) => id.slice(0, 8) === prefix || annotations['workers/alias'] === prefix,
  );
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
