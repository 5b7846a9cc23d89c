import { expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { type ColdPlan, coldStarts, ISOLATES, PHASES, phase, phasesOf } from '../../../src/latency/cold.ts';
import type { Served } from '../../../src/latency/served.ts';
import { loopback } from '../loopback.ts';

const HEALTH = {
  ...{ name: 'health', method: 'GET', path: '/health', headers: {}, body: undefined, expect: 200, weight: 1 },
};

/** What a runtime takes, in ms: until it listens, what its first answer takes more, each answer. */
interface Takes {
  readonly process: number;
  readonly module: number;
  readonly answer: number;
}

/** Runtimes that take exactly so long, by a clock that goes on only where they say; `log`: who did what. */
function runtimes(more: Partial<ColdPlan> = {}) {
  let ms = 0;
  const log: string[] = [];
  const side = (name: string, takes: Takes, forgets?: true) => ({
    serve: async (isolates: 'one' | 'each'): Promise<Served> => {
      const startedAt = ms;
      ms += takes.process;
      const listeningAt = ms;
      ms += 0.5; // until it is asked
      log.push(`${name} ${isolates}`);
      const known = new Set<unknown>();
      const server = await loopback((request, response) => {
        const isolate = request.headers['x-wasm-ship-isolate'];
        ms += takes.answer + (known.has(isolate) ? 0 : takes.module);
        known.add(isolate);
        response.end('fine');
      });
      const usage = () => Promise.resolve({ cpuMs: 1, rssBytes: 1000 * takes.process });
      const { url } = server;
      return {
        ...{ url, startedAt, listeningAt, usage, tail: () => '', ...(forgets ? { forgets } : {}) },
        [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
      };
    },
    v8: async () => {
      log.push(`${name} v8`);
      return { version: '1', compileMs: takes.module / 2, instantiateMs: undefined, why: undefined };
    },
  });
  const plan = (head: ColdPlan['head'], base?: ColdPlan['head']): ColdPlan => ({
    ...{ head, ...(base === undefined ? {} : { base }), health: HEALTH, pairs: { process: 4, rounds: 2, v8: 2 } },
    ...{ clock: { now: () => ms }, signal: new AbortController().signal, ...more },
  });
  return { side, plan, log };
}

const HEAD: Takes = { process: 20, module: 7, answer: 2 };
const BASE: Takes = { process: 30, module: 5, answer: 1 };

test('each phase is a list of its own for head and base, and the phases add up to the whole', async () => {
  const { side, plan } = runtimes();
  const { head, base } = await coldStarts(plan(side('head', HEAD), side('base', BASE)));
  const four = (value: number): number[] => Array(4).fill(value);
  expect(PHASES.map((name) => phase(head.process, name))).toEqual([20, 0, 7, 2, 0.5].map(four));
  expect(PHASES.map((name) => phase(base?.process ?? [], name))).toEqual([30, 0, 5, 1, 0.5].map(four));
  for (const { total, ...phases } of [...head.process, ...(base?.process ?? [])])
    expect(total).toBe(Object.values(phases).reduce((sum, one) => sum + one, 0));
  const rounds = (start: object): object[] => Array(2).fill(Array(ISOLATES).fill(start));
  expect(head.isolate).toEqual(rounds({ total: 9, module: 7, answer: 2 }));
  expect(base?.isolate).toEqual(rounds({ total: 6, module: 5, answer: 1 }));
  expect([head.rssBytes, base?.rssBytes]).toEqual([four(20_000), four(30_000)]);
  expect([head.v8, base?.v8].map((told) => (told?.ok ? phase(told.value, 'compileMs') : []))).toEqual([
    [3.5, 3.5],
    [2.5, 2.5],
  ]);
});

test('the connection is told apart from what the module takes', () => {
  const times = { total: 40, process: 20, first: { ms: 18, connectMs: 3 }, second: 5 };
  expect(phasesOf(times)).toEqual({ total: 40, process: 20, connect: 3, module: 10, answer: 5, unexplained: 2 });
});

test('head and base come in pairs, in random order in each', async () => {
  let i = 0;
  const random = () => [0.1, 0.9, 0.9, 0.1][i++ % 4] ?? 0; // as they stand, then the other way round
  const { side, plan, log } = runtimes({ random });
  await coldStarts(plan(side('head', HEAD), side('base', BASE)));
  const there = ['head one', 'base one', 'base one', 'head one'];
  expect(log.slice(0, 2)).toEqual(['head one', 'base one']); // not counted
  expect(log.slice(2, 10)).toEqual([...there, ...there]);
  const each = ['head each', 'base each'];
  expect(log.slice(10, 14)).toEqual([...each, ...each]); // each round has processes of its own
  expect(log.slice(14).toSorted()).toEqual(['base v8', 'base v8', 'head v8', 'head v8']);
});

test('without a base there is none; an engine that nobody asks for is not told', async () => {
  const { side, plan, log } = runtimes();
  const { v8: _, ...head } = side('head', HEAD);
  const cold = await coldStarts(plan(head));
  expect([Object.keys(cold), Object.keys(cold.head), log.length]).toEqual([
    ['head'],
    ['process', 'rssBytes', 'isolate'],
    7,
  ]);
});

test('a runtime that forgets its isolates has no second answer: the whole is told, not its parts', async () => {
  const { side, plan } = runtimes();
  const { head } = await coldStarts(plan(side('head', HEAD, true)));
  expect(head.isolate.flat()).toEqual(Array(2 * ISOLATES).fill({ total: 9 }));
  expect(phase(head.isolate.flat(), 'module')).toEqual([]);
});

test('each kind has its part of the time, and half of it more for the pairs without which nothing is told', async () => {
  const pairs = { process: 40, rounds: 40, v8: 40 };
  const counts = async (mostMs: number) => {
    const { side, plan } = runtimes({ mostMs, pairs });
    const { head } = await coldStarts(plan(side('head', HEAD), side('base', BASE)));
    return [head.process.length, head.isolate.map((of) => of.length), head.v8?.ok && head.v8.value.length];
  };
  // a pair of processes takes 69 ms here, isolates the first 69 of a round and then 18 for each pair, V8 nothing
  expect(await counts(0)).toEqual([1, [1], 1]);
  expect(await counts(200)).toEqual([2, [2], 14]); // 135 ms for processes, 240 for isolates too, 300 for all
  expect(await counts(4000)).toEqual([27, [6, 6, 6, 6, 6, 6, 6, 2], 40]); // 1800 ms, 3200: enough before that
});

test('a base that answers otherwise is none: the head is told alone, with the reason', async () => {
  const { side, plan } = runtimes();
  const { serve, ...base } = side('base', BASE);
  const gone = async (isolates: 'one' | 'each'): Promise<Served> => {
    const server = await serve(isolates);
    return { ...server, url: `${server.url.replace('127.0.0.1', 'localhost.invalid')}` };
  };
  const { head, base: none, noBase } = await coldStarts(plan(side('head', HEAD), { ...base, serve: gone }));
  expect([head.process.length, none, noBase]).toEqual([4, undefined, expect.stringMatching(/served bundle broke off/)]);
});

test('a head that fails beside its base is a failure, and never told as one of the base', async () => {
  const { side, plan } = runtimes();
  const { serve, ...head } = side('head', HEAD);
  let starts = 0;
  const breaking = (isolates: 'one' | 'each') => {
    if (++starts === 3) throw new ShipError('probe', 'the third start of the head');
    return serve(isolates);
  };
  await expect(coldStarts(plan({ ...head, serve: breaking }, side('base', BASE)))).rejects.toThrow('the third start');
});

test("where V8's part cannot be had, the starts are told all the same", async () => {
  const { side, plan } = runtimes();
  const v8 = () => Promise.reject(new ShipError('probe', 'no'));
  const { head } = await coldStarts(plan({ ...side('head', HEAD), v8 }));
  expect([head.process.length, head.v8]).toEqual([4, expect.objectContaining({ ok: false })]);
});

test("the head's V8 times are told where those of the base cannot be had, and why those cannot", async () => {
  const { side, plan } = runtimes();
  const v8 = () => Promise.reject(new ShipError('probe', 'no'));
  const { head, base } = await coldStarts(plan(side('head', HEAD), { ...side('base', BASE), v8 }));
  expect([head.v8?.ok, base?.v8]).toEqual([true, expect.objectContaining({ ok: false })]);
});
