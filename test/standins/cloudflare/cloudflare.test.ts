import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useStandin } from './bench.ts';
import { type Fault, fetchEdge } from './cloudflare.ts';
import { callApi, workerSource } from './payload.ts';
import { type Ran, type RunOptions, wrangler } from './wrangler.ts';

const { standin, project, existing, see, requestsFor } = useStandin();

describe.concurrent('the real wrangler', () => {
  test('deploys, and a second deploy changes what is served', async () => {
    const cwd = await project('twice', 'one', { vars: { AUDIENCE: 'api', LIMITS: { kb: 7 } } });
    const first = await wrangler(standin(), ['deploy', '--tag', 'v1', '--message', 'first'], { cwd });
    expect(first, first.output).toMatchObject({
      code: 0,
      records: [{ type: 'deploy', targets: ['https://twice.box.workers.dev'] }],
    });
    expect(await see(standin().url('twice'))).toEqual({
      release: 'one',
      answer: 42,
      url: 'https://twice.box.workers.dev/',
      env: { AUDIENCE: 'api', LIMITS: { kb: 7 } },
    });
    expect(requestsFor('twice')).toContain('PUT scripts/twice?excludeScript=true&bindings_inherit=strict');

    await writeFile(join(cwd, 'worker.js'), workerSource('two'));
    const second = await wrangler(standin(), ['deploy', '--tag', 'v2', '--message', 'second'], { cwd });
    expect(second.code, second.output).toBe(0);
    expect((await see(standin().url('twice'))).release).toBe('two');
    expect(requestsFor('twice')).toContain('POST scripts/twice/versions?bindings_inherit=strict');
    expect(await callApi(standin(), 'GET', 'scripts/twice/versions')).toMatchObject({
      result: {
        items: [
          { number: 2, annotations: { 'workers/tag': 'v2', 'workers/message': 'second' } },
          { number: 1, annotations: { 'workers/tag': 'v1', 'workers/message': 'first' } },
        ],
      },
    });
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
    const ran = await wrangler(standin(), args, { cwd, ...options });
    expect(ran.code).toBe(1);
    expect(ran.output).toMatch(says);
    expect(ran.records.at(-1)).toMatchObject({ type: 'command-failed' });
    if (name !== 'unknown-version') expect((await fetchEdge(standin(), standin().url(name))).status).toBe(404);
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
    standin().fail({ ...fault, method: 'PUT', path });
    const ran: Ran = await wrangler(standin(), ['deploy'], { cwd });
    expect(ran.code, ran.output).toBe(code);
    expect(requestsFor(name).filter((request) => request.startsWith('PUT'))).toHaveLength(sent);
    const response = await fetchEdge(standin(), standin().url(name));
    expect(response.status).toBe(code === 0 ? 200 : 404);
  });
});
