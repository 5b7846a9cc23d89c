import { expect, test } from 'vitest';
import { type Believed, believable, type WorkflowRun, workflowFile } from '../../../src/store/trust.ts';

const RELEASE: Believed = {
  from: 'default-branch',
  repository: 'octo/auth',
  defaultBranch: 'main',
  workflow: '.github/workflows/ship.yml',
};
const RUN: WorkflowRun = {
  id: 1,
  event: 'push',
  headSha: 'a'.repeat(40),
  branch: 'main',
  headRepository: 'octo/auth',
  workflow: '.github/workflows/ship.yml',
  url: '',
  actor: 'alice',
};

test.each<[string, Partial<WorkflowRun>, boolean, boolean]>([
  ['a push to the default branch', {}, true, true],
  ['a pull request of the repository', { event: 'pull_request', branch: 'feature' }, false, true],
  ['a pull request from a branch called as the default one', { event: 'pull_request' }, false, true],
  ['a pull request from a fork', { event: 'pull_request', headRepository: 'stranger/auth' }, false, false],
  ['a fork\u2019s branch of the same name', { headRepository: 'stranger/auth' }, false, false],
  ['a fork that is gone', { headRepository: undefined }, false, false],
  ['a push to another branch', { branch: 'feature' }, false, false],
  ['a tag', { branch: 'v1.0.0' }, false, false],
  ['another workflow file', { workflow: '.github/workflows/other.yml' }, false, false],
  ['a file of that name elsewhere', { workflow: 'x/ship.yml' }, false, false],
  ['Dependabot', { event: 'pull_request', actor: 'dependabot[bot]' }, false, false],
  [
    'what Dependabot pushed, run again by somebody',
    { event: 'pull_request', branch: 'dependabot/npm/x' },
    false,
    false,
  ],
  ['a manual run', { event: 'workflow_dispatch' }, false, false],
  ['pull_request_target', { event: 'pull_request_target' }, false, false],
  ['a run after another one', { event: 'workflow_run' }, false, false],
])('what %s has stored: a release takes it: %s, a pull request: %s', (_, change, release, own) => {
  const run = { ...RUN, ...change };
  expect([believable(run, RELEASE), believable(run, { ...RELEASE, from: 'repository' })]).toEqual([release, own]);
});

test.each([
  ['octo/auth/.github/workflows/ship.yml@refs/heads/main', '.github/workflows/ship.yml'],
  ['.github/workflows/ship.yml@refs/pull/7/merge', '.github/workflows/ship.yml'],
  ['.github/workflows/ship.yml', '.github/workflows/ship.yml'],
  ['dynamic/x', 'dynamic/x'],
])('the file of %s', (reference, file) => {
  expect(workflowFile(reference)).toBe(file);
});
