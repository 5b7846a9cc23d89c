import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Built, cargoBuild } from '../../src/build/cargo.ts';
import { lockedTools } from '../../src/build/lockfile.ts';
import { readsOf } from '../../src/build/reads.ts';
import { findRust } from '../../src/build/rust.ts';
import { inSharedTarget } from '../../src/build/shared-target.ts';
import { findWorkspace } from '../../src/build/workspace.ts';
import { workspaceFolder } from '../../src/host/crates.ts';
import type { Host } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { readSections } from '../../src/wasm/sections.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { root } from '../e2e/action.ts';

/** What we take for granted of cargo, asked of the real one with crates that compile in a second. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-cargo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const target = 'wasm32-unknown-unknown';
const manifest = (profile = ''): string =>
  `[package]\nname = "tiny"\nversion = "0.1.0"\nedition = "2024"\n[lib]\ncrate-type = ["cdylib"]\n${profile}`;
const lock = (worker: string): string =>
  [
    'version = 4\n',
    ...[
      ['tiny', '0.1.0'],
      ['wasm-bindgen', '0.2.130'],
      ['worker', worker],
    ].map(([name, version]) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`),
  ].join('\n');
const TINY_LOCK = 'version = 4\n\n[[package]]\nname = "tiny"\nversion = "0.1.0"\n';
const text = (words: string): string =>
  `#[unsafe(no_mangle)]\npub extern "C" fn text() -> *const u8 {\n    "${words}".as_ptr()\n}\n`;

async function files(name: string, all: Readonly<Record<string, string>>): Promise<string> {
  const dir = path.join(folder, name);
  for (const [file, content] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), content);
  }
  return dir;
}

interface Cargo {
  readonly host: Host;
  /** What cargo and the log said. */
  readonly said: string[];
  /** `whileHeld`: what reads the module after cargo, as worker-build does. */
  build(dir: string, profile?: string, whileHeld?: (built: Built) => Promise<void>): Promise<Built>;
}

async function cargo(workspace: string, env: Readonly<Record<string, string>> = {}): Promise<Cargo> {
  const folders = { workspace, tools: path.join(folder, 'tools'), work: path.join(folder, 'work'), action: root };
  const { CARGO_TARGET_DIR: _, ...inherited } = process.env;
  const real = terminalHost(
    { ...inherited, PATH: await pathOfScripts(), ...env },
    folders,
    new AbortController().signal,
  );
  const said: string[] = [];
  const host: Host = { ...real, log: { ...real.log, echo: (line) => void said.push(line) } };
  return {
    host,
    said,
    async build(dir, profile = 'release', whileHeld = undefined) {
      const rust = await findRust({ dir, target, channel: undefined }, host);
      const found = await findWorkspace(dir, rust, host);
      const wish = { dir, name: 'tiny', target, profile, features: [], workspace: found } as const;
      return inSharedTarget(wish, rust, host, async () => {
        const made = await cargoBuild(wish, rust, host);
        await whileHeld?.(made);
        return made;
      });
    },
  };
}

async function sections(built: Built): Promise<string[]> {
  const names = readSections(await readFile(built.module)).map(({ name }) => name);
  return ['name', 'target_features', 'producers', '.debug_info'].filter((name) => names.includes(name));
}

describe('two checkouts of one package', () => {
  const old = new Date(Date.now() - 7_200_000);

  /** One checkout built, then another whose files are older. */
  async function both(name: string, config: string, env: Readonly<Record<string, string>>) {
    const [one, other] = await Promise.all(
      ['one', 'other'].map((which) =>
        files(`${name}/${which}`, {
          'Cargo.toml': manifest(),
          'Cargo.lock': TINY_LOCK,
          'src/lib.rs': text(`code of ${which}`),
          ...(config === '' ? {} : { '.cargo/config.toml': config }),
        }),
      ),
    );
    for (const file of ['Cargo.toml', 'src/lib.rs']) await utimes(path.join(other ?? '', file), old, old);
    return { one: one ?? '', other: other ?? '', ...(await cargo(path.join(folder, name), env)) };
  }

  it('are confused by cargo itself where they share a target folder: this is what we are up against', async () => {
    const { one, other } = await both('bare', '', {});
    const shared = path.join(folder, 'bare', 'shared');
    const env = { ...process.env, PATH: await pathOfScripts(), CARGO_TARGET_DIR: shared };
    for (const cwd of [one, other])
      execFileSync('cargo', ['build', '--quiet', '--release', '--target', target], { cwd, env });
    const module = await readFile(path.join(shared, target, 'release', 'tiny.wasm'), 'latin1');
    expect([module.includes('code of one'), module.includes('code of other')]).toEqual([true, false]);
  });

  it.each([
    ['CARGO_TARGET_DIR', '', (dir: string) => ({ CARGO_TARGET_DIR: dir })],
    ['build.target-dir', '[build]\ntarget-dir = "../shared"\n', () => ({})],
    ['build.build-dir', '[build]\nbuild-dir = "../shared"\n', () => ({})],
    [
      'a build-dir beside a CARGO_TARGET_DIR',
      '[build]\nbuild-dir = "../shared-too"\n',
      (dir: string) => ({ CARGO_TARGET_DIR: dir }),
    ],
  ])('each get their own code where they share a folder by %s', async (name, config, env) => {
    const place = `shared by ${name}`;
    const { one, other, build, said, host } = await both(place, config, env(path.join(folder, place, 'shared')));
    const seen: string[] = [];
    // worker-build reads the file some time after cargo has written it: another checkout must not have built meanwhile
    const read = async ({ module, notes }: Built): Promise<void> => {
      const { files: sources, untold } = await readsOf(notes, host);
      expect([sources.map((file) => path.basename(file)), untold]).toEqual([['lib.rs'], []]); // wherever cargo notes it
      await sleep(300);
      seen.push(/code of (?:one|other)/.exec(await readFile(module, 'latin1'))?.[0] ?? '');
    };
    const ours = (dir: string) => build(dir, 'release', read);
    for (const dir of [one, other, one, one]) await ours(dir);
    expect(seen).toEqual(['code of one', 'code of other', 'code of one', 'code of one']);
    expect(said.filter((line) => line.includes('Compiling'))).toHaveLength(3); // the fourth was fresh
    await Promise.all([ours(one), ours(other)]);
    expect(seen.slice(4).sort()).toEqual(['code of one', 'code of other']);
  });

  it('share what is of no checkout: a dependency of a registry is not compiled again', async () => {
    const { one, other, build, said } = await both('dependency', '', {
      CARGO_TARGET_DIR: path.join(folder, 'dependency', 'shared'),
    });
    for (const dir of [one, other]) {
      await writeFile(path.join(dir, 'Cargo.toml'), `${manifest()}[dependencies]\ncfg-if = "1"\n`);
      execFileSync('cargo', ['generate-lockfile', '--quiet'], {
        cwd: dir,
        env: { ...process.env, PATH: await pathOfScripts() },
      });
      await build(dir);
    }
    expect(said.filter((line) => line.includes('Compiling')).map((line) => line.trim().split(' ')[1])).toEqual([
      'cfg-if',
      'tiny',
      'tiny',
    ]);
  });

  it('need no folder of their own in their own `target`', async () => {
    const { one, build } = await both('default', '', {});
    const { module, env } = await build(one);
    expect(module).toBe(path.join(one, 'target', target, 'release', 'tiny.wasm'));
    expect(Object.keys(env).filter((name) => name.endsWith('_DIR'))).toEqual([]);
  });

  it('one after the other in one place, as actions/checkout does it, are each built, and built once', async () => {
    const dir = await files('refreshed', {
      'Cargo.toml': manifest(),
      'Cargo.lock': TINY_LOCK,
      'src/lib.rs': text('first'),
    });
    const git = (...args: string[]): string =>
      execFileSync('git', ['-C', dir, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        encoding: 'utf8',
      });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'first');
    await files('refreshed', { 'src/lib.rs': text('second') });
    git('commit', '--quiet', '--all', '--message', 'second');
    const { build, said } = await cargo(dir, { CARGO_TARGET_DIR: path.join(folder, 'kept') });
    for (const [commit, words] of [
      ['main', 'second'],
      ['main~1', 'first'],
      ['main', 'second'],
      ['main', 'second'],
    ] as const) {
      git('checkout', '--quiet', '--detach', commit);
      expect(await readFile((await build(dir)).module, 'latin1')).toContain(words);
    }
    expect(said.filter((line) => line.includes('Compiling'))).toHaveLength(3); // the fourth was fresh
  });

  it('and what is built once more with the same flags and environment, as worker-build does, is fresh', async () => {
    const { one, build, said, host } = await both('once', '', {
      CARGO_TARGET_DIR: path.join(folder, 'once', 'shared'),
    });
    const { flags, env } = await build(one);
    said.length = 0;
    await host.run(
      {
        file: 'cargo',
        args: ['build', '--lib', '--release', '--target', target, ...flags],
        cwd: one,
        env,
        trust: 'theirs',
        timeoutMs: 60_000,
      },
      { onLine: host.log.echo },
    );
    expect(said.join('\n')).toMatch(/Finished/);
    expect(said.join('\n')).not.toMatch(/Compiling/);
  });
});

describe('profiles', () => {
  const loud = 'debug = true\nlto = "fat"\npanic = "abort"\n';

  it.each([
    ['release', '[profile.release]\nstrip = true\n'],
    ['release', `[profile.release]\nstrip = "symbols"\n${loud}`],
    ['release', '[profile.release]\nstrip = "debuginfo"\n'],
    ['release', '[profile.release]\nstrip = "none"\ndebug = true\n'],
    ['the-edge', '[profile.the-edge]\ninherits = "release"\nstrip = true\n'],
    ['dev', '[profile.dev]\nstrip = true\n'],
    ['dev', ''],
  ])('%s keeps names and features, and no debug information: %j', async (profile, written) => {
    const dir = await files('profile', {
      'Cargo.toml': manifest(written),
      'Cargo.lock': TINY_LOCK,
      'src/lib.rs': text('x'),
    });
    const { build } = await cargo(dir);
    expect(await sections(await build(dir, profile))).toEqual(['name', 'target_features', 'producers']);
  });

  it.each(['bench', 'test'])('%s is refused before anything is built', async (profile) => {
    const dir = await files('profile', { 'Cargo.toml': manifest(), 'Cargo.lock': TINY_LOCK, 'src/lib.rs': text('x') });
    const { build, said } = await cargo(dir);
    await expect(build(dir, profile)).rejects.toMatchObject({
      fault: 'input',
      message: expect.stringContaining(profile),
    });
    expect(said).toEqual([]);
  });
});

describe('the root of the workspace', () => {
  const member = { 'src/lib.rs': text('x') };

  it.each<[string, string, string, Readonly<Record<string, string>>]>([
    ['a crate alone', '.', '.', { 'Cargo.toml': manifest(), ...member }],
    [
      'a lock file that was left in the folder of a member',
      'member',
      '.',
      {
        'Cargo.toml': '[workspace]\nmembers = ["member"]\n',
        'member/Cargo.toml': manifest(),
        'member/Cargo.lock': lock('0.7.0'),
      },
    ],
    [
      'a member beside its root, that names it',
      'x',
      'root',
      {
        'root/Cargo.toml': '[workspace]\nmembers = ["../x"]\n',
        'x/Cargo.toml': manifest().replace('[lib]', 'workspace = "../root"\n[lib]'),
        'x/Cargo.lock': lock('0.7.0'),
      },
    ],
    [
      'a crate that the workspace above excludes',
      'out/a',
      'out/a',
      {
        'Cargo.toml': '[workspace]\nmembers = []\nexclude = ["out"]\n',
        'Cargo.lock': lock('0.7.0'),
        'out/a/Cargo.toml': manifest(),
      },
    ],
    [
      'a member below an excluded folder',
      'out/a',
      '.',
      {
        'Cargo.toml': '[workspace]\nmembers = ["out/a"]\nexclude = ["out"]\n',
        'out/a/Cargo.toml': manifest(),
        'out/Cargo.lock': lock('0.7.0'),
      },
    ],
    [
      'a crate with a workspace of its own below another',
      'a',
      'a',
      {
        'Cargo.toml': '[workspace]\nmembers = []\n',
        'Cargo.lock': lock('0.7.0'),
        'a/Cargo.toml': `${manifest()}[workspace]\n`,
      },
    ],
  ])('is found as cargo finds it, with cargo and before cargo is there: %s', async (name, crate, wanted, all) => {
    const sources = Object.keys(all)
      .filter((file) => path.posix.dirname(file) === crate && file.endsWith('.toml'))
      .map((file) => [path.posix.join(path.posix.dirname(file), 'src/lib.rs'), text('x')]);
    const dir = await files(name, {
      ...all,
      ...Object.fromEntries(sources),
      [path.posix.join(wanted, 'Cargo.lock')]: lock('0.8.7'),
    });
    const { host } = await cargo(dir);
    const rust = await findRust({ dir: path.join(dir, crate), target, channel: undefined }, host);
    const found = await findWorkspace(path.join(dir, crate), rust, host);
    expect(found.root).toBe(path.join(dir, wanted));
    expect(workspaceFolder(dir, crate)).toBe(wanted);
    const tools = await lockedTools(found.root, ['wasm-bindgen', 'worker-build'], host);
    expect(tools).toEqual({ wasmBindgen: '0.2.130', workerBuild: '0.8.7' });
  });

  it('that cannot be read is an error with what cargo said', async () => {
    const dir = await files('unread', {
      'Cargo.toml': '[workspace]\nmembers = ["other"]\n',
      'other/Cargo.toml': manifest().replace('tiny', 'other'),
      'other/src/lib.rs': '',
      'a/Cargo.toml': manifest(),
      'a/src/lib.rs': '',
    });
    await expect((await cargo(dir)).build(path.join(dir, 'a'))).rejects.toMatchObject({
      fault: 'build',
      message: expect.stringMatching(/cannot be read: current package believes it's in a workspace when it's not/),
    });
  });
});
