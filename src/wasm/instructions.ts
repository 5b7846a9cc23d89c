import { Cursor, malformed, type Span } from './cursor.ts';
import { OPCODES } from './opcodes.ts';
import { beginsValueType, readHeapType, readValueType, type ValueType } from './types.ts';

/** What may stand after an opcode. */
const SHAPES: readonly string[] = [
  ...['unknown', '-', 'index', 'index2', 'memarg', 'i32', 'i64', 'f32', 'f64', 'block', 'labels', 'types', 'heap'],
  ...[
    'catches',
    'cast',
    'v128',
    'lane',
    'memarg_lane',
    'order',
    'order_index',
    'order_index2',
    'resume',
    'resume_throw',
  ],
];
const UNKNOWN = 0;
const NOTHING = 1;
const INDEX = 2;

/** The opcodes that a rewriter asks for, each by its name. A prefixed one is `prefix << 16 | code`. */
const CODES = new Map<string, number>();
const NAMES = new Map<number, string>();
/** The shape of each opcode: one table for those of one byte, one for each prefix. */
const PLAIN = new Uint8Array(0x100);
const PREFIXED: Readonly<Record<number, Uint8Array>> = {
  251: new Uint8Array(0x150),
  252: new Uint8Array(0x150),
  253: new Uint8Array(0x150),
  254: new Uint8Array(0x150),
};
for (const [prefix, lines] of Object.entries(OPCODES)) {
  for (const line of lines.trim().split('\n')) {
    const [first = '', shape = '', ...names] = line.split(' ');
    for (const [i, name] of names.entries()) {
      const code = Number.parseInt(first, 16) + i;
      (PREFIXED[Number(prefix)] ?? PLAIN)[code] = SHAPES.indexOf(shape);
      NAMES.set((Number(prefix) << 16) | code, name);
      if (!CODES.has(name)) CODES.set(name, (Number(prefix) << 16) | code);
    }
  }
}

/** The opcode of an instruction of this name (of those that share one, `select`, the shortest form), as `Instructions` tells it. */
export function opcode(name: string): number {
  const code = CODES.get(name);
  if (code === undefined) throw new Error(`no instruction ${name}`);
  return code;
}

/** The name of an opcode in the text format. */
export function nameOf(code: number): string {
  return NAMES.get(code) ?? `0x${code.toString(16)}`;
}

const END = 0x0b;
const ELSE = 0x05;
const IF = 0x04;
const TRY = 0x06;
const CATCH = 0x07;
const CATCH_ALL = 0x19;
const DELEGATE = 0x18;
const TRY_TABLE = 0x1f;
/** The outermost block, which no opcode opens. */
const BODY = 0x00;
const EMPTY = 0x40;

/** A clause of `try_table`: where an exception of this tag (undefined: any) goes, and whether with its reference. */
export interface Catch {
  readonly tag: number | undefined;
  readonly label: number;
  readonly reference: boolean;
}

/**
 * The bits of a load's or store's flags: two to the power of ALIGN is its alignment; an order of atomic accesses stands
 * behind it (relaxed atomics), it is of an array (multibyte array access), or of a memory that is named.
 */
const ALIGN = 0x0f;
export const ORDERED = 0x10;
export const OF_ARRAY = 0x20;
const OF_MEMORY = 0x40;

/** Passes over the order of an atomic access: sequentially consistent, acquire and release, relaxed; twice in one byte. */
function passOrder(cursor: Cursor): number {
  const start = cursor.at;
  const order = cursor.byte();
  if (order > 2 && order !== 0x11 && order !== 0x22) throw malformed(start, `unknown atomic order ${order}`);
  return order;
}

/** Where a load or store goes. */
export interface MemoryArgument {
  /** Two to the power of this is the alignment. */
  readonly align: number;
  readonly memory: number;
  readonly offset: bigint;
}

/**
 * The instructions of one expression, one after the other: `while (instructions.next()) …`. Each is told by the fields
 * of this same object, so that nothing is made for it; what is longer (labels, constants) is read when it is asked for.
 * Blocks have to close; types are not looked at.
 */
export class Instructions implements Span {
  readonly bytes: Uint8Array;
  /** The opcode; a prefixed one is `prefix << 16 | code`. */
  opcode = -1;
  /** Where the instruction begins. */
  start: number;
  /** The first byte after it, and what stands after its opcode. */
  end: number;
  /** The first byte after its opcode: where what it is given begins. */
  immediates: number;
  /** Its first index (function, label, local, memory, type …), of those that have one; else 0. */
  index = 0;
  /** Its second index: the table of call_indirect, the field of struct.get, the source of memory.copy …; else 0. */
  second = 0;
  /** Of a load or store that does more than one of WebAssembly 2.0: {@link ORDERED}, {@link OF_ARRAY}; else 0. */
  access = 0;
  /** Opcodes of the blocks that are open after it; the first is the body itself. None is left after the last `end`. */
  private readonly blocks: number[] = [BODY];
  private readonly cursor: Cursor;
  private readonly whole: boolean;

  /** `whole`: the expression takes all bytes up to `end`; else it ends where its `end` is. */
  constructor(bytes: Uint8Array, start: number, end: number, whole = true) {
    this.bytes = bytes;
    this.cursor = new Cursor(bytes, start, end);
    this.whole = whole;
    this.start = start;
    this.end = start;
    this.immediates = start;
  }

  /** How many blocks are open after this instruction, the body itself counted: 0 after the last `end`. */
  get depth(): number {
    return this.blocks.length;
  }

  /** Goes to the next instruction; false after the `end` of the body. */
  next(): boolean {
    const { cursor } = this;
    if (this.blocks.length === 0) return false;
    this.start = cursor.at;
    this.index = 0;
    this.second = 0;
    this.access = 0;
    if (cursor.left <= 0) throw malformed(cursor.at, 'a body ends before its blocks do');
    const byte = cursor.byte();
    this.opcode = byte;
    const shape = byte < 0xfb || byte === 0xff ? (PLAIN[byte] ?? UNKNOWN) : this.prefixed(byte);
    this.immediates = cursor.at;
    if (shape === INDEX) this.index = cursor.u32();
    else if (shape !== NOTHING) this.pass(shape);
    if (byte <= TRY_TABLE) this.nest(byte);
    this.end = cursor.at;
    return true;
  }

  private prefixed(prefix: number): number {
    const code = this.cursor.u32();
    this.opcode = (prefix << 16) | (code & 0xffff);
    const shape = code > 0xffff ? UNKNOWN : (PREFIXED[prefix]?.[code] ?? UNKNOWN);
    if (shape === UNKNOWN) throw malformed(this.start, `unknown instruction 0x${prefix.toString(16)} ${code}`);
    return shape;
  }

  /** Passes over what stands after the opcode, and keeps the indices. */
  private pass(shape: number): void {
    const { cursor } = this;
    switch (SHAPES[shape]) {
      case 'index2':
        this.index = cursor.u32();
        this.second = cursor.u32();
        return;
      case 'memarg':
        this.passMemoryArgument();
        return;
      case 'memarg_lane':
        this.passMemoryArgument();
        cursor.skip(1);
        return;
      case 'i32':
        cursor.pass(32, true);
        return;
      case 'i64':
        cursor.pass(64, true);
        return;
      case 'f32':
        cursor.skip(4);
        return;
      case 'f64':
        cursor.skip(8);
        return;
      case 'v128':
        cursor.skip(16);
        return;
      case 'lane':
        cursor.skip(1);
        return;
      case 'block':
        readBlockType(cursor);
        return;
      default:
        this.passRare(shape);
    }
  }

  private passRare(shape: number): void {
    const { cursor } = this;
    switch (SHAPES[shape]) {
      case 'labels':
        for (let left = cursor.count('labels') + 1; left > 0; left--) cursor.u32();
        return;
      case 'types':
        for (let left = cursor.count('types of select'); left > 0; left--) readValueType(cursor);
        return;
      case 'heap':
        readHeapType(cursor);
        return;
      case 'catches':
        readBlockType(cursor);
        readCatches(cursor);
        return;
      case 'cast':
        if (cursor.byte() > 3) throw malformed(this.immediates, 'a cast has unknown flags');
        this.index = cursor.u32();
        readHeapType(cursor);
        readHeapType(cursor);
        return;
      case 'order':
        if (passOrder(cursor) !== 0) this.access = ORDERED;
        return;
      case 'order_index':
      case 'order_index2':
        passOrder(cursor);
        this.index = cursor.u32();
        if (SHAPES[shape] === 'order_index2') this.second = cursor.u32();
        return;
      case 'resume':
      case 'resume_throw':
        this.index = cursor.u32();
        if (SHAPES[shape] === 'resume_throw') this.second = cursor.u32();
        passHandlers(cursor);
        return;
      default:
        throw malformed(this.start, `unknown instruction 0x${this.opcode.toString(16)}`);
    }
  }

  private passMemoryArgument(): void {
    const { cursor } = this;
    const flags = cursor.u32();
    if (flags >= 0x60) throw malformed(this.immediates, 'a load or store has unknown flags');
    this.index = (flags & OF_MEMORY) === 0 ? 0 : cursor.u32();
    this.access = flags & (ORDERED | OF_ARRAY);
    if ((flags & ORDERED) !== 0) passOrder(cursor);
    cursor.pass(64, false);
    if ((flags & OF_ARRAY) !== 0) cursor.u32(); // and the array's type, on one side of it or the other
  }

  /** Opens and closes blocks. */
  private nest(byte: number): void {
    const { blocks } = this;
    const inner = blocks[blocks.length - 1];
    if ((byte >= 0x02 && byte <= IF) || byte === TRY || byte === TRY_TABLE) blocks.push(byte);
    else if (byte === END) this.close();
    else if (byte === ELSE) this.replace(inner === IF, ELSE);
    else if (byte === CATCH || byte === CATCH_ALL) this.replace(inner === TRY || inner === CATCH, byte);
    else if (byte === DELEGATE) {
      this.replace(inner === TRY, byte);
      blocks.pop();
    }
  }

  private replace(fits: boolean, byte: number): void {
    if (!fits) throw malformed(this.start, `${nameOf(byte)} where no block of its kind is open`);
    this.blocks[this.blocks.length - 1] = byte;
  }

  private close(): void {
    this.blocks.pop();
    const { cursor } = this;
    if (this.blocks.length > 0 || !this.whole || cursor.left <= 0) return;
    throw malformed(cursor.at, `${cursor.left} bytes stand after the end of a body`);
  }

  private cursorAt(offset: number): Cursor {
    return new Cursor(this.bytes, offset, this.end);
  }

  /** The labels of br_table; the last is the one for all other values. */
  labels(): readonly number[] {
    const cursor = this.cursorAt(this.immediates);
    return Array.from({ length: cursor.count('labels') + 1 }, () => cursor.u32());
  }

  /** The type of a block: nothing, one result, or the index of a function's type. */
  blockType(): undefined | ValueType | number {
    return readBlockType(this.cursorAt(this.immediates));
  }

  /** The clauses of try_table. */
  catches(): readonly Catch[] {
    const cursor = this.cursorAt(this.immediates);
    readBlockType(cursor);
    return readCatches(cursor);
  }

  /** The value of i32.const and i64.const. */
  constant(): bigint {
    const cursor = this.cursorAt(this.immediates);
    return this.opcode === 0x41 ? BigInt(cursor.s32()) : cursor.s64();
  }

  /** Where a load or store goes. */
  memoryArgument(): MemoryArgument {
    const cursor = this.cursorAt(this.immediates);
    const flags = cursor.u32();
    const memory = (flags & OF_MEMORY) === 0 ? 0 : cursor.u32();
    if ((flags & ORDERED) !== 0) passOrder(cursor);
    return { align: flags & ALIGN, memory, offset: cursor.u64() };
  }
}

function readBlockType(cursor: Cursor): undefined | ValueType | number {
  const start = cursor.at;
  const byte = cursor.peek();
  if (byte === EMPTY) {
    cursor.at++;
    return undefined;
  }
  if (beginsValueType(byte)) return readValueType(cursor);
  const index = cursor.s33();
  if (index < 0) throw malformed(start, 'unknown type of a block');
  return index;
}

function readCatches(cursor: Cursor): readonly Catch[] {
  const catches: Catch[] = [];
  for (let left = cursor.count('clauses of try_table'); left > 0; left--) {
    const kind = cursor.byte(); // catch, catch_ref, catch_all, catch_all_ref
    if (kind > 3) throw malformed(cursor.at - 1, `unknown clause ${kind} of try_table`);
    const tag = kind < 2 ? cursor.u32() : undefined;
    catches.push({ tag, label: cursor.u32(), reference: (kind & 1) === 1 });
  }
  return catches;
}

/** The handlers of resume: a tag goes to a label, or switches. */
function passHandlers(cursor: Cursor): void {
  for (let left = cursor.count('handlers'); left > 0; left--) {
    const kind = cursor.byte();
    if (kind > 1) throw malformed(cursor.at - 1, `unknown handler ${kind}`);
    cursor.u32();
    if (kind === 0) cursor.u32();
  }
}

/** Most locals of a function that engines take: WebAssembly JavaScript Interface, of 2026-11-26. */
const MOST_LOCALS = 50_000;

/** Locals of one type that stand together. */
export interface Locals {
  readonly count: number;
  readonly type: ValueType;
}

/** A function's locals (its parameters are not among them) and its instructions; `body` as the module reader tells it. */
export function readBody(
  bytes: Uint8Array,
  { body, end }: { readonly body: number; readonly end: number },
): { readonly locals: readonly Locals[]; readonly instructions: Instructions } {
  const cursor = new Cursor(bytes, body, end);
  const locals: Locals[] = [];
  let sum = 0;
  for (let left = cursor.count('groups of locals'); left > 0; left--) {
    const at = cursor.at;
    const count = cursor.u32();
    sum += count;
    if (sum > MOST_LOCALS) throw malformed(at, `${sum} locals, engines take ${MOST_LOCALS}`);
    locals.push({ count, type: readValueType(cursor) });
  }
  return { locals, instructions: new Instructions(bytes, cursor.at, end) };
}

/**
 * Reads a constant expression: the value where it is one number, as an address (without a sign).
 * @throws ShipError where it is malformed, or has blocks, which no constant has
 */
export function readConstant(cursor: Cursor): bigint | undefined {
  const instructions = new Instructions(cursor.bytes, cursor.at, cursor.limit, false);
  let count = 0;
  let value: bigint | undefined;
  while (instructions.next()) {
    if (instructions.depth > 1) throw malformed(instructions.start, 'a constant with blocks');
    if (count === 0 && instructions.opcode === 0x41) value = BigInt.asUintN(32, instructions.constant());
    if (count === 0 && instructions.opcode === 0x42) value = BigInt.asUintN(64, instructions.constant());
    count++;
  }
  cursor.at = instructions.end;
  return count === 2 ? value : undefined;
}
