import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the real wasm-tools says; its output is bounded, and its time. */
export async function wasmTools(...args: readonly string[]): Promise<string> {
  const options = { maxBuffer: 400_000_000, timeout: 120_000 };
  return (await run('wasm-tools', args, options)).stdout;
}

/** A line of `wasm-tools dump`: where its bytes begin, and what it says of them. */
export interface Line {
  readonly at: number;
  readonly text: string;
}

/** The lines of `wasm-tools dump` that begin something. */
export async function dump(file: string): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const line of (await wasmTools('dump', file)).split('\n')) {
    const match = /^ *0x([0-9a-f]+) \| [0-9a-f ]{11} \| (.*)$/.exec(line);
    if (match !== null) lines.push({ at: Number.parseInt(match[1] ?? '', 16), text: match[2] ?? '' });
  }
  return lines;
}

/** A row of `wasm-tools objdump`. */
export interface Row {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly bytes: number;
  readonly count: number | undefined;
}

/** The rows of `wasm-tools objdump`, those of inner modules and components in between. */
export async function objdump(file: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const line of (await wasmTools('objdump', file)).split('\n')) {
    const match = /^ *(.+?) *\| +0x([0-9a-f]+) - +0x([0-9a-f]+) \| +(\d+) bytes(?: \| (\d+) count)?/.exec(line);
    if (match === null) continue;
    const [, name = '', start = '', end = '', bytes, count] = match;
    const known = count === undefined ? undefined : Number(count);
    rows.push({
      name,
      start: Number.parseInt(start, 16),
      end: Number.parseInt(end, 16),
      bytes: Number(bytes),
      count: known,
    });
  }
  return rows;
}

/** A text as Rust's `{:?}` writes it, for what names have in them. */
export function debug(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
