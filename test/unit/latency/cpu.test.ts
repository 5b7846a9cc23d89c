import { expect, test } from 'vitest';
import type { Usage } from '../../../src/host/host.ts';
import { cpuPerRequest, mixOf, perRequest } from '../../../src/latency/cpu.ts';
import type { ReplayRequest } from '../../../src/latency/requests.ts';
import { loopback } from '../loopback.ts';

const of = (path: string, weight: number): ReplayRequest => ({
  ...{ name: path, method: 'GET', path, headers: {}, body: undefined, expect: 200, weight },
});

/** A runtime that spends so much CPU on each path, on a clock of its own, and a bit of it always. */
function runtime(cpu: Readonly<Record<string, number>>, idle = 0, used?: Usage | 'not told') {
  let ms = 0;
  let spent = 0;
  const pass = (more: number): void => {
    ms += more;
    spent += idle * more;
  };
  const asked: string[] = [];
  const serve = async () => {
    const server = await loopback((request, response) => {
      asked.push(request.url ?? '');
      const each = cpu[request.url ?? ''] ?? 0;
      pass(each + 1); // 1 ms of waiting
      spent += each;
      response.end();
    });
    const usage = async () => (used === 'not told' ? undefined : { cpuMs: spent, rssBytes: 1, peakRssBytes: 2 });
    const { url } = server;
    return {
      ...{ url, startedAt: 0, listeningAt: 0, tail: () => '', usage },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  };
  const clock = { now: () => ms, sleep: (more: number) => Promise.resolve(pass(more)) };
  const signal = new AbortController().signal;
  return { asked, plan: { serve, requests: [of('/cheap', 3), of('/dear', 1)], clock, signal } };
}

test('CPU of each request without what the runtime takes at rest, and of the mix by their weights', async () => {
  const { plan, asked } = runtime({ '/cheap': 10, '/dear': 100 }, 0.1);
  const cpu = await cpuPerRequest(plan);
  expect(cpu).toMatchObject({
    idle: expect.closeTo(0.1, 9),
    requests: [
      { name: '/cheap', n: 64, cpuMs: expect.closeTo(10, 9), wallMs: expect.closeTo(11, 9) }, // 32 take 355 ms, not yet enough
      { name: '/dear', n: 8, cpuMs: expect.closeTo(100, 9), wallMs: expect.closeTo(101, 9) },
    ],
    mixMs: expect.closeTo((3 * 10 + 100) / 4, 9),
    memory: { runtime: { rssBytes: 1, peakRssBytes: 2 } },
  });
  expect(asked).toHaveLength(5 + 5 + 64 + 8);
});

test('a request that takes next to nothing ends with its time', async () => {
  const { plan } = runtime({ '/cheap': 0, '/dear': 0 });
  const cpu = await cpuPerRequest({ ...plan, mostMs: 20 });
  expect(cpu?.requests.map(({ n, cpuMs }) => [n, cpuMs])).toEqual(Array(2).fill([20, 0]));
});

test('where the system does not tell, it is not available, and nothing is asked', async () => {
  const { plan, asked } = runtime({}, 0, 'not told');
  expect(await cpuPerRequest(plan)).toBeUndefined();
  expect(asked).toEqual([]);
});

test('a failing answer is no cheap one', async () => {
  const { plan } = runtime({});
  const requests = [{ ...of('/', 1), expect: 201 }];
  await expect(cpuPerRequest({ ...plan, requests })).rejects.toThrow('/: GET / answered 200, expected 201.');
});

test.each([
  [{ cpuMs: 100, wallMs: 200 }, 10, 0, 10],
  [{ cpuMs: 100, wallMs: 200 }, 10, 0.1, 8],
  [{ cpuMs: 10, wallMs: 200 }, 10, 0.1, 0], // less than at rest is nothing, not a gain
])('%j of %d requests, %d at rest: %d ms each', (spent, n, idle, cpuMs) => {
  expect(perRequest(spent, n, idle).cpuMs).toBeCloseTo(cpuMs, 9);
});

test('the mix counts each request as often as it comes', () => {
  expect(mixOf([{ weight: 9 }, { weight: 1 }], [{ cpuMs: 1 }, { cpuMs: 11 }])).toBe(2);
});
