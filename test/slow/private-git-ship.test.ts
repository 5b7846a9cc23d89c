import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { GIT_TOKEN } from '../../src/build/git-server.ts';
import type { PostState } from '../../src/execute.ts';
import { basicOf } from '../../src/host/node.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { type ActionResult, type ActionRun, runAction, runPost, type Trigger, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest, push } from '../e2e/triggers.ts';
import { type GitServer, gitServer } from '../standins/git/backend.ts';
import { programOf } from '../standins/registries/machine.ts';

/**
 * The action itself on a Worker with a private git dependency: it ships with the token, and the token is nowhere afterwards.
 * git writes down every program that it starts (trace2), a script before cargo what that is called with.
 */
const TOKEN = 'let-me-in-12345';
let folder: string;
let server: GitServer;
let services: Services;
const below = (name: string): string => path.join(folder, name);

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(below(file)), { recursive: true });
    await writeFile(below(file), text, { mode: 0o755 });
  }
}

function git(dir: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', below(dir), ...who, ...args], { encoding: 'utf8' }).trim();
}

const manifest = (name: string): string => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2024"\n`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-git-ship-'));
  await mkdir(below('served'));
  services = await startServices(toolCache());
  server = await gitServer(below('served'), 'x-access-token', TOKEN);
  await write({
    'source/Cargo.toml': manifest('hidden'),
    'source/src/lib.rs': 'pub fn hidden() -> u32 {\n    42\n}\n',
    'home/.gitconfig': `[trace2]\n\teventTarget = ${below('argv')}\n`,
    'bin/cargo': `#!/bin/sh\nprintf 'cargo %s\\n' "$*" >> ${below('argv')}\nexec ${await programOf('cargo')} "$@"\n`,
  });
  git('source', 'init', '--quiet');
  git('source', 'add', '--all');
  git('source', 'commit', '--quiet', '--message', 'x');
  git('.', 'clone', '--quiet', '--bare', 'source', 'served/hidden.git');
  const address = `${server.url}/hidden.git`;
  await write({
    'repo/Cargo.toml': `${manifest('tiny')}[lib]\ncrate-type = ["cdylib"]\n[dependencies]\nhidden = { git = "${address}" }\n`,
    'repo/Cargo.lock': `version = 4\n\n[[package]]\nname = "hidden"\nversion = "0.1.0"\nsource = "git+${address}#${git('source', 'rev-parse', 'HEAD')}"\n\n[[package]]\nname = "tiny"\nversion = "0.1.0"\ndependencies = [\n "hidden",\n]\n`,
    'repo/src/lib.rs': '#[unsafe(no_mangle)]\npub extern "C" fn answer() -> u32 {\n    hidden::hidden()\n}\n',
    'repo/src/shim.js': `import module from '../target/wasm32-unknown-unknown/release/tiny.wasm';
const { exports } = new WebAssembly.Instance(module);
export default { fetch: () => new Response(String(exports.answer())) };
`,
    'repo/wrangler.toml': 'name = "tiny"\nmain = "src/shim.js"\ncompatibility_date = "2026-11-01"\n',
  });
});
afterAll(async () => {
  await server?.close();
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
// a machine on which nothing was before
beforeEach(async () => {
  server.asked.length = 0;
  for (const name of ['cargo', 'repo/target', 'temp', 'argv']) await rm(below(name), { recursive: true, force: true });
});

type Shipped = ActionResult & { readonly run: ActionRun };
let runs = 100;

/** The repository is private: in a public one nothing of cargo's would be kept. */
async function ship(trigger: Trigger, step: Readonly<Record<string, string>>): Promise<Shipped> {
  const told = trigger.payload as { readonly repository: object };
  const run: ActionRun = {
    ...{ services, workspace: below('repo') },
    trigger: { ...trigger, payload: { ...told, repository: { ...told.repository, private: true } } },
    inputs: { optimize: 'off', 'latency-duration': '1 s' },
    env: {
      ...services.results.run({ runId: ++runs, ref: trigger.ref }),
      ...{ PATH: `${below('bin')}:${await pathOfScripts()}`, HOME: below('home'), CARGO_HOME: below('cargo') },
      ...{ CARGO_TARGET_DIR: undefined, RUNNER_TEMP: below('temp') },
      ...step,
    },
  };
  return { ...(await runAction(run)), run };
}

/** Files that are left, with the token in them, as it is or as it was on the wire. */
function filesWithToken(): string {
  const patterns = [TOKEN, basicOf(TOKEN)].flatMap((text) => ['-e', text]);
  const without = ['source', 'served'].map((name) => `--exclude-dir=${name}`);
  try {
    return execFileSync('grep', ['-rlF', ...patterns, ...without, folder], { encoding: 'utf8' });
  } catch {
    return ''; // grep ends with 1 where there is none
  }
}

/** An archive of the cache as its client has packed it. */
function unpacked(archive: Buffer): Buffer {
  if (archive.readUInt32LE(0) !== 0xfd2fb528) return gunzipSync(archive);
  return zstdDecompressSync(archive, { params: { [constants.ZSTD_d_windowLogMax]: 30 } });
}

/** A log as the runner shows it: what is to be masked is told to the runner alone. */
function shown(log: string): string {
  return log.replace(/^::add-mask::.*$/gm, '');
}

/** All that left the machine. */
function told({ log, summary, report, outputs, state }: ActionResult): readonly Buffer[] {
  const { artifacts, caches } = services.results;
  const files = artifacts.flatMap((one) => [...services.results.files(one).values()]);
  const archives = caches.map((one) => unpacked(services.results.bytes(one)));
  const comments = [...services.github.repository.comments.values()].map(({ body }) => body);
  const texts = [shown(log), summary, JSON.stringify([report, outputs, state]), ...comments];
  return [...texts.map((text) => Buffer.from(text)), ...files, ...archives];
}

/** Without our tools, of which every test of this machine has the same. */
function postCargo({ run, ...result }: Shipped): Promise<{ code: number; log: string }> {
  const { save: _, ...cargo } = JSON.parse(result.state.WASM_SHIP ?? '{}') as PostState;
  return runPost(run, { ...result, state: { WASM_SHIP: JSON.stringify(cargo) } });
}

const step = (): Readonly<Record<string, string>> => ({ [GIT_TOKEN]: TOKEN, CARGO_GIT_HOST: server.url });

it('is fetched and shipped, by a push whose dependencies are kept and by a pull request with a preview', async () => {
  const pushed = await ship(push('main'), step());
  expect(pushed.code, pushed.log).toBe(0);
  const posted = await postCargo(pushed);
  expect(posted.log).toMatch(/^Kept for later runs: wasm-ship-cargo-/m);
  for (const name of ['cargo', 'repo/target']) await rm(below(name), { recursive: true });

  const pulled = await ship(pullRequest(), step());
  expect([pulled.code, pulled.outputs.deployed, pulled.outputs['cache-hit']], pulled.log).toEqual([0, 'true', 'cargo']);
  expect(pulled.outputs['bundle-digest']).toBe(pushed.outputs['bundle-digest']);
  const script = `const m = new WebAssembly.Module(require('node:fs').readFileSync(process.argv[1]));
console.log(new WebAssembly.Instance(m).exports.answer());`;
  const answer = ['-e', script, pulled.outputs['wasm-path'] ?? ''];
  expect(execFileSync(process.execPath, answer, { encoding: 'utf8' })).toBe('42\n');

  const letIn = server.asked.filter(({ authorized }) => authorized);
  expect(letIn.length).toBeGreaterThan(2);
  const argv = await readFile(below('argv'), 'utf8');
  expect(argv).toContain('cargo fetch --locked');
  expect(argv).toMatch(/"argv":\[.*credential\.|"argv":\[.*printf/); // git's own programs are in it, its helper too
  const all = [...told(pushed), Buffer.from(shown(posted.log)), ...told(pulled)];
  const among = (text: string): number => all.filter((bytes) => bytes.includes(text)).length;
  expect(services.results.caches.map(({ key }) => key)).toEqual([expect.stringMatching(/^wasm-ship-cargo-/)]);
  expect(among('libhidden-')).toBeGreaterThan(0); // in the cache: what it looks at is there to be looked at
  expect([among(TOKEN), among(basicOf(TOKEN))]).toEqual([0, 0]);
  expect(filesWithToken()).toBe(''); // argv too
});

it('without the token one error says what to set', async () => {
  const result = await ship(pullRequest(), {});
  expect(result.code).toBe(1);
  const errors = result.log.match(/^::error .*$/gm) ?? [];
  expect(errors).toEqual([
    expect.stringMatching(
      /^::error title=wasm-ship%3A build::The git dependency http:\/\/127\.0\.0\.1:\d+\/hidden\.git asks for a token, and the step has none \(CARGO_GIT_TOKEN\)\.%0A.*CARGO_GIT_TOKEN: \$\{\{ secrets\.NAME \}\}/,
    ),
  ]);
  expect(result.log).not.toMatch(/Compiling/);
  expect(result.report?.failures).toHaveLength(1);
});
