import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Candidate, digestOf } from '../../../src/candidate.ts';
import type { GitHub } from '../../../src/host/host.ts';
import { artifactName, findCandidate, keepCandidate } from '../../../src/store/bundles.ts';
import type { Believed, WorkflowRun } from '../../../src/store/trust.ts';
import { recordedHost } from '../recorded-host.ts';

const SOURCE = '5'.repeat(64);
const WISH: Believed = { from: 'default-branch', repository: 'octo/auth', defaultBranch: 'main', workflow: 'w.yml' };
const RUN: WorkflowRun = {
  id: 1,
  event: 'push',
  headSha: 'c'.repeat(40),
  branch: 'main',
  headRepository: 'octo/auth',
  workflow: 'w.yml',
  url: 'u',
  actor: 'alice',
};
const SIZES = { raw: 3, gzip: 2, brotli: 1 };
const FILES: Readonly<Record<string, string>> = { 'index.js': 'js', 'index_bg.wasm': 'wasm' };

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function candidateIn(folder: string): Candidate {
  const files = Object.entries(FILES).map(([name, text]) => ({
    ...{ name, bytes: text.length, sha256: sha256(text) },
    kind: name.endsWith('.js') ? ('javascript' as const) : ('wasm' as const),
  }));
  return {
    bundle: { folder: path.join(folder, 'bundle'), entry: 'index.js', files, digest: digestOf(files, 'index.js') },
    sizes: SIZES,
    module: { file: 'index_bg.wasm', before: SIZES, after: SIZES },
    named: path.join(folder, 'symbols', 'index_bg.wasm'),
    tools: { rustc: '1.97.1' },
    warnings: [],
  };
}

/** What an artifact of the candidate holds, with some of its texts changed; `json`: how candidate.json is changed. */
async function found(
  changed: Readonly<Record<string, string | undefined>> = {},
  json: (told: string) => string = (told) => told,
  runs: Partial<WorkflowRun> = {},
  release: { readonly clean?: boolean; readonly onBranch?: boolean } | undefined = undefined,
) {
  let stored: Record<string, string | undefined> = {};
  const github = {
    artifacts: () =>
      Promise.resolve([{ id: 9, name: artifactName('auth', SOURCE), digest: undefined, expired: false, runId: 1 }]),
    run: () => Promise.resolve({ ...RUN, ...runs }),
    branchHas: (branch: string, sha: string) =>
      Promise.resolve(branch === 'main' && sha === RUN.headSha && release?.onBranch !== false),
  } as unknown as GitHub;
  await using recorded = await recordedHost({
    github,
    env: { CARGO_LABEL: 'one' },
    store: {
      available: true,
      get: async (_, folder) => {
        for (const [name, text] of Object.entries(stored)) {
          if (text === undefined) continue;
          await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
          await writeFile(path.join(folder, name), text);
        }
      },
    },
  });
  const { host } = recorded;
  const folder = path.join(host.folders.work, 'made');
  for (const [name, text] of Object.entries(FILES)) await host.files.write(path.join(folder, 'bundle', name), text);
  await host.files.write(path.join(folder, 'symbols', 'index_bg.wasm'), 'named');
  const hono = path.join(host.folders.workspace, 'node_modules/hono/index.js');
  await host.files.write(hono, 'hono');
  const kept = {
    ...{ source: SOURCE, variables: ['CARGO_LABEL', 'NOT_SET'], installed: [hono] },
    clean: release?.clean !== false,
  };
  await keepCandidate('auth', kept, candidateIn(folder), folder, host);
  const told = await host.files.text(path.join(folder, 'candidate.json'));
  stored = {
    ...Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`bundle/${name}`, text])),
    'symbols/index_bg.wasm': 'named',
    ...changed,
    'candidate.json': json(told),
  };
  const into = path.join(host.folders.work, 'into');
  const wish: Believed = release === undefined ? WISH : { ...WISH, from: 'release' };
  const result = await findCandidate('auth', SOURCE, wish, into, host);
  return { result, into, said: recorded.said.map(({ text }) => text).join('\n'), told };
}

test('what was stored comes back as it was', async () => {
  const { result, into, told } = await found();
  expect(result).toEqual({ candidate: candidateIn(into), run: RUN });
  expect(JSON.parse(told)).toMatchObject({
    variables: { CARGO_LABEL: sha256('one'), NOT_SET: null },
    installed: { 'node_modules/hono/index.js': sha256('hono') },
  });
});

test.each<[string, Parameters<typeof found>, RegExp]>([
  [
    'a byte of the bundle is another',
    [{ 'bundle/index.js': 'jS' }],
    /`index\.js` of a stored bundle is not what was stored/,
  ],
  ['a file is too many', [{ 'bundle/more.js': '' }], /`more\.js` of a stored bundle is not what was stored/],
  ['it is of another source', [{}, (told) => told.replace(SOURCE, '6'.repeat(64))], /is of another source/],
  ['it has another digest', [{}, (told) => told.replace(/"digest": "\w/, '"digest": "0')], /does not have the digest/],
  [
    'its entry is another file of it',
    [{}, (told) => told.replace('"entry": "index.js"', '"entry": "index_bg.wasm"')],
    /does not have the digest/,
  ],
  ['a file is missing', [{ 'bundle/index_bg.wasm': undefined }], /does not have the digest/],
  [
    'a name leads out of its folder',
    [{}, (told) => told.replaceAll('index_bg.wasm', '../../x.wasm')],
    /is not a stored bundle/,
  ],
  ['it is no JSON', [{}, () => '<html>'], /is not a stored bundle/],
  [
    'the module is not in it',
    [{}, (told) => told.replace('"file": "index_bg.wasm"', '"file": "no.wasm"')],
    /`no\.wasm` is not in/,
  ],
  [
    'a variable has another value',
    [{}, (told) => told.replace(sha256('one'), sha256('two'))],
    /with another `CARGO_LABEL`/,
  ],
  [
    'a file of a package is another one here',
    [{}, (told) => told.replace(sha256('hono'), sha256('other'))],
    /with another `node_modules\/hono\/index\.js` than what is installed here/,
  ],
  [
    'a package is not installed here',
    [{}, (told) => told.replace('hono/index.js', 'hono/gone.js')],
    /than what is inst/,
  ],
  ['its run was of a fork', [{}, undefined, { headRepository: 'stranger/auth' }], /^$/],
])('nothing is taken where %s', async (_, args, said) => {
  const run = await found(...args);
  expect(run.result).toBeUndefined();
  expect(run.said).toMatch(said);
});

test.each<[string, { readonly clean?: boolean; readonly onBranch?: boolean }, boolean]>([
  ['takes what a push to the default branch built with nothing that was left by others', {}, true],
  ['takes nothing that was built with a cache, or on a machine of many jobs', { clean: false }, false],
  ['takes nothing of a commit that the branch does not have: a tag may be called like it', { onBranch: false }, false],
])('a release %s', async (_, release, taken) => {
  expect((await found({}, undefined, {}, release)).result !== undefined).toBe(taken);
});
