import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ActionResult, type ActionRun, root, runAction, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { tag } from '../e2e/triggers.ts';
import { startNpmRegistry } from '../standins/registries/npm.ts';

/**
 * A job that only deploys, on a machine with nothing but Node and npm: of tools/cloudflare it gets what the real wrangler loads
 * for that, without the runtime, and all of wrangler's commands that a release calls work with it.
 */
let folder: string;
let services: Services;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-deploy-tools-'));
  services = await startServices(toolCache());
  await cp(path.join(root, 'test/fixtures/kinds/shim'), path.join(folder, 'repo'), { recursive: true });
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

let runs = 900;
const quick = { optimize: 'off', latency: 'false', watch: '0 s' };

function job(id: number, more: Partial<ActionRun>): Promise<ActionResult> {
  const trigger = tag(`v1.0.${id}`);
  return runAction({
    ...{ services, workspace: path.join(folder, 'repo'), trigger, ...more },
    inputs: { ...quick, ...more.inputs },
    env: {
      ...services.results.run({ runId: id, ref: trigger.ref }),
      ...{ GITHUB_SHA: String(id).padStart(40, '0'), CARGO_TARGET_DIR: undefined, ...more.env },
    },
  });
}

/** Both jobs of one release, with this added to the configuration. */
async function released(configuration: string, registry: string, more: Partial<ActionRun> = {}): Promise<ActionResult> {
  const id = ++runs;
  const original = await readFile(path.join(root, 'test/fixtures/kinds/shim/wrangler.toml'), 'utf8');
  await writeFile(path.join(folder, 'repo/wrangler.toml'), `${original}${configuration}`);
  const built = await job(id, { credentials: false, inputs: { phase: 'build' } });
  expect(built.code, built.log).toBe(0);
  return job(id, {
    ...{ ...more, inputs: { phase: 'deploy', 'bundle-digest': built.outputs['bundle-digest'] ?? '', ...more.inputs } },
    env: {
      ...{ PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, RUNNER_TOOL_CACHE: path.join(folder, 'tools') },
      ...{ npm_config_registry: registry, npm_config_cache: path.join(folder, 'npm'), ...more.env },
    },
  });
}

test('deploys, uploads, and sets up triggers, with secrets and without; nothing of the runtime is fetched', async () => {
  await using registry = await startNpmRegistry([path.join(root, 'tools/cloudflare')]);
  const first = await released('workers_dev = true\n', registry.url);
  expect(first.code, first.log).toBe(0);
  expect(first.report?.deployment?.release?.how).toBe('first');
  const asked = registry.requests.map((one) => one.path);
  expect(asked).toContainEqual(expect.stringMatching(/^\/wrangler\/-\//));
  expect(asked.filter((one) => /@cloudflare\/workerd-|sharp|unenv|youch/.test(one))).toEqual([]);
  const shelf = path.join(folder, 'tools', 'wasm-ship');
  const [modules = ''] = (await readdir(shelf)).filter((name) => /^npm-cloudflare-deploy-[0-9a-f]{12}$/.test(name));
  const runtime = path.join(shelf, modules, 'node_modules/@cloudflare/workerd-linux-64/bin/workerd');
  expect((await stat(runtime)).size).toBe(0);

  const flags = 'workers_dev = true\ncompatibility_flags = ["nodejs_compat"]\n';
  const staged = await released(`${flags}[triggers]\ncrons = ["7 4 * * *"]\n`, registry.url);
  expect(staged.code, staged.log).toBe(0);
  expect(staged.report?.deployment?.release?.how).toBe('staged');
  expect(staged.log).toContain('Worker Version ID: ');
  expect(services.cloudflare.schedules('adder')).toEqual(['7 4 * * *']);

  const secret = await released(flags, registry.url, { inputs: { secrets: 'API_KEY' }, env: { API_KEY: 'abcdefgh1' } });
  expect(secret.code, secret.log).toBe(0);
  expect(secret.report?.deployment?.release?.how).toBe('staged');
  expect(registry.requests.length).toBe(asked.length);
});
