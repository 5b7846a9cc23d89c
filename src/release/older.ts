import { attempt, ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';

/**
 * Refuses to replace a commit by one that it already contains: a slow run of yesterday, or a run that was started again,
 * would take back what came after it.
 * @param sha of this run
 * @param live of the version that is live
 */
export async function refuseOlder(
  sha: string,
  live: string,
  host: { readonly github?: Pick<NonNullable<Host['github']>, 'mergeBase'>; readonly log: Host['log'] },
): Promise<void> {
  const { github, log } = host;
  const asked = github === undefined ? undefined : await attempt(() => github.mergeBase(sha, live));
  if (asked?.ok !== true) {
    if (asked?.error.fault === 'cancelled') throw asked.error;
    const why = asked === undefined ? 'there is no `github-token`' : asked.error.message;
    log.notice(
      `Whether the commit that is live (${live.slice(0, 7)}) is newer could not be asked: ${why}.`,
      'wasm-ship',
    );
    return;
  }
  if (asked.value !== sha) return;
  throw new ShipError(
    'deploy',
    `A newer commit is live: ${live.slice(0, 7)} comes after ${sha.slice(0, 7)}. Nothing was deployed.`,
    { hint: 'To go back on purpose, set `replace-newer: true`.' },
  );
}
