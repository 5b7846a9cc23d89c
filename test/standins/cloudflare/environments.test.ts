import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Config } from '../../../src/edge/cloudflare/config.ts';
import {
  previewConfiguration,
  reasonAgainstPreview,
  releaseConfiguration,
} from '../../../src/edge/cloudflare/deployed-config.ts';
import { environmentConfig, INHERITED, TOP_LEVEL_ONLY } from '../../../src/edge/cloudflare/environment.ts';
import { configSchemas, type Read, type Reading, readByWrangler, sampleOf } from './read-config.ts';

/** Our rules of environments against the real wrangler's own reading, for each key that it knows. */
const schemas = await configSchemas();
const ofEnvironment = schemas.RawEnvironment?.properties ?? {};
const FILE = 'wrangler.json';
const BASE = { name: 'auth', main: 'index.js', compatibility_date: '2026-11-01' };

/** Where the form alone makes no value that wrangler takes. */
const SAMPLES: Readonly<Record<string, (place: string) => unknown>> = {
  compatibility_date: (place) => (place === 'top' ? '2026-11-02' : '2026-11-03'),
  rules: (place) => [{ type: 'Text', globs: [`**/*.${place}`] }],
  previews: (place) => ({ vars: { A: place } }),
  containers: (place) => [{ name: place, class_name: 'A', image: './Dockerfile' }],
  pipelines: (place) => [{ binding: `P_${place}`, stream: place }],
};

/** Each key of an environment, with a value at the `top` level and another one in its `own`. */
const KEYS = Object.entries(ofEnvironment).map(([key, schema]) => {
  const value = (place: string) => SAMPLES[key]?.(place) ?? sampleOf(schema, schemas, `${key}-${place}`);
  return { key, top: { [key]: value('top') }, own: { [key]: value('owns') } };
});

/** Everything is read in one go, since wrangler takes a second to start. */
const readings: Reading[] = [];
function later(reading: Reading): () => Read {
  const at = readings.push(reading) - 1;
  return () => answers[at] ?? { refused: 'not read' };
}
/** What wrangler makes of the environment `e`, and of what we make of it. */
function both(config: Config): { readonly config: Config; readonly theirs: () => Read; readonly ours: () => Read } {
  return { config, theirs: later({ config, env: 'e' }), ours: later({ config: environmentConfig(config, 'e', FILE) }) };
}

const nothing = later({ config: BASE });
const ofKeys = KEYS.map(({ key, top, own }) => ({
  key,
  top: later({ config: { ...BASE, ...top } }),
  inherited: both({ ...BASE, ...top, env: { e: {} } }),
  pairs: [both({ ...BASE, env: { e: own } }), both({ ...BASE, ...top, env: { e: own } })],
}));

// without those that exclude another
const FREE = KEYS.filter(({ key }) => !['route', 'exports'].includes(key));
const some = (place: 'top' | 'own') =>
  fc.subarray(FREE).map((keys): object => Object.assign({}, ...keys.map((key) => key[place])));
const many = fc
  .sample(fc.tuple(some('top'), some('own')), { numRuns: 100, seed: 7 })
  .map(([top, own]) => both({ ...BASE, ...top, env: { e: own, other: top } }));
const UP = { main: 'bundle/index.js', rules: [], assets: undefined };
const goingUp = many.map(({ config }) => {
  const declined = reasonAgainstPreview(config, 'e', FILE) !== undefined;
  const preview = previewConfiguration(config, 'e', UP, 7, FILE);
  const release = releaseConfiguration(config, 'e', UP, FILE);
  return { preview: declined ? undefined : later({ config: preview }), release: later({ config: release }) };
});

const ROUTE = 'example.com/*';
const KINDS = [
  ['an empty account', { account_id: 'a' }, { account_id: '' }],
  ['an empty account at the top level', { account_id: '' }, {}],
  ['an empty route', { route: ROUTE }, { route: '' }],
  ['`routes` over an inherited `route`', { route: ROUTE }, { routes: ['b.com/*'] }],
  ['`route` below inherited `routes`', { routes: [ROUTE] }, { route: 'b.com/*' }],
  ['no routes', { routes: [ROUTE] }, { routes: [] }],
  ['crons of the top level', { triggers: { crons: ['* * * * *'] } }, {}],
  ['a name of its own', {}, { name: 'other' }],
  ['development and aliases', { dev: { port: 1 }, alias: { a: 'b' }, keep_vars: true }, {}],
] as const;
const kinds = KINDS.map(([about, top, own]) => [about, both({ ...BASE, ...top, env: { e: own } })] as const);
const refused = [
  { ...BASE, env: { staging: {} } },
  { ...BASE, legacy_env: false, env: { e: {} } },
].map((config) => ({
  config,
  read: later({ config, env: 'e' }),
}));

const answers = await readByWrangler(readings);

/** What wrangler reads, without what it notes of the reading itself, and with the routes that it deploys. */
function configOf(read: Read): Readonly<Record<string, unknown>> {
  if ('refused' in read) throw new Error(read.refused);
  const { topLevelName: _, definedEnvironments: __, targetEnvironment: ___, route, routes, ...config } = read.config;
  return { ...config, routes: routes ?? (route === undefined ? undefined : [route]) };
}

test('each key that wrangler knows is inherited, an environment’s own or the top level’s, as wrangler has it', () => {
  const top = Object.keys(schemas.RawConfig?.properties ?? {});
  expect(top.filter((key) => !(key in ofEnvironment) && key !== 'env').sort()).toEqual(TOP_LEVEL_ONLY);
  const inherited = ofKeys.filter((of) => {
    const value = configOf(of.top())[of.key];
    return of.key !== 'name' && JSON.stringify(configOf(of.inherited.theirs())[of.key]) === JSON.stringify(value);
  });
  expect(inherited.map(({ key }) => key).sort()).toEqual(INHERITED);
});

test.each(ofKeys)('what we make of $key in an environment, wrangler reads as it reads the environment', (of) => {
  expect(configOf(of.top()), 'the value of the sample says nothing').not.toEqual(configOf(nothing()));
  for (const { config, theirs, ours } of [of.inherited, ...of.pairs])
    expect(configOf(ours()), JSON.stringify(config)).toEqual(configOf(theirs()));
});

test('the same for many keys at once', () => {
  for (const { config, theirs, ours } of many)
    expect(configOf(ours()), JSON.stringify(config)).toEqual(configOf(theirs()));
});

test('what goes up for a preview or a release, wrangler takes: the one without a place, the other with those of the environment', () => {
  const previews = goingUp.flatMap(({ preview }) => (preview === undefined ? [] : [preview()]));
  expect(previews.length).toBeGreaterThan(20); // no preview of one with containers
  for (const read of previews) {
    const { name, routes, triggers, queues, workers_dev } = configOf(read);
    expect({ name, routes, triggers, workers_dev }).toEqual({
      ...{ name: expect.stringMatching(/^(auth|name-top)-pr-7$/), routes: undefined, triggers: {}, workers_dev: true },
    });
    expect((queues as { consumers?: unknown[] }).consumers ?? []).toEqual([]);
  }
  for (const [i, { release }] of goingUp.entries()) {
    const theirs = configOf(many[i]?.theirs() ?? { refused: 'not read' });
    const keys = [
      'name',
      'routes',
      'triggers',
      'vars',
      'kv_namespaces',
      'durable_objects',
      'migrations',
      'workers_dev',
    ];
    for (const key of keys) expect(configOf(release())[key], key).toEqual(theirs[key]);
  }
});

test.each(kinds)('wrangler reads as ours: %s', (_, { theirs, ours }) => {
  expect(configOf(ours())).toEqual(configOf(theirs()));
});

test('an environment that is not there, and parts of one Worker, wrangler refuses as well', () => {
  expect(refused.map(({ read }) => read())).toEqual([
    { refused: expect.stringContaining('No environment found in configuration with name "e"') },
    { refused: expect.stringContaining('"legacy_env" field is no longer supported') },
  ]);
  for (const { config } of refused) expect(() => environmentConfig(config, 'e', FILE)).toThrow(/wrangler\.json/);
});
