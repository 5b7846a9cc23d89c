import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bundle } from '../../candidate.ts';
import { ShipError } from '../../error.ts';
import type { Host, Running } from '../../host/host.ts';
import type { ServeOptions, Server } from '../edge.ts';
import { type Binding, loaderScript, workerdConfig } from './capnp.ts';
import type { Config } from './config.ts';

const LISTEN_MS = 30_000;
const LIFE_MS = 20 * 60_000;

/** Serves a bundle in workerd, on a free port of loopback that workerd itself chooses and tells. */
export async function serveWorkerd(
  bundle: Bundle,
  config: Config,
  options: ServeOptions,
  workerd: string,
  host: Host,
): Promise<Server> {
  const dir = await host.files.temp('workerd');
  let child: Running | undefined;
  try {
    await host.files.copy(bundle.folder, path.join(dir.path, 'bundle'));
    const bindings = bindingsOf(config, options.vars);
    await host.files.write(path.join(dir.path, 'loader.js'), loaderScript(bundle, config, bindings));
    await host.files.write(
      path.join(dir.path, 'config.capnp'),
      workerdConfig(bundle, config, bindings, options.isolates),
    );
    const args = ['serve', '--experimental', '--control-fd=1', path.join(dir.path, 'config.capnp')];
    child = await host.start({ file: workerd, args, cwd: dir.path, trust: 'theirs', timeoutMs: LIFE_MS });
    const port = await portOf(child, host.signal);
    const running = child;
    return {
      url: `http://127.0.0.1:${port}`,
      startedAt: running.startedAt,
      tail: () => running.stderr().trimEnd().split('\n').slice(-20).join('\n'),
      async [Symbol.asyncDispose]() {
        await running[Symbol.asyncDispose]();
        await dir[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await child?.[Symbol.asyncDispose]();
    await dir[Symbol.asyncDispose]();
    throw error;
  }
}

/** Text and JSON bindings: the configuration's vars, and the test vars over them. */
function bindingsOf(config: Config, vars: ServeOptions['vars']): readonly Binding[] {
  const configured = typeof config.vars === 'object' && config.vars !== null ? Object.entries(config.vars) : [];
  const all = new Map<string, unknown>([...configured, ...Object.entries(vars)]);
  return [...all].map(([name, value]) =>
    typeof value === 'string' ? { name, text: value } : { name, json: JSON.stringify(value) },
  );
}

/** workerd writes `{"event":"listen","socket":"http","port":N}` to the control file when it accepts connections. */
async function portOf(child: Running, signal: AbortSignal): Promise<number> {
  const until = performance.now() + LISTEN_MS;
  while (performance.now() < until && !signal.aborted) {
    const port = /\{"event":"listen","socket":"http","port":(\d+)\}/.exec(child.stdout())?.[1];
    if (port !== undefined) return Number(port);
    if (child.exitCode() !== undefined) break;
    await sleep(1);
  }
  if (signal.aborted) throw new ShipError('cancelled', 'The run was cancelled.');
  const how =
    child.exitCode() === undefined
      ? `did not listen within ${LISTEN_MS / 1000} s`
      : `ended with exit code ${child.exitCode()}`;
  throw new ShipError('probe', `The bundle does not start: workerd ${how}.`, {
    tail: child.stderr().trimEnd().split('\n').slice(-20).join('\n'),
  });
}
