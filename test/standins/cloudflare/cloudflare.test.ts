import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CloudflareStandin, type Fault, fetchEdge, startCloudflare } from './cloudflare.ts';
import { callApi, uploadForm, workerSource, writeProject } from './payload.ts';
import { type Ran, type RunOptions, WORKERD, wrangler } from './wrangler.ts';

let standin: CloudflareStandin;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wasm-ship-cloudflare-test-'));
  standin = await startCloudflare({ workerd: WORKERD });
});

afterAll(async () => {
  await standin[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

/** A project of its own for one test. */
async function project(name: string, release: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const cwd = await mkdtemp(join(root, `${name}-`));
  await writeProject(cwd, name, release, more);
  return cwd;
}

/** A Worker that is there already, put there without the client. */
async function existing(name: string, release: string): Promise<string> {
  await callApi(standin, 'PUT', `scripts/${name}`, uploadForm(workerSource(release)));
  await callApi(standin, 'POST', `scripts/${name}/subdomain`, { enabled: true });
  const { result } = await callApi(standin, 'GET', `scripts/${name}/versions?deployable=true`);
  return (result as { items: { id: string }[] }).items[0]?.id ?? '';
}

interface Seen {
  readonly release: string;
  readonly answer: number;
  readonly url: string;
  readonly env: Readonly<Record<string, unknown>>;
}

async function see(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Seen> {
  const response = await fetchEdge(standin, url, { headers });
  expect(response.status).toBe(200);
  return (await response.json()) as Seen;
}

/** Which requests about one Worker the API had, without the account. */
const requestsFor = (name: string): string[] =>
  standin.requests
    .filter(({ path, userAgent }) => new RegExp(`/${name}(/|\\?|$)`).test(path) && userAgent.startsWith('wrangler'))
    .map(({ method, path }) => `${method} ${path.replace(`/accounts/${standin.accountId}/workers/`, '')}`);

describe.concurrent('the real wrangler', () => {
  test('deploys, and a second deploy changes what is served', async () => {
    const cwd = await project('twice', 'one', { vars: { AUDIENCE: 'api', LIMITS: { kb: 7 } } });
    const first = await wrangler(standin, ['deploy', '--tag', 'v1', '--message', 'first'], { cwd });
    expect(first, first.output).toMatchObject({
      code: 0,
      records: [{ type: 'deploy', targets: ['https://twice.box.workers.dev'] }],
    });
    expect(await see(standin.url('twice'))).toEqual({
      release: 'one',
      answer: 42,
      url: 'https://twice.box.workers.dev/',
      env: { AUDIENCE: 'api', LIMITS: { kb: 7 } },
    });
    expect(requestsFor('twice')).toContain('PUT scripts/twice?excludeScript=true&bindings_inherit=strict');

    await writeFile(join(cwd, 'worker.js'), workerSource('two'));
    const second = await wrangler(standin, ['deploy', '--tag', 'v2', '--message', 'second'], { cwd });
    expect(second.code, second.output).toBe(0);
    expect((await see(standin.url('twice'))).release).toBe('two');
    expect(requestsFor('twice')).toContain('POST scripts/twice/versions?bindings_inherit=strict');
    expect(await callApi(standin, 'GET', 'scripts/twice/versions')).toMatchObject({
      result: {
        items: [
          { number: 2, annotations: { 'workers/tag': 'v2', 'workers/message': 'second' } },
          { number: 1, annotations: { 'workers/tag': 'v1', 'workers/message': 'first' } },
        ],
      },
    });
  });

  test('uploads a version that nobody sees, proves it at 0 %, promotes it, rolls back', async () => {
    const old = await existing('staged', 'old');
    const cwd = await project('staged', 'new');
    const uploaded = await wrangler(standin, ['versions', 'upload', '--preview-alias', 'pr-7'], { cwd });
    expect(uploaded.code, uploaded.output).toBe(0);
    const id = String(uploaded.records[0]?.version_id);
    expect(uploaded.records[0]).toMatchObject({
      preview_url: standin.url('staged', id.slice(0, 8)),
      preview_alias_url: standin.url('staged', 'pr-7'),
    });
    const releaseAt = async (url: string, headers = {}): Promise<string> => (await see(url, headers)).release;
    expect(await releaseAt(standin.url('staged'))).toBe('old');
    expect(await releaseAt(standin.url('staged', 'pr-7'))).toBe('new');
    expect(await releaseAt(standin.url('staged', id.slice(0, 8)))).toBe('new');
    const override = { 'cloudflare-workers-version-overrides': `staged="${id}"` };
    expect(await releaseAt(standin.url('staged'), override)).toBe('old');

    const canary = await wrangler(standin, ['versions', 'deploy', `${id}@0`, `${old}@100`, '-y'], { cwd });
    expect(canary.code, canary.output).toBe(0);
    expect(await releaseAt(standin.url('staged'))).toBe('old');
    expect(await releaseAt(standin.url('staged'), override)).toBe('new');

    const promoted = await wrangler(standin, ['versions', 'deploy', `${id}@100`, '-y', '--message', 'up'], { cwd });
    expect(promoted.code, promoted.output).toBe(0);
    expect(await releaseAt(standin.url('staged'))).toBe('new');

    const back = await wrangler(standin, ['rollback', '-y', '-m', 'down'], { cwd });
    expect(back.code, back.output).toBe(0);
    expect(await releaseAt(standin.url('staged'))).toBe('old');

    const { result } = await callApi(standin, 'GET', 'scripts/staged/deployments');
    expect((result as { deployments: object[] }).deployments[0]).toMatchObject({
      annotations: { 'workers/message': 'down' },
      versions: [{ version_id: old, percentage: 100 }],
    });
  });
});

describe.concurrent('the real wrangler', () => {
  test('keeps secrets over deploys, and changes them', async () => {
    await existing('vault', 'one');
    const cwd = await project('vault', 'two');
    const put = await wrangler(standin, ['secret', 'put', 'KEY'], { cwd, input: 's1' });
    expect(put.code, put.output).toBe(0);
    expect(await see(standin.url('vault'))).toMatchObject({ release: 'one', env: { KEY: 's1' } });

    await writeFile(join(cwd, 'secrets.json'), JSON.stringify({ OTHER: '"quoted" \\ naïve' }));
    const deployed = await wrangler(standin, ['deploy', '--secrets-file', 'secrets.json'], { cwd });
    expect(deployed.code, deployed.output).toBe(0);
    expect((await see(standin.url('vault'))).env).toEqual({ KEY: 's1', OTHER: '"quoted" \\ naïve' });

    const bulk = await wrangler(standin, ['secret', 'bulk'], { cwd, input: '{"KEY":"s2","OTHER":null}' });
    expect(bulk.code, bulk.output).toBe(0);
    expect((await see(standin.url('vault'))).env).toEqual({ KEY: 's2' });

    const listed = await wrangler(standin, ['secret', 'list'], { cwd });
    expect(JSON.parse(listed.output)).toEqual([{ name: 'KEY', type: 'secret_text' }]);
  });

  test('deletes a Worker and all that ran for it', async () => {
    await existing('gone', 'one');
    const cwd = await mkdtemp(join(root, 'gone-'));
    const deleted = await wrangler(standin, ['delete', '--name', 'gone', '--force'], { cwd });
    expect(deleted.code, deleted.output).toBe(0);
    expect(requestsFor('gone')).toEqual(['DELETE services/gone?force=true']);
    expect((await fetchEdge(standin, standin.url('gone'))).status).toBe(404);
    expect((await callApi(standin, 'GET', 'workers/gone')).errors[0]?.code).toBe(10007);
  });
});

interface RefusalCase {
  readonly name: string;
  readonly args: readonly string[];
  readonly says: RegExp;
  readonly prepare?: (cwd: string) => Promise<unknown>;
  readonly options?: Omit<RunOptions, 'cwd'>;
}

const REFUSALS: readonly RefusalCase[] = [
  {
    name: 'unknown-token',
    args: ['deploy'],
    options: { token: 'nobody' },
    says: /Authentication error \[code: 10000\]/,
  },
  {
    name: 'bad-account',
    args: ['deploy'],
    options: { account: 'my-account' },
    says: /Could not route to .*my-account.*\[code: 7003\]/s,
  },
  {
    name: 'throws',
    args: ['deploy'],
    prepare: (cwd) => writeFile(join(cwd, 'worker.js'), 'throw new Error("no key");\nexport default {};\n'),
    says: /Uncaught Error: no key\s+at .*worker\.js:1:7\) \[code: 10021\]/s,
  },
  {
    name: 'huge',
    args: ['deploy'],
    prepare: (cwd) => writeFile(join(cwd, 'answer.wasm'), Buffer.alloc(64 * 2 ** 20)),
    says: /exceeded the size limit of 64 MiB.*\[code: 10027\]/s,
  },
  {
    name: 'absent',
    args: ['versions', 'upload'],
    says: /cannot upload a new version of a Worker that does not yet exist/,
  },
  {
    name: 'unknown-version',
    args: ['versions', 'deploy', '00000000-0000-4000-8000-000000000000@100', '-y'],
    prepare: () => existing('unknown-version', 'one'),
    says: /Worker version could not be found \[code: 10071\]/,
  },
];

describe.concurrent('the real wrangler, refused', () => {
  test.each(REFUSALS)('$name', async ({ name, args, says, prepare, options }) => {
    const cwd = await project(name, 'one');
    await prepare?.(cwd);
    const ran = await wrangler(standin, args, { cwd, ...options });
    expect(ran.code).toBe(1);
    expect(ran.output).toMatch(says);
    expect(ran.records.at(-1)).toMatchObject({ type: 'command-failed' });
    if (name !== 'unknown-version') expect((await fetchEdge(standin, standin.url(name))).status).toBe(404);
  });
});

interface FaultCase {
  readonly name: string;
  readonly fault: Omit<Fault, 'path'>;
  readonly code: number;
  readonly sent: number;
}

const FAULTS: readonly FaultCase[] = [
  { name: 'broken', fault: { status: 503, times: 9 }, code: 1, sent: 3 },
  { name: 'busy', fault: { status: 429, headers: { 'retry-after': '0' } }, code: 0, sent: 2 },
  { name: 'reset', fault: { reset: true }, code: 0, sent: 2 },
];

describe.concurrent('the real wrangler, disturbed', () => {
  test.each(FAULTS)('$name', async ({ name, fault, code, sent }) => {
    const cwd = await project(name, 'one');
    const path = new RegExp(`/scripts/${name}\\?`);
    standin.fail({ ...fault, method: 'PUT', path });
    const ran: Ran = await wrangler(standin, ['deploy'], { cwd });
    expect(ran.code, ran.output).toBe(code);
    expect(requestsFor(name).filter((request) => request.startsWith('PUT'))).toHaveLength(sent);
    const response = await fetchEdge(standin, standin.url(name));
    expect(response.status).toBe(code === 0 ? 200 : 404);
  });
});
