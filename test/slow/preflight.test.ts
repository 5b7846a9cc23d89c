import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionResult, cacheFolder, root, runAction, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';

/** Through dist with the real tools: a module that its edge does not take, and advice that is built. */
let services: Services;
const folder = path.join(cacheFolder(), 'checkouts', `preflight-${path.basename(root)}`);

beforeAll(async () => {
  services = await startServices(toolCache());
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => services?.[Symbol.asyncDispose]());

/** The plain cdylib behind a shim, with a wide multiplication and some formatting in it. */
async function checkout(name: string): Promise<string> {
  const repo = path.join(folder, name);
  await cp(path.join(root, 'test/fixtures/kinds/shim'), repo, { recursive: true });
  await writeFile(
    path.join(repo, 'src/lib.rs'),
    `#[unsafe(no_mangle)]
pub extern "C" fn squares(n: u32) -> u32 {
    format!("{:?}", vec![n; 3]).bytes().map(u32::from).sum()
}
#[unsafe(no_mangle)]
pub extern "C" fn high(a: u64, b: u64) -> u64 {
    product(a, b)
}
#[inline(never)]
fn product(a: u64, b: u64) -> u64 {
    ((u128::from(a) * u128::from(b)) >> 64) as u64
}
`,
  );
  return repo;
}

function ship(workspace: string, inputs: Readonly<Record<string, string>>): Promise<ActionResult> {
  const all = { 'latency-duration': '1s', 'optimize-time': '20 s', ...inputs };
  return runAction({ services, workspace, trigger: pullRequest(), inputs: all, env: { CARGO_TARGET_DIR: undefined } });
}

describe('a feature that workerd does not have', () => {
  let result: ActionResult;
  beforeAll(async () => {
    const repo = await checkout('wide');
    await mkdir(path.join(repo, '.cargo'), { recursive: true });
    const flags = '[target.wasm32-unknown-unknown]\nrustflags = ["-C", "target-feature=+wide-arithmetic"]\n';
    await writeFile(path.join(repo, '.cargo/config.toml'), flags);
    result = await ship(repo, {});
  });

  it('fails the check, and names the feature, the function, its crate and the flag', () => {
    expect(result.code, result.log).toBe(1);
    expect(result.report?.preflight?.refused).toMatchObject([
      {
        what: 'wide-arithmetic',
        function: { name: 'adder::product', crate: 'adder' },
        mend: expect.stringContaining('-C target-feature=-wide-arithmetic'),
      },
    ]);
    expect(result.summary).toContain('not taken by its edge: `wide-arithmetic` (in `adder::product` of `adder`)');
    expect(result.log).toMatch(/^::error .*not taken by its edge/m);
  });

  it('is not served and goes nowhere', () => {
    const { latency, deployment, skipReason } = result.report ?? {};
    expect([latency, deployment]).toEqual([null, null]);
    expect(skipReason).toBe('Cloudflare Workers does not take the module.');
    expect(result.log).not.toContain('Measuring in workerd');
    const comments = [...services.github.repository.comments.values()].map(({ body }) => body);
    expect(comments).toEqual([
      expect.stringContaining('Nothing is served or deployed: its edge does not take the module.'),
    ]);
    expect(comments[0]).toMatch(
      /^- `wide-arithmetic`: .* in `adder::product` of `adder` .*`-C target-feature=-wide-arithmetic`/m,
    );
    expect(services.cloudflare.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('advice', () => {
  it('has no number, and no build, unless it is asked for; what is built for it changes nothing that ships', async () => {
    const repo = await checkout('advice');
    const without = await ship(repo, { requests: JSON.stringify([{ name: 'root', path: '/?n=4' }]) });
    expect(without.code, without.log).toBe(0);
    const tips = without.report?.advice?.tips ?? [];
    expect(tips.map(({ line }) => line)).toContain('lto = "fat"');
    expect(tips.every(({ tried, notTried }) => tried === null && notTried === null)).toBe(true);
    expect(without.log.match(/Compiling adder/g)).toHaveLength(1);

    const asked = await ship(repo, { advise: 'true', requests: JSON.stringify([{ name: 'root', path: '/?n=4' }]) });
    expect(asked.code, asked.log).toBe(0);
    const { sizes, advice } = asked.report ?? {};
    const tried = advice?.tips.flatMap((tip) => tip.tried ?? []) ?? [];
    expect(tried).toHaveLength(4);
    expect(tried.map(({ before }) => before)).toEqual(tried.map(() => sizes?.brotli));
    expect(tried.some(({ after, before }) => after < before)).toBe(true);
    expect(asked.outputs['bundle-digest']).toBe(without.outputs['bundle-digest']);
    expect(asked.summary).toContain('Each was built, optimized and measured as what ships');
  });
});
