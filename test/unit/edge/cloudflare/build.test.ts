import { expect, test } from 'vitest';
import { type Recipe, recipeOf } from '../../../../src/edge/cloudflare/build.ts';

const CONFIG = { name: 'auth', compatibility_date: '2026-11-01' };
const crate = (...dependencies: string[]) => ({ name: 'auth', dir: 'services/auth', dependencies });
const recipe = (more: Partial<Recipe> = {}): Recipe => ({
  ...{ before: '', workerBuild: true, after: '', main: undefined, wasmBindgen: true },
  ...more,
});

test.each([
  [{}],
  [{ main: 'build/index.js' }],
  [{ main: './build/index.js', build: { command: 'worker-build --release' } }],
  [{ main: 'build/worker/shim.mjs', build: { command: 'worker-build' } }],
  [{ build: {} }],
  [{ build: { command: 'cargo install -q worker-build && worker-build --release' } }],
  [{ build: { command: "cargo install -q 'worker-build@^0.8' && worker-build --release" } }],
  [{ build: { command: 'cargo install --locked --version 0.8.7 worker-build;\nworker-build  --release' } }],
])('workers-rs, %j: what we do ourselves, and nothing is run', (more) => {
  expect(recipeOf(crate('worker'), { ...CONFIG, ...more }, 'wrangler.toml')).toEqual(recipe());
});

test.each<[string, string | undefined, Partial<Recipe>]>([
  ['npm run css && worker-build --release', undefined, { before: 'npm run css' }],
  ['cargo install -q worker-build && a; b\nworker-build --release', 'build/index.js', { before: 'a ; b' }],
  [`node -e "a && b; 'c" && worker-build`, undefined, { before: `node -e "a && b; 'c"` }],
  ["echo 'a && \"b' && worker-build", undefined, { before: `echo 'a && "b'` }],
  ['echo a\\;b && worker-build', undefined, { before: 'echo a\\;b' }],
  ['worker-build --release && ./patch.sh', undefined, { after: './patch.sh', main: 'build/index.js' }],
  [
    'a && worker-build && b && c',
    'build/worker/shim.mjs',
    { before: 'a', after: 'b && c', main: 'build/worker/shim.mjs' },
  ],
  ['worker-build --release', './src/entry.js', { main: 'src/entry.js' }],
  ['npm run all', 'src/entry.js', { before: 'npm run all', main: 'src/entry.js', workerBuild: false }],
])('workers-rs, `%s` with main %s: %j', (command, main, more) => {
  const config = { ...CONFIG, ...(main === undefined ? {} : { main }), build: { command } };
  expect(recipeOf(crate('worker'), config, 'wrangler.toml')).toEqual(recipe(more));
});

test.each<[string[], object, Partial<Recipe>]>([
  [[], { main: 'src/shim.js' }, { wasmBindgen: false }],
  [['serde'], { main: './src/shim.js' }, { wasmBindgen: false }],
  [['wasm-bindgen'], { main: 'src/shim.js' }, {}],
  [['web-sys'], { main: 'src/shim.js' }, {}],
  [['js-sys'], { main: 'src/shim.js', build: { command: 'a | b || c & d' } }, { before: 'a | b || c & d' }],
])('without the crate worker, of %j with %j wrangler bundles main: %j', (dependencies, more, expected) => {
  expect(recipeOf(crate(...dependencies), { ...CONFIG, ...more }, 'wrangler.toml')).toEqual(
    recipe({ workerBuild: false, main: 'src/shim.js', ...expected }),
  );
});

const CARGO = { file: 'services/auth/Cargo.toml' };
const WRANGLER = { file: 'a/wrangler.toml' };

test.each([
  ['worker', { main: 5 }, 'input', /`main` is 5; wanted/, WRANGLER],
  ['worker', { build: { command: 'npm run all' } }, 'plan', /does not name worker-build: `npm run all`\.$/, WRANGLER],
  [
    'worker',
    { build: { command: 'worker-build --release -- --features x' } },
    'plan',
    /a way of its own: `worker-build --release -- --features x`/,
    WRANGLER,
  ],
  [
    'worker',
    { build: { command: 'cargo install -q worker-build-fork && worker-build' } },
    'plan',
    /worker-build-fork/,
    WRANGLER,
  ],
  ['serde', {}, 'plan', /^auth does not use the crate `worker`, and a\/wrangler\.toml has no other `main`\.$/, CARGO],
  ['serde', { main: 'build/index.js' }, 'plan', /does not use the crate `worker`/, CARGO],
  ['serde', { main: 'a.js', build: { command: 'worker-build' } }, 'plan', /it is built by worker-build/, CARGO],
])('of %s with %j something would be left out: refused', (dependency, more, fault, message, place) => {
  expect(() => recipeOf(crate(dependency), { ...CONFIG, ...more }, 'a/wrangler.toml')).toThrow(
    expect.objectContaining({ fault, message: expect.stringMatching(message), place }),
  );
});
