import { attempt, messageOf, ShipError } from '../error.ts';
import type { Usage } from '../host/host.ts';

/** What a measurement needs of a server: an edge's own runtime on loopback. */
export interface Served extends AsyncDisposable {
  readonly url: string;
  /** When its process was started, by the clock that measures. */
  readonly startedAt: number;
  /** When it told that it accepts connections. */
  readonly listeningAt: number;
  readonly tail: () => string;
  readonly usage: () => Promise<Usage | undefined>;
  /** A new isolate is gone with its first answer. */
  readonly forgets?: true;
}

/** `each`: a new isolate for each value of the request header `ISOLATE`. */
export type Serve = (isolates: 'one' | 'each') => Promise<Served>;

export const ISOLATE = 'x-wasm-ship-isolate';

/** How often the runtime was started for one side, and what those starts said that failed and went well when tried again. */
export interface Starts {
  readonly serve: Serve;
  readonly told: { readonly count: number; readonly failed: readonly string[] };
}

/**
 * Tries a start that fails once more, where one before it went well: of some sixty, one may fail for the machine's sake, and
 * it is no reason to lose what the others said. Until one goes well, none is tried twice.
 */
export function triedAgain(serve: Serve, signal: AbortSignal): Starts {
  const told = { count: 0, failed: [] as string[] };
  let wentWell = false;
  return {
    told,
    serve: async (isolates) => {
      told.count++;
      const first = await attempt(() => serve(isolates));
      wentWell ||= first.ok;
      if (first.ok) return first.value;
      stopIfCancelled(signal);
      if (!wentWell) throw first.error;
      const second = await serve(isolates);
      told.failed.push(first.error.message);
      return second;
    },
  };
}

/** The same of a change, and of what it is held against, where there is that. */
export interface Sides<T> {
  readonly head: T;
  readonly base?: T;
}

/**
 * A connection that breaks is a failure of the bundle: the runtime's last lines are told with it.
 * @param hide takes what nobody may read out of them
 */
export async function told<T>(
  signal: AbortSignal,
  server: Pick<Served, 'tail'>,
  work: () => Promise<T>,
  hide = (text: string): string => text,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    stopIfCancelled(signal); // the runtime was ended under our hands
    if (error instanceof ShipError && error.tail !== undefined) throw error;
    const options = error instanceof ShipError && error.hint !== undefined ? { hint: error.hint } : {};
    throw new ShipError(
      'probe',
      error instanceof ShipError ? error.message : `The served bundle broke off: ${messageOf(error)}.`,
      {
        cause: error,
        tail: hide(server.tail()),
        ...options,
      },
    );
  }
}

/** @throws ShipError */
export function stopIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.');
}

/** The same things in random order. */
export function shuffled<T>(items: readonly T[], random: () => number = Math.random): T[] {
  const order = items.map((item) => ({ item, key: random() }));
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
