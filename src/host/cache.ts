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
  const ask = async <T>(
    verb: string,
    work: (client: Client) => Promise<T>,
    say: (message: string) => void = warn,
  ): Promise<T | undefined> => {
    if (!available) return undefined;
    try {
      return await within(`The cache could not be ${verb}: the service`, limitMs, signal, async () =>
        work(await import('@actions/cache')),
      );
    } catch (error) {
      say(error instanceof ShipError ? error.message : `The cache could not be ${verb}: ${String(error)}`);
      return undefined;
    }
  };
  return {
    available,
    restore: (paths, key, prefixes) =>
      ask('read', (client) => client.restoreCache([...paths], key, [...prefixes], { segmentTimeoutInMs: SEGMENT_MS })),
    // what it fails of, the keeping after it will fail of too, and say
    has: async (paths, key) => {
      const look = (client: Client) => client.restoreCache([...paths], key, [], { lookupOnly: true });
      return (await ask('read', look, () => undefined)) === key;
    },
    // -1: refused, which the client has told
    save: async (paths, key) => ((await ask('written', (client) => client.saveCache([...paths], key))) ?? -1) !== -1,
  };
}
