import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AssetSet, findAsset } from './assets.ts';

/** Answers a request by a static file. Gives false, and does nothing, where there is none. */
export function serveAsset(
  set: AssetSet,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>> = {},
): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const url = new URL(request.url ?? '/', 'http://assets');
  const found = findAsset(set, decodeURIComponent(url.pathname));
  if (!found) return false;
  if ('location' in found) {
    response.writeHead(307, { ...headers, location: `${found.location}${url.search}` }).end();
    return true;
  }
  const { bytes, type } = found.asset;
  response.writeHead(200, {
    ...headers,
    ...{ 'content-length': bytes.length, 'cache-control': 'public, max-age=0, must-revalidate' },
    ...(type !== undefined && { 'content-type': type }),
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
  return true;
}
