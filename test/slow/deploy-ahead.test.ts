import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { type ActionResult, type ActionRun, throughEdge, toolCache } from '../e2e/action.ts';
import { useServices } from '../e2e/on-auth.ts';
import { build } from '../e2e/two-jobs.ts';
import { cloudflareTools } from '../standins/cloudflare/tools.ts';
import { SHAS } from '../standins/github/seed.ts';
import { release, workerOn } from './on-release.ts';

/**
 * A job with `phase: deploy` starts the real wrangler before it has its bundle. Where nothing is to go up, none is left, and nothing
 * was uploaded. Through dist; processes are looked at in /proc.
 */
const services = useServices();
const RUN = 910;
let digest = '';

beforeAll(async () => {
  const built = await build(services(), RUN);
  expect(built.code, built.log).toBe(0);
  digest = built.outputs['bundle-digest'] ?? '';
});

const { live } = workerOn(services, 'auth');

/** Processes that have been told to upload a version, in folders of our runs. */
function uploading(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').join(' ');
      const ours = readlinkSync(`/proc/${name}/cwd`).startsWith(
        path.join(tmpdir(), 'wasm-ship-e2e', String(process.pid)),
      );
      return ours && words.includes('versions upload') ? [Number(name)] : [];
    } catch {
      return []; // no process, or one that has ended
    }
  });
}

interface Seen {
  readonly result: ActionResult;
  /** One was there before Cloudflare was asked for anything. */
  readonly ahead: boolean;
  /** What was asked of Cloudflare. */
  readonly asked: readonly string[];
  /** The longest that one was there after something was asked of Cloudflare (ms). */
  readonly left: readonly number[];
}

/** A release, with what became of its wrangler. */
async function watched(version: string, more: Partial<ActionRun> = {}, of = digest): Promise<Seen> {
  const { requests } = services().cloudflare;
  const before = requests.length;
  let ahead = false;
  const looking = setInterval(() => {
    ahead ||= requests.length === before && uploading().length > 0;
  }, 20);
  const result = await release(services(), RUN, of, version, more);
  clearInterval(looking);
  const asked = requests.slice(before).map(({ method, path: there }) => `${method} ${there}`);
  return { result, ahead, asked, left: uploading() };
}

const changes = (asked: readonly string[]): readonly string[] => asked.filter((one) => !one.startsWith('GET'));

test('the first release, which no version can go up for, is deployed by another one', async () => {
  const { result, ahead, left } = await watched('v1.0.0', { env: { GITHUB_SHA: SHAS.main } });
  expect([result.code, ahead, left], result.log).toEqual([0, true, []]);
  expect(result.report?.deployment?.release).toMatchObject({ how: 'first' });
});

test('the one that was started ahead uploads: once', async () => {
  const { result, ahead, asked, left } = await watched('v1.1.0', { env: { GITHUB_SHA: SHAS.feature } });
  expect([result.code, ahead, left], result.log).toEqual([0, true, []]);
  expect(asked.filter((one) => /^POST .*\/versions/.test(one))).toHaveLength(1);
  expect(await live()).toBe(`${result.outputs['version-id']} 100`);
});

test.for([
  ['live already', 'v1.1.0', SHAS.feature, 0],
  ['older than what is live', 'v0.9.0', SHAS.base, 1],
] as const)('%s: nothing goes up, and none is left', async ([, version, sha, code]) => {
  const before = await live();
  const { result, ahead, asked, left } = await watched(version, { env: { GITHUB_SHA: sha } });
  expect([result.code, ahead, left], result.log).toEqual([code, true, []]);
  expect(changes(asked).filter((one) => !one.startsWith('PATCH'))).toEqual([]);
  expect(await live()).toBe(before);
});

test('another bundle than that of the digest: Cloudflare is asked for nothing, and none is left', async () => {
  const { result, ahead, asked, left } = await watched('v1.2.0', {}, 'f'.repeat(64));
  expect([result.code, ahead, asked, left], result.log).toEqual([1, true, [], []]);
  expect(result.log).toContain('Nothing was deployed.');
});

test.for(['SIGTERM', 'SIGKILL'] as const)(
  '%s while it waits: Cloudflare is asked for nothing, and none is left',
  async (name) => {
    const before = services().cloudflare.requests.length;
    let signal: ((name: NodeJS.Signals) => void) | undefined;
    const looking = setInterval(() => {
      if (uploading().length > 0) signal?.(name);
    }, 10);
    const result = await release(services(), RUN, digest, 'v1.3.0', { onStart: (by) => (signal = by) });
    clearInterval(looking);
    expect(result.code).not.toBe(0);
    for (let i = 0; i < 100 && uploading().length > 0; i++) await sleep(20);
    expect(uploading()).toEqual([]);
    expect(
      services()
        .cloudflare.requests.slice(before)
        .filter(({ method }) => method !== 'GET'),
    ).toEqual([]);
    if (name === 'SIGKILL') expect(services().cloudflare.requests.length).toBe(before);
  },
);

test('the real wrangler asks Cloudflare for nothing where its configuration is empty', async () => {
  const { cloudflare } = services();
  const cwd = mkdtempSync(path.join(tmpdir(), 'wasm-ship-empty-'));
  writeFileSync(path.join(cwd, 'wrangler.json'), '');
  const program = path.join(await cloudflareTools(toolCache()), 'wrangler', 'wrangler-dist', 'cli.js');
  const before = cloudflare.requests.length;
  const ended = spawnSync(process.execPath, [program, 'versions', 'upload', '--config', 'wrangler.json'], {
    ...{ cwd, timeout: 60_000, encoding: 'utf8' },
    env: {
      ...{ PATH: process.env.PATH, HOME: cwd, CI: '1', WRANGLER_SEND_METRICS: 'false', ...throughEdge(services()) },
      ...{ CLOUDFLARE_API_TOKEN: cloudflare.token, CLOUDFLARE_ACCOUNT_ID: cloudflare.accountId },
      CLOUDFLARE_API_BASE_URL: cloudflare.apiUrl,
    },
  });
  rmSync(cwd, { recursive: true, force: true });
  expect([ended.status, cloudflare.requests.length], ended.stderr).toEqual([1, before]);
});
