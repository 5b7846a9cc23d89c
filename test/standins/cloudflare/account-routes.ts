import { noAccess, noWorker } from './refusal.ts';
import { type Call, type Reply, type Route, route, WORKERS } from './routing.ts';

/** Who am I, what do I see: what wrangler asks before and after it fails, and what a check of a token asks. */
export const accountRoutes: readonly Route[] = [
  route('GET', '/user', 'token', () => ({ result: { id: 'user', email: 'deployer@example.com' } })),
  route('GET', '/user/tokens/verify', 'token', () => ({
    result: { id: 'token', status: 'active' },
    messages: [{ code: 10000, message: 'This API Token is valid and active', type: null }],
  })),
  route('GET', '/accounts', 'token', (call) => listed(visible(call))),
  route('GET', '/memberships', 'token', (call) =>
    listed(visible(call).map((account) => ({ id: 'membership', account }))),
  ),
  route('GET', '/accounts/:account', 'token', (call) => {
    const [account] = visible(call);
    if (!account) throw noAccess();
    return { result: account };
  }),
  route('GET', `${WORKERS}/subdomain`, 'read', (call) => {
    if (call.account.options.subdomain === '') throw noWorker();
    return { result: { subdomain: call.account.options.subdomain } };
  }),
  // What `wrangler delete` looks for besides the Worker itself: there is none of it here.
  route('GET', `${WORKERS}/durable_objects/namespaces`, 'read', () => listed([])),
  route('GET', `${WORKERS}/tails/by-consumer/:name`, 'read', () => ({ result: [] })),
  route('GET', '/accounts/:account/storage/kv/namespaces', 'read', () => listed([])),
];

function visible(call: Call): { id: string; name: string }[] {
  return call.rights === 'none' ? [] : [{ id: call.account.options.id, name: 'Stand-in' }];
}

function listed(items: readonly object[]): Reply {
  const count = items.length;
  return { result: items, resultInfo: { page: 1, per_page: 100, count, total_count: count, total_pages: 1 } };
}
