import type { Host, Usage } from '../host/host.ts';
import { clientOf } from './client.ts';
import type { Memory } from './memory.ts';
import { type Session, sessionOf } from './replay.ts';
import type { ReplayRequest } from './requests.ts';
import { type Serve, type Served, stopIfCancelled, told } from './served.ts';

export interface CpuPlan {
  readonly serve: Serve;
  readonly requests: readonly ReplayRequest[];
  /** Of each request: it is not asked again after it. Absent: `CPU_MS`. */
  readonly mostMs?: number;
  readonly clock: Pick<Host['clock'], 'now' | 'sleep'>;
  readonly signal: AbortSignal;
}

/** Of one request of the replay. */
export interface CpuOfRequest {
  readonly name: string;
  /** How often it was answered. */
  readonly n: number;
  /** CPU time of one, in ms, without what the runtime takes at rest. */
  readonly cpuMs: number;
  /** From a question to its answer, in ms: the mean. */
  readonly wallMs: number;
}

export interface Cpu {
  /** What the runtime takes while nobody asks it, in ms of CPU for each ms. Taken off. */
  readonly idle: number;
  readonly requests: readonly CpuOfRequest[];
  /** Of one request, as they come by their weights, in ms. */
  readonly mixMs: number;
  /** Of the runtime, once all were answered. */
  readonly memory: Memory;
}

export const CPU_MS = 5000;
const WARM_UP = 5;
const REST_MS = 500;
/** So much CPU is enough to divide: a system that knows it to 10 ms, twice, is 4 % off then. */
const ENOUGH_MS = 500;
/** Answers after which it is looked at first, and then each time that there are twice as many. */
const FIRST_LOOK = 8;

/**
 * CPU time per request, from outside the runtime, whose own clock stands still during work. Each request is asked by one
 * client, one after the other, in a warm service. What the runtime does for them beside (collecting garbage, optimizing) counts.
 * @returns undefined where the system does not tell
 */
export async function cpuPerRequest(plan: CpuPlan): Promise<Cpu | undefined> {
  await using server = await plan.serve('one');
  using client = clientOf(server.url, plan.clock.now);
  if ((await server.usage()) === undefined) return undefined;
  const session = sessionOf(plan.requests, client);
  return await told(plan.signal, server, () => measured(plan, server, session), session.hide);
}

async function measured(plan: CpuPlan, server: Served, session: Session): Promise<Cpu | undefined> {
  for (const request of plan.requests) {
    for (let i = 0; i < WARM_UP; i++) await session.ask(request);
  }
  const rest = await between(plan, server, () => plan.clock.sleep(REST_MS));
  if (rest === undefined) return undefined;
  const idle = rest.cpuMs / rest.wallMs;
  const requests: CpuOfRequest[] = [];
  for (const request of plan.requests) {
    let n = 0;
    const run = await between(plan, server, async (since) => {
      n = await askEnough(plan, server, session, request, since);
    });
    if (run === undefined) return undefined;
    requests.push({ name: request.name, n, ...perRequest(run, n, idle) });
  }
  const { cpuMs: _, ...runtime } = (await server.usage()) ?? {};
  return { idle, requests, mixMs: mixOf(plan.requests, requests), memory: isMemory(runtime) ? { runtime } : {} };
}

function isMemory(usage: Partial<Omit<Usage, 'cpuMs'>>): usage is Omit<Usage, 'cpuMs'> {
  return usage.rssBytes !== undefined;
}

interface Spent {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** What the runtime spends on some work. */
async function between(
  { clock }: CpuPlan,
  server: Served,
  work: (since: Usage) => Promise<void>,
): Promise<Spent | undefined> {
  const before = await server.usage();
  if (before === undefined) return undefined;
  const since = clock.now();
  await work(before);
  const wallMs = clock.now() - since;
  const after = await server.usage();
  return after === undefined ? undefined : { cpuMs: after.cpuMs - before.cpuMs, wallMs };
}

/** Asks until there is enough to divide, or the time is over. @returns how often */
async function askEnough(
  { clock, signal, mostMs = CPU_MS }: CpuPlan,
  server: Served,
  session: Session,
  request: ReplayRequest,
  since: Usage,
): Promise<number> {
  const until = clock.now() + mostMs;
  for (let n = 1, look = FIRST_LOOK; ; n++) {
    await session.ask(request);
    stopIfCancelled(signal);
    if (clock.now() >= until) return n;
    if (n < look) continue;
    look *= 2;
    if (((await server.usage())?.cpuMs ?? Number.POSITIVE_INFINITY) - since.cpuMs >= ENOUGH_MS) return n;
  }
}

/**
 * @param idle CPU of the runtime at rest, in ms for each ms
 * @returns means of `n` requests
 */
export function perRequest({ cpuMs, wallMs }: Spent, n: number, idle: number): Pick<CpuOfRequest, 'cpuMs' | 'wallMs'> {
  return { cpuMs: Math.max(0, cpuMs - idle * wallMs) / n, wallMs: wallMs / n };
}

/** The mean over requests, as they come by their weights. */
export function mixOf(
  requests: readonly Pick<ReplayRequest, 'weight'>[],
  cpu: readonly Pick<CpuOfRequest, 'cpuMs'>[],
): number {
  const weights = requests.reduce((sum, { weight }) => sum + weight, 0);
  return requests.reduce((sum, { weight }, i) => sum + weight * (cpu[i]?.cpuMs ?? Number.NaN), 0) / weights;
}
