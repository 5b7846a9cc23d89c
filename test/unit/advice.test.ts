import { expect, test } from 'vitest';
import { type Advice, advice, type Tip } from '../../src/advice.ts';
import { advise, helpful } from '../../src/advise.ts';
import type { Service } from '../../src/edge/edge.ts';
import type { Command } from '../../src/host/host.ts';
import type { PackagePlan } from '../../src/plan.ts';
import type { Attribution } from '../../src/size/attribute.ts';
import { planned } from './planned.ts';
import { type Answers, type Reply, recordedHost } from './recorded-host.ts';
import { sampleCrate } from './sample-crate.ts';

function plan(workflow: Readonly<Record<string, string>> = {}): PackagePlan {
  const made = planned({ on: 'schedule' }, workflow, { crates: [sampleCrate()] });
  if (made.do !== 'ship' || made.packages[0] === undefined) throw new Error(`planned ${made.do}`);
  return made.packages[0];
}

const ATTRIBUTION: Attribution = {
  bytes: 100_000,
  functions: [{ name: 'core::fmt::write', crate: 'std', bytes: 8000, instances: 1 }],
  ...{ data: [], structure: [], sections: [] },
  crates: [
    { name: 'std', bytes: 40_000 },
    { name: 'serde_json', bytes: 20_000 },
    { name: 'regex_lite', bytes: 10_000 },
    { name: 'argon2', bytes: 8000 },
    { name: 'small', bytes: 100 },
  ],
};

async function given(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<Advice> {
  await using recorded = await recordedHost({ files, env: { CARGO_HOME: '/nowhere', ...env } });
  return await advice(plan(), ATTRIBUTION, recorded.host);
}

const PACKAGE = '[package]\nname = "auth"\nversion = "0.1.0"\n';
const SMALL = '[profile.release]\nopt-level = "s"\nlto = true\ncodegen-units = 1\n';
const said = ({ tips }: Advice) => tips.map(({ line, place }) => [line, place]);

test('the profile is that of the root of the workspace, with the configuration of cargo over it', async () => {
  const root = '[workspace]\nmembers = ["services/auth"]\n[profile.release]\nlto = "thin"\nopt-level = "z"\n';
  const files = {
    'workspace/Cargo.toml': root,
    'workspace/services/auth/Cargo.toml': `${PACKAGE}[profile.release]\nlto = "fat"\n`, // cargo ignores it here
    'workspace/.cargo/config.toml': '[profile.release]\ncodegen-units = 4\n',
  };
  const { tips } = await given(files);
  expect(tips.slice(0, 3).map(({ line, place, why }) => [line, place, why])).toEqual([
    ['opt-level = "s"', '`[profile.release]` of `Cargo.toml`', 'It is `z`.'],
    ['lto = "fat"', '`[profile.release]` of `Cargo.toml`', 'It is `thin`.'],
    ['codegen-units = 1', '`[profile.release]` of `.cargo/config.toml`', 'It is `4`.'],
  ]);
});

test('a variable that sets it is where it is changed', async () => {
  const files = { 'workspace/services/auth/Cargo.toml': PACKAGE + SMALL };
  const { tips } = await given(files, { CARGO_PROFILE_RELEASE_LTO: 'off' });
  expect(said({ tips })).toContainEqual(['lto = "fat"', 'the variable `CARGO_PROFILE_RELEASE_LTO`']);
});

test('large dependencies with their default features, as they would stand without, the largest first', async () => {
  const dependencies = `[dependencies]
argon2 = { version = "0.6", features = ["alloc"] }
small = "1"
json = { package = "serde_json", version = "1.0" }
off = { package = "regex-lite", version = "1", default-features = false }
[target.'cfg(target_arch = "wasm32")'.dependencies]
regex-lite.workspace = true
`;
  const root = '[workspace]\nmembers = ["services/auth"]\n[workspace.dependencies]\nregex-lite = "0.1"\n';
  const files = { 'workspace/Cargo.toml': root + SMALL, 'workspace/services/auth/Cargo.toml': PACKAGE + dependencies };
  const { tips } = await given(files);
  expect(said({ tips }).slice(1)).toEqual([
    [
      'json = { package = "serde_json", version = "1.0", default-features = false }',
      '`[dependencies]` of `services/auth/Cargo.toml`',
    ],
    ['regex-lite = { version = "0.1", default-features = false }', '`[workspace.dependencies]` of `Cargo.toml`'],
    [
      'argon2 = { version = "0.6", features = ["alloc"], default-features = false }',
      '`[dependencies]` of `services/auth/Cargo.toml`',
    ],
    [undefined, undefined],
  ]);
  expect(tips.at(-1)?.why).toContain('8.0 kB of the module, uncompressed, are for formatting of text.');
});

test('without a number nothing claims one', async () => {
  const { tips, together } = await given({ 'workspace/services/auth/Cargo.toml': PACKAGE });
  expect(tips.some(({ tried }) => tried !== undefined)).toBe(false);
  expect(together).toBeUndefined();
});

const tip = (setting: 'opt-level' | 'lto' | 'codegen-units', value: string, after: number | string): Tip => ({
  ...{ line: `${setting} = ${value}`, place: 'Cargo.toml', why: '' },
  setting: { setting, value, line: `${setting} = ${value}` },
  tried: typeof after === 'string' ? after : { measure: 'brotli', before: 100, after },
});

test.each<readonly [string, readonly Tip[], readonly string[]]>([
  ['the better of two levels', [tip('opt-level', 's', 90), tip('opt-level', 'z', 80)], ['opt-level = z']],
  ['not what made it larger, or no smaller', [tip('opt-level', 's', 101), tip('lto', 'fat', 100)], []],
  [
    'not what does not compile',
    [tip('lto', 'fat', 'it does not compile'), tip('codegen-units', '1', 99)],
    ['codegen-units = 1'],
  ],
])('of what was tried, %s', (_, tips, lines) => {
  expect(helpful(tips).map(({ line }) => line)).toEqual(lines);
});

const SERVICE: Service = {
  ...{ target: 'wasm32-unknown-unknown', needs: [] },
  pack: () => Promise.reject(new Error('nothing is packed here')),
  serve: () => Promise.reject(new Error('nothing is served here')),
  runtime: () => Promise.resolve('none'),
};

/** What becomes of the advice to use fat LTO where cargo is as told. */
async function tried(answers: Answers, programs: Readonly<Record<string, string>>) {
  await using recorded = await recordedHost({ answers, files: programs });
  const of: Advice = { tips: [{ ...tip('lto', 'fat', ''), tried: undefined } as unknown as Tip] };
  const wanted = { pkg: { ...plan(), optimize: undefined }, service: SERVICE, tools: Promise.resolve('') };
  const made = await advise(of, wanted, { raw: 1, gzip: 1, brotli: 1 }, recorded.host);
  return { made, lines: recorded.lines, commands: recorded.commands, said: recorded.said };
}

test('where there is no compiler it fails nothing, and says why there is no number', async () => {
  const { made, said: log } = await tried([], {});
  expect(made.tips[0]?.tried).toMatch(/rust/i);
  expect(log.some(({ level }) => level === 'warning' || level === 'error')).toBe(false);
});

test('cargo gets the setting as a variable, and a target folder that nothing else is built in', async () => {
  const metadata = ({ cwd = '' }: Command): Reply => ({
    stdout: JSON.stringify({ workspace_root: cwd, target_directory: `${cwd}/target`, packages: [] }),
  });
  const { made, commands } = await tried(
    [
      [/^rustc -V/, { stdout: 'rustc 1.97.1 (x)\n' }],
      [/^rustc --print/, { stdout: '/\n/usr\n' }],
      [/^rustc/, { stdout: 'rustc 1.97.1 (x)\n' }],
      [/^cargo metadata/, metadata],
      [/^cargo build/, { code: 101, stderr: 'error: it does not compile\n' }],
      [/^cargo/, {}],
    ],
    { 'bin/rustc': '', 'bin/cargo': '', 'workspace/services/auth/Cargo.lock': '' },
  );
  expect(made.tips[0]?.tried).toBe('cargo could not build auth.');
  const builds = commands.filter(({ args }) => args[0] === 'build');
  expect(builds.map(({ env }) => env)).toMatchObject([
    { CARGO_PROFILE_RELEASE_LTO: 'fat', CARGO_TARGET_DIR: expect.stringMatching(/advise.*target$/) },
  ]);
  expect(builds.every(({ timeoutMs }) => timeoutMs <= 15 * 60_000)).toBe(true);
});

test('nothing is built for it unless it is asked for', () => {
  expect([plan(), plan({ advise: 'false' }), plan({ advise: 'true' })].map((pkg) => pkg.advise)).toEqual([
    undefined,
    undefined,
    true,
  ]);
});
