/** What a route is given and what it may say. */
import type { IncomingHttpHeaders } from 'node:http';
import { linkHeader, pageOf } from './pagination.ts';
import type { Token } from './tokens.ts';
import type { Repository, World } from './world.ts';

/** A JSON object whose fields are not known. */
export type Fields = Readonly<Record<string, unknown>>;

/** A request that got past token, path, permission and description. */
export interface Call {
  readonly world: World;
  readonly repo: Repository;
  readonly token: Token;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Fields;
  readonly raw: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Answer;

/** GitHub says no. `docs` replaces the operation's own page as documentation_url. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  readonly docs: string | undefined;

  constructor(status: number, message: string, more: { errors?: readonly unknown[]; docs?: string } = {}) {
    super(message);
    this.status = status;
    this.errors = more.errors;
    this.docs = more.docs;
  }
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const nothing = (): Answer => ({ status: 204 });

/** One page of a list with its Link header; below the name `under` with `total_count` where GitHub does so. */
export function listed<T>(call: Call, items: readonly T[], view: (item: T) => unknown, under?: string): Answer {
  const page = pageOf(items, call.query);
  const link = linkHeader(call.url, call.repo, page);
  const shown = page.items.map(view);
  const body = under ? { total_count: items.length, [under]: shown } : shown;
  return { status: 200, body, ...(link && { headers: { link } }) };
}

/** The item, or GitHub's 404. */
export function found<T>(item: T | undefined, message = 'Not Found'): T {
  if (item === undefined) throw new Refusal(404, message);
  return item;
}

/** A 422 of the kind that names resource, field and code. */
export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  return new Refusal(422, 'Validation Failed', { errors: [{ resource, field, code, ...(message && { message }) }] });
}

/** A path parameter that is a number; the description has checked that it is one. */
export function numberOf(call: Call, name: string): number {
  return Number(call.params[name]);
}

/** A field of the body, when it is a string. */
export function textOf(body: Fields, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? value : undefined;
}

/** A field of the body, when it is a boolean. */
export function flagOf(body: Fields, name: string): boolean | undefined {
  const value = body[name];
  return typeof value === 'boolean' ? value : undefined;
}

/** A field of the body, when it is an object. */
export function fieldsOf(body: Fields, name: string): Fields | undefined {
  const value = body[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** A field of the body, when it is a list. */
export function listOf(body: Fields, name: string): readonly unknown[] | undefined {
  const value = body[name];
  return Array.isArray(value) ? value : undefined;
}
