import { expect, test } from 'vitest';
import type { Bundle } from '../../../../src/candidate.ts';
import { refuseCommand } from '../../../../src/edge/wasi/pack.ts';
import { compiledOnce, serveCountedWasmtime } from '../../../../src/edge/wasi/serve.ts';
import type { Host } from '../../../../src/host/host.ts';
import { recordedHost } from '../../recorded-host.ts';
import { bytesOf, STREAMS } from '../../wasm/telling.ts';

const BUNDLE: Bundle = { folder: '/b', entry: 'x.wasm', files: [], digest: 'd'.repeat(64) };

test('a bundle is compiled once, into a file of this run', async () => {
  await using recorded = await recordedHost({ answers: [[/^wasmtime compile/, {}]] });
  const compiled = compiledOnce(recorded.host);
  const [first, again] = await Promise.all([compiled(BUNDLE, '/w/wasmtime'), compiled(BUNDLE, '/w/wasmtime')]);
  expect(again).toBe(first);
  await compiled({ ...BUNDLE, digest: 'e'.repeat(64) }, '/w/wasmtime');
  expect(recorded.lines).toEqual([
    'wasmtime compile /b/x.wasm -o <work>/dddddddddddddddd-000000.cwasm',
    'wasmtime compile /b/x.wasm -o <work>/eeeeeeeeeeeeeeee-000001.cwasm',
  ]);
});

test('a component that has no way to tell its work is not served for it, and why is said', async () => {
  await using recorded = await recordedHost({
    files: { 'work/b/x.wasm': Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0) },
  });
  const { host } = recorded;
  const bundle = { ...BUNDLE, folder: `${host.folders.work}/b` };
  await expect(serveCountedWasmtime(bundle, { vars: {} }, '/w/wasmtime', host)).rejects.toMatchObject({
    fault: 'probe',
    message:
      'The component cannot tell what it executes: it exports nothing that a WASI host calls for a request or a command.',
  });
  expect(recorded.lines).toEqual([]);
});

test('each count belongs to the request that wasmtime numbers, also where the one before it failed, or its count is late', async () => {
  await using recorded = await recordedHost({
    files: { 'work/b/x.wasm': bytesOf(STREAMS) },
    answers: [[/^wasmtime compile/, {}]],
  });
  let say: (line: string) => void = () => {};
  let said = 'Serving HTTP on http://127.0.0.1:8080/\n';
  const start: Host['start'] = async (_, { onLine } = {}) => {
    say = (line) => onLine?.(line, 'stderr');
    const child = { pid: 1, startedAt: 0, exitCode: () => undefined, exited: new Promise<number>(() => {}) };
    const quiet = { stdout: () => '', write: () => {}, usage: async () => undefined };
    return { ...child, ...quiet, stderr: () => said, async [Symbol.asyncDispose]() {} };
  };
  let now = 0;
  const sleep = async (ms: number): Promise<void> => {
    now += ms;
  };
  const clock = { ...recorded.host.clock, now: () => now, sleep };
  const host = { ...recorded.host, start, clock };
  const bundle = { ...BUNDLE, folder: `${host.folders.work}/b` };
  await using server = await serveCountedWasmtime(bundle, { vars: {} }, '/w/wasmtime', host);
  said = '';
  const tell = (request: number, work: number): void => {
    say(`stderr [${request}] :: wasm-ship work 00000001 ${work.toString(16).padStart(16, '0')}`);
    say(`stderr [${request}] :: wasm-ship work 80000000 0000000000020000`);
  };
  const counted = async (ask: () => void) => (await server.counting(async () => ask())).work?.total;
  expect(await counted(() => tell(0, 10))).toBe(10n);
  const wrong = counted(() => {
    throw new Error('404');
  });
  await expect(wrong).rejects.toThrow('404');
  const late = await counted(() => tell(1, 404));
  expect([late, now >= 5000]).toEqual([undefined, true]); // that was of the one before
  expect(
    await counted(() => {
      tell(2, 30);
      tell(3, 40);
    }),
  ).toBe(40n);
  expect(await server.memory()).toBe(131_072);
});

test('a command is packed where nothing is to be measured, and else refused with the mend', () => {
  const exported = 'wasi:cli/run@0.2.6';
  const body = [1, 0, exported.length, ...Buffer.from(exported), 5, 0, 0];
  const command = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 11, body.length, ...body);
  const crate = { name: 'tool', dir: '.' };
  const latency = { health: {}, requests: [], durationMs: 1, vars: {} } as never;
  expect(() => refuseCommand(command, crate)).not.toThrow();
  expect(() => refuseCommand(command, { ...crate, latency })).toThrow(
    expect.objectContaining({
      message: 'tool answers no requests: its component exports wasi:cli/run@0.2.6, and no wasi:http/incoming-handler.',
      hint: expect.stringContaining('`latency` to `false`'),
    }),
  );
});
