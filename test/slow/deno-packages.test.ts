import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Built } from '../../src/build/cargo.ts';
import { npmTools } from '../../src/build/npm.ts';
import { readConfig } from '../../src/edge/deno/config.ts';
import { join } from '../../src/edge/deno/join.ts';
import { packDeno } from '../../src/edge/deno/pack.ts';
import { denoEnv, denoIn } from '../../src/edge/deno/program.ts';
import { resolutionOf } from '../../src/edge/deno/resolution.ts';
import type { Packed } from '../../src/edge/edge.ts';
import type { Host } from '../../src/host/host.ts';
import { root, toolCache } from '../e2e/action.ts';
import { type Registry, serve } from '../standins/registries/loopback.ts';
import { type RecordedHost, recordedHost } from '../unit/recorded-host.ts';

/**
 * The real deno joins an entry with packages of registries on loopback: jsr's, and npm's with a package that has an install
 * script, which would leave a file behind.
 */
const MODULE = 'export function words(text: string): number {\n  return text.split(" ").length;\n}\n';
const ENTRY = `
import { words } from 'jsr:@acme/words@1';
import loud from 'loud';
import { add } from './x.wasm';
export default { fetch: () => new Response(String(add(words('a b')) + loud)) };
`;
let dir: string;
let jsr: Registry;
let npm: Registry;
let loud: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'wasm-ship-packages-'));
  jsr = await serve(async (asked) => JSR[asked]);
  const tarball = await packLoud();
  const dist = { integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}` };
  loud = dist.integrity;
  npm = await serve(async (asked, url) => {
    if (asked === '/loud/-/loud-1.0.0.tgz') return tarball;
    if (asked !== '/loud') return undefined;
    const version = { ...MANIFEST, hasInstallScript: true, dist: { ...dist, tarball: `${url}/loud/-/loud-1.0.0.tgz` } };
    return JSON.stringify({ name: 'loud', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } });
  });
});
afterAll(async () => {
  await jsr?.[Symbol.asyncDispose]();
  await npm?.[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const META = JSON.stringify({
  exports: { '.': './mod.ts' },
  manifest: { '/mod.ts': { size: MODULE.length, checksum: `sha256-${sha256(MODULE)}` } },
});
const JSR: Readonly<Record<string, string>> = {
  '/@acme/words/meta.json': JSON.stringify({
    scope: 'acme',
    name: 'words',
    latest: '1.0.0',
    versions: { '1.0.0': {} },
  }),
  '/@acme/words/1.0.0_meta.json': META,
  '/@acme/words/1.0.0/mod.ts': MODULE,
};
const MANIFEST = {
  name: 'loud',
  version: '1.0.0',
  main: 'main.js',
  scripts: { postinstall: `node -e "require('fs').writeFileSync('ran', '')" && cp ran "$LOUD"` },
};

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function packLoud(): Promise<Buffer> {
  await mkdir(path.join(dir, 'loud/package'), { recursive: true });
  await writeFile(path.join(dir, 'loud/package/package.json'), JSON.stringify(MANIFEST));
  await writeFile(path.join(dir, 'loud/package/main.js'), 'module.exports = "!";\n');
  return execFileSync('tar', ['-cz', '-C', path.join(dir, 'loud'), 'package']);
}

/** `(func (export "add") (param i32) (result i32) local.get 0)` */
const ADD = '0061736d0100000001060160017f017f030201000707010361646400000a0601040020000b';

const CONFIG = { imports: { loud: 'npm:loud@1.0.0' }, allowScripts: ['npm:loud'], nodeModulesDir: 'auto' };
const lock = (integrity: string, meta = META): string =>
  JSON.stringify({
    version: '5',
    specifiers: { 'jsr:@acme/words@1': '1.0.0', 'npm:loud@1.0.0': '1.0.0' },
    jsr: { '@acme/words@1.0.0': { integrity: sha256(meta) } },
    npm: { 'loud@1.0.0': { integrity, scripts: true } },
    workspace: { dependencies: ['npm:loud@1.0.0'] },
  });

type Files = Readonly<Record<string, string>>;

/** A crate's folder with the lock file beside its configuration. */
const plain = (locked: string): Files => ({
  'a/main.ts': ENTRY,
  'a/deno.json': JSON.stringify(CONFIG),
  'a/deno.lock': locked,
  'a/package.json': '{"scripts": {"postinstall": "cp package.json \\"$LOUD\\""}}',
});

/** A repository with these files, and a host whose children know the two registries. */
async function setting(repository: Files): Promise<RecordedHost & { readonly real: Host }> {
  const below = Object.entries(repository).map(([name, text]) => [`workspace/${name}`, text]);
  const files = { ...Object.fromEntries(below), 'work/made/x.wasm': Buffer.from(ADD, 'hex') };
  const recorded = await recordedHost({ files, answers: [[/./, 'real']] });
  const { host } = recorded;
  const env = { JSR_URL: `${jsr.url}/`, NPM_CONFIG_REGISTRY: npm.url, LOUD: path.join(dir, 'ran') };
  const folders = { ...host.folders, action: root, tools: path.join(toolCache(), 'wasm-ship') };
  const run: Host['run'] = (command, options) => host.run({ ...command, env: { ...command.env, ...env } }, options);
  return { ...recorded, real: { ...host, folders, run } };
}

interface InBundle {
  readonly folder: string;
  readonly entry: string;
}

/** The bundle of an entry of the crate in `a`, beside what was built. */
async function joinedOf(real: Host, entry = 'main.ts', files: readonly string[] = ['x.wasm']): Promise<InBundle> {
  const folder = path.join(real.folders.workspace, 'a');
  const built = { from: path.join(real.folders.work, 'made'), files, at: '.' };
  const config = { file: 'deno.json', entry };
  const resolution = await resolutionOf('a', real);
  const joining = { dir: 'a', folder, config, resolution, own: [entry], built };
  const modules = await npmTools('deno', real);
  const bundle = path.join(real.folders.work, 'bundle');
  const packages = ['jsr:@acme/words@1', 'npm:loud@1.0.0'];
  return { folder: bundle, entry: await join(joining, packages, bundle, await denoIn(modules, real), modules, real) };
}

async function joined(real: Host): Promise<string> {
  const { folder, entry } = await joinedOf(real);
  return readFile(path.join(folder, entry), 'utf8');
}

/** What a bundle answers in deno, with no registry and nothing but its own folder. */
async function answerOf({ folder, entry }: InBundle, real: Host): Promise<string> {
  const { file } = await denoIn(await npmTools('deno', real), real);
  const ask = `import service from ${JSON.stringify(`./${entry}`)};\nconsole.log(await (await service.fetch()).text());\n`;
  await using temp = await real.files.temp('ask');
  await real.files.copy(folder, temp.path);
  await writeFile(path.join(temp.path, 'ask.js'), ask);
  const { stdout } = await real.run({
    ...{ file, args: ['run', '--no-remote', '--no-npm', '--no-lock', 'ask.js'], cwd: temp.path },
    ...{ env: denoEnv(real), trust: 'theirs', timeoutMs: 60_000 },
  });
  return stdout.trim();
}

it('both are in the bundle, wasm is not; no install script has run, whoever allows it', async () => {
  await using made = await setting(plain(lock(loud)));
  const code = await joined(made.real);
  expect(code).toContain('text.split(" ").length');
  expect(code).toContain('module.exports = "!"');
  expect(code).toContain('import { add } from "./x.wasm";');
  await expect(access(path.join(dir, 'ran'))).rejects.toThrow();
  expect(made.commands.map(({ args }) => args[0])).toEqual(['install', 'bundle']);
  expect([...npm.requests].some(({ path: asked }) => asked.includes('esbuild'))).toBe(false);
});

it.each([
  ['npm', () => lock(`sha512-${'A'.repeat(86)}==`), /loud@1\.0\.0.*checksum did not match/],
  ['jsr', () => lock(loud, 'another'), /Integrity check failed/],
])('a package of %s with another hash than in deno.lock is refused', async (_, locked, reason) => {
  await using made = await setting(plain(locked()));
  await expect(joined(made.real)).rejects.toThrow(reason);
});

/** As the edge packs the crate in `dir`. */
async function packed(dir: string, real: Host): Promise<Packed> {
  const built: Built = {
    ...{ module: path.join(real.folders.work, 'made', 'x.wasm'), flags: [], env: {} },
    ...{
      notes: { artifacts: [], scripts: [], root: '', fixed: [] },
      dependencies: { made: [], compiled: 0, vendored: false },
    },
  };
  const equipment = { tool: () => Promise.reject(new Error('no tool is needed')) };
  const into = path.join(real.folders.work, 'into');
  const wish = { built, crate: { dir, dependencies: [] }, config: await readConfig(dir, real), into, equipment };
  return packDeno({ ...wish, modules: await npmTools('deno', real) }, real);
}

/** What a user does once: the lock file, by the command that our error names. */
async function locks(dir: string, real: Host): Promise<void> {
  const { file } = await denoIn(await npmTools('deno', real), real);
  const cwd = path.join(real.folders.workspace, dir);
  await real.files.copy(path.join(real.folders.work, 'made', 'x.wasm'), path.join(cwd, 'x.wasm'));
  const cache = path.join(real.folders.work, 'users');
  await real.run({
    ...{ file, args: ['install', '--entrypoint', 'main.ts'], cwd, env: denoEnv(real, cache) },
    ...{ trust: 'theirs', timeoutMs: 60_000 },
  });
  for (const left of [path.join(cwd, 'x.wasm'), path.join(cwd, 'node_modules'), cache]) await real.files.remove(left);
}

const SHARED = { name: '@acme/shared', version: '1.0.0', exports: './mod.ts' };
const ALL = `
import { words } from 'jsr:@acme/words@1';
import loud from 'loud';
import { shared } from '@acme/shared';
import { linked } from 'jsr:@acme/linked@1';
import { local } from '#local';
import { add } from './x.wasm';
export default { fetch: () => new Response([add(words('a b')), loud, shared, linked, local].join(' ')) };
`;

it('an import map, a workspace, links and a lock file elsewhere, all above the crate: the bundle needs none of them', async () => {
  const root = { workspace: ['./a', './shared'], links: ['./linked'], importMap: './map.json', lock: 'locks/l.lock' };
  await using made = await setting({
    'w/deno.json': JSON.stringify(root),
    'w/map.json': JSON.stringify({ imports: { loud: 'npm:loud@1.0.0', '#local': './a/local.ts' } }),
    'w/a/deno.json': '{}',
    'w/a/main.ts': ALL,
    'w/a/local.ts': "export const local = 'local';\n",
    'w/shared/deno.json': JSON.stringify(SHARED),
    'w/shared/mod.ts': "import loud from 'loud';\nexport const shared = 'shared' + loud;\n",
    'w/linked/deno.json': JSON.stringify({ name: '@acme/linked', version: '1.0.0', exports: './mod.ts' }),
    'w/linked/mod.ts': "export const linked = 'linked';\n",
  });
  await mkdir(path.join(made.host.folders.workspace, 'w/locks'));
  await locks('w/a', made.real);
  expect(await readFile(path.join(made.host.folders.workspace, 'w/locks/l.lock'), 'utf8')).toContain(loud);
  const bundle = await packed('w/a', made.real);
  expect(await answerOf(bundle, made.real)).toBe('2 ! shared! linked local');
  expect(await made.host.files.list(bundle.folder)).toEqual(['deno.json', 'main.js', 'x.wasm']);
  const read = (bundle.read ?? []).map((file) => path.relative(made.host.folders.workspace, file)).sort();
  expect(read).toEqual([
    ...['w/a/deno.json', 'w/a/local.ts', 'w/a/main.ts', 'w/deno.json', 'w/linked/deno.json', 'w/linked/mod.ts'],
    ...['w/locks/l.lock', 'w/map.json', 'w/shared/deno.json', 'w/shared/mod.ts'],
  ]);
});

it('an import map without any package: joined without a lock file', async () => {
  await using made = await setting({
    'a/deno.json': JSON.stringify({ importMap: 'map.json' }),
    'a/map.json': JSON.stringify({ imports: { '#local': './local.ts' } }),
    'a/local.ts': "export const local = 'local';\n",
    'a/main.ts':
      "import { local } from '#local';\nimport { add } from './x.wasm';\nexport default { fetch: () => new Response(local + add(1)) };\n",
  });
  const bundle = await packed('a', made.real);
  expect(await answerOf(bundle, made.real)).toBe('local1');
  expect(JSON.parse(await readFile(path.join(bundle.folder, 'deno.json'), 'utf8'))).toEqual({});
});

it('`lock: false`, and no lock file: refused with the mend', async () => {
  const { 'a/deno.lock': _, ...files } = plain('');
  await using made = await setting({ ...files, 'a/deno.json': JSON.stringify({ ...CONFIG, lock: false }) });
  await expect(packed('a', made.real)).rejects.toMatchObject({
    message: expect.stringContaining('and there is no deno.lock in a.'),
    hint: expect.stringMatching(/^Take `lock: false` out of deno\.json, run `deno install --entrypoint main\.ts`/),
  });
});

it('an entry that is joined into the name of the glue gets another one', async () => {
  const glue = `import { add } from './x.wasm';\nexport const more = (n) => add(n) + 1;\n`;
  const entry = ENTRY.replace("{ add } from './x.wasm'", "{ more as add } from './x.js'");
  await using made = await setting({
    ...plain(lock(loud)),
    'a/deno.json': JSON.stringify({ ...CONFIG, deploy: { entrypoint: 'x.ts' } }),
    'a/x.ts': entry,
  });
  const { real } = made;
  await real.files.write(path.join(real.folders.work, 'made', 'x.js'), glue);
  const bundle = await joinedOf(real, 'x.ts', ['x.js', 'x.wasm']);
  expect(bundle.entry).toBe('x.joined.js');
  const { folder } = bundle;
  expect(await readFile(path.join(folder, 'x.js'), 'utf8')).toBe(glue);
  expect(await readFile(path.join(folder, 'x.joined.js'), 'utf8')).toContain('import { more as add } from "./x.js"');
  expect(JSON.parse(await readFile(path.join(folder, 'deno.json'), 'utf8'))).toEqual({
    deploy: { entrypoint: 'x.joined.js' },
  });
  expect(await answerOf(bundle, real)).toBe('3!');
});
