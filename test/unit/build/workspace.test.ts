import { expect, test } from 'vitest';
import { findWorkspace, reachOf } from '../../../src/build/workspace.ts';
import { type Reply, recordedHost } from '../recorded-host.ts';

/** test/slow/cargo.test.ts asks the real cargo the same. */
async function found(reply: Reply) {
  await using recorded = await recordedHost({ answers: [[/^cargo metadata --no-deps/, reply]] });
  const rust = { version: '', env: { RUSTUP_TOOLCHAIN: 'x' }, toolsEnv: {} };
  const result = await findWorkspace('/repo/a', rust, recorded.host);
  return { ...result, command: recorded.commands[0] };
}

const metadata = (root: string, target: string, build?: string): Reply => ({
  stdout: JSON.stringify({
    workspace_root: root,
    target_directory: target,
    build_directory: build,
    packages: [
      { name: 'b', id: 'path+file:///repo/b#1.0.0', manifest_path: '/repo/b/Cargo.toml', dependencies: [] },
      {
        ...{ name: 'a', id: 'path+file:///repo/a#1.0.0', manifest_path: '/repo/a/Cargo.toml' },
        dependencies: [{ name: 'serde' }, { name: 'b', path: '/repo/b' }],
      },
    ],
  }),
});

test.each<[string, string, string | undefined, object]>([
  ['its own', '/repo/target', '/repo/target', {}],
  ['its own, of a cargo before 1.91', '/repo/target', undefined, {}],
  ['another', '/t', '/t', { CARGO_TARGET_DIR: '/t/N', CARGO_BUILD_BUILD_DIR: '/t/N' }],
  ['another, of a cargo before 1.91', '/t', undefined, { CARGO_TARGET_DIR: '/t/N' }],
  ['another build folder alone', '/repo/target', '/b', { CARGO_BUILD_BUILD_DIR: '/b/N' }],
  ['two others', '/t', '/b', { CARGO_TARGET_DIR: '/t/N', CARGO_BUILD_BUILD_DIR: '/b/N' }],
  [
    'one in the workspace that is not the usual one',
    '/repo/x',
    '/repo/x',
    { CARGO_TARGET_DIR: '/repo/x/N', CARGO_BUILD_BUILD_DIR: '/repo/x/N' },
  ],
])('the target folder is %s', async (_, target, build, wanted) => {
  const { root, env, shared, members, command } = await found(metadata('/repo', target, build));
  expect(root).toBe('/repo');
  expect(members).toEqual([
    { name: 'a', id: 'path+file:///repo/a#1.0.0', dir: '/repo/a', needs: ['/repo/b'] },
    { name: 'b', id: 'path+file:///repo/b#1.0.0', dir: '/repo/b', needs: [] },
  ]);
  const plain = Object.entries(env).map(([name, folder]) => [name, folder.replace(/\/wasm-ship$/, '/N')]);
  expect(Object.fromEntries(plain)).toEqual(wanted);
  expect(shared).toEqual([...new Set(Object.values(env))].sort());
  expect(command).toMatchObject({ cwd: '/repo/a', env: { RUSTUP_TOOLCHAIN: 'x' }, trust: 'theirs' });
});

test('manifests that cargo cannot read are an error with its first reason', async () => {
  const stderr = "error: current package believes it's in a workspace when it's not:\ncurrent:   /repo/a/Cargo.toml\n";
  await expect(found({ code: 101, stderr })).rejects.toMatchObject({
    fault: 'build',
    message: "The workspace of /repo/a cannot be read: current package believes it's in a workspace when it's not.",
    tail: stderr.trimEnd(),
  });
});

test('what a member reaches is itself and what it depends on by path, however far', () => {
  const member = (name: string, ...needs: readonly string[]) => ({ name, id: name, dir: `/${name}`, needs });
  const members = [member('a', '/b'), member('b', '/c', '/outside'), member('c', '/b'), member('d', '/a')];
  expect([...reachOf('/a', members)].sort()).toEqual(['/a', '/b', '/c', '/outside']);
});
