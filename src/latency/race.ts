import { attempt } from '../error.ts';
import type { Host } from '../host/host.ts';
import { type Random, seeded } from './bootstrap.ts';
import type { Percentile } from './budget.ts';
import { clientOf } from './client.ts';
import { type Comparison, compare, type Raced } from './compare.ts';
import { enough, type Look, lookAt } from './looks.ts';
import { type Session, sessionOf } from './replay.ts';
import type { ReplayRequest } from './requests.ts';
import type { Pair } from './rounds.ts';
import { type Serve, type Served, stopIfCancelled, told } from './served.ts';
import { type Summary, summarize } from './summarize.ts';

type Side = 'base' | 'head';

export interface RacePlan {
  /** Each call starts a process of its own. */
  readonly serve: Readonly<Record<Side, () => ReturnType<Serve>>>;
  readonly health: ReplayRequest;
  readonly requests: readonly ReplayRequest[];
  /** Of the whole race, processes included; it ends earlier where all that is judged is decided. */
  readonly durationMs: number;
  /** Budgets of growth against the base: 0.1 is +10 %. */
  readonly margins: Readonly<Partial<Record<Percentile, number>>>;
  readonly clock: Pick<Host['clock'], 'now' | 'sleep'>;
  readonly signal: AbortSignal;
  /** What the order of the requests, and what is drawn for the intervals, come from. */
  readonly random?: Random;
}

export interface RacedRoute {
  readonly request: ReplayRequest;
  readonly base: Summary;
  readonly head: Summary;
}

export interface Race {
  readonly routes: readonly RacedRoute[];
  /** p50, p95 and p99 of each route. */
  readonly comparisons: readonly Comparison[];
  /** Requests that the base does not answer as they expect: they are new, and not raced. */
  readonly unknown: readonly ReplayRequest[];
  /** Pairs of processes of base and head; and of the base alone, which tell how much it differs from itself. */
  readonly rounds: number;
  readonly nulls: number;
  readonly ms: number;
}

/** So many rounds at least, each with processes of its own: what one process is lucky with, the next one is not. */
const ROUNDS = 16;
/** But not more than so that a round is this much longer than it takes to begin; so many all the same. */
const OF_GETTING_READY = 4;
const FEWEST_ROUNDS = 8;
/** Of which each fourth is base against base. */
const NULL_EVERY = 4;
const LEAST_ROUND_MS = 150;
/** Each request is asked so often before it counts, a slow one only for so long. */
const WARM_UP = 5;
const WARM_UP_MS = 60;
/** After which part of the time it is looked whether all is decided. */
const LOOKS = [0.25, 0.5, 0.75];
const GAP = 0.25;
const GAP_MORE_MS = 0.3;

/**
 * Base against head, each in a process of its own, asked the same one right after the other: which of the two first is left
 * to chance. The processes are started anew for each round, since two of the same program differ from one another for as
 * long as they live.
 * @throws ShipError where the head does not answer as it should; a fast failure is no fast answer
 */
export async function race(plan: RacePlan): Promise<Race> {
  const { clock } = plan;
  const random = plan.random ?? seeded(Math.floor(Math.random() * 2 ** 32));
  const since = clock.now();
  const end = since + plan.durationMs;
  let roundMs = Math.max(LEAST_ROUND_MS, plan.durationMs / ROUNDS);
  const known = await knownToBase(plan);
  const samples = new Map(known.map((request) => [request, emptyOf(request, plan)]));
  const rows = [...samples.values()];
  const looks = [...LOOKS];
  let look: Look | undefined;
  let rounds = 0;
  let nulls = 0;
  while (known.length > 0 && (rounds === 0 || clock.now() < end)) {
    const alone = (rounds + nulls) % NULL_EVERY === NULL_EVERY - 1;
    const began = clock.now();
    const { pairs, readyAt } = await raced(
      plan,
      known,
      alone ? 'base' : 'head',
      Math.min(began + roundMs, end),
      random,
    );
    // to start and to warm up is not to take most of the time
    roundMs = Math.min(plan.durationMs / FEWEST_ROUNDS, Math.max(roundMs, OF_GETTING_READY * (readyAt - began)));
    for (const [request, of] of pairs) samples.get(request)?.[alone ? 'alone' : 'rounds'].push(of);
    if (alone) nulls++;
    else rounds++;
    const progress = (clock.now() - since) / plan.durationMs;
    if (looks.length === 0 || progress < (looks[0] ?? 1) || progress >= 1) continue;
    while (progress >= (looks[0] ?? 2)) looks.shift();
    look = lookAt(progress, look);
    if (enough(compare(rows, look, random), look) === 'stop') return ended(look);
  }
  return ended(lookAt(1, look));

  function ended(at: Look): Race {
    const routes = [...samples].map(([request, { rounds: of }]) => {
      const pairs = of.flat();
      return {
        request,
        base: summarize(pairs.map(({ base }) => base)),
        head: summarize(pairs.map(({ head }) => head)),
      };
    });
    const unknown = plan.requests.filter((request) => !known.includes(request));
    return { routes, comparisons: compare(rows, at, random), unknown, rounds, nulls, ms: clock.now() - since };
  }
}

interface Sampled extends Raced {
  readonly rounds: Pair[][];
  readonly alone: Pair[][];
}

function emptyOf({ name }: ReplayRequest, { margins }: RacePlan): Sampled {
  return { name, margins, rounds: [], alone: [] };
}

/** A request that came with the head has nothing to be held against. */
async function knownToBase(plan: RacePlan): Promise<readonly ReplayRequest[]> {
  await using server = await plan.serve.base();
  using client = clientOf(server.url, plan.clock.now);
  const session = sessionOf(plan.requests, client);
  const known: ReplayRequest[] = [];
  for (const request of plan.requests) {
    const asked = await attempt(() => session.ask(request));
    stopIfCancelled(plan.signal);
    if (asked.ok) known.push(request);
  }
  return known;
}

/** One round: the pairs of each request. `second`: what the base is raced against. */
async function raced(
  plan: RacePlan,
  requests: readonly ReplayRequest[],
  second: Side,
  until: number,
  random: Random,
): Promise<{ readonly pairs: ReadonlyMap<ReplayRequest, Pair[]>; readonly readyAt: number }> {
  const pairs = new Map(requests.map((request) => [request, [] as Pair[]]));
  const baseFirst = random() < 0.5;
  const start = { base: () => plan.serve.base(), second: () => plan.serve[second]() };
  await using one = await (baseFirst ? start.base() : start.second());
  await using other = await (baseFirst ? start.second() : start.base());
  const [base, head] = baseFirst ? [one, other] : [other, one];
  using forBase = clientOf(base.url, plan.clock.now);
  using forHead = clientOf(head.url, plan.clock.now);
  const sessions = { base: sessionOf(requests, forBase), head: sessionOf(requests, forHead) };
  const ask = async (server: Served, session: Session, request: ReplayRequest): Promise<number> =>
    told(plan.signal, server, async () => (await session.ask(request)).ms, session.hide);
  const pair = async (request: ReplayRequest): Promise<Pair> => {
    if (random() < 0.5) {
      const first = await ask(base, sessions.base, request);
      return { base: first, head: await ask(head, sessions.head, request) };
    }
    const first = await ask(head, sessions.head, request);
    return { head: first, base: await ask(base, sessions.base, request) };
  };
  for (const request of requests) {
    const since = plan.clock.now();
    for (let i = 0; i < WARM_UP && (i === 0 || plan.clock.now() - since < WARM_UP_MS); i++) await pair(request);
  }
  const readyAt = plan.clock.now();
  // the same time for each, whatever they weigh: a verdict on one is worth as much as on another
  const spent = new Map(requests.map((request) => [request, random()]));
  for (let first = requests.length; first > 0 || plan.clock.now() < until; first--) {
    stopIfCancelled(plan.signal);
    const request = least(spent);
    const taken = await pair(request);
    pairs.get(request)?.push(taken);
    const both = taken.base + taken.head;
    spent.set(request, (spent.get(request) ?? 0) + both + random());
    await plan.clock.sleep(GAP * both + GAP_MORE_MS);
  }
  return { pairs, readyAt };
}

/** What has had the least so far. */
function least<T>(spent: ReadonlyMap<T, number>): T {
  const [first] = [...spent].sort(([, a], [, b]) => a - b);
  if (first === undefined) throw new Error('nothing to race');
  return first[0];
}
