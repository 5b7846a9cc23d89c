import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrongBody } from '../../../src/latency/answer.ts';
import { clientOf, expected } from '../../../src/latency/client.ts';
import { noValues, sessionOf } from '../../../src/latency/replay.ts';
import { parseRequests, type ReplayRequest } from '../../../src/latency/requests.ts';
import { takenFrom } from '../../../src/latency/take.ts';
import { loopback } from '../loopback.ts';

const now = (): number => performance.now();

function requests(raw: unknown): readonly ReplayRequest[] {
  const read = parseRequests(raw);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

function one(raw: object, ...before: object[]): ReplayRequest {
  const request = requests([...before, raw]).at(-1);
  if (request === undefined) throw new Error('no request');
  return request;
}

const LOGIN = { name: 'login', method: 'POST', path: '/login', body: 'pw', take: { token: '/token' } };
const VERIFY = { name: 'verify', path: '/verify', headers: { authorization: 'Bearer {{token}}' } };

/** A service whose tokens are good once each login later: the latest alone is. */
function service() {
  let token = '';
  let logins = 0;
  return loopback(async (request, response) => {
    if (request.url === '/login') {
      await text(request);
      token = `secret-${++logins}`;
      response.setHeader('set-cookie', [`a=b; Path=/`, `sid=cookie-${logins}; HttpOnly`]);
      response.setHeader('x-next', `header-${logins}`);
      return response.end(JSON.stringify({ token }));
    }
    const { authorization, cookie } = request.headers;
    response.statusCode = authorization === `Bearer ${token}` ? 200 : 401;
    return response.end(JSON.stringify({ sub: 'alice', token: authorization, cookie, url: request.url }));
  });
}

describe('a session with a real server', () => {
  test('primed once, each request can be asked in any order, with the latest value', async () => {
    await using server = await service();
    using client = clientOf(server.url, now);
    const [login, verify] = requests([LOGIN, { ...VERIFY, answer: { json: { sub: 'alice' } } }]);
    if (login === undefined || verify === undefined) throw new Error('no requests');
    const session = sessionOf([login, verify], client);
    await expect(session.ask(verify)).rejects.toThrow('verify cannot be asked: no answer has given `{{token}}` yet.');
    await session.prime();
    for (const request of [verify, login, verify, login, login, verify])
      expect((await session.ask(request)).status).toBe(200);
    const { body } = await session.ask(verify);
    expect(JSON.parse(body).token).toBe('Bearer secret-4');
  });

  test('values come from headers and cookies, too, and go into paths', async () => {
    await using server = await service();
    using client = clientOf(server.url, now);
    const take = { token: '/token', next: { header: 'X-Next' }, sid: { cookie: 'sid' } };
    const headers = { ...VERIFY.headers, cookie: 'sid={{sid}}' };
    const all = requests([
      { ...LOGIN, take },
      { ...VERIFY, path: '/of/{{next}}?a={{token}}', headers },
    ]);
    const session = sessionOf(all, client);
    await session.prime();
    const { body } = await session.ask(all[1] as ReplayRequest);
    expect(JSON.parse(body)).toMatchObject({
      url: '/of/header-2?a=secret-2'.replace(/2/g, '1'),
      cookie: 'sid=cookie-1',
    });
  });

  test('a wrong answer is a failure that shows no value: not as it came, not as it was written', async () => {
    await using server = await service();
    using client = clientOf(server.url, now);
    const all = requests([LOGIN, { ...VERIFY, answer: { json: { sub: 'bob' } } }]);
    const session = sessionOf(all, client);
    const failure = await session.prime().catch((error: Error) => error);
    expect(failure).toMatchObject({
      fault: 'probe',
      message:
        'verify: GET /verify answered another value at `/sub` than the one of `answer`. It said: {"sub":"alice","token":"Bearer ***","url":"/verify"}',
      hint: expect.stringContaining('`answer`'),
    });
    expect(session.hide('last words: secret-1')).toBe('last words: ***');
  });

  test('an answer without what is taken is a failure that quotes nothing of it', async () => {
    await using server = await service();
    using client = clientOf(server.url, now);
    const all = requests([{ ...LOGIN, take: { token: '/access_token' } }, VERIFY]);
    const session = sessionOf(all, client);
    const failure = await session.prime().catch((error: Error) => error);
    expect(failure).toMatchObject({
      message: 'login: POST /login answered without `token`.',
      hint: expect.stringContaining('`/access_token` of its JSON body'),
    });
    const other = sessionOf(requests([{ ...LOGIN, expect: 201, take: { token: '/access_token' } }]), client);
    await expect(other.prime()).rejects.toThrow(/^login: POST \/login answered 200, expected 201\.$/);
  });

  test('played without a check, a failed request takes away what an earlier answer of it has given', async () => {
    let down = false;
    await using server = await loopback((_, response) => response.end(down ? 'down' : '{"token": "x"}'));
    using client = clientOf(server.url, now);
    const all = requests([LOGIN, VERIFY]);
    const [login, verify] = all as [ReplayRequest, ReplayRequest];
    const session = sessionOf(all, client);
    expect((await session.play(login)).status).toBe(200);
    await session.play(verify);
    down = true;
    await session.play(login);
    await expect(session.play(verify)).rejects.toThrow('no answer has given `{{token}}` yet');
  });
});

const GIVEN = [{ path: '/taker', take: { v: '/v' } }];
/** A request with `v` in it, as it goes out. */
function sent(raw: object, value: string): ReplayRequest {
  const values = noValues();
  values.take(one(GIVEN[0] as object), { body: JSON.stringify({ v: value }), header: () => [] });
  return values.fill(one(raw, ...GIVEN));
}

/** What somebody would try, and anything else. */
const VALUES = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc
    .array(
      fc.constantFrom('..', '.', '/', '%2e', '\\', ' ', '\r\n', 'x: y', '"', '}', '{{v}}', '?', '#', '&a=b', '\0'),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((parts) => parts.join('')),
);

test('no value leaves its place', () => {
  fc.assert(
    fc.property(VALUES, (value) => {
      const dots = /^\.+$/.test(value);
      const toPath = (): string => sent({ path: '/a/{{v}}/b?c={{v}}&d=e' }, value).path;
      if (dots) expect(toPath).toThrow('a step in a path');
      else {
        const url = new URL(toPath(), 'http://localhost');
        expect(url.pathname).toBe(`/a/${encodeURIComponent(value)}/b`);
        expect([...url.searchParams]).toEqual([
          ['c', value],
          ['d', 'e'],
        ]);
        expect([url.host, url.hash]).toEqual(['localhost', '']);
      }
      const toHeader = (): string | undefined => sent({ headers: { a: 'b {{v}}' } }, value).headers.a;
      if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) expect(toHeader()).toBe(`b ${value}`);
      else expect(toHeader).toThrow('has characters that no header can carry');
      const body = '{"a":"b {{v}}","{{v}}":1}';
      expect(JSON.parse(sent({ body }, value).body ?? '')).toEqual(
        JSON.parse(JSON.stringify({ a: `b ${value}`, [value]: 1 })),
      );
      const form = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'c={{v}}&d=e' };
      expect([...new URLSearchParams(sent(form, value).body)]).toEqual([
        ['c', value],
        ['d', 'e'],
      ]);
      expect(sent({ headers: { 'content-type': 'text/plain' }, body: '<{{ v }}>' }, value).body).toBe(`<${value}>`);
    }),
    { numRuns: 60 },
  );
});

test.each<[string, object, Partial<ReplayRequest>]>([
  ['braces that are meant', { body: '\\{{v}} and {{v}} and }}' }, { body: '{{v}} and x"y and }}' }],
  [
    'a type with parameters',
    { headers: { 'content-type': 'application/problem+json; a=b' }, body: '"{{v}}"' },
    { body: '"x\\"y"' },
  ],
  ['JSON by its text', { body: '["{{v}}"]' }, { body: '["x\\"y"]' }],
  ['no JSON, no type', { body: '{{v}}' }, { body: 'x"y' }],
])('%s', (_, raw, wanted) => {
  expect(sent(raw, 'x"y')).toMatchObject(wanted);
});

test('a request without braces goes out as it is', () => {
  const request = one({ path: '/a', body: '{"a":{"b":{}}}' });
  expect(noValues().fill(request)).toBe(request);
});

test('a value inside of another one is hidden with it, in each way that it may stand there', () => {
  const values = noValues();
  const taker = one({ take: { a: '/a', b: '/b' } });
  values.take(taker, { body: JSON.stringify({ a: 'k"/1', b: 'k"/1.2' }), header: () => [] });
  expect(values.hide('k"/1.2 k"/1 k%22%2F1.2 k\\"/1')).toBe('*** *** *** ***');
});

test.each<[string, unknown, string, string | undefined]>([
  ['a member', '/a/b', '{"a":{"b":"x"}}', 'x'],
  ['an escaped name', '/a~1b~0/0', '{"a/b~":["x"]}', 'x'],
  ['an empty name', '/', '{"":"x"}', 'x'],
  ['the whole', '', '"x"', 'x'],
  ['a number', '/a', '{"a":12}', '12'],
  ['a truth value', '/a', '{"a":false}', 'false'],
  ['an object', '/a', '{"a":{}}', undefined],
  ['null', '/a', '{"a":null}', undefined],
  ['an empty text', '/a', '{"a":""}', undefined],
  ['what every object has', '/constructor/name', '{}', undefined],
  ['the length of an array', '/length', '[1]', undefined],
  ['an index that is none', '/00', '[1]', undefined],
  ['half a character', '/a', '{"a":"\\ud800"}', undefined],
  ['too long', '/a', `{"a":"${'x'.repeat(8193)}"}`, undefined],
  ['no JSON', '/a', '<a>', undefined],
  ['more than is read', '/a', `{"a":"x"}${' '.repeat(8e6)}`, undefined],
])('taken by a JSON pointer: %s', (_, pointer, body, value) => {
  const { take = [] } = one({ take: { v: pointer } });
  expect(takenFrom(take, { body, header: () => [] }).get('v')).toBe(value);
});

const MEMBERS = { json: { a: { b: [1, { c: 'x' }] }, d: null } };
test.each<[string, unknown, string, string | undefined]>([
  ['the same text', 'ok', 'ok', undefined],
  ['another text', 'ok', 'ok\n', 'another body than the one of `answer`'],
  ['an empty body', '', '', undefined],
  ['a part', { contains: 'ok' }, 'so ok!', undefined],
  ['no such part', { contains: 'ok' }, 'OK', 'a body without the text of `answer`'],
  ['more members', MEMBERS, '{"z":1,"a":{"y":2,"b":[1,{"c":"x","w":3}]},"d":null}', undefined],
  [
    'another value',
    MEMBERS,
    '{"a":{"b":[1,{"c":"y"}]},"d":null}',
    'another value at `/a/b/1/c` than the one of `answer`',
  ],
  [
    'a longer array',
    MEMBERS,
    '{"a":{"b":[1,{"c":"x"},2]},"d":null}',
    'another value at `/a/b` than the one of `answer`',
  ],
  [
    'a member that is not there',
    MEMBERS,
    '{"a":{"b":[1,{"c":"x"}]}}',
    'another value at `/d` than the one of `answer`',
  ],
  [
    'an object for an array',
    MEMBERS,
    '{"a":{"b":{"0":1,"1":{"c":"x"}}},"d":null}',
    'another value at `/a/b` than the one of `answer`',
  ],
  ['another whole', { json: 1 }, '2', 'another value than the one of `answer`'],
  ['no JSON', { json: 1 }, 'one', 'a body that is no JSON'],
  ['too much JSON', { json: 1 }, `1${' '.repeat(8e6)}`, 'a body above 8 MB, which is not read as JSON'],
])('the body of an answer: %s', (_, answer, body, wrong) => {
  const request = one({ answer });
  expect(request.answer === undefined ? 'none' : wrongBody(request.answer, body)).toBe(wrong);
  if (wrong === undefined) expect(expected({ status: 200, body }, request).body).toBe(body);
  else expect(() => expected({ status: 200, body }, request)).toThrow(`GET / answered ${wrong}.`);
});

test('a request that has no answer is named, whatever the reason was', async () => {
  const login = one({ name: 'login' });
  const ask = () => Promise.reject(new Error('no whole answer within 30 s'));
  await expect(sessionOf([login], { ask }).ask(login)).rejects.toThrow('no whole answer within 30 s, when asked login');
});
