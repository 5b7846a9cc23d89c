import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readBeside } from '../../../src/host/repository-file.ts';
import { parseInputs } from '../../../src/inputs/parse.ts';

const PLACE = 'api/Cargo.toml [package.metadata.wasm-ship]';

/** A repository with a crate in `api`, and a file beside the repository. */
async function repository() {
  const root = await mkdtemp(path.join(tmpdir(), 'wasm-ship-list-'));
  const workspace = path.join(root, 'repository');
  const api = path.join(workspace, 'api');
  await mkdir(api, { recursive: true });
  await writeFile(path.join(root, 'outside.json'), '[]');
  await writeFile(path.join(workspace, 'shared.json'), '\uFEFF[{"path": "/shared"}]');
  return { api, workspace, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

function requestsOf(workspace: string, requests: string) {
  const tables = [{ place: PLACE, value: { requests } }];
  const read = (file: string) => readBeside(workspace, 'api', file);
  return parseInputs({ workflow: () => undefined, tables, misplaced: [], read }).requests;
}

test('requests stand in a file of the repository, from the folder of the crate', async () => {
  await using made = await repository();
  await writeFile(path.join(made.api, 'requests.json'), '[{"path": "/a"}]');
  await writeFile(path.join(made.api, 'requests.toml'), '[[requests]]\npath = "/b"\nanswer = { json = { a = 1 } }\n');
  await symlink('../shared.json', path.join(made.api, 'link.json'));
  const paths = (file: string) => requestsOf(made.workspace, file).map((request) => request.path);
  expect(paths('requests.json')).toEqual(['/a']);
  expect(paths(' ./requests.toml ')).toEqual(['/b']);
  expect(paths('../shared.json')).toEqual(['/shared']);
  expect(paths('link.json')).toEqual(['/shared']);
  expect(paths('[{"path": "/in-place.json"}]')).toEqual(['/in-place.json']);
});

/** Each is refused with the file, the place in it where there is one, and what was wanted. */
test.each<[string, string, string | undefined, string]>([
  ['not there', 'none.json', undefined, 'a file that is there, from the folder of the crate (`api`)'],
  ['outside', '../../outside.json', undefined, 'a file of the repository'],
  ['a link to outside', 'link.json', '->../../outside.json', 'a file of the repository'],
  ['a folder', '../api/.json', '->.', 'a file, which it is not'],
  ['too large', 'a.json', ' '.repeat(1_000_001), 'a file of at most 1 MB'],
  ['no JSON', 'a.json', '[{"path": "/a",\n  secret}]', 'JSON: Expected double-quoted property name (line 2 column 3)'],
  ['no JSON, without a place', 'a.json', '["a secret", "a secret", secret]', "JSON: Unexpected token 's'"],
  ['no array', 'a.json', '{"path": "/a"}', 'an array'],
  ['no TOML', 'a.toml', '[[requests]]\npath = /a\n', 'TOML: Invalid TOML document'],
  ['other tables', 'a.toml', '[[request]]\n', 'tables [[requests]] and nothing else; `request` is something else'],
  ['no tables', 'a.toml', '', 'tables [[requests]]'],
  [
    'a request of another form',
    'a.json',
    '[{}, {"path": "a"}]',
    'a path that begins with / and has no spaces (request 2)',
  ],
])('a file that is %s', async (_, file, text, wanted) => {
  await using made = await repository();
  const there = path.join(made.api, file);
  if (text?.startsWith('->')) await symlink(text.slice(2), there);
  else if (text !== undefined) await writeFile(there, text);
  const refused = (): unknown => requestsOf(made.workspace, file);
  expect(refused).toThrow(`${PLACE}: \`requests\` is the file \`${file}\`; wanted: ${wanted}`);
  expect(refused).not.toThrow('secret}');
});
