import { type Attempt, attempt, messageOf } from '../error.ts';
import type { Host } from '../host/host.ts';
import { type Answer, type Client, clientOf, expected } from './client.ts';
import type { ReplayRequest } from './requests.ts';
import { ISOLATE, type Serve, type Served, type Sides, shuffled, stopIfCancelled, told } from './served.ts';
import type { V8Times } from './v8.ts';

export interface ColdSide {
  readonly serve: Serve;
  /** V8's own times with the module, in a new process; absent where the edge's runtime has another engine. */
  readonly v8?: () => Promise<V8Times>;
}

export interface ColdPlan extends Sides<ColdSide> {
  /** Its good answer says that the service is ready. */
  readonly health: ReplayRequest;
  /** How often each is started at most; absent: `COLD_PAIRS`, or `COLD_ALONE` without a base. */
  readonly pairs?: ColdPairs;
  /** Of all together: no further pair is begun after it; absent: `COLD_MS`. */
  readonly mostMs?: number;
  readonly random?: () => number;
  readonly clock: Pick<Host['clock'], 'now'>;
  readonly signal: AbortSignal;
}

export interface ColdPairs {
  readonly process: number;
  /** Pairs of processes, in each of which some isolates are started: two processes differ for as long as they live. */
  readonly rounds: number;
  readonly v8: number;
}

/** Against a base the time is the limit: the more pairs, the less is noise. */
export const COLD_PAIRS: ColdPairs = { process: 50, rounds: 15, v8: 50 };
/** There is nothing to be told from noise. */
export const COLD_ALONE: ColdPairs = { process: 7, rounds: 2, v8: 7 };
/** Isolates that each process of a round starts and that count. */
export const ISOLATES = 6;
export const COLD_MS = 15_000;
/** Without so many pairs nothing can be told of a change, whatever it is: for them there is half of the time more. */
const ENOUGH: ColdPairs = { process: 14, rounds: 3, v8: 14 };
const MORE = 1.5;
/** The part of the time that is over when processes, isolates and V8 are done; what one leaves, the next one has. */
const OVER = { process: 0.45, rounds: 0.8, v8: 1 } as const satisfies Record<keyof ColdPairs, number>;

/**
 * The phases of a start, in their order. What none of them explains is a row of its own. A module is compiled where its
 * runtime does that: workerd before it listens (`process`), for a new isolate with its first request (`module`).
 */
export const PHASES = ['process', 'connect', 'module', 'answer', 'unexplained'] as const;
export type Phase = (typeof PHASES)[number];

/** One start of a new process, in ms: the phases add up to `total`. */
export type ProcessStart = Readonly<Record<Phase, number>> & {
  /** From the start of the runtime's process to the last byte of its first good answer. */
  readonly total: number;
};

/** One start of a new isolate in a running process, in ms. */
export interface IsolateStart {
  /** The first request of it, to the last byte: the module is compiled anew. */
  readonly total: number;
  /** What the first answer takes beyond the second one; both are absent where the runtime forgets an isolate at once. */
  readonly module?: number;
  readonly answer?: number;
}

/** Samples of one side; the one at a place was taken beside the other side's at the same place. */
export interface ColdSamples {
  readonly process: readonly ProcessStart[];
  /** What the system counted for each of those processes once it had answered; none where it does not tell. */
  readonly rssBytes: readonly number[];
  /** By rounds: those of one round are of one process. */
  readonly isolate: readonly (readonly IsolateStart[])[];
  /** Absent where nobody asked for it. */
  readonly v8?: Attempt<readonly V8Times[]>;
}

export interface ColdStarts extends Sides<ColdSamples> {
  /** Why there is no base, where there was to be one. */
  readonly noBase?: string;
}

/**
 * Cold starts, measured from outside: of new processes, of new isolates in running ones, and V8's own part of them. Head
 * and base come one after the other, in random order in each pair, so that what the machine does meanwhile meets both.
 * Every answer's status is checked. A base that does not start, or answers otherwise, is none to be held against.
 */
export async function coldStarts(plan: ColdPlan): Promise<ColdStarts> {
  const { base, ...alone } = plan;
  await startProcess(plan, plan.head); // not counted: what the system keeps of its files is there from now on
  stopIfCancelled(plan.signal);
  if (base === undefined) return measured(alone);
  try {
    await blaming('base', () => startProcess(plan, base));
    return await measured(plan);
  } catch (error) {
    stopIfCancelled(plan.signal);
    if (!(error instanceof BaseFailed)) throw error;
    return { ...(await measured(alone)), noBase: error.message };
  }
}

/** What failed is the base: nothing that the head is to blame for. */
class BaseFailed extends Error {}

async function blaming<T>(name: 'head' | 'base', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw name === 'head' ? error : new BaseFailed(messageOf(error), { cause: error });
  }
}

async function measured(plan: ColdPlan): Promise<Sides<ColdSamples>> {
  const { clock, mostMs = COLD_MS, pairs = plan.base === undefined ? COLD_ALONE : COLD_PAIRS } = plan;
  const since = clock.now();
  const limit = (kind: keyof ColdPairs): Limit => {
    const ms = OVER[kind] * mostMs;
    return { pairs: pairs[kind], until: since + ms, enough: ENOUGH[kind], latest: since + MORE * ms };
  };
  const processes = await inPairs(
    plan,
    limit('process'),
    eachSide(plan, (side, name) => () => blaming(name, () => startProcess(plan, side))),
  );
  const isolates = await newIsolates(plan, limit('rounds'));
  const engine = await engineTimes(plan, limit('v8'));
  return eachSide(plan, (_, name) => {
    const told = engine[name];
    const started = processes[name] ?? [];
    return {
      process: started.map(({ times }) => times),
      rssBytes: started.flatMap(({ rssBytes }) => rssBytes ?? []),
      isolate: isolates[name] ?? [],
      ...(told === undefined ? {} : { v8: told }),
    };
  });
}

/** A phase of starts, as a list of its own. */
export function phase<K extends string>(starts: readonly Readonly<Partial<Record<K, number>>>[], name: K): number[] {
  return starts.flatMap((start) => start[name] ?? []);
}

interface Started {
  readonly times: ProcessStart;
  readonly rssBytes: number | undefined;
}

/** A new process: when it listens, its first answer, and a second one, which needs nothing of what the first had to wait for. */
async function startProcess(plan: ColdPlan, { serve }: ColdSide): Promise<Started> {
  await using server = await serve('one');
  using client = clientOf(server.url, plan.clock.now);
  const first = await asked(plan, server, client);
  const total = plan.clock.now() - server.startedAt;
  const second = await asked(plan, server, client);
  const times = phasesOf({ total, process: server.listeningAt - server.startedAt, first, second: second.ms });
  return { times, rssBytes: (await server.usage())?.rssBytes };
}

/**
 * The phases that times from outside tell. `module` is what the first answer takes beyond the connection and the second
 * answer: a module compiled, instantiated and started, as far as the runtime puts that off until it is asked, and code that
 * runs for the first time. Below 0 where the second answer was the slower one. `unexplained`: until it was asked.
 */
export function phasesOf(times: {
  readonly total: number;
  readonly process: number;
  readonly first: Pick<Answer, 'ms' | 'connectMs'>;
  readonly second: number;
}): ProcessStart {
  const { total, process, first, second } = times;
  const connect = first.connectMs ?? 0;
  return {
    total,
    process,
    connect,
    module: first.ms - connect - second,
    answer: second,
    unexplained: total - process - first.ms,
  };
}

async function newIsolates(plan: ColdPlan, limit: Limit): Promise<Sides<readonly (readonly IsolateStart[])[]>> {
  const head: (readonly IsolateStart[])[] = [];
  const base: (readonly IsolateStart[])[] = [];
  for (let i = 0; goesOn(i, limit, plan.clock); i++) {
    const round = await isolatesOfOne(plan, i < limit.enough ? limit.latest : limit.until);
    head.push(round.head);
    if (round.base !== undefined) base.push(round.base);
  }
  return plan.base === undefined ? { head } : { head, base };
}

/** Isolates in turn, of a process of head and one of base that were started for them. */
async function isolatesOfOne(plan: ColdPlan, until: number): Promise<Sides<readonly IsolateStart[]>> {
  await using open = new AsyncDisposableStack();
  const servers: Sides<() => Promise<IsolateStart>> = await eachSideInTurn(plan, async ({ serve }, name) => {
    const server = open.use(await blaming(name, () => serve('each')));
    const client = open.use(clientOf(server.url, plan.clock.now));
    let count = 0;
    const start = () => blaming(name, () => startIsolate(plan, server, client, `isolate-${count++}`));
    await start(); // it also starts the loader itself
    return start;
  });
  return await inPairs(plan, { pairs: ISOLATES, until, enough: ISOLATES, latest: until }, servers); // before the servers are let go
}

async function startIsolate(plan: ColdPlan, server: Served, client: Client, name: string): Promise<IsolateStart> {
  const first = await asked(plan, server, client, { [ISOLATE]: name });
  if (server.forgets) return { total: first.ms };
  const second = await asked(plan, server, client, { [ISOLATE]: name });
  return { total: first.ms, module: first.ms - second.ms, answer: second.ms };
}

/** V8's part is told beside the starts: where it cannot be had, they are told all the same. */
async function engineTimes(plan: ColdPlan, limit: Limit): Promise<Partial<Sides<Attempt<readonly V8Times[]>>>> {
  const { head, base } = plan;
  if (head.v8 === undefined) return {};
  const asks = { head: head.v8, ...(base?.v8 === undefined ? {} : { base: base.v8 }) };
  const times = await attempt(() => inPairs(plan, limit, asks));
  stopIfCancelled(plan.signal);
  if (!times.ok) {
    if (asks.base === undefined) return { head: times };
    const alone = await attempt(() => inPairs(plan, limit, { head: asks.head }));
    stopIfCancelled(plan.signal);
    return { head: alone.ok ? { ok: true, value: alone.value.head } : alone, base: times };
  }
  const of = (value: readonly V8Times[]): Attempt<readonly V8Times[]> => ({ ok: true, value });
  return { head: of(times.value.head), ...(times.value.base === undefined ? {} : { base: of(times.value.base) }) };
}

interface Limit {
  readonly pairs: number;
  /** By the clock of the plan: no further pair is begun after it. */
  readonly until: number;
  /** For the first pairs another end holds: `latest`. */
  readonly enough: number;
  readonly latest: number;
}

/** Whether one more pair is begun. The first one is, however long it takes. */
function goesOn(done: number, { pairs, until, enough, latest }: Limit, clock: ColdPlan['clock']): boolean {
  return done < pairs && (done === 0 || clock.now() < (done < enough ? latest : until));
}

/** Does the work of both sides so often, in random order each time. */
async function inPairs<T>(
  { clock, signal, random }: ColdPlan,
  limit: Limit,
  work: Sides<() => Promise<T>>,
): Promise<Sides<readonly T[]>> {
  const head: T[] = [];
  const base: T[] = [];
  const turns = [pushing(head, work.head), ...(work.base === undefined ? [] : [pushing(base, work.base)])];
  for (let i = 0; goesOn(i, limit, clock); i++) {
    for (const turn of shuffled(turns, random)) {
      await turn();
      stopIfCancelled(signal);
    }
  }
  return work.base === undefined ? { head } : { head, base };
}

function pushing<T>(into: T[], work: () => Promise<T>): () => Promise<void> {
  return async () => void into.push(await work());
}

function eachSide<T, R>({ head, base }: Sides<T>, of: (side: T, name: 'head' | 'base') => R): Sides<R> {
  return { head: of(head, 'head'), ...(base === undefined ? {} : { base: of(base, 'base') }) };
}

/** The same of what takes its time: one after the other, since both would be on the same machine. */
async function eachSideInTurn<T, R>(
  { head, base }: Sides<T>,
  of: (side: T, name: 'head' | 'base') => Promise<R>,
): Promise<Sides<R>> {
  const first = await of(head, 'head');
  return base === undefined ? { head: first } : { head: first, base: await of(base, 'base') };
}

function asked(plan: ColdPlan, server: Served, client: Client, headers?: Readonly<Record<string, string>>) {
  return told(plan.signal, server, async () => expected(await client.ask(plan.health, headers), plan.health));
}
