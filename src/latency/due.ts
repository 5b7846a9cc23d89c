import type { Pair, Times } from './rounds.ts';
import { type Summary, summarize } from './summarize.ts';
import { medianOf } from './wilcoxon.ts';

/** A request's slot: this much longer than its usual answer. */
const SLOT = 1.5;
const SLOT_MORE_MS = 2;
/** An answer that takes so many slots is a stall: so many others were due meanwhile. */
const STALL = 10;
/** Where more of a side's answers than this take so long, it is how it answers, and nothing that befell it. */
const RARE = 0.05;

/** How long after a request the next one is due, in ms. `times`: what its answers take. */
export function slotOf(times: readonly number[]): number {
  return SLOT * medianOf(times) + SLOT_MORE_MS;
}

/**
 * How long each request would have waited, in ms, had it been sent when it was due. Who waits for an answer before the next
 * request asks less often while a server stalls, and its stall would count once (coordinated omission: Tene 2013). What was due
 * during a stall waits for its end, and less by a slot for each that was due before. Nothing but a stall makes others wait,
 * and waits do not add up: no answer is told to have taken longer than two stalls.
 * @param asked of one server, in the order of time
 */
export function waitsOf(asked: readonly { readonly ms: number; readonly slot: number }[]): readonly number[] {
  const stalls = asked.map(({ ms, slot }) => ms > STALL * slot);
  const rare = stalls.filter((stalled) => stalled).length <= Math.max(1, RARE * asked.length);
  let next = 0;
  return asked.map(({ ms, slot }, i) => {
    const wait = next;
    next = Math.max(0, wait - slot, rare && stalls[i] === true ? ms - slot : 0);
    return wait;
  });
}

/** A pair of one kind of request, as it was asked. */
export interface Asked<K> extends Omit<Pair, 'due'> {
  readonly kind: K;
}

/**
 * The pairs of each kind, and from when each was due: each side by slots and stalls of its own, so that of a stall of one side
 * the other one sees nothing.
 * @param asked of one round, in the order of time
 * @param usual what answers of each kind took before the round
 */
export function withDue<K>(asked: readonly Asked<K>[], usual: ReadonlyMap<K, readonly Times[]>): Map<K, Pair[]> {
  const waits = (side: keyof Times): readonly number[] => {
    const times = new Map([...usual].map(([kind, before]) => [kind, before.map((one) => one[side])]));
    for (const one of asked) times.get(one.kind)?.push(one[side]);
    const slots = new Map([...times].map(([kind, all]) => [kind, slotOf(all)]));
    return waitsOf(asked.map((one) => ({ ms: one[side], slot: slots.get(one.kind) ?? 0 })));
  };
  const [ofBase, ofHead] = [waits('base'), waits('head')];
  const pairs = new Map<K, Pair[]>([...usual].map(([kind]) => [kind, []]));
  for (const [i, { kind, ...pair }] of asked.entries()) {
    const [waitBase, waitHead] = [ofBase[i] ?? 0, ofHead[i] ?? 0];
    const due = { base: waitBase + pair.base, head: waitHead + pair.head };
    pairs.get(kind)?.push(waitBase > 0 || waitHead > 0 ? { ...pair, due } : pair);
  }
  return pairs;
}

/** From when it was due: for the far end, where stalls are. */
export function fromDue(pair: Pair): Times {
  return pair.due ?? pair;
}

/**
 * Pairs that waited, with those that they waited for: between one such queue and the next nothing is carried over (the
 * regenerative method: Crane and Iglehart 1975), so that a stall is one thing that happened, whoever saw it.
 */
export function queues(pairs: readonly Pair[]): readonly (readonly Pair[])[] {
  const all: Pair[][] = [];
  for (const pair of pairs) {
    const last = all.at(-1);
    if (last !== undefined && pair.due !== undefined) last.push(pair);
    else all.push([pair]);
  }
  return all;
}

/** One side of pairs: the middle is of what its answers took, the far end from when they were due. */
export function summaryOf(pairs: readonly Pair[], side: keyof Times): Summary {
  const { p95, p99, max } = summarize(pairs.map((pair) => fromDue(pair)[side]));
  return { ...summarize(pairs.map((pair) => pair[side])), p95, p99, max };
}
