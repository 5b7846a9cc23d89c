import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Built, cargoBuild } from '../../src/build/cargo.ts';
import { edgeTools, equip } from '../../src/build/equip.ts';
import { cloudflare } from '../../src/edge/cloudflare/cloudflare.ts';
import type { Host, Log } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { obtain } from '../../src/obtain.ts';
import type { PackagePlan } from '../../src/plan.ts';
import { strip } from '../../src/wasm/sections.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { root, toolCache } from '../e2e/action.ts';

/** The same source in another folder, with another folder of cargo's own, is the same module. */
let folder: string;
/** cargo's own folder of this machine, and a second one that has what the first has fetched. */
const home = process.env.CARGO_HOME ?? path.join(homedir(), '.cargo');
let otherHome: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-folders-'));
  otherHome = path.join(folder, 'another home of cargo');
  for (const part of ['index', 'cache'])
    await cp(path.join(home, 'registry', part), path.join(otherHome, 'registry', part), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const target = 'wasm32-unknown-unknown';

const AUTH: PackagePlan = {
  name: 'auth',
  dir: '.',
  edge: 'cloudflare',
  dependencies: ['worker'],
  files: [],
  toolchain: undefined,
  profile: 'release',
  features: [],
  optimize: { level: 'smallest', timeMs: 600_000 }, // what the time cuts off is not the same twice
  budgets: [],
  overBudget: 'fail',
  ignore: [],
  buildEnv: [],
};

/** A crate beside a path dependency, with a crate of a registry and code that a build script makes: each of them can panic. */
const SOURCE: Readonly<Record<string, string>> = {
  'Cargo.toml': '[workspace]\nresolver = "3"\nmembers = ["service", "shared"]\n',
  'service/Cargo.toml':
    '[package]\nname = "service"\nversion = "0.1.0"\nedition = "2024"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\nsmallvec = "1"\nshared = { path = "../shared" }\n',
  'service/build.rs':
    'fn main() {\n    let out = std::env::var("OUT_DIR").unwrap();\n    std::fs::write(format!("{out}/made.rs"), "pub fn made(n: u32) -> u32 { assert!(n < 9, \\"made\\"); n }").unwrap();\n    println!("cargo::rerun-if-changed=build.rs");\n}\n',
  'service/src/lib.rs': `include!(concat!(env!("OUT_DIR"), "/made.rs"));
fn unused() {}
#[unsafe(no_mangle)]
pub extern "C" fn run(n: u32) -> u32 {
    assert!(n > 1, "too small");
    let mut list: smallvec::SmallVec<[u32; 4]> = (0..n).collect();
    shared::check(list.remove(n as usize)) + made(n)
}
`,
  'shared/Cargo.toml': '[package]\nname = "shared"\nversion = "0.2.0"\nedition = "2024"\n',
  'shared/src/lib.rs': 'fn never() {}\npub fn check(n: u32) -> u32 {\n    assert!(n != 3, "not three");\n    n\n}\n',
};

async function write(dir: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), text);
  }
  return dir;
}

interface Shop {
  readonly host: Host;
  readonly said: string[];
  /** Places of warnings. */
  readonly places: string[];
}

async function shop(workspace: string, env: Readonly<Record<string, string>> = {}): Promise<Shop> {
  const { CARGO_TARGET_DIR: _, RUSTC_WRAPPER: __, ...inherited } = process.env;
  const folders = { workspace, tools: path.join(folder, 'tools'), work: path.join(folder, 'work'), action: root };
  const all = { ...inherited, PATH: await pathOfScripts(), CARGO_NET_OFFLINE: 'true', ...env };
  const real = terminalHost(all, folders, new AbortController().signal);
  const said: string[] = [];
  const places: string[] = [];
  const log: Log = {
    ...real.log,
    info: () => undefined,
    echo: (line) => void said.push(line),
    warning: (_text, options) => void places.push(`${options?.place?.file}:${options?.place?.line}`),
    group: (_title, work) => work(),
  };
  return { host: { ...real, log }, said, places };
}

async function build({ host }: Shop, crate: string, name: string): Promise<Built> {
  const dir = path.join(host.folders.workspace, crate);
  const { rust, workspace } = await equip({ dir, target, channel: undefined, tools: [] }, host);
  return cargoBuild({ dir, name, target, profile: 'release', features: [], workspace }, rust, host);
}

const compiled = ({ said }: Shop): string[] =>
  said.filter((line) => line.includes('Compiling')).map((line) => line.trim().split(' ')[1] ?? '');

describe('a small service', () => {
  let one: Shop;
  let first: Buffer;
  beforeAll(async () => {
    const repo = await write(path.join(folder, 'one'), SOURCE);
    const env = { ...process.env, PATH: await pathOfScripts() };
    execFileSync('cargo', ['generate-lockfile', '--quiet', '--offline'], { cwd: repo, env });
    one = await shop(repo);
    first = await readFile((await build(one, 'service', 'service')).module);
  });

  it('has the same bytes in another folder and with another CARGO_HOME', async () => {
    const repo = path.join(folder, 'in', 'another folder');
    await cp(path.join(folder, 'one'), repo, {
      recursive: true,
      filter: (from) => path.basename(from) !== 'target',
    });
    const other = await shop(repo, { CARGO_HOME: otherHome });
    const second = await readFile((await build(other, 'service', 'service')).module);
    expect(second.equals(first)).toBe(true);
  });

  it('says in its panics where they are, and nothing of this machine', () => {
    const text = first.toString('latin1');
    for (const place of ['service/src/lib.rs', 'shared/src/lib.rs', '/cargo/service-0.1.0/out/made.rs'])
      expect(text).toContain(place);
    expect(text).toMatch(/\/cargo\/smallvec-1[\d.]+\/src\/lib\.rs/);
    for (const own of [folder, home, homedir()]) expect(text).not.toContain(own);
  });

  it('has its warnings on their lines all the same', () => {
    expect(one.places).toEqual(['shared/src/lib.rs:1', 'service/src/lib.rs:2']);
  });

  it('is fresh when it is built once more, and compiled anew where it was built without the mapping', async () => {
    one.said.length = 0;
    await build(one, 'service', 'service');
    expect(compiled(one)).toEqual([]);
    const repo = path.join(folder, 'bare');
    await cp(path.join(folder, 'one'), repo, { recursive: true, filter: (from) => path.basename(from) !== 'target' });
    const env = { ...process.env, PATH: await pathOfScripts(), CARGO_PROFILE_RELEASE_STRIP: 'debuginfo' };
    const args = ['build', '--release', '--quiet', '--target', target, '--offline'];
    // one after the other in one target folder, where cargo has but one place for the module
    for (const _ of [1, 2]) {
      execFileSync('cargo', args, { cwd: path.join(repo, 'service'), env, stdio: 'ignore' });
      const bare = path.join(repo, 'target', target, 'release', 'service.wasm');
      expect((await readFile(bare)).equals(first)).toBe(false); // what this is all about
      const { module } = await build(await shop(repo), 'service', 'service');
      expect((await readFile(module)).equals(first)).toBe(true);
    }
  });

  it.each([
    ['RUSTC_WRAPPER', (file: string) => ({ env: { RUSTC_WRAPPER: file }, config: '' })],
    ['build.rustc-wrapper', () => ({ env: {}, config: '[build]\nrustc-wrapper = "tools/wrap"\n' })],
  ])('goes through the wrapper of the user too: %s', async (name, of) => {
    const repo = await write(path.join(folder, `wrapped by ${name}`), SOURCE);
    await cp(path.join(folder, 'one', 'Cargo.lock'), path.join(repo, 'Cargo.lock'));
    const calls = path.join(repo, 'calls');
    const file = path.join(repo, 'tools', 'wrap');
    const { env, config } = of(file);
    await write(repo, {
      'tools/wrap': `#!/bin/sh\necho "$@" >> '${calls}'\nexec "$@"\n`,
      ...(config === '' ? {} : { '.cargo/config.toml': config }),
    });
    await chmod(file, 0o755);
    const { module } = await build(await shop(repo, env), 'service', 'service');
    expect((await readFile(module)).equals(first)).toBe(true);
    const compiling = (await readFile(calls, 'utf8'))
      .split('\n')
      .filter((line) => line.includes('--crate-name shared '));
    expect(compiling).toHaveLength(1);
    // rustc first, as sccache wants it, and all that it is compiled with
    expect(compiling[0]).toMatch(/^\S*rustc --crate-name shared .*--remap-path-prefix=\S/);
  });

  it('names a path dependency outside of its workspace from the repository', async () => {
    const alone = Object.entries(SOURCE).filter(([name]) => name !== 'Cargo.toml');
    const repo = await write(path.join(folder, 'no workspace'), Object.fromEntries(alone));
    await cp(path.join(folder, 'one', 'Cargo.lock'), path.join(repo, 'service', 'Cargo.lock'));
    const without = await shop(repo);
    const { module } = await build(without, 'service', 'service');
    const text = await readFile(module, 'latin1');
    expect(text).toContain('/workspace/shared/src/lib.rs');
    expect(text).not.toContain(repo);
    expect(without.places).toEqual(['shared/src/lib.rs:1', 'service/src/lib.rs:2']);
    const again = path.join(folder, 'no workspace again');
    await cp(repo, again, { recursive: true, filter: (from) => path.basename(from) !== 'target' });
    const second = await readFile((await build(await shop(again), 'service', 'service')).module);
    // what cargo calls the package is of its whole path, and stands in the names: these are not shipped
    expect(Buffer.from(strip(second)).equals(strip(await readFile(module)))).toBe(true);
  });
});

it('examples/auth is the same bundle in two folders and with two homes of cargo', async () => {
  const digests: string[] = [];
  for (const [name, cargo] of [
    ['auth one', home],
    ['auth/in another folder', otherHome],
  ] as const) {
    const repo = path.join(folder, name);
    await cp(path.join(root, 'examples', 'auth'), repo, {
      recursive: true,
      filter: (from) => !/\/(target|build)$/.test(from),
    });
    // no folder is left of what was built there before
    const { host } = await shop(repo, { CARGO_HOME: cargo });
    const ours = { ...host, folders: { ...host.folders, tools: path.join(toolCache(), 'wasm-ship') } };
    const service = await cloudflare.open(AUTH, undefined, ours, 'wasm32-unknown-unknown');
    const wanted = {
      ...{ pkg: AUTH, service, tools: edgeTools('cloudflare', ours) },
      into: path.join(folder, 'into', name),
    };
    const { candidate } = await obtain(wanted, { believed: undefined, builds: true, ownMachine: false }, ours);
    const module = await readFile(candidate.named, 'latin1');
    expect(module).toContain('/cargo/argon2-0.6');
    for (const own of [folder, homedir()]) expect(module).not.toContain(own);
    digests.push(candidate.bundle.digest);
  }
  expect(digests[1]).toBe(digests[0]);
});
