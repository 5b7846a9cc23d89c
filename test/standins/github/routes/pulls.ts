/** Pull requests. */
import { type Call, found, type Handler, listed, numberOf, ok } from '../answer.ts';
import { compare } from '../graph.ts';
import type { Commit, FileChange, Issue, Pull } from '../world.ts';
import { commitView, fileView, pullView } from './views.ts';

/** All that a pull request would bring. */
function changes(call: Call, pull: Pull): { commits: readonly Commit[]; files: readonly FileChange[] } {
  const { ahead, files } = compare(call.repo, pull.base.sha, pull.head.sha);
  return { commits: ahead, files };
}

function pullOf(call: Call): { issue: Issue; pull: Pull } {
  const issue = found(call.repo.issues.get(numberOf(call, 'pull_number')));
  return { issue, pull: found(issue.pull) };
}

const get: Handler = (call) => {
  const { issue, pull } = pullOf(call);
  const { commits, files } = changes(call, pull);
  const sum = (of: 'additions' | 'deletions'): number => files.reduce((total, file) => total + file[of], 0);
  const counts = { additions: sum('additions'), deletions: sum('deletions'), changed_files: files.length };
  return ok({ ...pullView(call.world, call.repo, issue), commits: commits.length, ...counts });
};

const list: Handler = (call) => {
  const state = call.query.get('state') ?? 'open';
  const base = call.query.get('base');
  const head = call.query.get('head');
  const label = ({ head: { ref, repo } }: Pull): string => `${repo?.split('/')[0]}:${ref}`;
  const wanted = [...call.repo.issues.values()].filter((issue) => {
    if (!issue.pull || (state !== 'all' && issue.state !== state)) return false;
    return (!base || issue.pull.base.ref === base) && (!head || label(issue.pull) === head);
  });
  return listed(call, wanted.reverse(), (issue) => pullView(call.world, call.repo, issue));
};

const listCommits: Handler = (call) =>
  listed(call, changes(call, pullOf(call).pull).commits, (commit) => commitView(call.world, call.repo, commit));

const listFiles: Handler = (call) => listed(call, changes(call, pullOf(call).pull).files, fileView);

export const pulls = {
  'pulls/get': get,
  'pulls/list': list,
  'pulls/list-commits': listCommits,
  'pulls/list-files': listFiles,
} satisfies Record<string, Handler>;
