import { describe, expect, test } from 'vitest';
import { chooseCrate, chooseCrates, chooseEdge, chooseProgram } from '../../src/choose.ts';
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
      hint: 'Name one: `package: a`; or several, or all of them with `*`.',
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
      message: 'auth: no package here is a cdylib, so cargo makes no wasm module.',
      hint: 'Add to its Cargo.toml:\n[lib]\ncrate-type = ["cdylib", "rlib"]',
      place: { file: 'Cargo.toml' },
    }),
  );
});

test.each([
  [['wrangler.toml'], 'cloudflare'],
  [['wrangler.json'], 'cloudflare'],
  [['Cargo.toml', 'wrangler.jsonc'], 'cloudflare'],
  [['deno.json'], 'deno'],
  [['deno.jsonc'], 'deno'],
  [['spin.toml'], 'wasi'],
  [['wasmcloud.toml'], 'wasi'],
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

test('an edge that is known by name alone is refused with those that are there', () => {
  expect(() => chooseEdge({ edge: 'fastly' }, crate())).toThrow(
    expect.objectContaining({
      message: 'Not yet: `edge: fastly` is planned, and this version does not do it.',
      hint: 'Use `cloudflare`, `deno` or `wasi`.',
    }),
  );
  expect(chooseEdge({ edge: 'deno' }, crate())).toBe('deno');
});

test('a program is meant where there is no library', () => {
  const program = crate({ name: 'web', cdylib: false, programs: ['web'] });
  expect(chooseCrate(ALL, [crate({ name: 'lib', cdylib: false }), program]).name).toBe('web');
  expect(chooseCrate(ALL, [crate({ name: 'worker' }), program]).name).toBe('worker');
  expect(chooseCrate({ ...ALL, package: 'web' }, [crate({ name: 'worker' }), program]).name).toBe('web');
});

test.each<[string, Parameters<typeof crate>[0], string | undefined]>([
  ['a library', {}, undefined],
  ['a library with a tool beside it', { programs: ['auth'] }, undefined],
  ['one program, whatever its name', { cdylib: false, programs: ['server'] }, 'server'],
  ["several: the package's own", { cdylib: false, programs: ['tool', 'auth'] }, 'auth'],
])('what is built for a WASI host: %s', (_, more, program) => {
  expect(chooseProgram('wasi', crate(more))).toBe(program);
});

test('several programs of other names, and a program where a library is wanted, are refused', () => {
  expect(() => chooseProgram('wasi', crate({ cdylib: false, programs: ['a', 'b'] }))).toThrow(
    expect.objectContaining({
      message: 'auth has several programs: a, b.',
      hint: expect.stringContaining('call it `auth`'),
    }),
  );
  for (const edge of ['cloudflare', 'deno'] as const)
    expect(() => chooseProgram(edge, crate({ cdylib: false, programs: ['auth'] }))).toThrow(
      'no package here is a cdylib',
    );
});

describe('several packages', () => {
  const table = (edge: string) => [{ place: '[package.metadata.wasm-ship]', value: { edge } }];
  const workspace = [
    crate({ name: 'web' }),
    crate({ name: 'lib', cdylib: false }),
    crate({ name: 'plain', files: ['Cargo.toml'] }),
    crate({ name: 'told', files: ['Cargo.toml'], metadata: table('wasi') }),
    crate({ name: 'program', cdylib: false, programs: ['program'], files: ['spin.toml'] }),
    crate({ name: 'tool', cdylib: false, programs: ['tool'] }),
    crate({ name: 'later', files: ['fastly.toml'] }),
  ];
  const namesOf = (packages: readonly string[] | '*' | undefined): readonly string[] =>
    chooseCrates({ package: packages, workingDirectory: '.' }, workspace).map(({ name }) => name);

  test.each<[string, readonly string[] | '*', readonly string[]]>([
    ['those that are named, in that order', ['plain', 'web'], ['plain', 'web']],
    ['all that can ship and tell their edge', '*', ['web', 'told', 'program']],
  ])('%s', (_, packages, names) => {
    expect(namesOf(packages)).toEqual(names);
  });

  test('all that is wrong with the names is said at once', () => {
    expect(() => namesOf(['web', 'nobody', 'lib'])).toThrow(
      /^input: `package` is `nobody`, and no package of \. has that name\.\nlib: no package here is a cdylib/,
    );
  });

  test('`*` where none can ship is refused', () => {
    expect(() => chooseCrates({ package: '*', workingDirectory: 'x' }, [crate({ files: [] })])).toThrow(
      'input: `package` is `*`, and no package of x can ship.',
    );
  });
});
