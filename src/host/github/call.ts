import { ShipError } from '../../error.ts';

export type Octokit = ReturnType<typeof import('@actions/github')['getOctokit']>;

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** What a token has to be given, as a workflow writes it: `deployments: write`. */
export type Permission = `${string}: ${'read' | 'write'}`;

/** GitHub's API as the parts of our client call it. */
export interface Api {
  readonly repository: Repository;
  /**
   * Does `work`, again where trying again may help.
   * @param what as an error's sentence begins: `Commenting on the pull request`
   * @throws ShipError that names `needs`, where the token lacks it
   */
  call<T>(what: string, work: (octokit: Octokit) => Promise<T>, needs?: Permission): Promise<T>;
}

const TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/**
 * The API with a token. 429, secondary limits and 5xx are tried again, as long as GitHub asks for; so is what was not answered
 * within `requestMs`.
 * @param load the client's library, which is large: loaded when the first call is made
 * @param signal ends all of it
 */
export function apiOf(
  repository: Repository,
  load: () => Promise<Octokit>,
  signal: AbortSignal,
  requestMs: number,
): Api {
  let made: Promise<Octokit> | undefined;
  const client = (): Promise<Octokit> => {
    made ??= load().then((octokit) => {
      octokit.hook.before('request', (options) => {
        // what goes up may be large, and says itself how long it may take
        const { limitMs = requestMs } = options.request as { readonly limitMs?: number };
        options.request.signal = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
      });
      return octokit;
    });
    return made;
  };
  return {
    repository,
    call: (what, work, needs) => patiently(what, async () => work(await client()), signal, needs),
  };
}

/** No answer, or a failure inside GitHub: what was asked for may be there all the same, and a second one would be a repeat. */
export function mayHaveBeenDone(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500;
}

/** An answer that was cut off comes as text or as nothing, with status 200: no list to look for ours in. */
export function refuseCutOff(all: readonly { readonly id: unknown }[], what: string): void {
  if (!all.every((item) => typeof item === 'object' && typeof item.id === 'number'))
    throw new Error(`no list of ${what}`);
}

async function patiently<T>(
  what: string,
  work: () => Promise<T>,
  signal: AbortSignal,
  needs: Permission | undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const wait = waitFor(error, attempt);
      if (wait === undefined || attempt >= TRIES || signal.aborted) throw refusal(what, error, needs);
      const { setTimeout: sleep } = await import('node:timers/promises');
      await sleep(wait, undefined, { signal }).catch(() => undefined); // cancelled: the next try ends at once
    }
  }
}

/** How long to wait before the next try (ms); undefined where trying again is no use. */
export function waitFor(error: unknown, attempt: number): number | undefined {
  const asked = askedFor(error);
  if (asked !== undefined) return asked <= LONGEST_WAIT_MS ? asked : undefined;
  const status = statusOf(error);
  return status === undefined || status >= 500 ? FIRST_WAIT_MS * 2 ** (attempt - 1) : undefined;
}

/**
 * How long GitHub asks to wait (ms) where a limit of requests is used up: its own words, else when the limit is over, else a
 * minute, as its documentation says. undefined: no limit.
 */
function askedFor(error: unknown): number | undefined {
  const status = statusOf(error);
  const headers = answerOf(error)?.headers ?? {};
  const usedUp = headers['x-ratelimit-remaining'] === '0';
  const told = headers['retry-after'];
  const limited = told !== undefined || usedUp || /rate limit/i.test(wordsOf(error));
  if (status !== 429 && !(status === 403 && limited)) return undefined;
  if (told !== undefined) return Number(told) * 1000;
  const reset = usedUp ? Number(headers['x-ratelimit-reset']) * 1000 : Number.NaN;
  return Number.isFinite(reset) ? Math.max(0, reset - Date.now()) : 60_000;
}

interface ApiAnswer {
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly data?: unknown;
}

function answerOf(error: unknown): ApiAnswer | undefined {
  return (error as { response?: ApiAnswer } | undefined)?.response;
}

/** GitHub's own sentence. */
function wordsOf(error: unknown): string {
  const data = answerOf(error)?.data;
  return String((data as { message?: unknown } | null | undefined)?.message ?? '');
}

/** undefined: no answer. The client says 500 then, but has no answer to show. */
export function statusOf(error: unknown): number | undefined {
  const status = (error as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' && answerOf(error) !== undefined ? status : undefined;
}

/** What a refusal of GitHub means for the user. `needs`: what the token has to be given for it. */
export function refusal(what: string, error: unknown, needs?: Permission): ShipError {
  const status = statusOf(error);
  const hint = hintFor(status, error, needs);
  const how = status === undefined ? 'GitHub could not be reached' : `GitHub answered ${status}`;
  const denied = askedFor(error) === undefined && (status === 401 || status === 403 || status === 404);
  return new ShipError('report', `${what}: ${how}.`, {
    cause: error,
    denied,
    ...(hint === undefined ? {} : { hint }),
  });
}

const HINTS: Readonly<Record<number, string>> = {
  401: '`github-token` is not known to GitHub.',
  403: 'The job needs `permissions: { pull-requests: write }` for the comment, `actions: read` for stored bundles. Forks and Dependabot have a token that can only read.',
  404: 'The token cannot see this pull request: the job needs `permissions: { pull-requests: write }`.',
  410: 'Issues or comments are off here.',
};

function hintFor(status: number | undefined, error: unknown, needs: Permission | undefined): string | undefined {
  const asked = askedFor(error);
  if (asked !== undefined) {
    const over = new Date(Date.now() + asked).toISOString().slice(0, 16).replace('T', ' ');
    return `The token has used up its requests to GitHub; the limit is over at ${over} UTC. Run the job again after that.`;
  }
  if (status === 403 && /\blocked\b/i.test(wordsOf(error)))
    return 'The conversation of the pull request is locked: unlock it, or set `comment: off`.';
  if (needs !== undefined && (status === 403 || status === 404))
    return `The job needs \`permissions: { ${needs} }\`. Forks and Dependabot have a token that can only read.`;
  return status === undefined ? undefined : HINTS[status];
}
