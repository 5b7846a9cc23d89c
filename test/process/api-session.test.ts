import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { apiSession } from '../../src/edge/cloudflare/api-session.ts';
import type { Command, Host } from '../../src/host/host.ts';
import { run, type Spawner, start } from '../../src/host/process.ts';
import { type Loopback, loopback } from '../unit/loopback.ts';

/** The API answers with what it was asked; `/slow` never does. */
async function api(): Promise<Loopback & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = await loopback((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    if (request.url?.endsWith('/slow') === true) return;
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => response.end(JSON.stringify({ success: true, result: { url: request.url, body } })));
  });
  return { ...server, asked };
}

/** A host with real children, which are noted. */
function world(url: string, signal = new AbortController().signal) {
  const environment = { CLOUDFLARE_API_TOKEN: 'T', CLOUDFLARE_ACCOUNT_ID: 'A', CLOUDFLARE_API_BASE_URL: url };
  const spawner: Spawner = { environment, signal, over: new AbortController().signal };
  const stays: number[] = [];
  const alone: Command[] = [];
  const host = {
    platform: { node: process.execPath } as Host['platform'],
    signal,
    run: (command: Command) => {
      alone.push(command);
      return run(command, {}, spawner);
    },
    start: async (...[command, options]: Parameters<Host['start']>) => {
      const child = await start(command, spawner, options);
      stays.push(child.pid);
      return child;
    },
  };
  return { host, stays, alone };
}

const get = (path: string) => ({ method: 'GET', path, account: undefined }) as const;

test('calls one after the other and side by side are answered by one child, each its own', async () => {
  await using server = await api();
  const { host, stays, alone } = world(server.url);
  await using session = apiSession(host);
  expect(await session.call(get('/a'))).toEqual({ result: { url: '/accounts/A/a', body: '' } });
  const body = { message: 'two\nlines, ü' };
  const answers = await Promise.all([
    session.call(get('/b')),
    session.call({ method: 'POST', path: '/c', account: 'other', body }),
    session.call(get('/d')),
  ]);
  expect(answers).toEqual([
    { result: { url: '/accounts/A/b', body: '' } },
    { result: { url: '/accounts/other/c', body: JSON.stringify(body) } },
    { result: { url: '/accounts/A/d', body: '' } },
  ]);
  expect([stays.length, alone.length]).toEqual([1, 0]);
  expect(new Set(server.asked.map((line) => line.replace(/^\S+ \S+ /, '')))).toEqual(new Set(['Bearer T']));
});

test('what must be done though the run is cancelled has a child of its own', async () => {
  await using server = await api();
  const { host, stays, alone } = world(server.url);
  await using session = apiSession(host);
  expect(await session.call({ ...get('/a'), despiteCancel: true })).toMatchObject({ result: {} });
  expect([stays.length, alone.length]).toEqual([0, 1]);
});

test('a cancelled run ends a call in the middle', async () => {
  await using server = await api();
  const cancel = new AbortController();
  const { host } = world(server.url, cancel.signal);
  await using session = apiSession(host);
  const call = session.call(get('/slow')).catch((error: unknown) => error);
  while (server.asked.length === 0) await sleep(10);
  cancel.abort();
  expect(await call).toMatchObject({ fault: 'cancelled' });
  await expect(session.call(get('/a'))).rejects.toMatchObject({ fault: 'cancelled' });
});

test('where its child is killed, a call in the middle is not known, and the next one has a child of its own', async () => {
  await using server = await api();
  const { host, stays, alone } = world(server.url);
  await using session = apiSession(host);
  const call = session.call(get('/slow'));
  while (server.asked.length === 0) await sleep(10);
  process.kill(stays[0] ?? 0, 'SIGKILL');
  expect(await call).toBe('unknown');
  expect(await session.call(get('/a'))).toMatchObject({ result: {} });
  expect([stays.length, alone.length]).toEqual([1, 1]);
});

test('its child ends with it', async () => {
  await using server = await api();
  const { host, stays } = world(server.url);
  {
    await using session = apiSession(host);
    await session.call(get('/a'));
  }
  expect(() => process.kill(stays[0] ?? 0, 0)).toThrow('ESRCH');
});
