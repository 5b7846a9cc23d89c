import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messageOf, ShipError } from '../error.ts';

/** A file of an archive. */
export interface Unpacked {
  /** Without the folder that holds all of them; with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** It can be started. */
  readonly program: boolean;
}

/** Longer than any archive that we know: what is longer unpacked is none of them. */
const LONGEST = 1024 ** 3;

/**
 * The files of a .tar.gz, in memory: no program is asked, which a machine need not have, or has in another form. What is
 * wanted and no regular file (a link, a device), or has a name that could lead out of a folder, is refused.
 * @param wanted which files are taken, by their names without the first folder; left out: all
 * @throws ShipError
 */
export async function unpack(
  archive: Uint8Array,
  wanted: (name: string) => boolean = () => true,
): Promise<readonly Unpacked[]> {
  try {
    return await entriesOf(await promisify(gunzip)(archive, { maxOutputLength: LONGEST }), wanted);
  } catch (cause) {
    if (cause instanceof ShipError) throw cause;
    throw new ShipError('toolchain', `the archive cannot be unpacked: ${messageOf(cause)}.`, { cause });
  }
}

async function entriesOf(tar: Uint8Array, wanted: (name: string) => boolean): Promise<readonly Unpacked[]> {
  const { extract } = await import('tar-stream'); // only where something is unpacked
  const reader = extract();
  reader.end(tar);
  const files: Unpacked[] = [];
  for await (const entry of reader) {
    const { name: whole, type, mode } = entry.header;
    const name = whole.slice(whole.indexOf('/') + 1);
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
    if (type === 'directory' || !wanted(name)) continue;
    if (type !== 'file') throw new ShipError('toolchain', `the archive has a ${type}, ${JSON.stringify(whole)}.`);
    if (!whole.includes('/') || !staysInside(whole))
      throw new ShipError('toolchain', `the archive has a file ${JSON.stringify(whole)}.`);
    files.push({ name, bytes: Buffer.concat(chunks), program: (mode & 0o111) !== 0 });
  }
  return files;
}

/** On each of the systems: `\` and `:` part a path on Windows. */
function staysInside(name: string): boolean {
  const plain = !/[\\:\p{Cc}]/u.test(name);
  return plain && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
