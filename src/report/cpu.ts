import * as v from 'valibot';
import type { EdgePlan } from '../edge/prices.ts';
import type { Measured } from '../measure-latency.ts';
import { formatMemory, formatMs } from '../units.ts';
import { link, plain, table } from './markdown.ts';

const amount = v.pipe(v.number(), v.minValue(0));
const milliseconds = v.pipe(amount, v.description('milliseconds of CPU'));

export const cpuSchema = v.pipe(
  v.strictObject({
    requests: v.array(v.strictObject({ name: v.string(), n: v.pipe(amount, v.integer()), cpuMs: milliseconds })),
    mixMs: v.pipe(milliseconds, v.description('of one request, as they come by their weights')),
    idle: v.pipe(amount, v.description('what the runtime takes at rest, in ms for each ms; taken off')),
    rssBytes: v.pipe(v.nullable(amount), v.description('of the runtime, once all were answered')),
    peakRssBytes: v.nullable(amount),
  }),
  v.description('CPU time from outside the runtime; on the runner, not at the edge'),
);

export const costSchema = v.pipe(
  v.strictObject({
    million: v.pipe(
      v.nullable(amount),
      v.description('US dollars for a million requests beyond what the plan includes'),
    ),
    ofRequests: v.nullable(amount),
    ofCpu: v.nullable(amount),
    plan: v.nullable(v.string()),
    asOf: v.nullable(v.string()),
    source: v.nullable(v.string()),
    secondHand: v.boolean(),
    included: v.pipe(
      v.nullable(v.strictObject({ requests: amount, per: v.picklist(['day', 'month']) })),
      v.description('such requests that the plan has in it, by whichever of requests and CPU ends first'),
    ),
    besides: v.pipe(v.nullable(v.string()), v.description('what the edge charges for besides, which is not in it')),
    why: v.pipe(v.nullable(v.string()), v.description('why there is none')),
  }),
  v.description('what a million such requests cost'),
);

export type ReportCpu = v.InferOutput<typeof cpuSchema>;
export type ReportCost = v.InferOutput<typeof costSchema>;

/** The report's part of the CPU time. */
export function cpuReport(cpu: Measured['cpu']): ReportCpu | null {
  if (cpu === undefined) return null;
  const { requests, mixMs, idle, memory } = cpu;
  const { rssBytes = null, peakRssBytes = null } = memory.runtime ?? {};
  return { requests: requests.map(({ name, n, cpuMs }) => ({ name, n, cpuMs })), mixMs, idle, rssBytes, peakRssBytes };
}

/** The report's part of the cost. */
export function costReport(cost: Measured['cost']): ReportCost {
  const none = {
    million: null,
    ofRequests: null,
    ofCpu: null,
    plan: null,
    asOf: null,
    source: null,
    secondHand: false,
    ...{ included: null, besides: null },
  };
  if (cost.kind === 'not available') return { ...none, why: cost.why };
  const { total, ofRequests, ofCpu, plan, includedRequests: requests } = cost;
  const list = cost.own ? undefined : plan; // what a list says besides is not of prices that are the user's own
  const included = requests === undefined || list === undefined ? null : { requests, per: list.included.per };
  const more = { included, besides: list?.besides ?? null };
  return { million: total, ofRequests, ofCpu, ...(cost.own ? OWN : listOf(plan)), ...more, why: null };
}

const OWN = { plan: 'your own prices', asOf: null, source: null, secondHand: false };

function listOf(plan: EdgePlan | undefined): Pick<ReportCost, 'plan' | 'asOf' | 'source' | 'secondHand'> {
  const { title = null, asOf = null, source = null, secondHand = false } = plan ?? {};
  return { plan: title, asOf, source, secondHand };
}

/** CPU of each request, memory and cost: for the folded part. */
export function cpuText(cpu: ReportCpu | null, cost: ReportCost | null): string {
  if (cpu === null) return cost === null ? '' : costText(cost);
  const rows = cpu.requests.map(({ name, n, cpuMs }) => [plain(name), formatMs(cpuMs), String(n)]);
  const memory =
    cpu.rssBytes === null ? '' : ` After all of them the runtime took ${formatMemory(cpu.rssBytes)} of memory.`;
  return `${table(['CPU of a request', 'on the runner', 'n'], rows)}\n\n${costText(cost)}${memory}`;
}

function costText(cost: ReportCost | null): string {
  if (cost === null || cost.million === null)
    return `What a million requests cost: not available${cost?.why ? `, ${cost.why}` : ''}.`;
  const { included, besides, plan } = cost;
  const source =
    cost.source === null ? '' : ` (${cost.asOf}, ${link(cost.secondHand ? 'second-hand' : 'source', cost.source)})`;
  const beyond =
    included === null
      ? `by ${plan}`
      : `beyond the ${new Intl.NumberFormat('en').format(included.requests)} a ${included.per} that ${plan} includes`;
  const not = besides === null ? '' : ` Not in it: ${plain(besides)}.`;
  return `A million such requests cost $${cost.million.toFixed(2)} ${beyond}${source}, were a millisecond at the edge one of this runner's.${not}`;
}
