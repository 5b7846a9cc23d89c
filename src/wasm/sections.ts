import { ShipError } from '../error.ts';

/** One section of a module: WebAssembly core specification 2.0, §5.5.2. Offsets count bytes from the start of the file. */
export interface Section {
  readonly id: number;
  /** Name of a custom section (id 0). */
  readonly name: string | undefined;
  /** Where the section's id stands. */
  readonly start: number;
  /** Where its content stands, after id and size, and for a custom section after its name. */
  readonly content: number;
  /** The first byte after it. */
  readonly end: number;
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const CORE_VERSION = [0x01, 0x00, 0x00, 0x00];
/** Version 13 of layer 1: the component model's Binary.md. */
const COMPONENT_VERSION = [0x0d, 0x00, 0x01, 0x00];

/** Sections of a component that hold a whole core module, and a whole component. */
const CORE_MODULE = 1;
const COMPONENT = 4;

/** Whether the bytes are a component, which has core modules in it. */
export function isComponent(bytes: Uint8Array): boolean {
  return [...MAGIC, ...COMPONENT_VERSION].every((byte, i) => bytes[i] === byte);
}

/**
 * The sections of a core module, in order, over its bytes without copying them.
 * @throws ShipError with the offset where the bytes are no module, or a section is cut off
 */
export function readSections(bytes: Uint8Array): readonly Section[] {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw malformed(0, 'no wasm file: it does not begin with \\0asm');
  if (!CORE_VERSION.every((byte, i) => bytes[i + 4] === byte))
    throw malformed(4, 'no core module of version 1 (a component?)');
  return sectionsOf(bytes);
}

/** The sections of a module or a component, whose header is not looked at. */
export function sectionsOf(bytes: Uint8Array): readonly Section[] {
  const sections: Section[] = [];
  let at = 8;
  while (at < bytes.length) {
    const section = readSection(bytes, at);
    sections.push(section);
    at = section.end;
  }
  return sections;
}

function readSection(bytes: Uint8Array, start: number): Section {
  const id = bytes[start] ?? 0;
  const size = readUnsigned(bytes, start + 1);
  const end = size.end + size.value;
  if (end > bytes.length) throw malformed(start, `section ${id} of ${size.value} bytes goes over the end`);
  if (id !== 0) return { id, name: undefined, start, content: size.end, end };
  const length = readUnsigned(bytes, size.end);
  const content = length.end + length.value;
  if (content > end) throw malformed(size.end, 'the name of a custom section goes over its end');
  return { id, name: new TextDecoder().decode(bytes.subarray(length.end, content)), start, content, end };
}

/** An unsigned LEB128 number of at most 32 bits: §5.2.2. */
export function readUnsigned(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) throw malformed(start + i, 'a number is cut off');
    value += (byte & 0x7f) * 2 ** (7 * i);
    if ((byte & 0x80) === 0) {
      if (value > 0xffff_ffff) break;
      return { value, end: start + i + 1 };
    }
  }
  throw malformed(start, 'a number has more than 32 bits');
}

function malformed(offset: number, what: string): ShipError {
  return new ShipError('optimize', `The module is malformed at byte ${offset}: ${what}.`);
}

/** The features that a module's target_features section says it uses (prefix `+`), sorted: tool-conventions, Linking.md. */
export function targetFeatures(bytes: Uint8Array): readonly string[] | undefined {
  const section = readSections(bytes).find((candidate) => candidate.name === 'target_features');
  if (section === undefined) return undefined;
  const count = readUnsigned(bytes, section.content);
  const features: string[] = [];
  let at = count.end;
  for (let i = 0; i < count.value; i++) {
    if (at >= section.end) throw malformed(section.end, 'target_features goes over its section');
    const prefix = bytes[at];
    const length = readUnsigned(bytes, at + 1);
    const end = length.end + length.value;
    if (end > section.end) throw malformed(at, 'target_features goes over its section');
    if (prefix === 0x2b) features.push(new TextDecoder().decode(bytes.subarray(length.end, end)));
    at = end;
  }
  return features.sort();
}

/** Custom sections that no runtime reads: names, debug information, what tools noted. */
function isNote(section: Section): boolean {
  if (section.id !== 0 || section.name === undefined) return false;
  return /^(name|component-name|producers|target_features|linking|reloc\..*|\.debug_.*|sourceMappingURL|external_debug_info|build_id)$/.test(
    section.name,
  );
}

/**
 * The module, or the component and all that is in it, without the custom sections that no runtime reads. All other bytes
 * stay as they are, in order.
 */
export function strip(bytes: Uint8Array): Uint8Array {
  const component = isComponent(bytes);
  const kept = (component ? sectionsOf(bytes) : readSections(bytes)).filter((section) => !isNote(section));
  const parts = kept.map((section) =>
    component && (section.id === CORE_MODULE || section.id === COMPONENT)
      ? sectionWith(section.id, strip(bytes.subarray(section.content, section.end)))
      : bytes.subarray(section.start, section.end),
  );
  return join([bytes.subarray(0, 8), ...parts]);
}

/** The largest core module of a component: the crate's own code. The others adapt it to the component's interfaces. */
export function mainModule(component: Uint8Array): Uint8Array | undefined {
  const section = mainSection(component);
  return section === undefined ? undefined : component.subarray(section.content, section.end);
}

/** The component with another module in the place of that one; it has to import and export the same. */
export function withMainModule(component: Uint8Array, module: Uint8Array): Uint8Array {
  const section = mainSection(component);
  if (section === undefined) return component;
  return join([
    component.subarray(0, section.start),
    sectionWith(CORE_MODULE, module),
    component.subarray(section.end),
  ]);
}

function mainSection(component: Uint8Array): Section | undefined {
  const modules = sectionsOf(component).filter((section) => section.id === CORE_MODULE);
  return modules.sort((a, b) => b.end - b.start - (a.end - a.start))[0];
}

function sectionWith(id: number, content: Uint8Array): Uint8Array {
  return join([Uint8Array.of(id), writeUnsigned(content.length), content]);
}

/** The module with one more custom section, so that two copies are not the same bytes to an engine's cache. */
export function withCustomSection(bytes: Uint8Array, name: string, content: Uint8Array): Uint8Array {
  const title = new TextEncoder().encode(name);
  const body = join([writeUnsigned(title.length), title, content]);
  return join([bytes, sectionWith(0, body)]);
}

function writeUnsigned(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(bytes);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
