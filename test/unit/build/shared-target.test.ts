import path from 'node:path';
import { expect, test } from 'vitest';
import { beginTarget, inSharedTarget } from '../../../src/build/shared-target.ts';
import { type Answers, recordedHost } from '../recorded-host.ts';

/** test/slow/cargo.test.ts shows with the real cargo that no checkout gets another's code. */
const LOCK = `version = 4

[[package]]
name = "auth"
version = "0.1.0"

[[package]]
name = "serde"
version = "1.0.0"
source = "registry+https://example.com/index"

[[package]]
name = "shared"
version = "2.0.0"
`;

async function builds(roots: readonly string[], answers: Answers = [[/^cargo clean/, {}]]) {
  const files = Object.fromEntries(roots.map((root) => [`workspace/${root}/Cargo.lock`, LOCK]));
  await using recorded = await recordedHost({
    answers,
    files: { ...files, 'work/t/wasm32-unknown-unknown/x': '', 'work/t/release/y': '' },
  });
  const { host } = recorded;
  const shared = [path.join(host.folders.work, 't')];
  for (const root of roots) {
    const dir = path.join(host.folders.workspace, root);
    const workspace = { root: dir, env: { CARGO_TARGET_DIR: shared[0] ?? '' }, shared, members: [] };
    const build = {
      ...({
        dir,
        name: 'auth',
        target: 'wasm32-unknown-unknown',
        profile: 'release',
        features: [],
        workspace,
      } as const),
    };
    await inSharedTarget(build, { version: '', env: {}, toolsEnv: {} }, host, () => Promise.resolve());
  }
  return { lines: recorded.lines, left: await host.files.list(host.folders.work) };
}

test('the checkout that built last builds again without anything forgotten', async () => {
  expect((await builds(['one', 'one'])).lines).toEqual([]);
});

test('what is of another checkout is forgotten, what is of a registry is not', async () => {
  const { lines, left } = await builds(['one', 'other', 'other', 'one']);
  const clean =
    'cargo clean --locked --target wasm32-unknown-unknown --profile release --package auth@0.1.0 --package shared@2.0.0';
  expect(lines).toEqual([clean, clean]);
  expect(left).toContain('t/release/y');
});

test('where cargo cannot forget, all of it is removed', async () => {
  const { left } = await builds(['one', 'other'], [[/^cargo clean/, { code: 101, stderr: 'error: no' }]]);
  expect(left).toEqual(['t/wasm-ship-release.owner']);
});

test('a folder of the workspace alone needs neither lock nor note', async () => {
  await using recorded = await recordedHost();
  const { host } = recorded;
  const workspace = { root: '/w', env: {}, shared: [], members: [] };
  const build = {
    dir: '/w',
    name: 'a',
    target: 'wasm32-unknown-unknown',
    profile: 'dev',
    features: [],
    workspace,
  } as const;
  expect(await inSharedTarget(build, { version: '', env: {}, toolsEnv: {} }, host, () => Promise.resolve(5))).toBe(5);
  expect(recorded.writes).toEqual([]);
});

test.each<[string, string, boolean, readonly string[]]>([
  [
    'a folder of its own is begun with what compiling takes long for, and is marked as the other checkout\u2019s',
    'release',
    false,
    [
      'b/wasm-ship/release/deps/p.so',
      'b/wasm-ship/wasm-ship-release.owner',
      'b/wasm-ship/wasm32-unknown-unknown/release/.fingerprint/a/x',
      'b/wasm-ship/wasm32-unknown-unknown/release/deps/a.rlib',
    ],
  ],
  ['the profile dev lies in debug', 'dev', false, ['b/wasm-ship/debug/build/d', 'b/wasm-ship/wasm-ship-dev.owner']],
  ['a folder that both build in is left as it is', 'release', true, []],
])('%s', async (_, profile, shared, wanted) => {
  const names = ['wasm32-unknown-unknown/release/.fingerprint/a/x', 'wasm32-unknown-unknown/release/deps/a.rlib'];
  const others = [
    'wasm32-unknown-unknown/release/auth.wasm',
    'release/deps/p.so',
    'debug/build/d',
    'debug/incremental/i',
  ];
  const files = Object.fromEntries([...names, ...others].map((name) => [`work/t/${name}`, 'x']));
  await using recorded = await recordedHost({ files });
  const { host } = recorded;
  const [from, into] = [path.join(host.folders.work, 't'), path.join(host.folders.work, 'b')];
  const compiled = { root: '/r', folder: from, shared, target: 'wasm32-unknown-unknown', profile, vendored: false };
  const begun = shared ? { env: {}, made: [] } : { env: { CARGO_TARGET_DIR: into }, made: [from] };
  expect(await beginTarget([compiled], into, host)).toEqual(begun);
  expect((await host.files.list(host.folders.work)).filter((name) => name.startsWith('b/'))).toEqual(wanted);
});
