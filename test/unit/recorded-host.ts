import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Place } from '../../src/error.ts';
import { ShipError } from '../../src/error.ts';
import { realFiles } from '../../src/host/files.ts';
import type {
  Command,
  Files,
  Folders,
  GitHub,
  Host,
  Log,
  Output,
  Platform,
  RunOptions,
  Store,
} from '../../src/host/host.ts';
import { fingerprint } from '../../src/host/node.ts';
import { run } from '../../src/host/process.ts';
import { secretsFile } from '../../src/host/secrets-file.ts';

/** What a recorded program does: what it prints, its exit code, what it leaves on the disk. */
export interface Reply {
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly does?: () => Promise<void> | void;
  /** In place of an end: it could not be started, took too long, or the run was cancelled. */
  readonly throws?: ShipError;
}

/**
 * The first whose pattern fits the command as one line answers it; `real` runs the program. A command without an answer
 * fails the test.
 */
export type Answers = readonly (readonly [RegExp, Reply | 'real' | ((command: Command) => Reply)])[];

export interface Said {
  readonly level: 'info' | 'debug' | 'notice' | 'warning' | 'error' | 'echo';
  readonly text: string;
  readonly title?: string | undefined;
  readonly place?: Place | undefined;
}

export interface Setting {
  readonly answers?: Answers;
  /** Below the host's root: `workspace/…`, `tools/…`, `action/…`; those in `bin/` are programs on PATH. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly fetch?: Host['fetch'];
  readonly signal?: AbortSignal;
  readonly platform?: Partial<Platform>;
  /** What children would see. */
  readonly env?: Readonly<Record<string, string>>;
  readonly store?: Partial<Store>;
  readonly github?: GitHub;
}

export interface RecordedHost extends AsyncDisposable {
  readonly host: Host;
  readonly commands: readonly Command[];
  /** The same, as one line each: `cargo build --lib`, folders as `<workspace>`. */
  readonly lines: readonly string[];
  readonly said: readonly Said[];
  /** Files that were written through the host, folders as `<tools>`. */
  readonly writes: readonly string[];
  /** A text with the host's folders as `<tools>`. */
  plain(text: string): string;
  /** Puts files below the root. */
  plant(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
}

/** A host with real files below a folder of its own. What programs were asked is recorded, and answered in their place. */
export async function recordedHost(setting: Setting = {}): Promise<RecordedHost> {
  const root = await mkdtemp(path.join(tmpdir(), 'recorded-host-'));
  const below = (name: string): string => path.join(root, name);
  const folders: Folders = {
    workspace: below('workspace'),
    tools: below('tools'),
    work: below('work'),
    action: below('action'),
  };
  const plain = (text: string): string => {
    const [first = '', ...rest] = slashed(text).split(`${slashed(root)}/`);
    return first + rest.map((part) => part.replace(/^\w+/, '<$&>')).join('');
  };
  const commands: Command[] = [];
  const said: Said[] = [];
  const writes: string[] = [];
  await mkdir(folders.workspace, { recursive: true });
  const recorded = {
    host: {
      ...hostOf(setting, folders, said),
      files: recordWrites(
        realFiles(folders.work, below('bin'), setting.signal ?? new AbortController().signal),
        (file) => writes.push(plain(file)),
      ),
      run: async (command: Command, options: RunOptions = {}): Promise<Output> => {
        commands.push(command);
        return answer(command, options, setting.answers ?? [], plain(lineOf(command)));
      },
    },
    commands,
    said,
    writes,
    plain,
    get lines() {
      return commands.map((command) => plain(lineOf(command)));
    },
    plant: (files: Readonly<Record<string, string | Uint8Array>>) => plant(root, files),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
  await recorded.plant(setting.files ?? {});
  return recorded;
}

/** Windows parts paths by a backslash, which JSON doubles: tests name them by `/`. */
function slashed(text: string): string {
  return process.platform === 'win32' ? text.replaceAll('\\\\', '/').replaceAll('\\', '/') : text;
}

const NEVER = new AbortController().signal;

function lineOf(command: Command): string {
  return [path.basename(command.file), ...command.args].join(' ');
}

async function answer(command: Command, options: RunOptions, answers: Answers, line: string): Promise<Output> {
  const found = answers.find(([pattern]) => pattern.test(line));
  if (found === undefined) throw new Error(`nothing is recorded for: ${line}`);
  if (found[1] === 'real') return run(command, options, { environment: process.env, signal: NEVER });
  const reply = typeof found[1] === 'function' ? found[1](command) : found[1];
  await reply.does?.();
  if (reply.throws !== undefined) throw reply.throws;
  const { code = 0, stdout = '', stderr = '' } = reply;
  for (const text of stdout.split('\n').filter((item) => item !== '')) options.onLine?.(text, 'stdout');
  for (const text of stderr.split('\n').filter((item) => item !== '')) options.onLine?.(text, 'stderr');
  const { codes = [0] } = options;
  if (codes === 'any' || codes.includes(code)) return { code, stdout, stderr, ms: 1 };
  throw new ShipError('build', `${path.basename(command.file)} ended with exit code ${code}.`, {
    tail: stderr === '' ? stdout : stderr,
  });
}

function hostOf(setting: Setting, folders: Folders, said: Said[]): Omit<Host, 'files' | 'run'> {
  let now = 0;
  let random = 0;
  const refused = (): Promise<never> => Promise.reject(new TypeError('fetch failed'));
  return {
    start: () => Promise.reject(new Error('nothing is started here')),
    ahead: () => Promise.resolve({ granted: false, [Symbol.asyncDispose]: () => Promise.resolve() }),
    secretsFile: (names) =>
      secretsFile(folders.work, names, Object.fromEntries(names.map((name) => [name, `value of ${name}`]))),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    redact: (text) => text,
    fingerprint: (names) => fingerprint(names, setting.env ?? {}),
    variable: (name) => setting.env?.[name],
    fetch: setting.fetch ?? refused,
    connections: () => 0,
    clock: { now: () => now++, date: () => new Date(0), sleep: () => Promise.resolve() },
    random: (bytes) => (random++).toString(16).padStart(2 * bytes, '0'),
    log: logInto(said),
    tell: { output: () => undefined, summary: () => Promise.resolve(), state: () => undefined },
    signal: setting.signal ?? new AbortController().signal,
    store: {
      available: false,
      put: () => Promise.resolve({ id: undefined }),
      get: () => Promise.resolve(),
      take: () => Promise.resolve(false),
      ...setting.store,
    },
    cache: {
      available: false,
      restore: () => Promise.resolve(undefined),
      has: () => Promise.resolve(false),
      save: () => Promise.resolve(false),
    },
    folders,
    ...(setting.github === undefined ? {} : { github: setting.github }),
    platform: { os: 'linux', arch: 'x64', node: '/opt/node/bin/node', cores: 2, ...setting.platform },
  };
}

function logInto(said: Said[]): Log {
  return {
    info: (text) => said.push({ level: 'info', text }),
    debug: (text) => said.push({ level: 'debug', text }),
    notice: (text, title) => said.push({ level: 'notice', text, title }),
    warning: (text, options = {}) => said.push({ level: 'warning', text, ...options }),
    error: (text, options = {}) => said.push({ level: 'error', text, ...options }),
    echo: (text) => said.push({ level: 'echo', text }),
    group: (_, work) => work(),
  };
}

function recordWrites(files: Files, wrote: (file: string) => void): Files {
  return {
    ...files,
    write: async (file, content, options) => {
      wrote(file);
      await files.write(file, content, options);
    },
  };
}

async function plant(root: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    if (name.startsWith('bin/')) await chmod(file, 0o755);
  }
}
