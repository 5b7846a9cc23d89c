import type { Attempt } from '../error.ts';
import { type ColdSamples, type ColdStarts, PHASES, type Phase, phase } from './cold.ts';
import { compareStarts, type PairedStarts, type StartComparison } from './cold-compare.ts';
import type { Pair } from './rounds.ts';
import type { Sides } from './served.ts';
import { type Summary, summarize } from './summarize.ts';
import type { V8Times } from './v8.ts';

export interface ColdPhase {
  readonly of: 'process' | 'isolate';
  /** `compile`, `instantiate` and `unexplained` of an isolate are parts of its `module`; the first two are V8's own. */
  readonly name: Phase | 'compile' | 'instantiate';
  readonly head: number;
  readonly base?: number;
}

/** V8's own times with the module, in ms: medians. */
export interface V8Part {
  /** Of V8. */
  readonly version: string;
  readonly compile: Sides<number>;
  /** Absent where it could not be instantiated with imports that do nothing. */
  readonly instantiate?: Sides<number>;
  /** Why it could not. */
  readonly why?: string;
}

/** Cold starts, alone and against the base. */
export interface Cold {
  /** From the start of the runtime's process to the last byte of its first good answer. */
  readonly process: Summary;
  /** The first request of a new isolate in a running process: the module is compiled anew. */
  readonly isolate: Summary;
  readonly base?: { readonly process: Summary; readonly isolate: Summary };
  /** Why there is no base, where there was to be one. */
  readonly noBase?: string;
  /** Head against base; none without a base. */
  readonly against: readonly StartComparison[];
  /** The median of each, with what none of them explains; in their order. */
  readonly phases: readonly ColdPhase[];
  /** Undefined: its engine is another one. */
  readonly v8?: Attempt<V8Part>;
  /** What the runtime took once it had answered, engine and all: median; undefined: the system does not tell it. */
  readonly rssBytes?: Sides<number>;
}

/**
 * What cold starts say.
 * @param growth what a start may take longer than the base's: 0.1 is +10 %
 */
export function coldOf(starts: ColdStarts, growth: number | undefined): Cold {
  const { head, base, noBase } = starts;
  const v8 = v8Part(head.v8, base?.v8);
  const rssBytes = sides(head.rssBytes, base?.rssBytes);
  const isolate = phasesFor('isolate', head.isolate.flat(), base?.isolate.flat());
  return {
    ...summaries(head),
    ...(base === undefined ? {} : { base: summaries(base) }),
    ...(noBase === undefined ? {} : { noBase }),
    against: base === undefined ? [] : compareStarts(paired(head, base, growth)),
    phases: [
      ...phasesFor('process', head.process, base?.process),
      ...isolate.flatMap((one) =>
        one.name === 'module' && v8?.ok === true ? [one, ...explainedBy(v8.value, one)] : [one],
      ),
    ],
    ...(v8 === undefined ? {} : { v8 }),
    ...(rssBytes === undefined ? {} : { rssBytes }),
  };
}

function summaries(samples: ColdSamples): { readonly process: Summary; readonly isolate: Summary } {
  return {
    process: summarize(phase(samples.process, 'total')),
    isolate: summarize(phase(samples.isolate.flat(), 'total')),
  };
}

type Start = Readonly<Partial<Record<Phase, number>>>;

/** Medians of the phases that there are. */
function phasesFor(
  of: ColdPhase['of'],
  head: readonly Start[],
  base: readonly Start[] | undefined,
): readonly ColdPhase[] {
  return PHASES.flatMap((name) => {
    const both = sides(phase(head, name), base === undefined ? undefined : phase(base, name));
    return both === undefined ? [] : [{ of, name, ...both }];
  });
}

/** What V8 by itself explains of a new isolate's module, and what that leaves. */
function explainedBy({ compile, instantiate }: V8Part, module: ColdPhase): readonly ColdPhase[] {
  const parts = [compile, ...(instantiate === undefined ? [] : [instantiate])];
  const left = (side: keyof Sides<number>): number | undefined =>
    parts.reduce<number | undefined>(
      (rest, part) => (rest === undefined || part[side] === undefined ? undefined : rest - part[side]),
      module[side],
    );
  const [head = module.head, base] = [left('head'), left('base')];
  const of = 'isolate' as const;
  return [
    { of, name: 'compile', ...compile },
    ...(instantiate === undefined ? [] : [{ of, name: 'instantiate' as const, ...instantiate }]),
    { of, name: 'unexplained', head, ...(base === undefined ? {} : { base }) },
  ];
}

/** The medians; undefined: there are none of the head. */
function sides(head: readonly number[], base: readonly number[] | undefined): Sides<number> | undefined {
  if (head.length === 0) return undefined;
  const of = { head: summarize(head).p50 };
  return base === undefined || base.length === 0 ? of : { ...of, base: summarize(base).p50 };
}

/** V8's own times of head and of base. Where those of the base cannot be had, the head's are told all the same. */
function v8Part(head: ColdSamples['v8'], base: ColdSamples['v8']): Attempt<V8Part> | undefined {
  if (head === undefined || !head.ok) return head;
  const before = base?.ok === true ? base.value : undefined;
  const compile = sides(times(head.value, 'compileMs'), before && times(before, 'compileMs'));
  const instantiate = sides(times(head.value, 'instantiateMs'), before && times(before, 'instantiateMs'));
  const [first] = head.value;
  if (first === undefined || compile === undefined) return undefined;
  const { version, why } = first;
  return {
    ok: true,
    value: {
      ...{ version, compile },
      ...(instantiate === undefined ? {} : { instantiate }),
      ...(why === undefined ? {} : { why }),
    },
  };
}

function times(of: readonly V8Times[], name: 'compileMs' | 'instantiateMs'): readonly number[] {
  return of.flatMap((one) => one[name] ?? []);
}

/** Pairs of starts, of those that have a base. V8 has no budget: nobody waits for it alone. */
function paired(head: ColdSamples, base: ColdSamples, growth: number | undefined): readonly PairedStarts[] {
  const margin = growth === undefined ? {} : { margin: growth };
  const alone = (pairs: readonly Pair[]) => pairs.map((pair) => [pair]);
  const v8 = (name: 'compileMs' | 'instantiateMs'): readonly Pair[] =>
    head.v8?.ok === true && base.v8?.ok === true ? pairsOf(times(head.v8.value, name), times(base.v8.value, name)) : [];
  return [
    { name: 'process', rounds: alone(pairsOf(phase(head.process, 'total'), phase(base.process, 'total'))), ...margin },
    {
      name: 'isolate',
      rounds: head.isolate.map((of, i) => pairsOf(phase(of, 'total'), phase(base.isolate[i] ?? [], 'total'))),
      ...margin,
    },
    { name: 'compile', rounds: alone(v8('compileMs')) },
    { name: 'instantiate', rounds: alone(v8('instantiateMs')) },
  ];
}

/** Those at the same place. */
function pairsOf(head: readonly number[], base: readonly number[]): readonly Pair[] {
  return base.flatMap((one, i) => (head[i] === undefined ? [] : [{ base: one, head: head[i] }]));
}
