import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimFolders } from '../../../src/host/folders.ts';

/** The folders of the runner: one that is a file stands for any that cannot be written (rights do not stop root). */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'folders-'));
  await writeFile(path.join(folder, 'file'), '');
});
afterEach(() => rm(folder, { recursive: true }));

test('both are made, and nothing is left in them', async () => {
  const runner = { temp: path.join(folder, 'a', 'temp'), tools: path.join(folder, 'b', 'tools') };
  await claimFolders(runner);
  expect([...(await readdir(runner.temp)), ...(await readdir(runner.tools))]).toEqual([]);
});

test.each([
  ['RUNNER_TEMP', { temp: 'file/wasm-ship', tools: 'tools' }],
  ['RUNNER_TOOL_CACHE', { temp: 'temp', tools: 'file/wasm-ship' }],
])(
  '%s that cannot be written is named, with the value and what the machine said',
  async (variable, { temp, tools }) => {
    const claimed = claimFolders({ temp: path.join(folder, temp), tools: path.join(folder, tools) });
    await expect(claimed).rejects.toMatchObject({
      fault: 'toolchain',
      message: `\`${variable}\`: ${path.join(folder, 'file', 'wasm-ship')} cannot be written; wanted: a folder of ours to write.`,
      hint: expect.stringContaining('ENOTDIR'),
    });
  },
);
