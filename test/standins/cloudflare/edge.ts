import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Account } from './account.ts';
import { type Faults, strike } from './faults.ts';
import { type Listening, listen } from './listen.ts';
import { findVersion, type Version, type Worker } from './state.ts';
import { chooseVersion, evenly } from './traffic.ts';

/** Serves all Workers of the account: which one, and which version of it, the Host header says. */
export async function serveEdge(account: Account, faults: Faults): Promise<Listening> {
  const agent = new Agent({ keepAlive: true });
  const rolls = new WeakMap<Worker, Generator<number, never>>();
  const roll = (worker: Worker): number => {
    const numbers = rolls.get(worker) ?? evenly();
    rolls.set(worker, numbers);
    return numbers.next().value;
  };
  const server = await listen(async (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const fault = faults.take(request.method ?? 'GET', `${host}${request.url ?? '/'}`);
    if (fault && (await strike(fault, request, response))) return;
    const version = findAtEdge(account, host, request, roll);
    if (version) await forward(version, host, agent, request, response);
    else response.writeHead(404, { 'content-type': 'text/html' }).end(`<h1>There is nothing here yet</h1>${host}`);
  });
  return {
    url: server.url,
    async close() {
      agent.destroy();
      await server.close();
    },
  };
}

function findAtEdge(
  account: Account,
  host: string,
  request: IncomingMessage,
  roll: (worker: Worker) => number,
): Version | undefined {
  const suffix = `.${account.options.subdomain}.workers.dev`;
  if (!host.endsWith(suffix)) return undefined;
  const label = host.slice(0, -suffix.length);
  const worker = account.workers.get(label);
  if (worker) return worker.subdomain.enabled ? live(account, worker, request, roll(worker)) : undefined;
  const byLength = [...account.workers.values()].toSorted((left, right) => right.name.length - left.name.length);
  for (const owner of byLength) {
    if (!owner.subdomain.previews || !label.endsWith(`-${owner.name}`)) continue;
    const preview = findPreview(owner, label.slice(0, -owner.name.length - 1));
    if (preview) return preview;
  }
  return undefined;
}

function live(account: Account, worker: Worker, request: IncomingMessage, roll: number): Version | undefined {
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

async function forward(
  version: Version,
  host: string,
  agent: Agent,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const upstream = httpRequest({
    ...{ host: '127.0.0.1', port: version.running.port, agent },
    ...{ method: request.method, path: request.url },
    headers: { ...request.headers, host, 'x-forwarded-proto': 'https', 'cf-connecting-ip': '127.0.0.1' },
  });
  upstream.once('response', resolve);
  upstream.once('error', reject);
  response.once('close', () => upstream.destroy());
  request.pipe(upstream);
  const answer = await promise.catch(() => undefined);
  if (!answer) {
    if (!response.destroyed) response.writeHead(503, { 'content-type': 'text/plain' }).end('error code: 1101');
    return;
  }
  response.writeHead(answer.statusCode ?? 502, {
    ...answer.headers,
    server: 'cloudflare',
    'x-standin-version': version.id,
  });
  await pipeline(answer, response);
}
