import { ShipError } from '../error.ts';
import type { StoredArtifact, WorkflowRun } from '../store/trust.ts';
import type { Comment, GitHub } from './host.ts';

type Octokit = ReturnType<typeof import('@actions/github')['getOctokit']>;

interface Repository {
  readonly owner: string;
  readonly repo: string;
}

const TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
/** For one request: GitHub itself gives up after 10 s. */
const REQUEST_MS = 15_000;

/**
 * GitHub's API with the run's token. 429, secondary limits and 5xx are tried again, as long as GitHub asks for; so is what
 * was not answered within `requestMs`.
 */
export function gitHubOf(
  token: string,
  repository: Repository,
  apiUrl: string | undefined,
  signal: AbortSignal,
  requestMs: number = REQUEST_MS,
): GitHub {
  let made: Promise<Octokit> | undefined;
  // its library is large: loaded when the first call is made
  const client = (): Promise<Octokit> => {
    made ??= import('@actions/github').then(({ getOctokit }) => {
      const octokit = getOctokit(token, apiUrl === undefined ? {} : { baseUrl: apiUrl });
      octokit.hook.before('request', (options) => {
        options.request.signal = AbortSignal.any([signal, AbortSignal.timeout(requestMs)]);
      });
      return octokit;
    });
    return made;
  };
  const call = <T>(what: string, work: () => Promise<T>): Promise<T> => patiently(what, work, signal);
  return {
    login: () => call('Asking who the token is', async () => loginOf(await client())),
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
        return octokit.rest.issues.updateComment({ ...repository, comment_id: id, body }).then(
          (answer) => commentOf(answer.data),
          (error: unknown) => {
            if (statusOf(error) === 404) return undefined;
            throw error;
          },
        );
      }),
    artifacts: (name) =>
      call('Looking for stored artifacts', async () => {
        const octokit = await client();
        const { data } = await octokit.rest.actions.listArtifactsForRepo({ ...repository, name, per_page: 30 });
        return data.artifacts.flatMap(artifactOf);
      }),
    run: (id) =>
      call('Asking about a run', async () => {
        const octokit = await client();
        return runOf((await octokit.rest.actions.getWorkflowRun({ ...repository, run_id: id })).data);
      }),
    mergeBase: (base, head) =>
      call('Comparing two commits', async () => {
        return mergeBaseOf(await client(), repository, base, head);
      }),
    branchHas: (branch, sha) =>
      call('Looking for a commit on a branch', async () => {
        const octokit = await client();
        // a name alone could be a tag's
        const { data } = await octokit.rest.git.getRef({ ...repository, ref: `heads/${branch}` });
        return (await mergeBaseOf(octokit, repository, data.object.sha, sha)) === sha;
      }),
  };
}

async function mergeBaseOf(octokit: Octokit, repository: Repository, base: string, head: string): Promise<string> {
  const basehead = `${base}...${head}`;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...repository, basehead, per_page: 1 });
  return data.merge_base_commit.sha;
}

interface ApiArtifact {
  readonly id: number;
  readonly name: string;
  readonly digest?: string | null;
  readonly expired: boolean;
  readonly workflow_run?: {
    readonly id?: number;
    readonly repository_id?: number;
    readonly head_repository_id?: number;
  } | null;
}

/** One whose run the API does not name, or of a fork, cannot be believed. */
function artifactOf({ id, name, digest, expired, workflow_run: run }: ApiArtifact): StoredArtifact[] {
  return run?.id === undefined || run.repository_id !== run.head_repository_id
    ? []
    : [{ id, name, digest: digest ?? undefined, expired, runId: run.id }];
}

interface ApiRun {
  readonly id: number;
  readonly event: string;
  readonly head_branch: string | null;
  readonly head_sha: string;
  readonly head_repository: { readonly full_name: string } | null;
  readonly path: string;
  readonly html_url: string;
  readonly actor?: { readonly login: string };
}

function runOf(run: ApiRun): WorkflowRun {
  return {
    id: run.id,
    event: run.event,
    headSha: run.head_sha,
    branch: run.head_branch ?? undefined,
    headRepository: run.head_repository?.full_name,
    workflow: run.path,
    url: run.html_url,
    actor: run.actor?.login,
  };
}

/** REST tells a person's token alone who it is; GraphQL an app's too, by the name that comments have: `github-actions[bot]`. */
async function loginOf(octokit: Octokit): Promise<string | undefined> {
  try {
    return (await octokit.graphql<{ viewer?: { login?: string } }>('{ viewer { login } }')).viewer?.login;
  } catch (error) {
    const { name } = error as { name?: string };
    if (name === 'GraphqlResponseError' || [403, 404].includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  }
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
      if (wait === undefined || attempt >= TRIES || signal.aborted) throw refusal(what, error);
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
function statusOf(error: unknown): number | undefined {
  const status = (error as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' && answerOf(error) !== undefined ? status : undefined;
}

/** What a refusal of GitHub means for the user. */
export function refusal(what: string, error: unknown): ShipError {
  const status = statusOf(error);
  const hint = hintFor(status, error);
  const how = status === undefined ? 'GitHub could not be reached' : `GitHub answered ${status}`;
  return new ShipError('report', `${what}: ${how}.`, { cause: error, ...(hint === undefined ? {} : { hint }) });
}

const HINTS: Readonly<Record<number, string>> = {
  401: '`github-token` is not known to GitHub.',
  403: 'The job needs `permissions: { pull-requests: write }` for the comment, `actions: read` for stored bundles. Forks and Dependabot have a token that can only read.',
  404: 'The token cannot see this pull request: the job needs `permissions: { pull-requests: write }`.',
  410: 'Issues or comments are off here.',
};

function hintFor(status: number | undefined, error: unknown): string | undefined {
  const asked = askedFor(error);
  if (asked !== undefined) {
    const over = new Date(Date.now() + asked).toISOString().slice(0, 16).replace('T', ' ');
    return `The token has used up its requests to GitHub; the limit is over at ${over} UTC. Run the job again after that.`;
  }
  if (status === 403 && /\blocked\b/i.test(wordsOf(error)))
    return 'The conversation of the pull request is locked: unlock it, or set `comment: off`.';
  return status === undefined ? undefined : HINTS[status];
}
