import type { Trigger } from './action.ts';

const FULL_NAME = 'octo/auth';
const repository = { full_name: FULL_NAME, name: 'auth', owner: { login: 'octo' }, default_branch: 'main' };

/** What a pull request's event may be beside the usual: of a fork, another action, another head commit. */
export interface PullRequestOptions {
  readonly fork?: boolean;
  readonly action?: string;
  readonly sha?: string;
}

/** Pull request 7 of octo/auth; from a fork where `fork` says so. */
export function pullRequest(options: PullRequestOptions = {}): Trigger {
  const { sha = '1'.repeat(40) } = options;
  const head = { ref: 'feature', sha, repo: { full_name: options.fork === true ? 'stranger/auth' : FULL_NAME } };
  const pull = { number: 7, title: 'Faster', head, base: { ref: 'main', sha: '3'.repeat(40) }, user: { login: 'ann' } };
  return {
    name: 'pull_request',
    ref: 'refs/pull/7/merge',
    payload: { action: options.action ?? 'opened', number: 7, pull_request: pull, repository },
  };
}

export function tag(name: string): Trigger {
  return { name: 'push', ref: `refs/tags/${name}`, payload: { ref: `refs/tags/${name}`, repository } };
}

export function push(branch: string): Trigger {
  const ref = `refs/heads/${branch}`;
  return { name: 'push', ref, payload: { ref, before: '3'.repeat(40), after: '2'.repeat(40), repository } };
}

/** The release of a tag is published. */
export function release(tagName: string): Trigger {
  const released = { tag_name: tagName, prerelease: false, draft: false };
  return {
    name: 'release',
    ref: `refs/tags/${tagName}`,
    payload: { action: 'published', release: released, repository },
  };
}

/** A workflow is run by hand from a tag. */
export function dispatch(tagName: string, inputs: Readonly<Record<string, string>>): Trigger {
  const ref = `refs/tags/${tagName}`;
  return { name: 'workflow_dispatch', ref, payload: { ref, inputs, repository } };
}
