import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type ActionResult, checkout } from '../e2e/action.ts';
import { useServices } from '../e2e/on-auth.ts';
import { dispatch } from '../e2e/triggers.ts';
import { deploy } from '../e2e/two-jobs.ts';
import { SHAS } from '../standins/github/seed.ts';
import { release, workerOn } from './on-release.ts';
import { plantBundle } from './planted-bundle.ts';

/** Releases of planted Workers through dist, real wrangler and real workerd: how quick they are, and what they are called. */
const services = useServices();
let run = 960;

const answering = (ms: number): string => `export default {
  async fetch(_, env) {
    await new Promise((resolve) => setTimeout(resolve, ${ms}));
    return new Response('', { headers: { 'x-version': env.VERSION.id } });
  },
};
`;

async function folderOf(name: string, more: object = {}) {
  const config = {
    ...{ name, main: 'build/index.js', compatibility_date: '2026-11-01' },
    ...{ version_metadata: { binding: 'VERSION' }, ...more },
  };
  const workspace = await checkout(name, { 'wrangler.jsonc': JSON.stringify(config) }, 'kept');
  return {
    workspace,
    released: (source: string, version: string, inputs: Readonly<Record<string, string>> = {}, sha?: string) => {
      const of = run++;
      const env: Readonly<Record<string, string>> = sha === undefined ? {} : { GITHUB_SHA: sha };
      return release(services(), of, plantBundle(services(), of, source), version, {
        ...{ workspace, env, inputs: { health: '/', watch: '2 s', ...inputs } },
      });
    },
    [Symbol.asyncDispose]: () => rm(workspace, { recursive: true }),
  };
}

const releaseOf = ({ report }: ActionResult) => report?.deployment?.release;

test('a budget of latency: a quick version is within, a slow one warns, or is seen by no user; a way back tells its commit', async () => {
  await using pace = await folderOf('pace', { workers_dev: true });
  const budget = 'p95 150 ms, p99 150 ms';
  const first = await pace.released(answering(0), 'v1.0.0', {}, SHAS.main);
  expect(first.code, first.log).toBe(0);
  const quick = await pace.released(answering(1), 'v1.1.0', { budget, 'over-budget': 'fail' }, SHAS.feature);
  expect(quick.code, quick.log).toBe(0);
  expect(releaseOf(quick)?.latency).toMatchObject([{ verdict: 'within' }, { verdict: 'cannot tell' }]);
  const before = await workerOn(services, 'pace').live();

  const refused = await pace.released(answering(200), 'v1.2.0', { budget, 'over-budget': 'fail' });
  expect(refused.code, refused.log).toBe(1);
  expect(refused.log).toMatch(/p95 is over its budget of 150 ms: 60 of 60 answers .* No user saw it/);
  expect(await workerOn(services, 'pace').live()).toContain(before);

  const warned = await pace.released(answering(200), 'v1.3.0', { budget });
  expect(warned.code, warned.log).toBe(0);
  expect(warned.log).toMatch(/::warning title=wasm-ship%3A budget::p95 is over/);
  expect(warned.summary).toMatch(/⚠️ .*p95 over its latency budget of 150 ms/);

  const trigger = dispatch('v1.3.0', {});
  const inputs = { phase: 'rollback', 'bundle-digest': '', health: '/', 'rollback-to': 'v1.1.0' };
  const back = await deploy(services(), run++, '', {
    ...{ trigger, inputs, workspace: pace.workspace, env: { GITHUB_SHA: SHAS.main } },
  });
  expect(back.code, back.log).toBe(0);
  expect(back.report?.deployment?.sha).toBe(SHAS.feature);
  expect(back.summary).toContain(`commit \`${SHAS.feature.slice(0, 7)}\``);
  expect(back.summary).not.toContain(SHAS.main.slice(0, 7)); // that of the run
});

test('a Worker that no header can name: proved at the address of its version, or at its first step', async () => {
  for (const preview_urls of [true, false]) {
    const name = preview_urls ? '2fa' : '3fa';
    await using folder = await folderOf(name, { workers_dev: true, preview_urls });
    const first = await folder.released(answering(0), 'v1.0.0');
    expect(first.code, first.log).toBe(0);
    const before = await workerOn(services, name).live();
    const broken = 'export default { fetch: () => new Response("", { status: 500 }) };';
    const bad = await folder.released(broken, 'v1.1.0');
    expect(bad.code, bad.log).toBe(1);
    expect(bad.log).toMatch(
      preview_urls ? /which is not the real route[\s\S]*No user saw it/ : /once users have it[\s\S]*Users are back on/,
    );
    expect(await workerOn(services, name).live()).toContain(before.split(' ')[0]);
    const good = await folder.released(answering(1), 'v1.2.0', { rollout: '20% 100%' });
    expect(good.code, good.log).toBe(0);
    expect(releaseOf(good)).toMatchObject({ how: 'staged', proof: { told: true } });
  }
});

test('a Worker for crons alone that has an address by default: its first release fails, with the hint', async () => {
  await using jobs = await folderOf('jobs', { triggers: { crons: ['0 * * * *'] } });
  const crons = 'export default { scheduled() {} };';
  const result = await jobs.released(crons, 'v1.0.0');
  expect(result.code, result.log).toBe(1);
  expect(result.log).toMatch(/answered 500.*[\s\S]*write `workers_dev = false` into its configuration/);
});
