import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { realFiles } from '../../src/host/files.ts';
import { locked, type Pace } from '../../src/host/lock.ts';

const DEAD = 2 ** 22 + 1; // above the largest process id of Linux
const PACE: Pace = { tryMs: 10, beatMs: 20, sayMs: 60, goneMs: 150, silentMs: 2500 };

interface Place extends AsyncDisposable {
  readonly lock: string;
  readonly said: string[];
  take<T>(work: () => Promise<T>, timeoutMs?: number, pace?: Partial<Pace>): Promise<T>;
  names(): Promise<string[]>;
}

async function place(signal = new AbortController().signal): Promise<Place> {
  const root = await mkdtemp(path.join(tmpdir(), 'lock-'));
  const lock = path.join(root, 'x', 'tool.lock');
  const said: string[] = [];
  return {
    lock,
    said,
    take: (work, timeoutMs = 5000, pace = {}) =>
      locked(lock, timeoutMs, work, { signal, say: (text) => said.push(text), pace: { ...PACE, ...pace } }),
    names: () => readdir(path.dirname(lock)),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** A lock that somebody else wrote, so long ago. */
async function plant(here: Place, text: string, agoMs = 0): Promise<void> {
  await here.take(() => Promise.resolve()); // makes the folder
  await writeFile(here.lock, text);
  const when = (Date.now() - agoMs) / 1000;
  await utimes(here.lock, when, when);
}

const owner = (pid: number, host = hostname()): string => JSON.stringify({ pid, host, id: 'other' });

/** Work that notes how many are at it. */
function counted(ms: number) {
  let inside = 0;
  const most: number[] = [];
  return {
    most: () => Math.max(...most),
    times: () => most.length,
    work: async (): Promise<void> => {
      most.push(++inside);
      await sleep(ms);
      inside--;
    },
  };
}

test.concurrent('one at a time holds a lock, whoever fails gives it back, and nothing is left', async () => {
  await using here = await place();
  const { work, most, times } = counted(10);
  await Promise.all([1, 2, 3].map(() => here.take(work)));
  expect([most(), times()]).toEqual([1, 3]);
  await expect(here.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await here.take(() => Promise.resolve(7))).toBe(7);
  expect(await here.names()).toEqual([]);
});

test.concurrent('it is the lock of the files of a host', async () => {
  await using here = await place();
  const said: string[] = [];
  const waiting = { say: (text: string) => void said.push(text), pace: PACE };
  const files = realFiles('/none', '', new AbortController().signal, waiting);
  await files.locked(here.lock, 5000, async () => {
    await expect(files.locked(here.lock, 1000, () => Promise.resolve())).rejects.toThrow('Another run holds');
  });
  expect(said).toHaveLength(1);
});

test.concurrent('it names its holder, who writes to it again and again', async () => {
  await using here = await place();
  await here.take(async () => {
    expect(JSON.parse(await readFile(here.lock, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
    const first = await stat(here.lock);
    await sleep(100);
    expect((await stat(here.lock)).mtimeMs).toBeGreaterThan(first.mtimeMs);
  });
});

test.concurrent('a holder that is at work is waited for, however long, and this is said once', async () => {
  await using here = await place();
  let done = false;
  const work = async (): Promise<void> => {
    await sleep(3000); // longer than a silent one would be waited for
    done = true;
  };
  const first = here.take(work);
  await sleep(20);
  await here.take(async () => expect(done).toBe(true));
  await first;
  expect(here.said).toEqual([`Waiting for process ${process.pid} on ${hostname()}, which holds ${here.lock} …`]);
});

test.concurrent('a lock that is held too long is an error that names it', async () => {
  await using here = await place();
  await here.take(async () => {
    await expect(here.take(() => Promise.resolve(), 10)).rejects.toMatchObject({
      fault: 'toolchain',
      message: `Another run holds ${here.lock} for more than 0.01 s.`,
      hint: 'If none is at work, remove that file.',
    });
    expect(await here.names()).toEqual(['tool.lock']);
  });
});

test.concurrent('a run that is cancelled does not wait', async () => {
  const controller = new AbortController();
  await using here = await place(controller.signal);
  await here.take(async () => {
    setTimeout(() => controller.abort(), 30);
    await expect(here.take(() => Promise.resolve())).rejects.toMatchObject({ fault: 'cancelled' });
  });
});

test.concurrent.each<[string, string, 'goneMs' | 'silentMs']>([
  ['empty: its writer ended between two lines', '', 'goneMs'],
  ['of a process of this machine that has ended', owner(DEAD), 'goneMs'],
  ['of a process id that is another process by now', owner(process.pid), 'silentMs'],
  ['of another machine', owner(DEAD, 'elsewhere'), 'silentMs'],
  ['that is not one of ours', '12345', 'silentMs'],
])('a lock left behind is taken over, after its time and not before: %s', async (_, text, after) => {
  await using here = await place();
  await plant(here, text);
  const since = performance.now();
  await here.take(() => Promise.resolve());
  const waited = performance.now() - since;
  expect(waited).toBeGreaterThan(PACE[after] - 50);
  expect(waited).toBeLessThan(after === 'goneMs' ? PACE.silentMs : 4000);
  expect(await here.names()).toEqual([]);
  await plant(here, text, 3_600_000);
  const again = performance.now();
  await here.take(() => Promise.resolve());
  expect(performance.now() - again).toBeLessThan(PACE.silentMs / 2); // old already: no wait
});

test.concurrent('a holder in another process that is killed is taken over; while it lives it is not', async () => {
  await using here = await place();
  const script = `
    const { locked } = await import(${JSON.stringify(path.resolve('src/host/lock.ts'))});
    const options = { signal: new AbortController().signal, pace: ${JSON.stringify(PACE)} };
    await locked(${JSON.stringify(here.lock)}, 1000, () => new Promise((resolve) => setTimeout(resolve, 60_000)), options);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  try {
    await expect.poll(() => here.names().catch(() => []), { timeout: 5000 }).toEqual(['tool.lock']);
    await expect(here.take(() => Promise.resolve(), 1000)).rejects.toThrow('Another run holds');
    expect(here.said).toEqual([expect.stringContaining(`process ${child.pid} on`)]);
    child.kill('SIGKILL');
    await here.take(() => Promise.resolve());
  } finally {
    child.kill('SIGKILL');
  }
});

test.concurrent('a holder whose lock was taken over does not remove, nor write to, that of the next one', async () => {
  await using here = await place();
  await here.take(async () => {
    await rm(here.lock);
    await writeFile(here.lock, owner(1, 'next'));
    await sleep(60); // some beats
  });
  expect(await readFile(here.lock, 'utf8')).toBe(owner(1, 'next'));
});

test.concurrent('many that find a lock left behind: one at a time all the same', async () => {
  for (let round = 0; round < 5; round++) {
    await using here = await place();
    await plant(here, owner(DEAD), 3_600_000);
    const { work, most, times } = counted(5);
    await Promise.all(Array.from({ length: 8 }, () => here.take(work, 20_000, { tryMs: 1 })));
    expect([most(), times()]).toEqual([1, 8]);
    expect(await here.names()).toEqual([]);
  }
});

test.concurrent('one that ended while it broke a lock holds nobody up', async () => {
  await using here = await place();
  await plant(here, owner(DEAD), 3_600_000);
  await writeFile(`${here.lock}.break`, '');
  await here.take(() => Promise.resolve());
  expect(await here.names()).toEqual([]);
});

test.concurrent('nobody holds a lock while another one is about to break the one before', async () => {
  await using here = await place();
  await here.take(() => Promise.resolve());
  await writeFile(`${here.lock}.break`, '');
  let held = false;
  const taken = here.take(async () => {
    held = true;
  });
  await sleep(50);
  expect(held).toBe(false);
  await rm(here.lock); // it took ours for the one before
  await rm(`${here.lock}.break`);
  await taken;
  expect(held).toBe(true);
});
