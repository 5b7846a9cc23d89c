import * as v from 'valibot';
import type { Gate } from '../latency/gates.ts';
import { formatMemory, formatMs } from '../units.ts';
import { plain } from './markdown.ts';
import { percent } from './percent.ts';
import { known } from './race.ts';

export const gateSchema = v.strictObject({
  measure: v.picklist(['p50', 'p95', 'p99', 'cold-start', 'memory', 'work']),
  route: v.pipe(v.nullable(v.string()), v.description('null: all of them')),
  of: v.picklist(['ms', 'bytes', 'growth']),
  limit: v.pipe(v.number(), v.minValue(0), v.description('ms, bytes, or of growth a fraction: 0.1 is +10 %')),
  value: v.pipe(v.nullable(v.number()), v.description('in the same; null: not measured')),
  verdict: v.picklist(['within', 'over', 'cannot tell']),
  seeable: v.pipe(
    v.nullable(v.number()),
    v.description('of growth: the least that this run would have seen, 19 times of 20, a fraction'),
  ),
  fails: v.pipe(v.boolean(), v.description('whether it fails the check where it is over')),
});

export type ReportGate = v.InferOutput<typeof gateSchema>;

/** The report's part of the budgets of latency, cold start, memory and work. */
export function gatesReport(gates: readonly Gate[]): ReportGate[] {
  return gates.map(({ route = null, value, kind, seeable, ...of }) => ({
    ...{ ...of, route, value: known(value), verdict: kind, seeable: known(seeable) },
  }));
}

const TITLES: Readonly<Record<ReportGate['measure'], string>> = {
  ...{ p50: 'p50', p95: 'p95', p99: 'p99', work: 'work', memory: 'memory' },
  'cold-start': 'cold start',
};

/** `p95 of verify`. */
function titleOf({ measure, route }: ReportGate): string {
  return `${TITLES[measure]}${route === null ? '' : ` of ${plain(route)}`}`;
}

/** `50 ms`, `32 MB`, `+10 %`: the budget. */
export function limitText({ of, limit }: Pick<ReportGate, 'of' | 'limit'>): string {
  if (of === 'growth') return percent(limit);
  return of === 'ms' ? formatMs(limit) : formatMemory(limit);
}

/** Over their budget. */
export function overGates(gates: readonly ReportGate[]): readonly ReportGate[] {
  return gates.filter(({ verdict }) => verdict === 'over');
}

/** For the headline: `work of verify over +2 % (+3.1 %)`. */
export function overText(gate: ReportGate): string {
  const value = gate.value === null ? '' : ` (${limitText({ of: gate.of, limit: gate.value })})`;
  return `${titleOf(gate)} over ${limitText(gate)}${value}`;
}

/** Budgets that are kept, in a sentence: one in ms or bytes with what was measured, growth once, where all routes keep it; empty: none is. */
export function keptText(gates: readonly ReportGate[]): string {
  const broken = gates.filter(({ of, verdict }) => of === 'growth' && verdict !== 'within');
  const kept = gates
    .filter(({ verdict }) => verdict === 'within')
    .filter(
      ({ of, measure, limit }) =>
        of !== 'growth' || !broken.some((one) => one.measure === measure && one.limit === limit),
    )
    .map((gate) => {
      if (gate.of === 'growth') return `${TITLES[gate.measure]} ${limitText(gate)}`;
      const value = gate.value === null ? '' : ` (${limitText({ of: gate.of, limit: gate.value })})`;
      return `${titleOf(gate)} ${limitText(gate)}${value}`;
    });
  return kept.length === 0 ? '' : `Within budget: ${[...new Set(kept)].join(', ')}.`;
}

/** Budgets of which nobody can tell whether they are kept. */
export function untoldGates(gates: readonly ReportGate[]): readonly ReportGate[] {
  return gates.filter(({ verdict }) => verdict === 'cannot tell');
}

/** Budgets that a headline names, and a sentence; all are in the folded part, and in report.json. */
const NAMED = 3;
const SAID = 6;

/** For the headline: `cannot tell p50 of verify against +10 %`. */
export function untoldHead(gates: readonly ReportGate[]): string {
  const names = gates.slice(0, NAMED).map((gate) => `${titleOf(gate)} against ${limitText(gate)}`);
  return `cannot tell ${[...names, ...(gates.length > NAMED ? [`${gates.length - NAMED} more`] : [])].join(', ')}`;
}

/** Budgets that nobody could hold anything against, in a sentence, with what was seen and what would have been; empty: all are decided. */
export function untoldText(gates: readonly ReportGate[]): string {
  const untold = untoldGates(gates);
  if (untold.length === 0) return '';
  const shown = untold.slice(0, SAID).map((gate) => `${titleOf(gate)} against ${limitText(gate)}${whyUntold(gate)}`);
  return `Cannot tell: ${shown.join(', ')}${untold.length > SAID ? `, and ${untold.length - SAID} more` : ''}.`;
}

/** Work: what it may be at most. Other growth: how much was seen, and that it is too near to the budget, or that a slowdown has to be larger to be seen. */
function whyUntold({ measure, of, limit, value, seeable }: ReportGate): string {
  if (measure === 'work') return value === null ? '' : ` (it may be ${percent(value)})`;
  if (of !== 'growth' || value === null || seeable === null) return '';
  const why = seeable > limit ? `no slowdown below ${percent(seeable)} would surely have been seen` : 'too near to it';
  return ` (${percent(value)}: ${why})`;
}
