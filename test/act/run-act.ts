import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { BINARYEN } from '../../src/build/tools.ts';
import { readRecords, type Told } from './records.ts';

const root = path.resolve(import.meta.dirname, '../..');
const GRACE_MS = 5000;

/** One run of one workflow by act: a runner on this machine, without container and without network of its own. */
export interface ActRun {
  /** A git work tree. A checkout step without `ref:` and `repository:` is its files, without those that git ignores. */
  readonly repo: string;
  /** The workflow's file, relative to `repo`. act ignores its `types:`, `branches:` and `paths:`. */
  readonly workflow: string;
  /** The event's name, such as `pull_request`. */
  readonly event: string;
  /** What the event's payload is: github.event. */
  readonly payload: unknown;
  /**
   * For every step: GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_REF, GITHUB_RUN_ID … and SHA_REF, which becomes
   * GITHUB_SHA. Leave GITHUB_SERVER_URL alone: a loopback address there makes the clients think of GitHub Enterprise.
   */
  readonly env?: Readonly<Record<string, string>>;
  /** act masks them in what it tells, but for values of several lines. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** Actions by their reference, such as `wasm-ship/wasm-ship@v1`: the folder that stands in. Others cannot be had. */
  readonly actions?: Readonly<Record<string, string>>;
  /** The folder that is to be the runner's tool cache; act would make an empty one for each run. */
  readonly toolCache?: string;
  /** Only this job of the workflow, and what it needs. */
  readonly job?: string;
  /** After this time the run is ended. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface ActResult extends Told {
  /** 0, or 1 whatever went wrong; undefined if we ended it. */
  readonly code: number | undefined;
  /** It ran out of time or was aborted, and was ended by us. */
  readonly ended: boolean;
  readonly stderr: string;
}

let scriptPath: Promise<string> | undefined;

/** PATH as our scripts have it: Node 24 first (act runs PATH's node whatever an action asks for), then Rust, then act. */
export function pathOfScripts(): Promise<string> {
  scriptPath ??= promisify(execFile)('bash', ['-c', '. script/env && printf %s "$PATH"'], { cwd: root }).then(
    ({ stdout }) => stdout,
  );
  return scriptPath;
}

/**
 * A search path on which the machine's wasm-opt, whatever its version, has that of ours: the portable one takes a minute for
 * each build, and no test here is about its bytes.
 * @param after a line of shell for what it has made, `$out`
 */
export async function withWasmOpt(behind: string, dir: string, after = ''): Promise<string> {
  await mkdir(dir, { recursive: true });
  const version = `[ "$1" != --version ] || { echo "wasm-opt version ${BINARYEN}"; exit 0; }`;
  const found = `PATH='${behind}'; command -v wasm-opt > /dev/null || exit 127`; // then there is none, and ours is fetched
  const text = `#!/bin/sh\n${found}\n${version}\nout=$3\nwasm-opt "$@" || exit\n${after}\n`;
  await writeFile(path.join(dir, 'wasm-opt'), text);
  await chmod(path.join(dir, 'wasm-opt'), 0o755);
  return `${dir}:${behind}`;
}

const pairs = (flag: string, values: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);

/** A value in act's secret file, where `$NAME` would be a variable's value and only `\n` and `\r` are letters' escapes. */
const quoted = (value: string): string =>
  `"${value
    .replace(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')}"`;

function actArgs(run: ActRun, dir: string): string[] {
  return [
    run.event,
    ...['--directory', run.repo, '--workflows', run.workflow, '--eventpath', path.join(dir, 'event.json')],
    ...(run.job === undefined ? [] : ['--job', run.job]),
    // a job with any other runs-on is skipped, with exit code 0
    ...['--platform', 'ubuntu-latest=-self-hosted', '--platform', 'ubuntu-24.04=-self-hosted'],
    ...['--json', '--rm', '--no-cache-server', '--artifact-server-addr', '127.0.0.1'],
    ...['--action-offline-mode', '--pull=false'],
    // its default files are those of the folder it is started in
    ...['--secret-file', path.join(dir, 'secrets'), '--env-file', '/dev/null'],
    ...['--var-file', '/dev/null', '--input-file', '/dev/null'],
    ...pairs('--env', run.env),
    ...pairs('--var', run.vars),
    ...pairs('--local-repository', run.actions),
  ];
}

/** act hands its whole environment on to every step: it starts from nothing, with a home of its own. */
async function actEnvironment(dir: string): Promise<Record<string, string>> {
  return {
    PATH: await withWasmOpt(await pathOfScripts(), path.join(dir, 'bin')),
    HOME: dir,
    TMPDIR: dir,
    XDG_CACHE_HOME: path.join(dir, 'cache'),
    RUSTUP_HOME: process.env.RUSTUP_HOME ?? path.join(homedir(), '.rustup'),
    LANG: 'C.UTF-8',
    [MARK]: dir,
  };
}

/** Tells the processes of one run by their environment: act gives each step a process group of its own. */
const MARK = 'WASM_SHIP_ACT_RUN';

/** act overrides RUNNER_TOOL_CACHE with a folder of its own cache: that one becomes a link. */
async function lendToolCache(toolCache: string, dir: string): Promise<void> {
  await mkdir(path.join(dir, 'cache', 'act'), { recursive: true });
  await symlink(toolCache, path.join(dir, 'cache', 'act', 'tool_cache'));
}

/** Ends what a run left behind, such as a server that a step started. Looks in /proc, so on Linux only. */
async function endLeftovers(dir: string): Promise<void> {
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    if (environment.split('\0').includes(`${MARK}=${dir}`)) kill(Number(name));
  }
}

/** Ends a process or, by a negative id, a group; one that has gone is no failure. */
function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

interface Exit {
  readonly code: number | undefined;
  readonly ended: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts act in a process group of its own; ends the group when the time is over, when aborted, or when we exit. */
async function spawnAct(args: readonly string[], env: Record<string, string>, signal: AbortSignal): Promise<Exit> {
  const child = spawn('act', args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const closed = new Promise<number | undefined>((resolve, reject) => {
    child.on('error', (cause) => reject(new Error('act could not be started: run script/bootstrap dev', { cause })));
    child.on('exit', (code) => {
      // a daemon of a step may hold the pipes for ever: a moment for what is in them, then no more
      const stop = setTimeout(() => resolve(code ?? undefined), 500);
      child.on('close', () => {
        clearTimeout(stop);
        resolve(code ?? undefined);
      });
    });
  });
  const group = child.pid === undefined ? undefined : -child.pid;
  const killGroup = (): void => (group === undefined ? undefined : kill(group));
  let grace: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (group === undefined) return;
    kill(group, 'SIGINT'); // act ends its steps and says so
    grace = setTimeout(killGroup, GRACE_MS);
  };
  process.on('exit', killGroup);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    const code = await closed;
    return { ...output, code: signal.aborted ? undefined : code, ended: signal.aborted };
  } finally {
    signal.removeEventListener('abort', end);
    process.off('exit', killGroup);
    clearTimeout(grace);
    killGroup();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** Runs a workflow and tells what it did. Nothing of it is left running, whatever happens. */
export async function runAct(run: ActRun): Promise<ActResult> {
  const dir = await mkdtemp(path.join(tmpdir(), 'act-'));
  try {
    await writeFile(path.join(dir, 'event.json'), JSON.stringify(run.payload));
    if (run.toolCache !== undefined) await lendToolCache(run.toolCache, dir);
    const secrets = Object.entries(run.secrets ?? {}).map(([name, value]) => `${name}=${quoted(value)}\n`);
    await writeFile(path.join(dir, 'secrets'), secrets.join(''), { mode: 0o600 });
    const timeout = AbortSignal.timeout(run.timeoutMs ?? 120_000);
    const signal = run.signal ? AbortSignal.any([run.signal, timeout]) : timeout;
    const { stdout, ...exit } = await spawnAct(actArgs(run, dir), await actEnvironment(dir), signal);
    return { ...readRecords(stdout), ...exit };
  } finally {
    await endLeftovers(dir);
    await rm(dir, { recursive: true, force: true });
  }
}
