import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Command } from './host.ts';

/** We, and what we start, run before others until it is disposed of. */
export interface Ahead extends AsyncDisposable {
  /** Whether the system has allowed it. */
  readonly granted: boolean;
}

const CHRT_MS = 2000;
const LATEST_MS = 3000;
/** Linux' policies, as /proc/PID/stat has them. */
const AS_USUAL = 0;
const ROUND_ROBIN = 2;

/** How the system lets this process run, its first thread; undefined where it does not tell. */
export async function policyOf(pid: number | 'self'): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const policy = text.slice(text.lastIndexOf(')') + 2).split(' ')[38]; // the 41st field; the name before it may hold anything
  return policy === undefined ? undefined : Number(policy);
}

/**
 * Puts us, and what we start from now on, before all processes that run as usual: Linux' real-time policy "round robin", which
 * asks for CAP_SYS_NICE (root has it, but in many containers; to give it up takes no right), or a limit `rtprio`. A higher priority (`nice`) would do the
 * reverse: it shares a core by weight over time, and one that mostly waits for answers is made to wait for its turn
 * (bench/race measured it). Linux itself keeps a part of each core for the others, so that nothing of the machine stands still.
 * @param run starts a program; rejects where that fails
 * @param warn where it cannot be undone
 * @param sudo whether the right to it may be taken by sudo, which must not ask for a password: on a machine that is the run's alone
 */
export async function goAhead(
  os: NodeJS.Platform,
  run: (command: Command) => Promise<unknown>,
  warn: (text: string) => void,
  sudo: boolean,
): Promise<Ahead> {
  const chrt = async (policy: '--rr' | '--other', ...by: readonly string[]): Promise<void> => {
    const priority = policy === '--rr' ? '1' : '0';
    const [file, ...args] = [...by, 'chrt', policy, '--all-tasks', '--pid', priority, String(process.pid)] as const;
    // no such program, or no right to: what came of it is asked of the system, for it may have ended too late to be believed
    const command = { file, args, trust: 'ours', timeoutMs: CHRT_MS, despiteCancel: true } as const;
    const done = run(command).catch(() => undefined);
    const late = setTimeout(LATEST_MS, undefined, { ref: false }); // what sudo has started is not ours to end
    await Promise.race([done, late]);
  };
  // who has chosen something else for us has a reason
  if (os !== 'linux' || (await policyOf('self')) !== AS_USUAL) return NOT_GRANTED;
  await chrt('--rr');
  if (sudo && (await policyOf('self')) === AS_USUAL) await chrt('--rr', 'sudo', '--non-interactive');
  if ((await policyOf('self')) !== ROUND_ROBIN) return NOT_GRANTED;
  return {
    granted: true,
    async [Symbol.asyncDispose]() {
      for (let tries = 0; tries < 2 && (await policyOf('self')) === ROUND_ROBIN; tries++) await chrt('--other');
      if ((await policyOf('self')) === ROUND_ROBIN)
        warn('This run goes on before all other processes of this machine.');
    },
  };
}

const NOT_GRANTED: Ahead = { granted: false, [Symbol.asyncDispose]: () => Promise.resolve() };
