import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { deployingWrangler, usersWrangler } from '../../../../src/edge/cloudflare/find-wrangler.ts';
import { isPinned } from '../../../../src/edge/cloudflare/pinned.ts';
import { ShipError } from '../../../../src/error.ts';
import { type Answers, type RecordedHost, recordedHost, type Setting } from '../../recorded-host.ts';

const lockOf = (version: string, more: object = { integrity: 'sha512-AA==' }): string =>
  JSON.stringify({ packages: { 'node_modules/wrangler': { version, ...more } } });
const OURS = { 'tools/modules/wrangler/package.json': '{"version":"4.164.0"}' };
/** Installed in the root of the repository, with a package that it loads. */
const users = (version: string, lock = lockOf(version)): Record<string, string> => ({
  'workspace/node_modules/wrangler/bin/wrangler.js': 'run()',
  'workspace/node_modules/wrangler/package.json': JSON.stringify({ version, dependencies: { miniflare: '1' } }),
  'workspace/node_modules/miniflare/index.js': '1',
  'workspace/package-lock.json': lock,
});
const runs = (version: string): Answers => [
  [/^git .*status --porcelain --ignored --untracked-files=all -- /, {}],
  [/wrangler\.js --version$/, { stdout: `${version}\n` }],
];

interface Chosen {
  readonly to?: 'preview' | 'production';
  readonly secrets?: readonly string[];
  /** Where the configuration is. */
  readonly dir?: string;
  /** What is done between the beginning of the run and the deploy. */
  readonly meanwhile?: (recorded: RecordedHost) => Promise<void>;
  readonly before?: (recorded: RecordedHost) => Promise<void>;
}

async function chosen(setting: Setting, { to = 'preview', secrets = [], dir = '.', meanwhile, before }: Chosen = {}) {
  await using recorded = await recordedHost({ ...setting, files: { ...OURS, ...setting.files } });
  const { host } = recorded;
  await before?.(recorded);
  const seen = await usersWrangler(path.join(host.folders.workspace, dir), { to }, host);
  await meanwhile?.(recorded);
  const modules = path.join(path.dirname(host.folders.work), 'tools/modules');
  const result = await deployingWrangler({ to, secrets }, seen, modules, host).catch((error: unknown) => error);
  return {
    result: result instanceof Error ? result : (JSON.parse(recorded.plain(JSON.stringify(result))) as object),
    said: recorded.said.map(({ level, text }) => `${level}: ${text}`),
    commands: recorded.commands,
    lines: recorded.lines,
  };
}

const BY_OURS = { program: '<tools>/modules/wrangler/bin/wrangler.js', version: '4.164.0' };
const BY_THEIRS = { program: '<workspace>/node_modules/wrangler/bin/wrangler.js', version: '4.120.0' };

test('a preview is deployed by the wrangler of node_modules, upwards from the configuration', async () => {
  for (const dir of ['.', 'web/app']) {
    const { result, said, commands } = await chosen({ files: users('4.120.0'), answers: runs('4.120.0') }, { dir });
    expect(result).toMatchObject(BY_THEIRS);
    expect(said).toEqual(['info: Deploying with wrangler 4.120.0 of node_modules.']);
    // looking at it is done without a secret, and on our own Node
    expect(commands.map(({ secrets }) => secrets)).toEqual(commands.map(() => undefined));
    expect(commands.at(-1)).toMatchObject({ file: '/opt/node/bin/node', trust: 'theirs' });
  }
});

test('where there is none, ours does it, and nothing is said', async () => {
  const { result, said, lines } = await chosen({});
  expect([result, said, lines]).toEqual([BY_OURS, [], []]);
});

test('one that takes no secrets with a version is not given any: ours does it', async () => {
  const secrets = ['SIGNING_KEY'];
  const old = await chosen({ files: users('4.73.0'), answers: runs('4.73.0') }, { secrets });
  const why = 'it takes no secrets with a version; 4.74.0 and newer do';
  expect([old.result, old.said]).toMatchObject([BY_OURS, notice(why, '4.73.0')]);
  const newer = await chosen({ files: users('4.74.0'), answers: runs('4.74.0') }, { secrets });
  expect(newer.result).toMatchObject({ version: '4.74.0' });
});

const notice = (why: string, version = '4.120.0'): string[] => [
  `notice: The preview is deployed by our own wrangler 4.164.0, not by ${version} of node_modules: ${why}.`,
];
const NOT_PINNED = 'no lock file of the commit names this version';
test.each<[string, Setting, string[]]>([
  ['is too old', { files: users('4.65.0') }, notice('it is older than 4.66.0', '4.65.0')],
  ['is of an older major version', { files: users('3.114.0') }, notice('it is older than 4.66.0', '3.114.0')],
  ['is of another major version', { files: users('5.0.0') }, notice('we know wrangler 4 alone', '5.0.0')],
  ['is not the one of the lock file', { files: users('4.120.0', lockOf('4.121.0')) }, notice(NOT_PINNED)],
  [
    'has no hash in the lock file',
    { files: users('4.120.0', lockOf('4.120.0', { resolved: 'file:x' })) },
    notice(NOT_PINNED),
  ],
  ['has a lock file that is none', { files: users('4.120.0', '<<<<') }, notice(NOT_PINNED)],
  [
    'has a lock file that is not committed',
    { files: users('4.120.0'), answers: [[/^git /, { stdout: '?? package-lock.json\n' }]] },
    notice(NOT_PINNED),
  ],
  [
    'is in a folder that is no repository',
    { files: users('4.120.0'), answers: [[/^git /, { code: 128 }]] },
    notice(NOT_PINNED),
  ],
  [
    'has no version',
    { files: { ...users('4.120.0'), 'workspace/node_modules/wrangler/package.json': '{"version":"::x"}' } },
    notice('its package.json does not tell a version', 'unknown version'),
  ],
  [
    'does not run',
    { files: users('4.120.0'), answers: [[/--version$/, { code: 1 }], ...runs('4.120.0')] },
    notice('it does not run'),
  ],
  [
    'cannot be started',
    { files: users('4.120.0'), answers: [[/--version$/, { throws: new ShipError('build', 'x') }], ...runs('4.120.0')] },
    notice('it does not run'),
  ],
  ['calls itself otherwise', { files: users('4.120.0'), answers: runs('9.9.9') }, notice('it does not run')],
])('one that %s does not deploy: ours does, and one notice says why', async (_, setting, wanted) => {
  const { result, said } = await chosen(setting);
  expect(result).toEqual(BY_OURS);
  expect(said).toEqual(wanted);
});

describe('one that a build has changed does not deploy', () => {
  const changed = notice('it has changed since this run began');
  const setting = { files: users('4.120.0'), answers: runs('4.120.0') };
  test.each<[string, Record<string, string>]>([
    ['its program', { 'workspace/node_modules/wrangler/bin/wrangler.js': 'send(token)' }],
    ['a file more', { 'workspace/node_modules/wrangler/node_modules/undici/index.js': 'send(token)' }],
    ['a package that it loads', { 'workspace/node_modules/miniflare/index.js': 'send(token)' }],
    ['another package in the place of one', { 'workspace/node_modules/wrangler/node_modules/miniflare/index.js': '1' }],
  ])('%s', async (_, files) => {
    const { result, said, lines } = await chosen(setting, { meanwhile: ({ plant }) => plant(files) });
    expect(result).toEqual(BY_OURS);
    expect(said).toEqual(changed);
    expect(lines.filter((line) => line.includes('--version'))).toEqual([]); // not even asked
  });

  test('one that was not there before', async () => {
    const { result, said } = await chosen({}, { meanwhile: ({ plant }) => plant(users('4.120.0')) });
    expect([result, said]).toEqual([BY_OURS, []]);
  });
});

test('links are followed, as pnpm has them; one that leads out of the repository is not', async () => {
  const { 'workspace/package-lock.json': _, ...files } = users('4.120.0');
  const store = (at: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name.replace('workspace/node_modules', `${at}/w/node_modules`),
        text,
      ]),
    );
  const link = (at: string) => async (recorded: RecordedHost) => {
    const { workspace } = recorded.host.folders;
    await symlink(
      path.join(workspace, at, 'w/node_modules/wrangler'),
      path.join(workspace, 'node_modules/wrangler'),
      'junction',
    );
  };
  const lock = {
    'workspace/pnpm-lock.yaml': 'packages:\n\n  wrangler@4.120.0:\n    resolution: {}\n',
    'workspace/node_modules/x': '',
  };
  const inside = { files: { ...store('workspace/node_modules/.pnpm'), ...lock }, answers: runs('4.120.0') };
  expect((await chosen(inside, { before: link('node_modules/.pnpm') })).result).toMatchObject({ version: '4.120.0' });
  const miniflare = { 'workspace/node_modules/.pnpm/w/node_modules/miniflare/index.js': 'x' };
  const changed = { before: link('node_modules/.pnpm'), meanwhile: ({ plant }: RecordedHost) => plant(miniflare) };
  expect((await chosen(inside, changed)).said).toEqual(notice('it has changed since this run began'));
  const outside = { files: { ...store('work/elsewhere'), ...lock }, answers: runs('4.120.0') };
  const { said } = await chosen(outside, { before: link('../work/elsewhere') });
  expect(said).toEqual(notice('it lies outside of the repository'));
});

test('production is deployed by ours, whatever is there; one notice where what is newer may be left out', async () => {
  const text = (version: string): string =>
    `Production is deployed by our own wrangler 4.164.0, not by ${version} of node_modules: SECURITY.md tells why.`;
  for (const [version, said] of [
    ['4.120.0', [`info: ${text('4.120.0')}`]],
    ['4.164.0', []],
    ['4.170.0', [`notice: ${text('4.170.0')} What of the configuration only the newer one knows does not go up.`]],
  ] as const) {
    const { result, said: told, lines } = await chosen({ files: users(version) }, { to: 'production' });
    expect([result, told, lines]).toEqual([BY_OURS, said, []]);
  }
});

test('packages of one repository share what was seen of it, and its notice', async () => {
  await using recorded = await recordedHost({ files: { ...OURS, ...users('4.65.0') } });
  const { host, said } = recorded;
  const modules = path.join(path.dirname(host.folders.work), 'tools/modules');
  for (const dir of ['a', 'b']) {
    const found = await usersWrangler(path.join(host.folders.workspace, dir), { to: 'preview' }, host);
    await deployingWrangler({ to: 'preview', secrets: [] }, found, modules, host);
  }
  expect(said.map(({ level }) => level)).toEqual(['notice']);
});

test('a cancelled run is cancelled', async () => {
  const throws = new ShipError('cancelled', 'The run was cancelled.');
  const answers: Answers = [[/--version$/, { throws }], ...runs('4.120.0')];
  expect((await chosen({ files: users('4.120.0'), answers })).result).toMatchObject({ fault: 'cancelled' });
});

describe('lock files', () => {
  async function pinned(files: Record<string, string>, version = '4.120.0'): Promise<boolean> {
    await using recorded = await recordedHost({ files, answers: runs('') });
    const { workspace } = recorded.host.folders;
    return await isPinned('wrangler', version, [path.join(workspace, 'app'), workspace], recorded.host);
  }

  test.each([
    ['npm', 'package-lock.json', lockOf('4.120.0')],
    [
      'npm, of a workspace',
      'package-lock.json',
      JSON.stringify({ packages: { 'app/node_modules/wrangler': { version: '4.120.0', integrity: 'sha512-A' } } }),
    ],
    ['pnpm 9', 'pnpm-lock.yaml', 'packages:\n\n  wrangler@4.120.0:\n    resolution: {integrity: sha512-A}\n'],
    [
      'pnpm 6',
      'pnpm-lock.yaml',
      'packages:\n\n  /wrangler@4.120.0(@cloudflare/workers-types@4.1.0):\n    resolution: {integrity: sha512-A}\n',
    ],
    ['yarn 1', 'yarn.lock', 'wrangler@^4.0.0:\n  version "4.120.0"\n  resolved "x"\n'],
    [
      'yarn 4',
      'yarn.lock',
      '"wrangler@npm:^4.0.0, wrangler@npm:^4.1.0":\n  version: 4.120.0\n  resolution: "wrangler@npm:4.120.0"\n',
    ],
    ['bun', 'bun.lock', '{\n  "packages": {\n    "wrangler": ["wrangler@4.120.0", "", {}, "sha512-A"],\n  }\n}\n'],
  ])('of %s', async (_, file, text) => {
    expect(await pinned({ [`workspace/${file}`]: text })).toBe(true);
    expect(await pinned({ [`workspace/${file}`]: text }, '4.120.1')).toBe(false);
    expect(await pinned({ [`workspace/${file}`]: text }, '4.12.0')).toBe(false);
    expect(await pinned({ [`workspace/${file}`]: text.replaceAll('wrangler', 'my-wrangler') })).toBe(false);
  });

  test('the nearest folder that has one decides', async () => {
    const files = {
      'workspace/app/package-lock.json': lockOf('4.100.0'),
      'workspace/package-lock.json': lockOf('4.120.0'),
    };
    expect([await pinned(files), await pinned(files, '4.100.0'), await pinned({})]).toEqual([false, true, false]);
  });
});
