import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockedVersions } from '../src/build/lockfile.ts';
import { cacheFolder, checkout, otherTarget, runAction, toolCache } from '../test/e2e/action.ts';
import { startServices } from '../test/e2e/services.ts';
import { pullRequest, push } from '../test/e2e/triggers.ts';
import { cloudflareTools } from '../test/standins/cloudflare/tools.ts';

/**
 * The same source again: a run that takes the stored bundle (without deploying or measuring latency), against what a
 * peer's job does, with its dependencies restored already: a fresh checkout, worker-build (the crate compiled, wasm-bindgen,
 * esbuild), wasm-opt, `wrangler deploy --dry-run`. Interleaved pairs, ratio of medians.
 */
const PAIRS = 5;
const GOAL = 0.1;

const repo = await checkout('bench');
const git = (...args: readonly string[]): void => {
  execFileSync('git', ['-C', repo, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
};
git('init', '--quiet', '--initial-branch=main');
git('add', '--all');
git('commit', '--quiet', '--message', 'auth');

await using services = await startServices(toolCache());
let run = 100;

/** Wall time (ms) of a run of ours; `expected`: what the output `cache-hit` must be. */
async function ours(trigger: ReturnType<typeof push>, expected: string): Promise<number> {
  const id = ++run;
  const branch = trigger.name === 'push' ? 'main' : 'feature';
  services.github.seed({ runs: [{ id, event: trigger.name, head_branch: branch }] });
  const since = performance.now();
  const result = await runAction({
    ...{ services, workspace: repo, trigger, inputs: { latency: 'false', deploy: 'none' } },
    env: {
      ...services.results.run({ runId: id, ref: trigger.ref }),
      GITHUB_RUN_ID: String(id),
      GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}`,
      CARGO_TARGET_DIR: otherTarget(),
    },
  });
  const ms = performance.now() - since;
  if (result.code !== 0 || result.outputs['cache-hit'] !== expected) throw new Error(result.log);
  return ms;
}

const shelf = path.join(toolCache(), 'wasm-ship');
const onShelf = (pattern: RegExp): string => {
  const name = readdirSync(shelf).find((entry) => pattern.test(entry));
  if (name === undefined) throw new Error(`nothing like ${pattern} in ${shelf}: run script/bootstrap`);
  return path.join(shelf, name);
};
const [bindgen = ''] = lockedVersions(readFileSync(path.join(repo, 'Cargo.lock'), 'utf8'), 'wasm-bindgen');
const modules = await cloudflareTools(toolCache());
const peerEnv = {
  ...process.env,
  CARGO_TARGET_DIR: path.join(cacheFolder(), 'target-bench'),
  WASM_BINDGEN_BIN: path.join(onShelf(new RegExp(`^wasm-bindgen-${bindgen}-linux-x64$`)), 'bin', 'wasm-bindgen'),
  ESBUILD_BIN: path.join(modules, '@esbuild', 'linux-x64', 'bin', 'esbuild'),
  WRANGLER_SEND_METRICS: 'false',
  CI: '1',
};
const wasmOpt = [path.join(onShelf(/^npm-wasm-opt-/), 'node_modules', 'binaryen', 'bin', 'wasm-opt')];
const FEATURES = ['bulk-memory', 'bulk-memory-opt', 'mutable-globals', 'sign-ext', 'nontrapping-float-to-int'];
const MORE_FEATURES = ['multivalue', 'reference-types', 'exception-handling', 'call-indirect-overlong'];

/** Wall time (ms) of what a peer does. */
async function peer(): Promise<number> {
  const since = performance.now();
  const fresh = await checkout('bench-peer');
  const did = (file: string, args: readonly string[]): void => {
    const { status, stderr } = spawnSync(file, args, { cwd: fresh, env: peerEnv, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${file} ${args.join(' ')}\n${stderr}`);
  };
  did(path.join(onShelf(/^worker-build-/), 'bin', 'worker-build'), ['--release', '--no-opt', '--locked']);
  const module = path.join('build', 'index_bg.wasm');
  const features = [...FEATURES, ...MORE_FEATURES].map((name) => `--enable-${name}`);
  did(process.execPath, [...wasmOpt, module, '-o', module, '-Oz', ...features]);
  const config = path.join(out, 'wrangler.json');
  const settings = { name: 'auth', main: path.join(fresh, 'build', 'index.js'), compatibility_date: '2026-11-01' };
  writeFileSync(config, JSON.stringify({ ...settings, no_bundle: true }));
  did(process.execPath, [
    path.join(modules, 'wrangler', 'bin', 'wrangler.js'),
    'deploy',
    '--dry-run',
    '--config',
    config,
  ]);
  return performance.now() - since;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const out = mkdtempSync(path.join(tmpdir(), 'bench-build-once-'));
const times = { ours: [] as number[], peer: [] as number[] };
try {
  console.log('Building once, and the dependencies of the peer (some minutes on a new machine) …');
  await ours(push('main'), 'none');
  await peer();
  for (let i = 0; i < PAIRS; i++) {
    for (const which of i % 2 === 0 ? (['peer', 'ours'] as const) : (['ours', 'peer'] as const))
      times[which].push(which === 'peer' ? await peer() : await ours(pullRequest(), 'bundle'));
  }
} finally {
  for (const folder of [out, repo]) rmSync(folder, { recursive: true, force: true });
}
for (const [name, values] of Object.entries({
  'a peer, dependencies restored': times.peer,
  'the stored bundle': times.ours,
})) {
  const seconds = (ms: number): string => (ms / 1000).toFixed(2);
  const [min, mid, max] = [Math.min(...values), median(values), Math.max(...values)].map(seconds);
  console.log(`${name.padEnd(30)} n=${values.length}  min ${min}  median ${mid}  max ${max} s`);
}
const ratio = median(times.ours) / median(times.peer);
const met = ratio <= GOAL;
console.log(`build-once: ${ratio.toFixed(3)} × (goal ${GOAL.toFixed(2)} ×) ${met ? 'met' : 'short'}`);
process.exitCode = met ? 0 : 1;
