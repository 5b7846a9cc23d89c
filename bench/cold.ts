import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockedVersions } from '../src/build/lockfile.ts';
import { checkout, root, runAction, toolCache } from '../test/e2e/action.ts';
import { startServices } from '../test/e2e/services.ts';
import { pullRequest } from '../test/e2e/triggers.ts';
import { startBareMachine } from '../test/slow/bare-machine.ts';
import { slowLink } from '../test/standins/registries/link.ts';

/**
 * A run that starts with nothing, against a bare script that does the same work one after the other: toolchain, worker-build,
 * wasm-bindgen, npm packages, the crate, wasm-opt, wrangler's dry run. Both from the same registries on loopback, behind one
 * line of 20 MB/s with 30 ms to the first byte. Interleaved pairs, ratio of medians.
 *
 *   script/bench cold      BENCH_PAIRS=N: so many pairs (2), each some minutes
 */
const PAIRS = Number(process.env.BENCH_PAIRS ?? 2);
const GOAL = 0.95;

const began = performance.now();
const say = (text: string): void =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}`);

const repo = await checkout('bench-cold');
const git = (...args: readonly string[]): void => {
  execFileSync('git', ['-C', repo, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
};
git('init', '--quiet', '--initial-branch=main');
git('add', '--all');
git('commit', '--quiet', '--message', 'auth');

await using services = await startServices(toolCache());
await using machine = await startBareMachine(say, slowLink({ bytesPerSecond: 20e6, latencyMs: 30 }));
const folders = mkdtempSync(path.join(tmpdir(), 'bench-cold-'));
let count = 0;

/** The environment of a machine on which nothing was ever fetched. */
function nothing(): { readonly env: Record<string, string>; readonly folder: string } {
  const folder = path.join(folders, String(count++));
  const at = (name: string): string => path.join(folder, name);
  for (const name of ['home', 'cargo', 'rustup', 'npm', 'tools', 'target']) mkdirSync(at(name), { recursive: true });
  const env = machine.env();
  cpSync(path.join(env.CARGO_HOME ?? '', 'config.toml'), path.join(at('cargo'), 'config.toml'));
  const own = { HOME: at('home'), CARGO_HOME: at('cargo'), RUSTUP_HOME: at('rustup'), npm_config_cache: at('npm') };
  return { folder, env: { ...env, ...own, RUNNER_TOOL_CACHE: at('tools'), CARGO_TARGET_DIR: at('target') } };
}

/** Wall time (ms) of a run of ours. */
async function ours(): Promise<number> {
  const { env, folder } = nothing();
  const since = performance.now();
  const inputs = { latency: 'false', deploy: 'none', cache: 'off' };
  const result = await runAction({
    ...{ services, workspace: repo, trigger: pullRequest(), inputs, env, timeoutMs: 1_800_000 },
  });
  const ms = performance.now() - since;
  if (result.code !== 0) throw new Error(result.log);
  rmSync(folder, { recursive: true, force: true });
  return ms;
}

const [worker = ''] = lockedVersions(readFileSync(path.join(repo, 'Cargo.lock'), 'utf8'), 'worker');
/** As our own run compiles tools: nothing optimized. */
const CHEAP = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_DEBUG: '0',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
};

/** Wall time (ms) of the bare script. */
async function bare(): Promise<number> {
  const { env: own, folder } = nothing();
  const env = { ...own, WRANGLER_SEND_METRICS: 'false', CI: '1' };
  const at = (...names: readonly string[]): string => path.join(folder, ...names);
  const did = (file: string, args: readonly string[], cwd: string, more: Record<string, string> = {}): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = spawn(file, args, { cwd, env: { ...env, ...more }, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-20_000);
      });
      child.once('error', reject);
      child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${file} ${args.join(' ')}\n${said}`))));
    });
  const npm = async (name: string): Promise<string> => {
    cpSync(path.join(root, 'tools', name), at(name), { recursive: true });
    await did('npm', ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], at(name));
    return at(name, 'node_modules');
  };
  const target = 'wasm32-unknown-unknown';
  const since = performance.now();
  await did('rustup', ['toolchain', 'install', 'stable', '--profile', 'minimal', '--target', target], folder);
  const install = ['install', '--locked', '--root', at('bin')];
  const toolTarget = { ...CHEAP, CARGO_TARGET_DIR: at('tool-target') };
  await did('cargo', [...install, 'worker-build', '--version', `=${worker}`], folder, toolTarget);
  await did('cargo', [...install, '--path', path.join(root, 'tools', 'wasm-bindgen')], folder, toolTarget);
  const cloudflare = await npm('cloudflare');
  const wasmOpt = await npm('wasm-opt');
  const out = at('build');
  await did(at('bin', 'bin', 'worker-build'), ['--release', '--no-opt', '--out-dir', out, '--locked'], repo, {
    WASM_BINDGEN_BIN: at('bin', 'bin', 'wasm-bindgen'),
    ESBUILD_BIN: path.join(cloudflare, '@esbuild', 'linux-x64', 'bin', 'esbuild'),
  });
  const module = path.join(out, 'index_bg.wasm');
  const program = path.join(wasmOpt, 'binaryen', 'bin', 'wasm-opt');
  const features = ['bulk-memory', 'bulk-memory-opt', 'mutable-globals', 'sign-ext', 'nontrapping-float-to-int'];
  const more = ['multivalue', 'reference-types', 'exception-handling', 'call-indirect-overlong'];
  const enable = [...features, ...more].map((name) => `--enable-${name}`);
  await did(process.execPath, [program, module, '-o', module, '-Oz', ...enable], folder);
  const settings = {
    name: 'auth',
    main: path.join(out, 'index.js'),
    compatibility_date: '2026-11-01',
    no_bundle: true,
  };
  writeFileSync(at('wrangler.json'), JSON.stringify(settings));
  const wrangler = path.join(cloudflare, 'wrangler', 'bin', 'wrangler.js');
  await did(process.execPath, [wrangler, 'deploy', '--dry-run', '--config', at('wrangler.json')], folder);
  const ms = performance.now() - since;
  rmSync(folder, { recursive: true, force: true });
  return ms;
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = low] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
};
const times = { ours: [] as number[], bare: [] as number[] };
try {
  for (let i = 0; i < PAIRS; i++) {
    for (const which of i % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const)) {
      const ms = which === 'bare' ? await bare() : await ours();
      times[which].push(ms);
      say(`${which === 'bare' ? 'the bare script' : 'our run'}: ${(ms / 1000).toFixed(1)} s`);
    }
  }
} finally {
  for (const folder of [folders, repo]) rmSync(folder, { recursive: true, force: true });
}
for (const [name, values] of [['the bare script', times.bare] as const, ['our run', times.ours] as const]) {
  const [min, mid, max] = [Math.min(...values), median(values), Math.max(...values)].map((ms) =>
    (ms / 1000).toFixed(1),
  );
  console.log(`${name.padEnd(16)} n=${values.length}  min ${min}  median ${mid}  max ${max} s`);
}
const ratio = median(times.ours) / median(times.bare);
const met = ratio <= GOAL;
console.log(`cold: ${ratio.toFixed(3)} × (goal ${GOAL.toFixed(2)} ×) ${met ? 'met' : 'short'}`);
process.exitCode = met ? 0 : 1;
