import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startServer } from '../../../src/edge/listen.ts';
import type { Host, Running } from '../../../src/host/host.ts';

const COMMAND = { file: 'run', args: [], trust: 'theirs', timeoutMs: 1 } as const;
const LISTENING = { runtime: 'run', on: 'stderr', says: /at port (\d+)/ } as const;

/** A child that prints and then maybe ends. */
function child(stderr: string, code?: number) {
  const seen = { ended: 0 };
  const running: Running = {
    pid: 1,
    startedAt: 5,
    exitCode: () => code,
    exited: Promise.resolve(0),
    stderr: () => stderr,
    stdout: () => 'at port 1',
    write: () => undefined,
    usage: () => Promise.resolve({ cpuMs: 1, rssBytes: 2 }),
    async [Symbol.asyncDispose]() {
      seen.ended++;
    },
  };
  return { seen, start: () => Promise.resolve(running) };
}

test('the server is where its runtime says, on the stream that it says it on; it is ended with it', async () => {
  const { seen, start } = child(`${'x\n'.repeat(30)}at port 4711\n`);
  {
    await using server = await startServer(COMMAND, LISTENING, { start, signal: new AbortController().signal });
    expect(server).toMatchObject({ url: 'http://127.0.0.1:4711', startedAt: 5 });
    expect(server.tail().split('\n')).toHaveLength(20);
    expect(await server.usage()).toEqual({ cpuMs: 1, rssBytes: 2 });
    expect(seen.ended).toBe(0);
  }
  expect(seen.ended).toBe(1);
});

test('it listens from when its runtime says so, not from when that is looked at', async () => {
  let said = Number.NaN;
  const start: Host['start'] = async (_, { onLine } = {}) => {
    onLine?.('at port 1', 'stdout'); // on another stream, that means nothing
    await sleep(3);
    said = performance.now();
    onLine?.('at port 4711', 'stderr');
    await sleep(3);
    onLine?.('at port 4711', 'stderr');
    return child('at port 4711\n').start();
  };
  await using server = await startServer(COMMAND, LISTENING, { start, signal: new AbortController().signal });
  expect(server.listeningAt).toBeGreaterThanOrEqual(said);
  expect(server.listeningAt - said).toBeLessThan(3);
});

test('a runtime that ends first is a failure with its last lines', async () => {
  const { seen, start } = child('no such export\n', 3);
  await expect(startServer(COMMAND, LISTENING, { start, signal: new AbortController().signal })).rejects.toMatchObject({
    fault: 'probe',
    message: 'The bundle does not start: run ended with exit code 3.',
    tail: 'no such export',
  });
  expect(seen.ended).toBe(1);
});

test('a cancelled run waits no longer, and leaves nothing', async () => {
  const { seen, start } = child('');
  await expect(startServer(COMMAND, LISTENING, { start, signal: AbortSignal.abort() })).rejects.toMatchObject({
    fault: 'cancelled',
  });
  expect(seen.ended).toBe(1);
});
