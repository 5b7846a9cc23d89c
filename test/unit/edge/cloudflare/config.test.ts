import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  assetsOf,
  forRuntime,
  parseConfig,
  previewConfig,
  previewName,
  productionConfig,
  reachingKeys,
  readConfig,
  refuseLocalPaths,
  refuseProductionEnvironment,
} from '../../../../src/edge/cloudflare/config.ts';
import { recordedHost } from '../../recorded-host.ts';

const JSONC = `{
  // for wrangler dev
  "name": "auth", "compatibility_date": "2026-11-01",
  "vars": { "A": "1", },
}`;
const TOML = 'name = "auth"\ncompatibility_date = "2026-11-01"\n[vars]\nA = "1"\n';
const CONFIG = { name: 'auth', compatibility_date: '2026-11-01', vars: { A: '1' } };

test.each([
  ['wrangler.jsonc', JSONC],
  ['wrangler.json', JSON.stringify(CONFIG)],
  ['wrangler.json', `\ufeff${JSON.stringify(CONFIG)}`],
  ['wrangler.toml', TOML],
])('%s is read', async (name, text) => {
  expect(parseConfig(text, name)).toEqual(CONFIG);
  await using recorded = await recordedHost({ files: { [`workspace/services/auth/${name}`]: text } });
  expect(await readConfig('services/auth', recorded.host)).toEqual({
    ...{ config: CONFIG, file: `services/auth/${name}`, dir: 'services/auth' },
  });
});

test('where there are several, the first in the order of wrangler is read', async () => {
  await using recorded = await recordedHost({
    files: { 'workspace/wrangler.toml': TOML, 'workspace/wrangler.json': JSON.stringify({ ...CONFIG, name: 'first' }) },
  });
  expect(await readConfig('.', recorded.host)).toMatchObject({ config: { name: 'first' }, file: 'wrangler.json' });
});

test('one above is read where the crate has none, the nearest first', async () => {
  await using recorded = await recordedHost({
    files: { 'workspace/wrangler.toml': TOML, 'workspace/a/wrangler.json': JSON.stringify(CONFIG) },
  });
  expect(await readConfig('a/b/c', recorded.host)).toMatchObject({ file: 'a/wrangler.json', dir: 'a' });
  expect(await readConfig('./x', recorded.host)).toMatchObject({ file: 'wrangler.toml', dir: '.' });
});

test('none is an error that says what a first one needs', async () => {
  await using recorded = await recordedHost();
  await expect(readConfig('services/auth', recorded.host)).rejects.toMatchObject({
    fault: 'input',
    message: 'There is no wrangler.json, wrangler.jsonc, wrangler.toml in services/auth or above it.',
    hint: expect.stringContaining('"compatibility_date"'),
  });
});

test.each([
  ['wrangler.toml', 'name = ', /^wrangler\.toml is not TOML: .+\.$/, {}],
  ['a/wrangler.json', '{\n "name": "x",\n oops }', /^a\/wrangler\.json is not JSON: InvalidSymbol\.$/, { line: 3 }],
  ['wrangler.json', '[]', /^wrangler\.json is not JSON: no object\.$/, { line: 1 }],
  ['wrangler.json', '', /is not JSON/, {}],
  [
    'wrangler.json',
    '{"compatibility_date":"x"}',
    /^wrangler\.json: `name` is undefined; wanted: lower-case letters, digits and dashes\.$/,
    {},
  ],
  ['wrangler.json', '{"name":"../x"}', /`name` is "\.\.\/x"; wanted/, {}],
  ['wrangler.json', '{"name":"x-"}', /`name` is "x-"; wanted/, {}],
  ['wrangler.json', '{"name":"Auth"}', /`name` is "Auth"; wanted: lower-case/, {}],
  ['wrangler.json', '{"name":5}', /`name` is 5; wanted/, {}],
  ['wrangler.json', '{"name":"x"}', /^wrangler\.json has no `compatibility_date`\.$/, {}],
])('%s with %j is refused, with the file and the line', (file, text, message, place) => {
  expect(() => parseConfig(text, file)).toThrow(
    expect.objectContaining({
      fault: 'input',
      message: expect.stringMatching(message),
      place: expect.objectContaining({ file, ...place }),
    }),
  );
});

const FULL = {
  ...CONFIG,
  $schema: 'x',
  main: 'build/index.js',
  build: { command: 'worker-build' },
  routes: ['example.com/*'],
  triggers: { crons: ['* * * * *'] },
  compatibility_flags: ['nodejs_compat'],
  account_id: 'abc',
  env: { staging: {} },
};

const UP = { main: 'bundle/index.js', rules: [], assets: undefined };

test('a preview has its own name, and nothing of production but account, vars and compatibility', () => {
  expect(previewConfig(FULL, UP, 7)).toEqual({
    name: 'auth-pr-7',
    main: 'bundle/index.js',
    no_bundle: true,
    rules: [],
    workers_dev: true,
    account_id: 'abc',
    compatibility_date: '2026-11-01',
    compatibility_flags: ['nodejs_compat'],
    vars: { A: '1' },
  });
});

test('production is the configuration of the user, without building or bundling again', () => {
  const { $schema: _, build: __, env: ___, ...kept } = FULL;
  expect(productionConfig(FULL, UP)).toEqual({ ...kept, main: 'bundle/index.js', no_bundle: true, rules: [] });
});

test('static files go up from the checkout, and none from outside of it', () => {
  const of = (assets: unknown) => assetsOf({ ...CONFIG, assets }, '/repo/web', '/repo');
  expect(of(undefined)).toBeUndefined();
  expect(of({ directory: './public', binding: 'ASSETS' })).toEqual({
    directory: '/repo/web/public',
    binding: 'ASSETS',
  });
  expect(of({ directory: '../dist' })).toEqual({ directory: '/repo/dist' });
  expect(of({ binding: 'ASSETS' })).toEqual({ binding: 'ASSETS' });
  for (const directory of ['../../other', '/etc'])
    expect(() => of({ directory })).toThrow(/`assets.directory` is .*; wanted: a folder of the repository/);
  const assets = { directory: '/repo/web/public' };
  expect(previewConfig(FULL, { ...UP, assets }, 7)).toMatchObject({ assets });
  expect(productionConfig({ ...FULL, assets: { directory: 'public' } }, { ...UP, assets })).toMatchObject({ assets });
});

test.each([
  ...['kv_namespaces', 'd1_databases', 'r2_buckets', 'durable_objects', 'queues', 'services', 'hyperdrive', 'ai'],
  ...['send_email', 'migrations', 'unsafe', 'secrets_store_secrets', 'a_binding_of_next_year'],
])('%s gives the code something to reach', (key) => {
  expect(reachingKeys({ ...FULL, [key]: [] })).toEqual([key]);
});

test('what says where production is, or how it is built, reaches nothing', () => {
  expect(reachingKeys({ ...FULL, assets: { directory: 'x' } })).toEqual([]);
});

test('a version that tells its own id reaches nothing, and a preview tells its own', () => {
  const telling = { ...FULL, version_metadata: { binding: 'VERSION' } };
  expect(reachingKeys(telling)).toEqual([]);
  expect(previewConfig(telling, UP, 7)).toMatchObject({ version_metadata: { binding: 'VERSION' } });
});

const workerName = fc
  .array(fc.constantFrom(...'aBz09_-'), { maxLength: 90, size: 'max' })
  .map((signs) => `a${signs.join('')}0`);
const pull = fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.maxSafeNat());

test('the name of a preview is one DNS label that tells its pull request', () => {
  expect(previewName('auth', 7)).toBe('auth-pr-7');
  expect(previewName('My_Worker', 12)).toBe('my-worker-pr-12');
  expect(previewName('a'.repeat(58), 7)).toBe(`${'a'.repeat(58)}-pr-7`);
  expect(previewName('a'.repeat(59), 7)).toMatch(/^a{49}-[0-9a-f]{8}-pr-7$/);
  fc.assert(
    fc.property(workerName, pull, (name, pr) => {
      const label = previewName(name, pr);
      expect(label).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
      expect(label.length).toBeLessThanOrEqual(63);
      expect(label.endsWith(`-pr-${pr}`)).toBe(true);
    }),
  );
});

test('two Workers or two pull requests never share a preview, up to case and `_`', () => {
  const plain = (name: string): string => name.toLowerCase().replaceAll('_', '-');
  const like = workerName.chain((name) =>
    fc.tuple(fc.constant(name), fc.constantFrom(name, `${name}x`, `${name.slice(0, 50)}y`)),
  );
  fc.assert(
    fc.property(fc.oneof(fc.tuple(workerName, workerName), like), pull, pull, ([a, b], one, other) => {
      const same = plain(a) === plain(b) && one === other;
      if (previewName(a, one) === previewName(b, other)) expect(same).toBe(true);
      expect(previewName(a, one)).toBe(previewName(a, one));
    }),
  );
});

test.each([
  ['2026-11-17', '2026-11-17', false],
  ['2025-01-01', '2025-01-01', false],
  ['2026-11-18', '2026-11-17', true],
  ['2027-01-01', '2026-11-17', true],
])('a compatibility date of %s is served as of %s', (wanted, served, warns) => {
  const { config, warning } = forRuntime({ ...CONFIG, compatibility_date: wanted }, '1.20261117.1');
  expect(config).toEqual({ ...CONFIG, compatibility_date: served });
  expect(warning !== undefined).toBe(warns);
  if (warns) expect(warning).toContain(wanted);
});

test('production has an environment of its own, or files of the work tree: refused, since they would not go up', () => {
  expect(() => refuseProductionEnvironment({ ...CONFIG, env: { production: {} } }, 'wrangler.toml')).toThrow(
    expect.objectContaining({ fault: 'plan', message: expect.stringContaining('`env.production`') }),
  );
  expect(() => refuseProductionEnvironment({ ...CONFIG, env: { staging: {} } }, 'wrangler.toml')).not.toThrow();
  expect(() => refuseLocalPaths({ ...CONFIG, site: { bucket: 'x' } })).toThrow(/`site`/);
  expect(() => refuseLocalPaths({ ...CONFIG, assets: { directory: 'x' } })).not.toThrow();
});
