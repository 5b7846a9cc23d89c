/** Bytes that are written one after the other, in the form that `Cursor` reads. It grows as it has to. */
export class Writer {
  private bytes = new Uint8Array(1024);
  /** How many are written. */
  length = 0;

  /** Makes it empty; its room stays. */
  clear(): void {
    this.length = 0;
  }

  byte(value: number): this {
    this.reserve(1);
    this.bytes[this.length++] = value;
    return this;
  }

  /** Bytes as they are; they are copied. */
  raw(bytes: Uint8Array | readonly number[]): this {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  /** What another one has written. */
  of(other: Writer): this {
    return this.raw(other.written());
  }

  /** An unsigned LEB128 number below 2^53, in as few bytes as it takes. */
  unsigned(value: number): this {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) | 0x80);
    return this.byte(rest);
  }

  /** A signed LEB128 number of a safe integer, in as few bytes as it takes. */
  signed(value: number): this {
    let rest = value;
    for (; rest >= 0x40 || rest < -0x40; rest = Math.floor(rest / 0x80)) this.byte((rest & 0x7f) | 0x80);
    return this.byte(rest & 0x7f);
  }

  /** A name: its length in bytes and UTF-8. */
  name(text: string): this {
    const bytes = new TextEncoder().encode(text);
    return this.unsigned(bytes.length).raw(bytes);
  }

  /** What is written: a view, good until more is. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private reserve(more: number): void {
    const wanted = this.length + more;
    if (wanted <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(wanted, 2 * this.bytes.length));
    larger.set(this.written());
    this.bytes = larger;
  }
}
