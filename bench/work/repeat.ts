/** Runs in Node, deno and workerd as it stands: it imports nothing, and has no more types than can be stripped. */

declare const WebAssembly: {
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};
interface Exports extends Readonly<Record<string, unknown>> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly input: (length: number) => number;
  readonly call: (function_: number) => number;
  readonly output: () => number;
}

/** A call of bench/differential's crate: the function, and its arguments in hexadecimal digits. */
export type Asked = readonly [function_: number, hex: string];

/** @returns what each of so many runs has executed, every one with instances of its own */
export function repeat(module: object, asked: readonly Asked[], times: number, prefix: string): string[] {
  const inputs = asked.map(([which, hex]) => ({
    which,
    bytes: Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16)),
  }));
  const begin = (): Exports => new WebAssembly.Instance(module, {}).exports as Exports;
  const counted = (exports: Exports): bigint =>
    Object.keys(exports)
      .filter((name) => name.startsWith(prefix))
      .reduce((sum, name) => sum + (exports[name] as { readonly value: bigint }).value, 0n);
  return Array.from({ length: times }, () => {
    let sum = 0n;
    let exports = begin();
    for (const { which, bytes } of inputs) {
      try {
        const at = exports.input(bytes.length);
        new Uint8Array(exports.memory.buffer).set(bytes, at);
        exports.call(which);
      } catch {
        sum += counted(exports); // it has trapped: the next one is asked
        exports = begin();
      }
    }
    return String(sum + counted(exports));
  });
}
