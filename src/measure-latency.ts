import path from 'node:path';
import type { Candidate } from './candidate.ts';
import type { EdgeTools, Service } from './edge/edge.ts';
import { EDGES, type EdgeFacts, type EdgeName } from './edge/names.ts';
import { type Cost, costOfMillion, cpuWarning } from './edge/prices.ts';
import { type Attempt, attempt, ShipError } from './error.ts';
import type { Host } from './host/host.ts';
import { type Cpu, cpuPerRequest } from './latency/cpu.ts';
import { type Gate, gates } from './latency/gates.ts';
import { type Latency, probe } from './latency/probe.ts';
import { type Race, race, WrongHead } from './latency/race.ts';
import { type Serve, type Sides, type Starts, triedAgain } from './latency/served.ts';
import { type V8Times, v8Times } from './latency/v8.ts';
import { compareWork, type WorkChange, type WorkMover, workMovers } from './latency/work.ts';
import type { LatencyPlan } from './plan.ts';
import { countedWork, type Work } from './work.ts';

/** What a bundle and its base did in the edge's own runtime on the runner. */
export interface Measured extends Latency {
  /** Named with its version. */
  readonly runtime: string;
  /** Head against base; undefined: there is no other base. */
  readonly race: Attempt<Race> | undefined;
  readonly work: Attempt<WorkAgainst>;
  readonly gates: readonly Gate[];
  /** undefined: the system does not tell it, or the service broke off. */
  readonly cpu: Cpu | undefined;
  readonly cost: Cost;
  /** Requests that take more CPU than the plan allows; starts that failed once. */
  readonly warnings: readonly string[];
  /** The head has answered as it should, and later on it did not. */
  readonly failure: ShipError | undefined;
}

function wrongIn(against: Attempt<Race> | undefined): ShipError | undefined {
  return against?.ok === false && against.error instanceof WrongHead ? against.error : undefined;
}

/** Why a bundle does not answer as it should. What was measured before is kept, where there is that. */
export function failureOf(latency: Attempt<Measured>): ShipError | undefined {
  return latency.ok ? latency.value.failure : latency.error;
}

/** Executed instructions, head against base. */
export interface WorkAgainst {
  readonly changes: readonly WorkChange[];
  readonly movers: readonly WorkMover[];
  /** Bytes of linear memory after the run; undefined: not shown, or there is no base. */
  readonly memory: { readonly base: number | undefined; readonly head: number | undefined };
  /** Why those of the base are not told; undefined: they are, or there is none. */
  readonly noBase: string | undefined;
}

interface Place {
  readonly edge: EdgeName;
  readonly service: Pick<Service, 'serve' | 'serveCounted' | 'runtime'>;
  readonly tools: EdgeTools;
}

/** With a base the race is what counts, and the head alone is measured for so long at most. */
const ALONE_MS = 10_000;
/** Cold starts have that part of the time for the race, and a few seconds in any case. */
const COLD_SHARE = 1 / 3;
const LEAST_COLD_MS = 3000;
/** For the CPU of each request. */
const CPU_MS = 1500;

/**
 * Cold start, warm latency and work of a bundle, alone and against its base. One after the other: nothing else runs.
 * @param other `same`: the base is the head, to the byte; undefined: there is none
 * @throws ShipError where the head does not answer as it should
 */
export async function measureLatency(
  head: Candidate,
  other: Candidate | 'same' | undefined,
  plan: LatencyPlan,
  place: Place,
  host: Host,
): Promise<Measured> {
  const base = other === 'same' ? undefined : other;
  const { edge, service, tools } = place;
  const runtime = await service.runtime(tools);
  const { health, requests, budgets } = plan;
  const alone = Math.min(ALONE_MS, plan.durationMs);
  const coldMs = Math.max(LEAST_COLD_MS, COLD_SHARE * plan.durationMs);
  const mostMs = alone + (base === undefined ? LEAST_COLD_MS : coldMs);
  host.log.info(`Measuring in ${runtime} for about ${Math.ceil(mostMs / 1000)} s …`);
  const starts = ({ bundle }: Candidate): Starts =>
    triedAgain((isolates) => service.serve(bundle, { vars: plan.vars, isolates }, tools), host.signal);
  const ofHead = starts(head);
  const ofBase = base === undefined ? undefined : starts(base);
  const around = { health, requests, clock: host.clock, signal: host.signal };
  const beside = ofBase === undefined ? {} : { base: ofBase.serve, coldMs }; // alone, it is few starts whatever they take
  const cold = { ...beside, ...engineOf(head, base, edge, host), coldGrowth: budgets.coldGrowth };
  const [latency, spent] = await beforeOthers(host, async () => {
    const probed = await probe({ ...around, serve: ofHead.serve, ...cold, durationMs: alone });
    return [probed, await attempt(() => cpuPerRequest({ ...around, serve: ofHead.serve, mostMs: CPU_MS }))] as const;
  });
  refuseCancelled(spent);
  const cpu = spent.ok ? spent.value : undefined;
  const work = await attempt(() => workAgainst(head, base, plan, place, host));
  refuseCancelled(work);
  if (!work.ok) host.log.info(`Executed instructions are not told: ${work.error.message}`);
  const against =
    ofBase === undefined ? undefined : await raced({ head: ofHead.serve, base: ofBase.serve }, plan, host);
  const failure = !spent.ok && spent.error.fault === 'probe' ? spent.error : wrongIn(against);
  if (against?.ok === false) host.log.info(`Nothing was raced: ${against.error.message}`);
  const ran = {
    warm: latency.samples.warm,
    cold: latency.samples.cold,
    starts: latency.cold.against,
    memory: work.ok ? work.value.memory.head : undefined,
    comparisons: against?.ok === true ? against.value.comparisons : [],
    changes: work.ok && base !== undefined ? work.value.changes : [],
    same: other === 'same',
  };
  const { plan: paid, own } = plan.pays;
  return {
    ...{ ...latency, runtime, race: against, work, gates: gates(ran, budgets), cpu, failure },
    cost: costOfMillion(cpu?.mixMs, edge, paid, own),
    warnings: [
      ...(spent.ok || failure === spent.error
        ? []
        : [`CPU of requests, and what they cost, are not told: ${spent.error.message}`]),
      ...(cpu?.requests ?? []).flatMap((request) => cpuWarning(request, edge, paid) ?? []),
      ...startWarning('the bundle', ofHead),
      ...(ofBase === undefined ? [] : startWarning('the base', ofBase)),
    ],
  };
}

/** What is timed runs before other processes, where the system lets us; what is only counted does not need that. */
async function beforeOthers<T>(host: Host, work: () => Promise<T>): Promise<T> {
  await using ahead = await host.ahead();
  if (!ahead.granted) host.log.info('It runs beside whatever else this machine does.');
  return await work();
}

function startWarning(what: string, { told: { count, failed } }: Starts): readonly string[] {
  const [first] = failed;
  if (first === undefined) return [];
  return [`${failed.length} of ${count} starts of ${what} failed, and went well when tried again: ${first}`];
}

/** V8 with the modules of both, where the edge's runtime has it as our own Node does. */
function engineOf(
  head: Candidate,
  base: Candidate | undefined,
  edge: EdgeName,
  host: Host,
): { readonly v8?: Sides<() => Promise<V8Times>> } {
  const { engine }: EdgeFacts = EDGES[edge];
  if (engine !== 'V8') return {};
  const ask = ({ bundle, module }: Candidate) => {
    const file = path.join(bundle.folder, module.file);
    return () => v8Times(file, host);
  };
  return { v8: { head: ask(head), ...(base === undefined ? {} : { base: ask(base) }) } };
}

async function raced(
  of: Readonly<Record<'head' | 'base', Serve>>,
  plan: LatencyPlan,
  host: Host,
): Promise<Attempt<Race>> {
  const { health, requests, durationMs, budgets } = plan;
  host.log.info(`Racing it against its base for up to ${Math.ceil(durationMs / 1000)} s …`);
  const serve = { base: () => of.base('one'), head: () => of.head('one') };
  const wish = { health, requests, durationMs, margins: budgets.growth, clock: host.clock, signal: host.signal };
  const done = await attempt(() => beforeOthers(host, () => race({ ...wish, serve })));
  refuseCancelled(done);
  return done;
}

async function workAgainst(
  head: Candidate,
  base: Candidate | undefined,
  plan: LatencyPlan,
  place: Place,
  host: Host,
): Promise<WorkAgainst> {
  const counted = base === undefined ? undefined : await countedBase(base, plan, place, host);
  const before = counted?.ok === true ? counted.value : undefined;
  const after = await countedWork(head, plan, place, host, before === undefined ? {} : { shared: before.known });
  return {
    changes: compareWork(before?.routes ?? [], after.routes),
    movers: before === undefined ? [] : workMovers(before.functions, after.functions),
    memory: { base: before?.memory, head: after.memory },
    noBase: counted?.ok === false ? counted.error.message : undefined,
  };
}

/** A base that answers otherwise is none to be held against. */
async function countedBase(base: Candidate, plan: LatencyPlan, place: Place, host: Host): Promise<Attempt<Work>> {
  const counted = await attempt(() => countedWork(base, plan, place, host, { lenient: true }));
  refuseCancelled(counted);
  return counted;
}

/** @throws ShipError where the run was cancelled: what is missing then is missing for that */
function refuseCancelled(done: Attempt<unknown>): void {
  if (!done.ok && done.error.fault === 'cancelled') throw new ShipError('cancelled', done.error.message);
}
