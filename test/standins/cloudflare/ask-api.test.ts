import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { callApi } from '../../../src/edge/cloudflare/api.ts';
import { recordedHost } from '../../unit/recorded-host.ts';

afterEach(() => vi.unstubAllEnvs());

/** Asks a server that answers each request with the next status; the last of them goes on. */
async function asked(
  statuses: readonly number[],
  account: string | undefined,
  method: 'GET' | 'POST' = 'GET',
  body = '{"result":"fine"}',
) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    response.statusCode = statuses[seen.length - 1] ?? statuses.at(-1) ?? 200;
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('CLOUDFLARE_API_TOKEN', 'the-token');
  vi.stubEnv('CLOUDFLARE_ACCOUNT_ID', 'of-the-environment');
  vi.stubEnv('CLOUDFLARE_API_BASE_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/v4`);
  try {
    await using recorded = await recordedHost({ answers: [[/./, 'real']], platform: { node: process.execPath } });
    const answer = await callApi({ method, path: '/workers/x', account }, recorded.host);
    return { answer, seen, args: recorded.commands.flatMap(({ args }) => args).join(' ') };
  } finally {
    server.close();
  }
}

test('the API is asked for the account of the configuration, else of the environment, with the token from there', async () => {
  const { answer, seen, args } = await asked([200], undefined);
  expect(answer).toEqual({ result: 'fine' });
  expect(seen).toEqual(['/v4/accounts/of-the-environment/workers/x Bearer the-token']);
  expect(args).not.toContain('the-token');
  expect((await asked([200], 'configured')).seen).toEqual(['/v4/accounts/configured/workers/x Bearer the-token']);
});

test.each([
  ['a failure inside is asked again', 'GET', [500, 429, 200], 3, { result: 'fine' }],
  ['a failure that stays is not known', 'GET', [503], 4, 'unknown'],
  ['an answer that was cut off is asked for again', 'GET', [200], 4, 'unknown', '{"resu'],
  ['a refusal is not asked again', 'GET', [403], 1, { refused: expect.objectContaining({ status: 403 }) }],
  ['a change that failed inside may have been done: it is not asked for again', 'POST', [500, 200], 1, 'unknown'],
  ['a change that was not begun is asked for again', 'POST', [429, 200], 2, { result: 'fine' }],
] as const)('%s', async (_, method, statuses, times, answer, body?) => {
  const result = await asked(statuses, undefined, method, body);
  expect([result.seen.length, result.answer]).toEqual([times, answer]);
});
