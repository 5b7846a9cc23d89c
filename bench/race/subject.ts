import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleOf } from '../../src/build/bundle.ts';
import { forRuntime, readConfig } from '../../src/edge/cloudflare/config.ts';
import { serveWorkerd } from '../../src/edge/cloudflare/serve.ts';
import type { Server } from '../../src/edge/edge.ts';
import type { Host } from '../../src/host/host.ts';
import { clientOf } from '../../src/latency/client.ts';
import { noValues } from '../../src/latency/replay.ts';
import type { ReplayRequest } from '../../src/latency/requests.ts';
import { quantile } from '../../src/latency/summarize.ts';
import { packagedProgram } from '../../src/platform.ts';
import { root, toolCache } from '../../test/e2e/action.ts';
import { cloudflareTools } from '../../test/standins/cloudflare/tools.ts';
import { factsOf } from '../node/service.ts';

/** examples/auth in workerd, with as much more work in each /verify as is asked for. */

/**
 * wasm-tools' bytes of a loop over 16 square roots, each of which waits for the one before: what compiler of V8 it came from
 * hardly matters to it.
 *
 *   (func (export "burn") (param $n i32) (result f64) (local $x f64) (local.set $x (f64.const 3))
 *     (loop $again  $x = sqrt($x + 1.7) 16 times  (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
 *     (local.get $x))
 */
const STEP = '44333333333333fb3fa09f';
const BURN = Buffer.from(
  `0061736d0100000001060160017f017c03020100070801046275726e00000ad40101d10101017c440000000000000840210103402001${STEP.repeat(16)}2101200041016b22000d000b20010b`,
  'hex',
);
const ENTRY = `import Service from './index.js';
import module from './burn.wasm';
export * from './index.js';
const { burn } = new WebAssembly.Instance(module).exports;
export default class extends Service {
  fetch(request) {
    const more = new URL(request.url).pathname === '/verify' ? Number(this.env.MORE) : 0;
    if (more > 0) burn(more);
    return super.fetch(request);
  }
};
`;

export interface Subject {
  /** @param more rounds of the loop in each /verify */
  readonly serve: (more: number) => Promise<Server>;
  readonly health: ReplayRequest;
  /** With a token in it: to log in takes a hundred times as long. */
  readonly verify: ReplayRequest;
}

/**
 * @param built a bundle of examples/auth
 * @param work a folder of ours
 */
export async function subjectOf(built: string, work: string, host: Host): Promise<Subject> {
  const folder = path.join(work, 'subject');
  mkdirSync(folder);
  cpSync(built, folder, { recursive: true });
  writeFileSync(path.join(folder, 'burn.wasm'), BURN);
  writeFileSync(path.join(folder, 'main.js'), ENTRY);
  const bundle = await bundleOf(folder, 'main.js', host);
  const workspace = path.join(root, 'examples', 'auth');
  const { config } = await readConfig('.', { ...host, folders: { ...host.folders, workspace } });
  const modules = await cloudflareTools(toolCache());
  const workerd = path.join(modules, packagedProgram('workerd', host.platform));
  const { version } = JSON.parse(await host.files.text(path.join(modules, 'workerd', 'package.json'))) as {
    readonly version: string;
  };
  const runnable = forRuntime(config, version).config;
  const { requests, vars } = factsOf();
  const named = (name: string): ReplayRequest => {
    const found = requests.find((request) => request.name === name);
    if (found === undefined) throw new Error(`Cargo.toml of examples/auth has no request ${name}`);
    return found;
  };
  const serve = (more: number): Promise<Server> =>
    serveWorkerd(
      bundle,
      runnable,
      { vars: { ...vars, TTL_S: '86400', MORE: String(more) }, isolates: 'one' },
      workerd,
      host,
    );
  await using server = await serve(0);
  using client = clientOf(server.url, () => performance.now());
  const values = noValues(); // a token of one server is good with all: they have the same key
  const login = named('login');
  values.take(login, await client.ask(values.fill(login)));
  return { serve, health: named('health'), verify: values.fill(named('verify')) };
}

const FEW = 200;
/** So much that it is told from everything else; few answers are slowed down by others beyond the fastest tenth. */
const MANY_ROUNDS = 20_000;

/** What one round of the loop takes of a core, in ms. Seen from outside: workerd's clock stands still. */
export async function roundMs({ serve, verify }: Subject): Promise<number> {
  await using plain = await serve(0);
  await using more = await serve(MANY_ROUNDS);
  using one = clientFor(plain);
  using other = clientFor(more);
  const times = { plain: [] as number[], more: [] as number[] };
  for (let i = 0; i < FEW; i++) {
    times.plain.push((await one.ask(verify)).ms);
    times.more.push((await other.ask(verify)).ms);
  }
  const fastest = (all: readonly number[]): number =>
    quantile(
      all.slice(FEW / 4).sort((a, b) => a - b),
      0.1,
    );
  return (fastest(times.more) - fastest(times.plain)) / MANY_ROUNDS;
}

const clientFor = ({ url }: Server) => clientOf(url, () => performance.now());
