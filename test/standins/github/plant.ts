/** From seeds to state. */
import { shaOf } from './graph.ts';
import type { IssueSeed, PullSeed, RepositorySeed, RunSeed, Seed } from './seed.ts';
import { ACTIONS_APP, userOf } from './tokens.ts';
import { type Issue, instant, type Repository, type Run, type World } from './world.ts';

/** A repository as the seed describes it, added to the world. */
export function addRepository(world: World, seed: RepositorySeed): Repository {
  const repo: Repository = {
    id: world.id(),
    owner: seed.owner,
    name: seed.name,
    full_name: `${seed.owner}/${seed.name}`,
    parent: seed.parent,
    default_branch: seed.defaultBranch ?? 'main',
    private: seed.private ?? false,
    immutable_releases: seed.immutableReleases ?? false,
    commits: new Map(),
    refs: new Map(),
    tags: new Map(),
    issues: new Map(),
    comments: new Map(),
    deployments: new Map(),
    releases: new Map(),
    statuses: [],
    checks: new Map(),
    runs: new Map(),
  };
  world.repositories.push(repo);
  plant(world, repo, seed);
  return repo;
}

/** Adds to a repository's state. */
export function plant(world: World, repo: Repository, seed: Seed): void {
  for (const { sha, parents = [], message = '', author = 'alice', files = [] } of seed.commits ?? []) {
    repo.commits.set(sha, { sha, parents, message, author: userOf(author), date: world.now(), files });
  }
  for (const [ref, sha] of Object.entries(seed.refs ?? {})) repo.refs.set(ref, sha);
  for (const [tag, object] of Object.entries(seed.annotatedTags ?? {})) {
    const sha = shaOf(`tag ${tag} ${object}`);
    repo.tags.set(sha, { tag, message: tag, object });
    repo.refs.set(`tags/${tag}`, sha);
  }
  for (const issue of seed.issues ?? []) repo.issues.set(issue.number, issueOf(world, issue));
  for (const pull of seed.pulls ?? []) repo.issues.set(pull.number, pullOf(world, repo, pull));
  for (const { issue, body, author = 'github-actions[bot]' } of seed.comments ?? []) {
    const user = userOf(author);
    const at = { created_at: world.now(), updated_at: world.now() };
    const app = author === 'github-actions[bot]' ? ACTIONS_APP : null;
    const id = world.id();
    repo.comments.set(id, { id, issue, body, user, performed_via_github_app: app, ...at });
  }
  for (const run of seed.runs ?? []) repo.runs.set(run.id, runOf(world, repo, run));
}

function issueOf(world: World, seed: IssueSeed): Issue {
  return {
    id: world.id(),
    number: seed.number,
    title: seed.title ?? `Number ${seed.number}`,
    user: userOf(seed.author ?? 'alice'),
    state: seed.state ?? 'open',
    locked: seed.locked ?? false,
    labels: [...(seed.labels ?? [])],
    created_at: world.now(),
  };
}

function pullOf(world: World, repo: Repository, seed: PullSeed): Issue {
  const { ref, sha, repo: from = repo.full_name } = seed.head;
  const main = repo.refs.get(`heads/${repo.default_branch}`) ?? '';
  repo.refs.set(`pull/${seed.number}/head`, sha);
  if (seed.mergeCommit) repo.refs.set(`pull/${seed.number}/merge`, seed.mergeCommit);
  return {
    ...issueOf(world, seed),
    state: seed.state ?? (seed.merged ? 'closed' : 'open'),
    pull: {
      head: { ref, sha, repo: from },
      base: { ...(seed.base ?? { ref: repo.default_branch, sha: main }) },
      draft: seed.draft ?? false,
      merged: seed.merged ?? false,
      merge_commit_sha: seed.mergeCommit ?? null,
    },
  };
}

function runOf(world: World, repo: Repository, { actor = 'alice', ...seed }: RunSeed): Run {
  return {
    name: 'ship',
    event: 'push',
    status: 'completed',
    conclusion: 'success',
    head_branch: repo.default_branch,
    head_sha: repo.refs.get(`heads/${repo.default_branch}`) ?? '',
    head_repository: repo.full_name,
    path: '.github/workflows/ship.yml',
    run_attempt: 1,
    workflow_id: 1,
    created_at: world.now(),
    ...seed,
    actor: userOf(actor),
  };
}

/** A world with nothing but a clock. */
export function emptyWorld(artifacts: World['artifacts'], clock: () => Date): World {
  let last = 1000;
  return {
    url: '',
    repositories: [],
    tokens: new Map(),
    artifacts,
    id: () => {
      last += 1;
      return last;
    },
    now: () => instant(clock()),
  };
}
