import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { type ActResult, runAct } from '../act/run-act.ts';
import { TOKENS } from '../standins/github/tokens.ts';
import { checkout, otherTarget, root, type Trigger, throughEdge, toolCache } from './action.ts';
import type { Services } from './services.ts';

/** How a run of the example's workflows differs from the usual one. */
export interface WorkflowRun {
  readonly run?: number;
  /** The commit that the runner names; the files are the same whatever it is. */
  readonly sha?: string;
  /** Its file in examples/auth/.github/workflows. */
  readonly workflow?: 'ship.yml' | 'rollback.yml';
  /** The workflow's text is changed by it, such as to watch for a shorter time. */
  readonly edit?: (text: string) => string;
}

/**
 * examples/auth as a repository of its own, and its own workflow for the event run by act, with this commit as the action:
 * the way that a user's runner goes, from `uses:` to `post`.
 */
export async function runAuthWorkflow(
  trigger: Trigger,
  services: Services,
  { run = 77, sha = '2'.repeat(40), workflow = 'ship.yml', edit = (text) => text }: WorkflowRun = {},
): Promise<ActResult> {
  const file = `.github/workflows/${workflow}`;
  const text = await readFile(path.join(root, 'examples', 'auth', file), 'utf8');
  const repo = await checkout('act', { [file]: edit(text) });
  const action = await mkdtemp(path.join(tmpdir(), 'wasm-ship-action-'));
  try {
    await ownCheckout(action);
    const git = (...args: string[]): void => {
      execFileSync('git', ['-C', repo, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
    };
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'auth');
    return await runAct({
      repo,
      workflow: file,
      event: trigger.name,
      payload: trigger.payload,
      env: { ...environment(trigger, services, run), SHA_REF: sha },
      secrets: { GITHUB_TOKEN: TOKENS.write, ...secretsOf(services) },
      actions: { 'wasm-ship/wasm-ship@v1': action },
      toolCache: toolCache(),
      timeoutMs: 300_000,
    });
  } finally {
    for (const folder of [repo, action]) await rm(folder, { recursive: true, force: true });
  }
}

/** Gives GitHub these commits on top of main, each after the one before it. */
export function seedCommits({ github }: Services, shas: readonly string[]): void {
  const main = github.repository.refs.get('heads/main') ?? '';
  github.seed({ commits: shas.map((sha, i) => ({ sha, parents: [shas[i - 1] ?? main] })) });
}

/** What a runner downloads of an action: the files that git has or is to have (a dist of now), so no node_modules. */
async function ownCheckout(into: string): Promise<void> {
  const files = execFileSync('git', ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  }).split('\0');
  for (const file of files.filter((name) => name !== '' && existsSync(path.join(root, name))))
    await cp(path.join(root, file), path.join(into, file));
}

/** 32 bytes in base64url, as the example asks for. */
const SIGNING_KEY = Buffer.alloc(32, 'key of the act runs').toString('base64url');

/** The secrets of the repository, and those of its environment `production`: act has no environments. */
function secretsOf({ cloudflare: { token, accountId } }: Services): Record<string, string> {
  const cloudflare = ['PREVIEW_', ''].flatMap((prefix) => [
    [`${prefix}CLOUDFLARE_API_TOKEN`, token],
    [`${prefix}CLOUDFLARE_ACCOUNT_ID`, accountId],
  ]);
  return { ...Object.fromEntries(cloudflare), SIGNING_KEY };
}

function environment(trigger: Trigger, services: Services, run: number): Record<string, string> {
  const { GITHUB_TOKEN: _, GITHUB_SERVER_URL: __, ...github } = services.github.env;
  const passed = ['SSL_CERT_FILE', 'SSL_CERT_DIR'];
  return {
    ...Object.fromEntries(
      passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']])),
    ),
    ...github,
    ...services.results.run({ runId: run, ref: trigger.ref }),
    GITHUB_REF: trigger.ref,
    GITHUB_RUN_ID: String(run),
    CARGO_HOME: process.env.CARGO_HOME ?? path.join(homedir(), '.cargo'),
    CARGO_TARGET_DIR: otherTarget(),
    CLOUDFLARE_API_BASE_URL: services.cloudflare.apiUrl,
    ...throughEdge(services),
  };
}
