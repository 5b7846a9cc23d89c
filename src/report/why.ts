import type { DATA, STRUCTURE, UNKNOWN } from '../size/attribute.ts';
import { formatBytes, formatChange } from '../units.ts';
import { changeOf, type ReportAttribution, type ReportMover } from './attribution.ts';
import { code, table } from './markdown.ts';

/** Rows that a reviewer is shown; report.json has more. */
const SHOWN = 10;
/** Movers that the sentence names. */
const NAMED = 3;

/** What grew or shrank most, in a sentence; empty: there is no base, or nothing moved that has a name. */
export function whySentence(attribution: ReportAttribution | null): string {
  const moved = attribution?.moved ?? null;
  if (attribution === null || moved === null) return '';
  const { rows } = moved.crates;
  const say = (title: string, of: readonly ReportMover[]): readonly string[] => {
    const said = of
      .slice(0, NAMED)
      .map((one) => `${spelled(one.name)} ${signed(changeOf(one))}${asNew(moved.newCrates, one.name)}`);
    return said.length === 0 ? [] : [`${title}: ${said.join(', ')}.`];
  };
  const grew = rows.filter((one) => changeOf(one) > 0);
  const shrank = rows.filter((one) => changeOf(one) < 0);
  const others = grew.slice(NAMED).filter(({ name }) => asNew(moved.newCrates, name) !== '');
  const said = [...say('Grew most', grew), ...alsoNew(others, moved.newCrates), ...say('Shrank most', shrank)];
  // a crate of 700 kB may well be 100 kB of brotli, which is what stands above
  return said.join(' ').replace(' most: ', ' most, uncompressed: ');
}

/** New dependencies that did not grow most. */
function alsoNew(of: readonly ReportMover[], newCrates: NewCrates): readonly string[] {
  if (of.length === 0) return [];
  const shown = of.slice(0, NAMED).map((one) => {
    const by = byWhom(newCrates, one.name);
    return `${code(one.name)} ${signed(changeOf(one))}${by === '' ? '' : ` (${by})`}`;
  });
  return [`Also new: ${[...shown, ...(of.length > NAMED ? [`${of.length - NAMED} more`] : [])].join(', ')}.`];
}

type NewCrates = NonNullable<ReportAttribution['moved']>['newCrates'];

/** ` (new, by a → b)` behind a crate that was not there before; empty behind others. */
function asNew(newCrates: NewCrates, name: string): string {
  if (!newCrates.some((crate) => crate.name === name)) return '';
  const by = byWhom(newCrates, name);
  return ` (new${by === '' ? '' : `, ${by}`})`;
}

/** Who needs it: what ships goes without saying, unless nobody stands between. */
function byWhom(newCrates: NewCrates, name: string): string {
  const way = newCrates.find((crate) => crate.name === name)?.by ?? [];
  const between = way.length > 1 ? way.slice(1) : way;
  return between.length === 0 ? '' : `by ${between.map(code).join(' → ')}`;
}

/** Rows among the crates that are none. */
const OTHERS: Readonly<Record<typeof DATA | typeof STRUCTURE | typeof UNKNOWN, string>> = {
  '(data)': 'constants (data)',
  '(structure)': 'what holds the module together (structure)',
  '(unknown)': 'code without a name (unknown)',
};

function spelled(name: string): string {
  return new Map<string, string>(Object.entries(OTHERS)).get(name) ?? code(name);
}

/** Why the size changed, top movers first, and where the bytes are: for a folded part of the comment. */
export function whyText(attribution: ReportAttribution | null): string {
  if (attribution === null) return '';
  const { moved, crates } = attribution;
  const parts = moved === null ? [] : [moversTable('crate', moved.crates), moversTable('function', moved.functions)];
  const share = (bytes: number): string => `${((bytes / attribution.bytes) * 100).toFixed(1)} %`;
  const rows = crates.rows.slice(0, SHOWN).map(({ name, bytes }) => [code(name), formatBytes(bytes), share(bytes)]);
  const shown = crates.rows.slice(0, SHOWN).reduce((sum, { bytes }) => sum + bytes, 0);
  const others = crates.rows.length + crates.rest.rows - rows.length;
  const left = attribution.bytes - shown;
  if (others > 0) rows.push([`${others} others`, formatBytes(left), share(left)]);
  const whole = ['all of the module', formatBytes(attribution.bytes), '100 %'];
  return [
    ...parts.filter((part) => part !== ''),
    table(['where the bytes are', 'raw', ''], [...rows, whole]),
    'A function is of the crate that wrote it, `std` is core and alloc too. `(data)`: constants; `(structure)`: what holds a module together; `(unknown)`: no name tells.',
  ].join('\n\n');
}

function moversTable(
  of: string,
  {
    rows,
    rest,
  }: { readonly rows: readonly ReportMover[]; readonly rest: { readonly rows: number; readonly bytes: number } },
): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, SHOWN).map((one) => [code(one.name), size(one.before), size(one.after), change(one)]);
  const more = rows.slice(SHOWN);
  const left = more.length + rest.rows;
  const bytes = more.reduce((sum, one) => sum + changeOf(one), rest.bytes);
  if (left > 0) shown.push([`${left} others`, '', '', signed(bytes)]);
  return table([`why it changed, by ${of}`, 'base', 'head', 'change, raw'], shown);
}

function change({ what, before, after }: ReportMover): string {
  if (what === 'appeared') return `${signed(after)}, new`;
  return what === 'went' ? `${signed(-before)}, gone` : formatChange(before, after);
}

function size(bytes: number): string {
  return bytes === 0 ? '–' : formatBytes(bytes);
}

function signed(bytes: number): string {
  if (bytes === 0) return 'no change';
  return `${bytes > 0 ? '+' : '\u2212'}${formatBytes(Math.abs(bytes))}`;
}
