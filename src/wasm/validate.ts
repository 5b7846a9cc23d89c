/** The part of the JavaScript API of WebAssembly that we use; TypeScript has it only among the browser's types. */
interface Named {
  readonly name: string;
  readonly kind: string;
}
interface Module {
  readonly exports: (module: object) => readonly Named[];
  readonly imports: (module: object) => readonly (Named & { readonly module: string })[];
  new (bytes: Uint8Array): object;
}
declare const WebAssembly: { validate(bytes: Uint8Array): boolean; readonly Module: Module };

/** Whether V8, with the features that it has on by default, would compile this module. */
export function compiles(module: Uint8Array): boolean {
  return WebAssembly.validate(module);
}

/** What a module asks of its host and gives to it, by kind and name. */
export interface Interface {
  readonly imports: ReadonlySet<string>;
  readonly exports: ReadonlySet<string>;
}

/** @returns undefined where V8 does not compile the module */
export function interfaceOf(bytes: Uint8Array): Interface | undefined {
  if (!compiles(bytes)) return undefined;
  const module = new WebAssembly.Module(bytes);
  const { imports, exports } = WebAssembly.Module;
  return {
    imports: new Set(imports(module).map((one) => JSON.stringify([one.kind, one.module, one.name]))),
    exports: new Set(exports(module).map((one) => JSON.stringify([one.kind, one.name]))),
  };
}

/** Whether one module can stand in another one's place: it exports the same, and imports nothing more. */
export function standsFor(one: Interface, other: Interface): boolean {
  const within = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean => [...some].every((x) => all.has(x));
  const same = one.exports.size === other.exports.size && within(one.exports, other.exports);
  return same && within(one.imports, other.imports);
}
