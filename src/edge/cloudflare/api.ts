import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { FROM_ENVIRONMENT } from './wrangler.ts';

const ASK_MS = 60_000;

/**
 * Run on our own Node, in a child: the token is in that child's environment alone, as it is with wrangler, which would
 * need two seconds to start for each question. Prints the status on the first line, the body below; a failure inside
 * Cloudflare, or no answer at all, is asked again.
 */
const SCRIPT = `
const [path, account] = process.argv.slice(1);
const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: id, CLOUDFLARE_API_BASE_URL: base } = process.env;
const url = (base ?? 'https://api.cloudflare.com/client/v4') + '/accounts/' + (account || id) + path;
const headers = { authorization: 'Bearer ' + token, 'user-agent': 'wasm-ship' };
for (let tries = 1; ; tries++) {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(15000), redirect: 'error' }).catch(() => undefined);
  if (tries === 3 || (answer !== undefined && answer.status < 500 && answer.status !== 429)) {
    console.log((answer?.status ?? 0) + '\\n' + ((await answer?.text()) ?? ''));
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 500 * tries));
}
`;

/** What Cloudflare's API answers: its `result`; or that it has no such thing; or nothing that could be believed. */
export type Answer<T> = { readonly result: T } | 'not there' | 'unknown';

/**
 * Asks Cloudflare's API for something of the account (developers.cloudflare.com/api).
 * @param path below the account, with `/` before it
 * @param account its id, where the configuration names one; else that of the environment
 * @throws ShipError where the run is cancelled
 */
export async function askApi<T>(path: string, account: string | undefined, host: Host): Promise<Answer<T>> {
  try {
    const { stdout } = await host.run({
      file: host.platform.node,
      args: ['--input-type=module', '--eval', SCRIPT, path, account ?? ''],
      name: 'a question to Cloudflare',
      env: { NODE_NO_WARNINGS: '1' },
      secrets: FROM_ENVIRONMENT,
      trust: 'ours',
      timeoutMs: ASK_MS,
    });
    return parseAnswer(stdout);
  } catch (error) {
    if (error instanceof ShipError && error.fault !== 'cancelled') return 'unknown';
    throw error;
  }
}

/** The status on the first line, then the body. */
export function parseAnswer<T>(printed: string): Answer<T> {
  const end = printed.indexOf('\n');
  const status = Number(printed.slice(0, end));
  if (status === 404) return 'not there';
  try {
    const body = JSON.parse(printed.slice(end + 1)) as { readonly result?: T | null };
    return status === 200 && body.result !== undefined && body.result !== null ? { result: body.result } : 'unknown';
  } catch {
    return 'unknown'; // a proxy's page, or an answer that was cut off
  }
}
