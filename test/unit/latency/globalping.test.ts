import { expect, test } from 'vitest';
import { GLOBALPING_TOKEN, measureWorld, type WorldWish } from '../../../src/latency/globalping.ts';
import { parsePlaces } from '../../../src/latency/places.ts';
import { type GlobalpingOptions, makeGlobalping } from '../../standins/globalping/globalping.ts';
import { loopback } from '../loopback.ts';

/** Globalping's API on loopback, with its quotas; probes find an answer of 200 in 5 ms at a preview, 3 ms at production. */
async function globalping(options: Partial<GlobalpingOptions> = {}, token?: string) {
  const reach = async (url: string) => ({ status: 200, ms: url.includes('preview') ? 5 : 3 });
  let now = 0;
  const sleep = async (ms: number): Promise<void> => {
    now += ms;
  };
  const standin = makeGlobalping({ reach, clock: () => now, ...options });
  const server = await loopback((request, response) => void standin.handle(request, response));
  const wish: WorldWish = {
    url: 'https://preview.example.com',
    path: '/health?deep=1',
    expect: undefined,
    places: { each: 'continent' },
    fetch: (url, init, bearer) => {
      const { protocol, host } = new URL(url);
      expect([protocol, host, bearer]).toEqual(['https:', 'api.globalping.io', GLOBALPING_TOKEN]);
      const headers = {
        ...(init?.headers as object),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      return fetch(url.replace('https://api.globalping.io', server.url), { ...init, headers });
    },
    clock: { now: () => now, date: () => new Date(0), sleep },
    signal: new AbortController().signal,
  };
  return { standin, wish, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const PRODUCTION = 'https://www.example.com';

test.each<[string, unknown]>([
  ['off', undefined],
  ['world', { each: 'continent' }],
  ['Berlin, New York,AS', ['Berlin', 'New York', 'AS']],
  ['São Paulo, AS3320+DE', ['São Paulo', 'AS3320+DE']],
  ['Berlin,', expect.stringContaining('at most 10 places')],
  ['a\nb', expect.stringContaining('at most 10 places')],
  [Array.from({ length: 11 }, (_, i) => `p${i}`).join(), expect.stringContaining('at most 10 places')],
])('places of %j', (text, places) => {
  expect(parsePlaces(text)).toEqual(places);
});

test('one probe of each continent asks the path, and the same ones ask production', async () => {
  await using there = await globalping();
  const { probes, tests } = await measureWorld({ ...there.wish, production: PRODUCTION });
  expect(probes.map(({ continent }) => continent)).toEqual(['EU', 'NA', 'AS', 'SA', 'OC', 'AF']);
  expect(probes[0]).toMatchObject({
    ...{ city: 'Berlin', country: 'DE', network: 'Deutsche Telekom' },
    head: { timings: { totalMs: 48, dnsMs: 2, tcpMs: 10, tlsMs: 20, firstByteMs: 15 } },
    production: { timings: { totalMs: 46 } },
  });
  expect(tests).toBe(12);
  expect(new Set(there.standin.asked.slice(0, 6))).toEqual(new Set(['https://preview.example.com/health?deep=1']));
  expect(new Set(there.standin.asked.slice(6))).toEqual(new Set([`${PRODUCTION}/health?deep=1`]));
  expect(there.standin.calls.every(({ userAgent, authorized }) => /^wasm-ship/.test(userAgent) && !authorized)).toBe(
    true,
  );
});

test('out of quota: not measured, with what is left and when there is more', async () => {
  await using there = await globalping({ anonymous: 8 });
  await measureWorld(there.wish);
  await expect(measureWorld(there.wish)).rejects.toMatchObject({
    fault: 'probe',
    message: expect.stringMatching(
      /^Globalping's quota is used up: 2 of 8 tests of this hour are left, again in 3600 s\.$/,
    ),
    hint: expect.stringContaining('`GLOBALPING_TOKEN`'),
  });
});

test('out of quota for production alone: what there is stays', async () => {
  await using there = await globalping({ anonymous: 8 });
  const world = await measureWorld({ ...there.wish, production: PRODUCTION });
  expect(world.probes.map(({ head, production }) => ['timings' in head, production])).toEqual(
    Array(6).fill([true, undefined]),
  );
  expect(world).toMatchObject({ tests: 6, noProduction: expect.stringContaining('quota is used up') });
});

test('a token has a quota of its own; one that is wrong is told', async () => {
  await using own = await globalping({ anonymous: 0, tokens: ['t-1'] }, 't-1');
  expect((await measureWorld(own.wish)).tests).toBe(6);
  await using wrong = await globalping({ tokens: ['t-1'] }, 't-2');
  await expect(measureWorld(wrong.wish)).rejects.toMatchObject({ hint: expect.stringContaining('GLOBALPING_TOKEN') });
});

/** What is no good answer of a probe is no time, and the others stay. */
test.each<[string, object, string]>([
  ['failed', { status: 'failed', rawOutput: 'getaddrinfo ENOTFOUND' }, 'failed'],
  ['a negative time', finished({ total: -1 }), 'it tells no times that can be'],
  ['no time', finished({ total: null }), 'it tells no times that can be'],
  ['a quick 500', finished({ total: 1 }, 500), 'answered 500'],
])('a probe: %s', async (_, result, why) => {
  await using there = await globalping();
  there.standin.distort('Tokyo', result);
  const { probes } = await measureWorld(there.wish);
  const others = probes.filter(({ city }) => city !== 'Tokyo');
  expect(probes.find(({ city }) => city === 'Tokyo')?.head).toEqual({ why });
  expect(others.map(({ head }) => 'timings' in head)).toEqual(Array(5).fill(true));
});

function finished(timings: object, statusCode = 200): object {
  return { status: 'finished', statusCode, timings: { dns: 1, tcp: 1, tls: 1, firstByte: 1, ...timings } };
}

test('a probe that has gone before it asked production, or is another one then, says nothing of the two', async () => {
  await using there = await globalping();
  there.standin.leave('Tokyo');
  there.standin.replace('Sydney');
  const { probes } = await measureWorld({ ...there.wish, production: PRODUCTION });
  expect(probes.find(({ city }) => city === 'Tokyo')?.production).toEqual({ why: 'offline' });
  expect(probes.find(({ city }) => city === 'Sydney')?.production).toEqual({ why: 'the probe is gone' });
});

test('no probe there, an address that is none of the public, and one that Globalping does not answer', async () => {
  await using there = await globalping();
  await expect(measureWorld({ ...there.wish, places: ['Atlantis'] })).rejects.toThrow(
    'Globalping refuses: No suitable probes found.',
  );
  await expect(measureWorld({ ...there.wish, url: 'https://127.0.0.1' })).rejects.toThrow(
    'Globalping refuses: Parameter validation failed ("target" must be a valid domain name or public IP).',
  );
  const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo EAI_AGAIN') }));
  await expect(measureWorld({ ...there.wish, fetch })).rejects.toThrow('has no answer: getaddrinfo EAI_AGAIN.');
  const page = async () => new Response('<html>', { status: 200 });
  await expect(measureWorld({ ...there.wish, fetch: page })).rejects.toThrow('another form than its API has');
});

test('it looks no more often than Globalping asks for, and takes what is there when the time is over', async () => {
  const never = Promise.withResolvers<never>();
  const reach = (url: string) => (url.includes('preview') ? never.promise : Promise.resolve({ status: 200, ms: 1 }));
  await using there = await globalping({ reach });
  const { probes } = await measureWorld(there.wish);
  expect(probes.map(({ head }) => head)).toEqual(Array(6).fill({ why: 'in-progress' }));
  expect(there.standin.calls.filter(({ status }) => status === 429)).toEqual([]);
});

test('a run that is cancelled ends it', async () => {
  const cancelled = new AbortController();
  await using there = await globalping({ reach: () => new Promise(() => undefined) });
  const sleep = async () => cancelled.abort();
  const clock = { ...there.wish.clock, sleep };
  await expect(measureWorld({ ...there.wish, clock, signal: cancelled.signal })).rejects.toMatchObject({
    fault: 'cancelled',
  });
});
