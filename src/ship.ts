import { type Base, obtainBase } from './base.ts';
import { edgeTools } from './build/equip.ts';
import type { Candidate } from './candidate.ts';
import type { Deployment, EdgeTools, Service } from './edge/edge.ts';
import { edgeNamed } from './edge/edges.ts';
import { type Attempt, attempt } from './error.ts';
import type { Host } from './host/host.ts';
import { type Latency, probe } from './latency/probe.ts';
import { type Obtained, obtain } from './obtain.ts';
import type { BasePlan, DeployPlan, LatencyPlan, PackagePlan, Plan } from './plan.ts';
import { receive } from './receive.ts';
import { judge, type Verdict } from './size/judge.ts';
import type { Kept } from './store/bundles.ts';
import type { Believed } from './store/trust.ts';
import type { CargoCache, Warm } from './warm.ts';

/** A plan with something to ship: in one job, or as one of two. */
export type ShipPlan = Extract<Plan, { do: 'ship' | 'build' | 'deploy' }>;

/** What one package's run came to: all of it, failures included. */
export interface Outcome {
  readonly package: PackagePlan;
  readonly startedAt: Date;
  readonly durations: Readonly<Record<string, number>>;
  readonly candidate: Attempt<Candidate>;
  /** Address of the run that built it, where it was taken over. */
  readonly from: string | undefined;
  /** What later runs of the same source find it by. */
  readonly keep: Kept | undefined;
  /** undefined: not planned, or there was nothing to hold against it. A failure: the package is new. */
  readonly base: Attempt<Base> | undefined;
  /** What the cache did for the build; undefined where nothing was built. */
  readonly warm?: Warm | undefined;
  readonly verdicts: readonly Verdict[];
  /** undefined: not planned, or there was nothing to measure. */
  readonly latency: Attempt<Latency & { readonly runtime: string }> | undefined;
  readonly deployment: Attempt<Deployment> | undefined;
  readonly skipReason: string | undefined;
}

/** What a run knows besides its plan. */
export interface Circumstances {
  /** Whose stored bundles are taken; undefined: nobody's, and none is stored. */
  readonly believed: Believed | undefined;
  /** The machine is of this job alone, and no cache was restored on it by us. */
  readonly ownMachine: boolean;
  /** Where and whether cargo's part of the cache is used. */
  readonly cargo: CargoCache | undefined;
  /** The same package in another checkout. @throws ShipError where it is not there */
  readonly packageAt: (workspace: string) => PackagePlan;
}

/** Source to edge, for one package: obtain, judge, probe, deploy. Failures are values; what came before them stays. */
export async function ship(
  pkg: PackagePlan,
  plan: ShipPlan,
  around: Circumstances,
  into: string,
  host: Host,
): Promise<Outcome> {
  const startedAt = host.clock.date();
  const watch = stopwatch(host);
  const deploy = plan.do === 'build' ? undefined : plan.deploy;
  const { opened, obtained } = await headOf(pkg, plan, around, into, watch, host);
  const candidate: Attempt<Candidate> = obtained.ok ? { ok: true, value: obtained.value.candidate } : obtained;
  const base =
    obtained.ok && opened.ok && plan.base !== undefined
      ? await baseOf(plan.base, obtained.value, opened.value, around, `${into}-base`, watch, host)
      : undefined;
  const verdicts = candidate.ok ? judge(candidate.value.sizes, pkg.budgets) : [];
  const latency =
    candidate.ok && opened.ok && pkg.latency !== undefined
      ? await watch('latency', () =>
          attempt(() => {
            const { service, tools } = opened.value;
            return measureLatency(candidate.value, pkg.latency as LatencyPlan, service, tools, host);
          }),
        )
      : undefined;
  const blocked = blockedBy(deploy, pkg, verdicts, latency);
  const placed =
    candidate.ok && opened.ok && deploy !== undefined && blocked === undefined
      ? await watch('deploy', () =>
          attempt(() => {
            const { service, tools } = opened.value;
            if (service.deploy === undefined)
              throw new Error(`${pkg.edge} does not deploy: the plan should have refused it`);
            return service.deploy(candidate.value.bundle, deploy, tools);
          }),
        )
      : undefined;
  const declined = placed?.ok === true && 'declined' in placed.value ? placed.value.declined : undefined;
  return {
    package: pkg,
    startedAt,
    durations: watch.times,
    candidate,
    from: obtained.ok ? obtained.value.from : undefined,
    keep: obtained.ok ? obtained.value.keep : undefined,
    base,
    warm: obtained.ok ? obtained.value.warm : undefined,
    verdicts,
    latency,
    deployment: declined === undefined ? (placed as Attempt<Deployment> | undefined) : undefined,
    skipReason: declined ?? blocked ?? (candidate.ok ? plan.tell.skipReason : undefined),
  };
}

/** What is shipped: received from the job before, or obtained here. */
async function headOf(
  pkg: PackagePlan,
  plan: ShipPlan,
  { believed, ownMachine, cargo }: Circumstances,
  into: string,
  watch: Watch,
  host: Host,
): Promise<{ readonly opened: Attempt<Opened>; readonly obtained: Attempt<Obtained> }> {
  if (plan.do === 'deploy') {
    // whether it may be deployed at all comes before anything that could serve to deploy it
    const obtained = await watch('receive', () => attempt(() => receive(pkg.name, plan.digest, into, host)));
    const opened = obtained.ok ? await attempt(() => open(pkg, plan.deploy, host)) : obtained;
    return { opened, obtained: opened.ok ? obtained : opened };
  }
  const opened = await attempt(() => open(pkg, plan.do === 'build' ? plan.towards : plan.deploy, host));
  if (!opened.ok) return { opened, obtained: opened };
  const wish = { ...opened.value, believed, ownMachine, cargo, builds: true };
  return { opened, obtained: await watch('build', () => attempt(() => obtain(pkg, wish, into, host))) };
}

/** What it is held against. */
function baseOf(
  plan: BasePlan,
  { compiled }: Obtained,
  { tools }: Opened,
  { packageAt, believed, ownMachine }: Circumstances,
  into: string,
  watch: Watch,
  host: Host,
): Promise<Attempt<Base>> {
  const wish = { plan, compiled, packageAt, tools, believed, ownMachine };
  return watch('base', () => attempt(() => obtainBase(wish, into, host)));
}

interface Opened {
  readonly service: Service;
  readonly tools: EdgeTools;
}

/** The crate's configuration of its edge, read for where its bundle is to go; the edge's client and runtime are on their way. */
async function open(pkg: PackagePlan, towards: DeployPlan | undefined, host: Host): Promise<Opened> {
  const edge = await edgeNamed(pkg.edge);
  const service = await edge.open(pkg, towards, host);
  return { service, tools: edgeTools(pkg.edge, host) };
}

async function measureLatency(
  candidate: Candidate,
  plan: LatencyPlan,
  service: Service,
  tools: EdgeTools,
  host: Host,
): Promise<Latency & { runtime: string }> {
  const runtime = await service.runtime(tools);
  const serve = (isolates: 'one' | 'each') => service.serve(candidate.bundle, { vars: plan.vars, isolates }, tools);
  const { health, requests, durationMs } = plan;
  host.log.info(`Measuring in ${runtime} for about ${Math.ceil(durationMs / 1000) + 3} s …`);
  return { ...(await probe({ serve, health, requests, durationMs, clock: host.clock, signal: host.signal })), runtime };
}

/** Why a planned deploy must not happen after all. */
function blockedBy(
  deploy: DeployPlan | undefined,
  pkg: PackagePlan,
  verdicts: readonly Verdict[],
  latency: Attempt<unknown> | undefined,
): string | undefined {
  if (deploy === undefined) return undefined;
  if (latency?.ok === false && latency.error.fault === 'cancelled') return 'the run was cancelled.';
  if (latency?.ok === false) return 'the bundle does not answer as it should on the runner.';
  const over = verdicts.some((verdict) => verdict.kind === 'over') && pkg.overBudget === 'fail';
  return deploy.to === 'production' && over ? 'over its budget: that blocks production.' : undefined;
}

type Watch = (<T>(stage: string, work: () => Promise<T>) => Promise<T>) & { readonly times: Record<string, number> };

function stopwatch(host: Pick<Host, 'clock'>): Watch {
  const times: Record<string, number> = {};
  const watch = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const since = host.clock.now();
    try {
      return await work();
    } finally {
      times[stage] = host.clock.now() - since;
    }
  };
  return Object.assign(watch, { times });
}
