import { createHash } from 'node:crypto';
import { noAccess, noWorker } from './refusal.ts';
import { type Call, listed, type Route, route, WORKERS } from './routing.ts';
import type { Worker } from './state.ts';

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
  route('GET', `${WORKERS}/durable_objects/namespaces`, 'read', ({ account }) =>
    listed([...account.workers.values()].flatMap(durableNamespaces)),
  ),
  // What `wrangler delete` looks for besides the Worker itself: there is none of it here.
  route('GET', `${WORKERS}/tails/by-consumer/:name`, 'read', () => ({ result: [] })),
];

function visible(call: Call): { id: string; name: string }[] {
  return call.rights === 'none' ? [] : [{ id: call.account.options.id, name: 'Stand-in' }];
}

const durableNamespaces = ({ id, name: script, durableClasses }: Worker): object[] =>
  [...durableClasses].map(([name, kind]) => ({
    ...{ id: createHash('md5').update(`${id}/${name}`).digest('hex'), name: `${script}_${name}` },
    ...{ script, class: name, use_sqlite: kind === 'sqlite' },
  }));
