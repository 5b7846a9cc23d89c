/** Rust's v0 names of symbols: RFC 2603, and what rustc writes beyond it (the pages on it in the rustc book). */

/** As deep as rustc-demangle goes. */
const DEEPEST = 500;
/** Parts that refer back to others can make a short symbol a text without end, or one that is read without end. */
const MOST_CHARACTERS = 100_000;
/**
 * How often as long as its symbol a text may be, short ones aside; of 24,616 real ones the longest is 7 times as long. So
 * all names of a module take a time that goes with its bytes.
 */
const MOST_TIMES = 20;
const SHORT = 500;
/** As rustc-demangle has it: decoding takes the square of it. */
const MOST_PUNYCODE = 128;

const BASIC_TYPES: Readonly<Record<string, string>> = {
  ...{ b: 'bool', c: 'char', e: 'str', u: '()', z: '!', p: '_', v: '...', f: 'f32', d: 'f64' },
  ...{ a: 'i8', s: 'i16', l: 'i32', x: 'i64', n: 'i128', i: 'isize' },
  ...{ h: 'u8', t: 'u16', m: 'u32', y: 'u64', o: 'u128', j: 'usize' },
};

class NoSymbol extends Error {}

/**
 * The text of a symbol, without its `_R`, as rustc-demangle writes it.
 * @returns the text and what comes after the symbol; undefined where it is no symbol of this form
 */
export function demangleV0(
  symbol: string,
  hashes: boolean,
): { readonly text: string; readonly rest: string } | undefined {
  if (!/^[A-Z][\x20-\x7e]*$/.test(symbol)) return undefined;
  try {
    // all of it has to be right before any of it is believed
    const reader = new Reader(symbol, hashes);
    const text = reader.whole();
    return { text, rest: symbol.slice(reader.at) };
  } catch (error) {
    if (error instanceof NoSymbol) return undefined;
    throw error;
  }
}

class Reader {
  at = 0;
  readonly #symbol: string;
  readonly #most: number;
  readonly #hashes: boolean;
  #depth = 0;
  #steps = 0;
  #characters = 0;
  /** undefined: what is read is not written. */
  #out: string[] | undefined = [];
  /** Lifetimes that `for<…>` around this place has bound. */
  #bound = 0;

  constructor(symbol: string, hashes: boolean) {
    this.#symbol = symbol;
    this.#most = Math.min(SHORT + MOST_TIMES * symbol.length, MOST_CHARACTERS);
    this.#hashes = hashes;
  }

  whole(): string {
    const out: string[] = [];
    this.#out = out;
    this.#path(true);
    if (/[A-Z]/.test(this.#peek())) this.#unwritten(() => this.#path(false)); // the crate that made the instance
    return out.join('');
  }

  #write(text: string): void {
    if (this.#out === undefined) return;
    this.#characters += text.length;
    if (this.#characters > this.#most) throw new NoSymbol();
    this.#out.push(text);
  }

  #unwritten(read: () => void): void {
    const out = this.#out;
    this.#out = undefined;
    read();
    this.#out = out;
  }

  #peek(): string {
    return this.#symbol.charAt(this.at);
  }

  #eat(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.at++;
    return true;
  }

  #next(): string {
    const sign = this.#peek();
    if (sign === '') throw new NoSymbol();
    this.at++;
    this.#step(1);
    return sign;
  }

  /** What is read counts each time, so that a long part that many refer back to does not take the square of its length. */
  #step(characters: number): void {
    this.#steps += characters;
    if (this.#steps > 2 * this.#most) throw new NoSymbol();
  }

  /** Reads a part of the symbol that may hold others. */
  #nested(read: () => void): void {
    if (++this.#depth > DEEPEST) throw new NoSymbol();
    this.#step(1);
    read();
    this.#depth--;
  }

  #integer(): bigint {
    if (this.#eat('_')) return 0n;
    let value = 0n;
    while (!this.#eat('_')) {
      const digit = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(this.#next());
      if (digit < 0) throw new NoSymbol();
      value = value * 62n + BigInt(digit);
      if (value >= 1n << 64n) throw new NoSymbol();
    }
    return value + 1n;
  }

  #optionalInteger(tag: string): bigint {
    return this.#eat(tag) ? this.#integer() + 1n : 0n;
  }

  #identifier(): string {
    const punycode = this.#eat('u');
    const digits = /^(0|[1-9]\d{0,6})/.exec(this.#symbol.slice(this.at, this.at + 8))?.[0];
    if (digits === undefined) throw new NoSymbol();
    this.at += digits.length;
    this.#eat('_');
    const end = this.at + Number(digits);
    if (end > this.#symbol.length) throw new NoSymbol();
    const text = this.#symbol.slice(this.at, end);
    this.#step(text.length);
    this.at = end;
    return punycode ? unicodeOf(text) : text;
  }

  /** Reads elsewhere, at an earlier place of the symbol. Where nothing is written there is nothing to read. */
  #back(read: () => void): void {
    const before = this.at - 1;
    const to = this.#integer();
    if (to >= before) throw new NoSymbol();
    if (this.#out === undefined) return;
    const { at } = this;
    this.at = Number(to);
    this.#nested(read);
    this.at = at;
  }

  #list(read: () => void, between = ', '): number {
    let count = 0;
    for (; !this.#eat('E'); count++) {
      if (count > 0) this.#write(between);
      read();
    }
    return count;
  }

  #path(inValue: boolean): void {
    this.#nested(() => {
      const tag = this.#next();
      if (tag === 'C') this.#crate();
      else if (tag === 'N') this.#name(inValue);
      else if ('MXY'.includes(tag)) this.#ofType(tag);
      else if (tag === 'I') {
        this.#path(inValue);
        this.#write(inValue ? '::<' : '<');
        this.#list(() => this.#argument());
        this.#write('>');
      } else if (tag === 'B') this.#back(() => this.#path(inValue));
      else throw new NoSymbol();
    });
  }

  #crate(): void {
    const hash = this.#optionalInteger('s');
    this.#write(this.#identifier());
    if (this.#hashes && hash !== 0n) this.#write(`[${hash.toString(16)}]`);
  }

  #name(inValue: boolean): void {
    const space = this.#next();
    if (!/[A-Za-z]/.test(space)) throw new NoSymbol();
    this.#path(inValue);
    const number = this.#optionalInteger('s');
    const name = this.#identifier();
    if (/[a-z]/.test(space)) this.#write(name === '' ? '' : `::${name}`);
    else {
      const kind = { C: 'closure', S: 'shim' }[space] ?? space;
      this.#write(`::{${kind}${name === '' ? '' : `:${name}`}#${number}}`);
    }
  }

  /** `<T>`, `<T as Trait>`: where the impl itself stands is not written. */
  #ofType(tag: string): void {
    if (tag !== 'Y') {
      this.#optionalInteger('s');
      this.#unwritten(() => this.#path(false));
    }
    this.#write('<');
    this.#type();
    if (tag !== 'M') {
      this.#write(' as ');
      this.#path(false);
    }
    this.#write('>');
  }

  #argument(): void {
    if (this.#eat('L')) this.#lifetime(this.#integer());
    else if (this.#eat('K')) this.#constant(false);
    else this.#type();
  }

  #lifetime(index: bigint): void {
    if (this.#out === undefined) return;
    const depth = this.#bound - Number(index);
    if (depth < 0) throw new NoSymbol();
    if (index === 0n) this.#write("'_");
    else this.#write(depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'_${depth}`);
  }

  #binder(read: () => void): void {
    const bound = this.#bound;
    const count = Number(this.#optionalInteger('G'));
    if (count > DEEPEST) throw new NoSymbol();
    if (count > 0 && this.#out !== undefined) {
      this.#write('for<');
      for (let i = 0; i < count; i++) {
        if (i > 0) this.#write(', ');
        this.#bound++;
        this.#lifetime(1n);
      }
      this.#write('> ');
    }
    read();
    this.#bound = bound;
  }

  #type(): void {
    if (this.#eat('w')) this.#write('#[splat] ');
    const tag = this.#next();
    const basic = BASIC_TYPES[tag];
    if (basic !== undefined) this.#write(basic);
    else this.#nested(() => this.#compound(tag));
  }

  #compound(tag: string): void {
    if (tag === 'R' || tag === 'Q') {
      this.#write('&');
      const lifetime = this.#eat('L') ? this.#integer() : 0n;
      if (lifetime !== 0n) {
        this.#lifetime(lifetime);
        this.#write(' ');
      }
      if (tag === 'Q') this.#write('mut ');
      this.#type();
    } else if (tag === 'P' || tag === 'O') {
      this.#write(tag === 'P' ? '*const ' : '*mut ');
      this.#type();
    } else if (tag === 'A' || tag === 'S') {
      this.#write('[');
      this.#type();
      if (tag === 'A') {
        this.#write('; ');
        this.#constant(true);
      }
      this.#write(']');
    } else if (tag === 'T') this.#tuple(() => this.#type());
    else if (tag === 'F') this.#binder(() => this.#function());
    else if (tag === 'D') this.#object();
    else if (tag === 'B') this.#back(() => this.#type());
    else if (tag === 'W') {
      this.#type();
      this.#write(' is ');
      this.#pattern();
    } else {
      this.at--;
      this.#path(false);
    }
  }

  #tuple(read: () => void): void {
    this.#write('(');
    if (this.#list(read) === 1) this.#write(',');
    this.#write(')');
  }

  #function(): void {
    if (this.#eat('U')) this.#write('unsafe ');
    if (this.#eat('K')) {
      const abi = this.#eat('C') ? 'C' : this.#identifier().replaceAll('_', '-');
      if (abi === '') throw new NoSymbol();
      this.#write(`extern "${abi}" `);
    }
    this.#write('fn(');
    this.#list(() => this.#type());
    this.#write(')');
    if (this.#eat('u')) return; // gives back nothing
    this.#write(' -> ');
    this.#type();
  }

  #object(): void {
    this.#write('dyn ');
    this.#binder(() => void this.#list(() => this.#trait(), ' + '));
    if (!this.#eat('L')) throw new NoSymbol();
    const lifetime = this.#integer();
    if (lifetime === 0n) return;
    this.#write(' + ');
    this.#lifetime(lifetime);
  }

  #trait(): void {
    let open = this.#openPath();
    while (this.#eat('p')) {
      this.#write(open ? ', ' : '<');
      open = true;
      this.#write(`${this.#identifier()} = `);
      if (this.#eat('K')) this.#constant(false);
      else this.#type();
    }
    if (open) this.#write('>');
  }

  /** A trait's path; its list of arguments is left open for what it is bound to. @returns whether there is a list */
  #openPath(): boolean {
    if (this.#eat('B')) {
      let open = false;
      this.#back(() => {
        open = this.#openPath();
      });
      return open;
    }
    const open = this.#eat('I');
    this.#path(false);
    if (!open) return false;
    this.#write('<');
    this.#list(() => this.#argument());
    return true;
  }

  #pattern(): void {
    const tag = this.#next();
    if (tag === 'N') this.#write('!null');
    else if (tag === 'R') {
      this.#constant(false);
      this.#write('..=');
      this.#constant(false);
    } else if (tag === 'O') this.#nested(() => void this.#list(() => this.#pattern(), ' | '));
    else throw new NoSymbol();
  }

  #constant(inValue: boolean): void {
    this.#nested(() => {
      const tag = this.#next();
      const type = BASIC_TYPES[tag];
      if (tag === 'p') this.#write('_');
      else if (type !== undefined && /^[iu](\d+|size)$/.test(type)) {
        if (type.startsWith('i') && this.#eat('n')) this.#write('-');
        this.#unsigned(type);
      } else if (tag === 'b') this.#write(this.#boolean());
      else if (tag === 'c') this.#write(quoted("'", characterOf(this.#hex())));
      else if (tag === 'B') this.#back(() => this.#constant(inValue));
      else if (tag === 'R' && this.#eat('e')) this.#string();
      else {
        if (!inValue) this.#write('{');
        this.#expression(tag);
        if (!inValue) this.#write('}');
      }
    });
  }

  #expression(tag: string): void {
    if (tag === 'e') {
      this.#write('*');
      this.#string();
    } else if (tag === 'R' || tag === 'Q') {
      this.#write(tag === 'R' ? '&' : '&mut ');
      this.#constant(true);
    } else if (tag === 'A') {
      this.#write('[');
      this.#list(() => this.#constant(true));
      this.#write(']');
    } else if (tag === 'T') this.#tuple(() => this.#constant(true));
    else if (tag === 'V') this.#variant();
    else throw new NoSymbol();
  }

  #variant(): void {
    this.#path(true);
    const kind = this.#next();
    if (kind === 'T') {
      this.#write('(');
      this.#list(() => this.#constant(true));
      this.#write(')');
    } else if (kind === 'S') {
      this.#write(' { ');
      this.#list(() => {
        this.#optionalInteger('s');
        this.#write(`${this.#identifier()}: `);
        this.#constant(true);
      });
      this.#write(' }');
    } else if (kind !== 'U') throw new NoSymbol();
  }

  #hex(): string {
    const end = this.#symbol.indexOf('_', this.at);
    const digits = end < 0 ? '_' : this.#symbol.slice(this.at, end);
    this.#step(digits.length);
    if (!/^[0-9a-f]*$/.test(digits)) throw new NoSymbol();
    this.at = end + 1;
    return digits;
  }

  #unsigned(type: string): void {
    const digits = this.#hex();
    const short = digits.replace(/^0+/, '');
    this.#write(short.length > 16 ? `0x${digits}` : BigInt(`0x0${short}`).toString());
    if (this.#hashes) this.#write(type);
  }

  #boolean(): string {
    const digits = this.#hex().replace(/^0+/, '');
    if (digits !== '' && digits !== '1') throw new NoSymbol();
    return digits === '1' ? 'true' : 'false';
  }

  #string(): void {
    const bytes = Buffer.from(this.#hex(), 'hex');
    try {
      this.#write(quoted('"', new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)));
    } catch (error) {
      throw error instanceof TypeError ? new NoSymbol() : error;
    }
  }
}

function characterOf(digits: string): string {
  const code = Number.parseInt(digits === '' ? '0' : digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new NoSymbol();
  return String.fromCodePoint(code);
}

const ESCAPES: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\r': '\\r', '\n': '\\n', '\\': '\\\\' };

/** As Rust's `escape_debug` has it; the other kind of quote stays as it is. */
function quoted(quote: string, text: string): string {
  const inner = text.replace(/[\\'"]|[^ \P{Z}]|\p{C}|\p{Grapheme_Extend}/gu, (sign) => {
    if (sign === quote) return `\\${sign}`;
    if (sign === "'" || sign === '"') return sign;
    return ESCAPES[sign] ?? `\\u{${sign.codePointAt(0)?.toString(16)}}`;
  });
  return `${quote}${inner}${quote}`;
}

/** An identifier with other letters than ASCII: punycode, with `_` where RFC 3492 has `-`. */
function unicodeOf(text: string): string {
  const split = text.lastIndexOf('_');
  const ascii = text.slice(0, Math.max(split, 0));
  const codes = text.slice(split + 1);
  if (codes === '') throw new NoSymbol();
  return decodedPunycode(ascii, codes) ?? `punycode{${ascii === '' ? '' : `${ascii}-`}${codes}}`;
}

/** RFC 3492, §6.2. */
function decodedPunycode(ascii: string, codes: string): string | undefined {
  const signs = [...ascii];
  let [code, i, bias, damp, at] = [0x80, 0, 72, 700, 0];
  while (at < codes.length) {
    const from = i;
    for (let k = 36, weight = 1; ; k += 36) {
      const digit = 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(codes.charAt(at) || '?');
      at++;
      i += digit * weight;
      if (digit < 0 || i > 0xffff_ffff) return undefined;
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const length = signs.length + 1;
    if (length > MOST_PUNYCODE) return undefined;
    bias = adapted(i - from, length, damp);
    damp = 2;
    code += Math.floor(i / length);
    i %= length;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    signs.splice(i, 0, String.fromCodePoint(code));
    i++;
  }
  return signs.join('');
}

/** RFC 3492, §6.1. */
function adapted(change: number, length: number, damp: number): number {
  let delta = Math.floor(change / damp);
  delta += Math.floor(delta / length);
  let k = 0;
  for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
  return k + Math.floor((36 * delta) / (delta + 38));
}
