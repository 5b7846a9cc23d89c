import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Bundle } from '../../../../src/candidate.ts';
import { addressOf } from '../../../../src/edge/cloudflare/at-once.ts';
import type { Config } from '../../../../src/edge/cloudflare/config.ts';
import { deployPreview, whyNoPreview } from '../../../../src/edge/cloudflare/preview.ts';
import { stagedWorker } from '../../../../src/edge/cloudflare/staged.ts';
import { parseWranglerOutput, refusalOf } from '../../../../src/edge/cloudflare/wrangler.ts';
import { ShipError } from '../../../../src/error.ts';
import type { Command } from '../../../../src/host/host.ts';
import type { DeployPlan } from '../../../../src/plan.ts';
import { fixtureText } from '../../fixture.ts';
import { type Answers, type Reply, recordedHost } from '../../recorded-host.ts';
import { releasePlanOf } from '../../release-plan.ts';

const CONFIG = { name: 'auth', compatibility_date: '2026-11-01', vars: { A: '1' } };
const PREVIEW: DeployPlan = { to: 'preview', pr: 7, environment: 'preview-pr-7', how: 'own', secrets: [] };
const PRODUCTION = releasePlanOf({ version: 'v1' });
const DIGEST = 'd'.repeat(64);
const SHA = 'c'.repeat(40);
const MESSAGE = `wasm-ship ${SHA} 00000000 v1`;
const VERSION = '043a3149-e6a5-4a13-bc3a-14d25ab6b4b2';
const DONE = fixtureText('wrangler-4.164.0-deploy.ndjson');

/** wrangler writes its records into the folder that it runs in. */
const says =
  (records: string, reply: Reply = {}) =>
  (command: Command): Reply => ({
    ...reply,
    does: () => writeFileSync(path.join(command.cwd ?? '', 'output.ndjson'), records),
  });
/** An answer of the API, as the child that asks prints it. */
const api = (result: unknown): Reply => ({ stdout: `200\n${JSON.stringify({ success: true, result })}\n` });
const STATUS = api({ deployments: [JSON.parse(fixtureText('wrangler-4.164.0-status.json'))] });
const DEPLOYMENTS = /\/workers\/scripts\/auth(-pr-7)?\/deployments /;
const VIEWED = /\/workers\/scripts\/auth\/versions\/\S+ /;
const answersOf = (deploy: ReturnType<typeof says>, status: Reply = STATUS): Answers => [
  [/wrangler\.js deploy /, deploy],
  [DEPLOYMENTS, status],
];

async function deployed(plan: DeployPlan, answers: Answers = answersOf(says(DONE)), config: Config = CONFIG) {
  let derived: unknown;
  const seen: Answers = answers.map(([pattern, reply]) => [
    pattern,
    (command: Command): Reply => {
      if (command.cwd !== undefined) {
        derived = JSON.parse(readFileSync(path.join(command.cwd, 'wrangler.json'), 'utf8'));
        expect(readFileSync(path.join(command.cwd, 'bundle/index.js'), 'utf8')).toBe('the bundle as it is');
      }
      return typeof reply === 'function' ? reply(command) : reply === 'real' ? {} : reply;
    },
  ]);
  await using recorded = await recordedHost({ answers: seen, files: { 'work/b/index.js': 'the bundle as it is' } });
  const { host } = recorded;
  const bundle: Bundle = { folder: `${host.folders.work}/b`, entry: 'index.js', files: [], digest: DIGEST };
  const note = { sha: SHA, digest: DIGEST };
  const configured = { config, file: 'wrangler.jsonc', dir: host.folders.workspace };
  const wrangler = async () => ({ program: '/tools/node_modules/wrangler/bin/wrangler.js', version: '4.164.0' });
  const atOnce = async (): Promise<unknown> => {
    const declined = plan.to === 'preview' ? await whyNoPreview(configured, plan, host) : undefined;
    if (declined !== undefined) return { declined };
    if (plan.to === 'preview') return deployPreview(bundle, note, configured, plan, wrangler, host);
    await using edge = await stagedWorker(bundle, configured, plan, wrangler, host);
    return await edge.direct(note); // before the folder is gone
  };
  const result = await atOnce().catch((error: unknown) => error);
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
    tools: { 'wrangler (deploy)': '4.164.0' },
  });
  expect(derived).toMatchObject({ name: 'auth-pr-7', main: 'bundle/index.js', no_bundle: true, workers_dev: true });
  expect(left).toEqual(['b/index.js']);
});

test('production keeps the name, and asks for the same', async () => {
  const { derived, lines } = await deployed(PRODUCTION);
  expect(derived).toMatchObject({ name: 'auth', no_bundle: true });
  expect(lines).toEqual([
    `node /tools/node_modules/wrangler/bin/wrangler.js deploy --config wrangler.json --tag ${DIGEST.slice(0, 25)} --message ${MESSAGE}`,
    expect.stringMatching(/^node --input-type=module --eval .* -- GET \/workers\/scripts\/auth\/deployments .*$/s),
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
    // the question to the API names the variables, in the text of its script
    expect(args.filter((_, i) => args[i - 1] !== '--eval').join(' ')).not.toMatch(/token|account/i);
    expect(Object.keys(env ?? {}).filter((name) => /TOKEN|ACCOUNT|SECRET|KEY/.test(name))).toEqual([]);
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
  expect((await deployed(PRODUCTION, answersOf(says(DONE)), config)).derived).toMatchObject(config);
});

test('a wrong token is an error with what it said, its code and what to do', async () => {
  const stderr = fixtureText('wrangler-4.164.0-refused.stderr.txt');
  const { result } = await deployed(
    PREVIEW,
    answersOf(says(fixtureText('wrangler-4.164.0-refused.ndjson'), { code: 1, stderr })),
  );
  expect(result).toMatchObject({
    fault: 'deploy',
    message:
      'The deploy of auth-pr-7 failed: A request to the Cloudflare API (/user) failed. Authentication error. [code 10000]',
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
  expect(fromRecord.result).toMatchObject({ message: `The deploy of auth-pr-7 failed: no way. [code ${code}]` });
});

const FAILED = says('', { code: 1, stderr: 'TypeError: x\n' });
const NOBODY: Reply = { stdout: '404\n{"success":false,"errors":[{"code":10007,"message":"no"}],"result":null}\n' };
const viewed = (message: string): Reply => api({ id: VERSION, annotations: { 'workers/message': message } });

test.each<[string, Answers, unknown]>([
  [
    'the Worker is not there: it failed, and nothing is live',
    answersOf(FAILED, NOBODY),
    { message: 'The deploy of auth failed: wrangler failed.', hint: undefined, tail: 'TypeError: x', unsure: false },
  ],
  [
    'what is live came from another upload: the same',
    [...answersOf(FAILED), [VIEWED, viewed(`wasm-ship ${SHA} 11111111 v1`)]],
    { message: 'The deploy of auth failed: wrangler failed.', unsure: false },
  ],
  [
    'what is live is this upload: it is told as live, with the failure',
    [...answersOf(FAILED), [VIEWED, viewed(MESSAGE)]],
    {
      ...{ url: '', versionId: VERSION, deploymentId: '7b4731b4-05b6-4165-9d70-3ad0f4fba990' },
      failure: { message: 'The deploy of auth failed: wrangler failed.', tail: 'TypeError: x' },
    },
  ],
  [
    'the API does not say: not known',
    answersOf(FAILED, { stdout: '0\n' }),
    { message: expect.stringMatching(/failed\. Whether it is live is not known\.$/), unsure: true },
  ],
  [
    'the API does not tell what the live version is: not known',
    [...answersOf(FAILED), [VIEWED, { code: 1, stderr: 'x' }]],
    { message: expect.stringMatching(/is not known\.$/), unsure: true },
  ],
  [
    'wrangler hangs, and its upload is live',
    [
      [/wrangler\.js deploy /, { throws: new ShipError('build', 'wrangler did not end within 300 s.') }],
      ...answersOf(FAILED).slice(1),
      [VIEWED, viewed(MESSAGE)],
    ],
    { versionId: VERSION, failure: { fault: 'deploy', message: 'wrangler did not end within 300 s.' } },
  ],
])('a deploy that failed, and %s', async (_, answers, expected) => {
  expect((await deployed(PRODUCTION, answers)).result).toMatchObject(expected as object);
});

test('a deploy that was cut off may be live: that is said', async () => {
  const throws = new ShipError('cancelled', 'wrangler was ended: the run was cancelled.');
  const { result, lines } = await deployed(PRODUCTION, [[/wrangler\.js deploy /, { throws }]]);
  expect(result).toMatchObject({ fault: 'cancelled', unsure: true, hint: expect.stringContaining('dashboard') });
  expect(lines).toHaveLength(1);
});

test('a refusal by its code may come of the last calls, when it is live: that is asked', async () => {
  const stderr = fixtureText('wrangler-4.164.0-refused.stderr.txt');
  const refused = says('', { code: 1, stderr });
  const live = await deployed(PRODUCTION, [...answersOf(refused), [VIEWED, viewed(MESSAGE)]]);
  expect(live.result).toMatchObject({
    versionId: VERSION,
    failure: { message: expect.stringContaining('[code 10000]') },
  });
  // asking is refused by the same token
  const wrong = await deployed(
    PRODUCTION,
    answersOf(refused, { stdout: '401\n{"errors":[{"code":10000,"message":"no"}]}\n' }),
  );
  expect(wrong.result).toMatchObject({ unsure: false, message: expect.stringMatching(/\[code 10000\]$/) });
});

test.each([
  ['✘ ERROR\n\n  Authentication error [code: 10000]\n', { said: 'Authentication error', code: 10000 }],
  ['\u001b[31m  No.\u001b[0m [code: 7]', { said: 'No.', code: 7 }],
  ['nothing of that', undefined],
])('of %j the refusal is %j', (printed, refusal) => {
  expect(refusalOf(printed)).toEqual(refusal);
});

test('a deploy that names no version is an error: a dry run is no deploy', async () => {
  const message = 'wrangler deployed auth-pr-7 and did not say which version.';
  for (const records of [fixtureText('wrangler-4.164.0-dry.ndjson'), '']) {
    expect((await deployed(PREVIEW, answersOf(says(records), NOBODY))).result).toMatchObject({ message });
  }
});

const live = (...versions: readonly string[]) =>
  api({ deployments: [{ id: 'd', versions: versions.map((version_id) => ({ version_id, percentage: 50 })) }] });

test.each([
  ['another version', live('other'), 'but Cloudflare serves other.'],
  ['none', live(), 'but Cloudflare serves none.'],
])('what is live afterwards is %s: an error', async (_, answer, message) => {
  expect((await deployed(PRODUCTION, answersOf(says(DONE), answer))).result).toMatchObject({
    fault: 'deploy',
    message: `wrangler deployed version ${VERSION} of auth, ${message}`,
    hint: expect.stringContaining('Deploy again'),
  });
});

test('what is live afterwards is ours and another: live, and a failure', async () => {
  const { result } = await deployed(PRODUCTION, answersOf(says(DONE), live(VERSION, 'other')));
  expect(result).toMatchObject({
    versionId: VERSION,
    failure: { message: `wrangler deployed version ${VERSION} of auth, but Cloudflare serves ${VERSION}, other.` },
  });
});

test('what is live cannot be told: it was deployed, and that is a failure', async () => {
  for (const status of [{ stdout: 'oops' }, { stdout: '200\n<html>' }, NOBODY, api({}), { code: 1 }]) {
    expect((await deployed(PRODUCTION, answersOf(says(DONE), status))).result).toMatchObject({
      ...{ url: 'https://auth-pr-7.box.workers.dev', versionId: VERSION },
      failure: {
        fault: 'deploy',
        message: 'auth was deployed, but Cloudflare does not tell which version is live.',
      },
    });
  }
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
