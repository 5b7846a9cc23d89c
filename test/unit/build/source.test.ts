import { expect, test } from 'vitest';
import { ignored, parseStatus, parseTree, type SourceFacts, sourceDigest } from '../../../src/build/source.ts';

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
