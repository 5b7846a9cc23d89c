import { Cursor } from './cursor.ts';
import type { Section } from './sections.ts';

/** A tool that the producers section names. */
export interface Producer {
  /** `language`, `processed-by` or `sdk`. */
  readonly field: string;
  readonly name: string;
  readonly version: string;
}

/** Most fields, and most tools of one, that are read: there are three fields, and a handful of tools. */
const MOST = 1000;

/** What made the module: tool-conventions, ProducersSection.md. */
export function readProducers(bytes: Uint8Array, section: Section): readonly Producer[] {
  const cursor = new Cursor(bytes, section.content, section.end);
  const producers: Producer[] = [];
  for (let fields = cursor.count('fields', MOST); fields > 0; fields--) {
    const field = cursor.name();
    for (let left = cursor.count('tools', MOST); left > 0; left--)
      producers.push({ field, name: cursor.name(), version: cursor.name() });
  }
  return producers;
}
