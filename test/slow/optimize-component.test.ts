import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Tool } from '../../src/build/equip.ts';
import { optimize } from '../../src/build/optimize.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { SCALES } from '../../src/make.ts';
import type { Optimize } from '../../src/plan.ts';
import { coreModules, readLayers } from '../../src/wasm/component.ts';
import { strip } from '../../src/wasm/sections.ts';
import { pathOfScripts } from '../act/run-act.ts';
import { root } from '../e2e/action.ts';

/** The native wasm-opt over the modules of a component; wasm-tools, which reads components as engines do, on what comes of it. */
const run = promisify(execFile);
let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-component-'));
  env = { ...process.env, PATH: await pathOfScripts() };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Functions that wasm-opt has something to do in. */
const functions = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) =>
      `(func (export "f${i}") (param i32) (result i32) (local i32)
        (local.set 1 (i32.add (local.get 0) (i32.add (i32.const ${i}) (i32.const 7))))
        (if (i32.eqz (i32.const 0)) (then (local.set 1 (i32.mul (local.get 1) (i32.const 4)))))
        (local.get 1))`,
  ).join('\n');

/** Modules of several sizes, one of them in a component of its own, one too small to be worth it, each of them in use. */
const TEXT = `(component
  (core module $library (memory (export "memory") 1) ${functions(150)})
  (core module $tiny (func (export "one") (result i32) (i32.const 1)))
  (component $inner
    (core module $alone ${functions(90)})
    (core instance $i (instantiate $alone))
    (func (export "inside") (param "x" u32) (result u32) (canon lift (core func $i "f3"))))
  (core module $user
    (import "library" "f5" (func $f (param i32) (result i32)))
    (import "tiny" "one" (func $one (result i32)))
    (func (export "run") (param i32) (result i32) (i32.add (call $f (local.get 0)) (call $one)))
    ${functions(120)})
  (core instance $l (instantiate $library))
  (core instance $t (instantiate $tiny))
  (core instance $u (instantiate $user (with "library" (instance $l)) (with "tiny" (instance $t))))
  (instance $n (instantiate $inner))
  (func (export "run") (param "x" u32) (result u32) (canon lift (core func $u "run")))
  (export "inside" (func $n "inside")))`;

async function component(): Promise<Uint8Array> {
  const [text, wasm] = [path.join(folder, 'in.wat'), path.join(folder, 'in.wasm')];
  await writeFile(text, TEXT);
  await run('wasm-tools', ['parse', text, '-o', wasm], { env });
  return readFile(wasm);
}

/** @throws where wasm-tools finds something wrong. @returns what it gives to its host and takes from it */
async function validated(bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, 'out.wasm');
  await writeFile(file, bytes);
  await run('wasm-tools', ['validate', file], { env });
  return (await run('wasm-tools', ['component', 'wit', file], { env })).stdout;
}

const lengths = (bytes: Uint8Array): readonly number[] =>
  coreModules(readLayers(bytes)).map(({ start, end }) => end - start);

it.each<[string, Optimize]>([
  ['smallest', { level: 'smallest', measure: 'brotli', timeMs: 300_000 }],
  ['fastest', { level: 'fastest' }],
])('every module of a component but a tiny one gets smaller, and it is a component still: %s', async (_, how) => {
  const before = await component();
  const folders = { workspace: root, tools: path.join(folder, 'tools'), work: path.join(folder, 'work'), action: root };
  await using host = terminalHost(env, folders, new AbortController().signal);
  const tool: Tool = { file: 'wasm-opt', args: [], version: '132', from: 'path' };
  const { module, warning } = await optimize(before, how, false, tool, SCALES, host);
  expect(warning).toBeUndefined();
  const smaller = lengths(module).map((length, i) => length < (lengths(before)[i] ?? 0));
  expect(smaller).toEqual([true, false, true, true]);
  expect(await validated(module)).toBe(await validated(before));
  await validated(strip(module));
});
