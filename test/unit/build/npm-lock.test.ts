import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Lock, neededPackages, parseLock } from '../../../src/build/npm-lock.ts';
import { TARGETS } from '../platforms.ts';

const LINUX = { os: 'linux', arch: 'x64', libc: 'glibc' } as const;
const one = { version: '1.0.0', integrity: 'sha512-AA==' };
const placesOf = (lock: Lock, platform: Parameters<typeof neededPackages>[1] = LINUX): string[] =>
  neededPackages(lock, platform).map(({ place }) => place.replaceAll('node_modules/', ''));

test('what is needed is found as Node finds it; development packages and what nobody needs are left out', () => {
  const lock: Lock = {
    '': { dependencies: { a: '1' } },
    'node_modules/a': {
      ...one,
      dependencies: { b: '1', '@s/c': '1' },
      peerDependencies: { p: '*', q: '*' },
      ...{ peerDependenciesMeta: { q: { optional: true } } },
    },
    'node_modules/b': { ...one, dependencies: { a: '1' } },
    'node_modules/a/node_modules/b': { ...one, dependencies: { d: '1' } },
    'node_modules/@s/c': { ...one, dependencies: { b: '1' } },
    'node_modules/d': one,
    'node_modules/p': one,
    'node_modules/q': one,
    'node_modules/dev': one,
  };
  expect(placesOf(lock)).toEqual(['@s/c', 'a', 'a/b', 'b', 'd', 'p']);
});

test.each<[string, object, boolean]>([
  ['of this system', { os: ['linux'], cpu: ['x64'] }, true],
  ['of another one', { os: ['darwin'] }, false],
  ['of another processor', { os: ['linux'], cpu: ['arm64'] }, false],
  ['of this C library', { libc: ['glibc'] }, true],
  ['of another C library', { libc: ['musl'] }, false],
  ['of all but another system', { os: ['!win32'] }, true],
  ['of all but this one', { os: ['!linux', '!aix'] }, false],
  ['of any', { os: ['any'] }, true],
])('an optional package %s', (_, limits, wanted) => {
  const lock: Lock = {
    '': { dependencies: { a: '1' } },
    'node_modules/a': { ...one, optionalDependencies: { o: '1', absent: '1' } },
    'node_modules/o': { ...one, optional: true, ...limits, dependencies: { below: '1' } },
    'node_modules/below': { ...one, optional: true },
  };
  expect(placesOf(lock)).toEqual(wanted ? ['a', 'below', 'o'] : ['a']);
});

test('a C library is asked for on Linux alone', () => {
  const lock: Lock = {
    '': { optionalDependencies: { o: '1' } },
    'node_modules/o': { ...one, optional: true, libc: ['glibc'] },
  };
  expect(placesOf(lock)).toEqual(['o']);
  expect(placesOf(lock, { os: 'darwin', arch: 'arm64' })).toEqual([]);
});

const NEEDS = { '': { dependencies: { a: '1' } } };
test.each<[string, Lock, RegExp]>([
  [
    'a package of another system',
    { ...NEEDS, 'node_modules/a': { ...one, os: ['win32'] } },
    /^a is not published for linux x64 glibc\.$/,
  ],
  ['a package that is not there', NEEDS, /^the lock file has no a, which/],
  [
    'no hash',
    { ...NEEDS, 'node_modules/a': { version: '1.0.0' } },
    /^the lock file has no version and SHA-512 of a\.$/,
  ],
  ['a weak hash', { ...NEEDS, 'node_modules/a': { version: '1', integrity: 'sha1-AA==' } }, /SHA-512 of a\.$/],
  ['a link', { ...NEEDS, 'node_modules/a': { ...one, link: true } }, /SHA-512 of a\.$/],
])('%s is an error', (_, lock, message) => {
  expect(() => neededPackages(lock, LINUX)).toThrow(message);
});

// how many npm itself installs with --os, --cpu and --libc: npm 11.12
test.each(TARGETS)('of our own lock files $name needs what npm would install', ({ os, arch, libc, npm }) => {
  for (const [tool, count] of Object.entries(npm)) {
    const text = readFileSync(new URL(`../../../tools/${tool}/package-lock.json`, import.meta.url), 'utf8');
    expect(neededPackages(parseLock(text), { os, arch, libc }), tool).toHaveLength(count);
  }
});
