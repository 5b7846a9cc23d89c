import { type Layer, readLayers } from './component.ts';
import { Cursor } from './cursor.ts';
import { passDescription, readExternalName } from './external.ts';
import { opcode, readBody } from './instructions.ts';
import { type CoreModule, readModule } from './module.ts';

/** Section of a component that names what it asks of its host: the component model's Binary.md. */
const IMPORTS = 10;

/**
 * What a module asks of its host, sorted: of a core module `MODULE.NAME` of each import, of a component the names of its
 * interfaces and functions, with their versions (`wasi:http/types@0.2.9`). Names that wasm-bindgen numbers or hashes anew
 * with every build are without that.
 * @throws ShipError with the offset where it is malformed
 */
export function hostImports(bytes: Uint8Array): readonly string[] {
  const layers = readLayers(bytes);
  if (layers.kind === 'module') {
    const { imports } = readModule(bytes);
    return sorted(imports.map(({ module, name }) => `${module}.${stable(name)}`));
  }
  const sections = layers.sections.filter(({ id }) => id === IMPORTS);
  return sorted(sections.flatMap(({ content, end }) => componentImports(new Cursor(bytes, content, end))));
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** `__wbg_log_0123456789abcdef` is `__wbg_log` in every build, `__wbindgen_closure_wrapper42` the same of any number. */
function stable(name: string): string {
  return name.replace(/_[0-9a-f]{16}$/, '').replace(/^(__wbindgen_closure_wrapper)\d+$/, '$1');
}

function componentImports(cursor: Cursor): readonly string[] {
  const names: string[] = [];
  for (let left = cursor.count('imports', 1_000_000); left > 0; left--) {
    names.push(readExternalName(cursor));
    passDescription(cursor);
  }
  return names;
}

/**
 * The functions of a core module that call an import by its name, by their index; those that only hand on its address are
 * left out.
 * @param within what the module is of: in a component `wanted` is a name of the component's, and each function of that interface counts
 * @throws ShipError with the offset where it is malformed
 */
export function callersOf(module: CoreModule, wanted: string, within: Layer['kind'] = 'module'): readonly number[] {
  const targets = new Set<number>();
  const functions = module.imports.filter(({ kind }) => kind === 'function');
  for (const [index, one] of functions.entries()) if (isOf(one, wanted, within)) targets.add(index);
  const callers: number[] = [];
  for (const one of module.functions) {
    const { instructions } = readBody(module.bytes, one);
    while (instructions.next()) {
      if (!CALLS.has(instructions.opcode) || !targets.has(instructions.index)) continue;
      callers.push(one.index);
      break;
    }
  }
  return callers;
}

/**
 * In a component a core module names the interface as it was written against, and `$root` for a function alone; the component
 * itself names the newest version of that interface that any of its modules asks for.
 */
function isOf(
  { module, name }: { readonly module: string; readonly name: string },
  wanted: string,
  within: Layer['kind'],
) {
  if (within === 'module') return `${module}.${stable(name)}` === wanted;
  return module === '$root' ? name === wanted : track(module) === track(wanted);
}

/** Versions that stand for one another, as semver has it: `wasi:io/poll@0.2.0` and `wasi:io/poll@0.2.9`. */
function track(name: string): string {
  const [, of = name, major, minor, patch] = /^(.*@)(\d+)\.(\d+)\.(\d+)$/.exec(name) ?? [];
  if (major === undefined) return name;
  if (major !== '0') return of + major;
  return minor === '0' ? `${of}0.0.${patch}` : `${of}0.${minor}`;
}

const CALLS = new Set([opcode('call'), opcode('return_call')]);
