import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ShipError } from '../error.ts';
import type { Files, TempDir } from './host.ts';

/** The real file system. `work`: where temporary folders are made; `searchPath`: the PATH that `which` looks through. */
export function realFiles(work: string, searchPath: string, signal: AbortSignal): Files {
  return {
    read: (file) => fs.readFile(file),
    text: (file) => fs.readFile(file, 'utf8'),
    exists,
    write,
    list,
    copy: async (from, to) => {
      await fs.mkdir(path.dirname(to), { recursive: true });
      await fs.cp(from, to, { recursive: true });
    },
    remove: (file) => fs.rm(file, { recursive: true, force: true, maxRetries: 3 }),
    rename: async (from, to) => {
      await fs.mkdir(path.dirname(to), { recursive: true });
      await fs.rename(from, to);
    },
    temp: (name) => temp(work, name),
    which: (name) => which(name, searchPath),
    locked: (file, timeoutMs, task) => locked(file, timeoutMs, task, signal),
  };
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

async function write(file: string, content: string | Uint8Array, options: { secret?: boolean } = {}): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  await fs.writeFile(part, content, options.secret === true ? { mode: 0o600 } : {});
  await fs.rename(part, file);
}

async function list(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

async function temp(work: string, name: string): Promise<TempDir> {
  await fs.mkdir(work, { recursive: true });
  const folder = await fs.mkdtemp(path.join(work, `${name}-`));
  return {
    path: folder,
    [Symbol.asyncDispose]: () => fs.rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function which(name: string, searchPath: string): Promise<string | undefined> {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`, name] : [name];
  for (const folder of searchPath.split(path.delimiter)) {
    for (const candidate of folder === '' ? [] : names.map((item) => path.join(folder, item))) {
      const fits = await fs.access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (fits && (await fs.stat(candidate)).isFile()) return candidate;
    }
  }
  return undefined;
}

/** A lock file that names its owner; one whose owner has ended is taken over. */
async function locked<T>(file: string, timeoutMs: number, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const until = Date.now() + timeoutMs;
  while (!(await take(file))) {
    if (Date.now() > until) {
      throw new ShipError('toolchain', `Another run holds ${file} for more than ${timeoutMs / 1000} s.`, {
        hint: 'If none is at work, remove that file.',
      });
    }
    if (signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.');
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    await fs.rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await fs.writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = await ownerOf(file);
  if (owner > 0 && !alive(owner)) await breakLock(file, owner);
  return false;
}

async function ownerOf(file: string): Promise<number> {
  return Number(await fs.readFile(file, 'utf8').catch(() => ''));
}

/** Removes the lock of an owner that has ended. One at a time, and looking again: else the lock of the next owner could go. */
async function breakLock(file: string, owner: number): Promise<void> {
  const breaking = `${file}.break`;
  try {
    await fs.writeFile(breaking, '', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await dropIfOld(breaking);
    return; // another one is at it
  }
  try {
    if ((await ownerOf(file)) === owner) await fs.rm(file, { force: true });
  } finally {
    await fs.rm(breaking, { force: true });
  }
}

/** What a process left that ended between two lines; its work takes milliseconds. */
async function dropIfOld(file: string): Promise<void> {
  const { mtimeMs } = await fs.stat(file).catch(() => ({ mtimeMs: Date.now() }));
  if (Date.now() - mtimeMs > 10_000) await fs.rm(file, { force: true });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
