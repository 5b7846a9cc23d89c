import path from 'node:path';
import { bundleOf } from './build/bundle.ts';
import { cargoBuild } from './build/cargo.ts';
import { type Equipment, equip } from './build/equip.ts';
import { type Optimized, optimize } from './build/optimize.ts';
import { inSharedTarget } from './build/shared-target.ts';
import type { Bundle, BundleFile, Candidate } from './candidate.ts';
import type { Deployment, Packed, Service } from './edge/edge.ts';
import { edgeNamed } from './edge/edges.ts';
import { EDGES } from './edge/names.ts';
import { type Attempt, attempt } from './error.ts';
import type { Host } from './host/host.ts';
import { type Latency, probe } from './latency/probe.ts';
import type { DeployPlan, LatencyPlan, PackagePlan, Plan } from './plan.ts';
import { judge, type Verdict } from './size/judge.ts';
import { measure } from './size/measure.ts';
import { strip } from './wasm/sections.ts';

export type ShipPlan = Extract<Plan, { do: 'ship' }>;

/** What one package's run came to: all of it, failures included. */
export interface Outcome {
  readonly package: PackagePlan;
  readonly startedAt: Date;
  readonly durations: Readonly<Record<string, number>>;
  readonly candidate: Attempt<Candidate>;
  readonly verdicts: readonly Verdict[];
  /** undefined: not planned, or there was nothing to measure. */
  readonly latency: Attempt<Latency & { readonly runtime: string }> | undefined;
  readonly deployment: Attempt<Deployment> | undefined;
  readonly skipReason: string | undefined;
}

/** Source to edge, for one package: build, measure, judge, probe, deploy. Failures are values; what came before them stays. */
export async function ship(pkg: PackagePlan, plan: ShipPlan, into: string, host: Host): Promise<Outcome> {
  const startedAt = host.clock.date();
  const watch = stopwatch(host);
  const equipped = await watch('equip', () =>
    attempt(async () => {
      const edge = await edgeNamed(pkg.edge);
      const service = await edge.open(pkg, plan.deploy, host);
      return { service, equipment: await equipFor(pkg, host) };
    }),
  );
  const candidate: Attempt<Candidate> = equipped.ok
    ? await watch('build', () =>
        attempt(() => obtain(pkg, equipped.value.service, equipped.value.equipment, into, host)),
      )
    : equipped;
  const verdicts = candidate.ok ? judge(candidate.value.sizes, pkg.budgets) : [];
  const latency =
    candidate.ok && equipped.ok && pkg.latency !== undefined
      ? await watch('latency', () =>
          attempt(() => {
            const { service, equipment } = equipped.value;
            return measureLatency(candidate.value, pkg.latency as LatencyPlan, service, equipment, host);
          }),
        )
      : undefined;
  const blocked = blockedBy(plan.deploy, pkg, verdicts, latency);
  const placed =
    candidate.ok && equipped.ok && plan.deploy !== undefined && blocked === undefined
      ? await watch('deploy', () =>
          attempt(() => {
            const { service, equipment } = equipped.value;
            return service.deploy(candidate.value.bundle, plan.deploy as DeployPlan, equipment);
          }),
        )
      : undefined;
  const declined = placed?.ok === true && 'declined' in placed.value ? placed.value.declined : undefined;
  return {
    package: pkg,
    startedAt,
    durations: watch.times,
    candidate,
    verdicts,
    latency,
    deployment: declined === undefined ? (placed as Attempt<Deployment> | undefined) : undefined,
    skipReason: declined ?? blocked ?? (candidate.ok ? plan.tell.skipReason : undefined),
  };
}

async function equipFor(pkg: PackagePlan, host: Host): Promise<Equipment> {
  const dir = path.join(host.folders.workspace, pkg.dir);
  const [target] = EDGES[pkg.edge].targets;
  return host.log.group('Tools', () =>
    equip({ dir, target, channel: pkg.toolchain, wasmOpt: pkg.optimize !== undefined }, host),
  );
}

/** A candidate from a source: cargo, the edge's own packing, wasm-opt, the bundle and its sizes. */
async function obtain(
  pkg: PackagePlan,
  service: Service,
  equipment: Equipment,
  into: string,
  host: Host,
): Promise<Candidate> {
  const dir = path.join(host.folders.workspace, pkg.dir);
  const [target] = EDGES[pkg.edge].targets;
  const build = { ...pkg, dir, target, workspace: equipment.workspace };
  const packed = await inSharedTarget(build, equipment.rust, host, async () => {
    const built = await host.log.group(`Building ${pkg.name}`, () => cargoBuild(build, equipment.rust, host));
    return host.log.group('Packing', () => service.pack(built, into, equipment));
  });
  const file = path.join(packed.folder, packed.module);
  const original = await host.files.read(file);
  const unoptimized = strip(original);
  // wasm-opt mostly keeps one core busy: the other one compresses what came before it
  const [before, optimized] = await Promise.all([
    measure([unoptimized]),
    optimizePacked(original, packed, pkg, equipment, host),
  ]);
  const shipped = optimized.module === original ? unoptimized : strip(optimized.module);
  const named = path.join(into, 'symbols', packed.module);
  await host.files.write(file, shipped);
  await host.files.write(named, optimized.module);
  const bundle = await bundleOf(packed.folder, packed.entry, host);
  const contents = inCountingOrder(bundle).map((item) =>
    item.name === packed.module ? shipped : host.files.read(path.join(bundle.folder, item.name)),
  );
  const [sizes, after] = await Promise.all([measure(await Promise.all(contents)), measure([shipped])]);
  return {
    bundle,
    sizes,
    module: { before, after, file: packed.module },
    named,
    tools: await versionsOf(equipment),
    warnings: optimized.warning === undefined ? [] : [optimized.warning],
  };
}

/** The packed module as the plan wants it, with its names. */
async function optimizePacked(
  original: Uint8Array,
  packed: Packed,
  pkg: PackagePlan,
  equipment: Equipment,
  host: Host,
): Promise<Optimized> {
  const { optimize: how } = pkg;
  const wasmOpt = await equipment.wasmOpt;
  if (how === undefined || wasmOpt === undefined) return { module: original };
  return host.log.group('Optimizing', () => optimize(original, how, packed.wasmBindgen, wasmOpt, host));
}

/** The entry last: the order in which wrangler counts, and gzip over a concatenation depends on it. */
function inCountingOrder(bundle: Bundle): readonly BundleFile[] {
  return [...bundle.files].sort((a, b) => Number(a.name === bundle.entry) - Number(b.name === bundle.entry));
}

async function versionsOf(equipment: Equipment): Promise<Candidate['tools']> {
  const { wasmBindgen: bindgen, workerBuild: build, wasmOpt: opt } = equipment;
  const [wasmBindgen, workerBuild, wasmOpt] = await Promise.all([bindgen, build, opt]);
  return {
    rustc: equipment.rust.version.replace(/^rustc /, ''),
    'wasm-bindgen': wasmBindgen.version,
    'worker-build': workerBuild.version,
    ...(wasmOpt === undefined ? {} : { 'wasm-opt': wasmOpt.version }),
  };
}

async function measureLatency(
  candidate: Candidate,
  plan: LatencyPlan,
  service: Service,
  equipment: Equipment,
  host: Host,
): Promise<Latency & { runtime: string }> {
  const runtime = await service.runtime(equipment);
  const serve = (isolates: 'one' | 'each') => service.serve(candidate.bundle, { vars: plan.vars, isolates }, equipment);
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
