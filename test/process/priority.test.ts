import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Command } from '../../src/host/host.ts';
import { goAhead, policyOf } from '../../src/host/priority.ts';
import { run, start } from '../../src/host/process.ts';

const SPAWNER = { environment: process.env, signal: new AbortController().signal };
const running = (command: Command) => run(command, {}, SPAWNER);
const never = (text: string): never => {
  throw new Error(text);
};

/** Linux' policies: 0 as usual, 2 round robin, before all that run as usual. Of all threads that we have. */
async function policiesOf(pid: number): Promise<readonly (number | undefined)[]> {
  const threads = readdirSync(`/proc/${pid}/task`).map(Number);
  return [...new Set(await Promise.all(threads.map(policyOf)))];
}

const linux = process.platform === 'linux';
const may = linux && spawnSync('chrt', ['--rr', '1', 'true']).status === 0;

test.skipIf(!linux)(
  'we run before others where the system lets us, and so does what we start; afterwards as before',
  async () => {
    const command = { file: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], timeoutMs: 60_000 } as const;
    expect(await policiesOf(process.pid)).toEqual([0]);
    {
      await using ahead = await goAhead('linux', running, never, false);
      expect(ahead.granted).toBe(may);
      await using child = await start({ ...command, trust: 'theirs' }, SPAWNER);
      const wanted = may ? [2] : [0];
      expect([await policiesOf(process.pid), await policiesOf(child.pid)]).toEqual([wanted, wanted]);
    }
    expect(await policiesOf(process.pid)).toEqual([0]);
    await using child = await start({ ...command, trust: 'theirs' }, SPAWNER);
    expect(await policiesOf(child.pid)).toEqual([0]);
  },
);

test('where nobody can do that it goes on as usual', async () => {
  let asked = 0;
  const refusing = async () => {
    asked++;
    throw new Error('Operation not permitted');
  };
  {
    await using refused = await goAhead('linux', refusing, never, false);
    expect([refused.granted, asked]).toEqual([false, linux ? 1 : 0]);
  }
  await using elsewhere = await goAhead('darwin', refusing, never, false);
  expect([elsewhere.granted, asked]).toEqual([false, linux ? 1 : 0]);
});

test.skipIf(!may)(
  'whoever has no right to it asks sudo, where that may be asked; giving it up takes no right',
  async () => {
    const asked: string[] = [];
    const asUser = async (command: Command) => {
      const { file, args } = command;
      asked.push([file, ...args].join(' '));
      if (file !== 'sudo') return args.includes('--rr') ? Promise.reject(new Error('not permitted')) : running(command);
      const [, program = '', ...more] = args; // the first is that it must not ask for a password
      return running({ ...command, file: program, args: more });
    };
    const [set, undone] = ['chrt --rr --all-tasks --pid 1', 'chrt --other --all-tasks --pid 0'].map(
      (args) => `${args} ${process.pid}`,
    );
    {
      await using ahead = await goAhead('linux', asUser, never, true);
      expect([ahead.granted, await policyOf('self')]).toEqual([true, 2]);
    }
    expect([asked, await policyOf('self')]).toEqual([[set, `sudo --non-interactive ${set}`, undone], 0]);
    await using refused = await goAhead('linux', asUser, never, false);
    expect([refused.granted, asked.slice(3)]).toEqual([false, [set]]);
  },
);

test.skipIf(!may)(
  'a chrt that is ended too late to be believed is undone all the same; what cannot be undone is told',
  async () => {
    const late = async (command: Command) => {
      await running(command);
      throw new Error('did not end within 2 s');
    };
    {
      await using ahead = await goAhead('linux', late, never, false);
      expect(ahead.granted).toBe(true);
    }
    expect(await policyOf('self')).toBe(0);
    const said: string[] = [];
    const once = (command: Command) =>
      command.args.includes('--other') ? Promise.reject(new Error('no')) : running(command);
    try {
      await using _ = await goAhead('linux', once, (text) => void said.push(text), false);
    } finally {
      spawnSync('chrt', ['--other', '--all-tasks', '--pid', '0', String(process.pid)]);
    }
    expect(said).toEqual(['This run goes on before all other processes of this machine.']);
  },
);
