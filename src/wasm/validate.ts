/** The part of the JavaScript API of WebAssembly that we use; TypeScript has it only among the browser's types. */
declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

/** Whether V8, with the features that it has on by default, would compile this module. */
export function compiles(module: Uint8Array): boolean {
  return WebAssembly.validate(module);
}
