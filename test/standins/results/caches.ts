/** The Actions cache, version 2. A run writes to its own scope only, and reads its own before the default branch's. */
import type { Blobs } from './blobs.ts';
import type { Grant } from './tokens.ts';
import { type Message, type Method, required, TwirpError, texts } from './twirp.ts';

export interface CacheEntry {
  readonly id: number;
  readonly scope: string;
  readonly key: string;
  readonly version: string;
  readonly blob: string;
  /** Reserved until its bytes are there. */
  done: boolean;
}

export interface CacheService {
  readonly methods: Readonly<Record<string, Method>>;
  readonly entries: readonly CacheEntry[];
}

const READ = 1;
const WRITE = 2;

function scopes(grant: Grant, right: number): string[] {
  return grant.scopes.filter(({ Permission }) => (Permission & right) !== 0).map(({ Scope }) => Scope);
}

/** In one scope: the whole key, then what begins with it, then what begins with each restore key; newest first. */
function lookUp(entries: readonly CacheEntry[], key: string, restoreKeys: readonly string[]): CacheEntry | undefined {
  const exact = entries.find((entry) => entry.key === key);
  if (exact) return exact;
  for (const prefix of [key, ...restoreKeys]) {
    const hit = entries.findLast((entry) => entry.key.startsWith(prefix));
    if (hit) return hit;
  }
  return undefined;
}

/** The cache service over a blob store. */
export function cacheService(blobs: Blobs): CacheService {
  const entries: CacheEntry[] = [];

  const methods: Record<string, Method> = {
    CreateCacheEntry(message, grant) {
      const [key, version] = [required(message, 'key'), required(message, 'version')];
      const [scope] = scopes(grant, WRITE);
      if (!scope) return { ok: false, message: 'cache write denied: the token has no writable scope' };
      if (entries.some((entry) => entry.scope === scope && entry.key === key && entry.version === version)) {
        throw new TwirpError('already_exists', 'cache entry with the same key, version, and scope already exists');
      }
      const entry = { id: entries.length + 1, scope, key, version, blob: blobs.reserve(), done: false };
      entries.push(entry);
      return { ok: true, signed_upload_url: blobs.sign(entry.blob, 'w') };
    },
    FinalizeCacheEntryUpload(message, grant) {
      const [key, version] = [required(message, 'key'), required(message, 'version')];
      const writable = scopes(grant, WRITE);
      const own = entries.filter((one) => writable.includes(one.scope) && !one.done);
      const entry = own.find((one) => one.key === key && one.version === version);
      if (!entry) throw new TwirpError('not_found', 'no such cache entry is being uploaded');
      const size = blobs.bytes(entry.blob)?.length;
      if (String(size) !== required(message, 'size_bytes')) return { ok: false, message: `size is ${size}` };
      entry.done = true;
      return { ok: true, entry_id: String(entry.id) };
    },
    GetCacheEntryDownloadURL(message, grant) {
      const [key, version] = [required(message, 'key'), required(message, 'version')];
      const readable = scopes(grant, READ);
      if (readable.length === 0) {
        throw new TwirpError('permission_denied', 'cache read denied: the token has no readable scope');
      }
      for (const scope of readable) {
        const here = entries.filter((entry) => entry.done && entry.scope === scope && entry.version === version);
        const hit = lookUp(here, key, texts(message, 'restore_keys'));
        if (hit) return { ok: true, signed_download_url: blobs.sign(hit.blob, 'r'), matched_key: hit.key };
      }
      return { ok: false } satisfies Message;
    },
  };

  return { methods, entries };
}
