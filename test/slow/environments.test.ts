import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Config } from '../../src/edge/cloudflare/config.ts';
import { previewConfiguration, releaseConfiguration } from '../../src/edge/cloudflare/deployed-config.ts';
import { addressesOf, triggersOf } from '../../src/edge/cloudflare/outside-version.ts';
import { useStandin } from '../standins/cloudflare/bench.ts';
import { callApi } from '../standins/cloudflare/payload.ts';
import { wrangler } from '../standins/cloudflare/wrangler.ts';

/** Environments of a configuration, deployed by the real wrangler to the stand-in and served by the real workerd. */
const { standin, project, see, requestsFor } = useStandin();

const configOf = (name: string): Config => ({
  ...{ name, main: 'worker.js', compatibility_date: '2026-11-01', no_bundle: true, workers_dev: true },
  rules: [{ type: 'CompiledWasm', globs: ['**/*.wasm'] }],
  vars: { AUDIENCE: 'production', SECRET_PLACE: 'production' },
  triggers: { crons: ['1 * * * *'] },
  env: {
    staging: { vars: { AUDIENCE: 'staging' } },
    preview: { vars: { AUDIENCE: 'preview' }, migrations: [{ tag: 'v1' }], logpush: true },
  },
});
const UP = {
  main: 'worker.js',
  rules: [{ type: 'CompiledWasm', globs: ['**/*.wasm'] }],
  assets: undefined,
};

async function deploy(name: string, config: Config, args: readonly string[] = []): Promise<void> {
  const cwd = await project(name, 'one');
  await writeFile(join(cwd, 'wrangler.json'), JSON.stringify(config));
  const ran = await wrangler(standin(), ['deploy', ...args], { cwd });
  expect(ran.code, ran.output).toBe(0);
}
const cronsOf = async (name: string): Promise<unknown> =>
  (await callApi(standin(), 'GET', `scripts/${name}/schedules`)).result;

test('what goes up for an environment is what `wrangler deploy --env` puts up', async () => {
  await deploy('by-wrangler', configOf('by-wrangler'), ['--env', 'staging']);
  const ours = releaseConfiguration(configOf('by-ours'), 'staging', UP, 'wrangler.json');
  await deploy('by-ours', ours);

  const [place = ''] = addressesOf(ours, 'box');
  expect(place).toBe('https://by-ours-staging.box.workers.dev');
  const seen = await see(place);
  expect(seen).toMatchObject({ release: 'one', env: { AUDIENCE: 'staging' } });
  expect(seen.env).toEqual((await see(standin().url('by-wrangler-staging'))).env);
  expect(triggersOf(ours)).toEqual(['crons']);
  expect(await cronsOf('by-ours-staging')).toEqual({ schedules: [expect.objectContaining({ cron: '1 * * * *' })] });
  const asked = (name: string) => requestsFor(`${name}-staging`).map((request) => request.replaceAll(name, 'NAME'));
  const tags = 'PATCH scripts/NAME-staging/script-settings'; // by which the dashboard groups environments
  expect(asked('by-ours')).toEqual(asked('by-wrangler').filter((request) => request !== tags));
});

test('a preview of an environment has its vars, a name of its own, and no crons', async () => {
  await deploy('looked-at', previewConfiguration(configOf('looked-at'), 'preview', UP, 7, 'wrangler.json'));
  expect((await see(standin().url('looked-at-pr-7'))).env).toEqual({ AUDIENCE: 'preview' });
  expect(await cronsOf('looked-at-pr-7')).toEqual({ schedules: [] });
});
