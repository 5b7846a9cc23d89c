import { type Attempt, attempt } from './error.ts';

/**
 * Does the same with each of several things, at most `most` at a time.
 * @returns what came of each, in their order; a failure of one keeps no other
 */
export async function sideBySide<T, R>(
  things: readonly T[],
  most: number,
  work: (thing: T) => Promise<R>,
): Promise<readonly Attempt<R>[]> {
  const results: Attempt<R>[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < things.length; i = next++) results[i] = await attempt(() => work(things[i] as T));
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, lane));
  return results;
}
