/** The blob store behind artifacts and caches: as much of Azure's block blobs as its client uses. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Incoming, Reply } from '../github/loopback.ts';

/** What a signature allows. */
type Right = 'r' | 'w';

interface Blob {
  bytes: Buffer | undefined;
  type: string;
  readonly blocks: Map<string, Buffer>;
}

export interface Blobs {
  /** A place for a new blob. */
  reserve(): string;
  /** Puts bytes there without a client. */
  put(id: string, bytes: Buffer, type: string): void;
  bytes(id: string): Buffer | undefined;
  remove(id: string): void;
  /** A URL that allows one thing; `fileName` is what a download is to be called. */
  sign(id: string, right: Right, fileName?: string): string;
  /** Answers a request, if it is for a blob. */
  answer(request: Incoming): Reply | undefined;
}

function refuse(status: number, code: string): Reply {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml', 'x-ms-error-code': code }, body };
}

/** Azure takes a blob whole, or in blocks of which a list then names the order. */
function write(blob: Blob, { url, headers, body }: Incoming): Reply {
  const part = url.searchParams.get('comp');
  if (part === 'block') {
    blob.blocks.set(url.searchParams.get('blockid') ?? '', body);
  } else if (part === 'blocklist') {
    const ids = [...body.toString('utf8').matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g)].map(([, id = '']) => id);
    const blocks = ids.map((id) => blob.blocks.get(id));
    if (blocks.some((block) => block === undefined)) return refuse(400, 'InvalidBlockList');
    blob.bytes = Buffer.concat(blocks.filter((block) => block !== undefined));
    blob.blocks.clear();
  } else if (headers['x-ms-blob-type'] === 'BlockBlob') {
    blob.bytes = body;
  } else return refuse(400, 'MissingRequiredHeader');
  const type = headers['x-ms-blob-content-type'];
  if (typeof type === 'string') blob.type = type;
  return {
    status: 201,
    headers: { etag: '"1"', 'last-modified': new Date().toUTCString(), 'x-ms-request-id': randomUUID() },
  };
}

function rangeOf({ headers }: Incoming, size: number): { from: number; to: number } | undefined {
  const asked = headers['x-ms-range'] ?? headers.range;
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(String(asked ?? '')) ?? [];
  return from === undefined ? undefined : { from: Number(from), to: Math.min(to ? Number(to) : size - 1, size - 1) };
}

function read(blob: Blob, request: Incoming): Reply {
  const { bytes } = blob;
  if (!bytes) return refuse(404, 'BlobNotFound');
  const name = request.url.searchParams.get('name');
  const headers = {
    etag: '"1"',
    'accept-ranges': 'bytes',
    'content-type': blob.type,
    'x-ms-blob-type': 'BlockBlob',
    ...(name && {
      'content-disposition': `attachment; filename="${name}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    }),
  };
  if (request.method === 'HEAD')
    return { status: 200, headers: { ...headers, 'content-length': String(bytes.length) } };
  const range = rangeOf(request, bytes.length);
  if (!range) return { status: 200, headers, body: bytes };
  if (range.from > range.to) return refuse(416, 'InvalidRange');
  const within = `bytes ${range.from}-${range.to}/${bytes.length}`;
  return {
    status: 206,
    headers: { ...headers, 'content-range': within },
    body: bytes.subarray(range.from, range.to + 1),
  };
}

/** A blob store whose URLs begin with what `base` gives. */
export function blobStore(base: () => string, secret: string): Blobs {
  const blobs = new Map<string, Blob>();
  const signature = (id: string, right: string): string =>
    createHmac('sha256', secret).update(`${right}:${id}`).digest('base64url');

  return {
    reserve() {
      const id = randomUUID();
      blobs.set(id, { bytes: undefined, type: 'application/octet-stream', blocks: new Map() });
      return id;
    },
    put: (id, bytes, type) => void blobs.set(id, { bytes, type, blocks: new Map() }),
    bytes: (id) => blobs.get(id)?.bytes,
    remove: (id) => void blobs.delete(id),
    sign(id, right, fileName) {
      const query = new URLSearchParams({ sp: right, sig: signature(id, right), ...(fileName && { name: fileName }) });
      return `${base()}/blob/${id}?${query}`;
    },
    answer(request) {
      const id = /^\/blob\/([\w-]+)$/.exec(request.url.pathname)?.[1];
      if (id === undefined) return undefined;
      const right = request.method === 'PUT' ? 'w' : 'r';
      const { searchParams: query } = request.url;
      if (query.get('sig') !== signature(id, right)) return refuse(403, 'AuthenticationFailed');
      const blob = blobs.get(id);
      if (!blob) return refuse(404, 'BlobNotFound');
      return right === 'w' ? write(blob, request) : read(blob, request);
    },
  };
}
