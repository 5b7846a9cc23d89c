import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { prebuiltWasmBindgen, prebuiltWasmOpt } from '../../src/build/tools.ts';
import { candidates } from '../../src/host/files.ts';
import { ending, packagedProgram, programName } from '../../src/platform.ts';
import { TARGETS } from './platforms.ts';

const root = path.resolve(import.meta.dirname, '../..');
const textOf = (...parts: string[]): string => readFileSync(path.join(root, ...parts), 'utf8');

describe.each(TARGETS)('on $name', (target) => {
  const { os, arch, libc } = target;
  const platform = { os, arch, libc, node: '/node' };

  test.each([
    ['workerd', 'cloudflare'],
    ['esbuild', 'cloudflare'],
    ['deno', 'deno'],
  ] as const)('the program of %s is in a package that our lock file has for this machine', (name, tool) => {
    const file = packagedProgram(name, platform);
    expect(file).toBe(target[name]);
    const [scope, rest] = file.split('/');
    const { packages } = JSON.parse(textOf('tools', tool, 'package-lock.json')) as { packages: Record<string, object> };
    expect(packages[`node_modules/${scope}/${rest}`]).toMatchObject({ os: [os], cpu: [arch] });
  });

  test("wasmtime's wheel is one of those whose hashes we have", () => {
    expect(textOf('tools', 'wasi', 'requirements.txt')).toContain(`--hash=sha256:${target.wasmtime.sha256}`);
    expect(`wasmtime_cli/${programName('wasmtime', platform)}`).toBe(target.wasmtime.program);
  });

  test('published archives and the programs in them', () => {
    const bindgen = prebuiltWasmBindgen('0.2.127', platform);
    expect(bindgen?.url.endsWith(target.wasmBindgen[0])).toBe(true);
    expect(bindgen?.program).toBe(target.wasmBindgen[1]);
    const wasmOpt = prebuiltWasmOpt(platform);
    expect(wasmOpt?.program).toBe(target.wasmOpt?.[1]);
    expect(wasmOpt?.url.endsWith(target.wasmOpt?.[0] ?? '')).toBe(target.wasmOpt === undefined ? undefined : true);
  });

  test('a program is looked for in the folders of PATH, parted and named as the system does', () => {
    expect(candidates('x', target.path.text, os)).toEqual(target.path.files);
  });

  test('a child is ended with all that it has started', () => {
    const how =
      os === 'win32'
        ? { file: 'D:\\Win\\System32\\taskkill.exe', args: ['/PID', '7', '/T', '/F'] }
        : { group: -7, signal: 'SIGTERM' };
    expect(ending(7, 'SIGTERM', os, 'D:\\Win')).toEqual(how);
  });
});

test.each([
  ['workerd', { os: 'win32', arch: 'arm64' }, 'workerd is not published for win32-arm64.'],
  ['esbuild', { os: 'linux', arch: 'riscv64' }, 'esbuild is not published for linux-riscv64.'],
  ['deno', { os: 'linux', arch: 'x64', libc: 'musl' }, 'deno is not published for linux-x64 with musl.'],
  ['workerd', { os: 'linux', arch: 'arm64', libc: 'musl' }, 'workerd is not published for linux-arm64 with musl.'],
] as const)('%s on a machine that it is not published for is an error', (name, machine, message) => {
  expect(() => packagedProgram(name, machine)).toThrow(message);
  expect(packagedProgram('esbuild', { os: 'linux', arch: 'x64', libc: 'musl' })).toMatch(/esbuild$/);
});
