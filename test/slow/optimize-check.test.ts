import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOfScripts, withWasmOpt } from '../act/run-act.ts';
import { type ActionResult, cacheFolder, root, runAction, toolCache } from '../e2e/action.ts';
import { type Services, startServices } from '../e2e/services.ts';
import { pullRequest } from '../e2e/triggers.ts';

/** `optimize-check` on examples/parse, in the real wasmtime: with wasm-opt as it is, and with one that spoils a text. */
let services: Services;
let folder: string;
beforeAll(async () => {
  services = await startServices(toolCache());
  folder = await mkdtemp(path.join(tmpdir(), 'wasm-ship-check-'));
});
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** The example's answers have a field of this name: spoiled, the module is a good one, and its answers are others. */
const SPOIL = `LC_ALL=C sed -i 's/distinct/Distinct/g' "$out"`;

async function ship(name: string, after: string): Promise<ActionResult> {
  return runAction({
    services,
    workspace: path.join(root, 'examples', 'parse'),
    trigger: pullRequest(),
    inputs: { optimize: 'fastest', 'optimize-check': 'true', latency: 'false', cache: 'off', base: 'off' },
    env: {
      CARGO_TARGET_DIR: path.join(cacheFolder(), 'target-kinds'),
      PATH: await withWasmOpt(await pathOfScripts(), path.join(folder, name), after),
    },
    credentials: false,
    timeoutMs: 1_800_000,
  });
}

describe('examples/parse with optimize-check', () => {
  it('ships the optimized module where all its answers are the same, and the log says so', async () => {
    const { log, report, code } = await ship('good', '');
    expect(log).toMatch(/optimize-check: (\d+) of \1 answers are the same\.$/m);
    expect(report?.warnings).toEqual([]);
    expect(report?.module?.after.raw).toBeLessThan(report?.module?.before.raw ?? 0);
    expect(code).toBe(0);
  });

  it('ships the module before wasm-opt where an answer differs, and log and comment say so', async () => {
    services.github.repository.comments.clear();
    const { log, report } = await ship('spoiled', SPOIL);
    const warning =
      /^Not optimized: what wasm-opt made answers otherwise than the module before it \(access-log: another body; ndjson: another body; csv: another body\)\.$/;
    expect(report?.warnings).toEqual([expect.stringMatching(warning)]);
    expect(log).toMatch(/^::warning .*Not optimized: what wasm-opt made answers otherwise/m);
    expect(report?.module?.after).toEqual(report?.module?.before);
    const [comment] = [...services.github.repository.comments.values()];
    expect(JSON.stringify(comment)).toContain('Not optimized');
  });
});
