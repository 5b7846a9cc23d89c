import path from 'node:path';
import type { Bundle } from '../../candidate.ts';
import { ShipError } from '../../error.ts';
import type { Command, Host } from '../../host/host.ts';
import { type ToldWork, tellWork, toldWork } from '../../wasm/tell-work.ts';
import type { CountedServer, ServeOptions, Server } from '../edge.ts';
import { type Listening, startServer } from '../listen.ts';

const COMPILE_MS = 5 * 60_000;
const LIFE_MS = 20 * 60_000;

/** What wasmtime 49 prints when it accepts connections. */
const LISTENING = { runtime: 'wasmtime', on: 'stderr', says: /Serving HTTP on http:\/\/127\.0\.0\.1:(\d+)\// } as const;

/** Compiles a bundle ahead of time, as hosts do when it is deployed: each bundle once. Gives the file of machine code. */
export function compiledOnce(host: Host): (bundle: Bundle, wasmtime: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (bundle, wasmtime) => {
    const file = known.get(bundle.digest) ?? compile(bundle, wasmtime, host);
    known.set(bundle.digest, file);
    return file;
  };
}

async function compile(bundle: Bundle, wasmtime: string, host: Host): Promise<string> {
  const to = path.join(host.folders.work, `${bundle.digest.slice(0, 16)}-${host.random(3)}.cwasm`);
  await host.run(compileCommand(wasmtime, path.join(bundle.folder, bundle.entry), to));
  return to;
}

function compileCommand(wasmtime: string, from: string, to: string): Command {
  return { file: wasmtime, args: ['compile', from, '-o', to], trust: 'theirs', timeoutMs: COMPILE_MS };
}

/**
 * Serves a compiled component. wasmtime makes a new instance for each request: both forms of `isolates` are the same here.
 */
export async function serveWasmtime(
  compiled: string,
  { vars }: Pick<ServeOptions, 'vars'>,
  wasmtime: string,
  host: Pick<Host, 'start' | 'signal'>,
  onLine?: Listening['onLine'],
): Promise<Server> {
  const env = Object.keys(vars).flatMap((name) => ['--env', name]); // the values by the environment, not by arguments
  const args = ['serve', '-S', 'cli', '--allow-precompiled', '--addr', '127.0.0.1:0', ...env, compiled];
  const command = { file: wasmtime, args, env: vars, trust: 'theirs', timeoutMs: LIFE_MS } as const;
  return startServer(command, { ...LISTENING, ...(onLine === undefined ? {} : { onLine }) }, host);
}

/** The answer is there before the last line of its instance is. Of one that traps there is none. */
const TOLD_MS = 5000;

/**
 * Serves a copy of a bundle whose component tells on stderr what each of its instances has executed.
 * @throws ShipError where the component has no way to tell
 */
export async function serveCountedWasmtime(
  bundle: Bundle,
  options: Pick<ServeOptions, 'vars'>,
  wasmtime: string,
  host: Pick<Host, 'start' | 'signal' | 'files' | 'run' | 'clock'>,
): Promise<CountedServer> {
  const copy = tellWork(await host.files.read(path.join(bundle.folder, bundle.entry)));
  if (copy.kind === 'not available')
    throw new ShipError('probe', `The component cannot tell what it executes: ${copy.why}.`);
  const dir = await host.files.temp('counted');
  try {
    const file = path.join(dir.path, 'counted.wasm');
    const compiled = path.join(dir.path, 'counted.cwasm');
    await host.files.write(file, copy.bytes);
    await host.run(compileCommand(wasmtime, file, compiled));
    const told = new Map<number | undefined, ToldWork>();
    const take = toldWork();
    const server = await serveWasmtime(compiled, options, wasmtime, host, (line) => {
      const one = take(line);
      if (one !== undefined) told.set(one.request, one);
    });
    let asked = 0;
    return {
      ...server,
      async counting(ask) {
        const request = asked++; // also where its answer is not as expected: its count comes all the same, and is no other's
        const value = await ask();
        const until = host.clock.now() + TOLD_MS;
        while (!told.has(request) && host.clock.now() < until) await host.clock.sleep(2);
        return { value, work: told.get(request)?.work };
      },
      memory: async () => (told.size === 0 ? undefined : Math.max(...[...told.values()].map(({ memory }) => memory))),
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await dir[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await dir[Symbol.asyncDispose]();
    throw error;
  }
}
