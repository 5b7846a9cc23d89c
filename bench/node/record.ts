import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { formatBytes, formatMs } from '../../src/units.ts';

/** What `script/bench node` has measured (bench/node.json), and the README's table of it. */

const figure = v.pipe(v.number(), v.finite(), v.minValue(0));
/** In ms; null: too few samples to speak of it. */
const summary = v.strictObject({ n: figure, min: figure, p50: figure, p99: v.nullable(figure), max: figure });
const sizes = v.strictObject({ raw: figure, gzip: figure });
/** In bytes. */
const memory = v.strictObject({
  rss: v.pipe(figure, v.description('of the one that the latency was measured of, afterwards')),
  ready: v.pipe(figure, v.description('what one of several takes beside the others (PSS), once each has answered')),
  used: v.pipe(figure, v.description('the same, after logins and verifications')),
});
/** The same service as each of the ways to run it. `container`: null where it was skipped. */
const ways = <T extends v.GenericSchema>(of: T) => v.strictObject({ wasm: of, node: of, container: v.nullable(of) });

export const recordSchema = v.strictObject({
  date: v.pipe(v.string(), v.isoDate()),
  machine: v.strictObject({ cpu: v.string(), cores: figure, memory: figure, kernel: v.string(), nice: v.number() }),
  others: v.pipe(
    v.strictObject({ before: figure, after: figure }),
    v.description('cores that were busy with other things just before and just after'),
  ),
  versions: v.record(v.string(), v.string()),
  skipped: v.pipe(v.nullable(v.string()), v.description('why there is no container')),
  sizes: v.strictObject({
    bundle: sizes,
    app: sizes,
    image: v.nullable(sizes),
    workerd: sizes,
    node: sizes,
  }),
  cold: v.strictObject({ ...ways(summary).entries, isolate: summary }),
  routes: v.array(
    v.strictObject({
      name: v.string(),
      route: v.string(),
      ...ways(summary).entries,
      cpu: v.pipe(
        ways(figure),
        v.description('of the server, mean of an answer in ms, with what it did until the next one'),
      ),
    }),
  ),
  memory: v.strictObject({
    ...ways(memory).entries,
    isolate: v.strictObject({ base: figure, ready: figure, used: figure, n: figure }),
  }),
});
export type NodeRecord = v.InferOutput<typeof recordSchema>;
export type RecordedSummary = NodeRecord['cold']['wasm'];
export type WayName = 'wasm' | 'node' | 'container';

export const RECORD = path.join(path.dirname(import.meta.dirname), 'node.json');

/** @throws where bench/node.json has another form */
export function readRecord(): NodeRecord {
  return v.parse(recordSchema, JSON.parse(readFileSync(RECORD, 'utf8')));
}

const GIB = 1024 ** 3;
const NOTHING = '–';
/** What must be known of times that were taken beside other work. */
const BUSY =
  ' So all times are longer than on a quiet machine, by factors that nobody knows: a container has a cgroup, and so a share of busy cores, of its own, and waits less than a plain process. ' +
  'CPU suffers least from that.';

/** How many fit into one GiB of memory. */
export function perGib(each: number, base = 0): number {
  return Math.floor((GIB - base) / each);
}

/** The README's table, and what it was measured on. Markdown. */
export function headline(record: NodeRecord): string {
  const rows = [...sizeRows(record), ...timeRows(record), ...memoryRows(record)];
  const head = ['', 'Wasm in workerd', 'Node, a process', 'Node in a container'];
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [...table, '', ...remarks(record)].join('\n');
}

type Row = readonly string[];

function sizeRows({ sizes: { bundle, app, image, workerd, node } }: NodeRecord): readonly Row[] {
  const both = (of: { readonly raw: number; readonly gzip: number }): string =>
    `${formatBytes(of.raw)}, gzip ${formatBytes(of.gzip)}`;
  return [
    ['what ships', both(bundle), both(app), image === null ? NOTHING : both(image)],
    ['the runtime, beside it', `workerd: ${both(workerd)}`, `Node: ${both(node)}`, image === null ? NOTHING : 'in it'],
  ];
}

function timeRows({ cold, routes }: NodeRecord): readonly Row[] {
  const median = ({ p50 }: RecordedSummary): string => formatMs(p50);
  const starts = `${median(cold.wasm)}; a new isolate in a running one: ${median(cold.isolate)}`;
  return [
    ['cold start: to the first 200, median', starts, median(cold.node), orNothing(cold.container, median)],
    ...routes.map(({ name, route, wasm, node, container, cpu }) => [
      `${name} (\`${route}\`): p50 / p99; CPU`,
      ...[times(wasm, cpu.wasm), times(node, cpu.node), orNothing(container, (of) => times(of, cpu.container))],
    ]),
  ];
}

function times({ p50, p99 }: RecordedSummary, cpu: number | null): string {
  return `${formatMs(p50)} / ${orNothing(p99, formatMs)}; ${orNothing(cpu, formatMs)}`;
}

function memoryRows({ memory: { wasm, node, container, isolate } }: NodeRecord): readonly Row[] {
  const one = (of: { readonly ready: number; readonly used: number }): string => `${mib(of.ready)} / ${mib(of.used)}`;
  const fit = (of: { readonly ready: number; readonly used: number; readonly base?: number }): string =>
    `${perGib(of.ready, of.base)} / ${perGib(of.used, of.base)}`;
  return [
    ['memory after the run (RSS)', mib(wasm.rss), mib(node.rss), orNothing(container, ({ rss }) => mib(rss))],
    [
      'memory of one more, ready / after logins',
      `${one(wasm)}; an isolate: ${one(isolate)}`,
      ...[one(node), orNothing(container, one)],
    ],
    [
      'instances per GiB, ready / after logins',
      `${fit(wasm)}; isolates: ${fit(isolate)}`,
      ...[fit(node), orNothing(container, fit)],
    ],
  ];
}

function remarks(record: NodeRecord): readonly string[] {
  const { date, machine, others, versions, skipped, cold, routes } = record;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const busy = [others.before, others.after].map((cores) => cores.toFixed(1)).join(' and ');
  const crowded = Math.max(others.before, others.after) > machine.cores / 2;
  const samples = [...new Set(routes.map(({ wasm }) => wasm.n))].join(', ');
  const factors = [['cold start', cold] as const, ...routes.map((route) => [route.name, route] as const)];
  const against = factors.map(([name, { wasm, node }]) => `${name} ${(wasm.p50 / node.p50).toFixed(2)} ×`);
  const cpu = routes.map(({ name, cpu: { wasm, node } }) => `${name} ${(wasm / node).toFixed(2)} ×`);
  return [
    `Wasm against the Node process, medians: ${against.join(', ')}; CPU: ${cpu.join(', ')}.`,
    '',
    `Measured ${date} on ${machine.cores} cores of ${machine.cpu} with ${mib(machine.memory)} (Linux ${machine.kernel}, nice ${machine.nice}); ` +
      `${busy} cores were busy with other things just before and after.${crowded ? BUSY : ''} ${named.join(', ')}. ` +
      `${cold.wasm.n} starts and ${samples} answers of each request, interleaved, one client with one kept-alive connection each, on loopback.` +
      (skipped === null ? '' : ` No container: ${skipped}`),
  ];
}

function orNothing<T>(value: T | null, shown: (value: T) => string): string {
  return value === null ? NOTHING : shown(value);
}

function mib(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
