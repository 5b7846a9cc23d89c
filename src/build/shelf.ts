import path from 'node:path';
import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';

type World = Pick<Host, 'files' | 'folders' | 'log' | 'clock' | 'random'>;

const DONE = '.wasm-ship-done';
const PATIENCE_MS = 60 * 60_000; // above that of what compiles a tool

/** Whether a tool is there and complete. */
export function isOnShelf(name: string, host: Pick<Host, 'files' | 'folders'>): Promise<boolean> {
  return host.files.exists(path.join(host.folders.tools, name, DONE));
}

/**
 * The folder of a tool that we install. It is made aside and put in place whole, by one process at a time; a folder
 * that is there and complete is taken as it is.
 * @param make fills the folder that it is given; that folder's path is not the final one
 */
export async function onShelf(name: string, host: World, make: (part: string) => Promise<void>): Promise<string> {
  const final = path.join(host.folders.tools, name);
  if (await isOnShelf(name, host)) return final;
  return host.files.locked(`${final}.lock`, PATIENCE_MS, async () => {
    if (await isOnShelf(name, host)) return final;
    const part = `${final}.part-${host.random(4)}`;
    const since = host.clock.now();
    host.log.info(`Getting ${name} …`);
    try {
      await make(part);
      await host.files.write(path.join(part, DONE), '');
      await host.files.remove(final);
      await host.files.rename(part, final);
    } catch (error) {
      await host.files.remove(part);
      if (error instanceof ShipError) {
        throw new ShipError(
          error.fault === 'cancelled' ? 'cancelled' : 'toolchain',
          `${name} could not be got: ${error.message}`,
          {
            cause: error,
            ...(error.hint === undefined ? {} : { hint: error.hint }),
            ...(error.tail === undefined ? {} : { tail: error.tail }),
          },
        );
      }
      throw error;
    }
    host.log.info(`Got ${name} in ${((host.clock.now() - since) / 1000).toFixed(1)} s.`);
    return final;
  });
}
