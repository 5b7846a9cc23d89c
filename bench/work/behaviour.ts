import { readFileSync } from 'node:fs';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { countWork, readWork } from '../../src/wasm/count-work.ts';
import { type CoreModule, readModule } from '../../src/wasm/module.ts';
import { instance } from '../../test/unit/wasm/instance.ts';

/**
 * Whether a copy that counts does what its module does, for modules whose own callers are not at hand: each exported function
 * is called with drawn arguments in both, above imports that do nothing but answer. What it gives, what it asks of its host
 * and all of its memory have to be the same. A worker does it: what does not end is given up.
 */
export interface Behaviour {
  /** Calls that ended in both. */
  readonly calls: number;
  /** Of those, calls that trapped. */
  readonly traps: number;
  /** Calls of imported functions. */
  readonly asked: number;
  /** Instructions. */
  readonly work: bigint;
  /** Exports that were given up. */
  readonly endless: number;
  /** What was not the same. */
  readonly differences: readonly string[];
  /** Why nothing was called. */
  readonly why?: string;
}

const NOTHING: Behaviour = { calls: 0, traps: 0, asked: 0, work: 0n, endless: 0, differences: [] };
/** The longest call. */
const CALL_MS = 3000;
const START_MS = 120_000;
const MOST_ENDLESS = 5;
/** Bytes of memory beyond which a module begins anew no more. */
const MOST_MEMORY = 2 ** 28;

interface Task {
  readonly file: string;
  /** Exports before it are done. */
  readonly from: number;
  readonly draws: number;
  readonly exports: number;
  readonly seed: number;
}

type Said =
  | { readonly kind: 'calling'; readonly at: number }
  | ({ readonly kind: 'done' } & Behaviour)
  | { readonly kind: 'so far'; readonly sum: Behaviour };

/** Calls up to so many exported functions of a module, each so often. */
export async function behaviour(file: string, exports: number, draws: number, seed: number): Promise<Behaviour> {
  let sum = NOTHING;
  for (let from = 0; sum.endless < MOST_ENDLESS; ) {
    const { done, stuckAt, why } = await inWorker({ file, from, draws, exports, seed });
    sum = { ...added(sum, done), ...(why === undefined ? {} : { why }) };
    if (stuckAt === undefined) break;
    sum = { ...sum, endless: sum.endless + 1 };
    from = stuckAt + 1;
  }
  return sum;
}

function added(a: Behaviour, b: Behaviour): Behaviour {
  const count = { calls: a.calls + b.calls, traps: a.traps + b.traps, asked: a.asked + b.asked, work: a.work + b.work };
  return { ...count, endless: a.endless, differences: [...a.differences, ...b.differences] };
}

function inWorker(task: Task): Promise<{ done: Behaviour; stuckAt?: number; why?: string }> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task });
    let at: number | undefined;
    let sum = NOTHING;
    const finish = (of: { stuckAt?: number; why?: string }): void => {
      clearTimeout(timer);
      void worker.terminate().then(() => resolve({ done: sum, ...of }));
    };
    const late = (): void => finish(at === undefined ? { why: 'it does not begin' } : { stuckAt: at });
    let timer = setTimeout(late, START_MS);
    worker.on('error', (error) => finish(at === undefined ? { why: error.message } : { stuckAt: at }));
    worker.on('message', (said: Said) => {
      if (said.kind === 'done') {
        sum = said;
        finish(said.why === undefined ? {} : { why: said.why });
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(late, CALL_MS);
      if (said.kind === 'calling') at = said.at;
      else sum = said.sum;
    });
  });
}

declare const WebAssembly: {
  readonly Memory: new (type: object) => { readonly buffer: ArrayBuffer };
  readonly Table: new (type: object) => object;
  readonly Global: new (type: object, value: unknown) => object;
  readonly JSTag: object;
};

interface Machine {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly memories: readonly { readonly buffer: ArrayBuffer }[];
  /** What it has asked of its host. */
  readonly asked: string[];
}

/** An instance with imports that answer alike, whichever of the two asks. */
function machineOf(bytes: Uint8Array, { imports, types }: CoreModule): Machine {
  const asked: string[] = [];
  const memories: { readonly buffer: ArrayBuffer }[] = [];
  const given: Record<string, Record<string, unknown>> = {};
  for (const one of imports) {
    given[one.module] ??= {};
    const into = given[one.module] ?? {};
    if (one.kind === 'function') {
      const type = types[one.type];
      const results = type?.kind === 'function' ? type.results : [];
      into[one.name] = (...args: readonly unknown[]) => {
        asked.push(`${one.name}(${args.map(String)})`);
        const values = results.map((of) => zero(of));
        return values.length > 1 ? values : values[0];
      };
    } else if (one.kind === 'memory') {
      const { minimum, maximum, shared } = one.type;
      const limits = { initial: Number(minimum), ...(maximum === undefined ? {} : { maximum: Number(maximum) }) };
      const memory = new WebAssembly.Memory({ ...limits, shared });
      into[one.name] = memory;
      memories.push(memory);
    } else if (one.kind === 'table') {
      const { minimum, type } = one.type;
      into[one.name] = new WebAssembly.Table({
        initial: Number(minimum),
        element: type === 'funcref' ? 'anyfunc' : type,
      });
    } else if (one.kind === 'global') {
      const { type, mutable } = one.type;
      into[one.name] = new WebAssembly.Global({ value: type, mutable }, zero(type));
    } else into[one.name] = WebAssembly.JSTag;
  }
  const exports = instance(bytes, given);
  const own = Object.values(exports).filter(
    (value) => Object.prototype.toString.call(value) === '[object WebAssembly.Memory]',
  );
  return { exports, memories: [...memories, ...(own as (typeof memories)[number][])], asked };
}

function zero(type: string): unknown {
  if (type === 'i64') return 0n;
  return /^[if]/.test(type) && !type.endsWith('ref') ? 0 : null;
}

const WORDS = [0, 1, 2, 7, 8, 64, 1000, 1024, 4096, 65_536, 1_048_576, 1_050_000, -1];

/** What an earlier call has given, such as the address of new memory. */
interface Earlier {
  readonly earlier: number;
}
const isEarlier = (arg: unknown): arg is Earlier => typeof arg === 'object' && arg !== null && 'earlier' in arg;

function argumentOf(type: string): fc.Arbitrary<unknown> {
  if (type === 'i32')
    return fc.oneof(
      fc.constantFrom(...WORDS),
      fc.integer({ min: 0, max: 2 ** 21 }),
      fc.record({ earlier: fc.nat(99) }),
    );
  if (type === 'i64') return fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n });
  if (type === 'f32' || type === 'f64') return fc.double({ noNaN: true });
  return fc.constant(null);
}

interface CallOutcome {
  readonly text: string;
  readonly trapped: boolean;
  readonly value?: number;
}

/** What a call came to; undefined: the stack was too small, and a frame of the copy may be larger. */
function outcomeOf(call: () => unknown): CallOutcome | undefined {
  try {
    const value = call();
    const text = `gives ${String(value)}`;
    return { text, trapped: false, ...(Number.isInteger(value) && value !== 0 ? { value: Number(value) } : {}) };
  } catch (error) {
    if (error instanceof RangeError && /stack/.test(error.message)) return undefined;
    return { text: `ends with ${error instanceof Error ? error.message : String(error)}`, trapped: true };
  }
}

function sameMemory(one: Machine, other: Machine): boolean {
  return one.memories.every((memory, i) => {
    const [a, b] = [new Uint8Array(memory.buffer), new Uint8Array(other.memories[i]?.buffer ?? new ArrayBuffer(0))];
    return Buffer.compare(a, b) === 0;
  });
}

function run({ file, from, draws, exports: most, seed }: Task, say: (said: Said) => void): void {
  const bytes = new Uint8Array(readFileSync(file));
  const module = readModule(bytes);
  const copy = countWork(bytes, 'each');
  let [plain, counted] = [machineOf(bytes, module), machineOf(copy, module)];
  const types = [...module.imports.filter(({ kind }) => kind === 'function'), ...module.functions].map(
    ({ type }) => type,
  );
  const makers = /alloc|new|create/i; // first: the others take what they give
  const called = module.exports
    .filter(({ kind }) => kind === 'function')
    .toSorted((a, b) => Number(makers.test(b.name)) - Number(makers.test(a.name)))
    .slice(0, most);
  const given: number[] = [];
  const sum = { calls: 0, traps: 0, asked: 0, differences: [] as string[] };
  const soFar = (): Behaviour => ({ ...sum, work: readWork(counted.exports).total, endless: 0 });
  for (const [at, { name, index }] of called.entries()) {
    const type = module.types[Number(types[index])];
    if (at < from || type?.kind !== 'function') continue;
    say({ kind: 'calling', at });
    const all = fc.sample(fc.tuple(...type.params.map(argumentOf)), { numRuns: draws, seed: seed + at });
    for (const drawn of all) {
      const args = drawn.map((arg) => (isEarlier(arg) ? (given[arg.earlier % given.length] ?? 0) : arg));
      const before = [plain.asked.length, counted.asked.length];
      const [one, other] = [plain, counted].map(({ exports }) =>
        outcomeOf(() => (exports[name] as (...all: readonly unknown[]) => unknown)(...args)),
      );
      if (one === undefined || other === undefined) {
        [plain, counted] = [machineOf(bytes, module), machineOf(copy, module)];
        continue;
      }
      sum.calls++;
      if (one.value !== undefined) given.push(one.value);
      if (one.trapped) sum.traps++;
      sum.asked += plain.asked.length - (before[0] ?? 0);
      const [asked, askedOfCopy] = [plain, counted].map((machine, i) => machine.asked.slice(before[i]).join());
      const differs = [
        ...(one.text === other.text ? [] : [`${one.text}, the copy ${other.text}`]),
        ...(asked === askedOfCopy ? [] : ['the host is asked otherwise']),
        ...(sameMemory(plain, counted) ? [] : ['the memory is another']),
      ];
      if (differs.length > 0) sum.differences.push(`${name}(${args.map(String)}): ${differs.join(', ')}`);
    }
    say({ kind: 'so far', sum: soFar() });
    if (plain.memories.some(({ buffer }) => buffer.byteLength > MOST_MEMORY)) break;
  }
  say({ kind: 'done', ...soFar() });
}

if (parentPort !== null) {
  const port = parentPort;
  run(workerData as Task, (said) => port.postMessage(said));
}
