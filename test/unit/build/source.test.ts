import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ignored,
  parseStatus,
  parseTree,
  readTree,
  type SourceFacts,
  sourceDigest,
} from '../../../src/build/source.ts';
import { recordedHost } from '../recorded-host.ts';

const FACTS: SourceFacts = {
  tree: 't',
  dir: 'auth',
  name: 'auth',
  edge: 'cloudflare',
  target: 'wasm32-unknown-unknown',
  profile: 'release',
  features: ['a', 'b'],
  optimize: { level: 'smallest' },
  rustc: 'rustc 1.97.1',
  lockfile: 'l',
  environment: { RUSTFLAGS: null, CARGO_PROFILE_RELEASE_LTO: 'f' },
  config: ['c'],
  action: 'x',
};

test.each<[string, Partial<SourceFacts>]>([
  ['a file', { tree: 'u' }],
  ['another package', { name: 'other' }],
  ['the edge', { edge: 'deno' }],
  ['its folder', { dir: 'b' }],
  ['the target', { target: 'wasm32-wasip1' }],
  ['the profile', { profile: 'dev' }],
  ['a feature more', { features: ['a', 'b', 'c'] }],
  ['features written as one', { features: ['a,b'] }],
  ['what wasm-opt is asked for', { optimize: { flags: ['-O1'] } }],
  ['no wasm-opt', { optimize: undefined }],
  ['a Cargo.lock that git ignores', { lockfile: 'm' }],
  ['the compiler', { rustc: 'rustc 1.98.0' }],
  ['RUSTFLAGS set', { environment: { ...FACTS.environment, RUSTFLAGS: 'e' } }],
  ['a variable more', { environment: { ...FACTS.environment, CC: null } }],
  ["cargo's configuration", { config: ['c', 'd'] }],
  ['ourselves', { action: 'y' }],
])('%s gives another digest', (_, change) => {
  expect(sourceDigest({ ...FACTS, ...change })).not.toBe(sourceDigest(FACTS));
});

test('the order of keys does not matter', () => {
  const { tree, ...rest } = FACTS;
  expect(sourceDigest({ ...rest, tree })).toBe(sourceDigest(FACTS));
  expect(sourceDigest(FACTS)).toMatch(/^[0-9a-f]{64}$/);
});

test("git's lists are read with any name that a file can have", () => {
  expect(parseTree('100644 blob 0a\ta b.txt\x00120000 blob 1b\tx\ty\nz\x00')).toEqual([
    { mode: '100644', object: '0a', path: 'a b.txt' },
    { mode: '120000', object: '1b', path: 'x\ty\nz' },
  ]);
  expect(parseStatus(' M a b.txt\x00?? new\nfile\x00')).toEqual(['a b.txt', 'new\nfile']);
  expect(parseStatus('')).toEqual([]);
});

test.each([
  ['README.md', ['*.md'], true],
  ['docs/a/b.txt', ['docs/**'], true],
  ['src/lib.rs', ['docs/**', '*.md'], false],
  ['a/README.md', ['*.md'], false],
  ['a/README.md', ['**/*.md'], true],
  ['a/Cargo.lock', ['**/*.lock', '**'], false],
  ['.cargo/config.toml', ['**'], false],
  ['a', [], false],
])('%s is left out by %j: %s', (file, globs, out) => {
  expect(ignored(file, globs)).toBe(out);
});

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
