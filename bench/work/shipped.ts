import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleOf } from '../../src/build/bundle.ts';
import { forRuntime, readConfig } from '../../src/edge/cloudflare/config.ts';
import { serveWorkerd } from '../../src/edge/cloudflare/serve.ts';
import { countedServer, startedFor, withCounters } from '../../src/edge/counted.ts';
import { serveDeno } from '../../src/edge/deno/serve.ts';
import type { CountedServer } from '../../src/edge/edge.ts';
import { serveCountedWasmtime } from '../../src/edge/wasi/serve.ts';
import type { Host } from '../../src/host/host.ts';
import { clientOf } from '../../src/latency/client.ts';
import { sessionOf } from '../../src/latency/replay.ts';
import type { ReplayRequest } from '../../src/latency/requests.ts';
import { packagedProgram } from '../../src/platform.ts';
import { root, runAction, toolCache } from '../../test/e2e/action.ts';
import { startServices } from '../../test/e2e/services.ts';
import { pullRequest } from '../../test/e2e/triggers.ts';
import { runtimeOf } from '../../test/standins/edge-tools.ts';
import { factsOf } from '../node/service.ts';

/** The examples as they ship, each in its edge's own runtime, counted by the code that counts them in a pull request. */

const BUILD_MS = 20 * 60_000;

/** An example, its edge, and what it is asked for. */
export interface Shipped {
  readonly example: string;
  readonly runtime: 'workerd' | 'deno' | 'wasmtime';
  readonly requests: readonly ReplayRequest[];
  /** A new process of the copy that counts. */
  readonly serve: () => Promise<CountedServer>;
}

/** Built by the action itself. */
export async function shipped(example: string, runtime: Shipped['runtime'], host: Host): Promise<Shipped> {
  const workspace = path.join(root, 'examples', example);
  await using services = await startServices(toolCache());
  const { code, log, outputs, report } = await runAction({
    ...{ services, workspace, trigger: pullRequest() },
    inputs: { latency: 'false', deploy: 'none', cache: 'off' },
    timeoutMs: BUILD_MS,
  });
  const { 'wasm-path': module = '' } = outputs;
  const [{ entry }, { file }] = [report?.bundle ?? { entry: '' }, report?.module ?? { file: '' }];
  if (code !== 0 || !module.endsWith(file)) throw new Error(log);
  const bundle = await bundleOf(module.slice(0, -file.length), entry, host);
  const { requests, vars } = factsOf(workspace);
  const starts: Readonly<Record<Shipped['runtime'], Shipped['serve']>> = {
    async workerd() {
      const copy = await withCounters(bundle, file, 'by code', host);
      const { config } = await readConfig('.', { ...host, folders: { ...host.folders, workspace } });
      const program = await runtimeOf('cloudflare');
      const served = forRuntime(config, versionBeside(program)).config;
      const start = () => serveWorkerd(copy, served, { vars, isolates: 'one' }, program, host);
      return countedServer(await startedFor(copy, start), copy);
    },
    async deno() {
      const copy = await withCounters(bundle, file, 'by import', host);
      const program = await runtimeOf('deno');
      return countedServer(await startedFor(copy, () => serveDeno(copy, { vars }, program, host)), copy);
    },
    wasmtime: async () => serveCountedWasmtime(bundle, { vars }, await runtimeOf('wasi'), host),
  };
  return { example, runtime, requests, serve: starts[runtime] };
}

/** Of workerd's package, which the program of this platform stands beside. */
function versionBeside(program: string): string {
  const end = packagedProgram('workerd', { os: process.platform, arch: process.arch } as Host['platform']).length;
  const manifest = readFileSync(path.join(program.slice(0, -end), 'workerd', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** What was executed each time for a request, by what was sent: a value of an earlier answer may make it another one. */
export type Counts = ReadonlyMap<string, readonly bigint[]>;

/** Each that is sent is sent again, so that one of which there is no other has two counts, too. */
const ASKED = 2;

/**
 * Plays the requests in new processes, in each first once uncounted, so that what is made once is there.
 * @returns of each request by its name, `times` counts
 */
export async function countsOf(
  { requests, serve }: Shipped,
  processes: number,
  times: number,
): Promise<ReadonlyMap<string, Counts>> {
  const all = new Map<string, Map<string, bigint[]>>(requests.map(({ name }) => [name, new Map()]));
  const plays = times / processes / ASKED;
  for (let i = 0; i < processes; i++) {
    await using server = await serve();
    using client = clientOf(server.url, () => performance.now());
    let counting = false;
    const session = sessionOf(requests, {
      async ask(request) {
        const { value, work } = await server.counting(() => client.ask(request));
        if (!counting) return value;
        const again = await server.counting(() => client.ask(request));
        const sent = JSON.stringify(request);
        const counts = all.get(request.name);
        const more = [work?.total, again.work?.total].filter((total) => total !== undefined);
        counts?.set(sent, [...(counts.get(sent) ?? []), ...more]);
        return again.value;
      },
    });
    for (let play = 0; play <= plays; play++) {
      counting = play > 0;
      for (const request of requests) await session.ask(request);
    }
  }
  return all;
}
