import { type Attempt, attempt } from '../error.ts';
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
  /** How often each is started; absent: `COLD_PAIRS`. */
  readonly pairs?: ColdPairs;
  /** No further pair is begun after it, of each kind; absent: `COLD_MS`. */
  readonly mostMs?: number;
  readonly random?: () => number;
  readonly clock: Pick<Host['clock'], 'now'>;
  readonly signal: AbortSignal;
}

export interface ColdPairs {
  readonly process: number;
  readonly isolate: number;
  readonly v8: number;
}

export const COLD_PAIRS: ColdPairs = { process: 7, isolate: 15, v8: 7 };
export const COLD_MS = 15_000;

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
  readonly isolate: readonly IsolateStart[];
  /** Absent where nobody asked for it. */
  readonly v8?: Attempt<readonly V8Times[]>;
}

/**
 * Cold starts, measured from outside: of new processes, of new isolates in a running one, and V8's own part of them. Head
 * and base come one after the other, in random order in each pair, so that what the machine does meanwhile meets both.
 * Every answer's status is checked.
 */
export async function coldStarts(plan: ColdPlan): Promise<Sides<ColdSamples>> {
  const { process, isolate, v8 } = plan.pairs ?? COLD_PAIRS;
  const processes = await inPairs(
    plan,
    process,
    eachSide(plan, (side) => () => startProcess(plan, side)),
  );
  const isolates = await newIsolates(plan, isolate);
  const engine = await engineTimes(plan, v8);
  return eachSide(plan, (_, name) => {
    const told = engine[name];
    return {
      process: processes[name] ?? [],
      isolate: isolates[name] ?? [],
      ...(told === undefined ? {} : { v8: told }),
    };
  });
}

/** A phase of starts, as a list of its own. */
export function phase<K extends string>(starts: readonly Readonly<Partial<Record<K, number>>>[], name: K): number[] {
  return starts.flatMap((start) => start[name] ?? []);
}

/** A new process: when it listens, its first answer, and a second one, which needs nothing of what the first had to wait for. */
async function startProcess(plan: ColdPlan, { serve }: ColdSide): Promise<ProcessStart> {
  await using server = await serve('one');
  using client = clientOf(server.url, plan.clock.now);
  const first = await asked(plan, server, client);
  const total = plan.clock.now() - server.startedAt;
  const second = await asked(plan, server, client);
  return phasesOf({ total, process: server.listeningAt - server.startedAt, first, second: second.ms });
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

async function newIsolates(plan: ColdPlan, pairs: number): Promise<Sides<readonly IsolateStart[]>> {
  await using open = new AsyncDisposableStack();
  const servers: Sides<() => Promise<IsolateStart>> = await eachSideInTurn(plan, async ({ serve }) => {
    const server = open.use(await serve('each'));
    const client = open.use(clientOf(server.url, plan.clock.now));
    let count = 0;
    const start = () => startIsolate(plan, server, client, `isolate-${count++}`);
    await start(); // it also starts the loader itself
    return start;
  });
  return await inPairs(plan, pairs, servers); // before the servers are let go
}

async function startIsolate(plan: ColdPlan, server: Served, client: Client, name: string): Promise<IsolateStart> {
  const first = await asked(plan, server, client, { [ISOLATE]: name });
  if (server.forgets) return { total: first.ms };
  const second = await asked(plan, server, client, { [ISOLATE]: name });
  return { total: first.ms, module: first.ms - second.ms, answer: second.ms };
}

/** V8's part is told beside the starts: where it cannot be had, they are told all the same. */
async function engineTimes(plan: ColdPlan, pairs: number): Promise<Partial<Sides<Attempt<readonly V8Times[]>>>> {
  const { head, base } = plan;
  if (head.v8 === undefined) return {};
  const asks = { head: head.v8, ...(base?.v8 === undefined ? {} : { base: base.v8 }) };
  const times = await attempt(() => inPairs(plan, pairs, asks));
  stopIfCancelled(plan.signal);
  if (!times.ok) return { head: times, ...(asks.base === undefined ? {} : { base: times }) };
  const of = (value: readonly V8Times[]): Attempt<readonly V8Times[]> => ({ ok: true, value });
  return { head: of(times.value.head), ...(times.value.base === undefined ? {} : { base: of(times.value.base) }) };
}

/** Does the work of both sides so often, in random order each time. The first pair is whole, however long it takes. */
async function inPairs<T>(
  { clock, signal, random, mostMs = COLD_MS }: ColdPlan,
  pairs: number,
  work: Sides<() => Promise<T>>,
): Promise<Sides<readonly T[]>> {
  const head: T[] = [];
  const base: T[] = [];
  const until = clock.now() + mostMs;
  const turns = [pushing(head, work.head), ...(work.base === undefined ? [] : [pushing(base, work.base)])];
  for (let i = 0; i < pairs && (i === 0 || clock.now() < until); i++) {
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
async function eachSideInTurn<T, R>({ head, base }: Sides<T>, of: (side: T) => Promise<R>): Promise<Sides<R>> {
  const first = await of(head);
  return base === undefined ? { head: first } : { head: first, base: await of(base) };
}

function asked(plan: ColdPlan, server: Served, client: Client, headers?: Readonly<Record<string, string>>) {
  return told(plan.signal, server, async () => expected(await client.ask(plan.health, headers), plan.health));
}
