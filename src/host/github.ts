import { apiOf, type Octokit, type Repository } from './github/call.ts';
import { commentsOf } from './github/comments.ts';
import { commitsOf } from './github/commits.ts';
import { deploymentsOf } from './github/deployments.ts';
import { releasesOf } from './github/releases.ts';
import { runsOf } from './github/runs.ts';
import type { GitHub } from './host.ts';

/** For one request: GitHub itself gives up after 10 s. */
const REQUEST_MS = 15_000;

/** GitHub's API with the run's token. @param requestMs for each request */
export function gitHubOf(
  token: string,
  repository: Repository,
  apiUrl: string | undefined,
  signal: AbortSignal,
  requestMs: number = REQUEST_MS,
): GitHub {
  const load = async (): Promise<Octokit> => {
    const { getOctokit } = await import('@actions/github');
    return getOctokit(token, apiUrl === undefined ? {} : { baseUrl: apiUrl });
  };
  const api = apiOf(repository, load, signal, requestMs);
  return {
    ...commentsOf(api),
    ...runsOf(api),
    ...commitsOf(api),
    ...deploymentsOf(api),
    ...releasesOf(api),
    lasting: (ms, graceMs) => gitHubOf(token, repository, apiUrl, outlasting(signal, ms, graceMs), requestMs),
  };
}

/** Ends after `ms`, or `graceMs` after another one has ended. */
function outlasting(other: AbortSignal, ms: number, graceMs: number): AbortSignal {
  if (other.aborted) return AbortSignal.timeout(Math.min(ms, graceMs));
  const grace = new AbortController();
  const end = (): void => void setTimeout(() => grace.abort(), graceMs).unref();
  other.addEventListener('abort', end, { once: true });
  return AbortSignal.any([AbortSignal.timeout(ms), grace.signal]);
}
