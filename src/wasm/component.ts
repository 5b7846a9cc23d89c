import { ShipError } from '../error.ts';
import { Cursor, malformed, type Span } from './cursor.ts';
import { passDescription, readExternalName, readSort } from './external.ts';
import {
  COMPONENT,
  CORE_MODULE,
  isComponent,
  join,
  MOST_NESTED,
  type Section,
  sectionsOf,
  sectionWith,
} from './sections.ts';

/** Section of a component that names what it gives to its host: the component model's Binary.md. */
const EXPORTS = 11;

/**
 * Names that a component exports, with their versions: `wasi:http/incoming-handler@0.2.9`.
 * @throws ShipError where the bytes are no component
 */
export function componentExports(bytes: Uint8Array): readonly string[] {
  if (!isComponent(bytes)) throw new ShipError('build', 'The module is no component: was it built for wasm32-wasip2?');
  return sectionsOf(bytes)
    .filter((section) => section.id === EXPORTS)
    .flatMap(({ content, end }) => readExports(new Cursor(bytes, content, end)));
}

function readExports(cursor: Cursor): readonly string[] {
  const names: string[] = [];
  for (let left = cursor.count('exports', 1_000_000); left > 0; left--) {
    names.push(readExternalName(cursor));
    readSort(cursor);
    cursor.u32();
    if (cursor.byte() !== 0) passDescription(cursor);
  }
  return names;
}

/** What a component is made of: its sections, and in them whole core modules (read them with `readModule`) and components. */
export type Layer =
  | (Span & { readonly kind: 'module' })
  | (Span & { readonly kind: 'component'; readonly sections: readonly Section[]; readonly layers: readonly Layer[] });

/**
 * The layers of a component, from the outermost in. All offsets count from the start of the file; a layer starts at its
 * own header. A core module alone is a layer too.
 * @throws ShipError with the offset where it is malformed
 */
export function readLayers(bytes: Uint8Array): Layer {
  return layer(bytes, { start: 0, end: bytes.length }, 0);
}

function layer(bytes: Uint8Array, { start, end }: Span, depth: number): Layer {
  if (end - start < 8 || !isComponent(bytes, start)) return { kind: 'module', start, end };
  if (depth > MOST_NESTED) throw malformed(start, `more than ${MOST_NESTED} components in one another`);
  const sections = sectionsOf(bytes, { start, end });
  const layers: Layer[] = [];
  for (const { id, content, end: after } of sections) {
    const within = { start: content, end: after };
    if (id === CORE_MODULE) layers.push({ kind: 'module', ...within });
    if (id !== COMPONENT) continue;
    const inner = layer(bytes, within, depth + 1);
    if (inner.kind === 'module') throw malformed(content, 'a component in a component does not begin as one');
    layers.push(inner);
  }
  return { kind: 'component', start, end, sections, layers };
}

/** The core modules of a component, at whatever depth, in the order of the file. */
export function coreModules(of: Layer): readonly Span[] {
  return of.kind === 'module' ? [of] : of.layers.flatMap(coreModules);
}

/**
 * A component with other core modules in the places of its own, put together again: the sections that hold them, and the
 * components around those, get their new sizes. All other bytes stay as they are.
 * @param modules by where the old one starts; each has to import and export what that one does
 */
export function withCoreModules(bytes: Uint8Array, of: Layer, modules: ReadonlyMap<number, Uint8Array>): Uint8Array {
  if (of.kind === 'module') return modules.get(of.start) ?? bytes.subarray(of.start, of.end);
  const changed = of.layers.filter((layer) => coreModules(layer).some(({ start }) => modules.has(start)));
  const inner = new Map(changed.map((layer) => [layer.start, layer]));
  const parts = of.sections.map((section) => {
    const layer = inner.get(section.content);
    return layer === undefined
      ? bytes.subarray(section.start, section.end)
      : sectionWith(section.id, withCoreModules(bytes, layer, modules));
  });
  return join([bytes.subarray(of.start, of.sections[0]?.start ?? of.end), ...parts]);
}
