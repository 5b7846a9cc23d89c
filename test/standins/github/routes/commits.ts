/** Commits, comparisons and git's own objects. */
import { type Call, found, type Handler, listed, ok, Refusal } from '../answer.ts';
import { compare, resolveCommit } from '../graph.ts';
import type { Commit, Issue } from '../world.ts';
import { commitView, fileView, nodeId, pullView } from './views.ts';

function commitOf(call: Call, name: string): Commit {
  const commit = resolveCommit(call.repo, name);
  if (!commit) throw new Refusal(422, `No commit found for SHA: ${name}`);
  return commit;
}

const get: Handler = (call) => {
  const commit = commitOf(call, call.params.ref ?? '');
  return ok({ ...commitView(call.world, call.repo, commit), files: commit.files.map(fileView) });
};

/** GitHub asks the repository whose branch it is: for a fork's pull request the fork knows it, the base does not. */
const pullsOfCommit: Handler = (call) => {
  const name = call.params.commit_sha ?? '';
  const sha = resolveCommit(call.repo, name)?.sha ?? name;
  const holds = ({ pull }: Issue): boolean => {
    if (pull?.head.repo !== call.repo.full_name) return false;
    if (pull.head.sha === sha || pull.merge_commit_sha === sha) return true;
    return compare(call.repo, pull.base.sha, pull.head.sha).ahead.some((commit) => commit.sha === sha);
  };
  const all = call.world.repositories.flatMap((base) => [...base.issues.values()].map((issue) => ({ base, issue })));
  const theirs = all.filter(({ issue }) => holds(issue));
  return listed(call, theirs, ({ base, issue }) => pullView(call.world, base, issue));
};

const compareCommits: Handler = (call) => {
  const [baseName = '', headName = ''] = (call.params.basehead ?? '').split('...');
  const base = found(resolveCommit(call.repo, baseName));
  const head = found(resolveCommit(call.repo, headName));
  const { mergeBase, ahead, behind, files } = compare(call.repo, base.sha, head.sha);
  if (!mergeBase) throw new Refusal(404, `No common ancestor between ${baseName} and ${headName}.`);
  const one = ahead.length > 0 ? 'ahead' : behind.length > 0 ? 'behind' : 'identical';
  const show = (commit: Commit): unknown => commitView(call.world, call.repo, commit);
  return ok({
    status: ahead.length > 0 && behind.length > 0 ? 'diverged' : one,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    base_commit: show(base),
    merge_base_commit: show(mergeBase),
    commits: ahead.map(show),
    files: files.map(fileView),
  });
};

function refView({ world, repo }: Call): (ref: readonly [string, string]) => unknown {
  const api = `${world.url}/repos/${repo.full_name}/git`;
  return ([name, sha]) => {
    const type = repo.tags.has(sha) ? 'tag' : 'commit';
    const object = { type, sha, url: `${api}/${type}s/${sha}` };
    return { ref: `refs/${name}`, node_id: nodeId('REF', name), url: `${api}/refs/${name}`, object };
  };
}

const getRef: Handler = (call) => {
  const name = (call.params.ref ?? '').replace(/^refs\//, '');
  return ok(refView(call)([name, found(call.repo.refs.get(name))]));
};

const matchingRefs: Handler = (call) => {
  const refs = [...call.repo.refs].filter(([name]) => name.startsWith(call.params.ref ?? ''));
  return ok(refs.sort(([a], [b]) => (a < b ? -1 : 1)).map(refView(call)));
};

const getTag: Handler = (call) => {
  const sha = call.params.tag_sha ?? '';
  const { tag, message, object } = found(call.repo.tags.get(sha));
  return ok({ node_id: nodeId('TA', sha), sha, tag, message, object: { type: 'commit', sha: object } });
};

export const commits = {
  'git/get-ref': getRef,
  'git/get-tag': getTag,
  'git/list-matching-refs': matchingRefs,
  'repos/compare-commits-with-basehead': compareCommits,
  'repos/get-commit': get,
  'repos/list-pull-requests-associated-with-commit': pullsOfCommit,
} satisfies Record<string, Handler>;
