/** The real client on a stand-in, as the tests use it. */
import { getOctokit } from '@actions/github';
import { type GitHubOptions, type GitHubStandin, startGitHub } from './server.ts';
import { TOKENS } from './tokens.ts';

export type Octokit = ReturnType<typeof getOctokit>;

/** Where most requests go. */
export const REPO = { owner: 'octo', repo: 'auth' } as const;
export const ON_PULL = { ...REPO, issue_number: 7 } as const;

export interface Session extends AsyncDisposable {
  readonly github: GitHubStandin;
  /** With the runner's own token. */
  readonly octokit: Octokit;
  as(token: string): Octokit;
}

/** A stand-in and clients for it. */
export async function session(options: GitHubOptions = {}): Promise<Session> {
  const github = await startGitHub(options);
  const as = (token: string): Octokit =>
    getOctokit(token, { baseUrl: github.url, log: { debug() {}, info() {}, warn() {}, error() {} } });
  return { github, octokit: as(TOKENS.write), as, [Symbol.asyncDispose]: () => github[Symbol.asyncDispose]() };
}
