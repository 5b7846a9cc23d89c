import path from 'node:path';
import type { Bundle } from '../candidate.ts';
import { ShipError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { since, WORK, type WorkCount } from '../wasm/count-work.ts';
import { showWork } from '../wasm/show-work.ts';
import type { CountedServer, Server } from './edge.ts';

/** A request with this header is answered by the counters, and does not reach the service. */
const HEADER = 'x-wasm-ship-counters';
const INSTANCES = 'wasm-ship-instances.mjs';
const ENTRY = 'wasm-ship-entry.mjs';
const ANSWER_MS = 10_000;

/** How a runtime instantiates: the bundle's own code does it, or the runtime may, too, for an `import` of the module. */
export type Instantiated = 'by code' | 'by import';

/** A copy of a bundle with a module that counts, around whose entry stands one that tells the counters. */
export async function withCounters(
  bundle: Bundle,
  module: string,
  how: Instantiated,
  host: Pick<Host, 'files'>,
): Promise<Bundle & AsyncDisposable> {
  const dir = await host.files.temp('counted');
  try {
    await host.files.copy(bundle.folder, dir.path);
    const file = path.join(dir.path, module);
    const counting = showWork(await host.files.read(file));
    await host.files.remove(file); // it may be a link to the bundle's own
    await host.files.write(file, counting);
    const scripts = { [INSTANCES]: instancesScript(), [ENTRY]: entryScript(bundle.entry, module, how) };
    for (const [name, text] of Object.entries(scripts)) await host.files.write(path.join(dir.path, name), text);
    const more = Object.entries(scripts).map(
      ([name, text]) => ({ name, kind: 'javascript', bytes: text.length, sha256: '' }) as const,
    );
    const files = [...more.reverse(), ...bundle.files];
    return {
      ...bundle,
      folder: dir.path,
      entry: ENTRY,
      files,
      [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
    };
  } catch (error) {
    await dir[Symbol.asyncDispose]();
    throw error;
  }
}

/** Evaluated before all others: it sees every instance that they make. */
function instancesScript(): string {
  return `export const instances = [];
const { Instance, instantiate } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, args) {
    const made = new target(...args);
    instances.push(made.exports);
    return made;
  },
});
WebAssembly.instantiate = async (...args) => {
  const made = await instantiate(...args);
  instances.push((made.instance ?? made).exports);
  return made;
};
`;
}

function entryScript(entry: string, module: string, how: Instantiated): string {
  const from = (file: string): string => JSON.stringify(`./${file}`);
  // the instance that the entry has imported; or, where its code makes its own, another one that nobody calls, or none.
  // Of a name that is none in the text: deno refuses to start for one that it cannot link
  const imported =
    how === 'by import'
      ? `const place = ${from(module)};\nconst imported = await import(place).catch(() => ({}));\n`
      : '';
  const more = how === 'by import' ? '...(instances.length === 0 || hasRun(imported) ? [imported] : [])' : '';
  return `import { instances } from ${from(INSTANCES)};
import main from ${from(entry)};
export * from ${from(entry)};
${imported}const isMemory = (value) => value instanceof WebAssembly.Memory;
const isCounter = ([name, value]) => name.startsWith(${JSON.stringify(WORK)}) && typeof value === 'function';
const valueOf = (counter) => BigInt.asUintN(64, counter());
const countersOf = (exports) => Object.entries(exports).filter(isCounter);
const hasRun = (exports) => countersOf(exports).some(([, counter]) => valueOf(counter) > 0n);
const tell = () => {
  const all = [...instances, ${more}];
  return Response.json({
    memory: all.flatMap(Object.values).filter(isMemory).reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    counters: all.flatMap(countersOf).map(([name, counter]) => [name, String(valueOf(counter))]),
  });
};
const isAsked = (request) => request.headers.has(${JSON.stringify(HEADER)});
export default typeof main === 'function'
  ? class extends main {
      fetch(request) {
        return isAsked(request) ? tell() : super.fetch(request);
      }
    }
  : Object.assign(Object.create(main), {
      fetch: (request, ...more) => (isAsked(request) ? tell() : main.fetch(request, ...more)),
    });
`;
}

interface Reading extends WorkCount {
  readonly memory: number;
}

/** Starts a server for a copy, which goes where that fails. */
export async function startedFor(copy: AsyncDisposable, start: () => Promise<Server>): Promise<Server> {
  try {
    return await start();
  } catch (error) {
    await copy[Symbol.asyncDispose]();
    throw error;
  }
}

/** A server of such a copy, with what it tells. The copy goes with it. */
export function countedServer(server: Server, copy: AsyncDisposable): CountedServer {
  return {
    ...server,
    async counting(ask) {
      const before = await read(server);
      const value = await ask();
      return { value, work: since(before, await read(server)) };
    },
    memory: async () => (await read(server)).memory,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await copy[Symbol.asyncDispose]();
    },
  };
}

async function read({ url }: Server): Promise<Reading> {
  const answer = await fetch(url, { headers: { [HEADER]: '1' }, signal: AbortSignal.timeout(ANSWER_MS) });
  if (!answer.ok) throw new ShipError('probe', `The counting copy of the bundle answers ${answer.status}.`);
  const { memory, counters } = (await answer.json()) as Told;
  if (counters.length === 0)
    throw new ShipError('probe', 'The bundle made no instance that its counters could be read of.');
  return { memory, ...added(counters) };
}

/** What the script above answers. */
interface Told {
  readonly memory: number;
  readonly counters: readonly (readonly [name: string, value: string])[];
}

/** Several instances of the module are as one. */
function added(counters: Told['counters']): WorkCount {
  const functions = new Map<number, bigint>();
  let total = 0n;
  for (const [name, value] of counters) {
    const index = Number(name.slice(WORK.length + 1));
    total += BigInt(value);
    functions.set(index, (functions.get(index) ?? 0n) + BigInt(value));
  }
  return { total, functions };
}
