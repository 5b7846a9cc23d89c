import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AssetSet, Assets } from './assets.ts';
import { answerKv, type Namespaces } from './kv.ts';
import { type Listening, listen } from './listen.ts';

/** The header by which a workerd says which service one of its bindings means. Its configuration sets it. */
export const SERVICE = 'x-standin-service';

/** What stands behind bindings: one server for all, as all versions see the same data. */
export function serveServices(namespaces: Namespaces, assets: Assets): Promise<Listening> {
  return listen(async (request, response) => {
    const [kind, id = ''] = String(request.headers[SERVICE]).split('/');
    const set = kind === 'assets' ? assets.set(id) : undefined;
    if (set) answerFile(set, request, response);
    else if (kind === 'kv' && namespaces.has(id)) await answerKv(namespaces.get(id), request, response);
    else response.writeHead(404).end(`there is no ${kind} ${id}`);
  });
}

/** A static file by its hash, as KV gives it to the Worker that serves it. */
function answerFile({ files }: AssetSet, request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://assets');
  const asset = files.get(pathname.slice(1));
  if (asset === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'cf-kv-metadata': JSON.stringify({ contentType: asset.type }) }).end(asset.bytes);
}
