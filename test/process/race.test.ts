import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { seeded } from '../../src/latency/bootstrap.ts';
import { type Race, type RacePlan, race, WrongHead } from '../../src/latency/race.ts';
import type { ReplayRequest } from '../../src/latency/requests.ts';
import { type Loopback, loopback } from '../unit/loopback.ts';

const requestOf = (path: string, expect = 200): ReplayRequest => ({
  ...{ name: path, method: 'GET', path, headers: {}, body: undefined, expect, weight: 1 },
});
const clock = { now: () => performance.now(), sleep: (ms: number) => sleep(ms) };

/** Spins, as code does: a timer would not be as exact. */
function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const SERVED = { startedAt: 0, listeningAt: 0, tail: () => 'the last words', usage: async () => undefined };

type Routes = Readonly<Record<string, (() => void) | number>>;

/** Servers that answer as their routes say: with a status, or after some work. */
function servers(): {
  start: (routes: Routes) => () => ReturnType<RacePlan['serve']['head']>;
  started: Loopback[];
  open: () => number;
} {
  const started: Loopback[] = [];
  let open = 0;
  const start = (routes: Routes) => async () => {
    const server = await loopback((request, response) => {
      const route = routes[request.url ?? ''] ?? 404;
      if (typeof route === 'number') response.statusCode = route;
      else route();
      response.end('{}');
    });
    started.push(server);
    open++;
    return {
      ...{ ...SERVED, url: server.url },
      [Symbol.asyncDispose]: async () => {
        open--;
        await server[Symbol.asyncDispose]();
      },
    };
  };
  return { start, started, open: () => open };
}

async function raced(
  base: Routes,
  head: Routes,
  more: Partial<RacePlan> = {},
): Promise<{ race: Race; open: number; started: number }> {
  const { start, started, open } = servers();
  const done = await race({
    ...{
      serve: { base: start(base), head: start(head) },
      health: requestOf('/a'),
      requests: [requestOf('/a'), requestOf('/b')],
    },
    ...{ durationMs: 4000, margins: {}, clock, signal: new AbortController().signal, random: seeded(7), ...more },
  });
  return { race: done, open: open(), started: started.length };
}

const middle = ({ comparisons }: Race, name: string) =>
  comparisons.find((one) => one.name === name && one.measure === 'p50');

test('the route that got slower is told from the one that did not; each round has servers of its own, and all are ended', async () => {
  const {
    race: done,
    open,
    started,
  } = await raced({ '/a': () => spin(1), '/b': () => spin(1) }, { '/a': () => spin(2), '/b': () => spin(1) });
  expect(middle(done, '/a')).toMatchObject({ kind: 'slower' });
  expect(middle(done, '/a')?.ratio).toBeGreaterThan(1.5);
  expect(middle(done, '/b')?.kind).not.toBe('slower');
  expect(open).toBe(0);
  expect(started).toBe(2 * (done.rounds + done.nulls));
  expect(done.nulls).toBeGreaterThan(0);
}, 20_000);

test('a budget that is decided ends it early', async () => {
  const { race: done } = await raced(
    { '/a': () => spin(1) },
    { '/a': () => spin(3) },
    {
      ...{ requests: [requestOf('/a')], margins: { p50: 0.1 }, durationMs: 12_000 },
    },
  );
  expect(middle(done, '/a')).toMatchObject({ kind: 'slower', budget: 'over' });
  expect(done.ms).toBeLessThan(11_000);
}, 30_000);

test('what the base does not answer as it should is not raced, and is named', async () => {
  const { race: done } = await raced({ '/a': 200, '/b': 404 }, { '/a': 200, '/b': 200 }, { durationMs: 500 });
  expect(done.unknown.map(({ name }) => name)).toEqual(['/b']);
  expect(done.routes.map(({ request }) => request.name)).toEqual(['/a']);
}, 20_000);

test('a head that fails fast is no fast head: the race fails, with its last words, and nothing stays', async () => {
  const { start, open } = servers();
  const failing = race({
    ...{
      serve: { base: start({ '/a': () => spin(1) }), head: start({ '/a': 500 }) },
      health: requestOf('/a'),
      requests: [requestOf('/a')],
    },
    ...{ durationMs: 500, margins: {}, clock, signal: new AbortController().signal },
  });
  await expect(failing).rejects.toMatchObject({ fault: 'probe', tail: 'the last words' });
  await expect(failing).rejects.toBeInstanceOf(WrongHead);
  expect(open()).toBe(0);
}, 20_000);

/** A route that answers so often, and from then on with 500, by a route that says so. */
function worseAfter(answers: number): Routes {
  let asked = 0;
  return {
    get '/a'() {
      return asked++ < answers ? 200 : 500;
    },
  };
}

test('a base that answers wrongly in the race says nothing of head', async () => {
  const only = { requests: [requestOf('/a')], durationMs: 2000 };
  for (const [base, head, kind] of [
    [worseAfter(20), { '/a': 200 }, 'base'],
    [{ '/a': 200 }, worseAfter(20), 'head'],
  ] as const) {
    const error: unknown = await raced(base, head, only).catch((thrown: unknown) => thrown);
    expect([kind, error instanceof WrongHead, String(error)]).toEqual([
      kind,
      kind === 'head',
      expect.stringContaining('/a answered 500, expected 200'),
    ]);
  }
}, 20_000);

test('what uses a value of a request that the base answers otherwise is new, too', async () => {
  const create: ReplayRequest = { ...requestOf('/create', 201), take: [{ name: 'id', pointer: '/id' }] };
  const get = requestOf('/items/{{id}}');
  const items = (status: number) => async () => {
    const server = await loopback((request, response) => {
      response.statusCode = request.url === '/create' ? status : 200;
      response.end('{"id":"7"}');
    });
    return { ...SERVED, url: server.url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  };
  const done = await race({
    ...{ serve: { base: items(200), head: items(201) }, health: requestOf('/a') },
    ...{ requests: [requestOf('/a'), create, get], durationMs: 500, margins: {}, clock },
    signal: new AbortController().signal,
  });
  expect(done.unknown.map(({ name }) => name)).toEqual(['/create', '/items/{{id}}']);
}, 20_000);

test('a race that is cancelled ends soon, and nothing stays', async () => {
  const { start, open } = servers();
  const controller = new AbortController();
  const one = start({ '/a': () => spin(1) });
  const running = race({
    ...{ serve: { base: one, head: one }, health: requestOf('/a'), requests: [requestOf('/a')] },
    ...{ durationMs: 60_000, margins: {}, clock, signal: controller.signal },
  });
  setTimeout(() => controller.abort(), 200);
  await expect(running).rejects.toMatchObject({ fault: 'cancelled' });
  expect(open()).toBe(0);
}, 20_000);
