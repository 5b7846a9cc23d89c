import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cargoBuild } from '../../src/build/cargo.ts';
import { GIT_TOKEN, gitServer } from '../../src/build/git-server.ts';
import { findRust } from '../../src/build/rust.ts';
import { findWorkspace } from '../../src/build/workspace.ts';
import { basicOf } from '../../src/host/node.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { root } from '../e2e/action.ts';
import { type GitServer, gitServer as startGit } from '../standins/git/backend.ts';

/** Git repositories that ask for a token, by the real cargo and the real git: fetched from with the token, built without. */
const TOKEN = 'let-me-in-12345';
let folder: string;
let server: GitServer;
const below = (name: string): string => path.join(folder, name);

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(below(file)), { recursive: true });
    await writeFile(below(file), text);
  }
}

function git(dir: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...who, ...args], { cwd: below(dir), encoding: 'utf8' }).trim();
}

/** A repository of what is in a folder, on the server. @returns its commit */
function publish(name: string): string {
  git(`source/${name}`, 'init', '--quiet');
  git(`source/${name}`, 'add', '--all');
  git(`source/${name}`, 'commit', '--quiet', '--message', 'x');
  git('.', 'clone', '--quiet', '--bare', `source/${name}`, `served/${name}.git`);
  return git(`source/${name}`, 'rev-parse', 'HEAD');
}

const manifest = (name: string): string => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2024"\n`;

/** What code of a dependency finds: no token, and nothing in git's configuration that leads to one. */
const SPYING = `fn main() {
    let token = ["${TOKEN.slice(0, 4)}", "${TOKEN.slice(4)}"].concat(); // not to be found as a whole in what is built of this
    assert!(std::env::vars().all(|(name, value)| !name.starts_with("GIT_") && !value.contains(&token)), "the token is here");
    let said = std::process::Command::new("git").args(["config", "--list"]).output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("credential.helper=store") && !said.contains("127.0.0.1"), "{said}");
    let asked = std::process::Command::new("git").args(["ls-remote", "URL/hidden.git"]).env("GIT_TERMINAL_PROMPT", "0").output().unwrap();
    assert!(!asked.status.success(), "git is let in");
    println!("cargo::rerun-if-changed=build.rs");
}
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-git-'));
  await mkdir(below('served'));
  server = await startGit(below('served'), 'x-access-token', TOKEN);
  await write({
    'source/number/number': '40',
    'source/other/Cargo.toml': manifest('other'),
    'source/other/src/lib.rs': 'pub fn other() -> u32 {\n    2\n}\n',
    'source/hidden/Cargo.toml': manifest('hidden'),
    'source/hidden/src/lib.rs': 'pub fn hidden() -> u32 {\n    include!("../number/number")\n}\n',
    'source/hidden/build.rs': SPYING.replace('URL', server.url),
    'home/.gitconfig': '[credential]\n\thelper = store\n', // would keep what it is told in a file
  });
  publish('number');
  const other = publish('other');
  git('source/hidden', 'init', '--quiet');
  git('source/hidden', 'submodule', '--quiet', 'add', below('served/number.git'), 'number');
  git('source/hidden', 'config', '--file', '.gitmodules', 'submodule.number.url', '../number.git');
  const hidden = publish('hidden');
  const ssh = server.url.replace('http://', 'ssh://git@');
  const entry = (name: string, source: string): string =>
    `[[package]]\nname = "${name}"\nversion = "0.1.0"\nsource = "git+${source}"\n\n`;
  await write({
    'tiny/Cargo.toml': `${manifest('tiny')}[lib]\ncrate-type = ["cdylib"]\n[dependencies]\nhidden = { git = "${server.url}/hidden.git" }\nother = { git = "${ssh}/other.git" }\n`,
    'tiny/Cargo.lock': `version = 4\n\n${entry('hidden', `${server.url}/hidden.git#${hidden}`)}${entry('other', `${ssh}/other.git#${other}`)}[[package]]\nname = "tiny"\nversion = "0.1.0"\ndependencies = [\n "hidden",\n "other",\n]\n`,
    'tiny/src/lib.rs':
      '#[unsafe(no_mangle)]\npub extern "C" fn answer() -> u32 {\n    hidden::hidden() + other::other()\n}\n',
    // the repository's own program, in place of rustc
    'tiny/.cargo/config.toml': '[build]\nrustc-wrapper = "./spy"\n',
    'tiny/spy': `#!/bin/sh\nenv >> ${below('seen')}\nexec "$@"\n`,
  });
  await chmod(below('tiny/spy'), 0o755);
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  server.asked.length = 0;
  for (const name of ['cargo', 'tiny/target', 'seen']) await rm(below(name), { recursive: true, force: true });
});

/** As main reads the step's variables, and the build then does. @returns the module */
async function build(step: Readonly<Record<string, string>>): Promise<string> {
  const dir = below('tiny');
  const machine = { PATH: await pathOfScripts(), HOME: below('home'), CARGO_HOME: below('cargo') };
  const env = { ...machine, ...step };
  const folders = { workspace: dir, tools: below('tools'), work: below('work'), action: root };
  await using host = terminalHost(env, folders, new AbortController().signal);
  const target = 'wasm32-unknown-unknown';
  const rust = await findRust({ dir, target, channel: undefined }, host);
  const workspace = await findWorkspace(dir, rust, host);
  const asked = gitServer(env);
  const sources = { registryTokens: GIT_TOKEN in step ? [GIT_TOKEN] : [] };
  const wish = { dir, name: 'tiny', target, profile: 'release', features: [], workspace, ...sources } as const;
  return (await cargoBuild(asked === undefined ? wish : { ...wish, gitServer: asked }, rust, host)).module;
}

/** The files of all that is left that have one of these texts. */
function filesWith(...texts: readonly string[]): string {
  const patterns = texts.flatMap((text) => ['-e', text]);
  try {
    return execFileSync('grep', ['-rlF', ...patterns, '--exclude-dir=source', '--exclude-dir=served', folder], {
      encoding: 'utf8',
    });
  } catch {
    return ''; // grep ends with 1 where there is none
  }
}

it('is fetched from with the token, its submodules too, and no code of a build sees it', async () => {
  const module = await build({ [GIT_TOKEN]: TOKEN, CARGO_GIT_HOST: server.url });
  const script = `const m = new WebAssembly.Module(require('node:fs').readFileSync(process.argv[1]));
console.log(new WebAssembly.Instance(m).exports.answer());`;
  expect(execFileSync(process.execPath, ['-e', script, module], { encoding: 'utf8' })).toBe('42\n');
  const letIn = server.asked.filter(({ authorized }) => authorized).map((one) => one.path.split('/')[1]);
  expect([...new Set(letIn)].sort()).toEqual(['hidden.git', 'number.git', 'other.git']);
  // git asks each repository without it first; the last one is the build script
  expect(server.asked.filter(({ authorized }) => !authorized)).toHaveLength(4);
  expect(await readFile(below('seen'), 'utf8')).toContain('CARGO_PKG_NAME=hidden');
});

it('nothing of the token is left anywhere, and what was fetched is not fetched again', async () => {
  const step = { [GIT_TOKEN]: TOKEN, CARGO_GIT_HOST: server.url };
  await build(step);
  expect(filesWith(TOKEN, basicOf(TOKEN), GIT_TOKEN)).toBe('');
  expect(await readFile(below('home/.gitconfig'), 'utf8')).toBe('[credential]\n\thelper = store\n');
  server.asked.length = 0;
  await rm(below('tiny/target'), { recursive: true });
  await build(step);
  expect(server.asked).toHaveLength(1); // the build script
});

it('without a token it is said what to set', async () => {
  await expect(build({})).rejects.toMatchObject({
    fault: 'build',
    message: expect.stringMatching(
      /^The git dependency http:\/\/127\.0\.0\.1:\d+\/hidden\.git asks for a token, and the step has none \(CARGO_GIT_TOKEN\)\.$/,
    ),
    hint: expect.stringContaining('CARGO_GIT_TOKEN: ${' + '{ secrets.NAME }}'),
  });
});

it('another token is refused, and said to be', async () => {
  const step = { [GIT_TOKEN]: 'another-one-12345', CARGO_GIT_HOST: server.url };
  await expect(build(step)).rejects.toMatchObject({
    fault: 'build',
    message: `The git dependency ${server.url}/hidden.git is not to be had with CARGO_GIT_TOKEN.`,
    hint: expect.stringContaining('may it read that repository'),
  });
  expect(filesWith('another-one-12345')).toBe('');
});

it('a token for another server is not sent here', async () => {
  await expect(build({ [GIT_TOKEN]: TOKEN })).rejects.toMatchObject({
    message: `The git dependency ${server.url}/hidden.git asks for a token, and CARGO_GIT_TOKEN is for https://github.com alone.`,
    hint: expect.stringContaining('CARGO_GIT_HOST'),
  });
  expect(server.asked.filter(({ authorized }) => authorized)).toEqual([]);
});
