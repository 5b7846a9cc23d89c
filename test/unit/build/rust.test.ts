import { expect, test } from 'vitest';
import { findRust, isCompiler, parseToolchainFile, type RustWish } from '../../../src/build/rust.ts';
import { ShipError } from '../../../src/error.ts';
import { type Answers, type Reply, recordedHost } from '../recorded-host.ts';

const VERSION = 'rustc 1.97.1 (8bab26f4f 2026-07-14)';
/** For what is compiled outside the crate's folder: the same toolchain, by its own folder. */
const TOOLS = { RUSTUP_TOOLCHAIN: '/home/a/.rustup/toolchains/stable' };
const BOTH = { 'bin/rustc': '', 'bin/cargo': '' };
const WITH_RUSTUP = { ...BOTH, 'bin/rustup': '' };
const INSTALL = (channel: string) =>
  `rustup toolchain install ${channel} --profile minimal --target wasm32-unknown-unknown --no-self-update`;

type Has = 'from the start' | 'without the target' | 'once installed' | 'once installed again' | 'never';

/** A machine whose rustc has the target from the start, or once rustup has installed it, or never. */
function machine(has: Has, install: Reply = {}, sysroot = '/home/a/.rustup/toolchains/stable'): Answers {
  let there = has === 'from the start';
  let tries = 0;
  return [
    [/^rustc -V$/, () => (there || has === 'without the target' ? { stdout: `${VERSION}\n` } : { code: 1 })],
    [/^rustc --print target-libdir/, () => ({ stdout: `${there ? '/' : '/no/such/folder/lib'}\n${sysroot}\n` })],
    [/^rustup run \S+ rustc -V$/, () => ({ code: there ? 0 : 1 })],
    [/^rustup toolchain uninstall/, {}],
    [
      /^rustup t\w+ (install|add)/,
      {
        ...install,
        does: () => {
          there =
            has === 'once installed' || (has === 'once installed again' && tries++ > 0) || has === 'without the target';
        },
      },
    ],
  ];
}

interface Case {
  readonly files?: Readonly<Record<string, string>>;
  readonly answers?: Answers;
  readonly channel?: string;
}

async function found({ files = BOTH, answers = machine('from the start'), channel }: Case) {
  await using recorded = await recordedHost({ files, answers });
  const wish: RustWish = {
    dir: `${recorded.host.folders.workspace}/services/auth`,
    target: 'wasm32-unknown-unknown',
    channel,
  };
  const rust = await findRust(wish, recorded.host).catch((error: unknown) => error);
  return {
    rust:
      rust instanceof ShipError
        ? { fault: rust.fault, message: recorded.plain(rust.message), hint: rust.hint, tail: rust.tail }
        : rust,
    lines: recorded.lines,
    commands: recorded.commands,
    said: recorded.said,
  };
}

test('a toolchain that is there and has the target is used untouched', async () => {
  const { rust, lines, commands } = await found({ files: WITH_RUSTUP });
  expect(rust).toEqual({ version: VERSION, env: {}, toolsEnv: TOOLS });
  expect(lines).toEqual(['rustc -V', 'rustc --print target-libdir --print sysroot --target wasm32-unknown-unknown']);
  for (const command of commands) {
    expect(command).toMatchObject({
      trust: 'theirs',
      cwd: expect.stringMatching(/services\/auth$/),
      env: { RUSTUP_AUTO_INSTALL: '0' }, // a proxy of rustup fetches nothing on its own
    });
  }
});

test('without rustup, whatever channel a file asks for, what is there is used', async () => {
  const files = { ...BOTH, 'workspace/rust-toolchain.toml': '[toolchain]\nchannel = "1.80"' };
  expect((await found({ files })).rust).toEqual({ version: VERSION, env: {}, toolsEnv: TOOLS });
});

test('otherwise rustup is asked for the channel of the nearest rust-toolchain file', async () => {
  const files = {
    ...WITH_RUSTUP,
    'workspace/rust-toolchain.toml': '[toolchain]\nchannel = "1.80"',
    'workspace/services/rust-toolchain.toml': '[toolchain]\nchannel = "1.91"',
  };
  const { rust, lines, said } = await found({ files, answers: machine('once installed') });
  expect(lines).toContain(INSTALL('1.91'));
  expect(rust).toEqual({ version: VERSION, env: { RUSTUP_TOOLCHAIN: '1.91' }, toolsEnv: TOOLS });
  expect(said[0]?.text).toBe('Rust 1.91 with wasm32-unknown-unknown: asking rustup …');
});

test.each([
  ['the input is over the file', '[toolchain]\nchannel = "1.80"', 'nightly-2026-01-01', 'nightly-2026-01-01'],
  ['the one-line form is read', '1.85.0\n', undefined, '1.85.0'],
  ['a file without a channel is stable', '[toolchain]\nprofile = "minimal"', undefined, 'stable'],
])('%s', async (_, text, channel, wanted) => {
  const files = { ...WITH_RUSTUP, 'workspace/rust-toolchain': text };
  const asked = channel === undefined ? {} : { channel };
  const { rust, lines } = await found({ files, answers: machine('once installed'), ...asked });
  expect(lines).toContain(INSTALL(wanted));
  expect(rust).toMatchObject({ env: { RUSTUP_TOOLCHAIN: wanted } });
});

test('no file and no input is stable; a file outside of the repository does not count', async () => {
  const files = { ...WITH_RUSTUP, 'rust-toolchain.toml': '[toolchain]\nchannel = "1.80"' };
  expect((await found({ files, answers: machine('once installed') })).lines).toContain(INSTALL('stable'));
});

test('an input names the toolchain for every later call, also where it is there already', async () => {
  const { rust, commands } = await found({ files: WITH_RUSTUP, channel: 'beta' });
  expect(rust).toMatchObject({ env: { RUSTUP_TOOLCHAIN: 'beta' } });
  expect(commands[0]?.env).toEqual({ RUSTUP_AUTO_INSTALL: '0', RUSTUP_TOOLCHAIN: 'beta' });
});

const HINT = 'Install rustup before this step, or a toolchain with the target wasm32-unknown-unknown.';

test.each([
  [
    'the target is missing',
    BOTH,
    'The toolchain of <bin>/rustc has no wasm32-unknown-unknown, and no rustup that could get one.',
  ],
  ['rustc is missing', { 'bin/cargo': '' }, 'There is no rustc on PATH, and no rustup that could get one.'],
  ['cargo is missing', { 'bin/rustc': '' }, 'There is no cargo on PATH, and no rustup that could get one.'],
])('%s and there is no rustup: an error that says what to install', async (_, files, message) => {
  const { rust } = await found({ files, answers: machine('never') });
  expect(rust).toMatchObject({ fault: 'toolchain', message, hint: HINT });
});

test('a rustc that does not run is as good as none', async () => {
  const { rust } = await found({ answers: [[/^rustc/, { code: 1, stderr: 'no default toolchain' }]] });
  expect(rust).toMatchObject({ fault: 'toolchain', hint: HINT });
});

test('rustup that fails is an error with its last words', async () => {
  const answers = machine('never', { code: 1, stderr: "error: toolchain '1.99' is not available" });
  const { rust, said } = await found({ files: WITH_RUSTUP, answers, channel: '1.99' });
  expect(rust).toMatchObject({
    fault: 'toolchain',
    message: 'rustup could not install Rust 1.99 with wasm32-unknown-unknown.',
    hint: expect.stringContaining('Is the channel spelled right'),
    tail: "error: toolchain '1.99' is not available",
  });
  expect(said).toContainEqual({ level: 'echo', text: "error: toolchain '1.99' is not available" });
});

test('rustup whose toolchain is not found on PATH is another error', async () => {
  const { rust } = await found({ files: WITH_RUSTUP, answers: machine('never') });
  expect(rust).toMatchObject({
    message:
      '<bin>/rustup installed Rust stable with wasm32-unknown-unknown, but rustc and cargo on PATH do not find it.',
  });
});

test('a toolchain of rustup that lacks the target alone gets it, and stays the one that it is', async () => {
  const { rust, lines, said } = await found({
    files: WITH_RUSTUP,
    answers: machine('without the target', {}, '/home/a/.rustup/toolchains/1.90.0-x86_64-unknown-linux-gnu'),
  });
  const name = '1.90.0-x86_64-unknown-linux-gnu';
  expect(lines).toContain(`rustup target add wasm32-unknown-unknown --toolchain ${name}`);
  expect(lines.filter((line) => /toolchain (un)?install/.test(line))).toEqual([]);
  expect(rust).toMatchObject({ version: VERSION, env: {} });
  expect(said[0]?.text).toBe(`Rust ${name} with wasm32-unknown-unknown: asking rustup …`);
});

test('a toolchain that is not of rustup is left as it is: another one is installed', async () => {
  const { lines } = await found({ files: WITH_RUSTUP, answers: machine('without the target', {}, '/usr') });
  expect(lines).toContain(INSTALL('stable'));
  expect(lines.filter((line) => /target add|uninstall/.test(line))).toEqual([]);
});

test('half a toolchain, which rustup takes for whole, is removed and asked for once more', async () => {
  const { rust, lines } = await found({ files: WITH_RUSTUP, answers: machine('once installed again') });
  const rustup = lines.filter((line) => /^rustup toolchain/.test(line));
  expect(rustup).toEqual([INSTALL('stable'), 'rustup toolchain uninstall stable', INSTALL('stable')]);
  expect(rust).toMatchObject({ version: VERSION });
});

test('what a failed rustup left half there is removed; what runs stays', async () => {
  const failed: Reply = { code: 1, stderr: 'error: component download failed' };
  const uninstalls = async (answers: Answers): Promise<number> => {
    const { lines } = await found({ files: WITH_RUSTUP, answers });
    return lines.filter((line) => /toolchain uninstall/.test(line)).length;
  };
  expect(await uninstalls(machine('never', failed))).toBe(1);
  const runs: Answers = [[/^rustup run/, { stdout: VERSION }], ...machine('never', failed)];
  expect(await uninstalls(runs)).toBe(0);
});

test('a cancelled run is not blamed on rustup', async () => {
  const answers = machine('never', { throws: new ShipError('cancelled', 'The run was cancelled.') });
  expect((await found({ files: WITH_RUSTUP, answers })).rust).toMatchObject({ fault: 'cancelled' });
});

test('the old target wasm32-wasi is warned of, in its file, and rustup is not let to install it', async () => {
  const files = {
    ...WITH_RUSTUP,
    'workspace/services/auth/rust-toolchain.toml':
      '[toolchain]\nchannel = "1.90"\ntargets = [\n  "wasm32-wasi", # old\n]',
  };
  const { rust, said, commands } = await found({ files });
  expect(said).toEqual([
    {
      level: 'warning',
      text: 'The target `wasm32-wasi` was renamed `wasm32-wasip1` and is gone since Rust 1.84; it was left out.',
      title: 'Old target name',
      place: { file: 'services/auth/rust-toolchain.toml' },
    },
  ]);
  expect(rust).toEqual({ version: VERSION, env: { RUSTUP_TOOLCHAIN: '1.90' }, toolsEnv: TOOLS });
  expect(commands[0]?.env).toMatchObject({ RUSTUP_TOOLCHAIN: '1.90' });
});

test.each([
  ['stable', { channel: 'stable', targets: [] }],
  ['nightly-2026-01-01\n', { channel: 'nightly-2026-01-01', targets: [] }],
  ["[toolchain]\nchannel='1.90'\ntargets=['a','b']", { channel: '1.90', targets: ['a', 'b'] }],
  ['[toolchain]\n# channel = "1.1"\n  channel = "1.90"', { channel: '1.90', targets: [] }],
  ['[toolchain]\npath = "/x"', { channel: undefined, targets: [] }],
  ['', { channel: undefined, targets: [] }],
])('the toolchain file %j is read', (text, read) => {
  expect(parseToolchainFile(text)).toEqual(read);
});

test.each([
  ['rustc 1.97.1 on linux x64', true],
  ['rustc 1.97.2 on linux x64', false],
  [`${VERSION}\nbinary: rustc\nhost: x`, true],
  ['rustc 1.97.1 (00000000 2026-07-15)\nbinary: rustc', false],
])('the compiler that was named as %j is the one that was found: %s', (named, same) => {
  expect(isCompiler({ version: VERSION }, named)).toBe(same);
});
