import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { specimen, specimens } from '../script/corpus.ts';
import { terminalHost } from '../src/host/terminal.ts';
import { compareWork, isExact, judgeWork, routeWork, workMovers } from '../src/latency/work.ts';
import { countWork, readWork, WORK } from '../src/wasm/count-work.ts';
import { opcode, readBody } from '../src/wasm/instructions.ts';
import { readModule } from '../src/wasm/module.ts';
import { SECTION, withSections } from '../src/wasm/rewrite.ts';
import { compiles } from '../src/wasm/validate.ts';
import { Writer } from '../src/wasm/writer.ts';
import { workByFunction } from '../src/work-by-function.ts';
import { root, toolCache } from '../test/e2e/action.ts';
import { countEach, EACH } from '../test/unit/wasm/each-instruction.ts';
import { instance } from '../test/unit/wasm/instance.ts';
import { WORK_MODULES } from '../test/unit/wasm/work-modules.ts';
import { CALLS } from './differential/inputs.ts';
import { builtExample, EXAMPLES, type Example, Machine, same } from './differential/machine.ts';
import { behaviour } from './work/behaviour.ts';
import { fuelOf } from './work/fuel.ts';
import type { Asked } from './work/repeat.ts';
import { RUNTIMES, wasmtime } from './work/runtimes.ts';
import { countsOf, shipped } from './work/shipped.ts';

/**
 * Whether the copies that count executed instructions count right: each module of bench/corpus.json rewritten and valid, how
 * much larger; small modules against wasmtime's fuel; functions of the examples (bench/differential) against a copy that
 * counts each instruction alone, with the same answers as the plain module; 100 runs the same in each runtime; 0.1 % more
 * work found, and where it is. Times are told and held to nothing: so much slower is the copy.
 *
 *   script/bench work      BENCH_INPUTS=N: so many inputs; BENCH_PARTS=corpus,behaves,fuel,differential,repeats,change,ships: these alone; BENCH_ONLY=parse,auth: these examples alone
 */
const INPUTS = Number(process.env.BENCH_INPUTS ?? 10_000);
const REPEATS = 100;
/** Of an example as it ships: so many new processes share them. */
const PROCESSES = 10;
const SHIPPED = [
  ['auth', 'workerd'],
  ['image', 'deno'],
  ['parse', 'wasmtime'],
] as const;
/** Inputs of one run that is repeated. */
const RUN = 100;
const SEED = Number(process.env.BENCH_SEED ?? 1);
const KEPT = 60;
const MORE_PERCENT = 0.1;
/** Of a module of the corpus: so many functions, each called so often. */
const EXPORTS = 150;
const DRAWS = 4;

const cache = process.env.CACHE ?? '';
const folder = mkdtempSync(path.join(tmpdir(), 'bench-work-'));
const parts = process.env.BENCH_PARTS?.split(',');
const only = process.env.BENCH_ONLY?.split(',');
const examples = (Object.keys(EXAMPLES) as Example[]).filter((name) => only === undefined || only.includes(name));
const goals: boolean[] = [];
const said = (name: string, figure: string, goal: string, met: boolean): void => {
  console.log(`${name}: ${figure} (goal ${goal}) ${met ? 'met' : 'short'}`);
  goals.push(met);
};
const mean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

function timed<T>(work: () => T): readonly [T, number] {
  const since = performance.now();
  const made = work();
  return [made, performance.now() - since];
}

/** Each module of the corpus, with one counter and with one for each function. */
async function corpus(): Promise<void> {
  console.log(`${'module'.padEnd(22)}${'kB'.padStart(6)}${'functions'.padStart(11)}   one         each`);
  const ratios = { one: [] as number[], each: [] as number[] };
  let valid = 0;
  const all = await specimens();
  for (const one of all) {
    const { name } = one;
    const bytes = await specimen(one, path.join(cache, 'corpus'));
    const cells = (['one', 'each'] as const).map((counters) => {
      const [copy, ms] = timed(() => countWork(bytes, counters));
      const good = isValid(copy);
      if (good) valid++;
      ratios[counters].push(copy.length / bytes.length);
      return `${(copy.length / bytes.length).toFixed(2)} × ${ms.toFixed(0).padStart(5)} ms${good ? '' : ' INVALID'}`;
    });
    const functions = readModule(bytes).functions.length;
    console.log(
      `${name.padEnd(22)}${(bytes.length / 1000).toFixed(0).padStart(6)}${String(functions).padStart(11)}   ${cells.join('   ')}`,
    );
  }
  console.log(`geo-mean of size: one ${mean(ratios.one).toFixed(2)} ×, each ${mean(ratios.each).toFixed(2)} ×`);
  said('work-corpus', `${valid} of ${2 * all.length} copies valid`, 'all', valid === 2 * all.length);
}

/** Each module of the corpus: exported functions with drawn arguments, in it and in its copy. */
async function behaves(): Promise<void> {
  let [calls, differences, modules] = [0, 0, 0];
  const all = await specimens();
  for (const one of all) {
    const file = path.join(folder, `${one.name}.wasm`);
    writeFileSync(file, await specimen(one, path.join(cache, 'corpus')));
    const found = await behaviour(file, EXPORTS, DRAWS, SEED);
    calls += found.calls;
    differences += found.differences.length;
    if (found.calls > 0) modules++;
    const told = `${found.calls} calls, ${found.traps} traps, ${found.asked} calls of the host, ${found.work} instructions`;
    const why = found.why === undefined ? '' : `; ${found.why}`;
    console.log(`${one.name.padEnd(22)}${told}, ${found.endless} without an end${why}`);
    for (const difference of found.differences.slice(0, 3)) console.log(`  ${difference}`);
  }
  const met = differences === 0 && modules === all.length;
  said(
    'work-behaves',
    `${calls} calls of ${modules} of ${all.length} modules, ${differences} different`,
    'all, 0',
    met,
  );
}

function isValid(bytes: Uint8Array): boolean {
  const file = path.join(folder, 'copy.wasm');
  writeFileSync(file, bytes);
  const { status } = spawnSync('wasm-tools', ['validate', '--features', 'all', file], { stdio: 'inherit' });
  return status === 0 && compiles(bytes);
}

/** Small modules: wasmtime's fuel is our count, one for each function that is entered, and the length of bulk memory. */
function fuel(): void {
  console.log('call                                                          fuel = work + entered + bulk − left');
  let [right, all] = [0, 0];
  for (const module of WORK_MODULES) {
    if (module.text.startsWith('(the') || module.text.includes('(import')) continue;
    const bytes = Uint8Array.from(Buffer.from(module.hex, 'hex'));
    for (const { argument, traps } of module.calls) {
      if (traps === true) continue;
      const [copy, alone, functions] = [countWork(bytes), countEach(bytes), countEach(bytes, 'functions')].map(
        (one) => {
          const exports = instance(one);
          (exports.f as (argument: number) => unknown)(argument);
          return (
            Number(readWork(exports).total) || Number((exports[EACH] as { value: bigint } | undefined)?.value ?? 0)
          );
        },
      ) as [number, number, number];
      const bulk = Number(/i32\.const (\d+) memory\.(?:fill|copy|init)/.exec(module.text)?.[1] ?? 0);
      const left = copy - alone; // counted, and not executed: an exception came before
      const expected = copy + functions + bulk - left;
      const found = fuelOf(wasmtime(), module.text, argument, expected, folder);
      all++;
      if (found === expected) right++;
      const sum = [found, '=', copy, '+', functions, '+', bulk, '−', left].join(' ');
      console.log(`${module.what.slice(0, 50).padEnd(52)} ${String(argument).padEnd(8)} ${sum}`);
    }
  }
  said('work-fuel', `${right} of ${all} calls explained to the instruction`, 'all', right === all && all > 0);
}

/** Calls of an example's functions, as bench/differential draws them; what one answers another one may take. */
function drawn(example: Example, count: number, bytes: Uint8Array): readonly (readonly [number, Uint8Array])[] {
  const machine = new Machine(bytes);
  const answers = new Map<number, Uint8Array[]>();
  return fc
    .sample(CALLS[example], { seed: SEED, numRuns: count })
    .map(({ function: which, arguments: argumentsOf }) => {
      const args = argumentsOf(answers);
      const answer = machine.ask(which, args);
      if (answer !== undefined) answers.set(which, [...(answers.get(which) ?? []), answer].slice(-KEPT));
      return [which, args] as const;
    });
}

/** What one counter of an instance says. */
function workIn(exports: Readonly<Record<string, unknown>>, name: string): bigint {
  return (exports[name] as { readonly value: bigint }).value;
}

/** What one call has executed, of a machine with one counter of this name. */
function workOf(machine: Machine, name: string, which: number, args: Uint8Array) {
  const before = workIn(machine.exports, name);
  const answer = machine.ask(which, args);
  return {
    answer,
    work: workIn((answer === undefined ? machine.trapped : undefined) ?? machine.exports, name) - before,
  };
}

type Taken = readonly [answer: Uint8Array | undefined, ms: number];

/** Each done once, another one first each time: the first one finds the caches cold. */
function inTurn<T>(all: readonly (() => T)[], turn: number): readonly T[] {
  const done = new Map<number, T>();
  for (let k = 0; k < all.length; k++) {
    const at = (turn + k) % all.length;
    const one = all[at];
    if (one !== undefined) done.set(at, one());
  }
  return all.map((_, at) => done.get(at) as T);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** The examples' functions: the same answers as the plain module's, and as many as when each instruction is counted alone. */
function differential(): void {
  let [asked, mismatches, miscounts] = [0, 0, 0];
  const totals = examples.reduce((sum, name) => sum + EXAMPLES[name].part, 0);
  for (const example of examples) {
    const bytes = builtExample(example);
    const calls = drawn(example, Math.ceil((INPUTS * EXAMPLES[example].part) / totals), bytes);
    const [plain, one, each] = [bytes, countWork(bytes), countWork(bytes, 'each')].map((of) => new Machine(of)) as [
      Machine,
      Machine,
      Machine,
    ];
    const alone = new Machine(countEach(bytes));
    const slower = { one: [] as number[], each: [] as number[] };
    let [sum, byFunction, left, traps] = [0n, 0n, 0n, 0];
    for (const [i, [which, args]] of calls.entries()) {
      const asks = [plain, one, each].map((machine) => () => timed(() => machine.ask(which, args)));
      const before = workIn(one.exports, WORK);
      const taken = inTurn(asks, i);
      const [[answer, plainMs], [counted, oneMs], [otherwise, eachMs]] = taken as [Taken, Taken, Taken];
      const work = workIn((counted === undefined ? one.trapped : undefined) ?? one.exports, WORK) - before;
      const single = workOf(alone, EACH, which, args);
      if (!same(answer, counted) || !same(answer, otherwise)) mismatches++;
      if (answer === undefined) {
        traps++;
        left += work - single.work;
        byFunction += readWork(each.trapped ?? {}).total;
      } else if (work !== single.work) miscounts++;
      sum += work;
      asked++;
      if (i < calls.length / 4) continue; // until then the engine compiles
      slower.one.push(oneMs / plainMs);
      slower.each.push(eachMs / plainMs);
    }
    byFunction += readWork(each.exports).total;
    if (byFunction !== sum) miscounts++;
    const time = `${middle(slower.one).toFixed(2)} × one, ${middle(slower.each).toFixed(2)} × each`;
    console.log(
      `${example.padEnd(6)} ${calls.length} inputs, ${sum} instructions, ${traps} traps (${left} counted and not executed); time, the median: ${time}`,
    );
  }
  said('work-answers', `${asked} inputs, ${mismatches} mismatches`, '0', mismatches === 0 && asked >= INPUTS);
  said('work-counts', `${miscounts} other than instruction by instruction`, '0', miscounts === 0);
}

/** The same run again and again, each with a new instance, in each runtime that gives the exports to who runs it. */
async function repeats(): Promise<void> {
  let [same, all] = [0, 0];
  for (const example of examples) {
    const bytes = builtExample(example);
    const asked = drawn(example, RUN, bytes).map(([which, args]): Asked => [which, Buffer.from(args).toString('hex')]);
    const totals = new Map<string, ReadonlySet<string>>();
    for (const [name, runs] of Object.entries(RUNTIMES)) {
      const into = path.join(folder, `${example}-${name}`);
      mkdirSync(into);
      const of = { copy: countWork(bytes), asked, times: REPEATS, prefix: WORK, folder: into };
      totals.set(name, new Set(await runs(of)));
    }
    const [first] = totals.get('node') ?? [];
    for (const [name, found] of totals) {
      all++;
      if (found.size === 1 && first !== undefined && found.has(first)) same++;
      console.log(`${example.padEnd(6)} ${name.padEnd(8)} ${REPEATS} runs: ${[...found].slice(0, 5).join(', ')}`);
    }
  }
  said('work-repeats', `${same} of ${all} give one count, and all the same`, 'all', same === all);
}

/** The examples as they ship, in their edges' own runtimes. One request at a time: in wasmtime, those of several would be written into one another. */
async function ships(): Promise<void> {
  const folders = {
    workspace: root,
    tools: path.join(toolCache(), 'wasm-ship'),
    work: folder,
    action: root,
  };
  await using host = terminalHost(process.env, folders, new AbortController().signal);
  let [one, all] = [0, 0];
  for (const [example, runtime] of SHIPPED) {
    const counts = await countsOf(await shipped(example, runtime, host), PROCESSES, REPEATS);
    for (const [name, sent] of counts) {
      const found = [...sent.values()];
      const times = found.flat().length;
      const exact = found.every((of) => new Set(of).size === 1);
      all++;
      if (exact && times === REPEATS) one++;
      const told = `${times} times, ${sent.size} different: ${exact ? 'one count each' : 'OTHER COUNTS OF ONE'}`;
      const some = [...new Set(found.flat())].slice(0, 4).join(', ');
      console.log(`${`examples/${example}`.padEnd(14)} ${runtime.padEnd(8)} ${name.padEnd(20)} ${told}: ${some}`);
    }
  }
  said(
    'work-ships',
    `${one} of ${all} requests, ${REPEATS} times each: what is sent again has the same count`,
    'all',
    one === all,
  );
}

/** The module with so many more constants at the start of one function. */
function withMoreWork(bytes: Uint8Array, index: number, more: number): Uint8Array {
  const module = readModule(bytes);
  const code = new Writer().unsigned(module.functions.length);
  for (const one of module.functions) {
    const body = new Writer();
    const start = readBody(bytes, one).instructions.end;
    body.raw(bytes.subarray(one.body, start));
    if (one.index === index)
      for (let i = 0; i < more; i++) body.byte(opcode('i32.const')).signed(0).byte(opcode('drop'));
    body.raw(bytes.subarray(start, one.end));
    code.unsigned(body.length).of(body);
  }
  return withSections(module, new Map([[SECTION.code, code.written()]]));
}

/** A little more work in one function of each example: found, as much as it is, and where. */
function change(): void {
  let [found, all] = [0, 0];
  for (const example of examples) {
    const bytes = builtExample(example);
    const calls = drawn(example, RUN, bytes).filter(
      ([which, args]) => new Machine(bytes).ask(which, args) !== undefined,
    );
    const index = readModule(bytes).exports.find(({ name }) => name === 'call')?.index ?? -1;
    const ofRuns = (module: Uint8Array) => {
      const copy = countWork(module, 'each');
      const runs = Array.from({ length: 3 }, () => {
        const machine = new Machine(copy);
        for (const [which, args] of calls) machine.ask(which, args);
        return readWork(machine.exports);
      });
      const functions = workByFunction(runs[0]?.functions ?? new Map(), module, undefined);
      return { routes: routeWork(runs.map(({ total }) => [{ route: example, work: Number(total) }])), functions };
    };
    const base = ofRuns(bytes);
    const more = Math.round(((base.routes[0]?.middle ?? 0) * MORE_PERCENT) / 100 / calls.length);
    const head = ofRuns(withMoreWork(bytes, index, more));
    const [same] = compareWork(base.routes, base.routes);
    const [changed] = compareWork(base.routes, head.routes);
    const [mover] = workMovers(base.functions, head.functions);
    const added = (changed?.head.least ?? 0) - (changed?.base?.least ?? 0);
    const told = changed !== undefined && same !== undefined && isExact(changed.head) && mover?.name === 'call';
    all++;
    if (
      told &&
      added === more * calls.length &&
      mover.after - mover.before === added &&
      judgeWork(same, { percent: 0 }) === 'within' &&
      judgeWork(changed, { percent: MORE_PERCENT / 2 }) === 'over' &&
      judgeWork(changed, { percent: 2 * MORE_PERCENT }) === 'within'
    )
      found++;
    console.log(
      `${example.padEnd(6)} ${changed?.base?.middle} + ${added} instructions: +${changed?.growth?.least.toFixed(4)} %, most of it in ${mover?.name}`,
    );
  }
  said('work-change', `+${MORE_PERCENT} % found and named in ${found} of ${all}`, 'all', found === all && all > 0);
}

const PARTS = { corpus, behaves, fuel, differential, repeats, change, ships };
try {
  console.log(`Node ${process.version}, seed ${SEED}`);
  for (const [name, part] of Object.entries(PARTS)) if (parts === undefined || parts.includes(name)) await part();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = goals.length > 0 && goals.every((met) => met) ? 0 : 1;
