import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { asShipError, ShipError } from '../../error.ts';
import type { Command, Host, Output, RunOptions } from '../../host/host.ts';

const WRANGLER_MS = 5 * 60_000;
/** Read by wrangler; the last two choose another API, as Cloudflare's own tests do. */
export const FROM_ENVIRONMENT = [
  'CLOUDFLARE_API_TOKEN',
  'CLOUDFLARE_ACCOUNT_ID',
  'CLOUDFLARE_API_BASE_URL',
  'WRANGLER_API_ENVIRONMENT',
];

/** wrangler, as it is called for one Worker. */
export interface Wrangler {
  /** The program's JavaScript, run on our own Node. */
  readonly program: string;
  /** A folder of ours with its configuration. */
  readonly cwd: string;
  /** What Node is told before the program. */
  readonly before?: readonly string[];
}

/** Name of the file that wrangler writes its records to, in `cwd`. */
export const RECORDS = 'output.ndjson';

/** A command of wrangler, with Cloudflare's token in its environment. */
export function wranglerCommand(
  { program, cwd, before = [] }: Wrangler,
  args: readonly string[],
  host: Pick<Host, 'platform'>,
): Command {
  return {
    file: host.platform.node,
    args: [...before, program, ...args],
    name: 'wrangler',
    cwd,
    env: {
      CI: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      WRANGLER_OUTPUT_FILE_PATH: path.join(cwd, RECORDS),
      WRANGLER_LOG_PATH: path.join(cwd, 'logs'),
      FORCE_COLOR: '0',
    },
    secrets: FROM_ENVIRONMENT,
    trust: 'ours' as const, // also the user's own, of a preview: it has been looked at before (find-wrangler.ts)
    timeoutMs: WRANGLER_MS,
  };
}

/**
 * Runs wrangler to its end, whatever its exit code.
 * @throws ShipError where it takes too long, or the run is cancelled
 */
export async function runWrangler(
  wrangler: Wrangler,
  args: readonly string[],
  host: Host,
  options: RunOptions = {},
): Promise<Output> {
  try {
    return await host.run(wranglerCommand(wrangler, args, host), { ...options, codes: 'any' });
  } catch (cause) {
    const { fault, message, tail } = asShipError(cause);
    if (fault !== 'build') throw cause;
    throw new ShipError('deploy', message, { cause, unsure: true, ...(tail === undefined ? {} : { tail }) });
  }
}

/** A line of WRANGLER_OUTPUT_FILE_PATH (wrangler 4.164): what we read of it. */
export interface WranglerRecord {
  readonly type: string;
  readonly version_id?: string | null;
  readonly targets?: readonly string[];
  readonly preview_url?: string | null;
  readonly preview_alias_url?: string | null;
  readonly code?: number;
  readonly message?: string;
}

/** The records of wrangler's output file; lines that are no JSON are left out. */
export function parseWranglerOutput(ndjson: string): readonly WranglerRecord[] {
  return ndjson.split('\n').flatMap((line) => {
    try {
      return line.trim() === '' ? [] : [JSON.parse(line) as WranglerRecord];
    } catch {
      return []; // a line that was cut off when wrangler ended
    }
  });
}

/**
 * What Cloudflare's codes mean for the user: developers.cloudflare.com/api, and wrangler's own texts. All of them refuse
 * before anything goes live.
 */
const HINTS: Readonly<Record<number, string>> = {
  10000:
    'CLOUDFLARE_API_TOKEN is not known to Cloudflare or has expired. Make one with the template "Edit Cloudflare Workers".',
  9109: 'CLOUDFLARE_API_TOKEN may not use this account. Check CLOUDFLARE_ACCOUNT_ID, and the account that the token was made for.',
  9106: 'CLOUDFLARE_API_TOKEN is missing or malformed.',
  7003: 'CLOUDFLARE_ACCOUNT_ID is no account. It is the 32 hex digits in the address of the dashboard.',
  10021: 'The Worker fails at start: what it does at global scope is checked at upload.',
  10027: 'The Worker is larger than Cloudflare takes (64 MiB uncompressed).',
  10210: 'A deployment has one or two versions of this Worker, and all its requests.',
  10211: 'Durable Object migrations go only with a version that is live at once: `at-once: true`.',
  10220: 'Its secrets have changed since then.',
};

/** What to do where Cloudflare refused with this code; undefined: nobody knows. */
export function hintFor(code: number): string | undefined {
  return HINTS[code];
}

/** The code and the sentence with which Cloudflare refused, of what wrangler printed: `Authentication error [code: 10000]`. */
export function refusalOf(printed: string): { readonly said: string; readonly code: number } | undefined {
  const refusals = [...stripVTControlCharacters(printed).matchAll(/^\s*(\S.*?)\s*\[code: (\d+)\]/gm)];
  const last = refusals.at(-1);
  return last === undefined ? undefined : { said: last[1] ?? '', code: Number(last[2]) };
}

/** A failed wrangler as an error: what it says of itself, Cloudflare's own sentence and code, and what to do. */
export function wranglerError(name: string, records: readonly WranglerRecord[], output: Output): ShipError {
  const printed = `${output.stdout}\n${output.stderr}`;
  const failure = records.findLast((record) => record.type === 'command-failed');
  const refusal = refusalOf(printed);
  const code = failure?.code ?? refusal?.code;
  const hint = code === undefined ? undefined : hintFor(code);
  const sentences = [failure?.message ?? 'wrangler failed', ...(refusal === undefined ? [] : [refusal.said])];
  const said = sentences
    .map((sentence) =>
      sentence
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/[.:]?$/, '.'),
    )
    .join(' ');
  return new ShipError(
    'deploy',
    `The deploy of ${name} failed: ${said}${code === undefined ? '' : ` [code ${code}]`}`,
    {
      unsure: hint === undefined,
      tail: lastLines(printed),
      ...(hint === undefined ? {} : { hint }),
    },
  );
}

/** What of a tool's output is told with its failure. */
export function lastLines(printed: string): string {
  return printed.trim().split('\n').slice(-20).join('\n');
}
