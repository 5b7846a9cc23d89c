import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { newProcessEach, serveCommand } from '../../../../src/edge/deno/serve.ts';

const folders = { workspace: '/repo', tools: '/tools', work: '/work', action: '/action' };

test('deno may use the network and the test vars alone, and finds no other variable; values are no arguments', () => {
  const { args, env, cwd, trust } = serveCommand({ folder: '/b', entry: 'main.ts' }, { KEY: 'v', B: '' }, '/deno', {
    folders,
  });
  expect(args.filter((arg) => arg.startsWith('--allow'))).toEqual(['--allow-net', '--allow-env=KEY,B']);
  expect(args).toContain('--ignore-env');
  expect(args.join(' ')).toMatch(/^serve .*--no-remote --no-npm .*--host 127\.0\.0\.1 --port 0 main\.ts$/);
  expect({ env, cwd, trust }).toEqual({
    env: { KEY: 'v', B: '', DENO_DIR: '/work/deno', DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
    cwd: '/b',
    trust: 'theirs',
  });
  expect(serveCommand({ folder: '/b', entry: 'm' }, {}, '/deno', { folders }).args.join(' ')).not.toContain(
    'allow-env',
  );
});

test('each request has a process of its own, which is ended after it; bodies and statuses pass', async () => {
  const [started, ended]: string[][] = [[], []];
  const start = async () => {
    const name = `s${started?.length}`;
    const server = createServer(async (asked, answered) => {
      answered.writeHead(asked.method === 'POST' ? 201 : 200, { 'x-from': name });
      answered.end(Buffer.concat(await asked.toArray()));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    started?.push(name);
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      startedAt: 0,
      listeningAt: 0,
      tail: () => '',
      usage: () => Promise.resolve(undefined),
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        server.close();
        ended?.push(name);
      },
    };
  };
  {
    await using proxy = await newProcessEach(start);
    const first = await fetch(`${proxy.url}/a`);
    expect([first.status, first.headers.get('x-from'), await first.text()]).toEqual([200, 's0', '']);
    const second = await fetch(`${proxy.url}/b`, { method: 'POST', body: 'hello' });
    expect([second.status, second.headers.get('x-from'), await second.text()]).toEqual([201, 's1', 'hello']);
  }
  expect([started, ended]).toEqual([
    ['s0', 's1'],
    ['s0', 's1'],
  ]);
});

test('a process that does not start breaks the connection, and tells why', async () => {
  await using proxy = await newProcessEach(() => Promise.reject(new Error('no deno')));
  await expect(fetch(proxy.url)).rejects.toThrow();
  expect(proxy.tail()).toBe('no deno');
});
