import path from 'node:path';
import { inspect } from 'node:util';
import { lockedVersions } from './build/lockfile.ts';
import { type CleanPlan, clean } from './clean.ts';
import { ShipError } from './error.ts';
import { actionsHost } from './host/actions.ts';
import { workspaceFolder } from './host/crates.ts';
import { claimFolders } from './host/folders.ts';
import type { Host } from './host/host.ts';
import type { Runner } from './host/runner.ts';
import { inputText } from './host/runner.ts';
import { sweepSecrets } from './host/secrets-file.ts';
import { withLive } from './measure-live.ts';
import type { PackagePlan } from './plan.ts';
import { publishAssets } from './published.ts';
import { deployRecords } from './records.ts';
import { assemble, type Origin } from './report/assemble.ts';
import type { CacheHit } from './report/outputs.ts';
import { isRefused, refusedText } from './report/preflight.ts';
import { headline, spoken } from './report/render.ts';
import { isBarred, type Report, statusOf } from './report/report.ts';
import { type Circumstances, goBack, type Outcome, type ShipPlan, ship } from './ship.ts';
import { restoreTools } from './store/tools.ts';
import { type Believed, workflowFile } from './store/trust.ts';
import { presentable, type Told, tell, warned } from './tell.ts';
import { cargoCacheOf } from './warm.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Exit codes as a shell tells a signal: 128 and its number. */
const BY_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;

/** Takes away what was made for a pull request. @returns the exit code */
export async function executeClean(plan: CleanPlan, runner: Runner, env: Environment, action: string): Promise<number> {
  const cancelled = listenForSignals();
  await claimFolders(runner);
  await sweepSecrets(runner.temp);
  await using host = await actionsHost(runner, env, inputText(env, 'github-token') ?? '', action, cancelled.signal);
  await leaveForPost({}, host); // `post` knows by it that it is not the run itself
  const records = deployRecords({ sha: runner.sha, shas: [], url: runner.runUrl }, host);
  const failures = await clean(plan, records, host);
  for (const failure of failures) sayFailure(failure, host);
  const by = cancelled.by();
  if (by !== undefined) return BY_SIGNAL[by];
  return failures.length === 0 ? 0 : 1;
}

/** What was decided besides the plan. */
export interface Decided {
  readonly defaultBranch: string | undefined;
  /** The commit that is shipped: of a pull request its head, not the merge. */
  readonly sha: string;
  /** A package of this name in another checkout. @throws ShipError where it is not there */
  readonly packageAt: Circumstances['packageAt'];
}

/** Carries a plan out: ships, tells everybody, concludes. @returns the exit code */
export async function execute(
  plan: ShipPlan,
  runner: Runner,
  env: Environment,
  action: string,
  { defaultBranch, sha, packageAt }: Decided,
): Promise<number> {
  const cancelled = listenForSignals();
  await claimFolders(runner);
  await sweepSecrets(runner.temp);
  const named = {
    passed: plan.packages.flatMap((pkg) => pkg.buildEnv),
    secrets: plan.packages.flatMap((pkg) => pkg.deploy?.secrets ?? []),
  };
  const token = inputText(env, 'github-token') ?? '';
  await using host = await actionsHost(runner, env, token, action, cancelled.signal, named);
  for (const notice of plan.tell.notices) host.log.notice(notice, 'wasm-ship');
  for (const warning of plan.tell.warnings ?? []) host.log.warning(warning, { title: 'wasm-ship' });
  const versions = await chosenVersions(plan.packages, host);
  const tools = await restoreTools(versions, plan.cache.restore, host);
  const toolsToKeep = plan.cache.save && tools.found !== tools.key ? { save: tools.key } : {};
  await leaveForPost(toolsToKeep, host);
  const origin: Origin = { repository: runner.repository, sha: runner.sha, ref: runner.ref, run: runner.runUrl };
  const folders = new Map(
    plan.packages.map(({ name }) => [name, path.join(host.folders.work, `${name}-${host.random(3)}`)]),
  );
  const into = (name: string): string => folders.get(name) ?? host.folders.work;
  const recordsOf = (of: string = sha) =>
    deployRecords({ sha: of, shas: [of, sha, runner.sha], url: runner.runUrl }, host);
  const around: Circumstances = {
    believed: believedBy(plan, runner, defaultBranch),
    ownMachine: !plan.cache.restore && !runner.selfHosted,
    packageAt,
    ...{ sha, records: recordsOf() },
    cargo: cargoCacheOf(plan.cache, runner.cargo),
    into,
  };
  const shipped = plan.do === 'rollback' ? await goBack(plan, recordsOf, host) : await ship(plan, around, host);
  if (plan.assets !== undefined && !host.signal.aborted) await publishAssets(plan.assets, shipped, host);
  const outcomes = plan.do === 'rollback' ? shipped : await withLive(shipped, host);
  const cargo = await leaveCargo(outcomes, host);
  if (cargo.length > 0) await leaveForPost({ ...toolsToKeep, cargo }, host);
  const told = outcomes.map(
    (outcome): Told => ({
      report: presentable(assemble(outcome, plan, origin), host),
      outcome,
      into: into(outcome.package.name),
      cache: cacheHit(outcome, tools.found !== undefined),
    }),
  );
  const only = plan.do === 'deploy' ? { reportAs: 'deployment' as const } : {};
  const kept = await tell({ told, pr: plan.tell.comment?.pr, ...only }, host);
  let code = 0;
  for (const { report, outcome } of told) {
    code = Math.max(code, conclude(report, outcome, host));
    if (plan.do === 'build' && outcome.candidate?.ok === true && !kept.has(report.package) && !host.signal.aborted) {
      sayFailure(notKept(), host);
      code = 1;
    }
  }
  const by = cancelled.by();
  return by === undefined ? code : BY_SIGNAL[by];
}

/** What `post` does, told apart from the run itself by its being there. */
export interface PostState {
  /** Key of the tools. */
  readonly save?: string;
  /** Files that tell what is kept of cargo's. */
  readonly cargo?: readonly string[];
}

async function leaveForPost(state: PostState, host: Host): Promise<void> {
  await warned(host, async () => host.tell.state('WASM_SHIP', JSON.stringify(state)));
}

/** Hundreds of names: too long for a variable, which the state is. @returns the files, one for each target folder */
async function leaveCargo(outcomes: readonly Outcome[], host: Host): Promise<readonly string[]> {
  const keeps = new Set(outcomes.flatMap(({ warm }) => warm?.keep ?? [])); // packages that were built together have one
  const left: string[] = [];
  for (const [i, keep] of [...keeps].entries()) {
    const file = path.join(host.folders.work, `cargo-cache-${host.random(3)}-${i}.json`);
    const written = await warned(host, async () => {
      await host.files.write(file, JSON.stringify(keep));
      return file;
    });
    if (written !== undefined) left.push(written);
  }
  return left;
}

function cacheHit({ from, warm }: Outcome, tools: boolean): CacheHit {
  if (from !== undefined) return 'bundle';
  if (warm?.restored === true) return 'cargo';
  return tools ? 'tools' : 'none';
}

/** Whose stored bundles this run takes; undefined where it is not known who runs here. */
function believedBy(plan: ShipPlan, runner: Runner, defaultBranch: string | undefined): Believed | undefined {
  const { repository, workflow } = runner;
  if (plan.reuse === undefined || repository === '' || workflow === '' || defaultBranch === undefined) return undefined;
  return { from: plan.reuse, repository, defaultBranch, workflow: workflowFile(workflow) };
}

/** The tools whose version the crates choose, as their Cargo.lock has them; a lock file that is missing is told later. */
async function chosenVersions(packages: readonly PackagePlan[], host: Host): Promise<readonly string[]> {
  const locks = await Promise.all(
    packages.map(async (pkg) => {
      const { workspace } = host.folders;
      const file = path.join(workspace, workspaceFolder(workspace, pkg.dir), 'Cargo.lock');
      return (await host.files.exists(file)) ? host.files.text(file) : '';
    }),
  );
  return ['wasm-bindgen', 'worker'].flatMap((name) =>
    locks.flatMap((lock) => lockedVersions(lock, name).map((version) => `${name}@${version}`)),
  );
}

function listenForSignals(): { signal: AbortSignal; by: () => keyof typeof BY_SIGNAL | undefined } {
  const controller = new AbortController();
  let by: keyof typeof BY_SIGNAL | undefined;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      by ??= name;
      controller.abort();
    });
  }
  return { signal: controller.signal, by: () => by };
}

/** Last of all: the verdict in the log, failures as annotations. @returns the exit code */
function conclude(report: Report, outcome: Outcome, host: Host): number {
  for (const warning of report.warnings) host.log.warning(warning, { title: 'wasm-ship' });
  for (const result of [outcome.candidate, outcome.latency, outcome.deployment]) {
    if (result !== undefined && !result.ok) sayFailure(result.error, host);
  }
  if (outcome.latency?.ok === true && outcome.latency.value.failure !== undefined)
    sayFailure(outcome.latency.value.failure, host);
  const { deployment } = outcome;
  if (deployment?.ok === true && deployment.value.failure !== undefined) sayFailure(deployment.value.failure, host);
  if (outcome.base?.ok === false) host.log.info(whyNoBase(outcome.base.error, host));
  const barred = isBarred(report);
  if (barred || report.budgets.some((budget) => budget.verdict === 'over')) {
    const say = report.overBudget === 'warn' && !barred ? host.log.warning : host.log.error;
    const place = { file: path.posix.join(outcome.package.dir, 'Cargo.toml') };
    const head = spoken(headline({ ...report, failures: [], deployment: null }));
    if (!isRefused(report.preflight)) say(head, { title: 'wasm-ship: budget', place });
    else say(`${head}\n${spoken(refusedText(report.preflight))}`, { title: 'wasm-ship: preflight', place });
  }
  host.log.info(spoken(headline(report)));
  const status = statusOf(report);
  return status === 'failed' || status === 'over-budget' ? 1 : 0;
}

/** A bundle that only its own job has is of no use to the job that deploys. */
function notKept(): ShipError {
  return new ShipError(
    'report',
    'The bundle is not kept, and `phase: deploy` takes it from the artifacts of this run.',
    {
      hint: 'Why is said above. Where there is no artifacts service, leave `phase` out: one job builds and deploys.',
    },
  );
}

/** All that is known of it: the report has only the first sentence. */
function whyNoBase({ message, hint, tail, fault, cause }: ShipError, host: Host): string {
  const more = [hint, tail, fault === 'bug' ? inspect(cause) : undefined].filter((part) => part !== undefined);
  return host.redact([`Held against nothing: ${message}`, ...more].join('\n'));
}

function sayFailure(error: ShipError, host: Host): void {
  const { message, hint, place, fault, tail } = error;
  if (fault === 'bug') host.log.echo(inspect(error.cause));
  else if (tail !== undefined) host.log.echo(host.redact(tail));
  host.log.error(host.redact(hint === undefined ? message : `${message}\n${hint}`), {
    title: `wasm-ship: ${fault}`,
    ...(place === undefined ? {} : { place }),
  });
}
