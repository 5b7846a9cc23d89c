import { PATH, PATH_FORM } from '../latency/requests.ts';
import { parseDuration } from '../units.ts';

/** Text from a workflow, or any value of a Cargo.toml metadata table. */
export type Raw = unknown;

/** Thrown by a parser: the form that it wanted. `parseInputs` adds name, value and place, and gathers all of them. */
export class Unfit extends Error {}

export interface Input<T> {
  readonly description: string;
  /**
   * `workflow`: from the workflow file alone, because it grants power and a pull request may edit Cargo.toml.
   * `either`: also from `[package.metadata.wasm-ship]` or `[workspace.metadata.wasm-ship]`.
   */
  readonly from: 'workflow' | 'either';
  /** As documented; undefined where the default is "none". */
  readonly default: string | undefined;
  /** What an unset input comes to, where that is no value of it but a rule; in words for the documentation. */
  readonly unset?: string;
  readonly form: string;
  /** Its value may hold a secret: it is never shown, not even a wrong one (the runner masks whole secrets, not parts). */
  readonly hidden?: true;
  /** It may name a file of the repository that has its array: of TOML, the tables of this name. */
  readonly file?: string;
  readonly parse: (raw: Raw) => T;
}

type From = Input<unknown>['from'];

/** Any text. */
export function text(from: From, description: string, preset: string): Input<string> {
  return { description, from, default: preset, form: 'text', parse: asText };
}

/** Any text, and undefined where it is not set. */
export function optionalText(from: From, description: string): Input<string | undefined> {
  return { description, from, default: undefined, form: 'text', parse: asText };
}

/** One of a few words. */
export function oneOf<const V extends readonly string[]>(
  from: From,
  description: string,
  values: V,
  preset: V[number],
): Input<V[number]> {
  const form = values.map((value) => `\`${value}\``).join(' | ');
  const parse = (raw: Raw): V[number] => {
    const value = values.find((candidate) => candidate === asText(raw));
    if (value === undefined) throw new Unfit(`one of ${values.join(', ')}`);
    return value;
  };
  return { description, from, default: preset, form, parse };
}

/** Yes or no. */
export function flag(from: From, description: string, preset: boolean): Input<boolean> {
  const parse = (raw: Raw): boolean => {
    const value = typeof raw === 'string' ? raw.trim() : raw;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw new Unfit('true or false');
  };
  return { description, from, default: String(preset), form: '`true` | `false`', parse };
}

/** Names; none where it is not set. */
export function list(from: From, description: string): Input<readonly string[]> {
  const parse = (raw: Raw): readonly string[] => {
    const items = Array.isArray(raw) ? raw.map(asText) : asText(raw).split(/[\s,]+/);
    return items.filter((item) => item !== '');
  };
  return { description, from, default: '', form: 'names, parted by commas or spaces', parse };
}

/** A time above 0 and up to `most`, in ms. */
export function duration(
  from: From,
  description: string,
  preset: string,
  most: string,
  least: 'some' | 'none' = 'some',
): Input<number> {
  const parse = (raw: Raw): number => {
    const ms = parseDuration(asText(raw));
    const few = least === 'none' ? 'from' : 'above';
    if (ms === undefined || ms < 0 || (ms === 0 && least === 'some') || ms > (parseDuration(most) ?? 0)) {
      throw new Unfit(`a time ${few} 0 and up to ${most}, such as ${preset}`);
    }
    return ms;
  };
  return { description, from, default: preset, form: 'time: `ms`, `s`, `min`', parse };
}

/** The path of a URL. `unset` says what it is where it is not set. */
export function urlPath(from: From, description: string, unset: string): Input<string | undefined> {
  const parse = (raw: Raw): string => {
    const value = asText(raw);
    if (!PATH.test(value)) throw new Unfit(PATH_FORM);
    return value;
  };
  return { description, from, default: undefined, unset, form: 'path', parse };
}

/** A text without the blanks around it; numbers and truth values of TOML are taken as they are written. */
export function asText(raw: Raw): string {
  if (typeof raw === 'string') return raw.trim();
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  throw new Unfit('text');
}

/** A value with a parser of its own, which returns a text where the value is not of its form: the form wanted. */
export function parsed<T>(input: Omit<Input<T>, 'parse'>, parse: (raw: Raw) => T | string): Input<T> {
  return {
    ...input,
    parse: (raw) => {
      const value = parse(raw);
      if (typeof value === 'string') throw new Unfit(value);
      return value;
    },
  };
}
