import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type CloudflareStandin, startCloudflare } from './cloudflare.ts';
import { callApi, uploadForm, workerSource } from './payload.ts';
import { WORKERD } from './wrangler.ts';

const childrenOf = async (pid: number | undefined): Promise<number[]> => {
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(pid)]);
  return stdout.trim().split('\n').map(Number);
};

test.each<[string, (child: ChildProcess) => void]>([
  ['SIGTERM', (child) => child.kill('SIGTERM')],
  ['the end of its input', (child) => child.stdin?.end()],
])('as a process of its own it serves, and %s ends all of it', async (_, end) => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--workerd', WORKERD], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer];
  const standin = JSON.parse(line.toString()) as CloudflareStandin;
  expect(standin.proxyUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await readFile(standin.caFile, 'utf8')).toContain('BEGIN CERTIFICATE');
  const uploaded = await callApi(standin, 'PUT', 'scripts/one', uploadForm(workerSource('one')));
  expect(uploaded).toMatchObject({ success: true, errors: [] });
  const running = await childrenOf(child.pid);
  expect(running).toHaveLength(1);
  const closed = once(child, 'exit');
  end(child);
  expect(await closed).toEqual([0, null]);
  for (const pid of running) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

/** Against waiting forever alone: a busy machine takes its time to start a process. */
const PATIENCE_MS = 60_000;

test('dispose ends every workerd, the one that is just starting included', async () => {
  const standin = await startCloudflare({ workerd: WORKERD });
  const uploaded = await callApi(standin, 'PUT', 'scripts/one', uploadForm(workerSource('one')));
  expect(uploaded).toMatchObject({ success: true, errors: [] });
  const starting = callApi(standin, 'PUT', 'scripts/two', uploadForm('for (;;);')).catch(() => undefined);
  await expect.poll(() => standin.processes().length, { timeout: PATIENCE_MS }).toBe(2);
  const groups = standin.processes();
  await standin[Symbol.asyncDispose]();
  for (const group of groups) expect(() => process.kill(-group, 0)).toThrow('ESRCH');
  await starting;
});
