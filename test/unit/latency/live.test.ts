import type { IncomingMessage, ServerResponse } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { CONNECTIONS, type LiveWish, measureLive, WARM } from '../../../src/latency/live.ts';
import { GOOD, type ReplayRequest } from '../../../src/latency/requests.ts';
import { makeAuthority } from '../../standins/cloudflare/certificates.ts';
import { serveProxy } from '../../standins/cloudflare/proxy.ts';
import { loopback } from '../loopback.ts';

const request = (path: string, more: Partial<ReplayRequest> = {}): ReplayRequest => ({
  ...{ name: path.slice(1), method: 'GET', path, headers: {}, body: undefined, expect: 200, weight: 1, ...more },
});
const HEALTH = request('/health', { expect: GOOD });
const CLOCK: LiveWish['clock'] = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: () => Promise.resolve(),
};
const signal = new AbortController().signal;
const wishOf = (url: string, more: Partial<LiveWish> = {}): LiveWish => ({
  ...{ url, health: HEALTH, requests: [], proxies: undefined, clock: CLOCK, signal, longestMs: 60_000, ...more },
});

/** A service that writes down what it is asked, and never more than one at a time. */
async function service(name: string, log: string[], answer = (_: string): number => 200) {
  let open = 0;
  const server = await loopback((asked: IncomingMessage, response: ServerResponse) => {
    log.push(`${name} ${asked.method} ${asked.url}${open > 0 ? ' beside another' : ''}`);
    open += 1;
    response.writeHead(answer(asked.url ?? ''), { 'content-length': 2 });
    setTimeout(() => {
      open -= 1;
      response.end('ok');
    }, 1);
  });
  return server;
}

test('first requests over new connections, then warm ones over one; each request of the list, one at a time', async () => {
  const log: string[] = [];
  await using server = await service('head', log);
  const live = await measureLive(wishOf(server.url, { requests: [request('/a'), request('/b', { method: 'HEAD' })] }));
  expect(live.head.first).toMatchObject({ n: CONNECTIONS, parts: { lookupMs: 0, tlsMs: 0 } });
  const { ms, openedMs, answerMs } = live.head.first;
  expect(ms).toBeGreaterThan(1);
  expect([openedMs > 0, answerMs > 0.5, openedMs < ms]).toEqual([true, true, true]);
  expect(live.head.warm.map(({ method, path, n }) => [method, path, n])).toEqual([
    ['GET', '/health', 6],
    ['GET', '/a', 6],
    ['HEAD', '/b', 6],
  ]);
  expect(log).toHaveLength(live.asked);
  expect(live.asked).toBe(3 + CONNECTIONS + 18);
  expect(server.connections()).toBe(1 + CONNECTIONS);
  expect(log.filter((line) => line.includes('beside'))).toEqual([]);
});

test('production beside it, in turn, is asked for health alone; never more than 49 in all', async () => {
  const log: string[] = [];
  await using head = await service('head', log);
  await using production = await service('production', log);
  const requests = [request('/a'), request('/b'), request('/c')];
  const live = await measureLive(wishOf(head.url, { production: production.url, requests }));
  expect(live.head.warm.map(({ path }) => path)).toEqual(['/health', '/a', '/b', '/c']);
  expect(live.production?.warm.map(({ path, n }) => [path, n])).toEqual([['/health', WARM / 4]]);
  expect(log).toHaveLength(live.asked);
  expect(new Set(log.filter((line) => line.startsWith('production')))).toEqual(new Set(['production GET /health']));
  log.length = 0;
  const most = await measureLive(wishOf(head.url, { production: production.url }));
  expect(most).toMatchObject({ asked: 49, watched: false });
  const warm = log.slice(3 + 2 * CONNECTIONS).map((line) => line.split(' ')[0]);
  expect(warm.slice(0, 16).filter((name) => name === 'head')).toHaveLength(8); // eight rounds
});

test('production that hangs has a second of the time, and why it is missing is told', async () => {
  await using head = await service('head', []);
  await using production = await loopback(() => {});
  const live = await measureLive(wishOf(head.url, { production: production.url, longestMs: 5000 }));
  expect(live.head).toMatchObject({ first: { n: CONNECTIONS }, warm: [{ n: WARM }] });
  expect(live.noProduction).toMatch(/^health: GET \/health has no answer/);
});

test('the watch has asked already: its times are the warm ones', async () => {
  const log: string[] = [];
  await using server = await service('head', log);
  const live = await measureLive(wishOf(server.url, { known: [5, 1, 2, 4, 3], requests: [request('/a')] }));
  expect(live).toMatchObject({ asked: 1 + CONNECTIONS, watched: true });
  expect(live.head.warm).toEqual([{ name: 'health', method: 'GET', path: '/health', n: 5, min: 1, p50: 3, max: 5 }]);
  expect(new Set(log)).toEqual(new Set(['head GET /health']));
});

/** What is wrong, when, and what comes of it. */
describe('a bad answer is no fast one', () => {
  const failing = (path: string, from: number) => {
    let asked = 0;
    return (of: string): number => (of === path && ++asked >= from ? 500 : 200);
  };
  test.each([
    ['from the beginning', '/health', 1],
    ['of another request', '/a', 1],
    ['for a new connection', '/health', 3],
    ['later on', '/a', 4],
  ])('%s: not measured', async (_, path, from) => {
    await using server = await service('head', [], failing(path, from));
    const wish = wishOf(server.url, { requests: [request('/a')] });
    await expect(measureLive(wish)).rejects.toThrow(/answered 500, expected/);
  });

  test.each([
    ['/health', 1, undefined],
    ['/health', 4, undefined],
    ['/a', 1, ['/health']], // which it is not asked
  ])('production: %s, from the %i. on', async (path, from, measured) => {
    await using head = await service('head', []);
    await using production = await service('production', [], failing(path, from));
    const live = await measureLive(wishOf(head.url, { production: production.url, requests: [request('/a')] }));
    expect(live.head.warm.map((route) => route.path)).toEqual(['/health', '/a']);
    expect(live.production?.warm.map((route) => route.path)).toEqual(measured);
    expect(live.noProduction === undefined).toBe(measured !== undefined);
  });

  test('from the beginning: production is not even asked', async () => {
    const log: string[] = [];
    await using head = await service('head', [], () => 500);
    await using production = await service('production', log);
    await expect(measureLive(wishOf(head.url, { production: production.url }))).rejects.toThrow(/answered 500/);
    expect(log).toEqual([]);
  });

  test('nobody listens', async () => {
    const server = await service('head', []);
    await server[Symbol.asyncDispose]();
    await expect(measureLive(wishOf(server.url))).rejects.toThrow(
      /^health: GET \/health has no answer: .*ECONNREFUSED/,
    );
  });
});

test('it ends when its time is over, with what there is', async () => {
  const log: string[] = [];
  await using server = await service('head', log);
  // each look at this clock takes 100 ms of it
  let now = 0;
  const clock = { ...CLOCK, now: () => (now += 100) };
  const live = await measureLive(wishOf(server.url, { clock, longestMs: 5000 }));
  expect(live.head.warm[0]?.n).toBeLessThan(WARM);
  expect(log.length).toBe(live.asked);
  expect(live.asked).toBeLessThan(1 + CONNECTIONS + WARM);
});

test('a service that keeps no connection open has no warm answers, and its first ones are told', async () => {
  await using server = await loopback((_, response) => response.setHeader('connection', 'close').end('ok'));
  const live = await measureLive(wishOf(server.url));
  expect(live.head).toMatchObject({ first: { n: CONNECTIONS }, warm: [] });
});

test('a run that is cancelled ends it', async () => {
  const cancelled = new AbortController();
  let asked = 0;
  await using server = await service('head', [], () => {
    if (++asked === 3) cancelled.abort();
    return 200;
  });
  await expect(measureLive(wishOf(server.url, { signal: cancelled.signal }))).rejects.toMatchObject({
    fault: 'cancelled',
  });
});

describe('over TLS', () => {
  const before = getCACertificates('default');
  const authority = makeAuthority();
  setDefaultCACertificates([...before, authority.certificate]);
  afterAll(() => setDefaultCACertificates(before));

  test('through a proxy the connection is one figure, and warm requests share it', async () => {
    let connections = 0;
    const owned = (host: string): boolean => ++connections > 0 && host === 'auth.example.com';
    const answer = async (_: IncomingMessage, response: ServerResponse) => void response.end('ok');
    const proxy = await serveProxy(owned, authority, answer);
    const live = await measureLive(
      wishOf('https://auth.example.com', { proxies: { HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost' } }),
    );
    await proxy.close();
    expect(live.head.first).toMatchObject({ n: CONNECTIONS });
    expect(live.head.first.parts).toBeUndefined();
    expect(live.head.first.openedMs).toBeGreaterThan(live.head.first.answerMs);
    expect(live.head.warm[0]?.n).toBe(WARM);
    expect(connections).toBe(1 + CONNECTIONS);
  });

  test('without one: name, connection and TLS apart', async () => {
    const { createServer: secure } = await import('node:https');
    const server = secure(authority.issue('localhost'), (_, response) => void response.end('ok'));
    await new Promise<void>((resolve) => void server.listen(0, resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const live = await measureLive(wishOf(`https://localhost:${port}`));
    server.close();
    const { ms, openedMs, answerMs, parts } = live.head.first;
    expect(parts?.tlsMs).toBeGreaterThan(0);
    expect(parts?.lookupMs).toBeGreaterThan(0);
    expect(parts?.tcpMs).toBeGreaterThan(0);
    expect(openedMs + answerMs).toBeGreaterThan(ms / 3);
    expect(live.head.warm[0]?.p50).toBeLessThan(ms);
  });
});
