import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { ShipError } from '../../src/error.ts';
import type { Command, RunOptions } from '../../src/host/host.ts';
import { allowedEnvironment, lastLines, run, type Spawner, start } from '../../src/host/process.ts';

const NODE = process.execPath;

function spawner(more: Partial<Spawner> = {}): Spawner {
  return { environment: process.env, signal: new AbortController().signal, ...more };
}

function shell(script: string, more: Partial<Command> = {}): Command {
  return { file: '/bin/sh', args: ['-c', script], trust: 'theirs', timeoutMs: 50_000, ...more };
}

function node(script: string, more: Partial<Command> = {}): Command {
  return { file: NODE, args: ['-e', script], trust: 'theirs', timeoutMs: 50_000, ...more };
}

/** Runs to its end, failures as values. */
function ended(command: Command, options: RunOptions = {}, by: Spawner = spawner()) {
  return run(command, options, by).catch((error: unknown) => {
    if (error instanceof ShipError) return error;
    throw error;
  });
}

/** Whether a process still runs; one that has ended and was not yet waited for does not count. */
async function alive(pid: number): Promise<boolean> {
  const { stdout } = await run(shell(`ps -o stat= -p ${pid}`), { codes: [0, 1] }, spawner());
  return /^[^Z\s]/.test(stdout.trim());
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100; i++) {
    if (!(await alive(pid))) return true;
    await sleep(20);
  }
  return false;
}

test('a program that ends gives its code, both streams, and its lines as they come', async () => {
  const lines: string[] = [];
  const result = await ended(shell('printf "a\\r\\nb"; echo c >&2; exit 3'), {
    codes: [0, 3],
    onLine: (line, stream) => lines.push(`${stream} ${line}`),
  });
  expect(result).toMatchObject({ code: 3, stdout: 'a\r\nb', stderr: 'c\n', ms: expect.any(Number) });
  expect(lines.toSorted()).toEqual(['stderr c', 'stdout a', 'stdout b']);
});

test('another code than the one asked for is an error with the last lines that were said', async () => {
  const result = await ended(shell('seq 30 >&2; echo out; exit 4'));
  const last = Array.from({ length: 20 }, (_, i) => i + 11).join('\n');
  expect(result).toMatchObject({ fault: 'build', message: 'sh ended with exit code 4.', tail: last });
  expect(await ended(shell('echo only; exit 1'))).toMatchObject({ tail: 'only' });
  expect(await ended(shell('exit 9'), { codes: 'any' })).toMatchObject({ code: 9 });
});

test('an argument is an argument: nothing of it reaches a shell', async () => {
  const odd = ['$(echo x)', '`id`', '"; exit 1', '--flag=a b', '\n::error::x', '*'];
  const result = await ended({ ...node(''), args: ['-p', 'JSON.stringify(process.argv.slice(1))', '--', ...odd] });
  expect(JSON.parse((result as { stdout: string }).stdout)).toEqual(odd);
});

test('a program that is not there says so', async () => {
  const result = await ended({ ...shell(''), file: 'no-such-program' });
  expect(result).toMatchObject({
    fault: 'toolchain',
    message: 'no-such-program could not be started: it is not there.',
  });
  expect(await ended(shell('', { cwd: '/no/such/folder' }))).toMatchObject({
    message: '/bin/sh could not be started: its folder /no/such/folder is not there.',
  });
});

test('a program that may not be run says so', async () => {
  const result = await ended({ ...shell(''), file: import.meta.filename });
  expect(result).toMatchObject({
    fault: 'toolchain',
    message: expect.stringMatching(/could not be started: .*EACCES\.$/),
  });
});

/** Runs a command whose time is over as soon as it has said a line, however long the machine takes until then. */
async function outOfTime(script: string) {
  const timeoutMs = 50_000;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    return await ended(shell(script, { timeoutMs }), { onLine: () => void vi.advanceTimersByTime(timeoutMs) });
  } finally {
    vi.useRealTimers();
  }
}

test('the time limit ends the child and what it started', async () => {
  const result = await outOfTime('sleep 600 & echo $!; wait');
  expect(result).toMatchObject({
    fault: 'build',
    message: 'sh did not end within 50 s.',
    tail: expect.stringMatching(/^\d+$/),
  });
  expect(await gone(Number((result as ShipError).tail))).toBe(true);
});

/** Cancels the run as soon as the command has said a line. */
async function cancelled(script: string) {
  const controller = new AbortController();
  let said = '';
  const result = await ended(
    shell(script),
    {
      onLine: (line) => {
        said = line;
        controller.abort();
      },
    },
    spawner({ signal: controller.signal }),
  );
  return { result, said, signal: controller.signal };
}

test.concurrent('a child that does not heed SIGTERM is killed', async () => {
  const { result, said } = await cancelled('trap "" TERM; sleep 600 & echo $!; wait');
  expect(result).toMatchObject({ fault: 'cancelled' });
  expect(await gone(Number(said))).toBe(true);
});

test.concurrent('a cancelled run ends the child and what it started, and is told as cancelled', async () => {
  const { result, said, signal } = await cancelled('sleep 600 & echo $!; wait');
  expect(result).toMatchObject({ fault: 'cancelled', message: 'sh was ended: the run was cancelled.' });
  expect(await gone(Number(said))).toBe(true);
  const late = await ended(shell('echo x'), {}, spawner({ signal }));
  expect(late).toMatchObject({ fault: 'cancelled', message: 'sh was not started: the run was cancelled.' });
});

test.concurrent('a child that ends is not waited for because of a daemon that it left behind', async () => {
  const result = await ended(shell('sleep 600 & echo $!; exit 0'));
  expect(result).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\n$/) });
  expect(await gone(Number((result as { stdout: string }).stdout))).toBe(true);
});

test.concurrent('a program that goes on is ended with its group when it is disposed of', async () => {
  let pid = 0;
  let left = 0;
  {
    await using running = await start(shell('sleep 600 & echo $!; wait'), spawner());
    pid = running.pid;
    while (!running.stdout().endsWith('\n')) await sleep(5);
    left = Number(running.stdout());
    expect([running.exitCode(), await alive(pid), await alive(left)]).toEqual([undefined, true, true]);
  }
  expect([await gone(pid), await gone(left)]).toEqual([true, true]);
});

const PLANTED = {
  PATH: process.env.PATH,
  GITHUB_TOKEN: 'ghs_planted',
  ACTIONS_RUNTIME_TOKEN: 'planted',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'planted',
  CLOUDFLARE_API_TOKEN: 'planted',
  INPUT_GITHUB_TOKEN: 'planted',
  'INPUT_GITHUB-TOKEN': 'planted',
  CARGO_REGISTRY_TOKEN: 'planted',
  CARGO_REGISTRIES_OURS_TOKEN: 'planted',
  npm_config__auth: 'planted',
  NODE_AUTH_TOKEN: 'planted',
  AWS_SECRET_ACCESS_KEY: 'planted',
  GITHUB_ENV: '/planted',
  GITHUB_OUTPUT: '/planted',
  NODE_OPTIONS: '--planted',
  LD_PRELOAD: '/planted',
};
const PRINT = 'console.log(JSON.stringify(process.env))';
const NAMED = ['CLOUDFLARE_API_TOKEN', 'GITHUB_TOKEN', 'UNSET_TOKEN'];

async function seenBy(command: Partial<Command>): Promise<Record<string, string>> {
  const result = await ended(node(PRINT, command), {}, spawner({ environment: PLANTED }));
  return JSON.parse((result as { stdout: string }).stdout) as Record<string, string>;
}

test('code of the repository sees no token, even where its command names one', async () => {
  const seen = await seenBy({ trust: 'theirs', secrets: NAMED, env: { RUSTFLAGS: '-C x' } });
  expect(JSON.stringify(seen)).not.toContain('planted');
  expect(seen).toEqual({ PATH: process.env.PATH, RUSTFLAGS: '-C x' });
});

test('a tool of ours sees the secrets that its command names, and no other', async () => {
  const seen = await seenBy({ trust: 'ours', secrets: NAMED });
  expect(seen).toEqual({ PATH: process.env.PATH, CLOUDFLARE_API_TOKEN: 'planted', GITHUB_TOKEN: 'ghs_planted' });
  expect(await seenBy({ trust: 'ours' })).toEqual({ PATH: process.env.PATH });
});

test('each child carries by what the runner finds what a job has left behind; no build depends on it', async () => {
  const environment = { PATH: process.env.PATH, RUNNER_TRACKING_ID: 'github_1' };
  for (const trust of ['ours', 'theirs'] as const) {
    const result = await ended(node(PRINT, { trust }), {}, spawner({ environment }));
    expect(JSON.parse((result as { stdout: string }).stdout)).toEqual(environment);
  }
  expect(allowedEnvironment(environment)).toEqual({ PATH: process.env.PATH });
});

test.each([
  ...[
    'PATH',
    'HOME',
    'CARGO_HOME',
    'CARGO_TARGET_DIR',
    'RUSTUP_HOME',
    'RUSTFLAGS',
    'RUSTC_WRAPPER',
    'CC',
    'CC_wasm32_unknown_unknown',
  ],
  ...['https_proxy', 'NO_PROXY', 'SSL_CERT_FILE', 'npm_config_registry', 'LC_ALL', 'TMPDIR', 'SystemRoot', 'Path'],
])('%s is passed on: builds need it', (name) => {
  expect(allowedEnvironment({ [name]: 'x' })).toEqual({ [name]: 'x' });
});

test.each([
  ...[
    'GITHUB_TOKEN',
    'ACTIONS_RUNTIME_TOKEN',
    'CLOUDFLARE_API_TOKEN',
    'CLOUDFLARE_ACCOUNT_ID',
    'FASTLY_API_TOKEN',
    'DENO_DEPLOY_TOKEN',
  ],
  ...[
    'CARGO_REGISTRY_TOKEN',
    'CARGO_REGISTRIES_X_TOKEN',
    'CARGO_REGISTRY_CREDENTIAL_PROVIDER',
    'npm_config__auth',
    'RUST_SECRET',
    'XDG_SECRET_X',
  ],
  ...[
    'GITHUB_ENV',
    'GITHUB_PATH',
    'NODE_OPTIONS',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'SSH_AUTH_SOCK',
    'INPUT_X',
    'STATE_X',
    'MY_PATH',
  ],
])('%s is not passed on', (name) => {
  expect(allowedEnvironment({ [name]: 'x', UNSET: undefined })).toEqual({});
});

test('20 MB of output are read and bounded, the end is kept', async () => {
  const result = await ended(
    node("for (let i = 0; i < 320; i++) process.stdout.write('x'.repeat(65535) + '\\n'); console.log('the end')"),
  );
  const { stdout } = result as { stdout: string };
  expect(stdout.length).toBeLessThanOrEqual(16 * 1024 * 1024 + 65_536);
  expect(stdout.endsWith('x\nthe end\n')).toBe(true);
});

test('20 MB without a line end are no line that grows without bound', async () => {
  let longest = 0;
  await ended(node("for (let i = 0; i < 320; i++) process.stdout.write('x'.repeat(65536))"), {
    onLine: (line) => {
      longest = Math.max(longest, line.length);
    },
  });
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThanOrEqual(17 * 1024 * 1024);
});

test('a character that is cut between two pieces of output stays whole', async () => {
  const halves =
    'process.stdout.write(Buffer.of(0xe2, 0x82)); setTimeout(() => process.stdout.write(Buffer.of(0xac, 0x0a)), 30)';
  expect(await ended(node(halves))).toMatchObject({ stdout: '€\n' });
});

test('the last lines of a text', () => {
  expect(lastLines('a\nb\nc\n\n', 2)).toBe('b\nc');
  expect(lastLines('a', 2)).toBe('a');
});

test('a variable that is named passes to code of the repository, and to no tool of ours', async () => {
  const spawner: Spawner = {
    environment: { PATH: process.env.PATH, APP_VERSION: '1.2', OTHER: 'x' },
    passed: ['APP_VERSION'],
    signal: new AbortController().signal,
  };
  const seen = async (trust: 'ours' | 'theirs'): Promise<string> => {
    const args = ['-e', 'console.log(String([process.env.APP_VERSION, process.env.OTHER]))'];
    return (await run({ file: process.execPath, args, trust, timeoutMs: 20_000 }, {}, spawner)).stdout.trim();
  };
  expect([await seen('theirs'), await seen('ours')]).toEqual(['1.2,', ',']);
  expect(allowedEnvironment({ APP_VERSION: 'x', OTHER: 'y' }, ['APP_VERSION'])).toEqual({ APP_VERSION: 'x' });
});
