import { chmod, mkdir, mkdtemp, rm, stat, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { realFiles } from '../../../src/host/files.ts';
import type { Files } from '../../../src/host/host.ts';

interface Place extends AsyncDisposable {
  readonly at: (name: string) => string;
  readonly files: Files;
}

async function place(): Promise<Place> {
  const root = await mkdtemp(path.join(tmpdir(), 'files-'));
  return {
    at: (name) => path.join(root, name),
    files: realFiles(
      path.join(root, 'work'),
      ['', path.join(root, 'a'), path.join(root, 'b')].join(path.delimiter),
      new AbortController().signal,
    ),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

test('a file is written whole, its folder made, nothing else left', async () => {
  await using here = await place();
  const { files, at } = here;
  await files.write(at('x/y/z.txt'), 'one');
  await files.write(at('x/y/z.txt'), Buffer.from('two'));
  expect(await files.text(at('x/y/z.txt'))).toBe('two');
  expect(await files.list(at('x'))).toEqual(['y/z.txt']);
  await files.write(at('secret'), 's', { secret: true });
  expect((await stat(at('secret'))).mode & 0o777).toBe(0o600);
});

test('files below a folder are listed sorted, with /', async () => {
  await using here = await place();
  for (const name of ['d/b', 'd/a', 'd/sub/c', 'd/B']) await here.files.write(here.at(name), '');
  await mkdir(here.at('d/empty'));
  expect(await here.files.list(here.at('d'))).toEqual(['B', 'a', 'b', 'sub/c']);
  await expect(here.files.list(here.at('none'))).rejects.toThrow('ENOENT');
});

test('copy, rename and remove make folders and forgive what is gone', async () => {
  await using here = await place();
  const { files, at } = here;
  await files.write(at('from/a'), '1');
  await files.copy(at('from'), at('deep/er/to'));
  await files.copy(at('from/a'), at('one/file'));
  await files.rename(at('from'), at('moved/here'));
  expect([
    await files.text(at('deep/er/to/a')),
    await files.text(at('one/file')),
    await files.text(at('moved/here/a')),
  ]).toEqual(['1', '1', '1']);
  expect([await files.exists(at('from')), await files.exists(at('moved'))]).toEqual([false, true]);
  await files.remove(at('moved'));
  await files.remove(at('moved'));
  expect(await files.exists(at('moved'))).toBe(false);
});

test('a temporary folder is gone when it is disposed of', async () => {
  await using here = await place();
  let folder = '';
  {
    await using dir = await here.files.temp('x');
    folder = dir.path;
    await here.files.write(path.join(folder, 'deep/file'), '');
    expect(path.dirname(folder)).toBe(here.at('work'));
  }
  expect(await here.files.exists(folder)).toBe(false);
});

test('a program is found in the order of PATH, and only if it can be run', async () => {
  await using here = await place();
  const { files, at } = here;
  await files.write(at('a/tool'), '');
  await files.write(at('b/tool'), '');
  await mkdir(at('a/folder'));
  await chmod(at('b/tool'), 0o755);
  expect(await files.which('tool')).toBe(at('b/tool'));
  await chmod(at('a/tool'), 0o755);
  expect(await files.which('tool')).toBe(at('a/tool'));
  await symlink(at('b/tool'), at('a/linked'));
  expect(await files.which('linked')).toBe(at('a/linked'));
  expect([await files.which('folder'), await files.which('none')]).toEqual([undefined, undefined]);
});

test('a link is the same file at a second place; a folder is copied, with its times; what is there stays', async () => {
  await using here = await place();
  const { files, at } = here;
  await files.write(at('a/b/one.txt'), 'one');
  await utimes(at('a/b/one.txt'), 1e9, 1e9);
  await files.link(at('a/b/one.txt'), at('x/y/one.txt'));
  expect((await stat(at('x/y/one.txt'))).ino).toBe((await stat(at('a/b/one.txt'))).ino);
  await files.link(at('a'), at('copy'));
  expect((await stat(at('copy/b/one.txt'))).mtimeMs).toBe(1e12);
  expect(await files.list(at('copy'))).toEqual(['b/one.txt']);
  await files.write(at('a/b/two.txt'), 'two');
  await files.link(at('a/b/two.txt'), at('x/y/one.txt'));
  expect(await files.text(at('x/y/one.txt'))).toBe('one');
  await files.link(at('a'), at('copy'));
  expect(await files.list(at('copy'))).toEqual(['b/one.txt']);
});

test('bytes of a file, and of all files below a folder', async () => {
  await using here = await place();
  const { files, at } = here;
  await files.write(at('a/one.txt'), '12345');
  await files.write(at('a/b/two.txt'), '123');
  expect([await files.bytes(at('a/one.txt')), await files.bytes(at('a'))]).toEqual([5, 8]);
});
