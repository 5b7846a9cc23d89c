import { setTimeout as sleep } from 'node:timers/promises';
import { ShipError } from '../error.ts';
import type { Command, Host, Running } from '../host/host.ts';
import type { Server } from './edge.ts';

const LISTEN_MS = 30_000;

/** How a runtime tells that it accepts connections. */
export interface Listening {
  /** What messages call it. */
  readonly runtime: string;
  readonly on: 'stdout' | 'stderr';
  /** Its first group is the port. */
  readonly says: RegExp;
  /** Gets each line of that stream. */
  readonly onLine?: (line: string) => void;
}

/**
 * Starts an edge's runtime, which chooses a free port of loopback and tells it.
 * @throws ShipError where it ends before that, or takes too long; nothing is left running
 */
export async function startServer(
  command: Command,
  listening: Listening,
  host: Pick<Host, 'start' | 'signal'>,
): Promise<Server> {
  let saidAt: number | undefined;
  const onLine = (line: string, stream: 'stdout' | 'stderr'): void => {
    if (stream !== listening.on) return;
    if (saidAt === undefined && listening.says.test(line)) saidAt = performance.now();
    listening.onLine?.(line);
  };
  const child = await host.start(command, { onLine }).catch((error: unknown) => {
    throw notStarted(error, listening.runtime);
  });
  try {
    const port = await portOf(child, listening, host.signal);
    return {
      url: `http://127.0.0.1:${port}`,
      startedAt: child.startedAt,
      listeningAt: saidAt ?? performance.now(),
      tail: () => lastLines(child),
      usage: () => child.usage(),
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}

/** The path of a program that is not there tells nobody what to do. */
function notStarted(error: unknown, runtime: string): unknown {
  if (!(error instanceof ShipError) || error.fault !== 'toolchain') return error;
  return new ShipError('toolchain', `${runtime} is not to be had: ${error.message}`, {
    cause: error,
    hint: 'It is kept below `wasm-ship` in the tool cache of the runner: remove that folder, and the next run installs it anew.',
  });
}

async function portOf(child: Running, { runtime, on, says }: Listening, signal: AbortSignal): Promise<number> {
  const until = performance.now() + LISTEN_MS;
  while (performance.now() < until && !signal.aborted) {
    const port = says.exec(child[on]())?.[1];
    if (port !== undefined) return Number(port);
    if (child.exitCode() !== undefined) break;
    await sleep(1);
  }
  if (signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.');
  const how =
    child.exitCode() === undefined
      ? `did not listen within ${LISTEN_MS / 1000} s`
      : `ended with exit code ${child.exitCode()}`;
  throw new ShipError('probe', `The bundle does not start: ${runtime} ${how}.`, { tail: lastLines(child) });
}

function lastLines(child: Running): string {
  return child.stderr().trimEnd().split('\n').slice(-20).join('\n');
}
