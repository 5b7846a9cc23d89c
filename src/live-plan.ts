import type { Inputs } from './inputs/table.ts';
import { healthRequest, isPlain, liveRequests } from './latency/requests.ts';
import type { LivePlan, PreviewPlan } from './plan.ts';

/** A live service is asked no more kinds of requests than these, beside `health`. */
const MOST_ROUTES = 3;

/**
 * What is asked of what was deployed, by how it goes into a package's plan: `health`, and those of the crate's own requests
 * that a release would ask, that only read, and that need nothing of an earlier one.
 */
export function livePlan(inputs: LiveInputs): { readonly live?: LivePlan } {
  const { liveLatency, globalping: places, health: path, requests: all, testVars } = inputs;
  if (!liveLatency && places === undefined) return {};
  const known = liveRequests(all, testVars);
  const health = healthRequest(path, known);
  const others = known.filter(
    (one) => ['GET', 'HEAD'].includes(one.method) && isPlain(one) && (one.method !== 'GET' || one.path !== health.path),
  );
  const requests = others.slice(0, MOST_ROUTES);
  const asked = [health, ...requests];
  const same = ({ method, path: at }: LivePlan['health']): boolean => method === 'GET' && at === health.path;
  const leftOut = all.filter((one) => !asked.includes(one) && !same(one)).map(({ name }) => name);
  return {
    live: { health, requests, leftOut, runner: liveLatency, ...(places === undefined ? {} : { places }) },
  };
}

type LiveInputs = Pick<Inputs, 'liveLatency' | 'globalping' | 'health' | 'requests' | 'testVars'>;

/** Where production is, as it goes into the plan of a preview that is measured beside it. */
export function besideProduction({
  liveLatency,
  globalping,
  productionEnvironment: configured,
  address,
}: Pick<Inputs, 'liveLatency' | 'globalping' | 'productionEnvironment' | 'address'>): Pick<PreviewPlan, 'production'> {
  if (!liveLatency && globalping === undefined) return {};
  return {
    production: {
      ...(configured === undefined ? {} : { configured }),
      ...(address === undefined ? {} : { address }),
    },
  };
}
