import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Tool } from '../../../src/build/equip.ts';
import { featureFlags, type Optimized, optimize, optimizeCommand, type Scales } from '../../../src/build/optimize.ts';
import { PRESETS, portfolio } from '../../../src/build/portfolio.ts';
import { ShipError } from '../../../src/error.ts';
import type { Command } from '../../../src/host/host.ts';
import type { Optimize } from '../../../src/plan.ts';
import { formatBytes } from '../../../src/units.ts';
import { join, sectionWith, strip, withCustomSection } from '../../../src/wasm/sections.ts';
import { fixture, fixtureText } from '../fixture.ts';
import { type Reply, recordedHost } from '../recorded-host.ts';

const TWICE = fixture('rustc-1.97.1-twice.wasm');
const TOOL: Tool = { file: '/opt/node/bin/node', args: ['/tools/wasm-opt.js'], version: '132', from: 'shelf' };
/** Bytes are what counts, where a test does not say otherwise. */
const RAW: Scales = { exact: async (module) => module.length, fast: async (module) => module.length };
const ONE: Optimize = { level: 'fastest' };
const SMALLEST: Optimize = { level: 'smallest', measure: 'raw', timeMs: 60_000 };
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
  { how = ONE, scales = RAW }: { readonly how?: Optimize; readonly scales?: Scales } = {},
) {
  await using recorded = await recordedHost({ answers: [[/^node /, reply]] });
  const result = await optimize(module, how, usesWasmBindgen, TOOL, scales, recorded.host).catch(
    (error: unknown) => error,
  );
  const said = recorded.said.map(({ text }) => text);
  return {
    result,
    said,
    lines: recorded.lines,
    commands: recorded.commands,
    left: await recorded.host.files.list(recorded.host.folders.work),
  };
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
  const { args, trust } = optimizeCommand(TOOL, 'in.wasm', 'out.wasm', ['-O4', '--converge'], ['simd128']);
  expect(args).toEqual([
    ...['/tools/wasm-opt.js', 'in.wasm', '-o', 'out.wasm', '-O4', '--converge'],
    ...['--mvp-features', '--enable-simd', '--strip-dwarf', '-g'],
  ]);
  expect(trust).toBe('ours');
});

test.each([
  [{ level: 'fastest' as const }, ['-O3']],
  [{ flags: ['-Oz', '--converge'] }, ['-Oz', '--converge']],
])('%j is one call of wasm-opt', async (how, flags) => {
  const { commands } = await optimized(shorter, false, TWICE, { how });
  expect(commands.map(({ args }) => args.slice(4, 4 + flags.length))).toEqual([flags]);
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

/** What is too small to be worth it beside a larger one. */
const TINY = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** A component of core modules, and of components as sections that are made already. */
function component(...parts: readonly Uint8Array[]): Uint8Array {
  const sections = parts.map((part) => (part[4] === 1 ? sectionWith(1, part) : sectionWith(4, part)));
  return join([Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0), ...sections]);
}

const COMPONENT = component(TINY, TWICE);
/** Large enough to be worth it beside others. */
const [MIDDLE, LARGE] = [3000, 9000].map((bytes) => withCustomSection(TWICE, 'pad', new Uint8Array(bytes))) as [
  Uint8Array,
  Uint8Array,
];

test("of a component the crate's own module is optimized, in its place and with its own features", async () => {
  const { result, lines, said } = await optimized(shorter, false, COMPONENT);
  expect(result).toEqual({ module: component(TINY, strip(TWICE)) });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(OF_TWICE.join(' '));
  expect(said).toContain("1 of the component's 2 modules are too small to optimize.");
});

test('of a component every module is optimized, those in components within it too', async () => {
  const { result, commands } = await optimized(shorter, false, component(LARGE, component(TINY, MIDDLE), TINY));
  expect(result).toEqual({ module: component(strip(TWICE), component(TINY, strip(TWICE)), TINY) });
  expect(commands).toHaveLength(2);
});

test('a module of a component that wasm-opt does not make stays as it is, the others do not, and a warning says which', async () => {
  let calls = 0;
  const reply = (command: Command): Reply => (calls++ === 0 ? { code: 1, stderr: 'Fatal: oh' } : shorter(command));
  const { result } = await optimized(reply, false, component(LARGE, MIDDLE));
  const warning = `The module of ${formatBytes(MIDDLE.length)}, one of 2 in the component: Not optimized: node ended with exit code 1. Fatal: oh`;
  expect(result).toEqual({ module: component(strip(TWICE), MIDDLE), warning });
});

test('the modules of a component share the time, each has a part of what is left, and the first way always is tried', async () => {
  const how = { level: 'smallest', measure: 'raw', timeMs: 1000 } as const;
  const { commands } = await optimized(makes({}), false, component(LARGE, MIDDLE), { how });
  const limits = commands.map(({ timeoutMs = 0 }) => timeoutMs);
  const second = limits.lastIndexOf(600_000);
  expect(limits[0]).toBe(600_000);
  expect(second).toBeGreaterThan(4);
  expect(Math.max(...limits.slice(1, second))).toBeLessThanOrEqual(500);
  expect(Math.max(...limits.slice(second + 1))).toBeGreaterThan(600);
});

test('a component without a module of its own, or whose module wasm-opt does not make, stays as it is', async () => {
  const kept = await optimized({}, false, COMPONENT);
  expect(kept.result).toEqual({ module: COMPONENT, warning: 'Not optimized: wasm-opt made no module.' });
  await using recorded = await recordedHost();
  const empty = COMPONENT.subarray(0, 8);
  expect(await optimize(empty, SMALLEST, false, TOOL, RAW, recorded.host)).toEqual({
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

test('the presets are always tried, whatever the module is', () => {
  for (const bytes of [0, 1, 40_000, 3e6, 200e6])
    for (const lowMemoryUnused of [true, false])
      for (const portable of [true, false]) {
        const ways = portfolio({ bytes, lowMemoryUnused, portable }).map((flags) => flags.join(' '));
        expect(ways.slice(0, 5)).toEqual(PRESETS);
        expect(new Set(ways).size).toBe(ways.length);
        expect(ways.some((way) => way.includes('--low-memory-unused'))).toBe(lowMemoryUnused);
      }
  expect(PRESETS.toSorted()).toEqual(['-O1', '-O2', '-O3', '-Os', '-Oz']);
});

/** TWICE without its names, and with some bytes more. */
function padded(bytes: number, fill = 0): Uint8Array {
  return withCustomSection(strip(TWICE), 'pad', new Uint8Array(bytes).fill(fill));
}

/** The flags of a command, without those that all of them have. */
function flagsOf({ args }: Command): string {
  const from = args.indexOf('-o') + 2;
  return args.slice(from, args.indexOf('--mvp-features')).join(' ');
}

/** wasm-opt that makes so many bytes too many, by its flags. */
const makes =
  (bytes: Readonly<Record<string, number>>) =>
  (command: Command): Reply => ({
    does: () => writeFile(written(command), padded(bytes[flagsOf(command)] ?? 900, flagsOf(command) === '-Os' ? 1 : 0)),
  });
const SMALLER: Scales = { exact: async (module) => 10_000 - module.length, fast: RAW.fast };

test.each([
  ['a preset', { '-O2': 10 }, 10, RAW],
  ['the earlier one of two that are as small', { '-Os': 10, '-O1': 10 }, 10, RAW],
  ['a further way', { '-O2': 10, '-Os --one-caller-inline-max-function-size=50': 5 }, 5, RAW],
])('the smallest is kept: %s', async (_, bytes, wanted, scales) => {
  const { result } = await optimized(makes(bytes), false, withCustomSection(TWICE, 'pad', new Uint8Array(999)), {
    how: SMALLEST,
    scales,
  });
  expect(result).toEqual({ module: Buffer.from(padded(wanted)) });
});

test('what is nearly alike in the fast measure is decided by the exact one', async () => {
  const bytes = Object.fromEntries(PRESETS.map((preset, i) => [preset, 10 * i]));
  const { result } = await optimized(makes(bytes), false, withCustomSection(TWICE, 'pad', new Uint8Array(999)), {
    how: SMALLEST,
    scales: { ...SMALLER, fast: async () => 1 },
  });
  expect(result).toMatchObject({ module: { length: padded(999).length + (TWICE.length - strip(TWICE).length) } });
});

test('the module as it came is kept where nothing is smaller, and that is no warning', async () => {
  const { result, said } = await optimized(makes({}), false, TWICE, { how: SMALLEST });
  expect(result).toEqual({ module: TWICE });
  expect(said.at(-1)).toMatch(/^Smallest in raw of \d+: the module as it came\.$/);
});

test('ways that fail are out, and the others count', async () => {
  const bad: Readonly<Record<string, Reply | undefined>> = {
    '-Oz': { code: 137, stderr: 'Killed' },
    '-O1': {},
    '-Os': { throws: new ShipError('build', 'wasm-opt did not end within 1 s.') },
  };
  const reply = (command: Command): Reply => bad[flagsOf(command)] ?? makes({ '-O2': 7 })(command);
  const { result, left } = await optimized(reply, false, withCustomSection(TWICE, 'pad', new Uint8Array(999)), {
    how: SMALLEST,
  });
  const warning = 'wasm-opt failed with -Oz, -O1, -Os: node ended with exit code 137.';
  expect(result).toEqual({ module: Buffer.from(padded(7)), warning });
  expect(left).toEqual([]);
});

test('a further way that fails is no warning: the presets are what is promised', async () => {
  const reply = (command: Command): Reply => (flagsOf(command).includes('inline') ? { code: 1 } : makes({})(command));
  const { result, said } = await optimized(reply, false, TWICE, { how: SMALLEST });
  expect(result).toEqual({ module: TWICE });
  expect(said.at(-1)).toMatch(/^wasm-opt failed with -Os --one-caller-inline/);
});

test('where every way fails, the input is kept and a warning says so', async () => {
  const { result } = await optimized({ code: 134, stderr: 'Fatal: oh' }, false, TWICE, { how: SMALLEST });
  expect(result).toEqual({ module: TWICE, warning: 'Not optimized: node ended with exit code 134. Fatal: oh' });
});

test('a module that exports something else is none of ours', async () => {
  const empty = TWICE.subarray(0, 8);
  const reply = (command: Command): Reply => ({ does: () => writeFile(written(command), empty) });
  const { result } = await optimized(reply, false, TWICE, { how: SMALLEST });
  const warning = 'Not optimized: wasm-opt made a module with other imports or exports.';
  expect(result).toEqual({ module: TWICE, warning });
});

test('the portable wasm-opt, many times slower, is asked for the presets and one way more', () => {
  const ways = (bytes: number, portable: boolean) => portfolio({ bytes, lowMemoryUnused: true, portable }).length;
  expect([ways(40_000, true), ways(40e6, true), ways(40_000, false), ways(1e6, false), ways(40e6, false)]).toEqual([
    6, 6, 13, 10, 7,
  ]);
});

test('further ways that have no time left are no warning: they were not promised', async () => {
  // the clock goes one on where it is asked
  const how = { level: 'smallest', measure: 'raw', timeMs: 5 } as const;
  const { result, said, commands } = await optimized(makes({}), false, TWICE, { how });
  expect(commands.map(flagsOf).toSorted()).toEqual(PRESETS.toSorted());
  expect(result).toEqual({ module: TWICE });
  expect(said.at(-1)).toMatch(/^wasm-opt did not end within `optimize-time` \(0\.005 s\) with -Os --one-caller/);
});

test('what is far behind in the fast measure is not measured exactly, and no more than six are', async () => {
  const measured: number[] = [];
  const scales: Scales = {
    exact: async (module) => measured.push(module.length),
    fast: async (module) => Math.min(module.length, 20_000),
  };
  const bytes = Object.fromEntries(PRESETS.map((preset, i) => [preset, 30_000 + i]));
  await optimized(makes({ ...bytes, '-Os --one-caller-inline-max-function-size=50': 5000 }), false, TWICE, {
    how: SMALLEST,
    scales,
  });
  expect(measured).toEqual([]); // what is alone needs no measure
  await optimized(makes(bytes), false, TWICE, { how: SMALLEST, scales: { ...scales, fast: async () => 1 } });
  expect(measured).toHaveLength(6);
});

test('what has no time left is not started, and a warning says which; the first always is', async () => {
  const { result, commands } = await optimized(
    makes({ '-Oz': 3 }),
    false,
    withCustomSection(TWICE, 'pad', new Uint8Array(999)),
    {
      how: { level: 'smallest', measure: 'raw', timeMs: 1 },
    },
  );
  expect(commands.map(flagsOf)).toEqual(['-Oz']);
  expect(commands[0]?.timeoutMs).toBe(600_000);
  expect(result).toEqual({
    module: Buffer.from(padded(3)),
    warning: expect.stringMatching(/^wasm-opt did not end within `optimize-time` \(0\.001 s\) with .*-O1, .*-O2, /),
  });
});

const TIMES: Optimize = { level: 'smallest', measure: 'brotli', timeMs: 60_000 };
const byName = (command: Command): boolean => flagsOf(command) === '--reorder-functions-by-name';

test.each<[string, (command: Command) => Reply, number]>([
  ['is kept where it is smaller', (command) => ({ does: () => writeFile(written(command), padded(3)) }), 3],
  ['is not where it is larger', (command) => ({ does: () => writeFile(written(command), padded(800)) }), 7],
  ['is no loss where it fails', () => ({ code: 1 }), 7],
])('the same functions in another order: %s', async (_, reply, wanted) => {
  const { result, commands, left } = await optimized(
    (command) => (byName(command) ? reply(command) : makes({ '-O2': 7 })(command)),
    ...[false, withCustomSection(TWICE, 'pad', new Uint8Array(999))],
    { how: TIMES },
  );
  expect(Buffer.from((result as Optimized).module).equals(padded(wanted))).toBe(true);
  const orders = commands.filter(byName);
  expect(orders).toHaveLength(2); // it has no names to sort by
  for (const { timeoutMs } of orders) expect(timeoutMs).toBeLessThan(60_000);
  expect(left).toEqual([]);
});

test.each<[string, Optimize]>([
  ['in raw bytes the order is the same', { ...SMALLEST }],
  ['where no time is left', { level: 'smallest', measure: 'brotli', timeMs: 5 }],
])('no other order is tried: %s', async (_, how) => {
  const { commands } = await optimized(makes({ '-O2': 7 }), false, TWICE, { how });
  expect(commands.filter(byName)).toEqual([]);
});
