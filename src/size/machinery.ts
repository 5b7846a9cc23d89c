import type { FunctionRow } from './attribute.ts';

/** Code that nobody asked for by name, and what brings it in. */
export interface Machinery {
  readonly what: string;
  /** Of the shipped module, uncompressed. */
  readonly bytes: number;
  readonly mend: string;
}

const KINDS: readonly { readonly what: string; readonly paths: RegExp; readonly mend: string }[] = [
  {
    what: 'formatting of text',
    paths: /^(<.* as |<)?(core|alloc)::(fmt|num::(imp::)?flt2dec)\b/,
    mend: '`format!`, `{:?}`, `to_string` and the messages of `panic!`, `expect` and `unwrap` on a `Result` bring it in: text that is put together by `push_str`, and `let … else` in place of `unwrap`, do without.',
  },
  {
    what: 'panics',
    paths:
      /^(<.* as |<)?(core::panicking\b|core::panic\b(?!::unwind_safe)|core::[\w:]*_fail(ed)?\b|std::(panicking|panic)\b|__rustc::rust_(begin|panic))/,
    mend: 'Indexing, slicing, division and `unwrap` bring it in: `get`, iterators and `checked_div` do without.',
  },
  {
    what: 'backtraces',
    paths: /^(<.* as |<)?(std::backtrace|std::backtrace_rs|std::sys::backtrace|addr2line|gimli|rustc_demangle)\b/,
    mend: 'The standard library brings it in with its panics; a crate with `#![no_std]` does without.',
  },
];

/** Less of the module than this is not worth a line. */
const LEAST = 0.01;

/** What panics, backtraces and the formatting of text take of a module of so many bytes, the most first. */
export function machinery(functions: readonly FunctionRow[], bytes: number): readonly Machinery[] {
  const kinds = KINDS.map(({ what, paths, mend }) => {
    const of = functions.filter(({ name }) => KINDS.find((kind) => kind.paths.test(name))?.paths === paths);
    return { what, mend, bytes: of.reduce((sum, row) => sum + row.bytes, 0) };
  });
  return kinds.filter((kind) => kind.bytes > LEAST * bytes).toSorted((a, b) => b.bytes - a.bytes);
}
