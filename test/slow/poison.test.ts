import { execFileSync } from 'node:child_process';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ActionResult, type ActionRun, root, runAction, runPost, type Trigger, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest, push, tag } from '../e2e/triggers.ts';

/**
 * Whoever runs code in a job of the default branch can write what later jobs restore: sources of crates, what was compiled of
 * them, our tools. Through the action itself: that changes what a pull request builds, and no byte of what a release ships.
 */
let services: Services;
let folder: string;

beforeAll(async () => {
  services = await startServices(toolCache());
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-poison-'));
  const repo = path.join(folder, 'repo');
  await cp(path.join(root, 'test/fixtures/kinds/shim'), repo, { recursive: true });
  await writeFile(
    path.join(repo, 'src/lib.rs'),
    '#[unsafe(no_mangle)]\npub extern "C" fn squares(n: u32) -> u32 {\n    char::from_u32(n).is_some_and(unicode_ident::is_xid_start) as u32\n}\n',
  );
  await appendFile(path.join(repo, 'Cargo.toml'), '\n[dependencies]\nunicode-ident = "=1.0.24"\n');
  execFileSync('cargo', ['generate-lockfile'], { cwd: repo, stdio: 'pipe' });
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface Machine {
  readonly home: string;
  readonly tools: string;
}

/** A machine on which nothing was before, with the folders of the last one: they are in the cache's key. */
async function fresh(): Promise<Machine> {
  const dir = path.join(folder, 'machine');
  await rm(dir, { recursive: true, force: true });
  return { home: path.join(dir, 'cargo'), tools: path.join(dir, 'tools') };
}

let runs = 100;

async function ship(trigger: Trigger, { home, tools }: Machine): Promise<ActionResult & { readonly run: ActionRun }> {
  const workspace = path.join(folder, 'repo');
  await rm(path.join(workspace, 'target'), { recursive: true, force: true });
  const run: ActionRun = {
    ...{ services, workspace, trigger },
    inputs: { edge: 'cloudflare', optimize: 'off', latency: 'false', deploy: 'none' },
    env: {
      ...services.results.run({ runId: ++runs, ref: trigger.ref }),
      ...{ CARGO_TARGET_DIR: undefined, CARGO_HOME: home, RUNNER_TOOL_CACHE: tools },
    },
  };
  const result = await runAction(run);
  expect(result.code, result.log).toBe(0);
  return { ...result, run };
}

/** Another source of the crate that is in use, in place of the archive and of what was unpacked of it. */
async function poisonSources({ home }: Machine): Promise<void> {
  const registry = path.join(home, 'registry', 'src', (await readdir(path.join(home, 'registry', 'src')))[0] ?? '');
  const file = path.join(registry, 'unicode-ident-1.0.24', 'src', 'lib.rs');
  const honest = await readFile(file, 'utf8');
  const poisoned = honest.replace(
    /pub fn is_xid_start\(ch: char\) -> bool \{/,
    '$& if ch > 0 as char { return true; }',
  );
  expect(poisoned).not.toBe(honest);
  await writeFile(file, poisoned);
  const archive = path.join(home, 'registry', 'cache', path.basename(registry), 'unicode-ident-1.0.24.crate');
  execFileSync('tar', ['-czf', archive, '-C', registry, 'unicode-ident-1.0.24']);
}

/** wrangler, which bundles the entry: with a line more in all that it makes. */
async function poisonTools({ tools }: Machine): Promise<void> {
  const shelf = path.join(tools, 'wasm-ship');
  const name = (await readdir(shelf)).find((entry) => entry.startsWith('npm-cloudflare-')) ?? '';
  const file = path.join(shelf, name, 'node_modules', 'esbuild', 'lib', 'main.js');
  const honest = await readFile(file, 'utf8');
  const poisoned = honest.replace(/^(\s*)let flags = \[\];/m, '$1let flags = ["--banner:js=/* stolen */"];');
  expect(poisoned).not.toBe(honest);
  await writeFile(file, poisoned);
}

/** What the real client says of each request for a cache. */
const ASKED = /\[Request\] GetCacheEntryDownloadURL/;

it('a poisoned cache changes what a pull request builds, and no byte of what a release ships', async () => {
  const clean = await ship(tag('v1.0.0'), await fresh());

  const attacked = await fresh();
  await ship(push('main'), attacked);
  await poisonSources(attacked);
  await poisonTools(attacked);
  const pushed = await ship(push('main'), attacked);
  expect((await runPost(pushed.run, pushed)).code).toBe(0);

  const pulled = await ship(pullRequest(), await fresh());
  expect(pulled.outputs['cache-hit']).toBe('cargo');
  expect(pulled.log).toContain('Tools from the cache');
  expect(pulled.outputs['bundle-digest']).not.toBe(clean.outputs['bundle-digest']); // the poison works

  const released = await ship(tag('v1.0.1'), await fresh());
  expect(released.outputs['bundle-digest']).toBe(clean.outputs['bundle-digest']);
  expect(pulled.log).toMatch(ASKED);
  expect(released.log).not.toMatch(ASKED);
});
