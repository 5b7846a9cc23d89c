import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Command, Running } from '../../src/host/host.ts';
import { goAhead, lead, policyOf } from '../../src/host/priority.ts';
import { run, start } from '../../src/host/process.ts';

const SPAWNER = { environment: process.env, signal: new AbortController().signal };
const running = (command: Command) => run(command, {}, SPAWNER);
const never = (text: string): never => {
  throw new Error(text);
};

/** Each thread's policy (Linux': 0 as usual, 2 round robin, before all that run as usual) and priority in it: the first one's, and all others'. */
function prioritiesOf(pid: number): { readonly first: string; readonly others: readonly string[] } {
  const threads = readdirSync(`/proc/${pid}/task`).map(Number);
  const of = (thread: number): string => {
    const text = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    const [priority, policy] = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .slice(37, 39);
    return `${policy} ${priority}`;
  };
  return { first: of(pid), others: [...new Set(threads.filter((thread) => thread !== pid).map(of))] };
}
/** It says so when all its threads are there. */
const WAITING = {
  file: process.execPath,
  args: ['-e', 'console.log(1); setInterval(() => {}, 1000)'],
  timeoutMs: 60_000,
} as const;
async function threadsOf({ stdout }: Running): Promise<void> {
  await expect.poll(stdout).toBe('1\n');
}
const USUAL = { first: '0 0', others: ['0 0'] };
const AHEAD = { first: '2 2', others: ['2 1'] };

const linux = process.platform === 'linux';
const may = linux && spawnSync('chrt', ['--rr', '1', 'true']).status === 0;

test.skipIf(!linux)(
  'we run before others where the system lets us, and so does what we start; afterwards as before',
  async () => {
    expect(prioritiesOf(process.pid)).toEqual(USUAL);
    {
      await using ahead = await goAhead('linux', running, never, false);
      expect(ahead.granted).toBe(may);
      await using child = await start({ ...WAITING, trust: 'theirs' }, SPAWNER);
      await threadsOf(child);
      expect(prioritiesOf(process.pid)).toEqual(may ? AHEAD : USUAL);
      expect(prioritiesOf(child.pid)).toEqual(may ? { first: '2 2', others: ['2 2'] } : USUAL);
      await child.lead(); // what it compiles meanwhile keeps nobody from an answer
      expect(prioritiesOf(child.pid)).toEqual(may ? AHEAD : USUAL);
    }
    expect(prioritiesOf(process.pid)).toEqual(USUAL);
    await using child = await start({ ...WAITING, trust: 'theirs' }, SPAWNER);
    await threadsOf(child);
    await child.lead();
    expect(prioritiesOf(child.pid)).toEqual(USUAL);
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
      asked.push(file === 'sh' ? 'lead' : [file, ...args].join(' '));
      if (file !== 'sudo') return args.includes('--rr') ? Promise.reject(new Error('not permitted')) : running(command);
      const [, program = '', ...more] = args; // the first is that it must not ask for a password
      return running({ ...command, file: program, args: more });
    };
    const [set, undone] = ['chrt --rr --all-tasks --pid 2', 'chrt --other --all-tasks --pid 0'].map(
      (args) => `${args} ${process.pid}`,
    );
    {
      await using ahead = await goAhead('linux', asUser, never, true);
      expect([ahead.granted, prioritiesOf(process.pid)]).toEqual([true, AHEAD]);
    }
    expect(prioritiesOf(process.pid)).toEqual(USUAL);
    expect(asked).toEqual([set, `sudo --non-interactive ${set}`, 'lead', undone]);
    await using refused = await goAhead('linux', asUser, never, false);
    expect([refused.granted, asked.slice(4)]).toEqual([false, [set]]);
  },
);

test.skipIf(!may || spawnSync('setpriv', ['--version']).status !== 0)(
  'to lead takes no right, once it runs before others',
  async () => {
    const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const args = ['--rr', '2', 'setpriv', ...nobody, process.execPath, ...WAITING.args];
    await using child = await start({ ...WAITING, file: 'chrt', args, trust: 'theirs' }, SPAWNER);
    await threadsOf(child);
    await lead(child.pid, ({ file, args: more, ...how }) =>
      running({ ...how, file: 'setpriv', args: [...nobody, file, ...more] }),
    );
    expect(prioritiesOf(child.pid)).toEqual(AHEAD);
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
