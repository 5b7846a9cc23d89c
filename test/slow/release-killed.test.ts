import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { checkout } from '../e2e/action.ts';
import { quick, useServices } from '../e2e/on-auth.ts';
import { build } from '../e2e/two-jobs.ts';
import type { Exchange, Moment } from '../standins/cloudflare/cloudflare.ts';
import { killTree } from './kill.ts';
import { failedOf, type Looked, release, shares, usersOf, workerOn } from './on-release.ts';

/**
 * A run that is killed, with all its children, before a call reaches Cloudflare or when its answer is on the way: at each
 * exchange of a release, wrangler's own included. Then the next run.
 */
const services = useServices();
const RUN = 930;
let digest = '';

beforeAll(async () => {
  const built = await build(services(), RUN);
  expect(built.code, built.log).toBe(0);
  digest = built.outputs['bundle-digest'] ?? '';
});

interface Cut {
  /** Where it was killed: `answer of POST …`; undefined: the release has no exchange of that number. */
  readonly at: string | undefined;
  readonly code: number;
}

/** A release that is killed at the n-th exchange. */
async function killed(version: string, workspace: string, n: number, moment: Moment, rollout: string): Promise<Cut> {
  let pid = 0;
  let seen = 0;
  let at: string | undefined;
  using _ = services().cloudflare.intercept(async (exchange: Exchange, when) => {
    if (at !== undefined) return 'drop'; // what still comes of a process that is no more
    if (when === 'request') seen += 1;
    if (seen !== n || when !== moment) return undefined;
    at = `${moment} of ${exchange.method} ${exchange.path.replace(/^\/accounts\/\w+\/workers/, '').replace(/[0-9a-f-]{36}/, 'ID')}`;
    killTree(pid);
    return 'drop';
  });
  const { code } = await release(services(), RUN, digest, version, {
    workspace,
    inputs: { ...quick, rollout, watch: '1 s' },
    onStart: (_signal, id) => {
      pid = id;
    },
  }).catch(() => ({ code: -1 })); // it has told nothing
  return { at, code };
}

/** examples/auth as a Worker of another name. */
async function workerCalled(name: string): Promise<{ readonly workspace: string; readonly worker: Looked }> {
  const workspace = await checkout(`killed-${name}`, {}, 'kept');
  const config = { name, main: 'build/index.js', compatibility_date: '2026-11-01', workers_dev: true };
  await writeFile(
    path.join(workspace, 'wrangler.jsonc'),
    JSON.stringify({ ...config, vars: { AUDIENCE: 'api', TTL_S: '600' } }),
  );
  return { workspace, worker: workerOn(services, name) };
}

const EITHER: readonly Moment[] = ['request', 'answer'];

test('at each exchange of a release: users have the old or the new version, none of them is failed, and the next run ends with the new one live', async () => {
  const name = 'killed';
  const { workspace, worker } = await workerCalled(name);
  const first = await release(services(), RUN, digest, 'v1.0.0', { workspace });
  expect(first.code, first.log).toBe(0);
  const points: string[] = [];
  await using users = usersOf(services(), `https://${name}.box.workers.dev`);
  let serial = 0;
  for (const moment of EITHER) {
    for (let n = 1; ; n++) {
      const version = `v1.${++serial}.0`;
      const [before] = await worker.deployments();
      const old = before?.versions[0]?.version_id ?? '';
      const cut = await killed(version, workspace, n, moment, '50% 100%');
      if (cut.at === undefined) {
        expect([cut.at, cut.code]).toEqual([undefined, 0]);
        break;
      }
      points.push(`${n}. ${cut.at}`);
      const { items } = await worker.ask<{ items: { id: string; annotations: Record<string, string> }[] }>(
        '/versions?deployable=true',
      );
      const ours = items
        .filter(({ annotations }) => annotations['workers/message']?.endsWith(` ${version}`))
        .map(({ id }) => id);
      const [now] = await worker.deployments();
      const others = now?.versions.filter(({ version_id }) => version_id !== old && !ours.includes(version_id));
      expect([cut.at, others]).toEqual([cut.at, []]);
      const next = await release(services(), RUN, digest, version, { workspace });
      expect(next.code, `${cut.at}\n${next.log}`).toBe(0);
      expect([cut.at, await worker.live()]).toEqual([cut.at, `${next.outputs['version-id']} 100`]);
    }
  }
  console.log(
    `${points.length} cut points of a release:\n${points.join('\n')}\n${users.answers.length} requests of users, ${failedOf(users)} failed`,
  );
  expect(points.length).toBeGreaterThan(20);
  expect([failedOf(users), users.answers.length > 1000]).toEqual([0, true]);
}, 1_500_000);

test('at each exchange of a first release: the next run ends with it live', async () => {
  const points: string[] = [];
  // the other moment of each is in the test above: wrangler's calls are the same
  for (const moment of ['answer'] as const) {
    for (let n = 1; ; n++) {
      const { workspace, worker } = await workerCalled(`first-${moment}-${n}`);
      const cut = await killed('v1.0.0', workspace, n, moment, '100%');
      if (cut.at === undefined) break;
      points.push(`${n}. ${cut.at}`);
      const next = await release(services(), RUN, digest, 'v1.0.0', { workspace });
      expect(next.code, `${cut.at}\n${next.log}`).toBe(0);
      const [now] = await worker.deployments();
      expect([cut.at, now && shares(now)]).toEqual([cut.at, `${next.outputs['version-id']} 100`]);
    }
  }
  console.log(`${points.length} cut points of a first release:\n${points.join('\n')}`);
  expect(points.length).toBeGreaterThan(10);
}, 1_500_000);
