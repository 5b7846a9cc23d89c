import { Cursor } from './cursor.ts';
import { type CoreModule, type Kind, ORDER } from './module.ts';
import { HEADER, join, type Section, sectionWith } from './sections.ts';
import { Writer } from './writer.ts';

/** Ids of the sections that are vectors of definitions: core specification 3.0, §5.5.2. */
export const SECTION = { types: 1, functions: 3, globals: 6, exports: 7, code: 10 } as const;

/** What the binary format calls what is exported. */
export const KIND: Readonly<Record<Kind, number>> = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };

/**
 * Custom sections that tell where something stands in the code: debug information, source maps, relocations, hints for
 * branches and calls. In a copy whose code is another one they would tell lies.
 */
const BY_OFFSET = /^(\.debug_.*|reloc\..*|linking|sourceMappingURL|external_debug_info|metadata\.code\..*)$/;

/**
 * A module with other contents in some of its sections, by their ids; one that it does not have is put where it has to
 * stand. Custom sections that tell of places in its code are left out, all other bytes stay as they are.
 * @param module begins where its bytes do
 */
export function withSections(
  { bytes, sections }: Pick<CoreModule, 'bytes' | 'sections'>,
  contents: ReadonlyMap<number, Uint8Array>,
): Uint8Array {
  const parts = [bytes.subarray(0, HEADER)];
  const left = [...contents].toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const putBefore = (place: number): void => {
    const upTo = left.findIndex(([id]) => ORDER.indexOf(id) >= place);
    for (const [id, content] of left.splice(0, upTo === -1 ? left.length : upTo)) parts.push(sectionWith(id, content));
  };
  const last = sections.findLastIndex(({ id }) => id !== 0);
  for (const [i, section] of sections.entries()) {
    const replaced = contents.has(section.id);
    if (section.id !== 0) putBefore(ORDER.indexOf(section.id) + (replaced ? 1 : 0));
    if (!replaced && !isByOffset(section)) parts.push(bytes.subarray(section.start, section.end));
    if (i === last) putBefore(ORDER.length); // names stand behind all that they name
  }
  putBefore(ORDER.length);
  return join(parts);
}

function isByOffset({ name }: Section): boolean {
  return name !== undefined && BY_OFFSET.test(name);
}

/** The content of a section that is a vector, with more items at its end; of those items alone where there is none. */
export function extended(
  { bytes, sections }: Pick<CoreModule, 'bytes' | 'sections'>,
  id: number,
  count: number,
  items: Writer,
): Uint8Array {
  const section = sections.find((candidate) => candidate.id === id);
  if (section === undefined) return new Writer().unsigned(count).of(items).written();
  const cursor = new Cursor(bytes, section.content, section.end);
  const before = cursor.u32();
  return new Writer()
    .unsigned(before + count)
    .raw(bytes.subarray(cursor.at, section.end))
    .of(items)
    .written();
}
