import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Artifact } from '../standins/results/artifacts.ts';
import { type ActionResult, checkout } from './action.ts';
import { health, useServices } from './on-auth.ts';
import { build, deploy, uploads } from './two-jobs.ts';

/** Production in two jobs of one run: one builds and has no secret, the other has the secrets and builds nothing. */
const services = useServices();

let runs = 500;
let built: ActionResult;
/** The run that `built` was a job of. */
let run: number;

function kept(id: number, name: string): Artifact {
  const found = services().results.artifacts.find((artifact) => artifact.runId === id && artifact.name === name);
  if (found === undefined) throw new Error(`run ${id} has no artifact ${name}`);
  return found;
}

function namesOf(id: number): string[] {
  return services()
    .results.artifacts.filter(({ runId }) => runId === id)
    .map(({ name }) => name)
    .sort();
}

/** What a run has stored, in another run, with some of its files changed. */
function again(changed: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): number {
  const id = ++runs;
  for (const what of ['bundle', 'report']) {
    const name = `wasm-ship-auth-${what}`;
    const files = Object.fromEntries(services().results.files(kept(run, name)));
    services().results.addArtifact(id, name, { ...files, ...changed[what] });
  }
  return id;
}

beforeAll(async () => {
  run = ++runs;
  const { result, asked } = await uploads(services(), () =>
    build(services(), run, { inputs: { latency: 'true', 'latency-duration': '1 s' } }),
  );
  built = result;
  expect(asked).toBe(0);
});

describe('the job that builds', () => {
  it('needs no secret, measures, keeps the bundle and tells its digest', () => {
    expect(built.code, built.log).toBe(0);
    expect(built.log).toContain('Plan: auth for cloudflare, building for the job that deploys.');
    expect(built.log).not.toMatch(/^::(notice|warning|error)/m);
    expect(built.outputs).toMatchObject({
      deployed: 'false',
      'skip-reason': '`phase: build` deploys nothing; the job with `phase: deploy` does.',
      'cache-hit': 'none',
    });
    expect(Number(built.outputs['latency-p50'])).toBeGreaterThan(0);
    expect(built.summary).toContain('Not deployed: `phase: build` deploys nothing; the job with `phase: deploy` does.');
    const lines = [...services().results.files(kept(run, 'wasm-ship-auth-bundle'))]
      .map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
      .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1));
    expect(built.outputs['bundle-digest']).toBe(createHash('sha256').update(lines.join('')).digest('hex'));
    expect(namesOf(run)).toEqual(['wasm-ship-auth-bundle', 'wasm-ship-auth-report', 'wasm-ship-auth-symbols']);
  });
});

describe('the job that deploys', () => {
  it('fails where its checkout lacks the configuration of the edge', async () => {
    const workspace = await checkout('two-jobs');
    await rm(path.join(workspace, 'wrangler.jsonc'));
    const more = { workspace, inputs: { edge: 'cloudflare' } };
    const { result, asked } = await uploads(services(), () =>
      deploy(services(), again(), built.outputs['bundle-digest'] ?? '', more),
    );
    await rm(workspace, { recursive: true });
    expect([result.code, result.outputs.deployed, asked], result.log).toEqual([1, 'false', 0]);
    expect(result.log).toMatch(/^::error title=wasm-ship%3A input::There is no wrangler\.json/m);
  });

  it('puts that bundle live without any Rust, and tells of it as one job would', async () => {
    const digest = built.outputs['bundle-digest'] ?? '';
    const result = await deploy(services(), run, digest);
    expect(result.code, result.log).toBe(0);
    expect(result.log).toContain(
      `Plan: auth for cloudflare, deploying to production, by the bundle sha256 ${digest.slice(0, 12)}… alone.`,
    );
    expect(result.log).not.toMatch(/^::(warning|error)|Building auth|Optimizing|from the cache/m);
    const notices = [...result.log.matchAll(/^::notice title=wasm-ship::(.*)$/gm)].map(([, text]) => text);
    expect(notices).toEqual([
      expect.stringContaining('This is the first release of auth'),
      expect.stringContaining('No build provenance: the job may not sign.'),
    ]);
    expect(result.outputs).toMatchObject({
      ...{ deployed: 'true', environment: 'production', 'deployment-url': 'https://auth.box.workers.dev' },
      ...{ 'cache-hit': 'none', 'skip-reason': '' },
    });
    const same = ['bundle-digest', 'wasm-size', 'wasm-size-gzip', 'wasm-size-brotli', 'budget-status', 'rustc-version'];
    for (const name of same) expect(result.outputs[name], name).toBe(built.outputs[name]);
    expect(result.report).toMatchObject({ bundle: built.report?.bundle, sizes: built.report?.sizes, latency: null });
    expect(result.summary).toContain('### ✅ auth');
    expect((await health(services(), 'https://auth.box.workers.dev')).status).toBe(200);
    expect(namesOf(run)).toContain('wasm-ship-auth-deployment');
    // started, ended: nothing of a build, and no cache
    expect(Object.keys(result.report?.durations ?? {}).sort()).toEqual(['deploy', 'receive']);
  });

  it.each<[string, () => number, string | undefined, RegExp]>([
    [
      'a byte is another',
      () => again({ bundle: { 'index.js': 'export default { fetch: () => new Response("mine") };' } }),
      undefined,
      /The artifact `wasm-ship-auth-bundle` is not the bundle of `bundle-digest`: its digest is [0-9a-f]{64}, wanted: [0-9a-f]{64}\. Nothing was deployed\./,
    ],
    [
      'another digest is wanted',
      () => again(),
      '0'.repeat(64),
      /is not the bundle of `bundle-digest`.*wanted: 0{64}\./,
    ],
    [
      'this run has no bundle',
      () => ++runs,
      undefined,
      /There is no artifact `wasm-ship-auth-bundle` in this run, and `phase: deploy` builds nothing\.%0ADid a job with `phase: build` succeed/,
    ],
  ])('deploys nothing where %s: one error, and Cloudflare is asked nothing', async (_, prepare, wanted, message) => {
    const id = prepare();
    const digest = wanted ?? built.outputs['bundle-digest'] ?? '';
    const { result, asked } = await uploads(services(), () => deploy(services(), id, digest));
    expect([result.code, asked], result.log).toEqual([1, 0]);
    const errors = result.log.split('\n').filter((line) => line.startsWith('::error'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^::error title=wasm-ship%3A deploy::/);
    expect(errors[0]).toMatch(message);
    expect(result.outputs.deployed).toBe('false');
    expect(result.summary).toContain('### ❌ auth · deploy failed');
  });

  it('is refused without a digest, and where no secret is there for production', async () => {
    const without = await deploy(services(), run, '');
    expect(without.log).toMatch(/^::error title=wasm-ship%3A input::input: `bundle-digest` is not set/m);
    const bare = await deploy(services(), run, '0'.repeat(64), { credentials: false });
    expect(bare.log).toMatch(
      /`phase: deploy` cannot be met: CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID are not set/,
    );
    expect([without.code, bare.code]).toEqual([1, 1]);
  });
});
