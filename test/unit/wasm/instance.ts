type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The part of the JavaScript API of WebAssembly that the tests use; TypeScript has it only among the browser's types. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Imports) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** The exports of a new instance that gets what it imports. */
export function instance(bytes: Uint8Array, imports: Imports = {}): Readonly<Record<string, unknown>> {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
}
