import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OUTPUTS } from '../../src/report/outputs.ts';
import { strip } from '../../src/wasm/sections.ts';
import { fetchEdge } from '../standins/cloudflare/fetch-edge.ts';
import { TOKENS } from '../standins/github/tokens.ts';
import { type ActionResult, type ActionRun, root, runAction, toolCache } from './action.ts';
import { type Services, startServices } from './services.ts';
import { pullRequest, push, tag } from './triggers.ts';

const workspace = path.join(root, 'examples', 'auth');
/** For runs that are not about optimizing or latency. */
const quick = { optimize: 'off', latency: 'false' };
let services: Services;

beforeAll(async () => {
  services = await startServices(toolCache());
});
afterAll(() => services?.[Symbol.asyncDispose]());
beforeEach(() => {
  services.github.repository.comments.clear();
  services.cloudflare.heal();
});

function ship(run: Partial<ActionRun>): Promise<ActionResult> {
  return runAction({ services, workspace, trigger: pullRequest(), ...run });
}

function comments(): string[] {
  return [...services.github.repository.comments.values()].map((comment) => comment.body);
}

function health(url: string): Promise<Response> {
  return fetchEdge(services.cloudflare, `${url}/health`);
}

describe('a pull request of the same repository', () => {
  let first: ActionResult;
  let posted: string[];

  beforeAll(async () => {
    services.github.repository.comments.clear();
    first = await ship({ inputs: { 'latency-duration': '3 s' } });
    posted = comments();
  });

  it('ends well, and its preview answers with the bundle that was measured', async () => {
    expect(first.code, first.log).toBe(0);
    expect(first.outputs['preview-url']).toBe('https://auth-pr-7.box.workers.dev');
    const answer = await health(first.outputs['preview-url'] ?? '');
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
    const upload = services.cloudflare.requests.find(
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
      (name) => latency?.warm.routes.find((route) => route.name === name)?.latency.p50 ?? 0,
    );
    expect(login).toBeGreaterThan((verify ?? 0) * 3); // Argon2id is made to be slow
  });

  it('comments once; a second run rewrites the comment, with the same bundle', async () => {
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatch(
      /^<!-- wasm-ship: auth -->\n### ✅ auth · \d+\.\d kB brotli, within budget · cold start .* · \[preview\]\(https:\/\/auth-pr-7/,
    );
    const second = await ship({ inputs: { latency: 'false' } });
    expect(second.outputs['bundle-digest']).toBe(first.outputs['bundle-digest']);
    expect(comments()).toHaveLength(1);
    await ship({ inputs: quick });
    expect(comments()).toHaveLength(1);
  });

  it('sets every output, and says the same in summary and comment', () => {
    expect(Object.keys(first.outputs).sort()).toEqual(Object.keys(OUTPUTS).sort());
    expect(first.outputs).toMatchObject({
      deployed: 'true',
      environment: 'preview-pr-7',
      'budget-status': 'within',
      'cache-hit': 'false',
      'skip-reason': '',
    });
    expect(first.outputs['version-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.outputs['deployment-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.outputs['rustc-version']).toMatch(/^1\./);
    expect(posted[0]?.endsWith(first.summary.trimEnd())).toBe(true);
  });

  it('writes a report that its schema takes', () => {
    const schema = JSON.parse(readFileSync(path.join(root, 'report.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(first.report), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...first.report, version: 2 })).toBe(false);
  });

  it('keeps bundle, symbols and report as artifacts; symbols are the same code with names', async () => {
    const names = services.results.artifacts.map((artifact) => artifact.name);
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
    const kept = services.results.artifacts.flatMap((artifact) => [...services.results.files(artifact).values()]);
    for (const secret of [services.cloudflare.token, TOKENS.write]) {
      expect(everywhere).not.toContain(secret);
      expect(kept.filter((bytes) => bytes.includes(secret))).toEqual([]);
    }
  });
});

describe('a version tag', () => {
  it('puts the bundle live in production', async () => {
    const result = await ship({ trigger: tag('v1.2.3'), inputs: { latency: 'false' } });
    expect(result.code, result.log).toBe(0);
    expect(result.outputs).toMatchObject({
      'deployment-url': 'https://auth.box.workers.dev',
      environment: 'production',
      deployed: 'true',
      'preview-url': '',
    });
    expect((await health('https://auth.box.workers.dev')).status).toBe(200);
    expect(result.log).toContain('SECURITY.md');
    expect(comments()).toEqual([]);
  });

  it('keeps its own words where a secret happens to be one of them', async () => {
    const env = { CACHE_KEY: 'deployment', CONFIG_KEY: 'production' };
    const result = await ship({ trigger: tag('v1.2.5'), inputs: quick, env });
    expect(result.code, result.log).toBe(0);
    expect(result.outputs).toMatchObject({ environment: 'production', deployed: 'true' });
    expect(result.report?.deployment?.to).toBe('production');
  });

  it('is stopped before production by a size over its budget', async () => {
    const before = services.cloudflare.requests.length;
    const result = await ship({ trigger: tag('v1.2.4'), inputs: { ...quick, budget: 'brotli 10 kB' } });
    expect(result.code).toBe(1);
    expect(result.outputs).toMatchObject({
      deployed: 'false',
      'skip-reason': 'over its budget: that blocks production.',
    });
    expect(services.cloudflare.requests.length).toBe(before);
  });

  it('deploys nothing for a prerelease, and says so', async () => {
    const result = await ship({ trigger: tag('v2.0.0-rc.1'), inputs: quick });
    expect([result.code, result.outputs['skip-reason']]).toEqual([0, 'a prerelease, and no staging environment.']);
  });
});

describe('over budget on a pull request', () => {
  it('fails at the end: report whole, preview up, and the comment says by how much', async () => {
    const result = await ship({ inputs: { ...quick, budget: 'brotli 10 kB, raw 1 MB' } });
    expect(result.code).toBe(1);
    const size = result.report?.sizes?.brotli ?? 0;
    const over = `${((size - 10_000) / 1000).toFixed(1)} kB over its size budget (brotli ${(size / 1000).toFixed(1)} kB, budget 10.0 kB)`;
    expect(comments()[0]).toContain(`### ❌ auth · ${over} · [preview](`);
    expect(result.report?.budgets.map((budget) => budget.verdict)).toEqual(['over', 'within']);
    expect(result.outputs).toMatchObject({ deployed: 'true', 'budget-status': 'over' });
    expect(result.log).toMatch(/^::error title=wasm-ship%3A budget,file=Cargo.toml::/m);
  });

  it('only warns where it is asked to', async () => {
    const result = await ship({ inputs: { ...quick, budget: 'brotli 10 kB', 'over-budget': 'warn' } });
    expect(result.code).toBe(0);
    expect(comments()[0]).toContain('### ⚠️ auth');
  });
});

describe('without rights', () => {
  it('deploys nothing without credentials, says so in a notice, and does all the rest', async () => {
    const result = await ship({ credentials: false, inputs: quick });
    expect(result.code).toBe(0);
    expect(result.log).toMatch(
      /^::notice title=wasm-ship::Not deployed: CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID are not set/m,
    );
    expect(result.outputs.deployed).toBe('false');
    expect(comments()[0]).toContain('Not deployed:');
  });

  it('gives a fork everything but preview and comment, and stays green', async () => {
    const result = await ship({
      trigger: pullRequest({ fork: true }),
      token: TOKENS.read,
      credentials: false,
      inputs: quick,
    });
    expect(result.code).toBe(0);
    expect(comments()).toEqual([]);
    expect(result.summary).toContain('### ✅ auth');
    expect(result.outputs['skip-reason']).toBe('a pull request from a fork has no secrets.');
  });

  it('warns where the token may not comment (403), and has all of it in the summary', async () => {
    const result = await ship({ token: TOKENS.read, inputs: quick });
    expect(result.code).toBe(0);
    expect(result.log).toMatch(/^::warning .*Commenting on the pull request: GitHub answered 403\. The job needs/m);
    expect(result.summary).toContain('### ✅ auth');
  });

  it('loses no report while the comment API is down', async () => {
    const down = services.github.fail({ path: /issues\/7\/comments/, status: 500, times: 50 });
    const result = await ship({ inputs: quick });
    down.remove();
    expect(result.code).toBe(0);
    expect(result.log).toMatch(/^::warning .*GitHub answered 500/m);
    expect([result.summary.includes('### ✅ auth'), result.report?.package]).toEqual([true, 'auth']);
  });

  it('writes one comment where GitHub loses the answer to it', async () => {
    services.github.fail({ method: 'POST', path: /issues\/7\/comments/, reset: true, committed: true });
    const result = await ship({ inputs: quick });
    expect(result.code, result.log).toBe(0);
    expect(comments()).toHaveLength(1);
  });

  it('does not comment twice where the list of comments arrives cut off', async () => {
    await ship({ inputs: quick });
    services.github.fail({ method: 'GET', path: /issues\/7\/comments/, truncated: true });
    const result = await ship({ inputs: { ...quick, budget: 'raw 2 MB' } });
    expect(result.code, result.log).toBe(0);
    expect(comments()).toHaveLength(1);
    expect(comments()[0]).toContain('2.00 MB');
  });

  it('fails on a wrong Cloudflare token, with the mend, after everything else was told', async () => {
    const result = await ship({ inputs: quick, env: { CLOUDFLARE_API_TOKEN: 'wrong-token-0123456789' } });
    expect(result.code).toBe(1);
    expect(comments()[0]).toMatch(/### ❌ auth · deploy failed/);
    expect(comments()[0]).toContain('CLOUDFLARE&#95;API&#95;TOKEN'.replaceAll('&#95;', '_'));
    expect(result.report?.sizes?.raw).toBeGreaterThan(0);
    expect(result.log).not.toContain('wrong-token-0123456789');
  });
});

describe('a bundle that answers otherwise than expected', () => {
  it('is a failure, never a fast sample, and goes nowhere', async () => {
    const before = services.cloudflare.requests.length;
    const result = await ship({
      inputs: {
        optimize: 'off',
        requests: '[{"name":"gone","path":"/nowhere","expect":200}]',
        'latency-duration': '1 s',
      },
    });
    expect(result.code).toBe(1);
    expect(result.report?.failures[0]?.message).toMatch(/gone: GET \/nowhere answered 404, expected 200/);
    expect(result.report?.latency).toBeNull();
    expect(services.cloudflare.requests.length).toBe(before);
  });
});

describe('a signal', () => {
  let stop: ((name: NodeJS.Signals) => void) | undefined;

  it('while it compiles ends cargo and rustc too, and the report says that it was cancelled', async () => {
    const copy = await mkdtemp(path.join(tmpdir(), 'wasm-ship-signal-'));
    let asked = false;
    let during: string[] = [];
    await cp(workspace, copy, { recursive: true, filter: (from) => !/\/(target|build)$/.test(from) });
    const result = await ship({
      workspace: copy,
      inputs: quick,
      env: { CARGO_TARGET_DIR: path.join(copy, 'target') }, // in rustc's command line: to be found there below
      onLine: (line) => {
        if (!line.includes('Compiling ') || asked) return;
        asked = true;
        setTimeout(async () => {
          during = await running(copy);
          stop?.('SIGTERM');
        }, 1500);
      },
      onStart: (signal) => {
        stop = signal;
      },
    });
    expect(during).not.toEqual([]);
    expect(await running(copy)).toEqual([]);
    await rm(copy, { recursive: true, force: true });
    expect(result.code, result.log).toBe(143);
    expect(result.report?.failures[0]?.message).toBe('cargo was ended: the run was cancelled.');
    expect(result.report?.deployment).toBeNull();
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s while it measures ends every child and exits with %i', async (name, code) => {
    const result = await ship({
      inputs: { optimize: 'off', 'latency-duration': '60 s' },
      onLine: (line) => {
        if (line.startsWith('Measuring in workerd')) setTimeout(() => stop?.(name), 1500);
      },
      onStart: (signal) => {
        stop = signal;
      },
    });
    expect(result.code, result.log).toBe(code);
    expect(await running(result.env.RUNNER_TEMP ?? '-')).toEqual([]);
    expect(result.report?.failures.map((failure) => failure.message)).toContain('The run was cancelled.');
  });
});

describe('a push to the default branch', () => {
  it('builds and tells, and deploys nothing unless asked', async () => {
    const result = await ship({ trigger: push('main'), inputs: quick });
    expect([result.code, result.outputs.deployed]).toEqual([0, 'false']);
    expect(result.state.WASM_SHIP).toMatch(/^\{"save":"wasm-ship-tools-1-/);
  });
});

it('leaves the work tree as it was', () => {
  const status = execFileSync('git', ['status', '--porcelain', '--', workspace], { cwd: root, encoding: 'utf8' });
  expect(status).toBe('');
});

/** Command lines of running processes that hold a text. */
async function running(text: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(text));
}
