import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseStat } from '../src/host/usage.ts';

/**
 * The parent of script/fuzz: shares the inputs out over processes, and watches them. Each writes the number of the input
 * that it works on into a file of its own: one that stands still is ended and counted, one that dies is counted, and
 * both begin again behind that input. An input is made of the seed and its number alone.
 */
const BOUND = 10_000; // ms of a processor for one input; the slowest takes one second
const LOOK = 10_000; // ms between two looks at it
const MEMORY = 512; // MiB of V8's heap, in each process
const SMALL = 40_000; // bytes of the modules that are changed most: more inputs in the same time
const LARGEST = 4_000_000;

const [inputs = 1_000_000, seed = 1] = process.argv.slice(2).map(Number);
const root = path.dirname(import.meta.dirname);
const dir = mkdtempSync(path.join(tmpdir(), 'wasm-fuzz-'));
const children = new Set<ChildProcess>();
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(name, () => {
    for (const child of children) child.kill('SIGKILL'); // they are busy, and do not see that nobody listens
    process.exit(code);
  });
process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
const tally = { crashes: 0, hangs: 0, read: 0, rss: 0, slowest: 0 };

/** Real modules and components, one of each size, the small ones first; the fixture is there on every machine. */
function bases(): readonly string[] {
  const found = new Map([[0, path.join(root, 'test/fixtures/rustc-1.97.1-twice.wasm')]]);
  const cache = process.env.CACHE ?? '';
  if (cache !== '')
    for (const name of globSync('{corpus,target-kinds,checkouts}/**/*.wasm', { cwd: cache })) {
      const file = path.join(cache, name);
      const { size } = statSync(file);
      if (size > 0 && size <= LARGEST && !found.has(size)) found.set(size, file);
    }
  return [...found].sort(([a], [b]) => a - b).map(([, file]) => file);
}

/** Runs the inputs from `first` up to `end`, in one process after the other until they are through. */
async function share(worker: number, first: number, end: number, files: readonly string[]): Promise<void> {
  const progress = path.join(dir, `worker-${worker}`);
  for (let from = first; from < end; ) {
    writeFileSync(progress, `${from} `);
    const large = files.filter((file) => statSync(file).size > SMALL).length;
    const child = fork(
      path.join(import.meta.dirname, 'fuzz-worker.ts'),
      [...[`${seed}`, `${from}`, `${end}`, `${large}`, progress], ...files],
      { execArgv: [`--max-old-space-size=${MEMORY}`] },
    );
    child.on('message', (message: { crash?: string; read?: number; rss?: number; slowest?: number }) => {
      if (message.crash !== undefined) tell('crashes', message.crash);
      tally.read += message.read ?? 0;
      tally.rss = Math.max(tally.rss, message.rss ?? 0);
      tally.slowest = Math.max(tally.slowest, message.slowest ?? 0);
    });
    const ended = await watch(child, progress);
    if (ended === 'done') return;
    const input = Number(readFileSync(progress, 'utf8').trim());
    tell(ended, `input ${input} of seed ${seed}`);
    from = input + 1;
  }
}

function tell(what: 'crashes' | 'hangs', text: string): void {
  if (++tally[what] <= 20) console.log(`${what}: ${text}`);
}

/** What a process has used, so that one that waits for a processor does not hang; where no system tells it, the time that has gone. */
function cpuMsOf({ pid }: ChildProcess): number {
  const file = `/proc/${pid}/stat`;
  return (existsSync(file) ? parseStat(readFileSync(file, 'utf8'))?.cpuMs : undefined) ?? performance.now();
}

function watch(child: ChildProcess, progress: string): Promise<'done' | 'crashes' | 'hangs'> {
  return new Promise((resolve) => {
    let last = '';
    let since = 0;
    let hung = false;
    const timer = setInterval(() => {
      const now = readFileSync(progress, 'utf8');
      const cpuMs = cpuMsOf(child);
      hung = now === last && cpuMs - since >= BOUND;
      if (now !== last) since = cpuMs;
      last = now;
      if (hung) child.kill('SIGKILL');
    }, LOOK);
    children.add(child);
    child.once('exit', (code) => {
      children.delete(child);
      clearInterval(timer);
      resolve(hung ? 'hangs' : code === 0 ? 'done' : 'crashes');
    });
  });
}

const files = bases();
console.log(`${files.length} modules and components of up to ${LARGEST} bytes, seed ${seed}`);
const workers = Math.min(availableParallelism(), inputs);
const each = Math.ceil(inputs / workers);
await Promise.all(
  Array.from({ length: workers }, (_, i) => share(i, i * each, Math.min(inputs, (i + 1) * each), files)),
);
console.log(
  `${tally.read} of them were read to their end, the rest were refused; the slowest took ${Math.ceil(tally.slowest)} ms`,
);
const rss = Math.ceil(tally.rss / 1024);
console.log(`fuzz: ${inputs} inputs, ${tally.crashes} crashes, ${tally.hangs} hangs, max RSS ${rss} MiB`);
process.exitCode = tally.crashes + tally.hangs === 0 ? 0 : 1;
