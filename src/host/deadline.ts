import { ShipError } from '../error.ts';

/**
 * What a service answers, waited for no longer than `limitMs` and not past the end of the run. One that is late is left
 * behind: what it was asked for may still happen.
 * @param who as a sentence begins: `… did not answer within 60 s.`
 * @throws ShipError where it is late (`report`) or the run was cancelled (`cancelled`)
 */
export async function within<T>(who: string, limitMs: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const cancelled = (): ShipError => new ShipError('cancelled', `${who} was not waited for: the run was cancelled.`);
  if (signal.aborted) throw cancelled();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const late = new ShipError('report', `${who} did not answer within ${Math.round(limitMs / 1000)} s.`);
  const timer = setTimeout(() => reject(late), limitMs);
  const onAbort = (): void => reject(cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
