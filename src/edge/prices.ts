import type { Known } from './features.ts';
import { EDGES, type EdgeName } from './names.ts';

/** What an edge's price list comes to: nothing, or a subscription. */
export type PlanName = 'free' | 'paid';

/** In US dollars, for a million each: of requests, and of milliseconds of CPU. */
export interface Prices {
  readonly requests: number;
  readonly cpu: number;
}

/** A plan of an edge's price list. */
export type EdgePlan = Known & {
  /** As the edge calls it. */
  readonly title: string;
  /** In US dollars, for a month. */
  readonly monthly: number;
  readonly included: { readonly requests: number; readonly cpuMs?: number; readonly per: 'day' | 'month' };
  /** Beyond what is included; absent: there is no more. */
  readonly prices?: Prices;
  /** Read from somebody who has read the edge's own list. */
  readonly secondHand?: true;
  /** What else it charges for, which nothing here is about. */
  readonly besides?: string;
  /** What a request may take, before the edge ends it. */
  readonly cpuLimit?: Known & { readonly ms: number };
};

const WORKERS_LIST = { asOf: '2026-11-24', source: 'https://developers.cloudflare.com/workers/platform/pricing/' };
const WORKERS_LIMITS = { asOf: '2026-11-24', source: 'https://developers.cloudflare.com/workers/platform/limits/' };
const DENO_LIST = { asOf: '2026-05-05', source: 'https://github.com/api-evangelist/deno', secondHand: true } as const;
const FASTLY_LIST = {
  asOf: '2026-05-04',
  source: 'https://github.com/api-evangelist/fastly',
  secondHand: true,
} as const;
const HOUR_MS = 3_600_000;

/** What each edge asks for. Nothing here is a guess: what was not read is not here. */
export const EDGE_PLANS: Readonly<Record<EdgeName, Readonly<Partial<Record<PlanName, EdgePlan>>>>> = {
  cloudflare: {
    free: {
      ...{ title: 'Workers Free', monthly: 0, included: { requests: 100_000, per: 'day' }, ...WORKERS_LIST },
      cpuLimit: { ms: 10, ...WORKERS_LIMITS },
    },
    paid: {
      ...{
        title: 'Workers Paid',
        monthly: 5,
        included: { requests: 10e6, cpuMs: 30e6, per: 'month' },
        ...WORKERS_LIST,
      },
      prices: { requests: 0.3, cpu: 0.02 },
      cpuLimit: { ms: 30_000, ...WORKERS_LIMITS },
    },
  },
  deno: {
    free: {
      ...{ title: 'Free', monthly: 0, included: { requests: 1e6, cpuMs: 15 * HOUR_MS, per: 'month' }, ...DENO_LIST },
      besides: 'memory: 350 GB-hours are included',
    },
    paid: {
      ...{ title: 'Pro', monthly: 20, included: { requests: 5e6, cpuMs: 40 * HOUR_MS, per: 'month' }, ...DENO_LIST },
      prices: { requests: 2, cpu: (0.05 / HOUR_MS) * 1e6 },
      besides: 'memory: 1000 GB-hours are included, then $0.016 for each',
    },
  },
  fastly: {
    paid: {
      ...{ title: 'Compute', monthly: 0, included: { requests: 10e6, cpuMs: 100e6, per: 'month' }, ...FASTLY_LIST },
      prices: { requests: 0.5, cpu: 0.05 },
      besides: 'bandwidth',
      cpuLimit: {
        ...{ ms: 50, asOf: '2025-10-09' },
        source: 'https://docs.fastly.com/products/compute-resource-limits',
      },
    },
  },
  wasi: {},
};

/** What a million requests cost, in US dollars, once all that the plan includes is used up. */
export type Cost =
  | {
      readonly kind: 'known';
      readonly total: number;
      readonly ofRequests: number;
      readonly ofCpu: number;
      /** By the user's own prices; else by those of the plan. */
      readonly own: boolean;
      /** Absent where the edge has no price list, and the prices are the user's own. */
      readonly plan?: EdgePlan;
      /** How many requests such as these the plan includes; absent without a plan. */
      readonly includedRequests?: number;
    }
  | { readonly kind: 'not available'; readonly why: string };

/**
 * @param cpuMs of one request; undefined where it was not measured
 * @param own the user's prices, over those of the list
 */
export function costOfMillion(cpuMs: number | undefined, edge: EdgeName, name: PlanName, own?: Prices): Cost {
  if (cpuMs === undefined) return { kind: 'not available', why: 'the CPU time of a request was not measured here' };
  const plan: EdgePlan | undefined = EDGE_PLANS[edge][name];
  const prices = own ?? plan?.prices;
  if (prices === undefined) return { kind: 'not available', why: whyNoPrice(edge, plan) };
  const ofCpu = prices.cpu * cpuMs; // a million requests take a million times as many ms
  return {
    ...{ kind: 'known', total: prices.requests + ofCpu, ofRequests: prices.requests, ofCpu, own: own !== undefined },
    ...(plan === undefined ? {} : { plan, includedRequests: includedRequests(plan, cpuMs) }),
  };
}

function whyNoPrice(edge: EdgeName, plan: EdgePlan | undefined): string {
  const { title } = EDGES[edge];
  if (plan === undefined) return `no price of ${title} is published, or known here`;
  return `${title} has no price beyond what ${plan.title} includes`;
}

/** Whichever of the two is used up first. */
function includedRequests({ included: { requests, cpuMs } }: EdgePlan, each: number): number {
  return cpuMs === undefined || each === 0 ? requests : Math.min(requests, Math.floor(cpuMs / each));
}

/** A request that takes longer than the plan lets it. The machine here is another one than the edge's: no more than a warning. */
export function cpuWarning(
  { name, cpuMs }: { readonly name: string; readonly cpuMs: number },
  edge: EdgeName,
  plan: PlanName,
): string | undefined {
  const found: EdgePlan | undefined = EDGE_PLANS[edge][plan];
  const limit = found?.cpuLimit;
  if (found === undefined || limit === undefined || cpuMs <= limit.ms) return undefined;
  const takes = `${name} takes ${cpuMs.toPrecision(3)} ms of CPU on this machine`;
  return `${takes}; ${EDGES[edge].title} ends a request after ${limit.ms} ms (${found.title}, ${limit.asOf}).`;
}

const FORM = 'US dollars for a million of each: `requests 0.30, cpu 0.02` (cpu: for a million ms)';

/**
 * Prices of a text such as `requests 0.30, cpu 0.02`.
 * @returns the prices, or the form wanted where the text has another
 */
export function parsePrices(raw: unknown): Prices | string {
  if (typeof raw !== 'string') return FORM;
  const parts = raw.split(/[,\n]/).map((part) => /^\s*(requests|cpu)\s*:?\s+\$?(\d+(?:\.\d+)?)\s*$/.exec(part));
  const of = (name: keyof Prices): number | undefined => {
    const found = parts.filter((part) => part?.[1] === name);
    return found.length === 1 ? Number(found[0]?.[2]) : undefined;
  };
  const [requests, cpu] = [of('requests'), of('cpu')];
  return requests === undefined || cpu === undefined || parts.length !== 2 ? FORM : { requests, cpu };
}
