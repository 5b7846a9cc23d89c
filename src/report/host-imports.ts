import * as v from 'valibot';
import type { Capabilities, Refused } from '../capabilities.ts';
import { code, cut, folded } from './markdown.ts';

/** Names that a list in report.json has at most; a module of wasm-bindgen has about a hundred. */
const MOST = 500;
/** Names that a reviewer is shown in a sentence. */
const NAMED = 5;
/** Names that a list shows without being folded. */
const IN_A_LINE = 10;
/** A module may have names of any length. */
const LONGEST_NAME = 200;

const refused = v.strictObject({
  name: v.string(),
  by: v.pipe(v.array(v.string()), v.description('crates that call it, as far as names tell')),
});

export const capabilitiesSchema = v.pipe(
  v.strictObject({
    imports: v.array(v.string()),
    moved: v.pipe(
      v.nullable(v.strictObject({ added: v.array(refused), gone: v.array(v.string()) })),
      v.description('head against base; null: there is none'),
    ),
    refused: v.pipe(v.array(refused), v.description('not among `allow-imports`')),
  }),
  v.description('what the module may ask of its host'),
);

export type ReportCapabilities = v.InferOutput<typeof capabilitiesSchema>;

/** The report's part of what a module may ask of its host. */
export function capabilitiesReport({ imports, moved, refused: not }: Capabilities): ReportCapabilities {
  const rows = (of: readonly Refused[]): ReportCapabilities['refused'] =>
    of.slice(0, MOST).map(({ name, by }) => ({ name: short(name), by: by.slice(0, MOST).map(short) }));
  const names = (of: readonly string[]): string[] => of.slice(0, MOST).map(short);
  return {
    imports: names(imports),
    moved: moved === undefined ? null : { added: rows(moved.added), gone: names(moved.gone) },
    refused: rows(not),
  };
}

function short(name: string): string {
  return cut(name, LONGEST_NAME);
}

/** `env.open` (by `crate`), the first of them. */
export function importsText(of: ReportCapabilities['refused']): string {
  const shown = of.slice(0, NAMED).map(({ name, by }) => {
    const crates = by.slice(0, 3).map(code).join(', ');
    return `${code(name)}${crates === '' ? '' : ` (by ${crates})`}`;
  });
  return [...shown, ...(of.length > NAMED ? [`${of.length - NAMED} more`] : [])].join(', ');
}

/** What is new or gone against the base, in a sentence; empty: there is no base. */
export function importsSentence(capabilities: ReportCapabilities | null): string {
  const moved = capabilities?.moved ?? null;
  if (moved === null) return '';
  if (moved.added.length === 0 && moved.gone.length === 0) return 'No new host import.';
  const gone = importsText(moved.gone.map((name) => ({ name, by: [] })));
  return [
    moved.added.length === 0 ? 'No new host import' : `New host imports: ${importsText(moved.added)}`,
    ...(gone === '' ? [] : [`gone: ${gone}`]),
  ]
    .join('; ')
    .concat('.');
}

/** All of them: in a line, or, where they are many, counted and folded. */
export function importsList(capabilities: ReportCapabilities | null): string {
  const imports = capabilities?.imports ?? [];
  if (imports.length === 0) return '';
  const names = `${imports.map(code).join(', ')}.`;
  if (imports.length <= IN_A_LINE) return `What it may ask of its host: ${names}`;
  const count = imports.length < MOST ? imports.length : `${MOST} or more`;
  return folded(`What it may ask of its host: ${count} imports`, names);
}
