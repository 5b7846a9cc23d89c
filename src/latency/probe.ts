import type { Host } from '../host/host.ts';
import { type ColdSide, coldStarts, phase } from './cold.ts';
import { type Cold, coldOf } from './cold-summary.ts';
import { slotOf, waitsOf } from './due.ts';
import { loopbackClient } from './loopback.ts';
import { type Session, sessionOf } from './replay.ts';
import type { ReplayRequest } from './requests.ts';
import { type Serve, type Sides, shuffled, stopIfCancelled, told } from './served.ts';
import { type Summary, summarize } from './summarize.ts';
import type { V8Times } from './v8.ts';

export interface Probe {
  readonly serve: Serve;
  /** What its cold starts are held against; absent: nothing. */
  readonly base?: Serve;
  /** V8's own times with the modules of both; absent where the edge's runtime has another engine. */
  readonly v8?: Sides<() => Promise<V8Times>>;
  /** Of all cold starts; absent: `COLD_MS`. */
  readonly coldMs?: number;
  /** What a start may take longer than the base's: 0.1 is +10 %. */
  readonly coldGrowth?: number | undefined;
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
  readonly cold: Cold;
  readonly warm: { readonly all: Summary; readonly routes: readonly Route[] };
  /** Those behind the summaries of new processes and of all routes; in a list of `warm`, those that waited for one another. */
  readonly samples: { readonly cold: readonly number[]; readonly warm: readonly (readonly number[])[] };
}

const WARM_UP = 3;
/** Cold start and warm latency of a bundle. Every answer is checked. */
export async function probe(plan: Probe): Promise<Latency> {
  const { serve, base, v8, health, clock, signal, coldMs: mostMs, coldGrowth } = plan;
  const side = (of: Serve, engine: ColdSide['v8']): ColdSide => ({
    ...{ serve: of, ...(engine === undefined ? {} : { v8: engine }) },
  });
  const against = base === undefined ? {} : { base: side(base, v8?.base) };
  const bounds = mostMs === undefined ? {} : { mostMs };
  const starts = await coldStarts({ head: side(serve, v8?.head), ...against, ...bounds, health, clock, signal });
  const { queues, routes } = await warm(plan);
  return {
    cold: coldOf(starts, coldGrowth),
    warm: { all: summarize(queues.flat()), routes },
    samples: { cold: phase(starts.head.process, 'total'), warm: queues },
  };
}

async function warm(plan: Probe): Promise<Pick<Replayed, 'queues'> & { readonly routes: readonly Route[] }> {
  await using server = await plan.serve('one');
  using client = loopbackClient(server.url, plan.clock.now, plan.requests);
  const session = sessionOf(plan.requests, client);
  const work = async () => {
    const slots = await warmUp(plan, session);
    const { samples, queues } = await replay(plan, session, slots);
    const routes = plan.requests.map((request) => ({
      name: request.name,
      method: request.method,
      path: request.path,
      summary: summarize(samples.get(request) ?? []),
    }));
    return { queues, routes };
  };
  return await told(plan.signal, server, work, session.hide);
}

/** Asks each request a few times, in the order of the list, by which values are taken; the slot (ms) that its answers need. */
async function warmUp(plan: Probe, session: Session): Promise<ReadonlyMap<ReplayRequest, number>> {
  const slots = new Map<ReplayRequest, number>();
  for (const request of plan.requests) {
    const times: number[] = [];
    for (let i = 0; i < WARM_UP; i++) times.push((await session.ask(request)).ms);
    slots.set(request, slotOf(times));
  }
  return slots;
}

/** Answers in ms, from when they were due. */
interface Replayed {
  readonly samples: ReadonlyMap<ReplayRequest, readonly number[]>;
  /** All of them, in the order of time, those that waited together with what they waited for. */
  readonly queues: readonly (readonly number[])[];
}

/**
 * Plays the requests in shuffled rounds until the time is over; each is asked once in any case, so that none is left
 * unmeasured. Each is due a slot after the one before: a stall of the server is seen by all that it would have kept waiting.
 */
async function replay(plan: Probe, session: Session, slots: ReadonlyMap<ReplayRequest, number>): Promise<Replayed> {
  const asked: { readonly request: ReplayRequest; readonly ms: number; readonly slot: number }[] = [];
  const end = plan.clock.now() + plan.durationMs;
  const unasked = new Set(plan.requests);
  let due = plan.clock.now();
  for (let rounds = 0; rounds === 0 || plan.clock.now() < end; rounds++) {
    for (const request of shuffled(round(plan.requests, rounds))) {
      stopIfCancelled(plan.signal);
      const now = plan.clock.now();
      const first = unasked.delete(request);
      if (now >= end && !first) continue;
      if (due > now) await plan.clock.sleep(due - now);
      const slot = slots.get(request) ?? 0;
      due = plan.clock.now() + slot;
      const { ms } = await session.ask(request);
      asked.push({ request, ms, slot });
    }
  }
  const waits = waitsOf(asked);
  const samples = new Map<ReplayRequest, number[]>(plan.requests.map((request) => [request, []]));
  const queues: number[][] = [];
  for (const [i, { request, ms }] of asked.entries()) {
    const wait = waits[i] ?? 0;
    samples.get(request)?.push(ms + wait);
    const queue = wait > 0 ? queues.at(-1) : undefined;
    if (queue === undefined) queues.push([ms]);
    else queue.push(ms + wait);
  }
  return { samples, queues };
}

/** So often in one round, at most. */
const MOST_COPIES = 100;
/** Of a weight that is a whole number of the smallest. */
const ROUNDING = 1e-9;

/**
 * The requests of a round, its number from 0. Over the rounds each comes as often as its weight says; the first has all of them.
 */
export function round(requests: readonly ReplayRequest[], number: number): ReplayRequest[] {
  const weights = requests.map(({ weight }) => weight);
  const scale = Math.min(1 / Math.min(...weights), MOST_COPIES / Math.max(...weights));
  const upTo = (rounds: number, weight: number): number =>
    rounds === 0 ? 0 : Math.max(1, Math.ceil(rounds * weight * scale - ROUNDING));
  return requests.flatMap((request) =>
    Array<ReplayRequest>(upTo(number + 1, request.weight) - upTo(number, request.weight)).fill(request),
  );
}
