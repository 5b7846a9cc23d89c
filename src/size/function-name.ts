import { demangle } from './demangle.ts';

/** What a name of the name section tells of a function. */
export interface FunctionName {
  /** Without hashes, and without the arguments of generics: instances of one generic function have the same. */
  readonly path: string;
  /** undefined: the name does not tell, as those of C and of exports do not. */
  readonly crate: string | undefined;
}

/** Crates that come with the compiler; `__rustc` is where rustc puts the allocator's own symbols. */
const STD = [
  'std',
  'core',
  'alloc',
  'proc_macro',
  'test',
  'compiler_builtins',
  'panic_abort',
  'panic_unwind',
  '__rustc',
];

/** What wasm-opt puts before the name of a function that it has made of another. */
const OF_WASM_OPT = /^byn\$[a-z-]+\$|^byn-[a-z]+(-[a-z]+)*(-[A-Z])?\$/;
/** What wasm-bindgen and wasm-opt put behind it: a function around it, the number of one of several of the same name. */
const AROUND = / externref shim$| multivalue shim$|\[\d+\]$/;

/**
 * Reads a name as linkers and wasm-bindgen leave it: mangled, or demangled with its hashes.
 *
 * Whose a function is: that of the crate its path begins with. `<T>::f` is of T's crate. `<T as Trait>::f` is of T's crate,
 * but of the trait's where T is of the standard library; references, slices and tuples count as what they are of. A generic
 * function is of the crate that wrote it, whoever uses it.
 */
export function functionName(name: string): FunctionName {
  if (name.length > LONGEST) return { path: name, crate: undefined };
  const bare = name.replace(OF_WASM_OPT, '').replace(AROUND, '').replace(AROUND, '');
  const text = demangle(bare, true) ?? bare;
  // what is demangled already has the hash of a crate or of its own, but for methods of primitive types
  const isRust = text !== bare || /^<.+>::|\w\[[0-9a-f]{1,16}\]::|::h[0-9a-f]{16}$/.test(text);
  if (text.length > LONGEST) return { path: bare, crate: undefined };
  if (!isRust) return { path: bare, crate: /^__wb(indgen|g)_/.test(bare) ? 'wasm_bindgen' : undefined };
  const plain = text.replace(/(?<=\w)\[[0-9a-f]{1,16}\](?=::|[,>) ]|$)/g, '').replace(/::h[0-9a-f]{16}(?=\.|$)/, '');
  const path = withoutArguments(plain);
  return { path, crate: crateOf(path) };
}

/** Types in types, of which the outermost tells: a name that goes deeper is nobody's. */
const DEEPEST = 50;
/** No name of a real function is longer; what is comes from nobody who means well. */
const LONGEST = 50_000;

function crateOf(path: string, depth = 0): string | undefined {
  if (depth > DEEPEST) return undefined;
  if (!path.startsWith('<')) return grouped(/^(?:r#)?([\p{L}\p{N}_]+)::/u.exec(path)?.[1]);
  const inner = path.slice(1, closing(path, 0));
  const [type = '', trait = ''] = splitAs(inner);
  const crates = [ofType(type, depth), ofType(trait, depth)].map(grouped).filter((crate) => crate !== undefined);
  return crates.find((crate) => crate !== 'std') ?? 'std';
}

function grouped(crate: string | undefined): string | undefined {
  return crate !== undefined && STD.includes(crate) ? 'std' : crate;
}

/** The crate that a type or trait is of; undefined: of none (`u8`, `T`). */
function ofType(type: string, depth: number): string | undefined {
  const bare = type.replace(/^(?:[&*[(]|'\w+ |mut |const |dyn |impl |for |unsafe )+/, '');
  return bare.startsWith('<') ? crateOf(bare, depth + 1) : /^([\p{L}\p{N}_]+)::/u.exec(bare)?.[1];
}

function splitAs(inner: string): readonly string[] {
  let depth = 0;
  for (let i = 0; i < inner.length; i++) {
    depth += depthOf(inner, i);
    if (depth === 0 && inner.startsWith(' as ', i)) return [inner.slice(0, i), inner.slice(i + 4)];
  }
  return [inner];
}

/** Where the bracket at `from` is closed; the end where it is not. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    depth += depthOf(text, i);
    if (depth === 0) return i;
  }
  return text.length;
}

/** +1 where an angle bracket opens, -1 where one closes; the arrow of a function's type is none. */
function depthOf(text: string, at: number): number {
  if (text[at] === '<') return 1;
  return text[at] === '>' && text[at - 1] !== '-' ? -1 : 0;
}

/** Without `<…>` behind a name and `::<…>`; `<T as Trait>` stays, as it is no list of arguments, and what `<impl …>` says too. */
function withoutArguments(text: string): string {
  let out = '';
  let last = ''; // of it; asking it each time would take the square of its length
  for (let i = 0; i < text.length; i++) {
    const isList = text[i] === '<' && /[\p{L}\p{N}_}:]$/u.test(last) && !text.startsWith('<impl ', i);
    if (!isList) {
      out += text[i];
      last = (last + text[i]).slice(-2);
    } else {
      i = closing(text, i);
      if (out.endsWith('::')) out = out.slice(0, -2);
      last = out.slice(-2);
    }
  }
  return out;
}
