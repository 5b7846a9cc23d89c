import { attempt, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { sideBySide } from '../side-by-side.ts';
import { type Random, seeded } from './bootstrap.ts';
import type { Percentile } from './budget.ts';
import { WrongAnswer } from './client.ts';
import { type Comparison, compare, type Raced } from './compare.ts';
import { type Asked, slotOf, summaryOf, withDue } from './due.ts';
import { enough, type Look, lookAt } from './looks.ts';
import { loopbackClient } from './loopback.ts';
import { pauses } from './pauses.ts';
import { type Session, sessionOf } from './replay.ts';
import type { ReplayRequest } from './requests.ts';
import type { Pair, Times } from './rounds.ts';
import { type Serve, type Served, type Sides, stopIfCancelled, told } from './served.ts';
import type { Summary } from './summarize.ts';
import { medianOf } from './wilcoxon.ts';

type Side = 'base' | 'head';

/** The head, which had answered as it should, does so no more. A race that only broke off says nothing of the head. */
export class WrongHead extends ShipError {}

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
  /** Bytes that the runtimes take at the end of one of the first rounds: the medians. undefined: the system does not tell it. */
  readonly rssBytes: Required<Sides<number>> | undefined;
  /** All pairs, in the order of `routes`. */
  readonly samples: readonly Raced[];
}

/** So many rounds at least, each with processes of its own: what one process is lucky with, the next one is not. */
const ROUNDS = 48;
/** But not more than so that a round is this much longer than it takes to get ready; so many all the same, where starts take no more. */
const OF_GETTING_READY = 2.5;
const FEWEST_ROUNDS = 12;
/** It asks at least for so much of the time that it took to get ready: a race of seconds has fewer rounds then. */
const LEAST_ASKING = 0.5;
/** Of which each eighth is base against base. It says as much of the noise as another one does, and nothing of head. */
const NULL_EVERY = 8;
/** So many rounds tell memory: to ask the system takes some ms, which a race of seconds does not have each time. */
const WEIGHED = 3;
/** Less, and most of the time goes by in getting ready; a race of 2 s has eight or nine of them. */
const LEAST_ROUND_MS = 200;
/** Each request is asked so often before it counts, a slow one only for so long. */
const WARM_UP = 5;
const WARM_UP_MS = 60;
/** After which part of the time it is looked whether all is decided. A shorter race has no looks: they cost more than they save. */
const LOOKS = [0.25, 0.5, 0.75];
const WORTH_A_LOOK_MS = 10_000;

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
  const readies: number[] = [];
  const samples = new Map<ReplayRequest, Sampled>();
  const memory = { base: [] as number[], head: [] as number[] };
  const looks = plan.durationMs < WORTH_A_LOOK_MS ? [] : [...LOOKS];
  let look: Look | undefined;
  let rounds = 0;
  let nulls = 0;
  let ready = 0;
  let known: readonly ReplayRequest[] | undefined;
  // a round that had no time to ask would say nothing
  while (known === undefined || (known.length > 0 && clock.now() + (1 + LEAST_ASKING) * ready < end)) {
    const alone = (rounds + nulls) % NULL_EVERY === NULL_EVERY - 1;
    const began = clock.now();
    const second = alone ? 'base' : 'head';
    const weighs = !alone && rounds < WEIGHED;
    const round = await raced(plan, known, second, { until: began + roundMs, end, weighs }, random);
    known = [...round.pairs.keys()];
    if (known.length === 0) break;
    readies.push(round.readyAt - began);
    ready = medianOf(readies); // one that was long in starting says nothing of the others
    // to start and to warm up is not to take most of the time
    roundMs = Math.max(
      ...[LEAST_ROUND_MS, plan.durationMs / ROUNDS],
      Math.min(plan.durationMs / FEWEST_ROUNDS, OF_GETTING_READY * ready),
    );
    for (const [request, pairs] of round.pairs) {
      const of = samples.get(request) ?? emptyOf(request, plan);
      samples.set(request, of);
      of[alone ? 'alone' : 'rounds'].push(pairs);
    }
    if (alone) nulls++;
    else rounds++;
    if (round.rssBytes !== undefined)
      for (const side of ['base', 'head'] as const) memory[side].push(round.rssBytes[side]);
    const progress = (clock.now() - since) / plan.durationMs;
    if (looks.length === 0 || progress < (looks[0] ?? 1) || progress >= 1) continue;
    while (progress >= (looks[0] ?? 2)) looks.shift();
    look = lookAt(progress, look);
    if (enough(compare([...samples.values()], look, random), look) === 'stop') return ended(look);
  }
  return ended(lookAt(1, look));

  function ended(at: Look): Race {
    const routes = [...samples].map(([request, { rounds: of }]) => {
      const pairs = of.flat();
      return {
        request,
        base: summaryOf(pairs, 'base'),
        head: summaryOf(pairs, 'head'),
      };
    });
    const unknown = plan.requests.filter((request) => !samples.has(request));
    const rows = [...samples.values()];
    const comparisons = compare(rows, at, random);
    const rssBytes =
      memory.head.length === 0 ? undefined : { base: medianOf(memory.base), head: medianOf(memory.head) };
    return { routes, comparisons, unknown, rounds, nulls, ms: clock.now() - since, rssBytes, samples: rows };
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
async function knownTo(session: Session, plan: RacePlan): Promise<readonly ReplayRequest[]> {
  const known: ReplayRequest[] = [];
  for (const request of plan.requests) {
    const asked = await attempt(() => session.ask(request));
    stopIfCancelled(plan.signal);
    if (asked.ok) known.push(request);
  }
  return known;
}

/** Two processes, started at once: one after the other takes twice as long. Both are ended at once, too. */
async function bothOf(
  base: () => Promise<Served>,
  head: () => Promise<Served>,
  baseFirst: boolean,
): Promise<Sides<Served> & { readonly base: Served } & AsyncDisposable> {
  const starts = baseFirst ? [base, head] : [head, base];
  const started = await sideBySide(starts, 2, (start) => start());
  const servers = started.flatMap((one) => (one.ok ? [one.value] : []));
  const end = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  };
  for (const one of started) {
    if (one.ok) continue;
    await end();
    throw one.error;
  }
  const [first, second] = servers as [Served, Served];
  return { base: baseFirst ? first : second, head: baseFirst ? second : first, [Symbol.asyncDispose]: end };
}

/**
 * One round: the pairs of each request. A stall is not taken from its
 * time, for what was due meanwhile has to be asked; the end of the race is its end all the same.
 * @param known requests that the base answers; undefined: it is asked which
 * @param second what the base is raced against
 */
async function raced(
  plan: RacePlan,
  known: readonly ReplayRequest[] | undefined,
  second: Side,
  { until, end, weighs }: { readonly until: number; readonly end: number; readonly weighs: boolean },
  random: Random,
): Promise<Pick<Race, 'rssBytes'> & { readonly pairs: ReadonlyMap<ReplayRequest, Pair[]>; readonly readyAt: number }> {
  const began = plan.clock.now();
  await using servers = await bothOf(plan.serve.base, plan.serve[second], random() < 0.5);
  const { base, head } = servers;
  using forBase = loopbackClient(base.url, plan.clock.now, plan.requests);
  using forHead = loopbackClient(head.url, plan.clock.now, plan.requests);
  const sessions = { base: sessionOf(plan.requests, forBase), head: sessionOf(plan.requests, forHead) };
  const requests = known ?? (await knownTo(sessions.base, plan));
  const ask = {
    base: asking(plan, base, sessions.base, ShipError),
    head: asking(plan, head, sessions.head, second === 'head' ? WrongHead : ShipError),
  };
  const turns = new Map<ReplayRequest, keyof Times>();
  const pair = async (request: ReplayRequest): Promise<Pair> => {
    const before = turns.get(request);
    const first = before === undefined ? (random() < 0.5 ? 'base' : 'head') : before === 'base' ? 'head' : 'base';
    // each second one the other way round than the one before: as many of each, and none can be foreseen for long
    if (before === undefined) turns.set(request, first);
    else turns.delete(request);
    if (first === 'base') {
      const taken = await ask.base(request);
      return { first, base: taken, head: await ask.head(request) };
    }
    const taken = await ask.head(request);
    return { first, head: taken, base: await ask.base(request) };
  };
  // the first answer, in whose time much is compiled, counts nowhere
  const atOnce = async (request: ReplayRequest): Promise<Times> => {
    const [ofBase, ofHead] = await Promise.all([ask.base(request), ask.head(request)]);
    return { base: ofBase, head: ofHead };
  };
  const usual = new Map(requests.map((request) => [request, [] as Times[]]));
  for (const [request, times] of usual) {
    const since = plan.clock.now();
    if (known !== undefined && since >= end) break;
    for (let i = 0; i < WARM_UP && (i === 0 || plan.clock.now() - since < WARM_UP_MS); i++) {
      times.push(await (i === 0 ? atOnce(request) : pair(request)));
    }
  }
  turns.clear(); // those that count are as many of each
  const readyAt = plan.clock.now();
  const planned = Math.max(until, readyAt + LEAST_ASKING * (readyAt - began));
  // the same time for each, whatever they weigh: a verdict on one is worth as much as on another
  const spent = new Map(requests.map((request) => [request, random()]));
  const asked: Asked<ReplayRequest>[] = [];
  let stall = 0;
  const pause = pauses(plan.clock);
  // a race in which nothing was asked says nothing, however slow it is
  const goes = (): boolean => known === undefined || plan.clock.now() < end;
  for (
    let first = requests.length;
    requests.length > 0 && (first > 0 ? goes() : plan.clock.now() < Math.min(planned + stall, end));
    first--
  ) {
    stopIfCancelled(plan.signal);
    const request = least(spent);
    const taken = await pair(request);
    asked.push({ kind: request, ...taken });
    const both = taken.base + taken.head;
    const slot = slotOf((usual.get(request) ?? []).flatMap((before) => [before.base, before.head]));
    const most = Math.min(both, 2 * slot);
    stall = Math.max(stall, both - most);
    spent.set(request, (spent.get(request) ?? 0) + most + random());
    await pause(most);
  }
  return { pairs: withDue(asked, usual), readyAt, rssBytes: weighs ? await memoryOf(servers) : undefined };
}

/**
 * Asks one side, and gives the ms that it took.
 * @param Wrong what is thrown for an answer that is another one than expected
 */
function asking(
  plan: RacePlan,
  server: Served,
  session: Session,
  Wrong: typeof ShipError,
): (request: ReplayRequest) => Promise<number> {
  return async (request) => {
    const asked = await attempt(() =>
      told(plan.signal, server, async () => (await session.ask(request)).ms, session.hide),
    );
    if (asked.ok) return asked.value;
    const { fault, message, hint, tail, cause } = asked.error;
    if (!(cause instanceof WrongAnswer)) throw asked.error; // it broke off
    const more = { ...(hint === undefined ? {} : { hint }), ...(tail === undefined ? {} : { tail }) };
    throw new Wrong(fault, message, { ...more, cause });
  };
}

async function memoryOf({ base, head }: Required<Sides<Served>>): Promise<Race['rssBytes']> {
  const [before, after] = await Promise.all([base.usage(), head.usage()]);
  return before === undefined || after === undefined ? undefined : { base: before.rssBytes, head: after.rssBytes };
}

/** What has had the least so far. */
function least<T>(spent: ReadonlyMap<T, number>): T {
  const [first] = [...spent].sort(([, a], [, b]) => a - b);
  if (first === undefined) throw new Error('nothing to race');
  return first[0];
}
