import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { ShipError } from '../error.ts';
import { wrongBody } from './answer.ts';
import { GOOD, type ReplayRequest } from './requests.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** The same as it came. */
  readonly bytes: Uint8Array;
  /** Values of a header, by its name in small letters; none where it is not there. */
  readonly header: (name: string) => readonly string[];
  /** From the call to the last byte of the answer. */
  readonly ms: number;
  /** The part of it until there was a connection; absent where one was there. */
  readonly connectMs?: number;
  /** How a connection was opened for it; absent where one was there. */
  readonly opened?: Opening;
}

/** How long a connection took, in ms. */
export interface Opening {
  /** From the call until a request could be sent. */
  readonly ms: number;
  /** What it is made of; absent behind a proxy, which does it. */
  readonly parts?: { readonly lookupMs: number; readonly tcpMs: number; readonly tlsMs: number };
}

/** How a client reaches a service that is not on this machine. */
export interface Reaching {
  /** Ends whatever is under way. */
  readonly signal: AbortSignal;
  /** Variables that name proxies, as Node's own clients heed them; undefined: there are none. */
  readonly proxies: Readonly<Record<string, string>> | undefined;
}

/** One client with one connection, kept alive. Answers are read whole; nothing is retried. */
export interface Client extends Disposable {
  ask(request: ReplayRequest, extra?: Readonly<Record<string, string>>): Promise<Answer>;
}

export const ANSWER_MS = 30_000;
/** An answer that goes on and on is no answer. */
export const MOST_BYTES = 64e6;
const BODY_SHOWN = 300;

/**
 * A client of a server on loopback, or by `https://` of one anywhere.
 * @param now the clock (ms) that answers are timed by
 */
export function clientOf(url: string, now: () => number, reaching?: Reaching): Client {
  const { protocol, hostname, port } = new URL(url);
  const proxyEnv = reaching?.proxies;
  const options = { keepAlive: true, maxSockets: 1, ...(proxyEnv === undefined ? {} : { proxyEnv: { ...proxyEnv } }) };
  const way =
    protocol === 'https:'
      ? { open: https.request, agent: new https.Agent(options) }
      : { open: http.request, agent: new http.Agent(options) };
  const to = { ...way, hostname, port, proxied: proxyEnv !== undefined, signal: reaching?.signal, now };
  return {
    ask: (request, extra = {}) => ask(to, request, extra),
    [Symbol.dispose]: () => way.agent.destroy(),
  };
}

/** Where a client's requests go, and by what. */
interface To extends Pick<URL, 'hostname' | 'port'> {
  readonly open: typeof http.request;
  readonly agent: http.Agent;
  readonly proxied: boolean;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
}

function ask(
  { open, hostname, port, agent, proxied, signal: ended, now }: To,
  request: ReplayRequest,
  extra: Readonly<Record<string, string>>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = request.body === undefined ? undefined : Buffer.from(request.body);
    const length = body === undefined ? {} : { 'content-length': body.length };
    const headers = { ...request.headers, ...extra, ...length };
    const since = now();
    let connected: Pick<Answer, 'connectMs' | 'opened'> = {};
    // the path goes out as it stands: made into a URL, one such as `//example.com` would leave this machine
    const { method, path } = request;
    const to = { hostname, port, path, method, headers, agent, ...(ended === undefined ? {} : { signal: ended }) };
    const call = open(to, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MOST_BYTES) call.destroy(new Error(`an answer of more than ${MOST_BYTES / 1e6} MB`));
      });
      answer.on('error', failed);
      answer.on('end', () => {
        const ms = now() - since;
        clearTimeout(late);
        const whole = Buffer.concat(chunks);
        // read where somebody asks: Node makes them of the raw ones for each answer
        const header = (name: string): readonly string[] => answer.headersDistinct[name] ?? [];
        const body = whole.toString('utf8');
        resolve({ status: answer.statusCode ?? 0, body, bytes: whole, header, ms, ...connected });
      });
    });
    call.on('socket', (socket) => {
      if (socket.connecting) {
        watchOpening(socket, since, now, (opened) => {
          connected = { connectMs: opened.ms, opened };
        });
      } else if (proxied && !call.reusedSocket) connected = { opened: { ms: now() - since } }; // the tunnel is there
    });
    // a timer, and no signal of its own: what is thrown away after each answer is collected in the time of a later one
    const late = setTimeout(() => call.destroy(new Error(`no whole answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
    const failed = (error: Error): void => {
      clearTimeout(late);
      reject(error.name === 'AbortError' ? new Error('ended before it was answered') : error);
    };
    call.on('error', failed);
    call.end(body);
  });
}

/** Tells how a connection is opened each time that more of it is known: the last time tells all. */
function watchOpening(socket: Socket, since: number, now: () => number, tell: (opened: Opening) => void): void {
  let looked = since; // where the host is an address, nothing is looked up
  let connected = since;
  const told = (tlsMs: number): void => {
    const parts = { lookupMs: looked - since, tcpMs: connected - looked, tlsMs };
    tell({ ms: connected - since + tlsMs, parts });
  };
  socket.once('lookup', () => {
    looked = now();
  });
  socket.once('connect', () => {
    connected = now();
    told(0);
  });
  socket.once('secureConnect', () => told(now() - connected));
}

/**
 * An answer that is as it has to be.
 * @param hide takes what nobody may read out of what is quoted
 * @throws ShipError where it has another status or body than the ones expected: a failing answer is no fast sample
 */
export function expected<A extends Pick<Answer, 'status' | 'body'>>(
  answer: A,
  request: ReplayRequest,
  hide = (text: string): string => text,
): A {
  const { expect, name, method, path } = request;
  const good = expect === GOOD ? answer.status >= 200 && answer.status <= 299 : answer.status === expect;
  const wrong = good && request.answer !== undefined ? wrongBody(request.answer, answer.body) : undefined;
  if (good && wrong === undefined) return answer;
  const text = hide(answer.body.trim());
  const said = text === '' || !isQuoted(answer, request) ? '' : ` It said: ${text.slice(0, BODY_SHOWN)}`;
  const what = wrong ?? `${answer.status}, expected ${expect}`;
  const asked = `${method} ${path}`;
  throw new WrongAnswer('probe', `${name === asked ? asked : `${name}: ${asked}`} answered ${what}.${said}`, {
    hint: wrong === undefined ? mendOf(answer, request) : ANOTHER_BODY,
  });
}

/** There was an answer, and it is another one than expected: the service is to blame, not what lies between. */
export class WrongAnswer extends ShipError {}

const ANOTHER_BODY = 'Or this body is right: then `answer` of the request has to say so.';

/** A good answer from which a value is taken may hold it at another place than the one that was named. */
export function isQuoted({ status }: Pick<Answer, 'status'>, { take = [] }: ReplayRequest): boolean {
  return take.length === 0 || status >= 400;
}

/** What to change for an answer of another status: the input that acts on it. */
function mendOf({ status }: Pick<Answer, 'status'>, { expect, path }: ReplayRequest): string {
  const mend =
    expect === GOOD
      ? 'Set `health` to a path that answers 2xx.'
      : 'Or another status is right: give it to the request as `expect`.';
  if (status >= (expect === GOOD ? 500 : 400)) {
    return `Is a binding missing? Those for this run alone go to \`test-vars\`. ${mend}`;
  }
  if (status >= 300 && status <= 399) return `A redirect is not followed. ${mend}`;
  return expect === GOOD && path === '/' ? `${mend} It is \`/\` where it is not set.` : mend;
}
