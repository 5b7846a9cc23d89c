/** The state behind the stand-in, in GitHub's own field names. Tests read it, and may change it. */
import type { ArtifactShelf } from '../results/artifacts.ts';
import type { ACTIONS_APP, Token, User } from './tokens.ts';

export interface FileChange {
  readonly filename: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed';
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string;
}

export interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly parents: readonly string[];
  readonly author: User;
  readonly date: string;
  readonly files: readonly FileChange[];
}

export interface Pull {
  head: { ref: string; sha: string /** Full name; null once the fork is gone. */; repo: string | null };
  base: { ref: string; sha: string };
  draft: boolean;
  merged: boolean;
  merge_commit_sha: string | null;
}

/** An issue; a pull request is one too. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly user: User;
  readonly created_at: string;
  title: string;
  state: 'closed' | 'open';
  locked: boolean;
  labels: string[];
  pull?: Pull;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly user: User;
  readonly performed_via_github_app: typeof ACTIONS_APP | null;
  readonly created_at: string;
  updated_at: string;
  body: string;
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly environment: string;
  readonly environment_url: string;
  readonly log_url: string;
  readonly creator: User;
  readonly created_at: string;
}

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly payload: unknown;
  readonly description: string | null;
  readonly creator: User;
  readonly transient_environment: boolean;
  readonly production_environment: boolean;
  readonly created_at: string;
  readonly statuses: DeploymentStatus[];
  environment: string;
  updated_at: string;
}

export interface Asset {
  readonly id: number;
  readonly name: string;
  readonly label: string;
  readonly content_type: string;
  readonly bytes: Buffer;
  /** `starter`: what is left of an upload that failed; `uploaded` when not given. */
  readonly state?: 'starter' | 'uploaded';
  readonly uploader: User;
  readonly created_at: string;
}

export interface Release {
  readonly id: number;
  readonly author: User;
  readonly created_at: string;
  readonly assets: Asset[];
  tag_name: string;
  target_commitish: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  published_at: string | null;
}

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly context: string;
  readonly description: string | null;
  readonly target_url: string | null;
  readonly creator: User;
  readonly created_at: string;
}

export interface CheckRun {
  readonly id: number;
  readonly head_sha: string;
  readonly annotations: unknown[];
  name: string;
  status: string;
  conclusion: string | null;
  details_url: string | null;
  external_id: string;
  started_at: string;
  completed_at: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
}

export interface Run {
  readonly id: number;
  name: string;
  event: string;
  status: string;
  conclusion: string | null;
  head_branch: string;
  head_sha: string;
  head_repository: string;
  path: string;
  run_attempt: number;
  workflow_id: number;
  actor: User;
  created_at: string;
}

export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly full_name: string;
  /** Full name of the repository that this one is a fork of. */
  readonly parent: string | undefined;
  default_branch: string;
  private: boolean;
  immutable_releases: boolean;
  /** By sha. */
  readonly commits: Map<string, Commit>;
  /** `heads/main`, `tags/v1.0.0` to the sha of a commit, or of an annotated tag. */
  readonly refs: Map<string, string>;
  /** Annotated tags by their own sha. */
  readonly tags: Map<string, { tag: string; message: string; object: string }>;
  readonly issues: Map<number, Issue>;
  readonly comments: Map<number, Comment>;
  readonly deployments: Map<number, Deployment>;
  readonly releases: Map<number, Release>;
  readonly statuses: CommitStatus[];
  readonly checks: Map<number, CheckRun>;
  readonly runs: Map<number, Run>;
}

export interface World {
  /** Where the API answers. */
  url: string;
  readonly repositories: Repository[];
  readonly tokens: Map<string, Token>;
  /** Where workflow artifacts lie; no repository has any without it. */
  readonly artifacts: ArtifactShelf | undefined;
  id(): number;
  now(): string;
}

/** An instant as GitHub writes it. */
export function instant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** The repository with this full name, in any case, or this id. */
export function repositoryOf(world: World, name: string | number | null): Repository | undefined {
  const wanted = typeof name === 'string' ? name.toLowerCase() : name;
  return world.repositories.find((repo) => repo.id === wanted || repo.full_name.toLowerCase() === wanted);
}
