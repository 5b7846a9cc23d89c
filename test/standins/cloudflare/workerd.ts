import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeAssetWorkers } from './asset-workers.ts';
import { OBJECTS, type Payload, workerdConfig } from './workerd-config.ts';

export type { Module, ModuleKind, Payload } from './workerd-config.ts';

/** A workerd that answers on loopback. */
export interface Booted {
  readonly port: number;
  readonly startupMs: number;
  /** What it wrote while it started: warnings, as it did start. */
  readonly warnings: string;
  stop(): Promise<void>;
}

/** Where to run and for how long to wait. */
export interface BootOptions {
  readonly workerd: string;
  readonly folder: string;
  readonly startupLimitMs: number;
  /** Where the services behind bindings are. */
  readonly servicesUrl: string;
  /** Process groups alive now, each with its end: added as soon as one is started, so that none is missed when all must end. */
  readonly groups: Map<number, Promise<void>>;
}

/** Starts a payload in real workerd. Gives the reason, in workerd's words, if it does not come up. */
export async function boot(payload: Payload, options: BootOptions): Promise<Booted | { readonly reason: string }> {
  await mkdir(join(options.folder, OBJECTS), { recursive: true });
  const files = payload.modules.map((module, index) => writeFile(join(options.folder, `m${index}`), module.bytes));
  const config = workerdConfig(payload, options.servicesUrl);
  const { assets } = payload;
  if (assets !== undefined) files.push(writeAssetWorkers(options.workerd, options.folder, assets));
  await Promise.all([...files, writeFile(join(options.folder, 'config.capnp'), config)]);

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
  if (typeof port === 'number') {
    const startupMs = Math.ceil(performance.now() - started);
    await nextTurn(); // warnings come before the port, by another pipe
    return { port, startupMs, warnings: words, stop };
  }
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
