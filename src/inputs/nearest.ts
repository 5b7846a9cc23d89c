import { closest } from '../closest.ts';
import { INPUTS, type InputName } from './table.ts';

/** What may have been meant by a name that is no input: one that is spelt alike, or all that may stand in Cargo.toml. */
export function nearest(name: string): string {
  const names = Object.keys(INPUTS).filter((candidate) => INPUTS[candidate as InputName].from === 'either');
  const close = closest(name, names);
  return close === undefined ? `those that may stand here: ${names.join(', ')}` : `did you mean \`${close}\`?`;
}
