import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { npmTools } from '../../src/build/npm.ts';
import { join } from '../../src/edge/deno/join.ts';
import { denoIn } from '../../src/edge/deno/program.ts';
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

/** The crate's folder, and a host whose children know the two registries. */
async function setting(locked: string): Promise<RecordedHost & { readonly real: Host }> {
  const files = {
    'workspace/a/main.ts': ENTRY,
    'workspace/a/deno.json': JSON.stringify(CONFIG),
    'workspace/a/deno.lock': locked,
    'workspace/a/package.json': '{"scripts": {"postinstall": "cp package.json \\"$LOUD\\""}}',
    'work/made/x.wasm': Buffer.from(ADD, 'hex'),
  };
  const recorded = await recordedHost({ files, answers: [[/./, 'real']] });
  const { host } = recorded;
  const env = { JSR_URL: `${jsr.url}/`, NPM_CONFIG_REGISTRY: npm.url, LOUD: path.join(dir, 'ran') };
  const folders = { ...host.folders, action: root, tools: path.join(toolCache(), 'wasm-ship') };
  const run: Host['run'] = (command, options) => host.run({ ...command, env: { ...command.env, ...env } }, options);
  return { ...recorded, real: { ...host, folders, run } };
}

async function joined(real: Host): Promise<string> {
  const folder = path.join(real.folders.workspace, 'a');
  const built = { from: path.join(real.folders.work, 'made'), files: ['x.wasm'], at: '.' };
  const joining = { dir: 'a', folder, config: { file: 'deno.json', entry: 'main.ts' }, own: ['main.ts'], built };
  const modules = await npmTools('deno', real);
  const bundle = path.join(real.folders.work, 'bundle');
  const packages = ['jsr:@acme/words@1', 'npm:loud@1.0.0'];
  await join(joining, packages, bundle, await denoIn(modules, real), modules, real);
  return readFile(path.join(bundle, 'main.js'), 'utf8');
}

it('both are in the bundle, wasm is not; no install script has run, whoever allows it', async () => {
  await using made = await setting(lock(loud));
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
  await using made = await setting(locked());
  await expect(joined(made.real)).rejects.toThrow(reason);
});
