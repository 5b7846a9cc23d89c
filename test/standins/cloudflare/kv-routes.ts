import * as v from 'valibot';
import type { Namespace } from './kv.ts';
import { listed, type Route, read, route } from './routing.ts';

const NAMESPACES = '/accounts/:account/storage/kv/namespaces';

/** KV namespaces: listed, made and deleted. What is in them, only Workers and tests see. */
export const kvRoutes: readonly Route[] = [
  route('GET', NAMESPACES, 'read', (call) => listed(call.account.namespaces.list().map(view))),
  route('POST', NAMESPACES, 'edit', (call) => ({
    result: view(call.account.namespaces.create(read(v.object({ title: v.string() }), call).title)),
  })),
  route('DELETE', `${NAMESPACES}/:namespace`, 'edit', (call) => {
    call.account.namespaces.delete(call.param('namespace'));
    return { result: null };
  }),
];

const view = ({ id, title }: Namespace): object => ({ id, title, supports_url_encoding: true });
