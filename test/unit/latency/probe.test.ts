import type { RequestListener } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Probe, probe, round } from '../../../src/latency/probe.ts';
import type { ReplayRequest } from '../../../src/latency/requests.ts';
import type { Served } from '../../../src/latency/served.ts';
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

const HEALTH: ReplayRequest = { ...HOME, name: 'health', path: '/health', expect: '2xx' };
/** Time that goes on only where a test lets it: the same on a machine that is busy. */
function stillClock() {
  let ms = 0;
  const pass = (more: number): void => {
    ms += more;
  };
  return { pass, now: () => ms, sleep: (more: number) => Promise.resolve(pass(more)) };
}

const START_MS = 5;
const ANSWER_MS = 1;
/** Due that long after the one before: half as long again as an answer takes, and 2 ms. */
const SLOT_MS = 3.5;
/** Processes and isolates of a run without a base; of each kind and round one does not count. */
const STARTS = { processes: 1 + 7, isolates: 2 * (1 + 6) };
/** Requests before the replay of one request: two of each start, 3 of the warm-up. */
const BEFORE = 2 * (STARTS.processes + STARTS.isolates) + 3;

const fine: RequestListener = (request, response) => {
  response.statusCode = request.url === '/denied' ? 401 : 200;
  response.end('hello');
};

/** A plan against a real server, which notes how it was served. `takes`: the ms of its next answer. */
function planOf(listener: RequestListener, more: Partial<Probe> = {}, takes: () => number = () => ANSWER_MS) {
  const served: string[] = [];
  const clock = stillClock();
  const asked: number[] = [];
  const serve = async (isolates: 'one' | 'each'): Promise<Served> => {
    const startedAt = clock.now();
    const server = await loopback((request, response) => {
      asked.push(clock.now());
      clock.pass(takes());
      listener(request, response);
    });
    clock.pass(START_MS);
    served.push(isolates);
    return {
      url: server.url,
      startedAt,
      listeningAt: clock.now(),
      usage: () => Promise.resolve(undefined),
      tail: () => 'last words of the runtime',
      [Symbol.asyncDispose]: async () => {
        await server[Symbol.asyncDispose]();
        served.push('ended');
      },
    };
  };
  const signal = new AbortController().signal;
  const plan: Probe = { serve, health: HEALTH, requests: [HOME, DENIED], durationMs: 60, clock, signal, ...more };
  return { plan, served, asked };
}

test('processes, isolates and the warm run are measured, each server is ended', async () => {
  const isolates = new Set<string>();
  const { plan, served } = planOf((request, response) => {
    const isolate = request.headers['x-wasm-ship-isolate'];
    if (typeof isolate === 'string') isolates.add(isolate);
    fine(request, response);
  });
  const { cold, warm } = await probe(plan);
  const started = [...Array(STARTS.processes).fill('one'), 'each', 'each', 'one'];
  expect(served).toEqual(started.flatMap((how) => [how, 'ended']));
  expect([cold.process.n, cold.isolate.n, isolates.size]).toEqual([7, 12, 7]);
  expect(warm.routes.map(({ name, method, path }) => [name, method, path])).toEqual([
    ['home', 'GET', '/'],
    ['denied', 'GET', '/denied'],
  ]);
  expect(warm.all.n).toBe(warm.routes.reduce((sum, route) => sum + route.summary.n, 0));
  expect([cold.process.p50, cold.isolate.p50, warm.all.p50]).toEqual([START_MS + ANSWER_MS, ANSWER_MS, ANSWER_MS]);
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
      message: 'health: GET /health answered 500, expected 2xx. It said: no SIGNING_KEY',
      hint: expect.stringContaining('`test-vars`'),
      tail: 'last words of the runtime',
    }),
  );
  expect(served).toEqual(['one', 'ended']);
});

test.each([
  ['any good status', HEALTH, 204],
  ['the status that a request of the crate expects', DENIED, 401],
])('a cold start ends with %s', async (_, health, status) => {
  const asked = new Set<string>();
  const { plan } = planOf(
    (request, response) => {
      if (request.url === health.path) asked.add(request.method ?? '');
      response.statusCode = request.url === health.path ? status : 200;
      response.end();
    },
    { health, requests: [HOME] },
  );
  const { cold } = await probe(plan);
  expect([cold.process.n, cold.isolate.n, ...asked]).toEqual([7, 12, 'GET']);
});

test('a wrong status in the middle of the warm run is a failure too', async () => {
  let asked = 0; // 3 times in the warm-up, then once a round
  const { plan } = planOf((request, response) => {
    if (request.url === '/' && asked++ === 5) response.statusCode = 503;
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

/** Requests within a time: one at its start, one after each slot; the last is waited for beyond its end. */
const slotsIn = (durationMs: number, slot: number): number => 1 + Math.ceil(durationMs / slot);

test('a stall is seen by all requests that it kept waiting, not by one alone', async () => {
  let asked = 0;
  const stalled = BEFORE + 34;
  const { plan } = planOf(fine, { requests: [HOME], durationMs: 600 }, () => (asked++ === stalled ? 150 : ANSWER_MS));
  const { all } = (await probe(plan)).warm;
  expect([all.n, all.min, all.max]).toEqual([slotsIn(450 + SLOT_MS, SLOT_MS), ANSWER_MS, 150]);
  // as many as were due while the server slept count as having waited for it, each a slot less than the one before
  expect(all.p95).toBeGreaterThan(120);
});

test('requests come at the pace of their own answers, so that a slow server is not asked without a pause', async () => {
  const { plan, asked } = planOf(fine, { requests: [HOME], durationMs: 200 }, () => 10);
  const { warm } = await probe(plan);
  const replayed = asked.slice(BEFORE);
  const pauses = replayed.slice(1).map((at, i) => at - (replayed[i] ?? Number.NaN));
  expect(new Set(pauses)).toEqual(new Set([17])); // 1.5 × 10 ms + 2 ms
  expect(warm.all).toMatchObject({ n: slotsIn(200, 17), min: 10, max: 10 });
  expect(replayed).toHaveLength(slotsIn(200, 17));
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

test.each([
  { weights: { a: 2, b: 10 }, rounds: 3, asked: { a: 3, b: 15 } },
  { weights: { a: 2, b: 3 }, rounds: 10, asked: { a: 10, b: 15 } },
  { weights: { a: 0.1, b: 0.25 }, rounds: 4, asked: { a: 4, b: 10 } },
  { weights: { a: 1, b: 1.4, c: 1 }, rounds: 10, asked: { a: 10, b: 14, c: 10 } },
  { weights: { a: 1, b: 1000 }, rounds: 100, asked: { a: 10, b: 10_000 } },
])('$rounds rounds have each request as often as $weights say', ({ weights, rounds, asked }) => {
  const requests = Object.entries(weights).map(([name, weight]) => ({ ...HOME, name, weight }));
  const all = Array.from({ length: rounds }, (_, i) => round(requests, i)).flat();
  expect(Object.fromEntries(requests.map(({ name }) => [name, all.filter((one) => one.name === name).length]))).toEqual(
    asked,
  );
});

test('the first round has each request, however seldom it comes, and none is larger than 100 of each', () => {
  const weight = fc.oneof(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 5 }), fc.nat(50), (weights, number) => {
      const requests = weights.map((one, i) => ({ ...HOME, name: String(i), weight: one }));
      const names = (of: readonly ReplayRequest[]) => new Set(of.map(({ name }) => name));
      expect(names(round(requests, 0)).size).toBe(weights.length);
      expect(round(requests, number).length).toBeLessThanOrEqual(101 * weights.length);
    }),
  );
});

test('a warm run of slow requests ends in its time, once each was asked', async () => {
  const often = { ...HOME, name: 'often', path: '/often', weight: 100 };
  const { plan, asked } = planOf(fine, { requests: [HOME, often], durationMs: 1000 }, () => 500);
  const { warm } = await probe(plan);
  expect(warm.routes.map(({ summary }) => summary.n).every((n) => n >= 1)).toBe(true);
  const warmed = 2 * (STARTS.processes + STARTS.isolates) + 2 * 3;
  // two slots of 752 ms fit, and one of the other request comes at the end; 100 of them would take over a minute
  expect(asked.length - warmed).toBeLessThanOrEqual(4);
});
