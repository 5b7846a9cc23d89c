import { type Instructions, opcode } from './instructions.ts';

/** A run of instructions that is entered at its first one alone, and left behind its last. */
export interface BasicBlock {
  /** Where its first instruction begins. */
  readonly start: number;
  /** How many of its instructions count. */
  readonly count: number;
}

/** What no machine code is made for; wasmtime's fuel takes nothing for it either. */
const FREE = codes('nop drop block loop else end try catch catch_all delegate return unreachable');

/** What the instructions that a block may end at do. */
type Role =
  | 'opens'
  | 'loop'
  | 'if'
  | 'else'
  | 'catch'
  | 'closes'
  | 'branch'
  | 'table'
  | 'try_table'
  | 'leaves'
  | 'resume';

const ROLES: ReadonlyMap<number, Role> = new Map<number, Role>([
  ...withRole('opens', 'block try'),
  ...withRole('loop', 'loop'),
  ...withRole('if', 'if'),
  ...withRole('else', 'else'),
  ...withRole('catch', 'catch catch_all'),
  ...withRole('closes', 'end delegate'),
  ...withRole('branch', 'br br_if br_on_null br_on_non_null br_on_cast br_on_cast_fail'),
  ...withRole('table', 'br_table'),
  ...withRole('try_table', 'try_table'),
  ...withRole('leaves', 'return return_call return_call_indirect return_call_ref unreachable throw rethrow throw_ref'),
  ...withRole('resume', 'resume resume_throw'),
]);

function codes(names: string): ReadonlySet<number> {
  return new Set(names.split(' ').map(opcode));
}

function withRole(role: Role, names: string): readonly (readonly [number, Role])[] {
  return [...codes(names)].map((code) => [code, role]);
}

/**
 * The basic blocks of a function in which something counts, in order. A call does not end one. Those that nothing can
 * reach are among them.
 */
export function basicBlocks(instructions: Instructions): readonly BasicBlock[] {
  const blocks: BasicBlock[] = [];
  const open = new OpenBlocks();
  let start = instructions.end;
  let count = 0;
  while (instructions.next()) {
    if (!FREE.has(instructions.opcode)) count++;
    const role = ROLES.get(instructions.opcode);
    if (role === undefined || !open.passes(role, instructions)) continue;
    if (count > 0) blocks.push({ start, count });
    start = instructions.end;
    count = 0;
  }
  return blocks;
}

/** The end of a block is reached from above alone, or from elsewhere, too. Branches to a loop go to its start, not there. */
const STRAIGHT = 0;
const JOINED = 1;
const OF_LOOP = 2;

/** The blocks that are open at an instruction. */
class OpenBlocks {
  private readonly ends: number[] = [STRAIGHT];

  /** Takes in an instruction; whether a basic block ends with it. */
  passes(role: Role, instructions: Instructions): boolean {
    switch (role) {
      case 'opens':
        return this.open(STRAIGHT);
      case 'try_table': // its labels are those around it
        for (const { label } of instructions.catches()) this.branch(label);
        return this.open(STRAIGHT);
      case 'loop':
        this.open(OF_LOOP);
        return true;
      case 'if':
        this.open(JOINED);
        return true;
      case 'catch':
        this.branch(0); // what is before it goes on at its end
        return true;
      case 'closes':
        return this.ends.pop() === JOINED || this.ends.length === 0;
      case 'branch':
        this.branch(instructions.index);
        return true;
      case 'table':
        for (const label of instructions.labels()) this.branch(label);
        return true;
      case 'resume': // its handlers are labels; they are not read
        for (const label of this.ends.keys()) this.branch(label);
        return false;
      case 'else':
      case 'leaves':
        return true;
    }
  }

  private open(end: number): false {
    this.ends.push(end);
    return false;
  }

  private branch(label: number): void {
    const place = this.ends.length - 1 - label;
    if (this.ends[place] === STRAIGHT) this.ends[place] = JOINED;
  }
}
