import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { wrongBody } from '../latency/answer.ts';
import { isQuoted } from '../latency/client.ts';
import { noValues, type Values } from '../latency/replay.ts';
import { GOOD, type ReplayRequest } from '../latency/requests.ts';

export type World = Pick<Host, 'fetch' | 'connections' | 'clock' | 'signal'>;

/** How long and how often is asked. */
export interface Patience {
  /** Good answers in a row that make a version ready. */
  readonly answers: number;
  /** The longest that it is waited for. */
  readonly readyMs: number;
  /** How long it may give nothing but bad answers, once it answers at all. */
  readonly badMs: number;
  /** How long a change takes to be everywhere (Cloudflare: "a couple of seconds"), where answers do not tell their version. */
  readonly settleMs: number;
}

export const PATIENCE: Patience = { answers: 3, readyMs: 240_000, badMs: 20_000, settleMs: 3000 };

const ANSWER_MS = 15_000;
/** Of one version for sure, one after the other, with nothing else between: enough to give it up. */
const BAD_IN_A_ROW = 5;
const MOST_TEXT = 300;

/** What is proved: which version, where, and by what. */
export interface Claim {
  /** `https://HOST`, without a path. */
  readonly origin: string;
  /** With which its requests reach this version, before any user does. */
  readonly headers: Readonly<Record<string, string>>;
  readonly versionId: string;
  /** The version that answers where the new one is not there yet. */
  readonly otherId: string | undefined;
  /** Its good answer says that the version is ready. */
  readonly health: ReplayRequest;
  /** Played once each when it is. */
  readonly requests: readonly ReplayRequest[];
  /** Only some of its requests reach it: what another version answers in between says nothing. */
  readonly partly?: true;
  /** What to do where it answers nothing by HTTP, and was not to; undefined: it is asked at a place that was given. */
  readonly mend?: string | undefined;
}

export interface Proof {
  /** Good answers, to all that was asked. */
  readonly answers: number;
  readonly ms: number;
  /** The answers name their version, so that each is known to be of the new one. */
  readonly told: boolean;
}

/** What one request came to. */
export type Probe =
  | {
      readonly kind: 'good';
      readonly of: 'this' | 'unsaid';
      /** From the request to the last byte; undefined: a connection was opened meanwhile. */
      readonly ms: number | undefined;
    }
  | { readonly kind: 'bad'; readonly of: 'this' | 'unsaid'; readonly said: string; readonly status: number }
  /** Another version answered, nobody did, or only the edge's own page. */
  | { readonly kind: 'absent'; readonly said: string };

/**
 * Asks a version until it is ready, then for all that it has to answer.
 * @throws ShipError `probe` where it does not
 */
export async function prove(claim: Claim, patience: Patience, host: World): Promise<Proof> {
  const since = host.clock.now();
  const ready = await untilReady(claim, patience, host);
  let answers = ready.answers;
  const values = noValues();
  for (const request of claim.requests) {
    const probe = await ask(request, claim, host, values);
    if (probe.kind !== 'good') throw failed(claim, request, probe);
    answers += 1;
  }
  return { answers, ms: host.clock.now() - since, told: ready.told };
}

async function untilReady(claim: Claim, patience: Patience, host: World): Promise<{ answers: number; told: boolean }> {
  const since = host.clock.now();
  let good = 0;
  let bad: { readonly since: number; readonly sure: number } | undefined;
  for (let pause = 100; ; ) {
    const probe = await ask(claim.health, claim, host);
    const now = host.clock.now();
    if (probe.kind === 'good') {
      // before that it may be another version's answer
      if (probe.of === 'this' || now - since >= patience.settleMs) good += 1;
      bad = undefined;
      if (good >= patience.answers) return { answers: good, told: probe.of === 'this' };
      pause = good > 0 ? 50 : 500;
    } else {
      if (probe.kind === 'bad' || claim.partly !== true) good = 0;
      if (probe.kind === 'bad')
        bad = { since: bad?.since ?? now, sure: (bad?.sure ?? 0) + Number(probe.of === 'this') };
      const given = bad !== undefined && (bad.sure >= BAD_IN_A_ROW || now - bad.since >= patience.badMs);
      if (given || now - since >= patience.readyMs) throw failed(claim, claim.health, probe);
      pause = claim.partly === true ? 100 : Math.min(2000, Math.max(100, pause * 1.5));
    }
    if (host.signal.aborted) throw cancelled();
    await host.clock.sleep(pause);
  }
}

function cancelled(): ShipError {
  return new ShipError('cancelled', 'The proof was ended: the run was cancelled.');
}

/** The error of a request that was not answered as it should be. */
export function failed({ mend }: Claim, request: ReplayRequest, probe: Exclude<Probe, { kind: 'good' }>): ShipError {
  const broke = probe.kind === 'bad' && probe.status >= 500; // what a Worker without a handler for requests does, too
  return new ShipError(
    'probe',
    `${request.method} ${request.path} ${probe.said}.`,
    broke && mend !== undefined ? { hint: mend } : {},
  );
}

/**
 * One request to a version, and what came. Nothing of it is retried.
 * @param values what answers before it have given
 * @throws ShipError where it cannot be asked for want of them
 */
export async function ask(request: ReplayRequest, claim: Claim, host: World, values = noValues()): Promise<Probe> {
  const { versionId, otherId } = claim;
  const { method, path, headers, body } = values.fill(request);
  let response: Response;
  let text: string;
  const opened = host.connections();
  const since = host.clock.now();
  try {
    response = await host.fetch(`${claim.origin}${path}`, {
      method,
      headers: { 'user-agent': 'wasm-ship', ...headers, ...claim.headers },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.any([host.signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    text = await response.text();
  } catch (error) {
    if (host.signal.aborted) throw cancelled();
    return { kind: 'absent', said: `has no answer: ${reasonOf(error)}` };
  }
  const ms = host.connections() === opened ? host.clock.now() - since : undefined;
  const named = [...response.headers.values()].join('\n');
  if (otherId !== undefined && otherId !== versionId && named.includes(otherId))
    return { kind: 'absent', said: `is still answered by ${otherId}` };
  if (isPlaceholder(text)) return { kind: 'absent', said: 'answers with the page of a service that is not there yet' };
  const of = named.includes(versionId) ? 'this' : 'unsaid';
  const said = wrongOf(request, response, text, values);
  return said === undefined ? { kind: 'good', of, ms } : { kind: 'bad', of, status: response.status, said };
}

/** What is wrong with an answer, without any value that was taken; undefined: nothing is. */
function wrongOf(request: ReplayRequest, response: Response, body: string, values: Values): string | undefined {
  const { status, ok, headers } = response;
  const header = (name: string): readonly string[] =>
    name === 'set-cookie' ? headers.getSetCookie() : [headers.get(name) ?? ''];
  const missing = values.take(request, { body, header });
  const fits = request.expect === GOOD ? ok : status === request.expect;
  const tail =
    body.trim() === '' || !isQuoted(response, request) ? '' : `: ${values.hide(body.trim()).slice(0, MOST_TEXT)}`;
  if (!fits) return `answered ${status}, expected ${request.expect}${tail}`;
  const wrong = request.answer === undefined ? undefined : wrongBody(request.answer, body);
  if (wrong !== undefined) return `answered ${wrong}${tail}`;
  return missing === undefined ? undefined : `answered without \`${missing.name}\`, which \`take\` names`;
}

/** Cloudflare answers so for a name that is not everywhere yet, now and then with status 200. */
function isPlaceholder(text: string): boolean {
  return /There is nothing here yet/i.test(text.slice(0, 2000));
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const { message, cause, name } = error as Error;
  if (name === 'TimeoutError') return `none within ${ANSWER_MS / 1000} s`;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message;
}
