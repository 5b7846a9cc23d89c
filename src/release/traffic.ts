import { ShipError } from '../error.ts';
import type { Served, Share } from './staged.ts';

/** How all messages begin that we write onto deployments: a rollout that was left half way is told by it. */
export const OURS = 'wasm-ship ';
/** How a way back goes on. */
export const WAY_BACK = 'back from ';

/** Cloudflare's longest. */
const LONGEST = 100;

/**
 * The message of a deployment of ours.
 * @param random told apart by it from an earlier try and from another run of the same version: it comes first, what is long is cut
 */
export function messageOf(what: string, random: string): string {
  return cut(`${OURS}${random} ${what}`, LONGEST);
}

/** A text of at most so many characters; no half of a surrogate pair is left. */
export function cut(text: string, most: number): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}

/** Whether a deployment was made to go back, by what is written on it. */
export function isWayBack(message: string | undefined): boolean {
  return new RegExp(`^${OURS}\\S+ ${WAY_BACK}`).test(message ?? '');
}

/** What to go back to, and what has to be put right first. */
export interface Standing {
  /** The version that all users had last. */
  readonly versionId: string;
  /** An earlier run of ours was ended half way: some users may have another version. */
  readonly interrupted: boolean;
}

/**
 * What is live, of what answers now and did before.
 * @param served the newest first, at least one
 * @throws ShipError where somebody else's rollout is under way: a third version has no place in it
 */
export function standing(name: string, served: readonly Served[]): Standing {
  const [now, ...before] = served;
  const parts = (now?.shares ?? []).filter(({ percentage }) => percentage > 0);
  const [most] = parts.toSorted((a, b) => b.percentage - a.percentage);
  if (now === undefined || most === undefined) {
    throw new ShipError('deploy', `${name} is there, and no version of it answers.`, {
      hint: 'Deploy one version of it in the dashboard or with wrangler, then run this job again.',
    });
  }
  if (parts.length === 1) return { versionId: most.versionId, interrupted: false };
  const shown = parts.map(({ versionId, percentage }) => `${percentage} % ${versionId}`).join(', ');
  if (now.message?.startsWith(OURS) !== true) {
    throw new ShipError('deploy', `A rollout of ${name} that is not ours is under way: ${shown}.`, {
      hint: 'Finish it or take it back, in the dashboard or with wrangler, then run this job again.',
    });
  }
  const there = new Set(parts.map(({ versionId }) => versionId));
  const whole = before.flatMap(({ shares }) => shares.filter(({ percentage }) => percentage === 100));
  const last = whole.find(({ versionId }) => there.has(versionId));
  return { versionId: (last ?? most).versionId, interrupted: true };
}

/** The shares of one step: the new version's part, and the rest for what was live. */
export function sharesOf(fresh: string, live: string, percentage: number): readonly Share[] {
  if (percentage === 100 || fresh === live) return [{ versionId: fresh, percentage: 100 }];
  return [
    { versionId: live, percentage: 100 - percentage },
    { versionId: fresh, percentage },
  ];
}

/**
 * The steps of a rollout, `10% 50% 100%`: each more than the one before, the last of them all.
 * @returns percentages, or undefined where the text is something else
 */
export function parseRollout(text: string): readonly number[] | undefined {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const steps = parts.map((part) => (/^\d{1,3}(\.\d+)?%$/.test(part) ? Number(part.slice(0, -1)) : Number.NaN));
  const rises = steps.every((step, i) => step > (steps[i - 1] ?? 0) && step <= 100);
  return steps.length > 0 && rises && steps.at(-1) === 100 ? steps : undefined;
}
