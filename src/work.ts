import path from 'node:path';
import type { Candidate } from './candidate.ts';
import type { CountedServer, EdgeTools, Service } from './edge/edge.ts';
import { attempt, ShipError } from './error.ts';
import type { Host } from './host/host.ts';
import { type Client, clientOf } from './latency/client.ts';
import { sessionOf } from './latency/replay.ts';
import type { ReplayRequest } from './latency/requests.ts';
import { type FunctionWork, functionWork, isExact, playedWork, type RouteWork, type Step } from './latency/work.ts';
import type { ReplayPlan } from './plan.ts';
import type { WorkCount } from './wasm/count-work.ts';
import { workByFunction } from './work-by-function.ts';

/** Fresh processes that play the same, each so often: whether a count repeats to the instruction is seen by them. */
const REPEATS = 3;
const PLAYS = 2;
/** So many where one does not: ten such routes have an interval each then, also where the other side repeats. */
const MOST_REPEATS = 12;
/** But no more of them once all have taken so long. */
const LONG_MS = 30_000;

/** What grows from request to request is seen in its memory: in the first process each is asked so often more, while there is time. */
const MEMORY_PLAYS = 20;
const MEMORY_MS = 3000;

/** What a bundle executes for its requests, in instructions of its module. */
export interface Work {
  /** One of a request that was asked before: what is made once (an instance, a table) is not in it. */
  readonly routes: readonly RouteWork[];
  /** All routes together, each once; the most first. Empty where the runtime does not tell. */
  readonly functions: readonly FunctionWork[];
  /** Bytes of linear memory after them; undefined: the runtime does not show it. */
  readonly memory: number | undefined;
  /** Requests that were counted, by their names. */
  readonly known: readonly string[];
}

/** How base and head are counted, so that one can be held against the other. */
export interface Counting {
  /** Of a base: what it answers otherwise than expected is new, and is left out. */
  readonly lenient?: boolean;
  /** Functions are counted in these requests alone, those of the base; absent: in all. */
  readonly shared?: readonly string[];
}

/**
 * Counts the executed instructions of each request, with a copy of the module that counts.
 * @throws ShipError where the copy does not run as the bundle does, or its runtime has no way to tell
 */
export async function countedWork(
  { bundle, module, named }: Pick<Candidate, 'bundle' | 'module' | 'named'>,
  plan: ReplayPlan,
  { service, tools }: { readonly service: Pick<Service, 'serveCounted'>; readonly tools: EdgeTools },
  host: Host,
  how: Counting = {},
): Promise<Work> {
  const { serveCounted } = service;
  if (serveCounted === undefined) throw new ShipError('probe', 'Executed instructions are not available here.');
  const runs: Run[] = [];
  const routes = () => playedWork(runs.map(({ plays }) => plays));
  const since = host.clock.now();
  const more = () => runs.length < MOST_REPEATS && host.clock.now() - since < LONG_MS && !routes().every(isExact);
  while (runs.length < REPEATS || more()) {
    await using server = await serveCounted(bundle, module.file, { vars: plan.vars }, tools);
    runs.push(await played(server, plan, how, host, runs.length === 0 ? MEMORY_PLAYS : 0));
  }
  const shipped = await host.files.read(path.join(bundle.folder, module.file));
  const names = (await host.files.exists(named)) ? await host.files.read(named) : undefined;
  const told = routes().every(isExact) ? runs.slice(-1) : runs; // all say the same then
  const functions = functionWork(told.map(({ functions: counts }) => workByFunction(counts, shipped, names)));
  const memory = runs.flatMap((run) => run.memory ?? []);
  const most = memory.length === 0 ? undefined : Math.max(...memory);
  return { routes: routes(), functions, memory: most, known: runs[0]?.known ?? [] };
}

interface Run {
  readonly known: Work['known'];
  /** Each has all requests once. */
  readonly plays: readonly (readonly Step[])[];
  /** Of the first play. */
  readonly functions: ReadonlyMap<number, bigint>;
  readonly memory: number | undefined;
}

/**
 * All requests once, so that what is made once is there, and then again, counted. Always in the same order.
 * @param after so often more at most, for the memory alone
 */
async function played(
  server: CountedServer,
  plan: ReplayPlan,
  { lenient = false, shared }: Counting,
  host: Pick<Host, 'clock' | 'signal'>,
  after: number,
): Promise<Run> {
  using client = clientOf(server.url, host.clock.now);
  let told: WorkCount | undefined;
  const counting: Pick<Client, 'ask'> = {
    async ask(request) {
      const { value, work } = await server.counting(() => client.ask(request));
      told = work;
      return value;
    },
  };
  const session = sessionOf(plan.requests, counting); // what it cannot fill in is asked nobody, and counted nowhere
  const ask = async (request: ReplayRequest): Promise<WorkCount | undefined> => {
    told = undefined;
    await session.ask(request);
    if (host.signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.');
    return told;
  };
  const requests: ReplayRequest[] = [];
  const play = async (): Promise<{ steps: readonly Step[]; functions: ReadonlyMap<number, bigint> }> => {
    const steps: Step[] = [];
    const functions = new Map<number, bigint>();
    for (const request of requests) {
      const work = await ask(request);
      if (work === undefined) continue;
      steps.push({ route: request.name, work: Number(work.total) });
      if (shared?.includes(request.name) === false) continue;
      for (const [index, count] of work.functions) functions.set(index, (functions.get(index) ?? 0n) + count);
    }
    if (steps.length === 0) throw new ShipError('probe', 'The runtime did not tell what was executed.');
    return { steps, functions };
  };
  for (const request of plan.requests) {
    const first = await attempt(() => ask(request));
    if (first.ok && first.value !== undefined)
      requests.push(request); // a runtime that tells nothing of it, would not later on
    else if (first.ok) continue;
    else if (!lenient || first.error.fault !== 'probe' || plan.requests.length === 1) throw first.error;
  }
  if (requests.length === 0) throw new ShipError('probe', 'The runtime did not tell what was executed.');
  const plays = [await play()];
  while (plays.length < PLAYS) plays.push(await play());
  const since = host.clock.now();
  for (let i = 0; i < after && host.clock.now() - since < MEMORY_MS; i++) {
    const more = await attempt(play);
    if (!more.ok && more.error.fault === 'cancelled') throw more.error;
    if (!more.ok) break; // all that counts was counted; that it fails later on, is seen by what asks it for longer
  }
  return {
    plays: plays.map(({ steps }) => steps),
    functions: plays[0]?.functions ?? new Map(),
    memory: await server.memory(),
    known: requests.map(({ name }) => name),
  };
}
