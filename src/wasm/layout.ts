import { Cursor } from './cursor.ts';
import { readConstant } from './instructions.ts';
import { type CoreModule, readModule } from './module.ts';

/** Below this wasm-opt's --low-memory-unused takes no address to be valid. */
const LOW = 1024n;
/** An address beyond it is one below zero. */
const HALF = 2n ** 31n;

/**
 * Whether nothing that works reads or writes the lowest 1024 bytes of the memory: all data and the stack begin above. What
 * this small look does not understand, and data whose place only the code knows (threads), prove nothing.
 */
export function lowMemoryUnused(bytes: Uint8Array): boolean {
  try {
    const module = readModule(bytes);
    // a memory of somebody else's may have anything in it; a Rust module imports functions alone
    return module.imports.every(({ kind }) => kind === 'function') && stackIsAbove(module) && dataIsAbove(module);
  } catch {
    return false;
  }
}

/** wasm-ld's first global is the stack pointer: it begins at the stack's upper end. */
function stackIsAbove({ bytes, globals }: CoreModule): boolean {
  const [stack] = globals;
  if (stack === undefined || stack.type.type !== 'i32' || !stack.type.mutable) return false;
  return isAbove(readConstant(new Cursor(bytes, stack.start + 2, stack.end))); // a byte of type, one of mutability
}

function dataIsAbove({ data }: CoreModule): boolean {
  return data.length > 0 && data.every(({ memory, offset }) => memory === 0 && isAbove(offset));
}

function isAbove(address: bigint | undefined): boolean {
  return address !== undefined && address >= LOW && address < HALF;
}
