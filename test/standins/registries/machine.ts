import { execFile } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { pathOfScripts } from '../../act/run-act.ts';

/** Where a program of our scripts' PATH is. */
export async function programOf(name: string): Promise<string> {
  for (const folder of (await pathOfScripts()).split(path.delimiter)) {
    const file = path.join(folder, name);
    if (folder !== '' && (await runs(file))) return file;
  }
  throw new Error(`no ${name} on PATH: this test needs it`);
}

function runs(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** What a program of this machine prints, run with the PATH of our scripts. `folder`: where it is run. */
export async function ask(name: string, args: readonly string[], folder: string): Promise<string> {
  const env = { ...process.env, RUSTUP_AUTO_INSTALL: '0', PATH: await pathOfScripts() };
  const { stdout } = await promisify(execFile)(await programOf(name), args, { cwd: folder, env, timeout: 600_000 });
  return stdout.trim();
}

/** A file's bytes; undefined where it is not there. */
export async function bytesOf(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
