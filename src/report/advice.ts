import * as v from 'valibot';
import type { Advice, Tip, Tried } from '../advice.ts';
import { formatChange } from '../units.ts';
import { code, prose } from './markdown.ts';

const size = v.pipe(v.number(), v.integer(), v.minValue(0));
const tried = v.strictObject({
  measure: v.picklist(['raw', 'gzip', 'brotli']),
  before: v.pipe(size, v.description('of the bundle that ships')),
  after: size,
  partly: v.pipe(v.boolean(), v.description('wasm-opt failed, or was cut off by `optimize-time`')),
});
const outcome = {
  tried: v.pipe(v.nullable(tried), v.description('null: not built, or it failed')),
  notTried: v.pipe(v.nullable(v.string()), v.description('why there is no number, where it was asked for')),
};

export const adviceSchema = v.pipe(
  v.strictObject({
    tips: v.array(
      v.strictObject({
        line: v.pipe(v.nullable(v.string()), v.description('what to write')),
        place: v.pipe(v.nullable(v.string()), v.description('where it goes')),
        why: v.string(),
        ...outcome,
      }),
    ),
    together: v.pipe(
      v.nullable(v.strictObject({ lines: v.array(v.string()), ...outcome })),
      v.description('all settings that helped at once; null: not built'),
    ),
  }),
  v.description('what would make the module smaller; built and measured with `advise` alone'),
);

export type ReportAdvice = v.InferOutput<typeof adviceSchema>;
type Outcome = Pick<ReportAdvice['tips'][number], 'tried' | 'notTried'>;

/** The report's part of an advice. */
export function adviceReport({ tips, together }: Advice): ReportAdvice {
  return {
    tips: tips.map(tipReport),
    together: together === undefined ? null : { lines: [...together.lines], ...outcomeOf(together.tried) },
  };
}

function tipReport(tip: Tip): ReportAdvice['tips'][number] {
  const { line = null, place = null, why, tried: of } = tip;
  return { line, place, why, ...outcomeOf(of) };
}

function outcomeOf(of: Tried | string | undefined): Outcome {
  if (of === undefined) return { tried: null, notTried: null };
  return typeof of === 'string'
    ? { tried: null, notTried: of }
    : { tried: { ...of, partly: of.partly === true }, notTried: null };
}

/** What would make it smaller, for a folded part; empty: nothing is known. */
export function adviceText(advice: ReportAdvice | null): string {
  if (advice === null || advice.tips.length === 0) return '';
  const { tips, together } = advice;
  const lines = tips.map(({ line, place, why, ...of }) => {
    const what = line === null ? '' : `${code(line)}${place === null ? '' : ` in ${prose(place)}`}:`;
    return `- ${[what, outcomeText(of), prose(why)].filter((text) => text !== '').join(' ')}`;
  });
  const all =
    together === null ? [] : [`- All that helped, ${together.lines.map(code).join(', ')}: ${outcomeText(together)}`];
  const built = [...tips, ...(together === null ? [] : [together])].some(
    ({ tried: of, notTried }) => (of ?? notTried) !== null,
  );
  const how = built
    ? 'Each was built, optimized and measured as what ships; what it does to the speed was not.'
    : 'Nothing of this was built: with `advise: true` the settings of the profile are, and have numbers.';
  return ['**What would make it smaller**', [...lines, ...all].join('\n'), prose(how)].join('\n\n');
}

function outcomeText({ tried: of, notTried }: Outcome): string {
  const partly = of?.partly === true ? ', and wasm-opt did not come to its end' : '';
  if (of !== null) return `${formatChange(of.before, of.after)} in ${of.measure}${partly}.`;
  return notTried === null ? '' : `not measured: ${prose(notTried)}`;
}
