import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from './listen.ts';
import { invalidNamespace, namespaceTaken, noNamespace } from './resource-refusal.ts';

/** A value with what was said of it. */
interface Entry {
  readonly value: Buffer;
  /** JSON, as workerd sends it. */
  readonly metadata?: string;
  /** Seconds since 1970. */
  readonly expiration?: number;
}

/** One KV namespace, the same for all Workers and versions that are bound to it; a write is seen at once. */
export interface Namespace {
  readonly id: string;
  readonly title: string;
  readonly entries: Map<string, Entry>;
}

/** The KV namespaces of an account. */
export class Namespaces {
  readonly #all = new Map<string, Namespace>();

  constructor(ids: readonly string[]) {
    for (const id of ids) this.#all.set(id, { id, title: id, entries: new Map() });
  }

  /** All that there are. */
  list(): readonly Namespace[] {
    return [...this.#all.values()];
  }

  /** Whether there is one of this id. */
  has(id: string): boolean {
    return this.#all.has(id);
  }

  /** The one of this id, refused as a binding to it would be. */
  get(id: string): Namespace {
    if (!/^[0-9a-f]{32}$/.test(id)) throw invalidNamespace(id);
    const namespace = this.#all.get(id);
    if (!namespace) throw noNamespace(id);
    return namespace;
  }

  /** Makes a new one. */
  create(title: string): Namespace {
    if (this.list().some((namespace) => namespace.title === title)) throw namespaceTaken();
    const namespace = { id: randomUUID().replaceAll('-', ''), title, entries: new Map<string, Entry>() };
    this.#all.set(namespace.id, namespace);
    return namespace;
  }

  /** Forgets one. */
  delete(id: string): void {
    this.#all.delete(this.get(id).id);
  }
}

/** The texts in a namespace, by key. */
export function texts({ entries }: Namespace): ReadonlyMap<string, string> {
  return new Map([...entries].map(([key, { value }]) => [key, value.toString()]));
}

/** Answers what workerd asks of a namespace that it has a binding to. */
export async function answerKv(
  namespace: Namespace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://kv');
  const key = decodeURIComponent(url.pathname.slice(1));
  const body = await bodyOf(request);
  for (const [name, { expiration = Number.POSITIVE_INFINITY }] of namespace.entries)
    if (expiration <= now()) namespace.entries.delete(name);
  switch (`${request.method} ${key === '' ? 'all' : 'one'}`) {
    case 'GET all':
      return sendJson(response, list(namespace, url.searchParams));
    case 'GET one':
      return send(response, namespace.entries.get(key));
    case 'PUT one':
      namespace.entries.set(key, entryOf(body, url.searchParams, request.headers['cf-kv-metadata']));
      return void response.end();
    case 'DELETE one':
      namespace.entries.delete(key);
      return void response.end();
    case 'POST one':
      if (key === 'bulk/get') return sendJson(response, getMany(namespace, body));
  }
  response.writeHead(501).end(`this stand-in has no KV operation ${request.method} ${url.pathname}`);
}

const now = (): number => Math.floor(Date.now() / 1000);

function entryOf(value: Buffer, query: URLSearchParams, metadata: string | string[] | undefined): Entry {
  const [at, ttl] = [query.get('expiration'), query.get('expiration_ttl')];
  return {
    value,
    ...(typeof metadata === 'string' && { metadata }),
    ...(at !== null && { expiration: Number(at) }),
    ...(ttl !== null && { expiration: now() + Number(ttl) }),
  };
}

function list({ entries }: Namespace, query: URLSearchParams): object {
  const [prefix, after] = [query.get('prefix') ?? '', query.get('cursor') ?? ''];
  const limit = Number(query.get('key_count_limit') ?? 1000);
  const names = [...entries.keys()].filter((name) => name.startsWith(prefix) && name > after).toSorted();
  const shown = names.slice(0, limit);
  const complete = shown.length === names.length;
  return {
    keys: shown.map((name) => ({ name, ...entries.get(name), value: undefined })),
    list_complete: complete,
    ...(!complete && { cursor: shown.at(-1) }),
  };
}

interface Many {
  readonly keys: readonly string[];
  readonly type?: string;
  readonly withMetadata?: boolean;
}

function getMany({ entries }: Namespace, body: Buffer): object {
  const { keys, type, withMetadata } = JSON.parse(body.toString()) as Many;
  const told = (key: string): unknown => {
    const entry = entries.get(key);
    if (!entry) return null;
    const value: unknown = type === 'json' ? JSON.parse(entry.value.toString()) : entry.value.toString();
    return withMetadata === true ? { value, metadata: entry.metadata ? JSON.parse(entry.metadata) : null } : value;
  };
  return Object.fromEntries(keys.map((key) => [key, told(key)]));
}

function send(response: ServerResponse, entry: Entry | undefined): void {
  if (!entry) return void response.writeHead(404).end('Not Found');
  const { value, metadata, expiration } = entry;
  response.writeHead(200, {
    ...(metadata !== undefined && { 'cf-kv-metadata': metadata }),
    ...(expiration !== undefined && { 'cf-expiration': String(expiration) }),
  });
  response.end(value);
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
