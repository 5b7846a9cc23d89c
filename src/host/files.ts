import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programNames } from '../platform.ts';
import type { Files, Pipe, Platform, TempDir } from './host.ts';
import { locked, type Pace } from './lock.ts';

/**
 * The real file system.
 * @param work where temporary folders are made
 * @param searchPath the PATH that `which` looks through
 * @param waiting how locks are kept, and to whom it is said that one is waited for
 */
export function realFiles(
  work: string,
  searchPath: string,
  signal: AbortSignal,
  waiting: { readonly say?: (message: string) => void; readonly pace?: Pace } = {},
): Files {
  return {
    read: (file) => fs.readFile(file),
    text: (file) => fs.readFile(file, 'utf8'),
    exists,
    write,
    real: (file) => fs.realpath(file).catch(() => undefined),
    list,
    copy: async (from, to) => {
      await fs.mkdir(path.dirname(to), { recursive: true });
      await fs.cp(from, to, { recursive: true, preserveTimestamps: true });
    },
    remove: (file) => fs.rm(file, { recursive: true, force: true, maxRetries: 3 }),
    rename: async (from, to) => {
      await fs.mkdir(path.dirname(to), { recursive: true });
      await rename(from, to);
    },
    link,
    bytes,
    pipe,
    temp: (name) => temp(work, name),
    which: (name) => which(name, searchPath),
    locked: (file, timeoutMs, task) => locked(file, timeoutMs, task, { signal, ...waiting }),
  };
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

async function write(
  file: string,
  content: string | Uint8Array,
  { secret = false, program = false }: { secret?: boolean; program?: boolean } = {},
): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  await fs.writeFile(part, content, secret ? { mode: 0o600 } : program ? { mode: 0o755 } : {});
  await fs.rename(part, file);
}

/** On Windows nothing can be renamed while somebody, such as a scanner for viruses, reads what is in it. */
async function rename(from: string, to: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (process.platform !== 'win32' || !busy || tried === 10) throw error;
      await sleep(50 * tried);
    }
  }
}

async function list(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

async function link(from: string, to: string): Promise<void> {
  await fs.mkdir(path.dirname(to), { recursive: true });
  try {
    await fs.link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || (await exists(to))) return;
    const part = `${to}.${process.pid}.part`; // a folder, or a place on another file system
    await fs.cp(from, part, { recursive: true, preserveTimestamps: true });
    await fs.rename(part, to);
  }
}

async function bytes(place: string): Promise<number> {
  const stat = await fs.stat(place);
  if (!stat.isDirectory()) return stat.size;
  const sizes = (await list(place)).map(async (file) => (await fs.stat(path.join(place, file))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Open for both ways, so that neither we nor a reader wait for each other at the opening. */
async function pipe(file: string): Promise<Pipe> {
  const handle = await fs.open(file, constants.O_RDWR);
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await handle.close();
    open = false;
  };
  return {
    async fill(text) {
      await handle.writeFile(text);
      await close();
    },
    [Symbol.asyncDispose]: close,
  };
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
  for (const candidate of candidates(name, searchPath, process.platform === 'win32' ? 'win32' : 'linux')) {
    const fits = await fs.access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (fits && (await fs.stat(candidate)).isFile()) return candidate;
  }
  return undefined;
}

/** Where a program may be, in the order of a PATH. */
export function candidates(name: string, searchPath: string, os: Platform['os']): readonly string[] {
  const { delimiter, join } = os === 'win32' ? path.win32 : path.posix;
  const folders = searchPath.split(delimiter).map((folder) => (os === 'win32' ? folder.replaceAll('"', '') : folder));
  return folders.flatMap((folder) => (folder === '' ? [] : programNames(name, os).map((file) => join(folder, file))));
}
