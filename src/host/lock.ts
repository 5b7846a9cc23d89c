import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ShipError } from '../error.ts';

/** How often a lock is looked at, and after how long what is believed of it; all in ms. */
export interface Pace {
  /** Between two tries to take it. */
  readonly tryMs: number;
  /** Between two writings of its holder, which show that it is alive. */
  readonly beatMs: number;
  /** It is said that it is waited for. */
  readonly sayMs: number;
  /** Not written to for so long, and its process is not there or has not even written who it is: left behind. */
  readonly goneMs: number;
  /** Not written to for so long: left behind, whoever's it is. */
  readonly silentMs: number;
}

const PACE: Pace = { tryMs: 200, beatMs: 3000, sayMs: 5000, goneMs: 10_000, silentMs: 60_000 };

export interface LockOptions {
  readonly signal: AbortSignal;
  readonly say?: (message: string) => void;
  readonly pace?: Pace;
}

/**
 * Runs `work` while this process alone holds a lock file. A process id alone tells little of a holder: it may be of
 * another host or container that shares the folder, or be another process by now. So its holder writes to it again and
 * again, and one that is not written to any more is taken over.
 * @throws ShipError where it is held for longer than `timeoutMs`, or the run is cancelled
 */
export async function locked<T>(
  file: string,
  timeoutMs: number,
  work: () => Promise<T>,
  options: LockOptions,
): Promise<T> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const lock = await waitFor(file, timeoutMs, options);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

interface Lock {
  release(): Promise<void>;
}

async function waitFor(file: string, timeoutMs: number, options: LockOptions): Promise<Lock> {
  const { signal, say = () => undefined, pace = PACE } = options;
  const since = performance.now();
  for (let said = false; ; ) {
    const lock = await take(file, pace);
    if (lock !== undefined) return lock;
    await breakIfLeft(file, pace);
    const waited = performance.now() - since;
    if (waited > timeoutMs) {
      throw new ShipError('toolchain', `Another run holds ${file} for more than ${timeoutMs / 1000} s.`, {
        hint: 'If none is at work, remove that file.',
      });
    }
    if (signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.');
    if (!said && waited > pace.sayMs) {
      say(`Waiting for ${await holderOf(file)}, which holds ${file} …`);
      said = true;
    }
    await sleep(pace.tryMs);
  }
}

/** The lock, where nobody has it. What is written to it goes to this very file, never to one that came in its place. */
async function take(file: string, pace: Pace): Promise<Lock | undefined> {
  const handle = await fs.open(file, 'wx').catch(unless('EEXIST'));
  if (handle === undefined) return undefined;
  const text = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() } satisfies Owner);
  const write = () => handle.write(text, 0);
  const beat = setInterval(() => void write().catch(() => undefined), pace.beatMs); // one missed beat is no harm
  beat.unref();
  const release = async (): Promise<void> => {
    clearInterval(beat);
    await handle.close();
    if ((await textOf(file)) === text) await fs.rm(file, { force: true });
  };
  try {
    await write();
    // one who was about to break the lock before ours may take ours for it: until it has ended, nothing is sure
    while (await isBreaking(file, pace)) await sleep(pace.tryMs / 10);
    if ((await textOf(file)) === text) return { release };
  } catch (error) {
    await fs.rm(file, { force: true });
    await release();
    throw error;
  }
  await release();
  return undefined;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** No two takings are alike. */
  readonly id: string;
}

function parseOwner(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<Owner> | null;
    return typeof owner?.pid === 'number' && typeof owner.host === 'string' ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

async function holderOf(file: string): Promise<string> {
  const owner = parseOwner((await textOf(file)) ?? '');
  return owner === undefined ? 'another run' : `process ${owner.pid} on ${owner.host}`;
}

/**
 * Removes a lock that was left behind. One at a time, and looking again: else the lock of the next holder could go.
 * The file that keeps others from it also tells the time by the clock that the lock's own is of.
 */
async function breakIfLeft(file: string, pace: Pace): Promise<void> {
  const seen = await textOf(file);
  if (seen === undefined || !(await isLeft(file, seen, Date.now(), pace))) return;
  const breaking = breakingOf(file);
  const handle = await fs.open(breaking, 'wx').catch(unless('EEXIST'));
  if (handle === undefined) {
    await isBreaking(file, pace); // another one is at it, or was
    return;
  }
  try {
    const { mtimeMs } = await handle.stat();
    if ((await textOf(file)) === seen && (await isLeft(file, seen, mtimeMs, pace))) await fs.rm(file, { force: true });
  } finally {
    await handle.close();
    await fs.rm(breaking, { force: true });
  }
}

async function isLeft(file: string, text: string, now: number, pace: Pace): Promise<boolean> {
  const { mtimeMs } = (await fs.stat(file).catch(unless('ENOENT'))) ?? { mtimeMs: now };
  const owner = parseOwner(text);
  const gone = text === '' || (owner?.host === hostname() && !alive(owner.pid));
  return now - mtimeMs > (gone ? pace.goneMs : pace.silentMs);
}

function breakingOf(file: string): string {
  return `${file}.break`;
}

/** Whether one is about to break the lock. Its work takes milliseconds: what one that was ended has left goes. */
async function isBreaking(file: string, pace: Pace): Promise<boolean> {
  const breaking = breakingOf(file);
  const found = await fs.stat(breaking).catch(unless('ENOENT'));
  if (found === undefined) return false;
  if (Date.now() - found.mtimeMs > pace.goneMs) await fs.rm(breaking, { force: true });
  return true;
}

function textOf(file: string): Promise<string | undefined> {
  return fs.readFile(file, 'utf8').catch(unless('ENOENT'));
}

/** For `catch`: undefined in place of an error of that code. */
function unless(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error;
    return undefined;
  };
}

/** Whether a process of that number runs, of whatever user. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
