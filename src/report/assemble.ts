import type { Deployment } from '../edge/edge.ts';
import type { Attempt, ShipError } from '../error.ts';
import type { Latency } from '../latency/probe.ts';
import type { Outcome, ShipPlan } from '../ship.ts';
import type { Budget } from '../size/budget.ts';
import type { BudgetChange, Verdict } from '../size/judge.ts';
import { formatBytes, formatBytesApart, formatGrowth } from '../units.ts';
import { adviceReport } from './advice.ts';
import { attributionReport } from './attribution.ts';
import { coldReport, summaryReport } from './cold.ts';
import { costReport, cpuReport } from './cpu.ts';
import { gatesReport } from './gates.ts';
import { capabilitiesReport } from './host-imports.ts';
import { liveReport } from './live.ts';
import { preflightReport } from './preflight.ts';
import { raceReport } from './race.ts';
import type { Report, ReportRelease, ReportVerdict } from './report.ts';
import { workReport } from './work.ts';

/** Where a run took place, for its report. */
export interface Origin {
  readonly repository: string;
  readonly sha: string;
  readonly ref: string;
  readonly run: string | undefined;
}

/** The report of an outcome. */
export function assemble(outcome: Outcome, plan: ShipPlan, origin: Origin): Report {
  const { candidate, deployment, latency } = outcome;
  const made = candidate?.ok === true ? candidate.value : undefined;
  const deploy = plan.do === 'build' ? undefined : outcome.package.deploy;
  const placed = deployment?.ok === true ? deployment.value : undefined;
  return {
    version: 1,
    package: outcome.package.name,
    edge: outcome.package.edge,
    source: { repository: origin.repository, sha: origin.sha, ref: origin.ref, run: origin.run ?? null },
    from: outcome.from ?? null,
    startedAt: outcome.startedAt.toISOString(),
    durations: outcome.durations,
    overBudget: outcome.package.overBudget,
    accepted: outcome.package.accepted ?? null,
    budgetChanges: (outcome.budgetChanges ?? []).map(changeReport),
    loosened: (outcome.loosened ?? []).map(({ input, from, to }) => ({ input, from: [...from], to: [...to] })),
    bundle:
      made === undefined
        ? null
        : { digest: made.bundle.digest, entry: made.bundle.entry, files: [...made.bundle.files] },
    sizes: made?.sizes ?? null,
    module: made?.module ?? null,
    base: baseReport(outcome.base),
    noBase: outcome.base?.ok === false ? outcome.base.error.message : null,
    capabilities: outcome.capabilities?.ok === true ? capabilitiesReport(outcome.capabilities.value) : null,
    preflight: outcome.preflight?.ok === true ? preflightReport(outcome.preflight.value) : null,
    advice: outcome.advice === undefined ? null : adviceReport(outcome.advice),
    attribution: outcome.attribution === undefined ? null : attributionReport(outcome.attribution),
    budgets: outcome.verdicts.map(verdictReport),
    limit: limitReport(outcome.limit),
    latency: latency?.ok === true ? latencyReport(latency.value) : null,
    ...raceAndWork(latency),
    deployment:
      placed === undefined || deploy === undefined
        ? null
        : {
            to: deploy.to,
            environment: placed.environment,
            name: placed.name,
            url: placed.url,
            versionId: placed.versionId,
            deploymentId: placed.deploymentId ?? null,
            sha: placed.sha ?? null,
            release: releaseReport(placed.release),
          },
    liveLatency: outcome.live === undefined ? null : liveReport(outcome.live),
    live: placed === undefined && deployment?.ok === false && deployment.error.unsure ? null : placed !== undefined,
    skipReason: placed === undefined ? (outcome.skipReason ?? null) : null,
    tools: { ...made?.tools, ...placed?.tools },
    warnings: [
      ...new Set([...(made?.warnings ?? []), ...warningsOf(outcome)]), // what is received from the job before has told it, too
      ...baseWarnings(outcome.base),
      ...(placed?.remarks ?? []),
    ],
    failures: [
      ...failure(plan.do === 'deploy' ? 'deploy' : 'build', candidate),
      ...(outcome.package.allowImports === undefined ? [] : failure('build', outcome.capabilities)),
      ...failure(latencyStage(latency), failed(latency)),
      ...failure('deploy', failed(deployment)),
    ],
  };
}

function changeReport({ from, to }: BudgetChange): Report['budgetChanges'][number] {
  const [before, after] = [bytesOf(from), bytesOf(to)];
  if (from !== undefined && to !== undefined && before !== undefined && after !== undefined) {
    const [was, is] = formatBytesApart(before, after);
    const text = (budget: Budget, bytes: string): string =>
      `${budget.measure} ${'growth' in budget ? '+' : ''}${bytes}`;
    return { from: text(from, was), to: text(to, is) };
  }
  return { from: from === undefined ? null : budgetText(from), to: to === undefined ? null : budgetText(to) };
}

/** undefined: it is none, or percent. */
function bytesOf(budget: Budget | undefined): number | undefined {
  if (budget === undefined) return undefined;
  if ('limit' in budget) return budget.limit;
  return 'bytes' in budget.growth ? budget.growth.bytes : undefined;
}

function budgetText(budget: Budget): string {
  return `${budget.measure} ${'limit' in budget ? formatBytes(budget.limit) : formatGrowth(budget.growth)}`;
}

function verdictReport(verdict: Verdict): ReportVerdict {
  const { kind, budget, size } = verdict;
  const limit = verdict.kind === 'no base' ? null : verdict.limit;
  return {
    measure: budget.measure,
    growth: 'growth' in budget ? formatGrowth(budget.growth) : null,
    ...{ limit, size, verdict: kind, excess: limit === null ? null : size - limit },
  };
}

function limitReport(verdict: Outcome['limit']): Report['limit'] {
  if (verdict === undefined) return null;
  const { kind, size, limit } = verdict;
  const { measure, bytes, plan, asOf, source } = limit;
  return { measure, limit: bytes, size, verdict: kind, plan, asOf, source };
}

function baseReport(base: Outcome['base']): Report['base'] {
  if (base?.ok !== true) return null;
  const { commit, obtained } = base.value;
  const { bundle, sizes } = obtained.candidate;
  return { ...commit, from: obtained.from ?? null, digest: bundle.digest, sizes };
}

/** What was to be read of the module, and could not be; what was found in measuring it. */
function warningsOf({ package: { allowImports }, capabilities, preflight, latency }: Outcome): readonly string[] {
  return [
    ...(preflight?.ok === false
      ? [`Nobody has looked whether its edge takes the module: ${preflight.error.message}`]
      : []),
    ...(capabilities?.ok === false && allowImports === undefined
      ? [`What it may ask of its host is not known: ${capabilities.error.message}`]
      : []),
    ...(latency?.ok === true ? latency.value.warnings : []),
  ];
}

/** A base that is larger than it could be makes a change of its own. */
function baseWarnings(base: Outcome['base']): readonly string[] {
  return base?.ok === true ? base.value.obtained.candidate.warnings.map((warning) => `Of the base: ${warning}`) : [];
}

function releaseReport(release: Deployment['release']): ReportRelease | null {
  if (release === undefined) return null;
  const { how, before = null, steps, proof = null } = release;
  const latency = (release.latency ?? []).map(({ budget: { measure, limit }, kind, over, answers }) => ({
    ...{ measure, limit, verdict: kind, over, answers },
  }));
  const { answers, bad, ms } = release.watched ?? { answers: 0, bad: 0, ms: 0 };
  const watched = release.watched === undefined ? null : { answers, bad, ms };
  return { how, before, steps: [...steps], proof, watched, latency };
}

/** A deploy that is live and failed in a part of it is a failure too, and so is a bundle that answers no more after a while. */
function failed(
  result: Attempt<{ readonly failure?: ShipError | undefined }> | undefined,
): Attempt<unknown> | undefined {
  if (result?.ok !== true || result.value.failure === undefined) return result;
  return { ok: false, error: result.value.failure };
}

/** What does not run at all has not answered wrongly. */
function latencyStage(latency: Outcome['latency']): 'latency' | 'runtime' {
  return latency?.ok === false && latency.error.fault !== 'probe' ? 'runtime' : 'latency';
}

/** A failed stage. One that was cut off says nothing of what it was about. */
function failure(
  stage: 'build' | 'latency' | 'runtime' | 'deploy',
  result: Attempt<unknown> | undefined,
): Report['failures'] {
  if (result === undefined || result.ok) return [];
  const { message, hint = null, tail = null, fault, unsure } = result.error;
  return fault === 'cancelled' && !unsure
    ? [{ stage: 'cancelled', message, hint, tail: null }]
    : [{ stage, message, hint, tail }];
}

/** What was held against the base. */
function raceAndWork(
  latency: Outcome['latency'],
): Pick<Report, 'race' | 'noRace' | 'work' | 'noWork' | 'gates' | 'cpu' | 'cost'> {
  if (latency?.ok !== true)
    return { race: null, noRace: null, work: null, noWork: null, gates: [], cpu: null, cost: null };
  const { race, work, gates, warm, cpu, cost, failure: wrong } = latency.value;
  return {
    race: race?.ok === true ? raceReport(race.value) : null,
    noRace: race?.ok === false && wrong === undefined ? race.error.message : null, // else it is a failure, and said there
    work: work.ok ? workReport(work.value, warm.routes) : null,
    noWork: work.ok ? null : work.error.message,
    gates: gatesReport(gates),
    ...{ cpu: cpuReport(cpu), cost: costReport(cost) },
  };
}

function latencyReport(latency: Latency & { runtime: string }): Report['latency'] {
  const { runtime, cold, warm } = latency;
  const routes = warm.routes.map(({ name, method, path: at, summary: of }) => ({
    ...{ name, method, path: at, latency: summaryReport(of) },
  }));
  return { runtime, cold: coldReport(cold), warm: { all: summaryReport(warm.all), routes } };
}
