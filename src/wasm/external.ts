import { type Cursor, malformed } from './cursor.ts';

/**
 * The name of an import or export of a component (`externname` of the component model's Binary.md). Tools wrote form 1 for
 * a while, which is the same; behind a name of form 2 come options: what it implements, the rest of its version, an id.
 */
export function readExternalName(cursor: Cursor): string {
  const at = cursor.at;
  const form = cursor.byte();
  if (form > 2) throw malformed(at, `unknown form ${form} of a component's name`);
  const name = cursor.name();
  if (form === 2) for (let left = cursor.count('options of a name'); left > 0; left--) passOption(cursor);
  return name;
}

function passOption(cursor: Cursor): void {
  const at = cursor.at;
  const kind = cursor.byte();
  if (kind > 2) throw malformed(at, `unknown option ${kind} of a component's name`);
  cursor.skip(cursor.u32());
}

/** The kind of what a component imports or exports (`sort`); 0 is something of a core module, and a byte says what. */
export function readSort(cursor: Cursor): number {
  const at = cursor.at;
  const kind = cursor.byte();
  if (kind > 5) throw malformed(at, `unknown kind ${kind} of a component's import or export`);
  if (kind === 0) cursor.byte();
  return kind;
}

/** `externdesc`: what kind it is, and its type. */
export function passDescription(cursor: Cursor): void {
  const kind = readSort(cursor);
  const bound = kind === 2 || kind === 3 ? cursor.byte() : 0;
  if (kind === 2 && bound === 1) passValueType(cursor);
  else if (kind !== 3 || bound === 0) cursor.u32();
}

/** An index of the types, or one byte that stands for a simple type. */
function passValueType(cursor: Cursor): void {
  const byte = cursor.peek();
  if (byte >= 0x64 && byte <= 0x7f) cursor.byte();
  else cursor.u32();
}
