import type { Random } from '../../../src/latency/bootstrap.ts';
import type { Raced } from '../../../src/latency/compare.ts';
import type { Pair, Round } from '../../../src/latency/rounds.ts';

/** A made-up world in which base and head are raced. Shares and sizes are of the request's own time. */
export interface World {
  /** Of one request, without anything that disturbs it, in ms. */
  readonly ms: number;
  /** Spread (log) of each answer. */
  readonly spread: number;
  /** Spread (log) of a process against another one of the same program. */
  readonly process: number;
  /** Share of answers that something made wait, as by a Pareto distribution of shape 1.5: no variance at all. */
  readonly disturbed: number;
  /** Spread (log) of what lasts over some 20 requests: of the machine, and of one process alone. */
  readonly machine: number;
  readonly alone: number;
  /** How much slower (log) the machine is at the end of a round than at its begin. */
  readonly drift: number;
  /** How much slower (log) a process is in its slow mode, which it enters and leaves about every 40 requests. */
  readonly mode: number;
  /** One answer of so many takes 2 s. */
  readonly stall: number;
  /** How much slower (log) the second of a pair is answered than the first. */
  readonly second: number;
  /** The clock's step, ms. */
  readonly tick: number;
}

export const QUIET: World = {
  ...{ ms: 0.8, spread: 0.08, process: 0.004, disturbed: 0.02, machine: 0.05, alone: 0.01 },
  ...{ drift: 0, mode: 0, stall: Number.POSITIVE_INFINITY, second: 0.08, tick: 0 },
};

/** What real runners do, one at a time and all at once. */
export const WORLDS: Readonly<Record<string, World>> = {
  quiet: QUIET,
  loaded: { ...QUIET, disturbed: 0.3, machine: 0.2, alone: 0.03, process: 0.007 },
  drifting: { ...QUIET, drift: 0.5 },
  bimodal: { ...QUIET, mode: 0.3 },
  spikes: { ...QUIET, stall: 400 },
  'unlike processes': { ...QUIET, process: 0.02 },
  'coarse clock': { ...QUIET, tick: 0.1 },
  all: { ...QUIET, disturbed: 0.3, machine: 0.2, alone: 0.03, drift: 0.3, mode: 0.2, stall: 1000, process: 0.01 },
};

/** What makes head another program: a factor on each of its answers, and one on a share of them alone. */
export interface Change {
  readonly all?: number;
  readonly some?: { readonly share: number; readonly factor: number };
}

/** A row's rounds in such a world. */
export function raced(name: string, world: World, size: Size, random: Random, change: Change = {}): Raced {
  return { name, rounds: Array.from({ length: size.rounds }, () => roundIn(world, size.pairs, random, change)) };
}

export interface Size {
  readonly rounds: number;
  /** Of each round. */
  readonly pairs: number;
}

const KEPT = Math.exp(-1 / 20);

/** One process with what lasts in it: the next answer's time, against a request's own. */
function processIn(world: World, random: Random): () => number {
  const luck = Math.exp(world.process * normal(random));
  let lasting = world.alone * normal(random);
  let slow = random() < 0.5;
  return () => {
    lasting = KEPT * lasting + Math.sqrt(1 - KEPT ** 2) * world.alone * normal(random);
    if (random() < 1 / 40) slow = !slow;
    const waited = random() < world.disturbed ? (1 - random()) ** (-1 / 1.5) - 1 : 0;
    const mode = slow ? world.mode : 0;
    return luck * Math.exp(lasting + mode + world.spread * normal(random)) + 0.5 * waited;
  };
}

function roundIn(world: World, pairs: number, random: Random, { all = 1, some }: Change): Round {
  const [base, head] = [processIn(world, random), processIn(world, random)];
  let machine = world.machine * normal(random);
  const timed = (factor: number, at: number): number => {
    const ms = world.ms * factor * Math.exp(machine + world.drift * at) + (random() * world.stall < 1 ? 2000 : 0);
    return world.tick === 0 ? ms : Math.max(1, Math.round(ms / world.tick)) * world.tick;
  };
  const turn = random() < 0.5 ? 0 : 1;
  return Array.from({ length: pairs }, (_, i): Pair => {
    // half of them base first, in no order that a process could follow
    const first = (i + turn + (i >> 1)) % 2 === 0 ? 'base' : 'head';
    const [ofBase, ofHead] = first === 'base' ? [1, Math.exp(world.second)] : [Math.exp(world.second), 1];
    machine = KEPT * machine + Math.sqrt(1 - KEPT ** 2) * world.machine * normal(random);
    const more = some !== undefined && random() < some.share ? some.factor : 1;
    return { first, base: timed(base() * ofBase, i / pairs), head: timed(head() * all * more * ofHead, i / pairs) };
  });
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
