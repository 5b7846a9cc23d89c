import type { Host } from '../host/host.ts';

/** After each answer nobody asks for so much of what it took, and so long besides. */
const GAP = 0.05;
const GAP_MORE_MS = 0.05;
/** Gaps are waited for once they are worth a timer of this length: none is shorter. */
const LEAST_GAP_MS = 1;

/**
 * The pauses of one client between answers: those that are shorter than a timer are saved up.
 * @returns to be called after each answer, or pair of them, with what it took, in ms
 */
export function pauses(clock: Pick<Host['clock'], 'now' | 'sleep'>): (ms: number) => Promise<void> {
  let gap = 0;
  return async (ms) => {
    gap += GAP * ms + GAP_MORE_MS;
    if (gap < LEAST_GAP_MS) return;
    const since = clock.now();
    await clock.sleep(gap);
    gap -= Math.min(2 * gap, clock.now() - since);
  };
}
