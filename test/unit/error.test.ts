import { expect, test } from 'vitest';
import { attempt, messageOf, ShipError } from '../../src/error.ts';

test('what the user can mend becomes a value', async () => {
  const error = new ShipError('build', 'no', { hint: 'do', tail: 'last', place: { file: 'a.rs', line: 3 }, cause: 1 });
  expect(await attempt(() => Promise.reject(error))).toEqual({ ok: false, error });
  expect(error).toMatchObject({ name: 'ShipError', fault: 'build', hint: 'do', tail: 'last', cause: 1 });
  expect(await attempt(() => Promise.resolve(7))).toEqual({ ok: true, value: 7 });
});

test('a bug of ours is thrown on', async () => {
  await expect(attempt(() => Promise.reject(new TypeError('bug')))).rejects.toThrow(TypeError);
});

test('anything thrown has a message', () => {
  expect([messageOf(new Error('a')), messageOf('b'), messageOf(undefined)]).toEqual(['a', 'b', 'undefined']);
});
