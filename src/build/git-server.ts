import { ShipError } from '../error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Name of the token that private git dependencies are fetched with. */
export const GIT_TOKEN = 'CARGO_GIT_TOKEN';
export const GIT_HOST = 'CARGO_GIT_HOST';

/**
 * Where the repositories are that the step's token is for: `https://HOST`; undefined where it names no token.
 * @throws ShipError where CARGO_GIT_HOST is no host
 */
export function gitServer(env: Environment): string | undefined {
  if ((env[GIT_TOKEN] ?? '') === '') return undefined;
  const given = (env[GIT_HOST] ?? '').trim();
  if (given === '') return originOf(env.GITHUB_SERVER_URL ?? '') ?? 'https://github.com';
  const origin = originOf(given.includes('://') ? given : `https://${given}`);
  if (origin !== undefined) return origin;
  throw new ShipError('input', `The variable ${GIT_HOST} is \`${given}\`; wanted: a host, such as \`github.com\`.`, {
    hint: `Its repositories are fetched by https with ${GIT_TOKEN}. \`http://\` is for this machine alone (\`http://127.0.0.1:PORT\`).`,
  });
}

/** No pattern: git would take `*` for any host, and send the token there. */
const HOST = /^[a-z0-9.-]+(:\d+)?$/;
const LOOPBACK = /^(127\.0\.0\.1|localhost)$/;

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, hostname, origin, pathname, search, hash, username, password } = new URL(text);
  const bare = [username, password, search, hash].every((part) => part === '') && pathname === '/';
  const safe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
  return bare && safe && HOST.test(host) ? origin : undefined;
}
