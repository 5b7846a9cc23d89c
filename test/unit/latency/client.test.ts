import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { clientOf, expected } from '../../../src/latency/client.ts';
import { loopbackClient } from '../../../src/latency/loopback.ts';
import type { ReplayRequest } from '../../../src/latency/requests.ts';
import { loopback } from '../loopback.ts';

const GET: ReplayRequest = {
  name: 'home',
  method: 'GET',
  path: '/',
  headers: {},
  body: undefined,
  expect: 200,
  weight: 1,
};

const now = (): number => performance.now();

describe.each([
  ['clientOf', (url: string) => clientOf(url, now)],
  ['loopbackClient', (url: string, ...requests: readonly ReplayRequest[]) => loopbackClient(url, now, requests)],
])('%s', (_, open) => {
  test('a request goes out as it is planned, and its answer is read whole', async () => {
    await using server = await loopback(async (request, response) => {
      const { method, url, headers } = request;
      response.statusCode = 201;
      response.end(
        JSON.stringify({
          method,
          url,
          type: headers['content-type'],
          extra: headers['x-extra'],
          body: await text(request),
        }),
      );
    });
    using client = open(server.url);
    const request = { ...GET, method: 'POST', path: '/a?b=c', headers: { 'content-type': 'text/x' }, body: 'grüße' };
    const answer = await client.ask(request, { 'x-extra': '1' });
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.body)).toEqual({
      method: 'POST',
      url: '/a?b=c',
      type: 'text/x',
      extra: '1',
      body: 'grüße',
    });
    expect(answer.ms).toBeGreaterThan(0);
  });

  test.each(['//example.com/x', '/\\example.com', '/%2e%2e/x', '/a//b?c#d'])(
    'the path %j is sent as it stands, to this machine',
    async (path) => {
      await using server = await loopback((request, response) => response.end(request.url));
      using client = open(server.url);
      expect((await client.ask({ ...GET, path })).body).toBe(path);
    },
  );

  test('one connection is kept for all requests', async () => {
    await using server = await loopback((_, response) => response.end('x'));
    using client = open(server.url);
    for (let i = 0; i < 5; i++) await client.ask(GET);
    expect(server.connections()).toBe(1);
  });

  test('the time is that of the whole answer, not of its first byte', async () => {
    await using server = await loopback((_, response) => {
      response.write('first');
      setTimeout(() => response.end('last'), 60);
    });
    using client = open(server.url);
    const answer = await client.ask(GET);
    expect(answer.body).toBe('firstlast');
    expect(answer.ms).toBeGreaterThan(55);
  });

  test('an answer that breaks off is an error, and is not asked for again', async () => {
    let asked = 0;
    await using server = await loopback((_, response) => {
      asked++;
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
      setTimeout(() => response.destroy(), 5);
    });
    using client = open(server.url);
    await expect(client.ask(GET)).rejects.toThrow(/^aborted$|^other side closed$/);
    expect(asked).toBe(1);
  });

  test('each value of a header is told, by its name in small letters', async () => {
    await using server = await loopback((_, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']).setHeader('X-One', 'ü').end();
    });
    using client = open(server.url);
    const { header, body } = await client.ask(GET);
    expect([header('set-cookie'), header('x-one'), header('absent'), body]).toEqual([['a=1', 'b=2'], ['ü'], [], '']);
  });

  test.each(['HEAD', 'PURGE', 'DELETE', 'POST'])('%s without a body is asked and answered', async (method) => {
    await using server = await loopback((request, response) =>
      response.setHeader('x-method', request.method ?? '').end(),
    );
    using client = open(server.url);
    for (let i = 0; i < 2; i++) {
      const { status, header, body } = await client.ask({ ...GET, method });
      expect([status, header('x-method'), body]).toEqual([200, [method], '']);
    }
  });

  test.each([
    ['Connection', 'close'],
    ['Expect', '100-continue'],
    ['Upgrade', 'x'],
  ])('a request with %s: %s is asked as it is', async (name, value) => {
    await using server = await loopback((request, response) => response.end(request.headers[name.toLowerCase()]));
    const request = { ...GET, headers: { [name]: value } };
    using client = open(server.url, request);
    expect((await client.ask(request)).body).toBe(value);
  });

  test('a server that closes its connection after each answer gets a new one for the next', async () => {
    await using server = await loopback((_, response) => response.setHeader('connection', 'close').end('x'));
    using client = open(server.url);
    for (let i = 0; i < 3; i++) expect((await client.ask(GET)).body).toBe('x');
    expect(server.connections()).toBe(3);
  });

  test('where nobody listens is an error', async () => {
    const server = await loopback(() => {});
    await server[Symbol.asyncDispose]();
    using client = open(server.url);
    await expect(client.ask(GET)).rejects.toThrow('ECONNREFUSED');
  });
});

test('another status than the one expected is a failure that quotes the answer', () => {
  const answer = { status: 500, body: ` no SIGNING_KEY ${'x'.repeat(400)}`, bytes: new Uint8Array(), ms: 0.1 };
  expect(() => expected(answer, GET)).toThrow(
    expect.objectContaining({
      fault: 'probe',
      message: expect.stringMatching(/^home: GET \/ answered 500, expected 200\. It said: no SIGNING_KEY x{285}$/),
      hint: expect.stringContaining('`test-vars`'),
    }),
  );
  expect(() => expected({ ...answer, body: ' \n' }, GET)).toThrow(/^home: GET \/ answered 500, expected 200\.$/);
  expect(expected({ ...answer, status: 401 }, { ...GET, expect: 401 })).toMatchObject({ status: 401 });
});

const HEALTH: ReplayRequest = { ...GET, name: 'health', path: '/health', expect: '2xx' };
const MEND = 'Set `health` to a path that answers 2xx.';
const BINDING = 'Is a binding missing? Those for this run alone go to `test-vars`.';

test.each([200, 204, 299])('health: %i is a good answer', (status) => {
  expect(expected({ status, body: '', bytes: new Uint8Array(), ms: 1 }, HEALTH).status).toBe(status);
});

/** The hint names the input that acts on the answer. */
test.each<[string, number, ReplayRequest, string]>([
  ['nothing at the default', 404, { ...HEALTH, path: '/' }, `${MEND} It is \`/\` where it is not set.`],
  ['nothing at the path', 404, HEALTH, MEND],
  ['a redirect', 302, HEALTH, `A redirect is not followed. ${MEND}`],
  ['just above', 300, HEALTH, `A redirect is not followed. ${MEND}`],
  ['just below', 199, HEALTH, MEND],
  ['a failure', 500, HEALTH, `${BINDING} ${MEND}`],
  ['a good answer to a request', 201, GET, 'Or another status is right: give it to the request as `expect`.'],
  [
    'a redirect of a request',
    302,
    GET,
    'A redirect is not followed. Or another status is right: give it to the request as `expect`.',
  ],
  ['a request', 404, GET, `${BINDING} Or another status is right: give it to the request as \`expect\`.`],
])('health: %s (%i) is refused with what to change', (_, status, request, hint) => {
  expect(() => expected({ status, body: '', bytes: new Uint8Array(), ms: 1 }, request)).toThrow(
    expect.objectContaining({
      message: `${request.name}: GET ${request.path} answered ${status}, expected ${request.expect}.`,
      hint,
    }),
  );
});
