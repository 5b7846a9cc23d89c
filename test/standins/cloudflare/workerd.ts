import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';
import type { Binding } from './state.ts';

/** What workerd calls the kinds of module that it takes. */
export type ModuleKind = 'esModule' | 'commonJsModule' | 'wasm' | 'text' | 'data' | 'json';

/** One file of a Worker. */
export interface Module {
  readonly name: string;
  readonly kind: ModuleKind;
  readonly bytes: Uint8Array;
}

/** What one workerd is to run. */
export interface Payload {
  readonly mainModule: string;
  readonly modules: readonly Module[];
  readonly bindings: readonly Binding[];
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
}

/** A workerd that answers on loopback. */
export interface Booted {
  readonly port: number;
  readonly startupMs: number;
  stop(): Promise<void>;
}

/** Where to run and for how long to wait. */
export interface BootOptions {
  readonly workerd: string;
  readonly folder: string;
  readonly startupLimitMs: number;
  /** Process groups alive now, each with its end: added as soon as one is started, so that none is missed when all must end. */
  readonly groups: Map<number, Promise<void>>;
}

/** Starts a payload in real workerd. Gives the reason, in workerd's words, if it does not come up. */
export async function boot(payload: Payload, options: BootOptions): Promise<Booted | { readonly reason: string }> {
  await mkdir(options.folder, { recursive: true });
  const files = payload.modules.map((module, index) => writeFile(join(options.folder, `m${index}`), module.bytes));
  await Promise.all([...files, writeFile(join(options.folder, 'config.capnp'), workerdConfig(payload))]);

  const started = performance.now();
  const child = spawn(options.workerd, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: options.folder,
    detached: true, // its own process group: one signal ends whatever it starts
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: {},
  });
  const control = child.stdio[3] as Readable;
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-64_000);
  });
  const pid = child.pid ?? 0;
  const closed = once(child, 'close')
    .then(
      () => undefined,
      (error: unknown) => {
        words = String(error);
      },
    )
    .finally(() => options.groups.delete(pid));
  if (pid !== 0) options.groups.set(pid, closed);
  const stop = async (): Promise<void> => {
    if (options.groups.has(pid)) killGroup(pid);
    await closed;
    await rm(options.folder, { recursive: true, force: true });
  };

  const port = await Promise.race([listening(control), closed, late(options.startupLimitMs)]);
  if (typeof port === 'number') return { port, startupMs: Math.ceil(performance.now() - started), stop };
  await stop();
  return { reason: port === 'late' ? 'Script startup exceeded CPU time limit.' : complaint(words) };
}

/** Ends a whole process group; one that is gone already is fine. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** workerd's configuration for one payload: its own socket on loopback, on a port that the system picks. */
export function workerdConfig(payload: Payload): string {
  const main = payload.modules.findIndex((module) => module.name === payload.mainModule);
  const order = payload.modules.map((module, index) => ({ module, index }));
  order.sort((left, right) => Number(right.index === main) - Number(left.index === main));
  const modules = order.map(
    ({ module, index }) => `(name = ${quote(module.name)}, ${module.kind} = embed "m${index}")`,
  );
  const bindings = payload.bindings.map(({ name, type, text, json }) =>
    type === 'json' || type === 'version_metadata'
      ? `(name = ${quote(name)}, json = ${quote(JSON.stringify(json ?? null))})`
      : `(name = ${quote(name)}, text = ${quote(text ?? '')})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (forwardedProtoHeader = "X-Forwarded-Proto"), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [${modules.join(', ')}],
  bindings = [${bindings.join(', ')}],
  compatibilityDate = ${quote(payload.compatibilityDate)},
  compatibilityFlags = [${payload.compatibilityFlags.map(quote).join(', ')}]
);
`;
}

/** A Cap'n Proto string: C escapes, everything outside printable ASCII as bytes. */
function quote(text: string): string {
  const bytes = [...Buffer.from(text)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join('')}"`;
}

/** Reads the port from the control stream: one JSON object per line, the first is our only socket. */
async function listening(control: Readable): Promise<number | undefined> {
  let text = '';
  for await (const chunk of control) {
    text += String(chunk);
    const port = /"event":"listen".*"port":(\d+)/.exec(text)?.[1];
    if (port !== undefined) return Number(port);
  }
  return undefined;
}

function late(ms: number): Promise<'late'> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, 'late').unref();
  });
}

/** "service main: Uncaught Error: …" as the API words it, without the name that only our configuration has. */
function complaint(words: string): string {
  return words.replaceAll('service main: ', '').trim() || 'The Worker did not start.';
}
