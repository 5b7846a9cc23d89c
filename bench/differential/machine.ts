import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Part of the inputs that each example has: an image takes longer than a row. `level`: what the example is built with. */
export const EXAMPLES = {
  parse: { part: 6, level: 's' },
  auth: { part: 3, level: 's' },
  image: { part: 1, level: '3' },
} as const;

export type Example = keyof typeof EXAMPLES;

/** The example's functions as a module, with its names, as rustc makes it. */
export function builtExample(example: Example): Uint8Array {
  const target = 'wasm32-unknown-unknown';
  const to = process.env.CARGO_TARGET_DIR ?? path.join(process.env.CACHE ?? '', 'target-differential');
  const args = ['build', '--quiet', '--release', '--lib', '--locked', '--target', target, '--features', example];
  const env = { ...process.env, CARGO_TARGET_DIR: to, CARGO_PROFILE_RELEASE_OPT_LEVEL: EXAMPLES[example].level };
  execFileSync('cargo', args, { cwd: import.meta.dirname, env, stdio: 'inherit' });
  return readFileSync(path.join(to, target, 'release', 'differential.wasm'));
}

/** The part of the JavaScript API of WebAssembly that is used here; TypeScript has it only among the browser's types. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};
interface Exports extends Readonly<Record<string, unknown>> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly input: (length: number) => number;
  readonly call: (function_: number) => number;
  readonly output: () => number;
}

/** A module that answers bytes with bytes; after a trap it is begun anew, for its memory is in no order. */
export class Machine {
  private readonly module: object;
  exports: Exports;
  /** Of the instance that has trapped last. */
  trapped: Exports | undefined;

  constructor(bytes: Uint8Array) {
    this.module = new WebAssembly.Module(bytes);
    this.exports = this.begin();
  }

  private begin(): Exports {
    return new WebAssembly.Instance(this.module, {}).exports as Exports;
  }

  /** @returns undefined where it traps */
  ask(function_: number, args: Uint8Array): Uint8Array | undefined {
    const { exports } = this;
    try {
      const at = exports.input(args.length);
      new Uint8Array(exports.memory.buffer).set(args, at);
      const length = exports.call(function_);
      return new Uint8Array(exports.memory.buffer, exports.output(), length).slice();
    } catch (error) {
      if (!(error instanceof Error) || !/^(RuntimeError|RangeError)$/.test(error.name)) throw error;
      this.trapped = exports;
      this.exports = this.begin();
      return undefined;
    }
  }
}

export function same(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Buffer.compare(one, other) === 0;
}
