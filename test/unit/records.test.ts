import { expect, test } from 'vitest';
import { ShipError } from '../../src/error.ts';
import {
  clipped,
  newDeployment,
  type RecordedDeploy,
  type RecordedOutcome,
  recordedOutcome,
  statusAfter,
} from '../../src/records.ts';

const RUN = {
  sha: 'a'.repeat(40),
  shas: ['a'.repeat(40)],
  url: 'https://github.com/octo/auth/actions/runs/77',
};
const DEPLOY: RecordedDeploy = {
  to: 'production',
  environment: 'production',
  package: 'auth',
  edge: 'cloudflare',
  digest: '0123456789abcdef'.repeat(4),
};

test.each([
  ['preview', true, false],
  ['staging', false, false],
  ['production', false, true],
] as const)('the record of a deploy to %s: transient %s, production %s', (to, transient, production) => {
  expect(newDeployment({ ...DEPLOY, to, environment: to }, RUN, 'k')).toEqual({
    sha: RUN.sha,
    environment: to,
    description: 'auth for cloudflare',
    payload: { package: 'auth', edge: 'cloudflare', digest: DEPLOY.digest, key: 'k' },
    transient,
    production,
  });
});

const failure = (message: string, fault: 'deploy' | 'cancelled' = 'deploy'): ShipError => new ShipError(fault, message);
const url = 'https://auth.example';

test.each<[string, RecordedOutcome, object]>([
  ['is live', { live: true, url }, { state: 'success', description: 'Bundle 0123456789ab', url }],
  ['failed', { live: false, failure: failure('It said no.') }, { state: 'failure', description: 'It said no.' }],
  [
    'was cancelled',
    { live: false, failure: failure('The run was cancelled.', 'cancelled') },
    { state: 'failure', description: 'cancelled' },
  ],
  [
    'is live, and failed all the same',
    { live: true, url, failure: failure('No route.') },
    { state: 'failure', description: 'Live, but: No route.', url },
  ],
  [
    'failed with colours and a secret inside them',
    { live: false, failure: failure('\u001b[31mtok\u001b[0men is\nwrong') },
    { state: 'failure', description: '*** is wrong' },
  ],
])('a deploy that %s', (_, outcome, status) => {
  const host = { redact: (text: string) => text.replaceAll('token', '***') };
  expect(statusAfter(DEPLOY, outcome, RUN, host)).toEqual({ ...status, logUrl: RUN.url });
});

test('what a deploy came to: live, live with a failure, or failed', () => {
  const error = failure('No.');
  expect(recordedOutcome({ ok: true, value: { url } })).toEqual({ live: true, url });
  expect(recordedOutcome({ ok: true, value: { url, failure: error } })).toEqual({ live: true, url, failure: error });
  expect(recordedOutcome({ ok: false, error })).toEqual({ live: false, failure: error });
});

test.each([
  ['short: as it is', 'a b', 'a b'],
  ['on one line', ' a\n\tb\r\n', 'a b'],
  ['of 140 characters: whole', 'x'.repeat(140), 'x'.repeat(140)],
  ['longer: cut', 'x'.repeat(141), `${'x'.repeat(139)}…`],
  ['cut inside a character: that one left out', `${'x'.repeat(138)}😀😀`, `${'x'.repeat(138)}…`],
])('a description that is %s', (_, words, description) => {
  expect(clipped(words)).toBe(description);
  expect(description.length).toBeLessThanOrEqual(140);
});
