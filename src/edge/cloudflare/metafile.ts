import path from 'node:path';
import * as v from 'valibot';

/** The part of esbuild's metafile that we read (esbuild.github.io/api/#metafile): paths from the folder that it worked in. */
const metafile = v.object({
  inputs: v.record(
    v.string(),
    v.object({
      imports: v.array(
        v.object({ path: v.string(), external: v.optional(v.boolean()), original: v.optional(v.string()) }),
      ),
    }),
  ),
});

/** What bundling read. */
export interface BundlerReads {
  /** Absolute paths of files. */
  readonly files: readonly string[];
  /** Modules of other types (wasm, text, data): the file that imports each, and how it names it. */
  readonly modules: readonly { readonly from: string; readonly name: string }[];
}

/** `node:buffer`, `cloudflare:workers`; also wrangler's own virtual modules, such as `node-modules-polyfills:buffer`. */
const SCHEME = /^[a-z][\w-]+:/;

/**
 * What a metafile tells of the files that were read.
 * @param text of the metafile
 * @param main absolute path of the entry module
 * @returns undefined where it does not tell: it is of another form, or the entry is not in it
 */
export function readsIn(text: string, main: string): BundlerReads | undefined {
  const told = v.safeParse(metafile, parsed(text));
  if (!told.success) return undefined;
  const { inputs } = told.output;
  const base = baseOf(Object.keys(inputs), main);
  if (base === undefined) return undefined;
  const real = Object.entries(inputs).filter(([name]) => !SCHEME.test(name) && !name.startsWith('<'));
  return {
    files: real.map(([name]) => path.resolve(base, name)),
    modules: real.flatMap(([name, { imports }]) =>
      imports
        .filter(({ external, original }) => external === true && !SCHEME.test(original ?? 'none:'))
        .map(({ original = '' }) => ({ from: path.resolve(base, name), name: original })),
    ),
  };
}

/** The folder that the paths of inputs start from: from there one of them is the entry. */
function baseOf(inputs: readonly string[], main: string): string | undefined {
  for (let folder = path.dirname(main); ; folder = path.dirname(folder)) {
    for (const base of [folder, path.join(folder, '.wasm-ship')])
      if (inputs.some((name) => path.resolve(base, name) === main)) return base;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the form
  }
}
