import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShipError } from '../../src/error.ts';
import { type Event, parseEvent, type Triggered } from '../../src/event.ts';

const HERE = 'acme/shop';
const ZEROS = '0'.repeat(40);

function triggered(name: string, payload: unknown, more: Partial<Triggered> = {}): Triggered {
  return {
    name,
    payload: JSON.stringify(payload),
    payloadPath: '/runner/event.json',
    repository: HERE,
    ref: 'refs/heads/main',
    ...more,
  };
}

function pull(more: Readonly<Record<string, unknown>> = {}, action = 'synchronize') {
  return {
    action,
    number: 7,
    pull_request: {
      head: { sha: 'abc', repo: { full_name: HERE } },
      base: { sha: 'def' },
      user: { login: 'mona' },
      ...more,
    },
  };
}

const READ: readonly (readonly [string, string, unknown, Event])[] = [
  [
    'a pull request',
    'pull_request',
    pull(),
    { on: 'pull-request', pr: 7, headSha: 'abc', baseSha: 'def', foreign: undefined, labels: [] },
  ],
  [
    'a pull request with labels, of which one is none',
    'pull_request',
    pull({ labels: [{ name: 'accept-size' }, null, { name: 'bug' }, {}] }),
    {
      ...{ on: 'pull-request', pr: 7, headSha: 'abc', baseSha: 'def', foreign: undefined },
      labels: ['accept-size', 'bug'],
    },
  ],
  [
    'a pull request of a fork',
    'pull_request',
    pull({ head: { sha: 'abc', repo: { full_name: 'mallory/shop', fork: true } } }),
    { on: 'pull-request', pr: 7, headSha: 'abc', baseSha: 'def', foreign: 'fork', labels: [] },
  ],
  [
    'a pull request of a fork that was deleted',
    'pull_request',
    pull({ head: { sha: 'abc', repo: null } }),
    { on: 'pull-request', pr: 7, headSha: 'abc', baseSha: 'def', foreign: 'fork', labels: [] },
  ],
  [
    'a pull request inside a repository that is itself a fork',
    'pull_request',
    pull({ head: { sha: 'abc', repo: { full_name: HERE, fork: true } } }),
    { on: 'pull-request', pr: 7, headSha: 'abc', baseSha: 'def', foreign: undefined, labels: [] },
  ],
  [
    "Dependabot's pull request",
    'pull_request',
    pull({ user: { login: 'dependabot[bot]' } }),
    { on: 'pull-request', pr: 7, headSha: 'abc', baseSha: 'def', foreign: 'dependabot', labels: [] },
  ],
  ['a closed pull request', 'pull_request', pull({}, 'closed'), { on: 'pull-request-closed', pr: 7 }],
  [
    'a push to the default branch',
    'push',
    { ref: 'refs/heads/main', before: 'b1', repository: { default_branch: 'main' } },
    { on: 'push', branch: 'main', isDefault: true, before: 'b1' },
  ],
  [
    'the first push of a branch',
    'push',
    { ref: 'refs/heads/a/b', before: ZEROS, repository: { default_branch: 'main' } },
    { on: 'push', branch: 'a/b', isDefault: false, before: undefined },
  ],
  ['a tag', 'push', { ref: 'refs/tags/v1.2.3', before: ZEROS }, { on: 'tag', tag: 'v1.2.3' }],
  [
    'a release',
    'release',
    { action: 'published', release: { tag_name: 'v1', prerelease: false } },
    { on: 'release', tag: 'v1', prerelease: false },
  ],
  [
    'a prerelease',
    'release',
    { action: 'published', release: { tag_name: 'v1-rc.1', prerelease: true } },
    { on: 'release', tag: 'v1-rc.1', prerelease: true },
  ],
  ['a merge queue', 'merge_group', { merge_group: { base_sha: 'b' } }, { on: 'merge-group', baseSha: 'b' }],
  ['a dispatch', 'workflow_dispatch', { inputs: null }, { on: 'dispatch', ref: 'refs/heads/main' }],
  ['a workflow run', 'workflow_run', { workflow_run: { id: 99 } }, { on: 'workflow-run', run: 99 }],
  ['a schedule', 'schedule', { schedule: '0 0 * * *' }, { on: 'schedule' }],
];

test.each(READ)('%s is read', (_, name, payload, event) => {
  expect(parseEvent(triggered(name, payload))).toEqual(event);
});

test.each([
  [
    'pull_request_target',
    '`on: pull_request_target` is refused: it runs code of the pull request with the secrets of the repository. Use `on: pull_request`: forks get everything but the preview and the comment.',
  ],
  [
    'issue_comment',
    '`on: issue_comment` is refused: anybody can comment, and the checked-out commit is not the one that was discussed. Use `on: pull_request` or `workflow_dispatch`.',
  ],
])('%s is refused, with the reason and the mend', (name, message) => {
  expect(() => parseEvent(triggered(name, pull()))).toThrow(new ShipError('event', message));
  expect(() => parseEvent(triggered(name, {}, { payload: undefined }))).toThrow(message);
});

const HINT =
  'The runner writes it and names it in GITHUB_EVENT_PATH; outside a runner, point that at a file with the payload.';

test.each([
  ['missing', undefined, 'The payload of `on: push` is missing: no file at /runner/event.json.'],
  ['not JSON', '{"ref":', 'The payload of `on: push` is not JSON: /runner/event.json.'],
  ['empty', '', 'The payload of `on: push` is not JSON: /runner/event.json.'],
  ['an array', '[]', 'The payload of `on: push` is not a JSON object: /runner/event.json.'],
  ['null', 'null', 'The payload of `on: push` is not a JSON object: /runner/event.json.'],
])('a payload that is %s is an error that says where it was looked for', (_, payload, message) => {
  expect(() => parseEvent(triggered('push', {}, { payload }))).toThrow(
    expect.objectContaining({ fault: 'event', message, hint: HINT }),
  );
});

test('no path to the payload is said too', () => {
  expect(() => parseEvent(triggered('push', {}, { payload: undefined, payloadPath: '' }))).toThrow(
    'no file at (GITHUB_EVENT_PATH is not set).',
  );
});

test.each([
  ['pull_request', { number: 7 }, 'pull_request` (wanted: an object)'],
  ['pull_request', { ...pull(), number: '7' }, 'has no `number` (wanted: a number)'],
  ['pull_request', { ...pull(), number: 1.5 }, 'has no `number` (wanted: a number)'],
  ['pull_request', pull({ head: { repo: { full_name: HERE } } }), 'pull_request.head.sha` (wanted: a text)'],
  ['release', { action: 'published', release: {} }, 'release.tag_name` (wanted: a text)'],
  ['merge_group', { merge_group: { base_sha: '' } }, 'merge_group.base_sha` (wanted: a text)'],
  ['workflow_run', { workflow_run: {} }, 'workflow_run.id` (wanted: a number)'],
])('%s without what it must have says what', (name, payload, message) => {
  expect(() => parseEvent(triggered(name, payload))).toThrow(message);
});

test('an event that ships nothing, or is not known, is an error', () => {
  expect(() => parseEvent(triggered('release', { action: 'created', release: { tag_name: 'v1' } }))).toThrow(
    '`on: release` with the action `created` ships nothing.',
  );
  expect(() => parseEvent(triggered('watch', {}))).toThrow(
    expect.objectContaining({
      message: '`on: watch` is not an event that wasm-ship knows.',
      hint: 'Use one of: pull_request, push, release, merge_group, workflow_dispatch, workflow_run, schedule.',
    }),
  );
});

test('any payload of any event is read or refused, and nothing else happens', () => {
  const names = fc.constantFrom('pull_request', 'push', 'release', 'merge_group', 'workflow_run', 'schedule');
  fc.assert(
    fc.property(names, fc.oneof(fc.json(), fc.string()), (name, payload) => {
      try {
        expect(parseEvent(triggered(name, {}, { payload }))).toHaveProperty('on');
      } catch (error) {
        expect(error).toBeInstanceOf(ShipError);
      }
    }),
  );
});
