import { formatBytes, formatBytesApart, formatChange, formatMemory, formatMs } from '../units.ts';
import { adviceText } from './advice.ts';
import { coldText, movedStarts } from './cold.ts';
import { cpuText } from './cpu.ts';
import {
  limitText as gateLimit,
  keptText,
  overGates,
  overText,
  type ReportGate,
  untoldHead,
  untoldText,
} from './gates.ts';
import { importsList, importsSentence, importsText } from './host-imports.ts';
import { liveSentence, liveText } from './live.ts';
import { block, code, cut, folded, link, plain, prose, table } from './markdown.ts';
import { percent } from './percent.ts';
import { featuresText, isRefused, notedText, refusedHead, refusedText } from './preflight.ts';
import { hasMoved, raceText, verdictText } from './race.ts';
import {
  asksTooMuch,
  commitOf,
  type Failure,
  type Report,
  type ReportLatencyVerdict,
  type ReportRelease,
  type ReportSummary,
  type ReportVerdict,
  type Status,
  slow,
  statusOf,
  untold,
} from './report.ts';
import { whySentence, whyText } from './why.ts';
import { formatWork, growthText, workMoved, workText } from './work.ts';

/** GitHub refuses a comment of more than 65,536 characters; the marker and a note must fit too. */
export const MOST_CHARACTERS = 60_000;

export interface RenderOptions {
  /** Where report.json can be fetched. */
  readonly reportUrl: string | undefined;
}

/** What a reviewer reads: the first line decides, the table says what was measured, the rest is folded. */
export function render(report: Report, options: RenderOptions = { reportUrl: undefined }): string {
  const parts = [
    `### ${headline(report)}`,
    remark(report),
    measures(report),
    liveSentence(report.liveLatency),
    whySentence(report.attribution),
    importsRemark(report),
    notedText(report.preflight),
    warningsText(report),
    ...report.failures.map((failure) => failureText(failure)),
    details(report),
    footer(report, options),
  ];
  const whole = joined(parts);
  return whole.length <= MOST_CHARACTERS ? whole : shortened(report, options);
}

/** A headline as plain text, for a log: links as text and address, nothing escaped. */
export function spoken(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1 $2')
    .replace(/&#8203;|<\/?span>/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** The verdict in one line: what it is about, how it went, and the way to see it. */
export function headline(report: Report): string {
  const preview = report.deployment === null ? [] : [link(report.deployment.to, report.deployment.url)];
  const status = statusOf(report);
  const said = status === 'ok' ? figures(report) : [trouble(report)];
  return [`${ICONS[status]} ${plain(report.package)}`, ...said, ...preview].join(' · ');
}

/** No verdict is green that is none: of a budget that nobody can tell to be kept there is a question. */
export const ICONS: Readonly<Record<Status, string>> = {
  ...{ failed: '❌', 'over-budget': '❌', warned: '⚠️', untold: '❔', ok: '✅' },
};

/** What keeps it from being green, in a few words. */
export function trouble(report: Report): string {
  const status = statusOf(report);
  if (status === 'failed') return failureHead(report);
  return status === 'untold' ? untoldHead(untold(report)) : excess(report);
}

export function failureHead({ failures, live }: Report): string {
  const deploy = live === null ? 'deploy failed, may be live all the same' : 'deploy failed';
  const stages = {
    build: 'does not build',
    latency: 'does not answer as it should',
    runtime: 'could not be measured',
    deploy: live === true ? 'live, but a part of the deploy failed' : deploy,
    report: 'could not be reported',
    cancelled: 'was cancelled',
  };
  return [...new Set(failures.map((failure) => stages[failure.stage]))].join(', ');
}

export function excess(report: Report): string {
  const budgets = report.budgets.flatMap(({ verdict, measure, growth, size, limit, excess: by }) => {
    if (verdict !== 'over' || limit === null || by === null) return [];
    const [shown, most] = formatBytesApart(size, limit);
    const what = growth === null ? `over its size budget` : `over its growth of ${growth}`;
    return [`${formatBytes(by)} ${what} (${measure} ${shown}, ${growth === null ? 'budget' : 'at most'} ${most})`];
  });
  const latency = slow(report).map(({ measure, limit }) => `${measure} over its latency budget of ${formatMs(limit)}`);
  const gates = overGates(report.gates).map(overText);
  const asked = [...refusedHead(report.preflight), ...tooMuch(report), ...tooLarge(report)];
  return [...asked, ...budgets, ...gates, ...latency].join(', ');
}

/** What asks for more than it may is not deployed either. */
function tooMuch({ capabilities }: Report): string[] {
  const refused = capabilities?.refused ?? [];
  return refused.length === 0 ? [] : [`asks its host for ${importsText(refused)}`];
}

/** What is larger than the edge takes is not deployed, whatever its budgets are. */
function tooLarge({ limit }: Report): string[] {
  if (limit?.verdict !== 'over') return [];
  const [size, most] = formatBytesApart(limit.size, limit.limit);
  return [`larger than its edge takes (${limit.measure} ${size}, at most ${most})`];
}

function figures(report: Report): string[] {
  if (report.sizes === null) return [];
  if (isUnchanged(report)) return ['no change'];
  const budget = report.budgets.find(({ verdict }) => verdict === 'within');
  const measure = measureOf(report);
  const { base } = report;
  const change = base === null ? '' : ` (${formatChange(base.sizes[measure], report.sizes[measure]).split(' (')[0]})`;
  const size = `${formatBytes(report.sizes[measure])} ${measure}${change}`;
  if (report.latency === null) return [budget === undefined ? size : `${size}, within budget`];
  const { cold, warm } = report.latency;
  const kept = report.gates.some(({ verdict }) => verdict === 'within');
  return [
    budget === undefined ? size : `${size}, within budget`,
    `cold start ${ms(cold.process.p50)}`,
    `p50 ${ms(warm.all.p50)}${warm.all.p95 === null ? '' : `, p95 ${ms(warm.all.p95)}`}`,
    ...(budget === undefined && kept ? ['within budget'] : []),
  ];
}

/** The bundle is the base's, to the byte. */
export function isUnchanged({ base, bundle }: Report): boolean {
  return base !== null && base.digest === bundle?.digest;
}

/** What being over budget means here, and what helps. */
export function overBudget(report: Report): string {
  const { deployment, limit } = report;
  if (isRefused(report.preflight)) return refusedText(report.preflight);
  if (asksTooMuch(report))
    return 'Nothing is deployed: `allow-imports` does not name that. Is it wanted? Name it there, in this pull request.';
  if (limit?.verdict === 'over') return `Nothing is deployed: ${limitSource(limit)}. Make it smaller.`;
  const mend = report.budgets.some(({ verdict }) => verdict === 'over') ? 'Make it smaller' : 'Make it take less';
  return deployment?.to === 'preview'
    ? `Production would be blocked; the preview is up. ${mend}, or raise \`budget\` in this pull request.`
    : `Nothing over budget goes to production. ${mend}, or raise \`budget\`.`;
}

function remark(report: Report): string {
  const status = statusOf(report);
  const lines: string[] = [];
  if (status === 'over-budget') {
    lines.push(overBudget(report));
  }
  lines.push(...waysPast(report));
  if (isUnchanged(report)) lines.push('Same bundle as the base, to the byte.');
  lines.push(...notTold(report));
  if (report.noBase !== null && report.sizes !== null)
    lines.push(`Held against nothing: ${prose(report.noBase)} Changes are shown once there is a base.`);
  lines.push(...notJudged(report));
  if (report.skipReason !== null && report.failures.length === 0)
    lines.push(`Not deployed: ${prose(report.skipReason)}`);
  if (report.deployment?.release) lines.push(releaseText(report.deployment.release, report.deployment.sha));
  return lines.join('\n\n');
}

/** What is new among its imports; that nothing is, where the module is another one. */
function importsRemark({ attribution, capabilities }: Report): string {
  return attribution?.moved || capabilities?.moved?.added.length ? importsSentence(capabilities) : '';
}

/** What lets a module through that would not have passed: a label here, another budget or rule than the base's. */
export function waysPast(report: Report): readonly string[] {
  const { accepted, budgetChanges, loosened } = report;
  const label =
    accepted !== null && statusOf(report) === 'warned' ? [`Accepted here by the label ${code(accepted)}.`] : [];
  return [...label, ...budgetChanges.map(budgetChange), ...loosened.map(loosenedText)];
}

function loosenedText({ input, from, to }: Report['loosened'][number]): string {
  if (input === 'over-budget')
    return `\`over-budget\` is another one than the base's: a size over its budget only warns.`;
  const names = (of: readonly string[]): string => importsText(of.map((name) => ({ name, by: [] })));
  return to.length === 0
    ? `\`allow-imports\` is gone: all may be asked of the host, not ${names(from)} alone.`
    : `\`allow-imports\` lets more through than the base's: ${names(to.filter((name) => !from.includes(name)))}.`;
}

/** What was to be held against the base, or to a budget, and nobody can tell. */
export function notTold({ gates, noRace }: Report): readonly string[] {
  const text = untoldText(gates);
  return [...(text === '' ? [] : [text]), ...(noRace === null ? [] : [`Not raced against the base: ${prose(noRace)}`])];
}

/** A budget of growth that was asked for and could not be judged is no budget that was kept. */
export function notJudged({ budgets }: Report): readonly string[] {
  const growth = budgets
    .filter(({ verdict }) => verdict === 'no base')
    .map(({ measure, growth: by }) => `${measure} ${by}`);
  return growth.length === 0
    ? []
    : [`Growth is not judged, for there is no base to hold it against: ${growth.map(plain).join(', ')}.`];
}

/** A budget is raised where everybody sees it. */
function budgetChange({ from, to }: Report['budgetChanges'][number]): string {
  if (from === null) return `New budget: ${to}.`;
  return to === null ? `The budget ${from} is gone.` : `The budget is another one than the base's: ${from} → ${to}.`;
}

/** How a release went, in one sentence. */
function releaseText({ how, before, steps, proof, watched, latency }: ReportRelease, sha: string | null): string {
  const proved = proof === null ? '' : `${counted(proof.answers, 'good answer')} in ${formatMs(proof.ms)}`;
  const seen = steps.filter(({ percentage }) => percentage > 0).map(({ percentage }) => `${percentage} %`);
  const after =
    watched === null
      ? []
      : [
          `watched for ${formatMs(watched.ms)}: ${watched.bad === 0 ? 'no' : watched.bad} bad of ${counted(watched.answers, 'answer')}`,
        ];
  const was = before === null ? [] : [`before: ${code(before.slice(0, 8))}`];
  const said = {
    staged: [
      `${proved === '' ? 'Not proved: it answers nowhere by HTTP; given' : `Proved before any user saw it (${proved}), then`} ${seen.join(', ')}`,
      ...after,
      ...was,
    ],
    direct: [
      'Live at once, without a way back',
      ...(proved === '' ? [] : [`proved afterwards (${proved})`]),
      ...after,
      ...was,
    ],
    first: ['The first release', ...(proved === '' ? [] : [`proved once it was live (${proved})`]), ...after],
    unchanged: ['This was live already: nothing was done'],
    back: [
      `Back on an earlier version${sha === null ? '' : `, commit ${code(sha.slice(0, 7))}`}${proved === '' ? '' : ` (${proved})`}`,
      ...was,
    ],
  };
  return `${[...said[how], ...latency.map(latencyText)].join('; ')}.`;
}

/** `p95 within 50 ms (0 of 60 answers over, from the runner)`. */
function latencyText({ measure, limit, verdict, over, answers }: ReportLatencyVerdict): string {
  const of = `${over} of ${counted(answers, 'answer')} over, from the runner`;
  if (verdict === 'cannot tell') return `${measure} against ${formatMs(limit)}: cannot tell (${of})`;
  return `${measure} ${verdict} ${formatMs(limit)} (${of})`;
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

export function measures(report: Report): string {
  if (report.sizes === null || isUnchanged(report)) return ''; // what did not move is below, folded
  const { sizes, base } = report;
  const order = ['brotli', 'gzip', 'raw'] as const;
  const budgetOf = (measure: (typeof order)[number]): string => {
    const texts = report.budgets.filter((candidate) => candidate.measure === measure).map(budgetText);
    return texts.length === 0 ? '–' : texts.join(', ');
  };
  if (base === null) {
    const rows = order.map((measure) => [`**size** ${measure}`, formatBytes(sizes[measure]), budgetOf(measure)]);
    return table(['', 'head', 'budget'], [...rows, ...coldRows(report), ...slowestRows(report)]);
  }
  // what has not moved is left out, unless a budget is about it
  const moved = order.filter((measure) => sizes[measure] !== base.sizes[measure] || budgetOf(measure) !== '–');
  const rows = moved.map((measure) => [
    `**size** ${measure}`,
    ...formatBytesApart(base.sizes[measure], sizes[measure]),
    formatChange(base.sizes[measure], sizes[measure]),
    budgetOf(measure),
  ]);
  const paces = [...workRows(report), ...racedRows(report), ...startRows(report), ...memoryRows(report)];
  return table(['', 'base', 'head', 'change', 'budget'], [...rows, ...paces]);
}

/** The budget of a measure, bold where this row is over it. */
function gateText(report: Report, measure: ReportGate['measure'], route: string | null): string {
  const gates = report.gates.filter((gate) => gate.measure === measure && gate.route === route);
  const texts = gates.map((gate) => (gate.verdict === 'over' ? `**${gateLimit(gate)}**` : gateLimit(gate)));
  return texts.length === 0 ? '–' : texts.join(', ');
}

/** Routes of which the work has changed. */
function workRows(report: Report): string[][] {
  return (report.work?.routes ?? []).flatMap((route) => {
    const budget = gateText(report, 'work', route.name);
    if (route.base === null || !workMoved(route)) return [];
    const name = `**work** ${code(`${route.method} ${route.path}`)} ${plain(route.name)}`;
    return [[name, formatWork(route.base), formatWork(route.head), growthText(route), budget]];
  });
}

/** Routes that got slower or faster; what nobody can tell is said in a sentence. */
function racedRows(report: Report): string[][] {
  if (report.race === null) {
    const starts = report.latency?.cold.base === null ? coldRows(report) : []; // else what moved has its own row
    const alone = [...starts, ...slowestRows(report)];
    return alone.map(([name = '', head = '', budget = '']) => [name, '–', head, '', budget]);
  }
  return report.race.rows.flatMap((row) => {
    const budget = gateText(report, row.measure, row.name);
    if (!hasMoved(row)) return [];
    const name = `**latency** ${code(`${row.method} ${row.path}`)} ${plain(row.name)}, ${row.measure}`;
    return [[name, ms(row.base), ms(row.head), verdictText(row), budget]];
  });
}

/** Cold starts that got slower or faster. */
function startRows(report: Report): string[][] {
  if (report.latency === null) return [];
  return movedStarts(report.latency.cold).map(({ title, cells }) => {
    const budgets = [title, ...(title === 'new process' ? [null] : [])].map((of) => gateText(report, 'cold-start', of));
    const told = budgets.filter((text) => text !== '–');
    return [`**cold start** ${title}`, ...cells, told.length === 0 ? '–' : told.join(', ')];
  });
}

/** Linear memory, where it is another one than the base's. */
function memoryRows(report: Report): string[][] {
  const { base, head } = report.work?.memory ?? { base: null, head: null };
  if (base === null || head === null || base === head) return [];
  const cells = [formatMemory(base), formatMemory(head), percent(head / base - 1), gateText(report, 'memory', null)];
  return [['**memory** linear, after the requests', ...cells]];
}

/** The measure that the first budget names, else brotli. */
export function measureOf({ budgets }: Report): 'brotli' | 'gzip' | 'raw' {
  return budgets[0]?.measure ?? 'brotli';
}

export function budgetText(budget: ReportVerdict): string {
  const { growth, size, limit } = budget;
  const text = growth ?? formatBytesApart(size, limit ?? size)[1];
  if (budget.verdict === 'no base') return `${text} (no base)`;
  return budget.verdict === 'over' ? `**${text}**` : text;
}

function coldRows(report: Report): string[][] {
  if (report.latency === null) return [];
  const { process, isolate } = report.latency.cold;
  return [
    ['**cold start** new process', ms(process.p50), gateText(report, 'cold-start', null)],
    ['**cold start** new isolate', ms(isolate.p50), '–'],
  ];
}

function slowestRows({ latency }: Report): string[][] {
  return slowest(latency?.warm.routes ?? [], 3).map((route) => [
    `**latency** ${code(`${route.method} ${route.path}`)} ${plain(route.name)}, p50`,
    ms(route.latency.p50),
    '–',
  ]);
}

type Routes = NonNullable<Report['latency']>['warm']['routes'];

/** The `count` routes with the highest median, slowest first. */
function slowest(routes: Routes, count: number): Routes {
  return routes.toSorted((a, b) => (b.latency.p50 ?? 0) - (a.latency.p50 ?? 0)).slice(0, count);
}

/** `of`: the package, where there are several. */
export function failureText(failure: Failure, of?: string): string {
  const hint = failure.hint === null ? '' : `\n\n${hintText(failure.hint)}`;
  const tail =
    failure.tail === null || failure.tail.trim() === ''
      ? ''
      : `\n\n${folded('What the tool said last', block(failure.tail))}`;
  const whose = of === undefined ? '' : `${plain(of)}, `;
  return `**${whose}${failure.stage}**: ${prose(failure.message)}${hint}${tail}`;
}

function hintText(hint: string): string {
  return hint.includes('\n') ? block(hint) : prose(hint);
}

function details(report: Report): string {
  const parts = detailsOf(report);
  const imports = importsList(report.capabilities); // a list of its own
  if (parts.length === 0) return imports;
  const { attribution, advice, latency } = report;
  const why = attribution === null ? [] : [attribution.moved === null ? 'where the bytes are' : 'why it changed'];
  const smaller = advice === null || advice.tips.length === 0 ? [] : ['what would make it smaller'];
  const measured = latency === null ? [] : ['all routes', 'how this was measured'];
  const title = [...why, ...smaller, 'sizes', 'tools', ...measured].join(', ');
  return joined([folded(title.charAt(0).toUpperCase() + title.slice(1), parts.join('\n\n')), imports]);
}

/** Where an edge says how much it takes. */
function limitSource({ measure, limit, plan, asOf, source }: NonNullable<Report['limit']>): string {
  return `the edge takes ${formatBytes(limit)} ${measure} at most (${plan}, ${asOf}, ${link('source', source)})`;
}

function limitText(report: Report): string {
  const { limit } = report;
  if (limit === null || report.sizes === null) return '';
  const share = (limit.size / limit.limit) * 100;
  return `${share < 0.1 ? 'Less than 0.1' : share.toFixed(1)} % of what may be: ${limitSource(limit)}.`;
}

/** What is folded: why it changed and what helps, the module, the tools, every route. */
export function detailsOf(report: Report): readonly string[] {
  const parts = [
    whyText(report.attribution),
    adviceText(report.advice),
    moduleText(report),
    limitText(report),
    featuresText(report.preflight),
    toolsText(report),
    raceText(report.race),
    report.latency === null ? '' : coldText(report.latency.cold),
    workText(report.work, report.noWork, report.edge),
    keptText(report.gates),
    cpuText(report.cpu, report.cost),
    liveText(report.liveLatency),
    routesTable(report),
  ];
  return parts.filter((part) => part !== '');
}

/** What the runtime of an edge does for a new isolate. */
const ISOLATES: Readonly<Record<Report['edge'], string>> = {
  cloudflare: "New isolate: the first request of a module that V8's code cache does not know.",
  deno: 'New isolate: a new process too, without a code cache.',
  fastly: 'New isolate: the first request of a new instance.',
  wasi: 'New isolate: the first request of a new instance, which every request gets; the component was compiled before.',
};

function routesTable(report: Report): string {
  if (report.latency === null) return '';
  const { cold, warm, runtime } = report.latency;
  const row = (name: string, latency: ReportSummary): string[] => [
    name,
    String(latency.n),
    ms(latency.p50),
    ms(latency.p95),
    ms(latency.p99),
  ];
  const rows = [
    row('cold start: new process', cold.process),
    row('cold start: new isolate', cold.isolate),
    ...warm.routes.map((route) => row(`${code(`${route.method} ${route.path}`)} ${plain(route.name)}`, route.latency)),
    row('all requests', warm.all),
  ];
  return `${table(['', 'n', 'p50', 'p95', 'p99'], rows)}

Measured on the runner, over loopback, in ${plain(runtime)}: one client, one connection, paced; every answer's status was checked. New process: from its start to the first good answer. ${ISOLATES[report.edge]} A dash: too few samples to speak of it.`;
}

function moduleText(report: Report): string {
  if (report.module === null) return '';
  const { before, after, file } = report.module;
  const row = (name: string, sizes: typeof before): string[] => [
    name,
    formatBytes(sizes.raw),
    formatBytes(sizes.gzip),
    formatBytes(sizes.brotli),
  ];
  return table(
    [code(file), 'raw', 'gzip', 'brotli'],
    [row('before wasm-opt, stripped', before), row('as it ships', after)],
  );
}

function toolsText(report: Report): string {
  // rustc tells commit and date too: report.json has the whole
  const tools = Object.entries(report.tools).map(
    ([name, version]) => `${plain(name)} ${plain(version.split(' ')[0] ?? '')}`,
  );
  const by =
    report.from === null ? '' : ` by ${link('an earlier run', report.from)} of the same source: nothing was built`;
  return tools.length === 0 ? '' : `Made with ${tools.join(', ')}${by}.`;
}

function warningsText(report: Report): string {
  return report.warnings.map((warning) => `⚠️ ${prose(warning)}`).join('\n\n');
}

function footer(report: Report, options: RenderOptions): string {
  const { source, bundle, deployment } = report;
  const sha = commitOf(report);
  const parts = [
    `${sha === undefined ? 'commit not known' : code(sha.slice(0, 7))}${against(report)}`,
    ...(bundle === null
      ? []
      : [
          `${deployment === null ? 'bundle' : `same bytes as the ${deployment.to}`}: sha256 ${code(`${bundle.digest.slice(0, 12)}…`)}`,
        ]),
    ...(source.run === null ? [] : [link('run', source.run)]),
    ...(options.reportUrl === undefined ? [] : [link('report.json', options.reportUrl)]),
  ];
  return `<sub>${parts.join(' · ')}</sub>`;
}

/** The commit that it is held against, and which run built that one's bundle. */
export function against({ base }: Report): string {
  if (base === null) return '';
  const by = base.from === null ? '' : `, ${link('stored', base.from)}`;
  return ` against ${code(base.sha.slice(0, 7))} (${base.as}${by})`;
}

/** For a summary that was written before report.json had an address. */
export function reportLink(url: string): string {
  return `<sub>${link('report.json', url)}</sub>`;
}

/** What the comment is cut down to where it is too long: the verdict and the link to the preview stay, whatever has to go. */
function shortened(report: Report, options: RenderOptions): string {
  const short = cutDown(report);
  const rest = 'The rest is too long for a comment; it is in report.json.';
  const head = `### ${headline(short)}`;
  const foot = footer(short, cutTexts(options, LONGEST_TEXT));
  const failures = short.failures.map((failure) => failureText(failure));
  const why = [measures(short), whySentence(short.attribution), importsRemark(short)];
  return fitting([
    joined([head, remark(short), ...why, ...failures, rest, foot]),
    joined([head, rest, foot]),
    joined([`### ${barest(short)}`, rest]),
  ]);
}

/** The first that a comment can hold. The last one has to. */
export function fitting(texts: readonly string[]): string {
  return texts.find((text) => text.length <= MOST_CHARACTERS) ?? (texts.at(-1) as string);
}

/** A headline that is short whatever was wrong. */
function barest(report: Report): string {
  const preview = report.deployment === null ? [] : [link(report.deployment.to, report.deployment.url)];
  return [`${ICONS[statusOf(report)]} ${plain(report.package)}`, ...preview].join(' · ');
}

export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

const LONGEST_NAME = 100;
const LONGEST_TEXT = 2000;
const MOST_FAILURES = 3;

/** The report with its texts cut, those of sentences less than names. Nothing is left out that a headline is made of. */
export function cutDown(report: Report): Report {
  const { skipReason, noBase, preflight, failures } = report;
  const sentences = { skipReason, noBase, preflight, failures: failures.slice(0, MOST_FAILURES) };
  const said = cutTexts(sentences, LONGEST_TEXT);
  return {
    ...cutTexts({ ...report, ...sentences, warnings: [], advice: null }, LONGEST_NAME),
    ...said,
    failures: said.failures.map((failure) => ({ ...failure, tail: null })),
  };
}

/** Every text of a value cut. Addresses stay whole, or go where they are too long: a part of one leads nowhere. */
function cutTexts<T>(value: T, longest: number): T {
  const of: unknown = value;
  if (typeof of === 'string') {
    if (!/^https?:\/\//.test(of)) return cut(of, longest) as T;
    return (of.length <= LONGEST_TEXT ? of : '') as T;
  }
  if (Array.isArray(of)) return of.map((one) => cutTexts(one, longest)) as T;
  if (typeof of !== 'object' || of === null) return value;
  return Object.fromEntries(Object.entries(of).map(([key, one]) => [cut(key, longest), cutTexts(one, longest)])) as T;
}

export function ms(value: number | null): string {
  return value === null ? '–' : formatMs(value);
}
