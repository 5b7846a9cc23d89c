import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BINARYEN } from '../../src/build/tools.ts';
import { pathOfScripts } from '../act/run-act.ts';
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

/** A PATH with a wasm-opt of our version that calls the one behind it, and does `after` to what that makes. */
async function searchPath(name: string, after: string): Promise<string> {
  const dir = path.join(folder, name);
  await mkdir(dir);
  const behind = await pathOfScripts();
  const version = `[ "$1" != --version ] || { echo "wasm-opt version ${BINARYEN}"; exit 0; }`;
  const text = `#!/bin/sh\n${version}\nout=$3\nPATH='${behind}' wasm-opt "$@" || exit\n${after}\n`;
  await writeFile(path.join(dir, 'wasm-opt'), text);
  await chmod(path.join(dir, 'wasm-opt'), 0o755);
  return `${dir}:${behind}`;
}

async function ship(name: string, after: string): Promise<ActionResult> {
  return runAction({
    services,
    workspace: path.join(root, 'examples', 'parse'),
    trigger: pullRequest(),
    inputs: { optimize: 'fastest', 'optimize-check': 'true', latency: 'false', cache: 'off', base: 'off' },
    env: { CARGO_TARGET_DIR: path.join(cacheFolder(), 'target-kinds'), PATH: await searchPath(name, after) },
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
