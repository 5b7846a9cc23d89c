import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWasm, factsOf, installNode, serveNode, type WasmService } from '../../bench/node/service.ts';
import type { Server } from '../../src/edge/edge.ts';
import type { Host } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { root } from '../e2e/action.ts';

/** examples/auth in the real workerd and examples/auth-node in Node: one API, so the same requests get the same answers. */

const facts = factsOf();
const work = mkdtempSync(path.join(tmpdir(), 'auth-node-'));
const app = path.join(work, 'app');
const folders = { workspace: root, tools: path.join(work, 'tools'), work, action: root };
const signal = new AbortController().signal;
let host: Host;
let wasm: WasmService;
let worker: Server;
let node: Server;

/** Over those of the example: cheap hashes are enough here, and those that no service can use. */
const CHEAP = '$argon2id$v=19$m=64,t=1,p=1$igqTJOTMP9F2G1kngWCGAA$jbQm51uRb4gEa6xipbvbO5schL5b4ak9miwRk9fqkYI';
const VARS = {
  ...facts.vars,
  USER_bob: CHEAP,
  USER_plain: 'correct horse',
  USER_other: CHEAP.replace('argon2id', 'argon2i'),
  USER_huge: CHEAP.replace('m=64', 'm=1000000'),
  USER_none: CHEAP.replace('t=1', 't=0'),
};

/** Both with the same configuration. */
async function serveBoth(given: Readonly<Record<string, string | undefined>>): Promise<readonly [Server, Server]> {
  const pairs = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const vars = Object.fromEntries(pairs);
  const first = await wasm.serve({ vars, isolates: 'one' });
  return [first, await serveNode(app, { ...wasm.configured, ...vars }, host)];
}

beforeAll(async () => {
  host = terminalHost(process.env, folders, signal);
  wasm = await buildWasm('off', host);
  await installNode(app, host);
  [worker, node] = await serveBoth(VARS);
});
afterAll(async () => {
  await worker?.[Symbol.asyncDispose]();
  await node?.[Symbol.asyncDispose]();
  await host?.[Symbol.asyncDispose]();
  rmSync(work, { recursive: true, force: true });
});

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
}

interface Token {
  readonly token: string;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** Headers that the service chooses. */
const HEADERS = ['content-type', 'cache-control', 'allow', 'www-authenticate', 'x-version'];

/** By node:http, which sends a path and a method as they stand. */
function ask({ url }: Server, { method = 'GET', path: at, headers = {}, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const chunked = 'transfer-encoding' in headers;
    const length = body === undefined || chunked ? {} : { 'content-length': Buffer.byteLength(body) };
    const to = { hostname, port, method, path: at, headers: { ...length, ...headers }, agent: false };
    const call = http.request({ ...to, signal: AbortSignal.timeout(30_000) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      answer.on('error', reject).on('end', () => {
        const own = HEADERS.map((name) => [name, answer.headers[name]] as const);
        resolve({ status: answer.statusCode, headers: Object.fromEntries(own) as Answer['headers'], body: text });
      });
    });
    call.on('error', reject).end(body);
  });
}

async function askBoth(sent: Sent, [one, other]: readonly [Server, Server] = [worker, node]): Promise<Answer> {
  const [ofWorker, ofNode] = [await ask(one, sent), await ask(other, sent)];
  expect(ofNode).toEqual(ofWorker);
  return ofWorker;
}

const login = (body: string | Buffer | undefined, headers = {}): Sent => ({
  ...{ method: 'POST', path: '/login', headers, body },
});
const credentials = (user: unknown, password: unknown): string => JSON.stringify({ user, password });
const bearer = (token: string, scheme = 'Bearer '): Sent => ({
  path: '/verify',
  headers: { authorization: `${scheme}${token}` },
});

/** The demo key, to make tokens that the service would never make. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const key = createPrivateKey({
  key: Buffer.concat([PKCS8, Buffer.from(facts.vars.SIGNING_KEY ?? '', 'base64url')]),
  ...{ format: 'der', type: 'pkcs8' },
});
const raw = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
const kid = createHash('sha512').update(raw).digest().subarray(0, 8).toString('base64url');
const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const HEADER = { alg: 'EdDSA', typ: 'JWT', kid };
const now = (): number => Math.floor(Date.now() / 1000);
const claims = (): Record<string, unknown> => ({
  ...{ sub: 'alice', aud: 'api', iat: now(), nbf: now(), exp: now() + 600, jti: 'x' },
});

function signed(header: unknown, payload: unknown): string {
  const text = `${base64url(header)}.${base64url(payload)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

describe('the requests of Cargo.toml', () => {
  it.each(facts.requests.map((request) => [request.name, request] as const))('%s', async (_, request) => {
    if (request.name === 'login') {
      for (const server of [worker, node]) expect((await ask(server, request)).status).toBe(200); // each token is another one
      return;
    }
    const { token } = JSON.parse((await ask(worker, login(credentials('alice', 'correct horse')))).body) as Token;
    const filled = Object.entries(request.headers).map(([name, value]) => [name, value.replace('{{token}}', token)]);
    const sent = { ...request, headers: Object.fromEntries(filled) };
    expect((await askBoth(sent)).status).toBe(request.expect);
  });
});

describe('a token of one is believed by the other', () => {
  it.each([
    ['alice', 'correct horse'],
    ['bob', 'correct horse'],
  ])('%s', async (user, password) => {
    const answers = [];
    for (const server of [worker, node]) answers.push(await ask(server, login(credentials(user, password))));
    expect(answers[1]?.headers).toEqual(answers[0]?.headers);
    for (const { status, body } of answers) {
      const { token, ...rest } = JSON.parse(body);
      expect([status, Object.keys(JSON.parse(body)), rest]).toEqual([
        200,
        ['token', 'expires_in'],
        { expires_in: 600 },
      ]);
      const told = await askBoth(bearer(token));
      const given = JSON.parse(told.body);
      expect(told.status).toBe(200);
      expect(given).toEqual({ ...given, sub: user, aud: 'api', nbf: given.iat, exp: given.iat + 600 });
      // the same text would be signed: only time and id are others
      const [header, payload] = token.split('.').map((part: string) => Buffer.from(part, 'base64url').toString());
      expect([header, payload]).toEqual([JSON.stringify(HEADER), told.body]);
      expect(token).toBe(signed(HEADER, given));
      expect(given.jti).toMatch(/^[A-Za-z0-9_-]{22}$/);
    }
  });
});

describe('paths and methods', () => {
  it.each([
    ['GET', '/health', 200],
    ['HEAD', '/health', 200],
    ['GET', '/health?x=1', 200],
    ['GET', '/', 404],
    ['GET', '/Health', 404],
    ['GET', '/health/', 404],
    ['GET', '//health', 404],
    ['GET', '/%zz', 404],
    ['POST', '/', 404],
    ['PROPFIND', '/nothing', 404],
    ['GET', '/login', 405],
    ['HEAD', '/login', 405],
    ['PUT', '/login', 405],
    ['POST', '/health', 405],
    ['OPTIONS', '/health', 405],
    ['PROPFIND', '/verify', 405],
    ['POST', '/verify', 405],
    ['POST', '/verify?x', 405],
    ['HEAD', '/verify', 401],
  ])('%s %s: %i', async (method, at, status) => {
    expect((await askBoth({ method, path: at })).status).toBe(status);
  });
});

describe('bodies of /login', () => {
  const big = (length: number): string => credentials('alice', 'x').padEnd(length);
  it.each<readonly [string, string | Buffer | undefined, number]>([
    ['none', undefined, 400],
    ['empty', '', 400],
    ['cut off', '{', 400],
    ['null', 'null', 400],
    ['an empty list', '[]', 400],
    ['a text', '"alice"', 400],
    ['no password', '{"user":"alice"}', 400],
    ['a password that is a number', credentials('alice', 1), 400],
    ['a user that is null', credentials(null, 'x'), 400],
    ['more after it', `${credentials('alice', 'x')} more`, 400],
    ['a byte order mark', `\ufeff${credentials('alice', 'x')}`, 400],
    ['bytes that are no UTF-8', Buffer.from('{"user":"bob","password":"\xff"}', 'latin1'), 400],
    ['half of a surrogate pair', '{"user":"bob","password":"\\ud800"}', 400],
    ['a field more', JSON.stringify({ user: 'bob', password: 'x', more: [1] }), 401],
    ['an empty name', credentials('', 'x'), 400],
    ['a name with a dash', credentials('a-b', 'x'), 400],
    ['a name with a line end', credentials('bob\n', 'x'), 400],
    ['a name beyond ASCII', credentials('é', 'x'), 400],
    ['a name of 32', credentials('x'.repeat(32), 'x'), 401],
    ['a name of 33', credentials('x'.repeat(33), 'x'), 400],
    ['another password', credentials('bob', 'battery staple'), 401],
    ['an empty password', credentials('bob', ''), 401],
    ['nobody', credentials('nobody', 'x'), 401],
    ['the dummy', credentials('DUMMY', 'x'), 401],
    ['a hash that is none', credentials('plain', 'correct horse'), 401],
    ['a hash of another algorithm', credentials('other', 'correct horse'), 401],
    ['a hash that wants too much', credentials('huge', 'correct horse'), 401],
    ['a hash that Argon2 does not allow', credentials('none', 'correct horse'), 401],
    ['a name of an object', credentials('__proto__', 'x'), 401],
    ['4096 bytes', big(4096), 401],
    ['4097 bytes', big(4097), 413],
  ])('%s', async (_, body, status) => {
    expect((await askBoth(login(body))).status).toBe(status);
  });
  it.each<readonly [string, Sent, number]>([
    ['another type', login(credentials('bob', 'x'), { 'content-type': 'text/plain' }), 401],
    ['a type that is none', login(credentials('bob', 'x'), { 'content-type': 'x' }), 401],
    ['4096 bytes in pieces', login(big(4096), { 'transfer-encoding': 'chunked' }), 401],
    ['4097 bytes in pieces', login(big(4097), { 'transfer-encoding': 'chunked' }), 413],
  ])('%s', async (_, sent, status) => {
    expect((await askBoth(sent)).status).toBe(status);
  });
});

describe('tokens', () => {
  const good = (): string => signed(HEADER, claims());
  const part = (token: string, at: number): string => token.split('.')[at] ?? '';
  const withPart = (token: string, at: number, value: string): string =>
    token
      .split('.')
      .map((old, i) => (i === at ? value : old))
      .join('.');
  it.each<readonly [string, () => string, string | undefined]>([
    ['a good one', good, undefined],
    ['a field more', () => signed(HEADER, { ...claims(), more: 1 }), undefined],
    ['no typ', () => signed({ alg: 'EdDSA', kid }, claims()), undefined],
    ['ahead by less than the leeway', () => signed(HEADER, { ...claims(), nbf: now() + 2 }), undefined],
    ['ahead by more', () => signed(HEADER, { ...claims(), nbf: now() + 3600 }), 'not_yet_valid'],
    ['expired', () => signed(HEADER, { ...claims(), exp: now() - 1 }), 'expired'],
    ['expired this second', () => signed(HEADER, { ...claims(), exp: now() }), 'expired'],
    ['for others', () => signed(HEADER, { ...claims(), aud: 'web' }), 'audience'],
    ['for several', () => signed(HEADER, { ...claims(), aud: ['api'] }), 'malformed'],
    ['no exp', () => signed(HEADER, { ...claims(), exp: undefined }), 'malformed'],
    ['exp below zero', () => signed(HEADER, { ...claims(), exp: -1 }), 'malformed'],
    ['exp with a fraction', () => signed(HEADER, { ...claims(), exp: now() + 600.5 }), 'malformed'],
    ['claims that are no JSON', () => signed(HEADER, '{'), 'malformed'],
    ['claims null', () => signed(HEADER, null), 'malformed'],
    ['no dots', () => 'abc', 'malformed'],
    ['one dot', () => 'a.b', 'malformed'],
    ['empty parts', () => '..', 'malformed'],
    ['no JSON', () => 'a.b.c', 'malformed'],
    ['a part more', () => `${good()}.${part(good(), 2)}`, 'signature'],
    ['HS256', () => signed({ ...HEADER, alg: 'HS256' }, claims()), 'algorithm'],
    ['none', () => `${base64url({ ...HEADER, alg: 'none' })}.${part(good(), 1)}.`, 'algorithm'],
    ['alg a number', () => signed({ ...HEADER, alg: 1 }, claims()), 'malformed'],
    ['another algorithm and crit', () => signed({ ...HEADER, alg: 'RS256', crit: ['x'] }, claims()), 'algorithm'],
    ['another key', () => signed({ ...HEADER, kid: 'x' }, claims()), 'key'],
    ['no key', () => signed({ alg: 'EdDSA' }, claims()), 'key'],
    ['kid null', () => signed({ ...HEADER, kid: null }, claims()), 'key'],
    ['kid a number', () => signed({ ...HEADER, kid: 1 }, claims()), 'malformed'],
    ['crit', () => signed({ ...HEADER, crit: ['b64'], b64: true }, claims()), 'malformed'],
    ['no signature', () => withPart(good(), 2, ''), 'malformed'],
    ['a signature that is too short', () => withPart(good(), 2, part(good(), 2).slice(0, 80)), 'malformed'],
    ['a signature with padding', () => `${good()}==`, 'malformed'],
    ['a signature of zeros', () => withPart(good(), 2, Buffer.alloc(64).toString('base64url')), 'signature'],
    ['the signature of another', () => withPart(signed(HEADER, claims()), 1, base64url(claims())), 'same'],
    ['other claims', () => withPart(good(), 1, base64url({ ...claims(), sub: 'admin' })), 'signature'],
    ['claims in no base64url', () => withPart(good(), 1, 'a+b'), 'signature'],
  ])('%s', async (_, token, reason) => {
    const { status, body } = await askBoth(bearer(token()));
    if (reason === 'same') return;
    expect([status, JSON.parse(body).error]).toEqual([reason === undefined ? 200 : 401, reason]);
  });

  it.each([
    ['bearer ', 200],
    ['BEARER   ', 200],
    ['Basic ', 401],
    ['', 401],
    ['Bearer', 401],
  ])('scheme `%s`: %i', async (scheme, status) => {
    expect((await askBoth(bearer(good(), scheme))).status).toBe(status);
  });
  it('none', async () => {
    expect((await askBoth({ path: '/verify' })).body).toBe('{"error":"no_token"}');
  });
});

describe('a configuration that is wrong', () => {
  it.each<readonly [string, Readonly<Record<string, string | undefined>>]>([
    ['no key', { SIGNING_KEY: undefined }],
    ['no users', { USER_bob: undefined, USER_alice: undefined, USER_DUMMY: undefined }],
    ['a key that is too short', { SIGNING_KEY: 'AAAA' }],
    ['a key with padding', { SIGNING_KEY: `${facts.vars.SIGNING_KEY}=` }],
    ['a time of nothing', { TTL_S: '0' }],
    ['a time of two days', { TTL_S: '172800' }],
    ['a time that is none', { TTL_S: '1e3' }],
    ['the least time', { TTL_S: '1' }],
  ])('%s', async (name, vars) => {
    const both = await serveBoth({ ...facts.vars, USER_bob: CHEAP, ...vars });
    try {
      const wanted = ['the least time', 'no users'].includes(name) ? 401 : 500;
      expect((await askBoth({ path: '/health' }, both)).status).toBe(200);
      expect((await askBoth({ path: '/verify' }, both)).status).toBe(wanted);
      expect((await askBoth(login(credentials('bob', 'x')), both)).status).toBe(wanted);
      expect((await askBoth(login('x'.repeat(5000)), both)).status).toBe(wanted === 500 ? 500 : 413);
      expect((await askBoth({ path: '/login' }, both)).status).toBe(405);
    } finally {
      for (const server of both) await server[Symbol.asyncDispose]();
    }
  });
});

describe('where they are not the same: what a library does by itself', () => {
  it.each<readonly [string, Sent, number, number]>([
    ['a field twice', login('{"user":"bob","user":"bob","password":"correct horse"}'), 400, 200],
    ['fields as a list', login('["bob","correct horse"]'), 200, 400],
    ['a path with escapes', { path: '/%68ealth' }, 404, 200],
    ['a header of a token with `crit` null', bearer(signed({ ...HEADER, crit: null }, claims())), 200, 401],
  ])('%s', async (_, sent, ofWorker, ofNode) => {
    expect([(await ask(worker, sent)).status, (await ask(node, sent)).status]).toEqual([ofWorker, ofNode]);
  });
});
