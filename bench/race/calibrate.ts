import type { Raced } from '../../src/latency/compare.ts';
import { toldBy, whole } from '../../src/latency/rounds.ts';

/** What the code of src/latency/rounds.ts has to know before it has seen anything, from races in which nothing has changed. */

/** One round of one request: how far two processes of the same program lay apart, and how much of that its own answers explain. */
export interface Null {
  readonly name: string;
  readonly middle: number;
  readonly error: number;
}

/** All rounds of such a race; those against head are base against base, too. */
export function nullsOf(samples: readonly Raced[]): readonly Null[] {
  return samples.flatMap(({ name, rounds, alone = [] }) =>
    toldBy(whole([...rounds, ...alone])).map(({ middle, error }) => ({ name, middle, error })),
  );
}

/** The standard deviation between pairs of processes: with it, the rounds lie as far apart as they do (Paule and Mandel 1982). */
export function betweenOf(
  nulls: readonly Null[],
): readonly { readonly name: string; readonly between: number; readonly rounds: number }[] {
  return [...new Set(nulls.map(({ name }) => name))].map((name) => {
    const own = nulls.filter((one) => one.name === name && one.error > 0);
    const apart = (by: number): number =>
      own.reduce((sum, { middle, error }) => sum + middle ** 2 / (by ** 2 + error ** 2), 0);
    let [low, high] = [0, 1];
    while (high - low > 1e-6) {
      const between = (low + high) / 2;
      if (apart(between) > own.length) low = between;
      else high = between;
    }
    return { name, between: low, rounds: own.length };
  });
}

/**
 * How many rounds a guess of the variance is worth: as many as make the variances of single races differ from one another as
 * much as they do (Smyth 2004, §6.2).
 */
export function trustOf(races: readonly (readonly Null[])[]): number {
  const variances = races.flatMap((race) =>
    [...new Set(race.map(({ name }) => name))].flatMap((name) => {
      const own = race.filter((one) => one.name === name && one.error > 0);
      const scale = own.reduce((sum, { middle, error }) => sum + middle ** 2 / error ** 2, 0) / own.length;
      return own.length < 4 ? [] : [{ scale, freedom: own.length }];
    }),
  );
  const logs = variances.map(({ scale, freedom }) => Math.log(scale) - digamma(freedom / 2) + Math.log(freedom / 2));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const spread = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1);
  const own = variances.reduce((sum, { freedom }) => sum + trigamma(freedom / 2), 0) / variances.length;
  return spread <= own ? Number.POSITIVE_INFINITY : 2 * inverseTrigamma(spread - own);
}

/** Derivatives of log Γ, from numbers so large that four terms of their series do (Abramowitz and Stegun 6.3.18, 6.4.12). */
function digamma(x: number): number {
  return x < 10 ? digamma(x + 1) - 1 / x : Math.log(x) - 1 / (2 * x) - 1 / (12 * x ** 2) + 1 / (120 * x ** 4);
}

function trigamma(x: number): number {
  return x < 10 ? trigamma(x + 1) + 1 / x ** 2 : 1 / x + 1 / (2 * x ** 2) + 1 / (6 * x ** 3) - 1 / (30 * x ** 5);
}

function inverseTrigamma(value: number): number {
  let [low, high] = [1e-3, 1e6];
  while (high / low > 1 + 1e-9) {
    const middle = Math.sqrt(low * high);
    if (trigamma(middle) > value) low = middle;
    else high = middle;
  }
  return low;
}
