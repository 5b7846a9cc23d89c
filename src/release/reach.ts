import type { Host } from '../host/host.ts';
import type { Claim } from './prove.ts';
import type { Live } from './staged.ts';

/** Where a version is asked, and by what, before users have it. */
export type Reach = Pick<Claim, 'headers'> & Partial<Pick<Claim, 'origin'>>;

/** On the real route, else at an address of its own. @returns undefined: nowhere before users have it */
export async function reachOf(edge: Live, versionId: string): Promise<Reach | undefined> {
  const headers = edge.headersFor(versionId);
  if (headers !== undefined) return { headers };
  const own = await edge.ownAddress(versionId);
  return own === undefined ? undefined : { origin: new URL(own).origin, headers: {} };
}

/** Says what a proof is worth that is not had on the real route. */
export function sayReach({ name }: Live, reach: Reach | undefined, log: Host['log']): void {
  if (reach !== undefined && reach.origin === undefined) return;
  const why = `No request can ask for one version of ${name}: the header for it takes no name that begins like this one.`;
  if (reach === undefined) {
    const how = 'It has no address of versions either (`preview_urls`): the new one is proved once users have it.';
    log.warning(`${why} ${how}`, { title: 'wasm-ship' });
  } else log.notice(`${why} It is proved at the version's own address, which is not the real route.`, 'wasm-ship');
}
