import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { type ActResult, runAct } from '../act/run-act.ts';
import { TOKENS } from '../standins/github/tokens.ts';
import { checkout, otherTarget, root, type Trigger, toolCache } from './action.ts';
import type { Services } from './services.ts';

/**
 * examples/auth as a repository of its own, and its own workflow for the event run by act, with this commit as the action:
 * the way that a user's runner goes, from `uses:` to `post`.
 */
export async function runAuthWorkflow(trigger: Trigger, services: Services, run = 77): Promise<ActResult> {
  const repo = await checkout('act');
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
      workflow: '.github/workflows/ship.yml',
      event: trigger.name,
      payload: trigger.payload,
      env: environment(trigger, services, run),
      secrets: { GITHUB_TOKEN: TOKENS.write, ...secretsOf(services) },
      actions: { 'wasm-ship/wasm-ship@v1': action },
      toolCache: toolCache(),
      timeoutMs: 300_000,
    });
  } finally {
    for (const folder of [repo, action]) await rm(folder, { recursive: true, force: true });
  }
}

/** What a runner downloads of an action: the files that git has, so no node_modules. */
async function ownCheckout(into: string): Promise<void> {
  const files = execFileSync('git', ['-C', root, 'ls-files', '-z'], { encoding: 'utf8' }).split('\0');
  for (const file of files.filter((name) => name !== '' && existsSync(path.join(root, name))))
    await cp(path.join(root, file), path.join(into, file));
}

/** The secrets of the repository, and those of its environment `production`: act has no environments. */
function secretsOf({ cloudflare: { token, accountId } }: Services): Record<string, string> {
  return Object.fromEntries(
    ['PREVIEW_', ''].flatMap((prefix) => [
      [`${prefix}CLOUDFLARE_API_TOKEN`, token],
      [`${prefix}CLOUDFLARE_ACCOUNT_ID`, accountId],
    ]),
  );
}

function environment(trigger: Trigger, services: Services, run: number): Record<string, string> {
  const { GITHUB_TOKEN: _, GITHUB_SERVER_URL: __, ...github } = services.github.env;
  const passed = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];
  return {
    ...Object.fromEntries(
      passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']])),
    ),
    ...github,
    ...services.results.run({ runId: run, ref: trigger.ref }),
    GITHUB_REF: trigger.ref,
    SHA_REF: '2'.repeat(40),
    GITHUB_RUN_ID: String(run),
    CARGO_HOME: process.env.CARGO_HOME ?? path.join(homedir(), '.cargo'),
    CARGO_TARGET_DIR: otherTarget(),
    CLOUDFLARE_API_BASE_URL: services.cloudflare.apiUrl,
  };
}
