import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { noAssetSession } from './resource-refusal.ts';

/** One static file. */
export interface Asset {
  readonly bytes: Buffer;
  /** Its Content-Type, if it has one. */
  readonly type: string | undefined;
}

/** The static files of one version. */
export interface AssetSet {
  readonly id: string;
  /** By their hash. */
  readonly files: ReadonlyMap<string, Asset>;
  /** Their hashes, by path. */
  readonly manifest: ReadonlyMap<string, string>;
  /** How they are served: what was uploaded with them. */
  readonly config: v.InferOutput<typeof AskedAssets>['config'];
}

/** The `assets` of an upload's metadata. */
export const AskedAssets = v.object({
  jwt: v.string(),
  config: v.optional(
    v.object({
      run_worker_first: v.optional(v.union([v.boolean(), v.array(v.string())])),
      html_handling: v.optional(v.string()),
      not_found_handling: v.optional(v.string()),
      base_path: v.optional(v.string()),
      _redirects: v.optional(v.string()),
      _headers: v.optional(v.string()),
    }),
    {},
  ),
});

interface Session {
  readonly script: string;
  /** Hashes by path. */
  readonly manifest: ReadonlyMap<string, string>;
}

/** Static files as they are uploaded: told by a manifest, sent where they are not known yet, then made part of a version. */
export class Assets {
  /** Paths that were last told for a Worker, by its name. */
  readonly told = new Map<string, readonly string[]>();
  readonly #known = new Map<string, Asset>();
  readonly #sessions = new Map<string, Session>();
  readonly #sets = new Map<string, AssetSet>();

  /** Begins an upload. Gives its token and the hashes that are to be sent. */
  begin(script: string, manifest: ReadonlyMap<string, string>): { jwt: string; missing: readonly string[] } {
    const jwt = randomUUID();
    this.told.set(script, [...manifest.keys()]);
    this.#sessions.set(jwt, { script, manifest });
    return { jwt, missing: [...new Set(manifest.values())].filter((hash) => !this.#known.has(hash)) };
  }

  /** Whether a token is that of an upload. */
  isSession(jwt: string): boolean {
    return this.#sessions.has(jwt);
  }

  /** Keeps a file that was sent. */
  keep(hash: string, asset: Asset): void {
    this.#known.set(hash, asset);
  }

  /** Whether all files of an upload have been sent. */
  isComplete(jwt: string): boolean {
    return [...(this.#sessions.get(jwt)?.manifest.values() ?? [])].every((hash) => this.#known.has(hash));
  }

  /** What an upload amounts to: the files of a version. */
  finish({ jwt, config }: v.InferOutput<typeof AskedAssets>): AssetSet {
    const session = this.#sessions.get(jwt);
    if (!session || !this.isComplete(jwt)) throw noAssetSession();
    const files = [...session.manifest.values()].flatMap((hash): [string, Asset][] => {
      const asset = this.#known.get(hash);
      return asset ? [[hash, asset]] : [];
    });
    const set = { id: randomUUID(), files: new Map(files), manifest: session.manifest, config };
    this.#sets.set(set.id, set);
    return set;
  }

  /** The files of a version by the id of their set. */
  set(id: string): AssetSet | undefined {
    return this.#sets.get(id);
  }
}
