import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Child extends Disposable {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

async function start(main: string, options: object): Promise<Child> {
  const file = fileURLToPath(new URL(main, import.meta.url));
  const process = spawn(execPath, [file, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(process.stdout), 'line');
  return { process, ...JSON.parse(line), [Symbol.dispose]: () => void process.kill('SIGKILL') };
}

const exitOf = ({ process }: Child): Promise<unknown[]> =>
  once(process, 'exit', { signal: AbortSignal.timeout(60_000) });

test('a GitHub of its own tells where it is, can be made to fail, and ends with its stdin', async () => {
  using child = await start('../github/main.ts', { results: { runId: 5 } });
  const { process, url, env } = child;
  expect(env).toMatchObject({ GITHUB_API_URL: url, GITHUB_RUN_ID: '5', ACTIONS_CACHE_SERVICE_V2: 'true' });
  const headers = { authorization: `Bearer ${env.GITHUB_TOKEN}`, 'user-agent': 'test' };
  const pull = async (): Promise<number> => (await fetch(`${url}/repos/octo/auth/pulls/7`, { headers })).status;
  await fetch(`${url}/_standin/faults`, { method: 'POST', body: JSON.stringify({ path: '/pulls/7$', status: 503 }) });
  expect([await pull(), await pull()]).toEqual([503, 200]);
  const log = await (await fetch(`${url}/_standin/log`)).json();
  expect(log).toMatchObject([{ method: 'GET', path: '/repos/octo/auth/pulls/7', status: 503 }, { status: 200 }]);
  process.stdin.end();
  expect(await exitOf(child)).toEqual([0, null]);
});

test('a results service of its own ends on SIGTERM', async () => {
  using child = await start('./main.ts', { runId: 9 });
  const { process, url, env } = child;
  expect(env).toMatchObject({ ACTIONS_RESULTS_URL: `${url}/`, GITHUB_RUN_ID: '9' });
  expect((await fetch(url)).status).toBe(404);
  process.kill('SIGTERM');
  expect(await exitOf(child)).toEqual([0, null]);
});
