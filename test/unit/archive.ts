import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

/** What an archive has: names as they stand in it. */
export type Entry = Partial<Header> & { readonly name: string; readonly content?: string };

/** A .tar.gz with just these entries, whatever they are called. */
export async function archive(...entries: readonly Entry[]): Promise<Buffer<ArrayBuffer>> {
  const tar = pack();
  for (const { content = '', ...header } of entries) tar.entry(header, content);
  tar.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.from(gzipSync(Buffer.concat(chunks)));
}
