import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { attempt, messageOf, ShipError } from '../../src/error.ts';

test('what the user can mend becomes a value', async () => {
  const error = new ShipError('build', 'no', { hint: 'do', tail: 'last', place: { file: 'a.rs', line: 3 }, cause: 1 });
  expect(await attempt(() => Promise.reject(error))).toEqual({ ok: false, error });
  expect(error).toMatchObject({ name: 'ShipError', fault: 'build', hint: 'do', tail: 'last', cause: 1 });
  expect(await attempt(() => Promise.resolve(7))).toEqual({ ok: true, value: 7 });
});

test('a bug of ours is kept as one, with its cause: what was measured before it is still told', async () => {
  const cause = new TypeError('bug');
  const kept = await attempt(() => Promise.reject(cause));
  expect(kept).toMatchObject({
    ok: false,
    error: { fault: 'bug', cause, message: expect.stringContaining('please report it: bug') },
  });
});

test('what the machine refuses is for the user to mend', async () => {
  const kept = await attempt(() => readFile('/dev/null/nothing'));
  expect(kept).toMatchObject({
    ok: false,
    error: { fault: 'toolchain', message: expect.stringMatching(/^The machine refused: ENOTDIR/) },
  });
});

test('anything thrown has a message', () => {
  expect([messageOf(new Error('a')), messageOf('b'), messageOf(undefined)]).toEqual(['a', 'b', 'undefined']);
});
