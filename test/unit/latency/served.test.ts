import { expect, test } from 'vitest';
import { ShipError } from '../../../src/error.ts';
import { type Served, triedAgain } from '../../../src/latency/served.ts';

const SERVED: Served = {
  ...{ url: 'http://127.0.0.1:1', startedAt: 0, listeningAt: 1, tail: () => '' },
  usage: () => Promise.resolve(undefined),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** A runtime whose starts of these numbers fail, counted from 1. */
function failingAt(...numbers: readonly number[]) {
  let started = 0;
  const cancel = new AbortController();
  const serve = async (): Promise<Served> => {
    started++;
    if (numbers.includes(started)) throw new ShipError('probe', `start ${started} failed`);
    return SERVED;
  };
  return { ...triedAgain(serve, cancel.signal), cancel, started: () => started };
}

test('a start that fails after one that went well is tried again, once, and told', async () => {
  const { serve, told, started } = failingAt(2);
  await serve('one');
  expect(await serve('one')).toBe(SERVED);
  expect(started()).toBe(3);
  expect(told).toEqual({ count: 2, failed: ['start 2 failed'] });
});

test('a start that fails twice has failed, and so has the first one of all', async () => {
  const twice = failingAt(2, 3);
  await twice.serve('one');
  await expect(twice.serve('one')).rejects.toThrow('start 3 failed');
  expect(twice.told.failed).toEqual([]);
  const first = failingAt(1);
  await expect(first.serve('one')).rejects.toThrow('start 1 failed');
  expect(first.started()).toBe(1);
});

test('where the run was cancelled nothing is tried again', async () => {
  const { serve, cancel, started } = failingAt(2);
  await serve('one');
  cancel.abort();
  await expect(serve('one')).rejects.toMatchObject({ fault: 'cancelled' });
  expect(started()).toBe(2);
});
