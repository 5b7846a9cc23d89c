import { expect, test } from 'vitest';
import { inputText, readRunner } from '../../../src/host/runner.ts';

test('the runner is read from its environment', () => {
  const env = {
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: '/e.json',
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: 'abc',
    GITHUB_RUN_ID: '99',
    GITHUB_SERVER_URL: 'https://ghe.example',
    GITHUB_API_URL: 'https://ghe.example/api/v3',
    GITHUB_WORKSPACE: '/w',
    RUNNER_TEMP: '/t',
    RUNNER_TOOL_CACHE: '/tools',
    RUNNER_ENVIRONMENT: 'self-hosted',
    CARGO_HOME: '/c',
    GITHUB_TOKEN: 'planted',
  };
  const runner = readRunner(env);
  expect(runner).toEqual({
    event: 'push',
    eventPath: '/e.json',
    repository: 'acme/shop',
    ref: 'refs/heads/main',
    sha: 'abc',
    runUrl: 'https://ghe.example/acme/shop/actions/runs/99',
    apiUrl: 'https://ghe.example/api/v3',
    workspace: '/w',
    temp: '/t/wasm-ship',
    tools: '/tools/wasm-ship',
    cargo: '/c',
    gitHubHosted: false,
    selfHosted: true,
    workflow: '',
  });
  expect(JSON.stringify(runner)).not.toContain('planted');
});

test('outside of a runner there are folders all the same, and no run', () => {
  expect(readRunner({ HOME: '/h', TMPDIR: '/t' })).toMatchObject({
    event: '',
    runUrl: undefined,
    workspace: process.cwd(),
    temp: '/t/wasm-ship',
    tools: '/h/.cache/wasm-ship',
    gitHubHosted: false,
    selfHosted: false,
    workflow: '',
  });
});

test('a machine is GitHub’s own only where the runner says so', () => {
  const said = ['github-hosted', 'self-hosted', undefined].map((RUNNER_ENVIRONMENT) =>
    readRunner({ RUNNER_ENVIRONMENT }),
  );
  expect(said.map(({ gitHubHosted, selfHosted }) => [gitHubHosted, selfHosted])).toEqual([
    [true, false],
    [false, true],
    [false, false],
  ]);
});

test('the name of an input as the runner writes it: upper case, dashes kept', () => {
  const env = { 'INPUT_WORKING-DIRECTORY': 'a', INPUT_WITH_SPACE: 'b' };
  expect(['working-directory', 'with space', 'edge'].map((name) => inputText(env, name))).toEqual([
    'a',
    'b',
    undefined,
  ]);
});
