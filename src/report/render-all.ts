import { formatBytes, formatBytesApart, formatChange } from '../units.ts';
import { importsList, importsSentence } from './host-imports.ts';
import { folded, link, plain, prose, table } from './markdown.ts';
import { notedText } from './preflight.ts';
import {
  against,
  budgetText,
  cutDown,
  detailsOf,
  failureText,
  fitting,
  ICONS,
  isUnchanged,
  joined,
  MOST_CHARACTERS,
  measureOf,
  measures,
  ms,
  notJudged,
  notTold,
  overBudget,
  render,
  reportLink,
  trouble,
  waysPast,
} from './render.ts';
import { commitOf, type Report, type Status, statusOf } from './report.ts';

/** Addresses of report.json, by package. */
export type ReportUrls = ReadonlyMap<string, string>;

/**
 * What a reviewer reads of a run: of one package all of it; of several one verdict over all, a row for each that moved, the
 * worst first, and how many did not.
 */
export function renderAll(reports: readonly Report[], urls: ReportUrls = new Map()): string {
  const [only] = reports;
  if (only !== undefined && reports.length === 1) return render(only, { reportUrl: urls.get(only.package) });
  const moved = reports.filter(hasMoved);
  const whole = joined([...head(reports, SHOWN), ...moved.map(packageDetails), foot(reports, urls)]);
  if (whole.length <= MOST_CHARACTERS) return whole;
  const rest = 'The rest is too long for a comment; it is in each report.json.';
  const short = reports.map(cutDown);
  return fitting([
    ...[SHOWN, 20, 5].map((most) => joined([...head(short, most), rest, foot(short, new Map())])),
    ...[NAMED, 0].map((named) => joined([`### ${headlineOfAll(short, named)}`, rest])),
  ]);
}

/** Rows, and failures in full. */
const SHOWN = 100;
/** Packages that a line names. */
const NAMED = 3;

function head(reports: readonly Report[], most: number): readonly string[] {
  const failing = reports.flatMap((report) => report.failures.map((failure) => failureText(failure, report.package)));
  const warnings = reports.flatMap(({ package: name, warnings: of }) =>
    of.map((warning) => `⚠️ ${plain(name)}: ${prose(warning)}`),
  );
  return [
    `### ${headlineOfAll(reports)}`,
    remarks(reports, most),
    rows(reports, most),
    ...reports.map(({ package: name, preflight }) => notedText(preflight, name)).slice(0, most),
    ...warnings.slice(0, most),
    ...failing.slice(0, most),
    failing.length > most ? `And ${failing.length - most} more failures.` : '',
  ];
}

/** The verdict over all, in one line. `most`: of the packages that are named. */
export function headlineOfAll(reports: readonly Report[], most = NAMED): string {
  const status = (wanted: readonly Status[]): readonly Report[] =>
    reports.filter((report) => wanted.includes(statusOf(report)));
  const bad = worstFirst(status(['failed', 'over-budget']));
  const [warned, untold] = [status(['warned']), status(['untold'])];
  const all = `${reports.length} packages`;
  const about = (of: readonly Report[]): string[] => {
    const shown = of.slice(0, most).map((report) => `${plain(report.package)} ${trouble(report)}`);
    return of.length > most ? [...shown, `${of.length - most} more`] : shown;
  };
  if (bad.length > 0) return [`${ICONS.failed} ${bad.length} of ${all}`, ...about(bad)].join(' · ');
  if (warned.length > 0) return [`${ICONS.warned} ${all}`, ...about(warned)].join(' · ');
  if (untold.length > 0) return [`${ICONS.untold} ${all}`, ...about(untold)].join(' · ');
  const unchanged = reports.filter(isUnchanged).length;
  const held = reports.filter(({ base }) => base !== null).length;
  const moved = unchanged === reports.length ? 'no change' : `${reports.length - unchanged} changed`;
  const budgets = reports.some((report) => report.budgets.some(({ verdict }) => verdict === 'within'))
    ? ['within budget']
    : [];
  return [`${ICONS.ok} ${all}`, ...(held === 0 ? [] : [moved]), ...budgets].join(' · ');
}

const RANK: readonly Status[] = ['failed', 'over-budget', 'warned', 'untold', 'ok'];

/** Worst first: by status, then by growth, then as they come. */
function worstFirst(reports: readonly Report[]): readonly Report[] {
  const growth = ({ sizes, base }: Report): number =>
    sizes === null || base === null ? 0 : sizes.brotli - base.sizes.brotli;
  const rank = (report: Report): number => RANK.indexOf(statusOf(report));
  return reports.toSorted((a, b) => rank(a) - rank(b) || growth(b) - growth(a));
}

/** What is the same for several is said once, with their names where it is not about all. */
function remarks(reports: readonly Report[], most: number): string {
  const said = new Map<string, string[]>();
  const say = (text: string, { package: name }: Report): void => void said.set(text, [...(said.get(text) ?? []), name]);
  for (const report of reports) {
    if (statusOf(report) === 'over-budget') say(overBudget(report), report);
    for (const way of waysPast(report)) say(way, report);
    for (const text of notTold(report)) say(text, report);
    if (report.capabilities?.moved?.added.length) say(importsSentence(report.capabilities), report);
    if (report.noBase !== null && report.sizes !== null)
      say(`Held against nothing: ${prose(report.noBase)} Changes are shown once there is a base.`, report);
    for (const text of notJudged(report)) say(text, report);
    if (report.skipReason !== null && report.failures.length === 0)
      say(`Not deployed: ${prose(report.skipReason)}`, report);
  }
  const lines = [...said].map(([text, names]) => (names.length === reports.length ? text : `${some(names)}: ${text}`));
  const left = lines.length - most;
  return joined([...lines.slice(0, most), left > 0 ? `And ${left} more remarks.` : '']);
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map(plain);
  return names.length > NAMED ? `${shown.join(', ')} and ${names.length - NAMED} more` : shown.join(', ');
}

function hasMoved(report: Report): boolean {
  return !isUnchanged(report) || statusOf(report) !== 'ok';
}

function rows(reports: readonly Report[], most: number): string {
  const moved = worstFirst(reports.filter(hasMoved));
  const others = reports.filter((report) => !moved.includes(report));
  const shown = moved.slice(0, most);
  const columns = COLUMNS.filter(({ of }) => shown.some((report) => of(report) !== ''));
  const cells = shown.map((report) => columns.map(({ of }) => of(report) || '–'));
  const left = moved.length - shown.length;
  return joined([
    table(
      columns.map(({ title }) => title),
      cells,
    ),
    left === 0 ? '' : `And ${left} more that moved.`,
    others.length === 0 ? '' : unchangedLine(others, moved.length > 0),
  ]);
}

function unchangedLine(others: readonly Report[], beside: boolean): string {
  const linked = others.flatMap((report) => (report.deployment === null ? [] : [deployment(report)]));
  const count = `${others.length}${beside ? ` ${others.length === 1 ? 'other' : 'others'}` : ''} unchanged`;
  return linked.length === 0 || linked.length > SHOWN ? `${count}.` : `${count}: ${linked.join(', ')}.`;
}

function deployment(report: Report): string {
  return report.deployment === null ? '' : link(report.package, report.deployment.url);
}

interface Column {
  readonly title: string;
  /** Empty: nothing to say. */
  readonly of: (report: Report) => string;
}

/** What is well has none: it is most of them. */
function iconOf(report: Report): string {
  const status = statusOf(report);
  return status === 'ok' ? '' : `${ICONS[status]} `;
}

/** Sizes as the row shows them; undefined where nothing was built. */
function sizesOf(
  report: Report,
): { readonly head: string; readonly base?: string; readonly change?: string } | undefined {
  const { sizes, base } = report;
  const measure = measureOf(report);
  if (sizes === null) return undefined;
  if (base === null) return { head: formatBytes(sizes[measure]) };
  const [before, after] = formatBytesApart(base.sizes[measure], sizes[measure]);
  return { head: after, base: before, change: formatChange(base.sizes[measure], sizes[measure]) };
}

const COLUMNS: readonly Column[] = [
  { title: '', of: (report) => `${iconOf(report)}**${plain(report.package)}**` },
  { title: 'base', of: (report) => sizesOf(report)?.base ?? '' },
  {
    title: 'head',
    of: (report) => {
      const sizes = sizesOf(report);
      return sizes === undefined ? '' : `${sizes.head} ${measureOf(report)}`;
    },
  },
  { title: 'change', of: (report) => sizesOf(report)?.change ?? '' },
  { title: 'budget', of: ({ budgets }) => budgets.map(budgetText).join(', ') },
  { title: 'cold start', of: ({ latency }) => (latency === null ? '' : ms(latency.cold.process.p50)) },
  { title: 'p50', of: ({ latency }) => (latency === null ? '' : ms(latency.warm.all.p50)) },
  {
    title: 'deployed',
    of: (report) => (report.deployment === null ? '' : link(report.deployment.to, report.deployment.url)),
  },
];

function packageDetails(report: Report): string {
  const parts = [measures(report), ...detailsOf(report), importsList(report.capabilities)].filter(
    (part) => part !== '',
  );
  const title = report.package.replace(/[^\p{L}\p{N}_-]/gu, ''); // as HTML: Markdown is none in a summary
  return parts.length === 0 ? '' : folded(title, parts.join('\n\n'));
}

function foot(reports: readonly Report[], urls: ReportUrls): string {
  const [first] = reports;
  if (first === undefined) return '';
  const held = reports.find(({ base }) => base !== null) ?? first;
  const parts = [
    `${commitsOf(reports)}${against(held)}`,
    ...(first.source.run === null ? [] : [link('run', first.source.run)]),
    ...(urls.size === 0 ? [] : [linksOf(urls)]),
  ];
  return `<sub>${parts.join(' · ')}</sub>`;
}

/** One, but where several packages went back, each to its own. */
function commitsOf(reports: readonly Report[]): string {
  const all = new Set(reports.map((report) => commitOf(report)?.slice(0, 7)));
  return [...all].map((sha) => (sha === undefined ? 'commit not known' : `\`${sha}\``)).join(', ');
}

function linksOf(urls: ReportUrls): string {
  return `report.json of ${[...urls].map(([name, url]) => link(name, url)).join(', ')}`;
}

/** For a summary that was written before the reports had addresses. */
export function reportLinks(urls: ReportUrls): string {
  const [only] = urls.values();
  return urls.size === 1 && only !== undefined ? reportLink(only) : `<sub>${linksOf(urls)}</sub>`;
}
