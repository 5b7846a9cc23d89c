import { listen } from '../cloudflare/listen.ts';
import type { Link } from './link.ts';

/** One request, in the order of arrival. */
export interface Asked {
  readonly path: string;
  /** performance.now() at its arrival. */
  readonly at: number;
  readonly status: number;
}

/** While it is not disposed of, one byte of what is served for its paths is another. */
export interface Flip extends Disposable {
  /** The paths whose bytes were changed so far. */
  readonly served: readonly string[];
}

/** A registry on loopback: it only serves, and writes down what it was asked for. */
export interface Registry extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly Asked[];
  flip(pattern: RegExp): Flip;
}

/** What there is at a path of a registry; undefined: nothing. */
export type Find = (path: string, url: string) => Promise<string | Uint8Array | undefined>;

/** Serves what `find` finds, through `link` where there is one. `url`: of the registry itself, for what points back to it. */
export async function serve(find: Find, link?: Link): Promise<Registry> {
  const requests: Asked[] = [];
  const flips = new Set<{ readonly pattern: RegExp; readonly served: string[] }>();
  const server = await listen(async (request, response) => {
    const at = performance.now();
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, ''));
    const found = await find(path, server.url);
    requests.push({ path, at, status: found === undefined ? 404 : 200 });
    const flip = [...flips].find(({ pattern }) => pattern.test(path));
    if (found !== undefined) flip?.served.push(path);
    response.statusCode = found === undefined ? 404 : 200;
    const content = found === undefined || flip === undefined ? found : flipped(found);
    if (content !== undefined && link !== undefined)
      await link.send(Buffer.from(content), (piece) => void response.write(piece));
    response.end(link === undefined ? content : undefined);
  });
  return {
    url: server.url,
    requests,
    flip(pattern) {
      const flip = { pattern, served: [] };
      flips.add(flip);
      return { served: flip.served, [Symbol.dispose]: () => void flips.delete(flip) };
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** The same bytes with the lowest bit of the middle one changed. */
function flipped(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return bytes;
}
