import path from 'node:path';
import { expect, test } from 'vitest';
import type { BundlerReads } from '../../../../src/edge/cloudflare/metafile.ts';
import { packingReads } from '../../../../src/edge/cloudflare/packing-reads.ts';
import { recordedHost } from '../../recorded-host.ts';

const NONE = { before: '', after: '' };

async function told(read: BundlerReads | undefined, recipe = NONE) {
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
  const { read: found, unseen } = await packingReads(absolute, recipe, [path.join(workspace, 'pkg')], host);
  return unseen ?? found?.map((file) => path.relative(workspace, file));
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

test('what commands of the configuration read, nobody tells', async () => {
  expect(await told({ files: [], modules: [] }, { before: 'npm run x', after: '' })).toMatch(/^its configuration runs/);
});
