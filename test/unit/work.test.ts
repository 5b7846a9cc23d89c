import { expect, test } from 'vitest';
import type { CountedServer } from '../../src/edge/edge.ts';
import { countedWork } from '../../src/work.ts';
import { loopback } from './loopback.ts';

const PAGE = 65_536;
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const SIZES = { raw: 8, gzip: 8, brotli: 8 };
const BUNDLE = { folder: '/', entry: 'main.js', digest: '', files: [] };
const REQUEST = { name: 'leak', method: 'GET', path: '/', headers: {}, body: undefined, expect: 200, weight: 1 };

/** Work of a service whose memory grows by a page with each request. `takes`: what a request takes, in ms; `failsAt`: that one and later ones answer 500. */
async function leaking(takes: number, failsAt = Number.POSITIVE_INFINITY) {
  let now = 0;
  const processes: number[] = [];
  const serveCounted = async (): Promise<CountedServer> => {
    let asked = 0;
    const place = processes.length;
    const server = await loopback((_, response) => {
      asked++;
      now += takes;
      response.statusCode = asked >= failsAt ? 500 : 200;
      response.end();
    });
    return {
      ...{ url: server.url, startedAt: 0, listeningAt: 0, tail: () => '', usage: () => Promise.resolve(undefined) },
      counting: async (ask) => ({ value: await ask(), work: { total: 10n, functions: new Map() } }),
      memory: () => Promise.resolve(asked * PAGE),
      async [Symbol.asyncDispose]() {
        processes[place] = asked;
        await server[Symbol.asyncDispose]();
      },
    };
  };
  const host = {
    clock: { now: () => now },
    signal: new AbortController().signal,
    files: { read: () => Promise.resolve(EMPTY), exists: () => Promise.resolve(false) },
  } as unknown as Parameters<typeof countedWork>[3];
  const plan = { health: REQUEST, requests: [REQUEST], vars: {} };
  const place = { service: { serveCounted }, tools: Promise.resolve('') };
  const module = { file: 'a.wasm', before: SIZES, after: SIZES };
  const work = await countedWork({ bundle: BUNDLE, module, named: '/none' }, plan, place, host);
  return { work, processes };
}

test('memory is that after many more requests than are counted, in one process', async () => {
  const { work, processes } = await leaking(1);
  expect([work.memory, ...processes]).toEqual([23 * PAGE, 23, 3, 3]);
  expect(work.routes).toMatchObject([{ name: 'leak', least: 10, most: 10 }]);
});

test('slow requests end that in its time', async () => {
  const { processes } = await leaking(1000);
  expect(processes).toEqual([6, 3, 3]);
});

test('a request that fails only then leaves what was counted', async () => {
  const { work, processes } = await leaking(1, 10);
  expect(processes).toEqual([10, 3, 3]);
  expect(work.routes).toMatchObject([{ name: 'leak', least: 10 }]);
});
