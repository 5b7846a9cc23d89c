import { expect, test } from 'vitest';
import { parseAnswer } from '../../../../src/edge/cloudflare/api.ts';

test.each([
  ['200\n{"result":{"a":1}}', { result: { a: 1 } }],
  ['200\n{"success":true,"result":null}', { result: null }],
  ['200\n{"success":false,"result":{}}', 'unknown'],
  ['404\n{"errors":[{"code":10007,"message":"no"}]}', { refused: { status: 404, code: 10007, message: 'no' } }],
  ['404\n', 'unknown'],
  ['403\n{"result":null}', { refused: { status: 403, code: undefined, message: 'HTTP status 403' } }],
  ['500\n{"errors":[{"code":10013}]}', 'unknown'],
  ['200\n{}', 'unknown'],
  ['200\n<html>', 'unknown'],
  ['0\n', 'unknown'],
  ['', 'unknown'],
])('%j is read as %j', (printed, answer) => {
  expect(parseAnswer(printed)).toEqual(answer);
});
