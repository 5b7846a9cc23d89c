import { type Attempt, attempt, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { Live, Served, Share } from './staged.ts';
import { OURS, sharesOf } from './traffic.ts';

type World = Pick<Host, 'clock' | 'log' | 'random'>;

/** What users were served while it went on. */
export interface Step {
  readonly percentage: number;
  /** After the first step of the release began. */
  readonly atMs: number;
}

/** From which version to which. */
export interface Way {
  /** What people call it: goes into the messages of the deployments. */
  readonly what: string;
  readonly versionId: string;
  /** What was live, and is gone back to. */
  readonly live: string;
}

/** Calls that the edge's answer was lost of are made so often. */
const TRIES = 3;
/** Between them (ms), times the number of the try. */
const PAUSE_MS = 500;

/** One release's way through its steps: each is one call, and is known to have been done before the next begins. */
export class Rollout {
  readonly steps: Step[] = [];
  readonly way: Way;
  readonly #edge: Live;
  readonly #host: World;
  /** The deployment that we found or made last: another one is somebody else's. */
  #last: string | undefined;
  #began: number | undefined;
  /** Something of it may be among what answers. */
  touched = false;

  constructor(edge: Live, way: Way, now: Served | undefined, host: World) {
    this.#edge = edge;
    this.way = way;
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
    const { what, versionId, live } = this.way;
    await this.#serve(sharesOf(versionId, live, percentage), `${what} at ${percentage} %`);
    this.#began ??= this.#host.clock.now();
    this.steps.push({ percentage, atMs: this.#host.clock.now() - this.#began });
  }

  /** Gives what was live before all of them. */
  async back(): Promise<void> {
    const { live, what } = this.way;
    await this.#serve([{ versionId: live, percentage: 100 }], `back from ${what}`, true);
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
      `Somebody else deployed ${this.name} in between: ${shown} is live, and ${this.way.what} is not. That was left as it is.`,
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
export async function back(rollout: Rollout, cause: ShipError, host: World): Promise<ShipError> {
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
    const live = `${users} ${rollout.way.live}${seen ? '' : ' stays live'}.`;
    host.log.warning(`${rollout.name} ${rollout.way.versionId} was taken back. ${live}`, {
      title: 'wasm-ship: rolled back',
    });
    return new ShipError(fault, `${why} ${live}`, {
      ...more,
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    });
  }
  if (gone.error instanceof Superseded) return gone.error;
  return new ShipError(fault, `${why} And the way back to ${rollout.way.live} failed: ${gone.error.message}`, {
    ...more,
    unsure: true,
    hint: `Put ${rollout.way.live} live in the dashboard or with \`wrangler versions deploy ${rollout.way.live}@100\`. ${gone.error.hint ?? ''}`.trim(),
  });
}
