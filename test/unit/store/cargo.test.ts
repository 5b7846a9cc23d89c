import path from 'node:path';
import { expect, test } from 'vitest';
import { cargoBuild } from '../../../src/build/cargo.ts';
import type { LockedPackage } from '../../../src/build/lockfile.ts';
import type { Cache } from '../../../src/host/host.ts';
import {
  type CargoFacts,
  type CargoPlaces,
  cargoKeys,
  judgeCargo,
  keptOfBuild,
  keptOfHome,
  restoreCargo,
  saveCargo,
  unitOf,
  type Warmth,
} from '../../../src/store/cargo.ts';
import { fixtureText } from '../fixture.ts';
import { recordedHost } from '../recorded-host.ts';

const FACTS: CargoFacts = {
  rustc: 'rustc 1.97.1 (c980f4866 2026-06-30)',
  target: 'wasm32-unknown-unknown',
  profile: 'release',
  features: ['a', 'b'],
  environment: { RUSTFLAGS: 'x' },
  places: { home: '/cargo', build: '/repo/target' },
  lockfile: 'version = 4\n',
  manifests: ['[package]', ''],
};
const LINUX = { os: 'linux', arch: 'x64', node: '' } as const;

/** What differs from the facts above, and whether its cache is the same, serves as one of another lock, or not at all. */
test.each<[string, Partial<CargoFacts>, 'same' | 'prefix' | 'other']>([
  ['nothing', {}, 'same'],
  ['the order of the features', { features: ['b', 'a'] }, 'same'],
  ['Cargo.lock', { lockfile: 'version = 4\n\n' }, 'prefix'],
  ['a feature', { features: ['a'] }, 'prefix'],
  ['a manifest', { manifests: ['[package]', '[profile.release]'] }, 'prefix'],
  ['the compiler', { rustc: 'rustc 1.98.0' }, 'other'],
  ['the target', { target: 'wasm32-wasip1' }, 'other'],
  ['the profile', { profile: 'dev' }, 'other'],
  ['a variable of the compiler', { environment: { RUSTFLAGS: 'y' } }, 'other'],
  ['the target folder', { places: { home: '/cargo', build: '/t' } }, 'other'],
  ['CARGO_HOME, which is not kept', { places: { home: undefined, build: '/repo/target' } }, 'other'],
])('key: another %s', (_, changed, wanted) => {
  const [one, other] = [cargoKeys(FACTS, LINUX), cargoKeys({ ...FACTS, ...changed }, LINUX)];
  const got = other.key === one.key ? 'same' : other.prefix === one.prefix ? 'prefix' : 'other';
  expect(got).toBe(wanted);
  expect(other.off === one.off).toBe(wanted === 'same');
});

test('key: its form, and another machine’s', () => {
  const { key, prefix, off } = cargoKeys(FACTS, LINUX);
  expect(key).toMatch(/^wasm-ship-cargo-1-linux-x64-[0-9a-f]{16}-[0-9a-f]{16}$/);
  expect(key.startsWith(prefix)).toBe(true);
  expect(off.startsWith(prefix)).toBe(false); // it would be found as a cache of another lock
  expect(cargoKeys(FACTS, { ...LINUX, arch: 'arm64' }).prefix).not.toBe(prefix);
});

test.each([
  ['release/deps/libserde-5f2d802364de4d3f.rlib', '5f2d802364de4d3f'],
  ['wasm32-unknown-unknown/release/.fingerprint/serde-5f2d802364de4d3f/lib-serde', '5f2d802364de4d3f'],
  ['release/build/serde-5f2d802364de4d3f/out/a-0000000000000000.rs', '5f2d802364de4d3f'],
  ['release/build/serde-5f2d802364de4d3f/out', '5f2d802364de4d3f'],
  ['release/build/serde/5f2d802364de4d3f/out/x', '5f2d802364de4d3f'], // cargo's next layout
  ['release/deps/a-5f2d802364de4d3f.a.1f-cgu.0.rcgu.o', '5f2d802364de4d3f'],
  ['release/auth.wasm', undefined],
  ['release/deps/x-5f2d802364de4d3f0.rlib', undefined],
])('unit of %s', (file, unit) => {
  expect(unitOf(file)).toBe(unit);
});

test('of a target folder all is kept of the dependencies of this build, and nothing of the crate or of what is stale', async () => {
  await using recorded = await recordedHost({
    answers: [[/^cargo build/, { stdout: fixtureText('cargo-1.97.1-auth.jsonl') }]],
  });
  const workspace = { root: '/repo/auth', env: {}, shared: [], members: [] };
  const wish = { dir: '/repo/auth', name: 'auth', target: 'wasm32-unknown-unknown', profile: 'release' } as const;
  const rust = { version: '', env: {}, toolsEnv: {} };
  const { dependencies } = await cargoBuild({ ...wish, features: [], workspace }, rust, recorded.host);
  expect(dependencies.compiled).toBe(130);
  const units = dependencies.made.flatMap((file) => unitOf(path.relative('/repo/target', file)) ?? []);
  const files = fixtureText('cargo-1.97.1-auth-target.txt').trimEnd().split('\n');
  const stale = [
    'release/deps/libserde-00000000000000aa.rlib',
    'wasm32-unknown-unknown/release/incremental/auth-3k2j1h/s-x/query-cache.bin',
    'release/build/ring-00000000000000ab/out/ring.a',
  ];
  const kept = new Set(keptOfBuild([...files, ...stale], units));
  const left = [...files, ...stale].filter((file) => !kept.has(file) && !stale.includes(file));
  expect(stale.filter((file) => kept.has(file))).toEqual([]);
  expect(left.filter((file) => !/\/auth-|auth\.|(^|\/)(CACHEDIR|\.rustc_info|\.cargo-)/.test(file))).toEqual([]);
  expect(kept.size).toBeGreaterThan(900);
});

const INDEX = 'registry/index/registry-1949cf8c6b5b557f';
const PACKAGES: readonly LockedPackage[] = [
  { name: 'Inflector', version: '0.11.4', source: 'registry+https://registry.example/index' },
  { name: 'serde', version: '1.0.0', source: 'sparse+https://registry.example/' },
  { name: 'mine', version: '0.1.0', source: 'git+https://git.example/Team/Mine.git?branch=x#0123456' },
];

test.each<[string, string | undefined]>([
  ['registry/cache/registry-1949cf8c6b5b557f/serde-1.0.0.crate', 'same'],
  ['registry/cache/registry-1949cf8c6b5b557f/serde-1.0.1.crate', undefined],
  ['registry/cache/registry-1949cf8c6b5b557f/serde_json-1.0.0.crate', undefined],
  [`${INDEX}/config.json`, 'same'],
  [`${INDEX}/.cache/se/rd/serde`, 'same'],
  [`${INDEX}/.cache/in/fl/inflector`, 'same'],
  [`${INDEX}/.cache/se/rd/serde_json`, undefined],
  [
    'registry/index/git.example-0123456789abcdef/.git/objects/pack/a.pack',
    'registry/index/git.example-0123456789abcdef/.git',
  ],
  ['registry/src/registry-1949cf8c6b5b557f/serde-1.0.0/src/lib.rs', undefined],
  ['git/db/mine-0123456789abcdef/HEAD', 'git/db/mine-0123456789abcdef'],
  ['git/db/other-0123456789abcdef/HEAD', undefined],
  ['git/checkouts/mine-0123456789abcdef/0123456/Cargo.toml', undefined],
  ['credentials.toml', undefined],
  ['config.toml', undefined],
  ['bin/cargo', undefined],
])('of CARGO_HOME: %s', (file, wanted) => {
  expect(keptOfHome([file], PACKAGES)).toEqual(wanted === undefined ? [] : [wanted === 'same' ? file : wanted]);
});

const restored = (ms: number, coldMs: number, exact = true): Warmth => ({ kind: 'restored', exact, ms, coldMs });

/** What there was, how long the build took, how many dependencies it compiled; what is kept, and how long a cold build takes. */
test.each<[string, Warmth, number, number, 'cache' | 'off' | undefined, number]>([
  ['nothing was there', { kind: 'cold' }, 60_000, 90, 'cache', 60_000],
  ['there are no dependencies', { kind: 'cold' }, 1000, 0, undefined, 1000],
  ['the folder was built in before', { kind: 'there' }, 1000, 3, undefined, 1000],
  ['it was off', { kind: 'off' }, 60_000, 90, undefined, 60_000],
  ['the very lock: it paid', restored(5000, 60_000), 10_000, 0, undefined, 60_000],
  ['the very lock: it just paid', restored(5000, 15_000), 10_000, 0, undefined, 15_000],
  ['the very lock: it took longer than it saved', restored(5001, 15_000), 10_000, 0, 'off', 15_000],
  ['the very lock: the build was no shorter', restored(100, 9000), 10_000, 0, 'off', 10_000],
  ['another lock, some compiled', restored(5000, 60_000, false), 20_000, 4, 'cache', 60_000],
  ['another lock, and nothing new', restored(5000, 60_000, false), 10_000, 0, undefined, 60_000],
  ['another lock: it cannot tell whether it paid', restored(90_000, 60_000, false), 70_000, 4, 'cache', 70_000],
])('judged: %s', (_, warmth, ms, compiled, keep, coldMs) => {
  const judged = judgeCargo({ warmth, ms, compiled });
  expect(judged).toMatchObject({ keep, coldMs });
  expect(judged.notice === undefined).toBe(keep !== 'off');
});

test('judged: the notice has both sides', () => {
  expect(judgeCargo({ warmth: restored(8000, 15_000), ms: 10_000, compiled: 0 }).notice).toBe(
    'The cargo cache did not pay: it took 8.0 s, and it saved 5.0 s of a build of 15 s.',
  );
});

const H = '5f2d802364de4d3f';
const KEYS = { key: 'KEY', prefix: 'K', off: 'OFF' };

/** A restore whose cache unpacks these files, with others in place already. */
async function afterRestore(
  unpacks: Readonly<Record<string, string>>,
  there: Readonly<Record<string, string>> = {},
  more: Pick<CargoPlaces, 'tokens'> = {},
) {
  await using recorded = await recordedHost({ files: there });
  const { host, plant } = recorded;
  const [home, build] = [path.join(host.folders.work, '../home'), path.join(host.folders.workspace, 'target')];
  const asked: unknown[] = [];
  const cache: Cache = {
    available: true,
    has: () => Promise.resolve(false),
    async restore(paths, key, prefixes) {
      asked.push(key, ...prefixes);
      const aside = path.relative(path.dirname(host.folders.work), paths[0] ?? '');
      await plant(Object.fromEntries(Object.entries(unpacks).map(([name, text]) => [`${aside}/${name}`, text])));
      return 'KEY';
    },
    save: () => Promise.resolve(true),
  };
  const warmth = await restoreCargo(KEYS, { home, build, ...more }, { ...host, cache });
  const below = async (folder: string): Promise<readonly string[]> =>
    (await host.files.exists(folder)) ? host.files.list(folder) : [];
  const read = (file: string) => host.files.text(path.join(build, file));
  const config = path.join(home, 'git', 'db', 'a-1', 'config');
  const configs = { 'a-1': (await host.files.exists(config)) ? await host.files.text(config) : undefined };
  const asides = (await below(host.folders.work)).filter((file) => file.startsWith('cargo-cache/'));
  const rlib = `r/deps/liba-${H}.rlib`;
  const text = (await host.files.exists(path.join(build, rlib))) ? await read(rlib) : undefined;
  return {
    warmth,
    asked,
    home: await below(home),
    build: await below(build),
    text,
    configs,
    said: recorded.said,
    asides,
  };
}

const KEPT = {
  'cache.json': '{"form":1,"coldMs":9000}',
  [`build/r/deps/liba-${H}.rlib`]: 'kept',
  [`build/r/.fingerprint/a-${H}/lib-a`]: 'kept',
  'home/registry/cache/x/a-1.0.0.crate': 'kept',
  'home/git/db/mine-0123456789abcdef/HEAD': 'kept',
};

test('what was kept gets into its places, asked for by the marker, the key and the prefix at once', async () => {
  const { warmth, asked, home, build, said, asides } = await afterRestore(KEPT);
  expect(warmth).toMatchObject({ kind: 'restored', exact: true, coldMs: 9000 });
  expect(asked).toEqual(['OFF', 'KEY', 'K']);
  expect(build).toEqual([`r/.fingerprint/a-${H}/lib-a`, `r/deps/liba-${H}.rlib`]);
  const repository = 'git/db/mine-0123456789abcdef';
  expect(home).toEqual([`${repository}/HEAD`, `${repository}/config`, 'registry/cache/x/a-1.0.0.crate']);
  expect(said.map(({ text }) => text)).toEqual([expect.stringMatching(/^Cargo from the cache: KEY, \d+ B in /)]);
  expect(asides).toEqual([]);
});

/** What whoever can write the cache may put into `home`, and whether it gets into place: without tokens, with some. */
test.each<[string, string, boolean, boolean]>([
  ['an archive', 'registry/cache/x/a-1.0.0.crate', true, true],
  ['a line of an index', 'registry/index/x/.cache/a/a', true, true],
  ['where an index says that archives are', 'registry/index/x/config.json', true, false],
  ['objects of a repository', 'git/db/a-1/objects/pack/p.pack', true, false],
  ['references of a repository', 'git/db/a-1/refs/heads/main', true, false],
  ['objects of an index', 'registry/index/x/.git/objects/aa/b', true, false],
  ['objects elsewhere', 'git/db/a-1/objects/info/alternates', false, false],
  ['settings elsewhere', 'git/db/a-1/commondir', false, false],
  ['a repository in a repository', 'git/db/a-1/.git/config', false, false],
  ['programs of a repository', 'git/db/a-1/hooks/reference-transaction', false, false],
  ['a repository elsewhere', 'registry/index/x/.git', false, false],
  ['what is unpacked', 'registry/src/x/a-1.0.0/src/lib.rs', false, false],
  ['another file of an index', 'registry/index/x/a', false, false],
  ['configuration of cargo', 'config.toml', false, false],
  ['a program', 'bin/cargo', false, false],
])('%s: %s', async (_, file, without, withTokens) => {
  const unpacks = { 'cache.json': KEPT['cache.json'], [`home/${file}`]: 'kept' };
  expect((await afterRestore(unpacks)).home.includes(file)).toBe(without);
  expect((await afterRestore(unpacks, {}, { tokens: true })).home).toEqual(withTokens ? [file] : []);
});

test('the configuration of a repository is a plain one', async () => {
  const config = '[core]\n\tbare = true\n\tsshCommand = steal\n';
  const text = await afterRestore({ ...KEPT, 'home/git/db/a-1/config': config }).then(({ configs }) => configs['a-1']);
  expect(text).toBe('[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
});

test('a unit and a repository that are there already stay as they are, and nothing is mixed with them', async () => {
  const { home, build, text } = await afterRestore(KEPT, {
    [`workspace/target/r/deps/liba-${H}.rlib`]: 'mine',
    'home/git/db/mine-0123456789abcdef/config': 'mine',
  });
  expect([build, text]).toEqual([[`r/deps/liba-${H}.rlib`], 'mine']);
  expect(home).toEqual(['git/db/mine-0123456789abcdef/config', 'registry/cache/x/a-1.0.0.crate']);
});

test.each<[string, Readonly<Record<string, string>>, string, number]>([
  ['whose note says that it did not pay is off', { 'cache.json': '{"form":1,"coldMs":1,"off":true}' }, 'off', 0],
  ['without its note, as a half of an archive', { ...KEPT, 'cache.json': '' }, 'cold', 1],
  ['of another form', { ...KEPT, 'cache.json': '{"form":2,"coldMs":1}' }, 'cold', 1],
])('a cache %s: nothing gets into place', async (_, unpacks, kind, warnings) => {
  const { warmth, home, build, said, asides } = await afterRestore(unpacks);
  expect([warmth.kind, home, build, asides]).toEqual([kind, [], [], []]);
  expect(said.filter(({ level }) => level === 'warning')).toHaveLength(warnings);
});

test('what is kept is linked from its places, which stay as they are', async () => {
  const stays = [`r/deps/liba-${H}.rlib`, 'r/deps/libown-0000000000000000.rlib', 'r/own.wasm'];
  await using recorded = await recordedHost({
    files: Object.fromEntries(stays.map((file) => [`workspace/target/${file}`, 'x'])),
  });
  const { host } = recorded;
  const build = path.join(host.folders.workspace, 'target');
  let packed: readonly string[] = [];
  const cache: Cache = {
    available: true,
    has: () => Promise.resolve(false),
    restore: () => Promise.resolve(undefined),
    async save([folder = '']) {
      packed = await host.files.list(folder);
      return true;
    },
  };
  const what = { places: { home: undefined, build }, packages: [], units: [H] };
  await saveCargo({ key: 'KEY', coldMs: 1, what }, { ...host, cache });
  expect(packed).toEqual([`build/r/deps/liba-${H}.rlib`, 'cache.json']);
  expect(await host.files.list(build)).toEqual([...stays].sort());
  expect(recorded.said.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Kept for later runs: KEY, \d+ B in /),
  ]);
});
