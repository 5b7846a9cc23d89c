import * as v from 'valibot';
import type { Race } from '../latency/race.ts';
import { formatMemory, formatMs } from '../units.ts';
import { code, plain, table } from './markdown.ts';
import { percent } from './percent.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.description('milliseconds'));
const ratio = v.pipe(v.number(), v.minValue(0), v.description('head / base'));

const row = v.strictObject({
  name: v.string(),
  method: v.string(),
  path: v.string(),
  measure: v.picklist(['p50', 'p95', 'p99']),
  base: v.nullable(milliseconds),
  head: v.nullable(milliseconds),
  verdict: v.picklist(['slower', 'faster', 'no change', 'cannot tell']),
  ratio: v.nullable(ratio),
  interval: v.pipe(v.nullable(v.tuple([ratio, ratio])), v.description('95 %')),
  seeable: v.pipe(
    v.nullable(ratio),
    v.description('the least slowdown that this race would have told, 19 times of 20'),
  ),
  noise: v.pipe(v.nullable(ratio), v.description('base against itself, 19 times of 20')),
  pairs: count,
});

export const raceSchema = v.pipe(
  v.strictObject({
    rows: v.array(row),
    unknown: v.pipe(v.array(v.string()), v.description('requests that the base does not answer as they expect')),
    rounds: v.pipe(count, v.description('pairs of fresh processes of base and head')),
    nulls: v.pipe(count, v.description('pairs of fresh processes of the base alone')),
    ms: milliseconds,
    rssBytes: v.pipe(
      v.nullable(v.strictObject({ base: count, head: count })),
      v.description('memory of the runtimes at the end of a round, medians; null: the system does not tell it'),
    ),
  }),
  v.description('base against head on the runner, asked the same one right after the other'),
);

export type ReportRace = v.InferOutput<typeof raceSchema>;
type Row = ReportRace['rows'][number];

/** The report's part of a race. */
export function raceReport({ routes, comparisons, unknown, rounds, nulls, ms, rssBytes: memory }: Race): ReportRace {
  const rows = comparisons.flatMap((one): Row[] => {
    const route = routes.find(({ request }) => request.name === one.name);
    if (route === undefined) return [];
    const { method, path } = route.request;
    const { measure, kind, interval, pairs } = one;
    const about = { name: one.name, method, path, measure, verdict: kind, pairs };
    const figures = { base: known(route.base[measure]), head: known(route.head[measure]), ratio: known(one.ratio) };
    return [
      {
        ...about,
        ...figures,
        interval: interval === undefined ? null : [interval[0], interval[1]],
        ...{ seeable: known(one.seeable), noise: known(one.noise) },
      },
    ];
  });
  const rssBytes = memory === undefined ? null : { base: Math.round(memory.base), head: Math.round(memory.head) };
  return { rows, unknown: unknown.map(({ name }) => name), rounds, nulls, ms, rssBytes };
}

/** A number that there is. */
export function known(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}

/** The verdict in words, with the interval of the change, or what would have been seen. */
export function verdictText({ verdict, interval, seeable }: Pick<Row, 'verdict' | 'interval' | 'seeable'>): string {
  if ((verdict === 'slower' || verdict === 'faster') && interval !== null) {
    const [low, high] = interval.map((one) => percent(one - 1));
    return `${verdict} (${low} … ${high})`;
  }
  if (verdict === 'cannot tell') return seeable === null ? verdict : `cannot tell (±${size(seeable)})`;
  return verdict;
}

/** How far a ratio is from 1, without its sign. */
function size(ratio: number): string {
  return percent(ratio - 1).replace(/^\+/, '');
}

/** Whether it has surely moved: then a reviewer is shown the row. */
export function hasMoved({ verdict }: Pick<Row, 'verdict'>): boolean {
  return verdict === 'slower' || verdict === 'faster';
}

/** Every row of the race, and how it was run: for the folded part. */
export function raceText(race: ReportRace | null): string {
  if (race === null) return '';
  const rows = race.rows
    .filter(({ measure, ratio: of }) => measure === 'p50' || of !== null)
    .map((row) => [
      `${code(`${row.method} ${row.path}`)} ${plain(row.name)}, ${row.measure}`,
      time(row.base),
      time(row.head),
      verdictText(row),
      row.seeable === null ? '–' : percent(row.seeable - 1),
      row.noise === null ? '–' : `±${size(row.noise)}`,
      String(row.pairs),
    ]);
  const { rssBytes } = race;
  const memory =
    rssBytes === null
      ? ''
      : ` Memory of the runtime at the end of a round, the median: ${formatMemory(rssBytes.head)}, of the base ${formatMemory(rssBytes.base)}.`;
  const unknown =
    race.unknown.length === 0
      ? ''
      : `\n\nNot raced, for the base answers otherwise: ${race.unknown.map(plain).join(', ')}.`;
  return `${table(['race', 'base', 'head', 'head against base', 'would have seen', 'noise', 'pairs'], rows)}

Base and head side by side on the runner, each in a process of its own, asked the same one right after the other, which first left to chance; ${race.rounds} times anew, and ${race.nulls} times the base against itself, in ${formatMs(race.ms)}. The tests are set to tell a change in one of 2000 races at most in which nothing has changed. Noise: what the base would differ from itself by, 19 times of 20.${memory}${unknown}`;
}

/** A time, or a dash. */
export function time(value: number | null): string {
  return value === null ? '–' : formatMs(value);
}
