import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** The runner's tool cache of our runs, which script/bootstrap fills. */
export function toolCache(): string {
  return process.env.WASM_SHIP_RUNNER ?? path.join(homedir(), '.cache', 'wasm-ship', 'runner');
}

/** node_modules of tools/cloudflare on the shelf. */
export async function cloudflareTools(cache: string): Promise<string> {
  const shelf = path.join(cache, 'wasm-ship');
  const there = await readdir(shelf).catch((): string[] => []);
  const name = there.find((entry) => /^npm-cloudflare-[0-9a-f]+$/.test(entry));
  if (name === undefined) throw new Error(`no wrangler in ${shelf}: run script/bootstrap`);
  return path.join(shelf, name, 'node_modules');
}
