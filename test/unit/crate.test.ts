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
    programs: [],
    dependencies: ['serde', 'worker', 'getrandom'],
    files: ['Cargo.toml', 'wrangler.toml'],
    metadata: [
      { place: 'services/auth/Cargo.toml [package.metadata.wasm-ship]', value: { budget: 'brotli 1 kB' } },
      { place: 'services/auth/Cargo.toml [workspace.metadata.wasm-ship]', value: undefined },
    ],
    misplaced: [],
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
  expect(parseCrate(manifest('[package]\nname = "a"', 'a/Cargo.toml'), root)).toMatchObject({
    metadata: [
      { place: 'a/Cargo.toml [package.metadata.wasm-ship]', value: undefined },
      { place: 'Cargo.toml [workspace.metadata.wasm-ship]', value: { profile: 'edge' } },
    ],
    misplaced: [],
  });
});

test.each([
  ['a text', 'wasm-ship = "raw 1 kB"', 'raw 1 kB'],
  ['an array', 'wasm-ship = []', []],
  ['a table', 'wasm-ship.budget = "raw 1 kB"', { budget: 'raw 1 kB' }],
  ['none', 'other = 1', undefined],
])('metadata is passed on as it stands: %s', (_, line, value) => {
  expect(parseCrate(manifest(`[package]\nname = "a"\n[package.metadata]\n${line}`))?.metadata[0]?.value).toEqual(value);
});

test('metadata that is no table holds nothing of ours', () => {
  expect(parseCrate(manifest('[package]\nname = "a"\nmetadata = 1'))).toMatchObject({
    metadata: [{ value: undefined }, { value: undefined }],
    misplaced: [],
  });
});

const TO_PACKAGE = 'has no effect; write it as [package.metadata.wasm-ship]';
const TO_WORKSPACE = 'has no effect; write it as [workspace.metadata.wasm-ship]';

/** Lines of Cargo.toml that are meant for us and that nobody reads; the place that is told, and the mend. */
const NEAR_MISSES: readonly (readonly [string, string])[] = [
  ['[package.metadata.wasm_ship]', `[package.metadata.wasm_ship] ${TO_PACKAGE}`],
  ['[package.metadata.wasmship]', `[package.metadata.wasmship] ${TO_PACKAGE}`],
  ['[package.metadata.Wasm-Ship]', `[package.metadata.Wasm-Ship] ${TO_PACKAGE}`],
  ['[package.metadata]\n"wasm ship" = "text"', `[package.metadata.wasm ship] ${TO_PACKAGE}`],
  ['[package.wasm-ship]', `[package.wasm-ship] ${TO_PACKAGE}`],
  ['[metadata.wasm-ship]', `[metadata.wasm-ship] ${TO_PACKAGE}`],
  ['[metadata.wasm_ship]', `[metadata.wasm_ship] ${TO_PACKAGE}`],
  ['[wasm-ship]', `[wasm-ship] ${TO_PACKAGE}`],
  ['[workspace.metadata.wasm_ship]', `[workspace.metadata.wasm_ship] ${TO_WORKSPACE}`],
  ['[workspace.wasm-ship]', `[workspace.wasm-ship] ${TO_WORKSPACE}`],
];

test.each(NEAR_MISSES)('%j has no effect: place and mend are told', (lines, complaint) => {
  expect(parseCrate(manifest(`[package]\nname = "a"\n${lines}`))?.misplaced).toEqual([`Cargo.toml ${complaint}`]);
});

test.each([
  '[package.metadata.wasm-ship]',
  '[workspace.metadata.wasm-ship]',
  '[package.metadata.wasm-snip]',
  '[package.metadata.wasm-pack.wasm-ship]',
  '[dependencies]\nwasm-ship = "1"',
])('%j is no near miss', (lines) => {
  expect(parseCrate(manifest(`[package]\nname = "a"\n${lines}`))?.misplaced).toEqual([]);
});

test("a member's own workspace table and the workspace's near misses are told with the file that holds them", () => {
  const root = manifest('[workspace]\nmembers = ["a"]\n[workspace.metadata.wasmship]\n[metadata.wasm-ship]');
  const member = manifest('[package]\nname = "a"\n[workspace.metadata.wasm-ship]\nbudget = "raw 1 kB"', 'a/Cargo.toml');
  expect(parseCrate(member, root)?.misplaced.toSorted()).toEqual([
    `Cargo.toml [metadata.wasm-ship] ${TO_WORKSPACE}`,
    `Cargo.toml [workspace.metadata.wasmship] ${TO_WORKSPACE}`,
    'a/Cargo.toml [workspace.metadata.wasm-ship] has no effect in a member of a workspace; ' +
      'write it as [package.metadata.wasm-ship], or as [workspace.metadata.wasm-ship] into Cargo.toml',
  ]);
});

test('a package that is the root of its workspace is complained of once', () => {
  const text = '[package]\nname = "a"\n[workspace]\n[metadata.wasm-ship]';
  expect(parseCrate(manifest(text), manifest(text))?.misplaced).toEqual([
    `Cargo.toml [metadata.wasm-ship] ${TO_PACKAGE}`,
  ]);
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

test.each<[string, string, boolean, readonly string[]]>([
  ['none', '', false, []],
  ['its own, by src/main.rs', '', true, ['a']],
  ['its own, and one more', '[[bin]]\nname = "b"', true, ['b', 'a']],
  ['its own, written out', '[[bin]]\nname = "a"\npath = "src/main.rs"', true, ['a']],
  ['a src/main.rs that cargo is told to leave', 'autobins = false\n[[bin]]\nname = "b"', true, ['b']],
  ['a table that is no list', '[bin]\nname = "b"', false, []],
])('programs: %s', (_, text, main, programs) => {
  const written = { ...manifest(`[package]\nname = "a"\n${text}`), main };
  expect(parseCrate(written)).toMatchObject({ cdylib: false, programs });
});
