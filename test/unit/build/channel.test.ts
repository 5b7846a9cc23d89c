import { describe, expect, test } from 'vitest';
import { compilerIn, compilerOfChannel, manifestPath } from '../../../src/build/channel.ts';
import { compilerOf, isCompiler } from '../../../src/build/rust.ts';
import { recordedHost } from '../recorded-host.ts';

/** As rustup's server has them, but for most of their packages. */
const MANIFEST = `manifest-version = "2"
date = "2026-07-16"

[pkg.cargo]
version = "1.97.1 (5ffbef321 2026-07-10)"

[pkg.rustc]
version = "1.97.1 (8bab26f4f 2026-07-14)"

[pkg.rustc-dev]
version = "1.97.1 (8bab26f4f 2026-07-14)"
`;

test.each([
  ['stable', '/dist/channel-rust-stable.toml'],
  ['nightly-2026-01-02', '/dist/2026-01-02/channel-rust-nightly.toml'],
  ['1.91', '/dist/channel-rust-1.91.toml'],
  ['stable-x86_64-unknown-linux-gnu', undefined],
  ['ours', undefined],
  ['../x', undefined],
])('the manifest of %s is %s', (channel, manifest) => {
  expect(manifestPath(channel)).toBe(manifest);
});

test('a manifest names its compiler', () => {
  expect(compilerIn(MANIFEST)).toBe('1.97.1 (8bab26f4f 2026-07-14)');
  expect(compilerIn('<html>')).toBeUndefined();
});

describe("rustup's server", () => {
  const asking = async (answer: () => Promise<Response>, env: Readonly<Record<string, string>> = {}) => {
    const asked: string[] = [];
    const fetch = (url: string) => {
      asked.push(url);
      return answer();
    };
    await using recorded = await recordedHost({ fetch, env });
    return { version: await compilerOfChannel('stable', recorded.host), asked };
  };
  const good = async () => new Response(MANIFEST);

  test.each([
    [{}, 'https://static.rust-lang.org/dist/channel-rust-stable.toml'],
    [{ RUSTUP_DIST_SERVER: '' }, 'https://static.rust-lang.org/dist/channel-rust-stable.toml'],
    [{ RUSTUP_DIST_SERVER: 'http://mirror.example/rust/' }, 'http://mirror.example/rust/dist/channel-rust-stable.toml'],
  ])('with %j is asked for %s', async (env, url) => {
    expect(await asking(good, env)).toEqual({ version: '1.97.1 (8bab26f4f 2026-07-14)', asked: [url] });
  });

  test.each<[string, () => Promise<Response>]>([
    ['is not there', () => Promise.reject(new TypeError('fetch failed'))],
    ['does not have it', async () => new Response('', { status: 404 })],
    ['answers with something else', async () => new Response('<html>')],
    ['would send without end', async () => new Response(MANIFEST, { headers: { 'content-length': '99999999' } })],
  ])('that %s leaves the compiler unknown', async (_, answer) => {
    expect((await asking(answer)).version).toBeUndefined();
  });
});

describe('the compiler before it is installed', () => {
  const told = async (
    files: Readonly<Record<string, string>>,
    rustc: { readonly code: number; readonly stdout?: string },
  ) => {
    await using recorded = await recordedHost({
      files,
      answers: [[/^rustc -vV/, rustc]],
      fetch: async () => new Response(MANIFEST),
    });
    const { host } = recorded;
    return await compilerOf({ dir: host.folders.workspace, channel: undefined }, host);
  };
  const none = { code: 1 };
  const FROM_MANIFEST = 'rustc 1.97.1 (8bab26f4f 2026-07-14) on linux x64';

  test.each<
    [string, Readonly<Record<string, string>>, { readonly code: number; readonly stdout?: string }, string | undefined]
  >([
    ['rustup alone: what stable is now', { 'bin/rustup': '' }, none, FROM_MANIFEST],
    ['a channel that rustup does not have', { 'bin/rustup': '', 'bin/rustc': '' }, none, FROM_MANIFEST],
    ['no rustup: it could not come', { 'bin/rustc': '' }, none, undefined],
    ['a version: that one', { 'workspace/rust-toolchain': '1.90.0' }, none, 'rustc 1.90.0 on linux x64'],
    [
      'one that is there: all that it says',
      { 'bin/rustup': '', 'bin/rustc': '' },
      { code: 0, stdout: 'rustc 1\nhost: x\n' },
      'rustc 1\nhost: x',
    ],
  ])('%s', async (_, files, rustc, wanted) => {
    expect(await told(files, rustc)).toBe(wanted);
  });

  test.each([
    ['rustc 1.97.1 on linux x64', true],
    [FROM_MANIFEST, true],
    ['rustc 1.97.1 (8bab26f4f 2026-07-14)\nbinary: rustc\nhost: x', true],
    ['rustc 1.97.2 (8bab26f4f 2026-07-14) on linux x64', false],
    ['rustc 1.97 on linux x64', false],
    ['rustc 1.97.1 (00000000f 2026-07-14) on linux x64', false],
  ])('%j is the one that came: %s', (before, same) => {
    expect(isCompiler({ version: 'rustc 1.97.1 (8bab26f4f 2026-07-14)' }, before)).toBe(same);
  });
});
