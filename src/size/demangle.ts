import { demangleV0 } from './demangle-v0.ts';

/**
 * The path of a Rust symbol as Rust writes it, as the rustc-demangle crate gives it: v0 (RFC 2603) and the legacy form.
 * A legacy symbol is known by its hash: without one it is C++, and stays as it is.
 * @param hashes whether the hashes of crates, or of the symbol, are written too
 * @returns undefined where it is no symbol of Rust
 */
export function demangle(symbol: string, hashes = false): string | undefined {
  const name = symbol.replace(/\.llvm\.[A-F0-9@]+$/, ''); // what ThinLTO has put behind it
  const read = name.startsWith('_R') ? demangleV0(name.slice(2), hashes) : demangleLegacy(name, hashes);
  if (read === undefined || !/^(\.[!-~]*)?$/.test(read.rest)) return undefined;
  return read.text + read.rest;
}

function demangleLegacy(symbol: string, hashes: boolean): { readonly text: string; readonly rest: string } | undefined {
  if (!symbol.startsWith('_ZN')) return undefined;
  const elements: string[] = [];
  let at = 3;
  while (symbol[at] !== 'E') {
    const [digits = ''] = /^\d{1,6}/.exec(symbol.slice(at, at + 6)) ?? [];
    const start = at + digits.length;
    at = start + Number(digits);
    if (digits === '' || at >= symbol.length) return undefined;
    elements.push(symbol.slice(start, at));
  }
  const hash = elements.pop() ?? '';
  if (!/^h[0-9a-f]{16}$/.test(hash) || elements.length === 0) return undefined;
  const parts = [...elements.map(unescaped), ...(hashes ? [hash] : [])];
  return { text: parts.join('::'), rest: symbol.slice(at + 1) };
}

const SIGNS: Readonly<Record<string, string>> = {
  ...{ SP: '@', BP: '*', RF: '&', LT: '<', GT: '>', LP: '(', RP: ')', C: ',' },
};

/** Signs that a legacy symbol cannot hold stand between `$`; `..` is `::`. From an unknown one on it stays as it is. */
function unescaped(element: string): string {
  const text = element.startsWith('_$') ? element.slice(1) : element;
  let known = true;
  return text.replace(/\.\.|\$([^$]*)\$|\$/g, (found: string, code?: string) => {
    if (!known) return found;
    if (found === '..') return '::';
    const sign = code === undefined ? undefined : (SIGNS[code] ?? signOf(code));
    known = sign !== undefined;
    return sign ?? found;
  });
}

function signOf(code: string): string | undefined {
  if (!/^u[0-9a-f]{1,6}$/.test(code)) return undefined;
  const point = Number.parseInt(code.slice(1), 16);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
  const sign = String.fromCodePoint(point);
  return /\p{Cc}/u.test(sign) ? undefined : sign;
}
