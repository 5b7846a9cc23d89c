import { readFileSync } from 'node:fs';

const FOLDER = new URL('../fixtures/', import.meta.url);

/** The bytes of a recorded output: test/fixtures/README.md tells how each was made. */
export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(name, FOLDER));
}

export function fixtureText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}
