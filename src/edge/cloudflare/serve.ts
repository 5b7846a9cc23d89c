import path from 'node:path';
import type { Bundle } from '../../candidate.ts';
import type { Host } from '../../host/host.ts';
import type { ServeOptions, Server } from '../edge.ts';
import { startServer } from '../listen.ts';
import { type Binding, loaderScript, workerdConfig } from './capnp.ts';
import type { Config } from './config.ts';

/** What workerd writes to its control file when it accepts connections. */
const LISTENING = {
  runtime: 'workerd',
  on: 'stdout',
  says: /\{"event":"listen","socket":"http","port":(\d+)\}/,
} as const;
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
  try {
    await host.files.copy(bundle.folder, path.join(dir.path, 'bundle'));
    const bindings = bindingsOf(config, options.vars);
    await host.files.write(path.join(dir.path, 'loader.js'), loaderScript(bundle, config, bindings));
    await host.files.write(
      path.join(dir.path, 'config.capnp'),
      workerdConfig(bundle, config, bindings, options.isolates),
    );
    const args = ['serve', '--experimental', '--control-fd=1', path.join(dir.path, 'config.capnp')];
    const command = { file: workerd, args, cwd: dir.path, trust: 'theirs', timeoutMs: LIFE_MS } as const;
    const server = await startServer(command, LISTENING, host);
    return {
      ...server,
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

/** Text and JSON bindings: the configuration's vars, and the test vars over them. */
function bindingsOf(config: Config, vars: ServeOptions['vars']): readonly Binding[] {
  const configured = typeof config.vars === 'object' && config.vars !== null ? Object.entries(config.vars) : [];
  const all = new Map<string, unknown>([...configured, ...Object.entries(vars)]);
  return [...all].map(([name, value]) =>
    typeof value === 'string' ? { name, text: value } : { name, json: JSON.stringify(value) },
  );
}
