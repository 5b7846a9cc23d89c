import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Attempt, attempt, ShipError } from '../error.ts';
import type { Command, Host } from '../host/host.ts';
import type { Optimize } from '../plan.ts';
import { sideBySide } from '../side-by-side.ts';
import type { Measure } from '../size/budget.ts';
import { formatBytes } from '../units.ts';
import { coreModules, readLayers, withCoreModules } from '../wasm/component.ts';
import { functionOrders, labelled, unlabelled } from '../wasm/function-order.ts';
import { lowMemoryUnused } from '../wasm/layout.ts';
import { readModule } from '../wasm/module.ts';
import { isComponent, strip, targetFeatures } from '../wasm/sections.ts';
import { type Interface, interfaceOf, standsFor } from '../wasm/validate.ts';
import type { Tool } from './equip.ts';
import { PRESETS, portfolio } from './portfolio.ts';

type World = Pick<Host, 'run' | 'files' | 'log' | 'clock' | 'platform'>;

/** LLVM's names of features (target_features) and wasm-opt's flags for them, where the two differ. */
const FLAGS: Readonly<Record<string, string>> = {
  'bulk-memory-opt': 'bulk-memory-opt',
  'call-indirect-overlong': 'call-indirect-overlong',
  'exception-handling': 'exception-handling',
  atomics: 'threads',
  simd128: 'simd',
  'nontrapping-fptoint': 'nontrapping-float-to-int',
  fp16: 'fp16',
};

/**
 * Flags that allow wasm-opt exactly the features that the module names. wasm-opt reads target_features by itself; the
 * flags also hold after a tool (wasm-bindgen) has dropped that section or added instructions of its own.
 */
export function featureFlags(features: readonly string[]): string[] {
  return ['--mvp-features', ...features.map((feature) => `--enable-${FLAGS[feature] ?? feature}`)];
}

/** What the module of a worker crate uses beyond what rustc notes: wasm-bindgen's abort handler is made of try_table. */
const OF_WASM_BINDGEN = ['exception-handling'];

const LONGEST_MS = 10 * 60_000;
/** Of what wasm-opt has made so many are measured exactly. */
const FINALISTS = 6;
/**
 * What the fast measure finds larger than the best by more than this is not the smallest in the exact one either: the winners
 * of `script/bench size` are at most 0.2 % behind in it.
 */
const FAR = 1.01;
/** Of brotli 11 on one core; time is kept for so many on each. */
const BYTES_PER_MS = 320;
const EACH_CORE = 2;
/** Of another order of the functions, with its fast measure. */
const ORDERED_PER_MS = 1000;
const SOON_MS = 20_000;

export function optimizeCommand(
  tool: Tool,
  from: string,
  to: string,
  flags: readonly string[],
  features: readonly string[],
  { timeoutMs = LONGEST_MS, alone = true }: { readonly timeoutMs?: number; readonly alone?: boolean } = {},
): Command {
  // names are kept (-g) and stripped by us after: so the named module has the same code and indices as the shipped one
  const args = [...tool.args, from, '-o', to, ...flags, ...featureFlags(features), '--strip-dwarf', '-g'];
  return { file: tool.file, args, trust: 'ours', timeoutMs, ...(alone ? {} : { env: { BINARYEN_CORES: '1' } }) };
}

/** Bytes of a module as users get it. */
export interface Scales {
  /** Exactly, as it is judged. */
  exact(module: Uint8Array, measure: Measure): Promise<number>;
  /** Many times faster, for which is smaller by more than a little. */
  fast(module: Uint8Array, measure: Measure): Promise<number>;
}

export interface Optimized {
  /** With its names. */
  readonly module: Uint8Array;
  readonly warning?: string;
}

/** What wasm-opt works on, and with what. */
interface Work {
  readonly dir: string;
  readonly from: string;
  readonly original: Interface;
  readonly features: readonly string[];
  readonly tool: Tool;
}

/** A module that wasm-opt has made. */
interface Tried {
  /** The flags that made it, or what else it is. */
  readonly by: string;
  readonly module: Uint8Array;
  /** The same without names: what ships. */
  readonly stripped: Uint8Array;
}

/**
 * The module, optimized; of a component each core module in it, since wasm-opt reads those alone. Where wasm-opt fails or
 * makes something that is no module, the input is kept and a warning says so: a module that works is worth more than a
 * smaller one.
 * @param module with names and target_features
 */
export async function optimize(
  module: Uint8Array,
  how: Optimize,
  usesWasmBindgen: boolean,
  tool: Tool,
  scales: Scales,
  host: World,
): Promise<Optimized> {
  return isComponent(module)
    ? optimizeComponent(module, how, tool, scales, host)
    : optimizeCore(module, how, usesWasmBindgen, tool, scales, host);
}

/**
 * Smaller ones beside the component's largest module stay as they are: wit-component makes two of 619 and 315 bytes, of which
 * wasm-opt takes 7 each, and starts a process for each way to do so.
 */
const TINY = 2000;

/**
 * The component with its core modules optimized, put together again. The smallest comes first, and has an equal part of the
 * time that is left: what it does not need is there for the larger ones.
 */
async function optimizeComponent(
  component: Uint8Array,
  how: Optimize,
  tool: Tool,
  scales: Scales,
  host: World,
): Promise<Optimized> {
  const since = host.clock.now();
  const layers = readLayers(component);
  const all = coreModules(layers).map(({ start, end }) => ({ start, bytes: component.subarray(start, end) }));
  const rising = all.toSorted((a, b) => a.bytes.length - b.bytes.length);
  const tried = rising.filter(({ bytes }, i) => bytes.length >= TINY || i === rising.length - 1);
  if (tried.length === 0) return { module: component, warning: 'Not optimized: the component has no module in it.' };
  if (tried.length < all.length)
    host.log.info(`${all.length - tried.length} of the component's ${all.length} modules are too small to optimize.`);
  const made = new Map<number, Uint8Array>();
  const warnings: string[] = [];
  for (const [i, { start, bytes }] of tried.entries()) {
    const inTime = tried.length === 1 ? how : withTime(how, since, tried.length - i, host);
    const { module, warning } = await optimizeCore(bytes, inTime, false, tool, scales, host);
    if (module !== bytes) made.set(start, module);
    if (warning !== undefined) warnings.push(tried.length === 1 ? warning : `${which(bytes, all.length)}: ${warning}`);
  }
  const module = made.size === 0 ? component : withCoreModules(component, layers, made);
  return warnings.length === 0 ? { module } : { module, warning: warnings.join(' ') };
}

function which(module: Uint8Array, count: number): string {
  return `The module of ${formatBytes(module.length)}, one of ${count} in the component`;
}

/** The same with an equal part of what is left of its time for each of several modules. */
function withTime(how: Optimize, since: number, modules: number, host: World): Optimize {
  if ('flags' in how || how.level !== 'smallest') return how;
  const { timeMs = MINUTE_MS } = how;
  return { ...how, timeMs: Math.max(1, timeMs - (host.clock.now() - since)) / modules };
}

async function optimizeCore(
  module: Uint8Array,
  how: Optimize,
  usesWasmBindgen: boolean,
  tool: Tool,
  scales: Scales,
  host: World,
): Promise<Optimized> {
  const since = host.clock.now();
  const original = interfaceOf(module);
  if (original === undefined) return { module, warning: 'Not optimized: the module itself does not compile.' };
  await using dir = await host.files.temp('optimize');
  const from = path.join(dir.path, 'in.wasm');
  await host.files.write(from, module);
  const named = targetFeatures(module) ?? (await leastFeatures(tool, from, dir.path, host));
  const features = [...new Set([...named, ...(usesWasmBindgen ? OF_WASM_BINDGEN : [])])];
  const work: Work = { dir: dir.path, from, original, features, tool };
  if ('level' in how && how.level !== 'fastest') return await smallest(module, how, work, scales, since, host);
  const made = await attempt(() => tryFlags('flags' in how ? how.flags : ['-O3'], 0, work, {}, host));
  if (made.ok) return { module: made.value.module };
  return { module, warning: whyNot(made.error) };
}

function whyNot(error: ShipError): string {
  if (error.fault === 'cancelled') throw error;
  return `Not optimized: ${error.message}${error.tail === undefined ? '' : ` ${error.tail.split('\n').at(-1)}`}`;
}

/** What rustc has on by default, and what else an engine takes: the sets that a module without target_features is tried with. */
const SETS: readonly (readonly string[])[] = [
  ['mutable-globals', 'sign-ext'],
  [
    ...['mutable-globals', 'sign-ext', 'multivalue', 'reference-types', 'bulk-memory', 'bulk-memory-opt'],
    ...['nontrapping-fptoint', 'call-indirect-overlong'],
  ],
];
const REST = ['simd128', 'exception-handling', 'tail-call', 'extended-const', 'atomics'];

/** Of a module that does not name its features the smallest set that wasm-opt reads it with. */
export async function leastFeatures(
  tool: Tool,
  from: string,
  dir: string,
  host: Pick<Host, 'run'>,
): Promise<readonly string[]> {
  const all = [...(SETS.at(-1) ?? []), ...REST];
  for (const features of SETS) {
    const command = optimizeCommand(tool, from, path.join(dir, 'as-is.wasm'), [], features, { timeoutMs: SOON_MS });
    const read = await attempt(() => host.run(command));
    if (read.ok) return features;
    if (read.error.fault === 'cancelled') throw read.error;
  }
  return all;
}

/** @throws ShipError where wasm-opt fails, or makes a module that cannot stand in the place of the first */
async function tryFlags(
  flags: readonly string[],
  name: string | number,
  { dir, from, original, features, tool }: Work,
  limits: { readonly timeoutMs?: number; readonly alone?: boolean },
  host: World,
): Promise<Tried> {
  const to = path.join(dir, `out-${name}.wasm`);
  await host.run(optimizeCommand(tool, from, to, flags, features, limits));
  if (!(await host.files.exists(to))) throw new ShipError('optimize', 'wasm-opt made no module.');
  const module = await host.files.read(to);
  await host.files.remove(to);
  const made = interfaceOf(module);
  if (made === undefined) throw new ShipError('optimize', 'wasm-opt made a module that does not compile.');
  if (!standsFor(made, original))
    throw new ShipError('optimize', 'wasm-opt made a module with other imports or exports.');
  return { by: flags.join(' '), module, stripped: strip(module) };
}

const MINUTE_MS = 60_000;

/** The smallest of what wasm-opt makes in many ways, and of the module as it came. */
async function smallest(
  module: Uint8Array,
  { measure = 'brotli', timeMs = MINUTE_MS }: Extract<Optimize, { readonly level: unknown }>,
  work: Work,
  scales: Scales,
  since: number,
  host: World,
): Promise<Optimized> {
  const unoptimized = strip(module);
  const ways = portfolio({
    bytes: unoptimized.length,
    lowMemoryUnused: lowMemoryUnused(module),
    portable: work.tool.args.length > 0,
  });
  const { cores } = host.platform;
  const end = since + timeMs;
  // half of the time is wasm-opt's, whatever the size
  const exactMs = measure === 'brotli' ? unoptimized.length / BYTES_PER_MS : 0;
  const last = end - Math.min(EACH_CORE * exactMs, timeMs / 2);
  const late: string[] = [];
  const tried = await sideBySide([...ways.keys()], cores, async (i) => {
    const flags = ways[i] ?? [];
    // the first is what there is at least: it is never cut off by the time for all
    const timeoutMs = i === 0 ? LONGEST_MS : last - host.clock.now();
    const made: Attempt<Tried> =
      timeoutMs <= 0
        ? { ok: false, error: tooLate() }
        : await attempt(() => tryFlags(flags, i, work, { timeoutMs, alone: cores < 2 }, host));
    if (made.ok) return made.value;
    if (i > 0 && last <= host.clock.now()) late.push(flags.join(' '));
    throw made.error;
  });
  const failed = tried.flatMap((one) => (one.ok ? [] : [one.error]));
  const cancelled = failed.find((error) => error.fault === 'cancelled');
  if (cancelled !== undefined) throw cancelled;
  const made = tried.flatMap((one) => (one.ok ? [one.value] : []));
  const [why] = failed;
  if (made.length === 0 && why !== undefined) return { module, warning: whyNot(why) };
  const all = [{ by: 'the module as it came', module, stripped: unoptimized }, ...made];
  const fits = (ms: number): boolean => host.clock.now() + ms < end;
  const exactly = (): boolean => fits(exactMs);
  const orderMs = unoptimized.length / ORDERED_PER_MS;
  // what is left goes into other orders only where it leaves time to measure exactly, or there is none for that anyway
  const inOrder = (): boolean => fits(orderMs + exactMs) || (!exactly() && fits(orderMs));
  const screened = await screen(all, measure, scales, cores);
  const others = measure === 'raw' ? [] : await reordered(screened, work, { cores, inTime: inOrder, end }, host);
  const every = [...screened, ...(await screen(others, measure, scales, cores))];
  const best = await lightest(every, measure, scales, { cores, inTime: exactly });
  host.log.info(`Smallest in ${measure} of ${all.length + others.length}: ${best.by}.`);
  const broken = ways.map((flags) => flags.join(' ')).filter((way, i) => tried[i]?.ok === false && !late.includes(way));
  const warnings: string[] = [];
  // the presets are what is promised; further ways are beyond it
  const say = (text: string, of: readonly string[]): void => {
    if (of.some((way) => PRESETS.includes(way))) warnings.push(text);
    else host.log.info(text);
  };
  if (broken.length > 0) say(`wasm-opt failed with ${broken.join(', ')}: ${why?.message}`, broken);
  if (late.length > 0)
    say(
      `wasm-opt did not end within \`optimize-time\` (${timeMs / 1000} s) with ${late.sort().join(', ')}: a smaller module may be had with more.`,
      late,
    );
  return warnings.length === 0 ? { module: best.module } : { module: best.module, warning: warnings.join(' ') };
}

/** When a module may be weighed, and on how many cores. */
interface Bound {
  readonly cores: number;
  /** Whether there is time left for more than what has to be. */
  readonly inTime: () => boolean;
}

const BY_NAME = ['--reorder-functions-by-name'];
/** Of so many that are nearly the smallest other orders are tried. */
const REORDERED = 3;

/** The smallest ones with their functions in the orders in which they may compress better, of those that there is time to try. */
async function reordered(
  screened: readonly Weighed<Tried>[],
  work: Work,
  { cores, inTime, end }: Bound & { readonly end: number },
  host: World,
): Promise<readonly Tried[]> {
  const read = await sideBySide(near(screened).slice(0, REORDERED), 1, async ({ one }) => {
    const module = readModule(one.module);
    return functionOrders(module).map((order) => ({ one, module, order }));
  });
  const jobs = read.flatMap((one) => (one.ok ? one.value : []));
  const tried = await sideBySide([...jobs.entries()], cores, async ([i, { one, module, order }]) => {
    if (!inTime()) throw tooLate();
    const from = path.join(work.dir, `order-${i}.wasm`);
    await host.files.write(from, labelled(one.module, order.places));
    const limits = { timeoutMs: Math.max(1, end - host.clock.now()), alone: cores < 2 };
    const made = await tryFlags(BY_NAME, `order-${i}`, { ...work, from }, limits, host);
    const by = `${one.by}, its functions in the order of ${order.by}`;
    return { ...made, by, module: unlabelled(made.module, module, order.places) };
  });
  const cancelled = tried.find((one) => !one.ok && one.error.fault === 'cancelled');
  if (cancelled?.ok === false) throw cancelled.error;
  // an order that fails is no loss
  return tried.flatMap((one) => (one.ok ? [one.value] : []));
}

function tooLate(): ShipError {
  return new ShipError('optimize', 'there was no time left.');
}

/** Each different one with its bytes in the fast measure. */
async function screen(
  tried: readonly Tried[],
  measure: Measure,
  scales: Scales,
  cores: number,
): Promise<readonly Weighed<Tried>[]> {
  const different = new Map<string, Tried>();
  for (const one of tried) {
    const digest = createHash('sha256').update(one.stripped).digest('hex');
    if (!different.has(digest)) different.set(digest, one);
  }
  return weighed([...different.values()], cores, (one) => scales.fast(one.stripped, measure));
}

/** Those that may be the smallest in the exact measure, the most likely first. */
function near(screened: readonly Weighed<Tried>[]): readonly Weighed<Tried>[] {
  const least = Math.min(...screened.map(({ bytes }) => bytes));
  return screened.filter(({ bytes }) => bytes <= FAR * least).toSorted((a, b) => a.bytes - b.bytes);
}

/**
 * The one with the fewest bytes; of several the first, so that it is the same on every machine. Where there is no time to
 * measure exactly, the fast measure decides.
 */
async function lightest(
  screened: readonly Weighed<Tried>[],
  measure: Measure,
  scales: Scales,
  { cores, inTime }: Bound,
): Promise<Tried> {
  const finalists = near(screened).slice(0, inTime() ? FINALISTS : 1);
  const [alone, ...rest] = finalists;
  if (alone === undefined) throw new Error('nothing to choose from');
  if (rest.length === 0) return alone.one;
  const exact = await weighed([...finalists.entries()], cores, async ([rank, { one }]) =>
    rank < cores || inTime() ? scales.exact(one.stripped, measure) : Number.POSITIVE_INFINITY,
  );
  const least = Math.min(...exact.map(({ bytes }) => bytes));
  const best = exact.filter(({ bytes }) => bytes === least).map(({ one: [, { one }] }) => one);
  return screened.find(({ one }) => best.includes(one))?.one ?? alone.one;
}

interface Weighed<T> {
  readonly one: T;
  readonly bytes: number;
}

async function weighed<T>(
  things: readonly T[],
  cores: number,
  weigh: (one: T) => Promise<number>,
): Promise<readonly Weighed<T>[]> {
  const results = await sideBySide(things, cores, async (one) => ({ one, bytes: await weigh(one) }));
  return results.map((result) => {
    if (!result.ok) throw result.error;
    return result.value;
  });
}
