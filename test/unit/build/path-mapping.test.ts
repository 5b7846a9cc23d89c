import { execFileSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathMapping, unmapped } from '../../../src/build/path-mapping.ts';
import { ShipError } from '../../../src/error.ts';
import { recordedHost, type Setting } from '../recorded-host.ts';

const RUST = { version: 'rustc 1.97.1', env: { A: 'of the crate' }, toolsEnv: { RUSTUP_TOOLCHAIN: '/of/tools' } };

async function mapping(setting: Setting = {}) {
  const recorded = await recordedHost(setting);
  const { host } = recorded;
  const env = await pathMapping(path.join(host.folders.workspace, 'a'), RUST, host);
  return { ...recorded, env, [Symbol.asyncDispose]: () => recorded[Symbol.asyncDispose]() };
}

// a script of a shell is what it is about
const WINDOWS = process.platform === 'win32';

test.skipIf(WINDOWS)('the wrapper is a program in a folder of ours, written once', async () => {
  await using made = await mapping({ env: { CARGO_HOME: '/home/of/cargo' } });
  const { host, env, plain, writes } = made;
  expect(plain(env.RUSTC_WRAPPER ?? '')).toMatch(/^<tools>\/rustc-wrapper-[0-9a-f]{16}\/rustc-wrapper$/);
  expect((await stat(env.RUSTC_WRAPPER ?? '')).mode & 0o777).toBe(0o755);
  expect(env).toMatchObject({ WASM_SHIP_REPOSITORY: host.folders.workspace, WASM_SHIP_CARGO_HOME: '/home/of/cargo' });
  expect(env).not.toHaveProperty('WASM_SHIP_RUSTC_WRAPPER');
  expect(env).not.toHaveProperty('RUSTFLAGS');
  await pathMapping(host.folders.workspace, RUST, host);
  expect(writes).toHaveLength(1);
  // a tool cache that somebody has changed
  const text = await readFile(env.RUSTC_WRAPPER ?? '', 'utf8');
  await host.files.write(env.RUSTC_WRAPPER ?? '', 'exit 1');
  await pathMapping(host.folders.workspace, RUST, host);
  expect(await readFile(env.RUSTC_WRAPPER ?? '', 'utf8')).toBe(text);
});

test.skipIf(WINDOWS).each<[string, boolean, string | undefined]>([
  ['sccache', false, 'sccache'],
  ['sccache', true, undefined],
  ['/opt/ccache', true, undefined],
  ['my-wrapper', true, 'my-wrapper'],
])('the user’s wrapper %s, in a release: %s', async (users, release, wanted) => {
  await using recorded = await recordedHost({ env: { RUSTC_WRAPPER: users } });
  const { host, said } = recorded;
  const env = await pathMapping(host.folders.workspace, RUST, host, release);
  expect(env.WASM_SHIP_RUSTC_WRAPPER).toBe(wanted);
  expect(said.map(({ level }) => level)).toEqual(wanted === undefined ? ['notice'] : []);
});

describe('on Windows', () => {
  const windows = {
    platform: { os: 'win32' },
    files: { 'action/tools/rustc-wrapper/main.rs': 'fn main() {}' },
  } as const;

  test('it is a program, which the rustc that it wraps compiles once', async () => {
    await using made = await mapping({
      ...windows,
      answers: [[/^rustc /, {}]],
      env: { USERPROFILE: '/u', HOME: '/c/u' },
    });
    const { host, env, plain, lines, commands } = made;
    expect(plain(env.RUSTC_WRAPPER ?? '')).toMatch(
      /^<tools>\/rustc-wrapper-[0-9a-f]{16}-win32-x64\/rustc-wrapper\.exe$/,
    );
    expect(env).toMatchObject({ WASM_SHIP_REPOSITORY: host.folders.workspace, WASM_SHIP_CARGO_HOME: '/u/.cargo' });
    await pathMapping(host.folders.workspace, RUST, host);
    expect(lines).toEqual([
      expect.stringMatching(/^rustc -O -C strip=symbols --edition 2021 main\.rs -o <tools>\/\S+\/rustc-wrapper\.exe$/),
    ]);
    expect(commands[0]).toMatchObject({ trust: 'theirs', env: { A: 'of the crate', RUSTUP_TOOLCHAIN: '/of/tools' } });
  });

  test('where it cannot be compiled, paths stay as they are, and a warning says so', async () => {
    await using made = await mapping({ ...windows, answers: [[/^rustc /, { code: 1, stderr: 'linker not found' }]] });
    expect(made.env).toEqual({});
    expect(made.said).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        text: expect.stringMatching(/^Paths of this machine may be in the module: /),
      }),
    );
  });

  test('a cancelled run is cancelled', async () => {
    const throws = new ShipError('cancelled', 'The run was cancelled.');
    await expect(mapping({ ...windows, answers: [[/^rustc /, { throws }]] })).rejects.toMatchObject({
      fault: 'cancelled',
    });
  });
});

describe("the user's own wrapper", () => {
  const config = (text: string) => ({ 'workspace/.cargo/config.toml': `[build]\nrustc-wrapper = "${text}"\n` });

  test.each<[string, Setting, string | undefined]>([
    ['by variable', { env: { RUSTC_WRAPPER: 'sccache' }, files: config('other') }, 'sccache'],
    ['by variable, none', { env: { RUSTC_WRAPPER: '' }, files: config('other') }, undefined],
    [
      'by the variable of the configuration',
      { env: { CARGO_BUILD_RUSTC_WRAPPER: '/x/w' }, files: config('o') },
      '/x/w',
    ],
    ['by configuration, on PATH', { files: config('sccache') }, 'sccache'],
    ['by configuration, a file', { files: config('./tools/w') }, '<workspace>/tools/w'],
    ['by configuration, none', { files: config('') }, undefined],
    ['not at all', { files: { 'workspace/.cargo/config.toml': '[build]\njobs = 1\n' } }, undefined],
    [
      'by the nearest configuration',
      { files: { ...config('far'), 'workspace/a/.cargo/config.toml': '[build]\nrustc-wrapper = "near"\n' } },
      'near',
    ],
  ])('%s', async (_, setting, wanted) => {
    await using made = await mapping({ ...setting, env: { CARGO_HOME: '/nowhere', ...setting.env } });
    const { WASM_SHIP_RUSTC_WRAPPER: users } = made.env;
    expect(users === undefined ? undefined : made.plain(users)).toBe(wanted);
  });
});

describe.skipIf(WINDOWS)('what it calls', () => {
  /** The wrapper itself, with `echo` for rustc. */
  async function called(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
    await using made = await mapping({ env: { CARGO_HOME: '/h/.cargo' } });
    const all = { ...made.env, WASM_SHIP_REPOSITORY: '/r', ...env };
    return execFileSync(made.env.RUSTC_WRAPPER ?? '', ['echo', ...args], { env: all, encoding: 'utf8' }).trimEnd();
  }
  const of = (dir: string, more = {}) => ({
    CARGO_PKG_NAME: 'p',
    CARGO_PKG_VERSION: '1.2.3',
    CARGO_MANIFEST_DIR: dir,
    ...more,
  });
  const ALWAYS = '--remap-path-prefix=/r=/workspace --remap-path-prefix=/h/.cargo=/cargo';

  test.each([
    ['a crate of a registry', '/h/.cargo/registry/src/x-1/p-1.2.3', true],
    ['a crate that is vendored elsewhere', '/opt/vendor/p', true],
    ['a package of the repository', '/r/p', false],
    ['the only package of the repository', '/r', false],
    ['a folder that only begins as the repository does', '/r-too', true],
  ])('%s', async (_, dir, own) => {
    const mapped = own ? ` --remap-path-prefix=${dir}=/cargo/p-1.2.3` : '';
    expect(await called(['a b.rs', '-C', 'x'], of(dir))).toBe(`a b.rs -C x ${ALWAYS}${mapped}`);
  });

  test("what a build script makes is named after its package; the user's wrapper comes first", async () => {
    const env = of('/r/p', { OUT_DIR: '/t/build/p-0a/out', WASM_SHIP_RUSTC_WRAPPER: 'echo' });
    expect(await called(['x'], env)).toBe(`echo x ${ALWAYS} --remap-path-prefix=/t/build/p-0a/out=/cargo/p-1.2.3/out`);
  });

  test('what cargo asks of the compiler is asked as it is, but for the version: it is another compiler', async () => {
    expect(await called(['-', '--print', 'cfg'], {})).toBe('- --print cfg');
    expect(await called(['-vV'], {})).toBe('-vV\nwasm-ship: paths are mapped');
  });
});

test("a file of the compiler's messages is that of the repository", async () => {
  await using recorded = await recordedHost();
  const { folders } = recorded.host;
  expect(unmapped('/workspace/a/src/lib.rs', recorded.host)).toBe(`${folders.workspace}/a/src/lib.rs`);
  expect(unmapped('/workspace\\a.rs', recorded.host)).toBe(`${folders.workspace}/a.rs`);
  expect(unmapped('src/lib.rs', recorded.host)).toBe('src/lib.rs');
});
