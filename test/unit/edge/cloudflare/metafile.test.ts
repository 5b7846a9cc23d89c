import { expect, test } from 'vitest';
import { readsIn } from '../../../../src/edge/cloudflare/metafile.ts';

const META = {
  inputs: {
    'node-modules-polyfills:buffer': { bytes: 1, imports: [] },
    '<define:process>': { bytes: 1, imports: [] },
    '../node_modules/hono/index.js': { bytes: 1, imports: [] },
    '../src/index.ts': {
      bytes: 1,
      imports: [
        { path: '../node_modules/hono/index.js', kind: 'import-statement', original: 'hono' },
        { path: 'node:buffer', kind: 'import-statement', external: true, original: 'node:buffer' },
        {
          path: './0a1b-greeter_bg.wasm',
          kind: 'import-statement',
          external: true,
          original: '../pkg/greeter_bg.wasm',
        },
      ],
    },
  },
};

test('files and modules of other types are told, not what is no file', () => {
  expect(readsIn(JSON.stringify(META), '/repo/src/index.ts')).toEqual({
    files: ['/repo/node_modules/hono/index.js', '/repo/src/index.ts'],
    modules: [{ from: '/repo/src/index.ts', name: '../pkg/greeter_bg.wasm' }],
  });
});

test.each([
  ['no JSON', '{', '/repo/src/index.ts'],
  ['another form', '{"inputs": []}', '/repo/src/index.ts'],
  ['of another entry', JSON.stringify(META), '/repo/src/other.ts'],
])('a metafile that is %s tells nothing', (_, text, main) => {
  expect(readsIn(text, main)).toBeUndefined();
});
