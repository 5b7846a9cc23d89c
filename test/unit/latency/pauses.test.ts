import { expect, test } from 'vitest';
import { pauses } from '../../../src/latency/pauses.ts';

/** A clock whose timers take as long as they say, and so much more. */
function clockOf(more: number) {
  let now = 0;
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
    now += ms + more;
  };
  return { clock: { now: () => now, sleep }, slept };
}

test.each([0, 0.4])(
  'pauses are saved up until they are worth a timer; one that was %f ms too long is made up for',
  async (more) => {
    const { clock, slept } = clockOf(more);
    const pause = pauses(clock);
    for (let i = 0; i < 100; i++) await pause(1);
    expect(Math.min(...slept)).toBeGreaterThanOrEqual(1);
    const all = slept.reduce((sum, ms) => sum + ms + more, 0);
    expect(all).toBeGreaterThan(8);
    expect(all).toBeLessThan(10.5); // 100 × (0.05 + 0.05) ms
  },
);

test('a long answer is paused after for its share', async () => {
  const { clock, slept } = clockOf(0);
  await pauses(clock)(1000);
  expect(slept).toEqual([expect.closeTo(50.05, 9)]);
});
