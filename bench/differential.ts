import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { Tool } from '../src/build/equip.ts';
import { optimize } from '../src/build/optimize.ts';
import { terminalHost } from '../src/host/terminal.ts';
import { SCALES } from '../src/make.ts';
import type { Optimize } from '../src/plan.ts';
import { strip } from '../src/wasm/sections.ts';
import { CALLS } from './differential/inputs.ts';
import { builtExample, EXAMPLES, type Example, Machine, same } from './differential/machine.ts';

/**
 * Whether what `optimize` makes still does the same: functions of the examples (bench/differential is a crate of their own
 * sources), each input given to the module as rustc made it and to what `smallest` and `fastest` make of it. Answers are
 * compared byte by byte. A trap is an answer, of whatever kind it is. Which NaN one is counts as one: nobody promises it.
 * Time and randomness are arguments, drawn with the inputs: the same seed gives the same ones.
 *
 *   script/bench differential    BENCH_INPUTS=N: so many; BENCH_ONLY=parse,auth: these examples alone; BENCH_SEED=N
 */
const GOAL = 100_000;
const WAYS = ['smallest', 'fastest'] as const;
/** So many inputs are drawn at a time, and so many answers of a function are kept for the next ones. */
const [AT_A_TIME, KEPT] = [500, 60];
const MOST_SHOWN = 5;

const inputs = Number(process.env.BENCH_INPUTS ?? GOAL);
const seed = Number(process.env.BENCH_SEED ?? 1);
const only = process.env.BENCH_ONLY?.split(',');
const root = path.dirname(import.meta.dirname);
const work = mkdtempSync(path.join(tmpdir(), 'bench-differential-'));
const signal = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => signal.abort());
const folders = { workspace: root, tools: path.join(work, 'tools'), work, action: root };

/** The example's functions as a module, and what wasm-opt makes of it. */
async function modulesOf(example: Example): Promise<ReadonlyMap<string, Uint8Array>> {
  const module = builtExample(example);
  const modules = new Map([['rustc', strip(module)]]);
  await using host = terminalHost(process.env, folders, signal.signal);
  const tool: Tool = { file: 'wasm-opt', args: [], version: '', from: 'path' };
  for (const level of WAYS) {
    const how: Optimize = { level, measure: 'brotli', timeMs: 10 * 60_000 };
    const made = await optimize(module, how, false, tool, SCALES, host);
    if (made.warning !== undefined || made.module === module) throw new Error(`${example}, ${level}: ${made.warning}`);
    modules.set(level, strip(made.module));
  }
  return modules;
}

/** @returns how many were asked, and of how many the answer is another one */
async function compare(example: Example, count: number): Promise<readonly [number, number]> {
  const modules = await modulesOf(example);
  const [first, ...others] = [...modules].map(([name, bytes]) => ({ name, machine: new Machine(bytes) }));
  const answers = new Map<number, Uint8Array[]>();
  const different = new Set<string>();
  let [done, traps, mismatches] = [0, 0, 0];
  while (done < count && !signal.signal.aborted) {
    const drawn = fc.sample(CALLS[example], { seed: seed + done, numRuns: Math.min(AT_A_TIME, count - done) });
    for (const { function: which, arguments: argumentsOf } of drawn) {
      const args = argumentsOf(answers);
      const answer = first?.machine.ask(which, args);
      const otherwise = others.filter(({ machine }) => !same(machine.ask(which, args), answer));
      if (otherwise.length > 0 && mismatches++ < MOST_SHOWN)
        console.log(
          `${example}: input ${done} of seed ${seed}, function ${which}, ${args.length} bytes: ${otherwise.map(({ name }) => name).join(', ')}`,
        );
      done++;
      if (answer === undefined) {
        traps++;
        continue;
      }
      different.add(Buffer.from(answer).toString('latin1').slice(0, 200));
      answers.set(which, [...(answers.get(which) ?? []), answer].slice(-KEPT));
    }
  }
  const sizes = [...modules].map(([name, bytes]) => `${name} ${(bytes.length / 1000).toFixed(0)} kB`).join(', ');
  console.log(`${example.padEnd(6)} ${done} inputs, ${different.size} different answers, ${traps} traps; ${sizes}`);
  return [done, mismatches];
}

const chosen = (Object.keys(EXAMPLES) as Example[]).filter((name) => only === undefined || only.includes(name));
const parts = chosen.reduce((sum, name) => sum + EXAMPLES[name].part, 0);
console.log(
  `${execFileSync('wasm-opt', ['--version'], { encoding: 'utf8' }).trim()}, Node ${process.version}, seed ${seed}`,
);
let [asked, mismatches] = [0, 0];
try {
  for (const name of chosen) {
    const [done, found] = await compare(name, Math.ceil((inputs * EXAMPLES[name].part) / parts));
    asked += done;
    mismatches += found;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
const met = asked >= GOAL && mismatches === 0 && !signal.signal.aborted;
console.log(`differential: ${asked} inputs, ${mismatches} mismatches (goal ${GOAL}, 0) ${met ? 'met' : 'short'}`);
process.exitCode = met ? 0 : 1;
