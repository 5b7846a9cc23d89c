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
  /** sha256 over the sorted lines `sha256␠␠name\n` of its files, lowercase hex. */
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
