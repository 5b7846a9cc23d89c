import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Host } from '../host/host.ts';

type World = Pick<Host, 'files' | 'folders' | 'cache' | 'platform' | 'log'>;

/** Tools that we installed, from an earlier run. @returns whether there were any */
export async function restoreTools(host: World): Promise<boolean> {
  const { key, prefix } = await keyOf(host);
  const hit = await host.cache.restore([host.folders.tools], key, [prefix]);
  if (hit !== undefined) host.log.info(`Tools from the cache: ${hit}`);
  return hit !== undefined;
}

/** Keeps the tools for later runs, under a key that says which they are. */
export async function saveTools(host: World): Promise<void> {
  if (!(await host.files.exists(host.folders.tools))) return;
  const { key } = await keyOf(host);
  await host.cache.save([host.folders.tools], key);
}

async function keyOf(host: World): Promise<{ key: string; prefix: string }> {
  const locks = await Promise.all(['cloudflare', 'wasm-opt', 'wasm-bindgen'].map((name) => lockOf(name, host)));
  const digest = createHash('sha256').update(locks.join('\n')).digest('hex').slice(0, 16);
  const prefix = `wasm-ship-tools-1-${host.platform.os}-${host.platform.arch}-`;
  return { key: `${prefix}${digest}`, prefix };
}

async function lockOf(name: string, host: World): Promise<string> {
  const file = path.join(
    host.folders.action,
    'tools',
    name,
    name === 'wasm-bindgen' ? 'Cargo.lock' : 'package-lock.json',
  );
  return host.files.text(file);
}
