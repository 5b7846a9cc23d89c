import { ShipError } from '../error.ts';
import { isComponent, readUnsigned, sectionsOf } from './sections.ts';

/** Section of a component that names what it gives to its host: the component model's Binary.md. */
const EXPORTS = 11;

/**
 * Names that a component exports, with their versions: `wasi:http/incoming-handler@0.2.9`. cargo's linker writes each
 * export into a section of its own; of a section with several the first is read.
 * @throws ShipError where the bytes are no component
 */
export function componentExports(bytes: Uint8Array): readonly string[] {
  if (!isComponent(bytes)) throw new ShipError('build', 'The module is no component: was it built for wasm32-wasip2?');
  return sectionsOf(bytes)
    .filter((section) => section.id === EXPORTS)
    .flatMap((section) => {
      const count = readUnsigned(bytes, section.content);
      if (count.value === 0) return [];
      const length = readUnsigned(bytes, count.end + 1); // after a byte that tells the form of the name
      return [new TextDecoder().decode(bytes.subarray(length.end, length.end + length.value))];
    });
}
