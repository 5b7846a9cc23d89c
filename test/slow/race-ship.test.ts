import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ActionResult, checkout, runAction, type Trigger, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';

/** A pull request that makes one route slower, raced against its base through dist in real workerd. */
let services: Services;
let repo: string;
let main: string;
let feature: string;

function git(dir: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', dir, ...who, ...args], { encoding: 'utf8' }).trim();
}

/** What /health does besides, in the head: hashing that nobody needs. */
const MORE = `pub fn health() -> Reply {
    use sha2::Digest as _;
    let mut digest = sha2::Sha256::digest(b"health");
    for _ in 0..3000 {
        digest = sha2::Sha256::digest(digest);
    }
    std::hint::black_box(digest);
`;

beforeAll(async () => {
  services = await startServices(toolCache());
  repo = await checkout('race', { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.97.1"\n' });
  git(repo, 'init', '--quiet', '--initial-branch=main');
  git(repo, 'add', '--all');
  git(repo, 'commit', '--quiet', '--message', 'auth');
  main = git(repo, 'rev-parse', 'HEAD');
  git(repo, 'checkout', '--quiet', '-b', 'feature');
  const source = path.join(repo, 'src/http.rs');
  const text = await readFile(source, 'utf8');
  const changed = text.replace('pub fn health() -> Reply {\n', MORE);
  expect(changed).not.toBe(text);
  await writeFile(source, changed);
  git(repo, 'commit', '--quiet', '--all', '--message', 'more work');
  feature = git(repo, 'rev-parse', 'HEAD');
  git(repo, 'checkout', '--quiet', 'main');
  git(repo, 'merge', '--quiet', '--no-ff', '--no-edit', 'feature');
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(repo, { recursive: true, force: true });
});
beforeEach(() => services.github.repository.comments.clear());

/** Pull request 7, of these commits. */
function pull(): Trigger {
  const { payload, ...trigger } = pullRequest();
  const told = payload as { readonly pull_request: { readonly head: object; readonly base: object } };
  const head = { ...told.pull_request.head, sha: feature };
  const base = { ...told.pull_request.base, sha: main };
  return { ...trigger, payload: { ...told, pull_request: { ...told.pull_request, head, base } } };
}

const comment = (): string => [...services.github.repository.comments.values()][0]?.body ?? '';

async function ship(budget: string): Promise<ActionResult> {
  services.github.seed({ runs: [{ id: 401, event: 'pull_request', head_branch: 'feature' }] });
  const trigger = pull();
  return runAction({
    ...{ services, workspace: repo, trigger },
    inputs: { optimize: 'off', deploy: 'none', base: 'auto', budget, 'latency-duration': '30 s' },
    env: {
      ...services.results.run({ runId: 401, ref: trigger.ref }),
      GITHUB_RUN_ID: '401',
      GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}`,
      CARGO_TARGET_DIR: undefined,
    },
    timeoutMs: 1_200_000,
  });
}

it('the route that got slower is told from those that did not, by work and by time, and the budget of work fails', async () => {
  const { report, code, log } = await ship('work +2 %, p50 +50 %');
  expect(report?.noRace, log).toBeNull();
  expect(report?.noWork, log).toBeNull();
  const growth = Object.fromEntries(report?.work?.routes.map(({ name, growth: of }) => [name, of?.least ?? 0]) ?? []);
  expect(growth.health).toBeGreaterThan(1000);
  expect(growth.login).toBeLessThan(0.1);
  expect(report?.work?.movers[0]?.after).toBeGreaterThan(1e6);
  const middle = (name: string) => report?.race?.rows.find((row) => row.name === name && row.measure === 'p50');
  expect(middle('health')).toMatchObject({ verdict: 'slower' });
  expect(middle('login')?.verdict).not.toBe('slower');
  expect(report?.gates).toContainEqual(
    expect.objectContaining({ measure: 'work', route: 'health', verdict: 'over', fails: true }),
  );
  expect(report?.gates).toContainEqual(
    expect.objectContaining({ measure: 'p50', route: 'health', verdict: 'over', fails: false }),
  );
  expect(comment()).toContain('work of health over +2.0 %');
  expect(code).toBe(1);
});
