import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SecretName, TempDir } from './host.ts';
import { alive } from './lock.ts';

const PREFIX = 'secrets-';

/**
 * A file for the one client that takes secrets in no other way: JSON, name and value of each, mode 0600, in a folder that
 * only we can open. It is gone on dispose, and at our exit whatever happens; what a kill leaves, `sweepSecrets` takes away.
 * @param work folder of ours
 */
export async function secretsFile(
  work: string,
  names: readonly SecretName[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TempDir> {
  await mkdir(work, { recursive: true });
  const folder = await mkdtemp(path.join(work, `${PREFIX}${process.pid}-`));
  const onExit = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', onExit);
  const values = Object.fromEntries(names.map((name) => [name, environment[name] ?? '']));
  const file = path.join(folder, 'secrets.json');
  await writeFile(file, JSON.stringify(values), { mode: 0o600, flag: 'wx' });
  return {
    path: file,
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      process.off('exit', onExit);
    },
  };
}

/** Removes what processes of ours have left that are no more: before a run, and after the job. */
export async function sweepSecrets(work: string): Promise<void> {
  const names = await readdir(work).catch((): string[] => []);
  for (const name of names) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (Number.isInteger(pid) && !(await isInUse(pid, path.join(work, name))))
      await rm(path.join(work, name), { recursive: true, force: true });
  }
}

/** In containers the next process often has the number of the last one: what is older than ours, or than any upload takes, is of none. */
async function isInUse(pid: number, folder: string): Promise<boolean> {
  const { mtimeMs } = await stat(folder);
  const since = pid === process.pid ? performance.timeOrigin : Date.now() - LONGEST_MS;
  return alive(pid) && mtimeMs >= since;
}

/** wrangler is ended after five minutes. */
const LONGEST_MS = 10 * 60_000;
