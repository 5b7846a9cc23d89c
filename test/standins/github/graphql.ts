/** GraphQL, as far as a token may ask who it is: unlike REST it tells an app's token too. */
import { type Answer, ok } from './answer.ts';
import type { Incoming } from './loopback.ts';
import type { Token } from './tokens.ts';

const VIEWER = /^\s*(query\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/;

/** The answer to `{ viewer { login } }`; any other query has an error, with status 200 as GitHub does it. */
export function graphql({ method, url, body }: Incoming, token: Token): Answer | undefined {
  if (method !== 'POST' || url.pathname !== '/graphql') return undefined;
  const { query = '' } = JSON.parse(body.toString('utf8')) as { query?: string };
  if (VIEWER.test(query)) return ok({ data: { viewer: { login: token.user.login } } });
  return ok({ errors: [{ type: 'undefinedField', message: 'The stand-in knows `{ viewer { login } }` alone' }] });
}
