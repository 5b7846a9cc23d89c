import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the runner tells of itself and the event, by its environment. Nothing here is a secret. */
export interface Runner {
  readonly event: string;
  readonly eventPath: string;
  readonly repository: string;
  readonly ref: string;
  readonly sha: string;
  readonly runUrl: string | undefined;
  readonly apiUrl: string | undefined;
  readonly workspace: string;
  readonly temp: string;
  /** Where tools are kept. */
  readonly tools: string;
  /** CARGO_HOME. */
  readonly cargo: string;
  /** A machine of GitHub's own, which is this job's alone. */
  readonly gitHubHosted: boolean;
  readonly selfHosted: boolean;
  /** `owner/name/.github/workflows/FILE@REF` of the workflow that runs; empty outside of one. */
  readonly workflow: string;
}

/** Reads the runner: docs.github.com/actions/reference/workflows-and-actions/variables. */
export function readRunner(env: Environment): Runner {
  const repository = env.GITHUB_REPOSITORY ?? '';
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  const run = env.GITHUB_RUN_ID;
  const temp = env.RUNNER_TEMP ?? env.TMPDIR ?? env.TEMP ?? '/tmp';
  const home = env.USERPROFILE ?? env.HOME ?? temp; // on Windows shells set HOME too, and cargo does not read it
  return {
    event: env.GITHUB_EVENT_NAME ?? '',
    eventPath: env.GITHUB_EVENT_PATH ?? '',
    repository,
    ref: env.GITHUB_REF ?? '',
    sha: env.GITHUB_SHA ?? '',
    runUrl: run === undefined || repository === '' ? undefined : `${server}/${repository}/actions/runs/${run}`,
    apiUrl: env.GITHUB_API_URL,
    workspace: path.resolve(env.GITHUB_WORKSPACE ?? process.cwd()),
    temp: path.resolve(temp, 'wasm-ship'),
    tools: path.resolve(env.RUNNER_TOOL_CACHE ?? path.join(home, '.cache'), 'wasm-ship'),
    cargo: path.resolve(env.CARGO_HOME || path.join(home, '.cargo')),
    gitHubHosted: env.RUNNER_ENVIRONMENT === 'github-hosted',
    selfHosted: env.RUNNER_ENVIRONMENT === 'self-hosted',
    workflow: env.GITHUB_WORKFLOW_REF ?? '',
  };
}

/** The text of an input as the runner passes it: upper case, spaces as `_`, dashes kept. */
export function inputText(env: Environment, name: string): string | undefined {
  return env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`];
}
