import { expect, test } from 'vitest';
import { isAllowed } from '../../../src/capabilities.ts';
import { attribute } from '../../../src/size/attribute.ts';
import { functionName } from '../../../src/size/function-name.ts';

/** Far more than a busy machine needs, far less than what tries again and again. */
const SOON = 2000;

test.each<[string, () => unknown]>([
  ['a long name that is no path', () => functionName('a'.repeat(49_000))],
  ['a name beyond all lengths', () => functionName('a'.repeat(5_000_000))],
  ['a pattern of many stars', () => isAllowed('a'.repeat(300), ['*a*a*a*a*a*a*b'])],
])('%s is read in no time', (_, read) => {
  const since = performance.now();
  read();
  expect(performance.now() - since).toBeLessThan(SOON);
});

test('a module may have more sections than a call takes arguments', () => {
  const count = 150_000;
  const module = new Uint8Array(8 + 3 * count);
  module.set([0, 0x61, 0x73, 0x6d, 1]);
  for (let i = 0; i < count; i++) module.set([0, 1, 0], 8 + 3 * i);
  expect(attribute(module, undefined).bytes).toBe(module.length);
});
