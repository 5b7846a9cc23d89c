import { expect, test } from 'vitest';
import { type Manifest, parseCrate, workspaceMembers } from '../../src/crate.ts';
import { ShipError } from '../../src/error.ts';

function manifest(text: string, path = 'Cargo.toml', files: readonly string[] = []): Manifest {
  return { path, text, files };
}

test('a package is read as Cargo.toml tells it', () => {
  const text = `
    [package]
    name = "auth"
    [package.metadata.wasm-ship]
    budget = "brotli 1 kB"
    [lib]
    crate-type = ["cdylib", "rlib"]
    [dependencies]
    serde = "1"
    w = { package = "worker", version = "0.8" }
    [target.'cfg(target_arch = "wasm32")'.dependencies]
    getrandom = { version = "0.4" }
    [dev-dependencies]
    toml = "1"`;
  expect(parseCrate(manifest(text, 'services/auth/Cargo.toml', ['Cargo.toml', 'wrangler.toml']))).toEqual({
    name: 'auth',
    dir: 'services/auth',
    cdylib: true,
    dependencies: ['serde', 'worker', 'getrandom'],
    files: ['Cargo.toml', 'wrangler.toml'],
    metadata: { budget: 'brotli 1 kB' },
    workspaceMetadata: {},
  });
});

test.each([
  ['no [lib]', '', false],
  ['an rlib', '[lib]\ncrate-type = ["rlib"]', false],
  ['a cdylib', '[lib]\ncrate-type = ["cdylib"]', true],
  ['a cdylib, in the old spelling', '[lib]\ncrate_type = ["cdylib"]', true],
  ['a crate type that is no list', '[lib]\ncrate-type = "cdylib"', false],
])('%s: cdylib is told right', (_, lib, cdylib) => {
  expect(parseCrate(manifest(`[package]\nname = "a"\n${lib}`))).toMatchObject({ dir: '.', cdylib });
});

test("the workspace's metadata comes from its own manifest", () => {
  const root = manifest('[workspace]\nmembers = ["a"]\n[workspace.metadata.wasm-ship]\nprofile = "edge"');
  expect(parseCrate(root)).toBeUndefined();
  expect(parseCrate(manifest('[package]\nname = "a"', 'a/Cargo.toml'), root)?.workspaceMetadata).toEqual({
    profile: 'edge',
  });
});

test('metadata of another form is no metadata', () => {
  expect(parseCrate(manifest('[package]\nname = "a"\nmetadata = 1'))?.metadata).toEqual({});
  expect(parseCrate(manifest('[package]\nname = "a"\n[package.metadata]\nwasm-ship = []'))?.metadata).toEqual({});
});

test('members and exclude of a workspace', () => {
  expect(workspaceMembers(manifest('[package]\nname = "a"'))).toBeUndefined();
  expect(workspaceMembers(manifest('[workspace]\nmembers = ["a", "b/*"]\nexclude = ["b/x"]'))).toEqual({
    members: ['a', 'b/*'],
    exclude: ['b/x'],
  });
  expect(workspaceMembers(manifest('[workspace]'))).toEqual({ members: [], exclude: [] });
});

test('a Cargo.toml that is not TOML is refused with its line', () => {
  expect(() => parseCrate(manifest('[package]\nname = ', 'x/Cargo.toml'))).toThrow(
    expect.objectContaining({
      fault: 'input',
      message: expect.stringMatching(/^x\/Cargo\.toml is not TOML: .+\.$/),
      place: { file: 'x/Cargo.toml', line: 2 },
    }),
  );
});

test.each(['../../x', 'a b', '', 'a`b', '-->', 'a\\u0000b', '@org/team', '$(id)', 'a\\nb', 'C:'])(
  'the name %j is refused before it is part of a path or a comment',
  (name) => {
    const read = () => parseCrate(manifest(`[package]\nname = "${name}"`));
    expect(read).toThrow(ShipError);
    expect(read).toThrow(/^Cargo\.toml: the package's `name` is ".*"; wanted: letters, digits, `-` and `_`\.$/);
  },
);
