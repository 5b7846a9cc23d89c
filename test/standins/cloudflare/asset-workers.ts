import { createHash } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseHeaders, parseRedirects } from './asset-rules.ts';
import type { AssetSet } from './assets.ts';

/** Cloudflare's own two Workers before static files, as miniflare has them: which of Worker and files answers, and the files. */
export const ROUTER = 'router.worker.js';
export const ASSETS = 'assets.worker.js';
/** What they look up paths in. */
export const MANIFEST = 'manifest';

/** Puts what serves a version's files into its folder. miniflare is installed beside workerd. */
export async function writeAssetWorkers(workerd: string, folder: string, set: AssetSet): Promise<void> {
  const from = path.join(path.dirname(workerd), '..', '..', '..', 'miniflare', 'dist', 'src', 'workers', 'assets');
  const workers = [ROUTER, ASSETS].map((name) => copyFile(path.join(from, name), path.join(folder, name)));
  await Promise.all([...workers, writeFile(path.join(folder, MANIFEST), encodeManifest(set.manifest))]);
}

/** Bytes before the entries, and of each: hash of the path, hash of the content, what is not used. */
const [HEADER, ENTRY, HASH] = [20, 40, 16];

/** A table of hashes, sorted by those of the paths: workers-shared's form. */
function encodeManifest(manifest: ReadonlyMap<string, string>): Buffer {
  const entries = [...manifest].map(([name, hash]) => ({
    at: createHash('sha256').update(name).digest().subarray(0, HASH),
    content: Buffer.from(hash, 'hex').subarray(0, HASH),
  }));
  entries.sort((left, right) => Buffer.compare(left.at, right.at));
  const bytes = Buffer.alloc(HEADER + entries.length * ENTRY);
  for (const [index, { at, content }] of entries.entries()) {
    at.copy(bytes, HEADER + index * ENTRY);
    content.copy(bytes, HEADER + index * ENTRY + HASH);
  }
  return bytes;
}

/** How the files are served, as the asset Worker takes it. */
export function assetConfig({ config }: AssetSet, date: string, flags: readonly string[]): object {
  const { html_handling, not_found_handling, base_path, run_worker_first, _headers, _redirects } = config;
  return {
    ...{ compatibility_date: date, compatibility_flags: flags },
    ...{ html_handling, not_found_handling, base_path },
    ...(_headers !== undefined && { headers: parseHeaders(_headers) }),
    ...(_redirects !== undefined && { redirects: parseRedirects(_redirects) }),
    has_static_routing: Array.isArray(run_worker_first),
  };
}

/** Which requests go to the Worker before the files, as the router takes it: `!` before a pattern is for the files. */
export function routerConfig({ config: { run_worker_first: first = false } }: AssetSet): object {
  if (!Array.isArray(first)) return { has_user_worker: true, invoke_user_worker_ahead_of_assets: first };
  const files = first.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
  const worker = first.filter((rule) => !rule.startsWith('!'));
  return { has_user_worker: true, static_routing: { user_worker: worker, asset_worker: files } };
}
