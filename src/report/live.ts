import * as v from 'valibot';
import type { World, WorldAnswer } from '../latency/globalping.ts';
import type { Live, LiveSide } from '../latency/live.ts';
import type { LiveLatency } from '../measure-live.ts';
import { formatMs } from '../units.ts';
import { code, plain, prose, table } from './markdown.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.description('milliseconds'));
const why = (of: string) => v.pipe(v.nullable(v.string()), v.description(`why ${of}, where it was to be`));

const side = v.strictObject({
  url: v.string(),
  first: v.pipe(
    v.strictObject({
      n: count,
      ms: milliseconds,
      lookup: v.nullable(milliseconds),
      tcp: v.nullable(milliseconds),
      tls: v.nullable(milliseconds),
      opened: v.pipe(milliseconds, v.description('milliseconds until the request could be sent')),
      answer: v.pipe(milliseconds, v.description('milliseconds from then to the last byte of the answer')),
    }),
    v.description('the first request of a connection, medians; null: a proxy opens the connections'),
  ),
  warm: v.array(
    v.strictObject({
      name: v.string(),
      method: v.string(),
      path: v.string(),
      n: count,
      min: milliseconds,
      p50: milliseconds,
      max: milliseconds,
    }),
  ),
});

const timings = v.strictObject({
  total: v.nullable(milliseconds),
  dns: v.nullable(milliseconds),
  tcp: v.nullable(milliseconds),
  tls: v.nullable(milliseconds),
  firstByte: v.nullable(milliseconds),
  why: v.pipe(v.nullable(v.string()), v.description('why there is no time')),
});

export const liveSchema = v.pipe(
  v.strictObject({
    runner: v.pipe(
      v.nullable(
        v.strictObject({
          head: side,
          production: v.nullable(side),
          noProduction: why('production was not measured'),
          asked: v.pipe(count, v.description('requests that were sent for it')),
          watched: v.pipe(v.boolean(), v.description('whether the warm times are those of the watch')),
        }),
      ),
      v.description('from the runner'),
    ),
    noRunner: why('it was not measured from the runner'),
    leftOut: v.pipe(v.array(v.string()), v.description('requests of the crate that a live service is not asked')),
    world: v.pipe(
      v.nullable(
        v.strictObject({
          probes: v.array(
            v.strictObject({
              continent: v.string(),
              country: v.string(),
              city: v.string(),
              network: v.string(),
              head: timings,
              production: v.nullable(timings),
            }),
          ),
          tests: v.pipe(count, v.description('taken from the quota')),
          noProduction: why('production was not measured'),
        }),
      ),
      v.description('by Globalping, each the first request of a connection'),
    ),
    noWorld: why('it was not measured from the world'),
  }),
  v.description('latency of what was deployed, where it is live; a preview beside production'),
);

export type ReportLive = v.InferOutput<typeof liveSchema>;
type Side = v.InferOutput<typeof side>;
type Timings = v.InferOutput<typeof timings>;
type Probe = NonNullable<ReportLive['world']>['probes'][number];

/** The report's part of what is live. */
export function liveReport({ runner, world, leftOut }: LiveLatency): ReportLive {
  return {
    runner: runner?.ok === true ? runnerReport(runner.value) : null,
    noRunner: runner?.ok === false ? runner.error.message : null,
    leftOut: [...leftOut],
    world: world?.ok === true ? worldReport(world.value) : null,
    noWorld: world?.ok === false ? world.error.message : null,
  };
}

function runnerReport({ head, production, noProduction, asked, watched }: Live): ReportLive['runner'] {
  return {
    ...{ head: sideReport(head), production: production === undefined ? null : sideReport(production) },
    ...{ noProduction: noProduction ?? null, asked, watched },
  };
}

function sideReport({ url, first, warm }: LiveSide): Side {
  const { n, ms, openedMs: opened, answerMs: answer, parts } = first;
  const { lookupMs: lookup = null, tcpMs: tcp = null, tlsMs: tls = null } = parts ?? {};
  return { url, first: { n, ms, lookup, tcp, tls, opened, answer }, warm: warm.map((route) => ({ ...route })) };
}

function worldReport({ probes, tests, noProduction }: World): ReportLive['world'] {
  return {
    probes: probes.map(({ continent, country, city, network, head, production }) => ({
      ...{ continent, country, city, network, head: timingsOf(head) },
      production: production === undefined ? null : timingsOf(production),
    })),
    ...{ tests, noProduction: noProduction ?? null },
  };
}

function timingsOf(answer: WorldAnswer): Timings {
  if ('why' in answer) return { total: null, dns: null, tcp: null, tls: null, firstByte: null, why: answer.why };
  const { totalMs: total, dnsMs: dns = null, tcpMs: tcp = null, tlsMs: tls = null } = answer.timings;
  return { total, dns, tcp, tls, firstByte: answer.timings.firstByteMs ?? null, why: null };
}

/** One line of what is live: for the part that everybody reads; empty: nothing was measured. */
export function liveSentence(live: ReportLive | null): string {
  if (live === null) return '';
  return [...runnerSentence(live), ...worldSentence(live)].join(' ');
}

function runnerSentence({ runner, noRunner }: ReportLive): readonly string[] {
  if (runner === null) return noRunner === null ? [] : [`Live latency was not measured: ${prose(noRunner)}`];
  const { head, production } = runner;
  const { first } = head;
  const parts =
    first.tcp === null || first.tls === null || first.lookup === null
      ? `connection ${formatMs(first.opened)}`
      : `name ${formatMs(first.lookup)}, connect ${formatMs(first.tcp)}, TLS ${formatMs(first.tls)}`;
  const beside = production === null ? '' : `; production ${formatMs(production.first.ms)}${warmText(production)}`;
  return [`Live from the runner: first request ${formatMs(first.ms)} (${parts})${warmText(head)}${beside}.`];
}

/** Of `health`, which is the first where there are any. */
function warmText({ warm: [health] }: Side): string {
  return health === undefined ? '' : `, warm p50 ${formatMs(health.p50)}`;
}

function worldSentence({ world, noWorld }: ReportLive): readonly string[] {
  if (world === null) return noWorld === null ? [] : [`Not measured from elsewhere: ${prose(noWorld)}`];
  const heads = timesOf(world.probes, ({ head }) => head);
  if (heads.length === 0) return ['Not measured from elsewhere: no probe of Globalping had a good answer.'];
  // the same probes: what one of them has of only one side says nothing of the two
  const both = world.probes.filter(({ head, production }) => head.total !== null && production?.total != null);
  const against = timesOf(both, ({ production }) => production);
  const beside =
    against.length === 0
      ? ''
      : `; of the ${against.length} that asked both: ${median(timesOf(both, ({ head }) => head))}, production ${median(against)}`;
  const places = heads.length === 1 ? '1 place' : `${heads.length} places`;
  return [`From ${places} (Globalping): median ${median(heads)}${beside}.`];
}

function timesOf(probes: readonly Probe[], of: (probe: Probe) => Timings | null): readonly number[] {
  return probes.flatMap((probe) => of(probe)?.total ?? []);
}

function median(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return formatMs(((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2);
}

/** Everything of it, and how it was measured: for the folded part. */
export function liveText(live: ReportLive | null): string {
  if (live === null) return '';
  return [runnerText(live), worldText(live)].filter((part) => part !== '').join('\n\n');
}

function runnerText({ runner, leftOut }: ReportLive): string {
  if (runner === null) return '';
  const { head, production, noProduction, asked, watched } = runner;
  const against = production === null ? [] : [production];
  const columns = ['live, from the runner', ...(production === null ? ['ms'] : ['this', 'production'])];
  const row = (name: string, of: (one: Side) => number | null): string[] => [
    name,
    ...[head, ...against].map((one) => time(of(one))),
  ];
  const opening =
    head.first.tcp === null
      ? [row('first request: connection', ({ first }) => first.opened)]
      : [
          row('first request: name', ({ first }) => first.lookup),
          row('first request: connect', ({ first }) => first.tcp),
          row('first request: TLS', ({ first }) => first.tls),
        ];
  const warm = head.warm.map(({ name, method, path }) =>
    row(
      `${code(`${method} ${path}`)} ${plain(name)}, warm p50`,
      (one) => one.warm.find((route) => route.method === method && route.path === path)?.p50 ?? null,
    ),
  );
  const rows = [
    row('first request of a connection', ({ first }) => first.ms),
    ...opening,
    row('first request: answer', ({ first }) => first.answer),
    ...warm,
  ];
  const others = [
    watched ? 'Warm times are those of the watch.' : '',
    noProduction === null ? '' : `Production was not measured: ${prose(noProduction)}`,
    leftOut.length === 0 ? '' : `Not asked of a live service: ${leftOut.map(plain).join(', ')}.`,
  ].filter((text) => text !== '');
  return `${table(columns, rows)}

From this runner to the edge and back, over HTTP/1.1: ${asked} requests, one at a time${production === null ? '' : ', to both in turn'}; medians, of ${head.first.n} connections and ${head.warm.map(({ n }) => n).join(', ')} warm answers. Another runner is at another place.${others.map((text) => ` ${text}`).join('')}`;
}

function worldText({ world }: ReportLive): string {
  if (world === null) return '';
  const { probes, tests, noProduction } = world;
  const beside = probes.some(({ production }) => production !== null);
  const parts = ({ dns, tcp, tls, firstByte }: Timings): string =>
    [dns, tcp, tls, firstByte].map((one) => (one === null ? '–' : one.toFixed(0))).join(' + ');
  const total = (of: Timings | null): string =>
    of === null ? '–' : of.total === null ? plain(of.why ?? '–') : time(of.total);
  const rows = probes.map(({ city, country, network, head, production }) => [
    `${plain(city)}, ${plain(country)} (${plain(network)})`,
    total(head),
    head.total === null ? '–' : parts(head),
    ...(beside ? [total(production)] : []),
  ]);
  const why = noProduction === null ? '' : ` Production was not measured: ${prose(noProduction)}`;
  return `${table(['live, from the world', 'first request', 'name + connect + TLS + first byte, ms', ...(beside ? ['production'] : [])], rows)}

By Globalping, ${tests} tests of its quota: each the first request of a new connection${beside ? ', to production by the same probe after that' : ''}. Where nobody has asked for this version before, its start is in it.${why}`;
}

function time(value: number | null): string {
  return value === null ? '–' : formatMs(value);
}
