import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Host } from '../host/host.ts';

type World = Pick<Host, 'files' | 'folders' | 'cache' | 'platform' | 'log'>;

/** What came back, and the key that the tools of this run go under. */
export interface RestoredTools {
  readonly key: string;
  /** The key that was found: another one where only some of the tools are those of this run. */
  readonly found: string | undefined;
}

/** What decides which tools those are, below tools/. */
const LOCKS = [
  ...['cloudflare', 'deno', 'wasm-opt'].map((name) => `${name}/package-lock.json`),
  ...['wasm-bindgen/Cargo.lock', 'wasi/requirements.txt', 'rustc-wrapper/main.rs'],
];

/**
 * Tools that we installed, from an earlier run.
 * @param versions of the tools that the crate chooses (`name@version`): with our lock files they make the key
 */
export async function restoreTools(versions: readonly string[], wanted: boolean, host: World): Promise<RestoredTools> {
  const locks = await Promise.all(LOCKS.map((name) => host.files.text(path.join(host.folders.action, 'tools', name))));
  const digest = createHash('sha256')
    .update([...locks, ...versions].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const prefix = `wasm-ship-tools-1-${host.platform.os}-${host.platform.arch}-`;
  const key = `${prefix}${digest}`;
  if (!wanted) return { key, found: undefined };
  const found = await host.cache.restore([host.folders.tools], key, [prefix]);
  if (found !== undefined) host.log.info(`Tools from the cache: ${found}`);
  return { key, found };
}

/** Keeps the tools for later runs. */
export async function saveTools(key: string, host: World): Promise<void> {
  const { tools } = host.folders;
  if (!(await host.files.exists(tools)) || (await host.cache.has([tools], key))) return;
  await host.cache.save([tools], key);
}
