import path from 'node:path';
import { parse } from 'smol-toml';
import type { Host } from '../host/host.ts';

type World = Pick<Host, 'files' | 'folders' | 'log'>;
type Table = Readonly<Record<string, unknown>>;

const OLD = /(?<![\w-])wasm32-wasi(?![\w-])/;

/** A file that may name a target, and which of its values do. */
interface Naming {
  readonly file: string;
  readonly values: (table: Table) => readonly unknown[];
}

/**
 * Warns of each file that names the target `wasm32-wasi`, which is called `wasm32-wasip1` and gone since Rust 1.84. What
 * is built for, the edge says: nothing else has to be done about it.
 * @param dir absolute folder of the crate
 */
export async function warnOfOldTargets(dir: string, host: World): Promise<void> {
  for (const { file, values } of [...configs(dir, host), ...edges(dir)]) {
    if (!(await host.files.exists(file))) continue;
    const text = await host.files.text(file);
    const named = texts(values(tableIn(text))).some((value) => OLD.test(value));
    if (named) warnOfOldName(file, 'taken for `wasm32-wasip1`, where it is what is built', host, lineOf(text));
  }
}

/** @param what becomes of it */
export function warnOfOldName(
  file: string,
  what: string,
  host: Pick<Host, 'folders' | 'log'>,
  line?: number | undefined,
): void {
  host.log.warning(
    `The target \`wasm32-wasi\` was renamed \`wasm32-wasip1\` and is gone since Rust 1.84; it was ${what}.`,
    {
      title: 'Old target name',
      place: {
        file: path.relative(host.folders.workspace, file).replaceAll('\\', '/'),
        ...(line === undefined ? {} : { line }),
      },
    },
  );
}

/** cargo's configuration, from the crate's folder up to the repository's. */
function configs(dir: string, host: World): Naming[] {
  const named = ({ build, target }: Table): readonly unknown[] => [
    tableAt(build).target,
    Object.keys(tableAt(target)), // flags of `[target.wasm32-wasi]` are of no target that there is
  ];
  const here = ['config', 'config.toml'].map((name) => ({ file: path.join(dir, '.cargo', name), values: named }));
  const above = path.dirname(dir);
  return dir === host.folders.workspace || above === dir ? here : [...here, ...configs(above, host)];
}

/** What the edges' own clients would run to build it. */
function edges(dir: string): Naming[] {
  return [
    {
      file: path.join(dir, 'fastly.toml'),
      values: ({ scripts }) => [tableAt(scripts).build, tableAt(scripts).post_build],
    },
    {
      file: path.join(dir, 'spin.toml'),
      values: ({ component }) =>
        // one table by name each, or an array of them in the first form of the file
        Object.values(tableAt(component)).map((each) => {
          const { source, build } = tableAt(each);
          return [source, tableAt(build).command].flat();
        }),
    },
  ];
}

function tableIn(text: string): Table {
  try {
    return parse(text);
  } catch {
    return {}; // whoever it is for will say so
  }
}

function tableAt(value: unknown): Table {
  return typeof value === 'object' && value !== null ? (value as Table) : {};
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.flat(2).filter((value) => typeof value === 'string');
}

/** The first line that names it and is no comment. */
function lineOf(text: string): number | undefined {
  const index = text.split('\n').findIndex((line) => OLD.test(line.replace(/(^|\s)#.*$/, '')));
  return index < 0 ? undefined : index + 1;
}
