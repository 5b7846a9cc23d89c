import { afterEach, expect, test, vi } from 'vitest';
import { zonesOf } from '../../../src/edge/cloudflare/outside-version.ts';
import { workerNamed } from '../../../src/edge/cloudflare/worker.ts';
import { recordedHost } from '../../unit/recorded-host.ts';
import { useStandin } from './bench.ts';
import { callApi } from './payload.ts';

const WORKERS_ALONE = 'w'.repeat(40);
const { standin, existing } = useStandin({
  zones: ['example.com', 'shop.example.com', 'example.org'],
  tokens: { [WORKERS_ALONE]: 'workers' },
});

afterEach(() => vi.unstubAllEnvs());

const ROUTES = ['example.com/*', 'a.shop.example.com/x/*', { pattern: 'api.example.com', custom_domain: true }];

/** What a Worker has, asked by our own call, in the zones of a configuration. */
async function patterns(name: string, routes: readonly unknown[], token = standin().token) {
  vi.stubEnv('CLOUDFLARE_API_TOKEN', token);
  vi.stubEnv('CLOUDFLARE_ACCOUNT_ID', standin().accountId);
  vi.stubEnv('CLOUDFLARE_API_BASE_URL', standin().apiUrl);
  await using recorded = await recordedHost({ answers: [[/./, 'real']], platform: { node: process.execPath } });
  return await workerNamed(name, undefined, recorded.host).patterns(zonesOf({ name, routes }));
}

test('which routes and domains a Worker has now is asked of Cloudflare, whatever is configured', async () => {
  for (const name of ['mine', 'theirs']) await existing(name, 'one');
  await callApi(standin(), 'PUT', 'scripts/mine/routes', [
    ...[{ pattern: 'example.com/*' }, { pattern: 'b.shop.example.com/*' }, { pattern: 'example.org/*' }],
  ]);
  await callApi(standin(), 'PUT', 'scripts/theirs/routes', [{ pattern: 'a.shop.example.com/x/*' }]);
  await callApi(standin(), 'PUT', 'scripts/mine/domains/records', {
    override_existing_origin: false,
    origins: [{ hostname: 'old.example.com' }],
  });
  // of two zones that fit the longer one; example.org is in no route of the configuration
  expect(await patterns('mine', ROUTES)).toEqual({ has: ['old.example.com', 'example.com/*', 'b.shop.example.com/*'] });
  expect(await patterns('theirs', ROUTES)).toEqual({ has: ['a.shop.example.com/x/*'] });
  const zone_id = await standinZone('example.org');
  expect(await patterns('mine', [{ pattern: 'example.org/*', zone_id }])).toEqual({
    has: ['old.example.com', 'example.org/*'],
  });
});

test.each<[string, () => Promise<readonly unknown[]>, RegExp]>([
  ['by name', async () => ['example.com/*'], /^CLOUDFLARE_API_TOKEN sees no zone of example\.com\.$/],
  ['by id', async () => [{ pattern: 'x/*', zone_id: await standinZone('example.com') }], /Authentication error/],
])('a token without rights in a zone is told nothing of it: %s', async (_, routes, why) => {
  await existing('blind', 'one');
  expect(await patterns('blind', await routes(), WORKERS_ALONE)).toEqual({ why: expect.stringMatching(why) });
  expect(await callApi(standin(), 'PUT', 'scripts/blind/routes', [], WORKERS_ALONE)).toMatchObject({ status: 403 });
});

async function standinZone(name: string): Promise<string> {
  const { result } = await callApi(standin(), 'GET', `/zones?name=${name}`);
  return (result as { id: string }[])[0]?.id ?? '';
}
