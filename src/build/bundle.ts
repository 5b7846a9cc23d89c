import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Bundle, BundleFile } from '../candidate.ts';
import type { Host } from '../host/host.ts';

/** The bundle of a folder: every file in it, the entry first, and one digest over all. */
export async function bundleOf(folder: string, entry: string, host: Pick<Host, 'files'>): Promise<Bundle> {
  const names = [...(await host.files.list(folder))].sort(
    (a, b) => Number(b === entry) - Number(a === entry) || (a < b ? -1 : 1),
  );
  const files: BundleFile[] = [];
  for (const name of names) {
    const bytes = await host.files.read(path.join(folder, name));
    files.push({ name, kind: kindOf(name), bytes: bytes.length, sha256: sha256(bytes) });
  }
  return { folder, entry, files, digest: digestOf(files) };
}

/** sha256 over the lines `sha256␠␠name\n`, sorted by name: what `sha256sum` prints of the folder's files. */
export function digestOf(files: readonly Pick<BundleFile, 'name' | 'sha256'>[]): string {
  const lines = [...files].sort((a, b) => (a.name < b.name ? -1 : 1)).map((file) => `${file.sha256}  ${file.name}\n`);
  return sha256(lines.join(''));
}

function kindOf(name: string): BundleFile['kind'] {
  if (/\.[mc]?[jt]sx?$/.test(name)) return 'javascript'; // Deno takes TypeScript as it is
  return /\.wasm(\?module)?$/.test(name) ? 'wasm' : 'data'; // wrangler keeps what the import was written with
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
