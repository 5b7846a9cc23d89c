import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WRAPPER, wrapperProgram } from '../../src/build/path-mapping.ts';
import { root } from '../e2e/action.ts';
import { type RecordedHost, recordedHost } from '../unit/recorded-host.ts';

/**
 * The wrapper of rustc for Windows, compiled for this machine: it calls what the shell script calls, with the same arguments.
 */
let recorded: RecordedHost;
let folder: string;
const wrappers = { script: '', program: '' };

/** Prints each argument in a line of its own, and what is in a file of arguments. */
const ECHO = `#!/bin/sh
for arg; do
  printf '[%s]\\n' "$arg"
  case $arg in @*) cat "\${arg#@}" ;; esac
done
exit "\${ECHO_CODE:-0}"
`;

beforeAll(async () => {
  const source = readFileSync(path.join(root, 'tools/rustc-wrapper/main.rs'));
  recorded = await recordedHost({
    answers: [[/^rustc /, 'real']],
    files: { 'action/tools/rustc-wrapper/main.rs': source },
  });
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-wrapper-'));
  const rust = { version: '', env: {}, toolsEnv: {} };
  wrappers.program = (await wrapperProgram(rust, recorded.host)) ?? '';
  wrappers.script = path.join(folder, 'script');
  await mkdir(path.join(folder, 'a b'));
  for (const [name, text] of [
    ['script', WRAPPER],
    ['a b/echo', ECHO],
  ] as const) {
    await writeFile(path.join(folder, name), text);
    await chmod(path.join(folder, name), 0o755);
  }
});
afterAll(async () => {
  await recorded?.[Symbol.asyncDispose]();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

type Environment = Readonly<Record<string, string>>;

function called(which: keyof typeof wrappers, args: readonly string[], env: Environment) {
  const echo = path.join(folder, 'a b', 'echo');
  const all = args.map((arg) => arg.replaceAll('<echo>', echo));
  const given = { PATH: '/usr/bin:/bin', WASM_SHIP_REPOSITORY: '/r p', WASM_SHIP_CARGO_HOME: '/h/.cargo', ...env };
  const resolved = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value.replaceAll('<echo>', echo)]),
  );
  const { status, stdout, stderr } = spawnSync(wrappers[which], [echo, ...all], {
    env: resolved,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr };
}

const of = (dir: string, more: Environment = {}): Environment => ({
  ...{ CARGO_PKG_NAME: 'p', CARGO_PKG_VERSION: '1.2.3', CARGO_MANIFEST_DIR: dir },
  ...more,
});
const ALWAYS = '[--remap-path-prefix=/r p=/workspace]\n[--remap-path-prefix=/h/.cargo=/cargo]\n';
const own = (dir: string): string => `[--remap-path-prefix=${dir}=/cargo/p-1.2.3]\n`;
const ODD = ['a b.rs', '', '-C', 'x="y z"', "it's", '$HOME', '*', 'é\\n', '--cfg', 'feature="a\\b"'];

describe('the program calls what the script calls', () => {
  it.each<[string, readonly string[], Environment, string]>([
    [
      'a crate of a registry',
      ['x'],
      of('/h/.cargo/registry/src/x-1/p-1.2.3'),
      `[x]\n${ALWAYS}${own('/h/.cargo/registry/src/x-1/p-1.2.3')}`,
    ],
    ['a crate that is vendored elsewhere', ['x'], of('/opt/vendor/p'), `[x]\n${ALWAYS}${own('/opt/vendor/p')}`],
    ['a package of the repository', ['x'], of('/r p/p'), `[x]\n${ALWAYS}`],
    ['the only package of the repository', ['x'], of('/r p'), `[x]\n${ALWAYS}`],
    ['a folder that only begins as the repository does', ['x'], of('/r p-too'), `[x]\n${ALWAYS}${own('/r p-too')}`],
    ['cargo’s own folder itself', ['x'], of('/h/.cargo'), `[x]\n${ALWAYS}${own('/h/.cargo')}`],
    [
      'cargo’s own folder in the repository',
      ['x'],
      of('/r p/c/p', { WASM_SHIP_CARGO_HOME: '/r p/c' }),
      `[x]\n[--remap-path-prefix=/r p=/workspace]\n[--remap-path-prefix=/r p/c=/cargo]\n${own('/r p/c/p')}`,
    ],
    [
      'what a build script makes',
      ['x'],
      of('/r p/p', { OUT_DIR: '/t/o ut' }),
      `[x]\n${ALWAYS}[--remap-path-prefix=/t/o ut=/cargo/p-1.2.3/out]\n`,
    ],
    ['an OUT_DIR that is empty', ['x'], of('/r p/p', { OUT_DIR: '' }), `[x]\n${ALWAYS}`],
    ['odd arguments', ODD, of('/r p/p'), `${ODD.map((arg) => `[${arg}]\n`).join('')}${ALWAYS}`],
    [
      'the wrapper of the user first',
      ['x'],
      of('/r p/p', { WASM_SHIP_RUSTC_WRAPPER: '<echo>' }),
      `[<echo>]\n[x]\n${ALWAYS}`,
    ],
    ['a wrapper of the user that is empty', ['x'], of('/r p/p', { WASM_SHIP_RUSTC_WRAPPER: '' }), `[x]\n${ALWAYS}`],
    ['the version', ['-vV'], {}, '[-vV]\nwasm-ship: paths are mapped\n'],
    [
      'the version, by the wrapper of the user',
      ['-vV'],
      { WASM_SHIP_RUSTC_WRAPPER: '<echo>' },
      '[<echo>]\n[-vV]\nwasm-ship: paths are mapped\n',
    ],
    ['the version while a package is compiled', ['-vV'], of('/r p/p'), `[-vV]\n${ALWAYS}`],
    ['-vV before something else', ['-vV', '-'], {}, '[-vV]\n[-]\n'],
    ['what else cargo asks of the compiler', ['-', '--print', 'cfg'], {}, '[-]\n[--print]\n[cfg]\n'],
    ['a package without a name', ['x'], { CARGO_PKG_NAME: '', CARGO_MANIFEST_DIR: '/r p' }, '[x]\n'],
  ])('%s', (_, args, env, wanted) => {
    const stdout = wanted.replaceAll('<echo>', path.join(folder, 'a b', 'echo'));
    expect(called('script', args, env)).toEqual({ status: 0, stdout, stderr: '' });
    expect(called('program', args, env)).toEqual({ status: 0, stdout, stderr: '' });
  });

  it.each([
    ['a build', of('/r p/p')],
    ['a question', {}],
  ])('the code of %s that fails is its own, and nothing is added', (_, env) => {
    for (const which of ['script', 'program'] as const) {
      const { status, stdout } = called(which, ['-vV'], { ...env, ECHO_CODE: '3' });
      expect([status, stdout.includes('paths are mapped')], which).toEqual([3, false]);
    }
  });
});

it('a compiler that is not there is told, and fails', () => {
  const { status, stderr } = spawnSync(wrappers.program, ['/not/there'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([101, expect.stringMatching(/^wasm-ship: \/not\/there could not be started: /)]);
});

it('more arguments than a program may get go by a file, as cargo has it, and the file is gone then', () => {
  const env: Environment = of('/r p/p', { TMPDIR: folder });
  const starts = (length: number, which: keyof typeof wrappers = 'program', more: Environment = {}) =>
    called(
      which,
      Array.from({ length }, () => 'x'.repeat(1000)),
      { TMPDIR: folder, ...more },
    );
  // as many as fit; what comes with the mapping is longer than five of them, and its variables are shorter
  let [fits, not] = [1, 5000];
  while (not - fits > 1) {
    const middle = (fits + not) >> 1;
    if (starts(middle).status === 0) fits = middle;
    else not = middle;
  }
  const remaps = { OUT_DIR: `/${'o'.repeat(2000)}`, CARGO_MANIFEST_DIR: `/${'d'.repeat(2000)}` };
  const { status, stdout } = starts(fits - 5, 'program', { ...env, ...remaps });
  expect(status).toBe(0);
  expect(stdout.slice(0, 80)).toMatch(/^\[@.*\/wasm-ship-rustc-\d+\]\nxxx/);
  expect(stdout).toContain(`\n--remap-path-prefix=${remaps.OUT_DIR}=/cargo/p-1.2.3/out\n`);
  expect(execFileSync('ls', [folder], { encoding: 'utf8' })).not.toContain('wasm-ship-rustc');
});

it('cargo makes the same module by both, with no path of this machine in it', async () => {
  const manifest = (name: string, more: string): string =>
    `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${more}`;
  const files = {
    'repo/app/Cargo.toml': manifest(
      'app',
      '[lib]\ncrate-type = ["cdylib"]\n[dependencies]\ndep = { path = "../dep" }\n',
    ),
    'repo/app/src/lib.rs':
      '#[unsafe(no_mangle)]\npub extern "C" fn at(i: usize) -> u8 {\n    dep::at().as_bytes()[i]\n}\n',
    'repo/dep/Cargo.toml': manifest('dep', ''),
    'repo/dep/src/lib.rs': "pub fn at() -> &'static str {\n    file!()\n}\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const [script, program] = (['script', 'program'] as const).map((which) => {
    const target = path.join(folder, `target-${which}`);
    const env = {
      ...process.env,
      ...{ RUSTC_WRAPPER: wrappers[which], CARGO_TARGET_DIR: target },
      ...{ WASM_SHIP_REPOSITORY: path.join(folder, 'repo'), WASM_SHIP_CARGO_HOME: path.join(folder, 'cargo') },
    };
    const args = ['build', '--release', '--offline', '--target', 'wasm32-unknown-unknown'];
    execFileSync('cargo', args, { cwd: path.join(folder, 'repo/app'), env, stdio: 'pipe' });
    return readFileSync(path.join(target, 'wasm32-unknown-unknown/release/app.wasm'));
  });
  expect(program?.includes('/workspace/dep/src/lib.rs')).toBe(true);
  expect(program?.includes(folder)).toBe(false);
  expect(program?.equals(script ?? Buffer.of())).toBe(true);
});
