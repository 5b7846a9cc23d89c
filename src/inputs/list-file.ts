import { parse } from 'smol-toml';
import { tableOf } from '../crate.ts';
import { type Raw, Unfit } from './kinds.ts';

/** What a file of the repository has in it, or the form wanted of it. */
export type FileRead = { readonly text: string } | { readonly wanted: string };

/** The file that an input names instead of its value; undefined where it is the value itself. */
export function fileNamed(raw: Raw): string | undefined {
  if (typeof raw !== 'string') return undefined;
  const value = raw.trim();
  return /^[^[{\n]+\.(json|toml)$/i.test(value) ? value : undefined;
}

/**
 * The array in a file: of JSON the whole of it, of TOML its tables `[[key]]`.
 * @throws Unfit where it has another form
 */
export function arrayIn(file: string, text: string, key: string): unknown {
  const inToml = /\.toml$/i.test(file);
  const value = inToml ? tomlIn(text, key) : jsonIn(text);
  if (Array.isArray(value)) return value;
  throw new Unfit(inToml ? `tables [[${key}]]` : 'an array');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // what is wrong and where; not the text around it, which may hold a password
    const { message } = error as Error;
    const place = /\(line \d+ column \d+\)$/.exec(message)?.[0];
    const [what] = message.replace(/ (in JSON )?at position.*/, '').split(', ', 1);
    throw new Unfit(`JSON: ${what}${place === undefined ? '' : ` ${place}`}`);
  }
}

function tomlIn(text: string, key: string): unknown {
  const table = readToml(text);
  const other = Object.keys(table).find((name) => name !== key);
  if (other === undefined) return table[key];
  throw new Unfit(`tables [[${key}]] and nothing else; \`${other}\` is something else`);
}

function readToml(text: string): Readonly<Record<string, unknown>> {
  try {
    return tableOf(parse(text)) ?? {};
  } catch (error) {
    const { message, line, column } = error as Error & { line?: number; column?: number };
    throw new Unfit(`TOML: ${message.split('\n', 1)[0]} (line ${line} column ${column})`);
  }
}
