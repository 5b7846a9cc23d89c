import * as fs from 'node:fs';
import path from 'node:path';
import { asShipError } from '../error.ts';

/** A list that somebody wrote is far smaller. */
const MOST_BYTES = 1_000_000;

/**
 * The text of a file that a crate names, or the form wanted of that file. Links are followed first: what is read is in the
 * repository, whatever a pull request has made of it.
 * @param dir folder of the crate, from the root of the repository
 * @param file from that folder
 */
export function readBeside(
  workspace: string,
  dir: string,
  file: string,
): { readonly text: string } | { readonly wanted: string } {
  try {
    const root = fs.realpathSync(workspace);
    const found = fs.realpathSync(path.resolve(workspace, dir, file));
    const inside = path.relative(root, found);
    if (inside.split(path.sep)[0] === '..' || path.isAbsolute(inside)) return { wanted: 'a file of the repository' };
    const stat = fs.statSync(found);
    if (!stat.isFile()) return { wanted: 'a file, which it is not' }; // opened, a pipe would wait forever
    if (stat.size > MOST_BYTES) return { wanted: `a file of at most ${MOST_BYTES / 1e6} MB` };
    return { text: fs.readFileSync(found, 'utf8') };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return { wanted: `a file that is there, from the folder of the crate (\`${dir}\`)` };
    throw asShipError(error);
  }
}
