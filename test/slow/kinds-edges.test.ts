import { execFileSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { componentExports } from '../../src/wasm/component.ts';
import { isComponent, readSections } from '../../src/wasm/sections.ts';
import { compiles } from '../../src/wasm/validate.ts';
import { type ActionResult, cacheFolder, root, runAction, type Trigger, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest, push } from '../e2e/triggers.ts';
import { runtimeOf } from '../standins/edge-tools.ts';

/** The action on crates of the edges that we do not deploy to yet: real cargo, wasm-opt, deno and wasmtime. */
let services: Services;
const folder = path.join(cacheFolder(), 'checkouts', `kinds-edges-${path.basename(root)}`);
beforeAll(async () => {
  services = await startServices(toolCache());
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => services?.[Symbol.asyncDispose]());

interface Kind {
  readonly edge: string;
  readonly example: string;
  readonly title: string;
  readonly runtime: RegExp;
  readonly files: readonly string[];
  readonly valid: (module: Uint8Array) => void;
}

const KINDS: readonly Kind[] = [
  {
    edge: 'wasi',
    example: 'parse',
    title: 'WASI hosts',
    runtime: /^wasmtime 49\.0\.3$/,
    files: ['parse.wasm'],
    valid: (module) =>
      expect(componentExports(module)).toContainEqual(expect.stringMatching(/^wasi:http\/incoming-handler@0\.2\./)),
  },
  {
    edge: 'deno',
    example: 'image',
    title: 'Deno Deploy',
    runtime: /^deno 2\.9\.6$/,
    files: ['main.ts', 'deno.json', 'pkg/thumbnail.js', 'pkg/thumbnail_bg.js', 'pkg/thumbnail_bg.wasm'],
    valid: (module) => expect(compiles(module)).toBe(true),
  },
];

describe.each(KINDS)('$edge: examples/$example', ({ edge, example, title, runtime, files, valid }) => {
  let result: ActionResult;
  beforeAll(async () => {
    services.github.repository.comments.clear();
    result = await runAction({
      services,
      workspace: path.join(root, 'examples', example),
      trigger: pullRequest(),
      inputs: { 'latency-duration': '2 s' },
      env: { CARGO_TARGET_DIR: path.join(cacheFolder(), 'target-kinds') },
      credentials: false,
      timeoutMs: 1_800_000,
    });
  }, 1_800_000);

  it('is built, within its budget, and the job is green', () => {
    expect(result.log).not.toMatch(/^::(error|warning)/m);
    expect(result.code).toBe(0);
    expect(result.outputs).toMatchObject({ 'budget-status': 'within', deployed: 'false' });
    expect(result.report).toMatchObject({ edge, failures: [] });
  });

  it('the bundle is what the edge takes, its module a good one', async () => {
    expect(result.report?.bundle?.files.map(({ name }) => name)).toEqual(files);
    const module = await readFile(result.outputs['wasm-path'] ?? '');
    valid(module);
    expect(module.length).toBe(Number(result.outputs['wasm-size']));
  });

  it("is served by the edge's own runtime: each request measured, with the status that it expects", () => {
    const { latency } = result.report ?? {};
    expect(latency?.runtime).toMatch(runtime);
    expect(latency?.warm.routes.length).toBeGreaterThan(2);
    for (const { latency: summary } of latency?.warm.routes ?? []) expect(summary.n).toBeGreaterThan(0);
    for (const cold of [latency?.cold.process, latency?.cold.isolate]) expect(cold?.p50).toBeGreaterThan(0);
  });

  it('is not deployed, which a notice says; the comment is there', () => {
    const reason = `deploying to ${title} is planned, and this version does not do it.`;
    expect(result.outputs['skip-reason']).toBe(reason);
    expect(result.log).toContain(`Not deployed: ${reason}`);
    expect([...services.github.repository.comments.values()]).toHaveLength(1);
  });
});

/** A fixture in a folder of its own, with some texts in one of its files replaced. */
async function checkout(name: string, file = '', ...changes: (readonly [string, string])[]): Promise<string> {
  const repo = path.join(folder, name);
  await rm(repo, { recursive: true, force: true });
  await cp(path.join(root, 'test/fixtures/kinds', name), repo, { recursive: true });
  if (changes.length === 0) return repo;
  const text = await readFile(path.join(repo, file), 'utf8');
  await writeFile(
    path.join(repo, file),
    changes.reduce((now, [from, to]) => now.replace(from, to), text),
  );
  return repo;
}

function ship(workspace: string, inputs: Readonly<Record<string, string>> = {}): Promise<ActionResult> {
  return runAction({
    services,
    workspace,
    trigger: pullRequest(),
    inputs: { 'latency-duration': '1 s', ...inputs },
    env: { CARGO_TARGET_DIR: path.join(cacheFolder(), 'target-kinds') },
    credentials: false,
    timeoutMs: 1_800_000,
  });
}

const requests = (...paths: readonly (readonly [string, number])[]): string =>
  JSON.stringify(paths.map(([at, expected]) => ({ name: at, path: at, expect: expected })));

/** What the real wasmtime prints for a command of the bundle. */
async function wasmtimeRun(file: string, stdin: string): Promise<string> {
  return execFileSync(await runtimeOf('wasi'), ['run', file], { input: stdin, encoding: 'utf8' });
}

describe('a command whose .cargo/config.toml says wasm32-wasip1', () => {
  it('is a core module, optimized and within its budget; nothing serves it, and wasmtime runs it', async () => {
    const result = await ship(await checkout('command'));
    expect(result.code, result.log).toBe(0);
    expect(result.log).not.toMatch(/^::(error|warning)/m);
    expect(result.outputs).toMatchObject({ 'budget-status': 'within', 'latency-p50': '' });
    expect(result.report?.warnings).toEqual([]);
    expect(result.report?.bundle?.files.map(({ name }) => name)).toEqual(['count.wasm']);
    const file = result.outputs['wasm-path'] ?? '';
    const module = await readFile(file);
    expect(isComponent(module)).toBe(false);
    expect(readSections(module).filter(({ name }) => name !== undefined)).toEqual([]);
    expect(module.length).toBeLessThan(result.report?.module?.before?.raw ?? 0);
    expect(await wasmtimeRun(file, 'one two\nthree\n')).toBe('3\n');
  });

  it('by its old name too, with a warning at its line', async () => {
    const result = await ship(await checkout('command', '.cargo/config.toml', ['wasip1', 'wasi']));
    expect(result.code, result.log).toBe(0);
    expect(result.log).toMatch(/^::warning title=Old target name,file=.cargo\/config.toml,line=2::.*wasm32-wasip1/m);
    expect(isComponent(await readFile(result.outputs['wasm-path'] ?? ''))).toBe(false);
  });

  it('is refused with the mend where it is to be measured, before it is built', async () => {
    const result = await ship(await checkout('command'), { latency: 'true' });
    expect(result.code).toBe(1);
    expect(result.log).toMatch(/^::error .*count is built for wasm32-wasip1.*set `latency` to `false`/m);
    expect(result.log).not.toMatch(/Compiling|Finished/);
  });

  it('is a component of wasm32-wasip2 where nothing says otherwise', async () => {
    const repo = await checkout('command');
    await rm(path.join(repo, '.cargo'), { recursive: true });
    const result = await ship(repo);
    expect(result.code, result.log).toBe(0);
    expect(componentExports(await readFile(result.outputs['wasm-path'] ?? ''))).toContainEqual(
      expect.stringMatching(/^wasi:cli\/run@/),
    );
    expect(await wasmtimeRun(result.outputs['wasm-path'] ?? '', 'one two')).toBe('2\n');
  });
});

describe('a cdylib that answers wasi:http, by the bindings of wasip2 alone', () => {
  it('is a component that wasmtime serves: each request measured, with the status that it expects', async () => {
    const result = await ship(await checkout('handler'), { requests: requests(['/', 200], ['/nothing', 404]) });
    expect(result.code, result.log).toBe(0);
    expect(result.outputs['budget-status']).toBe('within');
    const module = await readFile(result.outputs['wasm-path'] ?? '');
    expect(componentExports(module)).toContainEqual(expect.stringMatching(/^wasi:http\/incoming-handler@0\.2\./));
    const { latency, warnings } = result.report ?? {};
    expect(warnings).toEqual([]);
    expect(latency?.runtime).toMatch(/^wasmtime /);
    expect(latency?.warm.routes.map(({ latency: { n } }) => n > 0)).toEqual([true, true]);
  });
});

describe('an entry of deno that imports packages of npm, in two of its files, above a wasm-bindgen library', () => {
  const asked = requests(['/?text=A%20b&version=1.2.3', 200], ['/?text=a&version=x', 400]);

  it('is joined with them as deno.lock has them: the bundle runs alone, and each request is measured', async () => {
    const result = await ship(await checkout('packages'), { requests: asked, health: '/?text=a&version=1.0.0' });
    expect(result.code, result.log).toBe(0);
    const files = ['src/main.js', 'deno.json', 'pkg/slugs.js', 'pkg/slugs_bg.js', 'pkg/slugs_bg.wasm'];
    expect(result.report?.bundle?.files.map(({ name }) => name)).toEqual(files);
    expect(result.report?.latency?.warm.routes.map(({ latency: { n } }) => n > 0)).toEqual([true, true]);
    expect(result.report?.tools).toMatchObject({ deno: '2.9.6' });
    expect(result.log).not.toMatch(/Download .*esbuild/); // ours, checked by its hash
    const bundle = path.resolve(result.outputs['wasm-path'] ?? '', '../..');
    const main = await readFile(path.join(bundle, 'src/main.js'), 'utf8');
    expect([...main.matchAll(/^import .* from "(.*)"/gm)].map(([, from]) => from)).toEqual(['../pkg/slugs.js']);
    expect(main).toMatch(/node_modules\/\.deno\/semver@7\.7\.3\//);
    expect(main).not.toContain(path.dirname(folder)); // nor any other place of this machine
    expect(JSON.parse(await readFile(path.join(bundle, 'deno.json'), 'utf8'))).toEqual({
      deploy: { entrypoint: 'src/main.js' },
    });
    const again = await ship(await checkout('packages'), { latency: 'false' });
    expect(again.outputs['bundle-digest']).toBe(result.outputs['bundle-digest']);
  });

  it('is refused where deno.lock is not there, does not fit, or has another hash', async () => {
    const repo = await checkout('packages');
    await rm(path.join(repo, 'deno.lock'));
    const absent = await ship(repo, { latency: 'false' });
    expect(absent.log).toMatch(
      /^::error .*there is no deno\.lock in \.\.%0ARun `deno install --entrypoint src\/main\.ts`/m,
    );
    const other = await ship(await checkout('packages', 'src/main.ts', ['7.7.3', '7.7.2']), { latency: 'false' });
    expect(other.log).toMatch(/^::error .*deno\.lock in \. does not fit what src\/main\.ts imports/m);
    const forged = await ship(await checkout('packages', 'deno.lock', ['sha512-SdsK', 'sha512-AAAA']), {
      latency: 'false',
    });
    expect(forged.log).toMatch(
      /^::error .*deno cannot join src\/main\.ts with npm:semver@7\.7\.3, npm:zod@4\.1\.13: .*semver@7\.7\.3.*checksum did not match/m,
    );
    expect([absent.code, other.code, forged.code]).toEqual([1, 1, 1]);
  });
});

it('deno: what its entry imports is known, so the bundle is stored, and a later run takes it without any Rust', async () => {
  const repo = path.join(cacheFolder(), 'checkouts', `image-once-${path.basename(root)}`);
  await rm(repo, { recursive: true, force: true });
  await cp(path.join(root, 'examples', 'image'), repo, {
    recursive: true,
    filter: (from) => !/\/(target|pkg)$/.test(from),
  });
  await writeFile(path.join(repo, '.gitignore'), 'target\npkg\n');
  await writeFile(path.join(repo, 'rust-toolchain.toml'), '[toolchain]\nchannel = "1.97.1"\n');
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', repo, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
  };
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'image');
  const run = (id: number, trigger: Trigger, more: Readonly<Record<string, string>> = {}): Promise<ActionResult> => {
    services.github.seed({
      runs: [{ id, event: trigger.name, head_branch: trigger.name === 'push' ? 'main' : 'feature' }],
    });
    return runAction({
      ...{ services, workspace: repo, trigger, inputs: { latency: 'false', optimize: 'off' }, credentials: false },
      env: {
        ...services.results.run({ runId: id, ref: trigger.ref }),
        ...{ GITHUB_RUN_ID: String(id), GITHUB_WORKFLOW_REF: `octo/auth/.github/workflows/ship.yml@${trigger.ref}` },
        CARGO_TARGET_DIR: path.join(cacheFolder(), 'target-kinds'),
        ...more,
      },
      timeoutMs: 1_800_000,
    });
  };
  const built = await run(401, push('main'));
  expect(built.code, built.log).toBe(0);
  expect(built.log).not.toContain('is not stored');
  const taken = await run(402, pullRequest(), { PATH: '/usr/bin:/bin' });
  expect([taken.code, taken.outputs['cache-hit'], taken.outputs['bundle-digest']], taken.log).toEqual([
    ...[0, 'bundle', built.outputs['bundle-digest']],
  ]);
}, 1_800_000);
