import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Candidate } from './candidate.ts';
import { messageOf, ShipError } from './error.ts';
import { within } from './host/deadline.ts';
import type { Comment, Host } from './host/host.ts';
import { type CacheHit, outputsOf, outputsOfAll } from './report/outputs.ts';
import { comment } from './report/publish.ts';
import { renderAll, reportLinks } from './report/render-all.ts';
import type { Report } from './report/report.ts';
import type { Outcome } from './ship.ts';
import { sideBySide } from './side-by-side.ts';
import { type Kept, keepCandidate, keptName } from './store/bundles.ts';

/** Artifacts that go up at a time. */
const UPLOADS = 4;
/** For the comment as a whole: who the token is, the comments there are, writing it, and trying again. */
const COMMENT_MS = 60_000;

/** One package of a run, and what became of it. */
export interface Told {
  readonly report: Report;
  readonly outcome: Outcome;
  /** Where bundle, symbols and report of this package are. */
  readonly into: string;
  readonly cache: CacheHit;
}

export interface Telling {
  readonly told: readonly Told[];
  /** The pull request to comment on. */
  readonly pr: number | undefined;
  /** Only the reports are kept, under this name: the job that built has kept its own, and all the rest. */
  readonly reportAs?: 'deployment';
}

/**
 * Report files, outputs and summary; then artifacts and comment. Each that fails is a warning: the others still happen. Services
 * come last: one that does not answer, or a runner that ends us meanwhile, takes nothing of what is on this machine.
 * @returns names of the packages whose bundle other jobs can have
 */
export async function tell({ told, pr, reportAs }: Telling, host: Host): Promise<ReadonlySet<string>> {
  const paths: (string | undefined)[] = [];
  for (const one of told) paths.push(await warned(host, () => write(one, host)));
  await warned(host, async () => tellOutputs(told, paths, host));
  const reports = told.map(({ report }) => report);
  await warned(host, () => host.tell.summary(renderAll(reports)));
  if (!host.store.available)
    host.log.info('No artifacts service here: bundle, symbols and report stay on this machine.');
  const urls = new Map<string, string>();
  const kept = new Set<string>();
  // what other jobs and readers need comes first, of all packages; then what makes later runs quicker
  await sideBySide(told, UPLOADS, async (one) => {
    const { reportUrl, bundle } = await keep(one, reportAs, host);
    if (reportUrl !== undefined) urls.set(one.report.package, reportUrl);
    if (bundle) kept.add(one.report.package);
  });
  if (reportAs === undefined) await sideBySide(told, UPLOADS, (one) => store(one, host));
  if (urls.size > 0) await warned(host, () => host.tell.summary(reportLinks(urls)));
  if (pr === undefined) return kept;
  const posted = await warned(host, () => commentOn(pr, reports, renderAll(reports, urls), host));
  if (posted !== undefined) await warned(host, async () => host.tell.output('comment-id', String(posted.id)));
  return kept;
}

async function write({ report, into }: Told, host: Host): Promise<string> {
  const file = path.join(into, 'report', 'report.json');
  await host.files.write(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

function tellOutputs(told: readonly Told[], paths: readonly (string | undefined)[], host: Host): void {
  const each = told.map(({ report, outcome, cache }, i) => {
    const { candidate } = outcome;
    const wasmPath =
      candidate?.ok === true ? path.join(candidate.value.bundle.folder, candidate.value.module.file) : undefined;
    return { name: report.package, outputs: outputsOf(report, { wasmPath, reportPath: paths[i], cache }) };
  });
  for (const [name, value] of Object.entries(outputsOfAll(each))) host.tell.output(name, value);
}

async function commentOn(pr: number, reports: readonly Report[], markdown: string, host: Host): Promise<Comment> {
  const { github } = host;
  if (github === undefined)
    throw new ShipError('report', 'No comment: `github-token` is empty.', {
      hint: 'Leave it out: by default it is the token of the job.',
    });
  const names = reports.map((report) => report.package);
  return within('Commenting on the pull request: GitHub', COMMENT_MS, host.signal, () =>
    comment(pr, names, markdown, github),
  );
}

/** What became of the artifacts: where the report is, and whether the bundle is there. */
interface KeptArtifacts {
  readonly reportUrl: string | undefined;
  readonly bundle: boolean;
}

/** Report and bundle as artifacts; one that is refused does not keep the other. */
async function keep(
  { report, outcome, into }: Told,
  reportAs: Telling['reportAs'],
  host: Host,
): Promise<KeptArtifacts> {
  if (!host.store.available) return { reportUrl: undefined, bundle: false };
  const put = (what: 'bundle' | 'report', as: Artifact = what) => putFolder(report.package, what, as, into, host);
  const kept = await put('report', reportAs);
  const reportUrl =
    report.source.run === null || kept?.id === undefined ? undefined : `${report.source.run}/artifacts/${kept.id}`;
  const bundle = outcome.candidate?.ok === true && reportAs === undefined && (await put('bundle')) !== undefined;
  return { reportUrl, bundle: bundle && kept !== undefined };
}

/** Symbols, and the bundles that later runs of the same source take. */
async function store({ report, outcome, into }: Told, host: Host): Promise<void> {
  const { candidate, keep: wish, base } = outcome;
  if (candidate?.ok !== true || !host.store.available) return;
  await putFolder(report.package, 'symbols', 'symbols', into, host);
  const keepOne = async (of: Candidate, kept: Kept | undefined, folder: string): Promise<void> => {
    if (kept !== undefined) await warned(host, () => keepCandidate(report.package, kept, of, folder, host));
  };
  await keepOne(candidate.value, wish, into);
  if (base?.ok === true) await keepOne(base.value.obtained.candidate, base.value.obtained.keep, base.value.into);
}

type Artifact = Parameters<typeof keptName>[1];

async function putFolder(
  name: string,
  what: 'bundle' | 'symbols' | 'report',
  as: Artifact,
  into: string,
  host: Host,
): Promise<{ readonly id: number | undefined } | undefined> {
  return warned(host, async () => {
    const folder = path.join(into, what);
    const files = (await host.files.list(folder)).map((file) => path.join(folder, file));
    return host.store.put(keptName(name, as), folder, files);
  });
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
  const { noBase, noRace, noWork, skipReason, work, latency } = report;
  return {
    ...{ ...report, failures, warnings: report.warnings.map(text) },
    ...{ noBase: text(noBase), noRace: text(noRace), noWork: text(noWork), skipReason: text(skipReason) },
    work: work === null ? null : { ...work, noBase: text(work.noBase) },
    latency:
      latency === null
        ? null
        : { ...latency, cold: { ...latency.cold, noBase: text(latency.cold.noBase), noV8: text(latency.cold.noV8) } },
  };
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
