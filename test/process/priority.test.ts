import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { goAhead } from '../../src/host/priority.ts';
import { run, start } from '../../src/host/process.ts';

const SPAWNER = { environment: process.env, signal: new AbortController().signal };
const running = (command: Parameters<typeof run>[0]) => run(command, {}, SPAWNER);

/** How Linux lets a process run: 0 as usual, 2 round robin, before all that run as usual. */
function policyOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[38]);
}

const linux = process.platform === 'linux';
const may = linux && spawnSync('chrt', ['--rr', '1', 'true']).status === 0;

test.skipIf(!linux)(
  'we run before others where the system lets us, and so does what we start; afterwards as before',
  async () => {
    const command = { file: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], timeoutMs: 60_000 } as const;
    expect(policyOf(process.pid)).toBe(0);
    {
      await using ahead = await goAhead('linux', running);
      expect(ahead.granted).toBe(may);
      await using child = await start({ ...command, trust: 'theirs' }, SPAWNER);
      expect([policyOf(process.pid), policyOf(child.pid)]).toEqual(may ? [2, 2] : [0, 0]);
    }
    expect(policyOf(process.pid)).toBe(0);
    await using child = await start({ ...command, trust: 'theirs' }, SPAWNER);
    expect(policyOf(child.pid)).toBe(0);
  },
);

test('where nobody can do that it goes on as usual', async () => {
  let asked = 0;
  const refusing = async () => {
    asked++;
    throw new Error('Operation not permitted');
  };
  await using refused = await goAhead('linux', refusing);
  expect([refused.granted, asked]).toEqual([false, 1]);
  await using elsewhere = await goAhead('darwin', refusing);
  expect([elsewhere.granted, asked]).toEqual([false, 1]);
});
