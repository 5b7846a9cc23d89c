import type { Report, ReportSummary } from '../../../src/report/report.ts';

export function summaryOf(p50: number | null, n = 100): ReportSummary {
  return { n, min: p50, p50, p95: p50 === null ? null : p50 * 2, p99: null, max: p50 };
}

export function routeOf(name: string, p50: number | null, path = `/${name}`) {
  return { name, method: 'GET', path, latency: summaryOf(p50) };
}

type Latency = NonNullable<Report['latency']>;

export function latencyOf(routes: Latency['warm']['routes'] = [routeOf('verify', 0.46)]): Latency {
  return {
    runtime: 'workerd 1.20261101.0',
    cold: {
      process: summaryOf(33),
      isolate: summaryOf(4.2),
      ...{ base: null, noBase: null, against: [], v8: null, noV8: null, rssBytes: null },
      phases: [{ of: 'process', name: 'process', head: 28, base: null }],
    },
    warm: { all: summaryOf(0.5), routes },
  };
}

const SIZES = { raw: 412_000, gzip: 150_100, brotli: 121_400 };

/** The report of a preview that went well; `more` is what is different. */
export function reportOf(more: Partial<Report> = {}): Report {
  return {
    version: 1,
    package: 'auth',
    edge: 'cloudflare',
    source: {
      repository: 'acme/shop',
      sha: '0123456789abcdef',
      ref: 'refs/pull/7/merge',
      run: 'https://github.com/acme/shop/actions/runs/99',
    },
    from: null,
    startedAt: '2026-11-24T20:00:00.000Z',
    durations: { build: 1000 },
    overBudget: 'fail',
    accepted: null,
    budgetChanges: [],
    loosened: [],
    bundle: {
      digest: 'd'.repeat(64),
      entry: 'index.js',
      files: [{ name: 'index.js', kind: 'javascript', bytes: 5, sha256: 'a'.repeat(64) }],
    },
    sizes: SIZES,
    module: { file: 'index_bg.wasm', before: { ...SIZES, raw: 500_000 }, after: SIZES },
    base: null,
    noBase: null,
    attribution: null,
    capabilities: null,
    preflight: null,
    advice: null,
    budgets: [{ measure: 'brotli', growth: null, limit: 140_000, size: 121_400, verdict: 'within', excess: -18_600 }],
    limit: null,
    latency: latencyOf(),
    ...{ race: null, noRace: null, work: null, noWork: null, gates: [] },
    ...{ cpu: null, cost: null },
    deployment: {
      to: 'preview',
      environment: 'preview-pr-7',
      name: 'auth-pr-7',
      url: 'https://auth-pr-7.box.workers.dev',
      versionId: 'v-1',
      deploymentId: 'd-1',
      sha: null,
      release: null,
    },
    liveLatency: null,
    live: true,
    skipReason: null,
    tools: { rustc: '1.97.1 (8bab26f4f 2026-07-14)', 'wasm-bindgen': '0.2.130' },
    warnings: [],
    failures: [],
    ...more,
  };
}

export const OVER: Partial<Report> = {
  budgets: [{ measure: 'brotli', growth: null, limit: 120_000, size: 121_400, verdict: 'over', excess: 1400 }],
};
