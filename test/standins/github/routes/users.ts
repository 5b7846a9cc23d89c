/** Who asks: a person; an app's token, as the runner's is, may not ask that. */
import { type Handler, ok, Refusal } from '../answer.ts';
import { userOf } from '../tokens.ts';

const me: Handler = ({ token }) => {
  if (token.kind === 'app') throw new Refusal(403, 'Resource not accessible by integration');
  return ok(userOf(token.user.login));
};

export const users = { 'users/get-authenticated': me } satisfies Record<string, Handler>;
