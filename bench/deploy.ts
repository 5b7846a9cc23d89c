import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ActionResult, type ActionRun, cacheFolder, root, runAction, toolCache } from '../test/e2e/action.ts';
import { startServices } from '../test/e2e/services.ts';
import { tag } from '../test/e2e/triggers.ts';
import { SHAS } from '../test/standins/github/seed.ts';
import { slowLink } from '../test/standins/registries/link.ts';
import { startNpmRegistry } from '../test/standins/registries/npm.ts';

/**
 * The whole step of the job that deploys (`phase: deploy`: the bundle from the run's artifact, upload, proof on the real route,
 * promotion, GitHub's records, report; without `watch` and `live-latency`), against `npx wrangler deploy --no-bundle` of the same files to the same
 * stand-in of Cloudflare. The service is live already and tells its version in a header. Interleaved pairs, ratio of medians.
 *
 * Warm: our tools on the shelf, theirs in node_modules. Cold: nothing is there; both from the same registry on loopback, behind
 * one line of 20 MB/s with 30 ms to the first byte.
 *
 *   script/bench deploy      BENCH_PAIRS=N: so many pairs of each (7)
 */
const PAIRS = Number(process.env.BENCH_PAIRS ?? 7);
const GOALS = { warm: 1, cold: 0.5 } as const;
type Case = keyof typeof GOALS;

const folders = mkdtempSync(path.join(tmpdir(), 'bench-deploy-'));
await using services = await startServices(toolCache());
await using registry = await startNpmRegistry(
  [path.join(root, 'tools', 'cloudflare')],
  slowLink({ bytesPerSecond: 20e6, latencyMs: 30 }),
);
const WRANGLER = (
  JSON.parse(readFileSync(path.join(root, 'tools', 'cloudflare', 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<'wrangler', string>>;
  }
).dependencies.wrangler;

/** A small crate behind a script of its own, which says which version answers. */
const repo = path.join(folders, 'repo');
cpSync(path.join(root, 'test', 'fixtures', 'kinds', 'shim'), repo, { recursive: true });
writeFileSync(
  path.join(repo, 'src', 'shim.js'),
  readFileSync(path.join(repo, 'src', 'shim.js'), 'utf8')
    .replace('fetch(request)', 'fetch(request, env)')
    .replace('squares(n)))', 'squares(n)), { headers: { "x-version": env.VERSION.id } })'),
);
const configuration = path.join(repo, 'wrangler.toml');
writeFileSync(
  configuration,
  `${readFileSync(configuration, 'utf8')}workers_dev = true\n[version_metadata]\nbinding = "VERSION"\n`,
);

const FIRST = 500;
let count = FIRST;
/** The commit of a run: each has one of its own, so that it has something to release. */
const commitOf = (id: number): string => id.toString(16).padStart(40, 'a');
const LOOPBACK = { npm_config_registry: registry.url, npm_config_update_notifier: 'false' };
const SEARCH = [path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter);

/** Folders of a machine on which nothing was ever fetched. */
function nothing(): { readonly folder: string; readonly env: Record<string, string> } {
  const folder = mkdtempSync(path.join(folders, 'machine-'));
  for (const name of ['home', 'npm', 'tools']) mkdirSync(path.join(folder, name));
  const [home = '', npm = '', tools = ''] = ['home', 'npm', 'tools'].map((name) => path.join(folder, name));
  return { folder, env: { ...LOOPBACK, HOME: home, npm_config_cache: npm, RUNNER_TOOL_CACHE: tools } };
}

/** A run of dist for a version tag. Its own PATH: Node, npm and no Rust, where it builds nothing. */
function run(
  id: number,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
  more: Partial<ActionRun> = {},
): Promise<ActionResult> {
  const trigger = tag(`v1.0.${id}`);
  const commits = [{ sha: commitOf(id), message: 'Go on', parents: [id > FIRST ? commitOf(id - 1) : SHAS.main] }];
  services.github.seed({ commits, refs: { [`tags/v1.0.${id}`]: commitOf(id) } });
  return runAction({
    ...{ services, workspace: repo, trigger, ...more },
    inputs: { optimize: 'off', latency: 'false', watch: '0 s', 'live-latency': 'false', ...inputs },
    env: {
      ...services.results.run({ runId: id, ref: trigger.ref }),
      ...{ GITHUB_RUN_ID: String(id), GITHUB_SHA: commitOf(id) },
      ...env,
    },
  });
}

function succeeded(result: ActionResult): ActionResult {
  if (result.code !== 0) throw new Error(result.log);
  return result;
}

console.log('Building the bundle …');
const built = succeeded(
  await run(
    count,
    { phase: 'build' },
    { CARGO_TARGET_DIR: path.join(cacheFolder(), 'target-bench-deploy') },
    {
      credentials: false,
    },
  ),
);
const digest = built.outputs['bundle-digest'] ?? '';
const kept = (what: 'bundle' | 'report'): Readonly<Record<string, Buffer>> => {
  const found = services.results.artifacts.find(({ name }) => name === `wasm-ship-adder-${what}`);
  if (found === undefined) throw new Error(built.log);
  return Object.fromEntries(services.results.files(found));
};
const stored = { bundle: kept('bundle'), report: kept('report') };

/** When (ms since the start) something was told or asked. */
type Marks = readonly (readonly [number, string])[];

interface Timed {
  readonly ms: number;
  readonly marks: Marks;
}

/** The time of some work, with the requests that Cloudflare had of it. */
async function timed(work: (mark: (what: string) => void) => Promise<void>): Promise<Timed> {
  const since = performance.now();
  const marks: (readonly [number, string])[] = [];
  const mark = (what: string): void => void marks.push([performance.now() - since, what]);
  using _ = services.cloudflare.intercept(async ({ method, path: asked }, moment) => {
    if (moment === 'request') mark(`→ ${method} ${asked.replace(/^.*\/workers\//, '')}`);
    return undefined;
  });
  await work(mark);
  const ms = performance.now() - since;
  return { ms, marks };
}

/** A run of ours. */
async function ours(which: Case): Promise<Timed> {
  const id = ++count;
  for (const what of ['bundle', 'report'] as const)
    services.results.addArtifact(id, `wasm-ship-adder-${what}`, stored[what]);
  const { folder, env } = nothing();
  const machine = which === 'cold' ? env : { ...env, RUNNER_TOOL_CACHE: toolCache() };
  const inputs = { phase: 'deploy', 'bundle-digest': digest };
  const done = await timed(async (mark) => {
    const result = succeeded(await run(id, inputs, { ...machine, PATH: SEARCH }, { onLine: mark }));
    if (result.outputs.deployed !== 'true' || result.report?.deployment?.release?.how === 'unchanged')
      throw new Error(result.log);
  });
  rmSync(folder, { recursive: true, force: true });
  return done;
}

/** A project with the same files, which `wrangler deploy` takes as they are. */
const project = path.join(folders, 'project');
for (const [name, bytes] of Object.entries(stored.bundle)) {
  mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
  writeFileSync(path.join(project, name), bytes);
}
const { bundle: made } = JSON.parse(String(stored.report['report.json'])) as {
  readonly bundle: { readonly entry: string };
};
const settings = {
  ...{ name: 'theirs', main: made.entry, compatibility_date: '2026-11-01', workers_dev: true },
  version_metadata: { binding: 'VERSION' },
  rules: [{ type: 'CompiledWasm', globs: ['**/*.wasm'] }],
};
writeFileSync(path.join(project, 'wrangler.json'), JSON.stringify(settings));

/** What somebody has without us. */
async function theirs(which: Case): Promise<Timed> {
  const { folder, env } = nothing();
  const cwd = path.join(folder, 'project');
  cpSync(project, cwd, { recursive: true });
  if (which === 'warm') symlinkSync(path.join(installed, 'node_modules'), path.join(cwd, 'node_modules'));
  const program = which === 'warm' ? ['wrangler'] : ['--yes', `wrangler@${WRANGLER}`];
  const done = await timed((mark) => npx([...program, 'deploy', '--no-bundle'], cwd, env, mark));
  rmSync(folder, { recursive: true, force: true });
  return done;
}

function npx(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  mark: (line: string) => void,
): Promise<void> {
  const { cloudflare } = services;
  return new Promise((resolve, reject) => {
    const child = spawn('npx', args, {
      ...{ cwd, stdio: ['ignore', 'pipe', 'pipe'] },
      env: {
        ...{ PATH: SEARCH, LANG: 'C.UTF-8', CI: 'true', TMPDIR: tmpdir(), ...env },
        ...{ WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
        ...{ NODE_EXTRA_CA_CERTS: cloudflare.caFile, CLOUDFLARE_API_BASE_URL: cloudflare.apiUrl },
        ...{ CLOUDFLARE_API_TOKEN: cloudflare.token, CLOUDFLARE_ACCOUNT_ID: cloudflare.accountId },
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        mark(text.trim().split('\n')[0] ?? '');
      });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`npx ${args.join(' ')}\n${said}`))));
  });
}

/** Where their wrangler is installed, as their package.json has it. */
const installed = path.join(folders, 'installed');
cpSync(path.join(root, 'tools', 'cloudflare'), installed, { recursive: true });
execFileSync('npm', ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], {
  cwd: installed,
  stdio: 'ignore',
});

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = low] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
};
const seconds = (ms: number): string => (ms / 1000).toFixed(2);

/** Where the time of a run went: line by line. */
function tellMarks(title: string, { ms, marks }: Timed): void {
  console.log(`\n${title}: ${seconds(ms)} s`);
  for (const [at, what] of marks)
    if (what !== '' && !/^::(debug|add-mask)::/.test(what))
      console.log(`  ${seconds(at).padStart(6)} s  ${what.slice(0, 110)}`);
}

const ratios: string[] = [];
let met = true;
try {
  for (const which of ['warm', 'cold'] as const) {
    // the first of both is there before: a first release is another one
    await ours(which);
    await theirs(which);
    const all = { ours: [] as Timed[], theirs: [] as Timed[] };
    for (let i = 0; i < PAIRS; i++)
      for (const side of i % 2 === 0 ? (['theirs', 'ours'] as const) : (['ours', 'theirs'] as const))
        all[side].push(await (side === 'ours' ? ours(which) : theirs(which)));
    for (const [name, values] of [['npx wrangler deploy', all.theirs] as const, ['wasm-ship', all.ours] as const]) {
      const times = values.map(({ ms }) => ms);
      const middle = values.toSorted((a, b) => a.ms - b.ms)[values.length >> 1];
      if (middle !== undefined) tellMarks(`${name}, ${which}, a run of about the median`, middle);
      const [min, mid, max] = [Math.min(...times), median(times), Math.max(...times)].map(seconds);
      console.log(`${name.padEnd(20)} ${which}  n=${times.length}  min ${min}  median ${mid}  max ${max} s`);
    }
    const [mine, other] = [all.ours, all.theirs].map((values) => median(values.map(({ ms }) => ms)));
    const ratio = (mine ?? Number.NaN) / (other ?? Number.NaN);
    const good = ratio <= GOALS[which];
    met &&= good;
    ratios.push(`deploy-${which}: ${ratio.toFixed(3)} × (goal ${GOALS[which].toFixed(2)} ×) ${good ? 'met' : 'short'}`);
  }
} finally {
  rmSync(folders, { recursive: true, force: true });
}
console.log(`\n${ratios.join('\n')}`);
process.exitCode = met ? 0 : 1;
