import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../src/edge/cloudflare/config.ts';
import { forRuntime } from '../../../../src/edge/cloudflare/config.ts';
import {
  environmentConfig,
  INHERITED,
  inheritedPatterns,
  keysOfAnotherBundle,
  TOP_LEVEL_ONLY,
} from '../../../../src/edge/cloudflare/environment.ts';

const FILE = 'wrangler.jsonc';
const TOP = {
  name: 'auth',
  main: 'build/index.js',
  compatibility_date: '2026-11-01',
  vars: { A: 'top' },
  kv_namespaces: [{ binding: 'KV', id: 'production' }],
  routes: ['example.com/*'],
  keep_vars: true,
};
const within = (environment: object, top: object = {}) =>
  environmentConfig({ ...TOP, ...top, env: { staging: environment, preview: {} } }, 'staging', FILE);

describe('what counts in an environment', () => {
  const INHERITS = { name: 'auth-staging', main: TOP.main, compatibility_date: TOP.compatibility_date };
  test.each<[about: string, environment: object, top: object, expected: object]>([
    [
      'nothing of its own: what is inherited, and no var or binding',
      {},
      {},
      { ...INHERITS, routes: TOP.routes, keep_vars: true },
    ],
    ['its own name', { name: 'auth-next' }, {}, { name: 'auth-next' }],
    ['its own vars, none of the top level', { vars: { B: '1' } }, {}, { vars: { B: '1' } }],
    ['its own routes', { routes: [] }, {}, { routes: [] }],
    ['its own routes instead of `route`', { routes: [] }, { routes: undefined, route: 'a.b/*' }, { routes: [] }],
    ['its own date', { compatibility_date: '2026-01-01' }, {}, { compatibility_date: '2026-01-01' }],
    [
      'set to nothing is not set',
      { main: null, account_id: '' },
      { account_id: 'a' },
      { main: TOP.main, account_id: 'a' },
    ],
    ['what only the top level may have', { keep_vars: false }, {}, { keep_vars: true }],
    ['a binding of next year', { next_year: [1] }, { next_year: [2] }, { next_year: [1] }],
    ['what older wranglers do anyway', {}, { legacy_env: true }, { name: 'auth-staging' }],
  ])('%s', (_, environment, top, expected) => {
    const effective = within(environment, top);
    expect(effective).toMatchObject(expected);
    for (const gone of ['env', 'legacy_env', 'kv_namespaces', 'route']) expect(effective).not.toHaveProperty(gone);
    if (!('vars' in environment)) expect(effective).not.toHaveProperty('vars');
  });
});

test('no environment is named: the configuration as it stands', () => {
  const config = { ...TOP, env: { staging: {} } };
  expect(environmentConfig(config, undefined, FILE)).toBe(config);
});

test.each<[about: string, env: unknown, name: string, file: string, message: RegExp, hint: RegExp]>([
  [
    'one spelt alike',
    { staging: {}, preview: {} },
    'stagin',
    FILE,
    /no environment `stagin`; there is `staging`, `preview`\./,
    /^Did you mean `staging`\?$/,
  ],
  ['none like it', { staging: {} }, 'production', FILE, /there is `staging`/, /"env": \{"production": \{…\}\}/],
  ['none at all', undefined, 'preview', 'wrangler.toml', /it has none at all/, /`\[env\.preview\]`/],
  ['a name of every object', { staging: {} }, 'constructor', FILE, /no environment `constructor`/, /./],
])('not there: %s', (_, env, name, file, message, hint) => {
  expect(() => environmentConfig({ ...TOP, env }, name, file)).toThrow(
    expect.objectContaining({
      fault: 'input',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
      place: { file },
    }),
  );
});

test.each<[about: string, environment: unknown, top: object, message: RegExp]>([
  ['no table', 5, {}, /`env\.staging` is 5; wanted: a table/],
  ['a name that is none', { name: '../x' }, {}, /`env\.staging\.name` is "\.\.\/x"; wanted/],
  ['a date that is none', { compatibility_date: 5 }, {}, /`env\.staging\.compatibility_date`/],
  ['a part of one Worker', {}, { legacy_env: false }, /`legacy_env` is false; Cloudflare has removed/],
])('refused: %s', (_, environment, top, message) => {
  expect(() => within(environment as object, top)).toThrow(
    expect.objectContaining({ fault: 'input', message: expect.stringMatching(message) }),
  );
});

test('an environment whose name makes no name of a Worker is refused, unless it has its own', () => {
  const config = { ...TOP, env: { Staging: {}, Named: { name: 'auth-named' } } };
  expect(() => environmentConfig(config, 'Staging', FILE)).toThrow(/`env\.Staging\.name` is "auth-Staging"/);
  expect(environmentConfig(config, 'Named', FILE)).toMatchObject({ name: 'auth-named' });
});

/** wrangler's: beside `routes`, wherever it comes from, `route` counts nothing. */
const isReplaced = (name: string, { routes }: Config): boolean => name === 'route' && routes !== undefined;

test('an environment never has what is the top level’s own: a binding, a var, a key that nobody knows', () => {
  const FROM_TOP = new Set([...INHERITED, ...TOP_LEVEL_ONLY]);
  const key = fc.oneof(
    fc.constantFrom(...INHERITED.filter((name) => name !== 'compatibility_date'), ...TOP_LEVEL_ONLY),
    fc.constantFrom('vars', 'kv_namespaces', 'd1_databases', 'durable_objects', 'secrets', 'services', 'define'),
    fc.string({ minLength: 1 }).filter((name) => !['name', 'env', 'legacy_env', 'compatibility_date'].includes(name)),
  );
  const keys = fc.uniqueArray(key);
  fc.assert(
    fc.property(keys, keys, (top, own) => {
      const mark = (names: readonly string[], value: string) => Object.fromEntries(names.map((name) => [name, value]));
      const config = { ...mark(top, 'top'), name: 'a', compatibility_date: 'd', env: { e: mark(own, 'own') } };
      const effective = environmentConfig(config, 'e', FILE);
      for (const [name, value] of Object.entries(effective)) {
        if (value === 'top') expect(FROM_TOP).toContain(name);
        if (value === 'own') expect(TOP_LEVEL_ONLY).not.toContain(name);
      }
      expect(Object.keys(effective)).toEqual(
        expect.arrayContaining(own.filter((name) => !TOP_LEVEL_ONLY.includes(name) && !isReplaced(name, effective))),
      );
    }),
  );
});

test.each<[about: string, top: object, environment: object, patterns: readonly string[]]>([
  ['all of the top level', {}, {}, ['example.com/*']],
  ['none, with routes of its own', {}, { routes: ['staging.example.com/*'] }, []],
  ['none, where it says so', {}, { routes: [] }, []],
  [
    'its own `route` counts nothing beside `routes` of the top level',
    {},
    { route: 's.example.com/*' },
    ['example.com/*'],
  ],
  [
    'its own `route` counts where the top level has no `routes`',
    { routes: undefined, route: 'a.b/*' },
    { route: 's.b/*' },
    [],
  ],
  ['a custom domain', { routes: [{ pattern: 'a.b', custom_domain: true }] }, {}, ['a.b']],
])('routes that an environment takes from the top level: %s', (_, top, environment, patterns) => {
  expect(inheritedPatterns({ ...TOP, ...top, env: { staging: environment } }, 'staging', FILE)).toEqual(patterns);
});

test.each<[about: string, top: object, environment: object, keys: readonly string[]]>([
  ['the same bundle', {}, { vars: { A: '2' }, routes: [] }, []],
  ['another entry', {}, { main: 'src/staging.ts' }, ['main']],
  ['constants that it does not inherit', { define: { A: '1' } }, {}, ['define']],
  ['the same constants', { define: { A: '1' } }, { define: { A: '1' } }, []],
  ['another command', { build: { command: 'a' } }, { build: { command: 'b' } }, ['build']],
])('whether wrangler would make another bundle: %s', (_, top, environment, keys) => {
  const config = { ...TOP, ...top, env: { staging: environment } };
  expect(keysOfAnotherBundle(config, environmentConfig(config, 'staging', FILE))).toEqual(keys);
});

test('the latency run serves an environment as it serves the top level', () => {
  const effective = within({ vars: { A: 'staging' }, compatibility_date: '2026-11-18' });
  const { config, warning } = forRuntime(effective, '1.20261117.1');
  expect(config).toEqual({ ...effective, compatibility_date: '2026-11-17' });
  expect(warning).toContain('2026-11-18');
});
