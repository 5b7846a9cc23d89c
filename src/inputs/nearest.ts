import { INPUTS, type InputName } from './table.ts';

/** What may have been meant by a name that is no input: one that is spelt alike, or all that may stand in Cargo.toml. */
export function nearest(name: string): string {
  const names = Object.keys(INPUTS).filter((candidate) => INPUTS[candidate as InputName].from === 'either');
  const close = names.find((candidate) => distance(candidate, name) <= 2);
  return close === undefined ? `those that may stand here: ${names.join(', ')}` : `did you mean \`${close}\`?`;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
