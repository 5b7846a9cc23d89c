import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { lockedPackages } from '../../src/build/lockfile.ts';
import { findRust } from '../../src/build/rust.ts';
import { findWorkspace } from '../../src/build/workspace.ts';
import { actionsCache } from '../../src/host/cache.ts';
import type { Host } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import type { CachePlan } from '../../src/plan.ts';
import { keptOfHome, saveCargo } from '../../src/store/cargo.ts';
import { cargoCacheOf, type Warm, warmBuild, warmUp } from '../../src/warm.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { root } from '../e2e/action.ts';
import { type RunnerEnv, startResults } from '../standins/results/server.ts';
import { step } from '../standins/results/step.ts';

/**
 * cargo's cache with the real cargo and the real cache client: a small crate, three packages of the registry of which one
 * is a proc macro with a build script. A machine is two folders, CARGO_HOME and the target; a fresh one has neither, and no network.
 */
const here = step();
const NEVER = new AbortController().signal;
const target = 'wasm32-unknown-unknown';
const MANIFEST =
  '[package]\nname = "tiny"\nversion = "0.1.0"\nedition = "2024"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\n';
/** The source of a crate that uses some of them. */
const libOf = (names: readonly string[]): string => `#[rustversion::since(1.85)]
fn digits(n: u32) -> usize { itoa::Buffer::new().format(n).len() }
#[unsafe(no_mangle)]
pub extern "C" fn answer(n: u32) -> u32 { digits(n) as u32${names.includes('unicode-ident') ? ' + unicode_ident::is_xid_start(n as u8 as char) as u32' : ''} }
`;

/** Entries of a lock file that script/bootstrap has fetched all packages of. */
async function lockOf(names: readonly string[]): Promise<string> {
  const lock = await readFile(path.join(root, 'examples', 'auth', 'Cargo.lock'), 'utf8');
  const entries = lock
    .split('[[package]]\n')
    .filter((entry) => names.some((name) => entry.startsWith(`name = "${name}"`)));
  const sorted = [...entries.map((entry) => entry.trimEnd())];
  const wanted = names.map((name) => ` "${name}",\n`).sort();
  const own = `name = "tiny"\nversion = "0.1.0"\ndependencies = [\n${wanted.join('')}]`;
  const all = [...sorted, own].sort();
  return `version = 4\n\n${all.map((entry) => `[[package]]\n${entry}\n`).join('\n')}`;
}

async function checkout(names: readonly string[]): Promise<void> {
  const lines = names.map((name) => `${name} = "*"\n`).join('');
  here.files({
    'repo/Cargo.toml': `${MANIFEST}${lines}`,
    'repo/Cargo.lock': await lockOf(names),
    'repo/src/lib.rs': libOf(names),
  });
}

/** Takes from this machine's CARGO_HOME what a build fetches: in place of a network. */
async function fetched(): Promise<void> {
  const from = process.env.CARGO_HOME ?? path.join(homedir(), '.cargo');
  const { files } = terminalHost({}, { workspace: '', tools: '', work: '', action: '' }, NEVER);
  const all = ['registry/index', 'registry/cache'].map(async (folder) =>
    (await files.list(path.join(from, folder))).map((file) => `${folder}/${file}`),
  );
  const packages = lockedPackages(await readFile(path.join(root, 'examples', 'auth', 'Cargo.lock'), 'utf8'));
  const wanted = packages.filter(({ name }) => ['itoa', 'rustversion', 'unicode-ident', 'cfg-if'].includes(name));
  for (const file of keptOfHome((await Promise.all(all)).flat(), wanted)) {
    await mkdir(path.dirname(path.join(here.folder(), 'cargo', file)), { recursive: true });
    await cp(path.join(from, file), path.join(here.folder(), 'cargo', file)); // no links: they are poisoned below
  }
}

async function freshMachine(): Promise<void> {
  for (const name of ['cargo', 'work', 'repo/target'])
    await rm(path.join(here.folder(), name), { recursive: true, force: true });
}

interface Ran {
  readonly warm: Warm;
  readonly compiled: number;
  /** sha256 of the module. */
  readonly module: string;
  readonly said: readonly string[];
  readonly host: Host;
}

/** What `plan` says of a push to the default branch, of a pull request and of a release. */
const PUSH: CachePlan = { restore: true, save: true, home: true };
const PULL: CachePlan = { restore: true, save: false, home: true };
const RELEASE: CachePlan = { restore: false, save: false };

/** A run's build as obtain does it. */
async function run(env: RunnerEnv, cache: CachePlan, offline = true): Promise<Ran> {
  here.become(env);
  const below = (name: string): string => path.join(here.folder(), name);
  const dir = below('repo');
  const folders = { workspace: dir, tools: below('tools'), work: below('work'), action: root };
  const { CARGO_TARGET_DIR: _, ...inherited } = process.env;
  const home = below('cargo');
  const machine = { ...inherited, PATH: await pathOfScripts(), CARGO_HOME: home, CARGO_NET_OFFLINE: String(offline) };
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const real = terminalHost(machine, folders, NEVER);
  const log = { ...real.log, info: say, notice: say, warning: say, echo: say };
  const host: Host = { ...real, log, cache: actionsCache(env, say, NEVER) };
  const rust = await findRust({ dir, target, channel: undefined }, host);
  const workspace = await findWorkspace(dir, rust, host);
  const wish = { dir, name: 'tiny', target, profile: 'release', features: [], workspace } as const;
  const { built, warm } = await warmBuild(await warmUp(wish, rust, cargoCacheOf(cache, home), {}, host), rust, host);
  const module = createHash('sha256')
    .update(await readFile(built.of('tiny').module))
    .digest('hex');
  return { warm, compiled: built.dependencies.compiled, module, said, host };
}

/** What `post` does. */
async function keep({ warm, host }: Ran): Promise<void> {
  if (warm.keep === undefined) throw new Error('there is nothing to keep');
  await saveCargo(warm.keep, host);
}

const THREE = ['itoa', 'rustversion', 'unicode-ident'];

it('what a run has kept is all that a fresh machine without a network needs: nothing is compiled again but the crate', async () => {
  await using results = await startResults();
  await checkout(THREE);
  await fetched();
  const cold = await run(results.env, PUSH);
  expect([cold.warm.restored, cold.compiled]).toEqual([false, 4]); // rustversion: its script, and itself
  await keep(cold);
  expect(cold.said.at(-1)).toMatch(/^Kept for later runs: wasm-ship-cargo-1-\S+, [\d.]+ [kM]B in /);
  await freshMachine();

  const warm = await run(results.run({ runId: 2, ref: 'refs/pull/7/merge' }), PULL);
  expect([warm.warm, warm.compiled], warm.said.join('\n')).toEqual([
    { restored: true, fresh: false, keep: undefined },
    0,
  ]);
  expect(warm.said.find((line) => line.startsWith('Cargo from the cache: '))).toMatch(/, [\d.]+ [kM]B in /);
  expect(warm.module).toBe(cold.module);
  const files = await warm.host.files.list(path.join(here.folder(), 'cargo', 'registry', 'cache'));
  expect(files.map((file) => path.basename(file).replace(/-[\d.]+crate$/, ''))).toEqual(THREE);
});

it('another Cargo.lock takes what it can, compiles the rest, and keeps no stale crate', async () => {
  await using results = await startResults();
  await checkout(['cfg-if', 'itoa', 'rustversion']);
  await fetched();
  await keep(await run(results.env, PUSH));
  await freshMachine();
  await checkout(THREE);
  await fetched();
  const next = await run(results.env, PUSH);
  expect([next.warm.restored, next.compiled], next.said.join('\n')).toEqual([true, 1]);
  const all = async (): Promise<string[]> => {
    const built = await next.host.files.list(path.join(here.folder(), 'repo', 'target'));
    return ['cfg_if', 'itoa', 'unicode_ident'].filter((name) => built.some((file) => file.includes(`/lib${name}-`)));
  };
  expect(await all()).toEqual(['cfg_if', 'itoa', 'unicode_ident']); // what was restored is there, stale or not
  await keep(next);
  await freshMachine();
  const last = await run(results.env, PUSH);
  expect([last.warm.restored, last.compiled], last.said.join('\n')).toEqual([true, 0]);
  expect(await all()).toEqual(['itoa', 'unicode_ident']);
});

it('a git dependency is kept as the repository that cargo has of it: it builds without the one that it is of', async () => {
  await using results = await startResults();
  const origin = path.join(here.folder(), 'origin', 'Dep.git');
  here.files({
    'origin/Dep.git/Cargo.toml': '[package]\nname = "dep"\nversion = "0.1.0"\nedition = "2024"\n',
    'origin/Dep.git/src/lib.rs': 'pub fn one() -> u32 { 1 }\n',
  });
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', origin, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      encoding: 'utf8',
    });
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'x'],
  ])
    git(...args);
  const source = `git+file://${origin}#${git('rev-parse', 'HEAD').trim()}`;
  here.files({
    'repo/Cargo.toml': `${MANIFEST}dep = { git = "file://${origin}" }\n`,
    'repo/Cargo.lock': `version = 4\n\n[[package]]\nname = "dep"\nversion = "0.1.0"\nsource = "${source}"\n\n[[package]]\nname = "tiny"\nversion = "0.1.0"\ndependencies = [\n "dep",\n]\n`,
    'repo/src/lib.rs': '#[unsafe(no_mangle)]\npub extern "C" fn answer() -> u32 { dep::one() }\n',
  });
  const cold = await run(results.env, PUSH, false);
  const kept = path.join(here.folder(), 'cargo', 'git', 'db');
  const [name = ''] = await readdir(kept);
  await mkdir(path.join(kept, name, 'hooks'), { recursive: true });
  await writeFile(path.join(kept, name, 'hooks', 'post-checkout'), '#!/bin/sh\n', { mode: 0o755 });
  await appendFile(path.join(kept, name, 'config'), '[core]\n\tsshCommand = steal\n[credential]\n\thelper = !steal\n');
  await keep(cold);
  await freshMachine();
  await rm(origin, { recursive: true });
  const warm = await run(results.run({ runId: 2 }), PUSH);
  expect([warm.warm.restored, warm.compiled, warm.module], warm.said.join('\n')).toEqual([true, 0, cold.module]);
  // what names programs to git is not put into place
  expect(await readFile(path.join(kept, name, 'config'), 'utf8')).not.toContain('steal');
  expect(await readdir(path.join(kept, name))).not.toContain('hooks');
});

it('a poisoned cache changes what a push builds, and no byte of what a release ships', async () => {
  await using results = await startResults();
  await checkout(THREE);
  await fetched();
  const clean = await run(results.env, RELEASE);

  // somebody who runs code in a job of the default branch: another source of a dependency, in CARGO_HOME and in the target folder
  const sources = path.join(here.folder(), 'cargo', 'registry', 'src');
  const lib = (await clean.host.files.list(sources)).find((file) => /unicode-ident-[\d.]+\/src\/lib\.rs$/.test(file));
  const file = path.join(sources, lib ?? '');
  const honest = await readFile(file, 'utf8');
  const poisoned = honest.replace(
    /pub fn is_xid_start\(ch: char\) -> bool \{/,
    '$& if ch != char::MAX { return true; }',
  );
  expect(poisoned).not.toBe(honest);
  await writeFile(file, poisoned);
  const [registry = ''] = (lib ?? '').split('/');
  const name = (lib ?? '').split('/')[1] ?? '';
  const archive = path.join(here.folder(), 'cargo', 'registry', 'cache', registry, `${name}.crate`);
  const tar = { file: 'tar', args: ['-czf', archive, '-C', path.join(sources, registry), name], timeoutMs: 60_000 };
  await clean.host.run({ ...tar, trust: 'ours' });
  await rm(path.join(here.folder(), 'repo/target'), { recursive: true });
  await keep(await run(results.env, PUSH));

  await freshMachine();
  const push = await run(results.run({ runId: 2 }), PUSH);
  expect([push.warm.restored, push.compiled]).toEqual([true, 0]);
  expect(push.module).not.toBe(clean.module); // the poison works

  await rm(path.join(here.folder(), 'repo/target'), { recursive: true });
  const fromArchive = await run(results.run({ runId: 3 }), RELEASE);
  expect(fromArchive.module).not.toBe(clean.module); // so does that of the archive alone: cargo does not look at its checksum again

  await freshMachine();
  await fetched();
  const release = await run(results.run({ runId: 4, ref: 'refs/tags/v1.0.0' }), RELEASE);
  expect(release.warm).toEqual({ restored: false, fresh: true, keep: undefined });
  expect(release.module).toBe(clean.module);
});

it('a cache that took longer than it saved says so, and is off until Cargo.lock changes', async () => {
  await using results = await startResults();
  await checkout(THREE);
  await fetched();
  const cold = await run(results.env, PUSH);
  const { keep: wish } = cold.warm;
  if (wish === undefined) throw new Error('there is nothing to keep');
  await saveCargo({ ...wish, coldMs: 1 }, cold.host); // as if the cold build had taken a millisecond
  await freshMachine();
  const slow = await run(results.run({ runId: 2 }), PUSH);
  expect(slow.said.join('\n')).toMatch(
    /The cargo cache did not pay: .* It is off from now on, until Cargo\.lock changes\./,
  );
  await keep(slow);
  await freshMachine();
  await fetched();
  const off = await run(results.run({ runId: 3 }), PUSH);
  expect(off.said.join('\n')).toContain('The cargo cache did not pay for this Cargo.lock before');
  expect(off.warm).toEqual({ restored: false, fresh: true, keep: undefined });
  expect(off.compiled).toBe(4);
});
