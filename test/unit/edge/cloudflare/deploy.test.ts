import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Bundle } from '../../../../src/candidate.ts';
import type { Config } from '../../../../src/edge/cloudflare/config.ts';
import { addressOf, deployWorker, parseWranglerOutput } from '../../../../src/edge/cloudflare/deploy.ts';
import type { Command } from '../../../../src/host/host.ts';
import type { DeployPlan } from '../../../../src/plan.ts';
import { fixtureText } from '../../fixture.ts';
import { type Answers, type Reply, recordedHost } from '../../recorded-host.ts';

const CONFIG = { name: 'auth', compatibility_date: '2026-11-01', vars: { A: '1' } };
const PREVIEW: DeployPlan = { to: 'preview', pr: 7, environment: 'preview-pr-7' };
const PRODUCTION: DeployPlan = { to: 'production', version: 'v1', environment: 'production' };
const DIGEST = 'd'.repeat(64);
const VERSION = '043a3149-e6a5-4a13-bc3a-14d25ab6b4b2';
const DONE = fixtureText('wrangler-4.164.0-deploy.ndjson');
const STATUS = fixtureText('wrangler-4.164.0-status.json');

/** wrangler writes its records into the folder that it runs in. */
const says =
  (records: string, reply: Reply = {}) =>
  (command: Command): Reply => ({
    ...reply,
    does: () => writeFileSync(path.join(command.cwd ?? '', 'output.ndjson'), records),
  });
const answersOf = (deploy: ReturnType<typeof says>, status: Reply = { stdout: STATUS }): Answers => [
  [/wrangler\.js deploy /, deploy],
  [/wrangler\.js deployments status /, status],
];

async function deployed(plan: DeployPlan, answers: Answers = answersOf(says(DONE)), config: Config = CONFIG) {
  let derived: unknown;
  const seen: Answers = answers.map(([pattern, reply]) => [
    pattern,
    (command: Command): Reply => {
      derived = JSON.parse(readFileSync(path.join(command.cwd ?? '', 'wrangler.json'), 'utf8'));
      expect(readFileSync(path.join(command.cwd ?? '', 'bundle/index.js'), 'utf8')).toBe('the bundle as it is');
      return typeof reply === 'function' ? reply(command) : reply === 'real' ? {} : reply;
    },
  ]);
  await using recorded = await recordedHost({ answers: seen, files: { 'work/b/index.js': 'the bundle as it is' } });
  const { host } = recorded;
  const bundle: Bundle = { folder: `${host.folders.work}/b`, entry: 'index.js', files: [], digest: DIGEST };
  const result = await deployWorker(bundle, config, plan, '/tools/node_modules', host).catch((error: unknown) => error);
  return {
    result,
    derived,
    commands: recorded.commands,
    lines: recorded.lines,
    left: await host.files.list(host.folders.work),
  };
}

test('a preview goes up under its own name, and is told with what Cloudflare calls it', async () => {
  const { result, derived, left } = await deployed(PREVIEW);
  expect(result).toEqual({
    url: 'https://auth-pr-7.box.workers.dev',
    name: 'auth-pr-7',
    versionId: VERSION,
    deploymentId: '7b4731b4-05b6-4165-9d70-3ad0f4fba990',
    environment: 'preview-pr-7',
  });
  expect(derived).toMatchObject({ name: 'auth-pr-7', main: 'bundle/index.js', no_bundle: true, workers_dev: true });
  expect(left).toEqual(['b/index.js']);
});

test('production keeps the name, and asks for the same', async () => {
  const { result, derived, lines } = await deployed(PRODUCTION);
  expect(result).toMatchObject({ name: 'auth', environment: 'production' });
  expect(derived).toMatchObject({ name: 'auth', no_bundle: true });
  expect(lines).toEqual([
    `node /tools/node_modules/wrangler/bin/wrangler.js deploy --config wrangler.json --tag ${DIGEST.slice(0, 25)} --message wasm-ship sha256 ${DIGEST}`,
    'node /tools/node_modules/wrangler/bin/wrangler.js deployments status --name auth --json',
  ]);
});

test('secrets are named, on wrangler alone; their values are nowhere in a command', async () => {
  const { commands } = await deployed(PREVIEW);
  for (const { file, trust, secrets, args, env } of commands) {
    expect([file, trust]).toEqual(['/opt/node/bin/node', 'ours']);
    expect(secrets).toEqual([
      'CLOUDFLARE_API_TOKEN',
      'CLOUDFLARE_ACCOUNT_ID',
      'CLOUDFLARE_API_BASE_URL',
      'WRANGLER_API_ENVIRONMENT',
    ]);
    expect(args.join(' ')).not.toMatch(/token|account/i);
    expect(Object.keys(env ?? {}).filter((name) => /TOKEN|ACCOUNT|SECRET|KEY/.test(name))).toEqual([]);
    expect(env).toMatchObject({ WRANGLER_SEND_METRICS: 'false', CI: '1' });
  }
});

test('a preview that could touch stored data is declined before anything is run', async () => {
  const config = { ...CONFIG, kv_namespaces: [{ binding: 'KV', id: '1' }], d1_databases: [] };
  const { result, commands } = await deployed(PREVIEW, [], config);
  expect(result).toEqual({
    declined: expect.stringMatching(
      /^a preview must not touch production's data, and the configuration has `kv_namespaces`, `d1_databases`\./,
    ),
  });
  expect(commands).toEqual([]);
  expect((await deployed(PRODUCTION, answersOf(says(DONE)), config)).result).toMatchObject({ name: 'auth' });
});

test('a wrong token is an error with what it said, its code and what to do', async () => {
  const stderr = fixtureText('wrangler-4.164.0-refused.stderr.txt');
  const { result } = await deployed(
    PREVIEW,
    answersOf(says(fixtureText('wrangler-4.164.0-refused.ndjson'), { code: 1, stderr })),
  );
  expect(result).toMatchObject({
    fault: 'deploy',
    message: 'The deploy of auth-pr-7 failed: A request to the Cloudflare API (/user) failed. [code 10000]',
    hint: expect.stringContaining('CLOUDFLARE_API_TOKEN is not known to Cloudflare or has expired.'),
    tail: expect.stringContaining('Logs were written to'),
  });
});

test.each([
  [10000, 'CLOUDFLARE_API_TOKEN is not known'],
  [9109, 'CLOUDFLARE_API_TOKEN may not use this account'],
  [9106, 'CLOUDFLARE_API_TOKEN is missing or malformed'],
  [7003, 'CLOUDFLARE_ACCOUNT_ID is no account'],
  [10021, 'The Worker fails at start'],
  [10027, 'The Worker is larger than Cloudflare takes'],
])('code %d: %s', async (code, hint) => {
  const record = JSON.stringify({ type: 'command-failed', version: 1, code, message: 'no\n  way' });
  const fromRecord = await deployed(PREVIEW, answersOf(says(record, { code: 1 })));
  const fromText = await deployed(PREVIEW, answersOf(says('', { code: 1, stderr: `✘ ERROR\n  no [code: ${code}]\n` })));
  for (const { result } of [fromRecord, fromText])
    expect(result).toMatchObject({
      message: expect.stringContaining(`[code ${code}]`),
      hint: expect.stringContaining(hint),
    });
  expect(fromRecord.result).toMatchObject({ message: `The deploy of auth-pr-7 failed: no way [code ${code}]` });
});

test('any other failure has no hint, and the last lines of wrangler', async () => {
  const { result } = await deployed(PREVIEW, answersOf(says('', { code: 1, stderr: 'TypeError: x\n' })));
  expect(result).toMatchObject({
    message: 'The deploy of auth-pr-7 failed: wrangler failed',
    hint: undefined,
    tail: 'TypeError: x',
  });
});

test('a deploy that names no version is an error: a dry run is no deploy', async () => {
  const message = 'wrangler deployed auth-pr-7 and did not say which version.';
  expect((await deployed(PREVIEW, answersOf(says(fixtureText('wrangler-4.164.0-dry.ndjson'))))).result).toMatchObject({
    message,
  });
  expect((await deployed(PREVIEW, answersOf(says('')))).result).toMatchObject({ message });
});

const live = (...versions: readonly string[]) =>
  JSON.stringify({ id: 'd', versions: versions.map((version_id) => ({ version_id, percentage: 50 })) });

test.each([
  ['another version', live('other'), 'but Cloudflare serves other.'],
  ['ours and another', live(VERSION, 'other'), `but Cloudflare serves ${VERSION}, other.`],
  ['none', live(), 'but Cloudflare serves none.'],
])('what is live afterwards is %s: an error', async (_, stdout, message) => {
  expect((await deployed(PRODUCTION, answersOf(says(DONE), { stdout }))).result).toMatchObject({
    fault: 'deploy',
    message: `wrangler deployed version ${VERSION} of auth, ${message}`,
    hint: expect.stringContaining('Deploy again'),
  });
});

test('what is live cannot be told: an error that says it was deployed', async () => {
  for (const status of [
    { stdout: 'oops' },
    { code: 1, stderr: fixtureText('wrangler-4.164.0-no-status.stderr.txt') },
    { stdout: '{}' },
  ]) {
    expect((await deployed(PRODUCTION, answersOf(says(DONE), status))).result).toMatchObject({
      fault: 'deploy',
      message: 'auth was deployed, but wrangler cannot tell which version is live.',
    });
  }
  expect((await deployed(PREVIEW, answersOf(says(DONE), { stdout: `⛅️ wrangler\n${STATUS}` }))).result).toMatchObject({
    versionId: VERSION,
  });
});

test.each([
  [['https://a.b.workers.dev'], 'https://a.b.workers.dev'],
  [['example.com/*'], 'https://example.com/'],
  [['example.com (custom domain)'], 'https://example.com'],
  [['api.example.com/v1/* (zone name: example.com)'], 'https://api.example.com/v1/'],
  [['schedule: */5 * * * *', '*.example.com/*', 'example.com/*'], 'https://example.com/'],
  [['...and 3 more routes', 'Consumer for q'], ''],
  [[], ''],
])('of the targets %j the address is %j', (targets, url) => {
  expect(addressOf(targets)).toBe(url);
});

test("wrangler's records are read line by line; one that was cut off is left out", () => {
  const cut = DONE.slice(0, DONE.length - 40);
  expect(parseWranglerOutput(DONE).map(({ type }) => type)).toEqual(['wrangler-session', 'deploy']);
  expect(parseWranglerOutput(cut).map(({ type }) => type)).toEqual(['wrangler-session']);
  expect(parseWranglerOutput('\n\n')).toEqual([]);
});
