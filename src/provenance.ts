import type { Host, Subject } from './host/host.ts';
import { warned } from './tell.ts';

/**
 * Has it signed that this run has built the subjects, where the job may. What goes wrong is told, and the run goes on.
 * @returns where it can be seen
 */
export async function provenance(
  subjects: readonly Subject[],
  host: Pick<Host, 'attest' | 'log'>,
): Promise<string | undefined> {
  const { attest, log } = host;
  if (subjects.length === 0) return undefined;
  if (attest === undefined) {
    log.notice(
      'No build provenance: the job may not sign. With `permissions: { id-token: write, attestations: write }` it could.',
      'wasm-ship',
    );
    return undefined;
  }
  const names = subjects.map(({ name }) => name).join(', ');
  const url = await warned(host, () => attest.provenance(subjects));
  if (url !== undefined) log.info(`Build provenance of ${names}: ${url}`);
  return url;
}
