import { expect, test } from 'vitest';
import type { Bundle } from '../../../../src/candidate.ts';
import { refuseCommand } from '../../../../src/edge/wasi/pack.ts';
import { compiledOnce, serveCountedWasmtime } from '../../../../src/edge/wasi/serve.ts';
import { recordedHost } from '../../recorded-host.ts';

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
