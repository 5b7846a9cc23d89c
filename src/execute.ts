import path from 'node:path';
import { messageOf, ShipError } from './error.ts';
import { actionsHost } from './host/actions.ts';
import type { Host } from './host/host.ts';
import type { Runner } from './host/runner.ts';
import { inputText } from './host/runner.ts';
import { assemble, type Origin } from './report/assemble.ts';
import { outputsOf } from './report/outputs.ts';
import { comment } from './report/publish.ts';
import { headline, render } from './report/render.ts';
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
  host.tell.state('WASM_SHIP', JSON.stringify({ cache: plan.cache.save }));
  for (const notice of plan.tell.notices) host.log.notice(notice, 'wasm-ship');
  const cacheHit = plan.cache.restore && (await restoreTools(host));
  const origin: Origin = { repository: runner.repository, sha: runner.sha, ref: runner.ref, run: runner.runUrl };
  let code = 0;
  for (const pkg of plan.packages) {
    const into = path.join(host.folders.work, `${pkg.name}-${host.random(3)}`);
    const outcome = await ship(pkg, plan, into, host);
    const report = assemble(outcome, plan, origin);
    await tell(report, outcome, plan, into, cacheHit, host);
    code = Math.max(code, conclude(report, outcome, host));
  }
  return cancelled.by() === undefined ? code : BY_SIGNAL[cancelled.by() ?? 'SIGTERM'];
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
  for (const [name, value] of Object.entries(outputs)) host.tell.output(name, value);
}

async function commentOn(pr: number, report: Report, markdown: string, host: Host) {
  if (host.github === undefined)
    throw new ShipError('report', 'No comment: `github-token` is empty.', {
      hint: 'Leave it out: by default it is the token of the job.',
    });
  return comment(pr, report.package, markdown, host.github);
}

/** Bundle, report and symbols as artifacts. @returns where the report is */
async function keep(report: Report, outcome: Outcome, into: string, host: Host): Promise<string | undefined> {
  if (!host.store.available) {
    host.log.info('No artifacts service here: bundle, symbols and report stay on this machine.');
    return undefined;
  }
  const all = async (folder: string): Promise<string[]> =>
    (await host.files.list(folder)).map((name) => path.join(folder, name));
  if (outcome.candidate.ok) {
    await host.store.put(
      `wasm-ship-${report.package}-bundle`,
      path.join(into, 'bundle'),
      await all(path.join(into, 'bundle')),
    );
    await host.store.put(
      `wasm-ship-${report.package}-symbols`,
      path.join(into, 'symbols'),
      await all(path.join(into, 'symbols')),
    );
  }
  const { id } = await host.store.put(
    `wasm-ship-${report.package}-report`,
    path.join(into, 'report'),
    await all(path.join(into, 'report')),
  );
  return report.source.run === null || id === undefined ? undefined : `${report.source.run}/artifacts/${id}`;
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
  host.log.info(headline(report));
  for (const result of [outcome.candidate, outcome.latency, outcome.deployment]) {
    if (result === undefined || result.ok) continue;
    const { message, hint, place, fault } = result.error;
    host.log.error(hint === undefined ? message : `${message}\n${hint}`, {
      title: `wasm-ship: ${fault}`,
      ...(place === undefined ? {} : { place }),
    });
  }
  const status = statusOf(report);
  const place = { file: path.posix.join(outcome.package.dir, 'Cargo.toml') };
  if (report.budgets.some((budget) => budget.verdict === 'over')) {
    const say = status === 'warned' ? host.log.warning : host.log.error;
    say(headline({ ...report, failures: [], deployment: null }), { title: 'wasm-ship: budget', place });
  }
  return status === 'failed' || status === 'over-budget' ? 1 : 0;
}
