import { expect, test } from 'vitest';
import { chooseCrate, chooseEdge } from '../../src/choose.ts';
import { sampleCrate as crate } from './sample-crate.ts';

const ALL = { workingDirectory: '.', package: undefined };
const AUTO = { edge: 'auto' } as const;

test('one cdylib among other packages is the one that is meant', () => {
  const crates = [crate({ name: 'lib', cdylib: false }), crate({ name: 'web' })];
  expect(chooseCrate(ALL, crates).name).toBe('web');
  expect(chooseCrate({ ...ALL, package: 'b' }, [crate({ name: 'a' }), crate({ name: 'b' })]).name).toBe('b');
});

test('two candidates and none named: both are told, and how to name one', () => {
  expect(() =>
    chooseCrate({ ...ALL, workingDirectory: 'services' }, [crate({ name: 'a' }), crate({ name: 'b' })]),
  ).toThrow(
    expect.objectContaining({
      fault: 'input',
      message: '2 packages of services could be meant: a, b.',
      hint: 'Name one: `package: a`.',
    }),
  );
});

test('a name that no package has is refused with those that there are', () => {
  expect(() => chooseCrate({ ...ALL, package: 'c' }, [crate({ name: 'a' }), crate({ name: 'b' })])).toThrow(
    expect.objectContaining({
      fault: 'input',
      message: 'input: `package` is `c`, and no package of . has that name.',
      hint: 'Its packages: a, b.',
    }),
  );
});

test('a crate that is not a cdylib is refused with the lines to add, and where', () => {
  expect(() => chooseCrate(ALL, [crate({ cdylib: false, dir: '.' })])).toThrow(
    expect.objectContaining({
      fault: 'input',
      message: 'auth: no package here is a cdylib, so that cargo makes no wasm module.',
      hint: 'Add to its Cargo.toml:\n[lib]\ncrate-type = ["cdylib", "rlib"]',
      place: { file: 'Cargo.toml' },
    }),
  );
});

test.each([
  [['wrangler.toml'], 'cloudflare'],
  [['wrangler.json'], 'cloudflare'],
  [['Cargo.toml', 'wrangler.jsonc'], 'cloudflare'],
])('the files %j speak for %s', (files, edge) => {
  expect(chooseEdge(AUTO, crate({ files }))).toBe(edge);
});

test('an edge that no file tells, or that two tell, has to be named', () => {
  const place = { file: 'services/auth/Cargo.toml' };
  expect(() => chooseEdge(AUTO, crate({ files: ['Cargo.toml'] }))).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /^auth: no edge is named, and no file in services\/auth tells it \(looked for wrangler\.toml, .*fastly\.toml.*\)\.$/,
      ),
      place,
    }),
  );
  expect(() => chooseEdge(AUTO, crate({ files: ['wrangler.toml', 'fastly.toml'] }))).toThrow(
    expect.objectContaining({
      message: 'auth: no edge is named, and its files speak for cloudflare and fastly.',
      place,
    }),
  );
  expect(chooseEdge({ edge: 'cloudflare' }, crate({ files: [] }))).toBe('cloudflare');
});
