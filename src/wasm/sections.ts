import { Cursor, malformed, type Span } from './cursor.ts';
import { Writer } from './writer.ts';

/** One section of a module: WebAssembly core specification 2.0, §5.5.2. Offsets count bytes from the start of the file. */
export interface Section extends Span {
  readonly id: number;
  /** Name of a custom section (id 0). */
  readonly name: string | undefined;
  /** Where its content stands, after id and size, and for a custom section after its name. */
  readonly content: number;
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const CORE_VERSION = [0x01, 0x00, 0x00, 0x00];
/** Version 13 of layer 1: the component model's Binary.md. */
const COMPONENT_VERSION = [0x0d, 0x00, 0x01, 0x00];

/** Bytes before the first section. */
export const HEADER = 8;

/** Sections of a component that hold a whole core module, and a whole component. */
export const CORE_MODULE = 1;
export const COMPONENT = 4;

/** Section of a core module that holds the texts of string references. */
export const STRINGS = 14;

/** Most sections that are read: a component of a hundred interfaces has some thousands. What we hold of each is bounded by it. */
const MOST_SECTIONS = 1_000_000;

/** Most components in one another that are read: what tools write has one or two. */
export const MOST_NESTED = 100;

/** Whether the bytes, or those from `start` on, are a component, which has core modules in it. */
export function isComponent(bytes: Uint8Array, start = 0): boolean {
  return begins(bytes, start, MAGIC) && begins(bytes, start + MAGIC.length, COMPONENT_VERSION);
}

function begins(bytes: Uint8Array, at: number, with_: readonly number[]): boolean {
  return with_.every((byte, i) => bytes[at + i] === byte);
}

/**
 * The sections of a core module, in order, over its bytes without copying them.
 * @throws ShipError with the offset where the bytes are no module, or a section is cut off
 */
export function readSections(bytes: Uint8Array): readonly Section[] {
  return moduleSections(bytes, { start: 0, end: bytes.length });
}

/** The same of a core module that stands somewhere in the bytes. */
export function moduleSections(bytes: Uint8Array, { start, end }: Span): readonly Section[] {
  if (!begins(bytes, start, MAGIC) || end < start + MAGIC.length)
    throw malformed(start, 'no wasm file: it does not begin with \\0asm');
  if (!begins(bytes, start + MAGIC.length, CORE_VERSION) || end < start + HEADER)
    throw malformed(start + MAGIC.length, 'no core module of version 1 (a component?)');
  return sectionsOf(bytes, { start, end });
}

/** The sections of a module or a component, whose header is not looked at. */
export function sectionsOf(
  bytes: Uint8Array,
  { start, end }: Span = { start: 0, end: bytes.length },
): readonly Section[] {
  const cursor = new Cursor(bytes, start + HEADER, end);
  const sections: Section[] = [];
  while (cursor.left > 0) {
    if (sections.length >= MOST_SECTIONS) throw malformed(cursor.at, `more than ${MOST_SECTIONS} sections`);
    sections.push(readSection(cursor));
  }
  return sections;
}

function readSection(cursor: Cursor): Section {
  const start = cursor.at;
  const id = cursor.byte();
  const size = cursor.u32();
  const content = cursor.at;
  if (size > cursor.left) throw malformed(start, `section ${id} of ${size} bytes goes over the end`);
  const end = cursor.skip(size) + size;
  if (id !== 0) return { id, name: undefined, start, content, end };
  const title = new Cursor(cursor.bytes, content, end);
  const length = title.u32();
  if (length > title.left) throw malformed(content, 'the name of a custom section goes over its end');
  title.at = content;
  const name = title.name();
  return { id, name, start, content: title.at, end };
}

/** The features that a module's target_features section says it uses (prefix `+`), sorted: tool-conventions, Linking.md. */
export function targetFeatures(bytes: Uint8Array): readonly string[] | undefined {
  const section = readSections(bytes).find((candidate) => candidate.name === 'target_features');
  if (section === undefined) return undefined;
  return readFeatures(bytes, section);
}

/** The same of that section alone. */
export function readFeatures(bytes: Uint8Array, section: Section): readonly string[] {
  const cursor = new Cursor(bytes, section.content, section.end);
  const features: string[] = [];
  for (let left = cursor.count('features', 1000); left > 0; left--) {
    const used = cursor.byte() === 0x2b;
    const name = cursor.name();
    if (used) features.push(name);
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
  return stripped(bytes, { start: 0, end: bytes.length }, 0);
}

function stripped(bytes: Uint8Array, within: Span, depth: number): Uint8Array {
  const { start } = within;
  if (depth > MOST_NESTED) throw malformed(start, `more than ${MOST_NESTED} components in one another`);
  const component = isComponent(bytes, start);
  const sections = component ? sectionsOf(bytes, within) : moduleSections(bytes, within);
  const parts = sections
    .filter((section) => !isNote(section))
    .map((section) =>
      component && (section.id === CORE_MODULE || section.id === COMPONENT)
        ? sectionWith(section.id, stripped(bytes, { start: section.content, end: section.end }, depth + 1))
        : bytes.subarray(section.start, section.end),
    );
  return join([bytes.subarray(start, start + HEADER), ...parts]);
}

/** A section of this content; its size in as few bytes as it takes. */
export function sectionWith(id: number, content: Uint8Array): Uint8Array {
  return new Writer().byte(id).unsigned(content.length).raw(content).written();
}

/** The module with one more custom section, so that two copies are not the same bytes to an engine's cache. */
export function withCustomSection(bytes: Uint8Array, name: string, content: Uint8Array): Uint8Array {
  return join([bytes, sectionWith(0, new Writer().name(name).raw(content).written())]);
}

/** Bytes one after the other, copied. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
