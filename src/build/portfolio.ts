/**
 * wasm-opt's own levels, each always tried: the one that has to be there first, the longest last. Of modules that are so large
 * that not all of them end in time, -O1 is the quickest and has the fewest bytes of brotli most often (`script/bench size`).
 */
export const PRESETS: readonly string[] = ['-Oz', '-O1', '-Os', '-O2', '-O3'];

/**
 * A function that is called once is put where it is called only if it is short: one long function of many parts has fewer
 * bytes, and compresses worse.
 */
const SHORT_ONLY = '--one-caller-inline-max-function-size=50';

/** Control flow put together anew from its parts; wasm-opt refuses it for exceptions, and fuzzes it as it does its other passes. */
const ANEW = ['--flatten', '--rereloop'];

/** Further ways, those that won most often in `script/bench size` first. */
const FURTHER: readonly (readonly string[])[] = [
  ['-Os', SHORT_ONLY],
  ['-Os', SHORT_ONLY, '-Os'],
  [...ANEW, '-Os', SHORT_ONLY, '-Os'],
  [...ANEW, '-Os', SHORT_ONLY],
  [...ANEW, '-O3', SHORT_ONLY, '-Os'],
  ['-O3', SHORT_ONLY, '-Os'],
  ['-Oz', SHORT_ONLY],
  ['-Oz', '--gufa', '-Oz'],
];

/** A way costs from 3 to 15 s of a core for each MB: that many bytes go through further ways. */
const FURTHER_BYTES = 5e6;
/** Further ways that a module of any size is worth; with the portable wasm-opt no more than one. */
const AT_LEAST = 2;

export interface Setting {
  /** Of the module: the portfolio is the same on every machine, since its time is not asked. */
  readonly bytes: number;
  /** Proved by the module's layout. */
  readonly lowMemoryUnused: boolean;
  /** The portable wasm-opt, many times slower. */
  readonly portable: boolean;
}

/** Flags of wasm-opt to try, in this order; the presets first. */
export function portfolio({ bytes, lowMemoryUnused, portable }: Setting): readonly (readonly string[])[] {
  const presets = PRESETS.map((preset) => [preset]);
  const more = lowMemoryUnused
    ? FURTHER.map((flags) => ['--low-memory-unused', ...flags])
    : FURTHER.filter((flags) => flags.length > 1);
  const most = portable ? 1 : Math.max(AT_LEAST, Math.floor(FURTHER_BYTES / Math.max(bytes, 1)));
  return [...presets, ...more.slice(0, most)];
}
