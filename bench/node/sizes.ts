import { spawn } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const LONGEST_MS = 10 * 60_000;

export interface RawAndGzip {
  readonly raw: number;
  readonly gzip: number;
}

/** Bytes of a file, and of the same by gzip. */
export async function fileSizes(file: string): Promise<RawAndGzip> {
  return { raw: statSync(file).size, gzip: await gzipBytes(createReadStream(file)) };
}

/** Bytes of what a program writes to its standard output, by gzip. */
export async function outputGzip(file: string, args: readonly string[]): Promise<number> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: LONGEST_MS });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [bytes, code] = await Promise.all([gzipBytes(child.stdout), ended]);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with exit code ${code}`);
  return bytes;
}

/** Level 6, as wrangler and registries of images count. */
async function gzipBytes(source: Readable): Promise<number> {
  let bytes = 0;
  await pipeline(source, createGzip({ level: 6 }), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) bytes += chunk.length;
  });
  return bytes;
}
