import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Fault, Injected } from '../standins/github/faults.ts';
import { TOKENS } from '../standins/github/tokens.ts';
import { type ActionResult, type ActionRun, runAction, toolCache } from './action.ts';
import { early } from './early.ts';
import { type Services, startServices } from './services.ts';
import { pullRequest } from './triggers.ts';

/** GitHub's services when they accept and never answer, or refuse in a way of their own: what a run still tells, and how it ends. */
let services: Services;
let folder: string;
let faults: Injected[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-down-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  services = await startServices(toolCache()); // new ones: an artifact's name is taken by the run before
});
afterEach(async () => {
  for (const fault of faults) fault.remove();
  faults = [];
  await services[Symbol.asyncDispose]();
});

const COMMENTS = /\/issues\/(7\/)?comments/;
const ARTIFACTS = /ArtifactService/;
const hang = { hang: true, times: 99 } as const;

function spoil(service: Pick<Services['github'], 'fail'>, fault: Fault): Injected {
  const injected = service.fail(fault);
  faults.push(injected);
  return injected;
}

/** The run is cancelled as a runner does it, once the fault was met: SIGINT, SIGTERM after 7.5 s, SIGKILL after 2.5 s more. */
async function cancelled(met: Injected): Promise<ActionResult & { readonly seconds: number }> {
  const over = new AbortController();
  let since = 0;
  const cancel = async (signal: (name: NodeJS.Signals) => void): Promise<void> => {
    while (met.hits === 0) await sleep(50, undefined, { signal: over.signal });
    since = performance.now();
    signal('SIGINT');
    await sleep(7500, undefined, { signal: over.signal });
    signal('SIGTERM');
    await sleep(2500, undefined, { signal: over.signal });
    signal('SIGKILL');
  };
  const run: Partial<ActionRun> = {
    trigger: pullRequest(),
    onStart: (signal) => void cancel(signal).catch(() => undefined), // it ended before
  };
  const result = await runAction(early(services, folder, run));
  const seconds = (performance.now() - since) / 1000;
  over.abort();
  return { ...result, seconds };
}

it.each([
  ['artifacts', 'results', ARTIFACTS],
  ['comments', 'github', COMMENTS],
  ['the cache', 'results', /CacheService/],
] as const)(
  '%s that are never answered: a cancelled run ends at once, with report, summary and outputs',
  async (_, who, at) => {
    const result = await cancelled(spoil(services[who], { path: at, ...hang }));
    expect(result.code, result.log).toBe(130);
    expect(result.seconds).toBeLessThan(5);
    expect(result.report?.package).toBe('auth');
    expect(result.summary).toMatch(/^### ❌ auth/);
    expect(result.outputs.deployed).toBe('false');
  },
);

it('a comment that is deleted while it is rewritten is made anew', async () => {
  const { comments } = services.github.repository;
  services.github.seed({ comments: [{ issue: 7, body: '<!-- wasm-ship: auth -->\nold' }] });
  spoil(services.github, { method: 'PATCH', path: COMMENTS, meanwhile: () => comments.clear() });
  const result = await runAction(early(services, folder, { trigger: pullRequest() }));
  expect(result.log).not.toContain('::warning');
  expect([...comments.values()].map(({ body }) => body.split('\n')[1])).toEqual([
    expect.stringMatching(/^### ❌ auth/),
  ]);
  expect(result.outputs['comment-id']).toBe(String([...comments.keys()][0]));
});

it('a token that may not comment (403) is a warning, and all of it is in the summary', async () => {
  const result = await runAction(early(services, folder, { trigger: pullRequest(), token: TOKENS.read }));
  expect(result.log).toMatch(/^::warning .*Commenting on the pull request: GitHub answered 403\. The job needs/m);
  expect(result.log.match(/^::error/gm)).toHaveLength(1); // the Rust that is not there
  expect(result.summary).toMatch(/^### ❌ auth/);
});

it('a comment of which GitHub loses the answer is written once', async () => {
  const lost = spoil(services.github, { method: 'POST', path: COMMENTS, reset: true, committed: true });
  const result = await runAction(early(services, folder, { trigger: pullRequest() }));
  expect(lost.hits).toBe(1);
  expect(result.log).not.toContain('::warning');
  expect(services.github.repository.comments.size).toBe(1);
});

it('a locked conversation is told as that', async () => {
  Object.assign(services.github.repository.issues.get(7) ?? {}, { locked: true });
  const result = await runAction(early(services, folder, { trigger: pullRequest() }));
  expect(result.log).toMatch(/^::warning .*GitHub answered 403\. The conversation of the pull request is locked/m);
});

it.each(['RUNNER_TEMP', 'RUNNER_TOOL_CACHE'])(
  '%s below a file is an error that names it, no bug of ours',
  async (name) => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const result = await runAction(
      early(services, folder, { trigger: pullRequest(), env: { [name]: path.join(file, 'x') } }),
    );
    expect(result.code).toBe(1);
    expect(result.log).toContain(`\`${name}\`: ${path.join(file, 'x', 'wasm-ship')} cannot be written`);
    expect(result.log).not.toContain('bug of wasm-ship');
  },
);
