import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../src/report/report.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { toolCache } from '../standins/cloudflare/tools.ts';
import type { Services } from './services.ts';

export { toolCache };

export const root = path.resolve(import.meta.dirname, '../..');

/** What triggers a run, as the runner would tell it. */
export interface Trigger {
  readonly name: string;
  readonly ref: string;
  readonly payload: unknown;
}

export interface ActionRun {
  readonly services: Services;
  /** The checked-out repository. */
  readonly workspace: string;
  readonly trigger: Trigger;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Over everything else; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** With Cloudflare's token and account in the environment of the step. */
  readonly credentials?: boolean;
  /** GitHub's token; the stand-in's writing one by default. */
  readonly token?: string;
  readonly onLine?: (line: string) => void;
  /** Called with the process once it has started, to signal it. */
  readonly onStart?: (signal: (name: NodeJS.Signals) => void, pid: number) => void;
  readonly timeoutMs?: number;
}

export interface ActionResult {
  readonly code: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly state: Readonly<Record<string, string>>;
  readonly report: Report | undefined;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs dist/index.js as a runner starts it: inputs and facts in the environment, files for what it tells. */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const dir = await mkdtemp(path.join(tmpdir(), 'wasm-ship-run-'));
  try {
    const env = await environmentOf(run, dir);
    const { code, log } = await execute(env, run);
    const read = (name: string): Promise<string> => readFile(path.join(dir, name), 'utf8');
    const outputs = parseFileCommands(await read('output'));
    const reportPath = outputs['report-path'];
    const report =
      reportPath === undefined || reportPath === ''
        ? undefined
        : (JSON.parse(await readFile(reportPath, 'utf8')) as Report);
    return {
      code,
      log,
      outputs,
      summary: await read('summary'),
      state: parseFileCommands(await read('state')),
      report,
      env,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The `post` of a run. */
export async function runPost(run: ActionRun, result: ActionResult): Promise<{ code: number; log: string }> {
  const state = Object.fromEntries(Object.entries(result.state).map(([name, value]) => [`STATE_${name}`, value]));
  return execute({ ...result.env, ...state }, run);
}

async function environmentOf(run: ActionRun, dir: string): Promise<Record<string, string>> {
  const { services, trigger, credentials = true } = run;
  const files = { output: 'GITHUB_OUTPUT', summary: 'GITHUB_STEP_SUMMARY', state: 'GITHUB_STATE' };
  for (const name of Object.keys(files)) await writeFile(path.join(dir, name), '');
  await writeFile(
    path.join(dir, 'event.json'),
    typeof trigger.payload === 'string' ? trigger.payload : JSON.stringify(trigger.payload),
  );
  await mkdir(path.join(dir, 'home'));
  const token = run.token ?? services.github.env.GITHUB_TOKEN ?? '';
  const all: Record<string, string | undefined> = {
    ...machine(await pathOfScripts()),
    HOME: path.join(dir, 'home'),
    ...services.github.env,
    ...services.results.env,
    GITHUB_TOKEN: undefined, // a runner gives it to no action but by an input
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: run.workspace,
    GITHUB_EVENT_NAME: trigger.name,
    GITHUB_EVENT_PATH: path.join(dir, 'event.json'),
    GITHUB_REF: trigger.ref,
    GITHUB_SHA: '2'.repeat(40),
    GITHUB_RUN_ID: '77',
    ...Object.fromEntries(Object.entries(files).map(([name, variable]) => [variable, path.join(dir, name)])),
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_TEMP: path.join(tmpdir(), 'wasm-ship-e2e', String(process.pid)),
    CLOUDFLARE_API_BASE_URL: services.cloudflare.apiUrl,
    ...throughEdge(services),
    ...(credentials
      ? { CLOUDFLARE_API_TOKEN: services.cloudflare.token, CLOUDFLARE_ACCOUNT_ID: services.cloudflare.accountId }
      : {}),
    'INPUT_GITHUB-TOKEN': token,
    INPUT_BASE: 'off', // most runs are not about it
    INPUT_OPTIMIZE: '-Oz', // one way in place of many: the portable wasm-opt takes many seconds for each
    ...Object.fromEntries(
      Object.entries(run.inputs ?? {}).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...run.env,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** With which a run finds `https://NAME.….workers.dev` on the stand-in's edge, as behind a company's proxy. */
export function throughEdge({ cloudflare }: Services): Record<string, string> {
  return {
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: cloudflare.proxyUrl,
    NO_PROXY: '127.0.0.1,localhost',
    NODE_EXTRA_CA_CERTS: cloudflare.caFile,
  };
}

/** Our folder in the user's cache, as script/env has it. */
export function cacheFolder(): string {
  return process.env.CACHE ?? path.join(homedir(), '.cache', 'wasm-ship');
}

/** Where copies of examples/auth build: beside examples/auth itself each would be compiled anew whenever the other was. */
export function otherTarget(): string {
  return path.join(cacheFolder(), 'target-copies');
}

/**
 * examples/auth in a folder of its own, with some files changed. With its times kept, cargo does not compile it again: only
 * for a name under which no source of Rust ever changes, since cargo takes an older file for one that it knows.
 */
export async function checkout(
  name: string,
  files: Readonly<Record<string, string>> = {},
  times: 'kept' | 'new' = 'new',
): Promise<string> {
  const repo = path.join(cacheFolder(), 'checkouts', `${name}-${path.basename(root)}`);
  await rm(repo, { recursive: true, force: true });
  await cp(path.join(root, 'examples', 'auth'), repo, {
    recursive: true,
    preserveTimestamps: times === 'kept',
    filter: (from) => !/\/(target|build)$/.test(from),
  });
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(repo, file), text);
  return repo;
}

/** What this machine needs for its registries, and the folders that are kept between runs. */
function machine(searchPath: string): Record<string, string | undefined> {
  const passed = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];
  return {
    ...Object.fromEntries(passed.map((name) => [name, process.env[name]])),
    PATH: searchPath,
    LANG: 'C.UTF-8',
    TMPDIR: tmpdir(),
    CARGO_HOME: process.env.CARGO_HOME ?? path.join(homedir(), '.cargo'),
    RUSTUP_HOME: process.env.RUSTUP_HOME ?? path.join(homedir(), '.rustup'),
    CARGO_TARGET_DIR: path.join(cacheFolder(), 'target'),
    RUNNER_TOOL_CACHE: toolCache(),
    npm_config_cache: path.join(homedir(), '.npm'),
  };
}

async function execute(env: Readonly<Record<string, string>>, run: ActionRun): Promise<{ code: number; log: string }> {
  const child = spawn(path.join(root, 'node_modules', '.bin', 'node'), [path.join(root, 'dist', 'index.js')], {
    cwd: run.workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: run.timeoutMs ?? 600_000,
  });
  let log = '';
  let open = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const lines = (open + text).split('\n');
      open = lines.pop() ?? '';
      for (const line of lines) run.onLine?.(line);
    });
  }
  run.onStart?.((name) => void child.kill(name), child.pid ?? 0);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(status ?? (signal === null ? 1 : 128)));
  });
  return { code, log };
}

/** The runner's file format: `name=value`, or `name<<DELIMITER`, lines, `DELIMITER`. */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(lines[i] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, i + 1);
    values[name] = lines.slice(i + 1, end).join('\n');
    i = end;
  }
  return values;
}
