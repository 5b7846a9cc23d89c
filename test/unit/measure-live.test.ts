import { expect, test } from 'vitest';
import type { Deployment } from '../../src/edge/edge.ts';
import { ShipError } from '../../src/error.ts';
import type { Host } from '../../src/host/host.ts';
import { GOOD } from '../../src/latency/requests.ts';
import { withLive } from '../../src/measure-live.ts';
import type { LivePlan } from '../../src/plan.ts';
import { loopback } from './loopback.ts';
import { recordedHost } from './recorded-host.ts';

const HEALTH = {
  name: 'health',
  method: 'GET',
  path: '/health',
  headers: {},
  body: undefined,
  expect: GOOD,
  weight: 1,
} as const;
const LIVE: LivePlan = { health: HEALTH, requests: [], leftOut: ['login'], runner: true };
const RELEASE = { before: 'v-0', deploymentId: 'd', versionId: 'v-1', steps: [], proof: undefined, watched: undefined };

/** A service on loopback, a deploy of it, and what was learned of it. */
async function measured(
  placed: Partial<Deployment> & { readonly failed?: true },
  { plan = LIVE, answer = 200, host: more = {} }: { plan?: LivePlan; answer?: number; host?: Partial<Host> } = {},
) {
  let asked = 0;
  await using server = await loopback((_, response) => {
    asked += 1;
    response.writeHead(answer, { 'x-version': 'v-1' }).end('secret-1');
  });
  await using recorded = await recordedHost({ fetch: (url, init) => fetch(url, init) });
  const at = (url: string): string => url.replace('SERVER', server.url);
  const { failed, ...rest } = placed;
  const deployment: Deployment = {
    ...{ url: 'SERVER/', name: 'auth', versionId: 'v-1', deploymentId: 'd', environment: 'e', ...rest },
  };
  const whole = {
    ...deployment,
    url: at(deployment.url),
    ...(rest.production && { production: rest.production.map(at) }),
  };
  const host = { ...recorded.host, clock: { ...recorded.host.clock, now: () => performance.now() / 100 }, ...more };
  const [outcome] = await withLive(
    [
      {
        package: { name: 'auth', live: plan },
        deployment: failed ? { ok: false, error: new ShipError('deploy', 'no') } : { ok: true, value: whole },
      },
    ],
    { ...host, redact: (text: string) => text.replaceAll('secret-1', '***') },
  );
  return { live: (outcome as { live?: object }).live, asked, said: recorded.said.map(({ text }) => text).join('\n') };
}

test('a preview is waited for, and then measured', async () => {
  const { live, asked } = await measured({});
  expect(live).toMatchObject({ runner: { ok: true, value: { asked: 24 } }, world: undefined, leftOut: ['login'] });
  expect(asked).toBe(3 + 24);
});

test('production is held beside it where it answers the path at another address', async () => {
  const own = await measured({ production: ['SERVER/'] });
  expect(own.live).toMatchObject({ runner: { value: { asked: 24 } } });
  const elsewhere = await measured({ production: ['http://127.0.0.1:1/api/', 'http://localhost:1/'] });
  expect(elsewhere.live).toMatchObject({ runner: { value: { noProduction: expect.stringMatching(/ECONNREFUSED/) } } });
});

/** What has nothing new to tell, or does not answer anywhere. */
test.each<[string, Parameters<typeof measured>]>([
  ['a deploy that failed', [{ failed: true }]],
  ['one that is live and failed in a part', [{ failure: new ShipError('deploy', 'no') }]],
  ['what answers nowhere', [{ url: '' }]],
  ['what was live already', [{ release: { ...RELEASE, how: 'unchanged', url: undefined } }]],
  ['a run that was cancelled', [{}, { host: { signal: AbortSignal.abort() } }]],
])('%s is not asked', async (_, given) => {
  const { live, asked } = await measured(...given);
  expect([live, asked]).toEqual([undefined, 0]);
});

test('a preview that does not answer as it should: not measured, and what it says is made fit to be read', async () => {
  const { live, said } = await measured({}, { answer: 500 });
  const message = 'GET /health answered 500, expected 2xx: ***.';
  expect(live).toMatchObject({ runner: { ok: false, error: { message } } });
  expect(said).toContain(`Live latency was not measured: ${message}`);
});

test('an address that is none takes nothing of the run', async () => {
  const { live } = await measured({ url: 'workers.dev' });
  expect(live).toMatchObject({ runner: { ok: false } });
});

test('a release is proved already, and its watch has asked: new connections alone', async () => {
  const watched = { answers: 6, bad: 0, ms: 5000, times: [5, 4, 3, 2, 1, 6] };
  const { live, asked } = await measured({ release: { ...RELEASE, how: 'staged', url: undefined, watched } });
  expect(live).toMatchObject({ runner: { value: { watched: true, head: { warm: [{ n: 6, p50: 3.5 }] } } } });
  expect(asked).toBe(4);
});

test('Globalping is told no header', async () => {
  const health = { ...HEALTH, headers: { authorization: 'x' } };
  const { live } = await measured({}, { plan: { ...LIVE, health, runner: false, places: ['Berlin'] } });
  expect(live).toMatchObject({
    runner: undefined,
    world: { error: { message: expect.stringContaining('has headers') } },
  });
});
