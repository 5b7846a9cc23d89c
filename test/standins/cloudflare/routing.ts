import type * as v from 'valibot';
import type { Account, Rights } from './account.ts';
import { parse } from './upload.ts';

/** One request, read and let in. */
export interface Call {
  readonly account: Account;
  readonly rights: Rights;
  /** What came as the bearer's token. */
  readonly token: string;
  readonly query: URLSearchParams;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** Who did it, as Cloudflare keeps it: `wrangler` or `api`. */
  readonly source: string;
  /** A part of the path, by the name it has in the route. */
  param(name: string): string;
}

/** What goes into the envelope of a success. */
export interface Reply {
  readonly result: unknown;
  readonly messages?: readonly object[];
  readonly resultInfo?: object;
}

/** What a token must be allowed to. `token`: any that exists. */
export type Need = 'token' | 'read' | 'edit';

/** One route of the API. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly need: Need;
  readonly run: (call: Call) => Reply | Promise<Reply>;
}

/** Declares a route: `:name` in the path is one segment. */
export function route(method: string, path: string, need: Need, run: Route['run']): Route {
  return { method, path: new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`), need, run };
}

/** The body of a request, which is JSON. */
export const read = <T extends v.GenericSchema>(schema: T, call: Call): v.InferOutput<T> =>
  parse(schema, Buffer.from(call.body).toString());

/** A list, with what clients read to know that it is all. */
export function listed(items: readonly object[]): Reply {
  const count = items.length;
  return { result: items, resultInfo: { page: 1, per_page: 100, count, total_count: count, total_pages: 1 } };
}

/** The path of everything about one Worker, or about the account's Workers as a whole. */
export const WORKERS = '/accounts/:account/workers';
export const SCRIPT = `${WORKERS}/scripts/:name`;
