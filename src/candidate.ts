import { createHash } from 'node:crypto';
/** A file of a bundle. `kind` is how the edge takes it. */
export interface BundleFile {
  /** Relative to the bundle's folder, with `/`. */
  readonly name: string;
  readonly kind: 'javascript' | 'wasm' | 'data';
  readonly bytes: number;
  /** Lowercase hex. */
  readonly sha256: string;
}

/** What the edge takes. Built once: the same bytes are measured, judged, served and deployed. */
export interface Bundle {
  readonly folder: string;
  readonly entry: string;
  readonly files: readonly BundleFile[];
  /** As `digestOf` tells, lowercase hex. */
  readonly digest: string;
}

/** Bytes of a bundle. */
export interface Sizes {
  /** The sum of the files' bytes. */
  readonly raw: number;
  /** gzip level 6 over the files one after the other, the entry last: the number that wrangler prints. */
  readonly gzip: number;
  /** brotli quality 11, each file for itself, summed. */
  readonly brotli: number;
}

export interface ToolVersions {
  readonly rustc: string;
  readonly [tool: string]: string;
}

/** A source made into something to ship. */
export interface Candidate {
  readonly bundle: Bundle;
  readonly sizes: Sizes;
  /** The wasm module alone: before wasm-opt (equally stripped) and as it ships. */
  readonly module: { readonly before: Sizes; readonly after: Sizes; readonly file: string };
  /** The shipped module with its names; same code, same indices. */
  readonly named: string;
  readonly tools: ToolVersions;
  readonly warnings: readonly string[];
}

/**
 * sha256 over the lines `sha256␠␠name\n`, what `sha256sum` prints of the folder's files: the entry's first, the others by
 * name. Another entry is another digest.
 */
export function digestOf(files: readonly Pick<BundleFile, 'name' | 'sha256'>[], entry: string): string {
  const lines = entryFirst(files, entry, ({ name }) => name).map((file) => `${file.sha256}  ${file.name}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** In the order of a bundle: the entry, then the others by name. */
export function entryFirst<T>(files: readonly T[], entry: string, nameOf: (file: T) => string): readonly T[] {
  const isEntry = (file: T): number => Number(nameOf(file) === entry);
  return files.toSorted((a, b) => isEntry(b) - isEntry(a) || (nameOf(a) < nameOf(b) ? -1 : 1));
}
