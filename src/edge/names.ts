import type { SecretName } from '../host/host.ts';

export type RustTarget = 'wasm32-unknown-unknown' | 'wasm32-wasip1' | 'wasm32-wasip2';

/** The largest bundle that an edge takes. */
export interface SizeLimit {
  /** As it counts: all files together. */
  readonly measure: 'raw' | 'gzip' | 'brotli';
  readonly bytes: number;
  /** Of its price list. */
  readonly plan: string;
  /** When it was last looked up, or since when it is so: YYYY-MM-DD. */
  readonly asOf: string;
  readonly source: string;
}

/** What a plan must know of an edge, without loading its adapter. */
export interface EdgeFacts {
  readonly title: string;
  /** Files beside Cargo.toml that tell a crate is meant for it. */
  readonly marks: readonly string[];
  /** How far we go: `live`: built, measured and deployed. `runner`: all but the deploy. `name`: known by name alone. */
  readonly reach: 'live' | 'runner' | 'name';
  /** What it takes, the usual one first. */
  readonly targets: readonly [RustTarget, ...RustTarget[]];
  /** What its runtime runs modules with, where our own Node has the same. */
  readonly engine?: 'V8';
  /** What it refuses, whatever budgets say; absent: it publishes none. */
  readonly sizeLimit?: SizeLimit;
  /** The environment names of its official client. */
  readonly credentials: readonly SecretName[];
  /** Those of them that are no secret and may stand in the edge's own configuration instead, with what tells that they do. */
  readonly configured?: Readonly<Record<SecretName, RegExp>>;
}

/** The edges. */
export const EDGES = {
  cloudflare: {
    title: 'Cloudflare Workers',
    marks: ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'],
    reach: 'live',
    targets: ['wasm32-unknown-unknown'],
    engine: 'V8',
    sizeLimit: {
      ...{ measure: 'raw', bytes: 64 * 1024 ** 2, plan: 'all plans', asOf: '2026-09-04' },
      source: 'https://developers.cloudflare.com/workers/platform/limits/',
    },
    credentials: ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_ACCOUNT_ID'],
    configured: { CLOUDFLARE_ACCOUNT_ID: /^\s*"?account_id"?\s*[=:]\s*"[0-9a-f]{32}"/m },
  },
  deno: {
    title: 'Deno Deploy',
    marks: ['deno.json', 'deno.jsonc'],
    reach: 'runner',
    targets: ['wasm32-unknown-unknown'],
    engine: 'V8',
    sizeLimit: {
      ...{ measure: 'raw', bytes: 1e9, plan: 'all plans', asOf: '2026-11-24' },
      source: 'https://docs.deno.com/deploy/pricing_and_limits',
    },
    credentials: ['DENO_DEPLOY_TOKEN'],
  },
  fastly: {
    title: 'Fastly Compute',
    marks: ['fastly.toml'],
    reach: 'name',
    targets: ['wasm32-wasip1'],
    credentials: ['FASTLY_API_TOKEN'],
  },
  wasi: {
    title: 'WASI hosts',
    marks: ['spin.toml', 'wasmcloud.toml'],
    reach: 'runner',
    targets: ['wasm32-wasip2', 'wasm32-wasip1'],
    credentials: [],
  },
} as const satisfies Readonly<Record<string, EdgeFacts>>;

export type EdgeName = keyof typeof EDGES;
