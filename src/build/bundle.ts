import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Bundle, type BundleFile, digestOf, entryFirst } from '../candidate.ts';
import type { Host } from '../host/host.ts';

/** The bundle of a folder: every file in it, the entry first, and one digest over all. */
export async function bundleOf(folder: string, entry: string, host: Pick<Host, 'files'>): Promise<Bundle> {
  const files: BundleFile[] = [];
  for (const name of entryFirst(await host.files.list(folder), entry, (name) => name)) {
    const bytes = await host.files.read(path.join(folder, name));
    files.push({ name, kind: kindOf(name), bytes: bytes.length, sha256: sha256(bytes) });
  }
  return { folder, entry, files, digest: digestOf(files, entry) };
}

function kindOf(name: string): BundleFile['kind'] {
  if (/\.[mc]?[jt]sx?$/.test(name)) return 'javascript'; // Deno takes TypeScript as it is
  return /\.wasm(\?module)?$/.test(name) ? 'wasm' : 'data'; // wrangler keeps what the import was written with
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
