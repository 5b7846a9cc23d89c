import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Tool } from '../../../src/build/equip.ts';
import { featureFlags, optimize, optimizeCommand } from '../../../src/build/optimize.ts';
import { ShipError } from '../../../src/error.ts';
import type { Command } from '../../../src/host/host.ts';
import { strip, withMainModule } from '../../../src/wasm/sections.ts';
import { fixture, fixtureText } from '../fixture.ts';
import { type Reply, recordedHost } from '../recorded-host.ts';

const TWICE = fixture('rustc-1.97.1-twice.wasm');
const TOOL: Tool = { file: '/opt/node/bin/node', args: ['/tools/wasm-opt.js'], version: '132', from: 'shelf' };
const OF_TWICE = [
  ...['--enable-bulk-memory', '--enable-bulk-memory-opt', '--enable-call-indirect-overlong', '--enable-multivalue'],
  ...['--enable-mutable-globals', '--enable-nontrapping-float-to-int', '--enable-reference-types', '--enable-sign-ext'],
];

function written(command: Command): string {
  return command.args[command.args.indexOf('-o') + 1] ?? '';
}

async function optimized(
  reply: Reply | ((command: Command) => Reply),
  usesWasmBindgen = false,
  module: Uint8Array = TWICE,
) {
  await using recorded = await recordedHost({ answers: [[/^node /, reply]] });
  const result = await optimize(module, { level: 'smallest' }, usesWasmBindgen, TOOL, recorded.host).catch(
    (error: unknown) => error,
  );
  return { result, lines: recorded.lines, left: await recorded.host.files.list(recorded.host.folders.work) };
}

const shorter = (command: Command): Reply => ({ does: () => writeFile(written(command), strip(TWICE)) });

test('the module that wasm-opt makes is taken, and nothing is left behind', async () => {
  const { result, left } = await optimized(shorter);
  expect(result).toEqual({ module: Buffer.from(strip(TWICE)) });
  expect(left).toEqual([]);
});

test('wasm-opt is allowed exactly the features of the module', async () => {
  const { lines } = await optimized(shorter);
  expect(lines[0]?.split(' ').filter((arg) => /^--(enable|mvp|all)/.test(arg))).toEqual([
    '--mvp-features',
    ...OF_TWICE,
  ]);
});

test("wasm-bindgen's own instructions are allowed too, each flag once", async () => {
  const { lines } = await optimized(shorter, true);
  const flags = lines[0]?.split(' ').filter((arg) => arg.startsWith('--enable')) ?? [];
  expect(flags.toSorted()).toEqual([...OF_TWICE, '--enable-exception-handling'].toSorted());
});

test('the command keeps the names, for they are stripped last', () => {
  const { args, trust } = optimizeCommand(TOOL, 'in.wasm', 'out.wasm', { flags: ['-O4', '--converge'] }, ['simd128']);
  expect(args).toEqual([
    ...['/tools/wasm-opt.js', 'in.wasm', '-o', 'out.wasm', '-O4', '--converge'],
    ...['--mvp-features', '--enable-simd', '--strip-dwarf', '-g'],
  ]);
  expect(trust).toBe('ours');
});

test.each([
  [{ level: 'smallest' as const }, '-Oz'],
  [{ level: 'fastest' as const }, '-O3'],
])('%j is %s', (how, flag) => {
  expect(optimizeCommand(TOOL, 'a', 'b', how, []).args.filter((arg) => arg.startsWith('-O'))).toEqual([flag]);
});

test.each([
  [
    'it crashes',
    { code: 134, stderr: 'Fatal: out of reach' },
    'Not optimized: node ended with exit code 134. Fatal: out of reach',
  ],
  [
    'it takes too long',
    { throws: new ShipError('build', 'wasm-opt did not end within 600 s.') },
    'Not optimized: wasm-opt did not end within 600 s.',
  ],
  ['it writes nothing', {}, 'Not optimized: wasm-opt made no module.'],
  [
    'its result is no module',
    (command: Command): Reply => ({ does: () => writeFile(written(command), 'oops') }),
    'Not optimized: wasm-opt made a module that does not compile.',
  ],
  [
    'its result is cut off',
    (command: Command): Reply => ({ does: () => writeFile(written(command), TWICE.subarray(0, 99)) }),
    'Not optimized: wasm-opt made a module that does not compile.',
  ],
])('where %s, the input is kept and a warning says so', async (_, reply, warning) => {
  expect((await optimized(reply)).result).toEqual({ module: TWICE, warning });
});

const HEADERS = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 1, 8, 0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const COMPONENT = withMainModule(Uint8Array.from(HEADERS), TWICE);

test("of a component the crate's own module is optimized, in its place and with its own features", async () => {
  const { result, lines } = await optimized(shorter, false, COMPONENT);
  expect(result).toEqual({ module: withMainModule(COMPONENT, strip(TWICE)) });
  expect(lines[0]).toContain(OF_TWICE.join(' '));
});

test('a component without a module of its own, or whose module wasm-opt does not make, stays as it is', async () => {
  const kept = await optimized({}, false, COMPONENT);
  expect(kept.result).toEqual({ module: COMPONENT, warning: 'Not optimized: wasm-opt made no module.' });
  await using recorded = await recordedHost();
  const empty = COMPONENT.subarray(0, 8);
  expect(await optimize(empty, { level: 'smallest' }, false, TOOL, recorded.host)).toEqual({
    module: empty,
    warning: 'Not optimized: the component has no module in it.',
  });
});

test('a cancelled run is no warning', async () => {
  const { result } = await optimized({ throws: new ShipError('cancelled', 'The run was cancelled.') });
  expect(result).toMatchObject({ fault: 'cancelled' });
});

test('every feature that rustc knows has a flag that wasm-opt knows', () => {
  const known = fixtureText('binaryen-132-enable-flags.txt').trim().split('\n');
  const features = fixtureText('rustc-1.97.1-wasm-features.txt').trim().split('\n');
  expect(features.length).toBeGreaterThan(15);
  for (const flag of featureFlags(features).slice(1)) expect(known).toContain(flag);
});
