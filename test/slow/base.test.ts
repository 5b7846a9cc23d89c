import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  type ActionResult,
  type ActionRun,
  checkout,
  otherTarget,
  runAction,
  type Trigger,
  toolCache,
} from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest, push } from '../e2e/triggers.ts';

/** A pull request is held against its base: stored, or built in a worktree by the same code. */
let services: Services;
let repo: string;
let main: string;
let feature: string;
const inputs = { optimize: 'off', latency: 'false', deploy: 'none', base: 'auto' };
const NO_RUST = { PATH: '/usr/bin:/bin' };

function git(dir: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', dir, ...who, ...args], { encoding: 'utf8' }).trim();
}

/** examples/auth, and a pull request that makes it larger, merged as GitHub does for its checks. */
beforeAll(async () => {
  services = await startServices(toolCache());
  repo = await checkout('base', { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.97.1"\n' });
  git(repo, 'init', '--quiet', '--initial-branch=main');
  git(repo, 'add', '--all');
  git(repo, 'commit', '--quiet', '--message', 'auth');
  main = git(repo, 'rev-parse', 'HEAD');
  git(repo, 'checkout', '--quiet', '-b', 'feature');
  const source = path.join(repo, 'src/lib.rs');
  const more =
    '\n#[unsafe(no_mangle)]\npub static MORE: [u8; 5000] = {\n    let mut all = [0; 5000];\n    let mut i = 0;\n    while i < 5000 {\n        all[i] = (i * i % 251) as u8;\n        i += 1;\n    }\n    all\n};\n';
  await writeFile(source, (await readFile(source, 'utf8')) + more);
  git(repo, 'commit', '--quiet', '--all', '--message', 'more');
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

let last = 200;

async function run(trigger: Trigger, workspace: string, more: Partial<ActionRun> = {}): Promise<ActionResult> {
  const id = ++last;
  const branch = trigger.name === 'pull_request' ? 'feature' : 'main';
  services.github.seed({ runs: [{ id, event: trigger.name, head_branch: branch }] });
  return runAction({
    ...{ services, workspace, trigger, ...more },
    inputs: { ...inputs, ...more.inputs },
    env: {
      ...services.results.run({ runId: id, ref: trigger.ref }),
      GITHUB_RUN_ID: String(id),
      GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}`,
      CARGO_TARGET_DIR: undefined, // a target folder of its own, as on a runner
      ...more.env,
    },
  });
}

const comment = (): string => [...services.github.repository.comments.values()][0]?.body ?? '';

let first: ActionResult;

it('is built beside the head where nobody has stored it, sparing what the head has compiled, and left no trace', async () => {
  const lines: string[] = [];
  first = await run(pull(), repo, { onLine: (line) => lines.push(line) });
  expect(first.code, first.log).toBe(0);
  expect(first.report?.base).toMatchObject({ sha: main, as: 'first parent', from: null });
  const grown = Number(first.outputs['size-delta']);
  expect(grown).toBeGreaterThan(100);
  expect(comment()).toMatch(/^\| \*\*size\*\* brotli \| [\d.]+ kB \| [\d.]+ kB \| \+\d+ B \(\+[\d.]+ %\) \| /m);
  expect(comment()).toContain(` against \`${main.slice(0, 7)}\` (first parent)`);
  const ofBase = lines.slice(lines.findIndex((line) => line.includes('The base:')));
  const compiled = ofBase.filter((line) => /^\s*Compiling /.test(line));
  expect(compiled).toEqual([expect.stringContaining('Compiling auth v')]); // all else was there
  expect(git(repo, 'worktree', 'list').split('\n')).toHaveLength(1);
  expect(git(repo, 'status', '--porcelain')).toBe('');
});

it('is not stored where the head was built before it: code of the head has run on that machine', async () => {
  const again = await run(pull(), repo, { env: NO_RUST });
  expect(again.code, again.log).toBe(0);
  expect(again.outputs['cache-hit']).toBe('bundle');
  expect(again.report).toMatchObject({ base: null, noBase: expect.stringContaining('There is no rustc on PATH') });
});

it('is the one that a push to the default branch has stored, also in a shallow checkout', async () => {
  const [pushed, shallow] = [`${repo}-main`, `${repo}-shallow`];
  try {
    git(repo, 'clone', '--quiet', '--branch=main', `file://${repo}`, pushed);
    git(pushed, 'checkout', '--quiet', '-B', 'main', main);
    const built = await run(push('main'), pushed, {
      inputs: { base: 'off' },
      env: { CARGO_TARGET_DIR: otherTarget() },
    });
    expect(built.code, built.log).toBe(0);
    git(repo, 'clone', '--quiet', '--depth=1', `file://${repo}`, shallow);
    expect(() => git(shallow, 'cat-file', '-e', main)).toThrow();
    const result = await run(pull(), shallow, { env: NO_RUST });
    expect(result.code, result.log).toBe(0);
    expect(result.log).toContain(`Fetching \`${main.slice(0, 7)}\`, to hold this commit against it …`);
    expect(result.report?.base).toMatchObject({
      ...{ sha: main, from: expect.stringMatching(/\/runs\/203$/) },
      ...{ digest: first.report?.base?.digest, sizes: first.report?.base?.sizes },
    });
    expect(result.outputs['size-delta']).toBe(first.outputs['size-delta']);
  } finally {
    for (const folder of [pushed, shallow]) await rm(folder, { recursive: true, force: true });
  }
});

it('of the same bundle is no change', async () => {
  git(repo, 'commit', '--quiet', '--allow-empty', '--message', 'nothing');
  const payload = { ...(push('main').payload as object), before: git(repo, 'rev-parse', 'HEAD^') };
  const result = await run({ ...push('main'), payload }, repo);
  expect(result.code, result.log).toBe(0);
  expect(result.report?.base?.as).toBe('commit before');
  expect(result.summary).toMatch(/^### ✅ auth · no change$/m);
  git(repo, 'reset', '--quiet', '--hard', 'HEAD^');
});

it('that cannot be had is no failure: the package is new, and that is said', async () => {
  const alone = await run(push('main'), repo); // a commit before that nobody has
  expect(alone.code, alone.log).toBe(0);
  expect(alone.report).toMatchObject({ base: null, noBase: '`3333333` could not be fetched.' });
  expect(alone.summary).toContain('Held against nothing: `3333333` could not be fetched.');
  expect(alone.outputs['size-delta']).toBe('');
  const other = await run(pull(), repo, { inputs: { base: 'stored', cache: 'off' } });
  expect(other.report?.noBase).toBe('no earlier run has stored its bundle.');
});
