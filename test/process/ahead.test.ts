import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAhead } from '../../src/edge/cloudflare/ahead.ts';
import { realFiles } from '../../src/host/files.ts';
import { type Host, PIPE_BYTES, type Running } from '../../src/host/host.ts';
import { run, start } from '../../src/host/process.ts';
import type { ReleasePlan } from '../../src/plan.ts';

/**
 * As the real one does it: loads, reads its configuration three times, uploads (here: notes what there was to upload), writes its
 * record, and takes its time to end. It has handlers for signals, which it minds only where it does not wait in one long step.
 */
const PROGRAM = `
const fs = require('node:fs');
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => undefined);
const config = process.argv[process.argv.indexOf('--config') + 1];
console.log('loaded');
const texts = [1, 2, 3].map(() => fs.readFileSync(config, 'utf8'));
if (new Set(texts).size !== 1 || texts[0] === '') { console.error('odd configuration'); process.exit(1); }
const { main, bad } = JSON.parse(texts[0]);
console.log('uploading ' + fs.readFileSync(main, 'utf8'));
fs.writeFileSync(process.env.UPLOADED ?? 'uploaded', texts[0]);
if (bad) { console.error('no [code: 10021]'); process.exit(1); }
fs.appendFileSync(process.env.WRANGLER_OUTPUT_FILE_PATH, JSON.stringify({ type: 'version-upload', version_id: 'v1' }) + '\\n');
setTimeout(() => undefined, 60_000);
`;
/** Begins to read only once it is told to. */
const SLOW = `
while (!require('node:fs').existsSync('bundle')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
${PROGRAM}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-ahead-'));
  await writeFile(path.join(folder, 'wrangler.js'), PROGRAM);
  await writeFile(path.join(folder, 'slow.js'), SLOW);
  await writeFile(path.join(folder, 'early.js'), 'process.exit(1);');
  await writeFile(path.join(folder, 'index.js'), 'the bundle');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const NOTE = { sha: 'c'.repeat(40), digest: 'd'.repeat(64) };
const CONFIG = { name: 'auth', main: 'bundle/index.js' };

async function begun(program = 'wrangler.js', more: { os?: string; secrets?: string[]; signal?: AbortSignal } = {}) {
  const { os = 'linux', secrets = [], signal = new AbortController().signal } = more;
  const work = await mkdtemp(path.join(folder, 'work-'));
  const bundle = path.join(work, 'made');
  const files = realFiles(work, '', signal);
  await files.copy(path.join(folder, 'index.js'), path.join(bundle, 'index.js'));
  const said: string[] = [];
  const children: Running[] = [];
  const argv: string[][] = [];
  const spawner = { environment: process.env, signal };
  const host = {
    ...{ files, signal, random: () => '00' },
    platform: { node: process.execPath, os },
    clock: { sleep: (ms: number) => sleep(ms), now: () => performance.now() },
    log: { echo: (line: string) => said.push(line) },
    run: (command: Parameters<Host['run']>[0]) => run(command, {}, spawner),
    secretsFile: () => files.temp('secrets'),
    start: async (...[command, options]: Parameters<Host['start']>) => {
      const child = await start(command, spawner, options);
      children.push(child);
      argv.push([...command.args]);
      return child;
    },
  } as unknown as Host;
  const chosen = async () => ({ program: path.join(folder, program), version: '1' });
  const ahead = startAhead(NOTE, { version: 'v1', secrets } as unknown as ReleasePlan, chosen, host);
  await ahead.started;
  const go = (config: object = CONFIG, note = NOTE) =>
    ahead.go(note, { folder: bundle, entry: 'index.js', digest: NOTE.digest, files: [] }, { ...config });
  return { ahead, go, work, said, children, argv };
}

/** What is left of it in its folder. */
const leftIn = async (work: string): Promise<string[]> => (await readdir(work)).filter((name) => name !== 'made');

async function until(fits: () => boolean): Promise<void> {
  for (let i = 0; i < 1500 && !fits(); i++) await sleep(20);
}

const loaded = (children: readonly Running[]) => until(() => children[0]?.stdout().includes('loaded') === true);

async function alive(pid: number): Promise<boolean> {
  const command = { file: '/bin/sh', args: ['-c', `ps -o stat= -g ${pid}`], trust: 'ours', timeoutMs: 9000 } as const;
  const { stdout } = await run(
    command,
    { codes: 'any' },
    { environment: process.env, signal: new AbortController().signal },
  );
  return /^[^Z\s]/m.test(stdout.trim());
}

test('waits, loaded, until it is let go; its record is the answer, its way out is not waited for, and nothing of it is left', async () => {
  const { ahead, go, work, said, children } = await begun();
  await loaded(children);
  await sleep(200);
  expect([children[0]?.exitCode(), children[0]?.stderr(), said]).toEqual([undefined, '', []]);
  expect(await go()).toMatchObject({ version_id: 'v1' });
  expect(said).toEqual(['loaded', 'uploading the bundle']);
  await ahead[Symbol.asyncDispose](); // it was begun beside what comes next
  expect(await leftIn(work)).toEqual([]);
  expect(await alive(children[0]?.pid ?? 0)).toBe(false);
});

test('one that has not come to its configuration yet reads the regular file, three times the same', async () => {
  const { ahead, go, said } = await begun('slow.js');
  expect(await go()).toMatchObject({ version_id: 'v1' });
  expect(said).toEqual(['loaded', 'uploading the bundle']);
  await ahead[Symbol.asyncDispose]();
});

test.for([['loaded, it waits in a read'], ['it is still loading']])(
  'one that is not needed ends at once, with nothing uploaded: %s',
  async ([when]) => {
    const { ahead, go, work, said, children } = await begun();
    if (when?.startsWith('loaded')) await loaded(children);
    const since = performance.now();
    await ahead[Symbol.asyncDispose]();
    expect(performance.now() - since).toBeLessThan(2500); // 3 s are given to one that minds no signal
    expect([await alive(children[0]?.pid ?? 0), await leftIn(work), said]).toEqual([false, [], []]);
    expect(await go()).toBeUndefined();
  },
);

test('a cancelled run ends one that waits, and nothing of it is left', async () => {
  const cancel = new AbortController();
  const { ahead, work, children } = await begun('wrangler.js', { signal: cancel.signal });
  await loaded(children);
  const since = performance.now();
  cancel.abort();
  await children[0]?.exited;
  expect(performance.now() - since).toBeLessThan(2500);
  await ahead[Symbol.asyncDispose]();
  expect(await leftIn(work)).toEqual([]);
});

test('a failed upload is told as wrangler tells it', async () => {
  const { ahead, go } = await begun();
  await expect(go({ ...CONFIG, bad: true })).rejects.toMatchObject({
    message: 'The deploy of auth failed: wrangler failed. no. [code 10021]',
    hint: expect.stringContaining('fails at start'),
  });
  await ahead[Symbol.asyncDispose]();
});

test('does nothing for another bundle, a configuration that no pipe takes at once, or after its end', async () => {
  const { ahead, go, said } = await begun();
  expect(await go(CONFIG, { ...NOTE, digest: 'e'.repeat(64) })).toBeUndefined();
  expect(await go({ ...CONFIG, vars: { LONG: 'x'.repeat(PIPE_BYTES) } })).toBeUndefined();
  expect(said).toEqual([]);
  await ahead[Symbol.asyncDispose]();
  const early = await begun('early.js');
  await until(() => early.children[0]?.exitCode() !== undefined);
  expect(await early.go()).toBeUndefined();
  await early.ahead[Symbol.asyncDispose]();
});

test('the largest configuration that is taken is read whole', async () => {
  const { ahead, go } = await begun();
  const room = PIPE_BYTES - JSON.stringify({ ...CONFIG, vars: { LONG: '' } }, null, 2).length;
  expect(await go({ ...CONFIG, vars: { LONG: 'x'.repeat(room) } })).toMatchObject({ version_id: 'v1' });
  await ahead[Symbol.asyncDispose]();
});

test('secrets are in a file that it is started with, and gone with it; on Windows none is started', async () => {
  const { ahead, work, argv } = await begun('wrangler.js', { secrets: ['KEY'] });
  expect(argv[0]).toContain('--secrets-file');
  await ahead[Symbol.asyncDispose]();
  expect(await leftIn(work)).toEqual([]);
  const windows = await begun('wrangler.js', { os: 'win32' });
  expect([windows.children, await windows.go()]).toEqual([[], undefined]);
});

/** A process of its own that starts one ahead, and is killed. */
const KILLED = `
import { startAhead } from ${JSON.stringify(path.resolve('src/edge/cloudflare/ahead.ts'))};
import { realFiles } from ${JSON.stringify(path.resolve('src/host/files.ts'))};
import { run, start } from ${JSON.stringify(path.resolve('src/host/process.ts'))};
const [program, work] = process.argv.slice(2);
const { signal } = new AbortController();
const spawner = { environment: process.env, signal };
const host = {
  signal, random: () => '00', files: realFiles(work, '', signal), platform: { node: process.execPath, os: 'linux' },
  clock: { now: () => performance.now() }, log: {}, run: (command) => run(command, {}, spawner),
  start: async (command, options) => {
    const child = await start(command, spawner, options);
    console.log('pid ' + child.pid);
    const look = setInterval(() => child.stdout().includes('loaded') && console.log('loaded'), 10);
    return child;
  },
};
const ahead = startAhead({ sha: '', digest: '' }, { version: 'v1', secrets: [] }, async () => ({ program, version: '1' }), host);
await ahead.started;
setInterval(() => undefined, 1000);
`;

test.for(['loaded', 'pid'])(
  'killed by SIGKILL, we leave no wrangler that waits for us, and none uploads: %s',
  async (when) => {
    const work = await mkdtemp(path.join(folder, 'killed-'));
    const script = path.join(work, 'us.ts');
    await writeFile(script, KILLED);
    const uploaded = path.join(work, 'uploaded');
    await using us = await start(
      {
        file: process.execPath,
        args: [script, path.join(folder, 'wrangler.js'), work],
        trust: 'ours',
        timeoutMs: 50_000,
        env: { UPLOADED: uploaded },
      },
      { environment: process.env, signal: new AbortController().signal },
    );
    await until(() => us.stdout().includes(when) || us.exitCode() !== undefined);
    const pid = Number(/pid (\d+)/.exec(us.stdout())?.[1]);
    expect([us.stderr(), await alive(pid)]).toEqual([expect.not.stringContaining('Error'), true]);
    process.kill(us.pid, 'SIGKILL');
    const since = performance.now();
    while ((await alive(pid)) && performance.now() - since < 5000) await sleep(20);
    expect(await alive(pid)).toBe(false);
    await expect(readFile(uploaded)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);
