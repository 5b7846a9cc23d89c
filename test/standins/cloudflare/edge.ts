import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Account } from './account.ts';
import { finder } from './at-edge.ts';
import { type Faults, strike } from './faults.ts';
import type { Handler } from './listen.ts';
import type { Version } from './state.ts';

/** The edge, to be served by whatever the requests come through. */
export interface Edge {
  readonly handle: Handler;
  close(): void;
}

/** Answers for all Workers of the account: which one, and which version of it, the Host header says. */
export function openEdge(account: Account, faults: Faults): Edge {
  const agent = new Agent({ keepAlive: true });
  const find = finder(account);
  return {
    async handle(request, response) {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '');
      const fault = faults.take(request.method ?? 'GET', `${host}${request.url ?? '/'}`);
      if (fault && (await strike(fault, request, response))) return;
      const version = find(host, request);
      if (!version) {
        response.writeHead(404, { 'content-type': 'text/html' }).end(`<h1>There is nothing here yet</h1>${host}`);
        return;
      }
      await forward(version, host, agent, request, response);
    },
    close: () => agent.destroy(),
  };
}

/** The headers of the edge's own. */
const marks = ({ id }: Version): Readonly<Record<string, string>> => ({
  server: 'cloudflare',
  'x-standin-version': id,
});

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
    ...marks(version),
  });
  await pipeline(answer, response);
}
