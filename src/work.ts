import path from 'node:path';
import type { Candidate } from './candidate.ts';
import type { CountedServer, EdgeTools, Service } from './edge/edge.ts';
import { ShipError } from './error.ts';
import type { Host } from './host/host.ts';
import { clientOf } from './latency/client.ts';
import { sessionOf } from './latency/replay.ts';
import type { ReplayRequest } from './latency/requests.ts';
import { type FunctionWork, type RouteWork, routeWork, type Step } from './latency/work.ts';
import type { ReplayPlan } from './plan.ts';
import type { WorkCount } from './wasm/count-work.ts';
import { workByFunction } from './work-by-function.ts';

/** Fresh processes that play the same: whether a count repeats to the instruction is seen by them. */
const REPEATS = 3;

/** What a bundle executes for its requests, in instructions of its module. */
export interface Work {
  /** One of a request that was asked before: what is made once (an instance, a table) is not in it. */
  readonly routes: readonly RouteWork[];
  /** All routes together, each once; the most first. Empty where the runtime does not tell. */
  readonly functions: readonly FunctionWork[];
  /** Bytes of linear memory after them; undefined: the runtime does not show it. */
  readonly memory: number | undefined;
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
): Promise<Work> {
  const { serveCounted } = service;
  if (serveCounted === undefined) throw new ShipError('probe', 'Executed instructions are not available here.');
  const runs: Run[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await using server = await serveCounted(bundle, module.file, { vars: plan.vars }, tools);
    runs.push(await play(server, plan, host));
  }
  const counts = runs.at(-1)?.functions ?? new Map<number, bigint>();
  const file = path.join(bundle.folder, module.file);
  const functions =
    counts.size === 0 ? [] : workByFunction(counts, await host.files.read(file), await host.files.read(named));
  return { routes: routeWork(runs.map(({ steps }) => steps)), functions, memory: runs.at(-1)?.memory };
}

interface Run {
  readonly steps: readonly Step[];
  readonly functions: ReadonlyMap<number, bigint>;
  readonly memory: number | undefined;
}

/** All requests once, so that what is made once is there, and once more, counted. Always in the same order. */
async function play(server: CountedServer, plan: ReplayPlan, host: Pick<Host, 'clock' | 'signal'>): Promise<Run> {
  using client = clientOf(server.url, host.clock.now);
  const session = sessionOf(plan.requests, client);
  const ask = async (request: ReplayRequest): Promise<WorkCount | undefined> => {
    const { work } = await server.counting(() => session.ask(request));
    if (host.signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.');
    return work;
  };
  for (const request of plan.requests) await ask(request);
  const steps: Step[] = [];
  const functions = new Map<number, bigint>();
  for (const request of plan.requests) {
    const work = await ask(request);
    if (work === undefined) continue;
    steps.push({ route: request.name, work: Number(work.total) });
    for (const [index, count] of work.functions) functions.set(index, (functions.get(index) ?? 0n) + count);
  }
  if (steps.length === 0) throw new ShipError('probe', 'The runtime did not tell what was executed.');
  return { steps, functions, memory: await server.memory() };
}
