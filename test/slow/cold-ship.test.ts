import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkout, otherTarget, runAction, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';

/** A pull request whose head starts slower, held against its base through dist in real workerd. */
let services: Services;
let repo: string;
let main: string;
let feature: string;

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', repo, ...who, ...args], { encoding: 'utf8' }).trim();
}

/** What each isolate of the head does before it answers for the first time: hashing that nobody needs. */
const AT_START = `
#[event(start)]
fn start() {
    use sha2::Digest as _;
    let mut digest = sha2::Sha256::digest(b"start");
    for _ in 0..100_000 {
        digest = sha2::Sha256::digest(digest);
    }
    std::hint::black_box(digest);
}
`;

beforeAll(async () => {
  services = await startServices(toolCache());
  repo = await checkout('cold', { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.97.1"\n' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'auth');
  main = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'feature');
  const source = path.join(repo, 'src/edge.rs');
  await writeFile(source, (await readFile(source, 'utf8')) + AT_START);
  git('commit', '--quiet', '--all', '--message', 'work at start');
  feature = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', 'main');
  git('merge', '--quiet', '--no-ff', '--no-edit', 'feature');
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(repo, { recursive: true, force: true });
});

/** Whether the run itself says that it would have told such a change. */
function wouldSee({ ratio, seeable }: { readonly ratio: number; readonly seeable: number | null }): boolean {
  return seeable !== null && ratio >= seeable;
}

it('starts that got slower are told from what did not, phase by phase, and the budget of growth warns', async () => {
  services.github.seed({ runs: [{ id: 402, event: 'pull_request', head_branch: 'feature' }] });
  const { payload, ...trigger } = pullRequest();
  const event = payload as { readonly pull_request: { readonly head: object; readonly base: object } };
  const { head, base } = event.pull_request;
  const commits = { head: { ...head, sha: feature }, base: { ...base, sha: main } };
  const { report, code, log } = await runAction({
    ...{ services, workspace: repo },
    trigger: { ...trigger, payload: { ...event, pull_request: { ...event.pull_request, ...commits } } },
    inputs: {
      ...{ optimize: 'off', deploy: 'none', base: 'auto', 'latency-duration': '120 s' },
      // the race is not what this is about: of one request, and with a budget that is soon decided
      ...{ requests: JSON.stringify([{ name: 'health', path: '/health' }]), budget: 'cold-start +10 %, p50 +900 %' },
    },
    env: {
      ...services.results.run({ runId: 402, ref: trigger.ref }),
      GITHUB_RUN_ID: '402',
      GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}`,
      CARGO_TARGET_DIR: otherTarget(),
    },
    timeoutMs: 900_000,
  });
  const cold = report?.latency?.cold;
  if (cold === undefined || cold.base === null) throw new Error(log);
  const [process, isolate, compile, instantiate] = cold.against;
  expect(cold.against.map(({ name }) => name)).toEqual(['process', 'isolate', 'compile', 'instantiate']);
  // V8 by itself compiles almost the same module, and calls no start function of wasm-bindgen's
  for (const one of [compile, instantiate]) expect(one?.pairs, log).toBeGreaterThan(0);
  expect(cold.v8?.version).toMatch(/^\d+\.\d+/);
  for (const [one, name] of [[process, 'new process'] as const, [isolate, 'new isolate'] as const]) {
    if (one === undefined) throw new Error(`no ${name}`);
    // a machine that is too busy has to say that it cannot tell, and no more
    expect([...(wouldSee(one) ? [] : ['cannot tell']), 'slower'], name).toContain(one.verdict);
    const gate = report?.gates.find(({ measure, route }) => measure === 'cold-start' && route === name);
    expect(gate).toMatchObject({ of: 'growth', fails: false });
    expect(['over', 'cannot tell']).toContain(gate?.verdict);
  }
  // workerd starts the module of a new process before it listens, that of a new isolate for its first answer
  expect(isolate?.head).toBeGreaterThan(isolate?.base ?? Number.POSITIVE_INFINITY);
  const module = cold.phases.find(({ of, name }) => of === 'isolate' && name === 'module');
  expect(module?.head).toBeGreaterThan(module?.base ?? Number.POSITIVE_INFINITY);
  expect(cold.rssBytes?.base).toBeGreaterThan(0);
  const comment = [...services.github.repository.comments.values()][0]?.body ?? '';
  expect(comment).toContain('| phases of a cold start, p50 | base | head |');
  if (isolate?.verdict === 'slower') expect(comment).toMatch(/^\| \*\*cold start\*\* new isolate \|.*\| slower \(/m);
  expect(code, log).toBe(0);
}, 900_000);
