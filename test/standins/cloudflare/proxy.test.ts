import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeAuthority } from './certificates.ts';
import { type Listening, listenOn } from './listen.ts';
import { type Onward, serveProxy } from './proxy.ts';

/** The proxy as a way to what is not ours: `echo` is a host elsewhere, and the first proxy is the machine's own for the second. */
const authority = makeAuthority();
const proxyWith = (onward?: Onward): Promise<Listening> =>
  serveProxy(
    (host) => host === 'mine.box.workers.dev',
    authority,
    async () => undefined,
    onward,
  );
const echo = createTcpServer((socket) => socket.pipe(socket));
const proxies: Listening[] = [];

beforeAll(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const first = await proxyWith({ via: undefined });
  proxies.push(first, await proxyWith({ via: first.url }), await proxyWith());
});
afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
  echo.close();
});

function echoAddress(): string {
  const address = echo.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
}

/** Asks a proxy for a way to a host. */
async function ask(proxy: number, path: string): Promise<{ status: number | undefined; socket: Socket }> {
  const { hostname, port } = new URL(proxies[proxy]?.url ?? '');
  const asked = request({ hostname, port, method: 'CONNECT', path, agent: false }).end();
  const [answer, socket] = (await once(asked, 'connect')) as [IncomingMessage, Socket];
  return { status: answer.statusCode, socket };
}

test.each([
  ['itself', 0],
  ["by the machine's own proxy", 1],
])('a host elsewhere is reached %s', async (_, proxy) => {
  const { status, socket } = await ask(proxy, echoAddress());
  expect(status).toBe(200);
  socket.write('said');
  expect(String((await once(socket, 'data'))[0])).toBe('said');
  socket.destroy();
});

test.each([
  [0, 'mine.box.workers.dev:443', 200],
  [0, 'other.workers.dev:443', 403],
  [0, 'api.cloudflare.com:443', 403],
  [2, '127.0.0.1:1', 403],
])('proxy %i, CONNECT to %s: %i', async (proxy, path, status) => {
  const answer = await ask(proxy, path);
  answer.socket.destroy();
  expect(answer.status).toBe(status);
});

test('one that cannot be reached ends the connection', async () => {
  const closed = await listenOn(createServer());
  await closed.close();
  await expect(ask(0, new URL(closed.url).host)).rejects.toThrow();
});
