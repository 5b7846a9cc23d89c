import * as v from 'valibot';
import { adviceSchema } from './advice.ts';
import { attributionSchema } from './attribution.ts';
import { coldSchema, summarySchema } from './cold.ts';
import { costSchema, cpuSchema } from './cpu.ts';
import { gateSchema, overGates, type ReportGate, untoldGates } from './gates.ts';
import { capabilitiesSchema } from './host-imports.ts';
import { liveSchema } from './live.ts';
import { isRefused, preflightSchema } from './preflight.ts';
import { raceSchema } from './race.ts';
import { workSchema } from './work.ts';

/** The shape of report.json: its JSON Schema (report.schema.json) and its TypeScript types are both made from this. */

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.description('milliseconds'));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.description('sha256, lowercase hex'));

const sizes = v.pipe(
  v.strictObject({ raw: count, gzip: count, brotli: count }),
  v.description(
    'bytes: raw; gzip level 6 over all files, as wrangler counts; brotli quality 11, summed over the files',
  ),
);

const verdict = v.strictObject({
  measure: v.picklist(['raw', 'gzip', 'brotli']),
  growth: v.pipe(v.nullable(v.string()), v.description('what it may grow by against the base; null: a size')),
  limit: v.pipe(v.nullable(count), v.description('bytes; null: growth, and there is no base')),
  size: count,
  verdict: v.picklist(['within', 'over', 'no base']),
  excess: v.pipe(v.nullable(v.pipe(v.number(), v.integer())), v.description('bytes over the limit; negative: spare')),
});

const route = v.strictObject({ name: v.string(), method: v.string(), path: v.string(), latency: summarySchema });

const latency = v.strictObject({
  runtime: v.string(),
  cold: coldSchema,
  warm: v.strictObject({ all: summarySchema, routes: v.array(route) }),
});

const latencyVerdict = v.strictObject({
  measure: v.picklist(['p50', 'p95', 'p99']),
  limit: milliseconds,
  verdict: v.picklist(['within', 'over', 'cannot tell']),
  over: v.pipe(count, v.description('answers that took longer than the limit')),
  answers: v.pipe(count, v.description('of so many')),
});

const release = v.strictObject({
  how: v.pipe(
    v.picklist(['staged', 'direct', 'first', 'unchanged', 'back']),
    v.description(
      'staged: proved before any user saw it; direct, first: live at once; unchanged: was live already; back: an earlier version again',
    ),
  ),
  before: v.pipe(v.nullable(v.string()), v.description('the version that was live before')),
  steps: v.pipe(
    v.array(v.strictObject({ percentage: v.number(), atMs: milliseconds })),
    v.description('what part of the requests it had, from when on'),
  ),
  proof: v.pipe(
    v.nullable(v.strictObject({ answers: count, ms: milliseconds, told: v.boolean() })),
    v.description('good answers before it was promoted; told: they named their version'),
  ),
  watched: v.pipe(
    v.nullable(v.strictObject({ answers: count, bad: count, ms: milliseconds })),
    v.description('our own probes after that'),
  ),
  latency: v.pipe(
    v.array(latencyVerdict),
    v.description('budgets of latency, from the runner to the edge; none: nothing was asked for them'),
  ),
});

const deployment = v.strictObject({
  to: v.picklist(['preview', 'staging', 'production']),
  environment: v.string(),
  name: v.string(),
  url: v.string(),
  versionId: v.string(),
  deploymentId: v.nullable(v.string()),
  sha: v.pipe(v.nullable(v.string()), v.description('commit of what is live there; null: it does not tell')),
  release: v.pipe(v.nullable(release), v.description('how it went live; null: a preview')),
});

const failure = v.strictObject({
  stage: v.picklist(['build', 'latency', 'runtime', 'deploy', 'report', 'cancelled']),
  message: v.string(),
  hint: v.nullable(v.string()),
  tail: v.pipe(v.nullable(v.string()), v.description('the last lines of the tool that failed')),
});

export const reportSchema = v.pipe(
  v.strictObject({
    version: v.literal(1),
    package: v.string(),
    edge: v.picklist(['cloudflare', 'deno', 'fastly', 'wasi']),
    source: v.strictObject({ repository: v.string(), sha: v.string(), ref: v.string(), run: v.nullable(v.string()) }),
    from: v.pipe(
      v.nullable(v.string()),
      v.description('address of the run that built the bundle, where an earlier one had'),
    ),
    startedAt: v.pipe(v.string(), v.isoTimestamp()),
    durations: v.pipe(v.record(v.string(), milliseconds), v.description('wall time of each stage')),
    overBudget: v.picklist(['fail', 'warn']),
    accepted: v.pipe(v.nullable(v.string()), v.description('the label by which a size over its budget only warns')),
    budgetChanges: v.pipe(
      v.array(v.strictObject({ from: v.nullable(v.string()), to: v.nullable(v.string()) })),
      v.description('budgets that the base has otherwise, as text'),
    ),
    loosened: v.pipe(
      v.array(
        v.strictObject({
          input: v.picklist(['over-budget', 'allow-imports']),
          from: v.array(v.string()),
          to: v.pipe(v.array(v.string()), v.description('none, of imports: all may be asked')),
        }),
      ),
      v.description('inputs that let more through than those of the base'),
    ),
    bundle: v.nullable(
      v.strictObject({
        digest: hash,
        entry: v.string(),
        files: v.array(
          v.strictObject({
            name: v.string(),
            kind: v.picklist(['javascript', 'wasm', 'data']),
            bytes: count,
            sha256: hash,
          }),
        ),
      }),
    ),
    sizes: v.nullable(sizes),
    module: v.nullable(v.strictObject({ file: v.string(), before: sizes, after: sizes })),
    base: v.pipe(
      v.nullable(
        v.strictObject({
          sha: v.string(),
          as: v.picklist(['first parent', 'merge base', 'commit before', 'base of the merge queue']),
          from: v.pipe(
            v.nullable(v.string()),
            v.description('address of the run that built it, where an earlier one had'),
          ),
          digest: hash,
          sizes,
        }),
      ),
      v.description('what the bundle is held against'),
    ),
    noBase: v.pipe(v.nullable(v.string()), v.description('why it is held against nothing, where it was to be')),
    capabilities: v.pipe(
      v.nullable(capabilitiesSchema),
      v.description('null: there is no module, or it could not be read'),
    ),
    preflight: v.pipe(v.nullable(preflightSchema), v.description('null: there is no module, or it could not be read')),
    advice: v.pipe(v.nullable(adviceSchema), v.description('null: nothing was built here')),
    attribution: v.pipe(
      v.nullable(attributionSchema),
      v.description('null: the module could not be read, or none was built'),
    ),
    budgets: v.array(verdict),
    limit: v.pipe(
      v.nullable(
        v.strictObject({
          measure: v.picklist(['raw', 'gzip', 'brotli']),
          limit: count,
          size: count,
          verdict: v.picklist(['within', 'over']),
          plan: v.string(),
          asOf: v.pipe(v.string(), v.isoDate()),
          source: v.string(),
        }),
      ),
      v.description('the largest bundle that the edge takes, of what plan, and where it says so'),
    ),
    latency: v.nullable(latency),
    race: v.pipe(v.nullable(raceSchema), v.description('null: there is no other base, or it could not be raced')),
    noRace: v.pipe(v.nullable(v.string()), v.description('why it was not raced, where it was to be')),
    work: v.nullable(workSchema),
    noWork: v.pipe(v.nullable(v.string()), v.description('why executed instructions are not told')),
    cpu: v.pipe(v.nullable(cpuSchema), v.description('null: the system did not tell it')),
    cost: v.nullable(costSchema),
    gates: v.pipe(v.array(gateSchema), v.description('budgets of latency, cold start, memory and work, on the runner')),
    deployment: v.nullable(deployment),
    liveLatency: v.pipe(
      v.nullable(liveSchema),
      v.description('null: nothing was deployed, or it was not to be measured'),
    ),
    live: v.pipe(v.nullable(v.boolean()), v.description('whether this bundle went live; null: not known')),
    skipReason: v.pipe(v.nullable(v.string()), v.description('why nothing was deployed')),
    tools: v.record(v.string(), v.string()),
    warnings: v.array(v.string()),
    failures: v.array(failure),
  }),
  v.title('wasm-ship report'),
  v.description('What one run of wasm-ship learned about one package.'),
);

/** All that one run learned about one package. Comment, summary, outputs and terminal are renderings of it. */
export type Report = v.InferOutput<typeof reportSchema>;
export type ReportSummary = v.InferOutput<typeof summarySchema>;
export type ReportVerdict = v.InferOutput<typeof verdict>;
export type ReportLatencyVerdict = v.InferOutput<typeof latencyVerdict>;
export type ReportRelease = v.InferOutput<typeof release>;
export type Failure = v.InferOutput<typeof failure>;

/** Budgets of latency that were exceeded: where that is to fail, nothing is live and there is no such report. */
export function slow({ deployment: placed }: Report): readonly ReportLatencyVerdict[] {
  return (placed?.release?.latency ?? []).filter(({ verdict: is }) => is === 'over');
}

/**
 * The commit that a report is about: of a release, also one that went back, what is live by it; undefined: not known.
 */
export function commitOf({ deployment: placed, source }: Report): string | undefined {
  return placed === null || placed.release === null ? source.sha : (placed.sha ?? undefined);
}

/** Whether it asks its host for what it may not. */
export function asksTooMuch({ capabilities }: Report): boolean {
  return capabilities !== null && capabilities.refused.length > 0;
}

/** Whether it goes nowhere, whatever its budgets are. */
export function isBarred(report: Report): boolean {
  return report.limit?.verdict === 'over' || asksTooMuch(report) || isRefused(report.preflight);
}

/** `ok`: nothing to mend. `untold`: of a budget nobody can tell whether it is kept. `warned`: over a budget that only warns. `over-budget`: or over what the edge takes, or what it may ask of its host, or not taken by it. */
export type Status = 'ok' | 'untold' | 'warned' | 'over-budget' | 'failed';

export function statusOf(report: Report): Status {
  if (report.failures.length > 0) return 'failed';
  if (isBarred(report)) return 'over-budget';
  const gates = overGates(report.gates);
  const over = report.budgets.some((budget) => budget.verdict === 'over');
  if (gates.some(({ fails }) => fails) || (over && report.overBudget === 'fail')) return 'over-budget';
  if (over || gates.length > 0 || slow(report).length > 0) return 'warned';
  return untold(report).length > 0 ? 'untold' : 'ok';
}

/** Budgets of which nobody can tell whether they are kept. Where there is no base, growth is none of them: that is said by itself. */
export function untold({ gates, base }: Report): readonly ReportGate[] {
  return untoldGates(gates).filter(({ of }) => of !== 'growth' || base !== null);
}
