import type { Cache } from './host.ts';

/** The Actions cache, where the runner offers it. Its failures are no failures of a run. */
export function actionsCache(
  environment: Readonly<Record<string, string | undefined>>,
  warn: (message: string) => void,
): Cache {
  // without a service in the environment its client waits 10 s for each call
  const available =
    (environment.ACTIONS_RESULTS_URL ?? environment.ACTIONS_CACHE_URL ?? '') !== '' &&
    (environment.ACTIONS_RUNTIME_TOKEN ?? '') !== '';
  return {
    available,
    async restore(paths, key, prefixes) {
      if (!available) return undefined;
      const cache = await import('@actions/cache');
      return cache.restoreCache([...paths], key, [...prefixes]).catch((error: unknown) => {
        warn(`The cache could not be read: ${String(error)}`);
        return undefined;
      });
    },
    async save(paths, key) {
      if (!available) return;
      const cache = await import('@actions/cache');
      await cache
        .saveCache([...paths], key)
        .catch((error: unknown) => warn(`The cache could not be written: ${String(error)}`));
    },
  };
}
