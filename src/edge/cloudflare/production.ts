import { attempt } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { PreviewPlan } from '../../plan.ts';
import type { Deployment } from '../edge.ts';
import { apiSession } from './api-session.ts';
import { accountOf } from './config.ts';
import { environmentConfig } from './environment.ts';
import type { Configured } from './pack-main.ts';
import { liveOf } from './staged.ts';
import { workerNamed } from './worker.ts';

/**
 * Where the Worker answers of which a pull request's is the preview. An address that somebody has named is taken; else Cloudflare
 * is asked, and a token of another account than production's is told of nothing. What cannot be had fails nothing.
 */
export async function productionOf(
  { config, file }: Pick<Configured, 'config' | 'file'>,
  { production }: PreviewPlan,
  host: Host,
): Promise<Pick<Deployment, 'production'>> {
  if (production === undefined) return {};
  const { configured, address } = production;
  if (address !== undefined) return { production: [address] };
  const found = await attempt(async () => {
    const effective = environmentConfig(config, configured, file);
    await using session = apiSession(host);
    const worker = workerNamed(String(effective.name), accountOf(effective), host, session);
    const live = liveOf(worker, effective, undefined, host);
    if ((await live.served()).length === 0) return [];
    return (await live.addressesNow()) ?? (await live.addresses());
  });
  if (!found.ok) host.log.info(`Where production answers is not known: ${found.error.message}`);
  return found.ok && found.value.length > 0 ? { production: found.value } : {};
}
