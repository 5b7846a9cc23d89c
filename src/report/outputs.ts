import { type Report, untold } from './report.ts';

/** Every output, with its description: action.yml's outputs and the README's table are written from this. */
export const OUTPUTS = {
  'deployment-url': 'Where the bundle was deployed to.',
  'preview-url': 'The same, where it was a preview.',
  'deployment-id': "The edge's id of the deployment.",
  'version-id': "The edge's id of the version.",
  environment: 'What was deployed to: `preview-pr-N`, `staging` or `production`.',
  deployed:
    '`true` where the bundle is live, also after a deploy that failed later on; `false`; `unknown` where the edge did not tell.',
  'skip-reason': 'Why nothing was deployed.',
  'bundle-digest':
    'sha256 over the files of the bundle: what `sha256sum` prints of them, the entry first, then by name, hashed again.',
  'wasm-path': 'The wasm module that ships.',
  'wasm-size': 'Its size in bytes.',
  'wasm-size-gzip': 'The same, gzip level 6.',
  'wasm-size-brotli': 'The same, brotli quality 11.',
  'size-delta':
    'Bytes of the bundle, brotli quality 11, against the base: negative where it shrank; empty where there is no base to hold it against.',
  'budget-status':
    'Of all budgets that were judged: `over` where one is; `cannot tell` where of one nobody can tell; `within`; `no base` where only growth is budgeted and there is nothing to hold it against; `unlimited` where there is no budget.',
  'latency-p50': 'Warm latency over all requests on the runner, in ms.',
  'latency-p95': 'The same, 95th percentile; empty where there were too few samples.',
  'latency-p99': 'The same, 99th percentile.',
  'latency-delta':
    'JSON: of each route, the ratio of its median to that of the base, with its interval and verdict; empty where nothing was raced.',
  'cold-start': "From the start of the runtime's process to the first good answer, median, in ms.",
  'cache-hit':
    '`bundle`: an earlier run had stored the bundle of this source, and nothing was built; `cargo`: dependencies came from the cache, fetched and compiled; `tools`: the tools alone came from it; `none`.',
  'rustc-version': 'What built it.',
  'comment-id': 'The comment on the pull request.',
  'report-path': 'report.json, on this machine.',
  packages:
    'All of these for each package, as JSON: `fromJSON(steps.ship.outputs.packages).auth.preview-url`. Of several packages an output has its value where all have the same; the worst for `budget-status`, the least for `cache-hit`, `partly` for `deployed` where some are live, and for `bundle-digest` all of them as `NAME=DIGEST`. Else it is empty.',
} as const;

export type OutputName = keyof typeof OUTPUTS;

type Known = Exclude<OutputName, 'comment-id' | 'packages'>;
type Outputs = Readonly<Record<Known, string>>;

/** The most that was there already. */
export type CacheHit = 'bundle' | 'cargo' | 'tools' | 'none';

export interface OutputFacts {
  readonly wasmPath: string | undefined;
  readonly reportPath: string | undefined;
  readonly cache: CacheHit;
}

/**
 * The outputs of one package, all but the comment's, which is there later. What is not known is the empty text, as an output that is
 * not set reads.
 */
export function outputsOf(report: Report, facts: OutputFacts): Outputs {
  const { deployment, latency, module } = report;
  const text = (value: string | number | null | undefined): string =>
    value === null || value === undefined ? '' : String(value);
  const ms = (value: number | null | undefined): string =>
    value === null || value === undefined ? '' : value.toFixed(3);
  return {
    'deployment-url': text(deployment?.url),
    'preview-url': deployment?.to === 'preview' ? deployment.url : '',
    'deployment-id': text(deployment?.deploymentId),
    'version-id': text(deployment?.versionId),
    environment: text(deployment?.environment),
    deployed: report.live === null ? 'unknown' : String(report.live),
    'skip-reason': text(report.skipReason),
    'bundle-digest': text(report.bundle?.digest),
    'wasm-path': text(facts.wasmPath),
    'wasm-size': text(module?.after.raw),
    'wasm-size-gzip': text(module?.after.gzip),
    'wasm-size-brotli': text(module?.after.brotli),
    'size-delta': sizeDelta(report),
    'budget-status': budgetStatus(report),
    'latency-p50': ms(latency?.warm.all.p50),
    'latency-p95': ms(latency?.warm.all.p95),
    'latency-p99': ms(latency?.warm.all.p99),
    'latency-delta': latencyDelta(report),
    'cold-start': ms(latency?.cold.process.p50),
    'cache-hit': facts.cache,
    'rustc-version': text(report.tools.rustc),
    'report-path': text(facts.reportPath),
  };
}

function latencyDelta({ race }: Report): string {
  if (race === null) return '';
  const rows = race.rows.filter(({ measure }) => measure === 'p50');
  return JSON.stringify(
    Object.fromEntries(rows.map(({ name, ratio, interval, verdict }) => [name, { ratio, interval, verdict }])),
  );
}

/** The outputs of a run of one package, or of several. */
export function outputsOfAll(
  each: readonly { readonly name: string; readonly outputs: Outputs }[],
): Readonly<Record<Exclude<OutputName, 'comment-id'>, string>> {
  const packages = JSON.stringify(Object.fromEntries(each.map(({ name, outputs }) => [name, outputs])));
  const [only] = each;
  if (only !== undefined && each.length === 1) return { ...only.outputs, packages };
  const values = (name: Known): readonly string[] => each.map(({ outputs }) => outputs[name]);
  const same = (name: Known): string => (new Set(values(name)).size === 1 ? (values(name)[0] ?? '') : '');
  const names = Object.keys(only?.outputs ?? {}) as Known[];
  const first = (order: readonly string[], of: Known): string =>
    order.find((value) => values(of).includes(value)) ?? '';
  const digests = each.flatMap(({ name, outputs: { 'bundle-digest': digest } }) =>
    digest === '' ? [] : [`${name}=${digest}`],
  );
  return {
    ...(Object.fromEntries(names.map((name) => [name, same(name)])) as Outputs),
    'budget-status': first(['over', 'cannot tell', 'no base', 'within', 'unlimited'], 'budget-status'),
    'cache-hit': first(['none', 'tools', 'cargo', 'bundle'], 'cache-hit'),
    deployed: same('deployed') || first(['unknown'], 'deployed') || 'partly',
    'bundle-digest': digests.join(' '),
    packages,
  };
}

function sizeDelta({ sizes, base }: Report): string {
  return sizes === null || base === null ? '' : String(sizes.brotli - base.sizes.brotli);
}

function budgetStatus(report: Report): string {
  if (report.sizes === null) return '';
  const { budgets, gates } = report;
  const open = untold(report);
  const verdicts = [
    ...budgets.map(({ verdict }) => verdict),
    ...(report.deployment?.release?.latency ?? []).map(({ verdict }) => verdict),
    ...gates.map((gate) => (gate.verdict === 'cannot tell' && !open.includes(gate) ? 'no base' : gate.verdict)),
  ];
  if (report.limit?.verdict === 'over' || verdicts.includes('over')) return 'over';
  if (verdicts.length === 0) return 'unlimited';
  if (verdicts.includes('cannot tell')) return 'cannot tell';
  return verdicts.every((verdict) => verdict === 'no base') ? 'no base' : 'within';
}
