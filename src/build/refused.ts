import { ShipError } from '../error.ts';

/**
 * The error for bytes that are not those we know.
 * @param what the file, package or crate
 * @param why what its bytes have, or lack
 * @param tail the last lines of the tool that refused it
 */
export function refused(what: string, why: string, cause?: unknown, tail?: string): ShipError {
  return new ShipError('toolchain', `${what} is not what we know: ${why}. Nothing of it was run.`, {
    hint: 'Was it cut off or changed by a proxy or a mirror? If it happens again, somebody has changed it: please tell us.',
    ...(cause === undefined ? {} : { cause }),
    ...(tail === undefined ? {} : { tail }),
  });
}
