import { attempt, ShipError } from '../error.ts';
import type { Commits, Host } from '../host/host.ts';

/**
 * Refuses to replace a commit by one that it already contains: a slow run of yesterday, or a run that was started again,
 * would take back what came after it. Where that cannot be told, nothing is replaced either; a commit that GitHub does not
 * know (of another repository, or gone) is no newer one.
 * @param sha of this run
 * @param live of the version that is live
 */
export async function refuseOlder(
  sha: string,
  live: string,
  { github, log }: { readonly github?: Pick<Commits, 'ancestry'>; readonly log: Host['log'] },
): Promise<void> {
  const asked = await attempt(async () => {
    if (github === undefined) throw new ShipError('deploy', 'there is no `github-token`');
    return github.ancestry(live, sha);
  });
  if (!asked.ok) {
    if (asked.error.fault === 'cancelled') throw asked.error;
    throw new ShipError(
      'deploy',
      `Whether the commit that is live (${short(live)}) is newer could not be asked: ${asked.error.message}`,
      {
        cause: asked.error,
        hint: `${asked.error.hint ?? ''} To release it all the same, set \`replace-newer: true\`.`.trim(),
      },
    );
  }
  if (asked.value === undefined)
    log.notice(`GitHub does not know the commit that is live, ${short(live)}.`, 'wasm-ship');
  if (asked.value !== 'behind') return;
  throw new ShipError(
    'deploy',
    `A newer commit is live: ${short(live)} comes after ${short(sha)}. Nothing was deployed.`,
    {
      hint: 'To go back on purpose, set `replace-newer: true`.',
    },
  );
}

function short(sha: string): string {
  return sha.slice(0, 7);
}
