import { ShipError } from '../error.ts';

/** A piece of a file: offsets count bytes from the file's start, `end` is the first byte after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A module that cannot be read, with the offset of the byte where that was seen. */
export function malformed(offset: number, what: string): ShipError {
  return new ShipError('optimize', `The module is malformed at byte ${offset}: ${what}.`);
}

/** Names are UTF-8, and a byte order mark belongs to them. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const REPLACEMENT = '\ufffd';
/** Up to here one character at a time is faster than a decoder. */
const SHORT = 24;

/**
 * A place in bytes that are read forward, up to a limit: the numbers, names and vectors of the WebAssembly core
 * specification 3.0, §5.1 and §5.2. Nothing is copied. What goes over the limit is an error with its offset.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  /** The next byte to read. */
  at: number;
  /** The first byte that is not ours. */
  limit: number;
  private buffer: Buffer | undefined;

  constructor(bytes: Uint8Array, at = 0, limit = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.limit = Math.min(limit, bytes.length);
  }

  /** How many bytes are left. */
  get left(): number {
    return this.limit - this.at;
  }

  byte(): number {
    if (this.at >= this.limit) throw malformed(this.at, 'it is cut off');
    return this.bytes[this.at++] ?? 0;
  }

  /** The next byte, which is not read by that; -1 at the limit. */
  peek(): number {
    return this.at < this.limit ? (this.bytes[this.at] ?? 0) : -1;
  }

  /** Passes over so many bytes; the offset where they begin. */
  skip(count: number): number {
    const start = this.at;
    if (count > this.limit - start) throw malformed(start, `${count} bytes go over the end`);
    this.at = start + count;
    return start;
  }

  /** An unsigned LEB128 number of 32 bits. */
  u32(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.at >= this.limit) throw malformed(this.at, 'a number is cut off');
      const byte = this.bytes[this.at++] ?? 0;
      if (shift === 28 && byte > 0x0f) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw malformed(start, 'a number has more than 32 bits');
  }

  /** A signed LEB128 number of 32 bits. */
  s32(): number {
    return Number(this.signed(32));
  }

  /** A signed LEB128 number of 33 bits: an index, or a negative code of a type. */
  s33(): number {
    return Number(this.signed(33));
  }

  s64(): bigint {
    return this.signed(64);
  }

  u64(): bigint {
    const start = this.at;
    const end = this.pass(64, false);
    return number(this.bytes, start, end);
  }

  private signed(bits: number): bigint {
    const start = this.at;
    const end = this.pass(bits, true);
    return BigInt.asIntN(Math.min(7 * (end - start), 64), number(this.bytes, start, end));
  }

  /** Passes over a LEB128 number whose value does not matter; its length and unused bits are checked all the same. */
  pass(bits: number, signed: boolean): number {
    const start = this.at;
    const longest = Math.ceil(bits / 7);
    for (let i = 1; i <= longest; i++) {
      if (this.at >= this.limit) throw malformed(this.at, 'a number is cut off');
      const byte = this.bytes[this.at++] ?? 0;
      if (byte < 0x80) {
        if (i === longest && !fits(byte, bits - 7 * (longest - 1), signed)) break;
        return this.at;
      }
    }
    throw malformed(start, `a number has more than ${bits} bits`);
  }

  /**
   * The count of a vector. Each of its items takes a byte at least, so that a count that cannot be true is refused
   * before anything is made for it; `most` is what engines take.
   */
  count(what: string, most = Number.POSITIVE_INFINITY): number {
    const start = this.at;
    const count = this.u32();
    if (count > this.left) throw malformed(start, `${count} ${what}, and only ${this.left} bytes for them`);
    if (count > most) throw malformed(start, `${count} ${what}, engines take ${most}`);
    return count;
  }

  /** A name: its length in bytes and UTF-8. */
  name(): string {
    const start = this.at;
    const length = this.u32();
    if (length > this.left) throw malformed(start, `a name of ${length} bytes goes over the end`);
    const from = this.at;
    this.at += length;
    return (length <= SHORT ? ascii(this.bytes, from, this.at) : undefined) ?? this.text(from, this.at);
  }

  private text(start: number, end: number): string {
    const { buffer, byteOffset, byteLength } = this.bytes;
    this.buffer ??= Buffer.from(buffer, byteOffset, byteLength);
    const text = this.buffer.toString('utf8', start, end);
    // it puts that where something is no UTF-8, and is twice as fast as a decoder that refuses it
    return text.includes(REPLACEMENT) ? utf8(this.bytes, start, end) : text;
  }
}

/** Whether the last byte of a number says nothing above its bits: there its unused bits are zeros, or the sign's. */
function fits(byte: number, bits: number, signed: boolean): boolean {
  if (!signed) return byte >> bits === 0;
  const above = byte >> (bits - 1);
  return above === 0 || above === 0x7f >> (bits - 1);
}

/** The value of a LEB128 number, as if it had no sign. */
function number(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n;
  for (let i = end - 1; i >= start; i--) value = (value << 7n) | BigInt((bytes[i] ?? 0) & 0x7f);
  return value;
}

function ascii(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

function utf8(bytes: Uint8Array, start: number, end: number): string {
  try {
    return UTF8.decode(bytes.subarray(start, end));
  } catch {
    throw malformed(start, 'a name is no UTF-8');
  }
}
