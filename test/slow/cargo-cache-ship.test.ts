import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ActionResult, type ActionRun, root, runAction, runPost, type Trigger, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest, push } from '../e2e/triggers.ts';

/** The action itself on examples/auth, whose dependencies take minutes to compile: what a push keeps, a pull request gets. */
let services: Services;
let folder: string;
const LINE =
  /^(Cargo from the cache|Kept for later runs): wasm-ship-cargo-1-linux-x64-[0-9a-f]{16}-[0-9a-f]{16}, [\d.]+ MB in [\d.]+ m?s\.$/m;

beforeAll(async () => {
  services = await startServices(toolCache());
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-cargo-cache-'));
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function ship(trigger: Trigger): ActionRun {
  return {
    ...{ services, trigger, workspace: path.join(root, 'examples', 'auth'), timeoutMs: 1_800_000 },
    inputs: { profile: 'dev', optimize: 'off', latency: 'false', deploy: 'none', 'over-budget': 'warn' },
    env: { ...services.results.run({ runId: 77, ref: trigger.ref }), CARGO_TARGET_DIR: path.join(folder, 'target') },
  };
}

async function timed(run: ActionRun): Promise<ActionResult & { readonly ms: number }> {
  const since = performance.now();
  const result = await runAction(run);
  return { ...result, ms: performance.now() - since };
}

it('a pull request compiles nothing but the crate of what a push has kept, and ships the same bytes', async () => {
  const pushed = await timed(ship(push('main')));
  expect([pushed.code, pushed.outputs['cache-hit']], pushed.log).toEqual([0, 'none']);
  const posted = await runPost(ship(push('main')), pushed);
  expect(posted.log).toMatch(LINE);
  expect(posted.code).toBe(0);

  await rm(path.join(folder, 'target'), { recursive: true });
  const pulled = await timed(ship(pullRequest()));
  expect([pulled.code, pulled.outputs['cache-hit']], pulled.log).toEqual([0, 'cargo']);
  expect(pulled.log).toMatch(LINE);
  expect(pulled.log.match(/^ +Compiling (?!auth )/gm) ?? []).toEqual([]);
  expect(pulled.outputs['bundle-digest']).toBe(pushed.outputs['bundle-digest']);
  expect(pulled.state.WASM_SHIP).toBe('{}');
  console.log(`cold ${(pushed.ms / 1000).toFixed(0)} s, with the cache ${(pulled.ms / 1000).toFixed(0)} s`);
});
