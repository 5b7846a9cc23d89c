import { ALPHA, judgeLatency, type PaceBudgets, type Percentile } from './budget.ts';
import type { StartComparison, StartName } from './cold-compare.ts';
import type { Comparison } from './compare.ts';
import { quantile } from './summarize.ts';
import { judgeWork, type WorkBudget, type WorkChange } from './work.ts';

/** A budget of latency, cold start, memory or work, and what became of it. */
export interface Gate {
  readonly measure: Percentile | 'cold-start' | 'memory' | 'work';
  /** Or which start, of a cold start's growth. undefined: all of them. */
  readonly route: string | undefined;
  /** ms or bytes; of growth a fraction: 0.1 is +10 %. */
  readonly limit: number;
  readonly of: 'ms' | 'bytes' | 'growth';
  /** In the same. undefined: it was not measured. */
  readonly value: number | undefined;
  readonly kind: 'within' | 'over' | 'cannot tell';
  /** Of growth: the least that this run would have seen, a fraction too. undefined: it would have seen none, or none was looked for. */
  readonly seeable?: number | undefined;
  /** Whether it fails the check where it is over. */
  readonly fails: boolean;
}

/** What was measured of the head, and against the base. */
export interface Ran {
  /** Warm answers of all routes, in ms; in a list those that waited for one another. */
  readonly warm: readonly (readonly number[])[];
  /** New processes, from their start to the first good answer, in ms. */
  readonly cold: readonly number[];
  /** Starts against those of the base. */
  readonly starts: readonly StartComparison[];
  /** Bytes of linear memory after the run. */
  readonly memory: number | undefined;
  readonly comparisons: readonly Comparison[];
  readonly changes: readonly WorkChange[];
  /** The base is the same to the byte: it has grown by nothing, and nothing was held against it. */
  readonly same: boolean;
}

/** Few processes are started: seven on one side of a limit come by chance once in a hundred runs. */
const COLD_ALPHA = 0.01;

/** Holds what was measured against its budgets. What there is no base for, nobody can tell. */
export function gates(
  ran: Ran,
  budgets: PaceBudgets & {
    readonly work: WorkBudget | undefined;
    readonly fails: { readonly latency: boolean; readonly others: boolean };
  },
): readonly Gate[] {
  const { fails } = budgets;
  return [
    ...budgets.latency.map((budget): Gate => {
      const { kind } = judgeLatency(ran.warm, budget, ALPHA / budgets.latency.length);
      const about = { measure: budget.measure, route: undefined, limit: budget.limit, of: 'ms' } as const;
      return { ...about, value: quantileOf(ran.warm.flat(), SHARE[budget.measure]), kind, fails: fails.latency };
    }),
    ...coldStart(ran, budgets.coldStart, fails.latency),
    ...coldGrown(ran, budgets.coldGrowth, fails.latency),
    ...Object.entries(budgets.growth).flatMap(([measure, limit]) =>
      grown(ran, measure as Percentile, limit, fails.latency),
    ),
    ...memory(ran, budgets.memory, fails.others),
    ...(budgets.work === undefined ? [] : worked(ran, budgets.work, fails.others)),
  ];
}

const SHARE: Readonly<Record<Percentile, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

function coldStart({ cold }: Ran, limit: number | undefined, fails: boolean): readonly Gate[] {
  if (limit === undefined) return [];
  const { kind } = judgeLatency(cold, { measure: 'p50', limit }, COLD_ALPHA);
  return [{ measure: 'cold-start', route: undefined, limit, of: 'ms', value: quantileOf(cold, 0.5), kind, fails }];
}

/** What the growth of a start is said of. V8 by itself has no budget. */
export const START_TITLES: Readonly<Partial<Record<StartName, string>>> = {
  process: 'new process',
  isolate: 'new isolate',
};

function coldGrown({ starts, same }: Ran, limit: number | undefined, fails: boolean): readonly Gate[] {
  if (limit === undefined) return [];
  const about = { measure: 'cold-start', limit, of: 'growth', fails } as const;
  if (same) return [unchanged(about)];
  const judged = starts.flatMap(({ name, ratio, budget, seeable }): Gate[] =>
    budget === undefined
      ? []
      : [{ ...about, route: START_TITLES[name], value: ratio - 1, kind: budget, seeable: seeable - 1 }],
  );
  return judged.length > 0 ? judged : [{ ...about, route: undefined, value: undefined, kind: 'cannot tell' }];
}

/** What is the base itself keeps each budget of growth. */
function unchanged(about: Pick<Gate, 'measure' | 'limit' | 'fails'>): Gate {
  return { ...about, route: undefined, of: 'growth', value: 0, kind: 'within' };
}

function grown({ comparisons, same }: Ran, measure: Percentile, limit: number, fails: boolean): readonly Gate[] {
  if (same) return [unchanged({ measure, limit, fails })];
  const rows = comparisons.filter((row) => row.measure === measure);
  if (rows.length === 0)
    return [{ measure, route: undefined, limit, of: 'growth', value: undefined, kind: 'cannot tell', fails }];
  return rows.map(({ name, ratio, budget = 'cannot tell', seeable }) => ({
    ...{ measure, route: name, limit, of: 'growth', value: ratio === undefined ? undefined : ratio - 1 },
    ...{ kind: budget, fails, seeable: seeable - 1 },
  }));
}

function memory({ memory: bytes }: Ran, limit: number | undefined, fails: boolean): readonly Gate[] {
  if (limit === undefined) return [];
  const kind = bytes === undefined ? 'cannot tell' : bytes > limit ? 'over' : 'within';
  return [{ measure: 'memory', route: undefined, limit, of: 'bytes', value: bytes, kind, fails }];
}

function worked({ changes, same }: Ran, budget: WorkBudget, fails: boolean): readonly Gate[] {
  const limit = budget.percent / 100;
  if (same) return [unchanged({ measure: 'work', limit, fails })];
  // what is new has grown from nothing
  const held = changes.flatMap((change) => (change.growth === undefined ? [] : [{ change, growth: change.growth }]));
  if (held.length === 0)
    return [{ measure: 'work', route: undefined, limit, of: 'growth', value: undefined, kind: 'cannot tell', fails }];
  return held.map(({ change, growth: { least, most } }) => {
    const kind = judgeWork(change, budget);
    const value = (kind === 'over' ? least : most) / 100; // by so much it is over at least, or may be
    return { measure: 'work', route: change.name, limit, of: 'growth', value, kind, fails };
  });
}

function quantileOf(samples: readonly number[], q: number): number | undefined {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted.length === 0 ? undefined : quantile(sorted, q);
}
