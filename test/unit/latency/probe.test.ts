import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Probe, type Probed, probe, round } from '../../../src/latency/probe.ts';
import type { ReplayRequest } from '../../../src/latency/requests.ts';
import { loopback } from '../loopback.ts';

const HOME: ReplayRequest = {
  name: 'home',
  method: 'GET',
  path: '/',
  headers: {},
  body: undefined,
  expect: 200,
  weight: 1,
};
const DENIED: ReplayRequest = { ...HOME, name: 'denied', path: '/denied', expect: 401, weight: 2 };

const fine: RequestListener = (request, response) => {
  response.statusCode = request.url === '/denied' ? 401 : 200;
  response.end('hello');
};

/** A plan against a real server, which notes how it was served. */
function planOf(listener: RequestListener, more: Partial<Probe> = {}) {
  const served: string[] = [];
  const serve = async (isolates: 'one' | 'each'): Promise<Probed> => {
    const startedAt = performance.now();
    const server = await loopback(listener);
    served.push(isolates);
    return {
      url: server.url,
      startedAt,
      tail: () => 'last words of the runtime',
      [Symbol.asyncDispose]: async () => {
        await server[Symbol.asyncDispose]();
        served.push('ended');
      },
    };
  };
  const signal = new AbortController().signal;
  const plan: Probe = { serve, health: '/health', requests: [HOME, DENIED], durationMs: 60, signal, ...more };
  return { plan, served };
}

test('processes, isolates and the warm run are measured, each server is ended', async () => {
  const isolates = new Set<string>();
  const { plan, served } = planOf((request, response) => {
    const isolate = request.headers['x-wasm-ship-isolate'];
    if (typeof isolate === 'string') isolates.add(isolate);
    fine(request, response);
  });
  const { cold, warm } = await probe(plan);
  expect(served).toEqual([...Array(7).fill(['one', 'ended']), ['each', 'ended'], ['one', 'ended']].flat());
  expect([cold.process.n, cold.isolate.n, isolates.size]).toEqual([7, 15, 16]);
  expect(warm.routes.map(({ name, method, path }) => [name, method, path])).toEqual([
    ['home', 'GET', '/'],
    ['denied', 'GET', '/denied'],
  ]);
  expect(warm.all.n).toBe(warm.routes.reduce((sum, route) => sum + route.summary.n, 0));
  for (const { p50 } of [cold.process, cold.isolate, warm.all]) expect(p50).toBeGreaterThan(0);
});

test('every request is measured, however short the time is', async () => {
  const { plan } = planOf(fine, { durationMs: 1 });
  for (const { summary } of (await probe(plan)).warm.routes) expect(summary.n).toBeGreaterThanOrEqual(1);
});

test('a wrong status is a failure with the answer and the last words of the runtime, never a fast sample', async () => {
  const { plan, served } = planOf((_, response) => {
    response.statusCode = 500;
    response.end('no SIGNING_KEY');
  });
  await expect(probe(plan)).rejects.toThrow(
    expect.objectContaining({
      fault: 'probe',
      message: 'health: GET /health answered 500, expected 200. It said: no SIGNING_KEY',
      hint: expect.stringContaining('`test-vars`'),
      tail: 'last words of the runtime',
    }),
  );
  expect(served).toEqual(['one', 'ended']);
});

test('a wrong status in the middle of the warm run is a failure too', async () => {
  let asked = 0;
  const { plan } = planOf((request, response) => {
    if (request.url === '/' && asked++ === 8) response.statusCode = 503;
    else response.statusCode = request.url === '/denied' ? 401 : 200;
    response.end();
  });
  await expect(probe(plan)).rejects.toThrow('home: GET / answered 503, expected 200.');
});

test('a bundle that breaks off is a failure with the last words of the runtime', async () => {
  const { plan } = planOf((_, response) => response.destroy());
  await expect(probe(plan)).rejects.toThrow(
    expect.objectContaining({
      message: 'The served bundle broke off: socket hang up.',
      tail: 'last words of the runtime',
    }),
  );
});

test('a stall is seen by all requests that it kept waiting, not by one alone', async () => {
  let asked = 0;
  const { plan } = planOf(
    async (_, response) => {
      if (asked++ === 60) await sleep(150); // in the warm run: 7 processes, 16 isolates and 3 of the warm-up come before
      response.end();
    },
    { requests: [HOME], durationMs: 600 },
  );
  const { all } = (await probe(plan)).warm;
  expect(all.max).toBeGreaterThan(140);
  // slots are some 3 ms: about every fourth of the 600 ms was due while the server slept
  expect(all.p95).toBeGreaterThan(60);
});

test('requests come at the pace of their own answers, so that a slow server is not asked without a pause', async () => {
  let asked = 0;
  const { plan } = planOf(
    async (_, response) => {
      asked++;
      await sleep(10);
      response.end();
    },
    { requests: [HOME], durationMs: 200 },
  );
  const { warm } = await probe(plan);
  expect(asked).toBeGreaterThan(7 + 16 + 3);
  expect(warm.all.n).toBeLessThanOrEqual(Math.ceil(200 / 16)); // 1.5 × 10 ms + 2 ms each
});

test('a cancelled run stops measuring', async () => {
  const controller = new AbortController();
  const { plan, served } = planOf(
    (request, response) => {
      controller.abort();
      fine(request, response);
    },
    { signal: controller.signal },
  );
  await expect(probe(plan)).rejects.toMatchObject({ fault: 'cancelled' });
  expect(served).toEqual(['one', 'ended']);
});

test('a round has each request as often as its weight says', () => {
  const named = (name: string, weight: number) => ({ ...HOME, name, weight });
  const count = (requests: readonly ReplayRequest[]) =>
    Object.fromEntries(requests.map(({ name }) => [name, round(requests).filter((item) => item.name === name).length]));
  expect(count([named('a', 2), named('b', 10)])).toEqual({ a: 1, b: 5 });
  expect(count([named('a', 0.1), named('b', 0.25)])).toEqual({ a: 1, b: 3 });
  expect(count([named('a', 0.001), named('b', 1000)])).toEqual({ a: 1, b: 100 });
});
