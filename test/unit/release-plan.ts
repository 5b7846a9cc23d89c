import { GOOD } from '../../src/latency/requests.ts';
import type { ReleasePlan } from '../../src/plan.ts';

/** What a tag is released by where nothing is said. */
export function releasePlanOf(more: Partial<ReleasePlan> = {}): ReleasePlan {
  return {
    ...{ to: 'production', version: 'v1.2.3', environment: 'production', rollout: [100], watchMs: 30_000 },
    health: { name: 'health', method: 'GET', path: '/', headers: {}, body: undefined, expect: GOOD, weight: 1 },
    requests: [],
    secrets: [],
    ...{ older: 'refuse', leaveSame: true, atOnce: false },
    ...more,
  };
}
