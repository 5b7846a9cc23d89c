import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, getPriority, release, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../src/host/host.ts';
import { terminalHost } from '../src/host/terminal.ts';
import { type Client, clientOf, expected } from '../src/latency/client.ts';
import { noValues } from '../src/latency/replay.ts';
import type { ReplayRequest } from '../src/latency/requests.ts';
import { summarize } from '../src/latency/summarize.ts';
import { inCountingOrder } from '../src/make.ts';
import { measure } from '../src/size/measure.ts';
import { root } from '../test/e2e/action.ts';
import { buildContainer, type ContainerService } from './node/container.ts';
import { cpuOf, residentOf, shareOf } from './node/process.ts';
import { headline, type NodeRecord, RECORD, type RecordedSummary, type WayName } from './node/record.ts';
import { buildWasm, factsOf, installNode, type Measured, serveNode } from './node/service.ts';
import { fileSizes, outputGzip } from './node/sizes.ts';

/**
 * One service, three ways: examples/auth as a Wasm bundle in workerd, examples/auth-node as a plain process and in a container
 * of podman; same API, Argon2 parameters and keys. Sizes, cold start, latency of each request, memory, all in one run, interleaved
 * in random order. There is nothing to be met but that all three were measured; the table tells where each of them loses.
 *
 *   script/bench node      BENCH_STARTS=N (15), BENCH_ANSWERS=N of each request (500), BENCH_INSTALL=1: podman, runc and debootstrap
 *                          from Debian where they are missing, BENCH_RECORD=1: into bench/node.json, for `script/docs.ts`
 */
const STARTS = Number(process.env.BENCH_STARTS ?? 15);
const ANSWERS = Number(process.env.BENCH_ANSWERS ?? 500);
/** Each request is asked so often, or so long, before it counts. */
const WARM_UP = { answers: 200, ms: 2000 };
/** Of each way, beside one another. */
const SEVERAL = 4;
const ISOLATES = 16;
const QUIET_MS = 5000;

const began = performance.now();
const say = (text: string): void =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}`);

/** A way to run the service. */
interface Way {
  readonly name: WayName;
  start(): Promise<Started>;
}
type Started = Measured & { readonly keeper?: number };

function shuffled<T>(items: readonly T[]): readonly T[] {
  const order = items.map((item) => ({ item, key: Math.random() }));
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

const facts = factsOf();
const HEALTH = named('health');
const [VERIFY, LOGIN] = [named('verify'), named('login')];

function named(name: string): ReplayRequest {
  const found = facts.requests.find((request) => request.name === name);
  if (found === undefined) throw new Error(`Cargo.toml of examples/auth has no request ${name}`);
  return found;
}

/** A token of one server is good with all: they have the same key. */
const values = noValues();

async function ask(client: Client, request: ReplayRequest, extra = {}): Promise<number> {
  const answer = expected(await client.ask(values.fill(request), extra), request);
  values.take(request, answer);
  return answer.ms;
}

/** What a table holds of samples in ms. */
function recorded(samples: readonly number[]): RecordedSummary {
  const { n, min, p50, p99, max } = summarize(samples);
  const [least = 0, middle = 0, most = 0] = [min, p50, max].map((ms) => Number(ms.toFixed(3)));
  return { n, min: least, p50: middle, p99: p99 === undefined ? null : Number(p99.toFixed(3)), max: most };
}

function mean(samples: readonly number[]): number {
  return Number((samples.reduce((sum, sample) => sum + sample, 0) / samples.length).toFixed(3));
}

/** Samples of each way. */
type Samples = Readonly<Record<WayName, number[]>>;
const none = (): Samples => ({ wasm: [], node: [], container: [] });

function summaries(samples: Samples): Record<'wasm' | 'node', RecordedSummary> & { container: RecordedSummary | null } {
  const { wasm, node, container } = samples;
  return {
    wasm: recorded(wasm),
    node: recorded(node),
    container: container.length === 0 ? null : recorded(container),
  };
}

/** Cores that are busy while we do nothing. */
async function busyCores(): Promise<number> {
  const spent = (): { readonly busy: number; readonly all: number } => {
    const times = cpus().map(({ times: of }) => of);
    const all = times.reduce((sum, of) => sum + of.user + of.nice + of.sys + of.irq + of.idle, 0);
    return { busy: all - times.reduce((sum, { idle }) => sum + idle, 0), all };
  };
  const before = spent();
  await sleep(QUIET_MS);
  const after = spent();
  return Number((((after.busy - before.busy) / (after.all - before.all)) * cpus().length).toFixed(2));
}

/** From the start of a process to the last byte of its first 200. */
async function coldStart(way: Way): Promise<number> {
  await using server = await way.start();
  using client = clientOf(server.url, () => performance.now());
  await ask(client, HEALTH);
  return performance.now() - server.startedAt;
}

async function coldStarts(ways: readonly Way[], isolates: Measured): Promise<NodeRecord['cold']> {
  const samples = none();
  const ofIsolates: number[] = [];
  using client = clientOf(isolates.url, () => performance.now());
  for (let i = -1; i < STARTS; i++) {
    for (const way of shuffled([...ways, undefined])) {
      const isolate = { 'x-wasm-ship-isolate': `cold-${i}` };
      const ms = way === undefined ? await ask(client, HEALTH, isolate) : await coldStart(way);
      if (i >= 0) (way === undefined ? ofIsolates : samples[way.name]).push(ms); // the first ones fill the machine's caches
    }
  }
  return { ...summaries(samples), isolate: recorded(ofIsolates) };
}

async function warmUp(client: Client, request: ReplayRequest): Promise<void> {
  const until = performance.now() + WARM_UP.ms;
  for (let i = 0; i < WARM_UP.answers && (i < 3 || performance.now() < until); i++) await ask(client, request);
}

interface Warm {
  readonly routes: NodeRecord['routes'];
  readonly rss: Readonly<Partial<Record<WayName, number>>>;
}

/** One server of each way, asked in turn by a client of its own. */
async function latencies(ways: readonly Way[]): Promise<Warm> {
  await using stack = new AsyncDisposableStack();
  const asked: { name: WayName; server: Started; client: Client }[] = [];
  for (const way of ways) {
    const server = stack.use(await way.start());
    asked.push({ name: way.name, server, client: stack.use(clientOf(server.url, () => performance.now())) });
  }
  for (const { client } of asked) for (const request of facts.requests) await warmUp(client, request);
  const routesOf = facts.requests.map((request) => ({ request, samples: none(), cpu: none() }));
  const spent = new Map(asked.map(({ name, server }) => [name, cpuOf(server.pid)]));
  for (let i = 0; i < ANSWERS; i++)
    for (const { request, samples, cpu } of shuffled(routesOf))
      for (const { name, client, server } of shuffled(asked)) {
        samples[name].push(await ask(client, request));
        const now = cpuOf(server.pid);
        cpu[name].push(now - (spent.get(name) ?? now));
        spent.set(name, now);
      }
  const rss = asked.map(({ name, server }) => [
    name,
    processesOf(server).reduce((sum, pid) => sum + residentOf(pid), 0),
  ]);
  const routes = routesOf.map(({ request: { name, method, path: at }, samples, cpu }) => ({
    ...{ name, route: `${method} ${at}`, ...summaries(samples) },
    cpu: {
      wasm: mean(cpu.wasm),
      node: mean(cpu.node),
      container: cpu.container.length === 0 ? null : mean(cpu.container),
    },
  }));
  return { routes, rss: Object.fromEntries(rss) };
}

function processesOf({ pid, keeper }: Started): readonly number[] {
  return keeper === undefined ? [pid] : [pid, keeper];
}

const shares = (servers: readonly Started[]): number =>
  servers.flatMap(processesOf).reduce((sum, pid) => sum + shareOf(pid), 0);

async function use(client: Client, extra = {}): Promise<void> {
  for (let i = 0; i < 3; i++) await ask(client, LOGIN, extra);
  for (let i = 0; i < 20; i++) await ask(client, VERIFY, extra);
}

/** What one of several takes, each a server for itself. */
async function memoryOf(way: Way): Promise<{ readonly ready: number; readonly used: number }> {
  await using stack = new AsyncDisposableStack();
  const servers: Started[] = [];
  const clients: Client[] = [];
  for (let i = 0; i < SEVERAL; i++) {
    const server = stack.use(await way.start());
    servers.push(server);
    clients.push(stack.use(clientOf(server.url, () => performance.now())));
  }
  for (const client of clients) await ask(client, HEALTH);
  const ready = shares(servers) / SEVERAL;
  for (const client of clients) await use(client);
  return { ready: Math.round(ready), used: Math.round(shares(servers) / SEVERAL) };
}

/** What one more isolate takes in a workerd that has one. Each has a module of its own, as services of several users have. */
async function memoryOfIsolates(serve: () => Promise<Measured>): Promise<NodeRecord['memory']['isolate']> {
  await using server = await serve();
  using client = clientOf(server.url, () => performance.now());
  const isolate = (i: number): object => ({ 'x-wasm-ship-isolate': `memory-${i}` });
  await ask(client, HEALTH, isolate(0));
  const base = shareOf(server.pid);
  for (let i = 1; i <= ISOLATES; i++) await ask(client, HEALTH, isolate(i));
  const ready = (shareOf(server.pid) - base) / ISOLATES;
  for (let i = 1; i <= ISOLATES; i++) await use(client, isolate(i));
  const used = (shareOf(server.pid) - base) / ISOLATES;
  return { base, ready: Math.round(ready), used: Math.round(used), n: ISOLATES };
}

async function sizesOf(
  { bundle, workerd }: Awaited<ReturnType<typeof buildWasm>>,
  app: string,
  container: ContainerService | undefined,
  host: Host,
): Promise<NodeRecord['sizes']> {
  const files = inCountingOrder(bundle).map(({ name }) => host.files.read(path.join(bundle.folder, name)));
  const { raw, gzip } = await measure(await Promise.all(files));
  return {
    bundle: { raw, gzip },
    app: { raw: await host.files.bytes(app), gzip: await outputGzip('tar', ['-C', app, '-c', '.']) },
    image:
      container === undefined
        ? null
        : { raw: container.bytes, gzip: await outputGzip('podman', ['save', container.image]) },
    workerd: await fileSizes(workerd),
    node: await fileSizes(process.execPath),
  };
}

const work = mkdtempSync(path.join(tmpdir(), 'bench-node-'));
const over = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => over.abort());
const folders = { workspace: root, tools: path.join(work, 'tools'), work, action: root };

async function measureAll(): Promise<NodeRecord> {
  await using host = terminalHost(process.env, folders, over.signal);
  // no certificates and no settings of this machine for what is measured
  const bare = { PATH: process.env.PATH, HOME: process.env.HOME };
  await using quiet = terminalHost(bare, folders, over.signal);
  say('building examples/auth');
  const built = await buildWasm('-Oz', quiet);
  const app = path.join(work, 'app');
  say('installing examples/auth-node');
  await installNode(app, host);
  say('building its image');
  const made = await buildContainer(process.env.BENCH_INSTALL === '1', work, host, quiet);
  await using stack = new AsyncDisposableStack();
  const container = typeof made === 'string' ? undefined : stack.use(made);
  const skipped = typeof made === 'string' ? made : null;
  if (skipped !== null) say(`no container: ${skipped}`);
  const sizes = await sizesOf(built, app, container, host);

  const vars = { ...built.configured, ...facts.vars };
  const wasm: Way = { name: 'wasm', start: () => built.serve({ vars, isolates: 'one' }) };
  const node: Way = { name: 'node', start: () => serveNode(app, vars, quiet) };
  const contained: Way | undefined = container && { name: 'container', start: () => container.serve(vars) };
  const ways = [wasm, node, ...(contained === undefined ? [] : [contained])];
  const each = (): Promise<Measured> => built.serve({ vars, isolates: 'each' });

  const before = await busyCores();
  say(`${before} cores are busy with other things; ${STARTS} starts of each`);
  const cold = await withServer(each, (isolates) => coldStarts(ways, isolates));
  say(`${ANSWERS} answers of each request`);
  const { routes, rss } = await latencies(ways);
  say(`${SEVERAL} of each beside one another, and ${ISOLATES} isolates`);
  const memory = {
    wasm: { rss: rss.wasm ?? 0, ...(await memoryOf(wasm)) },
    node: { rss: rss.node ?? 0, ...(await memoryOf(node)) },
    container: contained === undefined ? null : { rss: rss.container ?? 0, ...(await memoryOf(contained)) },
    isolate: await memoryOfIsolates(each),
  };
  const after = await busyCores();
  const podman = container === undefined ? {} : { podman: container.podman };
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memory: totalmem(),
      kernel: release(),
      nice: getPriority(),
    },
    others: { before, after },
    versions: { workerd: built.version, Node: process.version.slice(1), ...podman },
    ...{ skipped, sizes, cold, routes, memory },
  };
}

async function withServer<S extends AsyncDisposable, T>(
  start: () => Promise<S>,
  work: (server: S) => Promise<T>,
): Promise<T> {
  await using server = await start();
  return await work(server);
}

let record: NodeRecord;
try {
  record = await measureAll();
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`\n${headline(record)}\n`);
if (process.env.BENCH_RECORD === '1') writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`);
const measuredWays = record.cold.container === null ? 2 : 3;
console.log(`node: ${measuredWays} ways measured (goal 3) ${measuredWays === 3 ? 'met' : 'short'}`);
process.exitCode = measuredWays === 3 ? 0 : 1;
