/** How a few things look that stand inside many answers. */
import type { Commit, FileChange, Issue, Repository, World } from '../world.ts';
import { repositoryOf } from '../world.ts';

/** A thing's id in GraphQL. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

/** A repository's page. */
export function web(repo: Repository): string {
  return `https://github.com/${repo.full_name}`;
}

/** A repository, as it stands inside other answers. */
export function repositoryView(world: World, repo: Repository): Record<string, unknown> {
  return {
    id: repo.id,
    node_id: nodeId('R', repo.id),
    name: repo.name,
    full_name: repo.full_name,
    owner: { login: repo.owner, type: 'Organization' },
    private: repo.private,
    visibility: repo.private ? 'private' : 'public',
    fork: repo.parent !== undefined,
    default_branch: repo.default_branch,
    url: `${world.url}/repos/${repo.full_name}`,
    html_url: web(repo),
    clone_url: `${web(repo)}.git`,
  };
}

export function fileView(file: FileChange): unknown {
  return { ...file, sha: null, changes: file.additions + file.deletions };
}

export function commitView(world: World, repo: Repository, commit: Commit): Record<string, unknown> {
  const person = { name: commit.author.login, email: `${commit.author.login}@example.invalid`, date: commit.date };
  const api = `${world.url}/repos/${repo.full_name}/commits`;
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${api}/${commit.sha}`,
    html_url: `${web(repo)}/commit/${commit.sha}`,
    commit: { message: commit.message, author: person, committer: person },
    author: commit.author,
    committer: commit.author,
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/${sha}`, html_url: `${web(repo)}/commit/${sha}` })),
  };
}

export function labelViews(issue: Issue): unknown[] {
  return issue.labels.map((name, index) => ({ id: index + 1, name, color: 'ededed', description: null }));
}

/** A pull request; its head has no repository once the fork is gone. */
export function pullView(world: World, repo: Repository, issue: Issue): Record<string, unknown> | undefined {
  const { pull, ...rest } = issue;
  if (!pull) return undefined;
  const from = repositoryOf(world, pull.head.repo);
  const owner = from?.owner ?? pull.head.repo?.split('/')[0] ?? 'unknown repository';
  return {
    ...rest,
    node_id: nodeId('PR', issue.id),
    url: `${world.url}/repos/${repo.full_name}/pulls/${issue.number}`,
    html_url: `${web(repo)}/pull/${issue.number}`,
    labels: labelViews(issue),
    draft: pull.draft,
    merged: pull.merged,
    mergeable: pull.merged ? null : true,
    merged_at: pull.merged ? issue.created_at : null,
    merge_commit_sha: pull.merge_commit_sha,
    head: {
      ref: pull.head.ref,
      sha: pull.head.sha,
      label: `${owner}:${pull.head.ref}`,
      user: pull.head.repo ? { login: owner } : null,
      repo: from ? repositoryView(world, from) : null,
    },
    base: {
      ...pull.base,
      label: `${repo.owner}:${pull.base.ref}`,
      user: { login: repo.owner },
      repo: repositoryView(world, repo),
    },
  };
}
