import { attempt, messageOf, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { type Answer, type Client, clientOf, expected, type Reaching } from './client.ts';
import type { ReplayRequest } from './requests.ts';
import { shuffled, stopIfCancelled } from './served.ts';
import { quantile } from './summarize.ts';

/** What is asked of a service that is live, from this machine. */
export interface LiveWish {
  /** `https://HOST` */
  readonly url: string;
  /** The same of what it is held against; absent: nothing. */
  readonly production?: string;
  /** Its good answer says that the service is ready. */
  readonly health: ReplayRequest;
  /** What else is asked: what reads and needs nothing of an earlier one. */
  readonly requests: readonly ReplayRequest[];
  /** Times (ms) of good answers to `health` over open connections that are known already: it is not asked for them again. */
  readonly known?: readonly number[];
  readonly proxies: Reaching['proxies'];
  readonly clock: Host['clock'];
  readonly signal: AbortSignal;
  /** All of it takes no longer; five seconds where nothing is said. */
  readonly longestMs?: number;
}

/** The first request of a connection, medians in ms. The parts are absent where a proxy opens the connections. */
export interface FirstRequest {
  readonly n: number;
  readonly ms: number;
  readonly parts?: {
    readonly lookupMs: number;
    readonly tcpMs: number;
    readonly tlsMs: number;
  };
  /** Until the request could be sent. */
  readonly openedMs: number;
  /** From then to the last byte of the answer. */
  readonly answerMs: number;
}

/** Answers over an open connection, in ms. */
export interface WarmRoute {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly n: number;
  readonly min: number;
  readonly p50: number;
  readonly max: number;
}

/** How quick one address is. */
export interface LiveSide {
  readonly url: string;
  readonly first: FirstRequest;
  readonly warm: readonly WarmRoute[];
}

/** Latency of what is live, from where this runs. */
export interface Live {
  readonly head: LiveSide;
  /** Of production beside it; absent: there is none to ask. */
  readonly production?: LiveSide;
  /** Why production was not measured, where it was to be. */
  readonly noProduction?: string;
  /** So many requests were sent in all. */
  readonly asked: number;
  /** The times of `health` are those of the watch. */
  readonly watched: boolean;
}

/** A live service is not to be loaded. So many new connections to each address … */
export const CONNECTIONS = 3;
/** … and so many requests over one that stays open, whatever their number is. */
export const WARM = 20;
const LONGEST_MS = 5000;
/** So long production may take for its first answer: what it does not give is not waited for. */
const PRODUCTION_MS = 1000;
/** Between two requests. */
const PAUSE_MS = 20;
/** Fewer than these say nothing. */
const LEAST = 5;

/**
 * Latency of a live address: the first request of a connection and those over an open one, of it and of production in turn.
 * One request at a time, at most 49 to both, and no longer than five seconds. Production is asked for `health` alone: who wrote
 * the other requests may have meant the preview.
 * @throws ShipError where it does not answer as it should, or not in that time
 */
export async function measureLive(wish: LiveWish): Promise<Live> {
  using run = new Run(wish);
  const head = run.side(wish.url);
  await run.ready(head);
  if (head.failure !== undefined) throw head.failure;
  const sides = [head];
  if (wish.production !== undefined) {
    const side = run.side(wish.production);
    await run.ready(side);
    sides.push(side);
  }
  const watched = isEnough(wish.known);
  await run.connect(sides);
  if (!watched) {
    await run.routes(head);
    await run.warm(sides);
  }
  const known = watched ? { ...head, warm: new Map([[wish.health, [...(wish.known ?? [])]]]) } : head;
  const [, production] = sides;
  const against = production === undefined ? undefined : await attempt(async () => told(production));
  return {
    head: told(known),
    ...(against?.ok === true ? { production: against.value } : {}),
    ...(against?.ok === false ? { noProduction: against.error.message } : {}),
    ...{ asked: run.asked, watched },
  };
}

function isEnough(times: readonly number[] = []): boolean {
  return times.length >= LEAST;
}

/** One address on its way. */
interface Side {
  readonly url: string;
  readonly client: Client;
  readonly first: Answer[];
  /** Those that it answers as they expect. */
  readonly warm: Map<ReplayRequest, number[]>;
  /** Why it is asked no more. */
  failure?: ShipError;
}

/** Asks, and counts. */
class Run implements Disposable {
  asked = 0;
  readonly #wish: LiveWish;
  readonly #signal: AbortSignal;
  readonly #until: number;
  readonly #clients = new DisposableStack();

  constructor(wish: LiveWish) {
    this.#wish = wish;
    const { longestMs = LONGEST_MS, clock } = wish;
    this.#signal = AbortSignal.any([wish.signal, AbortSignal.timeout(longestMs)]);
    this.#until = clock.now() + longestMs;
  }

  [Symbol.dispose](): void {
    this.#clients.dispose();
  }

  side(url: string): Side {
    const client = this.#clients.use(this.#client(url));
    return { url, client, first: [], warm: new Map([[this.#wish.health, []]]) };
  }

  /** Opens the connection that stays. Production has not all of the time for it. */
  async ready(side: Side): Promise<void> {
    const { health, production } = this.#wish;
    if (side.url === production) {
      using client = this.#client(side.url, AbortSignal.timeout(PRODUCTION_MS));
      if ((await this.#good(side, client, health)) === undefined) return;
    }
    await this.#good(side, side.client, health);
  }

  /** The other requests, once over the connection that stays. */
  async routes(side: Side): Promise<void> {
    for (const request of this.#wish.requests) {
      if ((await this.#good(side, side.client, request)) !== undefined) side.warm.set(request, []);
    }
  }

  /** The first request of connections, each address in turn. */
  async connect(sides: readonly Side[]): Promise<void> {
    for (let i = 0; i < CONNECTIONS; i++) {
      for (const side of shuffled(sides)) {
        using client = this.#client(side.url);
        const answer = await this.#good(side, client, this.#wish.health);
        if (answer !== undefined) side.first.push(answer);
      }
    }
  }

  /** What they answer, in rounds, each in another order: what changes meanwhile changes for both. */
  async warm(sides: readonly Side[]): Promise<void> {
    const pairs = sides.flatMap((side) => [...side.warm].map(([request, times]) => ({ side, request, times })));
    const rounds = Math.floor(WARM / (1 + this.#wish.requests.length));
    for (let round = 0; round < rounds; round++) {
      for (const { side, request, times } of shuffled(pairs)) {
        await this.#wish.clock.sleep(PAUSE_MS);
        const answer = await this.#good(side, side.client, request);
        // one for which the connection had to be opened again is no warm one
        if (answer !== undefined && answer.opened === undefined) times.push(answer.ms);
      }
    }
  }

  #client(url: string, soon?: AbortSignal): Client {
    const signal = soon === undefined ? this.#signal : AbortSignal.any([this.#signal, soon]);
    return clientOf(url, this.#wish.clock.now, { signal, proxies: this.#wish.proxies });
  }

  /** A good answer. None where the time is over, or where it fails: the first time ends that address, for a bad answer is no fast one. */
  async #good(side: Side, client: Client, request: ReplayRequest): Promise<Answer | undefined> {
    stopIfCancelled(this.#wish.signal);
    const late = (): boolean => this.#signal.aborted || this.#wish.clock.now() >= this.#until;
    if (side.failure !== undefined || late()) return undefined;
    this.asked += 1;
    const headers = { 'user-agent': 'wasm-ship', ...request.headers };
    const done = await attempt(async () =>
      expected(await client.ask(request, headers).catch(noAnswer(request)), request),
    );
    if (done.ok) return done.value;
    stopIfCancelled(this.#wish.signal);
    if (!late()) side.failure = done.error;
    return undefined;
  }
}

function noAnswer({ name, method, path }: ReplayRequest): (error: unknown) => never {
  return (cause) => {
    throw new ShipError('probe', `${name}: ${method} ${path} has no answer: ${messageOf(cause)}.`, { cause });
  };
}

/** @throws ShipError where it gave no answer, or a bad one */
function told({ url, first, warm, failure }: Side): LiveSide {
  if (failure !== undefined) throw failure;
  const opened = first.flatMap((answer) => (answer.opened === undefined ? [] : [{ ...answer, opened: answer.opened }]));
  // the first of them is `health`: without it none is told, lest another stands for it
  const [health] = warm.values();
  const routes = isEnough(health)
    ? [...warm].filter(([, times]) => times.length > 0).map(([request, times]) => routeOf(request, times))
    : [];
  if (opened.length === 0) throw new ShipError('probe', `${url} gave no answer in the time that there was.`);
  const parts = opened.flatMap(({ opened: { parts: of } }) => (of === undefined ? [] : [of]));
  return {
    url,
    first: {
      n: opened.length,
      ms: median(opened.map(({ ms }) => ms)),
      openedMs: median(opened.map(({ opened: { ms } }) => ms)),
      answerMs: median(opened.map(({ ms, opened: { ms: until } }) => ms - until)),
      ...(parts.length < opened.length
        ? {}
        : {
            parts: {
              lookupMs: median(parts.map(({ lookupMs }) => lookupMs)),
              tcpMs: median(parts.map(({ tcpMs }) => tcpMs)),
              tlsMs: median(parts.map(({ tlsMs }) => tlsMs)),
            },
          }),
    },
    warm: routes,
  };
}

function routeOf({ name, method, path }: ReplayRequest, times: readonly number[]): WarmRoute {
  const sorted = times.toSorted((a, b) => a - b);
  const [min, p50, max] = [0, 0.5, 1].map((q) => quantile(sorted, q)) as [number, number, number];
  return { name, method, path, n: times.length, min, p50, max };
}

function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
