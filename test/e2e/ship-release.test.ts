import { describe, expect, it } from 'vitest';
import { commentsOf, health, quick, ship, useServices } from './on-auth.ts';
import { push, tag } from './triggers.ts';

const services = useServices();

describe('a version tag', () => {
  it('puts the bundle live in production', async () => {
    const result = await ship(services(), { trigger: tag('v1.2.3'), inputs: quick });
    expect(result.code, result.log).toBe(0);
    expect(result.outputs).toMatchObject({
      'deployment-url': 'https://auth.box.workers.dev',
      environment: 'production',
      deployed: 'true',
      'preview-url': '',
    });
    expect((await health(services(), 'https://auth.box.workers.dev')).status).toBe(200);
    expect(result.log).toContain('SECURITY.md');
    expect(commentsOf(services())).toEqual([]);
  });

  it('keeps its own words where a secret happens to be one of them', async () => {
    const env = { CACHE_KEY: 'deployment', CONFIG_KEY: 'production' };
    const result = await ship(services(), { trigger: tag('v1.2.5'), inputs: quick, env });
    expect(result.code, result.log).toBe(0);
    expect(result.outputs).toMatchObject({ environment: 'production', deployed: 'true' });
    expect(result.report?.deployment?.to).toBe('production');
  });

  it('is stopped before production by a size over its budget', async () => {
    const before = services().cloudflare.requests.length;
    const result = await ship(services(), { trigger: tag('v1.2.4'), inputs: { ...quick, budget: 'brotli 10 kB' } });
    expect(result.code).toBe(1);
    expect(result.outputs).toMatchObject({
      deployed: 'false',
      'skip-reason': 'over its budget: that blocks production.',
    });
    expect(services().cloudflare.requests.length).toBe(before);
  });

  it('deploys nothing for a prerelease, and says so', async () => {
    const result = await ship(services(), { trigger: tag('v2.0.0-rc.1'), inputs: quick });
    expect([result.code, result.outputs['skip-reason']]).toEqual([0, 'a prerelease, and no staging environment.']);
  });
});

describe('a push to the default branch', () => {
  it('builds and tells, and deploys nothing unless asked', async () => {
    const result = await ship(services(), { trigger: push('main'), inputs: quick });
    expect([result.code, result.outputs.deployed]).toEqual([0, 'false']);
    expect(result.state.WASM_SHIP).toMatch(/^\{"save":"wasm-ship-tools-1-/);
  });
});
