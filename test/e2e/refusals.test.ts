import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionResult, type ActionRun, checkout, otherTarget, root, runAction, toolCache } from './action.ts';
import { type Services, startServices } from './services.ts';
import { pullRequest } from './triggers.ts';

/** Bad input: each is refused with one error that names it and tells the mend, before anything is built. */
const auth = path.join(root, 'examples', 'auth');
let services: Services;
let folder: string;

beforeAll(async () => {
  services = await startServices(toolCache());
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-refusals-'));
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A repository of these files. */
async function repository(files: Readonly<Record<string, string>>): Promise<string> {
  const repo = await mkdtemp(path.join(folder, 'repo-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(repo, name)), { recursive: true });
    await writeFile(path.join(repo, name), text);
  }
  return repo;
}

function run(workspace: string, more: Partial<ActionRun> = {}): Promise<ActionResult> {
  return runAction({
    services,
    workspace,
    trigger: pullRequest(),
    inputs: { latency: 'false', optimize: 'off' },
    ...more,
  });
}

/** Text of the error annotations, as the runner reads them. */
function errors(result: ActionResult): string {
  const lines = result.log.split('\n').filter((line) => line.startsWith('::error'));
  return lines.map((line) => line.replaceAll('%0A', '\n').replaceAll('%25', '%')).join('\n');
}

const cdylib = '[lib]\ncrate-type = ["cdylib"]\n';
const crate = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2024"\n${more}`;

describe('what is decided before anything is built', () => {
  it.each<[string, Record<string, string>, Partial<ActionRun>, RegExp]>([
    ['no Cargo.toml', { 'README.md': '' }, {}, /There is no Cargo\.toml in `\.`\.\nSet `working-directory`/],
    [
      'two candidates and none named',
      {
        'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
        'a/Cargo.toml': crate('a', cdylib),
        'b/Cargo.toml': crate('b', cdylib),
      },
      {},
      /2 packages of \. could be meant: a, b\.\nName one: `package: a`/,
    ],
    [
      'a crate that is not a cdylib',
      { 'Cargo.toml': crate('plain'), 'wrangler.toml': '' },
      {},
      /file=Cargo\.toml.*plain: no package here is a cdylib[\s\S]*crate-type = \["cdylib", "rlib"\]/,
    ],
    [
      'an unknown value of an input',
      { 'Cargo.toml': crate('a', cdylib) },
      { inputs: { deploy: 'productoin' } },
      /`deploy` is `productoin`; wanted: one of auto, none, preview, staging, production/,
    ],
    [
      'an input that grants power, in Cargo.toml',
      { 'Cargo.toml': crate('a', `${cdylib}[package.metadata.wasm-ship]\ndeploy = "production"\n`) },
      {},
      /`deploy` may only be set in the workflow file, because it grants power/,
    ],
    [
      'metadata that is no table, and a table that nobody reads',
      {
        'Cargo.toml': '[workspace]\nmembers = ["a"]\n[workspace.metadata.wasm_ship]\nbudget = "raw 1 kB"\n',
        'a/Cargo.toml': crate('a', `metadata.wasm-ship = "raw 1 kB"\n${cdylib}[metadata.wasm-ship]\n`),
      },
      { inputs: { cache: 'yes' } },
      /4 inputs are wrong:\n- a\/Cargo\.toml \[metadata\.wasm-ship\] has no effect; write it as \[package\.metadata\.wasm-ship\]\n- Cargo\.toml \[workspace\.metadata\.wasm_ship\] has no effect[^\n]*\n- a\/Cargo\.toml \[package\.metadata\.wasm-ship\] is a text; wanted: a table[^\n]*\n- input: `cache` is `yes`/,
    ],
    [
      'a malformed budget',
      { 'Cargo.toml': crate('a', cdylib) },
      { inputs: { budget: 'brotli lots' } },
      /`budget` is `brotli lots`; wanted: measure and size, such as `brotli 300 kB, raw 1 MB`/,
    ],
    [
      'several at once',
      { 'Cargo.toml': crate('a', `${cdylib}[package.metadata.wasm-ship]\nbugdet = "raw 1 MB"\n`) },
      { inputs: { budget: 'x', phase: 'y' } },
      /3 inputs are wrong:\n- .*did you mean `budget`\?\n- .*`budget` is `x`[\s\S]*\n- .*`phase` is `y`/,
    ],
    ['no edge to be seen', { 'Cargo.toml': crate('a', cdylib) }, {}, /no edge is named, and no file in \. tells it/],
    [
      'an edge that is not there yet',
      { 'Cargo.toml': crate('a', cdylib) },
      { inputs: { edge: 'fastly' } },
      /Not yet: `edge: fastly`/,
    ],
  ])('%s', async (_, files, more, message) => {
    const result = await run(await repository(files), more);
    expect(result.code).toBe(1);
    expect(errors(result)).toMatch(message);
    expect(result.log).not.toContain('at file://');
  });

  it.each<[string, Partial<ActionRun>, RegExp]>([
    [
      'pull_request_target',
      { trigger: { ...pullRequest(), name: 'pull_request_target' } },
      /`on: pull_request_target` is refused: it runs code of the pull request with the secrets/,
    ],
    [
      'a payload that is missing',
      { env: { GITHUB_EVENT_PATH: '/nowhere/event.json' } },
      /is missing: no file at \/nowhere\/event\.json/,
    ],
    ['a payload that is not JSON', { trigger: { ...pullRequest(), payload: '{"number": 7' } }, /is not JSON/],
    [
      'production from a pull request',
      { inputs: { deploy: 'production' } },
      /is refused on a pull request: it never reaches production/,
    ],
  ])('%s', async (_, more, message) => {
    const result = await run(auth, more);
    expect(result.code).toBe(1);
    expect(errors(result)).toMatch(message);
  });
});

describe('what turns out while building', () => {
  const changed = (files: Readonly<Record<string, string>>): Promise<string> => checkout('changed', files);
  const configured = (files: Readonly<Record<string, string>>): Promise<string> =>
    checkout('configured', files, 'kept');
  const runCopy = (copy: string, more: Partial<ActionRun> = {}): Promise<ActionResult> =>
    run(copy, { ...more, env: { CARGO_TARGET_DIR: otherTarget(), ...more.env } });

  it('shows a compile error as cargo does, and on its line', async () => {
    const result = await runCopy(await changed({ 'src/lib.rs': 'pub fn wrong() -> u32 {\n    "text"\n}\n' }));
    expect(result.code).toBe(1);
    expect(result.log).toMatch(/error\[E0308\].*mismatched types/);
    expect(result.log).toMatch(/^::error title=cargo error E0308,file=src\/lib\.rs,line=2,col=5::mismatched types/m);
    expect(result.summary).toContain('### ❌ auth · does not build');
    expect(result.report?.failures[0]?.message).toBe('auth does not compile: mismatched types');
  });

  it('says what to do where the target is missing and nothing can bring it', async () => {
    // /usr/bin has git, tar and npm, and neither rustc nor rustup
    const result = await run(auth, { env: { PATH: '/usr/bin:/bin' } });
    expect(result.code).toBe(1);
    expect(errors(result)).toMatch(
      /There is no rustc on PATH, and no rustup that could get one\.\nInstall rustup before this step, or a toolchain with the target wasm32-unknown-unknown/,
    );
    expect(result.summary).toContain('### ❌ auth');
  });

  it('warns of the old name wasm32-wasi and goes on without it', async () => {
    const text = '[toolchain]\nchannel = "stable"\ntargets = ["wasm32-wasi"]\n';
    const result = await runCopy(await configured({ 'rust-toolchain.toml': text }), {
      env: { RUSTUP_HOME: path.join(homedir(), '.rustup') },
    });
    expect(result.code, result.log).toBe(0);
    expect(result.log).toMatch(
      /^::warning title=Old target name,file=rust-toolchain\.toml::The target `wasm32-wasi` was renamed `wasm32-wasip1`/m,
    );
  });

  it('knows the account where the configuration names it', async () => {
    const config = await readFile(path.join(auth, 'wrangler.jsonc'), 'utf8');
    const { accountId } = services.cloudflare;
    const repo = await configured({ 'wrangler.jsonc': config.replace('{', `{\n  "account_id": "${accountId}",`) });
    const result = await runCopy(repo, { trigger: pullRequest(), env: { CLOUDFLARE_ACCOUNT_ID: undefined } });
    expect([result.code, result.outputs['preview-url']], result.log).toEqual([0, 'https://auth-pr-7.box.workers.dev']);
  });

  it('gives a build script no token of ours', async () => {
    const script =
      'fn main() {\n    for (name, value) in std::env::vars() {\n        println!("cargo::warning=SEEN {name}={value}");\n    }\n}\n';
    const result = await runCopy(await changed({ 'build.rs': script, 'src/lib.rs': '' }), {
      env: { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'canary-oidc', NPM_TOKEN: 'canary-npm' },
    });
    expect(result.log).toMatch(/SEEN PATH=/);
    const seen = result.log
      .split('\n')
      .filter((line) => line.includes('SEEN '))
      .join('\n');
    const secrets = [
      services.cloudflare.token,
      'token-write',
      'canary-oidc',
      'canary-npm',
      result.env.ACTIONS_RUNTIME_TOKEN ?? '-',
    ];
    for (const secret of secrets) expect(seen).not.toContain(secret);
    expect(seen).not.toMatch(/SEEN (INPUT_|GITHUB_|ACTIONS_|CLOUDFLARE_)/);
  });
});
