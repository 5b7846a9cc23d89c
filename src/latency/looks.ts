/**
 * One look at a race that may end with it. All looks together may spend what one look at the end could: each gets a share of
 * the false alarms allowed, and shares add up to 1 at most, which holds however the looks depend on one another (Bonferroni).
 */
export interface Look {
  /** Of every chance of error that the whole race may take. */
  readonly share: number;
  /** How far the race was: 1 is its end. */
  readonly progress: number;
}

/**
 * The error spent until the race has come so far: progress², of Kim and DeMets' family (1987). O'Brien and Fleming's spends
 * so little early that Student's t with few rounds can never reach it, and a race of minutes would end early for nothing;
 * an always-valid sequence (Howard et al. 2021) pays for looks that nobody takes. bench/race-simulated.ts has the numbers.
 */
function spentAt(progress: number): number {
  return progress ** 2;
}

/**
 * The next look.
 * @param progress rounds done of those planned, or time gone of the time planned; 1 where the race ends anyway
 * @param before the look before, if any was taken
 */
export function lookAt(progress: number, before?: Look): Look {
  const now = Math.min(1, progress);
  return { progress: now, share: Math.max(0, spentAt(now) - spentAt(before?.progress ?? 0)) };
}

/** A verdict of a race, and whether a budget is held against it. */
interface Decided {
  readonly kind: string;
  readonly budget?: string;
}

const OPEN = 'cannot tell';

/** Whether the race can end at this look: it is the last, or each row that a budget is on (without any: each row) is decided. */
export function enough(rows: readonly Decided[], look: Look): 'stop' | 'go on' {
  if (look.progress >= 1) return 'stop';
  const gated = rows.filter(({ budget }) => budget !== undefined);
  const open = (gated.length > 0 ? gated : rows).some(({ kind, budget }) => kind === OPEN || budget === OPEN);
  return rows.length === 0 || open ? 'go on' : 'stop';
}
