import { describe, expect, test } from 'vitest';
import { cargoConfigs, cargoHome, configDigests, configuredTargets } from '../../../src/build/cargo-config.ts';
import { recordedHost } from '../recorded-host.ts';

/** The files that cargo would read in `workspace/crates/a`, below the folder of the host. */
async function configs(files: Readonly<Record<string, string>>) {
  await using recorded = await recordedHost({ files });
  const { host, plain } = recorded;
  const home = `${host.folders.work}/home`;
  const found = await cargoConfigs(`${host.folders.workspace}/crates/a`, {
    files: host.files,
    variable: (name) => (name === 'CARGO_HOME' ? home : undefined),
  });
  return { files: found.map(({ file }) => plain(file)), digests: configDigests(found) };
}

const FLAGS = '[build]\nrustflags = ["-Ca"]\n';

test('from the crate upwards, the first form of the name first, and that of cargo itself last; with what they include', async () => {
  const { files } = await configs({
    'work/home/config.toml': '',
    'workspace/.cargo/config': 'include = "more.toml"\n',
    'workspace/.cargo/config.toml': '',
    'workspace/.cargo/more.toml': 'include = [{ path = "../shared.toml" }, "gone.toml"]\n',
    'workspace/shared.toml': 'include = ".cargo/config"\n', // in a circle
    'workspace/crates/a/.cargo/config.toml': '',
    'workspace/crates/b/.cargo/config.toml': '',
  });
  expect(files).toEqual([
    '<workspace>/crates/a/.cargo/config.toml',
    '<workspace>/.cargo/config',
    '<workspace>/.cargo/more.toml',
    '<workspace>/shared.toml',
    '<work>/home/config.toml',
  ]);
});

describe('their digests', () => {
  const inHome = async (text: string) => (await configs({ 'work/home/config.toml': text })).digests;

  test.each([
    ['flags', FLAGS],
    ['a linker', '[target.wasm32-unknown-unknown]\nlinker = "x"\n'],
    ['a profile', '[profile.release]\nlto = true\n'],
    ['variables', '[env]\nLABEL = "x"\n'],
    ['other sources', '[source.crates-io]\nreplace-with = "x"\n'],
    ['a wrapper', '[build]\nrustc-wrapper = "x"\njobs = 1\n'],
    ['what is no TOML', 'x'],
  ])('tell of %s', async (_, text) => {
    expect(await inHome(text)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  test.each([
    ['nothing', ''],
    ['a comment', '# x\n'],
    ['how crates are fetched', '[net]\ngit-fetch-with-cli = true\n[http]\ntimeout = 3\n[registries.x]\nindex = "x"\n'],
    ['what is shown', '[term]\nverbose = true\n'],
    ['where, and how many at a time', '[build]\ntarget-dir = "/x"\nbuild-dir = "/y"\njobs = 3\n'],
  ])('tell nothing of %s', async (_, text) => {
    expect(await inHome(text)).toEqual([]);
  });

  test('do not tell where a file lies, but which wins', async () => {
    const other = '[build]\nrustflags = ["-Cb"]\n';
    const home = (text: string, file: string) => ({
      'workspace/.cargo/config.toml': text,
      'work/home/config.toml': file,
    });
    const [one, swapped] = [await configs(home(FLAGS, other)), await configs(home(other, FLAGS))];
    expect(one.digests).toEqual([...swapped.digests].reverse());
    expect((await configs({ 'workspace/crates/.cargo/config': `${FLAGS}# same\n` })).digests).toEqual([one.digests[0]]);
  });
});

test.each([
  [{ CARGO_HOME: '/c' }, '/c'],
  [{ CARGO_HOME: '', HOME: '/h' }, '/h/.cargo'],
  [{ USERPROFILE: '/u' }, '/u/.cargo'],
])("cargo's own folder of %j is %s", (env, folder) => {
  expect(cargoHome({ variable: (name) => (env as Record<string, string>)[name] })).toBe(folder);
});

describe('what cargo would build for', () => {
  const near = 'workspace/crates/a/.cargo/config.toml';
  const above = 'workspace/.cargo/config.toml';
  const said = (target: string): string => `[build]\ntarget = ${target}\n`;

  test.each<[string, Readonly<Record<string, string>>, string | undefined, readonly string[]]>([
    ['nothing where nothing says so', { [above]: '[build]\njobs = 1\n', [near]: '' }, undefined, []],
    ['what the file says', { [above]: said('"wasm32-wasip1"') }, '', ['wasm32-wasip1']],
    ['the old name is the new one', { [near]: said('"wasm32-wasi"') }, undefined, ['wasm32-wasip1']],
    ['several', { [near]: said('["wasm32-wasip2", "wasm32-wasi"]') }, undefined, ['wasm32-wasip2', 'wasm32-wasip1']],
    ['the nearest wins', { [near]: said('"x"'), [above]: said('"wasm32-wasip1"') }, undefined, ['x']],
    ['one that says nothing of it does not', { [near]: '[net]\n', [above]: said('"x"') }, undefined, ['x']],
    ['the variable wins over files', { [near]: said('"x"') }, 'wasm32-wasi', ['wasm32-wasip1']],
    ['no text is no target', { [near]: said('1') }, undefined, []],
    ['what is no TOML says nothing', { [near]: 'x' }, undefined, []],
  ])('%s', async (_, files, variable, targets) => {
    await using recorded = await recordedHost({ files });
    const { host } = recorded;
    const seen = { HOME: host.folders.work, CARGO_BUILD_TARGET: variable };
    const world = { files: host.files, variable: (name: string) => seen[name as keyof typeof seen] };
    expect(await configuredTargets(`${host.folders.workspace}/crates/a`, world)).toEqual(targets);
  });
});
