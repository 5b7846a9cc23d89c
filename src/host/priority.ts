import type { Command } from './host.ts';

/** We, and what we start, run before others until it is disposed of. */
export interface Ahead extends AsyncDisposable {
  /** Whether the system has allowed it. */
  readonly granted: boolean;
}

const CHRT_MS = 2000;

/**
 * Puts us, and what we start from now on, before all processes that run as usual: Linux' real-time policy "round robin", which
 * asks for root, or a limit `rtprio`. A higher priority (`nice`) would do the reverse: it shares a core by weight over time, and one
 * that mostly waits for answers is made to wait for its turn (bench/race measured it). Linux itself keeps a part of each
 * core for the others, so that nothing of the machine stands still, whatever is measured.
 * @param run starts a program; rejects where that fails
 */
export async function goAhead(os: NodeJS.Platform, run: (command: Command) => Promise<unknown>): Promise<Ahead> {
  const chrt = (...args: readonly string[]): Promise<boolean> =>
    run({
      file: 'chrt',
      args: [...args, String(process.pid)],
      trust: 'ours',
      timeoutMs: CHRT_MS,
      despiteCancel: true,
    }).then(
      () => true,
      () => false, // no such program, or no right to
    );
  const granted = os === 'linux' && (await chrt('--rr', '--pid', '1'));
  return {
    granted,
    async [Symbol.asyncDispose]() {
      if (granted) await chrt('--other', '--all-tasks', '--pid', '0');
    },
  };
}
