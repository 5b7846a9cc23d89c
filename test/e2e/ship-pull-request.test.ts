import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { OUTPUTS } from '../../src/report/outputs.ts';
import { strip } from '../../src/wasm/sections.ts';
import { callApi, uploadForm, workerSource } from '../standins/cloudflare/payload.ts';
import { TOKENS } from '../standins/github/tokens.ts';
import { type ActionResult, root } from './action.ts';
import { commentsOf, health, quick, quicker, ship, useServices, workspace } from './on-auth.ts';

const services = useServices();

describe('a pull request of the same repository', () => {
  let first: ActionResult;
  let posted: string[];

  beforeAll(async () => {
    services().github.repository.comments.clear();
    const { cloudflare } = services();
    await callApi(cloudflare, 'PUT', 'scripts/auth', uploadForm(workerSource('live'))); // production
    await callApi(cloudflare, 'POST', 'scripts/auth/subdomain', { enabled: true });
    first = await ship(services(), { inputs: { 'latency-duration': '3 s', globalping: 'world' } });
    posted = commentsOf(services());
  });

  it('ends well, and its preview answers with the bundle that was measured', async () => {
    expect(first.code, first.log).toBe(0);
    expect(first.outputs['preview-url']).toBe('https://auth-pr-7.box.workers.dev');
    const answer = await health(services(), first.outputs['preview-url'] ?? '');
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
    const upload = services().cloudflare.requests.find(
      (request) => request.method === 'PUT' && /scripts\/auth-pr-7/.test(request.path),
    );
    expect(upload).toBeDefined();
  });

  it('stays within the sizes that the example is to have', () => {
    const { module, sizes } = first.report ?? {};
    expect(sizes?.brotli).toBeLessThanOrEqual(140_000);
    for (const measure of ['raw', 'gzip', 'brotli'] as const) {
      expect(module?.after[measure], measure).toBeLessThanOrEqual(module?.before[measure] ?? 0);
    }
  });

  it('says as many gzip bytes as wrangler counts', () => {
    const said = /Total Upload: .* gzip: ([\d.]+) KiB/.exec(first.log)?.[1];
    expect(((first.report?.sizes?.gzip ?? 0) / 1024).toFixed(2)).toBe(said);
  });

  it('measures a cold process, a cold isolate and each request of the crate', () => {
    const latency = first.report?.latency;
    expect(latency?.runtime).toBe('workerd 1.20261117.1');
    expect(latency?.cold.process.n).toBeGreaterThanOrEqual(5);
    expect(latency?.cold.isolate.p50).toBeGreaterThan(0);
    const names = latency?.warm.routes.map((route) => route.name);
    expect(names).toEqual([
      'health',
      'login',
      'login-wrong-password',
      'verify',
      'verify-no-token',
      'verify-forged-token',
    ]);
    const [login, verify] = ['login', 'verify'].map(
      (name) => latency?.warm.routes.find((route) => route.name === name)?.latency.min ?? 0,
    );
    expect(login).toBeGreaterThan((verify ?? 0) * 3); // Argon2id is made to be slow; other work on the machine moves a median
  });

  it('measures the preview where it is live, beside production, from the runner and by the same probes of the world', () => {
    const { runner, world, leftOut } = first.report?.liveLatency ?? {};
    const paths = (side: NonNullable<typeof runner>['head'] | null | undefined) => side?.warm.map(({ path: at }) => at);
    expect(runner).toMatchObject({
      head: { url: 'https://auth-pr-7.box.workers.dev', first: { n: 3 } },
      production: { url: 'https://auth.box.workers.dev' },
    });
    expect([paths(runner?.head), paths(runner?.production)]).toEqual([['/health'], ['/health']]);
    expect(leftOut).toContain('login'); // a POST
    expect(world?.probes.map(({ city, head, production }) => [city, head.why, production?.why])).toEqual(
      ['Berlin', 'New York', 'Tokyo', 'Sao Paulo', 'Sydney', 'Cape Town'].map((city) => [city, null, null]),
    );
    expect(posted[0]).toMatch(/^Live from the runner: first request .*; production .* From 6 places \(Globalping\)/m);
    expect(posted[0]).toContain('| Berlin, DE (Deutsche Telekom) |');
  });

  it('comments once; a second run rewrites the comment, with the same bundle', async () => {
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatch(
      /^<!-- wasm-ship: auth -->\n### ✅ auth · \d+\.\d kB brotli, within budget · cold start .* · \[preview\]\(https:\/\/auth-pr-7/,
    );
    const second = await ship(services(), { inputs: { latency: 'false', deploy: 'none' } });
    expect(second.outputs['bundle-digest']).toBe(first.outputs['bundle-digest']);
    expect(commentsOf(services())).toHaveLength(1);
    expect(commentsOf(services())[0]).not.toBe(posted[0]);
  });

  it('sets every output, and says the same in summary and comment', () => {
    expect(Object.keys(first.outputs).sort()).toEqual(Object.keys(OUTPUTS).sort());
    expect(first.outputs).toMatchObject({
      deployed: 'true',
      environment: 'preview-pr-7',
      'budget-status': 'within',
      'cache-hit': 'none',
      'skip-reason': '',
    });
    expect(first.outputs['version-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.outputs['deployment-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.outputs['rustc-version']).toMatch(/^1\./);
    // the summary was written before report.json had an address
    const [told = ''] = first.summary.split(/ · \[run\]/);
    expect(posted[0]).toContain(told);
    expect(first.summary).toMatch(/\[report\.json\]\(https:.*\)<\/sub>\n$/);
  });

  it('writes a report that its schema takes', () => {
    const schema = JSON.parse(readFileSync(path.join(root, 'report.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(first.report), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...first.report, version: 2 })).toBe(false);
  });

  it('keeps bundle, symbols and report as artifacts; symbols are the same code with names', async () => {
    const names = services().results.artifacts.map((artifact) => artifact.name);
    expect(names).toEqual(
      expect.arrayContaining(['wasm-ship-auth-bundle', 'wasm-ship-auth-symbols', 'wasm-ship-auth-report']),
    );
    const shipped = await readFile(first.outputs['wasm-path'] ?? '');
    const symbols = await readFile(
      path.join(path.dirname(path.dirname(first.outputs['wasm-path'] ?? '')), 'symbols', 'index_bg.wasm'),
    );
    expect(symbols.includes('argon2')).toBe(true);
    expect(shipped.includes('name\u0000')).toBe(false);
    expect(symbols.length).toBeGreaterThan(shipped.length);
    expect(Buffer.from(strip(symbols)).equals(shipped)).toBe(true);
  });

  it('lets no secret out', () => {
    const everywhere = [
      first.log.replaceAll(/^::add-mask::.*$/gm, ''),
      first.summary,
      JSON.stringify(first.report),
      JSON.stringify(first.outputs),
      ...posted,
    ].join('\n');
    const kept = services().results.artifacts.flatMap((artifact) => [...services().results.files(artifact).values()]);
    for (const secret of [services().cloudflare.token, TOKENS.write]) {
      expect(everywhere).not.toContain(secret);
      expect(kept.filter((bytes) => bytes.includes(secret))).toEqual([]);
    }
  });
});

describe('over budget on a pull request', () => {
  it('fails at the end: report whole, preview up, and the comment says by how much', async () => {
    const result = await ship(services(), { inputs: { ...quick, budget: 'brotli 10 kB, raw 1 MB' } });
    expect(result.code).toBe(1);
    const size = result.report?.sizes?.brotli ?? 0;
    const over = `${((size - 10_000) / 1000).toFixed(1)} kB over its size budget (brotli ${(size / 1000).toFixed(1)} kB, budget 10.0 kB)`;
    expect(commentsOf(services())[0]).toContain(`### ❌ auth · ${over} · [preview](`);
    expect(result.report?.budgets.map((budget) => budget.verdict)).toEqual(['over', 'within']);
    expect(result.outputs).toMatchObject({ deployed: 'true', 'budget-status': 'over' });
    expect(result.log).toMatch(/^::error title=wasm-ship%3A budget,file=Cargo.toml::/m);
  });

  it('only warns where it is asked to', async () => {
    const result = await ship(services(), { inputs: { ...quicker, budget: 'brotli 10 kB', 'over-budget': 'warn' } });
    expect(result.code).toBe(0);
    expect(commentsOf(services())[0]).toContain('### ⚠️ auth');
  });
});

it('leaves the work tree as it was', () => {
  const status = execFileSync('git', ['status', '--porcelain', '--', workspace], { cwd: root, encoding: 'utf8' });
  expect(status).toBe('');
});
