import type { RequestListener } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { attestationsOf } from '../../../src/host/attest.ts';
import { provenance } from '../../../src/provenance.ts';
import { loopback } from '../loopback.ts';
import { recordedHost } from '../recorded-host.ts';

// Signing itself is not run here: it needs GitHub's identity service, and Sigstore's certificate and time stamp over HTTPS.

const PAGE = 'https://github.com/octo/auth/attestations';
const SUBJECTS = [{ name: 'auth-1.2.3-cloudflare.tar.gz', sha256: 'a'.repeat(64) }];

afterEach(() => vi.unstubAllEnvs());

/** What the runner gives to a job with `id-token: write`; the library reads it from the process. */
function granted(url: string): Record<string, string> {
  const env = { ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?x=1`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'may-ask' };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return env;
}

test.each([
  ['neither', {}],
  ['no token', { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x.example' }],
  ['an empty address', { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't' }],
])('a job with %s may not sign: a notice with the mend', async (_, env) => {
  expect(attestationsOf(env, 't', PAGE, new AbortController().signal)).toBeUndefined();
  await using recorded = await recordedHost();
  expect(await provenance(SUBJECTS, recorded.host)).toBeUndefined();
  expect(recorded.said).toEqual([
    {
      level: 'notice',
      title: 'wasm-ship',
      text: 'No build provenance: the job may not sign. With `permissions: { id-token: write, attestations: write }` it could.',
    },
  ]);
});

test('nothing to sign: nothing is said', async () => {
  await using recorded = await recordedHost();
  expect(await provenance([], recorded.host)).toBeUndefined();
  expect(recorded.said).toEqual([]);
});

test.each<[string, RequestListener, number, RegExp]>([
  [
    'refuses',
    (_, response) => response.writeHead(500, { 'content-type': 'application/json' }).end('{}'),
    30_000,
    /^The build provenance was not signed: .* The job needs `permissions: \{ id-token: write, attestations: write \}`/s,
  ],
  [
    'never answers',
    () => undefined,
    1000,
    /^The build provenance was not signed: the service did not answer within 1 s\.$/,
  ],
])('an identity service that %s: one warning, soon, and the run goes on', async (_, listener, limitMs, warning) => {
  await using server = await loopback(listener);
  await using recorded = await recordedHost();
  const attest = attestationsOf(granted(server.url), 't', PAGE, recorded.host.signal, limitMs);
  const since = performance.now();
  expect(await provenance(SUBJECTS, { ...recorded.host, ...(attest && { attest }) })).toBeUndefined();
  expect(performance.now() - since).toBeLessThan(20_000);
  expect(recorded.said).toEqual([
    { level: 'warning', title: 'wasm-ship: report', text: expect.stringMatching(warning) },
  ]);
});

test('a run that is cancelled waits for no signature', async () => {
  await using server = await loopback(() => undefined);
  const controller = new AbortController();
  await using recorded = await recordedHost({ signal: controller.signal });
  const attest = attestationsOf(granted(server.url), 't', PAGE, controller.signal);
  const signing = provenance(SUBJECTS, { ...recorded.host, ...(attest && { attest }) });
  controller.abort();
  expect(await signing).toBeUndefined();
  expect(recorded.said.map(({ level }) => level)).toEqual(['info']);
});

test('what was signed is told with its page', async () => {
  await using recorded = await recordedHost();
  const attest = { provenance: async () => `${PAGE}/5` };
  expect(await provenance(SUBJECTS, { ...recorded.host, attest })).toBe(`${PAGE}/5`);
  expect(recorded.said).toEqual([
    { level: 'info', text: `Build provenance of auth-1.2.3-cloudflare.tar.gz: ${PAGE}/5` },
  ]);
});
