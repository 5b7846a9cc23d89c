import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ActionRun, checkout } from '../e2e/action.ts';
import { useServices } from '../e2e/on-auth.ts';
import { pullRequest } from '../e2e/triggers.ts';
import { deploy } from '../e2e/two-jobs.ts';
import { callApi, uploadForm, workerSource } from '../standins/cloudflare/payload.ts';
import { release } from './on-release.ts';
import { plantBundle } from './planted-bundle.ts';

/**
 * What was deployed, measured where it is live, through dist: planted Workers, real wrangler and workerd, over TLS through the
 * proxy of the stand-in; and by probes of a stand-in of Globalping.
 */
const services = useServices();
let run = 1400;
let workspace = '';

beforeAll(async () => {
  const config = {
    ...{ name: 'live', main: 'build/index.js', compatibility_date: '2026-11-01', workers_dev: true },
    version_metadata: { binding: 'VERSION' },
  };
  workspace = await checkout('live', { 'wrangler.jsonc': JSON.stringify(config) }, 'kept');
});
afterAll(() => rm(workspace, { recursive: true }));
beforeEach(() => services().globalping.reset());

const answering = (status: number): string => `export default {
  fetch: (_, env) => new Response('', { status: ${status}, headers: { 'x-version': env.VERSION.id } }),
};
`;

function preview(source: string, inputs: Readonly<Record<string, string>> = {}, more: Partial<ActionRun> = {}) {
  const of = run++;
  const digest = plantBundle(services(), of, source);
  return deploy(services(), of, digest, {
    ...{ trigger: pullRequest(), workspace, inputs: { health: '/', ...inputs }, ...more },
  });
}

test('a preview alone; then beside production, by the runner and by the same probes of the world', async () => {
  const alone = await preview(answering(200));
  expect(alone.code, alone.log).toBe(0);
  expect(alone.report?.liveLatency).toMatchObject({
    runner: { head: { url: 'https://live-pr-7.box.workers.dev', first: { n: 3, tcp: null } }, production: null },
    ...{ noRunner: null, world: null, noWorld: null },
  });
  expect(services().globalping.calls).toEqual([]); // nobody has asked for it

  await callApi(services().cloudflare, 'PUT', 'scripts/live', uploadForm(workerSource('one')));
  await callApi(services().cloudflare, 'POST', 'scripts/live/subdomain', { enabled: true });
  const both = await preview(answering(200), { globalping: 'world' });
  expect(both.code, both.log).toBe(0);
  const { runner, world } = both.report?.liveLatency ?? {};
  expect(runner?.production).toMatchObject({ url: 'https://live.box.workers.dev', warm: [{ path: '/', n: 20 }] });
  expect(runner?.asked).toBe(49);
  expect(world).toMatchObject({ tests: 12, noProduction: null });
  expect(world?.probes.map(({ head, production }) => [head.why, production?.why])).toEqual(Array(6).fill([null, null]));
  expect(both.summary).toMatch(
    /^Live from the runner: first request .*, warm p50 .*; production .* From 6 places \(Globalping\): median .* of the 6 that asked both/m,
  );
});

test('out of quota, by a wrong place, and without Globalping: not measured, and the deploy is what it is', async () => {
  services().globalping.spend(249);
  const spent = await preview(answering(200), { globalping: 'Berlin, New York' });
  expect(spent.code, spent.log).toBe(0);
  expect(spent.report?.liveLatency).toMatchObject({
    runner: { asked: 49 },
    noWorld: expect.stringMatching(/^Globalping's quota is used up: 1 of 250 tests of this hour are left, again in/),
  });
  expect(spent.log).toContain('by a token of your own (`GLOBALPING_TOKEN`)');
  expect(spent.summary).toContain("Not measured from elsewhere: Globalping's quota is used up");

  services().globalping.reset();
  const inputs = { globalping: 'Atlantis', 'live-latency': 'false' };
  const nowhere = await preview(answering(200), inputs, { env: { GLOBALPING_TOKEN: 'wrong-token-1' } });
  expect(nowhere.code, nowhere.log).toBe(0);
  expect(nowhere.report?.liveLatency).toMatchObject({
    runner: null,
    noRunner: null,
    noWorld: expect.stringMatching(/refuses/),
  });
  expect(services().globalping.calls.at(-1)).toMatchObject({ authorized: true, status: 401 });
  expect(nowhere.log + nowhere.summary).not.toContain('wrong-token-1');
});

test('a preview that does not answer as it should is deployed, and not measured', async () => {
  const before = services().globalping.asked.length;
  const broken = await preview(answering(500), { globalping: 'world' });
  expect(broken.code, broken.log).toBe(0);
  expect(broken.outputs.deployed).toBe('true');
  expect(broken.report?.liveLatency).toMatchObject({ runner: null, noRunner: expect.stringContaining('answered 500') });
  expect(services().globalping.asked).toHaveLength(before);
});

test('a release: the warm times are those of its watch; what was live already is not asked again', async () => {
  const released = async (inputs: Readonly<Record<string, string>>, version: string) => {
    const of = run++;
    return release(services(), of, plantBundle(services(), of, answering(200)), version, {
      ...{ workspace, inputs: { health: '/', ...inputs } },
    });
  };
  const watched = await released({ watch: '6 s' }, 'v2.0.0');
  expect(watched.code, watched.log).toBe(0);
  expect(watched.report?.liveLatency?.runner).toMatchObject({
    ...{ watched: true, asked: 4, production: null },
    head: { url: 'https://live.box.workers.dev' },
  });
  const again = await released({ watch: '0 s' }, 'v2.0.0');
  expect(again.report?.deployment?.release?.how).toBe('unchanged');
  expect(again.report?.liveLatency).toBeNull();
});
