/** Commit statuses, and what they and the checks say of a commit together. */
import { type Call, created, found, type Handler, listed, ok, Refusal, textOf } from '../answer.ts';
import { resolveCommit } from '../graph.ts';
import type { CommitStatus, Repository } from '../world.ts';
import { nodeId, repositoryView } from './views.ts';

/** The newest status of each context, oldest context first. */
function latest(repo: Repository, sha: string): CommitStatus[] {
  const ofCommit = repo.statuses.filter((status) => status.sha === sha);
  return [...new Map(ofCommit.map((status) => [status.context, status])).values()];
}

/** What a deployment's `required_contexts` are held against: statuses and check runs alike. */
export function contextsAt(repo: Repository, sha: string): { context: string; state: string }[] {
  const statuses = latest(repo, sha).map(({ context, state }) => ({ context, state: state as string }));
  const passed = new Set<string | null>(['success', 'neutral', 'skipped']);
  const checks = [...repo.checks.values()].filter(({ head_sha }) => head_sha === sha);
  const ofCheck = (conclusion: string | null): string => {
    if (conclusion === null) return 'pending';
    return passed.has(conclusion) ? 'success' : 'failure';
  };
  return [...statuses, ...checks.map(({ name, conclusion }) => ({ context: name, state: ofCheck(conclusion) }))];
}

function view({ world, repo }: Call): (status: CommitStatus) => unknown {
  return ({ sha, ...status }) => ({
    ...status,
    node_id: nodeId('SC', status.id),
    url: `${world.url}/repos/${repo.full_name}/statuses/${sha}`,
    avatar_url: null,
    updated_at: status.created_at,
  });
}

function shaOf(call: Call): string {
  return found(resolveCommit(call.repo, call.params.ref ?? '')).sha;
}

const create: Handler = (call) => {
  const sha = call.params.sha ?? '';
  if (!call.repo.commits.has(sha)) throw new Refusal(422, `No commit found for SHA: ${sha}`);
  const status: CommitStatus = {
    id: call.world.id(),
    sha,
    state: textOf(call.body, 'state') as CommitStatus['state'],
    context: textOf(call.body, 'context') ?? 'default',
    description: textOf(call.body, 'description') ?? null,
    target_url: textOf(call.body, 'target_url') ?? null,
    creator: call.token.user,
    created_at: call.world.now(),
  };
  call.repo.statuses.push(status);
  return created(view(call)(status));
};

const list: Handler = (call) => {
  const sha = shaOf(call);
  return listed(call, call.repo.statuses.filter((status) => status.sha === sha).reverse(), view(call));
};

const combined: Handler = (call) => {
  const sha = shaOf(call);
  const statuses = latest(call.repo, sha);
  const states = new Set(statuses.map(({ state }) => state));
  const failed = states.has('failure') || states.has('error');
  const state = failed ? 'failure' : states.size === 1 && states.has('success') ? 'success' : 'pending';
  const repository = repositoryView(call.world, call.repo);
  return ok({ state, sha, statuses: statuses.map(view(call)), total_count: statuses.length, repository });
};

export const statuses = {
  'repos/create-commit-status': create,
  'repos/get-combined-status-for-ref': combined,
  'repos/list-commit-statuses-for-ref': list,
} satisfies Record<string, Handler>;
