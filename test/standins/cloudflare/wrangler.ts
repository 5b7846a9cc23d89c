import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { CloudflareStandin } from './cloudflare.ts';
import { cloudflareTools, toolCache } from './tools.ts';
import { killGroup } from './workerd.ts';

/** node_modules with the real client and the real runtime. */
const MODULES = await cloudflareTools(toolCache());

/** The native workerd binary in it. */
export const WORKERD = join(MODULES, `@cloudflare/workerd-${platform()}/bin/workerd`);

/** What one run of wrangler did. */
export interface Ran {
  readonly code: number | null;
  /** Both streams, as a person would have seen them. */
  readonly output: string;
  /** The machine-readable lines, without the one about the session. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** What a run needs besides its arguments. */
export interface RunOptions {
  /** The project; home and output file go there as well. */
  readonly cwd: string;
  readonly input?: string;
  readonly token?: string;
  readonly account?: string;
  /** Kills it, and all that it has started, without a word. */
  readonly kill?: AbortSignal;
}

const AT_ONCE = 2;
const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
let next = 0;

/** Runs the real wrangler against the stand-in, never more than two at a time. */
export function wrangler(standin: CloudflareStandin, args: readonly string[], options: RunOptions): Promise<Ran> {
  const lane = next++ % AT_ONCE;
  const run = (lanes[lane] ?? Promise.resolve()).then(() => start(standin, args, options));
  lanes[lane] = run.catch(() => undefined);
  return run;
}

async function start(standin: CloudflareStandin, args: readonly string[], options: RunOptions): Promise<Ran> {
  const home = join(options.cwd, `.home-${next}-${Math.random().toString(36).slice(2)}`);
  const records = join(home, 'output.ndjson');
  await mkdir(home, { recursive: true });
  const child = spawn(process.execPath, [join(MODULES, 'wrangler/bin/wrangler.js'), ...args], {
    cwd: options.cwd,
    stdio: 'pipe',
    detached: options.kill !== undefined,
    env: {
      ...{ PATH: process.env.PATH, HOME: home, CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false' },
      CLOUDFLARE_API_BASE_URL: standin.apiUrl,
      CLOUDFLARE_API_TOKEN: options.token ?? standin.token,
      CLOUDFLARE_ACCOUNT_ID: options.account ?? standin.accountId,
      WRANGLER_OUTPUT_FILE_PATH: records,
    },
  });
  options.kill?.addEventListener('abort', () => killGroup(child.pid ?? 0));
  child.stdin.end(options.input ?? '');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const lines = (await readFile(records, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  return {
    code: child.exitCode,
    output: out + err,
    records: lines
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
      .filter(({ type }) => type !== 'wrangler-session'),
  };
}

function platform(): string {
  const arch = process.arch === 'x64' ? '64' : process.arch;
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${arch}`;
}
