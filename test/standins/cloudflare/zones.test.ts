import { describe, expect, test } from 'vitest';
import { useStandin } from './bench.ts';
import { fetchEdge } from './cloudflare.ts';
import { callApi, uploadForm, workerSource, writeProject } from './payload.ts';
import { wrangler } from './wrangler.ts';
import { Zones } from './zones.ts';

const { standin, project, existing, see, requestsFor } = useStandin({
  zones: ['example.com', 'example.org'],
});

test('the real wrangler sets routes, a custom domain and crons with a deploy, and changes them by triggers deploy', async () => {
  const routes = [
    'example.com/*',
    { pattern: 'shop.example.org/api/*', zone_name: 'example.org' },
    { pattern: 'api.example.com', custom_domain: true },
  ];
  const cwd = await project('routed', 'one', { routes, triggers: { crons: ['*/5 * * * *', '0 0 * * 1'] } });
  const deployed = await wrangler(standin(), ['deploy'], { cwd });
  expect(deployed.code, deployed.output).toBe(0);
  expect(standin().routes('routed')).toEqual(['example.com/*', 'shop.example.org/api/*']);
  expect(standin().domains('routed')).toEqual(['api.example.com']);
  expect(standin().schedules('routed')).toEqual(['*/5 * * * *', '0 0 * * 1']);
  for (const url of ['https://example.com/', 'https://shop.example.org/api/a?b', 'https://api.example.com/x'])
    expect(await see(url)).toMatchObject({ release: 'one', url });
  for (const url of ['https://shop.example.org/', 'https://www.example.com/'])
    expect((await fetchEdge(standin(), url)).status).toBe(404);

  await writeProject(cwd, 'routed', 'one', { routes: ['www.example.com/*'], triggers: { crons: [] } });
  const changed = await wrangler(standin(), ['triggers', 'deploy'], { cwd });
  expect(changed.code, changed.output).toBe(0);
  expect(standin().routes('routed')).toEqual(['www.example.com/*']);
  expect(standin().schedules('routed')).toEqual([]);
  expect((await fetchEdge(standin(), 'https://example.com/')).status).toBe(404);
  expect(requestsFor('routed').filter((request) => request.includes('/versions'))).toEqual([]);
});

test('a custom host has the percentages and the override header of its Worker', async () => {
  const one = await existing('split', 'one');
  await callApi(standin(), 'POST', 'scripts/split/versions', uploadForm(workerSource('two')));
  const { result } = await callApi(standin(), 'GET', 'scripts/split/versions');
  const two = (result as { items: { id: string }[] }).items[0]?.id ?? '';
  await callApi(standin(), 'PUT', 'scripts/split/routes', [{ pattern: 'split.example.org/*' }]);
  const deploy = (percentage: number) =>
    callApi(standin(), 'POST', 'scripts/split/deployments', {
      strategy: 'percentage',
      versions: [
        { version_id: one, percentage: 100 - percentage },
        { version_id: two, percentage },
      ],
    });
  const url = 'https://split.example.org/';
  await deploy(0);
  expect((await see(url)).release).toBe('one');
  expect((await see(url, { 'Cloudflare-Workers-Version-Overrides': `split="${two}"` })).release).toBe('two');
  await deploy(50);
  const releases = await Promise.all(Array.from({ length: 20 }, async () => (await see(url)).release));
  expect(releases.filter((release) => release === 'two').length).toBeGreaterThan(8);
  await callApi(standin(), 'DELETE', 'scripts/split');
  expect(standin().routes('split')).toEqual([]);
});

describe('patterns', () => {
  test.each([
    ['example.com/*', 'example.com/', true],
    ['https://example.com/*', 'example.com/a/b', true],
    ['example.com/*', 'www.example.com/', false],
    ['*.example.com/*', 'www.example.com/', true],
    ['*.example.com/*', 'example.com/', false],
    ['*example.com/*', 'example.com/', true],
    ['example.com/a*', 'example.com/abc', true],
    ['example.com/a', 'example.com/ab', false],
    ['example.com/a.b', 'example.com/aXb', false],
  ])('%s and %s: %s', (pattern, url, matches) => {
    const zones = new Zones(['example.com']);
    zones.putRoutes('w', [{ host: pattern }]);
    const path = url.slice(url.indexOf('/'));
    expect(zones.workerAt(url.slice(0, url.indexOf('/')), path)).toBe(matches ? 'w' : undefined);
  });

  test('the most telling one answers, and a route goes before a custom domain', () => {
    const zones = new Zones(['example.com']);
    zones.putDomains('domain', [{ host: 'a.example.com' }]);
    expect(zones.workerAt('a.example.com', '/')).toBe('domain');
    zones.putRoutes('wide', [{ host: '*.example.com/*' }]);
    zones.putRoutes('narrow', [{ host: 'a.example.com/*' }]);
    zones.putRoutes('path', [{ host: 'a.example.com/path/*' }]);
    expect(['/', '/path/x'].map((path) => zones.workerAt('a.example.com', path))).toEqual(['narrow', 'path']);
    expect(zones.workerAt('b.example.com', '/')).toBe('wide');
  });

  test('refused: one that another Worker has; its own may be said again', () => {
    const zones = new Zones(['example.com']);
    zones.putRoutes('owner', [{ host: 'example.com/*' }]);
    expect(() => zones.putRoutes('taker', [{ host: 'example.com/*' }])).toThrow('[code: 10020]');
    expect(zones.putRoutes('owner', [{ host: 'example.com/*' }])).toHaveLength(1);
  });

  test.each([
    [{ host: 'example.org/*' }, 10083],
    [{ host: 'example.org/*', zone_name: 'example.com' }, 10022],
    [{ host: 'a.example.com/*', zone_id: 'f'.repeat(32) }, 10083],
  ])('refused: %j', (asked, code) => {
    expect(() => new Zones(['example.com']).putRoutes('w', [asked])).toThrow(`[code: ${code}]`);
  });
});
