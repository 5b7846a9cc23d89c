import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../src/host/host.ts';
import type { Ahead } from '../src/host/priority.ts';
import { terminalHost } from '../src/host/terminal.ts';
import { seeded } from '../src/latency/bootstrap.ts';
import { clientOf } from '../src/latency/client.ts';
import { pauses } from '../src/latency/pauses.ts';
import { type Race, race } from '../src/latency/race.ts';
import { BETWEEN, TRUST } from '../src/latency/rounds.ts';
import { shuffled } from '../src/latency/served.ts';
import { medianOf } from '../src/latency/wilcoxon.ts';
import { root } from '../test/e2e/action.ts';
import { buildWasm } from './node/service.ts';
import { betweenOf, type Null, nullsOf, trustOf } from './race/calibrate.ts';
import { atMost, deviation, percent } from './race/figures.ts';
import { linesOf } from './race/lines.ts';
import { busy } from './race/load.ts';
import { roundMs, type Subject, subjectOf } from './race/subject.ts';

/**
 * The race with examples/auth in real workerd, both cores busy with children of ours besides. Each trial is a race of its own
 * through the shipped code, of /verify and /health, p50 +10 % and p95 +20 % as budgets; any `slower` or `faster` of a row that
 * has none is an alarm:
 *
 *   same       races of 2 s in which nothing has changed (1000): one false alarm at most
 *   five       2 s, each /verify 5 % longer (200): 95 % found
 *   two        30 s (the default of `latency-duration`), 2 % (200): 80 % found
 *   spread     2 s, what the ratio of a race varies by, against one of which base ran wholly before head, as anybody would try it (50
 *              each): a 20th; and against the same where it runs before the others, too
 *   calibrate  no goal: BETWEEN and TRUST of src/latency/rounds.ts from the rounds of `same` that are there
 *
 *   script/bench race      the short form, about a minute: `same`, `five` and `spread`, a few each. BENCH_FORM=long: all
 *   BENCH_ONLY=same,five: these parts. BENCH_TRIALS=N of each. BENCH_SEED=N: the first one's, then one more each.
 *   BENCH_RESULTS=FILE: a line for each trial; those of the same sources that are there count, and are not run again
 *   BENCH_BUNDLE=FOLDER: examples/auth, built before. BENCH_QUIET=1: without the busy children. BENCH_MS=N: instead of 2 s; where a core
 *   is not ours alone for half of the time, 2 s are too short for the rounds that a verdict takes
 */
const { env } = process;
const long = env.BENCH_FORM === 'long';
const FIRST = Number(env.BENCH_SEED ?? 1);
const SHORT_MS = Number(env.BENCH_MS ?? 2000);
const LONG_MS = 30_000;
/** The short form has a minute for all of it. */
const CALIBRATING_MS = long ? 10_000 : 4000;
/** A change of that size is measured to some hundredths of itself. */
const LARGE = 0.2;
const quiet = env.BENCH_QUIET === '1';
const MARGINS = { p50: 0.1, p95: 0.2 };

/** A part, and how many trials it has in the short and in the long form. */
const PARTS = { same: [6, 1000], five: [5, 200], two: [0, 200], spread: [3, 50], calibrate: [1, 1] } as const;
type Part = keyof typeof PARTS;
const only = env.BENCH_ONLY?.split(',');
const wantedMs = (part: Part): number => (part === 'two' ? LONG_MS : SHORT_MS);

/** What is kept of a trial. Ratios are of the median of /verify. */
interface Trial {
  readonly part: Part;
  readonly seed: number;
  readonly durationMs: number;
  readonly busy: boolean;
  /** Whether what was measured ran before the others. */
  readonly ahead: boolean;
  readonly ms: number;
  readonly rounds: number;
  readonly nulls: number;
  readonly pairs: number;
  readonly alarms: readonly string[];
  readonly found: boolean;
  readonly ratio: number | null;
  readonly seeable: number | null;
  /** Of `spread`: the same of base wholly, then head, like any other process; and before the others, as the race runs. */
  readonly sequential: number | null;
  readonly sequentialAhead: number | null;
  /** Of `same`: what each round said of each request. */
  readonly apart: readonly Null[];
}

const began = performance.now();
const say = (text: string): void =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}`);
const work = mkdtempSync(path.join(tmpdir(), 'bench-race-'));
const over = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => over.abort());
const folders = { workspace: root, tools: path.join(work, 'tools'), work, action: root };
const clock = { now: () => performance.now(), sleep: (ms: number) => sleep(ms) };
const lines = linesOf<Trial>(env.BENCH_RESULTS);
/** Of this part, run as it is asked for now. */
const of = (part: Part): readonly Trial[] =>
  lines
    .all()
    .filter(
      (line) =>
        line.part === part && line.durationMs === wantedMs(part) && line.busy === !quiet && line.ahead === granted,
    );
/** What is measured runs before the others while this is held, where the system allows it. */
let ahead: Ahead | undefined;
let granted = false;
const goals: boolean[] = [];
const said = (part: string, figure: string, goal: string, met: boolean): void => {
  console.log(`race-${part}: ${figure} (goal ${goal}) ${met ? 'met' : 'short'}`);
  goals.push(met);
};

function raced({ serve, verify, health }: Subject, more: number, seed: number, durationMs: number): Promise<Race> {
  const sides = { base: () => serve(0), head: () => serve(more) };
  const plan = { serve: sides, health, requests: [verify, health], margins: MARGINS, durationMs };
  return race({ ...plan, clock, signal: over.signal, random: seeded(Math.imul(seed, 2654435761)) });
}

/** How many rounds of the loop make /verify longer by a share of its median, as a race has both: found by a large change. */
async function roundsFor(share: number, subject: Subject): Promise<number> {
  const first = await raced(subject, 0, FIRST, CALIBRATING_MS);
  const p50 = first.routes.find(({ request }) => request === subject.verify)?.base.p50 ?? Number.NaN;
  const tried = Math.round((LARGE * p50) / (await roundMs(subject)));
  const { comparisons } = await raced(subject, tried, FIRST, CALIBRATING_MS);
  const { ratio = Number.NaN } = middleOfVerify(comparisons) ?? {};
  say(`/verify takes ${p50.toFixed(3)} ms; ${tried} rounds of a loop make it ${percent(ratio - 1)} longer`);
  return (tried * share) / (ratio - 1);
}

const middleOfVerify = (all: Race['comparisons']) =>
  all.find(({ name, measure }) => name === 'verify' && measure === 'p50');

/** The median of /verify of one process that is asked as a race asks, for so long with its start. */
async function alone({ serve, verify, health }: Subject, ms: number): Promise<number> {
  const end = clock.now() + ms;
  await using server = await serve(0);
  using client = clientOf(server.url, clock.now);
  const times: number[] = [];
  const pause = pauses(clock);
  for (let i = -5; i < 1 || clock.now() < end; i++) {
    for (const request of shuffled([verify, health])) {
      const answer = await client.ask(request);
      if (request === verify && i >= 0) times.push(answer.ms);
      await pause(answer.ms);
    }
  }
  return medianOf(times);
}

/** The ratio of the medians of base wholly, then head, in the time of a race. */
async function oneAfterTheOther(subject: Subject, ms: number): Promise<number> {
  const base = await alone(subject, ms / 2);
  return (await alone(subject, ms / 2)) / base;
}

type Sequential = Pick<Trial, 'sequential' | 'sequentialAhead'>;

/** The same of one that runs like any other process, and of one that runs before the others. */
async function sequentialOf(subject: Subject, ms: number, host: Host): Promise<Sequential> {
  const sequentialAhead = await oneAfterTheOther(subject, ms);
  await ahead?.[Symbol.asyncDispose]();
  const sequential = await oneAfterTheOther(subject, ms);
  ahead = await host.ahead();
  return { sequential, sequentialAhead };
}

function trialOf(part: Part, seed: number, done: Race, sequential: Sequential): Trial {
  const { comparisons, ms, rounds, nulls, samples } = done;
  const verify = middleOfVerify(comparisons);
  const alarms = comparisons
    .filter(({ kind, budget }) => kind === 'slower' || kind === 'faster' || budget === 'over')
    .map(({ name, measure, kind }) => `${name} ${measure} ${kind}`);
  const finite = (value: number | undefined): number | null =>
    value === undefined || !Number.isFinite(value) ? null : value;
  return {
    ...{
      part,
      seed,
      durationMs: wantedMs(part),
      busy: !quiet,
      ahead: granted,
      ms,
      rounds,
      nulls,
      pairs: verify?.pairs ?? 0,
      alarms,
      found: verify?.kind === 'slower',
    },
    ...{ ratio: finite(verify?.ratio), seeable: finite(verify?.seeable), ...sequential },
    apart: part === 'same' ? nullsOf(samples) : [],
  };
}

/** Runs what is missing of a part. `more`: rounds of the loop in each /verify of head. */
async function trials(part: Part, subject: Subject, more: number, durationMs: number, host: Host): Promise<void> {
  const many = Number(env.BENCH_TRIALS ?? PARTS[part][long ? 1 : 0]);
  const done = new Set(of(part).map((trial) => trial.seed));
  for (let seed = FIRST; seed < FIRST + many && !over.signal.aborted; seed++) {
    if (done.has(seed)) continue;
    const sequential =
      part === 'spread' ? await sequentialOf(subject, durationMs, host) : { sequential: null, sequentialAhead: null };
    const trial = trialOf(part, seed, await raced(subject, more, seed, durationMs), sequential);
    lines.add(trial);
    const { ms, rounds, nulls, pairs, ratio, seeable, alarms } = trial;
    say(
      `${part} ${seed}: ${ratio?.toFixed(3) ?? '–'}, would have seen ${seeable?.toFixed(3) ?? '–'}; ${rounds} + ${nulls} rounds, ${pairs} pairs, ${(ms / 1000).toFixed(1)} s; ${alarms.join(', ') || 'nothing told'}`,
    );
  }
}

async function measure(): Promise<void> {
  await using host = terminalHost(env, folders, over.signal);
  let built = env.BENCH_BUNDLE;
  if (built === undefined) {
    say('building examples/auth');
    built = (await buildWasm('-Oz', host)).bundle.folder;
  }
  const subject = await subjectOf(built, work, host);
  using _ = quiet ? undefined : busy();
  ahead = await host.ahead(); // as measureLatency does
  await using _ahead = { [Symbol.asyncDispose]: async () => ahead?.[Symbol.asyncDispose]() };
  granted = ahead.granted;
  say(`measured ${granted ? 'before others' : 'like any other process'}, both cores ${quiet ? 'idle' : 'busy'}`);
  const runs = (part: Part): boolean => (only === undefined ? long || PARTS[part][0] > 0 : only.includes(part));
  const percentOf = runs('five') || runs('two') ? await roundsFor(0.01, subject) : 0;
  if (runs('same')) await trials('same', subject, 0, SHORT_MS, host);
  if (runs('five')) await trials('five', subject, Math.round(5 * percentOf), SHORT_MS, host);
  if (runs('two')) await trials('two', subject, Math.round(2 * percentOf), LONG_MS, host);
  if (runs('spread')) await trials('spread', subject, 0, SHORT_MS, host);
}

function tellFound(part: Part, least: number): void {
  const all = of(part);
  if (all.length === 0) return;
  const found = all.filter((trial) => trial.found).length;
  const middle = medianOf(all.flatMap(({ ratio }) => ratio ?? []));
  const share = found / all.length;
  said(
    part,
    `${percent(share)} of ${all.length} found, ratio ${middle.toFixed(3)}`,
    `${percent(least, 0)}`,
    share >= least,
  );
}

function tellSame(): void {
  const all = of('same');
  if (all.length === 0) return;
  const wrong = all.filter(({ alarms }) => alarms.length > 0).length;
  const [most, allowed] = [atMost(wrong, all.length), Math.floor(all.length / 1000)];
  said(
    'same',
    `${wrong} false alarms in ${all.length} races, so at most ${percent(most, 2)}`,
    `${allowed}`,
    wrong <= allowed,
  );
}

function tellSpread(): void {
  const all = of('spread').filter(({ ratio, sequential }) => ratio !== null && sequential !== null);
  if (all.length < 3) return;
  const logs = (pick: (trial: Trial) => number | null): number =>
    deviation(all.map((trial) => Math.log(pick(trial) ?? 1)));
  const ours = logs(({ ratio }) => ratio);
  const [theirs, before] = [logs(({ sequential }) => sequential), logs(({ sequentialAhead }) => sequentialAhead)];
  const times = theirs / ours;
  console.log(
    `${(before / ours).toFixed(1)} times tighter than a sequential run that is before the others, too (${percent(before, 2)})`,
  );
  said(
    'spread',
    `${times.toFixed(1)} times tighter (${percent(ours, 2)} against ${percent(theirs, 2)}, ${all.length} each)`,
    '20',
    times >= 20,
  );
}

function tellCalibrated(): void {
  const all = of('same').map(({ apart }) => apart);
  if (all.length < 3) return;
  const between = betweenOf(all.flat());
  const told = between
    .map(({ name, between: by, rounds }) => `${name} ${percent(by, 2)} of ${rounds} rounds`)
    .join(', ');
  console.log(
    `BETWEEN: ${told} (in the code: ${percent(BETWEEN, 2)}). TRUST: ${trustOf(all).toFixed(1)} rounds (in the code: ${TRUST})`,
  );
}

try {
  await measure();
} finally {
  rmSync(work, { recursive: true, force: true });
}
tellSame();
tellFound('five', 0.95);
tellFound('two', 0.8);
tellSpread();
if (only === undefined || only.includes('calibrate')) tellCalibrated();
const met = goals.filter((one) => one).length;
const all = goals.length > 0 && met === goals.length;
console.log(`race: ${met} of ${goals.length} parts (goal all) ${all ? 'met' : 'short'}`);
process.exitCode = all ? 0 : 1;
