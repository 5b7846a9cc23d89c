import { ShipError } from '../error.ts';
import { basicBlocks } from './basic-blocks.ts';
import { opcode, readBody } from './instructions.ts';
import { type CoreModule, MOST, readModule } from './module.ts';
import { extended, KIND, SECTION, withSections } from './rewrite.ts';
import { Writer } from './writer.ts';

/**
 * The counters of a copy are its exports with names that begin so: mutable i64 globals whose sum is the work. Behind it
 * stands the index of the function that one counts, where there is one for each. An identifier in every language.
 */
export const WORK = '__wasm_ship_work';

/** One counter for all, or one for each function: then the work can be told by function, and costs more to read. */
export type Counters = 'one' | 'each';

/**
 * A copy of a core module that does the same and counts the instructions that it executes: at the start of each basic
 * block the number of its instructions is added to a global, which is exported. All indices stay what they are.
 *
 * What counts is what wasmtime's fuel counts: each instruction is one, also those that take long (bulk memory, calls of the
 * host); those that no machine code is made for are none: `block`, `loop`, `else`, `end`, `try`, `catch`, `nop`, `drop`,
 * `return`, `unreachable`. A call does not end a block: what is called counts for itself, and a block is counted as a whole
 * once it is entered. So one that is left in its midst, by a trap or an exception, has counted what would have followed:
 * always the same for the same run. Constants of globals and segments are not counted.
 *
 * The count begins with the instance, its start function included. It wraps at 2^64. In threads each instance has its own.
 * @throws ShipError where the module is malformed, counts already, or a function would get too large
 */
export function countWork(bytes: Uint8Array, counters: Counters = 'one'): Uint8Array {
  const module = readModule(bytes);
  const first = module.globals.length + module.imports.filter(({ kind }) => kind === 'global').length;
  const names = counters === 'one' ? [WORK] : module.functions.map(({ index }) => `${WORK}_${index}`);
  refuseCounted(module);
  const globals = new Writer();
  const exports = new Writer();
  for (const [i, name] of names.entries()) {
    globals.raw([I64, MUTABLE, I64_CONST, 0, END]);
    exports
      .name(name)
      .byte(KIND.global)
      .unsigned(first + i);
  }
  const contents = new Map<number, Uint8Array>([
    [SECTION.globals, extended(module, SECTION.globals, names.length, globals)],
    [SECTION.exports, extended(module, SECTION.exports, names.length, exports)],
  ]);
  if (module.functions.length > 0)
    contents.set(
      SECTION.code,
      codeOf(module, (i) => first + (counters === 'one' ? 0 : i)),
    );
  return withSections(module, contents);
}

/** What the counters of an instance say now. */
export interface WorkCount {
  /** All of them together. */
  readonly total: bigint;
  /** Of each function that has executed something, by its index; empty where there is one counter for all. */
  readonly functions: ReadonlyMap<number, bigint>;
}

/** Reads the counters of an instance of a copy. The work of one request is what they say after it, `since` before it. */
export function readWork(exports: Readonly<Record<string, unknown>>): WorkCount {
  const functions = new Map<number, bigint>();
  let total = 0n;
  for (const [name, counter] of Object.entries(exports)) {
    if (!name.startsWith(WORK)) continue;
    const count = BigInt.asUintN(64, (counter as { readonly value: bigint }).value);
    total += count;
    if (name !== WORK && count > 0n) functions.set(Number(name.slice(WORK.length + 1)), count);
  }
  return { total, functions };
}

/** What was executed between two readings of the same instance. */
export function since(before: WorkCount, after: WorkCount): WorkCount {
  const functions = new Map<number, bigint>();
  for (const [index, count] of after.functions) {
    const more = BigInt.asUintN(64, count - (before.functions.get(index) ?? 0n));
    if (more > 0n) functions.set(index, more);
  }
  return { total: BigInt.asUintN(64, after.total - before.total), functions };
}

const I64 = 0x7e;
const MUTABLE = 1;
const I64_CONST = opcode('i64.const');
const GLOBAL_GET = opcode('global.get');
const GLOBAL_SET = opcode('global.set');
const I64_ADD = opcode('i64.add');
const END = opcode('end');

function refuseCounted({ exports }: CoreModule): void {
  const counter = exports.find(({ name }) => name.startsWith(WORK));
  if (counter === undefined) return;
  throw new ShipError('probe', `The module counts its work already: it exports \`${counter.name}\`.`, {
    hint: `Give the module as it ships; no export of its own may begin with \`${WORK}\`.`,
  });
}

/** The code section with counters. `counterOf`: the global of the function that stands at this place in it. */
function codeOf({ bytes, functions }: CoreModule, counterOf: (place: number) => number): Uint8Array {
  const code = new Writer().unsigned(functions.length);
  const body = new Writer();
  for (const [place, one] of functions.entries()) {
    const counter = counterOf(place);
    body.clear();
    let from = one.body;
    for (const { start, count } of basicBlocks(readBody(bytes, one).instructions)) {
      body.raw(bytes.subarray(from, start));
      body.byte(GLOBAL_GET).unsigned(counter).byte(I64_CONST).signed(count).byte(I64_ADD);
      body.byte(GLOBAL_SET).unsigned(counter);
      from = start;
    }
    body.raw(bytes.subarray(from, one.end));
    refuseTooLarge(one.index, body.length);
    code.unsigned(body.length).of(body);
  }
  return code.written();
}

function refuseTooLarge(index: number, size: number): void {
  if (size <= MOST.bytes) return;
  throw new ShipError('probe', `Function ${index} has ${size} bytes with its counters, engines take ${MOST.bytes}.`, {
    hint: 'Its work cannot be counted: split it, or inline less into it.',
  });
}
