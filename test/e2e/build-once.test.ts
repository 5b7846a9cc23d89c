import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { type RunSeed, SHAS } from '../standins/github/seed.ts';
import {
  type ActionResult,
  type ActionRun,
  checkout,
  otherTarget,
  runAction,
  type Trigger,
  toolCache,
} from './action.ts';
import { type Services, startServices } from './services.ts';
import { pullRequest, push, tag } from './triggers.ts';

/** The same source is built once: later runs take what an earlier one has stored, where the API says that it can be believed. */
let services: Services;
let repo: string;
const quick = { optimize: 'off', latency: 'false' };
/** Neither rustc nor cargo: what has to build fails. */
const NO_RUST = { PATH: '/usr/bin:/bin' };

beforeAll(async () => {
  services = await startServices(toolCache());
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(repo, { recursive: true, force: true });
});
beforeEach(() => services.github.repository.comments.clear());

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', repo, ...who, ...args], { encoding: 'utf8' });
}

/** examples/auth as a repository of its own. A channel that names a version: known also where no Rust is there. */
async function repository(files: Readonly<Record<string, string>> = {}): Promise<void> {
  repo = await checkout('once', { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.97.1"\n', ...files });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'auth');
}

let last = 100;

/** A run of the workflow, as GitHub would tell of it afterwards. */
async function run(
  trigger: Trigger,
  more: Partial<ActionRun> = {},
  told: Partial<RunSeed> = {},
): Promise<ActionResult> {
  const id = ++last;
  const branch = trigger.name === 'pull_request' ? 'feature' : trigger.ref.replace(/^refs\/(heads|tags)\//, '');
  services.github.seed({ runs: [{ id, event: trigger.name, head_branch: branch, ...told }] });
  const { env, inputs, ...rest } = more;
  return runAction({
    ...{ services, workspace: repo, trigger, inputs: { ...quick, ...inputs }, ...rest },
    env: {
      ...services.results.run({ runId: id, ref: trigger.ref }),
      GITHUB_RUN_ID: String(id),
      GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}`,
      CARGO_TARGET_DIR: otherTarget(),
      ...env,
    },
  });
}

/** Artifacts of stored bundles, the newest last. */
function kept() {
  return services.results.artifacts.filter(({ name }) => /^wasm-ship-auth-source-[0-9a-f]{16}$/.test(name));
}

function forget(): void {
  for (const artifact of kept()) services.results.remove(artifact);
}

describe('a source that was built by a push to the default branch', () => {
  let built: ActionResult;
  let stored: { readonly name: string; readonly files: Readonly<Record<string, Buffer>> };
  beforeAll(async () => {
    await repository();
    built = await run(push('main'));
    const [artifact] = kept();
    if (artifact === undefined) throw new Error(`nothing was stored:\n${built.log}`);
    stored = { name: artifact.name, files: Object.fromEntries(services.results.files(artifact)) };
  });

  it('is stored with all that later runs need', () => {
    expect(built.code, built.log).toBe(0);
    expect(built.outputs['cache-hit']).toBe('none');
    expect(kept()).toHaveLength(1);
    expect(Object.keys(stored.files).sort()).toEqual([
      'bundle/index.js',
      'bundle/index_bg.wasm',
      'candidate.json',
      'symbols/index_bg.wasm',
    ]);
  });

  it('is not built again for a pull request: without any Rust, the same bundle is measured, deployed and told', async () => {
    const result = await run(pullRequest(), { env: NO_RUST });
    expect(result.code, result.log).toBe(0);
    expect(result.log).toMatch(/^The same source was built before: taking the bundle of https:.*\/runs\/101\.$/m);
    expect(result.log).not.toContain('Building auth');
    for (const name of ['bundle-digest', 'wasm-size-brotli', 'rustc-version'])
      expect(result.outputs[name], name).toBe(built.outputs[name]);
    expect(result.outputs['cache-hit']).toBe('bundle');
    expect(result.report?.from).toMatch(/\/runs\/101$/);
    const answer = await fetchEdge(services.cloudflare, `${result.outputs['preview-url']}/health`);
    expect(answer.status).toBe(200);
    expect([...services.github.repository.comments.values()][0]?.body).toContain('[an earlier run](');
    expect(kept()).toHaveLength(1);
  });

  it('is built again for production where something was compiled on that machine before', async () => {
    expect(JSON.parse(String(stored.files['candidate.json']))).toMatchObject({ clean: false }); // as this target folder was
    const result = await run(tag('v1.0.0'), { env: NO_RUST });
    expect(result.log).toContain('was built with what a cache or an earlier job had left: no release.');
    expect(result.report?.failures[0]?.message).toContain('There is no rustc on PATH');
  });

  it('is not built again for production where nothing was: the tag after the merge ships the same bytes', async () => {
    services.github.seed({ runs: [{ id: ++last, event: 'push', head_branch: 'main' }] });
    const told = String(stored.files['candidate.json']).replace('"clean": false', '"clean": true');
    services.results.addArtifact(last, stored.name, { ...stored.files, 'candidate.json': Buffer.from(told) });
    const result = await run(tag('v1.0.0'), { env: NO_RUST });
    expect(result.code, result.log).toBe(0);
    expect(result.outputs).toMatchObject({ deployed: 'true', environment: 'production', 'cache-hit': 'bundle' });
    expect(result.outputs['bundle-digest']).toBe(built.outputs['bundle-digest']);
  });

  it('is built where the store cannot be asked, and where `cache: off` says so', async () => {
    services.github.fail({ path: /actions\/artifacts/, status: 403 });
    const asked = await run(pullRequest(), { env: NO_RUST });
    expect(asked.log).toMatch(/GitHub answered 403.*actions: read/);
    const off = await run(pullRequest(), { env: NO_RUST, inputs: { cache: 'off' } });
    expect(off.log).not.toMatch(/built before|GitHub answered/);
    for (const { report } of [asked, off]) expect(report?.failures[0]?.message).toContain('There is no rustc on PATH');
  });

  it.each<[string, Trigger, Partial<RunSeed>]>([
    ['a push takes nothing from a pull request', push('main'), { event: 'pull_request', head_branch: 'main' }],
    ['a push takes nothing from another branch', push('main'), { head_branch: 'feature' }],
    [
      'a pull request takes nothing from a fork',
      pullRequest(),
      { event: 'pull_request', head_repository: 'stranger/auth' },
    ],
    ['a pull request takes nothing from another workflow', pullRequest(), { path: '.github/workflows/other.yml' }],
    ['a release takes nothing from a pull request', tag('v1.0.1'), { event: 'pull_request', head_branch: 'main' }],
    ['a release takes nothing of a commit that main does not have', tag('v1.0.1'), { head_sha: SHAS.feature }],
  ])('%s', async (_, trigger, told) => {
    forget();
    services.github.seed({ runs: [{ id: ++last, event: 'push', head_branch: 'main', ...told }] });
    services.results.addArtifact(last, stored.name, stored.files);
    const result = await run(trigger, { env: NO_RUST });
    expect(result.code).toBe(1);
    expect(result.report?.failures[0]?.message).toContain('There is no rustc on PATH');
  });

  it('bytes that are not those that were stored are not taken', async () => {
    const module = Buffer.from(stored.files['bundle/index_bg.wasm'] ?? '');
    module[module.length - 1] = (module.at(-1) ?? 0) ^ 1;
    forget();
    services.github.seed({ runs: [{ id: ++last, event: 'push', head_branch: 'main' }] });
    services.results.addArtifact(last, stored.name, { ...stored.files, 'bundle/index_bg.wasm': module });
    const result = await run(pullRequest(), { env: NO_RUST });
    expect(result.code).toBe(1);
    expect(result.log).toContain('`index_bg.wasm` of a stored bundle is not what was stored.');
    forget();
  });
});

describe('a source that cannot stand for its bundle', () => {
  const lines = async (): Promise<string> => readFile(path.join(repo, 'src/lib.rs'), 'utf8');

  it('since it reads what git does not have is built, not stored, and that is said', async () => {
    await repository();
    forget();
    await writeFile(path.join(repo, '.gitignore'), '/target/\n/build/\n/secret.txt\n');
    await writeFile(
      path.join(repo, 'src/lib.rs'),
      `${await lines()}\npub const S: &str = include_str!("../secret.txt");\n`,
    );
    git('commit', '--quiet', '--all', '--message', 'reads');
    await writeFile(path.join(repo, 'secret.txt'), 'x');
    const result = await run(push('main'));
    expect(result.code, result.log).toBe(0);
    expect(result.log).toContain(
      'The bundle is not stored for later runs of this source: it read `secret.txt`, which is not in the commit.',
    );
    expect(kept()).toEqual([]);
  });

  it('since a file is changed is built, and neither stored nor looked for', async () => {
    await repository();
    await writeFile(path.join(repo, 'src/lib.rs'), `${await lines()}\n`);
    const result = await run(push('main'), { env: NO_RUST });
    expect(result.log).toContain(
      'The bundle is not stored for later runs of this source: `src/lib.rs` is not what the commit has.',
    );
    expect(kept()).toEqual([]);
  });
});

it('a variable that the build declares belongs to the source', async () => {
  await repository({
    'build.rs': 'fn main() {\n    println!("cargo::rerun-if-env-changed=CARGO_LABEL");\n}\n',
  });
  forget();
  await run(push('main'), { env: { CARGO_LABEL: 'one' } });
  expect(kept()).toHaveLength(1);
  const other = await run(pullRequest(), { inputs: { deploy: 'none' }, env: { CARGO_LABEL: 'other', ...NO_RUST } });
  expect(other.log).toContain('A stored bundle of this source was built with another `CARGO_LABEL`.');
  const same = await run(pullRequest(), { inputs: { deploy: 'none' }, env: { CARGO_LABEL: 'one', ...NO_RUST } });
  expect(same.outputs['cache-hit']).toBe('bundle');
});
