import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readBody } from '../src/wasm/instructions.ts';
import { type CoreModule, readModule } from '../src/wasm/module.ts';
import { isComponent } from '../src/wasm/sections.ts';

/**
 * How fast the reader is on real modules, in MB/s, file reading included, against `wasm-tools objdump` on the same file:
 * interleaved pairs, the sum of the medians. objdump lists sections and counts alone; we read every entry and all names
 * too. It is a process of its own, and we are not: the time of objdump on a module of a few bytes is taken off its own.
 * The goal is to be as fast as it. Decoding all instructions, which objdump does not do, is told beside it.
 */
const PAIRS = 9;
const GOAL = 1;
const SMALLEST = 200_000; // below, objdump's time is that of its start

const root = path.dirname(import.meta.dirname);
const cache = process.env.CACHE ?? '';
const nothing = path.join(root, 'test', 'fixtures', 'rustc-1.97.1-twice.wasm');

/** Real core modules, one of each size. */
function modules(): readonly string[] {
  const found = new Map<number, string>();
  for (const name of globSync('{corpus,target-kinds,target-bench}/**/*.wasm', { cwd: cache })) {
    const file = path.join(cache, name);
    const { size } = statSync(file);
    if (size >= SMALLEST && !found.has(size) && !isComponent(readFileSync(file))) found.set(size, file);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, file]) => file);
}

function timed(work: () => void): number {
  const since = performance.now();
  work();
  return performance.now() - since;
}

function objdump(file: string): void {
  const { status } = spawnSync('wasm-tools', ['objdump', file], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`wasm-tools objdump ${file}: ${status}`);
}

function decode(module: CoreModule): number {
  let count = 0;
  for (const body of module.functions)
    for (const { instructions } = readBody(module.bytes, body); instructions.next(); ) count++;
  return count;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const sum = { bytes: 0, read: 0, decode: 0, objdump: 0 };
const files = modules();
if (files.length === 0) throw new Error('no modules: run script/test once, it builds some');
console.log(`Node ${process.version}, ${PAIRS} interleaved pairs, MB/s`);
console.log(`${'module'.padEnd(42)} ${'MB'.padStart(6)}  ${'read'.padStart(7)}  ${'objdump'.padStart(7)}  decode`);
for (const file of files) {
  const times = { read: [] as number[], decode: [] as number[], objdump: [] as number[] };
  for (let i = 0; i < PAIRS; i++) {
    const ours = () => times.read.push(timed(() => void readModule(readFileSync(file))));
    const theirs = () => times.objdump.push(timed(() => objdump(file)) - timed(() => objdump(nothing)));
    for (const run of i % 2 === 0 ? [ours, theirs] : [theirs, ours]) run();
    const module = readModule(readFileSync(file));
    times.decode.push(timed(() => void decode(module)));
  }
  const { size } = statSync(file);
  const [read, decoded, their] = [times.read, times.decode, times.objdump].map(median) as [number, number, number];
  const least = Math.max(their, 0.01); // less than its start's noise
  sum.bytes += size;
  sum.read += read;
  sum.decode += decoded;
  sum.objdump += least;
  const rates = [read, least].map((ms) => (size / ms / 1000).toFixed(0).padStart(7)).join('  ');
  console.log(
    `${path.basename(file).slice(0, 42).padEnd(42)} ${(size / 1e6).toFixed(2).padStart(6)}  ${rates}  ${(size / decoded / 1000).toFixed(0).padStart(6)}`,
  );
}
const rate = (ms: number): string => (sum.bytes / ms / 1000).toFixed(0);
console.log(`all: read ${rate(sum.read)}, objdump ${rate(sum.objdump)}, decode ${rate(sum.decode)} MB/s`);
const ratio = sum.objdump / sum.read;
const met = ratio >= GOAL;
console.log(`reader: ${ratio.toFixed(2)} × objdump (goal ${GOAL.toFixed(2)} ×) ${met ? 'met' : 'short'}`);
process.exitCode = met ? 0 : 1;
