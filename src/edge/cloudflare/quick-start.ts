import path from 'node:path';
import type { Host } from '../../host/host.ts';
import type { FoundWrangler } from './find-wrangler.ts';
import type { Wrangler } from './wrangler.ts';

/** Its 28 MB of JavaScript fill V8's first small heap many times over while they are loaded. */
const HEAP = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--initial-old-space-size=256'];

/**
 * Our own wrangler without the small program in front of it, which only starts a second Node.
 * What Node could keep compiled of it is not kept: nobody checks such code, and it would run with the token.
 * @param cwd a folder of ours with its configuration
 */
export async function quickStart(
  { program }: FoundWrangler,
  cwd: string,
  { files }: Pick<Host, 'files'>,
): Promise<Wrangler> {
  const inner = path.join(path.dirname(program), '..', 'wrangler-dist', 'cli.js');
  if (!(await files.exists(inner))) return { program, cwd };
  return { program: inner, cwd, before: ['--no-warnings', ...HEAP] };
}
