import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { unparsable } from './refusal.ts';
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
  /** By path, as `/index.html`. */
  readonly files: ReadonlyMap<string, Asset>;
  /** Whether the Worker is asked before them. */
  readonly workerFirst: boolean;
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
    const { run_worker_first: first = false } = config;
    checkServed(config);
    const files = [...session.manifest].flatMap(([path, hash]): [string, Asset][] => {
      const asset = this.#known.get(hash);
      return asset ? [[path, asset]] : [];
    });
    const set = { id: randomUUID(), files: new Map(files), workerFirst: first === true };
    this.#sets.set(set.id, set);
    return set;
  }

  /** The files of a version by the id of their set. */
  set(id: string): AssetSet | undefined {
    return this.#sets.get(id);
  }
}

function checkServed(config: v.InferOutput<typeof AskedAssets>['config']): void {
  const { run_worker_first: first, html_handling: html = 'auto-trailing-slash', ...rest } = config;
  const { not_found_handling: missing = 'none', ...others } = rest;
  const other = Object.entries(others).find(([, value]) => value !== undefined)?.[0];
  if (Array.isArray(first)) throw unparsable('this stand-in has no patterns in run_worker_first');
  if (html !== 'auto-trailing-slash') throw unparsable(`this stand-in has no html_handling ${html}`);
  if (missing !== 'none') throw unparsable(`this stand-in has no not_found_handling ${missing}`);
  if (other !== undefined) throw unparsable(`this stand-in has no assets with ${other}`);
}

/** What the static files say to a path: a file, another path to go to, or nothing. */
export type Found = { readonly asset: Asset } | { readonly location: string } | undefined;

/** Finds the file of a path as `auto-trailing-slash` does: pages have no `.html`, folders end with a slash. */
export function findAsset({ files }: AssetSet, path: string): Found {
  const serve = (file: string): Found => {
    const asset = files.get(file);
    return asset && { asset };
  };
  if (path.endsWith('/')) {
    const page = `${path.slice(0, -1)}.html`;
    return serve(`${path}index.html`) ?? (files.has(page) ? { location: path.slice(0, -1) } : undefined);
  }
  if (files.has(`${path}.html`) && path.endsWith('/index')) return { location: path.slice(0, -'index'.length) };
  if (files.has(path) && path.endsWith('/index.html')) return { location: path.slice(0, -'index.html'.length) };
  if (files.has(path) && path.endsWith('.html')) return { location: path.slice(0, -'.html'.length) };
  return (
    serve(path) ?? serve(`${path}.html`) ?? (files.has(`${path}/index.html`) ? { location: `${path}/` } : undefined)
  );
}
