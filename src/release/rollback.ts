import { attempt, ShipError } from '../error.ts';
import type { ReplayRequest } from '../latency/requests.ts';
import { PATIENCE, type Patience, type Proof, prove } from './prove.ts';
import type { Released, World } from './release.ts';
import { Rollout } from './rollout.ts';
import type { Live, Served } from './staged.ts';
import { standing } from './traffic.ts';

/** Where to, and how it is looked at afterwards. */
export interface WayBack {
  /** A version's id, or the tag that it was released with; undefined: what was live before. */
  readonly to: string | undefined;
  readonly health: ReplayRequest;
  readonly patience?: Patience;
}

/**
 * Makes an earlier version live again, by one call, and asks it whether it answers. It is not proved before: it was live once,
 * and users wait.
 * @throws ShipError where it is not live in the end
 */
export async function rollBack(edge: Live, { to, health, patience }: WayBack, host: World): Promise<Released> {
  const served = await edge.served();
  if (served.length === 0) throw new ShipError('deploy', `${edge.name} is not there: nothing to go back from.`);
  const now = served[0]?.shares.toSorted((a, b) => b.percentage - a.percentage)[0]?.versionId;
  const target = to === undefined ? before(edge.name, served) : await named(edge, to);
  const [url] = await edge.addresses();
  const known = { versionId: target, before: now, watched: undefined, url };
  if (served[0]?.shares.length === 1 && now === target) {
    return { ...known, deploymentId: served[0].deploymentId, how: 'unchanged', steps: [], proof: undefined };
  }
  const rollout = new Rollout(
    edge,
    { what: `${now ?? 'nothing'}`, versionId: now ?? target, live: target },
    served[0],
    host,
  );
  await rollout.back();
  const done = {
    ...known,
    deploymentId: rollout.deploymentId,
    how: 'back' as const,
    steps: [{ percentage: 100, atMs: 0 }],
  };
  if (url === undefined) return { ...done, proof: undefined };
  const claim = {
    origin: new URL(url).origin,
    headers: {},
    versionId: target,
    otherId: now === target ? undefined : now,
    health,
    requests: [],
  };
  const proof = await attempt<Proof>(() => prove(claim, patience ?? PATIENCE, host));
  if (proof.ok) return { ...done, proof: proof.value };
  const failure = new ShipError(
    proof.error.fault,
    `${target} is live again, and does not answer as it should: ${proof.error.message}`,
  );
  return { ...done, proof: undefined, failure };
}

/** The version that all users had before the one that they have now, or before a rollout that is under way. */
function before(name: string, served: readonly Served[]): string {
  const [now, ...earlier] = served;
  const parts = now?.shares.filter(({ percentage }) => percentage > 0) ?? [];
  if (parts.length > 1) return standing(name, served).versionId;
  const [last] = earlier
    .flatMap(({ shares }) => shares.filter(({ percentage }) => percentage === 100))
    .filter(({ versionId }) => versionId !== parts[0]?.versionId);
  if (last !== undefined) return last.versionId;
  throw new ShipError('deploy', `Nothing else was live of ${name} lately: there is nothing to go back to.`, {
    hint: 'Name the version: `rollback-to: v1.2.3`, or its id.',
  });
}

async function named(edge: Live, to: string): Promise<string> {
  const found = await edge.find(to);
  if (found !== undefined) return found;
  throw new ShipError(
    'deploy',
    `input: \`rollback-to\` is \`${to}\`; wanted: a version of ${edge.name} that can be deployed.`,
    {
      hint: 'Its id, or the tag that wasm-ship released it with. Cloudflare keeps the 100 most recent ones.',
    },
  );
}
