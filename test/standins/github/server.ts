/** The GitHub stand-in: a stateful server that refuses what GitHub refuses, in GitHub's words. */
import type { ArtifactShelf } from '../results/artifacts.ts';
import { control } from './control.ts';
import type { Fault, Injected } from './faults.ts';
import { type LoggedRequest, listen } from './loopback.ts';
import { addRepository, emptyWorld, plant } from './plant.ts';
import { downloadOf, refuse, respond } from './respond.ts';
import { DEFAULT_REPOSITORY, type RepositorySeed, type Seed } from './seed.ts';
import { DEFAULT_TOKENS, TOKENS, type TokenSeed, tokenOf } from './tokens.ts';
import { type Repository, repositoryOf, type World } from './world.ts';

export interface GitHubOptions {
  /** The first one is `repository`; octo/auth with pull request 7 when not given. */
  readonly repositories?: readonly RepositorySeed[];
  /** Instead of the three in TOKENS. */
  readonly tokens?: Readonly<Record<string, TokenSeed>>;
  /** Where the artifacts lie: a results stand-in. */
  readonly results?: ArtifactShelf;
  readonly now?: () => Date;
  /** Hold every successful answer against GitHub's description too, and answer 500 when it breaks it. */
  readonly strict?: boolean;
}

export interface GitHubStandin extends AsyncDisposable {
  readonly url: string;
  /** What the runner would set so that clients find it. */
  readonly env: Readonly<Record<string, string>>;
  /** The first repository: its state, to read and to change. */
  readonly repository: Repository;
  readonly world: World;
  /** Every request, oldest first. */
  readonly log: readonly LoggedRequest[];
  /** Adds to a repository's state: the first one's, or the one with this full name. */
  seed(seed: Seed, fullName?: string): void;
  /** Makes a later request fail. */
  fail(fault: Fault): Injected;
}

/** Starts a GitHub on a free port of the loopback interface. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubStandin> {
  const world = emptyWorld(options.results, options.now ?? (() => new Date()));
  for (const seed of options.repositories ?? [DEFAULT_REPOSITORY]) addRepository(world, seed);
  for (const [value, seed] of Object.entries(options.tokens ?? DEFAULT_TOKENS)) world.tokens.set(value, tokenOf(seed));
  const [repository] = world.repositories;
  if (!repository) throw new Error('a GitHub without a repository cannot be asked anything');

  const strict = options.strict ?? false;
  const server = await listen({
    answer: async (request) =>
      control(request, server) ?? downloadOf(world, request) ?? (await respond(world, request, { strict })),
    refuse: (request, status) => refuse(world, request, status),
  });
  world.url = server.url;

  return {
    url: server.url,
    env: {
      GITHUB_API_URL: server.url,
      GITHUB_GRAPHQL_URL: `${server.url}/graphql`,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: repository.full_name,
      GITHUB_REPOSITORY_OWNER: repository.owner,
      GITHUB_REPOSITORY_ID: String(repository.id),
      GITHUB_TOKEN: [...world.tokens.keys()][0] ?? TOKENS.write,
    },
    repository,
    world,
    log: server.log,
    seed(seed, fullName = repository.full_name) {
      const target = repositoryOf(world, fullName);
      if (!target) throw new Error(`no repository ${fullName}`);
      plant(world, target, seed);
    },
    fail: server.fail,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
