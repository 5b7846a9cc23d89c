import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { nodeHost } from '../../../src/host/node.ts';
import { recordedHost } from '../recorded-host.ts';

test('a connection that fetch opens is counted, and one that it uses again is not', async () => {
  await using recorded = await recordedHost({});
  const { folders, log, tell, store, cache, signal } = recorded.host;
  await using host = nodeHost({ env: {}, folders, log, tell, store, cache, signal });
  let sockets = 0;
  const server = http.createServer((_, answer) => answer.end('hi')).on('connection', () => (sockets += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = host.connections();
  for (let i = 0; i < 5; i++) {
    await (await host.fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text();
    await sleep(20);
  }
  expect(sockets).toBeLessThan(5);
  expect(host.connections() - before).toBe(sockets);
  server.closeAllConnections();
  server.close();
});
