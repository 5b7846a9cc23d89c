import { opcode, readBody } from '../../../src/wasm/instructions.ts';
import { readModule } from '../../../src/wasm/module.ts';
import { extended, SECTION, withSections } from '../../../src/wasm/rewrite.ts';
import { Writer } from '../../../src/wasm/writer.ts';

/** What counts nothing, as `countWork` says it. */
const FREE = new Set(
  ['nop', 'drop', 'block', 'loop', 'else', 'end', 'try', 'catch', 'catch_all', 'delegate', 'return', 'unreachable'].map(
    opcode,
  ),
);
/** The export that `countEach` counts by. */
export const EACH = 'each';

/**
 * The same count made otherwise: before every single instruction one is added to a global. It knows nothing of blocks, and
 * what a trap or an exception leaves out it does not count. `functions`: counts how often one is entered instead.
 */
export function countEach(bytes: Uint8Array, what: 'instructions' | 'functions' = 'instructions'): Uint8Array {
  const module = readModule(bytes);
  const global = module.globals.length + module.imports.filter(({ kind }) => kind === 'global').length;
  const one = new Writer().byte(opcode('global.get')).unsigned(global).byte(opcode('i64.const')).signed(1);
  one.byte(opcode('i64.add')).byte(opcode('global.set')).unsigned(global);
  const code = new Writer().unsigned(module.functions.length);
  for (const body of module.functions) {
    const { instructions } = readBody(bytes, body);
    const made = new Writer().raw(bytes.subarray(body.body, instructions.end));
    if (what === 'functions') made.of(one);
    while (instructions.next()) {
      if (what === 'instructions' && !FREE.has(instructions.opcode)) made.of(one);
      made.raw(bytes.subarray(instructions.start, instructions.end));
    }
    code.unsigned(made.length).of(made);
  }
  const globals = new Writer().raw([0x7e, 1, 0x42, 0, 0x0b]);
  const exports = new Writer().name(EACH).byte(3).unsigned(global);
  const contents = new Map([
    [6, extended(module, SECTION.globals, 1, globals)],
    [7, extended(module, SECTION.exports, 1, exports)],
  ]);
  if (module.functions.length > 0) contents.set(SECTION.code, code.written());
  return withSections(module, contents);
}
