import { ShipError } from '../error.ts';
import type { Comment, GitHub } from './host.ts';

type Octokit = ReturnType<typeof import('@actions/github')['getOctokit']>;

interface Repository {
  readonly owner: string;
  readonly repo: string;
}

const TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/** GitHub's API with the run's token. 429, secondary limits and 5xx are tried again, as long as GitHub asks for. */
export function gitHubOf(
  token: string,
  repository: Repository,
  apiUrl: string | undefined,
  signal: AbortSignal,
): GitHub {
  let made: Promise<Octokit> | undefined;
  // its library is large: loaded when the first call is made
  const client = (): Promise<Octokit> => {
    made ??= import('@actions/github').then(({ getOctokit }) =>
      getOctokit(token, { ...(apiUrl === undefined ? {} : { baseUrl: apiUrl }), request: { signal } }),
    );
    return made;
  };
  const call = <T>(what: string, work: () => Promise<T>): Promise<T> => patiently(what, work, signal);
  return {
    login: () =>
      call('who the token is', async () => {
        if (token.startsWith('ghs_')) return undefined; // an app's token has no user
        const octokit = await client();
        return octokit.rest.users.getAuthenticated().then(
          (answer) => answer.data.login,
          (error: unknown) => {
            if (statusOf(error) === 403) return undefined;
            throw error;
          },
        );
      }),
    comments: (pr) =>
      call('Reading the comments of the pull request', async () => {
        const octokit = await client();
        const all = await octokit.paginate(octokit.rest.issues.listComments, {
          ...repository,
          issue_number: pr,
          per_page: 100,
        });
        // an answer that was cut off comes as text or as nothing, with status 200: no list to look for ours in
        if (!all.every((item) => typeof item === 'object' && typeof item.id === 'number'))
          throw new Error('no list of comments');
        return all.map(commentOf);
      }),
    createComment: (pr, body) =>
      call('Commenting on the pull request', async () => {
        const octokit = await client();
        return octokit.rest.issues.createComment({ ...repository, issue_number: pr, body }).then(
          (answer) => commentOf(answer.data),
          (error: unknown) => {
            if (mayHaveBeenDone(error)) return undefined;
            throw error;
          },
        );
      }),
    updateComment: (id, body) =>
      call('Updating the comment', async () => {
        const octokit = await client();
        return commentOf((await octokit.rest.issues.updateComment({ ...repository, comment_id: id, body })).data);
      }),
  };
}

interface ApiComment {
  readonly id: number;
  readonly body?: string | undefined;
  readonly html_url: string;
  readonly user: { readonly login: string; readonly type: string } | null;
}

function commentOf(comment: ApiComment): Comment {
  const { id, body = '', html_url: url, user } = comment;
  return { id, body, url, author: user?.login ?? '', bot: user?.type === 'Bot' };
}

/** No answer, or a failure inside GitHub: the comment may be there all the same, and a second one would be a repeat. */
function mayHaveBeenDone(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500;
}

async function patiently<T>(what: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const wait = waitFor(error, attempt);
      if (wait === undefined || attempt >= TRIES || signal.aborted) throw refusal(statusOf(error), what, error);
      const { setTimeout: sleep } = await import('node:timers/promises');
      await sleep(wait, undefined, { signal }).catch(() => undefined); // cancelled: the next try ends at once
    }
  }
}

/** How long to wait before the next try (ms); undefined where trying again is no use. */
export function waitFor(error: unknown, attempt: number): number | undefined {
  const status = statusOf(error);
  const headers =
    (error as { response?: { headers?: Record<string, string | number | undefined> } }).response?.headers ?? {};
  const limited =
    status === 429 ||
    (status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0'));
  const wait = FIRST_WAIT_MS * 2 ** (attempt - 1);
  if (limited) {
    const asked = askedFor(headers);
    return asked <= LONGEST_WAIT_MS ? asked : undefined;
  }
  return status === undefined || status >= 500 ? wait : undefined;
}

/** How long GitHub asks to wait (ms): its own words, else when the limit is over, else a minute, as its documentation says. */
function askedFor(headers: Readonly<Record<string, string | number | undefined>>): number {
  if (headers['retry-after'] !== undefined) return Number(headers['retry-after']) * 1000;
  const reset = headers['x-ratelimit-remaining'] === '0' ? Number(headers['x-ratelimit-reset']) * 1000 : Number.NaN;
  return Number.isFinite(reset) ? Math.max(0, reset - Date.now()) : 60_000;
}

function statusOf(error: unknown): number | undefined {
  const status = (error as { status?: unknown }).status;
  return typeof status === 'number' ? status : undefined;
}

/** What a refusal of GitHub means for the user. */
export function refusal(status: number | undefined, what: string, cause: unknown): ShipError {
  const hints: Readonly<Record<number, string>> = {
    401: '`github-token` is not known to GitHub.',
    403: 'The job needs `permissions: { pull-requests: write }`. Forks and Dependabot have a token that can only read.',
    404: 'The token cannot see this pull request: the job needs `permissions: { pull-requests: write }`.',
    410: 'Issues or comments are off here.',
  };
  const hint = status === undefined ? undefined : hints[status];
  const how = status === undefined ? 'GitHub could not be reached' : `GitHub answered ${status}`;
  return new ShipError('report', `${what}: ${how}.`, { cause, ...(hint === undefined ? {} : { hint }) });
}
