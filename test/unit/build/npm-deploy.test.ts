import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { npmToolsToDeploy } from '../../../src/build/npm.ts';
import { lockWithout, neededPackages, parseLock } from '../../../src/build/npm-lock.ts';
import type { Command } from '../../../src/host/host.ts';
import { archive } from '../archive.ts';
import { recordedHost } from '../recorded-host.ts';

/** What a job installs that deploys and builds nothing. */
const OURS = readFileSync(path.join(import.meta.dirname, '../../../tools/cloudflare/package-lock.json'), 'utf8');
const LINUX = { os: 'linux', arch: 'x64', libc: 'glibc' } as const;
const RUNTIME = '@cloudflare/workerd-linux-64/bin/workerd';

test('packages that are left out take along what they alone need, and nothing else', () => {
  const wanted = (text: string): readonly string[] => neededPackages(parseLock(text), LINUX).map(({ place }) => place);
  const packages = {
    '': { dependencies: { app: '1', both: '1' } },
    'node_modules/app': { version: '1', integrity: 'sha512-a', dependencies: { big: '1', small: '1' } },
    'node_modules/big': { version: '1', integrity: 'sha512-b', dependencies: { both: '1', alone: '1' } },
    'node_modules/alone': { version: '1', integrity: 'sha512-c' },
    'node_modules/both': { version: '1', integrity: 'sha512-d' },
    'node_modules/small': { version: '1', integrity: 'sha512-e', optionalDependencies: { 'small-linux': '1' } },
    'node_modules/small-linux': { version: '1', integrity: 'sha512-f', optional: true, os: ['linux'] },
  };
  const whole = JSON.stringify({ lockfileVersion: 3, packages });
  const lean = lockWithout(whole, ['big', 'small-*']);
  expect(wanted(lean)).toEqual(['app', 'both', 'small'].map((name) => `node_modules/${name}`));
  expect(wanted(lockWithout(whole, []))).toEqual(wanted(whole));
});

test('what is kept of our own lock file is as it is there, hashes and all', () => {
  const lean = parseLock(lockWithout(OURS, ['@cloudflare/workerd-*', 'sharp']));
  const whole = parseLock(OURS);
  for (const [place, { version, integrity }] of Object.entries(lean))
    expect({ version, integrity }, place).toEqual({
      version: whole[place]?.version,
      integrity: whole[place]?.integrity,
    });
  expect(Object.keys(lean).filter((place) => /workerd-|sharp|@img/.test(place))).toEqual([]);
  for (const name of ['wrangler', 'miniflare', 'workerd', 'esbuild', '@esbuild/linux-x64'])
    expect(lean, name).toHaveProperty([`node_modules/${name}`]);
});

/** An install beside what is on the shelf already. */
async function installed(shelf: Readonly<Record<string, string>> = {}) {
  const lock = (cwd: string): object => JSON.parse(readFileSync(path.join(cwd, 'package-lock.json'), 'utf8'));
  let asked: object | undefined;
  await using recorded = await recordedHost({
    platform: LINUX,
    files: {
      ...{ 'bin/npm': '', 'action/tools/cloudflare/package.json': '{}' },
      ...{ 'action/tools/cloudflare/package-lock.json': OURS, ...shelf },
    },
    answers: [
      [
        /^npm ci/,
        ({ cwd = '' }: Command) => ({
          does: async () => {
            asked = lock(cwd);
            const there = path.join(cwd, 'node_modules', '@esbuild', 'linux-x64', 'package.json');
            await recorded.host.files.write(there, '{}');
          },
        }),
      ],
    ],
  });
  const { host } = recorded;
  const modules = await npmToolsToDeploy('cloudflare', [RUNTIME], host);
  const runtime = path.join(modules, RUNTIME);
  return {
    modules: recorded.plain(modules),
    asked,
    runtime: (await host.files.exists(runtime)) ? (await host.files.read(runtime)).length : undefined,
  };
}

test('npm is given the lean lock file, on a shelf of its own; in place of the runtime is a file without a byte', async () => {
  const { modules, asked, runtime } = await installed();
  expect(modules).toMatch(/^<tools>\/npm-cloudflare-deploy-[0-9a-f]{12}\/node_modules$/);
  expect(JSON.stringify(asked)).not.toMatch(/workerd-linux-64|sharp|unenv/);
  expect(runtime).toBe(0);
});

test('where all of it is there already, that is taken', async () => {
  const name = `npm-cloudflare-${createHash('sha256').update(OURS).digest('hex').slice(0, 12)}`;
  const { modules, asked } = await installed({ [`tools/${name}/.wasm-ship-done`]: '' });
  expect([modules, asked]).toEqual([`<tools>/${name}/node_modules`, undefined]);
});

const PLAIN = await archive({ name: 'package/package.json', content: '{}' });
const SMALL = {
  '': { dependencies: { plain: '1', sharp: '1' } },
  'node_modules/plain': { version: '1.2.3', integrity: sha512(PLAIN) },
  'node_modules/sharp': { version: '9.9.9', integrity: 'sha512-AA==' },
};
const AT = 'https://r.example/';

function sha512(bytes: Uint8Array): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

/** An install with npm on PATH, on a machine that is set up so; the registry has these bytes. */
async function withNpm(bytes: Uint8Array | undefined, env: Readonly<Record<string, string>> = {}, npmrc = '') {
  const asked: string[] = [];
  await using recorded = await recordedHost({
    platform: LINUX,
    env: { npm_config_registry: AT, ...env },
    fetch: (url) => {
      asked.push(url);
      return bytes === undefined
        ? Promise.reject(new TypeError('fetch failed'))
        : Promise.resolve(new Response(Buffer.from(bytes)));
    },
    files: {
      ...{ 'bin/npm': '', 'action/tools/cloudflare/package.json': '{}', 'workspace/npmrc': npmrc },
      'action/tools/cloudflare/package-lock.json': JSON.stringify({ packages: SMALL }),
    },
    answers: [[/^npm ci/, {}]],
  });
  const { host } = recorded;
  const variable = (name: string): string | undefined =>
    name === 'npm_config_userconfig' ? path.join(host.folders.workspace, 'npmrc') : host.variable(name);
  await npmToolsToDeploy('cloudflare', [], { ...host, variable });
  return { asked, byNpm: recorded.lines.some((line) => line.startsWith('npm ci')) };
}

test('what is needed is fetched by us, held to its hash, without npm, which would be slower', async () => {
  expect(await withNpm(PLAIN)).toEqual({ asked: [`${AT}plain/-/plain-1.2.3.tgz`], byNpm: false });
});

test.each<[string, Parameters<typeof withNpm>]>([
  ['the registry does not answer us', [undefined]],
  ['its bytes are others, which npm refuses in its own words', [Buffer.from('other')]],
])('npm does it where %s; nothing is asked twice', async (_, given) => {
  expect(await withNpm(...given)).toEqual({ asked: [`${AT}plain/-/plain-1.2.3.tgz`], byNpm: true });
});

test.each<[string, Parameters<typeof withNpm>]>([
  ['a proxy in the environment', [PLAIN, { HTTPS_PROXY: 'http://p.example' }]],
  ['a proxy for all', [PLAIN, { all_proxy: 'http://p.example' }]],
  ['a proxy of npm', [PLAIN, { npm_config_https_proxy: 'http://p.example' }]],
  ['a proxy in .npmrc', [PLAIN, {}, 'https-proxy = http://p.example\n']],
  ['a certificate for one registry', [PLAIN, {}, '//r.example/:cafile=ca.pem\n']],
])('npm does it at once where only npm knows how to ask: %s', async (_, given) => {
  expect(await withNpm(...given)).toEqual({ asked: [], byNpm: true });
});

test('a proxy for other addresses is none for the registry', async () => {
  expect((await withNpm(PLAIN, { HTTP_PROXY: 'http://p.example' })).byNpm).toBe(false);
});
