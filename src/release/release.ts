import { attempt, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { ReplayRequest } from '../latency/requests.ts';
import { type Claim, PATIENCE, type Patience, type Proof, prove } from './prove.ts';
import { back, Rollout, type Step } from './rollout.ts';
import type { Served, Staged, VersionNote } from './staged.ts';
import { standing } from './traffic.ts';
import { type Watched, watch } from './watch.ts';

/** What is released, and how carefully. */
export interface Wish {
  /** As people call it: a tag, a branch. */
  readonly version: string;
  readonly note: Required<VersionNote>;
  /** Percentages, the last of them 100. */
  readonly rollout: readonly number[];
  /** How long each step that users see is watched. */
  readonly watchMs: number;
  readonly health: ReplayRequest;
  readonly requests: readonly ReplayRequest[];
  /** What goes up is live already, of the same commit: nothing is done. */
  readonly leaveSame: boolean;
  /** A release that cannot be unseen is asked for all the same. */
  readonly atOnce: boolean;
  /** @throws ShipError where the commit that is live must not be replaced by this one */
  readonly mayReplace: (sha: string) => Promise<void>;
  readonly patience?: Patience;
}

/** A release that came to its end, with the new version live. */
export interface Released {
  readonly versionId: string;
  /** What was live before; undefined: nothing. */
  readonly before: string | undefined;
  /** What answers since then. */
  readonly deploymentId: string | undefined;
  readonly how: 'staged' | 'direct' | 'first' | 'unchanged' | 'back';
  readonly steps: readonly Step[];
  /** undefined: it answers nowhere by HTTP. */
  readonly proof: Proof | undefined;
  readonly watched: Watched | undefined;
  /** Where users find it; undefined: nowhere by HTTP. */
  readonly url: string | undefined;
  /** It is live, and something that comes after that failed. */
  readonly failure?: ShipError;
}

export type World = Pick<Host, 'fetch' | 'clock' | 'signal' | 'log' | 'random'>;

/**
 * Takes a bundle live at an edge where a version can be there before users see it: up, proved at 0 % on the real route,
 * promoted in steps, watched; and back to what was live where it fails.
 * @throws ShipError where the new version is not live in the end; the message says what is
 */
export async function release(edge: Staged, wish: Wish, host: World): Promise<Released> {
  const served = await edge.served();
  if (served.length === 0) return first(edge, wish, host);
  const live = standing(edge.name, served);
  const there = await edge.noteOf(live.versionId);
  if (edge.isSame(there, wish.note) && wish.leaveSame && !live.interrupted)
    return unchanged(edge, live.versionId, served[0]?.deploymentId);
  if (there.sha !== undefined && there.sha !== wish.note.sha) await wish.mayReplace(there.sha);
  const why = await edge.onlyDirect();
  if (why !== undefined) return direct(edge, wish, live.versionId, why, host);
  return staged(edge, wish, { live: live.versionId, served }, host);
}

/** A second event of the same version, or a run after one that was ended just before its last step. */
async function unchanged(edge: Staged, versionId: string, deploymentId: string | undefined): Promise<Released> {
  const settled = await attempt(() => edge.settle());
  const [url] = await edge.addresses();
  return {
    ...{
      versionId,
      before: versionId,
      deploymentId,
      how: 'unchanged',
      steps: [],
      proof: undefined,
      watched: undefined,
      url,
    },
    ...(settled.ok ? {} : { failure: settled.error }),
  };
}

interface Before {
  /** The version to go back to. */
  readonly live: string;
  readonly served: readonly Served[];
}

async function staged(edge: Staged, wish: Wish, { live, served }: Before, host: World): Promise<Released> {
  const [versionId, addresses] = await Promise.all([edge.upload(wish.note), edge.addresses()]);
  const [url] = addresses;
  const rollout = new Rollout(edge, { what: wish.version, versionId, live }, served[0], host);
  const claim = url === undefined ? undefined : claimOf(edge, wish, { versionId, live, url });
  const done = await attempt(async () => {
    let proof: Proof | undefined;
    if (claim === undefined)
      host.log.notice(`${edge.name} answers nowhere by HTTP: nothing of it can be proved.`, 'wasm-ship');
    else {
      await rollout.to(0);
      proof = await prove(claim, wish.patience ?? PATIENCE, host);
      host.log.info(provedText(edge.name, versionId, proof));
    }
    for (const percentage of wish.rollout.slice(0, -1)) {
      await rollout.to(percentage);
      host.log.info(`${versionId} has ${percentage} % of the requests.`);
      if (claim !== undefined) await watch(claim, wish.watchMs, host);
    }
    await rollout.to(100);
    return proof;
  });
  if (!done.ok) throw await back(rollout, done.error, host);
  const settled = await attempt(() => edge.settle());
  const watched = await attempt(async () =>
    claim === undefined || wish.watchMs === 0 ? undefined : watch({ ...claim, ...AS_USERS }, wish.watchMs, host),
  );
  if (!watched.ok) throw await back(rollout, watched.error, host);
  return {
    ...{
      versionId,
      before: live,
      deploymentId: rollout.deploymentId,
      how: 'staged',
      steps: rollout.steps,
      proof: done.value,
      watched: watched.value,
      url,
    },
    ...(settled.ok ? {} : { failure: settled.error }),
  };
}

function claimOf(
  edge: Staged,
  { health, requests }: Wish,
  { versionId, live, url }: { readonly versionId: string; readonly live: string | undefined; readonly url: string },
): Claim {
  return {
    headers: live === undefined ? {} : edge.headersFor(versionId),
    ...{ origin: new URL(url).origin, versionId, otherId: live, health, requests },
  };
}

function provedText(name: string, versionId: string, { answers, ms, told }: Proof): string {
  const sure = told ? '' : ' The service does not tell its version: it was waited until the change is everywhere.';
  return `${name} ${versionId} proved itself unseen: ${answers} good answers in ${(ms / 1000).toFixed(1)} s.${sure}`;
}

/** What was live may answer for some seconds yet, and answers well. */
const AS_USERS = { headers: {}, otherId: undefined };

/** Goes live at once, because the edge has no other way: proved afterwards, and no way back is promised. */
async function direct(edge: Staged, wish: Wish, live: string, why: string, host: World): Promise<Released> {
  if (!wish.atOnce) {
    throw new ShipError('deploy', `${edge.name} cannot be released unseen: ${why}. Nothing was deployed.`, {
      hint: 'With `migrations: at-once` it goes live at once, is proved afterwards, and there is no way back.',
    });
  }
  host.log.warning(`${edge.name} goes live at once, without a way back: ${why}.`, { title: 'wasm-ship' });
  return atOnce(edge, wish, { how: 'direct', before: live }, host);
}

/** The first of all: there is nothing to stand behind until it has proved itself. */
async function first(edge: Staged, wish: Wish, host: World): Promise<Released> {
  host.log.notice(
    `This is the first release of ${edge.name}: it is seen by whoever asks for it while it proves itself.`,
    'wasm-ship',
  );
  return atOnce(edge, wish, { how: 'first', before: undefined }, host);
}

async function atOnce(
  edge: Staged,
  wish: Wish,
  { how, before }: { readonly how: 'direct' | 'first'; readonly before: string | undefined },
  host: World,
): Promise<Released> {
  const { versionId, deploymentId, failure } = await edge.direct(wish.note);
  const [url] = await edge.addresses();
  const released = { versionId, before, deploymentId, how, steps: [{ percentage: 100, atMs: 0 }], url };
  if (failure !== undefined || url === undefined) {
    return { ...released, proof: undefined, watched: undefined, ...(failure === undefined ? {} : { failure }) };
  }
  const claim = { ...claimOf(edge, wish, { versionId, live: undefined, url }), otherId: before };
  const proved = await attempt(async () => {
    const proof = await prove(claim, wish.patience ?? PATIENCE, host);
    return { proof, watched: wish.watchMs === 0 ? undefined : await watch(claim, wish.watchMs, host) };
  });
  if (proved.ok) return { ...released, ...proved.value };
  const { message, fault } = proved.error;
  const unproved = new ShipError(fault, `${message} It is live all the same: there is nothing to go back to.`, {
    cause: proved.error,
    hint: 'Mend it and release again.',
  });
  return { ...released, proof: undefined, watched: undefined, failure: unproved };
}
