import { expect, test } from 'vitest';
import { within } from '../../../src/host/deadline.ts';

const NEVER = new AbortController().signal;
const hangs = (): Promise<never> => new Promise(() => undefined);

test('an answer in time is passed on, and so is a failure', async () => {
  expect(await within('GitHub', 1000, NEVER, async () => 5)).toBe(5);
  const failure = new Error('x');
  await expect(within('GitHub', 1000, NEVER, () => Promise.reject(failure))).rejects.toBe(failure);
});

test('who is late is named, with the time', async () => {
  await expect(within('Keeping x: the service', 20, NEVER, hangs)).rejects.toMatchObject({
    fault: 'report',
    message: 'Keeping x: the service did not answer within 0 s.',
  });
});

test('the end of the run ends the waiting at once, and nothing is asked after it', async () => {
  const run = new AbortController();
  const waiting = within('GitHub', 60_000, run.signal, hangs);
  run.abort();
  const cancelled = { fault: 'cancelled', message: 'GitHub was not waited for: the run was cancelled.' };
  await expect(waiting).rejects.toMatchObject(cancelled);
  let asked = false;
  const later = within('GitHub', 60_000, run.signal, async () => {
    asked = true;
  });
  await expect(later).rejects.toMatchObject(cancelled);
  expect(asked).toBe(false);
});

test('what fails after it was left behind disturbs nobody', async () => {
  const late = within('GitHub', 5, NEVER, async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    throw new Error('too late');
  });
  await expect(late).rejects.toMatchObject({ fault: 'report' });
  await new Promise((resolve) => setTimeout(resolve, 40)); // an unhandled rejection would fail this file
});
