import path from 'node:path';
import { inspect } from 'node:util';
import { lockedVersions, lockfileFolder } from './build/lockfile.ts';
import { messageOf, ShipError } from './error.ts';
import { actionsHost } from './host/actions.ts';
import type { Host } from './host/host.ts';
import type { Runner } from './host/runner.ts';
import { inputText } from './host/runner.ts';
import type { PackagePlan } from './plan.ts';
import { assemble, type Origin } from './report/assemble.ts';
import { outputsOf } from './report/outputs.ts';
import { comment } from './report/publish.ts';
import { headline, render, spoken } from './report/render.ts';
import { type Report, statusOf } from './report/report.ts';
import { type Outcome, type ShipPlan, ship } from './ship.ts';
import { restoreTools } from './store/tools.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Exit codes as a shell tells a signal: 128 and its number. */
const BY_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;

/** Carries a plan out: ships, tells everybody, concludes. @returns the exit code */
export async function execute(plan: ShipPlan, runner: Runner, env: Environment, action: string): Promise<number> {
  const cancelled = listenForSignals();
  await using host = await actionsHost(runner, env, inputText(env, 'github-token') ?? '', action, cancelled.signal);
  for (const notice of plan.tell.notices) host.log.notice(notice, 'wasm-ship');
  const versions = await chosenVersions(plan.packages, host);
  const tools = await restoreTools(versions, plan.cache.restore, host);
  await warned(host, async () =>
    host.tell.state(
      'WASM_SHIP',
      JSON.stringify(plan.cache.save && tools.found !== tools.key ? { save: tools.key } : {}),
    ),
  );
  const cacheHit = tools.found !== undefined;
  const origin: Origin = { repository: runner.repository, sha: runner.sha, ref: runner.ref, run: runner.runUrl };
  let code = 0;
  for (const pkg of plan.packages) {
    const into = path.join(host.folders.work, `${pkg.name}-${host.random(3)}`);
    const outcome = await ship(pkg, plan, into, host);
    const report = redacted(assemble(outcome, plan, origin), host);
    await tell(report, outcome, plan, into, cacheHit, host);
    code = Math.max(code, conclude(report, outcome, host));
  }
  return cancelled.by() === undefined ? code : BY_SIGNAL[cancelled.by() ?? 'SIGTERM'];
}

/** The tools whose version the crates choose, as their Cargo.lock has them; a lock file that is missing is told later. */
async function chosenVersions(packages: readonly PackagePlan[], host: Host): Promise<readonly string[]> {
  const locks = await Promise.all(
    packages.map(async (pkg) => {
      const folder = await lockfileFolder(path.join(host.folders.workspace, pkg.dir), host);
      return folder === undefined ? '' : host.files.text(path.join(folder, 'Cargo.lock'));
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

/** Report file, outputs, summary, artifacts and comment. Each that fails is a warning: the others still happen. */
async function tell(
  report: Report,
  outcome: Outcome,
  plan: ShipPlan,
  into: string,
  cacheHit: boolean,
  host: Host,
): Promise<void> {
  const reportPath = path.join(into, 'report', 'report.json');
  await host.files.write(reportPath, `${JSON.stringify(report, null, 2)}\n`);
  const reportUrl = await warned(host, () => keep(report, outcome, into, host));
  const markdown = render(report, { reportUrl });
  await warned(host, () => host.tell.summary(markdown));
  const to = plan.tell.comment;
  const posted = to === undefined ? undefined : await warned(host, () => commentOn(to.pr, report, markdown, host));
  const wasmPath = outcome.candidate.ok
    ? path.join(outcome.candidate.value.bundle.folder, outcome.candidate.value.module.file)
    : undefined;
  const outputs = outputsOf(report, { wasmPath, reportPath, cacheHit, commentId: posted?.id });
  await warned(host, async () => {
    for (const [name, value] of Object.entries(outputs)) host.tell.output(name, value);
  });
}

async function commentOn(pr: number, report: Report, markdown: string, host: Host) {
  if (host.github === undefined)
    throw new ShipError('report', 'No comment: `github-token` is empty.', {
      hint: 'Leave it out: by default it is the token of the job.',
    });
  return comment(pr, report.package, markdown, host.github);
}

/** Report, bundle and symbols as artifacts; one that is refused does not keep the others. @returns where the report is */
async function keep(report: Report, outcome: Outcome, into: string, host: Host): Promise<string | undefined> {
  if (!host.store.available) {
    host.log.info('No artifacts service here: bundle, symbols and report stay on this machine.');
    return undefined;
  }
  const put = (what: string) =>
    warned(host, async () => {
      const folder = path.join(into, what);
      const files = (await host.files.list(folder)).map((name) => path.join(folder, name));
      return host.store.put(`wasm-ship-${report.package}-${what}`, folder, files);
    });
  const kept = await put('report');
  if (outcome.candidate.ok) {
    await put('bundle');
    await put('symbols');
  }
  return report.source.run === null || kept?.id === undefined ? undefined : `${report.source.run}/artifacts/${kept.id}`;
}

/** Secrets that a tool or an answer quoted are taken out: a runner masks its log, but no comment and no artifact. */
function redacted(report: Report, host: Host): Report {
  const text = <T extends string | null>(quoted: T): T | string => (quoted === null ? quoted : host.redact(quoted));
  const failures = report.failures.map(({ stage, message, hint, tail }) => ({
    stage,
    message: text(message),
    hint: text(hint),
    tail: text(tail),
  }));
  return { ...report, failures, warnings: report.warnings.map(text) };
}

/** What a failure to tell comes to: a warning, and the rest goes on. */
async function warned<T>(host: Host, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const hint = error instanceof ShipError && error.hint !== undefined ? ` ${error.hint}` : '';
    host.log.warning(`${messageOf(error)}${hint}`, { title: 'wasm-ship: report' });
    return undefined;
  }
}

/** Last of all: the verdict in the log, failures as annotations. @returns the exit code */
function conclude(report: Report, outcome: Outcome, host: Host): number {
  for (const warning of report.warnings) host.log.warning(warning, { title: 'wasm-ship' });
  for (const result of [outcome.candidate, outcome.latency, outcome.deployment]) {
    if (result !== undefined && !result.ok) sayFailure(result.error, host);
  }
  if (report.budgets.some((budget) => budget.verdict === 'over')) {
    const say = report.overBudget === 'warn' ? host.log.warning : host.log.error;
    const place = { file: path.posix.join(outcome.package.dir, 'Cargo.toml') };
    say(spoken(headline({ ...report, failures: [], deployment: null })), { title: 'wasm-ship: budget', place });
  }
  host.log.info(spoken(headline(report)));
  const status = statusOf(report);
  return status === 'failed' || status === 'over-budget' ? 1 : 0;
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
