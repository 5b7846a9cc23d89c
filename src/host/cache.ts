import { ShipError } from '../error.ts';
import { within } from './deadline.ts';
import type { Cache } from './host.ts';

const LIMIT_MS = 180_000;
/** One part of a download: its client's own 10 minutes are longer than we wait for the whole. */
const SEGMENT_MS = 60_000;

/** The Actions cache, where the runner offers it. Its failures are no failures of a run. */
export function actionsCache(
  environment: Readonly<Record<string, string | undefined>>,
  warn: (message: string) => void,
  signal: AbortSignal,
  limitMs: number = LIMIT_MS,
): Cache {
  // without a service in the environment its client waits 10 s for each call
  const available =
    (environment.ACTIONS_RESULTS_URL ?? environment.ACTIONS_CACHE_URL ?? '') !== '' &&
    (environment.ACTIONS_RUNTIME_TOKEN ?? '') !== '';
  type Client = typeof import('@actions/cache');
  const ask = async <T>(verb: string, work: (client: Client) => Promise<T>): Promise<T | undefined> => {
    if (!available) return undefined;
    try {
      return await within(`The cache could not be ${verb}: the service`, limitMs, signal, async () =>
        work(await import('@actions/cache')),
      );
    } catch (error) {
      warn(error instanceof ShipError ? error.message : `The cache could not be ${verb}: ${String(error)}`);
      return undefined;
    }
  };
  return {
    available,
    restore: (paths, key, prefixes) =>
      ask('read', (client) => client.restoreCache([...paths], key, [...prefixes], { segmentTimeoutInMs: SEGMENT_MS })),
    save: async (paths, key) => void (await ask('written', (client) => client.saveCache([...paths], key))),
  };
}
