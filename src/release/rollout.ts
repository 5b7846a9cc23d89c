import { attempt, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { Live, Served, Share } from './staged.ts';
import { isWayBack, messageOf, sharesOf, WAY_BACK } from './traffic.ts';

type World = Pick<Host, 'clock' | 'log' | 'random' | 'signal'>;

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
  /** What `back` makes live. */
  readonly home: string;
}

/** How long a call is tried that has no answer. */
const STEP_MS = 30_000;
/** Users wait for the way back: what the edge cannot do now it may in a minute. */
const BACK_MS = 180_000;
/** A runner leaves a cancelled job some ten seconds. */
const CANCELLED_MS = 7000;
/** Between the tries (ms), times their number. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;

/** One release's way through its steps: each is one call, and is known to have been done before the next begins. */
export class Rollout {
  readonly steps: Step[] = [];
  readonly way: Way;
  readonly #edge: Live;
  readonly #host: World;
  /** Messages of all deployments that we have asked for: whatever has one of them is ours. */
  readonly #sent = new Set<string>();
  /** The deployment that we found or made last. */
  #last: string | undefined;
  #began: number | undefined;
  /** The most that users may have of the new version, also where nobody said whether it was done. */
  #most: number | undefined;

  /** @param now what answers, as it was found */
  constructor(edge: Live, way: Way, now: Served | undefined, host: World) {
    this.#edge = edge;
    this.way = way;
    this.#last = now?.deploymentId;
    this.#host = host;
  }

  get name(): string {
    return this.#edge.name;
  }

  /** That which answers, as far as we know. */
  get deploymentId(): string | undefined {
    return this.#last;
  }

  /** Something of it may be among what answers. */
  get touched(): boolean {
    return this.#most !== undefined;
  }

  /** Users may have got the new version. */
  get seen(): boolean {
    return (this.#most ?? 0) > 0;
  }

  /** Gives the new version this part of the requests. @throws Superseded where what is live is not ours */
  async to(percentage: number): Promise<void> {
    const { what, versionId, home } = this.way;
    const message = messageOf(`${what} at ${percentage} %`, this.#host.random(4));
    await this.#serve(sharesOf(versionId, home, percentage), message, 'step', () => {
      this.#most = Math.max(this.#most ?? 0, percentage);
    });
    this.#began ??= this.#host.clock.now();
    this.steps.push({ percentage, atMs: this.#host.clock.now() - this.#began });
  }

  /** Makes what was live before the one that answers, whatever it takes. @throws Superseded where what is live is not ours */
  async back(): Promise<void> {
    const { home, what } = this.way;
    const message = messageOf(`${WAY_BACK}${what}`, this.#host.random(4));
    await this.#serve([{ versionId: home, percentage: 100 }], message, 'back');
  }

  /** @throws Superseded where another deployment has come since */
  async refuseOthers(): Promise<void> {
    const [now] = await this.#edge.served();
    this.#refuse(now);
  }

  async #serve(shares: readonly Share[], message: string, kind: 'step' | 'back', before?: () => void): Promise<void> {
    const { clock, signal } = this.#host;
    const since = clock.now();
    const late = (): boolean => {
      const patience = kind === 'step' ? STEP_MS : signal.aborted ? CANCELLED_MS : BACK_MS;
      return clock.now() - since >= patience;
    };
    for (let tries = 1; ; tries++) {
      // once the run is cancelled, nothing but the way back goes on
      const despiteCancel = kind === 'back' && signal.aborted;
      const there = await attempt(() => this.#edge.served(despiteCancel));
      if (there.ok && this.#isDone(there.value[0], message)) return;
      if (there.ok) this.#refuse(there.value[0]);
      else if (kind === 'step' && !this.#sent.has(message)) throw there.error;
      this.#sent.add(message);
      before?.();
      const done = await attempt(() => this.#edge.serve(shares, message, { despiteCancel, again: kind === 'back' }));
      if (!done.ok && !isWorthAnother(done.error, kind)) throw done.error;
      const now = await attempt(() => this.#edge.served(kind === 'back' && signal.aborted));
      if (now.ok && this.#isDone(now.value[0], message)) return;
      if (now.ok) this.#refuse(now.value[0]);
      if (kind === 'step' && signal.aborted) throw done.ok ? this.#unconfirmed() : done.error;
      if (late()) throw done.ok ? this.#unconfirmed() : done.error;
      await clock.sleep(Math.min(LONGEST_PAUSE_MS, PAUSE_MS * tries));
    }
  }

  #isDone(now: Served | undefined, message: string): boolean {
    if (now?.message !== message) return false;
    this.#last = now.deploymentId;
    return true;
  }

  #refuse(now: Served | undefined): void {
    if (now === undefined || now.deploymentId === this.#last || this.#sent.has(now.message ?? '')) return;
    throw new Superseded(this.name, this.way.what, now);
  }

  #unconfirmed(): ShipError {
    return new ShipError('deploy', `${this.name} was deployed, but the edge does not tell which version is live.`, {
      unsure: true,
      hint: 'Look at its deployments in the dashboard, or deploy again.',
    });
  }
}

/** Whether a call that failed may be made again: where it is not known what became of it, or the run was cancelled meanwhile. */
function isWorthAnother(error: ShipError, kind: 'step' | 'back'): boolean {
  return error.unsure || (kind === 'back' && error.fault === 'cancelled');
}

/** What is live is not ours to change any more. */
export class Superseded extends ShipError {
  constructor(name: string, what: string, now: Served) {
    const shown = now.shares.map(({ versionId, percentage }) => `${versionId} ${percentage} %`).join(', ');
    const who = isWayBack(now.message) ? 'Somebody went back' : 'Somebody else deployed';
    super('deploy', `${who} in between: ${shown} is live of ${name}, and ${what} is not. That was left as it is.`, {
      hint: 'Was it another run of this workflow? A `concurrency` group lets one of them wait. Else deploy again.',
    });
  }
}

/** Puts back what was live, whatever went wrong, and says what is live now. @returns the error to fail with */
export async function takeBack(rollout: Rollout, cause: ShipError, more: string, host: World): Promise<ShipError> {
  if (cause instanceof Superseded) return cause;
  const why = cause.message.replace(/\.?$/, '.');
  const fault = cause.fault === 'cancelled' ? 'cancelled' : 'deploy';
  const { hint, tail } = cause;
  const kept = { cause, ...(tail === undefined ? {} : { tail }) };
  const failed = (live: string): ShipError =>
    new ShipError(fault, `${why} ${live}`, { ...kept, ...(hint === undefined ? {} : { hint }) });
  if (!rollout.touched) return failed('What was live stays.');
  const { home, versionId } = rollout.way;
  const gone = await attempt(() => rollout.back());
  if (gone.ok) {
    const live = rollout.seen ? `Users are back on ${home}.${more}` : `No user saw it: ${home} stays live.`;
    host.log.warning(`${rollout.name} ${versionId} was taken back. ${live}`, { title: 'wasm-ship: rolled back' });
    return failed(live);
  }
  if (gone.error instanceof Superseded) return gone.error;
  return new ShipError(fault, `${why} And the way back to ${home} failed: ${gone.error.message}`, {
    ...kept,
    unsure: true,
    hint: `Put ${home} live in the dashboard, or with \`wrangler rollback ${home}\`. ${gone.error.hint ?? ''}`.trim(),
  });
}
