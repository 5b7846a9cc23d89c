import { expect, test } from 'vitest';
import { namedEntry, readConfig } from '../../../../src/edge/deno/config.ts';
import { recordedHost } from '../../recorded-host.ts';

test.each([
  ['nothing', '{}', undefined],
  ['the entry', '{"deploy": {"entrypoint": "./src/main.ts"}}', 'src/main.ts'],
  ['the entry of a runtime', '{"deploy": {"runtime": {"type": "dynamic", "entrypoint": "a.js"}}}', 'a.js'],
  ['with comments and a comma too many', '{ // c\n "deploy": {"entrypoint": "a.ts",}, }', 'a.ts'],
  ['an empty file', '', undefined],
])('a configuration names %s', (_, text, entry) => {
  if (text === '') expect(() => namedEntry(text, 'deno.json')).toThrow('deno.json is not JSON');
  else expect(namedEntry(text, 'deno.json')).toBe(entry);
});

test.each([
  ['a text that is no JSON', '{\n"deploy": nope}', 'a/deno.json is not JSON: InvalidSymbol.', 2],
  [
    'a file elsewhere',
    '{"deploy": {"entrypoint": "../x.ts"}}',
    'a/deno.json: the entry is "../x.ts"; wanted: a file of this folder.',
    undefined,
  ],
  [
    'an absolute file',
    '{"deploy": {"entrypoint": "/x.ts"}}',
    'a/deno.json: the entry is "/x.ts"; wanted: a file of this folder.',
    undefined,
  ],
  [
    'no text',
    '{"deploy": {"entrypoint": 1}}',
    'a/deno.json: the entry is 1; wanted: a file of this folder.',
    undefined,
  ],
])('%s is refused, with its place', (_, text, message, line) => {
  const place = { file: 'a/deno.json', ...(line === undefined ? {} : { line }) };
  expect(() => namedEntry(text, 'a/deno.json')).toThrow(expect.objectContaining({ message, place }));
});

/** Files beside Cargo.toml, and what is taken for configuration and entry. */
test.each<[Readonly<Record<string, string>>, string | undefined, string]>([
  [{ 'main.ts': '' }, undefined, 'main.ts'],
  [{ 'deno.json': '{}', 'main.js': '' }, 'deno.json', 'main.js'],
  [{ 'deno.jsonc': '{}', 'main.ts': '', 'main.js': '' }, 'deno.jsonc', 'main.ts'],
  [
    { 'deno.json': '{"deploy": {"entrypoint": "b.ts"}}', 'deno.jsonc': 'no', 'b.ts': '', 'main.ts': '' },
    'deno.json',
    'b.ts',
  ],
])('%j', async (files, file, entry) => {
  const there = Object.fromEntries(Object.entries(files).map(([name, text]) => [`workspace/a/${name}`, text]));
  await using recorded = await recordedHost({ files: there });
  expect(await readConfig('a', recorded.host)).toEqual({ file, entry });
});

test('an entry that is not there is told, named or not', async () => {
  await using recorded = await recordedHost({
    files: { 'workspace/a/deno.json': '{"deploy": {"entrypoint": "b.ts"}}', 'workspace/b/x': '' },
  });
  await expect(readConfig('a', recorded.host)).rejects.toThrow('a/deno.json: the entry `b.ts` is not there.');
  await expect(readConfig('b', recorded.host)).rejects.toThrow(
    'There is no main.ts, main.tsx, main.js, main.mjs in b.',
  );
});
