import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CargoBuild, cargoBuild, cargoBuildAll, cargoCommand, fetchCommand } from '../../../src/build/cargo.ts';
import { parseCargoMessage } from '../../../src/build/cargo-messages.ts';
import { fixtureText } from '../fixture.ts';
import { type Reply, recordedHost } from '../recorded-host.ts';

const RUST = { version: 'rustc 1.97.1', env: { RUSTUP_TOOLCHAIN: 'stable' }, toolsEnv: {} };

/** Builds the crate of the recordings, a member of a workspace, with a cargo that answers as it was recorded. */
async function built(reply: Reply, more: Partial<CargoBuild> = {}) {
  await using recorded = await recordedHost({
    answers: [[/^cargo build/, reply]],
  });
  const { workspace } = recorded.host.folders;
  const build: CargoBuild = {
    dir: `${workspace}/crates/tiny`,
    name: 'tiny',
    target: 'wasm32-unknown-unknown',
    profile: 'release',
    features: [],
    workspace: { root: workspace, env: { CARGO_TARGET_DIR: '/own' }, shared: [], members: [] },
    ...more,
  };
  const result = await cargoBuild(build, RUST, recorded.host).catch((error: unknown) => error);
  return { result, said: recorded.said, lines: recorded.lines, command: recorded.commands[0] };
}

const ENV = {
  RUSTUP_TOOLCHAIN: 'stable',
  CARGO_TARGET_DIR: '/own',
  WASM_BINDGEN_USE_JS_SYS: '1',
  CARGO_PROFILE_RELEASE_STRIP: 'debuginfo',
};

test('the module of the crate is found in what cargo says', async () => {
  const { result, said } = await built({ stdout: fixtureText('cargo-1.97.1-good.jsonl') });
  expect(result).toEqual({
    module: '/repo/target/wasm32-unknown-unknown/release/tiny.wasm',
    flags: ['--locked'],
    env: ENV,
    notes: {
      root: expect.any(String),
      artifacts: ['tiny.wasm', 'libtiny.rlib'].map((file) => `/repo/target/wasm32-unknown-unknown/release/${file}`),
      scripts: [],
      fixed: [],
    },
    dependencies: { made: [], compiled: 0, vendored: false },
  });
  expect(said).toEqual([]);
});

test('the command: locked, JSON messages, the features asked for; its environment is that of whoever builds once more', async () => {
  const { lines, command, result } = await built(
    { stdout: fixtureText('cargo-1.97.1-good.jsonl') },
    { features: ['a', 'b'], profile: 'the-edge' },
  );
  expect(lines).toEqual([
    'cargo build --lib --target wasm32-unknown-unknown --profile the-edge --message-format json --locked --features a,b',
  ]);
  const { CARGO_PROFILE_RELEASE_STRIP: strip, ...env } = ENV;
  expect(command).toMatchObject({ trust: 'theirs' });
  expect(command?.env).toEqual({ ...env, CARGO_PROFILE_THE_EDGE_STRIP: strip });
  expect(result).toMatchObject({ env: command?.env, flags: ['--locked', '--features', 'a,b'] });
  expect(command).not.toHaveProperty('secrets');
});

test('a program is asked for by its name, and found as a library is', async () => {
  const stdout = fixtureText('cargo-1.97.1-good.jsonl')
    .replaceAll('"cdylib"', '"bin"')
    .replaceAll('tiny.wasm', 'tiny-server.wasm');
  const { lines, result } = await built({ stdout }, { program: 'tiny-server', target: 'wasm32-wasip2' });
  expect(lines[0]).toMatch(/^cargo build --bin tiny-server --target wasm32-wasip2 --profile release /);
  expect(result).toMatchObject({ module: expect.stringMatching(/\/tiny-server\.wasm$/) });
});

test('a warning is shown as cargo shows it, and put on its line of the repository', async () => {
  const { result, said } = await built({ stdout: fixtureText('cargo-1.97.1-warning.jsonl') });
  expect(result).toMatchObject({ module: expect.stringContaining('tiny.wasm') });
  expect(said.filter(({ level }) => level === 'echo').map(({ text }) => text)).toEqual([
    'warning: function `unused` is never used',
    ' --> crates/tiny/src/lib.rs:6:4',
    '  |',
    '6 | fn unused() {}',
    '  |    ^^^^^^',
    '  |',
    '  = note: `#[warn(dead_code)]` (part of `#[warn(unused)]`) on by default',
  ]);
  expect(said.filter(({ level }) => level !== 'echo')).toEqual([
    {
      level: 'warning',
      text: 'function `unused` is never used',
      title: 'cargo warning dead_code',
      place: { file: 'crates/tiny/src/lib.rs', line: 6, column: 4 },
    },
  ]);
});

test('a compile error is the error of the stage, shown and put on its line', async () => {
  const { result, said } = await built({
    code: 101,
    stdout: fixtureText('cargo-1.97.1-errors.jsonl'),
    stderr: fixtureText('cargo-1.97.1-errors.stderr.txt'),
  });
  expect(result).toMatchObject({
    fault: 'build',
    message: 'tiny does not compile: mismatched types (and 1 more)',
    tail: expect.stringContaining('error: could not compile `tiny` (lib) due to 2 previous errors'),
  });
  expect(said.filter(({ level }) => level === 'error')).toEqual([
    {
      level: 'error',
      text: 'mismatched types',
      title: 'cargo error E0308',
      place: { file: 'crates/tiny/src/lib.rs', line: 9, column: 5 },
    },
    {
      level: 'error',
      text: 'cannot find function `nowhere` in this scope',
      title: 'cargo error E0425',
      place: { file: 'crates/tiny/src/lib.rs', line: 11, column: 17 },
    },
  ]);
  const shown = said.filter(({ level }) => level === 'echo').map(({ text }) => text);
  expect(shown).toContain('error[E0308]: mismatched types');
  expect(shown).toContain('error: could not compile `tiny` (lib) due to 2 previous errors');
});

test('one error is one, though older compilers add their own count as an error of its own', async () => {
  const aborting = {
    level: 'error',
    message: 'aborting due to 1 previous error',
    rendered: null,
    code: null,
    spans: [],
  };
  const stdout = `${fixtureText('cargo-1.97.1-error.jsonl')}${JSON.stringify({ reason: 'compiler-message', message: aborting })}\n`;
  const { result, said } = await built({ code: 101, stdout });
  expect(result).toMatchObject({ message: 'tiny does not compile: mismatched types' });
  expect(said.filter(({ level }) => level === 'error')).toHaveLength(1);
});

test('a diagnostic of a dependency is shown, and annotates no line of the repository', async () => {
  const elsewhere = fixtureText('cargo-1.97.1-warning.jsonl').replaceAll(
    '"file_name":"crates/',
    '"file_name":"/registry/src/',
  );
  const { said } = await built({ stdout: elsewhere });
  expect(said.some(({ level }) => level === 'echo')).toBe(true);
  expect(said.filter(({ level }) => level !== 'echo')).toEqual([]);
});

test('a lock file that is out of date says what to run', async () => {
  const { result } = await built({ code: 101, stderr: fixtureText('cargo-1.97.1-lock.stderr.txt') });
  expect(result).toMatchObject({
    fault: 'build',
    message: 'Cargo.lock does not fit the Cargo.toml of tiny.',
    hint: expect.stringContaining('`cargo update --workspace`'),
    tail: expect.stringContaining('--locked was passed'),
  });
});

test('any other end of cargo is an error with its last lines', async () => {
  const stderr = `${Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n')}\n`;
  const { result } = await built({ code: 101, stderr });
  expect(result).toMatchObject({
    message: 'cargo could not build tiny.',
    tail: stderr.split('\n').slice(10, 30).join('\n'),
  });
});

test('no .wasm file of this crate is an error that names the crate type', async () => {
  const other = fixtureText('cargo-1.97.1-good.jsonl').replace('crates/tiny#0.1.0', 'crates/other#0.1.0');
  for (const stdout of [other, '']) {
    expect((await built({ stdout })).result).toMatchObject({
      message: 'cargo built tiny and named no .wasm file.',
      hint: expect.stringContaining('cdylib'),
    });
  }
});

test.each([
  ['path+file:///repo/auth#0.1.0', 'auth'],
  ['path+file:///repo/dir#auth@0.1.0', 'auth'],
  ['registry+https://example.org/index#worker@0.8.7', 'worker'],
])('the package id %s names %s', (id, name) => {
  const artifact = {
    reason: 'compiler-artifact',
    package_id: id,
    target: { kind: ['cdylib'], name: 'x' },
    manifest_path: '/src/x/Cargo.toml',
    filenames: ['/t/x.wasm'],
  };
  expect(parseCargoMessage(JSON.stringify(artifact))).toEqual({
    ...{ reason: 'artifact', id, package: name, dir: '/src/x', target: 'x' },
    ...{ files: ['/t/x.wasm'], fresh: false, wasm: '/t/x.wasm' },
  });
});

test('what a proc macro prints between the messages is left out, and breaks nothing', async () => {
  expect(
    ['', 'hello', '{ not json', '{"reason": 5}', '{}', '{"reason":"compiler-message"}'].map(parseCargoMessage),
  ).toEqual(Array(6).fill(undefined));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      parseCargoMessage(`{${line}`);
      parseCargoMessage(`{"reason":"compiler-message","message":{"level":"error","spans":${line}}}`);
    }),
  );
  const { result } = await built({ stdout: `{ from a macro\n${fixtureText('cargo-1.97.1-good.jsonl')}` });
  expect(result).toMatchObject({ module: expect.stringContaining('tiny.wasm') });
});

test.each([
  ['bench', 'release'],
  ['test', 'dev'],
])('the profile %s is built into the folder of %s, where no tool looks for it: refused', async (profile, other) => {
  const { result, lines } = await built({ code: 101 }, { profile });
  expect(result).toMatchObject({
    fault: 'input',
    message: `input: \`profile\` is \`${profile}\`, which cargo builds into the folder of \`${other}\`.`,
    hint: expect.stringContaining(`inherits = "${other}"`),
  });
  expect(lines).toEqual([]);
});

test('the build is data: no shell, however odd a name is', () => {
  const odd = {
    dir: '/x',
    name: '$(id)',
    target: 'wasm32-unknown-unknown',
    profile: 'a; b',
    features: ['`c`'],
    workspace: { root: '/x', env: {}, shared: [], members: [] },
  } as const;
  const { file, args } = cargoCommand(odd, RUST);
  expect(file).toBe('cargo');
  expect(args).toContain('a; b');
  expect(args.at(-1)).toBe('`c`');
});

const BUILD: CargoBuild = {
  ...({ dir: '/x', name: 'tiny', target: 'wasm32-unknown-unknown', profile: 'release', features: [] } as const),
  workspace: { root: '/x', env: {}, shared: [], members: [] },
};

test('with tokens of registries, cargo fetches first and alone has them; the build is offline', () => {
  const build = { ...BUILD, registryTokens: ['CARGO_REGISTRIES_OURS_TOKEN'] };
  expect(fetchCommand(build, RUST)).toMatchObject({
    ...{ args: ['fetch', '--locked'], secrets: ['CARGO_REGISTRIES_OURS_TOKEN'], trust: 'ours' },
  });
  const command = cargoCommand(build, RUST);
  expect([command.args.includes('--offline'), command.secrets, command.trust]).toEqual([true, undefined, 'theirs']);
  expect(cargoCommand(BUILD, RUST).args).not.toContain('--offline');
});

test('cargo asks the plain rustc while it fetches: what the repository puts in its place would see the tokens', () => {
  const build = { ...BUILD, workspace: { ...BUILD.workspace, env: { RUSTC_WRAPPER: '/ours' } } };
  expect(fetchCommand(build, RUST).env).toMatchObject({
    RUSTC: 'rustc',
    RUSTC_WRAPPER: '',
    RUSTC_WORKSPACE_WRAPPER: '',
  });
  expect(fetchCommand(build, RUST).env).not.toHaveProperty('GIT_CONFIG_COUNT');
});

test('a token of git is for git itself, while it fetches and no longer', () => {
  const build = { ...BUILD, registryTokens: ['CARGO_GIT_TOKEN'], gitServer: 'https://git.example.com' };
  const { env, secrets } = fetchCommand(build, RUST);
  expect([env?.CARGO_NET_GIT_FETCH_WITH_CLI, secrets]).toEqual(['true', ['CARGO_GIT_TOKEN']]);
  expect(Object.keys(cargoCommand(build, RUST).env ?? {}).filter((name) => /GIT/.test(name))).toEqual([]);
});

const REFUSED = "fatal: Authentication failed for 'https://git.example.com/a.git/'\n";

test('a repository that is refused has an error of its own, with the token and without', async () => {
  await using recorded = await recordedHost({ answers: [[/^cargo/, { code: 101, stderr: REFUSED }]] });
  const tokens = { registryTokens: ['CARGO_GIT_TOKEN'], gitServer: 'https://git.example.com' };
  const refused = 'The git dependency https://git.example.com/a.git';
  await expect(cargoBuild({ ...BUILD, ...tokens }, RUST, recorded.host)).rejects.toThrow(`${refused} is not to be had`);
  await expect(cargoBuild(BUILD, RUST, recorded.host)).rejects.toThrow(`${refused} asks for a token`);
  expect(recorded.lines.map((line) => line.split(' ')[1])).toEqual(['fetch', 'build']);
});

describe('several members by one call', () => {
  const line = (name: string, more: object, dir = `/repo/${name}`): string =>
    JSON.stringify({ package_id: `path+file://${dir}#${name}@0.1.0`, manifest_path: `${dir}/Cargo.toml`, ...more });
  const artifact = (name: string, dir?: string, target = name): string =>
    line(
      name,
      {
        ...{ reason: 'compiler-artifact', target: { kind: ['cdylib'], name: target }, fresh: false },
        filenames: [`/repo/target/${target}.wasm`],
      },
      dir,
    );
  const error = (name: string, text: string): string =>
    line(name, {
      reason: 'compiler-message',
      message: { level: 'error', message: text, rendered: text, code: null, spans: [] },
    });
  const member = (name: string, ...needs: readonly string[]) => ({
    ...{ name, id: `path+file:///repo/${name}#0.1.0`, dir: `/repo/${name}` },
    needs: needs.map((needed) => `/repo/${needed}`),
  });
  const MEMBERS = [member('a', 'shared'), member('b'), member('c', 'a'), member('shared')];

  async function builtAll(replies: readonly Reply[], more: Partial<CargoBuild> = {}) {
    const left = [...replies];
    await using recorded = await recordedHost({ answers: [[/^cargo build/, () => left.shift() ?? { code: 1 }]] });
    const build: CargoBuild = {
      ...{ dir: '/repo/a', name: 'a', target: 'wasm32-unknown-unknown', profile: 'release', features: ['x'] },
      beside: [
        { name: 'b', features: [] },
        { name: 'c', features: ['y', 'z'] },
      ],
      workspace: { root: '/repo', env: {}, shared: [], members: MEMBERS },
      ...more,
    };
    return {
      made: await cargoBuildAll(build, RUST, recorded.host),
      lines: recorded.lines,
      commands: recorded.commands,
    };
  }
  const good = (...names: readonly string[]): Reply => ({ stdout: names.map((name) => artifact(name)).join('\n') });

  test('each is named, with its features by its name; who builds once more names all of them too', async () => {
    const { made, lines } = await builtAll([good('a', 'b', 'c')]);
    const selection = '--locked --package a --package b --package c --features a/x,c/y,c/z';
    expect(lines).toEqual([
      `cargo build --lib --keep-going --target wasm32-unknown-unknown --profile release --message-format json ${selection}`,
    ]);
    expect(made.partly).toBe(false);
    for (const name of ['a', 'b', 'c'])
      expect(made.of(name)).toMatchObject({ module: `/repo/target/${name}.wasm`, flags: selection.split(' ') });
  });

  test('one that another package shares its name with is named by its id', async () => {
    const spec = 'path+file:///repo/b#0.1.0';
    const { lines } = await builtAll([good('a', 'b')], { beside: [{ name: 'b', features: [], spec }] });
    expect(lines[0]).toContain(`--package a --package ${spec} --features a/x`);
  });

  test('what a package of the same name makes elsewhere is not taken for a member’s', async () => {
    const stdout = [artifact('a'), artifact('b'), artifact('c'), artifact('b', '/elsewhere/b', 'other')].join('\n');
    expect((await builtAll([{ stdout }])).made.of('b').module).toBe('/repo/target/b.wasm');
  });

  test('of programs the one that was asked for is taken, not a helper beside it', async () => {
    const stdout = [artifact('a', undefined, 'serve'), artifact('a', undefined, 'b'), artifact('b')].join('\n');
    const { made, lines } = await builtAll([{ stdout: stdout.replaceAll('cdylib', 'bin') }], {
      program: 'serve',
      beside: [{ name: 'b', features: [], program: 'b' }],
    });
    expect(lines[0]).toMatch(/^cargo build --bin serve --bin b --keep-going/);
    expect([made.of('a').module, made.of('b').module]).toEqual(['/repo/target/serve.wasm', '/repo/target/b.wasm']);
  });

  test('without one that does not compile the others are built anew, so that nobody who asks once more fails by it', async () => {
    const stdout = [artifact('a'), error('b', 'in b'), error('c', 'in c')].join('\n');
    const { made, lines, commands } = await builtAll([{ code: 101, stdout }, good('a')]);
    expect(lines[1]).toMatch(/--lib --target .* --locked --features x$/);
    expect(commands[1]?.cwd).toBe('/repo/a');
    expect(made.partly).toBe(true);
    expect(made.of('a')).toMatchObject({ module: '/repo/target/a.wasm', flags: ['--locked', '--features', 'x'] });
    expect(() => made.of('b')).toThrow('b does not compile: in b');
    expect(() => made.of('c')).toThrow('c does not compile: in c');
  });

  test('where all fail, each is told by its own code; one that says nothing, by no other one’s', async () => {
    const { made } = await builtAll([{ code: 101, stdout: [error('a', 'in a'), error('b', 'in b')].join('\n') }]);
    expect(() => made.of('a')).toThrow('a does not compile: in a');
    expect(() => made.of('b')).toThrow('b does not compile: in b');
    expect(() => made.of('c')).toThrow('cargo could not build c.');
  });

  test('what all depend on is told of each', async () => {
    const { made } = await builtAll([{ code: 101, stdout: error('shared', 'in shared') }]);
    for (const name of ['a', 'b', 'c']) expect(() => made.of(name)).toThrow(`${name} does not compile: in shared`);
  });

  test('what was read is noted of a package and of what it depends on, not of those beside it', async () => {
    const { made } = await builtAll([good('a', 'b', 'c', 'shared')]);
    const read = (name: string): readonly string[] =>
      made
        .of(name)
        .notes.artifacts.map((file) => file.slice(13, -5))
        .sort();
    expect([read('a'), read('b'), read('c')]).toEqual([
      ['a', 'shared'],
      ['b', 'shared'],
      ['a', 'c', 'shared'],
    ]);
  });
});
