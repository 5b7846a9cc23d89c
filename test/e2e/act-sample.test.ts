import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActResult, type ActRun, runAct } from '../act/run-act.ts';

const act = path.resolve(import.meta.dirname, '../act');
const token = 'ghs_canary "quoted" \'single\' $HOME \\ \\n #';
const sha = '1'.repeat(40);
let repo: string;

beforeAll(async () => {
  repo = await mkdtemp(path.join(tmpdir(), 'act-sample-'));
  await cp(path.join(act, 'sample'), repo, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repo, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  for (const message of ['one', 'two', 'three']) git('commit', '--quiet', '--allow-empty', '--message', message);
});

afterAll(async () => {
  await rm(repo, { recursive: true, force: true });
});

function sample(event: string, payload: object, more: Partial<ActRun> = {}): Promise<ActResult> {
  return runAct({
    repo,
    workflow: '.github/workflows/sample.yml',
    event,
    payload: { ...payload, repository: { full_name: 'me/repo', default_branch: 'main' } },
    env: { GITHUB_REPOSITORY: 'me/repo', GITHUB_REF: 'refs/pull/7/merge', SHA_REF: sha, ACT_SOURCE: repo },
    secrets: { GITHUB_TOKEN: token },
    actions: {
      'wasm-ship/wasm-ship@v1': repo,
      'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8': path.join(act, 'checkout'),
      'actions/setup-node@2028fbc5c25fe9cf00d9f06a71cc4710d4507903': path.join(act, 'setup-node'),
    },
    ...more,
  });
}

async function processesWith(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.split('\0').join(' ').trim() === text) found.push(pid);
  }
  return found;
}

describe('act', () => {
  it('runs an action as a runner does, and tells what it did', async () => {
    process.env.ACT_TEST_CANARY = 'leaked';
    const result = await sample('pull_request', { action: 'opened', number: 7 });
    expect(result, result.stderr + result.log).toMatchObject({
      code: 0,
      ended: false,
      jobs: { 'sample/greet': 'success', 'sample/history': 'success' },
      outputs: { a: { greeting: 'hello pull_request\ntwice' } },
      summary: '## hello pull_request\n',
      annotations: [{ level: 'notice', message: 'a notice', place: { file: 'a.txt', line: '3' } }],
    });
    expect(result.log).toContain(`ref=refs/pull/7/merge sha=${sha} action=opened`);
    expect(result.log).toMatch(/node=v24\./);
    expect(result.log).toContain('inherited=undefined');
    expect(result.log).toContain('post ran, started=yes');
    expect(result.log).toContain('commits=2');
    expect(result.log).toContain(`token=*** sha256=${createHash('sha256').update(token).digest('hex')}`);
    expect(JSON.stringify(result)).not.toContain('ghs_canary');
  });

  it('tells of a failing action, whose post step still runs', async () => {
    const result = await sample('workflow_dispatch', { inputs: { fail: 'true' } }, { job: 'greet' });
    expect(result).toMatchObject({ code: 1, ended: false, jobs: { 'sample/greet': 'failure' } });
    expect(result.steps).toMatchObject({ 'a:Main': 'failure', 'a:Post': 'success' });
    expect(result.log).toContain('post ran');
  });

  it('ends a run that takes too long, with all that it started', async () => {
    const result = await sample('workflow_dispatch', { inputs: { hang: 'true' } }, { job: 'greet', timeoutMs: 3000 });
    expect(result).toMatchObject({ code: undefined, ended: true });
    expect(result.outputs.a).toEqual({ greeting: 'hello workflow_dispatch\ntwice' });
    expect(await processesWith('sleep 987')).toEqual([]);
  });
});
