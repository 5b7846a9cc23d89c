import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { beyond } from '../../src/build/reads.ts';
import { recordedHost } from '../unit/recorded-host.ts';

/** A repository with what git ignores in it, read by a build. */
async function why(
  files: readonly string[],
  more: { readonly untold?: readonly string[]; readonly target?: string } = {},
) {
  await using recorded = await recordedHost({
    answers: [[/^git /, 'real']],
    files: {
      'workspace/.gitignore': 'secret.txt\n.env\n/target\n/out\nlocal/\n',
      'workspace/src/lib.rs': '',
      'workspace/data/table.csv': '',
      'workspace/assets/a.txt': '',
      'workspace/assets/local/b.txt': '',
      'workspace/out/wasm-ship/x.o': '',
      'workspace/secret.txt': 'x',
      'workspace-too/x': '',
      'target/out/x.rs': '',
      'registry/serde/src/lib.rs': '',
    },
  });
  const { host, plain } = recorded;
  const root = host.folders.workspace;
  await symlink('../../workspace-too/x', path.join(root, 'src/out.txt'));
  await symlink('lib.rs', path.join(root, 'src/same.rs'));
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root });
  git('init', '-q');
  git('add', '.');
  const tree = {
    root,
    files: new Set(['.gitignore', 'src/lib.rs', 'src/out.txt', 'src/same.rs', 'data/table.csv', 'assets/a.txt']),
    links: ['src/out.txt', 'src/same.rs'],
  };
  const places = {
    fixed: [path.resolve(root, '../registry/serde')],
    made: [path.resolve(root, more.target ?? '../target')],
  };
  const reads = { files: files.map((file) => path.resolve(root, file)), variables: [], untold: more.untold ?? [] };
  const reason = await beyond(reads, tree, places, host);
  return reason === undefined ? undefined : plain(reason);
}

test.each([
  ['a file of the commit', 'src/lib.rs', undefined],
  ['a link to a file of the commit', 'src/same.rs', undefined],
  ['a link out of the repository', 'src/out.txt', 'it read `src/out.txt`, a link to what is not in the commit'],
  ['a folder of the commit', 'data', undefined],
  [
    'a folder with a link out of the repository',
    'src',
    'it may have read `src/out.txt`, a link to what is not in the commit',
  ],
  [
    'a folder with files that git ignores',
    'assets',
    'its build script may have read `assets/local/`, which git ignores (`cargo::rerun-if-changed` says what it reads)',
  ],
  ['a file that is nowhere, and would be seen if it came', 'gone.txt', undefined],
  [
    'a file that is nowhere, and would not',
    'data/.env',
    'it looks for `data/.env`, which git ignores and is not there',
  ],
  [
    'a file that is nowhere on the machine',
    '/nowhere/x',
    /^it looks for `\/nowhere\/x`, which is not of the repository/,
  ],
  ['a file that git does not have', 'secret.txt', 'it read `secret.txt`, which is not in the commit'],
  ['what git knows', '.git/HEAD', 'it read what git knows of the commit'],
  ['what it made itself', '../target/out/x.rs', undefined],
  ['a crate of a registry', '../registry/serde/src/lib.rs', undefined],
  [
    'a file that only begins as the repository does',
    '../workspace-too/x',
    'it read `<workspace>-too/x`, which is not of the repository',
  ],
  ['a file of the machine', '/etc/hostname', 'it read `/etc/hostname`, which is not of the repository'],
])('a build that read %s', async (_, file, reason) => {
  const said = await why([file]);
  if (reason instanceof RegExp) expect(said).toMatch(reason);
  else expect(said).toBe(reason);
});

test('the folder that the build writes to is no file that git hides, nor one with that folder alone in it', async () => {
  const hides = (file: string) => expect.stringContaining(`may have read \`${file}\`, which git ignores`);
  // all of the package, as for a build script that names nothing: two that git hides, and where it was built
  expect(await why([''], { target: 'out/wasm-ship' })).toEqual(expect.stringContaining('src/out.txt'));
  expect(await why(['out'], { target: 'out' })).toBeUndefined();
  expect(await why(['assets', 'data'], { target: 'assets/local' })).toBeUndefined();
  expect(await why(['assets'], { target: 'out' })).toEqual(hides('assets/local/'));
});

test('a build that left no note of an artifact', async () => {
  expect(await why([], { untold: ['/t/deps/libx-1.rlib'] })).toBe(
    'cargo left no note of what `libx-1.rlib` was made from',
  );
});
