import type { Candidate } from '../../../src/candidate.ts';
import { ShipError } from '../../../src/error.ts';
import type { Origin } from '../../../src/report/assemble.ts';
import type { Outcome, ShipPlan } from '../../../src/ship.ts';
import { releasePlanOf } from '../release-plan.ts';

export const ORIGIN: Origin = { repository: 'acme/shop', sha: 'abc', ref: 'refs/heads/main', run: undefined };
export const SIZES = { raw: 3, gzip: 2, brotli: 1 };
export const PACKAGE: Outcome['package'] = {
  name: 'auth',
  dir: '.',
  edge: 'cloudflare',
  dependencies: [],
  files: [],
  toolchain: undefined,
  profile: 'release',
  features: [],
  optimize: undefined,
  budgets: [],
  overBudget: 'fail',
  ignore: [],
  buildEnv: [],
  deploy: releasePlanOf(),
};
export const PLAN: ShipPlan = {
  do: 'ship',
  packages: [PACKAGE],
  tell: { notices: [] },
  cache: { restore: false, save: false },
};
export const CANDIDATE: Candidate = {
  bundle: { folder: '/b', entry: 'index.js', digest: 'd'.repeat(64), files: [] },
  sizes: SIZES,
  module: { file: 'index_bg.wasm', before: SIZES, after: SIZES },
  named: '/symbols/index_bg.wasm',
  tools: { rustc: '1.97.1 (8bab26f4f 2026-07-14)' },
  warnings: ['Not optimized: x'],
};
export const ONE = { n: 1, min: 1, p50: 1, p95: undefined, p99: undefined, max: 1 };
export const NONE = { n: 0, min: Number.NaN, p50: Number.NaN, p95: undefined, p99: undefined, max: Number.NaN };

/** Of a run that has built it, and nothing else. */
export function outcome(more: Partial<Outcome> = {}): Outcome {
  return {
    package: PACKAGE,
    startedAt: new Date(0),
    durations: { build: 5 },
    candidate: { ok: true, value: CANDIDATE },
    from: undefined,
    keep: undefined,
    base: undefined,
    verdicts: [],
    limit: undefined,
    latency: undefined,
    deployment: undefined,
    skipReason: undefined,
    ...more,
  };
}

/** Measured, and nothing to say of it. */
export const MEASURED = {
  runtime: 'workerd 1',
  cold: { process: ONE, isolate: NONE, against: [], phases: [] },
  warm: { all: ONE, routes: [{ name: 'a', method: 'GET', path: '/a', summary: NONE }] },
  ...{
    samples: { cold: [1], warm: [[1]] },
    race: undefined,
    gates: [],
    cpu: undefined,
    warnings: [],
    failure: undefined,
  },
  cost: { kind: 'not available', why: 'not measured' },
  work: { ok: false, error: new ShipError('probe', 'not available here') },
} as const;
