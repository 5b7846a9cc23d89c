import { describe, expect, it } from 'vitest';
import { TOKENS } from '../standins/github/tokens.ts';
import { commentsOf, quick, quicker, ship, useServices } from './on-auth.ts';
import { pullRequest } from './triggers.ts';

const services = useServices();

describe('without rights', () => {
  it('deploys nothing without credentials, says so in a notice, and does all the rest', async () => {
    const result = await ship(services(), { credentials: false, inputs: quick });
    expect(result.code).toBe(0);
    expect(result.log).toMatch(
      /^::notice title=wasm-ship::Not deployed: CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID are not set/m,
    );
    expect(result.outputs.deployed).toBe('false');
    expect(commentsOf(services())[0]).toContain('Not deployed:');
  });

  it('gives a fork everything but preview and comment, and stays green', async () => {
    const result = await ship(services(), {
      trigger: pullRequest({ fork: true }),
      token: TOKENS.read,
      credentials: false,
      inputs: quick,
    });
    expect(result.code).toBe(0);
    expect(commentsOf(services())).toEqual([]);
    expect(result.summary).toContain('### ✅ auth');
    expect(result.outputs['skip-reason']).toBe('a pull request from a fork has no secrets.');
  });

  it('loses no report while the comment API is down', async () => {
    const down = services().github.fail({ path: /issues\/7\/comments/, status: 500, times: 50 });
    const result = await ship(services(), { inputs: quicker });
    down.remove();
    expect(result.code).toBe(0);
    expect(result.log).toMatch(/^::warning .*GitHub answered 500/m);
    expect([result.summary.includes('### ✅ auth'), result.report?.package]).toEqual([true, 'auth']);
  });

  it('does not comment twice where the list of comments arrives cut off', async () => {
    services().github.seed({ comments: [{ issue: 7, body: '<!-- wasm-ship: auth -->\nold' }] });
    services().github.fail({ method: 'GET', path: /issues\/7\/comments/, truncated: true });
    const result = await ship(services(), { inputs: { ...quicker, budget: 'raw 2 MB' } });
    expect(result.code, result.log).toBe(0);
    expect(commentsOf(services())).toEqual([expect.stringContaining('2.00 MB')]);
  });

  it('fails on a wrong Cloudflare token, with the mend, after everything else was told', async () => {
    const result = await ship(services(), { inputs: quick, env: { CLOUDFLARE_API_TOKEN: 'wrong-token-0123456789' } });
    expect(result.code).toBe(1);
    expect(commentsOf(services())[0]).toMatch(/### ❌ auth · deploy failed/);
    expect(commentsOf(services())[0]).toContain('CLOUDFLARE&#95;API&#95;TOKEN'.replaceAll('&#95;', '_'));
    expect(result.report?.sizes?.raw).toBeGreaterThan(0);
    expect(result.log).not.toContain('wrong-token-0123456789');
  });
});

describe('a bundle that answers otherwise than expected', () => {
  it('is a failure, never a fast sample, and goes nowhere', async () => {
    const before = services().cloudflare.requests.length;
    const result = await ship(services(), {
      inputs: {
        optimize: 'off',
        requests: '[{"name":"gone","path":"/nowhere","expect":200}]',
        'latency-duration': '1 s',
      },
    });
    expect(result.code).toBe(1);
    expect(result.report?.failures[0]?.message).toMatch(/gone: GET \/nowhere answered 404, expected 200/);
    expect(result.report?.latency).toBeNull();
    expect(services().cloudflare.requests.length).toBe(before);
  });
});
