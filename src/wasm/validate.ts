import { readModule } from './module.ts';
import type { Type } from './types.ts';

/** The part of the JavaScript API of WebAssembly that we use; TypeScript has it only among the browser's types. */
declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

/** Whether V8, with the features that it has on by default, would compile this module. */
export function compiles(module: Uint8Array): boolean {
  return WebAssembly.validate(module);
}

/** What a module asks of its host and gives to it, by kind, name and type of a function. */
export interface Interface {
  readonly imports: ReadonlySet<string>;
  readonly exports: ReadonlySet<string>;
}

/** @returns undefined where V8 does not compile the module */
export function interfaceOf(bytes: Uint8Array): Interface | undefined {
  if (!compiles(bytes)) return undefined;
  const { types, imports, exports, functions } = readModule(bytes);
  const imported = imports.flatMap((one) => (one.kind === 'function' ? [one.type] : []));
  const typeOf = (index: number): string =>
    signature(types[imported[index] ?? functions[index - imported.length]?.type ?? -1]);
  return {
    imports: new Set(
      imports.map((one) =>
        JSON.stringify([one.kind, one.module, one.name, one.kind === 'function' ? signature(types[one.type]) : '']),
      ),
    ),
    exports: new Set(
      exports.map(({ kind, name, index }) => JSON.stringify([kind, name, kind === 'function' ? typeOf(index) : ''])),
    ),
  };
}

/** Types that are the same in every module. Others are known by an index, which another module may have otherwise. */
const PLAIN = ['i32', 'i64', 'f32', 'f64', 'v128', 'funcref', 'externref'];

function signature(type: Type | undefined): string {
  if (type?.kind !== 'function' || ![...type.params, ...type.results].every((one) => PLAIN.includes(one))) return '';
  return `${type.params.join(' ')} -> ${type.results.join(' ')}`;
}

/** Whether one module can stand in another one's place: it exports the same, and imports nothing more. */
export function standsFor(one: Interface, other: Interface): boolean {
  const within = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean => [...some].every((x) => all.has(x));
  const same = one.exports.size === other.exports.size && within(one.exports, other.exports);
  return same && within(one.imports, other.imports);
}
