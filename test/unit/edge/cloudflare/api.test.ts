import { expect, test } from 'vitest';
import { parseAnswer } from '../../../../src/edge/cloudflare/api.ts';

test.each([
  ['200\n{"result":{"a":1}}', { result: { a: 1 } }],
  ['404\n{"errors":[{"code":10007}]}', 'not there'],
  ['404\n', 'not there'],
  ['403\n{"result":null}', 'unknown'],
  ['200\n{"result":null}', 'unknown'],
  ['200\n<html>', 'unknown'],
  ['0\n', 'unknown'],
  ['', 'unknown'],
])('%j is read as %j', (printed, answer) => {
  expect(parseAnswer(printed)).toEqual(answer);
});
