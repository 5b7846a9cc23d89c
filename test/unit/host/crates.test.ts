import { expect, test } from 'vitest';
import { readCrates, workspaceFolder } from '../../../src/host/crates.ts';
import { recordedHost } from '../recorded-host.ts';

const crate = (name: string): string => `[package]\nname = "${name}"\n[lib]\ncrate-type = ["cdylib"]\n`;

/** The packages that are found, as name and folder. */
async function found(files: Readonly<Record<string, string>>, dir = '.') {
  const below = Object.fromEntries(Object.entries(files).map(([name, text]) => [`workspace/${name}`, text]));
  await using recorded = await recordedHost({ files: below });
  const crates = await readCrates(recorded.host.folders.workspace, dir);
  return crates.map(({ name, dir: folder }) => `${name} ${folder}`);
}

test('a single crate, in the root or below it', async () => {
  expect(await found({ 'Cargo.toml': crate('a') })).toEqual(['a .']);
  expect(await found({ 'x/y/Cargo.toml': crate('a') }, 'x/y')).toEqual(['a x/y']);
  expect(await found({ 'x/Cargo.toml': crate('a') }, './x/')).toEqual(['a x']);
});

test('the members of a workspace, globs and excluded ones', async () => {
  const root = '[workspace]\nmembers = ["crates/*", "./tool/"]\nexclude = ["crates/old/"]\n';
  const files = {
    'Cargo.toml': root,
    'crates/a/Cargo.toml': crate('a'),
    'crates/b/Cargo.toml': crate('b'),
    'crates/old/Cargo.toml': crate('old'),
    'crates/README.md': '',
    'crates/empty/README.md': '',
    'tool/Cargo.toml': crate('tool'),
  };
  expect(await found(files)).toEqual(['a crates/a', 'b crates/b', 'tool tool']);
});

test('a package that is the root of its workspace is found once', async () => {
  const root = `${crate('root')}[workspace]\nmembers = [".", "a"]\n`;
  expect(await found({ 'Cargo.toml': root, 'a/Cargo.toml': crate('a') })).toEqual(['root .', 'a a']);
});

test("a member named by its own folder has the workspace's metadata too", async () => {
  const root = '[workspace]\nmembers = ["a/*"]\n[workspace.metadata.wasm-ship]\nprofile = "edge"\n';
  await using recorded = await recordedHost({
    files: { 'workspace/Cargo.toml': root, 'workspace/a/b/Cargo.toml': crate('b'), 'workspace/a/b/wrangler.toml': '' },
  });
  const { workspace } = recorded.host.folders;
  for (const dir of ['.', 'a/b']) {
    expect(await readCrates(workspace, dir)).toMatchObject([
      {
        name: 'b',
        dir: 'a/b',
        files: ['Cargo.toml', 'wrangler.toml'],
        metadata: [{ value: undefined }, { value: { profile: 'edge' } }],
      },
    ]);
  }
});

test('no Cargo.toml is an error that says which folder, and what may be meant', async () => {
  await expect(found({ 'README.md': '' }, 'services')).rejects.toMatchObject({
    fault: 'input',
    message: 'There is no Cargo.toml in `services`.',
    hint: 'Set `working-directory` to the folder of the crate, and check the repository out before this step.',
  });
  await expect(found({ services: 'a file' }, 'services')).rejects.toMatchObject({
    message: 'There is no Cargo.toml in `services`.',
  });
});

test.each(['..', '../other', 'a/../..', '/etc'])('the folder %s is not of the repository', async (dir) => {
  await expect(found({ 'Cargo.toml': crate('a') }, dir)).rejects.toMatchObject({
    fault: 'input',
    message: `input: \`working-directory\` is \`${dir}\`; wanted: a folder of the repository.`,
  });
});

test('a folder whose name begins with two dots is of the repository', async () => {
  expect(await found({ '..a/Cargo.toml': crate('a') }, '..a')).toEqual(['a ..a']);
});

const MEMBER = '[package]\nname = "m"\n';

/** test/slow/cargo.test.ts asks cargo the same. */
test.each<[string, string, string, Readonly<Record<string, string>>]>([
  ['alone', 'a', 'a', { 'a/Cargo.toml': MEMBER }],
  ['a member', 'a/b', '.', { 'Cargo.toml': '[workspace]\nmembers = ["a/*"]\n', 'a/b/Cargo.toml': MEMBER }],
  ['the root', '.', '.', { 'Cargo.toml': `${MEMBER}[workspace]\n` }],
  ['a package above that is no workspace', 'a', 'a', { 'Cargo.toml': MEMBER, 'a/Cargo.toml': MEMBER }],
  [
    'naming its root',
    'x',
    'root',
    { 'root/Cargo.toml': '[workspace]\nmembers = ["../x"]\n', 'x/Cargo.toml': `${MEMBER}workspace = "../root"\n` },
  ],
  [
    'below a package that names its root',
    'x/y',
    'root',
    {
      'root/Cargo.toml': '[workspace]\nmembers = ["../x"]\n',
      'x/Cargo.toml': `${MEMBER}workspace = "../root"\n`,
      'x/y/Cargo.toml': MEMBER,
    },
  ],
  [
    'excluded by the nearest workspace, of the one above it',
    'a/b',
    '.',
    { 'Cargo.toml': '[workspace]\n', 'a/Cargo.toml': '[workspace]\nexclude = ["b"]\n', 'a/b/Cargo.toml': MEMBER },
  ],
  ['beside an excluded one', 'ab', '.', { 'Cargo.toml': '[workspace]\nexclude = ["./a/"]\n', 'ab/Cargo.toml': MEMBER }],
  [
    'excluded, and a member by its name all the same',
    'a/b',
    '.',
    { 'Cargo.toml': '[workspace]\nexclude = ["a"]\nmembers = ["a/b"]\n', 'a/b/Cargo.toml': MEMBER },
  ],
  ['of no Cargo.toml', 'a', 'a', { 'b/x': '' }],
])('the folder of the workspace of a crate: %s', async (_, dir, wanted, files) => {
  const below = Object.fromEntries(Object.entries(files).map(([name, text]) => [`workspace/${name}`, text]));
  await using recorded = await recordedHost({ files: below });
  expect(workspaceFolder(recorded.host.folders.workspace, dir)).toBe(wanted);
});

test("a member beside its root has the workspace's metadata too", async () => {
  await using recorded = await recordedHost({
    files: {
      'workspace/root/Cargo.toml':
        '[workspace]\nmembers = ["../x"]\n[workspace.metadata.wasm-ship]\nprofile = "edge"\n',
      'workspace/x/Cargo.toml': `${MEMBER}workspace = "../root"\n`,
    },
  });
  for (const dir of ['root', 'x']) {
    expect(readCrates(recorded.host.folders.workspace, dir)).toMatchObject([
      { name: 'm', dir: 'x', metadata: [{ value: undefined }, { value: { profile: 'edge' } }] },
    ]);
  }
});
