import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Candidate } from './candidate.ts';
import { messageOf, ShipError } from './error.ts';
import { within } from './host/deadline.ts';
import type { Comment, Host } from './host/host.ts';
import { type CacheHit, outputsOf } from './report/outputs.ts';
import { comment } from './report/publish.ts';
import { render, reportLink } from './report/render.ts';
import type { Report } from './report/report.ts';
import type { Outcome } from './ship.ts';
import { type Kept, keepCandidate, keptName } from './store/bundles.ts';

/** For the comment as a whole: who the token is, the comments there are, writing it, and trying again. */
const COMMENT_MS = 60_000;

export interface Telling {
  readonly report: Report;
  readonly outcome: Outcome;
  /** The pull request to comment on. */
  readonly pr: number | undefined;
  /** Where bundle, symbols and report of this package are. */
  readonly into: string;
  readonly cache: CacheHit;
  /** Only the report is kept, under this name: the job that built has kept its own, and all the rest. */
  readonly reportAs?: 'deployment';
}

/**
 * Report file, outputs and summary; then artifacts and comment. Each that fails is a warning: the others still happen. Services
 * come last: one that does not answer, or a runner that ends us meanwhile, takes nothing of what is on this machine.
 * @returns whether other jobs can have the bundle
 */
export async function tell(telling: Telling, host: Host): Promise<boolean> {
  const { report, pr } = telling;
  const reportPath = await warned(host, () => write(telling, host));
  await warned(host, () => tellOutputs(telling, reportPath, host));
  await warned(host, () => host.tell.summary(render(report)));
  const { reportUrl, bundle } = await keep(telling, host);
  if (reportUrl !== undefined) await warned(host, () => host.tell.summary(reportLink(reportUrl)));
  if (pr === undefined) return bundle;
  const posted = await warned(host, () => commentOn(pr, report, render(report, { reportUrl }), host));
  if (posted !== undefined) await warned(host, async () => host.tell.output('comment-id', String(posted.id)));
  return bundle;
}

async function write({ report, into }: Telling, host: Host): Promise<string> {
  const file = path.join(into, 'report', 'report.json');
  await host.files.write(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

async function tellOutputs(
  { report, outcome, cache }: Telling,
  reportPath: string | undefined,
  host: Host,
): Promise<void> {
  const wasmPath = outcome.candidate.ok
    ? path.join(outcome.candidate.value.bundle.folder, outcome.candidate.value.module.file)
    : undefined;
  for (const [name, value] of Object.entries(outputsOf(report, { wasmPath, reportPath, cache })))
    host.tell.output(name, value);
}

async function commentOn(pr: number, report: Report, markdown: string, host: Host): Promise<Comment> {
  const { github } = host;
  if (github === undefined)
    throw new ShipError('report', 'No comment: `github-token` is empty.', {
      hint: 'Leave it out: by default it is the token of the job.',
    });
  return within('Commenting on the pull request: GitHub', COMMENT_MS, host.signal, () =>
    comment(pr, report.package, markdown, github),
  );
}

/** What became of the artifacts: where the report is, and whether the bundle is there. */
interface KeptArtifacts {
  readonly reportUrl: string | undefined;
  readonly bundle: boolean;
}

/** Report, bundle and symbols as artifacts; one that is refused does not keep the others. */
async function keep({ report, outcome, into, reportAs }: Telling, host: Host): Promise<KeptArtifacts> {
  if (!host.store.available) {
    host.log.info('No artifacts service here: bundle, symbols and report stay on this machine.');
    return { reportUrl: undefined, bundle: false };
  }
  const put = (what: 'bundle' | 'symbols' | 'report', as: Parameters<typeof keptName>[1] = what) =>
    warned(host, async () => {
      const folder = path.join(into, what);
      const files = (await host.files.list(folder)).map((name) => path.join(folder, name));
      return host.store.put(keptName(report.package, as), folder, files);
    });
  const kept = await put('report', reportAs);
  const reportUrl =
    report.source.run === null || kept?.id === undefined ? undefined : `${report.source.run}/artifacts/${kept.id}`;
  let bundle = false;
  if (outcome.candidate.ok && reportAs === undefined) {
    bundle = (await put('bundle')) !== undefined && kept !== undefined;
    await put('symbols');
    const { candidate, keep: wish, base } = outcome;
    const store = async (of: Candidate, kept: Kept | undefined, folder: string): Promise<void> => {
      if (kept !== undefined) await warned(host, () => keepCandidate(report.package, kept, of, folder, host));
    };
    await store(candidate.value, wish, into);
    if (base?.ok === true) await store(base.value.obtained.candidate, base.value.obtained.keep, base.value.into);
  }
  return { reportUrl, bundle };
}

/**
 * What tools and answers of others were quoted with is made fit to be read by anybody: no colours of a terminal, and no secrets
 * (a runner masks its log, but no comment and no artifact).
 */
export function presentable(report: Report, host: Pick<Host, 'redact'>): Report {
  const text = <T extends string | null>(quoted: T): T | string =>
    quoted === null ? quoted : host.redact(stripVTControlCharacters(quoted)); // colours first: one may stand inside a secret
  const failures = report.failures.map(({ stage, message, hint, tail }) => ({
    stage,
    message: text(message),
    hint: text(hint),
    tail: text(tail),
  }));
  return { ...report, failures, warnings: report.warnings.map(text) };
}

/** What a failure to tell comes to: a warning, and the rest goes on. */
export async function warned<T>(host: Pick<Host, 'log'>, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const hint = error instanceof ShipError && error.hint !== undefined ? ` ${error.hint}` : '';
    const message = `${messageOf(error)}${hint}`;
    if (error instanceof ShipError && error.fault === 'cancelled') host.log.info(message);
    else host.log.warning(message, { title: 'wasm-ship: report' });
    return undefined;
  }
}
