import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'smol-toml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { specimen, specimens } from '../../script/corpus.ts';
import { bundleOf } from '../../src/build/bundle.ts';
import { readConfig } from '../../src/edge/cloudflare/config.ts';
import { serveWorkerd } from '../../src/edge/cloudflare/serve.ts';
import type { Host } from '../../src/host/host.ts';
import { terminalHost } from '../../src/host/terminal.ts';
import { type ColdSamples, type ColdSide, coldStarts, ISOLATES, PHASES, phase } from '../../src/latency/cold.ts';
import { cpuPerRequest } from '../../src/latency/cpu.ts';
import { parseRequests, type ReplayRequest } from '../../src/latency/requests.ts';
import type { Sides } from '../../src/latency/served.ts';
import { summarize } from '../../src/latency/summarize.ts';
import { v8Times } from '../../src/latency/v8.ts';
import { packagedProgram } from '../../src/platform.ts';
import { cacheFolder, root, toolCache } from '../e2e/action.ts';
import { quicker, ship, useServices } from '../e2e/on-auth.ts';
import { cloudflareTools } from '../standins/cloudflare/tools.ts';

/** Cold starts and CPU per request of examples/auth, in the real workerd. Machines are busy: nothing here is held to a time. */
const services = useServices();
let folder: string;
let host: Host;
let workerd: string;
let requests: readonly ReplayRequest[];
let vars: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-cold-'));
  const result = await ship(services(), { inputs: { ...quicker, cache: 'off' }, timeoutMs: 1_800_000 });
  await cp(path.dirname(result.outputs['wasm-path'] ?? ''), path.join(folder, 'auth'), { recursive: true });
  const workspace = path.join(root, 'examples', 'auth');
  const work = path.join(folder, 'work');
  await mkdir(work);
  host = terminalHost(process.env, { workspace, tools: work, work, action: root }, new AbortController().signal);
  workerd = path.join(await cloudflareTools(toolCache()), packagedProgram('workerd', host.platform));
  const manifest = parse(await host.files.text(path.join(workspace, 'Cargo.toml'))) as unknown as {
    readonly package: { readonly metadata: { readonly 'wasm-ship': Record<string, unknown> } };
  };
  const metadata = manifest.package.metadata['wasm-ship'];
  requests = parseRequests(metadata.requests) as readonly ReplayRequest[];
  vars = metadata['test-vars'] as Readonly<Record<string, string>>;
}, 1_800_000);
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A bundle of a folder as workerd serves it, and V8 with its module. */
async function side(name: string, entry: string, module: string): Promise<ColdSide> {
  const bundle = await bundleOf(path.join(folder, name), entry, host);
  const { config } = await readConfig('.', host);
  return {
    serve: (isolates) => serveWorkerd(bundle, config, { vars, isolates }, workerd, host),
    v8: () => v8Times(path.join(folder, name, module), host),
  };
}

/** examples/auth with a module of 1.8 MB beside its own, which it loads and does not use. */
async function larger(): Promise<ColdSide> {
  const to = path.join(folder, 'larger');
  await cp(path.join(folder, 'auth'), to, { recursive: true });
  const more = (await specimens()).find(({ name }) => name === 'automerge');
  if (more === undefined) throw new Error('the corpus has no automerge');
  await writeFile(path.join(to, 'more.wasm'), await specimen(more, path.join(cacheFolder(), 'corpus')));
  const entry = `import more from './more.wasm';\nexport * from './index.js';\nexport { default } from './index.js';\nglobalThis.more = more;\n`;
  await writeFile(path.join(to, 'main.js'), entry);
  return side('larger', 'main.js', 'more.wasm');
}

function named(name: string): ReplayRequest {
  const found = requests.find((request) => request.name === name);
  if (found === undefined) throw new Error(`examples/auth has no request ${name}`);
  return found;
}

function start(sides: Sides<ColdSide>): Promise<Sides<ColdSamples>> {
  const { clock, signal } = host;
  const pairs = { process: 5, rounds: 1, v8: 5 };
  return coldStarts({ ...sides, health: named('health'), clock, signal, pairs, mostMs: 300_000 });
}

const median = (samples: readonly number[]): number => summarize(samples).p50;

describe('cold starts in workerd', () => {
  it('two bundles of the same bytes: pairs of starts, whose phases add up, with V8 told apart', async () => {
    const same = await side('auth', 'index.js', 'index_bg.wasm');
    const { head, base } = await start({ head: same, base: same });
    for (const { process, isolate, v8 } of [head, base].filter((one) => one !== undefined)) {
      expect([process.length, isolate.flat().length, v8?.ok === true && v8.value.length]).toEqual([5, ISOLATES, 5]);
      for (const { total, ...phases } of process) {
        expect(total).toBeCloseTo(
          PHASES.reduce((sum, name) => sum + phases[name], 0),
          6,
        );
        expect(Math.min(phases.process, phases.connect, phases.answer, phases.unexplained)).toBeGreaterThan(0);
      }
      // a module is compiled for each new isolate: its first answer is never as quick as the second one
      expect(median(phase(isolate.flat(), 'module'))).toBeGreaterThan(0);
      expect(v8?.ok === true && v8.value.every(({ instantiateMs }) => instantiateMs !== undefined)).toBe(true);
    }
  });

  it('a bundle with a module of 1.8 MB more takes longer: each new isolate, and V8 by itself', async () => {
    const { head, base } = await start({ head: await larger(), base: await side('auth', 'index.js', 'index_bg.wasm') });
    if (base === undefined || !head.v8?.ok || !base.v8?.ok) throw new Error('not measured');
    // by how much is the machine's to say: a busy one starts an isolate in so long that a module more is less of it
    expect(median(phase(head.isolate.flat(), 'total'))).toBeGreaterThan(median(phase(base.isolate.flat(), 'total')));
    expect(median(phase(head.v8.value, 'compileMs'))).toBeGreaterThan(median(phase(base.v8.value, 'compileMs')));
  });
});

it('CPU per request: Argon2 takes many times what a look at a path takes, and no more than there was', async () => {
  const { serve } = await side('auth', 'index.js', 'index_bg.wasm');
  const asked = [named('health'), named('login')];
  const cpu = await cpuPerRequest({ serve, requests: asked, clock: host.clock, signal: host.signal, mostMs: 60_000 });
  const [health, login] = cpu?.requests ?? [];
  if (cpu === undefined || health === undefined || login === undefined) throw new Error('not measured');
  expect(login.cpuMs).toBeGreaterThan(10 * health.cpuMs);
  expect(login.cpuMs).toBeGreaterThan(5); // 19 MiB, twice over
  expect(login.n * login.cpuMs).toBeGreaterThanOrEqual(400);
  // one thread answers, a few compile and collect: on a machine that is busy the wall goes on meanwhile
  for (const { cpuMs, wallMs } of [health, login]) expect(cpuMs).toBeLessThan(2 * wallMs);
  expect(cpu.mixMs).toBeCloseTo((2 * health.cpuMs + login.cpuMs) / 3, 6); // weights of the example
  expect(cpu.memory.runtime?.rssBytes).toBeGreaterThan(19 * 1024 ** 2);
});
