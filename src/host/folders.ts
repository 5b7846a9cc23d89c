import { mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, ShipError } from '../error.ts';
import type { Runner } from './runner.ts';

/**
 * Makes the folders that everything we write goes below, before there is anything to lose.
 * @throws ShipError that names the variable of the runner where one cannot be written
 */
export async function claimFolders(runner: Pick<Runner, 'temp' | 'tools'>): Promise<void> {
  await claim('RUNNER_TEMP', runner.temp);
  await claim('RUNNER_TOOL_CACHE', runner.tools);
}

async function claim(variable: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await rmdir(await mkdtemp(path.join(folder, 'claim-'))); // rights alone do not tell: a file system may be read-only, or full
  } catch (cause) {
    throw new ShipError(
      'toolchain',
      `\`${variable}\`: ${folder} cannot be written; wanted: a folder of ours to write.`,
      {
        cause,
        hint: `The machine said: ${messageOf(cause)}`,
      },
    );
  }
}
