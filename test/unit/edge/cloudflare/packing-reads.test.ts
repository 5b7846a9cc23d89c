import path from 'node:path';
import { expect, test } from 'vitest';
import type { Config } from '../../../../src/edge/cloudflare/config.ts';
import type { BundlerReads } from '../../../../src/edge/cloudflare/metafile.ts';
import { commandReads, packingReads } from '../../../../src/edge/cloudflare/packing-reads.ts';
import { recordedHost } from '../../recorded-host.ts';

async function told(read: BundlerReads | undefined) {
  const files = ['src/index.ts', 'src/about.md', 'pkg/a.js', 'node_modules/hono/index.js', 'node_modules/hono/x.wasm'];
  const bare = ['bare/node_modules/x/index.js'];
  await using recorded = await recordedHost({
    files: {
      ...Object.fromEntries([...files, ...bare].map((file) => [`workspace/${file}`, ''])),
      'workspace/node_modules/.package-lock.json': '',
    },
  });
  const { host } = recorded;
  const { workspace, tools } = host.folders;
  const at = (file: string): string =>
    file.startsWith('tools/') ? path.join(tools, file) : path.join(workspace, file);
  const absolute = read && {
    files: read.files.map(at),
    modules: read.modules.map(({ from, name }) => ({ from: at(from), name })),
  };
  const found = await packingReads(absolute, [path.join(workspace, 'pkg')], host);
  return 'unseen' in found ? found.unseen : found.read.map((file) => path.relative(workspace, file));
}

test.each<[string, BundlerReads | undefined, unknown]>([
  [
    'sources, packages and what tells which are installed; not what was made, nor our tools',
    { files: ['src/index.ts', 'pkg/a.js', 'tools/unenv/x.js', 'node_modules/hono/index.js'], modules: [] },
    ['src/index.ts', 'node_modules/hono/index.js', 'node_modules/.package-lock.json'],
  ],
  [
    'modules of other types, of the repository and of packages',
    {
      files: ['src/index.ts'],
      modules: [
        { from: 'src/index.ts', name: './about.md' },
        { from: 'src/index.ts', name: 'hono/x.wasm?module' },
        { from: 'src/index.ts', name: '../pkg/a.js' },
      ],
    },
    ['src/index.ts', 'src/about.md', 'node_modules/hono/x.wasm', 'node_modules/.package-lock.json'],
  ],
  [
    'a module that is not found',
    { files: ['src/index.ts'], modules: [{ from: 'src/index.ts', name: './gone.txt' }] },
    'where its module `./gone.txt` is from is not told',
  ],
  [
    'packages of which nothing tells what is installed',
    { files: ['bare/node_modules/x/index.js'], modules: [] },
    'what is installed in `bare/node_modules` is not told',
  ],
  ['a wrangler that does not tell', undefined, 'what wrangler read to bundle `main` is not told'],
])('%s', async (_, read, wanted) => {
  expect(await told(read)).toEqual(wanted);
});

const COMMAND = { before: 'npm run x', after: '' };
const NOTE = 'node_modules/.package-lock.json';

/** What commands read, by the word of the author. */
test.each<[string, typeof COMMAND, 'commit' | undefined, Config, readonly string[], unknown]>([
  ['there are none', { before: '', after: '' }, undefined, {}, [], []],
  ['nobody tells', COMMAND, undefined, {}, [], /^its configuration runs commands, and what they read is not told/],
  ['after the build, nobody tells', { before: '', after: 'x' }, undefined, {}, [], /^its configuration runs commands/],
  ['the commit alone', COMMAND, 'commit', {}, [], []],
  ['packages too, here and above', COMMAND, 'commit', {}, [`a/${NOTE}`, NOTE], [`a/${NOTE}`, NOTE]],
  ['packages of another folder', COMMAND, 'commit', {}, [`b/${NOTE}`], []],
  [
    'packages that nothing notes',
    COMMAND,
    'commit',
    {},
    ['node_modules/x/x.js'],
    /^what is installed in `node_modules`/,
  ],
  ['assets that they may make', COMMAND, 'commit', { assets: { directory: 'p' } }, [], /may make its static `assets`$/],
])('commands read: %s', async (_, recipe, said, config, files, wanted) => {
  const there = Object.fromEntries(files.map((file) => [`workspace/${file}`, '']));
  await using recorded = await recordedHost({ files: there });
  const { workspace } = recorded.host.folders;
  const crate = said === undefined ? {} : { commandReads: said };
  const told = await commandReads(crate, recipe, { config, dir: path.join(workspace, 'a') }, recorded.host);
  if (wanted instanceof RegExp) expect(told).toEqual({ unseen: expect.stringMatching(wanted) });
  else expect(told).toEqual({ read: (wanted as string[]).map((file) => path.join(workspace, file)) });
});
