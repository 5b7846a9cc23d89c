import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readTree } from '../../src/build/source.ts';
import { recordedHost } from '../unit/recorded-host.ts';

describe('the tree of a real checkout', () => {
  let dir: string;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  const put = (file: string, text: string): Promise<void> => writeFile(path.join(dir, file), text);
  const tree = async (ignore: readonly string[] = []) => {
    await using recorded = await recordedHost({ answers: [[/^git /, 'real']] });
    const { host } = recorded;
    return await readTree(ignore, { ...host, folders: { ...host.folders, workspace: dir } });
  };
  const digest = async (ignore: readonly string[] = []): Promise<string> => {
    const read = await tree(ignore);
    return read.known ? read.digest : `not known: ${read.reason}`;
  };

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'tree-'));
    git('init', '-q', '-b', 'main');
    await put('lib.rs', 'fn a() {}');
    await put('README.md', 'one');
    await put('.gitignore', 'target\n');
    git('add', '.');
    git('commit', '-qm', 'one');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  test('is the same for the same files, whatever the commit, the date or what git ignores', async () => {
    const before = await digest();
    git('commit', '-q', '--allow-empty', '-m', 'two');
    await put('target', 'made');
    await put('lib.rs', 'fn a() {}'); // written again
    expect(await digest()).toBe(before);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
  });

  test('differs with a byte, a name or a mode', async () => {
    const seen = new Set([await digest()]);
    const changes = [
      () => put('lib.rs', 'fn b() {}'),
      () => git('mv', 'lib.rs', 'main.rs'),
      () => chmod(path.join(dir, 'main.rs'), 0o755),
    ];
    for (const change of changes) {
      await change();
      git('commit', '-qam', 'next');
      seen.add(await digest());
    }
    expect(seen.size).toBe(4);
  });

  test('leaves out what is ignored, changed or not', async () => {
    const before = await digest(['*.md']);
    await put('README.md', 'two');
    expect(await digest(['*.md'])).toBe(before);
    git('commit', '-qam', 'two');
    expect(await digest(['*.md'])).toBe(before);
    expect(await digest()).not.toBe(before);
  });

  test.each<[string, () => Promise<void>, RegExp]>([
    ['a changed file', () => put('lib.rs', 'fn c() {}'), /`lib\.rs` is not what the commit has/],
    [
      'a file that git is told not to look at',
      async () => {
        await put('lib.rs', 'fn c() {}');
        git('update-index', '--assume-unchanged', 'lib.rs');
      },
      /told not to look at `lib\.rs`/,
    ],
    ['an untracked file', () => put('new.rs', ''), /`new\.rs` is not what the commit has/],
    [
      'a filter',
      async () => {
        await put('.gitattributes', '*.bin filter=lfs diff=lfs\n');
        git('add', '.');
        git('commit', '-qm', 'lfs');
      },
      /filters/,
    ],
    [
      'a submodule',
      async () => {
        git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD').trim()},sub`);
        git('commit', '-qm', 'sub');
        execFileSync('mkdir', [path.join(dir, 'sub')]);
      },
      /`sub` is a submodule/,
    ],
    ['no repository', () => rm(path.join(dir, '.git'), { recursive: true }), /git does not tell/],
  ])('is not known with %s', async (_, change, reason) => {
    await change();
    expect(await digest()).toMatch(reason);
  });
});
