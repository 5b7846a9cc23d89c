import * as v from 'valibot';
import type { Cold, V8Part } from '../latency/cold-summary.ts';
import type { Sides } from '../latency/served.ts';
import type { Summary } from '../latency/summarize.ts';
import { formatMemory } from '../units.ts';
import { plain, prose, table } from './markdown.ts';
import { percent } from './percent.ts';
import { hasMoved, known, time, verdictText } from './race.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.description('milliseconds'));
const ratio = v.pipe(v.number(), v.minValue(0), v.description('head / base'));

export const summarySchema = v.strictObject({
  n: count,
  min: v.nullable(milliseconds),
  p50: v.nullable(milliseconds),
  p95: v.nullable(milliseconds),
  p99: v.nullable(milliseconds),
  max: v.nullable(milliseconds),
});

const against = v.strictObject({
  name: v.pipe(
    v.picklist(['process', 'isolate', 'compile', 'instantiate']),
    v.description('a new process, a new isolate; what V8 by itself takes to compile the module, and to instantiate it'),
  ),
  base: milliseconds,
  head: milliseconds,
  verdict: v.picklist(['slower', 'faster', 'no change', 'cannot tell']),
  ratio,
  interval: v.pipe(v.nullable(v.tuple([ratio, ratio])), v.description('95 %')),
  seeable: v.pipe(v.nullable(ratio), v.description('the least slowdown that would have been told, 19 times of 20')),
  pairs: count,
  margin: v.pipe(v.number(), v.minValue(0), v.description('what no change means: less than this, up or down')),
});

const both = v.strictObject({ base: v.nullable(milliseconds), head: milliseconds });

export const coldSchema = v.strictObject({
  process: summarySchema,
  isolate: summarySchema,
  base: v.nullable(v.strictObject({ process: summarySchema, isolate: summarySchema })),
  noBase: v.pipe(v.nullable(v.string()), v.description('why the base was not started, where it was to be')),
  against: v.pipe(v.array(against), v.description('head against base, taken in turn; medians')),
  phases: v.pipe(
    v.array(
      v.strictObject({
        of: v.picklist(['process', 'isolate']),
        name: v.string(),
        head: v.number(),
        base: v.nullable(v.number()),
      }),
    ),
    v.description(
      'medians in ms; unexplained: what is in none of the others; of an isolate, compile and instantiate are of its module, by V8 alone',
    ),
  ),
  v8: v.pipe(
    v.nullable(
      v.strictObject({
        version: v.string(),
        compile: both,
        instantiate: v.nullable(both),
        why: v.pipe(v.nullable(v.string()), v.description('why it could not be instantiated by itself')),
      }),
    ),
    v.description("V8's own times with the module, in new processes; null: the edge's runtime has another engine"),
  ),
  noV8: v.pipe(v.nullable(v.string()), v.description("why V8's own times are not told")),
  rssBytes: v.pipe(
    v.nullable(v.strictObject({ base: v.nullable(count), head: count })),
    v.description('memory of the runtime after its first two answers; null: the system does not tell it'),
  ),
});

export type ReportCold = v.InferOutput<typeof coldSchema>;
type Row = ReportCold['against'][number];

/** The report's part of a summary. */
export function summaryReport(summary: Summary): v.InferOutput<typeof summarySchema> {
  const { n, min, p50, p95, p99, max } = summary;
  return { n, min: known(min), p50: known(p50), p95: known(p95), p99: known(p99), max: known(max) };
}

/** The report's part of cold starts. */
export function coldReport(cold: Cold): ReportCold {
  const { base, noBase = null, v8, rssBytes } = cold;
  const starts = ({ process, isolate }: Pick<Cold, 'process' | 'isolate'>) => ({
    process: summaryReport(process),
    isolate: summaryReport(isolate),
  });
  return {
    ...starts(cold),
    base: base === undefined ? null : starts(base),
    noBase,
    against: cold.against.map(({ kind, interval, seeable, budget: _, ...of }) => ({
      ...of,
      verdict: kind,
      interval: interval === undefined ? null : [interval[0], interval[1]],
      seeable: known(seeable),
    })),
    phases: cold.phases.map(({ of, name, head, base: before = null }) => ({ of, name, head, base: before })),
    v8: v8?.ok === true ? v8Report(v8.value) : null,
    noV8: v8?.ok === false ? v8.error.message : null,
    rssBytes: rssBytes === undefined ? null : sides(rssBytes, Math.round),
  };
}

function v8Report({ version, compile, instantiate, why }: V8Part): NonNullable<ReportCold['v8']> {
  const instance = instantiate === undefined ? null : sides(instantiate);
  return { version, compile: sides(compile), instantiate: instance, why: why ?? null };
}

function sides({ head, base }: Sides<number>, of = (value: number): number => value) {
  return { head: of(head), base: base === undefined ? null : of(base) };
}

const TITLES: Readonly<Record<Row['name'], string>> = {
  process: 'new process',
  isolate: 'new isolate',
  compile: 'V8 by itself, compiling the module',
  instantiate: 'V8 by itself, instantiating it',
};

/** Where a start spends the time until its first answer. */
const PHASE_TITLES: Readonly<Record<string, string>> = {
  process: 'until it listens',
  connect: 'connection',
  module: 'first answer beyond the second one: what was compiled, instantiated and started for it',
  answer: 'answer',
  compile: 'of that, compiling the module: by V8 alone',
  instantiate: 'of that, instantiating it: by V8 alone',
  unexplained: 'what none of these explains',
};

const LEFT = 'of that, what these do not explain';

/** A start whose time moved, for the table of the comment: what it is, base, head, verdict. */
export interface MovedStart {
  /** As budgets name it. */
  readonly title: string;
  readonly cells: readonly [base: string, head: string, change: string];
}

/** Starts that got slower or faster. V8's own part is below, folded: nobody waits for it alone. */
export function movedStarts({ against: rows }: ReportCold): readonly MovedStart[] {
  return rows
    .filter((row) => hasMoved(row) && (row.name === 'process' || row.name === 'isolate'))
    .map((row) => ({ title: TITLES[row.name], cells: [time(row.base), time(row.head), verdictText(row)] }));
}

/** Cold starts against the base, their phases, V8's part and memory: for the folded part. */
export function coldText(cold: ReportCold): string {
  return [againstText(cold), phasesTable(cold), v8Text(cold), memoryText(cold)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function againstText({ against: rows, noBase }: ReportCold): string {
  if (noBase !== null)
    return `Cold starts are not held against the base, which does not start as it should: ${prose(noBase)}`;
  if (rows.length === 0) return '';
  const cells = rows.map((row) => [
    TITLES[row.name],
    ...[time(row.base), time(row.head), verdictText(row)],
    row.seeable === null ? '–' : percent(row.seeable - 1),
    String(row.pairs),
  ]);
  return `${table(['cold start', 'base', 'head', 'head against base', 'would have seen', 'pairs'], cells)}

Base and head were started in turn, which first left to chance; medians. A change is told where chance alone would show one in fewer than one run of 2000.`;
}

function phasesTable({ phases }: ReportCold): string {
  if (phases.length === 0) return '';
  const held = phases.some(({ base }) => base !== null);
  const rows = phases.map(({ of, name, head, base }) => [
    `new ${of}: ${of === 'isolate' && name === 'unexplained' ? LEFT : (PHASE_TITLES[name] ?? plain(name))}`,
    ...[...(held ? [base] : []), head].map((ms) => (ms !== null && ms < 0 ? 'nothing' : time(ms))),
  ]);
  return `${table(['phases of a cold start, p50', ...(held ? ['base'] : []), 'head'], rows)}

Some runtimes (workerd is one) compile and start the module of a new process before they listen.`;
}

function v8Text({ v8, noV8, against: rows }: ReportCold): string {
  if (noV8 !== null) return `V8's own times are not told: ${prose(noV8)}`;
  if (v8 === null) return '';
  const { version, compile, instantiate, why } = v8;
  const shown = rows.some(({ name }) => name === 'compile');
  const times = `it compiles the module in ${time(compile.head)}${instantiate === null ? '' : ` and instantiates it in ${time(instantiate.head)}`}`;
  const figures = shown ? '' : `: ${times}`;
  const not = why === null ? '' : ` It could not be instantiated by itself: ${prose(why)}.`;
  return `V8 by itself is ${plain(version)}, that of our Node, in a new process each time, with bytes that no code cache knows and imports that do nothing${figures}.${not}`;
}

function memoryText({ rssBytes }: ReportCold): string {
  if (rssBytes === null) return '';
  const { base, head } = rssBytes;
  const was = base === null ? '' : `, of the base ${formatMemory(base)}`;
  return `Memory of the runtime after its first two answers: ${formatMemory(head)}${was}.`;
}
