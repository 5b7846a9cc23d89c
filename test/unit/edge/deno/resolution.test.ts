import { expect, test } from 'vitest';
import { type Resolution, resolutionOf } from '../../../../src/edge/deno/resolution.ts';
import { recordedHost } from '../../recorded-host.ts';

/** What is read for the crate in `w/a`, of a repository with these files. */
async function resolved(files: Readonly<Record<string, unknown>>): Promise<Resolution> {
  const texts = Object.entries({ 'w/a/main.ts': '', ...files }).map(([name, content]) => [
    `workspace/${name}`,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  await using recorded = await recordedHost({ files: Object.fromEntries(texts) });
  return await resolutionOf('w/a', recorded.host);
}

const PLAIN: Resolution = {
  ...{ configs: [], files: [], lock: 'deno.lock', locked: false, unlocked: false, needed: false },
};
const MEMBER = { name: '@w/b', version: '1.0.0', exports: './mod.ts' };

test.each<[string, Readonly<Record<string, unknown>>, Partial<Resolution>]>([
  ['nothing', {}, {}],
  ['a configuration', { 'w/a/deno.json': { imports: {} } }, { configs: ['deno.json'] }],
  ['one with comments', { 'w/a/deno.jsonc': '{ /* c */ "lock": "l", }' }, { configs: ['deno.jsonc'], lock: 'l' }],
  [
    'a lock file, and what registries are asked',
    { 'w/a/deno.lock': '{}', 'w/a/.npmrc': '', 'w/a/package.json': '{}' },
    { locked: true, files: ['.npmrc', 'package.json'] },
  ],
  [
    'a lock file elsewhere',
    { 'w/a/deno.json': { lock: '../locks/a.lock' }, 'w/locks/a.lock': '' },
    { configs: ['deno.json'], lock: '../locks/a.lock', locked: true },
  ],
  [
    'a lock file elsewhere, by a table',
    { 'w/a/deno.json': { lock: { path: 'x.lock', frozen: true } } },
    { configs: ['deno.json'], lock: 'x.lock' },
  ],
  ['no lock file wanted', { 'w/a/deno.json': { lock: false } }, { configs: ['deno.json'], unlocked: true }],
  [
    'no lock file wanted, and one there',
    { 'w/a/deno.json': { lock: false }, 'w/a/deno.lock': '' },
    { configs: ['deno.json'], unlocked: true, locked: true },
  ],
  [
    'an import map',
    { 'w/a/deno.json': { importMap: './maps/m.json' } },
    { configs: ['deno.json'], files: ['maps/m.json'], needed: true },
  ],
  [
    'a workspace of its own',
    { 'w/a/deno.json': { workspace: ['./b'] }, 'w/a/b/deno.jsonc': MEMBER },
    { configs: ['deno.json', 'b/deno.jsonc'], needed: true },
  ],
  [
    'a member beside others, by their folder, whose root has the lock file',
    {
      ...{ 'w/deno.json': { workspace: ['./a', './b'] }, 'w/deno.lock': '' },
      ...{ 'w/a/deno.json': {}, 'w/b/deno.json': MEMBER, 'w/package.json': '{}' },
    },
    {
      ...{ configs: ['deno.json', '../deno.json', '../b/deno.json'], files: ['../package.json'] },
      ...{ lock: '../deno.lock', locked: true, needed: true },
    },
  ],
  [
    'a member by a pattern, without a configuration of its own; others by package.json',
    {
      ...{ 'deno.json': { workspace: { members: ['w/*'] } }, 'w/a/package.json': '{}', 'w/b/package.json': '{}' },
      'w/b/node_modules/x/deno.json': '{}',
    },
    {
      ...{ configs: ['../../deno.json'], files: ['package.json', '../b/package.json'] },
      ...{ lock: '../../deno.lock', needed: true },
    },
  ],
  [
    'a workspace above that is not its own',
    { 'w/deno.json': { workspace: ['./b'] }, 'w/a/deno.json': {}, 'w/b/deno.json': MEMBER },
    { configs: ['deno.json'] },
  ],
  [
    'a configuration above that says what imports are',
    { 'w/deno.json': { imports: { x: 'npm:x' } } },
    { configs: ['../deno.json'], lock: '../deno.lock', needed: true },
  ],
  ['one above that does not', { 'deno.json': {} }, { configs: ['../../deno.json'], lock: '../../deno.lock' }],
  [
    'a link',
    { 'w/a/deno.json': { links: ['../b'] }, 'w/b/deno.json': MEMBER },
    { configs: ['deno.json', '../b/deno.json'], needed: true },
  ],
])('imports are resolved by %s', async (_, files, wanted) => {
  expect(await resolved(files)).toEqual({ ...PLAIN, ...wanted });
});

test.each<[string, unknown, string, string]>([
  [
    'an address as import map',
    { importMap: 'https://x.example/m.json' },
    'w/a/deno.json: `importMap` is `https://x.example/m.json`; wanted: a file of the repository.',
    'Save it beside deno.json',
  ],
  [
    'an import map outside of the repository',
    { importMap: '../../../m.json' },
    'w/a/deno.json names ../../../m.json; wanted: a file or folder of the repository.',
    'Copy it into the repository',
  ],
  [
    'a lock file by its absolute path',
    { lock: '/l' },
    'w/a/deno.json names /l; wanted: a file or folder of the repository.',
    'Copy it into the repository',
  ],
  [
    'a package of npm as link',
    { links: ['../n'] },
    'w/a/deno.json: `links` names ../n, which has no deno.json or deno.jsonc.',
    'Import its files by their path',
  ],
])('%s is refused with the mend', async (_, config, message, hint) => {
  const files = { 'w/a/deno.json': config, 'w/n/package.json': '{}' };
  await expect(resolved(files)).rejects.toMatchObject({ message, hint: expect.stringContaining(hint) });
});
