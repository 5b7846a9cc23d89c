import type { Assets } from './assets.ts';
import { answerKv, type Namespaces } from './kv.ts';
import { type Listening, listen } from './listen.ts';
import { serveAsset } from './serve-assets.ts';

/** The header by which a workerd says which service one of its bindings means. Its configuration sets it. */
export const SERVICE = 'x-standin-service';

/** What stands behind bindings: one server for all, as all versions see the same data. */
export function serveServices(namespaces: Namespaces, assets: Assets): Promise<Listening> {
  return listen(async (request, response) => {
    const [kind, id = ''] = String(request.headers[SERVICE]).split('/');
    const set = kind === 'assets' ? assets.set(id) : undefined;
    if (set) {
      const known = request.method === 'GET' || request.method === 'HEAD';
      if (!serveAsset(set, request, response)) response.writeHead(known ? 404 : 405).end();
    } else if (kind === 'kv' && namespaces.has(id)) await answerKv(namespaces.get(id), request, response);
    else response.writeHead(404).end(`there is no ${kind} ${id}`);
  });
}
