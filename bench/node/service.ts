import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
import { bundleOf } from '../../src/build/bundle.ts';
import type { Bundle } from '../../src/candidate.ts';
import { type Config, forRuntime, readConfig } from '../../src/edge/cloudflare/config.ts';
import { serveWorkerd } from '../../src/edge/cloudflare/serve.ts';
import type { ServeOptions, Server } from '../../src/edge/edge.ts';
import { type Listening, startServer } from '../../src/edge/listen.ts';
import type { Command, Host } from '../../src/host/host.ts';
import { parseRequests, parseVars, type ReplayRequest } from '../../src/latency/requests.ts';
import { packagedProgram } from '../../src/platform.ts';
import { root, runAction, toolCache } from '../../test/e2e/action.ts';
import { startServices } from '../../test/e2e/services.ts';
import { pullRequest } from '../../test/e2e/triggers.ts';
import { cloudflareTools } from '../../test/standins/cloudflare/tools.ts';

/** examples/auth as a bundle in workerd, and examples/auth-node as a process: the same service with the same configuration. */

const LIFE_MS = 20 * 60_000;
const INSTALL_MS = 5 * 60_000;
const BUILD_MS = 20 * 60_000;
const auth = path.join(root, 'examples', 'auth');
export const authNode = path.join(root, 'examples', 'auth-node');

/** What Cargo.toml says for the measurement run. */
export interface Facts {
  readonly requests: readonly ReplayRequest[];
  /** Demo keys and hashes. */
  readonly vars: Readonly<Record<string, string>>;
}

/** @param example the folder of one */
export function factsOf(example = auth): Facts {
  const manifest = parse(readFileSync(path.join(example, 'Cargo.toml'), 'utf8')) as {
    readonly package: { readonly metadata: { readonly 'wasm-ship': Readonly<Record<string, unknown>> } };
  };
  const { requests: listed, 'test-vars': listedVars = {} } = manifest.package.metadata['wasm-ship'];
  const [requests, vars] = [parseRequests(listed), parseVars(listedVars)];
  if (typeof requests === 'string') throw new Error(requests);
  if (typeof vars === 'string') throw new Error(vars);
  return { requests, vars };
}

/** A server whose process is known. */
export interface Measured extends Server {
  readonly pid: number;
}

/** The Worker, built and ready to be served. */
export interface WasmService {
  readonly bundle: Bundle;
  /** The configuration's own vars. */
  readonly configured: Readonly<Record<string, string>>;
  /** The program. */
  readonly workerd: string;
  /** Its version. */
  readonly version: string;
  serve(options: ServeOptions): Promise<Measured>;
}

/**
 * Builds examples/auth by the action itself. `CARGO_TARGET_DIR`: another target folder than the one that the tests share.
 * @param optimize the input of that name
 */
export async function buildWasm(optimize: string, host: Host): Promise<WasmService> {
  const { CARGO_TARGET_DIR: target } = process.env;
  await using services = await startServices(toolCache());
  const result = await runAction({
    ...{ services, workspace: auth, trigger: pullRequest() },
    inputs: { optimize, latency: 'false', deploy: 'none', cache: 'off' },
    ...(target === undefined ? {} : { env: { CARGO_TARGET_DIR: target } }),
    onStart: (end) => host.signal.addEventListener('abort', () => end('SIGTERM'), { once: true }),
    timeoutMs: BUILD_MS,
  });
  if (result.code !== 0) throw new Error(result.log);
  const { config } = await readConfig('.', { ...host, folders: { ...host.folders, workspace: auth } });
  const entry = path.basename(String(config.main));
  const bundle = await bundleOf(path.dirname(result.outputs['wasm-path'] ?? ''), entry, host);
  if (bundle.digest !== result.outputs['bundle-digest']) throw new Error(`${bundle.folder} is not the bundle`);
  return served(bundle, config, await cloudflareTools(toolCache()), host);
}

function served(bundle: Bundle, config: Config, modules: string, host: Host): WasmService {
  const manifest = readFileSync(path.join(modules, 'workerd', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const workerd = path.join(modules, packagedProgram('workerd', host.platform));
  const runnable = forRuntime(config, version).config;
  return {
    ...{ bundle, workerd, version, configured: config.vars as Readonly<Record<string, string>> },
    serve: (options) => measured(host, (noting) => serveWorkerd(bundle, runnable, options, workerd, noting)),
  };
}

/** Starts a server, and notes which process it is. */
export async function measured(host: Host, start: (noting: Host) => Promise<Server>): Promise<Measured> {
  let pid: number | undefined;
  const noting: Host = {
    ...host,
    start: async (command, options) => {
      const running = await host.start(command, options);
      pid = running.pid;
      return running;
    },
  };
  const server = await start(noting);
  if (pid === undefined) throw new Error('no process was started');
  return { ...server, pid };
}

/** Installs examples/auth-node into a folder, as its Containerfile does. */
export async function installNode(into: string, host: Host): Promise<void> {
  for (const name of ['package.json', 'package-lock.json', 'src'])
    await host.files.copy(path.join(authNode, name), path.join(into, name));
  const args = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  await host.run({ file: 'npm', args, cwd: into, trust: 'ours', timeoutMs: INSTALL_MS });
}

/** How the Node service tells that it accepts connections. */
export const NODE_LISTENS: Listening = {
  runtime: 'Node',
  on: 'stdout',
  says: /^listening on http:\/\/127\.0\.0\.1:(\d+)$/m,
};
/** On a free port of loopback, wherever it runs. */
export const ON_LOOPBACK = { HOST: '127.0.0.1', PORT: '0' };

/** The Node service as a plain process. */
export function serveNode(app: string, vars: Readonly<Record<string, string>>, host: Host): Promise<Measured> {
  const env = { ...vars, ...ON_LOOPBACK, NODE_ENV: 'production' };
  const args = ['src/server.js'];
  const command: Command = { file: process.execPath, args, cwd: app, env, trust: 'theirs', timeoutMs: LIFE_MS };
  return measured(host, (noting) => startServer(command, NODE_LISTENS, noting));
}
