import { request } from 'node:http';
import { Readable } from 'node:stream';

/** What is sent besides the URL. */
export interface EdgeInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/**
 * Fetches a public URL (`https://NAME.box.workers.dev/…`) from the stand-in's edge: the host goes into the Host
 * header, which `fetch` does not let one set. Redirects are not followed.
 */
export async function fetchEdge(
  standin: { readonly edgeUrl: string },
  url: string | URL,
  init: EdgeInit = {},
): Promise<Response> {
  const { host, pathname, search } = new URL(url);
  const edge = new URL(standin.edgeUrl);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      ...{ host: edge.hostname, port: edge.port, path: `${pathname}${search}`, agent: false },
      ...{ method: init.method ?? 'GET', headers: { ...init.headers, host } },
      ...(init.signal && { signal: init.signal }),
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const headers = new Headers();
      for (const [name, values] of Object.entries(incoming.headersDistinct))
        for (const value of values ?? []) headers.append(name, value);
      const status = incoming.statusCode ?? 502;
      const empty = status === 204 || status === 205 || status === 304;
      if (empty) incoming.resume();
      resolve(new Response(empty ? null : Readable.toWeb(incoming), { status, headers }));
    });
    outgoing.end(init.body);
  });
}
