import { openSync, readFileSync, writeSync } from 'node:fs';
import { ShipError } from '../src/error.ts';
import { attribute } from '../src/size/attribute.ts';
import { componentExports, coreModules, readLayers } from '../src/wasm/component.ts';
import { usedFeatures } from '../src/wasm/features.ts';
import { hostImports } from '../src/wasm/host-imports.ts';
import { readBody } from '../src/wasm/instructions.ts';
import { readModule } from '../src/wasm/module.ts';
import { isComponent, join, type Section, sectionsOf, sectionWith, strip } from '../src/wasm/sections.ts';
import { compiles } from '../src/wasm/validate.ts';

Error.stackTraceLimit = 4; // most inputs end in an error

/** One process of script/fuzz: SEED FIRST END LARGE PROGRESS FILE…, of which the last LARGE are large. */
const [seed = 0, first = 0, end = 0, ofLarge = 0] = process.argv.slice(2, 6).map(Number);
const progress = openSync(process.argv[6] ?? '', 'r+');
const bases = process.argv.slice(7).map((file) => readFileSync(file));
const small = bases.slice(0, bases.length - ofLarge);
const large = bases.slice(small.length);
/** One in so many inputs is made of a large module: it takes as long as all of the others. */
const SELDOM = 300;
/** Bytes that tell a reader something: opcodes that open and close, sections, ends of numbers. */
const TELLING = [0x00, 0x01, 0x0b, 0x02, 0x05, 0x06, 0x0e, 0x10, 0x1f, 0x3f, 0x40, 0x7f, 0x80, 0xd2, 0xfb, 0xfd, 0xff];

/** Numbers of one input, below `most`: mulberry32. */
function numbers(input: number): (most: number) => number {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(input + 1, 0x85ebca6b)) >>> 0;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * most);
  };
}

/** Whole sections of it out of place, more than once, without what they have, full of one thing, or of a false length. */
function reshaped(bytes: Uint8Array, other: Uint8Array, pick: (most: number) => number): Uint8Array {
  const sections = sectionsOrNone(bytes);
  const chosen = pick(sections.length);
  const parts = sections.map(({ start, end: after }) => bytes.subarray(start, after));
  const section = sections[chosen];
  if (section === undefined) return bytes;
  switch (pick(6)) {
    case 0:
      parts[chosen] = Uint8Array.from([
        section.id,
        ...(LENGTHS[pick(LENGTHS.length)] ?? []),
        ...content(bytes, section),
      ]);
      break;
    case 1:
      parts.splice(chosen, 1);
      break;
    case 2:
      parts.splice(pick(parts.length), 0, parts[chosen] ?? bytes);
      break;
    case 3: {
      const theirs = sectionsOrNone(other).filter(({ id }) => id === section.id || pick(4) === 0);
      const one = theirs[pick(theirs.length)];
      if (one !== undefined) parts[chosen] = sectionWith(section.id, content(other, one));
      break;
    }
    default: {
      const whole = content(bytes, section);
      const at = pick(Math.min(whole.length, 400) + 1);
      const run = TELLING.slice(pick(TELLING.length)).slice(0, 1 + pick(3));
      const filled = Buffer.alloc(1 << pick(pick(50) === 0 ? 21 : 12), Uint8Array.from(run));
      parts[chosen] = sectionWith(section.id, join([whole.subarray(0, at), filled, whole.subarray(at)]));
    }
  }
  return join([bytes.subarray(0, 8), ...parts]);
}

const LENGTHS: readonly (readonly number[])[] = [
  [0],
  [1],
  [0x7f],
  [0x80, 0],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0x7f],
];

/** What stands behind its size; of a custom one with its name. */
function content(bytes: Uint8Array, { id, start, content: from, end: after }: Section): Uint8Array {
  return bytes.subarray(id === 0 ? start + 2 : from, after);
}

function sectionsOrNone(bytes: Uint8Array): readonly Section[] {
  try {
    return sectionsOf(bytes);
  } catch {
    return [];
  }
}

/** A real module with some of its bytes changed, taken out, put in, or moved from another one. */
function mutated(input: number): Uint8Array {
  const pick = numbers(input);
  // More of the small ones, where a change more often meets something; the large ones take most of the time.
  const among = large.length > 0 && pick(SELDOM) === 0 ? large : small;
  let bytes = Uint8Array.from(among[Math.min(pick(among.length), pick(among.length), pick(among.length))] ?? []);
  if (pick(4) === 0) bytes = Uint8Array.from(reshaped(bytes, small[pick(small.length)] ?? bytes, pick));
  for (let left = 1 + pick(4); left > 0 && bytes.length > 0; left--) {
    const at = pick(3) === 0 ? pick(Math.min(bytes.length, 400)) : pick(bytes.length);
    const length = 1 + pick(16);
    const other = small[pick(small.length)] ?? bytes;
    const from = pick(other.length);
    switch (pick(7)) {
      case 0:
        bytes[at] = pick(256);
        break;
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(8));
        break;
      case 2:
        bytes[at] = TELLING[pick(TELLING.length)] ?? 0;
        break;
      case 3:
        bytes.set(other.subarray(from, from + Math.min(length, bytes.length - at)), at);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 5:
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + length), bytes.subarray(at)]);
        break;
      default:
        if (pick(8) === 0) bytes = bytes.subarray(0, at);
        else bytes.set([0xff, 0xff, 0xff, 0xff, 0x0f].slice(0, bytes.length - at), at);
    }
  }
  return bytes;
}

function readAll(bytes: Uint8Array): void {
  for (const span of coreModules(readLayers(bytes))) {
    const module = readModule(bytes, span);
    for (const body of module.functions) {
      const { instructions } = readBody(bytes, body);
      while (instructions.next()) if (instructions.opcode === 0x0e) instructions.labels();
    }
    usedFeatures(module);
  }
}

const READERS = [readAll, strip, componentExports, hostImports, (bytes: Uint8Array) => attribute(bytes, undefined)];
let read = 0;
let slowest = 0;
for (let input = first; input < end; input++) {
  writeSync(progress, `${input} `, 0);
  const bytes = mutated(input);
  const since = performance.now();
  for (const reader of READERS) {
    try {
      if (reader === componentExports && !isComponent(bytes)) continue;
      reader(bytes);
      if (reader === readAll) read++;
    } catch (error) {
      const offset = /malformed at byte (\d+):/.exec(String(error))?.[1];
      if (!(error instanceof ShipError) || offset === undefined || Number(offset) > bytes.length)
        process.send?.({ crash: `input ${input}: ${error instanceof Error ? error.stack : error}` });
      else if (reader === readAll && compiles(bytes))
        process.send?.({ crash: `input ${input}: V8 takes it, and we: ${error.message}` });
    }
  }
  slowest = Math.max(slowest, performance.now() - since);
}
process.send?.({ read, slowest, rss: process.resourceUsage().maxRSS }, () => process.disconnect());
