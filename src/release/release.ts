import { type Attempt, attempt, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { ReplayRequest } from '../latency/requests.ts';
import { type Claim, PATIENCE, type Patience, type Proof, prove } from './prove.ts';
import type { Served, Share, Staged, VersionNote } from './staged.ts';
import { OURS, sharesOf, standing } from './traffic.ts';
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

/** What users were served while it went on. */
export interface Step {
  readonly percentage: number;
  /** After the first step of the release began. */
  readonly atMs: number;
}

/** A release that came to its end, with the new version live. */
export interface Released {
  readonly versionId: string;
  /** What was live before; undefined: nothing. */
  readonly before: string | undefined;
  /** What answers since then. */
  readonly deploymentId: string | undefined;
  readonly how: 'staged' | 'direct' | 'first' | 'unchanged';
  readonly steps: readonly Step[];
  /** undefined: it answers nowhere by HTTP. */
  readonly proof: Proof | undefined;
  readonly watched: Watched | undefined;
  readonly origin: string | undefined;
  /** It is live, and something that comes after that failed. */
  readonly failure?: ShipError;
}

type World = Pick<Host, 'fetch' | 'clock' | 'signal' | 'log' | 'random'>;

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
  const [origin] = await edge.origins();
  return {
    ...{
      versionId,
      before: versionId,
      deploymentId,
      how: 'unchanged',
      steps: [],
      proof: undefined,
      watched: undefined,
      origin,
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
  const [versionId, origins] = await Promise.all([edge.upload(wish.note), edge.origins()]);
  const [origin] = origins;
  const rollout = new Rollout(edge, wish, versionId, live, served[0], host);
  const claim = origin === undefined ? undefined : claimOf(edge, wish, { versionId, live, origin });
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
      origin,
    },
    ...(settled.ok ? {} : { failure: settled.error }),
  };
}

function claimOf(
  edge: Staged,
  { health, requests }: Wish,
  {
    versionId,
    live,
    origin,
  }: { readonly versionId: string; readonly live: string | undefined; readonly origin: string },
): Claim {
  return {
    headers: live === undefined ? {} : edge.headersFor(versionId),
    ...{ origin, versionId, otherId: live, health, requests },
  };
}

function provedText(name: string, versionId: string, { answers, ms, told }: Proof): string {
  const sure = told ? '' : ' The service does not tell its version: it was waited until the change is everywhere.';
  return `${name} ${versionId} proved itself unseen: ${answers} good answers in ${(ms / 1000).toFixed(1)} s.${sure}`;
}

/** What was live may answer for some seconds yet, and answers well. */
const AS_USERS = { headers: {}, otherId: undefined };

/** Calls that the edge's answer was lost of are made so often. */
const TRIES = 3;
/** Between them (ms), times the number of the try. */
const PAUSE_MS = 500;

/** One release's way through its steps: each is one call, and is known to have been done before the next begins. */
class Rollout {
  readonly steps: Step[] = [];
  readonly versionId: string;
  readonly live: string;
  readonly #edge: Staged;
  readonly #wish: Wish;
  readonly #host: World;
  /** The deployment that we found or made last: another one is somebody else's. */
  #last: string | undefined;
  #began: number | undefined;
  /** Something of it may be among what answers. */
  touched = false;

  constructor(edge: Staged, wish: Wish, versionId: string, live: string, now: Served | undefined, host: World) {
    this.#edge = edge;
    this.#wish = wish;
    this.versionId = versionId;
    this.live = live;
    this.#last = now?.deploymentId;
    this.#host = host;
  }

  /** That which answers, as far as we know. */
  get deploymentId(): string | undefined {
    return this.#last;
  }

  get name(): string {
    return this.#edge.name;
  }

  /** Gives the new version this part of the requests. */
  async to(percentage: number): Promise<void> {
    const { version } = this.#wish;
    await this.#serve(sharesOf(this.versionId, this.live, percentage), `${version} at ${percentage} %`);
    this.#began ??= this.#host.clock.now();
    this.steps.push({ percentage, atMs: this.#host.clock.now() - this.#began });
  }

  /** Gives what was live before all of them. */
  async back(): Promise<void> {
    await this.#serve([{ versionId: this.live, percentage: 100 }], `back from ${this.#wish.version}`, true);
  }

  async #serve(shares: readonly Share[], what: string, despiteCancel = false): Promise<void> {
    // told apart from an earlier try and from another run of the same version
    const message = `${OURS}${what} (${this.#host.random(4)})`.slice(0, 100);
    if (!despiteCancel) await this.#refuseOthers();
    for (let tries = 1; ; tries++) {
      this.touched = true;
      const done = await attempt(() => this.#edge.serve(shares, message, despiteCancel));
      if (!done.ok && !done.error.unsure) throw done.error;
      const now = await this.#now(done, despiteCancel);
      if (now?.message === message) {
        this.#last = now.deploymentId;
        return;
      }
      if (now !== undefined && now.deploymentId !== this.#last) throw this.#superseded(now);
      if (tries === TRIES || (done.ok && now === undefined)) throw done.ok ? this.#unconfirmed(message) : done.error;
      await this.#host.clock.sleep(PAUSE_MS * tries);
    }
  }

  /** What answers now; undefined where the edge does not tell. */
  async #now(done: Attempt<void>, despiteCancel: boolean): Promise<Served | undefined> {
    const asked = await attempt(() => this.#edge.served(despiteCancel));
    if (asked.ok) return asked.value[0];
    if (done.ok) return undefined;
    throw done.error;
  }

  async #refuseOthers(): Promise<void> {
    const [now] = await this.#edge.served();
    if (now !== undefined && now.deploymentId !== this.#last) throw this.#superseded(now);
  }

  #superseded({ shares }: Served): Superseded {
    const shown = shares.map(({ versionId, percentage }) => `${versionId} ${percentage} %`).join(', ');
    return new Superseded(
      'deploy',
      `Somebody else deployed ${this.name} in between: ${shown} is live, and ${this.#wish.version} is not. That was left as it is.`,
      { hint: 'Was it another run of this workflow? A `concurrency` group lets one of them wait. Else deploy again.' },
    );
  }

  #unconfirmed(message: string): ShipError {
    return new ShipError(
      'deploy',
      `${this.name} was deployed (${message}), but the edge does not tell which version is live.`,
      { unsure: true, hint: 'Look at its deployments in the dashboard, or deploy again.' },
    );
  }
}

/** What is live is not ours to change any more. */
class Superseded extends ShipError {}

/** Puts back what was live, whatever went wrong, and says what is live now. @returns the error to fail with */
async function back(rollout: Rollout, cause: ShipError, host: World): Promise<ShipError> {
  const why = cause.message.replace(/\.?$/, '.');
  const more = { cause, ...(cause.tail === undefined ? {} : { tail: cause.tail }) };
  const fault = cause.fault === 'cancelled' ? 'cancelled' : 'deploy';
  if (cause instanceof Superseded) return cause;
  if (!rollout.touched)
    return new ShipError(fault, `${why} What was live stays.`, {
      ...more,
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    });
  const seen = rollout.steps.some(({ percentage }) => percentage > 0);
  const gone = await attempt(() => rollout.back());
  if (gone.ok) {
    const users = seen ? 'Users are back on' : 'No user saw it:';
    const live = `${users} ${rollout.live}${seen ? '' : ' stays live'}.`;
    host.log.warning(`${rollout.name} ${rollout.versionId} was taken back. ${live}`, {
      title: 'wasm-ship: rolled back',
    });
    return new ShipError(fault, `${why} ${live}`, {
      ...more,
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    });
  }
  if (gone.error instanceof Superseded) return gone.error;
  return new ShipError(fault, `${why} And the way back to ${rollout.live} failed: ${gone.error.message}`, {
    ...more,
    unsure: true,
    hint: `Put ${rollout.live} live in the dashboard or with \`wrangler versions deploy ${rollout.live}@100\`. ${gone.error.hint ?? ''}`.trim(),
  });
}

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
  const [origin] = await edge.origins();
  const released = { versionId, before, deploymentId, how, steps: [{ percentage: 100, atMs: 0 }], origin };
  if (failure !== undefined || origin === undefined) {
    return { ...released, proof: undefined, watched: undefined, ...(failure === undefined ? {} : { failure }) };
  }
  const claim = { ...claimOf(edge, wish, { versionId, live: undefined, origin }), otherId: before };
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
