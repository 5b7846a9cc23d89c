import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { componentExports } from '../../src/wasm/component.ts';
import { compiles } from '../../src/wasm/validate.ts';
import { type ActionResult, cacheFolder, root, runAction, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';

/** The action on the examples of the edges that we do not deploy to yet: real cargo, wasm-opt, deno and wasmtime. */
let services: Services;
beforeAll(async () => {
  services = await startServices(toolCache());
});
afterAll(() => services?.[Symbol.asyncDispose]());

interface Kind {
  readonly edge: string;
  readonly example: string;
  readonly title: string;
  readonly runtime: RegExp;
  readonly files: readonly string[];
  readonly valid: (module: Uint8Array) => void;
}

const KINDS: readonly Kind[] = [
  {
    edge: 'wasi',
    example: 'parse',
    title: 'WASI hosts',
    runtime: /^wasmtime 49\.0\.3$/,
    files: ['parse.wasm'],
    valid: (module) =>
      expect(componentExports(module)).toContainEqual(expect.stringMatching(/^wasi:http\/incoming-handler@0\.2\./)),
  },
  {
    edge: 'deno',
    example: 'image',
    title: 'Deno Deploy',
    runtime: /^deno 2\.9\.6$/,
    files: ['main.ts', 'deno.json', 'pkg/thumbnail.js', 'pkg/thumbnail_bg.js', 'pkg/thumbnail_bg.wasm'],
    valid: (module) => expect(compiles(module)).toBe(true),
  },
];

describe.each(KINDS)('$edge: examples/$example', ({ edge, example, title, runtime, files, valid }) => {
  let result: ActionResult;
  beforeAll(async () => {
    services.github.repository.comments.clear();
    result = await runAction({
      services,
      workspace: path.join(root, 'examples', example),
      trigger: pullRequest(),
      inputs: { 'latency-duration': '2 s' },
      env: { CARGO_TARGET_DIR: path.join(cacheFolder(), 'target-kinds') },
      credentials: false,
      timeoutMs: 1_800_000,
    });
  }, 1_800_000);

  it('is built, within its budget, and the job is green', () => {
    expect(result.log).not.toMatch(/^::(error|warning)/m);
    expect(result.code).toBe(0);
    expect(result.outputs).toMatchObject({ 'budget-status': 'within', deployed: 'false' });
    expect(result.report).toMatchObject({ edge, failures: [] });
  });

  it('the bundle is what the edge takes, its module a good one', async () => {
    expect(result.report?.bundle?.files.map(({ name }) => name)).toEqual(files);
    const module = await readFile(result.outputs['wasm-path'] ?? '');
    valid(module);
    expect(module.length).toBe(Number(result.outputs['wasm-size']));
  });

  it("is served by the edge's own runtime: each request measured, with the status that it expects", () => {
    const { latency } = result.report ?? {};
    expect(latency?.runtime).toMatch(runtime);
    expect(latency?.warm.routes.length).toBeGreaterThan(2);
    for (const { latency: summary } of latency?.warm.routes ?? []) expect(summary.n).toBeGreaterThan(0);
    for (const cold of [latency?.cold.process, latency?.cold.isolate]) expect(cold?.p50).toBeGreaterThan(0);
  });

  it('is not deployed, which a notice says; the comment is there', () => {
    const reason = `deploying to ${title} is planned, and this version does not do it.`;
    expect(result.outputs['skip-reason']).toBe(reason);
    expect(result.log).toContain(`Not deployed: ${reason}`);
    expect([...services.github.repository.comments.values()]).toHaveLength(1);
  });
});
