import { expect, test } from 'vitest';
import { profileOf, smaller, variableOf } from '../../../src/build/profile.ts';

type Tables = readonly (readonly [string, object])[];
const sources = (tables: Tables) => tables.map(([place, profile]) => ({ place, table: { profile } }));
const of = (name: string, tables: Tables, env: Readonly<Record<string, string>> = {}) =>
  profileOf(name, sources(tables), (variable) => env[variable]);

test.each<readonly [string, string, Tables, Readonly<Record<string, string>>, readonly [string, string | undefined]]>([
  ['cargo alone', 'release', [], {}, ['3', undefined]],
  ['dev', 'dev', [], {}, ['0', undefined]],
  ['Cargo.toml', 'release', [['Cargo.toml', { release: { 'opt-level': 's' } }]], {}, ['s', 'Cargo.toml']],
  ['a number', 'release', [['Cargo.toml', { release: { 'opt-level': 2 } }]], {}, ['2', 'Cargo.toml']],
  [
    'configuration over Cargo.toml',
    'release',
    [
      ['.cargo/config.toml', { release: { 'opt-level': 1 } }],
      ['Cargo.toml', { release: { 'opt-level': 's' } }],
    ],
    {},
    ['1', '.cargo/config.toml'],
  ],
  [
    'a variable over both',
    'release',
    [['Cargo.toml', { release: { 'opt-level': 's' } }]],
    { CARGO_PROFILE_RELEASE_OPT_LEVEL: 'z' },
    ['z', 'CARGO_PROFILE_RELEASE_OPT_LEVEL'],
  ],
  [
    'what it inherits',
    'edge',
    [['Cargo.toml', { edge: { inherits: 'small' }, small: { inherits: 'release', 'opt-level': 'z' } }]],
    {},
    ['z', 'Cargo.toml'],
  ],
  [
    'of what it inherits the variable',
    'edge',
    [['Cargo.toml', { edge: { inherits: 'dev' } }]],
    { CARGO_PROFILE_DEV_OPT_LEVEL: '1' },
    ['1', 'CARGO_PROFILE_DEV_OPT_LEVEL'],
  ],
  [
    'a circle, which cargo refuses',
    'a',
    [['Cargo.toml', { a: { inherits: 'b' }, b: { inherits: 'a' } }]],
    {},
    ['3', undefined],
  ],
  ['a profile that is none', 'release', [['Cargo.toml', { release: 'small' }]], {}, ['3', undefined]],
])('opt-level by %s', (_, name, tables, env, [value, place]) => {
  expect(of(name, tables, env)['opt-level']).toEqual({ value, place });
});

test.each<readonly [string, object, readonly string[]]>([
  ['says nothing', {}, ['opt-level = "s"', 'opt-level = "z"', 'lto = "fat"', 'codegen-units = 1']],
  ['says all', { 'opt-level': 's', lto: true, 'codegen-units': 1, panic: 'abort' }, ['opt-level = "z"']],
  ['has thin LTO', { 'opt-level': 'z', lto: 'thin', 'codegen-units': 1 }, ['opt-level = "s"', 'lto = "fat"']],
  [
    'unwinds by its own wish',
    { 'opt-level': 'z', lto: 'fat', 'codegen-units': 1, panic: 'unwind' },
    ['opt-level = "s"', 'panic = "abort"'],
  ],
])('what would be smaller where the profile %s', (_, release, lines) => {
  expect(smaller(of('release', [['Cargo.toml', { release }]])).map(({ line }) => line)).toEqual(lines);
});

test('the variable of a setting', () => {
  expect(variableOf('my-edge', 'codegen-units')).toBe('CARGO_PROFILE_MY_EDGE_CODEGEN_UNITS');
});
