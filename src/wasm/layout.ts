import { Cursor } from './cursor.ts';
import { readConstant } from './instructions.ts';
import { type CoreModule, readModule } from './module.ts';

/** Below this wasm-opt's --low-memory-unused takes no address to be valid. */
const LOW = 1024n;
/** An address beyond it is one below zero. */
const HALF = 2n ** 31n;

/**
 * Whether nothing that works reads or writes the lowest 1024 bytes of the memory: the data begins above, and the stack above
 * the data, so that it reaches those bytes only through it. rustc puts the stack first, at 0: its last bytes are those very
 * ones, and a deep call may rightly use them. What this small look does not understand, and data whose place only the code
 * knows (threads), prove nothing.
 */
export function lowMemoryUnused(bytes: Uint8Array): boolean {
  try {
    const module = readModule(bytes);
    const stack = stackTop(module);
    // a memory of somebody else's may have anything in it; a Rust module imports functions alone
    const own = module.imports.every(({ kind }) => kind === 'function');
    return own && stack !== undefined && module.data.length > 0 && module.data.every((one) => isBetween(one, stack));
  } catch {
    return false;
  }
}

/** wasm-ld's first global is the stack pointer: it begins at the stack's upper end. */
function stackTop({ bytes, globals }: CoreModule): bigint | undefined {
  const [stack] = globals;
  if (stack === undefined || stack.type.type !== 'i32' || !stack.type.mutable) return undefined;
  return readConstant(new Cursor(bytes, stack.start + 2, stack.end)); // a byte of type, one of mutability
}

/** Whether it lies above what is not to be used, and below the stack. */
function isBetween({ memory, offset, content, end }: CoreModule['data'][number], stack: bigint): boolean {
  return (
    memory === 0 && offset !== undefined && offset >= LOW && offset + BigInt(end - content) < stack && stack < HALF
  );
}
