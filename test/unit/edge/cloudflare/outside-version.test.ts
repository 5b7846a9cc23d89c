import { expect, test } from 'vitest';
import type { Config } from '../../../../src/edge/cloudflare/config.ts';
import {
  addressesOf,
  migrationsOf,
  triggersOf,
  wantsWorkersDev,
  zonesOf,
} from '../../../../src/edge/cloudflare/outside-version.ts';

const DOMAIN = { pattern: 'auth.example.com', custom_domain: true };

test.each<[about: string, config: Config, addresses: readonly string[]]>([
  ['workers.dev alone', {}, ['https://auth.box.workers.dev']],
  ['a route instead of workers.dev', { route: 'example.com/*' }, ['https://example.com/']],
  ['a route with a path', { routes: ['example.com/api/*'] }, ['https://example.com/api/']],
  ['a route that ends in a word', { routes: ['example.com/api*'] }, ['https://example.com/api']],
  ['a route of one path', { routes: ['example.com/health'] }, ['https://example.com/health']],
  ['a route without a path', { routes: ['example.com'] }, ['https://example.com/']],
  [
    'a route by its zone',
    { routes: [{ pattern: 'example.com/*', zone_name: 'example.com' }] },
    ['https://example.com/'],
  ],
  ['a route of plain HTTP', { routes: ['http://example.com/*'] }, ['http://example.com/']],
  ['a route of a host and all below it', { routes: ['*example.com/*'] }, ['https://example.com/']],
  [
    'custom domains before routes',
    { routes: ['example.com/*', DOMAIN] },
    ['https://auth.example.com/', 'https://example.com/'],
  ],
  ['a custom domain that is switched off', { routes: [{ ...DOMAIN, enabled: false }, 'a.com/*'] }, ['https://a.com/']],
  [
    'workers.dev beside a route',
    { routes: ['example.com/*'], workers_dev: true },
    ['https://example.com/', 'https://auth.box.workers.dev'],
  ],
  ['no host of many', { routes: ['*.example.com/*', 'example.com/*'] }, ['https://example.com/']],
  [
    'workers.dev rather than one of many',
    { routes: ['*.a.com/*'], workers_dev: true },
    ['https://auth.box.workers.dev'],
  ],
  ['of many hosts, none of which is named', { routes: ['*.example.com/api/*'] }, []],
  ['the same host twice', { routes: ['example.com/*', 'example.com'] }, ['https://example.com/']],
  ['`routes` counts before `route`', { routes: ['a.com/*'], route: 'b.com/*' }, ['https://a.com/']],
  ['an empty list of routes is none', { routes: [] }, ['https://auth.box.workers.dev']],
  ['nowhere', { workers_dev: false }, []],
  ['everywhere names no host', { routes: ['*/*'] }, []],
  ['what is no route', { routes: [5, null, {}, 'not a host/*'] }, []],
])('where a Worker answers: %s', (_, config, addresses) => {
  expect(addressesOf({ name: 'auth', ...config }, 'box')).toEqual(addresses);
});

test.each<[about: string, config: Config, zones: readonly (string | readonly string[])[]]>([
  [
    'by the host and all above it',
    { routes: ['a.b.example.com/x/*'] },
    [['a.b.example.com', 'b.example.com', 'example.com']],
  ],
  ['of many hosts', { routes: ['*.example.com/*', '*example.com/*', 'https://example.com/*'] }, [['example.com']]],
  ['by its name', { routes: [{ pattern: 'a.example.com/*', zone_name: 'example.com' }] }, [['example.com']]],
  ['by its id', { routes: [{ pattern: 'a.example.com/*', zone_id: 'f1' }] }, ['f1']],
  ['none for a custom domain', { routes: [DOMAIN] }, []],
  ['none', {}, []],
])('the zone of a route: %s', (_, config, zones) => {
  expect(zonesOf(config).map(({ id, names }) => id ?? names)).toEqual(zones);
});

test('without the subdomain of the account, workers.dev has no address', () => {
  expect(addressesOf({ name: 'auth' }, undefined)).toEqual([]);
});

test.each<[config: Config, wanted: boolean]>([
  [{}, true],
  [{ workers_dev: false }, false],
  [{ route: 'a.com/*' }, false],
  [{ route: '' }, true],
  [{ routes: ['a.com/*'], workers_dev: true }, true],
])('%j at workers.dev: %s', (config, wanted) => {
  expect(wantsWorkersDev(config)).toBe(wanted);
});

test.each<[about: string, config: Config, triggers: readonly string[]]>([
  ['nothing', { vars: {}, workers_dev: true, queues: { producers: [{ queue: 'q', binding: 'Q' }] } }, []],
  ['routes and domains', { routes: ['a.com/*', DOMAIN] }, ['routes', 'custom domains']],
  ['crons', { triggers: { crons: ['* * * * *'] } }, ['crons']],
  ['no crons any more', { triggers: { crons: [] } }, ['crons']],
  ['events', { triggers: { events: [] } }, ['events']],
  ['messages', { queues: { consumers: [{ queue: 'q' }] } }, ['queue consumers']],
  ['its own workflow', { workflows: [{ name: 'w', binding: 'W', class_name: 'W' }] }, ['workflows']],
  ['its own workflow, by name', { name: 'a', workflows: [{ name: 'w', script_name: 'a' }] }, ['workflows']],
  ['a workflow of another Worker', { workflows: [{ name: 'w', script_name: 'other' }] }, []],
  ['a workflow that it exports', { exports: { W: { type: 'workflow', name: 'w' } } }, ['workflows']],
  ['mail', { addresses: ['a@example.com'] }, ['mail addresses']],
])('what is applied beside a version: %s', (_, config, triggers) => {
  expect(triggersOf(config)).toEqual(triggers);
});

test('migrations are told by their tags, in order', () => {
  expect(migrationsOf({ migrations: [{ tag: 'v1', new_classes: ['A'] }, { tag: 'v2' }, {}, 5] })).toEqual(['v1', 'v2']);
  expect(migrationsOf({})).toEqual([]);
  expect(migrationsOf({ migrations: 'v1' })).toEqual([]);
});
