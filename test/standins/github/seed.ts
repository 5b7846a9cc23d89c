/** What a test puts into the world before it starts, or while it runs. All of it is data, so it can also be JSON. */
import { shaOf } from './graph.ts';
import type { FileChange, Run } from './world.ts';

export interface CommitSeed {
  readonly sha: string;
  readonly parents?: readonly string[];
  readonly message?: string;
  readonly author?: string;
  readonly files?: readonly FileChange[];
}

export interface IssueSeed {
  readonly number: number;
  readonly title?: string;
  readonly author?: string;
  readonly state?: 'closed' | 'open';
  readonly locked?: boolean;
  readonly labels?: readonly string[];
}

export interface PullSeed extends IssueSeed {
  /** `repo` is the full name of the fork, null for a fork that is gone, this repository when not given. */
  readonly head: { readonly ref: string; readonly sha: string; readonly repo?: string | null };
  readonly base?: { readonly ref: string; readonly sha: string };
  readonly draft?: boolean;
  readonly merged?: boolean;
  readonly mergeCommit?: string;
}

export interface CommentSeed {
  readonly issue: number;
  readonly body: string;
  readonly author?: string;
}

export interface RunSeed extends Partial<Omit<Run, 'actor' | 'id'>> {
  readonly id: number;
  readonly actor?: string;
}

/** Parts of a repository's state; later ones are added to, or replace, what is there. */
export interface Seed {
  readonly commits?: readonly CommitSeed[];
  /** `heads/main` to a sha. */
  readonly refs?: Readonly<Record<string, string>>;
  /** Annotated tags: name to the commit that they point at. */
  readonly annotatedTags?: Readonly<Record<string, string>>;
  readonly issues?: readonly IssueSeed[];
  readonly pulls?: readonly PullSeed[];
  readonly comments?: readonly CommentSeed[];
  readonly runs?: readonly RunSeed[];
}

export interface RepositorySeed extends Seed {
  readonly owner: string;
  readonly name: string;
  readonly private?: boolean;
  readonly parent?: string;
  readonly defaultBranch?: string;
  readonly immutableReleases?: boolean;
}

/** The commits of the repository that a stand-in has unless it is told others. */
export const SHAS = { base: shaOf('base'), main: shaOf('main'), feature: shaOf('feature') } as const;

/** octo/auth: two commits on main, and pull request 7 from its own branch `feature`. */
export const DEFAULT_REPOSITORY: RepositorySeed = {
  owner: 'octo',
  name: 'auth',
  commits: [
    { sha: SHAS.base, message: 'Begin' },
    { sha: SHAS.main, message: 'Go on', parents: [SHAS.base] },
    { sha: SHAS.feature, message: 'Sign faster', parents: [SHAS.main] },
  ],
  refs: { 'heads/main': SHAS.main, 'heads/feature': SHAS.feature },
  pulls: [{ number: 7, title: 'Sign faster', head: { ref: 'feature', sha: SHAS.feature } }],
};
