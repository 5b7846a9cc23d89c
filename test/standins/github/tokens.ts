/** Who asks: a token, its author and what it may do. */
export type Permission = 'actions' | 'checks' | 'contents' | 'deployments' | 'issues' | 'pull_requests' | 'statuses';
export type Access = 'read' | 'write';

export interface TokenSeed {
  /** Author of what is made with it; `github-actions[bot]` when not given. */
  readonly login?: string;
  /** A token of a GitHub App (as the runner's is) or of a person; `app` when not given. */
  readonly kind?: 'app' | 'user';
  /** One access for everything, or what is listed and nothing else; `write` when not given. */
  readonly permissions?: Access | Readonly<Partial<Record<Permission, Access>>>;
  /** Full names of the only repositories that it sees; all when not given. */
  readonly repositories?: readonly string[];
  /** Requests per hour; 1000 for an app, 5000 for a person when not given. */
  readonly limit?: number;
}

export interface User {
  readonly login: string;
  readonly id: number;
  readonly type: 'Bot' | 'User';
}

export interface Token {
  readonly user: User;
  readonly kind: 'app' | 'user';
  readonly limit: number;
  used: number;
  may(permission: Permission, access: Access): boolean;
  sees(repository: string): boolean;
}

/** Tokens that every stand-in knows unless it is told others: the runner's, a fork's run's, and a person's. */
export const TOKENS = { write: 'token-write', read: 'token-read', user: 'token-alice' } as const;

export const DEFAULT_TOKENS: Readonly<Record<string, TokenSeed>> = {
  [TOKENS.write]: {},
  [TOKENS.read]: { permissions: 'read' },
  [TOKENS.user]: { login: 'alice', kind: 'user' },
};

/** The GitHub App behind the runner's token. */
export const ACTIONS_APP = { id: 15368, slug: 'github-actions', name: 'GitHub Actions' } as const;

const ids = new Map<string, number>([['github-actions[bot]', 41898282]]);

/** The account with this login; a login that ends in `[bot]` is one. */
export function userOf(login: string): User {
  const id = ids.get(login) ?? 1000 + ids.size;
  ids.set(login, id);
  return { login, id, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

/** A token as the seed describes it. */
export function tokenOf(seed: TokenSeed): Token {
  const permissions = seed.permissions ?? 'write';
  const kind = seed.kind ?? 'app';
  return {
    user: userOf(seed.login ?? 'github-actions[bot]'),
    kind,
    limit: seed.limit ?? (kind === 'app' ? 1000 : 5000),
    used: 0,
    may(permission, access) {
      const granted = typeof permissions === 'string' ? permissions : permissions[permission];
      return granted === 'write' || granted === access;
    },
    sees: (repository) => seed.repositories?.includes(repository) ?? true,
  };
}
