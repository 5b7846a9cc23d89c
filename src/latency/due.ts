import type { Pair, Times } from './rounds.ts';
import { type Summary, summarize } from './summarize.ts';
import { medianOf } from './wilcoxon.ts';

/** A request's slot: this much longer than its usual answer, so that only a stall makes the next one wait. */
const SLOT = 1.5;
const SLOT_MORE_MS = 2;

/** How long after a request the next one is due, in ms. `times`: what its answers take. */
export function slotOf(times: readonly number[]): number {
  return SLOT * medianOf(times) + SLOT_MORE_MS;
}

/** A pair of one kind of request, as it was asked. */
export interface Asked<K> extends Times {
  readonly kind: K;
}

/**
 * The pairs of each kind, and from when each was due. Who waits for an answer before the next request asks less often
 * while a server stalls, and its stall would count once (coordinated omission: Tene 2013). So each side is seen as a server with
 * a queue of its own, to which requests come a slot after one another: the next one waits as long as the one before waited and
 * took, less its slot, but never less than 0 (Lindley 1952). Of a stall of one side the other one sees nothing.
 * @param asked of one round, in the order of time
 * @param usual what answers of each kind took before the round
 */
export function withDue<K>(asked: readonly Asked<K>[], usual: ReadonlyMap<K, readonly number[]>): Map<K, Pair[]> {
  const times = new Map([...usual].map(([kind, before]) => [kind, [...before]]));
  for (const { kind, base, head } of asked) times.get(kind)?.push(base, head);
  const slots = new Map([...times].map(([kind, all]) => [kind, slotOf(all)]));
  const pairs = new Map<K, Pair[]>([...usual].map(([kind]) => [kind, []]));
  let wait: Times = { base: 0, head: 0 };
  for (const { kind, base, head } of asked) {
    const due = { base: wait.base + base, head: wait.head + head };
    pairs.get(kind)?.push(wait.base > 0 || wait.head > 0 ? { base, head, due } : { base, head });
    const slot = slots.get(kind) ?? 0;
    wait = { base: Math.max(0, due.base - slot), head: Math.max(0, due.head - slot) };
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
