import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { specimen, specimens } from '../script/corpus.ts';
import type { Tool } from '../src/build/equip.ts';
import { featureFlags, leastFeatures, optimize } from '../src/build/optimize.ts';
import { PRESETS } from '../src/build/portfolio.ts';
import type { Sizes } from '../src/candidate.ts';
import { terminalHost } from '../src/host/terminal.ts';
import { SCALES } from '../src/make.ts';
import { measure } from '../src/size/measure.ts';
import { strip, targetFeatures } from '../src/wasm/sections.ts';

/**
 * What `optimize: smallest` makes of the modules of bench/corpus.json, against wasm-opt's own presets: sizes divided by those
 * of -Oz; regret: how much more than the best preset, or than the input; wall time. wasm-opt is the native one of PATH.
 *
 *   script/bench size      BENCH_ONLY=a,b: these modules alone; BENCH_MOST=BYTES: none that is larger; BENCH_TIME_S: optimize-time
 */
const GOAL = 0.985;
const GOAL_S = 60;
/** The time is held to its goal where the module has about 3 MB. */
const [FROM, TO] = [2e6, 4e6];

/** `optimize-time` as it is by default: what it keeps from being tried counts as regret. */
const MOST_MS = Number(process.env.BENCH_TIME_S ?? 60) * 1000;

const only = process.env.BENCH_ONLY?.split(',');
const most = Number(process.env.BENCH_MOST ?? Number.POSITIVE_INFINITY);
const corpus = path.join(process.env.CACHE ?? '', 'corpus');
const root = path.dirname(import.meta.dirname);
const work = mkdtempSync(path.join(tmpdir(), 'bench-size-'));
const signal = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => signal.abort());
const folders = { workspace: root, tools: path.join(work, 'tools'), work, action: root };
await using terminal = terminalHost(process.env, folders, signal.signal);
const ways: string[] = [];
const host = { ...terminal, log: { ...terminal.log, info: (text: string): void => void ways.push(text) } };
const version = execFileSync('wasm-opt', ['--version'], { encoding: 'utf8' }).trim();
const tool: Tool = { file: 'wasm-opt', args: [], version, from: 'path' };
console.log(`${version}, ${availableParallelism()} cores`);

/** Sizes of what a preset makes; undefined where it fails. */
async function ofPreset(preset: string, module: Uint8Array, features: readonly string[]): Promise<Sizes | undefined> {
  const [from, to] = [path.join(work, 'in.wasm'), path.join(work, 'out.wasm')];
  writeFileSync(from, module);
  try {
    execFileSync('wasm-opt', [from, '-o', to, preset, ...featureFlags(features), '--strip-dwarf'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return measure([strip(readFileSync(to))]);
}

interface Row {
  readonly ratios: Sizes;
  /** Bytes of brotli more than the best preset and the input. */
  readonly regret: number;
  readonly seconds: number;
  readonly bytes: number;
}

async function rowOf(name: string, module: Uint8Array): Promise<Row> {
  const since = performance.now();
  const how = { level: 'smallest', measure: 'brotli', timeMs: MOST_MS } as const;
  const made = await optimize(module, how, false, tool, SCALES, host);
  const seconds = (performance.now() - since) / 1000;
  if (made.warning !== undefined) console.log(`${name}: ${made.warning}`);
  const ours = await measure([strip(made.module)]);
  const asIs = path.join(work, 'as.wasm');
  writeFileSync(asIs, module);
  const features = targetFeatures(module) ?? (await leastFeatures(tool, asIs, work, host));
  const presets: Sizes[] = [];
  let oz: Sizes | undefined;
  for (const preset of PRESETS) {
    const sizes = await ofPreset(preset, module, features);
    if (preset === '-Oz') oz = sizes;
    if (sizes !== undefined) presets.push(sizes);
  }
  const input = await measure([strip(module)]);
  const by = oz ?? input;
  const least = Math.min(input.brotli, ...presets.map(({ brotli }) => brotli));
  const ratios = { raw: ours.raw / by.raw, gzip: ours.gzip / by.gzip, brotli: ours.brotli / by.brotli };
  const figures = [ratios.brotli, ratios.gzip, ratios.raw].map((ratio) => ratio.toFixed(4)).join('  ');
  const regret = Math.max(0, ours.brotli - least);
  const size = `${(input.raw / 1000).toFixed(0)} kB`.padStart(8);
  console.log(
    `${name.padEnd(22)}${size}  ${figures}  ${String(regret).padStart(6)}  ${seconds.toFixed(1).padStart(6)} s  ${ways.find((way) => way.startsWith('Smallest')) ?? ''}`,
  );
  return { ratios, regret, seconds, bytes: input.raw };
}

console.log(`${'module'.padEnd(22)}${'input'.padStart(8)}  brotli  gzip    raw     regret    time`);
const rows: Row[] = [];
try {
  for (const one of await specimens()) {
    if ((only !== undefined && !only.includes(one.name)) || one.bytes > most) continue;
    ways.length = 0;
    rows.push(await rowOf(one.name, await specimen(one, corpus)));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

const mean = (of: (row: Row) => number): number =>
  Math.exp(rows.reduce((sum, row) => sum + Math.log(of(row)), 0) / rows.length);
const said = (name: string, figure: string, goal: string, met: boolean): boolean => {
  console.log(`${name}: ${figure} (goal ${goal}) ${met ? 'met' : 'short'}`);
  return met;
};
for (const which of ['gzip', 'raw'] as const)
  console.log(`geo-mean of ${which}: ${mean((row) => row.ratios[which]).toFixed(4)} ×`);
const slowest = Math.max(0, ...rows.filter(({ bytes }) => bytes > FROM && bytes < TO).map(({ seconds }) => seconds));
const regret = Math.max(...rows.map((row) => row.regret));
const brotli = mean((row) => row.ratios.brotli);
const all = [
  said('size-time', `${slowest.toFixed(1)} s`, `${GOAL_S} s`, slowest <= GOAL_S),
  said('size-regret', `${regret} B`, '0 B', regret === 0),
  said('size-brotli', `${brotli.toFixed(4)} ×`, `${GOAL} ×`, brotli <= GOAL),
];
process.exitCode = all.every((met) => met) ? 0 : 1;
