import type { Host } from './host/host.ts';
import type { AssetsPlan } from './plan.ts';
import { provenance } from './provenance.ts';
import { type Attachment, archiveName, archiveOf, attachAssets } from './release-assets.ts';
import type { Outcome } from './ship.ts';
import { warned } from './tell.ts';

/**
 * What of a release is for others to have: the bundles that are live now, attached to the GitHub release of their tag, and
 * signed for where the job may. The deploy is done by then: what goes wrong is told.
 */
export async function publishAssets(
  { tag, publish }: AssetsPlan,
  outcomes: readonly Outcome[],
  host: Host,
): Promise<void> {
  const files: Attachment[] = [];
  const archives: Attachment[] = [];
  for (const { package: pkg, candidate, deployment } of outcomes) {
    if (candidate?.ok !== true || deployment?.ok !== true || pkg.deploy?.to === 'preview') continue;
    if (deployment.value.failure !== undefined) continue;
    const name = archiveName(pkg.name, tag, pkg.edge);
    const packed = await warned(host, () => archiveOf(name, candidate.value.bundle, host));
    if (packed === undefined) continue;
    files.push(...packed);
    archives.push(packed[0]);
  }
  if (files.length === 0) return;
  const whole = outcomes.every(({ deployment }) => deployment?.ok === true && deployment.value.failure === undefined);
  if (publish && !whole)
    host.log.notice(`The GitHub release of ${tag} stays a draft: not all of it is live.`, 'wasm-ship');
  await attachAssets(tag, files, { publish: publish && whole }, host);
  await provenance(archives, host);
}
