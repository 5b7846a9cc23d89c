import * as v from 'valibot';
import type { EdgeName } from '../edge/names.ts';
import type { RouteWork } from '../latency/work.ts';
import type { WorkAgainst } from '../measure-latency.ts';
import { formatMemory } from '../units.ts';
import { code, plain, prose, table } from './markdown.ts';
import { percent } from './percent.ts';

const count = v.pipe(v.number(), v.minValue(0), v.description('instructions'));
const bytes = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.description('bytes')));
const counts = v.strictObject({ least: count, middle: count, most: count });
const mover = v.strictObject({ name: v.string(), crate: v.string(), before: count, after: count });

export const workSchema = v.pipe(
  v.strictObject({
    routes: v.array(
      v.strictObject({
        name: v.string(),
        method: v.string(),
        path: v.string(),
        base: v.nullable(counts),
        head: counts,
        growth: v.pipe(
          v.nullable(v.strictObject({ least: v.nullable(v.number()), most: v.nullable(v.number()) })),
          v.description(
            'percent, at least and at most: the same where both repeat to the instruction, else an interval (99.5 %, all routes together), or all that was seen of too few processes; of those, null: endless',
          ),
        ),
      }),
    ),
    movers: v.pipe(v.array(mover), v.description('functions whose work has changed, the most first')),
    memory: v.pipe(v.strictObject({ base: bytes, head: bytes }), v.description('linear memory after the run')),
    noBase: v.pipe(v.nullable(v.string()), v.description('why those of the base are not told, where they were to be')),
  }),
  v.description('executed instructions of one request that was asked before; host calls and bulk memory count as one'),
);

export type ReportWork = v.InferOutput<typeof workSchema>;
type RouteRow = ReportWork['routes'][number];

interface Named {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

const MOST_MOVERS = 40;
const SHOWN = 10;
const LONGEST_NAME = 200;

/** The report's part of what was executed. */
export function workReport({ changes, movers, memory, noBase }: WorkAgainst, requests: readonly Named[]): ReportWork {
  const routes = changes.map(({ name, base, head, growth }) => {
    const { method = '', path = '' } = requests.find((request) => request.name === name) ?? {};
    const limits = growth === undefined ? null : { least: finite(growth.least), most: finite(growth.most) };
    return {
      name,
      method,
      path,
      base: base === undefined ? null : countsOf(base),
      head: countsOf(head),
      growth: limits,
    };
  });
  const named = movers.slice(0, MOST_MOVERS).map((one) => ({ ...one, name: one.name.slice(0, LONGEST_NAME) }));
  const most = { base: memory.base ?? null, head: memory.head ?? null };
  return { routes, movers: named, memory: most, noBase: noBase ?? null };
}

function countsOf({ least, middle, most }: RouteWork): RouteRow['head'] {
  return { least, middle, most };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** `94.2 M`, `1310`: instructions. */
export function formatWork({ least, middle, most }: RouteRow['head']): string {
  const spread = least === most || middle === 0 ? '' : ` ±${(((most - least) / 2 / middle) * 100).toPrecision(1)} %`;
  return `${instructions(middle)}${spread}`;
}

function instructions(n: number): string {
  if (n < 10_000) return String(Math.round(n));
  if (n < 999_950) return `${(n / 1e3).toFixed(1)} k`;
  return n < 999.95e6 ? `${(n / 1e6).toFixed(2)} M` : `${(n / 1e9).toFixed(2)} G`;
}

/** What became of a route's work: `no change`, `+2.1 %`, or, where it does not repeat, between what it lies. */
export function growthText({ base, head, growth }: RouteRow): string {
  if (base === null || growth === null) return 'new';
  if (growth.least === 0 && growth.most === 0) return 'no change';
  const [least, most] = [growth.least, growth.most].map((one) => (one === null ? 'from nothing' : percent(one / 100)));
  if (base.least === base.most && head.least === head.most) return most ?? '';
  return `${least} … ${most}`;
}

/** Whether it has surely changed. */
export function workMoved({ growth }: RouteRow): boolean {
  return growth !== null && ((growth.least ?? 1) > 0 || (growth.most ?? 1) < 0);
}

/** There an instance answers one request. */
const ALL_OF_IT = ' Of a component each count has the start of its instance in it, and nothing of its adapters.';

/** Work of each route, where the new work is, and memory: for the folded part. */
export function workText(work: ReportWork | null, noWork: string | null, edge: EdgeName): string {
  if (work === null) return noWork === null ? '' : `Instructions executed: not available here. ${prose(noWork)}`;
  const { routes, movers, memory, noBase } = work;
  const rows = routes.map((route) => [
    `${code(`${route.method} ${route.path}`)} ${plain(route.name)}`,
    route.base === null ? '–' : formatWork(route.base),
    formatWork(route.head),
    route.base === null ? '' : growthText(route),
  ]);
  const moved = movers
    .slice(0, SHOWN)
    .map(({ name, before, after }) => [
      code(name),
      instructions(before),
      instructions(after),
      before === 0 ? 'new' : after === 0 ? 'gone' : percent(after / before - 1),
    ]);
  const parts = [
    table(['instructions executed', 'base', 'head', ''], rows),
    ...(moved.length === 0 ? [] : [table(['where the work changed', 'base', 'head', ''], moved)]),
    `Counted by a copy of the module, of a request that was asked before; what the host does and bulk memory count as one instruction each.${edge === 'wasi' ? ALL_OF_IT : ''}${memoryText(memory)}`,
    ...(noBase === null ? [] : [`Those of the base are not told: ${prose(noBase)}`]),
  ];
  return parts.join('\n\n');
}

function memoryText({ base, head }: ReportWork['memory']): string {
  if (head === null) return '';
  const was = base === null || base === head ? '' : `, of the base ${formatMemory(base)}`;
  return ` Linear memory once each was asked some 23 times (fewer where that takes 3 s): ${formatMemory(head)}${was}.`;
}
