import path from 'node:path';
import { expect, test } from 'vitest';
import { warnOfOldTargets } from '../../../src/build/old-target.ts';
import { recordedHost } from '../recorded-host.ts';

/** What is said of a crate in services/a. */
async function said(file: string, text: string) {
  await using recorded = await recordedHost({ files: { [`workspace/${file}`]: text } });
  await warnOfOldTargets(path.join(recorded.host.folders.workspace, 'services/a'), recorded.host);
  return recorded.said;
}

test.each([
  ["cargo's configuration", 'services/a/.cargo/config.toml', '# wasm32-wasi\n[build]\ntarget = "wasm32-wasi"\n', 3],
  ['that of the repository, in its old name', '.cargo/config', '[build]\ntarget = ["x", "wasm32-wasi"]\n', 2],
  ['flags of the target', '.cargo/config.toml', '\n[target.wasm32-wasi]\nrustflags = []\n', 2],
  ["Fastly's build", 'services/a/fastly.toml', '[scripts]\nbuild = "cargo build --target wasm32-wasi"\n', 2],
  [
    "Spin's build",
    'services/a/spin.toml',
    '[component.a]\nsource = "a.wasm"\n[component.a.build]\ncommand = ["cargo build --target=wasm32-wasi"]\n',
    4,
  ],
  [
    'the first form of it',
    'services/a/spin.toml',
    '[[component]]\nsource = "target/wasm32-wasi/release/a.wasm"\n[component.build]\ncommand = "make"\n',
    2,
  ],
])('the old name in %s is told with its line', async (_, file, text, line) => {
  expect(await said(file, text)).toEqual([
    {
      level: 'warning',
      text: 'The target `wasm32-wasi` was renamed `wasm32-wasip1` and is gone since Rust 1.84; it was taken for `wasm32-wasip1`, where it is what is built.',
      title: 'Old target name',
      place: { file, line },
    },
  ]);
});

test.each([
  ['the new name', 'services/a/.cargo/config.toml', '[build]\ntarget = "wasm32-wasip1"\n'],
  ['another target', 'services/a/.cargo/config.toml', '[build]\ntarget = "wasm32-wasi-preview1-threads"\n'],
  ['a comment', 'services/a/fastly.toml', '# wasm32-wasi\n[scripts]\nbuild = "cargo build"\n'],
  ['a value that names no target', 'services/a/fastly.toml', 'name = "wasm32-wasi"\n'],
  ['another crate', 'services/b/fastly.toml', '[scripts]\nbuild = "cargo build --target wasm32-wasi"\n'],
  ['what is no TOML', 'services/a/fastly.toml', 'wasm32-wasi'],
])('nothing is said of %s', async (_, file, text) => {
  expect(await said(file, text)).toEqual([]);
});
