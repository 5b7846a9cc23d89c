import { Client as Connection, type Dispatcher } from 'undici';
import { ANSWER_MS, type Answer, type Client, clientOf, MOST_BYTES } from './client.ts';
import type { ReplayRequest } from './requests.ts';

/** Headers of a connection, not of a request: undici keeps them to itself. */
const OF_CONNECTION = new Set(['connection', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * A client as `clientOf` gives it, for what is timed: what the client itself takes is in each figure, and makes it vary. By undici an
 * answer of bench/race takes some 0.05 ms less, of 0.44. It tells nothing of how its connection was opened.
 * @param url `http://127.0.0.1:PORT`
 * @param requests what it will be asked; where one has a header of the connection, it is Node's own client after all
 */
export function loopbackClient(url: string, now: () => number, requests: readonly ReplayRequest[]): Client {
  const names = requests.flatMap(({ headers }) => Object.keys(headers));
  if (names.some((name) => OF_CONNECTION.has(name.toLowerCase()))) return clientOf(url, now);
  const connection = new Connection(url, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 }); // we have a bound of our own
  return {
    ask: (request, extra = {}) => ask(connection, request, extra, now),
    [Symbol.dispose]: () => void connection.destroy(),
  };
}

function ask(
  connection: Connection,
  { method, path, headers, body }: ReplayRequest,
  extra: Readonly<Record<string, string>>,
  now: () => number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let status = 0;
    let raw: readonly Buffer[] = [];
    let abort: (error: Error) => void = reject;
    const since = now();
    const late = setTimeout(() => abort(new Error(`no whole answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
    connection.dispatch(
      // undici takes any, its types know some
      { method: method as Dispatcher.HttpMethod, path, headers: { ...headers, ...extra }, body: body ?? null },
      {
        onConnect: (stop) => {
          abort = stop;
        },
        onHeaders: (code, all) => {
          status = code;
          raw = all;
          return true;
        },
        onData: (chunk) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > MOST_BYTES) abort(new Error(`an answer of more than ${MOST_BYTES / 1e6} MB`));
          return true;
        },
        onComplete: () => {
          const ms = now() - since;
          clearTimeout(late);
          const whole = Buffer.concat(chunks);
          const header = (name: string): readonly string[] => valuesOf(raw, name);
          resolve({ status, body: whole.toString('utf8'), bytes: whole, header, ms });
        },
        onError: (error) => {
          clearTimeout(late);
          reject(error);
        },
      },
    );
  });
}

/** @param raw names and values in turn */
function valuesOf(raw: readonly Buffer[], name: string): readonly string[] {
  return raw.flatMap((value, i) =>
    i % 2 === 1 && raw[i - 1]?.toString('latin1').toLowerCase() === name ? [value.toString('latin1')] : [],
  );
}
