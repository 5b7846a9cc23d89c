import { expect, test } from 'vitest';
import { callersOf, hostImports } from '../../../src/wasm/host-imports.ts';
import { readModule } from '../../../src/wasm/module.ts';

const text = (name: string): number[] => [name.length, ...Buffer.from(name)];
const section = (id: number, ...content: readonly number[]): number[] => [id, content.length, ...content];
const CORE = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const COMPONENT = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];
const imported = (module: string, name: string): number[] => [...text(module), ...text(name), 0, 0];

/** Functions `f` and `g` of no arguments: f calls the second import, g the first import and then f. */
const CALLING = Uint8Array.from([
  ...CORE,
  ...section(1, 1, 0x60, 0, 0),
  ...section(
    2,
    3,
    ...imported('env', 'open'),
    ...imported('env', '__wbg_log_0123456789abcdef'),
    ...imported('env', '__wbindgen_closure_wrapper42'),
  ),
  ...section(3, 2, 0, 0),
  ...section(10, 2, ...[4, 0, 0x10, 1, 0x0b], ...[6, 0, 0x10, 0, 0x10, 3, 0x0b]),
]);

test('imports of a core module are told by module and name, without what changes with every build', () => {
  expect(hostImports(CALLING)).toEqual(['env.__wbg_log', 'env.__wbindgen_closure_wrapper', 'env.open']);
});

test.each([
  ['env.open', [4]],
  ['env.__wbg_log', [3]],
  ['env.__wbindgen_closure_wrapper', []],
  ['env.shut', []],
])('who calls %s', (name, callers) => {
  expect(callersOf(readModule(CALLING), name)).toEqual(callers);
});

/** Of a component: functions 4, 5 and 6 call one of these each. */
const WITHIN = Uint8Array.from([
  ...CORE,
  ...section(1, 1, 0x60, 0, 0),
  ...section(
    2,
    4,
    ...imported('wasi:io/poll@0.2.0', 'poll'),
    ...imported('wasi:io/poll@0.2.0', '[method]pollable.block'),
    ...imported('acme:log/out@1.2.3', 'line'),
    ...imported('$root', 'tick'),
  ),
  ...section(3, 3, 0, 0, 0),
  ...section(10, 3, ...[4, 0, 0x10, 1, 0x0b], ...[4, 0, 0x10, 2, 0x0b], ...[4, 0, 0x10, 3, 0x0b]),
]);

test.each([
  ['wasi:io/poll@0.2.9', [4]],
  ['wasi:io/poll@0.3.0', []],
  ['wasi:io/streams@0.2.0', []],
  ['acme:log/out@1.9.0', [5]],
  ['acme:log/out@2.2.3', []],
  ['tick', [6]],
  ['$root', []],
])('who calls %s in a component', (name, callers) => {
  expect(callersOf(readModule(WITHIN), name, 'component')).toEqual(callers);
});

test('imports of a component are told by their names, whatever they are', () => {
  const bytes = Uint8Array.from([
    ...COMPONENT,
    ...section(10, 2, 0, ...text('wasi:http/types@0.2.9'), 5, 0, 1, ...text('log'), 1, 3),
    ...section(
      10,
      4,
      0,
      ...text('t'),
      3,
      0,
      2,
      0,
      ...text('r'),
      3,
      1,
      0,
      ...text('v'),
      2,
      1,
      0x79,
      0,
      ...text('m'),
      0,
      0x11,
      0,
    ),
  ]);
  expect(hostImports(bytes)).toEqual(['log', 'm', 'r', 't', 'v', 'wasi:http/types@0.2.9']);
});

test.each([
  ['an unknown form of name', [10, 4, 1, 9, 0, 5], 'byte 11: unknown form 9'],
  ['an unknown kind', [10, 5, 1, 0, 1, 0x61, 9], 'byte 14: unknown kind 9'],
  ['a name that is cut off', [10, 3, 1, 0, 9], 'a name of 9 bytes goes over the end'],
])('%s is refused with its place', (_, bytes, says) => {
  expect(() => hostImports(Uint8Array.from([...COMPONENT, ...bytes]))).toThrow(says);
});
