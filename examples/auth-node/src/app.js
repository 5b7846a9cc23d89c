import Fastify from 'fastify';
import { Auth } from './auth.js';

/** A name and a password need little. The limit bounds the memory and the hashing that a stranger can ask for. */
const MAX_BODY = 4096;

/** Which methods a path takes, for what no route takes. */
const ALLOW = new Map([
  ['/health', 'GET, HEAD'],
  ['/login', 'POST'],
  ['/verify', 'GET, HEAD'],
]);

/** @typedef {import('fastify').FastifyReply} Reply */
/** @typedef {import('fastify').FastifyRequest} Request */

/**
 * The service in terms of HTTP. A wrong configuration is an answer (500), so that "up" and "configured" can be told apart.
 * @param {Readonly<Record<string, string | undefined>>} env SIGNING_KEY, AUDIENCE, TTL_S, USER_name; VERSION for `x-version`
 */
export function appOf(env) {
  const version = env.VERSION === undefined ? {} : { 'x-version': env.VERSION };
  // tokens and claims must not outlive the request in a cache
  const always = { 'content-type': 'application/json', 'cache-control': 'no-store', ...version };
  const app = Fastify({
    logger: { level: 'error' },
    bodyLimit: MAX_BODY,
    // a path that no router reads, such as `/%zz`: no hook is called for it
    frameworkErrors: (_error, _request, reply) => {
      const body = Buffer.from(JSON.stringify({ error: 'not_found' }));
      reply.code(404).headers(always).send(body);
    },
  });
  const configured = Auth.from(env);

  // whatever a body is called, it is read as the JSON of /login
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(always);
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return refuse(reply, 413, 'too_large');
    request.log.error(error);
    return refuse(reply, 500, 'internal');
  });
  app.setNotFoundHandler(otherwise);

  app.get('/health', () => ({ ok: true }));
  // before a body is read
  const onRequest = async (/** @type {Request} */ request) => {
    if (configured instanceof Error) throw configured;
    delete request.headers['content-type']; // Fastify refuses one that is none
  };
  app.post('/login', { onRequest }, (request, reply) => login(authOf(configured), request, reply));
  app.get('/verify', { onRequest }, (request, reply) => verify(authOf(configured), request, reply));
  return app;
}

/** @param {Auth | Error} configured */
function authOf(configured) {
  if (configured instanceof Error) throw configured;
  return configured;
}

/**
 * @param {Request} request
 * @param {Reply} reply
 */
function otherwise(request, reply) {
  const allow = ALLOW.get(request.url.replace(/\?.*$/s, ''));
  return allow === undefined ? refuse(reply, 404, 'not_found') : refuse(reply.header('allow', allow), 405, 'method');
}

/**
 * @param {Auth} auth
 * @param {Request} request
 * @param {Reply} reply
 */
async function login(auth, request, reply) {
  const sent = credentialsOf(request.body);
  if (sent === undefined) return refuse(reply, 400, 'body');
  if (!/^[A-Za-z0-9_]{1,32}$/.test(sent.user)) return refuse(reply, 400, 'user');
  const { token, complaint } = await auth.login(sent.user, sent.password);
  if (complaint !== undefined) request.log.error(complaint);
  if (token === undefined) return unauthorized(reply, 'credentials', 'Bearer');
  return { token, expires_in: auth.ttl };
}

/** @param {unknown} body */
function credentialsOf(body) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(/** @type {Buffer} */ (body));
    const { user, password } = JSON.parse(text);
    return isText(user) && isText(password) ? { user, password } : undefined;
  } catch {
    return undefined;
  }
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === 'string' && value.isWellFormed();
}

/**
 * @param {Auth} auth
 * @param {Request} request
 * @param {Reply} reply
 */
async function verify(auth, request, reply) {
  const token = /^bearer (.*)$/is.exec(request.headers.authorization ?? '')?.[1]?.trim();
  if (token === undefined) return unauthorized(reply, 'no_token', 'Bearer');
  const { claims, reject } = await auth.verify(token);
  if (claims !== undefined) return claims;
  return unauthorized(reply, reject, `Bearer error="invalid_token", error_description="${reject}"`);
}

/**
 * A 401 must name a scheme, and for a token that was sent, what is wrong with it (RFC 6750).
 * @param {Reply} reply
 * @param {string} code
 * @param {string} challenge
 */
function unauthorized(reply, code, challenge) {
  return refuse(reply.header('www-authenticate', challenge), 401, code);
}

/**
 * @param {Reply} reply
 * @param {number} status
 * @param {string} code
 */
function refuse(reply, status, code) {
  return reply.code(status).send({ error: code });
}
