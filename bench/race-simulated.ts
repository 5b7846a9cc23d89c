import { seeded } from '../src/latency/bootstrap.ts';
import { type Comparison, compare, type Raced } from '../src/latency/compare.ts';
import { normalAbove, normalUpper } from '../src/latency/distributions.ts';
import { enough, type Look, lookAt } from '../src/latency/looks.ts';
import { FALSE_ALARM } from '../src/latency/verdict.ts';
import { raced, type Size, WORLDS, type World } from '../test/unit/latency/simulated.ts';
import { atMost, percent } from './race/figures.ts';

/**
 * The statistics of the race in made-up worlds: what real runners do to latencies, alone and all at once. In each: races in
 * which nothing has changed (how many are called slower or faster, of short and of long ones, which have p99, too), and with head 5 % and 2 % slower (how many are found);
 * then where a race with early looks ends, by three ways to pay for them. A world is met where one race of 200 may be a
 * false alarm and no more than that is likely (95 % sure); that of all worlds at once is shown, but has no goal.
 *
 *   script/bench race-simulated    some 50 min. BENCH_TRIALS=N: races without a change, each world (1000); BENCH_ONLY=quiet,loaded: these
 */
const TRIALS = Number(process.env.BENCH_TRIALS ?? 1000);
const GOAL = 0.005;
const FOUND = Math.ceil(TRIALS / 10);
const only = process.env.BENCH_ONLY?.split(',');
const SHORT: Size = { rounds: 8, pairs: 65 }; // as bench/race has them in 2 s
const LONG: Size = { rounds: 40, pairs: 150 };
const MARGINS = { p50: 0.1, p95: 0.2 };
/** Of a race of 2 s p99 is not spoken. */
const LONG_MARGINS = { ...MARGINS, p99: 0.5 };
const END = lookAt(1);

/** A race of three rows, the first of them changed. */
function race(world: World, size: Size, seed: number, factor: number): readonly Raced[] {
  const random = seeded(Math.imul(seed, 2654435761)); // neighbouring seeds far apart
  return [factor, 1, 1].map((all, i) => ({
    ...raced(`row ${i}`, world, size, random, { all }),
    margins: size === LONG ? LONG_MARGINS : MARGINS,
  }));
}

const judged = (rows: readonly Raced[], seed: number, look = END): readonly Comparison[] =>
  compare(rows, look, seeded(seed));
const alarmed = ({ kind }: Comparison): boolean => kind === 'slower' || kind === 'faster';
const shareOf = (many: number, test: (i: number) => boolean): number =>
  Array.from({ length: many }, (_, i) => i).filter(test).length / many;

const mosts: number[] = [];
console.log(
  `${TRIALS} races without a change and ${FOUND} with one, 3 rows, ${FALSE_ALARM} allowed; short: p50 and p95 gated; long: p99, too`,
);
console.log('world               false alarms          at most   +5 % short  +5 % long  +2 % long  seeable short/long');
for (const [name, world] of Object.entries(WORLDS)) {
  if (only !== undefined && !only.includes(name)) continue;
  const wrong = [SHORT, LONG].map((size) =>
    Math.round(shareOf(TRIALS, (i) => judged(race(world, size, i, 1), i).some(alarmed)) * TRIALS),
  );
  const [short5, long5, long2] = (
    [
      [SHORT, 1.05],
      [LONG, 1.05],
      [LONG, 1.02],
    ] as const
  ).map(([size, factor]) => shareOf(FOUND, (i) => judged(race(world, size, i, factor), i)[0]?.kind === 'slower'));
  const seeable = [SHORT, LONG].map((size) => (judged(race(world, size, 1, 1), 1)[0]?.seeable ?? Number.NaN) - 1);
  const most = wrong.map((count) => atMost(count, TRIALS));
  if (name !== 'all') mosts.push(...most);
  const found = [short5, long5, long2].map((share) => percent(share ?? 0, 0).padStart(9)).join('  ');
  console.log(
    `${name.padEnd(20)}${wrong.join(' / ').padStart(12)}  ${most
      .map((of) => percent(of, 2))
      .join(' / ')
      .padStart(15)}  ${found}   ${seeable.map((by) => percent(by)).join(' / ')}`,
  );
}

/** Where races with looks at each third end, and how; shares are those of a family of spending functions, by name. */
const SPENDING: Readonly<Record<string, (progress: number) => number>> = {
  'progress² (ours)': (progress) => lookAt(progress).share,
  'O’Brien and Fleming': (progress) =>
    (2 * normalUpper(normalAbove(FALSE_ALARM / 2) / Math.sqrt(progress))) / FALSE_ALARM,
  'equal shares': (progress) => progress,
};

console.log('\nlooks at 4, 8 and 12 rounds, loaded, p50   ended after (mean, rounds)   found');
const world = WORLDS.loaded;
for (const [name, spent] of Object.entries(SPENDING)) {
  if (world === undefined) break;
  for (const factor of [1, 1.05, 1.5]) {
    let [rounds, found] = [0, 0];
    for (let trial = 0; trial < FOUND; trial++) {
      const rows = race(world, LONG, trial, factor).map((row) => ({ ...row, margins: { p50: MARGINS.p50 } }));
      for (const done of [4, 8, 12]) {
        const [before, now] = [(done - 4) / 12, done / 12];
        const look: Look = { progress: now, share: spent(now) - (before === 0 ? 0 : spent(before)) };
        const soFar = rows.map((row) => ({ ...row, rounds: row.rounds.slice(0, done) }));
        const verdicts = judged(soFar, trial, look);
        if (enough(verdicts, look) === 'go on') continue;
        rounds += done;
        if (verdicts[0] !== undefined && alarmed(verdicts[0])) found++;
        break;
      }
    }
    console.log(
      `  ${name.padEnd(22)} head × ${factor.toFixed(2)}   ${(rounds / FOUND).toFixed(1).padStart(8)}   ${percent(found / FOUND, 0).padStart(8)}`,
    );
  }
}

const worst = Math.max(...mosts, mosts.length === 0 ? 1 : 0); // nothing raced is nothing met
const met = worst <= GOAL;
console.log(
  `race-simulated: ${percent(worst, 2)} false alarms at most (goal ${percent(GOAL)}) ${met ? 'met' : 'short'}`,
);
process.exitCode = met ? 0 : 1;
