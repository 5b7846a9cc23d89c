import http from 'node:http';
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
}

/** One client with one connection, kept alive. Answers are read whole; nothing is retried. */
export interface Client extends Disposable {
  ask(request: ReplayRequest, extra?: Readonly<Record<string, string>>): Promise<Answer>;
}

const ANSWER_MS = 30_000;
/** An answer that goes on and on is no answer. */
const MOST_BYTES = 64e6;
const BODY_SHOWN = 300;

/**
 * A client of a server on loopback.
 * @param now the clock (ms) that answers are timed by
 */
export function clientOf(url: string, now: () => number): Client {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return {
    ask: (request, extra = {}) => ask(new URL(url), request, extra, agent, now),
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function ask(
  { hostname, port }: URL,
  request: ReplayRequest,
  extra: Readonly<Record<string, string>>,
  agent: http.Agent,
  now: () => number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = request.body === undefined ? undefined : Buffer.from(request.body);
    const length = body === undefined ? {} : { 'content-length': body.length };
    const headers = { ...request.headers, ...extra, ...length };
    const since = now();
    let connected: Pick<Answer, 'connectMs'> = {};
    // the path goes out as it stands: made into a URL, one such as `//example.com` would leave this machine
    const { method, path } = request;
    const to = { hostname, port, path, method, headers, agent, signal: AbortSignal.timeout(ANSWER_MS) };
    const call = http.request(to, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MOST_BYTES) call.destroy(new Error(`an answer of more than ${MOST_BYTES / 1e6} MB`));
      });
      answer.on('error', reject);
      answer.on('end', () => {
        const ms = now() - since;
        const whole = Buffer.concat(chunks);
        // read where somebody asks: Node makes them of the raw ones for each answer
        const header = (name: string): readonly string[] => answer.headersDistinct[name] ?? [];
        const body = whole.toString('utf8');
        resolve({ status: answer.statusCode ?? 0, body, bytes: whole, header, ms, ...connected });
      });
    });
    call.on('socket', (socket) => {
      if (!socket.connecting) return;
      socket.once('connect', () => {
        connected = { connectMs: now() - since };
      });
    });
    call.on('error', (error: Error) => {
      reject(error.name === 'AbortError' ? new Error(`no whole answer within ${ANSWER_MS / 1000} s`) : error);
    });
    call.end(body);
  });
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
  throw new ShipError('probe', `${name}: ${method} ${path} answered ${what}.${said}`, {
    hint: wrong === undefined ? mendOf(answer, request) : ANOTHER_BODY,
  });
}

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
  if (expect !== GOOD || status >= 500) {
    return `Is a binding missing? Those for this run alone go to \`test-vars\`. ${mend}`;
  }
  if (status >= 300 && status <= 399) return `A redirect is not followed. ${mend}`;
  return path === '/' ? `${mend} It is \`/\` where it is not set.` : mend;
}
