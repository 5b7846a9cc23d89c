import path from 'node:path';
import { expect, test } from 'vitest';
import { npmRegistry, tarballUrl } from '../../../src/build/npm-registry.ts';
import { recordedHost, type Setting } from '../recorded-host.ts';

/** The registry as a machine has it whose home is `work/home`. */
async function registryOf(env: Record<string, string>, files: Setting['files'] = {}) {
  await using recorded = await recordedHost({ files });
  const { host } = recorded;
  const home = path.join(host.folders.work, 'home');
  const all: Record<string, string> = { HOME: home, ...env };
  const node = path.join(host.folders.work, 'node', 'bin', 'node');
  return await npmRegistry({ ...host, platform: { ...host.platform, node }, variable: (name) => all[name] });
}

const USER = 'work/home/.npmrc';
test.each<[string, Record<string, string>, Setting['files'], string]>([
  [
    'by variable',
    { npm_config_registry: 'http://a.example' },
    { [USER]: 'registry=http://b.example/' },
    'http://a.example/',
  ],
  ['by a variable in capitals', { NPM_CONFIG_REGISTRY: 'https://a.example/npm' }, {}, 'https://a.example/npm/'],
  ["by the user's .npmrc", {}, { [USER]: '; x\nregistry = "https://b.example/x//"\r\n' }, 'https://b.example/x/'],
  ['by that of the machine', {}, { 'work/node/etc/npmrc': 'registry=https://c.example' }, 'https://c.example/'],
  [
    "by the user's before the machine's",
    {},
    { 'work/node/etc/npmrc': 'registry=https://c.example', [USER]: 'registry=https://b.example' },
    'https://b.example/',
  ],
  [
    'with a variable in it',
    { XDG_MIRROR: 'd.example' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: npm's own form
    { [USER]: 'registry=https://${XDG_MIRROR}/' },
    'https://d.example/',
  ],
])('the registry is told %s', async (_, env, files, wanted) => {
  expect((await registryOf(env, files)).of('wrangler')).toBe(wanted);
});

test('a scope may have another one', async () => {
  const registry = await registryOf({}, { [USER]: 'registry=https://a.example\n@img:registry=https://b.example/i' });
  expect([registry.of('@img/colour'), registry.of('@deno/x')]).toEqual(['https://b.example/i/', 'https://a.example/']);
  expect(tarballUrl(registry.of('@img/colour'), '@img/colour', '1.0.0')).toBe(
    'https://b.example/i/@img/colour/-/colour-1.0.0.tgz',
  );
});

test('without any of it, it is the one that npm asks', async () => {
  expect((await registryOf({})).of('wrangler')).toMatch(/^https:\/\/registry\.\w+\.org\/$/);
});

test.each(['file:///x', 'x', 'https://u:secret@a.example/'])('%s is refused, and not shown', async (address) => {
  const registry = await registryOf({ npm_config_registry: address });
  expect(() => registry.of('x')).toThrow(
    /^npm's `registry` is no address of http or https without a name and password\.$/,
  );
});

test('a token goes to the address that it is written down for, and nowhere else', async () => {
  const text = [
    '//a.example/npm/:_authToken=t1',
    '//a.example/npm/deep/:_auth=dTpw',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: npm's own form; children of ours do not see it
    '//c.example/:_authToken=${NODE_AUTH_TOKEN}',
  ].join('\n');
  const registry = await registryOf({}, { [USER]: text });
  const said = (url: string): string | undefined => registry.headers(url).authorization;
  expect(said('https://a.example/npm/x/-/x-1.tgz')).toBe('Bearer t1');
  expect(said('https://a.example/npm/deep/x')).toBe('Basic dTpw');
  for (const url of [
    'https://a.example/x',
    'https://a.example/npm2/x',
    'https://b.example/npm/x',
    'https://c.example/x',
  ])
    expect(said(url), url).toBeUndefined();
});
