import { ShipError } from '../error.ts';
import type { Pace } from './pace.ts';
import { ask, type Claim, type World } from './prove.ts';

/** How often our own probes ask. */
const EVERY_MS = 1000;
/** So many bad ones … */
const BAD = 3;
/** … among so many in a row: one alone may be the network's. */
const OF = 10;

export interface Watched {
  readonly answers: number;
  readonly bad: number;
  readonly ms: number;
  /** Of its good answers over an open connection, in ms. */
  readonly times: readonly number[];
}

/**
 * Asks a version for some time, once a second, and gives it up at the third bad answer of any ten in a row. These are our
 * own probes: what users are answered, nobody tells us.
 * @param pace where the times of its answers go; undefined: nowhere
 * @throws ShipError `probe`
 */
export async function watch(claim: Claim, ms: number, host: World, pace?: Pace): Promise<Watched> {
  const took = pace?.watching(Math.floor(ms / EVERY_MS) + 1);
  const since = host.clock.now();
  const last: boolean[] = [];
  let answers = 0;
  let bad = 0;
  const times: number[] = [];
  // by the clock: where answers are slow there are fewer of them
  for (let next = since; next - since <= ms; next = Math.max(next + EVERY_MS, host.clock.now())) {
    const wait = next - host.clock.now();
    if (wait > 0) await host.clock.sleep(wait);
    if (host.signal.aborted) throw new ShipError('cancelled', 'The watch was ended: the run was cancelled.');
    const probe = await ask(claim.health, claim, host);
    answers += 1;
    last.push(probe.kind === 'good');
    if (probe.kind === 'good') {
      took?.(probe.ms);
      if (probe.ms !== undefined) times.push(probe.ms);
      continue;
    }
    bad += 1;
    const failed = last.slice(-OF).filter((good) => !good).length;
    if (failed < BAD) continue;
    const of = Math.min(last.length, OF);
    throw new ShipError(
      'probe',
      `${failed} of ${of} probes failed after ${((host.clock.now() - since) / 1000).toFixed(0)} s: ${claim.health.method} ${claim.health.path} ${probe.said}.`,
    );
  }
  return { answers, bad, ms: host.clock.now() - since, times };
}
