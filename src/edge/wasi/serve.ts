import path from 'node:path';
import type { Bundle } from '../../candidate.ts';
import type { Host } from '../../host/host.ts';
import type { ServeOptions, Server } from '../edge.ts';
import { startServer } from '../listen.ts';

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
  const args = ['compile', path.join(bundle.folder, bundle.entry), '-o', to];
  await host.run({ file: wasmtime, args, trust: 'theirs', timeoutMs: COMPILE_MS });
  return to;
}

/**
 * Serves a compiled component. wasmtime makes a new instance for each request: both forms of `isolates` are the same here.
 */
export async function serveWasmtime(
  compiled: string,
  { vars }: Pick<ServeOptions, 'vars'>,
  wasmtime: string,
  host: Pick<Host, 'start' | 'signal'>,
): Promise<Server> {
  const env = Object.keys(vars).flatMap((name) => ['--env', name]); // the values by the environment, not by arguments
  const args = ['serve', '-S', 'cli', '--allow-precompiled', '--addr', '127.0.0.1:0', ...env, compiled];
  const command = { file: wasmtime, args, env: vars, trust: 'theirs', timeoutMs: LIFE_MS } as const;
  return startServer(command, LISTENING, host);
}
