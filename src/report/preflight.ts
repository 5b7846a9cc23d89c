import * as v from 'valibot';
import type { Finding, Preflight } from '../preflight.ts';
import { code, cut, link, plain, prose } from './markdown.ts';

/** Paths of generics can fill a page. */
const LONGEST_NAME = 200;

const finding = v.strictObject({
  what: v.pipe(v.string(), v.description('a feature of WebAssembly, or rustc with its version')),
  by: v.pipe(v.nullable(v.string()), v.description('what in the module uses it')),
  function: v.pipe(
    v.nullable(v.strictObject({ name: v.string(), crate: v.nullable(v.string()) })),
    v.description('the first function that uses it, as far as names tell'),
  ),
  note: v.nullable(v.string()),
  mend: v.nullable(v.string()),
  asOf: v.pipe(v.string(), v.isoDate()),
  source: v.pipe(v.string(), v.description('an address, or the runtime in which it was tried')),
});

export const preflightSchema = v.pipe(
  v.strictObject({
    features: v.pipe(v.array(v.string()), v.description('what the module uses beyond WebAssembly 1.0')),
    refused: v.pipe(v.array(finding), v.description('what the edge does not take: nothing is served or deployed')),
    noted: v.pipe(v.array(finding), v.description('what it takes, but not everywhere, or not in all')),
    unknown: v.pipe(
      v.array(v.string()),
      v.description('features of which it is not known whether the edge takes them'),
    ),
  }),
  v.description('what the module needs of its engine, against what its edge has'),
);

export type ReportPreflight = v.InferOutput<typeof preflightSchema>;
type ReportFinding = ReportPreflight['refused'][number];

/** The report's part of a preflight. */
export function preflightReport({ features, refused, noted, unknown }: Preflight): ReportPreflight {
  return {
    features: [...features],
    refused: refused.map(findingReport),
    noted: noted.map(findingReport),
    unknown: [...unknown],
  };
}

function findingReport(one: Finding): ReportFinding {
  const { what, by = null, function: of, note = null, mend = null, asOf, source } = one;
  const short = (name: string): string => cut(name, LONGEST_NAME);
  const named =
    of === undefined ? null : { name: short(of.name), crate: of.crate === undefined ? null : short(of.crate) };
  return { what, by, function: named, note, mend, asOf, source };
}

/** Whether the edge does not take the module. */
export function isRefused(preflight: ReportPreflight | null): boolean {
  return preflight !== null && preflight.refused.length > 0;
}

/** For a headline: what is refused, and which function it is in. */
export function refusedHead(preflight: ReportPreflight | null): string[] {
  if (preflight === null || preflight.refused.length === 0) return [];
  const said = preflight.refused.map(
    ({ what, function: of }) => `${code(what)}${of === null ? '' : ` (${inFunction(of)})`}`,
  );
  return [`not taken by its edge: ${said.join(', ')}`];
}

function inFunction({ name, crate }: NonNullable<ReportFinding['function']>): string {
  // `unknown` code is told by its index
  return `in ${/^\d+$/.test(name) ? `function ${name}` : code(name)}${crate === null ? '' : ` of ${code(crate)}`}`;
}

/** What is refused, each with its mend; and what is only to be known. */
export function refusedText(preflight: ReportPreflight | null): string {
  const lines = (preflight?.refused ?? []).map((one) => {
    const mend = one.mend === null ? 'How to do without it is not known.' : prose(one.mend);
    return `- ${whatText(one)}. ${mend}`;
  });
  return lines.length === 0
    ? ''
    : ['Nothing is served or deployed: its edge does not take the module.', '', ...lines].join('\n');
}

/** What the edge takes, but not everywhere or not in all. `of`: the package, where there are several. */
export function notedText(preflight: ReportPreflight | null, of?: string): string {
  const whose = of === undefined ? '' : `${plain(of)}: `;
  const lines = (preflight?.noted ?? []).map((one) => {
    const more = [one.note, one.mend].flatMap((text) => (text === null ? [] : [prose(text)]));
    return `⚠️ ${whose}${[`${whatText(one)}.`, ...more].join(' ')}`;
  });
  return lines.join('\n\n');
}

/** `simd128`: `i8x16.splat` in `f` of `crate` (2026-11-26, source). */
function whatText({ what, by, function: of, asOf, source }: ReportFinding): string {
  const where = of === null ? '' : ` ${inFunction(of)}`;
  const from = /^https:/.test(source) ? link('source', source) : plain(source);
  return `${code(what)}${by === null ? '' : `: ${plain(by)}${where}`} (${asOf}, ${from})`;
}

/** All features, for a folded part. */
export function featuresText(preflight: ReportPreflight | null): string {
  if (preflight === null || preflight.features.length === 0) return '';
  const { features, unknown } = preflight;
  const not =
    unknown.length === 0 ? '' : ` Whether its edge takes ${unknown.map(code).join(', ')} is not known: that passed.`;
  return `What it needs of an engine beyond WebAssembly 1.0: ${features.map(code).join(', ')}.${not}`;
}
