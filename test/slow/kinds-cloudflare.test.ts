import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiles } from '../../src/wasm/validate.ts';
import {
  type ActionResult,
  type ActionRun,
  cacheFolder,
  otherTarget,
  root,
  runAction,
  type Trigger,
  toolCache,
} from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest, push, tag } from '../e2e/triggers.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';

/**
 * Kinds of Worker besides the plain workers-rs one: each is built by the real tools through dist, served in workerd on the
 * runner, where a wrong answer is a failure, and deployed by the real wrangler to the stand-in, whose workerd answers.
 */
let services: Services;
const folder = path.join(cacheFolder(), 'checkouts', `kinds-${path.basename(root)}`);
const host = (name: string): string => `https://${name}.box.workers.dev`;

beforeAll(async () => {
  services = await startServices(toolCache());
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => services?.[Symbol.asyncDispose]());

/** A fixture in a folder of its own. */
async function checkout(name: string): Promise<string> {
  const repo = path.join(folder, name);
  await cp(path.join(root, 'test/fixtures/kinds', name), repo, { recursive: true });
  return repo;
}

function npmInstall(repo: string): void {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: repo, stdio: 'pipe' });
}

/** A target folder that is kept, for what has dependencies to compile. */
const kept = { env: { CARGO_TARGET_DIR: otherTarget() } };

/** One run in a target folder as a runner has it: the workspace's own. */
function ship(workspace: string, inputs: Record<string, string>, more: Partial<ActionRun> = {}): Promise<ActionResult> {
  return runAction({
    services,
    workspace,
    trigger: pullRequest(),
    inputs: { 'latency-duration': '1s', ...inputs },
    ...more,
    env: { CARGO_TARGET_DIR: undefined, ...more.env },
  });
}

const get = async (url: string): Promise<string> => (await fetchEdge(services.cloudflare, url)).text();
const requests = (...paths: string[]): string => JSON.stringify(paths.map((item) => ({ name: item, path: item })));

/** The bundle's module is one that the engine compiles, smaller than before wasm-opt. */
async function expectModule(result: ActionResult): Promise<void> {
  const bytes = await readFile(result.outputs['wasm-path'] ?? '');
  expect(compiles(bytes)).toBe(true);
  execFileSync('wasm-tools', ['validate', result.outputs['wasm-path'] ?? '']);
  expect(Number(result.outputs['wasm-size'])).toBe(bytes.length);
  expect(result.report?.warnings.filter((warning) => warning.startsWith('Not optimized'))).toEqual([]);
}

describe('main in TypeScript, with a package of npm, a wasm-bindgen library below it, and modules of other types', () => {
  const inputs = {
    'working-directory': 'crate',
    edge: 'cloudflare',
    requests: requests('/greet/ann', '/text', '/numbers'),
  };

  it('is refused with the mend where the packages are not installed', async () => {
    const result = await ship(await checkout('typescript'), inputs, kept);
    expect(result.code).toBe(1);
    expect(result.log).toMatch(/package\.json has dependencies, and they are not installed\.%0ARun `npm ci`/);
    expect(result.log).not.toContain('Compiling');
  });

  it('is bundled once, served, and put live with its static files', async () => {
    const repo = await checkout('typescript');
    npmInstall(repo);
    const result = await ship(repo, inputs, { trigger: tag('v1.0.0'), ...kept });
    expect(result.code, result.log).toBe(0);
    await expectModule(result);
    const url = host('greeter');
    expect(await get(`${url}/greet/ann`)).toBe('Hello, ann, from Rust.');
    expect([await get(`${url}/text`), await get(`${url}/numbers`)]).toEqual(['A text module.\n', '0102ff']);
    expect(await get(`${url}/about`)).toBe('<h1>static</h1>\n'); // a static file comes before the Worker
    expect(services.cloudflare.assets.get('greeter')).toEqual(['/about.html']);
    expect(result.log).toContain('without its static `assets`');
    const names = result.report?.bundle?.files.map(({ name }) => name.replace(/^[0-9a-f]{40}/, 'HASH')).sort();
    expect(names).toEqual(['HASH-about.md', 'HASH-greeter_bg.wasm', 'HASH-numbers.bin', 'index.js']);
    const again = await ship(repo, { ...inputs, latency: 'false' }, kept);
    expect(again.outputs['bundle-digest']).toBe(result.outputs['bundle-digest']);
    expect(await get(`${host('greeter-pr-7')}/greet/ann`)).toBe('Hello, ann, from Rust.');
    expect(services.cloudflare.assets.get('greeter-pr-7')).toEqual(['/about.html']); // a preview has files of its own
  });
});

describe('the same, built once', () => {
  const git = (repo: string, ...args: readonly string[]): void => {
    execFileSync('git', ['-C', repo, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
  };

  it('a later run takes the stored bundle as long as the same packages are installed', async () => {
    const repo = await checkout('typescript');
    await writeFile(path.join(repo, '.gitignore'), 'node_modules\ntarget\npkg\n');
    await writeFile(path.join(repo, 'rust-toolchain.toml'), '[toolchain]\nchannel = "1.97.1"\n');
    git(repo, 'init', '--quiet', '--initial-branch=main');
    git(repo, 'add', '--all');
    git(repo, 'commit', '--quiet', '--message', 'greeter');
    npmInstall(repo);
    const inputs = { 'working-directory': 'crate', edge: 'cloudflare', latency: 'false', deploy: 'none' };
    const run = (id: number, trigger: Trigger, more: Readonly<Record<string, string>> = {}): Promise<ActionResult> => {
      const branch = trigger.name === 'push' ? 'main' : 'feature';
      services.github.seed({ runs: [{ id, event: trigger.name, head_branch: branch }] });
      return ship(repo, inputs, {
        trigger,
        env: {
          ...{ ...services.results.run({ runId: id, ref: trigger.ref }), ...kept.env },
          ...{ GITHUB_RUN_ID: String(id), GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}` },
          ...more,
        },
      });
    };
    const noRust = { PATH: '/usr/bin:/bin' };
    const built = await run(301, push('main'));
    expect(built.code, built.log).toBe(0);
    expect(built.log).not.toContain('is not stored');

    const taken = await run(302, pullRequest(), noRust);
    expect(taken.outputs, taken.log).toMatchObject({
      ...{ 'cache-hit': 'bundle', 'bundle-digest': built.outputs['bundle-digest'] },
    });

    const file = path.join(repo, 'node_modules/hono/dist/hono-base.js');
    await writeFile(file, `${await readFile(file, 'utf8')}\n// another one\n`);
    const other = await run(303, pullRequest(), noRust);
    expect(other.log).toContain('with another `node_modules/hono/dist/hono-base.js` than what is installed here');
    expect(other.outputs['cache-hit']).toBe('none');
  });
});

describe('a plain cdylib behind a shim in JavaScript', () => {
  it('is taken from where cargo puts it', async () => {
    const result = await ship(await checkout('shim'), { requests: requests('/?n=4') });
    expect(result.code, result.log).toBe(0);
    await expectModule(result);
    expect(await get(`${host('adder-pr-7')}/?n=4`)).toBe('30');
  });

  it('is put there where it is built elsewhere, and a stale one is not taken', async () => {
    const repo = await checkout('shim');
    const stale = path.join(repo, 'target/wasm32-unknown-unknown/release/adder.wasm');
    await mkdir(path.dirname(stale), { recursive: true });
    await writeFile(stale, 'stale');
    const target = path.join(folder, 'shared-target');
    const result = await ship(repo, { requests: requests('/?n=5') }, { env: { CARGO_TARGET_DIR: target } });
    expect(result.code, result.log).toBe(0);
    expect(await get(`${host('adder-pr-7')}/?n=5`)).toBe('55');
  });

  it('has its own build command run once, without a secret, and its module found', async () => {
    const repo = await checkout('shim');
    const config = await readFile(path.join(repo, 'wrangler.toml'), 'utf8');
    const command =
      'cargo build --release --target wasm32-unknown-unknown && cp target/wasm32-unknown-unknown/release/adder.wasm src/x.wasm && env >> seen.txt';
    await writeFile(path.join(repo, 'wrangler.toml'), `${config}\n[build]\ncommand = "${command}"\n`);
    const shim = await readFile(path.join(repo, 'src/shim.js'), 'utf8');
    await writeFile(path.join(repo, 'src/shim.js'), shim.replace(/'\.\.\/target.*'/, "'./x.wasm'"));
    const result = await ship(repo, { requests: requests('/?n=2') });
    expect(result.code, result.log).toBe(0);
    expect(await get(`${host('adder-pr-7')}/?n=2`)).toBe('5');
    const seen = await readFile(path.join(repo, 'seen.txt'), 'utf8');
    expect(seen.match(/^PATH=/gm)).toHaveLength(1);
    expect(seen).not.toContain(services.cloudflare.token);
    expect(result.log.match(/Compiling adder/g)).toHaveLength(1);
  });

  it('is refused where main imports another module', async () => {
    const repo = await checkout('shim');
    const shim = await readFile(path.join(repo, 'src/shim.js'), 'utf8');
    await writeFile(path.join(repo, 'src/shim.js'), shim.replace(/'\.\.\/target.*'/, "'./other.wasm'"));
    const absent = await ship(repo, { latency: 'false' });
    expect(absent.log).toMatch(/wrangler cannot bundle `main` \(src\/shim\.js\): .*other\.wasm/);
    await writeFile(path.join(repo, 'src/other.wasm'), Buffer.from('0061736d01000000', 'hex'));
    const other = await ship(repo, { latency: 'false' });
    expect([absent.code, other.code]).toEqual([1, 1]);
    expect(other.log).toMatch(/imports no wasm module that this build has made.*target\/wasm32.*adder\.wasm/);
  });
});

describe('workers-rs with a build step', () => {
  it('has the step run once before cargo, without a secret', async () => {
    const repo = await checkout('steps');
    const result = await ship(repo, { requests: requests('/') }, kept);
    expect(result.code, result.log).toBe(0);
    await expectModule(result);
    expect(await get(host('page-pr-7'))).toBe('<h1>Made by a step</h1>\n');
    expect(await readFile(path.join(repo, 'runs.txt'), 'utf8')).toBe('secrets: \n');
  });

  it('has steps after worker-build too, and wrangler bundles what they leave', async () => {
    const repo = await checkout('steps');
    const config = await readFile(path.join(repo, 'wrangler.toml'), 'utf8');
    await writeFile(path.join(repo, 'wrangler.toml'), config.replace('--release"', '--release && node after.mjs"'));
    await writeFile(
      path.join(repo, 'after.mjs'),
      "import { appendFileSync } from 'node:fs';\nappendFileSync('build/index.js', 'globalThis.after = true;\\n');\n",
    );
    const result = await ship(repo, { requests: requests('/') }, kept);
    expect(result.code, result.log).toBe(0);
    expect(await get(host('page-pr-7'))).toBe('<h1>Made by a step</h1>\n');
  });
});

/** A crate as it is on crates.io, put beside a Worker of the fixture's. */
async function published(fixture: string, name: string, version: string): Promise<string> {
  const repo = await checkout(fixture);
  const fetched = path.join(repo, 'fetched');
  await mkdir(path.join(fetched, 'src'), { recursive: true });
  await writeFile(path.join(fetched, 'src/lib.rs'), '');
  const head = '[package]\nname = "fetched"\nversion = "0.1.0"\n[dependencies]\n';
  await writeFile(path.join(fetched, 'Cargo.toml'), `${head}${name} = "=${version}"\n`);
  const options = { cwd: fetched, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  const told = JSON.parse(execFileSync('cargo', ['metadata', '--format-version', '1'], options)) as {
    packages: { name: string; manifest_path: string }[];
  };
  const manifest = told.packages.find((crate) => crate.name === name)?.manifest_path ?? '';
  await cp(path.dirname(manifest), path.join(repo, name), { recursive: true });
  await rm(fetched, { recursive: true });
  return repo;
}

describe('a published crate as it is', () => {
  it.each([
    ['fast_qr', '0.13.1', 'qr', 'svg,wasm-bindgen', '/?text=edge', /^<svg viewBox=/, 'bundler'],
    ['titlecase', '3.6.0', 'title', 'wasm', '/?text=the%20iphone%20of%20old', /^The Iphone of Old$/, 'web'],
  ])('%s %s of crates.io', async (name, version, fixture, features, request, answer, glue) => {
    const repo = await published(fixture, name, version);
    const inputs = { 'working-directory': name, edge: 'cloudflare', features, requests: requests(request) };
    const result = await ship(repo, inputs, { ...kept, timeoutMs: 1_800_000 });
    expect(result.code, result.log).toBe(0);
    await expectModule(result);
    expect(await get(`${host(`${fixture}-pr-7`)}${request}`)).toMatch(answer);
    expect(result.log.includes("the glue of wasm-bindgen's target `bundler`")).toBe(glue === 'bundler');
  });
});
