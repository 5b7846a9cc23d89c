import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Equipment } from '../../../../src/build/equip.ts';
import type { Recipe } from '../../../../src/edge/cloudflare/build.ts';
import { refuseWithoutPackages } from '../../../../src/edge/cloudflare/npm-packages.ts';
import { packByRecipe } from '../../../../src/edge/cloudflare/pack-main.ts';
import { runCommand } from '../../../../src/edge/cloudflare/run-command.ts';
import type { Command } from '../../../../src/host/host.ts';
import type { PackagePlan } from '../../../../src/plan.ts';
import { withCustomSection } from '../../../../src/wasm/sections.ts';
import { type Answers, type Reply, recordedHost } from '../../recorded-host.ts';

const EMPTY = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const wasm = (name: string): Uint8Array => withCustomSection(EMPTY, name, new Uint8Array(name.length));
const CONFIG = { name: 'a', compatibility_date: '2026-11-01' };
const OWN: Recipe = { before: '', workerBuild: false, after: '', main: 'src/index.ts', wasmBindgen: false };
const PLAN: PackagePlan = {
  ...{ name: 'tiny', dir: 'web/crate', edge: 'cloudflare', dependencies: [], files: [], toolchain: undefined },
  ...{
    profile: 'release',
    features: [],
    optimize: undefined,
    budgets: [],
    overBudget: 'fail',
    ignore: [],
    buildEnv: [],
  },
};
const VERSION = JSON.stringify({ version: '4.0.0' });
const FILES = {
  'own/wasm32-unknown-unknown/release/tiny.wasm': wasm('built'),
  'tools/modules/wrangler/package.json': VERSION,
};

interface Run {
  readonly recipe?: Partial<Recipe>;
  readonly config?: object;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** What wrangler's dry run does in its output folder. */
  readonly bundles: (out: string) => Reply;
}

/** Packs web/ with the crate in web/crate; wasm-bindgen writes what its target has. */
async function packed({ recipe = {}, config = {}, files = {}, bundles }: Run) {
  const derived: unknown[] = [];
  const after = (args: readonly string[], flag: string): string => args[args.indexOf(flag) + 1] ?? '';
  const glue = ({ args }: Command): Reply => ({
    does: () => {
      const out = after(args, '--out-dir');
      mkdirSync(out, { recursive: true });
      writeFileSync(path.join(out, 'tiny_bg.wasm'), wasm('bound'));
      writeFileSync(path.join(out, after(args, '--target') === 'web' ? 'tiny.js' : 'tiny_bg.js'), '');
    },
  });
  const dry = ({ args }: Command): Reply => {
    derived.push(JSON.parse(readFileSync(after(args, '--config'), 'utf8')));
    const out = after(args, '--outdir');
    mkdirSync(out, { recursive: true });
    return bundles(out);
  };
  const answers: Answers = [
    [/^wasm-bindgen /, glue],
    [/wrangler\.js deploy --dry-run/, dry],
  ];
  await using recorded = await recordedHost({ answers, files: { ...FILES, ...files } });
  const { host, plain } = recorded;
  const { work, workspace } = host.folders;
  const root = path.dirname(work);
  const equipment: Equipment = {
    rust: { version: '1', env: {}, toolsEnv: {} },
    workspace: { root: path.join(workspace, 'web/crate'), env: {}, shared: [], members: [] },
    tools: ['wasm-bindgen'],
    tool: (name) => Promise.resolve({ file: `/shelf/${name}`, args: [], version: '1', from: 'shelf' }),
  };
  const built = {
    ...{ module: path.join(root, 'own/wasm32-unknown-unknown/release/tiny.wasm'), flags: [], env: {} },
    notes: { root: '/', artifacts: [], scripts: [], fixed: [] },
    dependencies: { made: [], compiled: 0, vendored: false },
  };
  const configured = { config: { ...CONFIG, ...config }, dir: path.join(workspace, 'web'), file: 'web/wrangler.json' };
  const into = path.join(work, 'into');
  const modules = Promise.resolve(path.join(root, 'tools/modules'));
  const result = await packByRecipe(
    built,
    PLAN,
    { ...OWN, ...recipe },
    configured,
    into,
    equipment,
    modules,
    host,
  ).catch((error: unknown) => error);
  return {
    result,
    derived: derived.map((item) => JSON.parse(plain(JSON.stringify(item))) as unknown),
    lines: recorded.lines,
    commands: recorded.commands,
    said: recorded.said.map(({ text }) => text),
    there: await host.files.list(workspace),
    bundle: (await host.files.exists(into)) ? await host.files.list(into) : [],
  };
}

const makes =
  (files: Readonly<Record<string, string | Uint8Array>>) =>
  (out: string): Reply => ({
    does: () => {
      for (const [name, content] of Object.entries(files)) writeFileSync(path.join(out, name), content);
    },
  });
const GOOD = { 'index.js': '', 'index.js.map': '', 'README.md': '', 'a-tiny.wasm': wasm('built'), 'b.txt': '' };

describe('wrangler bundles main', () => {
  test('once, without secrets, build and static files, by a configuration of ours that is gone afterwards', async () => {
    const config = { build: { command: 'x' }, env: {}, assets: {}, tsconfig: './t.json', vars: { A: '1' } };
    const { result, derived, lines, commands, there, bundle } = await packed({ config, bundles: makes(GOOD) });
    expect(result).toMatchObject({ entry: 'index.js', module: 'a-tiny.wasm', tools: { wrangler: '4.0.0' } });
    expect(bundle).toEqual(['bundle/a-tiny.wasm', 'bundle/b.txt', 'bundle/index.js']);
    expect(lines).toEqual([
      'node <tools>/modules/wrangler/bin/wrangler.js deploy --dry-run --config <workspace>/web/.wasm-ship/wrangler.json --outdir <work>/into/made',
    ]);
    expect(derived).toEqual([
      { ...CONFIG, vars: { A: '1' }, tsconfig: '<workspace>/web/t.json', main: '<workspace>/web/src/index.ts' },
    ]);
    expect(commands.map(({ trust, secrets }) => [trust, secrets])).toEqual([['theirs', undefined]]);
    // the module lies where cargo alone would have put it
    expect(there).toEqual(['web/crate/target/wasm32-unknown-unknown/release/tiny.wasm']);
  });

  test.each(['workspace/web', 'workspace'])('with the wrangler of %s before ours', async (place) => {
    const there = `${place}/node_modules/wrangler`;
    const files = { [`${there}/bin/wrangler.js`]: '', [`${there}/package.json`]: '{"version":"3.9.9"}' };
    const { result, lines } = await packed({ files, bundles: makes(GOOD) });
    expect(result).toMatchObject({ tools: { wrangler: '3.9.9' } });
    expect(lines[0]).toContain(`<workspace>${place.slice('workspace'.length)}/node_modules/wrangler/bin/wrangler.js`);
  });

  test.each([
    [
      '✘ [ERROR] Build failed with 1 error:\n\n  ✘ [ERROR] Could not resolve "hono"\n\n',
      /: Could not resolve "hono"\.$/,
      /npm ci/,
    ],
    [
      '✘ [ERROR] Could not resolve "../x.js"\n',
      /: Could not resolve "\.\.\/x\.js"\.$/,
      /`pkg\/` beside its Cargo\.toml/,
    ],
    [
      "\u001b[31m✘ [ERROR]\u001b[0m ENOENT: no such file or directory, open '/a/x.wasm' [plugin y]\n   at x (y)\n",
      /open '\/a\/x\.wasm'\.$/,
      /`target\/` of its workspace/,
    ],
    ['oops', /it did not say why\.$/, undefined],
  ])('and %j is an error with what it said', async (stderr, message, hint) => {
    const { result, there } = await packed({ bundles: () => ({ code: 1, stderr }) });
    expect(result).toMatchObject({
      fault: 'build',
      message: expect.stringMatching(message),
      hint: hint === undefined ? undefined : expect.stringMatching(hint),
      place: { file: 'web/wrangler.json' },
    });
    expect((result as { tail: string }).tail).not.toContain('at x');
    expect(there.filter((name) => name.includes('.wasm-ship'))).toEqual([]);
  });
});

describe('the module of the crate', () => {
  test('is the one of the bundle that was built; another one is an error that says what to import', async () => {
    const other = { 'index.js': '', 'a.wasm': wasm('another, and larger') };
    const { result } = await packed({ bundles: makes(other) });
    expect(result).toMatchObject({ hint: expect.stringContaining('the module from `target/`') });
    const both = await packed({ bundles: makes({ ...other, 'b.wasm': wasm('built') }) });
    expect(both.result).toMatchObject({ module: 'b.wasm' });
    expect(both.said).toContain('2 wasm modules in the bundle; optimized is b.wasm alone.');
  });

  test('is the largest where a command of the user makes it', async () => {
    const bundles = makes({ 'index.js': '', 'a.wasm': wasm('x'), 'b.wasm': wasm('larger') });
    expect((await packed({ recipe: { before: 'x' }, bundles })).result).toMatchObject({ module: 'b.wasm' });
    const none = await packed({ recipe: { before: 'x' }, bundles: makes({ 'index.js': '' }) });
    expect(none.result).toMatchObject({ message: expect.stringContaining('imports no wasm module') });
  });

  test('goes through wasm-bindgen into pkg, and what was left there is gone', async () => {
    const bundles = makes({ 'index.js': '', 'h-tiny_bg.wasm': wasm('bound') });
    const files = { 'workspace/web/crate/pkg/tiny_bg.js': 'stale', 'workspace/web/crate/pkg/package.json': '{}' };
    const { result, lines, there } = await packed({ recipe: { wasmBindgen: true }, files, bundles });
    expect(result).toMatchObject({ module: 'h-tiny_bg.wasm', wasmBindgen: true });
    expect(lines[0]).toMatch(/^wasm-bindgen --target web --out-dir <workspace>\/web\/crate\/pkg \S+tiny\.wasm$/);
    expect(there.filter((name) => name.includes('pkg/'))).toEqual(
      ['package.json', 'tiny.js', 'tiny_bg.wasm'].map((name) => `web/crate/pkg/${name}`),
    );
  });

  test('goes through it for a bundler where main imports that glue', async () => {
    let times = 0;
    const good = makes({ 'index.js': '', 'h-tiny_bg.wasm': wasm('bound') });
    const bundles = (out: string): Reply =>
      ++times === 1 ? { code: 1, stderr: '✘ [ERROR] Could not resolve "../crate/pkg/tiny_bg.js"\n' } : good(out);
    const { result, lines } = await packed({ recipe: { wasmBindgen: true }, bundles });
    expect(result).toMatchObject({ module: 'h-tiny_bg.wasm' });
    expect(lines.flatMap((line) => /--target (\w+)/.exec(line)?.[1] ?? [])).toEqual(['web', 'bundler']);
  });

  test('cannot use wasm-bindgen without a version that its Cargo.toml chooses', async () => {
    const files = { 'own/wasm32-unknown-unknown/release/tiny.wasm': wasm('__wasm_bindgen_unstable') };
    const { result, lines } = await packed({ files, bundles: makes(GOOD) });
    expect(result).toMatchObject({ hint: expect.stringContaining('Add `wasm-bindgen`') });
    expect(lines).toEqual([]);
  });
});

describe('a build command', () => {
  const run = async (command: string, build: object = {}) => {
    await using recorded = await recordedHost({
      answers: [[/^node --input-type/, 'real']],
      platform: { node: process.execPath },
      files: { 'workspace/web/sub/x': '' },
    });
    const { host } = recorded;
    const equipment = {
      ...{
        rust: { version: '1', env: {}, toolsEnv: {} },
        workspace: { root: '/', env: {}, shared: [], members: [] },
      },
      tools: ['wasm-bindgen', 'wasm-opt'] as const,
      tool: (name: string) =>
        Promise.resolve({
          ...{ file: `/shelf/${name}/bin/x`, version: '1', from: 'shelf' as const },
          args: name === 'wasm-opt' ? ['/portable/wasm-opt'] : [],
        }),
    };
    const configured = {
      config: { ...CONFIG, build: { command, ...build } },
      dir: path.join(host.folders.workspace, 'web'),
    };
    const done = runCommand(command, configured, { FROM_CARGO: 'yes' }, equipment, Promise.resolve('/m'), host);
    const error = await done.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { error, command: recorded.commands[0], said: recorded.said.map(({ text }) => recorded.plain(text)) };
  };

  test('runs in a shell with our tools first on PATH, then those of npm, and the environment of cargo', async () => {
    const { error, command, said } = await run('echo "$PATH" && echo $FROM_CARGO; pwd');
    expect(error).toBeUndefined();
    expect(said[1]).toMatch(
      /^\/shelf\/wasm-bindgen\/bin:\/portable:<workspace>\/web\/node_modules\/\.bin:<workspace>\/node_modules\/\.bin:\S*\/bin/,
    );
    expect(said.slice(2)).toEqual(['yes', '<workspace>/web']);
    expect([command?.trust, command?.secrets]).toEqual(['theirs', undefined]);
    expect((await run('pwd', { cwd: 'sub' })).said.at(-1)).toBe('<workspace>/web/sub');
  });

  test('that fails, or is to run outside of the repository, is an error', async () => {
    expect((await run('exit 3')).error).toMatchObject({ message: 'The build command ended with exit code 3.' });
    expect((await run('pwd', { cwd: '../../x' })).error).toMatchObject({
      message: expect.stringContaining('`build.cwd` is "../../x"'),
    });
  });
});

const DEPENDS = '{"dependencies":{"hono":"^4"}}';
const DEVELOPS = '{"devDependencies":{"wrangler":"^4"}}';

test.each<[string, Record<string, string>, boolean, boolean]>([
  ['no package.json', {}, true, false],
  ['no dependencies', { 'web/package.json': '{}' }, true, false],
  ['nothing installed', { 'web/package.json': DEPENDS }, false, true],
  ['nothing installed, of the workspace above', { 'package.json': DEPENDS }, false, true],
  ['installed', { 'web/package.json': DEPENDS, 'web/node_modules/x': '' }, false, false],
  ['installed above', { 'web/package.json': DEPENDS, 'node_modules/x': '' }, false, false],
  ["yarn's plug and play", { 'web/package.json': DEPENDS, '.pnp.cjs': '' }, false, false],
  ['development packages, and no command that could need them', { 'web/package.json': DEVELOPS }, false, false],
  ['development packages, and a command', { 'web/package.json': DEVELOPS }, true, true],
  ['the nearest decides', { 'web/package.json': '{}', 'package.json': DEPENDS }, false, false],
])('packages of npm, %s', async (_, files, command, refused) => {
  const planted = Object.fromEntries(Object.entries(files).map(([name, text]) => [`workspace/${name}`, text]));
  await using recorded = await recordedHost({ files: planted });
  const { host } = recorded;
  const done = refuseWithoutPackages(path.join(host.folders.workspace, 'web'), command, host);
  if (refused)
    await expect(done).rejects.toMatchObject({
      message: expect.stringMatching(/package\.json has dependencies, and they are not installed/),
      hint: expect.stringContaining('npm ci'),
    });
  else await expect(done).resolves.toBeUndefined();
});
