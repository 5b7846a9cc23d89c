import path from 'node:path';
import { expect, test } from 'vitest';
import type { Cache } from '../../src/host/host.ts';
import type { CachePlan } from '../../src/plan.ts';
import { type CargoCache, cargoCacheOf, warmBuild, warmUp } from '../../src/warm.ts';
import { fixtureText } from './fixture.ts';
import { recordedHost } from './recorded-host.ts';

const RUST = { version: 'rustc 1.97.1', env: {}, toolsEnv: {} };
const LOCK = '[[package]]\nname = "serde"\nversion = "1.0.0"\nsource = "registry+x"\n';
const TARGET = 'wasm32-unknown-unknown';

/** A build of examples/auth, as recorded, in a workspace with these files. */
async function built(
  cache: CargoCache | undefined,
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
) {
  await using recorded = await recordedHost({
    answers: [[/^cargo build/, { stdout: fixtureText('cargo-1.97.1-auth.jsonl') }]],
    files: { 'workspace/Cargo.lock': LOCK, ...files },
  });
  const { host } = recorded;
  const asked: string[] = [];
  const service: Cache = {
    available: true,
    has: () => Promise.resolve(false),
    async restore(_, off, keys) {
      asked.push(off, ...keys);
      return undefined;
    },
    save: () => Promise.resolve(false),
  };
  const root = host.folders.workspace;
  const workspace = { root, env: { ...env }, shared: [], members: [] };
  const wish = { dir: root, name: 'auth', target: TARGET, profile: 'release', features: [], workspace } as const;
  const world = { ...host, cache: service };
  const { warm } = await warmBuild(await warmUp(wish, RUST, cache, {}, world), RUST, world);
  return { warm, asked, root };
}

test.each<[string, CachePlan, CargoCache | undefined]>([
  ['a release', { restore: false, save: false }, undefined],
  ['a pull request', { restore: true, save: false, home: true }, { home: '/cargo', restore: true, save: false }],
  [
    'a push to the default branch',
    { restore: false, save: true, home: true },
    { home: '/cargo', restore: false, save: true },
  ],
  ['a machine of the user', { restore: true, save: true }, { home: undefined, restore: true, save: true }],
])('of cargo’s cache, in %s', (_, plan, wanted) => {
  expect(cargoCacheOf(plan, '/cargo')).toEqual(wanted);
});

test('without a cache none is asked for, and nothing is kept', async () => {
  expect(await built(undefined)).toMatchObject({ warm: { restored: false, keep: undefined }, asked: [] });
});

test('a run that may keep leaves what post needs; where the home is not ours, it is not named', async () => {
  const { warm, asked, root } = await built({ home: undefined, restore: true, save: true });
  expect(asked).toHaveLength(3);
  expect(warm.keep).toMatchObject({
    key: asked[1],
    what: {
      places: { build: path.join(root, 'target') },
      packages: [{ name: 'serde', version: '1.0.0', source: 'registry+x' }],
    },
  });
  expect(warm.keep?.what?.places.home).toBeUndefined();
});

test('a run that may not keep leaves nothing', async () => {
  expect((await built({ home: '/cargo', restore: true, save: false })).warm.keep).toBeUndefined();
});

test('a target folder that was built in before is taken as it is', async () => {
  const there = { [`workspace/target/${TARGET}/release/x.wasm`]: '' };
  expect(await built({ home: '/cargo', restore: true, save: true }, there)).toMatchObject({
    warm: { restored: false, keep: undefined },
    asked: [],
  });
});

test('units are named from the folder that rustc’s files are in', async () => {
  const { warm } = await built({ home: '/cargo', restore: true, save: true }, {}, { CARGO_TARGET_DIR: '/repo/target' });
  expect(warm.keep?.what?.places.build).toBe('/repo/target');
  expect(warm.keep?.what?.units).toContain('529f95d660d19374'); // proc-macro2's build script
});

test.each(['workspace/Cargo.toml', 'workspace/.cargo/config.toml'])('%s belongs to the key', async (file) => {
  const cache = { home: undefined, restore: true, save: false };
  const keys = [await built(cache), await built(cache, { [file]: 'x' })].map(({ asked }) =>
    asked[1]?.split('-').at(-1),
  );
  expect(keys[0]).not.toBe(keys[1]);
});

test('a push to the default branch asks for none and keeps its own; what it compiles is fresh where nothing was there', async () => {
  const cache = { home: '/cargo', restore: false, save: true };
  const { warm, asked } = await built(cache);
  expect([asked, warm.restored, warm.fresh, warm.keep?.what === undefined]).toEqual([[], false, true, false]);
  const there = { [`workspace/target/${TARGET}/release/x.wasm`]: '' };
  expect((await built(cache, there)).warm.fresh).toBe(false);
  expect((await built(undefined, there)).warm.fresh).toBe(false);
});
