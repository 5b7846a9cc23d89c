/** An HTTP server on the loopback interface with a log and injected faults: what every stand-in is built on. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type FaultBox, faultBox, type Injected } from './faults.ts';

/** A request, read to its end. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** A line of the log. `status` is 0 as long as nothing was answered, and stays so when the connection was cut. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  status: number;
}

/** What the service behind the server has to tell: how it answers, and how it words a refusal with this status. */
export interface Service {
  answer(request: Incoming): Reply | Promise<Reply>;
  refuse(request: Incoming, status: number): Reply;
}

export interface Loopback extends AsyncDisposable {
  readonly url: string;
  readonly log: LoggedRequest[];
  fail(fault: Fault): Injected;
}

/** A cut connection: at once, or after the first half of an answer. */
interface Cut {
  readonly cut: true;
  readonly half?: Reply;
}

async function read(request: IncomingMessage, base: string): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? '/', base);
  return { method: request.method ?? 'GET', url, headers: request.headers, body: Buffer.concat(chunks) };
}

const HTML = '<!DOCTYPE html>\n<html><head><title>Unicorn!</title></head><body><p>We had issues.</p></body></html>\n';

/** Waits for the end of the server, as an error. */
function closing(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The answer as a fault leaves it. */
async function spoilt(fault: Fault, request: Incoming, service: Service, signal: AbortSignal): Promise<Reply | Cut> {
  const late = (): Promise<void> => sleep(fault.delayMs, undefined, { signal });
  await fault.meanwhile?.();
  if (fault.delayMs && !fault.committed) await late();
  const refuses = fault.status !== undefined || fault.html === true;
  const real = fault.committed || !(refuses || fault.reset || fault.hang) ? await service.answer(request) : undefined;
  if (fault.delayMs && fault.committed) await late();
  if (fault.hang) await closing(signal);
  const base = real && !refuses ? real : service.refuse(request, fault.status ?? 502);
  const given = fault.body === undefined ? undefined : { body: JSON.stringify(fault.body) };
  const page = fault.html ? { body: HTML } : undefined;
  const type = page ? { 'content-type': 'text/html; charset=utf-8' } : undefined;
  const reply = { ...base, ...given, ...page, headers: { ...base.headers, ...type, ...fault.headers } };
  if (!fault.truncated) return fault.reset ? { cut: true } : reply;
  const whole = Buffer.from(reply.body ?? '');
  const half = { ...reply, body: whole.subarray(0, Math.ceil(whole.length / 2)) };
  return fault.reset ? { cut: true, half } : half;
}

function send(response: ServerResponse, outcome: Reply | Cut): number {
  const reply = 'cut' in outcome ? outcome.half : outcome;
  if (!reply) {
    response.socket?.resetAndDestroy();
    return 0;
  }
  const body = Buffer.from(reply.body ?? '');
  const promised = 'cut' in outcome ? body.length + 1 : body.length;
  const length = reply.status === 204 ? {} : { 'content-length': promised };
  response.writeHead(reply.status, { ...length, ...reply.headers });
  if (!('cut' in outcome)) response.end(body);
  else response.write(body, () => response.destroy());
  return 'cut' in outcome ? 0 : reply.status;
}

/** Starts a server on a free port of 127.0.0.1 that answers as `service` says. */
export async function listen(service: Service): Promise<Loopback> {
  const faults: FaultBox = faultBox();
  const log: LoggedRequest[] = [];
  const closed = new AbortController();
  let base = 'http://127.0.0.1';

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const incoming = await read(request, base);
    const { method, url, headers, body } = incoming;
    const entry = { method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers, body, status: 0 };
    log.push(entry);
    const fault = faults.match(method, url.pathname, url.search);
    const outcome = fault ? await spoilt(fault, incoming, service, closed.signal) : await service.answer(incoming);
    entry.status = send(response, outcome);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (closed.signal.aborted || response.headersSent) return response.destroy();
      // A mistake in the stand-in, not an answer: whoever meets it should see where it is.
      return response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: base,
    log,
    fail: faults.fail,
    async [Symbol.asyncDispose]() {
      closed.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
