import type { Deployment } from './edge/edge.ts';
import { type Attempt, attempt, ShipError } from './error.ts';
import type { Host } from './host/host.ts';
import { measureWorld, type World } from './latency/globalping.ts';
import { type Live, measureLive } from './latency/live.ts';
import { GOOD } from './latency/requests.ts';
import type { LivePlan, PackagePlan } from './plan.ts';
import { type Claim, PATIENCE, prove } from './release/prove.ts';

/** What a live service has taken to answer. Each is undefined where it was not planned. */
export interface LiveLatency {
  readonly runner: Attempt<Live> | undefined;
  readonly world: Attempt<World> | undefined;
  /** Names of the crate's requests that it was not asked. */
  readonly leftOut: readonly string[];
}

/** A package and what became of its deploy. */
interface Deployed {
  readonly package: Pick<PackagePlan, 'name' | 'live' | 'deploy'>;
  readonly deployment: Attempt<Deployment> | undefined;
  readonly live?: LiveLatency | undefined;
}

/** A preview may be on its way for a while; nobody waits for its latency as long as for a release. */
const PREVIEW = { ...PATIENCE, readyMs: 30_000, badMs: 5000 };

/**
 * Measures what was deployed, one after the other, once all of it is where it goes: nothing of a release waits for it, and
 * nothing fails by it.
 */
export async function withLive<O extends Deployed>(outcomes: readonly O[], host: Host): Promise<readonly O[]> {
  const all: O[] = [];
  for (const outcome of outcomes) {
    const { live: plan, name } = outcome.package;
    const placed = outcome.deployment?.ok === true ? outcome.deployment.value : undefined;
    const begins = plan !== undefined && placed !== undefined && isNew(placed) && !host.signal.aborted;
    const done = begins ? await attempt(() => liveLatency(name, placed, plan, host)) : undefined;
    const live = done?.ok === false ? said({ runner: done, world: undefined, leftOut: [] }, host) : done?.value;
    all.push(live === undefined || host.signal.aborted ? outcome : { ...outcome, live });
  }
  return all;
}

/** It answers somewhere, and only since this run: what was live already has nothing new to tell. */
function isNew({ url, failure, release }: Deployment): boolean {
  return url !== '' && failure === undefined && release?.how !== 'unchanged';
}

async function liveLatency(name: string, placed: Deployment, plan: LivePlan, host: Host): Promise<LiveLatency> {
  const { origin } = new URL(placed.url);
  host.log.info(`Measuring ${name} where it is live, ${origin} …`);
  const { health, requests, places, leftOut } = plan;
  const ready = await attempt(() => readiness(placed, origin, plan, host));
  if (!ready.ok) return said({ runner: plan.runner ? ready : undefined, world: plan.places && ready, leftOut }, host);
  const production = productionOf(placed, plan);
  const at = { url: origin, ...(production === undefined ? {} : { production }) };
  const known = placed.release?.watched?.times ?? [];
  const around = { clock: host.clock, signal: host.signal };
  const runner = plan.runner
    ? await attempt(() => measureLive({ ...at, ...around, health, requests, known, proxies: host.proxies }))
    : undefined;
  const world = places === undefined ? undefined : await attempt(() => fromTheWorld(at, plan, places, host));
  return said({ runner, world, leftOut }, host);
}

/** A release has proved itself already. */
async function readiness(
  { release, versionId }: Deployment,
  origin: string,
  { health }: LivePlan,
  host: Host,
): Promise<void> {
  if (release !== undefined) return;
  const claim: Claim = { origin, headers: {}, versionId, otherId: undefined, health, requests: [] };
  await prove(claim, PREVIEW, host);
}

/** Where production answers `health`, by another address than this one. */
function productionOf({ production = [], url }: Deployment, { health }: LivePlan): string | undefined {
  const fit = production.find((address) => health.path.startsWith(new URL(address).pathname));
  const origin = fit === undefined ? undefined : new URL(fit).origin;
  return origin === new URL(url).origin ? undefined : origin;
}

async function fromTheWorld(
  at: { readonly url: string; readonly production?: string },
  { health }: LivePlan,
  places: NonNullable<LivePlan['places']>,
  host: Host,
): Promise<World> {
  if (Object.keys(health.headers).length > 0)
    throw new ShipError('probe', '`health` has headers, and those are told to nobody else.');
  const expect = health.expect === GOOD ? undefined : health.expect;
  const { fetch, clock, signal } = host;
  return measureWorld({ ...at, path: health.path, expect, places, fetch, clock, signal });
}

/** Says why something is missing; an answer that is quoted may hold what nobody may read. */
function said(live: LiveLatency, host: Host): LiveLatency {
  const clean = <T extends { readonly noProduction?: string }>(
    done: Attempt<T> | undefined,
  ): Attempt<T> | undefined => {
    if (done === undefined) return undefined;
    if (done.ok) {
      const { noProduction: why } = done.value;
      return why === undefined ? done : { ok: true, value: { ...done.value, noProduction: host.redact(why) } };
    }
    const { fault, message, hint } = done.error;
    const error = new ShipError(fault, host.redact(message), hint === undefined ? {} : { hint });
    host.log.info(`Live latency was not measured: ${error.message}${hint === undefined ? '' : ` ${hint}`}`);
    return { ok: false, error };
  };
  return { ...live, runner: clean(live.runner), world: clean(live.world) };
}
