import { expect, test } from 'vitest';
import { parseTag } from '../../src/release-tag.ts';

const version = (of?: string, prerelease = false) => ({ kind: 'version', of, prerelease });

/** The tag, and what it is taken for. */
test.each([
  ['v1.2.3', version()],
  ['1.2.3', version()],
  ['v10.20.30+build.5', version()],
  ['2026.11.25', version()],
  ['auth-v1.2.3', version('auth')],
  ['auth@1.2.3', version('auth')],
  ['auth/v1.2.3', version('auth')],
  ['release/v1.2.3', version('release')],
  ['v1.2.3-rc.1', version(undefined, true)],
  ['v1.2.3-0', version(undefined, true)],
  ['v1', { kind: 'moving' }],
  ['V2', { kind: 'moving' }],
  ['auth-v1', { kind: 'moving' }],
  ['auth/v12', { kind: 'moving' }],
  ['v1.2', { kind: 'almost' }],
  ['1.2', { kind: 'almost' }],
  ['V1.2.3', { kind: 'almost' }],
  ['v1.2.3.4', { kind: 'almost' }],
  ['v1.2.3-', { kind: 'almost' }],
  ['v1.2.3\n', { kind: 'almost' }],
  ['v1.x', { kind: 'almost' }],
  ['v1-beta', { kind: 'almost' }],
  ['auth@v1.2', { kind: 'almost' }],
  ['release/2/v1.2.3', { kind: 'almost' }],
  ['nightly', { kind: 'other' }],
  ['nightly-2026-11-25', { kind: 'other' }],
  ['build-12', { kind: 'other' }],
  ['12', { kind: 'other' }],
  ['ipv6', { kind: 'other' }],
  ['dev2', { kind: 'other' }],
  ['vnext', { kind: 'other' }],
])('the tag %j is told right', (tag, told) => {
  expect(parseTag(tag)).toEqual(told);
});
