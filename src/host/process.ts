import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { ShipError } from '../error.ts';
import { ending } from '../platform.ts';
import type { Command, Output, Running, RunOptions } from './host.ts';
import { usageOf } from './usage.ts';

/** What a child may see of our environment: never a token of ours or of GitHub's. */
const ALLOWED =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|CI|TERM|XDG_\w+|RUST\w*|CARGO\w*|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|(HTTPS?|NO|ALL)_PROXY|npm_config_\w+|CC|CXX|AR|(CC|CXX|AR|CFLAGS|CXXFLAGS)_\w+|PKG_CONFIG\w*|LD_LIBRARY_PATH|NIX_\w+|SDKROOT|MACOSX_DEPLOYMENT_TARGET|DEVELOPER_DIR|SystemRoot|SystemDrive|windir|ComSpec|PATHEXT|HOMEDRIVE|HOMEPATH|USERPROFILE|APPDATA|LOCALAPPDATA|(Common)?ProgramFiles(\(x86\))?|(Common)?ProgramW6432|ProgramData|ALLUSERSPROFILE|NUMBER_OF_PROCESSORS|PROCESSOR_\w+|VS\w*COMNTOOLS|INCLUDE|LIB|LIBPATH)$/i;
const NEVER = /TOKEN|SECRET|PASSWORD|CREDENTIAL|_KEY$|_AUTH/i;

/**
 * The part of an environment that children get, with `Path` and `PATH` alike.
 * @param more names that pass besides
 */
export function allowedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  more: readonly string[] = [],
): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const passes = more.includes(name) || (ALLOWED.test(name) && !NEVER.test(name));
    if (value !== undefined && passes) allowed[name] = value;
  }
  return allowed;
}

export interface Spawner {
  /** The environment that secrets are read from and the allowlist is applied to. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of more variables that code of the repository may see. */
  readonly passed?: readonly string[];
  readonly signal: AbortSignal;
  /** Ends what goes on despite a cancelled run; undefined: only its own time does. */
  readonly over?: AbortSignal;
  /** Children that run now, by their end. */
  readonly live?: Set<Promise<unknown>>;
}

const KEPT = 8 * 1024 * 1024; // characters of one stream; JSON messages of a large build are below 4 MB
/** The longest that we read what a daemon of the child still says. */
const LATEST_MS = 5000;
const GRACE_MS = 3000;
/** How long what a child left behind may hold its output open after it has ended itself. */
const LEFT_BEHIND_MS = 1000;

/**
 * Runs a command to its end.
 * @throws ShipError where it cannot be started, ends with another code than asked for, takes too long, or the run is cancelled
 */
export async function run(command: Command, options: RunOptions, spawner: Spawner): Promise<Output> {
  const child = await launch(command, spawner, options.onLine);
  const timer = setTimeout(() => child.end('time'), command.timeoutMs);
  try {
    const code = await child.exited;
    const output = { code, stdout: child.stdout(), stderr: child.stderr(), ms: performance.now() - child.startedAt };
    if (child.endedBy() === 'time') throw failed(command, `did not end within ${command.timeoutMs / 1000} s`, output);
    if (child.endedBy() === 'cancel')
      throw new ShipError('cancelled', `${nameOf(command)} was ended: the run was cancelled.`);
    const codes = options.codes ?? [0];
    if (codes !== 'any' && !codes.includes(code)) throw failed(command, `ended with exit code ${code}`, output);
    return output;
  } finally {
    clearTimeout(timer);
    await child[Symbol.asyncDispose]();
  }
}

/** Starts a command that goes on until it is disposed of, or `timeoutMs` is over. */
export async function start(
  command: Command,
  spawner: Spawner,
  { onLine }: Pick<RunOptions, 'onLine'> = {},
): Promise<Running> {
  const child = await launch(command, spawner, onLine);
  const timer = setTimeout(() => child.end('time'), command.timeoutMs);
  timer.unref();
  void child.exited.then(() => clearTimeout(timer));
  return child;
}

function failed(command: Command, what: string, output: Output): ShipError {
  const name = nameOf(command);
  const tail = lastLines(output.stderr.trim() === '' ? output.stdout : output.stderr, 20);
  return new ShipError('build', `${name} ${what}.`, { tail });
}

function nameOf(command: Command): string {
  return command.name ?? command.file.split(/[\\/]/).at(-1) ?? command.file;
}

/** The last `count` lines of a text. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

type Ending = 'time' | 'cancel' | 'dispose';
interface Child extends Running {
  end(reason: Ending): void;
  endedBy(): Ending | undefined;
}

async function launch(command: Command, spawner: Spawner, onLine?: RunOptions['onLine']): Promise<Child> {
  const signal = command.despiteCancel === true ? spawner.over : spawner.signal;
  if (signal?.aborted === true)
    throw new ShipError('cancelled', `${nameOf(command)} was not started: the run was cancelled.`);
  const startedAt = performance.now();
  const settings = {
    cwd: command.cwd,
    env: environmentOf(command, spawner),
    detached: process.platform !== 'win32', // a process group of its own, so that its children end with it
    windowsHide: true,
  };
  const { file, args, listens } = command;
  const child: ChildProcessByStdio<Writable | null, Readable, Readable> = listens
    ? spawn(file, [...args], { ...settings, stdio: ['pipe', 'pipe', 'pipe'] })
    : spawn(file, [...args], { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdin?.on('error', () => undefined); // it has ended: that is seen by its end
  const streams = { stdout: collect(child.stdout, 'stdout', onLine), stderr: collect(child.stderr, 'stderr', onLine) };
  let ended: Ending | undefined;
  let code: number | undefined;
  const exited = new Promise<number>((resolve) => {
    child.on('exit', () => closeWhenSilent(child));
    child.on('close', (status, signal) => {
      code = status ?? (signal === 'SIGKILL' ? 137 : 143);
      resolve(code);
    });
  });
  const end = (reason: Ending): void => {
    if (code !== undefined || ended !== undefined) return;
    ended = reason;
    signalGroup(child.pid, 'SIGTERM');
    setTimeout(() => code ?? signalGroup(child.pid, 'SIGKILL'), GRACE_MS).unref();
  };
  const onAbort = (): void => end('cancel');
  signal?.addEventListener('abort', onAbort, { once: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      signal?.removeEventListener('abort', onAbort);
      reject(notStarted(command, cause));
    });
  });
  spawner.live?.add(exited);
  void exited.then(() => spawner.live?.delete(exited));
  return {
    pid: child.pid ?? 0,
    startedAt,
    exited,
    exitCode: () => code,
    endedBy: () => ended,
    end,
    stdout: streams.stdout,
    stderr: streams.stderr,
    write: (text) => void child.stdin?.write(text),
    usage: async () => (code === undefined ? usageOf(child.pid ?? 0, process.platform) : undefined),
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener('abort', onAbort);
      end('dispose');
      await exited;
      // what the child left behind in its group; on Windows its id may be another process by now
      if (process.platform !== 'win32') signalGroup(child.pid, 'SIGKILL');
    },
  };
}

/** A daemon that the child started keeps its pipes open: 'close' would wait for that one's end. */
function closeWhenSilent(child: ChildProcessByStdio<Writable | null, Readable, Readable>): void {
  const streams = [child.stdout, child.stderr];
  const timer = setTimeout(() => streams.forEach((stream) => void stream.destroy()), LEFT_BEHIND_MS);
  const latest = setTimeout(() => streams.forEach((stream) => void stream.destroy()), LATEST_MS); // it may never be silent
  for (const stream of streams) stream.on('data', () => timer.refresh());
  child.on('close', () => {
    clearTimeout(timer);
    clearTimeout(latest);
  });
}

/** By it GitHub's runner knows what a job has left behind, and ends it: also where we were killed and could end nothing. */
const OF_JOB = 'RUNNER_TRACKING_ID';

function environmentOf(command: Command, { environment, passed = [] }: Spawner): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const name of command.trust === 'ours' ? (command.secrets ?? []) : []) {
    const value = environment[name];
    if (value !== undefined) secrets[name] = value;
  }
  const more = command.trust === 'theirs' ? passed : [];
  const job = environment[OF_JOB];
  const tracked = job === undefined ? {} : { [OF_JOB]: job };
  return { ...allowedEnvironment(environment, more), ...tracked, ...command.env, ...secrets };
}

function notStarted(command: Command, cause: NodeJS.ErrnoException): ShipError {
  const nowhere = command.cwd !== undefined && !existsSync(command.cwd);
  const absent = nowhere ? `its folder ${command.cwd} is not there` : 'it is not there';
  const why = cause.code === 'ENOENT' ? absent : cause.message;
  return new ShipError('toolchain', `${command.file} could not be started: ${why}.`, { cause });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  const os = process.platform === 'win32' ? 'win32' : 'linux';
  const how = ending(pid, signal, os, process.env.SystemRoot);
  try {
    if ('group' in how) process.kill(how.group, how.signal);
    else spawn(how.file, how.args, { stdio: 'ignore', windowsHide: true }).on('error', () => undefined); // nothing more can be done
  } catch {
    // ESRCH: the whole group has ended already
  }
}

function collect(stream: Readable, name: 'stdout' | 'stderr', onLine?: RunOptions['onLine']): () => string {
  let text = '';
  let open = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > 2 * KEPT) text = text.slice(-KEPT);
    if (onLine === undefined) return;
    const cut = chunk.lastIndexOf('\n') + 1;
    const lines = cut === 0 ? [] : (open + chunk.slice(0, cut)).split(/\r?\n/).slice(0, -1);
    open = cut === 0 ? open + chunk : chunk.slice(cut);
    if (open.length > 2 * KEPT) open = open.slice(-KEPT);
    for (const line of lines) onLine(line, name);
  });
  stream.on('close', () => {
    if (open !== '' && onLine !== undefined) onLine(open, name);
  });
  return () => text;
}
