import { utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { onShelf } from '../../../src/build/shelf.ts';
import { ShipError } from '../../../src/error.ts';
import { recordedHost } from '../recorded-host.ts';

const DEAD = 2 ** 22 + 1; // above the largest process id of Linux

test('a tool is made aside, put in place whole, and taken from there the next time', async () => {
  await using recorded = await recordedHost();
  const { files, folders } = recorded.host;
  const made: string[] = [];
  const make = async (part: string): Promise<void> => {
    made.push(part);
    expect(await files.exists(`${folders.tools}/tool-1`)).toBe(false);
    await files.write(`${part}/bin/tool`, 'x');
  };
  for (let i = 0; i < 2; i++) expect(await onShelf('tool-1', recorded.host, make)).toBe(`${folders.tools}/tool-1`);
  expect(made).toEqual([`${folders.tools}/tool-1.part-00000000`]);
  expect(await files.list(folders.tools)).toEqual(['tool-1/.wasm-ship-done', 'tool-1/bin/tool']);
  expect(recorded.said.map(({ text }) => text)).toEqual([
    'Getting tool-1 …',
    expect.stringMatching(/^Got tool-1 in [\d.]+ s\.$/),
  ]);
});

test('a making that fails leaves nothing, says what it was about, and can be tried again', async () => {
  await using recorded = await recordedHost();
  const { files, folders } = recorded.host;
  const cause = new ShipError('build', 'cargo ended with exit code 101.', { hint: 'mend it', tail: 'last line' });
  const broken = async (part: string): Promise<void> => {
    await files.write(`${part}/half`, 'x');
    throw cause;
  };
  await expect(onShelf('tool-1', recorded.host, broken)).rejects.toMatchObject({
    fault: 'toolchain',
    message: 'tool-1 could not be got: cargo ended with exit code 101.',
    hint: 'mend it',
    tail: 'last line',
    cause,
  });
  expect(await files.list(folders.tools)).toEqual([]);
  expect(await onShelf('tool-1', recorded.host, (part) => files.write(`${part}/whole`, 'x'))).toContain('tool-1');
});

test('a bug, and a cancelled run, stay what they are', async () => {
  await using recorded = await recordedHost();
  await expect(onShelf('a', recorded.host, () => Promise.reject(new TypeError('bug')))).rejects.toThrow(TypeError);
  const cancelled = new ShipError('cancelled', 'The run was cancelled.');
  await expect(onShelf('a', recorded.host, () => Promise.reject(cancelled))).rejects.toMatchObject({
    fault: 'cancelled',
  });
});

test('a second caller waits, and takes the finished one', async () => {
  await using recorded = await recordedHost();
  const { files } = recorded.host;
  let making = 0;
  const make = async (part: string): Promise<void> => {
    making++;
    await sleep(50);
    await files.write(`${part}/tool`, 'x');
  };
  const both = await Promise.all([onShelf('tool-1', recorded.host, make), onShelf('tool-1', recorded.host, make)]);
  expect(new Set(both).size).toBe(1);
  expect(making).toBe(1);
});

test('a folder that is not complete is made anew', async () => {
  await using recorded = await recordedHost({ files: { 'tools/tool-1/half': 'x' } });
  const { files, folders } = recorded.host;
  await onShelf('tool-1', recorded.host, (part) => files.write(`${part}/whole`, 'x'));
  expect(await files.list(folders.tools)).toEqual(['tool-1/.wasm-ship-done', 'tool-1/whole']);
});

test('the lock of a run that has ended is taken over', async () => {
  const left = JSON.stringify({ pid: DEAD, host: hostname(), id: '' });
  await using recorded = await recordedHost({ files: { 'tools/tool-1.lock': left } });
  const { files, folders } = recorded.host;
  await utimes(`${folders.tools}/tool-1.lock`, 0, 0);
  await onShelf('tool-1', recorded.host, (part) => files.write(`${part}/whole`, 'x'));
  expect(await files.list(folders.tools)).toEqual(['tool-1/.wasm-ship-done', 'tool-1/whole']);
});
