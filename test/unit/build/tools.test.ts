import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BINARYEN, prebuiltWasmBindgen, prebuiltWasmOpt } from '../../../src/build/tools.ts';
import type { Platform } from '../../../src/host/host.ts';

const platform = (os: Platform['os'], arch: string): Pick<Platform, 'os' | 'arch'> => ({ os, arch });

test('where a published archive is, and which program is in it', () => {
  expect(prebuiltWasmBindgen('0.2.127', platform('win32', 'x64'))).toEqual({
    url: expect.stringMatching(/\/0\.2\.127\/wasm-bindgen-0\.2\.127-x86_64-pc-windows-msvc\.tar\.gz$/),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    program: 'wasm-bindgen.exe',
  });
  expect(prebuiltWasmOpt(platform('darwin', 'arm64'))).toEqual({
    url: expect.stringMatching(/\/binaryen-version_\d+-arm64-macos\.tar\.gz$/),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    program: 'bin/wasm-opt',
  });
});

test('bytes whose hash we do not know are not named at all', () => {
  expect(prebuiltWasmBindgen('0.0.1', platform('linux', 'x64'))).toBeUndefined();
  expect(prebuiltWasmBindgen('0.2.128', platform('darwin', 'arm64'))).toBeUndefined();
  expect(prebuiltWasmOpt(platform('win32', 'x64'))).toBeUndefined();
  expect(prebuiltWasmOpt(platform('linux', 'riscv64'))).toBeUndefined();
});

test('the portable wasm-opt is of the same version as the native one', () => {
  const manifest = readFileSync(new URL('../../../tools/wasm-opt/package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  expect(dependencies.binaryen?.split('.')[0]).toBe(BINARYEN);
});
