import { countWork, WORK } from './count-work.ts';
import { opcode } from './instructions.ts';
import { readModule } from './module.ts';
import { extended, KIND, SECTION, withSections } from './rewrite.ts';
import { Writer } from './writer.ts';

const [FUNCTION, I64] = [0x60, 0x7e];

/**
 * A copy that counts by function, and exports for each counter a function of its name that gives its value. For JavaScript
 * that gets the instance by an `import`: there a global is what it was at first (deno), or no object (the integration of
 * WebAssembly with ES modules).
 * @throws ShipError where the module cannot be made to count: `countWork`
 */
export function showWork(bytes: Uint8Array): Uint8Array {
  const module = readModule(countWork(bytes, 'each'));
  const first = module.imports.filter(({ kind }) => kind === 'function').length + module.functions.length;
  const types = new Writer().raw([FUNCTION, 0, 1, I64]);
  const [functions, code] = [new Writer(), new Writer()];
  const exports = new Writer().unsigned(module.exports.length);
  let added = 0;
  for (const { name, kind, index } of module.exports) {
    exports.name(name);
    if (!name.startsWith(WORK)) {
      exports.byte(KIND[kind]).unsigned(index);
      continue;
    }
    exports.byte(KIND.function).unsigned(first + added++);
    functions.unsigned(module.types.length);
    const body = new Writer().unsigned(0).byte(opcode('global.get')).unsigned(index).byte(opcode('end'));
    code.unsigned(body.length).of(body);
  }
  const contents = [
    [SECTION.types, extended(module, SECTION.types, 1, types)],
    [SECTION.functions, extended(module, SECTION.functions, added, functions)],
    [SECTION.exports, exports.written()],
    [SECTION.code, extended(module, SECTION.code, added, code)],
  ] as const;
  return withSections(module, new Map(added === 0 ? [] : contents));
}
