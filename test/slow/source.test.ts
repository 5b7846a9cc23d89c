import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../src/edge/edge.ts';
import type { GitHub, Host, Store } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { type Obtained, obtain } from '../../src/obtain.ts';
import type { PackagePlan } from '../../src/plan.ts';
import { keepCandidate } from '../../src/store/bundles.ts';
import type { Believed } from '../../src/store/trust.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { SILENT } from '../unit/silent-github.ts';

/**
 * What is another source, and what is the same: single changes to a real workspace that is built and stored once. Each is
 * then looked for as a run does, on a machine without Rust: what is not found would have to be built.
 */
let folder: string;
let searchPath: string;
let channel: string;
/** cargo's own, of this machine. */
const CONFIG = { 'config.toml': 'include = ["more.toml"]\n[net]\nretry = 1\n', 'more.toml': '' };
const FLAGS = '[build]\nrustflags = ["-Copt-level=1"]\n';
/** Neither rustc nor cargo. */
const NO_RUST = '/usr/bin:/bin';

const BELIEVED: Believed = {
  from: 'default-branch',
  repository: 'octo/service',
  defaultBranch: 'main',
  workflow: '.github/workflows/ship.yml',
};

const PLAN: PackagePlan = {
  name: 'service',
  dir: 'service',
  edge: 'cloudflare',
  dependencies: [],
  files: [],
  toolchain: undefined,
  profile: 'release',
  features: [],
  optimize: undefined,
  budgets: [],
  overBudget: 'fail',
  buildEnv: [],
  ignore: ['docs/**', '**/*.md'],
};

const files = (): Readonly<Record<string, string>> => ({
  'Cargo.toml': '[workspace]\nresolver = "3"\nmembers = ["service", "shared"]\n[profile.release]\npanic = "abort"\n',
  'rust-toolchain.toml': `[toolchain]\nchannel = "${channel}"\n`,
  '.gitignore': 'target\n*.local\n.env\n',
  '.cargo/config.toml': '[env]\nCARGO_FROM_CONFIG = "a"\n',
  'README.md': 'one',
  'docs/a.txt': 'one',
  'data/table.txt': 'one',
  'service/Cargo.toml':
    '[package]\nname = "service"\nversion = "0.1.0"\nedition = "2024"\n[lib]\ncrate-type = ["cdylib"]\n[features]\nmore = []\n[dependencies]\nshared = { path = "../shared" }\n',
  'service/build.rs':
    'fn main() {\n    println!("cargo::rerun-if-changed=schema.txt");\n    println!("cargo::rerun-if-env-changed=CARGO_SCHEMA");\n}\n',
  'service/schema.txt': 'one',
  'service/tool.sh': '#!/bin/sh\n',
  'service/src/lib.rs': `#[unsafe(no_mangle)]
pub extern "C" fn run(n: usize) -> usize {
    let words = [include_str!("../../data/table.txt"), env!("CARGO_LABEL"), option_env!("CARGO_MAYBE").unwrap_or("")];
    words[n].len() + shared::add()
}
`,
  'shared/Cargo.toml': '[package]\nname = "shared"\nversion = "0.1.0"\nedition = "2024"\n',
  'shared/src/lib.rs': 'pub fn add() -> usize {\n    1\n}\n',
});

/** What GitHub and its artifacts know: of one push to the default branch. */
function memory(): {
  readonly asked: string[];
  readonly kept: Map<string, Record<string, Uint8Array>>;
  parts: Pick<Host, 'github' | 'store'>;
} {
  const asked: string[] = [];
  const kept = new Map<string, Record<string, Uint8Array>>();
  const store: Store = {
    available: true,
    async get({ name }, into) {
      for (const [file, bytes] of Object.entries(kept.get(name) ?? {})) {
        await mkdir(path.dirname(path.join(into, file)), { recursive: true });
        await writeFile(path.join(into, file), bytes);
      }
    },
    take: () => Promise.resolve(false),
    async put(name, from, list) {
      const entries = list.map(async (file) => [path.relative(from, file), await readFile(file)] as const);
      kept.set(name, Object.fromEntries(await Promise.all(entries)));
      return { id: 1 };
    },
  };
  const github: GitHub = {
    ...SILENT,
    artifacts: async (name) => {
      asked.push(name);
      return kept.has(name) ? [{ id: 1, name, digest: undefined, expired: false, runId: 1 }] : [];
    },
    run: async (id) => ({
      ...{ id, event: 'push', branch: 'main', headRepository: BELIEVED.repository, workflow: BELIEVED.workflow },
      ...{ url: 'runs/1', actor: 'mona', headSha: '5'.repeat(40) },
    }),
  };
  return { asked, kept, parts: { store, github } };
}

/** Takes the module as cargo has made it. */
const service = (host: Host): Service => ({
  target: 'wasm32-unknown-unknown',
  needs: [],
  async pack(built, into) {
    const bundle = path.join(into, 'bundle');
    await host.files.copy(built.module, path.join(bundle, 'index.wasm'));
    await host.files.write(path.join(bundle, 'index.js'), '');
    return { folder: bundle, entry: 'index.js', module: 'index.wasm', wasmBindgen: false };
  },
  runtime: () => Promise.reject(new Error('not served')),
  serve: () => Promise.reject(new Error('not served')),
});

interface Asking {
  readonly repo?: string;
  readonly plan?: Partial<PackagePlan>;
  readonly env?: Readonly<Record<string, string>>;
  readonly target?: Service['target'];
  /** The folder of the action itself. */
  readonly action?: string;
}

let count = 0;

/** One run: what it obtained, or the error; and what it said. */
async function run(asking: Asking, known: ReturnType<typeof memory>, PATH: string) {
  const repo = asking.repo ?? path.join(folder, 'above', 'repo');
  const folders = {
    workspace: repo,
    tools: path.join(folder, 'tools'),
    work: path.join(folder, 'work'),
    action: path.join(folder, asking.action ?? 'action'),
  };
  const env = {
    HOME: folder,
    CARGO_HOME: path.join(folder, 'home'),
    CARGO_NET_OFFLINE: 'true',
    CARGO_LABEL: 'one',
    PATH,
    ...asking.env,
  };
  const real = terminalHost(env, folders, new AbortController().signal);
  const said: string[] = [];
  const log: Host['log'] = {
    ...real.log,
    info: (text) => void said.push(text),
    echo: (text) => void said.push(text),
    group: (_, work) => work(),
  };
  const host: Host = { ...real, ...known.parts, log };
  const into = path.join(folder, 'into', String(++count));
  const surroundings = { believed: BELIEVED, builds: true, ownMachine: false };
  const pkg = { ...PLAN, ...asking.plan };
  const wanted = {
    service: { ...service(host), ...(asking.target === undefined ? {} : { target: asking.target }) },
    ...{ pkg, tools: Promise.resolve(''), into },
  };
  const got = await obtain(wanted, surroundings, host).catch((error: Error) => error);
  const keep = got instanceof Error ? undefined : got.keep;
  if (keep !== undefined) await keepCandidate(pkg.name, keep, (got as Obtained).candidate, into, host);
  return { got, said };
}

async function write(repo: string, all: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(repo, file)), { recursive: true });
    await writeFile(path.join(repo, file), text);
  }
}

function git(repo: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'core.fileMode=true'];
  return execFileSync('git', ['-C', repo, ...who, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

async function repository(): Promise<string> {
  const repo = path.join(folder, 'above', 'repo');
  await rm(repo, { recursive: true, force: true });
  await write(repo, files());
  await symlink('schema.txt', path.join(repo, 'service', 'link.txt'));
  execFileSync('cargo', ['generate-lockfile', '--quiet', '--offline'], {
    cwd: repo,
    env: { PATH: searchPath, HOME: folder, CARGO_HOME: path.join(folder, 'home') },
  });
  git(repo, 'init', '--quiet', '--initial-branch=main');
  commit(repo);
  return repo;
}

function commit(repo: string): void {
  git(repo, 'add', '--all');
  git(repo, 'commit', '--quiet', '--allow-empty', '--message', 'change');
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-source-'));
  searchPath = await pathOfScripts();
  const said = execFileSync('rustc', ['-V'], { env: { PATH: searchPath, HOME: folder }, encoding: 'utf8' });
  channel = /^rustc (\S+)/.exec(said)?.[1] ?? '';
  for (const action of ['action', 'another action'])
    await write(path.join(folder, action), { 'dist/index.js': action, 'tools/x/package-lock.json': '{}' });
  await write(path.join(folder, 'home'), CONFIG);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a workspace that was built and stored', () => {
  let repo: string;
  let known: ReturnType<typeof memory>;
  let base: string;
  /** Everything back to what was stored. */
  const back = async (): Promise<void> => {
    git(repo, 'reset', '--quiet', '--hard', base);
    git(repo, 'clean', '--quiet', '-fdx');
    await rm(path.join(folder, 'above', '.cargo'), { recursive: true, force: true });
    await write(path.join(folder, 'home'), CONFIG);
  };
  beforeAll(async () => {
    repo = await repository();
    known = memory();
    const { got, said } = await run({}, known, searchPath);
    if (got instanceof Error || known.kept.size !== 1)
      throw new Error(`nothing was stored: ${got}\n${said.join('\n')}`);
    base = git(repo, 'rev-parse', 'HEAD').trim();
  });

  /** How it is told apart: found; of another source; of the same one, built with another variable; or not even asked for. */
  async function look(asking: Asking): Promise<string> {
    known.asked.length = 0;
    const { got, said } = await run(asking, known, NO_RUST);
    if (!(got instanceof Error)) return got.from === undefined ? 'built' : 'found';
    expect(got.message).toContain('There is no rustc on PATH');
    const [name] = known.asked;
    if (name === undefined) return said.join('\n');
    return known.kept.has(name) ? said.join('\n') : 'another source';
  }

  const edit = (file: string, from: string | RegExp, to: string) => async (): Promise<void> => {
    const old = await readFile(path.join(repo, file), 'utf8');
    const text = old.replace(from, to);
    if (text === old) throw new Error(`${file} does not have ${from}`);
    await writeFile(path.join(repo, file), text);
  };
  const outside = (file: string, text: string) => () => write(folder, { [file]: text });
  const nothing = (): void => undefined;
  const variable = (name: string) => `A stored bundle of this source was built with another \`${name}\`.`;

  it.each<[string, () => void | Promise<void>, Asking?, string?]>([
    ['a line of the crate', edit('service/src/lib.rs', '.len()', '.len() * 2')],
    ['a line of a path dependency', edit('shared/src/lib.rs', '1', '2')],
    ['a file outside of the crate that it includes', edit('data/table.txt', 'one', 'two')],
    ['a new file', () => write(repo, { 'service/src/new.rs': '' })],
    ['a file that is gone', () => rm(path.join(repo, 'service/tool.sh'))],
    ['a name of a file', () => void git(repo, 'mv', 'service/tool.sh', 'service/other.sh')],
    ['the mode of a file', () => chmod(path.join(repo, 'service/tool.sh'), 0o755)],
    [
      'where a symbolic link leads',
      async () => {
        await rm(path.join(repo, 'service/link.txt'));
        await symlink('build.rs', path.join(repo, 'service/link.txt'));
      },
    ],
    ['build.rs', edit('service/build.rs', 'schema.txt', 'tool.sh')],
    ['a file that build.rs names', edit('service/schema.txt', 'one', 'two')],
    ['Cargo.toml of the crate', edit('service/Cargo.toml', '0.1.0', '0.1.1')],
    ['a profile in Cargo.toml of the workspace', edit('Cargo.toml', '"abort"', '"unwind"')],
    ['Cargo.lock', edit('Cargo.lock', '0.1.0', '0.1.1')],
    ['rust-toolchain.toml', edit('rust-toolchain.toml', /channel = ".*"/, 'channel = "1.90.0"')],
    ['.cargo/config.toml', edit('.cargo/config.toml', '"a"', '"b"')],
    [
      'one that git ignores',
      () => write(repo, { 'service/.cargo/config.toml': FLAGS, '.git/info/exclude': 'service/.cargo\n' }),
    ],
    ['one above the repository', outside('above/.cargo/config.toml', FLAGS)],
    ["that of cargo's own folder", outside('home/config.toml', FLAGS)],
    ['what that one includes', outside('home/more.toml', FLAGS)],
    ['a feature', nothing, { plan: { features: ['more'] } }],
    ['the profile', nothing, { plan: { profile: 'dev' } }],
    ['the input `toolchain`', nothing, { plan: { toolchain: '1.90.0' } }],
    ['what wasm-opt is asked for', nothing, { plan: { optimize: { flags: ['-O1'] } } }],
    ['the target', nothing, { target: 'wasm32-wasip1' }],
    ['another package', nothing, { plan: { name: 'other', dir: 'service' } }],
    ['its folder', () => void git(repo, 'mv', 'service', 'moved'), { plan: { dir: 'moved' } }],
    ['ourselves, with the versions of our tools', nothing, { action: 'another action' }],
    ['RUSTFLAGS', nothing, { env: { RUSTFLAGS: '-Copt-level=1' } }],
    ['CARGO_ENCODED_RUSTFLAGS', nothing, { env: { CARGO_ENCODED_RUSTFLAGS: '-Copt-level=1' } }],
    ['a profile by variable', nothing, { env: { CARGO_PROFILE_RELEASE_LTO: 'fat' } }],
    ['a linker by variable', nothing, { env: { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: 'x' } }],
    ['a wrapper of rustc', nothing, { env: { RUSTC_WRAPPER: 'x' } }],
    ['the C compiler', nothing, { env: { CC: 'x' } }],
    ['a variable that `env!` reads', nothing, { env: { CARGO_LABEL: 'two' } }, variable('CARGO_LABEL')],
    ['a variable that `option_env!` reads', nothing, { env: { CARGO_MAYBE: '' } }, variable('CARGO_MAYBE')],
    ['a variable that build.rs names', nothing, { env: { CARGO_SCHEMA: 'x' } }, variable('CARGO_SCHEMA')],
  ])('is another one by %s', async (_, change, asking = {}, how = 'another source') => {
    await back();
    expect(await look({})).toBe('found');
    await change();
    commit(repo);
    expect(await look(asking)).toBe(how);
  });

  it('is not asked for with a change that is not committed', async () => {
    await back();
    await edit('service/tool.sh', 'sh', 'bash')();
    expect(await look({})).toBe(
      'The bundle is not stored for later runs of this source: `service/tool.sh` is not what the commit has.',
    );
  });

  it.each<[string, () => void | Promise<void>, Asking?]>([
    ['a file that `ignore` names', edit('README.md', 'one', 'two')],
    ['a new one in a folder that `ignore` names', () => write(repo, { 'docs/b.txt': '' })],
    ['a variable that nothing reads', nothing, { env: { CARGO_OTHER: 'x', LANG: 'C' } }],
    ['where it is built', nothing, { env: { CARGO_TARGET_DIR: '/nowhere' } }],
    [
      'message, author and date of the commit',
      () =>
        void git(
          repo,
          '-c',
          'user.name=u',
          'commit',
          '--quiet',
          '--amend',
          '--reset-author',
          '--date=2020-01-01',
          '--message=x',
        ),
    ],
    ['a file that git ignores and nothing reads', () => write(repo, { 'service/note.local': 'x', '.env': 'x' })],
    ['times of files', () => utimes(path.join(repo, 'service/src/lib.rs'), new Date(0), new Date(0))],
    [
      'how crates are fetched here',
      outside('home/config.toml', 'include = ["more.toml"]\n[net]\nretry = 3\n[build]\njobs = 1\n'),
    ],
    [
      'the folder of the checkout',
      () => cp(repo, path.join(folder, 'elsewhere'), { recursive: true, verbatimSymlinks: true }),
      { repo: 'elsewhere' },
    ],
  ])('is the same one whatever %s', async (_, change, { repo: other, ...asking } = {}) => {
    await back();
    await change();
    commit(repo);
    expect(await look({ ...asking, ...(other === undefined ? {} : { repo: path.join(folder, other) }) })).toBe('found');
  });
});

describe('a source that cannot stand for what is built of it', () => {
  const script = (lines: string): string => `fn main() {\n${lines}\n}\n`;
  const named = (file: string): string => script(`    println!("cargo::rerun-if-changed=${file}");`);
  const reads = (file: string) => ({
    'service/src/lib.rs': `${files()['service/src/lib.rs']}pub const MORE: &str = include_str!("${file}");\n`,
  });

  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    [
      'a file that git ignores',
      { ...reads('../x.local'), 'service/x.local': '' },
      'it read `service/x.local`, which is not in the commit',
    ],
    [
      'a file above the repository',
      { ...reads('../../../above.txt'), '../above.txt': '' },
      'above.txt`, which is not of the repository',
    ],
    [
      'a folder with a file that git ignores',
      { 'service/build.rs': named('../data'), 'data/x.local': '' },
      'may have read `data/x.local`',
    ],
    [
      'perhaps all of its package, a file that git ignores too',
      { 'service/build.rs': script(''), 'service/x.local': '' },
      'may have read `service/x.local`',
    ],
    [
      'a file that may come, and git would not tell',
      { 'service/build.rs': named('.env') },
      'it looks for `service/.env`, which git ignores and is not there',
    ],
    ['the commit itself', { 'service/build.rs': named('../.git/HEAD') }, 'it read what git knows of the commit'],
    [
      'what it changes',
      {
        'service/build.rs': script(
          '    std::fs::write("schema.txt", "two").unwrap();\n    println!("cargo::rerun-if-changed=build.rs");',
        ),
      },
      'since the build `service/schema.txt` is not what the commit has',
    ],
    [
      'a file through a link out of the repository',
      { ...reads('../away.txt'), '../above.txt': '' },
      'it read `service/away.txt`, a link to what is not in the commit',
    ],
    ['nothing, and its target folder is not ignored', { '.gitignore': '' }, undefined],
    ['perhaps all of its package, and nothing is hidden there', { 'service/build.rs': script('') }, undefined],
    ['a file that may come, and would be in another commit', { 'service/build.rs': named('later.txt') }, undefined],
  ])('since it reads %s', async (_, changes, reason) => {
    const repo = await repository();
    await write(repo, changes);
    if (reason?.includes('away') === true) await symlink('../../above.txt', path.join(repo, 'service/away.txt'));
    commit(repo);
    const { got, said } = await run({}, memory(), searchPath);
    if (got instanceof Error) throw got;
    expect(got.from).toBeUndefined();
    if (reason === undefined) expect(got.keep, said.join('\n')).toBeDefined();
    else
      expect(said.filter((line) => line.startsWith('The bundle is not stored'))).toEqual([
        expect.stringContaining(reason),
      ]);
    expect(got.keep === undefined).toBe(reason !== undefined);
  });
});
