import path from 'node:path';
import { expect, test } from 'vitest';
import { beyond, depInfoOf, parseDepInfo, parseScriptOutput, readsOf } from '../../../src/build/reads.ts';
import { recordedHost } from '../recorded-host.ts';

const DEP_INFO = String.raw`/t/deps/auth.d: src/lib.rs src/with\ space.rs ../shared/table.bin

/t/deps/libauth.rlib: src/lib.rs src/with\ space.rs ../shared/table.bin

src/lib.rs:
src/with\ space.rs:

# env-dep:BUILD_LABEL=x
# env-dep:NOT_SET
`;

test("rustc's dep-info names files and variables", () => {
  expect(parseDepInfo(DEP_INFO)).toEqual({
    files: ['src/lib.rs', 'src/with space.rs', '../shared/table.bin'],
    variables: ['BUILD_LABEL', 'NOT_SET'],
  });
});

test('the colon of a drive ends no rule', () => {
  expect(parseDepInfo(String.raw`C:\t\auth.d: C:\src\lib.rs D:\b.rs`).files).toEqual(['C:\\src\\lib.rs', 'D:\\b.rs']);
});

test.each([
  ['cargo:rerun-if-changed=a.txt\ncargo::rerun-if-changed=b c.txt\r\n', { files: ['a.txt', 'b c.txt'], variables: [] }],
  ['cargo:rerun-if-env-changed=CC\n', { files: [], variables: ['CC'] }],
  ['cargo:rustc-cfg=x\n  cargo:rerun-if-changed=indented\n', { files: undefined, variables: [] }],
  ['', { files: undefined, variables: [] }],
])('of a build script that printed %j', (text, said) => {
  expect(parseScriptOutput(text)).toEqual(said);
});

test('the notes of an artifact lie beside it, or in deps', () => {
  expect(depInfoOf('/t/release/deps/libserde-1a2b.rlib')).toContain('/t/release/deps/serde-1a2b.d');
  expect(depInfoOf('/t/release/build/auth-1a2b/build-script-build')).toContain(
    '/t/release/build/auth-1a2b/build_script_build-1a2b.d',
  );
  expect(depInfoOf('/t/release/auth.wasm')).toContain('/t/release/deps/auth.d');
});

test('what a build read: from its own folders, absolute; without notes, nothing', async () => {
  await using recorded = await recordedHost({
    files: {
      'work/t/deps/auth.d': DEP_INFO,
      'work/t/build/one-1/output': 'cargo:rerun-if-changed=schema.json\ncargo:rerun-if-env-changed=LABEL\n',
      'work/t/build/two-2/output': 'cargo:rustc-cfg=x\n',
    },
  });
  const { folders } = recorded.host;
  const target = path.join(folders.work, 't');
  const reads = await readsOf(
    {
      artifacts: [path.join(target, 'auth.wasm'), path.join(target, 'gone.wasm')],
      scripts: [
        { outDir: path.join(target, 'build/one-1/out'), dir: '/one' },
        { outDir: path.join(target, 'build/two-2/out'), dir: '/two' },
      ],
      root: folders.workspace,
      fixed: [],
    },
    recorded.host,
  );
  expect(reads).toEqual({
    files: [
      path.join(folders.workspace, 'src/lib.rs'),
      path.join(folders.workspace, 'src/with space.rs'),
      path.resolve(folders.workspace, '../shared/table.bin'),
      '/one/schema.json',
      '/two',
    ],
    variables: ['BUILD_LABEL', 'NOT_SET', 'LABEL'],
  });
});

test.each([
  ['a file of the commit', 'src/lib.rs', undefined],
  ['a folder of the commit', 'src', undefined],
  ['the whole repository', '', undefined],
  ['a file that is nowhere', 'gone.txt', undefined],
  ['a file that git does not have', 'secret.txt', 'it read `secret.txt`, which is not in the commit'],
  ['what git knows', '.git/HEAD', 'it read what git knows of the commit'],
  ['what it made itself', '../target/out/x.rs', undefined],
  ['a crate of a registry', '../registry/serde/src/lib.rs', undefined],
  [
    'a file that only begins as the repository does',
    '../workspace-too/x',
    /^it read `.*workspace-too.x`, which is not of/,
  ],
  ['a file of the machine', '/etc/hostname', 'it read `/etc/hostname`, which is not of the repository'],
])('a build that read %s', async (_, file, reason) => {
  await using recorded = await recordedHost({
    files: {
      'workspace/secret.txt': 'x',
      'workspace-too/x': '',
      'target/out/x.rs': '',
      'registry/serde/src/lib.rs': '',
    },
  });
  const root = recorded.host.folders.workspace;
  const tree = { root, files: new Set(['src/lib.rs']) };
  const places = { fixed: [path.resolve(root, '../registry/serde')], target: path.resolve(root, '../target') };
  const why = await beyond({ files: [path.resolve(root, file)], variables: [] }, tree, places, recorded.host);
  if (reason instanceof RegExp) expect(why).toMatch(reason);
  else expect(why).toBe(reason);
});
