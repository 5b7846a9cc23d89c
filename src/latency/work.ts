import { medianOf, middleInterval, shiftInterval } from './wilcoxon.ts';

/** What one request of a replay has executed, or what came before the first one. */
export interface Step {
  readonly route: string;
  /** Instructions. */
  readonly work: number;
}

/** Instructions that one request executes; over the repeats of the same replay, each with an instance of its own. */
export interface RouteWork {
  readonly name: string;
  readonly least: number;
  /** The median of the repeats, the lower of two; of several plays that do not repeat, of their means in each process. */
  readonly middle: number;
  /** As many as `least`: it repeats to the instruction, and nothing about it is a guess. */
  readonly most: number;
  /** Of each repeat; of several plays of one process, their mean. */
  readonly means: readonly number[];
}

/** Head against base, of one route. */
export interface WorkChange {
  readonly name: string;
  /** undefined: the base was not asked this. */
  readonly base: RouteWork | undefined;
  readonly head: RouteWork;
  readonly growth: WorkGrowth | undefined;
}

/**
 * In percent, by how much the work of a route has grown at least and at most. Both are the same where base and head are exact.
 * Else it is an interval, which holds for all such routes together with the chance 1 − `LEVEL`; or, of too few processes for
 * that, all that was seen.
 */
export interface WorkGrowth {
  readonly least: number;
  readonly most: number;
  /** Whether it may be held against a budget: not what too few processes have shown. */
  readonly sure: boolean;
}

/** What the work of each route may grow by against the base. */
export interface WorkBudget {
  readonly percent: number;
}

const FORM = 'the growth of executed instructions against the base, such as `work +2 %`';

/** Whether a part of the input `budget` is meant as a budget of work. */
export function isAboutWork(part: string): boolean {
  return /^\s*work\b/i.test(part);
}

/**
 * A budget such as `work +2 %`; `+0 %` is one too.
 * @returns the budget, undefined where there is none, or the form wanted where a part has another
 */
export function parseWorkBudget(parts: readonly string[]): WorkBudget | undefined | string {
  const [part, another] = parts;
  if (part === undefined) return undefined;
  if (another !== undefined) return 'one budget for work, not two';
  const percent = /^\s*work\s*:?\s+\+\s*(\d+(?:\.\d+)?)\s*%\s*$/i.exec(part)?.[1];
  return percent === undefined ? `${FORM}; \`${part.trim()}\` is not that` : { percent: Number(percent) };
}

/**
 * The work of each route. A route that comes several times in a replay counts with the mean of one.
 * @param repeats of the same replay, at least one; a route that one of them lacks is left out
 */
export function routeWork(repeats: readonly (readonly Step[])[]): readonly RouteWork[] {
  const names = new Set(repeats.flatMap((steps) => steps.map(({ route }) => route)));
  return [...names].flatMap((name) => {
    const counts = repeats.map((steps) => mean(steps.filter(({ route }) => route === name).map(({ work }) => work)));
    return counts.some(Number.isNaN) ? [] : [workOf(name, counts)];
  });
}

/**
 * The work of each route, over processes that have each played the same several times. What has its state changed by a play
 * may do otherwise in the next one, and is exact where it does so in every process: then the first play is what counts.
 * @param processes at least one, with as many plays each
 */
export function playedWork(processes: readonly (readonly (readonly Step[])[])[]): readonly RouteWork[] {
  const plays = (processes[0] ?? []).map((_, i) => routeWork(processes.map((of) => of[i] ?? [])));
  const means = routeWork(processes.map((of) => of.flat()));
  return routeWork(processes.flat()).map((all) => {
    const each = plays.map((routes) => routes.find(({ name }) => name === all.name));
    const [first] = each;
    const { middle, means: own } = means.find(({ name }) => name === all.name) ?? all;
    if (first !== undefined && each.every((one) => one !== undefined && isExact(one))) return { ...first, means: own };
    return { ...all, middle, means: own };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function workOf(name: string, counts: readonly number[]): RouteWork {
  const sorted = counts.toSorted((a, b) => a - b);
  const at = (place: number): number => sorted[place] ?? Number.NaN;
  return { name, least: at(0), middle: at((sorted.length - 1) >> 1), most: at(sorted.length - 1), means: counts };
}

/** Whether it repeats to the instruction. */
export function isExact({ least, most }: Pick<RouteWork, 'least' | 'most'>): boolean {
  return least === most;
}

/** How often an interval of some route may be wrong, to either side. */
export const LEVEL = 0.005;

/** Head against base, in head's order; what only the base was asked is left out. */
export function compareWork(base: readonly RouteWork[], head: readonly RouteWork[]): readonly WorkChange[] {
  const pairs = head.map((after) => ({ after, before: base.find(({ name }) => name === after.name) }));
  const unsure = pairs.filter(({ after, before }) => before !== undefined && !(isExact(before) && isExact(after)));
  const level = LEVEL / Math.max(1, unsure.length);
  return pairs.map(({ after, before }) => ({
    ...{ name: after.name, base: before, head: after },
    growth: before && growthBetween(before, after, level),
  }));
}

function growthBetween(before: RouteWork, after: RouteWork, level: number): WorkGrowth {
  const seen = { least: growthOf(before.most, after.least), most: growthOf(before.least, after.most) };
  if (isExact(before) && isExact(after)) return { ...seen, sure: true };
  const [least, most] = usualGrowth(before.means, after.means, level) ?? [];
  return least === undefined || most === undefined ? { ...seen, sure: false } : { least, most, sure: true };
}

/** A process draws its tokens and seeds by itself: its mean is one value. What each of them does alike is known, and no sample. */
function usualGrowth(before: readonly number[], after: readonly number[], level: number) {
  const same = (means: readonly number[]): boolean => means.every((one) => one === means[0]);
  if (same(before) || same(after)) {
    const varied = same(before) ? after : before;
    const growths = varied.map((one) =>
      same(before) ? growthOf(medianOf(before), one) : growthOf(one, medianOf(after)),
    );
    return growths.every(Number.isFinite) ? middleInterval(growths, level) : undefined;
  }
  return shiftInterval(before, after, level, growthOf);
}

/** In percent; from nothing to something it is endless. */
function growthOf(from: number, to: number): number {
  return from === to ? 0 : ((to - from) * 100) / from; // in this order: what is 0.7 % is not more than it
}

/**
 * Holds a change against its budget. Its growth has to be on one side as a whole: `cannot tell` else, and where the base was
 * not asked, or too few processes were.
 */
export function judgeWork({ growth }: WorkChange, { percent }: WorkBudget): 'within' | 'over' | 'cannot tell' {
  if (growth === undefined || !growth.sure) return 'cannot tell';
  if (growth.least > percent) return 'over';
  return growth.most <= percent ? 'within' : 'cannot tell';
}

/** Work of one function, instances of a generic one as one. */
export interface FunctionWork {
  readonly name: string;
  readonly crate: string;
  readonly work: number;
  /** Over the repeats of the same replay; absent: it repeats to the instruction. */
  readonly spread?: { readonly least: number; readonly most: number };
}

/** Each function's work over the repeats, in the first one's order and then by name: the median, the lower of two. */
export function functionWork(repeats: readonly (readonly FunctionWork[])[]): readonly FunctionWork[] {
  const all = new Map<string, { readonly one: FunctionWork; readonly counts: number[] }>();
  for (const [i, functions] of repeats.entries())
    for (const one of functions) {
      const key = `${one.crate} ${one.name}`;
      const known = all.get(key) ?? { one, counts: repeats.map(() => 0) };
      known.counts[i] = (known.counts[i] ?? 0) + one.work;
      all.set(key, known);
    }
  return [...all.values()].map(({ one: { name, crate }, counts }) => {
    const { least, middle, most } = workOf(name, counts);
    return { name, crate, work: middle, ...(least === most ? {} : { spread: { least, most } }) };
  });
}

/** What became of a function's work; 0 where it is not there, or was not called. */
export interface WorkMover {
  readonly name: string;
  readonly crate: string;
  readonly before: number;
  readonly after: number;
}

/**
 * Where the new work is, and where work went: functions by name, the largest change first. What may be chance alone, since
 * base and head have both been seen between, is left out.
 */
export function workMovers(base: readonly FunctionWork[], head: readonly FunctionWork[]): readonly WorkMover[] {
  const movers = new Map<string, { readonly mover: WorkMover; readonly before: Limits; readonly after: Limits }>();
  const add = (one: FunctionWork, side: 'before' | 'after'): void => {
    const { name, crate, work, spread = { least: work, most: work } } = one;
    const key = `${crate} ${name}`;
    const known = movers.get(key) ?? { mover: { name, crate, before: 0, after: 0 }, before: NONE, after: NONE };
    const { least, most } = known[side];
    const limits = { least: least + spread.least, most: most + spread.most };
    movers.set(key, { ...known, mover: { ...known.mover, [side]: known.mover[side] + work }, [side]: limits });
  };
  for (const one of base) add(one, 'before');
  for (const one of head) add(one, 'after');
  const change = ({ before, after }: WorkMover): number => Math.abs(after - before);
  return [...movers.values()]
    .filter(({ before, after }) => after.least > before.most || after.most < before.least)
    .map(({ mover }) => mover)
    .toSorted((a, b) => change(b) - change(a) || (a.name < b.name ? -1 : 1));
}

interface Limits {
  readonly least: number;
  readonly most: number;
}
const NONE: Limits = { least: 0, most: 0 };
