import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { FROM_ENVIRONMENT, hintFor } from './wrangler.ts';

/** Of one call and what is tried again of it. */
export const ASK_MS = 60_000;
/** Where the run is cancelled some ten seconds are left in all. */
const LAST_MS = 6000;

/**
 * Run on our own Node, in a child: the token is in that child's environment alone, as it is with wrangler, which would
 * need two seconds to start for each question. An answer is the status on the first line, the body below. What Cloudflare has
 * not begun (429) is asked again; what failed inside, or had no answer, only where asking twice is the same as once.
 */
export const ASK = `
const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: id, CLOUDFLARE_API_BASE_URL: base } = process.env;
const isCut = (text) => { try { JSON.parse(text); return false; } catch { return true; } };
async function ask([method, path, account, body, patience]) {
  const url = (base ?? 'https://api.cloudflare.com/client/v4') + (path.startsWith('/zones') ? '' : '/accounts/' + (account || id)) + path;
  const headers = { authorization: 'Bearer ' + token, 'user-agent': 'wasm-ship', ...(body ? { 'content-type': 'application/json' } : {}) };
  const until = Date.now() + Number(patience);
  for (let tries = 1; ; tries++) {
    const signal = AbortSignal.timeout(Math.max(1000, Math.min(15000, until - Date.now())));
    const sent = { method, headers, signal, redirect: 'error', ...(body ? { body } : {}) };
    const answer = await fetch(url, sent).then(async (got) => ({ status: got.status, after: got.headers.get('retry-after'), text: await got.text() })).catch(() => undefined);
    const again = answer?.status === 429 || (method === 'GET' && (answer === undefined || answer.status >= 500 || isCut(answer.text)));
    const pause = answer?.status === 429 && Number(answer.after) > 0 ? Number(answer.after) * 1000 : 500 * tries;
    if (!again || tries === 4 || Date.now() + pause > until) return (answer?.status ?? 0) + '\\n' + (answer?.text ?? '');
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
`;

/** The child that asks, whatever it is told to. */
export const API_CHILD = {
  name: 'a call to Cloudflare',
  env: { NODE_NO_WARNINGS: '1' },
  secrets: FROM_ENVIRONMENT,
  trust: 'ours',
} as const;

/** One call, by the arguments. */
const ONCE = `${ASK}
console.log(await ask(process.argv.slice(1)));
`;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the account, with `/` before it; of a zone: the whole path, from `/zones` on. */
  readonly path: string;
  /** Its id, where the configuration names one; else that of the environment. */
  readonly account: string | undefined;
  readonly body?: object;
  readonly despiteCancel?: boolean | undefined;
}

/** Why Cloudflare did not do what it was asked for. */
export interface Refused {
  readonly status: number;
  readonly code: number | undefined;
  readonly message: string;
}

/** What Cloudflare's API answers: its `result`, or why not; or nothing that could be believed. */
export type Answer<T> = { readonly result: T } | { readonly refused: Refused } | 'unknown';

/**
 * Calls Cloudflare's API about something of the account (developers.cloudflare.com/api).
 * @throws ShipError where the run is cancelled
 */
export async function callApi<T>(call: Call, host: Pick<Host, 'run' | 'platform'>): Promise<Answer<T>> {
  const { despiteCancel } = call;
  try {
    const { stdout } = await host.run({
      file: host.platform.node,
      args: ['--input-type=module', '--eval', ONCE, '--', ...wordsOf(call)],
      ...API_CHILD,
      timeoutMs: despiteCancel === true ? LAST_MS : ASK_MS,
      ...(despiteCancel === true ? { despiteCancel } : {}),
    });
    return parseAnswer(stdout);
  } catch (error) {
    if (error instanceof ShipError && error.fault !== 'cancelled') return 'unknown';
    throw error;
  }
}

/** A call as the child takes it. */
export function wordsOf({ method, path, account = '', body, despiteCancel }: Call): readonly string[] {
  const patience = despiteCancel === true ? LAST_MS - 1000 : 45_000;
  return [method, path, account, body === undefined ? '' : JSON.stringify(body), String(patience)];
}

/** What Cloudflare's envelope holds of what we read. */
interface Envelope {
  readonly success?: boolean;
  readonly result?: unknown;
  readonly errors?: readonly { readonly code?: number; readonly message?: string }[];
}

/** The status on the first line, then the body. */
export function parseAnswer<T>(printed: string): Answer<T> {
  const end = printed.indexOf('\n');
  const status = Number(printed.slice(0, end));
  if (status >= 500) return 'unknown';
  let body: Envelope;
  try {
    body = JSON.parse(printed.slice(end + 1)) as Envelope;
  } catch {
    return 'unknown'; // a proxy's page, or an answer that was cut off
  }
  if (status >= 400) {
    const [first] = body.errors ?? [];
    return { refused: { status, code: first?.code, message: first?.message ?? `HTTP status ${status}` } };
  }
  const { result } = body;
  return status >= 200 && status < 300 && body.success !== false && result !== undefined
    ? { result: result as T }
    : 'unknown';
}

/** A refusal as an error: Cloudflare's own sentence and code, and what to do. */
export function refusalError(what: string, { status, code, message }: Refused): ShipError {
  const hint = code === undefined ? undefined : hintFor(code);
  const said = message.replace(/[.]?$/, '.');
  return new ShipError('deploy', `${what}: ${said}${code === undefined ? '' : ` [code ${code}]`}`, {
    unsure: status === 429, // it was not begun, and may be asked for again
    ...(hint === undefined ? {} : { hint }),
  });
}
