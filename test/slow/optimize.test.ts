import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Tool } from '../../src/build/equip.ts';
import { type Optimized, optimize } from '../../src/build/optimize.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { SCALES } from '../../src/make.ts';
import { functionOrders, labelled, unlabelled } from '../../src/wasm/function-order.ts';
import { type CoreModule, readModule } from '../../src/wasm/module.ts';
import { strip } from '../../src/wasm/sections.ts';
import { compiles } from '../../src/wasm/validate.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { root } from '../e2e/action.ts';
import { fixture } from '../unit/fixture.ts';

/** The native wasm-opt of PATH over a module of rustc, and programs in its place that go wrong in its ways. */
const TWICE = fixture('rustc-1.97.1-twice.wasm');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-optimize-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program that does `first` with `$out` and `$*` known, and goes on as wasm-opt. */
async function program(name: string, first: string): Promise<Tool> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\nout=$3\n${first}\nexec wasm-opt "$@"\n`);
  await chmod(file, 0o755);
  return { file, args: [], version: '132', from: 'path' };
}

async function smallest(tool: Tool, timeMs: number): Promise<Optimized & { readonly said: string }> {
  const env = { ...process.env, PATH: await pathOfScripts() };
  const folders = { workspace: root, tools: path.join(folder, 'tools'), work: path.join(folder, 'work'), action: root };
  await using host = terminalHost(env, folders, new AbortController().signal);
  const said: string[] = [];
  const log = { ...host.log, info: (text: string): void => void said.push(text) };
  const how = { level: 'smallest', measure: 'brotli', timeMs } as const;
  return { ...(await optimize(TWICE, how, false, tool, SCALES, { ...host, log })), said: said.join('\n') };
}

/** What it makes of a module with functions sorted by name, and nothing else. */
async function optimizedBy({ file }: Tool, name: string, bytes: Uint8Array): Promise<Uint8Array> {
  const [from, to] = [path.join(folder, `${name}.in.wasm`), path.join(folder, `${name}.wasm`)];
  await writeFile(from, bytes);
  const env = { ...process.env, PATH: await pathOfScripts() };
  execFileSync(file, [from, '-o', to, '--all-features', '--reorder-functions-by-name', '-g'], { env });
  return readFile(to);
}

const LONG_MS = 300_000;

it('makes it smaller, and twice the same', async () => {
  const tool = await program('real', '');
  const [one, two] = [await smallest(tool, LONG_MS), await smallest(tool, LONG_MS)];
  expect(one.warning).toBeUndefined();
  expect(compiles(one.module)).toBe(true);
  expect(strip(one.module).length).toBeLessThanOrEqual(strip(TWICE).length);
  expect(Buffer.from(two.module).equals(one.module)).toBe(true);
});

it.each([
  ['crashes', 'kill -SEGV $$', /^Not optimized: .* ended with exit code/],
  ['has no memory left', 'kill -KILL $$', /^Not optimized: .* ended with exit code 137/],
  ['writes garbage and is content', 'echo oops > "$out"; exit 0', /^Not optimized: .* does not compile/],
  ['writes nothing and is content', 'exit 0', /^Not optimized: wasm-opt made no module/],
])('keeps the input, and says so, where wasm-opt always %s', async (name, first, warning) => {
  const { module, warning: said } = await smallest(await program(name.replaceAll(' ', '-'), first), LONG_MS);
  expect(Buffer.from(module).equals(TWICE)).toBe(true);
  expect(said).toMatch(warning);
});

it('goes on with the others where some fail', async () => {
  const tool = await program(
    'some',
    'case " $* " in *" -Oz "*) kill -SEGV $$ ;; *" -O3 "*) echo oops > "$out"; exit 0 ;; esac',
  );
  const { module, warning } = await smallest(tool, LONG_MS);
  expect(warning).toMatch(/^wasm-opt failed with -Oz, .*: .* ended with exit code 143\.$/);
  expect(compiles(module)).toBe(true);
});

it('ends one that hangs when the time is over, and says so', async () => {
  const tool = await program('hangs', 'case " $* " in *" -O1 "*) sleep 600 ;; esac');
  const since = performance.now();
  const { module, warning } = await smallest(tool, 8000);
  expect(performance.now() - since).toBeLessThan(60_000);
  expect(compiles(module)).toBe(true);
  expect(warning).toMatch(/^wasm-opt did not end within `optimize-time` \(8 s\) with .*-O1/);
});

it('gives functions in another order the names that they had', async () => {
  const tool = await program('orders', '');
  const before = readModule(TWICE);
  const bodies = ({ functions, names }: CoreModule) =>
    functions.map(({ index, body, end }) => [names.functions.get(index), end - body] as const);
  const run = (name: string, bytes: Uint8Array): Promise<Uint8Array> => optimizedBy(tool, name, bytes);
  const asIs = readModule(await run('as-is', TWICE));
  for (const [i, { places: order }] of functionOrders(before).entries()) {
    const made = unlabelled(await run(`order-${i}`, labelled(TWICE, order)), before, order);
    expect(compiles(made)).toBe(true);
    expect(bodies(readModule(made)).map(([name]) => name)).toEqual(order.map((place) => bodies(before)[place]?.[0]));
    expect(bodies(readModule(made)).toSorted()).toEqual(bodies(asIs).toSorted());
  }
});
