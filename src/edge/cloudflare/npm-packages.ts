import path from 'node:path';
import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { foldersUp } from './run-command.ts';

/**
 * What `main` imports of npm is the workflow's to install: its way (npm, pnpm, yarn, a private registry) and its tokens
 * are not ours to guess.
 * @param dir absolute folder of the configuration
 * @param all whether development packages are needed too: a build command may call them
 * @throws ShipError where the nearest package.json has dependencies, and nobody has installed any
 */
export async function refuseWithoutPackages(dir: string, all: boolean, host: Host): Promise<void> {
  const folders = foldersUp(dir, host);
  for (const folder of folders) {
    const file = path.join(folder, 'package.json');
    if (!(await host.files.exists(file))) continue;
    const place = path.relative(host.folders.workspace, file).replaceAll('\\', '/');
    if (!asksForAny(await host.files.text(file), place, all)) return;
    for (const above of folders)
      for (const installed of ['node_modules', '.pnp.cjs'])
        if (await host.files.exists(path.join(above, installed))) return;
    throw new ShipError('plan', `${place} has dependencies, and they are not installed.`, {
      hint: 'Run `npm ci` (or the install command of your package manager) in a step before this one.',
      place: { file: place },
    });
  }
}

function asksForAny(text: string, place: string, all: boolean): boolean {
  try {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as {
      readonly dependencies?: object;
      readonly devDependencies?: object;
    };
    return Object.keys({ ...dependencies, ...(all ? devDependencies : {}) }).length > 0;
  } catch (cause) {
    throw new ShipError('input', `${place} is not JSON.`, { cause, place: { file: place } });
  }
}
