import { messageOf, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { type Client, clientOf, expected } from './client.ts';
import type { ReplayRequest } from './requests.ts';
import { type Summary, summarize } from './summarize.ts';

/** What the probe needs of a server: an edge's own runtime on loopback. */
export interface Probed extends AsyncDisposable {
  readonly url: string;
  /** By the probe's clock. */
  readonly startedAt: number;
  readonly tail: () => string;
}

export interface Probe {
  readonly serve: (isolates: 'one' | 'each') => Promise<Probed>;
  /** Its good answer says that the service is ready. */
  readonly health: ReplayRequest;
  readonly requests: readonly ReplayRequest[];
  /** Of the warm run. */
  readonly durationMs: number;
  readonly clock: Pick<Host['clock'], 'now' | 'sleep'>;
  readonly signal: AbortSignal;
}

export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly summary: Summary;
}

/** All in ms, on the machine of the run. */
export interface Latency {
  readonly cold: {
    /** From the start of the runtime's process to the last byte of its first good answer. */
    readonly process: Summary;
    /** The first request of a new isolate in a running process: the module is compiled anew. */
    readonly isolate: Summary;
  };
  readonly warm: { readonly all: Summary; readonly routes: readonly Route[] };
}

const COLD_PROCESSES = 7;
const COLD_ISOLATES = 15;
const WARM_UP = 3;
/** A request's slot: this much longer than its own warm answer, so that only a stall makes the next one wait. */
const SLOT = 1.5;
const SLOT_MORE_MS = 2;

/** Cold start and warm latency of a bundle. Every answer's status is checked. */
export async function probe(plan: Probe): Promise<Latency> {
  const process = await coldProcesses(plan);
  const isolate = await coldIsolates(plan);
  return { cold: { process, isolate }, warm: await warm(plan) };
}

async function coldProcesses(plan: Probe): Promise<Summary> {
  const samples: number[] = [];
  for (let i = 0; i < COLD_PROCESSES; i++) {
    await using server = await plan.serve('one');
    using client = clientOf(server.url, plan.clock.now);
    await told(plan, server, async () => expected(await client.ask(plan.health), plan.health));
    samples.push(plan.clock.now() - server.startedAt);
    stopIfCancelled(plan);
  }
  return summarize(samples);
}

async function coldIsolates(plan: Probe): Promise<Summary> {
  await using server = await plan.serve('each');
  using client = clientOf(server.url, plan.clock.now);
  const samples: number[] = [];
  for (let i = -1; i < COLD_ISOLATES; i++) {
    const answer = await told(plan, server, async () =>
      expected(await client.ask(plan.health, { 'x-wasm-ship-isolate': `isolate-${i}` }), plan.health),
    );
    if (i >= 0) samples.push(answer.ms); // the first one also starts the loader itself
    stopIfCancelled(plan);
  }
  return summarize(samples);
}

async function warm(plan: Probe): Promise<Latency['warm']> {
  await using server = await plan.serve('one');
  using client = clientOf(server.url, plan.clock.now);
  return await told(plan, server, async () => {
    const slots = await warmUp(plan, client);
    const samples = await replay(plan, client, slots);
    const routes = plan.requests.map((request) => ({
      name: request.name,
      method: request.method,
      path: request.path,
      summary: summarize(samples.get(request) ?? []),
    }));
    return { all: summarize([...samples.values()].flat()), routes };
  });
}

/** Asks each request a few times; the slot (ms) that its answers need. */
async function warmUp(plan: Probe, client: Client): Promise<ReadonlyMap<ReplayRequest, number>> {
  const slots = new Map<ReplayRequest, number>();
  for (const request of plan.requests) {
    const times: number[] = [];
    for (let i = 0; i < WARM_UP; i++) times.push(expected(await client.ask(request), request).ms);
    slots.set(request, SLOT * summarize(times).p50 + SLOT_MORE_MS);
  }
  return slots;
}

/**
 * Plays the requests in shuffled rounds until the time is over; the first round is played whole, so that none is left
 * unmeasured. A request that is due while the one before is not yet answered counts from when it was due: a stall of the
 * server is seen by all that it kept waiting.
 */
async function replay(
  plan: Probe,
  client: Client,
  slots: ReadonlyMap<ReplayRequest, number>,
): Promise<Map<ReplayRequest, number[]>> {
  const samples = new Map<ReplayRequest, number[]>(plan.requests.map((request) => [request, []]));
  const end = plan.clock.now() + plan.durationMs;
  let due = plan.clock.now();
  for (let rounds = 0; rounds === 0 || plan.clock.now() < end; rounds++) {
    for (const request of shuffled(round(plan.requests))) {
      stopIfCancelled(plan);
      const now = plan.clock.now();
      if (rounds > 0 && now >= end) break;
      if (due > now) await plan.clock.sleep(due - now);
      const waited = due < now;
      const sent = plan.clock.now();
      const answer = expected(await client.ask(request), request);
      samples.get(request)?.push(waited ? answer.ms + sent - due : answer.ms);
      due = (waited ? due : sent) + (slots.get(request) ?? SLOT_MORE_MS);
    }
  }
  return samples;
}

/** Each request as often as its weight says against the smallest. */
export function round(requests: readonly ReplayRequest[]): ReplayRequest[] {
  const least = Math.min(...requests.map((request) => request.weight));
  return requests.flatMap((request) =>
    Array<ReplayRequest>(Math.min(100, Math.round(request.weight / least))).fill(request),
  );
}

function shuffled<T>(items: readonly T[]): T[] {
  const order = items.map((item) => ({ item, key: Math.random() }));
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** A connection that breaks is a failure of the bundle: the runtime's last lines are told with it. */
async function told<T>(plan: Probe, server: Probed, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    stopIfCancelled(plan); // the runtime was ended under our hands
    if (error instanceof ShipError && error.tail !== undefined) throw error;
    const options = error instanceof ShipError && error.hint !== undefined ? { hint: error.hint } : {};
    throw new ShipError(
      'probe',
      error instanceof ShipError ? error.message : `The served bundle broke off: ${messageOf(error)}.`,
      {
        cause: error,
        tail: server.tail(),
        ...options,
      },
    );
  }
}

function stopIfCancelled(plan: Probe): void {
  if (plan.signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.');
}
