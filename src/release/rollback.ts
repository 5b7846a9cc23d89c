import { type Attempt, attempt, ShipError } from '../error.ts';
import type { ReplayRequest } from '../latency/requests.ts';
import { type Claim, PATIENCE, type Patience, type Proof, prove } from './prove.ts';
import { reachOf, sayReach } from './reach.ts';
import type { Released, World } from './release.ts';
import { Rollout, takeBack } from './rollout.ts';
import type { Live, Served } from './staged.ts';
import { isWayBack } from './traffic.ts';

/** Where to, and how it is looked at. */
export interface WayBack {
  /** A version's id, or the tag that it was released with; undefined: what was live before. */
  readonly to: string | undefined;
  readonly health: ReplayRequest;
  readonly patience?: Patience;
}

/**
 * Makes an earlier version live again. One that all users had lately goes live by one call, since they wait, and is asked then
 * whether it answers; any other one has to prove itself unseen first.
 * @throws ShipError where it is not live in the end
 */
export async function rollBack(edge: Live, wish: WayBack, host: World): Promise<Released> {
  const served = await edge.served();
  const [now] = served;
  if (now === undefined) throw new ShipError('deploy', `${edge.name} is not there: nothing to go back from.`);
  const [most] = now.shares.toSorted((a, b) => b.percentage - a.percentage);
  const before = most?.versionId;
  const versionId = wish.to === undefined ? lastWhole(edge.name, served) : await named(edge, wish.to, served);
  const [url] = await edge.addresses();
  const known = { versionId, before, watched: undefined, url };
  const claim = url === undefined ? undefined : claimOf(url, versionId, before, wish.health);
  if (most?.percentage === 100 && before === versionId) {
    const proof = await proved(claim, wish, host);
    return { ...known, deploymentId: now.deploymentId, how: 'unchanged', steps: [], ...told(versionId, proof) };
  }
  const wasWhole = served.some(({ shares }) =>
    shares.some((one) => one.versionId === versionId && one.percentage === 100),
  );
  const way = wasWhole || claim === undefined ? undefined : await reachOf(edge, versionId);
  if (!wasWhole && claim !== undefined) sayReach(edge, way, host.log);
  if (way !== undefined && claim !== undefined && before !== undefined) {
    const proof = await unseen(edge, { versionId, home: before, now }, { ...claim, ...way }, wish, host);
    return { ...known, deploymentId: proof.deploymentId, how: 'back', steps: proof.steps, proof: proof.value };
  }
  const rollout = new Rollout(edge, { what: before ?? 'nothing', versionId: before ?? '', home: versionId }, now, host);
  await rollout.back();
  const proof = await proved(claim, wish, host);
  const steps = [{ percentage: 100, atMs: 0 }];
  return { ...known, deploymentId: rollout.deploymentId, how: 'back', steps, ...told(versionId, proof) };
}

function claimOf(url: string, versionId: string, before: string | undefined, health: ReplayRequest): Claim {
  const otherId = before === versionId ? undefined : before;
  return { origin: new URL(url).origin, headers: {}, versionId, otherId, health, requests: [] };
}

async function proved(
  claim: Claim | undefined,
  { patience = PATIENCE }: WayBack,
  host: World,
): Promise<Attempt<Proof> | undefined> {
  return claim === undefined ? undefined : attempt(() => prove(claim, patience, host));
}

function told(versionId: string, proof: Attempt<Proof> | undefined): Pick<Released, 'proof' | 'failure'> {
  if (proof === undefined) return { proof: undefined };
  if (proof.ok) return { proof: proof.value };
  const { fault, message } = proof.error;
  const failure = new ShipError(fault, `${versionId} is live again, and does not answer as it should: ${message}`);
  return { proof: undefined, failure };
}

/** A version that was never live, or long ago: as in a release. */
async function unseen(
  edge: Live,
  { versionId, home, now }: { readonly versionId: string; readonly home: string; readonly now: Served },
  claim: Claim,
  { patience = PATIENCE }: WayBack,
  host: World,
): Promise<{ readonly value: Proof } & Pick<Rollout, 'deploymentId' | 'steps'>> {
  const rollout = new Rollout(edge, { what: versionId, versionId, home }, now, host);
  const done = await attempt(async () => {
    await rollout.to(0);
    const value = await prove(claim, patience, host);
    await rollout.to(100);
    return value;
  });
  if (!done.ok) throw await takeBack(rollout, done.error, '', host);
  return { value: done.value, deploymentId: rollout.deploymentId, steps: rollout.steps };
}

/** The version that all users had before the one that they have now. @throws ShipError where nobody can tell which one is good */
function lastWhole(name: string, served: readonly Served[]): string {
  const [now, ...earlier] = served;
  if (isWayBack(now?.message)) {
    throw new ShipError('deploy', `${name} is on a way back already: what was live before that was taken back.`, {
      hint: 'Name the version to go to: `rollback-to: v1.2.3`, or its id.',
    });
  }
  const there = now?.shares.find(({ percentage }) => percentage === 100)?.versionId;
  const taken = new Set(served.flatMap((one, i) => (isWayBack(one.message) ? leftBy(one, served[i + 1]) : [])));
  const [last] = earlier
    .flatMap(({ shares }) => shares.filter(({ percentage }) => percentage === 100))
    .filter(({ versionId }) => versionId !== there && !taken.has(versionId));
  if (last !== undefined) return last.versionId;
  throw new ShipError('deploy', `Nothing else was live of ${name} lately: there is nothing to go back to.`, {
    hint: 'Name the version: `rollback-to: v1.2.3`, or its id.',
  });
}

/** Versions that a way back has left: they were found to be bad. */
function leftBy(back: Served, before: Served | undefined): readonly string[] {
  const kept = back.shares.map(({ versionId }) => versionId);
  return (before?.shares ?? []).map(({ versionId }) => versionId).filter((id) => !kept.includes(id));
}

/** Of several uploads of one tag the one that users had. */
async function named(edge: Live, to: string, served: readonly Served[]): Promise<string> {
  const found = await edge.find(to);
  const whole = served.flatMap(({ shares }) => shares.filter(({ percentage }) => percentage === 100));
  const had = found.find((id) => whole.some(({ versionId }) => versionId === id));
  const chosen = had ?? found[0];
  if (chosen !== undefined) return chosen;
  throw new ShipError(
    'deploy',
    `input: \`rollback-to\` is \`${to}\`; wanted: a version of ${edge.name} that can be deployed.`,
    { hint: 'Its id, or the tag that wasm-ship released it with. Cloudflare keeps the 100 most recent ones.' },
  );
}
