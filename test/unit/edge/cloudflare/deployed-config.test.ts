import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../src/edge/cloudflare/config.ts';
import {
  previewConfiguration as madeFor,
  reasonAgainstPreview,
  releaseConfiguration,
} from '../../../../src/edge/cloudflare/deployed-config.ts';

/** The preview's configuration, or why there is none. */
function previewConfiguration(...[config, environment, up, pr, file]: Parameters<typeof madeFor>) {
  const declined = reasonAgainstPreview(config, environment, file);
  return declined === undefined ? { config: madeFor(config, environment, up, pr, file) } : { declined };
}

const FILE = 'wrangler.jsonc';
const UP = { main: 'bundle/index.js', rules: [], assets: undefined };
const AS_IT_IS = { main: 'bundle/index.js', no_bundle: true, rules: [] };
const TOP = {
  $schema: 'x',
  name: 'auth',
  main: 'build/index.js',
  compatibility_date: '2026-11-01',
  build: { command: 'worker-build' },
  account_id: 'abc',
  vars: { A: 'top' },
  routes: ['example.com/*'],
  triggers: { crons: ['* * * * *'] },
};

describe('a release', () => {
  const env = { staging: { vars: { A: 'staging' }, kv_namespaces: [{ binding: 'KV', id: 's' }], routes: [] } };

  test('of an environment goes up with its own, its routes and crons, and is not built again', () => {
    expect(releaseConfiguration({ ...TOP, env }, 'staging', UP, FILE)).toEqual({
      ...AS_IT_IS,
      name: 'auth-staging',
      compatibility_date: '2026-11-01',
      account_id: 'abc',
      triggers: TOP.triggers,
      ...env.staging,
    });
  });

  test('of the top level has nothing of an environment', () => {
    const { $schema: _, build: __, ...kept } = TOP;
    expect(releaseConfiguration({ ...TOP, env, legacy_env: true }, undefined, UP, FILE)).toEqual({
      ...kept,
      ...AS_IT_IS,
    });
  });
});

const preview = (environment: object, top: object = {}) =>
  previewConfiguration({ ...TOP, ...top, env: { preview: environment } }, 'preview', UP, 7, FILE);
const EMPTY = {
  ...AS_IT_IS,
  name: 'auth-pr-7',
  workers_dev: true,
  compatibility_date: '2026-11-01',
  account_id: 'abc',
};

describe('a preview without an environment', () => {
  test('has nothing to reach', () => {
    expect(previewConfiguration(TOP, undefined, UP, 7, FILE)).toEqual({ config: { ...EMPTY, vars: { A: 'top' } } });
  });

  test.each(['kv_namespaces', 'durable_objects', 'secrets', 'logfwdr'])('is declined with %s, with the mend', (key) => {
    expect(previewConfiguration({ ...TOP, [key]: {} }, undefined, UP, 7, FILE)).toEqual({
      declined: `a preview must not touch production's data, and the configuration has \`${key}\`. Set \`preview-environment: preview\`, and write \`env.preview.${key}\` into wrangler.jsonc, with what previews may touch.`,
    });
  });

  test('is not declined for what only tells where logs and mail go', () => {
    const sent = { tail_consumers: [{ service: 'logs' }], logpush: true, addresses: ['a@example.com'] };
    expect(previewConfiguration({ ...TOP, ...sent }, undefined, UP, 7, FILE)).toEqual({
      config: { ...EMPTY, vars: { A: 'top' } },
    });
  });
});

const WORKFLOW = { binding: 'W', name: 'orders', class_name: 'Orders' };

describe('a preview of an environment', () => {
  test.each<[about: string, environment: object, top: object, expected: object]>([
    ['has nothing of the top level', {}, { kv_namespaces: [{ binding: 'KV', id: 'production' }] }, {}],
    [
      'has vars and bindings of the environment',
      { vars: { A: 'p' }, kv_namespaces: [{ binding: 'KV', id: 'p' }], secrets: { required: ['KEY'] } },
      {},
      { vars: { A: 'p' }, kv_namespaces: [{ binding: 'KV', id: 'p' }], secrets: { required: ['KEY'] } },
    ],
    [
      'leaves routes, crons, logs and mail where they are',
      {
        ...{ route: 'p.example.com/*', workers_dev: false, preview_urls: true, triggers: { crons: ['1 * * * *'] } },
        ...{ logpush: true, tail_consumers: [{ service: 'logs' }], streaming_tail_consumers: [{ service: 'logs' }] },
      },
      { addresses: ['a@example.com'] },
      {},
    ],
    [
      'sends messages and takes none',
      { queues: { producers: [{ binding: 'Q', queue: 'q' }], consumers: [{ queue: 'q' }] } },
      {},
      { queues: { producers: [{ binding: 'Q', queue: 'q' }] } },
    ],
    ['takes no messages', { queues: { consumers: [{ queue: 'q' }] } }, {}, {}],
    [
      'has objects of its own, and of others what the environment names',
      {
        durable_objects: {
          bindings: [
            { name: 'OWN', class_name: 'Own' },
            { name: 'OTHER', class_name: 'Other', script_name: 'other-preview' },
          ],
        },
        services: [{ binding: 'MAIL', service: 'mail-preview' }],
      },
      { migrations: [{ tag: 'v1', new_sqlite_classes: ['Own'] }] },
      {
        durable_objects: {
          bindings: [
            { name: 'OWN', class_name: 'Own' },
            { name: 'OTHER', class_name: 'Other', script_name: 'other-preview' },
          ],
        },
        services: [{ binding: 'MAIL', service: 'mail-preview' }],
        migrations: [{ tag: 'v1', new_sqlite_classes: ['Own'] }],
      },
    ],
    [
      'has workflows of its own, which start by request alone',
      {
        workflows: [
          { ...WORKFLOW, schedules: '1 * * * *' },
          { ...WORKFLOW, name: 'mails', script_name: 'mail' },
        ],
      },
      {},
      {
        workflows: [
          { ...WORKFLOW, name: 'orders-pr-7' },
          { ...WORKFLOW, name: 'mails', script_name: 'mail' },
        ],
      },
    ],
    [
      'has workflows of its own where the environment names itself',
      { workflows: [{ ...WORKFLOW, script_name: 'auth-preview' }] },
      {},
      { workflows: [{ ...WORKFLOW, name: 'orders-pr-7' }] },
    ],
    [
      'exports workflows of its own',
      { exports: { Orders: { type: 'workflow', name: 'orders', schedules: ['1 * * * *'] }, Api: { type: 'worker' } } },
      {},
      { exports: { Orders: { type: 'workflow', name: 'orders-pr-7' }, Api: { type: 'worker' } } },
    ],
    ['has its account', { account_id: 'previews' }, {}, { account_id: 'previews' }],
    ['has the name of the Worker', { name: 'elsewhere' }, {}, {}],
  ])('%s', (_, environment, top, expected) => {
    expect(preview(environment, top)).toEqual({ config: { ...EMPTY, ...expected } });
  });

  test.each<[about: string, environment: object, reason: RegExp]>([
    ['containers', { containers: [] }, /`preview` has `containers`, which does not go up/],
    [
      'objects that a migration takes from another Worker',
      { migrations: [{ tag: 'v1', transferred_classes: [{ from: 'A', from_script: 'b', to: 'A' }] }] },
      /would take them away/,
    ],
    [
      'objects that an export takes from another Worker',
      { exports: { A: { type: 'durable-object', state: 'expecting-transfer', transfer_from: 'b' } } },
      /would take them away/,
    ],
  ])('is declined with %s', (_, environment, reason) => {
    expect(preview(environment)).toEqual({ declined: expect.stringMatching(reason) });
  });

  test('that is not there is an error', () => {
    expect(() => previewConfiguration(TOP, 'preview', UP, 7, FILE)).toThrow(/no environment `preview`/);
  });
});

test('no preview has a binding, a place or a starter of the top level; its name is one DNS label', () => {
  const config = fc.record(
    {
      name: fc.stringMatching(/^[a-z0-9]([a-z0-9_-]{0,80}[a-z0-9])?$/),
      ...Object.fromEntries(
        [
          'vars',
          'kv_namespaces',
          'services',
          'secrets',
          'routes',
          'route',
          'triggers',
          'tail_consumers',
          'next_year',
        ].map((key) => [key, fc.constant('top')]),
      ),
    },
    { requiredKeys: ['name'] },
  );
  fc.assert(
    fc.property(config, fc.integer({ min: 1, max: 999_999 }), (top, pr) => {
      const made = previewConfiguration(
        { ...top, compatibility_date: '2026-11-01', env: { preview: {} } },
        'preview',
        UP,
        pr,
        FILE,
      ) as { config: Config };
      expect(Object.values(made.config)).not.toContain('top');
      expect(made.config.name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    }),
  );
});
