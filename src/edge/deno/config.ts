import path from 'node:path';
import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser';
import { ShipError } from '../../error.ts';
import type { Host } from '../../host/host.ts';

/** What of a deno.json decides the bundle. */
export interface DenoConfig {
  /** The configuration's own name; undefined where there is none. */
  readonly file: string | undefined;
  /** From the crate's folder. */
  readonly entry: string;
}

/** Names of a configuration, in deno's own order. */
export const CONFIGS = ['deno.json', 'deno.jsonc'];
/** What is taken where the configuration names no entry. */
const ENTRIES = ['main.ts', 'main.tsx', 'main.js', 'main.mjs'];

/**
 * Reads the configuration beside a crate's Cargo.toml.
 * @param dir of the crate, from the root of the repository
 * @throws ShipError where no entry is named and none is there
 */
export async function readConfig(dir: string, host: Pick<Host, 'files' | 'folders'>): Promise<DenoConfig> {
  const there = (name: string): string => path.join(host.folders.workspace, dir, name);
  const shown = (name: string): string => path.posix.join(dir, name);
  const first = async (names: readonly string[]): Promise<string | undefined> => {
    for (const name of names) if (await host.files.exists(there(name))) return name;
    return undefined;
  };
  const file = await first(CONFIGS);
  const named = file === undefined ? undefined : namedEntry(await host.files.text(there(file)), shown(file));
  const entry = await first(named === undefined ? ENTRIES : [named]);
  if (entry !== undefined) return { file, entry };
  throw new ShipError(
    'input',
    named === undefined
      ? `There is no ${ENTRIES.join(', ')} in ${dir}.`
      : `${shown(file ?? '')}: the entry \`${named}\` is not there.`,
    {
      hint: 'Write a main.ts that imports the wasm module and has `export default { fetch }`, or name another: {"deploy": {"entrypoint": …}}.',
    },
  );
}

/**
 * The entry that a configuration names for Deno Deploy: `deploy.entrypoint`, or `deploy.runtime.entrypoint`.
 * @throws ShipError where it is no JSON, or the entry no file below its folder
 */
export function namedEntry(text: string, file: string): string | undefined {
  const errors: ParseError[] = [];
  const config = parseJsonc(text, errors, { allowTrailingComma: true }) as { deploy?: Deploy } | undefined;
  const [error] = errors;
  if (error !== undefined) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw new ShipError('input', `${file} is not JSON: ${printParseErrorCode(error.error)}.`, {
      place: { file, line },
    });
  }
  const entry = config?.deploy?.entrypoint ?? config?.deploy?.runtime?.entrypoint;
  if (entry === undefined) return undefined;
  const plain = typeof entry === 'string' ? path.posix.normalize(entry) : '';
  if (plain !== '' && !plain.startsWith('..') && !path.posix.isAbsolute(plain)) return plain;
  throw new ShipError('input', `${file}: the entry is ${JSON.stringify(entry)}; wanted: a file of this folder.`, {
    place: { file },
  });
}

interface Deploy {
  readonly entrypoint?: unknown;
  readonly runtime?: { readonly entrypoint?: unknown };
}
