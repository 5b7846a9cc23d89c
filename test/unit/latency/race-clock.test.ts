import { expect, test, vi } from 'vitest';
import { seeded } from '../../../src/latency/bootstrap.ts';
import { race } from '../../../src/latency/race.ts';
import type { ReplayRequest } from '../../../src/latency/requests.ts';
import { loopback } from '../loopback.ts';

const HOME: ReplayRequest = {
  ...{ name: 'home', method: 'GET', path: '/', headers: {}, body: undefined, expect: 200, weight: 1 },
};

/** A clock that stands still but for what answers and pauses take. */
function standing() {
  let now = 1000;
  const pass = (ms: number): void => {
    now += ms;
  };
  return { clock: { now: () => now, sleep: async (ms: number) => pass(ms) }, pass };
}

/** A race of servers whose answers take so many ms of that clock. */
async function racing(durationMs: number, base: number, head: (asked: number) => number, slowStart?: number) {
  const { clock, pass } = standing();
  let starts = 0;
  const start = (takes: (asked: number) => number) => async () => {
    let asked = 0;
    pass(++starts === slowStart ? 3000 : 50);
    const server = await loopback((_, response) => {
      pass(takes(asked++));
      response.end();
    });
    const more = { startedAt: 0, listeningAt: 0, tail: () => '', usage: async () => undefined };
    return { ...more, url: server.url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  };
  const serve = { base: start(() => base), head: start(head) };
  const plan = { serve, health: HOME, requests: [HOME], durationMs, margins: {}, random: seeded(1) };
  return race({ ...plan, clock, signal: new AbortController().signal });
}

test('the time of day is not asked: a clock that is set during a race changes nothing', async () => {
  const refuse = (): never => {
    throw new Error('somebody asked for the time of day');
  };
  vi.spyOn(Date, 'now').mockImplementation(refuse);
  vi.stubGlobal('Date', new Proxy(Date, { construct: refuse, apply: refuse }));
  try {
    const { routes, ms } = await racing(600, 4, () => 6);
    expect(routes).toMatchObject([{ base: { min: 4, max: 4 }, head: { min: 6, max: 6 } }]);
    expect(ms).toBeLessThan(900);
  } finally {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  }
});

test('what was due while head stalled is asked though the time of the round is over, and counts', async () => {
  const { routes, rounds } = await racing(6000, 4, (asked) => (asked === 15 ? 1000 : 4));
  expect(rounds).toBeGreaterThan(1);
  expect(routes[0]?.base).toMatchObject({ p50: 4, max: 4 });
  expect(routes[0]?.head).toMatchObject({ p50: 4, max: 1000 });
  expect(routes[0]?.head.p95).toBeGreaterThan(300);
});

test('as many pairs are asked base first as head first, and it cannot be foreseen which', async () => {
  const { samples } = await racing(3000, 4, () => 4);
  const rounds = samples.flatMap(({ rounds }) => rounds);
  const firsts = rounds.map((round) => round.map(({ first }) => first));
  for (const first of firsts) {
    expect(Math.abs(first.filter((one) => one === 'base').length - first.length / 2)).toBeLessThanOrEqual(1);
  }
  expect(new Set(firsts.map((first) => first.join(' '))).size).toBe(firsts.length);
});

test('one start that is slow takes its own time, and no more of the race', async () => {
  const [usual, slow] = [await racing(10_000, 4, () => 4), await racing(10_000, 4, () => 4, 7)];
  expect(slow.ms).toBeGreaterThan(9000);
  const share = (slow.rounds + slow.nulls) / (usual.rounds + usual.nulls);
  expect(share).toBeGreaterThan(0.5);
  expect(share).toBeLessThan(0.65);
});
