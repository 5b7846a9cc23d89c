import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { callApi } from '../standins/cloudflare/payload.ts';
import { workspaceOf } from './workspace-of.ts';

/** Several members of a workspace in one step: one cargo, one comment, each its own preview. */
let services: Services;
let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-several-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  services = await startServices(toolCache());
  return () => services[Symbol.asyncDispose]();
});

async function repository(
  ...[names, sources]: [readonly string[], Readonly<Record<string, string>>?]
): Promise<string> {
  const repo = path.join(folder, String(++count));
  await workspaceOf(repo, names, sources);
  return repo;
}

interface Several extends ActionResult {
  /** Commands of cargo that built something of this repository. */
  readonly builds: readonly string[];
  readonly comments: readonly string[];
}

/** A run, with a cargo before the real one that writes down how it was called. */
async function ship(
  workspace: string,
  inputs: Record<string, string>,
  more: Partial<ActionRun> = {},
): Promise<Several> {
  const bin = path.join(folder, `bin-${++count}`);
  const calls = path.join(bin, 'calls');
  await mkdir(bin);
  await writeFile(calls, '');
  const script = `#!/bin/sh\necho "$*" >> '${calls}'\nPATH=\${PATH#*:}\nexec cargo "$@"\n`;
  await writeFile(path.join(bin, 'cargo'), script, { mode: 0o755 });
  const { pathOfScripts } = await import('../act/run-act.ts');
  const result = await runAction({
    ...{ services, workspace, trigger: pullRequest() },
    inputs: { package: '*', latency: 'false', ...inputs },
    ...more,
    env: { CARGO_TARGET_DIR: undefined, PATH: `${bin}:${await pathOfScripts()}`, ...more.env },
  });
  const builds = (await readFile(calls, 'utf8')).split('\n').filter((line) => line.startsWith('build '));
  return { ...result, builds, comments: [...services.github.repository.comments.values()].map(({ body }) => body) };
}

const answer = async (name: string): Promise<string> =>
  (await fetchEdge(services.cloudflare, `https://${name}.box.workers.dev/`)).text();

/** What the module answers: `start`, then ten numbers. */
function sum(start: number): string {
  let all = start;
  for (let i = 1; i <= 10; i++) all = (Math.imul(all, 31) + i) >>> 0;
  return String(all);
}

describe('on a pull request', () => {
  it('one call of cargo builds all of them; each has its preview and its outputs, and one comment tells of all', async () => {
    const result = await ship(await repository(['a', 'b', 'c-d']), {
      'latency-duration': '1 s',
      latency: 'true',
      requests: '[{"name":"sum","path":"/","expect":200}]',
    });
    expect(result.code, result.log).toBe(0);
    expect(result.log).toMatch(/^Plan: a, b, c-d for cloudflare, deploying to preview\.$/m);
    expect(result.builds).toEqual([expect.stringContaining('--package a --package b --package c-d')]);
    for (const name of ['a', 'b', 'c-d']) expect(await answer(`${name}-pr-7`)).toBe(sum(0));
    expect(result.comments).toHaveLength(1);
    expect(result.comments[0]).toMatch(/^<!-- wasm-ship: a b c-d -->\n### ✅ 3 packages\n/);
    expect(result.comments[0]).toMatch(
      /^\| \*\*b\*\* \| .* brotli \| .* ms \| .* ms \| \[preview\]\(https:\/\/b-pr-7/m,
    );
    expect(result.outputs).toMatchObject({ deployed: 'true', environment: 'preview-pr-7', 'preview-url': '' });
    const packages = JSON.parse(result.outputs.packages ?? '');
    expect(packages['c-d']['preview-url']).toBe('https://c-d-pr-7.box.workers.dev');
    const digests = ['a', 'b', 'c-d'].map((name) => `${name}=${packages[name]['bundle-digest']}`);
    expect(result.outputs['bundle-digest']).toBe(digests.join(' '));
    const kept = services.results.artifacts.map(({ name }) => name);
    for (const name of ['a', 'b', 'c-d'])
      expect(kept).toEqual(expect.arrayContaining([`wasm-ship-${name}-bundle`, `wasm-ship-${name}-report`]));
  });

  it('one that does not compile is told, and the others have their previews', async () => {
    const result = await ship(await repository(['a', 'b'], { b: 'pub fn wrong() -> u32 {\n    "text"\n}\n' }), {
      optimize: 'off',
    });
    expect(result.code).toBe(1);
    expect(await answer('a-pr-7')).toBe(sum(0));
    expect(result.comments[0]).toContain('### ❌ 1 of 2 packages · b does not build');
    expect(result.comments[0]).toContain('**b, build**: b does not compile: mismatched types');
    expect(result.log).toMatch(/^::error title=cargo error E0308,file=b\/src\/lib\.rs,line=2,col=5::mismatched types/m);
    const packages = JSON.parse(result.outputs.packages ?? '');
    expect([packages.a.deployed, packages.b.deployed, result.outputs.deployed]).toEqual(['true', 'false', 'partly']);
  });

  it('names choose, and features are of each: what they share is built once, with the features of both', async () => {
    const repo = await repository(['a', 'b', 'c']);
    const table = '\n[package.metadata.wasm-ship]\nfeatures = ["big"]\n';
    await writeFile(
      path.join(repo, 'a/Cargo.toml'),
      `${await readFile(path.join(repo, 'a/Cargo.toml'), 'utf8')}${table}`,
    );
    const result = await ship(repo, { package: 'a, b', optimize: 'off' });
    expect(result.code, result.log).toBe(0);
    expect(result.builds).toEqual([expect.stringContaining('--package a --package b --features a/big')]);
    expect([await answer('a-pr-7'), await answer('b-pr-7')]).toEqual([sum(1000), sum(1000)]);
  });
});

/** Changes a file of a repository. */
async function change(repo: string, file: string, how: (text: string) => string): Promise<void> {
  const at = path.join(repo, file);
  await writeFile(at, how(await readFile(at, 'utf8')));
}

describe('what one call of cargo cannot do', () => {
  const START: Readonly<Record<string, string>> = { a: sum(0), b: sum(0) };

  it('two whose modules have one name are built apart, and each ships its own', async () => {
    const other = '#[unsafe(no_mangle)]\npub extern "C" fn sum(n: u32) -> u32 {\n    n + shared::start()\n}\n';
    const repo = await repository(['a', 'b'], { b: other });
    for (const name of ['a', 'b']) {
      await change(repo, `${name}/Cargo.toml`, (text) => text.replace('[lib]', '[lib]\nname = "module"'));
      await change(repo, `${name}/src/shim.js`, (text) => text.replace(`${name}.wasm`, 'module.wasm'));
    }
    const result = await ship(repo, { optimize: 'off' });
    expect(result.code, result.log).toBe(0);
    expect(result.builds).toHaveLength(2);
    expect([await answer('a-pr-7'), await answer('b-pr-7')]).toEqual([START.a, '10']);
  });

  it('features of a workspace with the first resolver: each member with some is built apart', async () => {
    const repo = await repository(['a', 'b']);
    await change(repo, 'Cargo.toml', (text) => text.replace('resolver = "3"', 'resolver = "1"'));
    for (const name of ['a', 'b'])
      await change(repo, `${name}/Cargo.toml`, (text) => `${text}\n[package.metadata.wasm-ship]\nfeatures = ["big"]\n`);
    const result = await ship(repo, { optimize: 'off' });
    expect(result.code, result.log).toBe(0);
    expect([await answer('a-pr-7'), await answer('b-pr-7')]).toEqual([sum(1000), sum(1000)]);
  });

  it('two Workers of one name: the second is refused, and replaces nothing', async () => {
    const repo = await repository(['a', 'b']);
    await change(repo, 'b/wrangler.toml', (text) => text.replace('name = "b"', 'name = "a"'));
    const result = await ship(repo, { optimize: 'off' });
    expect(result.code).toBe(1);
    expect(result.log).toContain('b deploys to `a`, and so does a: one would replace the other.');
    expect(await answer('a-pr-7')).toBe(START.a);
  });
});

describe('held against the base', () => {
  it('both are built there by one call too; what has not moved is counted, and no row', async () => {
    const repo = await repository(['a', 'b']);
    const git = (...args: string[]): string =>
      execFileSync('git', ['-C', repo, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        encoding: 'utf8',
      });
    git('init', '--quiet', '--initial-branch=main');
    await writeFile(path.join(repo, '.gitignore'), 'target\n');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'one');
    const source = path.join(repo, 'b/src/lib.rs');
    await writeFile(source, (await readFile(source, 'utf8')).replace('mul(31)', 'mul(37).rotate_left(n)'));
    git('commit', '--quiet', '--all', '--message', 'two');
    const event = {
      ...push('main'),
      payload: { ...(push('main').payload as object), before: git('rev-parse', 'HEAD^').trim() },
    };
    const result = await ship(repo, { base: 'auto', deploy: 'none', optimize: 'off' }, { trigger: event });
    expect(result.code, result.log).toBe(0);
    const one = '--package a --package b';
    expect(result.builds).toEqual([expect.stringContaining(one), expect.stringContaining(one)]);
    expect(result.summary).toMatch(/^### ✅ 2 packages · 1 changed\n/);
    expect(result.summary).toMatch(/^\| \*\*b\*\* \| \d+ B \| \d+ B brotli \| [+−]/m);
    expect(result.summary).not.toMatch(/^\| \*\*a\*\*/m);
    expect(result.summary).toContain('1 other unchanged.');
    expect(result.summary).toMatch(/<sub>`2222222` against `[0-9a-f]{7}` \(commit before\)/);
  });
});

describe('workers-rs', () => {
  it('worker-build compiles none of them again, and later runs take the bundle of each', async () => {
    const repo = path.join(cacheFolder(), 'checkouts', `several-${path.basename(root)}`);
    await rm(repo, { recursive: true, force: true });
    await twoWorkers(repo);
    const git = (...args: string[]): void => {
      execFileSync('git', ['-C', repo, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
    };
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'two');
    const run = (id: number, trigger: Trigger, more: Readonly<Record<string, string>> = {}): Promise<Several> => {
      services.github.seed({
        runs: [{ id, event: trigger.name, head_branch: trigger.name === 'push' ? 'main' : 'feature' }],
      });
      return ship(
        repo,
        { optimize: 'off', deploy: 'none' },
        {
          trigger,
          env: {
            ...services.results.run({ runId: id, ref: trigger.ref }),
            GITHUB_RUN_ID: String(id),
            GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}`,
            CARGO_TARGET_DIR: otherTarget(),
            ...more,
          },
        },
      );
    };
    const built = await run(101, push('main'));
    expect(built.code, built.log).toBe(0);
    // worker-build asks cargo once for each, and names all of them: nothing is compiled
    const compiled = built.log.split('Packing')[1] ?? '';
    expect(compiled).not.toMatch(/Compiling \S+ v\d/);
    expect(services.results.artifacts.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^wasm-ship-auth-source-/),
        expect.stringMatching(/^wasm-ship-hello-source-/),
      ]),
    );
    const again = await run(102, pullRequest(), { PATH: '/usr/bin:/bin' });
    expect(again.code, again.log).toBe(0);
    expect(again.outputs).toMatchObject({ 'cache-hit': 'bundle', 'bundle-digest': built.outputs['bundle-digest'] });
    expect(again.log).toMatch(/taking the bundle of hello of https:.*\/runs\/101\.$/m);

    await change(repo, 'hello/src/lib.rs', (text) => text.replace('"hello"', 'hello'));
    const broken = await run(103, pullRequest());
    expect(broken.code).toBe(1);
    const packages = JSON.parse(broken.outputs.packages ?? '');
    expect([packages.auth['wasm-size'], packages.hello['wasm-size']], broken.log).toEqual([
      expect.stringMatching(/^\d+$/),
      '',
    ]);
    expect(broken.comments[0]).toContain('### ❌ 1 of 2 packages · hello does not build');
  });
});

/** examples/auth and a worker of a few lines beside it, in one workspace. */
async function twoWorkers(repo: string): Promise<void> {
  const from = path.join(root, 'examples', 'auth');
  await cp(from, path.join(repo, 'auth'), { recursive: true, filter: (file) => !/\/(target|build)$/.test(file) });
  const manifest = await readFile(path.join(from, 'Cargo.toml'), 'utf8');
  const profile = /^\[profile\.release\]\n(?:[^[\n].*\n)+/m.exec(manifest)?.[0] ?? '';
  const lock = await readFile(path.join(from, 'Cargo.lock'), 'utf8');
  await rm(path.join(repo, 'auth', 'Cargo.lock'));
  const worker = /name = "worker"\nversion = "([^"]+)"/.exec(lock)?.[1] ?? '';
  const files = {
    'rust-toolchain.toml': '[toolchain]\nchannel = "1.97.1"\n',
    'Cargo.toml': `[workspace]\nmembers = ["auth", "hello"]\nresolver = "3"\n\n${profile}`,
    'Cargo.lock': withHello(lock),
    'hello/Cargo.toml': `[package]\nname = "hello"\nversion = "0.1.0"\nedition = "2024"\n\n[lib]\ncrate-type = ["cdylib"]\n\n[dependencies]\nworker = "${worker}"\n`,
    'hello/wrangler.toml': 'name = "hello"\nmain = "build/index.js"\ncompatibility_date = "2026-11-01"\n',
    'hello/src/lib.rs':
      'use worker::*;\n\n#[event(fetch)]\nasync fn fetch(_: Request, _: Env, _: Context) -> Result<Response> {\n    Response::ok("hello")\n}\n',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(repo, name)), { recursive: true });
    await writeFile(path.join(repo, name), text);
  }
}

/** The lock file with one package more, in the order that cargo keeps. */
function withHello(lock: string): string {
  const [head = '', ...packages] = lock.split('\n[[package]]\n');
  const hello = 'name = "hello"\nversion = "0.1.0"\ndependencies = [\n "worker",\n]\n';
  const at = packages.findIndex((text) => text > hello);
  return [head, ...packages.toSpliced(at, 0, hello)].join('\n[[package]]\n');
}

describe('in production', () => {
  const liveOf = async (name: string): Promise<number> =>
    (await fetchEdge(services.cloudflare, `https://${name}.box.workers.dev/`)).status;

  it('what does not fit keeps the whole release: none of it goes live', async () => {
    const repo = await repository(['a', 'b']);
    const table = '\n[package.metadata.wasm-ship]\nbudget = "raw 10 B"\n';
    await writeFile(
      path.join(repo, 'b/Cargo.toml'),
      `${await readFile(path.join(repo, 'b/Cargo.toml'), 'utf8')}${table}`,
    );
    const result = await ship(repo, { optimize: 'off' }, { trigger: tag('v1.0.0') });
    expect(result.code).toBe(1);
    expect([await liveOf('a'), await liveOf('b')]).toEqual([404, 404]);
    const packages = JSON.parse(result.outputs.packages ?? '');
    expect(packages.a['skip-reason']).toBe('b of the same release may not go to production: none of it does.');
    expect(packages.b['skip-reason']).toBe('over its budget: that blocks production.');
  });

  it('the tag of one releases that one alone', async () => {
    const result = await ship(await repository(['a', 'b']), { optimize: 'off' }, { trigger: tag('b-v1.0.0') });
    expect(result.code, result.log).toBe(0);
    expect(result.log).toMatch(/^Plan: b for cloudflare, deploying to production\.$/m);
    expect([await liveOf('a'), await liveOf('b')]).toEqual([404, 200]);
  });

  it('after one that cannot be deployed the rest of the release stays as it was', async () => {
    services.cloudflare.fail({ method: 'PUT', path: /\/scripts\/a\?/, status: 500, times: 20 });
    const result = await ship(await repository(['a', 'b']), { optimize: 'off' }, { trigger: tag('v1.0.0') });
    expect(result.code).toBe(1);
    expect([await liveOf('a'), await liveOf('b')]).toEqual([404, 404]);
    expect(JSON.parse(result.outputs.packages ?? '').b['skip-reason']).toBe(
      'the deploy of a failed before it: what was live stays.',
    );
  });

  it('in two jobs, each by its own digest', async () => {
    const repo = await repository(['a', 'b']);
    const built = await ship(repo, { phase: 'build', optimize: 'off' }, { trigger: tag('v1.0.0'), credentials: false });
    expect(built.code, built.log).toBe(0);
    const digests = built.outputs['bundle-digest'] ?? '';
    const deployed = await ship(repo, { phase: 'deploy', 'bundle-digest': digests }, { trigger: tag('v1.0.0') });
    expect(deployed.code, deployed.log).toBe(0);
    expect(deployed.builds).toEqual([]);
    expect([await answer('a'), await answer('b')]).toEqual([sum(0), sum(0)]);
    const other = digests.replace(/b=./, 'b=f');
    const refused = await ship(repo, { phase: 'deploy', 'bundle-digest': other }, { trigger: tag('v1.0.1') });
    expect(refused.code).toBe(1);
    const { result } = await callApi(services.cloudflare, 'GET', 'scripts/a/deployments');
    expect((result as { deployments: unknown[] }).deployments).toHaveLength(1); // a alone did not go live anew
  });
});
