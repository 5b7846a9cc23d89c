import type { Trigger } from './action.ts';

const FULL_NAME = 'octo/auth';
const repository = { full_name: FULL_NAME, name: 'auth', owner: { login: 'octo' }, default_branch: 'main' };

/** Pull request 7 of octo/auth; from a fork where `fork` says so. */
export function pullRequest(options: { readonly fork?: boolean; readonly action?: string } = {}): Trigger {
  const sha = '1'.repeat(40);
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
